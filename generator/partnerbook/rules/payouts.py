"""SCH: payouts and closings whose parts do not fit together; their sums are the ledger's business."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.analysis.approval import needs_approval
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.registry import Breach, rule

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_CLOSING = "records/closings/2026-q2.md"
_SECOND = "records/closings/second.md"
_SECOND_TEXT = f"""---
period: {{period}}
closed: {{closed}}
by: mats-petersen
lines: 0
ledger: sha256:{"0" * 64}
---
"""


@rule(
    "SCH084",
    "payout-parts-of-other-direction",
    Severity.ERROR,
    summary="A payout has parts of the other direction, or contradicts itself.",
    why=(
        "What we pay is approved and paid once; what we are owed arrives in receipts, and needs an approval only "
        "where it settles what we owe (RULINGS, Payouts). Four eyes are the eyes of two people."
    ),
    bad=Example(_PAYABLE, "receipts: [{key: e1, on: 2026-08-20, amount: 500.00 EUR}]"),
    good=Example(_PAYABLE, "receipts: []"),
)
def parts_of_other_direction(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        payout = entry.record
        approval = () if needs_approval(payout) else ("approver", "second_approver", "approved")
        wrong = ("receipts",) if payout.direction == "payable" else ("paid", *approval)
        problems: list[tuple[str, str]] = [
            (field, f"`{field}` does not belong to a {payout.direction}") for field in wrong if getattr(payout, field)
        ]
        if payout.cancelled is not None and (payout.paid is not None or payout.receipts):
            problems.append(("cancelled", "it was called off and settled"))
        if payout.second_approver is not None and payout.second_approver == payout.approver:
            problems.append(("second_approver", f"{payout.approver} is asked twice"))
        for field, problem in problems:
            yield Breach(
                entry,
                (field,),
                problem,
                "Take out what does not belong here: a payable is approved and paid, a receivable has receipts.",
                of_key=True,
            )


@rule(
    "SCH085",
    "payout-steps-out-of-order",
    Severity.ERROR,
    summary="A payout was approved before it was prepared, or paid before it was approved.",
    why=(
        "A payout is prepared, approved and paid, in this order (RULINGS). An approval from before the preparation "
        "approved something else."
    ),
    bad=Example(_PAYABLE, "approved: [{on: 2026-07-23, by: henrike-lornsen}]"),
    good=Example(_PAYABLE, "approved: [{on: 2026-07-24, by: henrike-lornsen}]"),
)
def steps_out_of_order(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        payout = entry.record
        prepared = payout.prepared.on
        later: list[tuple[FieldPath, str]] = []
        for place, approved in enumerate(payout.approved):
            if approved.on < prepared:
                later.append((("approved", place, "on"), f"approved on {approved.on}, prepared on {prepared}"))
            elif payout.paid is not None and payout.paid.on < approved.on:
                later.append((("paid", "on"), f"paid on {payout.paid.on}, approved by {approved.by} on {approved.on}"))
        if payout.paid is not None and payout.paid.on < prepared:
            later.append((("paid", "on"), f"paid on {payout.paid.on}, prepared on {prepared}"))
        for place, receipt in enumerate(payout.receipts):
            if receipt.on < prepared:
                later.append((("receipts", place, "on"), f"money arrived on {receipt.on}, invoiced on {prepared}"))
        if payout.cancelled is not None and payout.cancelled.on < prepared:
            later.append((("cancelled", "on"), f"called off on {payout.cancelled.on}, prepared on {prepared}"))
        for at, problem in later:
            yield Breach(entry, at, problem, "Mend the day that is wrong.")


@rule(
    "SCH086",
    "closed-before-period-ended",
    Severity.ERROR,
    summary="A period was closed before it was over.",
    why=(
        "Nothing booked later moves a closed period (RULINGS). Closed on a day of its own, it shuts out what still "
        "happens in it."
    ),
    bad=Example(_CLOSING, "closed: 2026-06-29\nstatements: []"),
    good=Example(_CLOSING, "closed: 2026-06-30\nstatements: []"),
)
def closed_too_early(current: Records) -> Iterator[Breach]:
    for entry in current.book.closings.values():
        closing = entry.record
        if closing.closed < closing.period.last:
            yield Breach(
                entry,
                ("closed",),
                f"{closing.period} was closed on {closing.closed}, but ends on {closing.period.last}",
                "Close a period when it is over; mend the day or the period.",
            )


@rule(
    "SCH087",
    "closings-overlap",
    Severity.ERROR,
    summary="Two closings share days.",
    why=(
        "Each day belongs to one closed period, whose ledger has one hash. Closed twice, a correction could be right "
        "for one and wrong for the other."
    ),
    bad=Example(_SECOND, text=_SECOND_TEXT.format(period="2026-05", closed="2026-06-10")),
    good=Example(_SECOND, text=_SECOND_TEXT.format(period="2026-07", closed="2026-08-10")),
)
def closings_overlap(current: Records) -> Iterator[Breach]:
    entries = sorted(current.book.closings.values(), key=lambda entry: (entry.record.period.first, entry.id))
    latest = entries[0] if entries else None
    for entry in entries[1:]:
        if latest is not None and entry.record.period.first <= latest.record.period.last:
            yield Breach(
                entry,
                ("period",),
                f"{entry.record.period} shares days with {latest.record.period}, closed by {latest.id}",
                "Keep one of the two.",
            )
        if latest is None or entry.record.period.last > latest.record.period.last:
            latest = entry
