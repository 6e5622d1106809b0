"""All figures of the program over a window (DOMAIN 12, 14)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from partnerbook.analysis.metrics.costs import channel_figures, cost_figures
from partnerbook.analysis.metrics.data import MetricsData
from partnerbook.analysis.metrics.figure import Figure, Target, Window
from partnerbook.analysis.metrics.flows import flow_figures
from partnerbook.analysis.metrics.goals import goal_figures
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.measuring import Sum
from partnerbook.analysis.metrics.partner import in_order
from partnerbook.analysis.metrics.partner_base import partner_base_figures
from partnerbook.analysis.metrics.relationship import relationship_figures
from partnerbook.analysis.metrics.timeline import Fact
from partnerbook.analysis.metrics.windows import window_of
from partnerbook.core.dates import months_between
from partnerbook.core.money import Money

_TOP = 3


def program_figures(data: MetricsData, window: Window) -> Mapping[str, Figure]:
    """The program's figures by name, in the order of their definitions: those of all partners together, and its own."""
    return in_order(_figures(Making(data, window)))


def _figures(making: Making) -> Iterator[Figure]:
    everything = making.data.everything
    yield from flow_figures(making, everything)
    yield from relationship_figures(making, everything)
    yield from goal_figures(making, making.data.partners)
    yield from partner_base_figures(making)
    yield _top_three(making)
    yield _partner_share(making)
    yield from channel_figures(making)
    yield from cost_figures(making)


def _top_three(making: Making) -> Figure:
    """Revenue of the three partners with the most; sources are the partners, those with the most first."""
    measure = making.data.measure
    sums = {key: measure.total(facts.received.cash.within(making.window)) for key, facts in making.data.facts.items()}
    earning = sorted((key for key in sums if sums[key].amount > 0), key=lambda key: (-sums[key].amount, key))
    top, every = measure.nothing, measure.nothing
    for place, key in enumerate(earning):
        every += sums[key]
        if place < _TOP:
            top += sums[key]
    left_out = Sum(Fraction(0), measure.currency, tuple(name for one in sums.values() for name in one.unmeasured))
    sources = (f"partner/{key}" for key in earning)
    return making.figure("top_three_share", top, every + left_out, sample=len(earning), sources=sources)


def _partner_share(making: Making) -> Figure:
    """Revenue from clients won in the same period, over the whole periods that lie in the window."""
    data, measure = making.data, making.data.measure
    ours, firm, sources = measure.nothing, measure.nothing, []
    periods = _periods(making)
    for period, revenue in periods:
        won = {fact.source for fact in data.everything.received.decisions.within(period) if fact.value}
        cash: list[Fact[Money]] = [f for f in data.everything.received.cash.within(period) if f.source in won]
        ours += measure.total(cash)
        firm += measure.part(revenue, period.last)
        sources += [fact.source for fact in cash]
    goals, program = data.program.record.goals, data.program.record
    months = months_between(program.since, making.window.last) if program.since is not None else 0
    mature = months >= goals.mature_after_months
    lowest, highest = (
        (goals.mature_partner_share_from, goals.mature_partner_share_to)
        if mature
        else (goals.partner_share_from, goals.partner_share_to)
    )
    return making.figure(
        "partner_share",
        ours,
        firm,
        sample=len(periods),
        sources=(*sources, data.program.key),
        target=Target(lowest.exact, highest.exact),
    )


def _periods(making: Making) -> list[tuple[Window, Money]]:
    """The firm's periods that lie in the window whole; the longer one where two overlap."""
    known = [(window_of(one.period), one.new_revenue) for one in making.data.program.record.revenue]
    chosen: list[tuple[Window, Money]] = []
    for period, revenue in sorted(known, key=lambda one: (-one[0].days, one[0])):
        inside = period.first >= making.window.first and period.last <= making.window.last
        if inside and all(period.shared(other) is None for other, _ in chosen):
            chosen.append((period, revenue))
    return sorted(chosen, key=lambda one: one[0])
