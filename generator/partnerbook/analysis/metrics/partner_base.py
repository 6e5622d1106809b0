"""Figures of the partners themselves: who is active, who came, who went, who stayed (DOMAIN 12, 14.1)."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from partnerbook.analysis.metrics.figure import Figure, Target
from partnerbook.analysis.metrics.making import Making
from partnerbook.analysis.metrics.membership import evening_before, is_active, times_added, times_lost
from partnerbook.analysis.metrics.windows import years_in
from partnerbook.analysis.states import partner_status, tier_entry

WITHOUT = "none"
"""What figures are about that stand for partners without a tier or a model."""


def partner_base_figures(making: Making) -> Iterator[Figure]:
    """The program's partners on the last day of a window, and how they changed over it."""
    yield from _by_status(making)
    active = [key for key, stretches in making.data.active.items() if is_active(stretches, making.window.last)]
    yield making.figure("partners_active", len(active), sample=len(active), sources=map(_source, active))
    yield from _by_tier(making, active)
    yield from _by_model(making, active)
    yield from _changes(making)


def _by_status(making: Making) -> Iterator[Figure]:
    found: dict[str, list[str]] = {}
    for key, entry in making.data.partners.items():
        if entry.record.status_history[0].on <= making.window.last:
            found.setdefault(partner_status(entry.record, making.window.last), []).append(key)
    for status, keys in sorted(found.items()):
        yield making.figure("partners_by_status", len(keys), sample=len(keys), sources=map(_source, keys), about=status)


def _by_tier(making: Making, active: list[str]) -> Iterator[Figure]:
    """Each tier of the program, also an empty one, and those without."""
    found: dict[str, list[str]] = {tier.key: [] for tier in making.data.program.record.tiers}
    for key in active:
        entry = tier_entry(making.data.partners[key].record, making.window.last)
        found.setdefault(entry.tier if entry is not None else WITHOUT, []).append(key)
    targets = {tier.key: (tier.partners_from, tier.partners_to) for tier in making.data.program.record.tiers}
    for tier, keys in found.items():
        lowest, highest = targets.get(tier, (None, None))
        target = None
        if lowest is not None or highest is not None:
            target = Target(Fraction(lowest or 0), Fraction(highest) if highest is not None else None)
        yield making.figure(
            "partners_by_tier", len(keys), sample=len(keys), sources=map(_source, keys), about=tier, target=target
        )


def _by_model(making: Making, active: list[str]) -> Iterator[Figure]:
    """A partner with agreements of two models counts in both; one without any by the model it is meant for."""
    found: dict[str, list[str]] = {}
    for key in active:
        terms = making.data.terms.get(key, ())
        models: set[str] = {term.agreement.record.model for term in terms if term.covers(making.window.last)}
        intended = making.data.partners[key].record.intended_model
        for model in sorted(models or {intended or WITHOUT}):
            found.setdefault(model, []).append(key)
    for model, keys in sorted(found.items()):
        yield making.figure("partners_by_model", len(keys), sample=len(keys), sources=map(_source, keys), about=model)


def _changes(making: Making) -> Iterator[Figure]:
    window, active = making.window, making.data.active
    for key, times in (("additions", times_added), ("losses", times_lost)):
        counted = Counter({partner: times(stretches, window) for partner, stretches in active.items()})
        total = counted.total()
        yield making.figure(key, total, sample=total, sources=map(_source, counted.elements()))
    start = [key for key, stretches in active.items() if is_active(stretches, evening_before(window))]
    kept = [key for key in start if is_active(active[key], window.last)]
    yield making.figure("retention", len(kept), len(start), sample=len(start), sources=map(_source, start))
    fresh = [key for key, stretches in active.items() if stretches and stretches[0].first in window]
    goals, years = making.data.program.record.goals, years_in(window)
    target = Target(goals.new_partners_from * years, goals.new_partners_to * years)
    yield making.figure("new_partners", len(fresh), sample=len(fresh), sources=map(_source, fresh), target=target)


def _source(partner: str) -> str:
    return f"partner/{partner}"
