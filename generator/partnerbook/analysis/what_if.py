"""What other terms would have meant: the same facts reckoned twice, quarter by quarter. Pure.

Nothing that was paid changes: a payout's lines stay as they are paid, and are listed with what they would have been.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.dues import EARNING_KINDS, LineState, balances_due, line_states
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger import Ledger, Line, reckon
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import Period
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.program import Program

QUARTERS = 4
"""How many complete quarters are reckoned anew."""
_IN_A_PAYOUT: frozenset[LineState] = frozenset({"paid", "part_paid", "approved", "proposed"})


class Change(Struct, frozen=True):
    """An amount under the terms as they are, and under the others."""

    old: Money
    new: Money

    @property
    def difference(self) -> Money:
        """What the other terms add; negative where they take away."""
        return self.new - self.old


class QuarterChange(Struct, frozen=True):
    """What is earned in a quarter with a partner, by booked day; only where it differs."""

    partner: str
    quarter: Period
    direction: PayoutDirection
    change: Change


class TotalChange(Struct, frozen=True):
    """All that was earned in the quarters, in one direction and currency, with the number of lines behind it."""

    direction: PayoutDirection
    change: Change
    old_lines: int
    new_lines: int


class SettledLine(Struct, frozen=True):
    """A line that stands in a payout: it stays as it is, whatever it would have been."""

    line: str
    partner: str
    direction: PayoutDirection
    quarter: Period
    state: LineState
    change: Change
    """`old` is what stands, `new` what it would have been."""


class DueChange(Struct, frozen=True):
    """What is due now between us and a partner, under either terms; only where it differs."""

    partner: str
    direction: PayoutDirection
    change: Change


class WhatIf(Struct, frozen=True):
    """The effect of other terms on the last complete quarters, and on what is due."""

    as_of: date
    quarters: tuple[Period, ...]
    replaced: tuple[str, ...]
    rows: tuple[QuarterChange, ...]
    totals: tuple[TotalChange, ...]
    settled: tuple[SettledLine, ...]
    due: tuple[DueChange, ...]


def with_agreements(book: Book, agreements: Iterable[Entry[Agreement]]) -> Book:
    """The same Book with other terms of agreements it has."""
    changed = {entry.id: entry for entry in agreements}
    shelf = {key: changed.get(key, entry) for key, entry in book.agreements.items()}
    return replace(book, agreements=MappingProxyType(shelf))


def with_tier_rates(book: Book, program: Program) -> Book:
    """The same Book with the rates that another program record gives its tiers; nothing else of it counts."""
    if book.program is None:
        return book
    rates = {tier.key: tier.rates for tier in program.tiers}
    tiers = tuple(
        tier.model_copy(update={"rates": rates[tier.key]}) if tier.key in rates else tier
        for tier in book.program.record.tiers
    )
    record = book.program.record.model_copy(update={"tiers": tiers})
    return replace(book, program=replace(book.program, record=record))


def complete_quarters(as_of: date, count: int = QUARTERS) -> tuple[Period, ...]:
    """The last quarters that are over at the end of a day, the earliest first."""
    quarter = Period.quarter_of(as_of)
    found: list[Period] = []
    if quarter.last > as_of:
        quarter = Period.quarter_of(quarter.first - timedelta(days=1))
    while len(found) < count:
        found.append(quarter)
        quarter = Period.quarter_of(quarter.first - timedelta(days=1))
    return tuple(reversed(found))


def what_if(book: Book, changed: Book, as_of: date, replaced: tuple[str, ...] = ()) -> WhatIf:
    """The effect of the terms of `changed`, a Book of the same facts; `replaced` names the records that differ."""
    quarters = complete_quarters(as_of)
    known, other = known_by(book, as_of), known_by(changed, as_of)
    old, new = reckon(known, as_of), reckon(other, as_of)
    return WhatIf(
        as_of=as_of,
        quarters=quarters,
        replaced=replaced,
        rows=tuple(_rows(old, new, quarters)),
        totals=tuple(_totals(old, new, quarters)),
        settled=tuple(_settled(known, old, new, quarters, as_of)),
        due=tuple(_due(_balances(known, old, as_of), _balances(other, new, as_of))),
    )


def _earned(ledger: Ledger, quarters: tuple[Period, ...]) -> Iterator[tuple[Line, Period]]:
    """Lines earned in the quarters; those of money that moved and agreed amounts depend on no terms."""
    first, last = quarters[0].first, quarters[-1].last
    for line in ledger.lines:
        if line.kind in EARNING_KINDS and first <= line.booked <= last:
            yield line, Period.quarter_of(line.booked)


_Key = tuple[str, Period, PayoutDirection, str]


def _sums(ledger: Ledger, quarters: tuple[Period, ...]) -> Mapping[_Key, Money]:
    sums: dict[_Key, Money] = {}
    for line, quarter in _earned(ledger, quarters):
        key = (line.partner, quarter, line.direction, line.amount.currency)
        sums[key] = sums.get(key, Money.zero(line.amount.currency)) + line.amount
    return sums


def _rows(old: Ledger, new: Ledger, quarters: tuple[Period, ...]) -> Iterator[QuarterChange]:
    before, after = _sums(old, quarters), _sums(new, quarters)
    for key in sorted({*before, *after}):
        partner, quarter, direction, currency = key
        change = _change(before.get(key), after.get(key), currency)
        if change.difference.amount:
            yield QuarterChange(partner, quarter, direction, change)


def _change(old: Money | None, new: Money | None, currency: str) -> Change:
    nothing = Money.zero(currency)
    return Change(old or nothing, new or nothing)


def _totals(old: Ledger, new: Ledger, quarters: tuple[Period, ...]) -> Iterator[TotalChange]:
    before = [line for line, _ in _earned(old, quarters)]
    after = [line for line, _ in _earned(new, quarters)]
    for direction, currency in sorted({(line.direction, line.amount.currency) for line in (*before, *after)}):
        chosen = [
            [line.amount for line in lines if (line.direction, line.amount.currency) == (direction, currency)]
            for lines in (before, after)
        ]
        ours, theirs = (sum(amounts, Money.zero(currency)) for amounts in chosen)
        yield TotalChange(direction, Change(ours, theirs), len(chosen[0]), len(chosen[1]))


def _settled(book: Book, old: Ledger, new: Ledger, quarters: tuple[Period, ...], as_of: date) -> Iterator[SettledLine]:
    states = line_states(book, old, as_of)
    for line, quarter in _earned(old, quarters):
        if states[line.id] not in _IN_A_PAYOUT:
            continue
        would_be = new.by_id.get(line.id)
        same = would_be is not None and would_be.amount.currency == line.amount.currency
        change = _change(line.amount, would_be.amount if would_be is not None and same else None, line.amount.currency)
        if change.difference.amount:
            yield SettledLine(line.id, line.partner, line.direction, quarter, states[line.id], change)


_Balances = Mapping[tuple[str, PayoutDirection, str], Money]


def _balances(book: Book, ledger: Ledger, as_of: date) -> _Balances:
    """What is due and ready to be paid."""
    return {
        (balance.partner, balance.direction, balance.currency): balance.total
        for balance in balances_due(book, ledger, as_of)
        if balance.verdict == "ready"
    }


def _due(before: _Balances, after: _Balances) -> Iterator[DueChange]:
    for key in sorted({*before, *after}):
        partner, direction, currency = key
        change = _change(before.get(key), after.get(key), currency)
        if change.difference.amount:
            yield DueChange(partner, direction, change)
