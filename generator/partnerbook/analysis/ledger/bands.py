"""Bands: half-open from their start to the next one (RULINGS, "Bands")."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from partnerbook.analysis.ledger.soundness import edge
from partnerbook.core.compensation import Band
from partnerbook.core.money import Rate
from partnerbook.core.vocabulary import Involvement


@lru_cache(maxsize=1024)
def _exact(start: Decimal) -> Fraction:
    """Agreements have a few edges, and every event is held against them."""
    return Fraction(start)


def band_at(bands: Sequence[Band], value: Fraction | int) -> int:
    """The place of the band a value lies in, from 0; the first one for anything below."""
    place = 0
    for at, band in enumerate(bands):
        if _exact(edge(band)) <= value:
            place = at
    return place


def rate_of(band: Band, involvement: Involvement) -> Rate | None:
    """A band's rate for an involvement; None where it names none."""
    return band.rate if band.rates is None else band.rates.of(involvement)


def spread(bands: Sequence[Band], before: Fraction, amount: Fraction) -> tuple[tuple[int, Fraction], ...]:
    """How an amount that follows on what came before lies over the bands: place of the band, and its part."""
    first, last = before, before + amount
    parts = []
    for place, band in enumerate(bands):
        start = _exact(edge(band)) if place else min(first, _exact(edge(band)))
        end = _exact(edge(bands[place + 1])) if place + 1 < len(bands) else last
        inside = min(end, last) - max(start, first)
        if inside > 0:
            parts.append((place, inside))
    return tuple(parts)
