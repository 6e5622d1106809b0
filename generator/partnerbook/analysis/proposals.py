"""Payouts that propose themselves: what is due and not in a payout yet (DOMAIN 8.4; RULINGS, "Paying"). Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.approval import Approvers, amount_to_approve, approvers_for, needs_approval, with_role
from partnerbook.analysis.dues import Balance, balances_due, is_held, next_run, open_lines
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.analysis.vat import vat_of
from partnerbook.core.book import Book
from partnerbook.core.dates import Period, add_months
from partnerbook.core.deal import Hold
from partnerbook.core.payout import Payout, PayoutDirection, PayoutLine, Prepared, Vat
from partnerbook.core.program import Program

Gap = Literal["approver", "second_approver", "vat"]
"""What a proposal leaves to whoever prepares it, because the records do not settle it."""


class Run(Struct, frozen=True):
    """A day of payment, and every balance that is due by then and not paid before.

    `paid` is the day on which they would be paid: the run itself, or the next run behind a day that is none.
    """

    through: date
    paid: date
    balances: tuple[Balance, ...]


class Proposal(Struct, frozen=True):
    """A payout record that is due to be written, the balance it pays, and what it leaves open."""

    id: str
    payout: Payout
    balance: Balance
    gaps: tuple[Gap, ...] = ()


def days_of_payment(program: Program | None, as_of: date, through: date) -> tuple[date, ...]:
    """The runs from one day to another, both included; the last day itself in a program without runs.

    What was due before an earlier run and never proposed is caught up in the first one. At most two years are looked
    through.
    """
    through = min(through, _last_looked_at(as_of))
    if through < as_of:
        return ()
    if program is None or program.payout_runs is None:
        return (through,)
    runs: list[date] = []
    day = as_of
    while (run := next_run(program, day)) <= through:
        runs.append(run)
        day = run + timedelta(days=1)
    return tuple(runs)


def _last_looked_at(as_of: date) -> date:
    # Nothing known on a day is due more than 365 days after it, and a run comes at least once a year.
    return add_months(as_of, 24)


def runs_due(book: Book, ledger: Ledger, as_of: date, through: date) -> tuple[Run, ...]:
    """What is due by each run of a span, and by its last day.

    A balance that is ready is paid in the first run it is due by; one that is not is carried and looked at again in
    the next.
    """
    program = book.program.record if book.program is not None else None
    days = days_of_payment(program, as_of, through)
    through = min(through, _last_looked_at(as_of))
    if through >= as_of and through not in days:
        days = (*days, through)
    found = []
    for day in days:
        run = Run(day, next_run(program, day), balances_due(book, ledger, day))
        found.append(run)
        ledger = _settled(ledger, run)
    return tuple(found)


def _settled(ledger: Ledger, run: Run) -> Ledger:
    """The ledger with the lines of ready balances settled, as the payouts of a run will settle them.

    Those have no ids yet: the day stands for them.
    """
    paid = {
        line.id: (str(run.paid),)
        for balance in run.balances
        if balance.verdict == "ready"
        for line in (*balance.lines, *balance.set_off)
    }
    return replace(ledger, settled=MappingProxyType({**ledger.settled, **paid}))


class Held(Struct, frozen=True):
    """A line that would be due, and the stop that keeps it from being paid."""

    line: Line
    hold: Hold


def held_lines(book: Book, ledger: Ledger, through: date) -> tuple[Held, ...]:
    """Open lines that are due by a day and held on it."""
    found = []
    for line in open_lines(ledger):
        referral = book.referrals.get(line.referral)
        hold = referral.record.hold if referral is not None else None
        if hold is not None and line.due is not None and line.due <= through and is_held(hold, through):
            found.append(Held(line, hold))
    return tuple(found)


def usual_preparer(book: Book, as_of: date) -> str | None:
    """Who prepares payouts: who prepared the last one, else the first colleague with the role; None without one."""
    if book.program is None:
        return None
    able = with_role(book.program.record, "payout_preparer", as_of)
    earlier = sorted((entry.record.prepared.on, entry.id, entry.record.prepared.by) for entry in book.payouts.values())
    return next((by for *_, by in reversed(earlier) if by in able), able[0] if able else None)


def proposals(
    book: Book, ledger: Ledger, program: Program, as_of: date, through: date, by: str
) -> tuple[Proposal, ...]:
    """The payouts that are due in the runs through a day, prepared on `as_of` by a colleague.

    `ledger` must know of every payout there is as settling its lines, also of those prepared later. Nothing is
    proposed of a balance below its minimum or below zero, and nothing at all where no run lies in the span.
    """
    days = days_of_payment(program, as_of, through)
    taken = set(book.payouts)
    currencies = {key: entry.record.total.currency for key, entry in book.payouts.items()}
    found = []
    for run in runs_due(book, ledger, as_of, through):
        if run.through not in days:
            continue
        for balance in run.balances:
            if balance.verdict != "ready":
                continue
            key = payout_id(run.through, balance, taken, currencies)
            taken.add(key)
            currencies[key] = balance.currency
            found.append(proposal_of(key, balance, book, program, run.through, Prepared(on=as_of, by=by)))
    return tuple(found)


def payout_id(run: date, balance: Balance, taken: set[str], currencies: dict[str, str]) -> str:
    """The run, the partner and the direction; a currency or number goes behind them where that is taken already."""
    key = f"{run}-{balance.partner}-{balance.direction}"
    if key in taken and currencies.get(key) != balance.currency:
        key = f"{key}-{balance.currency.lower()}"
    number, numbered = 2, key
    while numbered in taken:
        numbered = f"{key}-{number}"
        number += 1
    return numbered


def proposal_of(key: str, balance: Balance, book: Book, program: Program, run: date, prepared: Prepared) -> Proposal:
    """The payout of one balance: its lines, its VAT as far as the records settle it, and who is asked to approve."""
    vat = _vat(book, program, balance, prepared.on)
    payout = Payout(
        partner=balance.partner,
        direction=balance.direction,
        period=Period.quarter_of(Period.quarter_of(run).first - timedelta(days=1)),
        run=run,
        lines=(
            *(PayoutLine(line=line.id, amount=line.amount) for line in balance.lines),
            *(PayoutLine(line=line.id, amount=-line.amount) for line in balance.set_off),
        ),
        total=balance.total,
        vat=vat,
        prepared=prepared,
    )
    approvers = Approvers()
    if needs_approval(payout):
        amount = amount_to_approve(payout, key, book)
        approvers = approvers_for(program, amount, prepared.by, prepared.on)
        payout = payout.model_copy(update={"approver": approvers.first, "second_approver": approvers.second})
    return Proposal(key, payout, balance, tuple(_gaps(payout, approvers, vat)))


def _gaps(payout: Payout, approvers: Approvers, vat: Vat | None) -> Iterator[Gap]:
    if needs_approval(payout) and approvers.first is None:
        yield "approver"
    if approvers.needs_second and approvers.second is None:
        yield "second_approver"
    if vat is None:
        yield "vat"


def _vat(book: Book, program: Program, balance: Balance, on: date) -> Vat | None:
    """The VAT of a payout. What was set off is one only where both sides' supplies are taxed alike."""
    partner = book.partners.get(balance.partner)
    if partner is None:
        return None
    vat = vat_of(program, partner.record, balance.direction, balance.total, on)
    if balance.set_off:
        other: PayoutDirection = "receivable" if balance.direction == "payable" else "payable"
        if vat != vat_of(program, partner.record, other, balance.total, on):
            return None
    return vat
