"""AGR: days and months of an agreement that are possible, and mostly a slip."""

from collections.abc import Iterator
from datetime import timedelta

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.common import still_open
from partnerbook.rules.registry import Breach, rule

_NET_DAYS = 180
_TAIL_MONTHS = 36
_AHEAD = timedelta(days=366)
_AGREEMENT = "records/agreements/kontor-interim-2025.md"


@rule(
    "AGR061",
    "term-out-of-usual-range",
    Severity.WARNING,
    summary="An agreement lets a partner wait, or pays after its end, for longer than anybody agrees to.",
    why=(
        "Thirty days after the client's payment are usual (DOMAIN 8.4), and after the end "
        "commissions run out within a year "
        "or two. Months instead of days, or a digit too many, stand in a contract for years before somebody sees them."
    ),
    bad=Example(_AGREEMENT, "payment: {trigger: invoice, net_days: 181}"),
    good=Example(_AGREEMENT, "payment: {trigger: invoice, net_days: 180}"),
)
def out_of_usual_range(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        if not still_open(agreement, current.as_of):
            continue
        found: list[tuple[FieldPath, str]] = []
        if agreement.payment.net_days > _NET_DAYS:
            found.append((("payment", "net_days"), f"{agreement.payment.net_days} days until a commission is due"))
        if agreement.tail_months > _TAIL_MONTHS:
            found.append((("tail_months",), f"{agreement.tail_months} months in which wins still earn after the end"))
        for at, what in found:
            yield Breach(
                entry,
                at,
                f"{what} are far more than usual",
                "Look for a slip of the keyboard; if both agreed to it, say why in a waiver.",
            )


@rule(
    "AGR062",
    "signed-long-before",
    Severity.WARNING,
    summary="An agreement was signed more than a year before its first day.",
    why=(
        "Agreements are signed when they are needed; between signature and first day lie days or "
        "weeks. A year or more is "
        "mostly a wrong year, and whose terms held when is read from these days (RULINGS, Which agreement)."
    ),
    bad=Example(_AGREEMENT, "signed: 2024-03-25"),
    good=Example(_AGREEMENT, "signed: 2024-04-15"),
)
def signed_long_before(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        agreement = entry.record
        if agreement.signed is not None and agreement.effective - agreement.signed > _AHEAD:
            yield Breach(
                entry,
                ("signed",),
                f"signed on {agreement.signed}, but in force only from {agreement.effective}",
                "Mend the year that is wrong; if it was meant so, say why in a waiver.",
            )
