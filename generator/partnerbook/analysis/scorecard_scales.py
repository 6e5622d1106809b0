"""How points follow from figures: every scale of the scorecard, once (RULINGS, "Scorecard")."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from partnerbook.core.program_figures import Health

ComponentKey = Literal["reciprocity", "conversion", "responsiveness", "revenue", "engagement", "satisfaction"]
"""The components of a scorecard; their weights stand in the program's record (DOMAIN 10, 14)."""
FULL_CONVERSION = Fraction(1, 2)
"""Half of all that is decided won is as good as it gets (DOMAIN 14.2)."""
FULL_MARKETING = 2
"""Joint events and campaigns a year that a partner of the highest tier can be asked for (DOMAIN 9, 12.1)."""
HIGHEST_ANSWER = 10
"""Clients and partners answer from 0 to this."""
LEAST_WEIGHT = Fraction(2, 5)
"""Part of all weights that must have figures: points that rest on less would be those of a tenth of a partnership."""


class Scale(Struct, frozen=True):
    """Points of one figure, in a straight line: 0 at `nothing` and beyond it, 100 at `full` and beyond it.

    With `inverse` the figure's inverse is read: a share of 1/3 is 3 : 1. `highest_tier_only` is asked of no other tier.
    `beside` names a figure without which this one is chance.
    """

    figure: str
    nothing: Fraction
    full: Fraction
    source: str
    inverse: bool = False
    highest_tier_only: bool = False
    beside: str = ""

    def points(self, value: Fraction) -> Fraction:
        """Points from 0 to 100, exactly."""
        if self.inverse:
            if value <= 0:
                return Fraction(0)
            value = 1 / value
        if self.nothing == self.full:
            return Fraction(100 if value == self.full else 0)
        share = (value - self.nothing) / (self.full - self.nothing)
        return 100 * min(max(share, Fraction(0)), Fraction(1))


def scales(health: Health) -> Mapping[ComponentKey, tuple[Scale, ...]]:
    """The scales of each component, in the order in which they are told. A component is the average of its figures."""
    none, all_of_it = Fraction(0), Fraction(1)
    # Nobody is uneven below 1 : 1, whatever the program says.
    uneven = Fraction(max(health.uneven_ratio, 1))
    answers = (none, Fraction(HIGHEST_ANSWER))
    return {
        "reciprocity": (
            Scale("reciprocity", uneven, all_of_it, "DOMAIN 13", inverse=True),
            Scale("reciprocity_value", uneven, all_of_it, "DOMAIN 10.2", inverse=True, beside="reciprocity"),
        ),
        "conversion": (
            Scale("conversion", none, FULL_CONVERSION, "DOMAIN 14.2"),
            Scale("conversion_sent", none, FULL_CONVERSION, "DOMAIN 14.2"),
        ),
        "responsiveness": (
            Scale("follow_up_in_time", none, all_of_it, "DOMAIN 7.2"),
            Scale("follow_up_sent_in_time", none, all_of_it, "DOMAIN 7.2"),
        ),
        "revenue": (Scale("goal_revenue", none, all_of_it, "DOMAIN 10.1"),),
        "engagement": (
            Scale("cadence_kept", none, all_of_it, "DOMAIN 11.1"),
            Scale("reviews_in_time", none, all_of_it, "DOMAIN 10.3"),
            Scale("marketing_held", none, Fraction(FULL_MARKETING), "DOMAIN 9", highest_tier_only=True),
        ),
        "satisfaction": (
            Scale("client_satisfaction", *answers, "DOMAIN 10.2"),
            Scale("client_satisfaction_sent", *answers, "DOMAIN 10.2"),
            Scale("survey_score", *answers, "DOMAIN 11.5"),
        ),
    }
