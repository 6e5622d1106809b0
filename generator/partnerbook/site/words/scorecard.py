"""Scorecards in words: components, verdicts, why there are no points, and how points follow from figures."""

from partnerbook.analysis.partnerships import Trend
from partnerbook.analysis.scorecard import Rated, Scorecard, TooEarly, Verdict, WhyNoPoints
from partnerbook.analysis.scorecard_scales import ComponentKey, Scale
from partnerbook.core.program_figures import Health
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.values import Pill, Tone
from partnerbook.site.words.figures import decimal, percent, rests_on

COMPONENTS: dict[ComponentKey, str] = {
    "reciprocity": N_("Reciprocity"),
    "conversion": N_("Conversion"),
    "responsiveness": N_("Responsiveness"),
    "revenue": N_("Revenue against goal"),
    "engagement": N_("Engagement"),
    "satisfaction": N_("Satisfaction"),
}
"""Titles of the components."""
VERDICTS: dict[Verdict, tuple[str, Tone]] = {
    "healthy": (N_("Healthy"), "good"),
    "watch": (N_("Watch"), "warn"),
    "at_risk": (N_("At risk"), "bad"),
    "too_early": (N_("Too early to say"), "calm"),
}
"""What the points say, and how it is meant."""
EARLY: dict[TooEarly, str] = {
    "months": N_("months with us: %(months)s, needed: %(minimum_months)s"),
    "decided": N_("referrals decided: %(decided)s, needed: %(minimum_decided)s"),
    "weight": N_("too few of the figures are known"),
}
"""Why there is no verdict yet."""
_NO_POINTS: dict[WhyNoPoints, str] = {
    "not_asked": N_("not asked of this tier"),
    "chance": N_("too few referrals to weigh them"),
}


def verdict(edition: Edition, card: Scorecard) -> Pill:
    """The verdict as a pill."""
    words, tone = VERDICTS[card.verdict]
    return Pill(edition.gettext(words), tone)


def points(edition: Edition, card: Scorecard) -> str:
    """Whole points, or a dash."""
    return edition.number(card.points) if card.points is not None else "–"


def early(edition: Edition, card: Scorecard, health: Health) -> str:
    """Why it is too early; nothing where it is not."""
    if card.early is None:
        return ""
    return edition.gettext(EARLY[card.early]) % {
        "months": edition.number(card.months),
        "decided": edition.number(card.decided),
        "minimum_months": edition.number(health.minimum_months),
        "minimum_decided": edition.number(health.minimum_decided),
    }


def trend(edition: Edition, moved: Trend | None) -> str:
    """How far the points moved, and since when: +14 since 30 Sept 2025."""
    if moved is None:
        return "–"
    values = {"change": change(edition, moved), "day": edition.day(moved.since).text}
    return edition.gettext("%(change)s since %(day)s") % values


def change(edition: Edition, moved: Trend) -> str:
    """How far the points moved, with its sign."""
    sign = "+" if moved.change > 0 else "−" if moved.change < 0 else "±"
    return f"{sign}{edition.number(abs(moved.change))}"


def why_no_points(edition: Edition, rated: Rated) -> str:
    """Why a figure gives no points; nothing where it gives some."""
    match rated.why_none:
        case None:
            return ""
        case "not_asked" | "chance" as reason:
            return edition.gettext(_NO_POINTS[reason])
        case _:
            return rests_on(edition, rated.figure)


def scale_in_words(edition: Edition, scale: Scale, unit: str) -> str:
    """From where to where a figure's points run: 0 % gives 0 points, 50 % and more give 100."""
    nothing, full = decimal(scale.nothing, 1).normalize() + 0, decimal(scale.full, 1).normalize() + 0
    if scale.inverse:
        values = {"nothing": edition.number(nothing), "full": edition.number(full)}
        return edition.gettext("%(full)s : 1 gives 100 points, %(nothing)s : 1 and worse none") % values
    ends = (
        (percent(edition, scale.nothing), percent(edition, scale.full))
        if unit == "share"
        else (edition.number(nothing), edition.number(full))
    )
    return edition.gettext("%(nothing)s gives no points, %(full)s and more give 100") % {
        "nothing": ends[0],
        "full": ends[1],
    }
