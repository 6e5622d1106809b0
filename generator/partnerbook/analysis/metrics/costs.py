"""What the program cost, what came back for it, and how other channels compare (DOMAIN 14.4)."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from partnerbook.analysis.metrics.figure import Figure, Target, Window
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.measuring import Sum
from partnerbook.analysis.metrics.timeline import sources_of
from partnerbook.analysis.metrics.windows import calendar_year, window_of
from partnerbook.core.program_figures import Channel


class _Spent(Struct, frozen=True):
    """All costs of a window, and the records and amounts behind them."""

    total: Sum
    sample: int
    sources: tuple[str, ...]


def cost_figures(making: Making) -> Iterator[Figure]:
    """Cost, return on it, and cost per new client."""
    data = making.data
    spent = _spent(making)
    cash = data.everything.received.cash.within(making.window)
    won = [fact for fact in data.everything.received.decisions.within(making.window) if fact.value]
    yield making.figure("program_cost", spent.total, sample=spent.sample, sources=spent.sources)
    yield making.figure(
        "return_on_cost",
        data.measure.total(cash),
        spent.total,
        sample=len(cash),
        sources=(*sources_of(cash), *spent.sources),
        target=Target(Fraction(data.program.record.goals.return_on_cost)),
    )
    yield making.figure(
        "cost_per_client",
        spent.total,
        len(won),
        sample=len(won),
        sources=(*sources_of(won), *spent.sources),
    )


def _spent(making: Making) -> _Spent:
    data, window = making.data, making.window
    commissions = data.everything.together.commissions.within(window)
    activities = data.everything.together.costs.within(window)
    total = data.measure.total(commissions) + data.measure.total(activities)
    sources, count = sources_of(commissions, activities), len(commissions) + len(activities)
    for cost in data.program.record.costs:
        period = window_of(cost.period)
        days = period.shared(window)
        if days is not None:
            total += data.measure.part(cost.amount, days.last, Fraction(days.days, period.days))
            count += 1
            sources = (*sources, data.program.key)
    return _Spent(total, count, sources)


def channel_figures(making: Making) -> Iterator[Figure]:
    """Other channels one by one, and how much better partners convert than the cold ones together."""
    program, data = making.data.program, making.data
    shares = _shares(making)
    for key in dict.fromkeys(channel.key for channel, _ in shares):
        own = [(channel, part) for channel, part in shares if channel.key == key]
        leads, wins = _weighed(own)
        more = {"about": key, "sources": (program.key,)}
        yield making.figure("channel_conversion", wins, leads, sample=int(leads), **more)  # type: ignore[arg-type]
        cost = data.measure.nothing
        for channel, part in own:
            cost += data.measure.part(channel.cost, _measured_on(making, channel), part)
        yield making.figure("channel_cost_per_client", cost, wins, sample=int(leads), **more)  # type: ignore[arg-type]
    leads, wins = _weighed([(channel, part) for channel, part in shares if not channel.warm])
    decided = data.everything.received.decisions.within(making.window)
    won = sum(fact.value for fact in decided)
    goals = program.record.goals
    yield making.figure(
        "warm_conversion",
        Fraction(won, len(decided)) if decided else 0,
        wins / leads if leads else 0,
        sample=len(decided),
        sources=(*sources_of(decided), program.key),
        target=Target(Fraction(goals.warm_conversion_from), Fraction(goals.warm_conversion_to)),
    )


def _shares(making: Making) -> list[tuple[Channel, Fraction]]:
    """Channels of the years a window touches, each with the part of its year's known days that lies in it."""
    found = []
    for channel in making.data.program.record.channels:
        known = calendar_year(channel.year).shared(Window(date.min, making.data.as_of))
        days = known.shared(making.window) if known is not None else None
        if known is not None and days is not None:
            found.append((channel, Fraction(days.days, known.days)))
    return found


def _weighed(shares: list[tuple[Channel, Fraction]]) -> tuple[Fraction, Fraction]:
    leads = sum((channel.leads * part for channel, part in shares), Fraction(0))
    return leads, sum((channel.wins * part for channel, part in shares), Fraction(0))


def _measured_on(making: Making, channel: Channel) -> date:
    """The last day of a channel's year that lies in the window."""
    return min(calendar_year(channel.year).last, making.window.last)
