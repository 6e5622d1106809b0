"""Making a figure of its parts: unit and minimum come from its definition and the program's record."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from msgspec import Struct

from partnerbook.analysis.metrics.data import MetricsData
from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure, Part, Target, Window
from partnerbook.analysis.metrics.measuring import Sum
from partnerbook.analysis.metrics.timeline import Fact, sources_of


class Making(Struct, frozen=True):
    """What all figures of one window share."""

    data: MetricsData
    window: Window

    def figure(
        self,
        key: str,
        numerator: Part | Sum,
        denominator: Part | Sum | None = None,
        *,
        sample: int,
        sources: Iterable[str] = (),
        about: str = "",
        target: Target | None = None,
    ) -> Figure:
        """A figure; sums become money, and what of them could not be measured is noted."""
        definition = DEFINITIONS[key]
        sums = [part for part in (numerator, denominator) if isinstance(part, Sum)]
        return Figure(
            key=key,
            unit=definition.unit,
            window=self.window,
            numerator=_part(numerator),
            denominator=_part(denominator) if denominator is not None else None,
            sample=sample,
            minimum=self._minimum(definition.minimum),
            sources=tuple(dict.fromkeys(sources)),
            about=about,
            target=target,
            unmeasured=tuple(sorted({currency for one in sums for currency in one.unmeasured})),
        )

    def count(self, key: str, facts: Iterable[Fact[Any]], **more: Any) -> Figure:
        """How many facts there are."""
        counted = tuple(facts)
        return self.figure(key, len(counted), sample=len(counted), sources=sources_of(counted), **more)

    def share(self, key: str, facts: Iterable[Fact[bool]]) -> Figure:
        """How many facts of all say yes."""
        counted = tuple(facts)
        yes = sum(fact.value for fact in counted)
        return self.figure(key, yes, len(counted), sample=len(counted), sources=sources_of(counted))

    def average(self, key: str, facts: Iterable[Fact[int]]) -> Figure:
        """The mean of whole numbers."""
        counted = tuple(facts)
        total = sum(fact.value for fact in counted)
        return self.figure(key, total, len(counted), sample=len(counted), sources=sources_of(counted))

    def median(self, key: str, values: Iterable[tuple[int, str]], per_unit: int = 1) -> Figure:
        """The middle of values, or half the sum of the two in the middle; each with the record it is from.

        So many of what the values count make one of the figure's unit: 60 minutes are an hour.
        """
        ordered = sorted(values)
        count = len(ordered)
        middle = ordered[(count - 1) // 2 : count // 2 + 1] if count else []
        total = Fraction(sum(value for value, _ in middle), per_unit)
        return self.figure(key, total, len(middle), sample=count, sources=(source for _, source in ordered))

    def balance(self, key: str, ours: int | Sum, theirs: int | Sum, **more: Any) -> Figure:
        """The smaller side of the larger; less than nothing counts as nothing."""
        smaller, larger = sorted((ours, theirs), key=_size)
        return self.figure(key, _at_least_nothing(smaller), _at_least_nothing(larger), **more)

    def _minimum(self, minimum: str) -> int:
        health = self.data.program.record.health
        named = {
            "none": 0,
            "one": 1,
            "four": 4,
            "minimum_decided": health.minimum_decided,
            "uneven_flows": health.uneven_flows,
        }
        return named[minimum]


def _part(part: Part | Sum) -> Part:
    return part.money if isinstance(part, Sum) else part


def _size(part: int | Sum) -> Fraction:
    return part.amount if isinstance(part, Sum) else Fraction(part)


def _at_least_nothing(part: int | Sum) -> int | Sum:
    if isinstance(part, Sum):
        return Sum(max(part.amount, Fraction(0)), part.currency, part.unmeasured)
    return max(part, 0)
