"""What an agreement pays: how a referral or a joint project earns (DOMAIN 4.2, 8; RULINGS)."""

from typing import Annotated, Literal

from pydantic import Field

from partnerbook.core.money import Money, Rate
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.record import Key, Text, Value
from partnerbook.core.vocabulary import DealKind

Basis = Literal["first_project", "first_year", "client_lifetime"]
"""Which of a client's payments earn: the first project's, those of [first payment, + 12 months), or all."""
Measure = Literal["referrals", "revenue", "deal_size", "client_lifetime_value", "conversion_rate"]
"""What moves a tiered rate from band to band."""
Mode = Literal["step", "marginal", "retroactive", "per_deal"]
"""How a band applies: from here on, to its own money, to the whole period, to the whole deal."""
TierPeriod = Literal["quarter", "calendar_year", "agreement_year", "deal", "client_life", "trailing_12_months"]
"""Over what time the measure is counted."""
CountedAt = Literal["submitted", "qualified", "won"]
"""When a referral counts or a flat fee is earned."""

PERIODS_OF_MEASURE: dict[Measure, tuple[frozenset[Mode], frozenset[TierPeriod]]] = {
    "referrals": (frozenset({"step", "retroactive"}), frozenset({"calendar_year", "agreement_year"})),
    "revenue": (
        frozenset({"marginal", "retroactive", "step"}),
        frozenset({"quarter", "calendar_year", "agreement_year"}),
    ),
    "deal_size": (frozenset({"per_deal", "marginal"}), frozenset({"deal"})),
    "client_lifetime_value": (frozenset({"marginal", "step"}), frozenset({"client_life"})),
    "conversion_rate": (frozenset({"step"}), frozenset({"trailing_12_months"})),
}
"""The modes and periods that mean something for each measure; anything else is invalid (RULINGS)."""


class Share(Value):
    """One party's share of a split."""

    party: Key
    """Partner, or `us`."""
    share: Rate
    """Share of the money; all shares together are 100%."""
    work: Text | None = None
    """What the share is for."""


class Cap(Value):
    """The most that is earned."""

    per: Literal["referral", "deal", "client", "calendar_year", "agreement_year"]
    """What the cap is counted over."""
    amount: Money
    """The most, in the cap's own currency."""


class Eligible(Value):
    """Which of a client's money earns; what is not named does not."""

    kinds: tuple[DealKind, ...] = ()
    """Kinds of deals; empty means all."""
    services: tuple[Key, ...] = ()
    """Services; empty means all the agreement covers."""
    excludes: tuple[Text, ...] = ()
    """What never earns, in words: travel, licences, third parties' fees."""


class NoEarning(Value):
    """Nothing is paid: reciprocity without cash, or a profession that may not."""

    earn: Literal["none"]
    """Nothing."""
    reciprocity: bool = False
    """Whether referrals in return are expected instead."""
    note: Text | None = None
    """What is given instead, if anything."""


class FlatEarning(Value):
    """A fixed fee for each referral."""

    earn: Literal["flat"]
    """A fixed fee."""
    on: CountedAt
    """The milestone that earns it."""
    amount: Money
    """The fee."""
    cap: Cap | None = None
    """The most that is earned."""


class PercentageEarning(Value):
    """A share of what the client pays."""

    earn: Literal["percentage"]
    """A share of the client's payments."""
    basis: Basis
    """Which of the client's payments earn."""
    rate: Rate | None = None
    """One rate for every involvement; either this or `rates`."""
    rates: InvolvementRates | None = None
    """A rate for each involvement; either this or `rate`."""
    max_months: Annotated[int, Field(ge=1, le=240)] | None = None
    """Months from the first client payment after which nothing more is earned."""
    eligible: Eligible | None = None
    """Which money earns."""
    cap: Cap | None = None
    """The most that is earned."""


class Band(Value):
    """A band of a tiered rate: from here up to the next one, the start included."""

    start: Annotated[int | Money | Rate, Field(alias="from")]
    """Where the band begins: a count, an amount or a conversion rate, as the measure says."""
    rate: Rate | None = None
    """One rate for every involvement."""
    rates: InvolvementRates | None = None
    """A rate for each involvement."""


class TieredEarning(Value):
    """A share of what the client pays that moves with a measure."""

    earn: Literal["tiered"]
    """A share that grows in bands."""
    measure: Measure
    """What the bands are measured in."""
    mode: Mode
    """How a band applies; without this word the same bands mean different money."""
    period: TierPeriod
    """Over what time the measure is counted."""
    basis: Basis
    """Which of the client's payments earn."""
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    """Bands in order; the first begins at 0, or at 1 for counts."""
    counts: CountedAt | None = None
    """For the measure `referrals`: when a referral takes its place."""
    minimum_sample: Annotated[int, Field(ge=1, le=1000)] | None = None
    """For the measure `conversion_rate`: fewer decided referrals hold the first band."""
    max_months: Annotated[int, Field(ge=1, le=240)] | None = None
    """Months from the first client payment after which nothing more is earned."""
    eligible: Eligible | None = None
    """Which money earns."""
    cap: Cap | None = None
    """The most that is earned."""


class SplitEarning(Value):
    """Revenue of a joint project, split by contribution."""

    earn: Literal["split"]
    """A split of joint revenue."""
    shares: Annotated[tuple[Share, ...], Field(min_length=2)]
    """Usual shares; a project may have its own on the referral."""
    eligible: Eligible | None = None
    """Which money is split."""


class WholesalePrice(Value):
    """The price at which a service is bought to be sold on."""

    service: Key
    """The service."""
    price: Money | None = None
    """Fixed price for one; either this or `discount`."""
    discount: Rate | None = None
    """Off the seller's list price; either this or `price`."""


class MarginEarning(Value):
    """A service is sold on under the seller's own brand; the margin is what it earns."""

    earn: Literal["margin"]
    """Wholesale."""
    prices: Annotated[tuple[WholesalePrice, ...], Field(min_length=1)]
    """Wholesale prices by service."""
    minimum_price: Money | None = None
    """The seller does not sell below this."""


Earning = Annotated[
    NoEarning | FlatEarning | PercentageEarning | TieredEarning | SplitEarning | MarginEarning,
    Field(discriminator="earn"),
]
"""How one direction earns; `earn` says which."""


class Compensation(Value):
    """What is earned in each direction."""

    received: Earning
    """What the partner earns when it refers a client to us (we pay), or sells our service (it keeps the margin)."""
    sent: Earning
    """What we earn when we refer a client to the partner (it pays), or sell its service (we keep the margin)."""
    note: Text | None = None
    """How it is meant, in words."""
