"""CHG: payouts are not rewritten: not once money has moved, and not behind an approver's back."""

from collections.abc import Iterator

from partnerbook.analysis import Current
from partnerbook.analysis.comparison import Change, Changed, Comparison
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, Severity
from partnerbook.core.payout import Payout
from partnerbook.core.record import Record
from partnerbook.rules.changes.registry import change_rule
from partnerbook.rules.changes.words import said
from partnerbook.rules.registry import Breach

_PAYOUT = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_OWED = "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md"
_RECEIPTS = """receipts:
  - {key: e1, on: 2026-08-20, amount: 500.00 EUR}
  - {key: e2, on: 2026-09-04, amount: %s EUR}"""
_CALLED_OFF = """---
partner: software-werft
direction: payable
period: 2026-Q3
run: 2026-10-30
adjustments:
  - {key: a1, on: 2026-09-28, amount: -25.00 EUR, reason: The rounding was paid twice}
total: -25.00 EUR
prepared: {on: 2026-09-29, by: mats-petersen}
---
"""
_SMALLER = "adjustments: []\ntotal: 1725.00 EUR"
_FILLED_IN = ("statement_sent", "invoice", "vat", "vat.rate", "vat.amount", "vat.note", "paid.reference", "reason")
"""Fields that say more of a payout and move no money; a value that stands there stays."""
_ADDED_TO = ("receipts", "approved")
"""Lists that grow; what stands in them stays."""


def _moved(payout: Payout) -> str:
    """When money of a payout has moved; nothing where none has."""
    if payout.paid is not None:
        return f"paid on {payout.paid.on}"
    if payout.receipts:
        return f"received in part on {payout.receipts[0].on}"
    return ""


def _says_more(change: Change) -> bool:
    """Whether a change only fills in what was missing."""
    if change.field == "waivers":
        return True
    return change.old is None and (change.name in _FILLED_IN or change.field in _ADDED_TO)


def _payouts(comparison: Comparison) -> Iterator[tuple[Changed, Payout, Payout]]:
    for changed in comparison.changed_of("payout"):
        before, after = changed.old.record, changed.new.record
        if isinstance(before, Payout) and isinstance(after, Payout):
            yield changed, before, after


def _payout(entry: Entry[Record]) -> Payout | None:
    return entry.record if isinstance(entry.record, Payout) else None


@change_rule(
    "CHG001",
    "paid-payout-edited",
    Severity.ERROR,
    summary="A payout whose money has moved is edited.",
    why=(
        "What was paid never changes (RULINGS, Payouts): bank, books and the partner's statement have it as it was. "
        "What was missing may be filled in: the statement's day, the invoice, VAT, a reference, receipts, approvals."
    ),
    bad=Example(_OWED, _RECEIPTS % "350.00"),
    good=Example(_OWED, f"{_RECEIPTS % '400.00'}\nstatement_sent: 2026-07-24"),
)
def paid_payout_edited(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for changed, before, _ in _payouts(comparison):
        moved = _moved(before)
        for change in changed.fields if moved else ():
            if not _says_more(change):
                yield Breach(
                    changed.new,
                    change.path,
                    f"this payout was {moved}, and {said(change)}",
                    "Put it back as it was. What has to be corrected is an adjustment or a line of its own, paid by a "
                    "later payout.",
                )


@change_rule(
    "CHG002",
    "paid-payout-deleted",
    Severity.ERROR,
    summary="A payout whose money has moved is deleted.",
    why=(
        "Without its payout the money that left pays nothing: the ledger would owe the same lines once more, and the "
        "next run would pay them again."
    ),
    bad=Example(_PAYOUT, deleted=True),
    good=Example("records/payouts/2026/2026-10-30-software-werft-payable.md", text=_CALLED_OFF),
)
def paid_payout_deleted(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for entry in comparison.removed_of("payout"):
        payout = _payout(entry)
        if payout is not None and (moved := _moved(payout)):
            copy = next((other.id for other in comparison.added_of("payout") if other.record == payout), None)
            yield Breach(
                entry,
                ("paid",) if payout.paid else ("receipts",),
                f"this payout of {payout.total} to {payout.partner} was {moved} and is gone"
                + (f"; {copy} is the same under another name" if copy else ""),
                "Put the file back under its name: lines of the ledger are named after it.",
            )


@change_rule(
    "CHG003",
    "approved-payout-edited",
    Severity.ERROR,
    summary="A payout is edited, and an approval of what it was before still stands in it.",
    why=(
        "An approval is of the same content (RULINGS, Approval). Who approved 1,750 euros has not approved 2,750, and "
        "the record would say that they did."
    ),
    bad=Example(_PAYOUT, f"paid: ~\n{_SMALLER}"),
    good=Example(_PAYOUT, f"paid: ~\napproved: []\n{_SMALLER}"),
)
def approved_payout_edited(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for changed, before, after in _payouts(comparison):
        standing = [approval for approval in before.approved if approval in after.approved]
        if not standing or after.cancelled is not None or (_moved(before) and _moved(after)):
            continue  # of a payout that was paid and still is, everything is said above
        for change in changed.fields:
            if not _says_more(change) and change.field not in ("paid", "approved"):
                who = " and ".join(dict.fromkeys(approval.by for approval in standing))
                yield Breach(
                    changed.new,
                    change.path,
                    f"{who} approved this payout on {standing[0].on}, and since then {said(change)}",
                    "Take the approval out and have the payout approved as it is now, or put the change back.",
                )


@change_rule(
    "CHG004",
    "approval-by-preparer",
    Severity.ERROR,
    summary="A change adds the approval of somebody who prepared the payout, before the change or with it.",
    why=(
        "The preparer never approves (RULINGS, Payouts). Naming another preparer in the same change would otherwise "
        "make room for it."
    ),
    bad=Example(
        _PAYOUT,
        "prepared: {on: 2026-07-24, by: ilka-brandt}\napproved:\n  - {on: 2026-07-27, by: henrike-lornsen}\n"
        "  - {on: 2026-07-28, by: mats-petersen}",
    ),
    good=Example(
        _PAYOUT,
        "approved:\n  - {on: 2026-07-27, by: henrike-lornsen}\n  - {on: 2026-07-28, by: ilka-brandt}",
    ),
)
def approval_by_preparer(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    pairs = [(changed.old, changed.new) for changed in comparison.changed_of("payout")]
    for old, new in [*pairs, *((None, entry) for entry in comparison.added_of("payout"))]:
        before, after = _payout(old) if old is not None else None, _payout(new)
        if after is None or after.direction == "receivable":
            continue
        preparers = {payout.prepared.by for payout in (before, after) if payout is not None}
        known = before.approved if before is not None else ()
        for place, approval in enumerate(after.approved):
            if approval not in known and approval.by in preparers:
                was = f", and says now that {after.prepared.by} did" if after.prepared.by != approval.by else ""
                yield Breach(
                    new,
                    ("approved", place, "by"),
                    f"{approval.by} prepared this payout{was}; the change adds an approval of {approval.on} by them",
                    "Leave the preparer as it was, and have somebody else with the role approve.",
                )
