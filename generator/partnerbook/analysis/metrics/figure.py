"""A figure that never stands alone: what was divided by what, over which days, counted from which records."""

from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from partnerbook.core.money import Money

Unit = Literal["count", "share", "money", "hours", "days", "score", "ratio"]
"""`count`: a whole number. `share`: a part of a whole, 1 is all of it. `money`: an amount of the program's currency.
`hours`, `days`: lengths of time. `score`: an answer from 0 to 10, or how far it moved. `ratio`: how many times."""
Part = int | Fraction | Money
"""One side of a figure, exactly; money is rounded once, to the minor unit."""
WhyNone = Literal["nothing_counted", "sample_too_small", "no_exchange_rate", "nothing_to_divide_by"]
"""Why there is no figure: no record says anything, or too few do; amounts in currencies without a rate; the
denominator is zero."""


class Window(Struct, frozen=True, order=True):
    """The days a figure is counted over: `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def shared(self, other: "Window") -> "Window | None":
        """The days that lie in both; None where there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Window(first, last) if first <= last else None


class Target(Struct, frozen=True):
    """What the program's record calls healthy: from `lowest` on, to `highest` where there is an upper end."""

    lowest: Fraction
    highest: Fraction | None = None

    def places(self, value: Fraction) -> Literal["below", "within", "above"]:
        """Where a value lies; both ends are within."""
        if value < self.lowest:
            return "below"
        return "above" if self.highest is not None and value > self.highest else "within"


class Figure(Struct, frozen=True):
    """One figure with all it was made of.

    `key` names its definition, `about` which one of several: a tier, a status, a channel. A figure that divides
    nothing has no `denominator`. Of a median the numerator is the middle value, or the sum of the two in
    the middle, and the denominator how many these are. `sample` is how many facts were counted, `minimum` how many
    there must be, and `sources` are the records behind it by `kind/id`, each once, in the order of their facts.
    `unmeasured` names currencies that have no exchange rate: amounts in them are left out.
    """

    key: str
    unit: Unit
    window: Window
    numerator: Part
    denominator: Part | None = None
    sample: int = 0
    minimum: int = 0
    sources: tuple[str, ...] = ()
    about: str = ""
    target: Target | None = None
    unmeasured: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called among the others: `conversion`, `partners_by_tier/strategic`."""
        return f"{self.key}/{self.about}" if self.about else self.key

    @property
    def why_none(self) -> WhyNone | None:
        """Why there is no figure; None where there is one."""
        if self.sample < self.minimum:
            if self.sample:
                return "sample_too_small"
            return "no_exchange_rate" if self.unmeasured else "nothing_counted"
        if self.unmeasured and not _exact(self.numerator):
            return "no_exchange_rate"
        if self.denominator is not None and not _exact(self.denominator):
            return "nothing_to_divide_by"
        return None

    @property
    def value(self) -> Part | None:
        """The figure itself: money for amounts, else a number; None for the reason `why_none` gives.

        A share or ratio of two amounts is a number; an amount divided by a number is rounded once more.
        """
        if self.why_none is not None:
            return None
        if self.denominator is None:
            return self.numerator
        quotient = _exact(self.numerator) / _exact(self.denominator)
        if self.unit == "money" and isinstance(self.numerator, Money):
            return Money.exactly(quotient, self.numerator.currency)
        return quotient

    @property
    def exact(self) -> Fraction | None:
        """The value as a number without rounding or unit, for whoever compares or reckons on."""
        if self.why_none is not None:
            return None
        return _exact(self.numerator) / (_exact(self.denominator) if self.denominator is not None else 1)

    @property
    def standing(self) -> Literal["below", "within", "above"] | None:
        """Where it stands against its target; None where there is no figure, or nothing to hold it against."""
        value = self.exact
        return self.target.places(value) if self.target is not None and value is not None else None


def _exact(part: Part) -> Fraction:
    return Fraction(part.amount) if isinstance(part, Money) else Fraction(part)
