"""Scorecards: 0 to 100 points for a partnership, each of them traced to the records behind it. Pure.

Points follow from figures by the scales of `scorecard_scales`; what has no figure drops out, and the rest weighs more.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.metrics.figure import Figure, WhyNone, Window
from partnerbook.analysis.scorecard_scales import LEAST_WEIGHT, ComponentKey, Scale, scales
from partnerbook.core.program_figures import Health

Verdict = Literal["healthy", "watch", "at_risk", "too_early"]
"""What the points say of a partnership (DOMAIN 14)."""
WhyNoPoints = WhyNone | Literal["not_asked", "chance"]
"""Why a figure gives no points: there is none, for its own reason; nobody asks for it in this tier; or the figure it
stands beside has none, which makes this one chance."""
TooEarly = Literal["months", "decided", "weight"]
"""Why there is no verdict yet: too young, too few decided, or too little of the weights has figures."""


class Rated(Struct, frozen=True):
    """One figure on its scale; `points` is exact, and None for the reason `why_none` gives.

    `sources` are the records it was counted from; of nothing counted, the partner's own, where the goal stands.
    """

    figure: Figure
    scale: Scale
    points: Fraction | None
    why_none: WhyNoPoints | None
    sources: tuple[str, ...]


class Component(Struct, frozen=True):
    """One component: the average of its figures that give points, and what it weighs.

    `weight` is that of the program's record. `share` is the part of the whole it has here, once components without
    points have dropped out: 0 for these.
    """

    key: ComponentKey
    weight: int
    rated: tuple[Rated, ...]
    points: Fraction | None
    share: Fraction

    @property
    def contribution(self) -> Fraction:
        """What it adds to the score."""
        return self.share * self.points if self.points is not None else Fraction(0)

    @property
    def sources(self) -> tuple[str, ...]:
        """The records its points rest on, by `kind/id`."""
        return tuple(dict.fromkeys(source for one in self.rated if one.points is not None for source in one.sources))


class Scorecard(Struct, frozen=True):
    """How a partnership stands over the days of a window.

    `points` are whole, half up, and None while it is `too_early`, for the reason that `early` gives. `months` is how
    long the partner had been with us on the window's last day, `decided` how many of its referrals had been decided.
    """

    partner: str
    window: Window
    components: tuple[Component, ...]
    points: int | None
    verdict: Verdict
    early: TooEarly | None
    months: int
    decided: int

    @property
    def worst(self) -> Component | None:
        """The component with the fewest points; of equal ones the heavier, then the first."""
        rated = [
            (one.points, -one.weight, place) for place, one in enumerate(self.components) if one.points is not None
        ]
        return self.components[min(rated)[2]] if rated else None


def scorecard(
    partner: str,
    window: Window,
    figures: Mapping[str, Figure],
    health: Health,
    *,
    months: int,
    decided: int,
    in_highest_tier: bool,
) -> Scorecard:
    """The scorecard of one partner from its figures, by name, over a window."""
    rated = {
        key: tuple(_rate(partner, figures, scale, in_highest_tier) for scale in several if scale.figure in figures)
        for key, several in scales(health).items()
    }
    weights: dict[str, int] = health.weights.model_dump()
    averages = {key: _average(several) for key, several in rated.items()}
    whole = sum(weights[key] for key, points in averages.items() if points is not None)
    components = tuple(
        Component(
            key,
            weights[key],
            several,
            averages[key],
            Fraction(weights[key], whole) if averages[key] is not None and whole else Fraction(0),
        )
        for key, several in rated.items()
    )
    known = Fraction(whole, sum(weights.values()) or 1)
    early = _early(health, months, decided, known)
    points = half_up(sum((one.contribution for one in components), Fraction(0))) if early is None else None
    return Scorecard(partner, window, components, points, _verdict(health, points), early, months, decided)


def half_up(points: Fraction) -> int:
    """Points as a whole number, half up."""
    return int((2 * points + 1) // 2)


def _rate(partner: str, figures: Mapping[str, Figure], scale: Scale, in_highest_tier: bool) -> Rated:
    figure, beside = figures[scale.figure], figures.get(scale.beside)
    sources = figure.sources or (f"partner/{partner}",)
    if scale.highest_tier_only and not in_highest_tier:
        return Rated(figure, scale, None, "not_asked", sources)
    value = figure.exact
    if value is not None and scale.beside and (beside is None or beside.exact is None):
        return Rated(figure, scale, None, "chance", sources)
    return Rated(figure, scale, scale.points(value) if value is not None else None, figure.why_none, sources)


def _average(rated: tuple[Rated, ...]) -> Fraction | None:
    points = [one.points for one in rated if one.points is not None]
    return sum(points, Fraction(0)) / len(points) if points else None


def _early(health: Health, months: int, decided: int, known: Fraction) -> TooEarly | None:
    if months < health.minimum_months:
        return "months"
    if decided < health.minimum_decided:
        return "decided"
    return None if known >= LEAST_WEIGHT else "weight"


def _verdict(health: Health, points: int | None) -> Verdict:
    if points is None:
        return "too_early"
    if points >= health.healthy_from:
        return "healthy"
    return "at_risk" if points < health.at_risk_below else "watch"
