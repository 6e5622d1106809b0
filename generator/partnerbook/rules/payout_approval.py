"""MNY: who stands for a payout: other people than the preparer, with the role, up to their limit (RULINGS, Payouts)."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.analysis.approval import limits_of, needs_second, within_limit
from partnerbook.core.book import Entry
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.payout import Payout
from partnerbook.rules.payout_facts import standing, unclosed
from partnerbook.rules.registry import Breach, rule

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_PROGRAM = "records/program.md"
_SECOND = "second_approver: mats-petersen\nprepared: {on: 2026-07-24, by: ilka-brandt}"


def _payables(current: Records) -> Iterator[Entry[Payout]]:
    """Payouts that need an approval: a receivable is our invoice and needs none."""
    return (entry for entry in standing(current.book) if entry.record.direction == "payable")


def _named(payout: Payout) -> Iterator[tuple[FieldPath, str]]:
    """Everybody who stands for a payout, each once, and where."""
    said: set[str] = set()
    places: list[tuple[FieldPath, str | None]] = [
        (("approver",), payout.approver),
        (("second_approver",), payout.second_approver),
        *((("approved", place, "by"), approved.by) for place, approved in enumerate(payout.approved)),
    ]
    for at, person in places:
        if person is not None and person not in said:
            said.add(person)
            yield at, person


@rule(
    "MNY011",
    "preparer-approves",
    Severity.ERROR,
    summary="Whoever prepared a payout approves it.",
    why=(
        "The preparer never approves (RULINGS, Payouts). A slip, or worse, is only found by somebody who did not make "
        "it; this is the one control that every auditor asks for first."
    ),
    bad=Example(_PAYABLE, "prepared: {on: 2026-07-24, by: henrike-lornsen}"),
    good=Example(_PAYABLE, "prepared: {on: 2026-07-24, by: mats-petersen}"),
)
def preparer_approves(current: Records) -> Iterator[Breach]:
    for entry in _payables(current):
        preparer = entry.record.prepared.by
        for at, person in _named(entry.record):
            if person == preparer:
                yield Breach(
                    entry,
                    at,
                    f"{person} prepared this payout and is to approve it"
                    if at[0] != "approved"
                    else f"{person} prepared this payout and approved it",
                    "Ask somebody else with the role to approve it, or have somebody else prepare it.",
                )


@rule(
    "MNY012",
    "approver-without-authority",
    Severity.ERROR,
    summary="A payout is approved by somebody without the role, or above their limit.",
    why=(
        "The program says who approves money, and up to how much alone (`approval.limits`). The second pair of eyes "
        "needs the role too, but not the limit."
    ),
    bad=Example(_PAYABLE, "approver: mats-petersen\nprepared: {on: 2026-07-24, by: henrike-lornsen}\napproved: []"),
    good=Example(_PAYABLE, "approver: henrike-lornsen\nprepared: {on: 2026-07-24, by: mats-petersen}\napproved: []"),
)
def without_authority(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    program = current.book.program.record
    people = {person.key: person for person in program.people}
    for entry in unclosed(current):
        payout = entry.record
        if payout.direction != "payable":
            continue
        for at, person in _named(payout):
            if person not in people:
                continue  # a stranger is said by REF001
            limits = limits_of(program, people[person])
            if not limits:
                message = f"{person} has no role that approves payouts"
            elif at == ("second_approver",) or within_limit(program, people[person], payout.total, payout.prepared.on):
                continue
            else:
                amounts = " or ".join(str(limit.up_to) for limit in limits)
                message = f"{person} approves payouts up to {amounts}, and this one is {payout.total}"
            yield Breach(
                entry,
                at,
                message,
                "Name somebody whom `approval.limits` of records/program.md allows it. A limit is raised there first, "
                "in a change of its own.",
            )


@rule(
    "MNY013",
    "second-approver-missing",
    Severity.ERROR,
    summary="A payout is so large that two people approve it, and only one is named.",
    why=(
        "From the program's `four_eyes_from` on, that amount included, two people approve. Large sums are where a slip "
        "costs most, and where pressure to be quick is greatest."
    ),
    bad=Example(_PROGRAM, "approval: {limits: [{role: program_owner}], four_eyes_from: 1750.00 EUR}"),
    good=Example(_PROGRAM, "approval: {limits: [{role: program_owner}], four_eyes_from: 1750.01 EUR}"),
)
def second_missing(current: Current) -> Iterator[Breach]:
    if current.book.program is None:
        return
    program = current.book.program.record
    for entry in unclosed(current):
        payout = entry.record
        if payout.direction != "payable":
            continue
        if payout.second_approver is None and needs_second(program, payout.total, payout.prepared.on):
            yield Breach(
                entry,
                ("total",),
                f"{payout.total} needs two approvals (from {program.approval.four_eyes_from} on), and no "
                "`second_approver` is named",
                "Add `second_approver` with a colleague who may approve and neither prepared it nor approves it first.",
            )


@rule(
    "MNY014",
    "paid-without-approval",
    Severity.ERROR,
    summary="A payout was paid, and somebody who had to approve it did not.",
    why=(
        "A payout is prepared, approved and paid, in this order (RULINGS, Payouts). Money that left without approval "
        "left by one person's will."
    ),
    bad=Example(_PAYABLE, "approved: []"),
    good=Example(_PAYABLE, "approved: [{on: 2026-07-27, by: henrike-lornsen}]"),
)
def without_approval(current: Records) -> Iterator[Breach]:
    for entry in _payables(current):
        payout = entry.record
        if payout.paid is None:
            continue
        approved = {approval.by for approval in payout.approved}
        if not approved:
            message = "nobody approved it"
        elif payout.second_approver is not None and payout.second_approver not in approved:
            message = f"{payout.second_approver}, the second approver, has not approved it"
        elif payout.second_approver is not None and len(approved) == 1:
            message = f"only {payout.second_approver} approved it"
        else:
            continue
        yield Breach(
            entry,
            ("paid", "on"),
            f"paid on {payout.paid.on}, but {message}",
            "Write who approved it, and when, into `approved`; if nobody did, have it looked at now and say so there.",
        )
