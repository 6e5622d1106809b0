"""Partnerships as JSON: points, components, figures and remedies, each with the records behind it."""

from datetime import date
from fractions import Fraction
from typing import Any

from partnerbook.analysis.metrics.figure import Figure, Part, Window
from partnerbook.analysis.partnerships import Partnership
from partnerbook.analysis.remedies import Remedy
from partnerbook.analysis.scorecard import Component, Rated, Scorecard
from partnerbook.core.money import Money
from partnerbook.shell.json_values import Json, plain
from partnerbook.site.edition import Edition
from partnerbook.site.reports.health import Standing
from partnerbook.site.words.figures import decimal
from partnerbook.site.words.remedies import sentence

DECIMALS = 4
"""Decimals that a number which is not whole is written with, rounded half up."""


def partnership(edition: Edition, standing: Standing, one: Partnership, *, whole: bool) -> dict[str, Json]:
    """A partnership as JSON; `whole` has every component, figure and remedy, else only what a list needs."""
    card = one.scorecard
    remedies = one.remedies if whole else one.remedies[:1]
    found: dict[str, Json] = {
        "partner": one.partner,
        "tier": standing.analysis.tiers.get(one.partner),
        **_score(card),
        "trend": plain(one.trend),
        "weakest": card.worst.key if card.worst is not None else None,
        "remedies": [_remedy(edition, standing, remedy) for remedy in remedies],
    }
    if whole:
        found["components"] = [_component(component) for component in card.components]
        found["earlier"] = [_score(earlier) for earlier in one.earlier]
        found["figures"] = [figure(known) for known in one.figures.values()]
    return found


def figure(known: Figure) -> dict[str, Json]:
    """A figure with all it was made of."""
    return {
        "name": known.name,
        "unit": known.unit,
        "window": _window(known.window),
        "value": number(known.value),
        "why_none": known.why_none,
        "numerator": number(known.numerator),
        "denominator": number(known.denominator),
        "sample": known.sample,
        "minimum": known.minimum,
        "sources": list(known.sources),
    }


def number(value: Part | None) -> Json:
    """Money as records write it, whole numbers as such, others as decimals in a text: never a floating number."""
    match value:
        case Money():
            return str(value)
        case Fraction():
            return int(value) if value.denominator == 1 else f"{decimal(value, DECIMALS):f}"
        case _:
            return value


def _score(card: Scorecard) -> dict[str, Json]:
    return {
        "window": _window(card.window),
        "points": card.points,
        "verdict": card.verdict,
        "early": card.early,
        "months": card.months,
        "decided": card.decided,
    }


def _component(one: Component) -> dict[str, Json]:
    return {
        "key": one.key,
        "weight": one.weight,
        "share": number(one.share),
        "points": number(one.points),
        "rated": [_rated(rated) for rated in one.rated],
    }


def _rated(one: Rated) -> dict[str, Json]:
    return {
        "figure": one.figure.name,
        "points": number(one.points),
        "why_none": one.why_none,
        "nothing_at": number(one.scale.nothing),
        "full_at": number(one.scale.full),
        "inverse": one.scale.inverse,
        "sources": list(one.sources),
    }


def _remedy(edition: Edition, standing: Standing, one: Remedy) -> dict[str, Json]:
    facts: dict[str, Any] = {
        name: number(fact) if isinstance(fact, Fraction) else plain(fact) for name, fact in one.facts.items()
    }
    return {
        "key": one.key,
        "variant": one.variant or None,
        "urgency": one.urgency,
        "on": _day(one.on),
        "occasion": one.occasion,
        "facts": facts,
        "sources": list(one.sources),
        "words": sentence(edition, one, standing.names),
    }


def _window(window: Window) -> dict[str, Json]:
    return {"first": window.first.isoformat(), "last": window.last.isoformat()}


def _day(day: date | None) -> Json:
    return day.isoformat() if day is not None else None
