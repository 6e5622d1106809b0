"""What a line of the ledger rests on, step by step: each with the figures a reader can check it by."""

from datetime import date
from typing import Literal

from msgspec import Struct

from partnerbook.core.compensation import CountedAt, Measure
from partnerbook.core.money import Money, Rate

TriggerKind = Literal["client_payment", "invoice", "project_start", "completion", "milestone"]
"""What made something earned."""
RateSource = Literal["override", "agreement", "tier"]
"""Where a rate or fee stands: on the referral, in the agreement, with the partner's tier. The first wins."""


class Basis(Struct, frozen=True):
    """The money an event earns on: `eligible` of the `whole` net amount.

    `given_back` is what of a deal's value had been refunded before the deal counted; None where nothing had.
    """

    trigger: TriggerKind
    whole: Money
    eligible: Money
    given_back: Money | None = None


class Waited(Struct, frozen=True):
    """The event happened earlier, and counted only when something else was there."""

    until: date
    awaited: Literal["win", "decision"]


class Counted(Struct, frozen=True):
    """The referral's place among those counted in [first, last]; itself included."""

    place: int
    counts: CountedAt
    first: date
    last: date


class Before(Struct, frozen=True):
    """What the measure had reached before this event: eligible money of [first, last], of a client or a deal.

    `after` is the total with this event, which a retroactive rate goes by.
    """

    measure: Measure
    total: Money
    after: Money
    first: date | None = None
    last: date | None = None


class DealSize(Struct, frozen=True):
    """The size that picks one rate for the whole deal."""

    size: Money


class Converted(Struct, frozen=True):
    """Conversion of (day - 12 months, day] at the win; below the minimum sample the first band holds."""

    won: int
    decided: int
    minimum_sample: int
    given: Rate | None = None
    """A worked example's conversion, which has no counts behind it."""

    @property
    def enough(self) -> bool:
        """Whether there are decided referrals enough to go by."""
        return self.decided >= self.minimum_sample


class Exchanged(Struct, frozen=True):
    """An amount measured in another currency at the rate of a day (RULINGS, "Amounts")."""

    amount: Money
    into: Money
    on: date


class AtRate(Struct, frozen=True):
    """One rate on the whole basis. `involvement` is empty where one rate holds for every involvement."""

    amount: Money
    rate: Rate
    source: RateSource
    result: Money
    involvement: str = ""
    band: int | None = None
    """Place of the band among the agreement's, from 0; None without bands."""


class Portion(Struct, frozen=True):
    """The part of an amount that lies in one band, at that band's rate; not rounded by itself."""

    amount: Money
    rate: Rate
    band: int


class InBands(Struct, frozen=True):
    """Each band's money at that band's rate, rounded once."""

    portions: tuple[Portion, ...]
    result: Money


class Fee(Struct, frozen=True):
    """A fixed fee."""

    amount: Money
    source: RateSource


class Margin(Struct, frozen=True):
    """Wholesale: what is left of the sale above the wholesale price, in proportion to what was paid."""

    sale: Money
    wholesale: Money
    paid: Money
    result: Money


class Shared(Struct, frozen=True):
    """One party's share of an amount that was reckoned once (a claim), or of joint revenue (a split)."""

    why: Literal["claim", "split"]
    of: Money
    share: Rate
    result: Money


class Capped(Struct, frozen=True):
    """The most that is earned was reached: `used` before this line, of `cap`."""

    per: str
    cap: Money
    used: Money
    result: Money


class BandReached(Struct, frozen=True):
    """The money of [first, last] besides the event's own moves from one band to another; `basis` is that money.

    Where it is shared by a decision on claims, `part` of it is the claimant's.
    """

    basis: Money
    old: int | None
    new: int
    result: Money
    first: date | None = None
    last: date | None = None
    part: Money | None = None


class TakenBack(Struct, frozen=True):
    """A part of a stored line is negated: `part` of `whole` money refunded, or months unused."""

    line: str
    stored: Money
    method: Literal["by_amount", "by_time"]
    part: Money | int
    whole: Money | int
    result: Money


class RuleLost(Struct, frozen=True):
    """A rule that would have held, had not a more specific one won."""

    source: RateSource
    rate: Rate | None = None
    amount: Money | None = None


class InWords(Struct, frozen=True):
    """A reason somebody wrote: of an adjustment or override."""

    text: str


Step = (
    Basis
    | Waited
    | Counted
    | Before
    | DealSize
    | Converted
    | Exchanged
    | AtRate
    | InBands
    | Fee
    | Margin
    | Shared
    | Capped
    | BandReached
    | TakenBack
    | RuleLost
    | InWords
)
"""One step of the way to a line's amount; the steps of a line stand in the order they are taken."""
