"""MNY: nothing is paid before it is due, while it is held, or below the minimum (RULINGS, Paying)."""

from collections.abc import Iterator
from datetime import timedelta

from partnerbook.analysis import Current, Records
from partnerbook.analysis.dues import Minimums, is_held
from partnerbook.analysis.ledger.settlements import set_off
from partnerbook.core.dates import Period
from partnerbook.core.finding import Example, Severity
from partnerbook.core.payout import Payout
from partnerbook.rules.payout_facts import settling_day, standing
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_whole

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"

_AHEAD = timedelta(days=31)
"""How long before its end a period may be settled: in its last month, where it is paid at the month's end."""
_BEHIND = timedelta(days=92)
"""How long after its end: by then another quarter is over, whose statement says what came since."""
_EARLY = timedelta(days=14)
"""A statement of a period may go out some days before its payout is put together."""


@rule(
    "MNY005",
    "paid-before-due",
    Severity.ERROR,
    summary="We pay a line before it is due, and the payout gives no reason.",
    why=(
        "A commission is due so many days after the client paid, because until then the client may still ask its "
        "money back (DOMAIN 8.4). Paying early is a favour: allowed, with its reason in the payout. Our own invoices "
        "may be early."
    ),
    bad=Example(_PAYABLE, "paid: {on: 2026-06-02}\nprepared: {on: 2026-06-01, by: mats-petersen}\napproved: []"),
    good=Example(_PAYABLE, "paid: {on: 2026-06-03}\nprepared: {on: 2026-06-01, by: mats-petersen}\napproved: []"),
)
def before_due(current: Current) -> Iterator[Breach]:
    if not is_whole(current):
        return
    for entry in standing(current.analysis.book):
        payout = entry.record
        if payout.direction != "payable" or payout.reason is not None:
            continue
        early = [
            (place, named.line, line.due)
            for place, named in enumerate(payout.lines)
            if (line := current.analysis.ledger.by_id.get(named.line)) is not None and line.due is not None
        ]
        remedy = "Wait until it is due, take the line out, or write the `reason` into the payout."
        for place, name, due in early:
            if due > payout.run:
                yield Breach(
                    entry, ("lines", place, "line"), f"`{name}` is due on {due}, after the run of {payout.run}", remedy
                )
        paid = payout.paid
        too_soon = [(due, name) for _, name, due in early if paid is not None and paid.on < due <= payout.run]
        if paid is not None and too_soon:
            due, name = max(too_soon)
            others = f" (and {len(too_soon) - 1} more)" if len(too_soon) > 1 else ""
            yield Breach(
                entry,
                ("paid", "on"),
                f"paid on {paid.on}, but `{name}` was due on {due}{others}",
                "Mend the day, or write the `reason` into the payout.",
            )


@rule(
    "MNY016",
    "held-line-in-payout",
    Severity.ERROR,
    summary="A payout pays a line of a referral whose money is held.",
    why=(
        "From `since` to `released`, both included, the referral's money is earned but not payable (RULINGS, Hold). "
        "Somebody had a reason to stop it, mostly a refund or a dispute that is not settled."
    ),
    bad=Example(_REFERRAL, "hold: {since: 2026-07-30, reason: Refund being settled}"),
    good=Example(_REFERRAL, "hold: {since: 2026-07-31, reason: Refund being settled}"),
)
def held_line(current: Current) -> Iterator[Breach]:
    for entry in standing(current.analysis.book):
        day = settling_day(entry.record, current.as_of)
        for place, named in enumerate(entry.record.lines):
            referral = current.analysis.book.referrals.get(named.line.partition("/")[0])
            hold = referral.record.hold if referral is not None else None
            if hold is None or not is_held(hold, day):
                continue
            yield Breach(
                entry,
                ("lines", place, "line"),
                f"`{named.line}` is held since {hold.since}: {hold.reason}",
                f"Take the line out until the hold is over, or write `released` into {named.line.partition('/')[0]}.",
            )


@rule(
    "MNY017",
    "payout-below-minimum",
    Severity.ERROR,
    summary="A payout is below zero, or below the agreed minimum and gives no reason.",
    why=(
        "Small balances are carried forward until they reach the minimum of the agreements in force, and a negative "
        "one is carried until it is earned back (RULINGS, Minimum). After the end the minimum holds no longer, nor "
        "for what netting leaves nothing of: a payable of 0.00 settles both sides (RULINGS, Netting)."
    ),
    bad=Example(
        _PAYABLE,
        "adjustments: [{key: a1, on: 2026-07-20, amount: -1675.01 EUR, reason: An advance}]\ntotal: 49.99 EUR",
    ),
    good=Example(
        _PAYABLE,
        "adjustments: [{key: a1, on: 2026-07-20, amount: -1675.00 EUR, reason: An advance}]\ntotal: 50.00 EUR",
    ),
)
def below_minimum(current: Current) -> Iterator[Breach]:
    if not is_whole(current):
        return
    minimums = Minimums(current.analysis.book)
    for entry in standing(current.analysis.book):
        payout = entry.record
        if payout.total.amount < 0:
            yield Breach(
                entry,
                ("total",),
                f"{payout.total} is less than nothing",
                "Carry it until it is earned back, or write a payout of the other direction.",
            )
            continue
        if not payout.total.amount and set_off(payout).amount:
            if payout.direction == "receivable":
                yield Breach(
                    entry,
                    ("direction",),
                    f"nothing can arrive on a receivable of {payout.total}",
                    "Write it as a payable: its `paid` says when both sides were set off.",
                )
            continue
        holding = [term for term in current.analysis.terms.get(payout.partner, ()) if term.covers(payout.run)]
        minimum = minimums.of(holding, payout.total.currency, payout.run)
        if minimum is not None and payout.total < minimum and payout.reason is None:
            yield Breach(
                entry,
                ("total",),
                f"{payout.total} is below the minimum of {minimum} that was in force on {payout.run}",
                "Carry it forward to the next run, or write the `reason` into the payout.",
            )


@rule(
    "MNY026",
    "period-does-not-fit",
    Severity.WARNING,
    summary="The period of a payout fits neither its run nor its lines.",
    why=(
        "A payout settles the statement of a period (DOMAIN 8.5): what the partner read there is "
        "what arrives. Of a period "
        "that has hardly begun there is no statement, and one that was over long before the first "
        "line says nothing of it."
    ),
    bad=Example(_PAYABLE, "period: 2026-Q4"),
    good=Example(_PAYABLE, "period: 2026-Q2"),
)
def period_does_not_fit(current: Current) -> Iterator[Breach]:
    for entry in standing(current.analysis.book):
        payout = entry.record
        problem = _misfit(current, payout)
        if problem:
            fitting = Period.quarter_of(Period.quarter_of(payout.run).first - timedelta(days=1))
            yield Breach(
                entry,
                ("period",),
                f"{payout.period} {problem}",
                f"Write the period whose statement it settles, such as {fitting} for a run of "
                f"{payout.run}, or mend the run.",
            )


def _misfit(current: Current, payout: Payout) -> str:
    """Why a payout's period cannot be the one whose statement it settles; empty where it can."""
    period = payout.period
    if period.first > payout.run:
        return f"begins on {period.first}, after the run of {payout.run}"
    if period.last - payout.run > _AHEAD:
        return f"is not over until {period.last}, but the run is on {payout.run}"
    lines = [
        current.analysis.ledger.by_id[named.line]
        for named in payout.lines
        if named.line in current.analysis.ledger.by_id
    ]
    first = min((line.booked for line in lines), default=None)
    if first is not None and first > period.last and payout.run - period.last > _BEHIND:
        return f"was over on {period.last}, before its first line was booked on {first}"
    return ""


@rule(
    "MNY027",
    "payout-papers-out-of-order",
    Severity.WARNING,
    summary="The invoice of a payout is dated after its payment, or its statement went out before it was prepared.",
    why=(
        "Money leaves against an invoice (DOMAIN 8.6): without one VAT is not deducted. And a "
        "statement that went out before "
        "the payout was put together says another sum. One of the two days is mostly a slip."
    ),
    bad=Example(_PAYABLE, "invoice: {number: SW-2026-0417, on: 2026-07-31}"),
    good=Example(_PAYABLE, "invoice: {number: SW-2026-0417, on: 2026-07-30}"),
)
def papers_out_of_order(current: Records) -> Iterator[Breach]:
    for entry in standing(current.book):
        payout = entry.record
        if payout.invoice is not None and payout.paid is not None and payout.invoice.on > payout.paid.on:
            yield Breach(
                entry,
                ("invoice", "on"),
                f"the invoice is of {payout.invoice.on}, but it was paid on {payout.paid.on}",
                "Mend the day that is wrong.",
            )
        if payout.statement_sent is not None and payout.prepared.on - payout.statement_sent > _EARLY:
            yield Breach(
                entry,
                ("statement_sent",),
                f"the statement went out on {payout.statement_sent}, but the payout was prepared on "
                f"{payout.prepared.on}",
                "Mend the day that is wrong.",
            )
