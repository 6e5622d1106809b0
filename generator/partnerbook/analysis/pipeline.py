"""What open referrals may still earn, from our own conversion and our own commissions; each with its sample. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.dues import EARNING_KINDS
from partnerbook.analysis.ledger import Ledger
from partnerbook.analysis.states import is_open, referral_state
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import add_months, day_of
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import Direction, Model

TRAILING_MONTHS = 24
"""Months of decisions a forecast goes by."""
MINIMUM_SAMPLE = 5
"""Fewer cases than this give no figure."""

WhyNoFigure = Literal["", "no_agreement", "few_decided", "few_won"]
"""Why nothing is forecast: the referral falls under no agreement, or too little has happened to go by."""


class Conversion(Struct, frozen=True):
    """Won of decided (won, lost, or declined for fit; RULINGS, "Counting") in (day - 24 months, day]."""

    direction: Direction
    won: int
    decided: int

    @property
    def enough(self) -> bool:
        """Whether there are decisions enough to go by."""
        return self.decided >= MINIMUM_SAMPLE


class Average(Struct, frozen=True):
    """What the clients won in the same months have earned so far in one currency, and how many they are."""

    won: int
    total: Money

    @property
    def each(self) -> Money:
        """The average of a client won, rounded once."""
        return self.total.part(Fraction(1, self.won)) if self.won else self.total


class Expected(Struct, frozen=True):
    """What open referrals of one kind are expected to earn: open x conversion x average, in each currency.

    A kind is a direction and the partnership model of the agreement. `amounts` is empty where `why_not` says that no
    figure can be given.
    """

    direction: PayoutDirection
    model: Model | None
    open: tuple[str, ...]
    conversion: Conversion
    averages: tuple[Average, ...]
    won: int
    """Clients won in the trailing months that the averages rest on."""
    amounts: tuple[Money, ...]
    why_not: WhyNoFigure


_Kind = tuple[Direction, Model | None]


class Pipeline:
    """What a Book's past says about its open referrals, on a day."""

    def __init__(self, book: Book, ledger: Ledger, governing: Mapping[str, str], as_of: date) -> None:
        self._book, self._governing, self._as_of = book, governing, as_of
        self._since = add_months(as_of, -TRAILING_MONTHS)
        directions: tuple[Direction, ...] = ("received", "sent")
        self.conversion = {direction: self._conversion(direction) for direction in directions}
        self._won: dict[_Kind, int] = {}
        self._earned: dict[_Kind, dict[str, Money]] = {}
        for entry in book.referrals.values():
            won = entry.record.milestones.won
            if won is not None and self._since < day_of(won.on) <= as_of:
                self._count(entry, ledger)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """Ids of referrals that are not decided yet."""
        return tuple(
            entry.id for entry in self._book.referrals.values() if is_open(referral_state(entry.record, self._as_of))
        )

    def expected(self, referrals: Iterable[str]) -> tuple[Expected, ...]:
        """What some of the open referrals are expected to earn, by kind."""
        kinds: dict[_Kind, list[str]] = {}
        for key in referrals:
            kinds.setdefault(self._kind(self._book.referrals[key]), []).append(key)
        ordered = sorted(kinds.items(), key=lambda item: (item[0][0], item[0][1] or ""))
        return tuple(self._expected(kind, tuple(keys)) for kind, keys in ordered)

    def _kind(self, entry: Entry[Referral]) -> _Kind:
        agreement = self._book.agreements.get(self._governing.get(entry.id, ""))
        return entry.record.direction, agreement.record.model if agreement is not None else None

    def _count(self, entry: Entry[Referral], ledger: Ledger) -> None:
        kind = self._kind(entry)
        self._won[kind] = self._won.get(kind, 0) + 1
        earned = self._earned.setdefault(kind, {})
        for line in ledger.of_referral.get(entry.id, ()):
            if line.kind in EARNING_KINDS and not line.kept:
                currency = line.amount.currency
                earned[currency] = earned.get(currency, Money.zero(currency)) + line.amount

    def _conversion(self, direction: Direction) -> Conversion:
        won = decided = 0
        for entry in self._book.referrals.values():
            outcome = _decided(entry.record)
            if entry.record.direction == direction and outcome and self._since < outcome[0] <= self._as_of:
                decided += 1
                won += outcome[1]
        return Conversion(direction, won, decided)

    def _expected(self, kind: _Kind, keys: tuple[str, ...]) -> Expected:
        direction, model = kind
        conversion, won = self.conversion[direction], self._won.get(kind, 0)
        averages = tuple(Average(won, total) for _, total in sorted(self._earned.get(kind, {}).items()))
        why_not: WhyNoFigure = ""
        if model is None:
            why_not = "no_agreement"
        elif not conversion.enough:
            why_not = "few_decided"
        elif won < MINIMUM_SAMPLE:
            why_not = "few_won"
        amounts = () if why_not else tuple(self._amount(len(keys), conversion, average) for average in averages)
        payout: PayoutDirection = "payable" if direction == "received" else "receivable"
        return Expected(payout, model, keys, conversion, averages, won, amounts, why_not)

    @staticmethod
    def _amount(open_: int, conversion: Conversion, average: Average) -> Money:
        return average.total.part(Fraction(open_ * conversion.won, conversion.decided * average.won))


def _decided(referral: Referral) -> tuple[date, bool] | None:
    """The day a referral was decided, and whether it was won; None where it does not count for conversion."""
    steps = referral.milestones
    if steps.won is not None:
        return day_of(steps.won.on), True
    if steps.lost is not None:
        return day_of(steps.lost.on), False
    unfit = referral.outcome is not None and referral.outcome.reason == "fit"
    return (day_of(steps.declined.on), False) if steps.declined is not None and unfit else None
