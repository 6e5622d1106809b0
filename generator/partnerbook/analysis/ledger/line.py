"""Ledger lines and the reasons behind them: frozen, never edited, only answered by another line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from partnerbook.core.compensation import CountedAt, Measure
from partnerbook.core.money import Money, Rate
from partnerbook.core.payout import PayoutDirection

LineKind = Literal["accrual", "true_up", "clawback", "adjustment", "payment"]
"""`accrual`: earned. `true_up`: a band reached or lost changes what was earned before. `clawback`: taken
back after a refund. `adjustment`: agreed beside the ledger. `payment`: money that moved, with the sign that
brings the balance down."""
TriggerKind = Literal["client_payment", "invoice", "project_start", "completion", "milestone"]
"""What made something earned."""
RateSource = Literal["override", "agreement", "tier"]
"""Where a rate or fee stands: on the referral, in the agreement, with the partner's tier. The first wins."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The money an event earns on: `eligible` of the `whole` net amount."""

    trigger: TriggerKind
    whole: Money
    eligible: Money


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


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger, with its reason.

    `id` is referral/event/kind/claimant; money that moved has the payout in the referral's place. `partner` is the
    one the money lies between us and. `direction` says whose debt it is: `payable` is ours, `receivable`
    the partner's. `amount` raises that debt, or lowers it when negative. `booked` decides on periods, `due` is
    the trigger's day plus the agreement's net days; nothing is due of a payment.
    """

    id: str
    kind: LineKind
    direction: PayoutDirection
    partner: str
    on: date
    booked: date
    amount: Money
    due: date | None = None
    referral: str = ""
    event: str = ""
    agreement: str = ""
    payout: str = ""
    answers: str = ""
    """The line that a clawback, or the payment of a margin that is kept, answers."""
    kept: bool = False
    """Whether whoever sold keeps it out of the sale, so that no payout pays it: the margin of wholesale."""
    steps: tuple[Step, ...] = ()

    @property
    def order(self) -> tuple[date, str]:
        """What lines are sorted by."""
        return (self.booked, self.id)


WhyNot = Literal[
    "no_agreement",
    "two_agreements",
    "terms_unclear",
    "earns_nothing",
    "not_won",
    "claims_undecided",
    "existing_client",
    "protected_client",
    "won_after_tail",
    "paid_after_end",
    "client_ended",
    "excluded_service",
    "service_not_eligible",
    "kind_not_eligible",
    "nothing_eligible",
    "not_first_project",
    "after_first_year",
    "after_max_months",
    "no_rate",
    "rate_is_zero",
    "rounds_to_nothing",
    "fee_already_earned",
    "no_wholesale_price",
    "below_wholesale_price",
    "cap_used_up",
    "exchange_rate_missing",
    "no_clawback_agreed",
    "refund_after_window",
    "nothing_to_take_back",
]
"""Why an event earns nothing, or a refund takes nothing back."""


@dataclass(frozen=True, slots=True)
class Unearned:
    """An event that changed nothing in the ledger, and why not.

    `detail` names what the reason is about: an agreement, a partner, a deal, a currency. `since` is the day the
    reason rests on: the end of a tail, the last day of a year, the last day of a window.
    """

    referral: str
    event: str
    on: date
    booked: date
    reason: WhyNot
    detail: str = ""
    since: date | None = None
    agreement: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Every line, in the order it was booked, and every event that earned nothing.

    `settled` names the payouts, not called off, that pay a line.
    """

    lines: tuple[Line, ...] = ()
    unearned: tuple[Unearned, ...] = ()
    by_id: Mapping[str, Line] = field(default_factory=lambda: MappingProxyType({}))
    of_referral: Mapping[str, tuple[Line, ...]] = field(default_factory=lambda: MappingProxyType({}))
    of_partner: Mapping[str, tuple[Line, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unearned_of: Mapping[str, tuple[Unearned, ...]] = field(default_factory=lambda: MappingProxyType({}))
    settled: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def line_id(source: str, event: str, kind: LineKind, claimant: str) -> str:
    """The id of a line: `2026-03-02-software-werft-k7/p1/accrual/software-werft`."""
    return f"{source}/{event}/{kind}/{claimant}"
