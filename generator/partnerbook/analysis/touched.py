"""What a change touches that somebody has to approve: payouts, terms and rates, roles and limits. Pure.

Terms and rates are agreements, tiers of partners, and of single referrals what is theirs alone and who is given what of
a claim (RULINGS, "Approval").
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.approval import amount_to_approve, needs_approval
from partnerbook.core.book import Book
from partnerbook.core.money import Money, Rate
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout
from partnerbook.core.program import Program
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral

Need = Literal["payout", "terms", "program"]
"""Whose approval is needed: within the limits of payouts, of terms, or of the program's owner."""

UNGUARDED = frozenset(
    {
        "name", "since", "language", "services", "industries", "sizes", "regions", "professions", "checklist",
        "onboarding", "goals", "health", "costs", "channels", "revenue", "growth",
    }
)  # fmt: skip
"""Fields of the program that move neither money nor roles. All others are guarded, also those yet to come."""


class Touched(Struct, frozen=True):
    """A record whose change needs approval.

    `asked` are the colleagues whom the record itself asks, the first before the second; where it asks nobody,
    anybody with the role will do. A payout has the `total` that limits go by,
    the day its limits are measured on, and everybody who
    prepared it, before the change or with it. `readable` is false where the new text is no record: nobody can
    approve what cannot be read.
    """

    key: str
    path: str
    need: Need
    asked: tuple[str, ...] = ()
    preparers: frozenset[str] = frozenset()
    total: Money | None = None
    on: date | None = None
    readable: bool = True


class Exempt(Struct, frozen=True):
    """A payout whose change needs no approval.

    `receivable`: it is our invoice, and settles nothing we owe.
    `paid`: it is marked as paid, and otherwise as it was. `recorded`: it only says
    now that those approved it whom it had asked, or that its statement was sent.
    """

    key: str
    path: str
    reason: Literal["receivable", "paid", "recorded"]


def touched(base: Book, head: Book, paths: Mapping[str, str]) -> tuple[Touched | Exempt, ...]:
    """What has to be approved among changed records, in the order of their names; `paths` has their files by `kind/id`.

    Only payouts, agreements, the program, tiers of partners, and terms and attribution of single referrals do. Layout
    and comments of a file count for nothing.
    """
    return tuple(found for key, path in sorted(paths.items()) if (found := _look(base, head, key, path)) is not None)


def _look(base: Book, head: Book, key: str, path: str) -> Touched | Exempt | None:
    kind = key.partition("/")[0]
    before, after = base.get(key), head.get(key)
    if key in head.broken:
        need: Need | None = _NEEDS.get(kind)
        return Touched(key, path, need, readable=False) if need is not None else None
    if before is not None and after is not None and (before.record, before.body) == (after.record, after.body):
        return None
    one, other = before.record if before else None, after.record if after else None
    match kind:
        case "payout":
            return _payout(key, path, base, head)
        case "agreement":
            return Touched(key, path, "terms")
        case "program" if _guarded(one) != _guarded(other):
            return Touched(key, path, "program")
        case "partner" if _tiers(one) != _tiers(other):
            return Touched(key, path, "terms")
        case "referral" if _special(one) != _special(other) or _attributed(one, other):
            new = set(other.overrides if isinstance(other, Referral) else ())
            new -= set(one.overrides if isinstance(one, Referral) else ())
            return Touched(key, path, "terms", asked=tuple(sorted({override.approved_by for override in new})))
        case _:
            return None


_NEEDS: dict[str, Need] = {
    "payout": "payout",
    "agreement": "terms",
    "program": "program",
    "partner": "terms",
    "referral": "terms",
}


def _payout(key: str, path: str, base: Book, head: Book) -> Touched | Exempt:
    books = [book for book in (base, head) if book.get(key) is not None]
    sides = [(entry, book) for book in books if (entry := book.payouts.get(key.partition("/")[2])) is not None]
    guarded = [(entry, book) for entry, book in sides if needs_approval(entry.record)]
    if not guarded:
        return Exempt(key, path, "receivable")
    if len(sides) == 2:
        (before, _), (after, _) = sides
        if before.body == after.body and _only_booked(before.record, after.record):
            return Exempt(key, path, "paid" if before.record.paid != after.record.paid else "recorded")
    entry, book = guarded[-1]
    stands = entry.record
    asked = [person for person in (stands.approver, stands.second_approver) if person is not None]
    return Touched(
        key,
        path,
        "payout",
        asked=tuple(asked),
        preparers=frozenset(entry.record.prepared.by for entry, _ in guarded),
        total=amount_to_approve(stands, entry.id, book),
        on=stands.prepared.on,
    )


def _only_booked(before: Payout, after: Payout) -> bool:
    """Whether a payout only says more of what became of it; what was signed off is the same."""
    settled = {"paid": None, "approved": (), "statement_sent": None, "receipts": ()}
    if before.model_copy(update=settled) != after.model_copy(update=settled):
        return False
    known = len(before.approved)
    asked = {before.approver, before.second_approver}
    return (
        before.paid in (None, after.paid)
        and after.receipts[: len(before.receipts)] == before.receipts
        and before.statement_sent in (None, after.statement_sent)
        and after.approved[:known] == before.approved
        and all(approval.by in asked for approval in after.approved[known:])
    )


def _guarded(record: Record | None) -> dict[str, object] | None:
    """The program's fields that move money or roles."""
    if not isinstance(record, Program):
        return None
    return {name: getattr(record, name) for name in type(record).model_fields if name not in UNGUARDED}


def _tiers(record: Record | None) -> tuple[tuple[date, str], ...]:
    """A partner's tiers, each with its first day: default rates go by them."""
    return tuple((tier.on, tier.tier) for tier in record.tier_history) if isinstance(record, Partner) else ()


def _attributed(before: Record | None, after: Record | None) -> bool:
    """Whether a change decides who is given what of a referral: by a decision, or by taking a claim out."""
    decisions = [record.decisions if isinstance(record, Referral) else () for record in (before, after)]
    return decisions[0] != decisions[1] or not _claimants(before) <= _claimants(after)


def _claimants(record: Record | None) -> frozenset[str]:
    return frozenset(claim.partner for claim in record.claims) if isinstance(record, Referral) else frozenset()


def _special(record: Record | None) -> tuple[tuple[object, ...], dict[str, object]]:
    """Terms and rates of a referral's own: overrides, and by deal the shares and the markup."""
    if not isinstance(record, Referral):
        return (), {}
    return record.overrides, dict(_of_deals(record))


def _of_deals(referral: Referral) -> Iterator[tuple[str, object]]:
    for deal in referral.deals:
        markup: Rate | None = deal.subcontract.markup if deal.subcontract else None
        if deal.shares or markup is not None:
            yield deal.key, (deal.shares, markup)
