"""Owed and owing by month: what was earned, what moved, and what stood at each month's end. Pure."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.core.dates import Period, add_months
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection


class Month(Struct, frozen=True):
    """One month of one direction and currency. `moved` is money paid or received, as a plain amount.

    `balance` is what was owed at the month's end: everything booked by then.
    """

    period: Period
    earned: Money
    moved: Money
    balance: Money


class Course(Struct, frozen=True):
    """The months of one direction and currency, oldest first."""

    direction: PayoutDirection
    currency: str
    months: tuple[Month, ...]


def courses(ledger: Ledger, as_of: date, months: int = 12) -> tuple[Course, ...]:
    """The last so many months up to a day, for each direction and currency that has lines."""
    grouped: dict[tuple[PayoutDirection, str], list[Line]] = {}
    for line in ledger.lines:
        grouped.setdefault((line.direction, line.amount.currency), []).append(line)
    first = add_months(as_of.replace(day=1), 1 - months)
    return tuple(
        Course(direction, currency, _months(lines, currency, first, months))
        for (direction, currency), lines in sorted(grouped.items())
    )


def _months(lines: Iterable[Line], currency: str, first: date, count: int) -> tuple[Month, ...]:
    zero = Money.zero(currency)
    earned: dict[Period, Money] = {}
    moved: dict[Period, Money] = {}
    balance = zero
    for line in lines:
        if line.booked < first:
            balance += line.amount
            continue
        period = Period.month_of(line.booked)
        if line.kind == "payment":
            moved[period] = moved.get(period, zero) - line.amount
        else:
            earned[period] = earned.get(period, zero) + line.amount
    found = []
    for place in range(count):
        period = Period.month_of(add_months(first, place))
        balance += earned.get(period, zero) - moved.get(period, zero)
        found.append(Month(period, earned.get(period, zero), moved.get(period, zero), balance))
    return tuple(found)
