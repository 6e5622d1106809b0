"""What of the ledger is due, held, carried or settled on a day (RULINGS, "Paying"). Pure."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.analysis.states import PayoutState, payout_state
from partnerbook.analysis.terms import Term, terms
from partnerbook.core.book import Book
from partnerbook.core.deal import Hold
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.program import Program

EARNING_KINDS = ("accrual", "true_up", "clawback")
"""Kinds of lines that a payout can pay."""

LineState = Literal["paid", "part_paid", "approved", "proposed", "kept", "held", "carried", "due", "not_due"]
"""How far a line has come: settled by a payout (in one of its states), kept by whoever sold, or open. `carried`: due,
in a balance below the minimum or below zero."""
Verdict = Literal["ready", "below_minimum", "negative"]
"""Whether a balance is paid now, waits for more, or has to be earned back first."""

SETTLED: Mapping[PayoutState, LineState] = MappingProxyType(
    {"prepared": "proposed", "approved": "approved", "part_paid": "part_paid", "paid": "paid"}
)
"""How far what stands in a payout has come, by the payout's state; one that was called off settles nothing."""


class Balance(Struct, frozen=True):
    """What is due between us and a partner in one direction and currency, with every line behind it.

    Under netting `set_off` holds the other direction's lines, and `total` is the sum of `lines` less theirs.
    `minimum` is the one that holds, in the balance's currency; None where none does.
    """

    partner: str
    direction: PayoutDirection
    currency: str
    lines: tuple[Line, ...]
    total: Money
    minimum: Money | None = None
    set_off: tuple[Line, ...] = ()

    @property
    def even(self) -> bool:
        """Whether both directions take each other off to nothing: no money moves, but the lines are settled."""
        return bool(self.set_off) and not self.total.amount

    @property
    def verdict(self) -> Verdict:
        """Whether it is paid; what is even is settled by a payout of nothing, whatever the minimum."""
        if self.even:
            return "ready"
        if self.total.amount <= 0:
            return "negative"
        return "below_minimum" if self.minimum is not None and self.total < self.minimum else "ready"


def is_held(hold: Hold | None, day: date) -> bool:
    """Whether a referral's money is stopped on a day; the first and the last day included."""
    return hold is not None and hold.since <= day and (hold.released is None or day <= hold.released)


def next_run(program: Program | None, day: date) -> date:
    """The first day of payment on or after a day; the day itself where the program has no runs."""
    runs = program.payout_runs if program is not None else None
    if runs is None:
        return day
    for year in (day.year, min(day.year + 1, date.max.year)):
        for month in sorted(runs.months):
            run = date(year, month, min(runs.day, calendar.monthrange(year, month)[1]))
            if run >= day:
                return run
    return day


def open_lines(ledger: Ledger) -> Iterator[Line]:
    """Lines that no payout pays yet."""
    return (
        line for line in ledger.lines if line.kind in EARNING_KINDS and not line.kept and line.id not in ledger.settled
    )


def due_lines(book: Book, ledger: Ledger, through: date) -> Iterator[Line]:
    """Open lines that are due by a day and not held on it."""
    for line in open_lines(ledger):
        referral = book.referrals.get(line.referral)
        hold = referral.record.hold if referral is not None else None
        if line.due is not None and line.due <= through and not is_held(hold, through):
            yield line


def balances_due(book: Book, ledger: Ledger, through: date) -> tuple[Balance, ...]:
    """What is due by a day, by partner, direction and currency; netted where an agreement in force says so."""
    return Balancing(book).due(ledger, through)


class Balancing:
    """What decides whether a balance of a Book is paid: its agreements in force, and their minimums.

    Whoever asks for balances of many days or partners asks one of these.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._terms, self._minimums = terms(book), Minimums(book)

    def in_force(self, partner: str, day: date) -> list[Term]:
        """The terms of a partner's agreements that cover a day."""
        return [term for term in self._terms.get(partner, ()) if term.covers(day)]

    def due(self, ledger: Ledger, through: date) -> tuple[Balance, ...]:
        """The balances of a ledger, the Book's own or a part of it, that are due by a day; as `balances_due`."""
        grouped: dict[tuple[str, str], dict[PayoutDirection, list[Line]]] = {}
        for line in due_lines(self._book, ledger, through):
            sides = grouped.setdefault((line.partner, line.amount.currency), {})
            sides.setdefault(line.direction, []).append(line)
        found: list[Balance] = []
        for (partner, currency), sides in sorted(grouped.items()):
            holding = self.in_force(partner, through)
            minimum = self._minimums.of(holding, currency, through)
            if len(sides) == 2 and any(term.agreement.record.payment.netting for term in holding):
                found.append(_netted(partner, currency, sides, minimum))
                continue
            found += [
                Balance(partner, direction, currency, tuple(lines), total_of(lines, currency), minimum)
                for direction, lines in sorted(sides.items())
            ]
        return tuple(found)


def line_states(book: Book, ledger: Ledger, as_of: date) -> Mapping[str, LineState]:
    """How far each line has come on a day, by its id; lines of money that moved are left out."""
    payouts = {key: payout_state(entry.record, as_of) for key, entry in book.payouts.items()}
    states: dict[str, LineState] = {}
    for line in ledger.lines:
        if line.kind not in EARNING_KINDS:
            continue
        payers = ledger.settled.get(line.id, ())
        known = [SETTLED[payouts[payer]] for payer in payers if payouts.get(payer, "cancelled") in SETTLED]
        states[line.id] = known[0] if known else _open_state(book, line, as_of)
    for balance in balances_due(book, ledger, as_of):
        if balance.verdict != "ready":
            states |= {line.id: "carried" for line in (*balance.lines, *balance.set_off)}
    return states


def _open_state(book: Book, line: Line, as_of: date) -> LineState:
    if line.kept:
        return "kept"
    referral = book.referrals.get(line.referral)
    if referral is not None and is_held(referral.record.hold, as_of):
        return "held"
    return "due" if line.due is not None and line.due <= as_of else "not_due"


def total_of(lines: Iterable[Line], currency: str) -> Money:
    """Lines of one currency added up."""
    total = Money.zero(currency)
    for line in lines:
        total += line.amount
    return total


def _netted(partner: str, currency: str, sides: Mapping[PayoutDirection, list[Line]], minimum: Money | None) -> Balance:
    """Both directions set off; the balance stands in the direction of the larger sum, ours where they are equal."""
    ours, theirs = total_of(sides["payable"], currency), total_of(sides["receivable"], currency)
    direction: PayoutDirection = "payable" if ours >= theirs else "receivable"
    own, other = ("payable", "receivable") if direction == "payable" else ("receivable", "payable")
    total = ours - theirs if direction == "payable" else theirs - ours
    return Balance(partner, direction, currency, tuple(sides[own]), total, minimum, tuple(sides[other]))  # type: ignore[index]


class Minimums:
    """The minimum that holds on a day, in a balance's currency."""

    def __init__(self, book: Book) -> None:
        self._exchange = Exchange(book.program.record.exchange_rates if book.program else ())

    def of(self, holding: list[Term], currency: str, on: date) -> Money | None:
        """The smallest minimum of the agreements in force; None where none is in force, or one has none."""
        minimums = [term.agreement.record.payment.minimum for term in holding]
        known = [
            self._exchange.measured(Fraction(money.amount), money.currency, currency, on)
            for money in minimums
            if money is not None
        ]
        measured = [amount for amount in known if amount is not None]
        if not measured or len(measured) < len(minimums):
            return None
        return Money.exactly(min(measured), currency)
