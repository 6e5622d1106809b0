"""What a line of the ledger rests on, step by step: each with the figures a reader can check it by."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from partnerbook.core.compensation import CountedAt, Measure
from partnerbook.core.money import Money, Rate

TriggerKind = Literal["client_payment", "invoice", "project_start", "completion", "milestone"]
"""What made something earned."""
RateSource = Literal["override", "agreement", "tier"]
"""Where a rate or fee stands: on the referral, in the agreement, with the partner's tier. The first wins."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The money an event earns on: `eligible` of the `whole` net amount.

    `given_back` is what of a deal's value had been refunded before the deal counted; None where nothing had.
    """

    trigger: TriggerKind
    whole: Money
    eligible: Money
    given_back: Money | None = None


@dataclass(frozen=True, slots=True)
class Waited:
    """The event happened earlier, and counted only when something else was there."""

    until: date
    awaited: Literal["win", "decision"]


@dataclass(frozen=True, slots=True)
class Counted:
    """The referral's place among those counted in [first, last]; itself included."""

    place: int
    counts: CountedAt
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Before:
    """What the measure had reached before this event: eligible money of [first, last], of a client or a deal.

    `after` is the total with this event, which a retroactive rate goes by.
    """

    measure: Measure
    total: Money
    after: Money
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DealSize:
    """The size that picks one rate for the whole deal."""

    size: Money


@dataclass(frozen=True, slots=True)
class Converted:
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


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An amount measured in another currency at the rate of a day (RULINGS, "Amounts")."""

    amount: Money
    into: Money
    on: date


@dataclass(frozen=True, slots=True)
class AtRate:
    """One rate on the whole basis. `involvement` is empty where one rate holds for every involvement."""

    amount: Money
    rate: Rate
    source: RateSource
    result: Money
    involvement: str = ""
    band: int | None = None
    """Place of the band among the agreement's, from 0; None without bands."""


@dataclass(frozen=True, slots=True)
class Portion:
    """The part of an amount that lies in one band, at that band's rate; not rounded by itself."""

    amount: Money
    rate: Rate
    band: int


@dataclass(frozen=True, slots=True)
class InBands:
    """Each band's money at that band's rate, rounded once."""

    portions: tuple[Portion, ...]
    result: Money


@dataclass(frozen=True, slots=True)
class Fee:
    """A fixed fee."""

    amount: Money
    source: RateSource


@dataclass(frozen=True, slots=True)
class Margin:
    """Wholesale: what is left of the sale above the wholesale price, in proportion to what was paid."""

    sale: Money
    wholesale: Money
    paid: Money
    result: Money


@dataclass(frozen=True, slots=True)
class Shared:
    """One party's share of an amount that was reckoned once (a claim), or of joint revenue (a split)."""

    why: Literal["claim", "split"]
    of: Money
    share: Rate
    result: Money


@dataclass(frozen=True, slots=True)
class Capped:
    """The most that is earned was reached: `used` before this line, of `cap`."""

    per: str
    cap: Money
    used: Money
    result: Money


@dataclass(frozen=True, slots=True)
class BandReached:
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


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A part of a stored line is negated: `part` of `whole` money refunded, or months unused."""

    line: str
    stored: Money
    method: Literal["by_amount", "by_time"]
    part: Money | int
    whole: Money | int
    result: Money


@dataclass(frozen=True, slots=True)
class RuleLost:
    """A rule that would have held, had not a more specific one won."""

    source: RateSource
    rate: Rate | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class InWords:
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
