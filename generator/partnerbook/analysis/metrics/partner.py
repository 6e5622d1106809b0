"""All figures of one partner over a window."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from partnerbook.analysis.metrics.data import MetricsData
from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure, Window
from partnerbook.analysis.metrics.flows import flow_figures
from partnerbook.analysis.metrics.goals import expected_figure, goal_figures
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.relationship import relationship_figures


def partner_figures(data: MetricsData, partner: str, window: Window) -> Mapping[str, Figure]:
    """A partner's figures by name, in the order of their definitions.

    Raises:
        KeyError: for a partner that no record knows on the day.
    """
    making = Making(data, window)
    return in_order(_figures(making, partner))


def _figures(making: Making, partner: str) -> Iterator[Figure]:
    facts = making.data.facts[partner]
    yield from flow_figures(making, facts)
    yield from relationship_figures(making, facts)
    yield from goal_figures(making, (partner,))
    yield expected_figure(making, partner)


def in_order(figures: Iterator[Figure]) -> Mapping[str, Figure]:
    """Figures by name, as their definitions stand; several of one definition as they come."""
    places = {key: place for place, key in enumerate(DEFINITIONS)}
    return MappingProxyType({one.name: one for one in sorted(figures, key=lambda figure: places[figure.key])})
