"""What a healthy program looks like, what it costs, and what it is compared with."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from partnerbook.core.dates import Period
from partnerbook.core.money import Money, Rate
from partnerbook.core.record import Count, Currency, Key, Text, Value


class Goals(Value):
    """What a healthy program looks like (DOMAIN 10.1, 12.4, 14); scorecards measure against it."""

    new_referrals_from: Count = 2
    """Referrals a year expected of a new partnership, lower end."""
    new_referrals_to: Count = 5
    """Upper end."""
    mature_referrals_from: Count = 20
    """Referrals a year expected of a mature partnership, lower end."""
    mature_referrals_to: Count = 50
    """Upper end."""
    mature_after_months: Count = 24
    """Months after which a partnership counts as mature."""
    partner_share_from: Rate
    """Share of the firm's new revenue that comes from partners, lower end."""
    partner_share_to: Rate
    """Upper end."""
    mature_partner_share_from: Rate
    """The same for a mature program."""
    mature_partner_share_to: Rate
    """Upper end."""
    return_on_cost: Annotated[Decimal, Field(gt=0)] | Annotated[int, Field(gt=0)] = 5
    """Revenue from partners for each unit of cost (5 : 1)."""
    warm_conversion_from: Count = 3
    """How many times better than cold a warm referral converts, lower end."""
    warm_conversion_to: Count = 5
    """Upper end."""
    new_partners_from: Count = 5
    """New partners a year, lower end."""
    new_partners_to: Count = 10
    """Upper end."""
    potential_floor: Count = 4
    """Expected referrals a year, both directions together, below which managing a partner is not worth it (2.5)."""


class ScorecardWeights(Value):
    """How much each component counts; together 100."""

    reciprocity: Count = 20
    """Balance of referrals, by count and value."""
    conversion: Count = 20
    """Referrals won of those decided."""
    responsiveness: Count = 20
    """Service levels kept, both sides."""
    revenue: Count = 20
    """Revenue against goal."""
    engagement: Count = 10
    """Cadence kept, reviews held, marketing together."""
    satisfaction: Count = 10
    """Clients' and the partner's own answers."""


class Health(Value):
    """Thresholds of scorecards and of the remedies the handbook proposes (DOMAIN 13)."""

    weights: ScorecardWeights = ScorecardWeights()
    """Weights of the scorecard's components."""
    healthy_from: Count = 70
    """Points from which a partnership is healthy."""
    at_risk_below: Count = 45
    """Points below which it is at risk."""
    minimum_months: Count = 6
    """Younger partnerships are too early to score."""
    minimum_decided: Count = 3
    """Fewer decided referrals are too early to score."""
    uneven_flows: Count = 6
    """Referrals in 12 months from which unevenness is looked at."""
    uneven_ratio: Count = 3
    """Times more in one direction that count as uneven."""
    uneven_fatal_months: Count = 18
    """Months after which an uneven partnership usually dies."""
    silent_months: Count = 6
    """Months without flow or check-in after which a partner drifts."""
    low_conversion: Rate = Rate(Decimal(20))
    """Conversion below which the quality of referrals is raised."""
    bad_references: Count = 3
    """So many bad references are a trend (DOMAIN 3.2)."""
    missed_levels: Count = 3
    """Answers out of time in 12 months from which new referrals are paused, where they are also a `missed_share`."""
    missed_share: Rate = Rate(Decimal(25))
    """Share of answers out of time from which new referrals are paused."""
    goal_reach: Rate = Rate(Decimal(50))
    """Share of the year's goal, at the pace of the year so far, below which the goal is out of reach."""


class Cost(Value):
    """What the program itself cost (DOMAIN 14.4)."""

    period: Period
    """Year, quarter or month."""
    kind: Literal["management_time", "marketing", "systems", "training", "events", "other"]
    """What for."""
    amount: Money
    """Cost in money."""
    hours: Count | None = None
    """Hours behind it, where it is time."""
    note: Text | None = None
    """What it was."""


class Channel(Value):
    """Another way to new clients, for comparison (DOMAIN 14.4)."""

    key: Key
    """Short name."""
    name: Text
    """What people read."""
    year: Annotated[int, Field(ge=2000, le=2100)]
    """Calendar year."""
    leads: Count
    """Leads in the year."""
    wins: Count
    """Clients won from them."""
    cost: Money
    """What the channel cost."""
    revenue: Money | None = None
    """New revenue it brought."""
    warm: bool = False
    """Whether its leads are warm; partners' are compared with the cold ones."""


class FirmRevenue(Value):
    """The firm's new revenue from all channels, to set the partners' share against."""

    period: Period
    """Year or quarter."""
    new_revenue: Money
    """Revenue with clients won in the period."""


class ExchangeRate(Value):
    """What one unit of a currency was worth in another on a day."""

    on: date
    """The day; it holds until the next one."""
    currency: Currency
    """The currency measured."""
    into: Currency
    """The currency it is measured in."""
    rate: Annotated[Decimal, Field(gt=0)] | Annotated[int, Field(gt=0)]
    """One unit of `currency` in `into`."""
    source: Text | None = None
    """Where the rate was read."""
