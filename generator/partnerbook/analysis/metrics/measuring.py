"""Amounts of several currencies as one amount of the program's (RULINGS, "Amounts")."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.metrics.timeline import Fact
from partnerbook.core.money import Money
from partnerbook.core.program_figures import ExchangeRate


class Sum(Struct, frozen=True):
    """An exact total, and the currencies whose amounts are not in it for want of a rate."""

    amount: Fraction
    currency: str
    unmeasured: tuple[str, ...] = ()

    @property
    def money(self) -> Money:
        """The total, rounded once to the minor unit."""
        return Money.exactly(self.amount, self.currency)

    def __add__(self, other: "Sum") -> "Sum":
        unmeasured = tuple(sorted({*self.unmeasured, *other.unmeasured}))
        return Sum(self.amount + other.amount, self.currency, unmeasured)


class Measure:
    """The program's currency and its exchange rates."""

    def __init__(self, currency: str, rates: Sequence[ExchangeRate] = ()) -> None:
        self.currency = currency
        self._exchange = Exchange(rates)

    def total(self, facts: Iterable[Fact[Money]]) -> Sum:
        """Amounts added up, each at the rate of its day."""
        own, other, unmeasured = Decimal(0), Fraction(0), set()
        for fact in facts:
            money = fact.value
            if money.currency == self.currency:
                own += money.amount
                continue
            measured = self._exchange.measured(Fraction(money.amount), money.currency, self.currency, fact.day)
            if measured is None:
                unmeasured.add(money.currency)
            else:
                other += measured
        return Sum(Fraction(own) + other, self.currency, tuple(sorted(unmeasured)))

    def part(self, money: Money, on: date, fraction: Fraction = Fraction(1)) -> Sum:
        """A part of one amount at the rate of a day."""
        measured = self._exchange.measured(Fraction(money.amount) * fraction, money.currency, self.currency, on)
        if measured is None:
            return Sum(Fraction(0), self.currency, (money.currency,))
        return Sum(measured, self.currency)

    @property
    def nothing(self) -> Sum:
        """No amount at all."""
        return Sum(Fraction(0), self.currency)
