"""What stands at a point of the walk: places taken, totals, first payments, conversions, room below caps.

The only thing of the ledger that changes while it is reckoned. It holds what came before the event in
hand and nothing later, so that no later event can move an earlier line.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from fractions import Fraction

from msgspec import Struct, field

from partnerbook.analysis.ledger.step import Converted
from partnerbook.analysis.ledger.windows import Window
from partnerbook.core.compensation import CountedAt
from partnerbook.core.dates import add_months
from partnerbook.core.vocabulary import Direction

Pair = tuple[str, Direction]
"""A partner and a direction: what places, totals and conversions are counted over."""
TotalKey = tuple[Pair, Window, str]
"""A pair's eligible money of a period, in a currency of bands."""
CapKey = tuple[str, Direction, str, str]
"""Claimant, direction, what the cap is counted over, and which one of these."""


class Standing(Struct):
    """Everything that later events may depend on; amounts are exact."""

    places: dict[tuple[Pair, CountedAt], list[date]] = field(default_factory=lambda: defaultdict(list))
    place_of: dict[tuple[str, CountedAt], int] = field(default_factory=dict)
    totals: dict[TotalKey, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    of_client: dict[tuple[Pair, str], dict[str, Fraction]] = field(default_factory=lambda: defaultdict(dict))
    of_deal: dict[tuple[str, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    given_back_of_deal: dict[tuple[str, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    given_back_of_payment: dict[tuple[str, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    first_paid: dict[str, date] = field(default_factory=dict)
    decided: dict[Pair, list[tuple[date, bool]]] = field(default_factory=lambda: defaultdict(list))
    converted: dict[str, tuple[int, int]] = field(default_factory=dict)
    given_conversion: Converted | None = None
    used: dict[CapKey, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    fees: set[tuple[str, str]] = field(default_factory=set)

    def take_place(self, pair: Pair, counts: CountedAt, day: date, referral: str = "") -> None:
        """Count a referral on a day; days never go back."""
        days = self.places[pair, counts]
        if referral:
            self.place_of[referral, counts] = len(days)
        days.append(day)

    def keep_place(self, before: str, counts: CountedAt, referral: str) -> bool:
        """Let a referral stand in the place of an earlier one; False where that one took none."""
        index = self.place_of.get((before, counts))
        if index is None:
            return False
        self.place_of[referral, counts] = index
        return True

    def counted_on(self, pair: Pair, counts: CountedAt, referral: str) -> date | None:
        """The day a referral took its place."""
        index = self.place_of.get((referral, counts))
        return None if index is None else self.places[pair, counts][index]

    def place(self, pair: Pair, counts: CountedAt, referral: str, window: Window) -> int:
        """A referral's place in a period, itself included; the next free one where it has taken none."""
        days = self.places[pair, counts]
        index = self.place_of.get((referral, counts), len(days))
        return index - bisect_left(days, window[0]) + 1

    def count(self, pair: Pair, counts: CountedAt, window: Window) -> int:
        """How many places are taken in a period so far."""
        days = self.places[pair, counts]
        return bisect_right(days, window[1]) - bisect_left(days, window[0])

    def paid(self, referral: str, on: date) -> None:
        """Remember a client's first payment on a referral."""
        self.first_paid[referral] = min(on, self.first_paid.get(referral, on))

    def count_of_client(self, pair: Pair, client: str, currency: str, amount: Fraction) -> None:
        """Add to what counts of a client's life; less what it was given back."""
        counted = self.of_client[pair, client]
        counted[currency] = counted.get(currency, Fraction(0)) + amount

    def decide(self, pair: Pair, day: date, won: bool) -> None:
        """Remember an outcome that counts for conversion."""
        self.decided[pair].append((day, won))

    def fix_conversion(self, pair: Pair, day: date, referral: str) -> None:
        """Fix a referral's conversion at its win: won and decided in (day - 12 months, day], itself included."""
        outcomes = self.decided[pair]
        since = bisect_right(outcomes, (add_months(day, -12), True))
        self.converted[referral] = (sum(won for _, won in outcomes[since:]), len(outcomes) - since)
