"""What is due when, what is still to be expected, and what stands open at the end of the year. Pure.

Every figure keeps what it rests on: the lines, the deals, or the sample behind it. Currencies are never added; where
the program's own is wanted, it stands beside them at the rates of the day.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.dues import line_states, next_run, open_lines
from partnerbook.analysis.leaving import ExitCost, exit_costs
from partnerbook.analysis.ledger import Ledger, Line, reckon
from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.pipeline import Expected, Pipeline
from partnerbook.analysis.remaining import Rest, gained, unpaid_rests, with_rests
from partnerbook.analysis.states import payout_state
from partnerbook.analysis.tallies import Sums, add_up
from partnerbook.core.book import Book
from partnerbook.core.dates import Period
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout, PayoutDirection

DueKind = Literal["open", "overdue", "in_payout", "carried", "held"]
"""`open`: not due yet, or due and waiting for its run. `overdue`: its run has passed. `in_payout`: in a payout that
has not been paid. `carried`: due, in a balance below the minimum or below zero. `held`: stopped. The last two have
no day."""
_RANK: dict[DueKind, int] = {"overdue": 0, "open": 1, "in_payout": 1, "carried": 2, "held": 3}


class DueSum(Struct, frozen=True):
    """What is due in one month, direction and currency.

    `run` is the program's day of payment, None where it has no runs; neither `run` nor `month` is there for what is
    carried or held. `lines` are ids of ledger lines, for `in_payout` of payouts.
    """

    kind: DueKind
    direction: PayoutDirection
    month: Period | None
    run: date | None
    amount: Money
    lines: tuple[str, ...]


class Remaining(Struct, frozen=True):
    """What the unpaid rest of won deals would still earn with one partner, were it paid on the day.

    `unpaid` is the clients' money it rests on, from so many `deals`.
    """

    partner: str
    direction: PayoutDirection
    deals: int
    unpaid: Sums
    amount: Money


class Accrual(Struct, frozen=True):
    """What is earned and not paid with one partner.

    `balance` is the sum of all `lines`; if nothing else happens it is the same at the end of the year. `after_runs` is
    what is left of it once everything due until then has been paid.
    """

    partner: str
    direction: PayoutDirection
    balance: Money
    after_runs: Money
    lines: int


class Total(Struct, frozen=True):
    """Accruals of a direction, by currency; `reported` adds them in the program's currency at the rates of the day.

    `reported` is None where that says nothing new, or a rate is missing (`no_rate` names the currencies).
    """

    direction: PayoutDirection
    balance: Sums
    after_runs: Sums
    reported: Money | None
    no_rate: tuple[str, ...]


class Forecast(Struct, frozen=True):
    """Everything that can be said of what comes."""

    as_of: date
    year_end: date
    due: tuple[DueSum, ...]
    expected: tuple[Expected, ...]
    remaining: tuple[Remaining, ...]
    accruals: tuple[Accrual, ...]
    totals: tuple[Total, ...]
    exits: tuple[ExitCost, ...]


def forecast(book: Book, ledger: Ledger, governing: Mapping[str, str], as_of: date) -> Forecast:
    """The forecast of a day, from the Book as it was known on it."""
    year_end = date(as_of.year, 12, 31)
    pipeline = Pipeline(book, ledger, governing, as_of)
    accruals = tuple(_accruals(book, ledger, as_of, year_end))
    return Forecast(
        as_of=as_of,
        year_end=year_end,
        due=tuple(due_sums(book, ledger, as_of)),
        expected=pipeline.expected(pipeline.open),
        remaining=tuple(_remaining(book, ledger, as_of)),
        accruals=accruals,
        totals=tuple(_totals(book, accruals, as_of)),
        exits=exit_costs(book, ledger, governing, pipeline, as_of),
    )


def due_sums(book: Book, ledger: Ledger, as_of: date) -> Iterator[DueSum]:
    """Open lines and unpaid payouts by month, direction and currency; overdue ones first, held ones last."""
    program = book.program.record if book.program else None
    with_runs = program is not None and program.payout_runs is not None
    found = [(kind, line.direction, day, line.id, line.amount) for line, kind, day in _waiting(book, ledger, as_of)]
    found += [
        ("in_payout", payout.direction, max(payout.run, as_of), key, left)
        for key, payout, left in _unpaid_payouts(book, as_of)
    ]
    grouped: dict[tuple[int, date, DueKind, PayoutDirection, str], list[tuple[str, Money]]] = {}
    for kind, direction, day, key, amount in found:
        first = date.max if day is None else day if with_runs else Period.month_of(day).first
        grouped.setdefault((_RANK[kind], first, kind, direction, amount.currency), []).append((key, amount))
    for (_, first, kind, direction, currency), items in sorted(grouped.items()):
        dated = kind not in ("carried", "held")
        yield DueSum(
            kind=kind,
            direction=direction,
            month=Period.month_of(first) if dated else None,
            run=first if with_runs and dated else None,
            amount=sum((amount for _, amount in items), Money.zero(currency)),
            lines=tuple(sorted(key for key, _ in items)),
        )


def _waiting(book: Book, ledger: Ledger, as_of: date) -> Iterator[tuple[Line, DueKind, date | None]]:
    """Every open line, how it waits, and the day it is paid on."""
    program = book.program.record if book.program else None
    states = line_states(book, ledger, as_of)
    for line in open_lines(ledger):
        if line.due is None or states[line.id] == "held":
            yield line, "held", None
        elif states[line.id] == "carried":
            yield line, "carried", None
        else:
            run = next_run(program, line.due)
            # What is taken back waits for the next payout to be set against; it is never late.
            late = run < as_of and line.amount.amount > 0
            yield line, "overdue" if late else "open", max(run, next_run(program, as_of))


def _unpaid_payouts(book: Book, as_of: date) -> Iterator[tuple[str, Payout, Money]]:
    """Payouts that are not paid, with what is outstanding of them."""
    for entry in book.payouts.values():
        payout = entry.record
        if payout_state(payout, as_of) in ("prepared", "approved", "part_paid"):
            same = (one.amount for one in payout.receipts if one.amount.currency == payout.total.currency)
            yield entry.id, payout, payout.total - sum(same, Money.zero(payout.total.currency))


def _remaining(book: Book, ledger: Ledger, as_of: date) -> Iterator[Remaining]:
    rests = unpaid_rests(book)
    paid = with_rests(book, rests, as_of)
    more = gained(ledger, reckon(paid, as_of), lambda line: (line.partner, line.direction, line.referral))
    by_referral: dict[str, list[Rest]] = {}
    for rest in rests:
        by_referral.setdefault(rest.referral, []).append(rest)
    grouped: dict[tuple[str, PayoutDirection, str], dict[str, Money]] = {}
    for ((partner, direction, referral), currency), amount in more.items():
        grouped.setdefault((partner, direction, currency), {})[referral] = amount
    for (partner, direction, currency), amounts in sorted(grouped.items()):
        behind = [rest for referral in amounts for rest in by_referral.get(referral, ())]
        yield Remaining(
            partner=partner,
            direction=direction,
            deals=len(behind),
            unpaid=add_up(rest.amount for rest in behind),
            amount=sum(amounts.values(), Money.zero(currency)),
        )


def _accruals(book: Book, ledger: Ledger, as_of: date, year_end: date) -> Iterator[Accrual]:
    balances: dict[tuple[str, PayoutDirection, str], list[Money]] = {}
    for line in ledger.lines:
        balances.setdefault((line.partner, line.direction, line.amount.currency), []).append(line.amount)
    going: dict[tuple[str, PayoutDirection, str], Money] = {}
    paid = [(line.partner, line.direction, line.amount, day) for line, _, day in _waiting(book, ledger, as_of)]
    paid += [(payout.partner, payout.direction, left, payout.run) for _, payout, left in _unpaid_payouts(book, as_of)]
    for partner, direction, amount, day in paid:
        if day is not None and day <= year_end:
            key = (partner, direction, amount.currency)
            going[key] = going.get(key, Money.zero(amount.currency)) + amount
    for key, amounts in sorted(balances.items()):
        partner, direction, currency = key
        balance = sum(amounts, Money.zero(currency))
        if balance.amount:
            left = balance - going.get(key, Money.zero(currency))
            yield Accrual(partner, direction, balance, left, len(amounts))


def _totals(book: Book, accruals: Iterable[Accrual], as_of: date) -> Iterator[Total]:
    program = book.program.record if book.program else None
    exchange = Exchange(program.exchange_rates if program else ())
    by_direction: dict[PayoutDirection, list[Accrual]] = {}
    for one in accruals:
        by_direction.setdefault(one.direction, []).append(one)
    for direction, several in sorted(by_direction.items()):
        balance = add_up(one.balance for one in several)
        currency = program.currency if program else ""
        reported, no_rate = in_currency(balance, currency, exchange, as_of)
        yield Total(direction, balance, add_up(one.after_runs for one in several), reported, no_rate)


def in_currency(sums: Sums, currency: str, exchange: Exchange, on: date) -> tuple[Money | None, tuple[str, ...]]:
    """Sums in one currency at the rates of a day, and the currencies that have none; None where it is nothing new."""
    if not currency or {amount.currency for amount in sums} <= {currency}:
        return None, ()
    measured = [(one, exchange.measured(Fraction(one.amount), one.currency, currency, on)) for one in sums]
    missing = tuple(one.currency for one, known in measured if known is None)
    if missing:
        return None, missing
    return Money.exactly(sum((known for _, known in measured if known is not None), Fraction(0)), currency), ()
