"""Money and rates, exact to the minor unit; no float comes near them."""

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Self

from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_MONEY = re.compile(r"(-?\d{1,12}(?:\.\d{1,4})?) ([A-Z]{3})", re.ASCII)
_RATE = re.compile(r"(-?\d{1,4}(?:\.\d{1,6})?)%", re.ASCII)


@lru_cache(maxsize=64)
def minor_digits(currency: str) -> int:
    """How many decimals a currency is written with: EUR 2, JPY 0, KWD 3.

    The figures are those of Unicode's CLDR, which pages go by too. They are those of ISO 4217
    but for a few currencies whose minor unit is no longer in use (RSD, LBP: 0).

    Raises:
        ValueError: for three letters that are no currency.
    """
    from babel.core import get_global  # the one table of currencies we rest on; 30 ms, so only when needed

    if currency not in get_global("all_currencies"):
        raise ValueError(f"{currency} is not a currency of ISO 4217")
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


class Money(Struct, frozen=True):
    """An amount in one currency, written `48000.00 EUR`.

    Amounts are whole minor units. Sums of different currencies are refused: they have
    no meaning without a rate and a day.
    """

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `48000.00 EUR`.

        Raises:
            ValueError: for any other way of writing, an unknown currency, or the wrong
                number of decimals for the currency.
        """
        match = _MONEY.fullmatch(text)
        if match is None:
            raise ValueError("money is written like 48000.00 EUR: no thousands marks, a point, the currency last")
        digits, currency = match.groups()
        expected = minor_digits(currency)
        amount = Decimal(digits) + 0  # the sign of `-0.00` means nothing
        if -int(amount.as_tuple().exponent) != expected:
            example = f"1500.{'0' * expected}".rstrip(".")
            raise ValueError(f"{currency} has {expected} decimals: write it like {example} {currency}")
        return cls(amount, currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in a currency."""
        return cls(Decimal(1).scaleb(-minor_digits(currency)) * 0, currency)

    def rounded(self) -> Self:
        """To the minor unit, half up, away from zero (the ruling for every ledger line)."""
        unit = Decimal(1).scaleb(-minor_digits(self.currency))
        # Adding 0 takes the sign off a zero: nothing is never written -0.00.
        return type(self)(self.amount.quantize(unit, ROUND_HALF_UP) + 0, self.currency)

    def part(self, fraction: Fraction) -> Self:
        """A part of an amount, reckoned exactly and rounded once to the minor unit, half up, away from zero."""
        return self.exactly(Fraction(self.amount) * fraction, self.currency)

    @classmethod
    def exactly(cls, amount: Fraction, currency: str) -> Self:
        """An exact amount as money, rounded once to the minor unit, half up, away from zero."""
        digits = minor_digits(currency)
        # Every line of a ledger comes through here: whole numbers take a tenth of the time of fractions.
        part, unit = 2 * abs(amount.numerator) * 10**digits, amount.denominator
        whole = Decimal((part + unit) // (2 * unit))
        return cls((whole if amount >= 0 else -whole).scaleb(-digits) + 0, currency)

    def allotted(self, weights: Sequence[Fraction]) -> tuple[Self, ...]:
        """This amount split by weights, to the last minor unit (RULINGS, "Splits").

        Whole minor units downwards first; those left over go to the largest remainders, ties to the
        first named. A negative amount is split by its absolute value. The parts add up to the amount.

        Raises:
            ValueError: where a weight is negative or all are zero.
        """
        total = sum(weights, Fraction(0))
        if total <= 0 or min(weights) < 0:
            raise ValueError("an amount is split by weights that are not negative and not all zero")
        digits = minor_digits(self.currency)
        if len(weights) == 1:
            return (type(self)(self.amount.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN) + 0, self.currency),)
        units = abs(int(self.amount.scaleb(digits)))
        exact = [units * weight / total for weight in weights]
        parts = [int(share) for share in exact]
        by_remainder = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
        for place in by_remainder[: units - sum(parts)]:
            parts[place] += 1
        sign = -1 if self.amount < 0 else 1
        return tuple(type(self)((Decimal(part) * sign).scaleb(-digits) + 0, self.currency) for part in parts)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added or compared")
        return other.amount

    def __add__(self, other: "Money") -> Self:
        return type(self)(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> Self:
        return type(self)(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @classmethod
    def _read(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError("money", "money is written like 48000.00 EUR, with its currency")
        try:
            return cls.parse(value)
        except ValueError as error:
            raise PydanticCustomError("money", "{reason}", {"reason": str(error)}) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "title": "Money",
            "pattern": r"^-?\d{1,12}(\.\d{1,4})? [A-Z]{3}$",
            "examples": ["48000.00 EUR"],
        }


@lru_cache(maxsize=1024)
def _hundredths(percent: Decimal) -> Fraction:
    """A ledger has a few rates and a hundred thousand lines."""
    return Fraction(percent) / 100


class Rate(Struct, frozen=True, order=True):
    """A share of something, written `12.5%`; `percent` is 12.5."""

    percent: Decimal

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `12.5%`.

        Raises:
            ValueError: for any other way of writing.
        """
        match = _RATE.fullmatch(text)
        if match is None:
            raise ValueError("a rate is written like 12.5%: digits, a point, the percent sign at once")
        return cls(Decimal(match.group(1)))

    @property
    def fraction(self) -> Decimal:
        """The factor to multiply with: 0.125 for 12.5%."""
        return self.percent.scaleb(-2)

    @property
    def exact(self) -> Fraction:
        """The factor as a fraction, for sums that are rounded once at their end."""
        return _hundredths(self.percent)

    def of(self, money: Money) -> Money:
        """This share of an amount, rounded to the minor unit."""
        return Money(money.amount * self.fraction, money.currency).rounded()

    def __str__(self) -> str:
        return f"{self.percent}%"

    @classmethod
    def _read(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError("rate", "a rate is written like 12.5%, with its percent sign")
        try:
            return cls.parse(value)
        except ValueError as error:
            raise PydanticCustomError("rate", "{reason}", {"reason": str(error)}) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "title": "Rate", "pattern": r"^-?\d{1,4}(\.\d{1,6})?%$", "examples": ["12.5%"]}
