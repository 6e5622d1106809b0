"""What to do: rules over a partnership's figures that propose the remedies of DOMAIN 13. Pure.

`proposed(case)` is the way in. The sentences stand in `site.remedy_words`.
"""

from partnerbook.analysis.remedies import balance, occasions, quality
from partnerbook.analysis.remedies.model import Case, FactValue, Occasion, Remedy, RemedyRule, Urgency

__all__ = ["REMEDIES", "Case", "FactValue", "Occasion", "Remedy", "RemedyRule", "Urgency", "proposed"]

REMEDIES: tuple[RemedyRule, ...] = (
    balance.uneven_flow,
    quality.slow_partner,
    quality.slow_answers,
    balance.drift,
    quality.poor_fit,
    quality.overlap_with_us,
    quality.overlap_between_partners,
    occasions.single_contact,
    quality.survey_falling,
    balance.goal_out_of_reach,
    balance.demote,
    occasions.renewal,
    balance.promote,
    occasions.milestone,
    occasions.case_study,
)
"""Every remedy, the weightiest first."""
_RANK: dict[Urgency, int] = {"act": 0, "watch": 1, "chance": 2}


def proposed(case: Case) -> tuple[Remedy, ...]:
    """All that is proposed for a partnership: what costs it first, and within that in the order of `REMEDIES`."""
    found = (one for rule in REMEDIES for one in rule.proposed(case))
    return tuple(sorted(found, key=lambda one: _RANK[one.urgency]))
