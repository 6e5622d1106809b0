"""MNY: closed periods stay as they were closed, one after the other (RULINGS, Closings)."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from partnerbook.analysis import Current
from partnerbook.analysis.closings import lines_booked_in, period_hash
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.common import any_broken
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_whole

_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_PAID = """payments:
  - {{key: p1, deal: setup, invoice: i1, on: 2026-05-04, amount: 24000.00 EUR, eligible: 23000.00 EUR}}
  - {{key: p2, deal: setup, {second}, amount: 24000.00 EUR}}"""
_YEAR_END = """---
period: 2026-Q4
closed: 2027-01-20
by: mats-petersen
lines: 0
ledger: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
---
"""
_LATER = "records/closings/2026-q4.md"


@rule(
    "MNY020",
    "closed-period-moved",
    Severity.ERROR,
    summary="The ledger of a closed period is no longer the one that was closed.",
    why=(
        "A closing freezes every line booked in its period under one hash; statements went out on it (RULINGS, "
        "Closings). A fact that is learned later, or a correction, is booked in the open period."
    ),
    bad=Example(_REFERRAL, _PAID.format(second="on: 2026-06-10")),
    good=Example(_REFERRAL, _PAID.format(second="on: 2026-06-10, booked: 2026-08-05")),
)
def closed_period_moved(current: Current) -> Iterator[Breach]:
    if not is_whole(current) or any_broken(current.book, "payout"):
        return
    ledger, closings = current.analysis.ledger, current.analysis.book.closings
    last = max((entry.record.period.last for entry in closings.values()), default=current.as_of)
    for entry in closings.values():
        closing = entry.record
        now = len(lines_booked_in(ledger, closing.period))
        if now == closing.lines and period_hash(ledger, closing.period) == closing.ledger:
            continue
        at: FieldPath = ("lines",) if now != closing.lines else ("ledger",)
        found = f"has {now} now" if now != closing.lines else "has as many now, but not the same"
        yield Breach(
            entry,
            at,
            f"{closing.period} was closed on {closing.closed} with {closing.lines} "
            f"{'line' if closing.lines == 1 else 'lines'}, and the ledger {found}",
            f"Put back what was added, changed or taken out in {closing.period}; what is learned later is booked in "
            f"the open period: beside its `on` write `booked` with a day after {last}.",
        )


@rule(
    "MNY022",
    "closing-leaves-gap",
    Severity.WARNING,
    summary="A period is closed, and one before it with lines in the ledger is not.",
    why=(
        "Carried balances and places of a period rest on all before it. While an earlier one is open, something booked "
        "there still moves what was closed after it."
    ),
    bad=Example(
        _LATER,
        text=_YEAR_END,
        as_of="2027-02-15",
    ),
    good=Example(_LATER, text=_YEAR_END.replace("2026-Q4", "2026-Q3"), as_of="2027-02-15"),
)
def leaves_gap(current: Current) -> Iterator[Breach]:
    if not is_whole(current) or any_broken(current.book, "closing"):
        return
    booked = [line.booked for line in current.analysis.ledger.lines]
    open_from: date | None = None
    for entry in sorted(
        current.analysis.book.closings.values(), key=lambda entry: (entry.record.period.first, entry.id)
    ):
        period = entry.record.period
        between = booked[bisect_left(booked, open_from or date.min) : bisect_left(booked, period.first)]
        if between:
            count = f"{len(between)} lines" if len(between) > 1 else "a line"
            yield Breach(
                entry,
                ("period",),
                f"{period} is closed, but {count} booked from {between[0]} to {between[-1]} lie before it in no closed "
                "period",
                "Close the earlier period first; then nothing before this one can move any more.",
            )
        after = period.last + timedelta(days=1)
        open_from = after if open_from is None else max(open_from, after)
