"""Figures of what is done together besides referring clients: contacts, reviews, marketing, surveys (DOMAIN 9–11)."""

from collections.abc import Iterator
from fractions import Fraction

from partnerbook.analysis.metrics.facts import Facts, Survey, Together
from partnerbook.analysis.metrics.figure import Figure
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.timeline import Fact, sources_of
from partnerbook.core.vocabulary import Side

_OURS: dict[Side, Fraction] = {"us": Fraction(1), "both": Fraction(1, 2), "partner": Fraction(0)}
"""How much of a part is ours, by who did it."""


def relationship_figures(making: Making, facts: Facts) -> Iterator[Figure]:
    """Those of one partner, or of all."""
    together, window = facts.together, making.window
    yield making.share("cadence_kept", together.contacts.within(window))
    yield making.count("reviews_held", together.reviews_held.within(window))
    yield making.share("reviews_in_time", together.reviews.within(window))
    yield from _marketing(making, together)
    yield from _surveys(making, together)
    paid = together.commissions.within(window)
    yield making.figure("commissions_paid", making.data.measure.total(paid), sample=len(paid), sources=sources_of(paid))


def _marketing(making: Making, together: Together) -> Iterator[Figure]:
    held = together.marketing.within(making.window)
    yield making.count("marketing_held", held)
    known = [(fact, fact.value) for fact in held if fact.value is not None]
    sides = [side for _, block in known for side in (block.logistics, block.promotion)]
    yield making.figure(
        "marketing_workload",
        sum((_OURS[side] for side in sides), Fraction(0)),
        len(sides),
        sample=len(known),
        sources=(fact.source for fact, _ in known),
    )
    leads = [
        (fact.source, block.our_leads, block.their_leads)
        for fact, block in known
        if block.our_leads is not None and block.their_leads is not None
    ]
    yield making.balance(
        "marketing_leads",
        sum(ours for _, ours, _ in leads),
        sum(theirs for _, _, theirs in leads),
        sample=len(leads),
        sources=(source for source, _, _ in leads),
    )


def _surveys(making: Making, together: Together) -> Iterator[Figure]:
    answers = together.surveys.within(making.window)
    scores = (Fact(fact.day, fact.source, fact.value.score) for fact in answers)
    yield making.average("survey_score", scores)
    latest = {fact.value.partner: fact for fact in answers}
    moved: list[tuple[Fact[Survey], Fact[Survey]]] = []
    before: dict[str, Fact[Survey]] = {}
    for fact in together.surveys.until(making.window.last):
        partner = fact.value.partner
        if fact is latest.get(partner) and partner in before:
            moved.append((before[partner], fact))
        before[partner] = fact
    yield making.figure(
        "survey_trend",
        sum(now.value.score - then.value.score for then, now in moved),
        len(moved),
        sample=len(moved),
        sources=sources_of(*moved),
    )
