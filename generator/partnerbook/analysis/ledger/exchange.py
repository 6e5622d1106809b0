"""Amounts of one currency measured in another, at the rate of a day (RULINGS, "Amounts")."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from partnerbook.core.program_figures import ExchangeRate


class Exchange:
    """The exchange rates of a program, by day: the latest known on it, straight or inverse."""

    def __init__(self, rates: Iterable[ExchangeRate] = ()) -> None:
        self._days: dict[tuple[str, str], list[tuple[date, Fraction]]] = {}
        for known in rates:
            rate = Fraction(known.rate)
            self._days.setdefault((known.currency, known.into), []).append((known.on, rate))
            self._days.setdefault((known.into, known.currency), []).append((known.on, 1 / rate))
        for days in self._days.values():
            days.sort()

    def measured(self, amount: Fraction, currency: str, into: str, on: date) -> Fraction | None:
        """An amount in another currency, exactly; None where no rate is known on the day."""
        if currency == into:
            return amount
        days = self._days.get((currency, into), [])
        place = bisect_right(days, on, key=lambda known: known[0])
        return amount * days[place - 1][1] if place else None
