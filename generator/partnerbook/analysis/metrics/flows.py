"""Figures of referrals: how many, what became of them, what they brought, how fast they were answered (DOMAIN 10.2)."""

from collections.abc import Iterator

from partnerbook.analysis.metrics.facts import Answer, Facts
from partnerbook.analysis.metrics.figure import Figure
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.timeline import Fact, sources_of


def flow_figures(making: Making, facts: Facts) -> Iterator[Figure]:
    """Those of one partner, or of all."""
    yield from _volume(making, facts)
    yield from _money(making, facts)
    yield from _answers(making, "follow_up", facts.received.answers.within(making.window))
    yield from _answers(making, "follow_up_sent", facts.sent.answers.within(making.window))
    wins = facts.received.wins.within(making.window)
    yield making.median("days_to_close", ((fact.value, fact.source) for fact in wins))
    yield making.average("client_satisfaction", facts.received.content.within(making.window))
    yield making.average("client_satisfaction_sent", facts.sent.content.within(making.window))


def _volume(making: Making, facts: Facts) -> Iterator[Figure]:
    received = facts.received.introductions.within(making.window)
    sent = facts.sent.introductions.within(making.window)
    yield making.count("referrals_received", received)
    yield making.count("referrals_sent", sent)
    yield making.share("conversion", facts.received.decisions.within(making.window))
    yield making.share("conversion_sent", facts.sent.decisions.within(making.window))
    yield making.balance(
        "reciprocity",
        len(received),
        len(sent),
        sample=len(received) + len(sent),
        sources=sources_of(received, sent),
    )


def _money(making: Making, facts: Facts) -> Iterator[Figure]:
    window, measure = making.window, making.data.measure
    cash, reported = facts.received.cash.within(window), facts.sent.cash.within(window)
    deals, received = facts.received.deals.within(window), facts.received.introductions.within(window)
    revenue, theirs, booked = measure.total(cash), measure.total(reported), measure.total(deals)
    yield making.figure("revenue", revenue, sample=len(cash), sources=sources_of(cash))
    yield making.figure("booked", booked, sample=len(deals), sources=sources_of(deals))
    yield making.figure("reported_revenue", theirs, sample=len(reported), sources=sources_of(reported))
    yield making.figure("average_deal", booked, len(deals), sample=len(deals), sources=sources_of(deals))
    yield making.figure(
        "revenue_per_referral",
        revenue,
        len(received),
        sample=len(received),
        sources=(*sources_of(received), *sources_of(cash)),
    )
    yield making.balance(
        "reciprocity_value",
        revenue,
        theirs,
        sample=len(cash) + len(reported),
        sources=sources_of(cash, reported),
    )


def _answers(making: Making, key: str, answers: tuple[Fact[Answer], ...]) -> Iterator[Figure]:
    """Median hours of those that were answered, and how many of those due were answered in time."""
    spoken = ((fact.value.minutes, fact.source) for fact in answers if fact.value.minutes is not None)
    yield making.median(key, spoken, per_unit=60)
    yield making.share(f"{key}_in_time", (Fact(fact.day, fact.source, fact.value.in_time) for fact in answers))
