"""Figures against what was agreed with a partner, or what the program expects of one (DOMAIN 10.1)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct

from partnerbook.analysis.metrics.facts import Facts
from partnerbook.analysis.metrics.figure import Figure, Target, Window
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.measuring import Sum
from partnerbook.analysis.metrics.timeline import Fact, sources_of
from partnerbook.analysis.metrics.windows import by_year, years_in
from partnerbook.core.dates import months_between
from partnerbook.core.money import Money
from partnerbook.core.partner import Goal


class _Agreed(Struct, frozen=True):
    """A partner's goal, and the days of the window that it is for."""

    goal: Goal
    facts: Facts
    days: Window

    @property
    def part(self) -> Fraction:
        """How much of the year these days are."""
        return years_in(self.days)


def goal_figures(making: Making, partners: Iterable[str]) -> Iterator[Figure]:
    """Actual against agreed, of one partner or of several together; only over years with a goal."""
    agreed = [one for partner in partners for one in _agreed(making, partner)]
    received = [fact for one in agreed for fact in one.facts.received.introductions.within(one.days)]
    sent = [fact for one in agreed for fact in one.facts.sent.introductions.within(one.days)]
    yield making.figure(
        "goal_received",
        len(received),
        sum((one.goal.received * one.part for one in agreed), Fraction(0)),
        sample=len(received),
        sources=sources_of(received),
    )
    yield making.figure(
        "goal_sent",
        len(sent),
        sum((one.goal.sent * one.part for one in agreed), Fraction(0)),
        sample=len(sent),
        sources=sources_of(sent),
    )
    yield _revenue(making, agreed)


def _revenue(making: Making, agreed: list[_Agreed]) -> Figure:
    cash: list[Fact[Money]] = []
    goal: Sum = making.data.measure.nothing
    for one in agreed:
        if one.goal.revenue is not None:
            cash += one.facts.received.cash.within(one.days)
            goal += making.data.measure.part(one.goal.revenue, one.days.last, one.part)
    revenue = making.data.measure.total(cash)
    return making.figure("goal_revenue", revenue, goal, sample=len(cash), sources=sources_of(cash))


def _agreed(making: Making, partner: str) -> Iterator[_Agreed]:
    goals = {goal.year: goal for goal in making.data.partners[partner].record.goals}
    if goals:
        for year, days in by_year(making.window):
            if year in goals:
                yield _Agreed(goals[year], making.data.facts[partner], days)


def expected_figure(making: Making, partner: str) -> Figure:
    """Referrals of both directions against what the program expects of a new or a mature partnership."""
    data, window = making.data, making.window
    stretches = data.active[partner]
    facts = data.facts[partner]
    flows = (facts.received.introductions.within(window), facts.sent.introductions.within(window))
    counted = tuple(sorted((fact for flow in flows for fact in flow), key=lambda fact: fact.day))
    shared = [days for stretch in stretches if (days := stretch.shared(window)) is not None]
    part = sum((years_in(days) for days in shared), Fraction(0))
    target = None
    if part:
        goals = data.program.record.goals
        mature = months_between(stretches[0].first, window.last) >= goals.mature_after_months
        lowest, highest = (
            (goals.mature_referrals_from, goals.mature_referrals_to)
            if mature
            else (goals.new_referrals_from, goals.new_referrals_to)
        )
        target = Target(lowest * part, highest * part)
    return making.count("referrals_expected", counted, target=target)
