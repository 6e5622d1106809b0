"""A partner's statement: what was referred, earned and paid in a period, and what stays open (DOMAIN 8.5). Pure.

A statement rests on what was booked by the end of its period, and on nothing later (RULINGS, "Two dates"): it
says the same whenever it is written, and the next one begins where it ends.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.dues import Balance, Balancing, is_held, next_run, open_lines, total_of
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.analysis.ledger.settlements import settled_by
from partnerbook.analysis.tallies import Sums, add_up
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import Period, add_days, day_of
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import Direction

WaitingReason = Literal["below_minimum", "negative", "held"]
"""Why earned money is not paid: its balance is below the minimum or below zero, and carried; or somebody holds it."""


class ReferralRevenue(Struct, frozen=True):
    """What the client of one referral paid in the period, less refunds, net of VAT."""

    referral: str
    amount: Money


class Flow(Struct, frozen=True):
    """Referrals of one direction: those received in the period, those won in it, and the client's money.

    Referrals count by the day received, those that take up a lost one not again; wins by the day booked. For
    referrals sent the money is what the partner reports: no revenue of ours (RULINGS, "Counting").
    """

    direction: Direction
    referrals: tuple[str, ...]
    won: tuple[str, ...]
    revenue: tuple[ReferralRevenue, ...]

    @property
    def total(self) -> Sums:
        """The money of all of them, by currency."""
        return add_up(one.amount for one in self.revenue)


class Waiting(Struct, frozen=True):
    """Earned money that is not paid although it is due, or because it is held; and what it waits for.

    `minimum` is the balance it waits for, `total` the balance it stands in, both in the account's currency;
    `referral` the one whose money is held.
    """

    reason: WaitingReason
    amount: Money
    lines: tuple[Line, ...]
    total: Money
    minimum: Money | None = None
    referral: str = ""


class NextDue(Struct, frozen=True):
    """What is paid next as things stand at the period's end: on the run's day, all that is due by then.

    `set_off` is what the other direction takes off it under netting.
    """

    on: date
    amount: Money
    set_off: Money


class Account(Struct, frozen=True):
    """One direction and currency: `closing` is `opening` and every line booked in the period.

    `closing` is also what is `due` and will be paid, what is `not_due` yet, what stands `in_payouts` that are not
    paid in full, and what waits. `earned` holds every line but payments, each with its reason.
    """

    direction: PayoutDirection
    currency: str
    opening: Money
    earned: tuple[Line, ...]
    paid: tuple[Line, ...]
    closing: Money
    due: Money
    not_due: Money
    in_payouts: Money
    waiting: tuple[Waiting, ...]
    next_due: NextDue | None

    @property
    def total_earned(self) -> Money:
        """The sum of what was earned, less what was taken back."""
        return total_of(self.earned, self.currency)

    @property
    def total_paid(self) -> Money:
        """The sum of what was paid, as a positive amount."""
        return -total_of(self.paid, self.currency)


class Statement(Struct, frozen=True):
    """The statement of a partner for a period, as known on a day; `closed` is the day its books were shut.

    `in_force` are the ids of the agreements in force at its end.
    """

    partner: str
    period: Period
    as_of: date
    closed: date | None
    flows: tuple[Flow, Flow]
    accounts: tuple[Account, ...]
    in_force: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the period is over."""
        return self.period.last <= self.as_of

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.accounts and not any(flow.referrals or flow.won or flow.revenue for flow in self.flows)


def statement(book: Book, ledger: Ledger, as_of: date, partner: str, period: Period) -> Statement:
    """The statement of one partner; Book and ledger must hold nothing later than `as_of`."""
    return _statement(_End.of(book, ledger, as_of, period), partner)


def statements(book: Book, ledger: Ledger, as_of: date, period: Period) -> Mapping[str, Statement]:
    """The statements of all partners, by partner, empty ones included."""
    end = _End.of(book, ledger, as_of, period)
    partners = sorted({*book.partners, *ledger.of_partner})
    return {partner: _statement(end, partner) for partner in partners}


def latest_quarter(as_of: date) -> Period:
    """The last quarter that was over before a day: the one whose statement is wanted."""
    return Period.quarter_of(Period.quarter_of(as_of).first - timedelta(days=1))


class _End(Struct, frozen=True, eq=False):
    """Books at the end of the period, or on the day looked from while it runs."""

    as_of: date
    period: Period
    day: date
    book: Book
    ledger: Ledger
    balancing: Balancing
    referrals: Mapping[str, Sequence[Entry[Referral]]]
    closed: date | None

    @classmethod
    def of(cls, book: Book, ledger: Ledger, as_of: date, period: Period) -> "_End":
        day = min(period.last, as_of)
        known = known_by(book, day)
        referrals: dict[str, list[Entry[Referral]]] = {}
        # Of all that is known now: what counts here is chosen by the day it was booked.
        for entry in book.referrals.values():
            referrals.setdefault(entry.record.partner, []).append(entry)
        at_end = replace(ledger, settled=settled_by(known))
        return cls(as_of, period, day, known, at_end, Balancing(known), referrals, _closed(book, period))

    def of_partner(self, partner: str) -> Ledger:
        """What was booked of one partner by then."""
        of_partner = self.ledger.of_partner.get(partner, ())
        return replace(self.ledger, lines=tuple(line for line in of_partner if line.booked <= self.day))


def _closed(book: Book, period: Period) -> date | None:
    """The day the last of a period's months was closed; None while one is open."""
    month, days = Period.month_of(period.first), []
    while month.last <= period.last:
        closings = [entry.record for entry in book.closings.values()]
        covering = [one.closed for one in closings if one.period.first <= month.first and month.last <= one.period.last]
        if not covering:
            return None
        days.append(min(covering))
        month = month.next
    return max(days)


def _statement(end: _End, partner: str) -> Statement:
    ledger = end.of_partner(partner)
    found = sorted({(line.direction, line.amount.currency) for line in ledger.lines})
    accounts = (_account(end, ledger, direction, currency) for direction, currency in found)
    referrals = end.referrals.get(partner, ())
    return Statement(
        partner=partner,
        period=end.period,
        as_of=end.as_of,
        closed=end.closed,
        flows=(_flow("received", referrals, end), _flow("sent", referrals, end)),
        accounts=tuple(account for account in accounts if _tells(account)),
        in_force=tuple(term.agreement.id for term in end.balancing.in_force(partner, end.day)),
    )


def _tells(account: Account) -> bool:
    return bool(account.opening.amount or account.earned or account.paid or account.waiting)


def _flow(direction: Direction, entries: Iterable[Entry[Referral]], end: _End) -> Flow:
    ours = [entry for entry in entries if entry.record.direction == direction]
    known = {entry.id for entry in ours}
    first = [entry for entry in ours if entry.record.reopens not in known]
    won = [(entry.id, entry.record.milestones.won) for entry in ours]
    revenue = [ReferralRevenue(entry.id, amount) for entry in ours for amount in _revenue(entry.record, end)]
    return Flow(
        direction=direction,
        referrals=tuple(entry.id for entry in first if _within(day_of(entry.record.received), end)),
        won=tuple(key for key, step in won if step is not None and _within(step.booked or day_of(step.on), end)),
        revenue=tuple(revenue),
    )


def _within(day: date, end: _End) -> bool:
    return end.period.first <= day <= end.day


def _revenue(referral: Referral, end: _End) -> Sums:
    paid = [payment.amount for payment in referral.payments if _within(payment.booked or payment.on, end)]
    back = [-refund.amount for refund in referral.refunds if _within(refund.booked or refund.on, end)]
    return add_up([*paid, *back])


def _account(end: _End, ledger: Ledger, direction: PayoutDirection, currency: str) -> Account:
    lines = [line for line in ledger.lines if (line.direction, line.amount.currency) == (direction, currency)]
    in_period = [line for line in lines if line.booked >= end.period.first]
    waiting = tuple(_waiting(end, ledger, direction, currency))
    waits = {line.id for one in waiting for line in one.lines}
    still_open = [line for line in open_lines(replace(ledger, lines=tuple(lines))) if line.id not in waits]
    due = total_of((line for line in still_open if line.due is not None and line.due <= end.day), currency)
    not_due = total_of((line for line in still_open if line.due is None or line.due > end.day), currency)
    closing, waiting_total = total_of(lines, currency), Money.zero(currency)
    for one in waiting:
        waiting_total += one.amount
    return Account(
        direction=direction,
        currency=currency,
        opening=total_of((line for line in lines if line.booked < end.period.first), currency),
        earned=tuple(line for line in in_period if line.kind != "payment"),
        paid=tuple(line for line in in_period if line.kind == "payment"),
        closing=closing,
        due=due,
        not_due=not_due,
        in_payouts=closing - due - not_due - waiting_total,
        waiting=waiting,
        next_due=_next_due(end, ledger, direction, currency),
    )


def _waiting(end: _End, ledger: Ledger, direction: PayoutDirection, currency: str) -> Iterator[Waiting]:
    for balance in end.balancing.due(ledger, end.day):
        own, verdict = _own_lines(balance, direction), balance.verdict
        if balance.currency == currency and own and verdict != "ready":
            yield Waiting(verdict, total_of(own, currency), own, balance.total, balance.minimum)
    held: dict[str, tuple[Line, ...]] = {}
    for line in open_lines(ledger):
        if (line.direction, line.amount.currency) == (direction, currency) and _is_held(end, line):
            held[line.referral] = (*held.get(line.referral, ()), line)
    for referral, lines in held.items():
        total = total_of(lines, currency)
        yield Waiting("held", total, lines, total, referral=referral)


def _own_lines(balance: Balance, direction: PayoutDirection) -> tuple[Line, ...]:
    return balance.lines if balance.direction == direction else balance.set_off


def _is_held(end: _End, line: Line) -> bool:
    entry = end.book.referrals.get(line.referral)
    return entry is not None and is_held(entry.record.hold, end.day)


def _next_due(end: _End, ledger: Ledger, direction: PayoutDirection, currency: str) -> NextDue | None:
    """The first day of payment after the period on which a balance is large enough."""
    program = end.book.program.record if end.book.program else None
    tomorrow = add_days(end.day, 1)
    days = {
        next_run(program, max(line.due, tomorrow))
        for line in open_lines(ledger)
        if line.due is not None and line.amount.currency == currency
    }
    for day in sorted(days):
        for balance in end.balancing.due(ledger, day):
            if (balance.direction, balance.currency, balance.verdict) == (direction, currency, "ready"):
                return NextDue(day, balance.total, total_of(balance.set_off, currency))
    return None
