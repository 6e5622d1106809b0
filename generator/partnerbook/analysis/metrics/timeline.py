"""Facts in the order of their days, so that those of a window are found without looking at the others."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from partnerbook.analysis.metrics.figure import Window

V = TypeVar("V")


class Fact(NamedTuple, Generic[V]):
    """Something a record says of a day; `source` is the record's `kind/id`."""

    day: date
    source: str
    value: V


class Timeline(Generic[V]):
    """Facts sorted by day once, those of one day as they came."""

    __slots__ = ("_days", "_facts")

    def __init__(self, facts: Iterable[Fact[V]] = ()) -> None:
        self._facts = tuple(sorted(facts, key=_day))
        self._days = tuple([fact.day for fact in self._facts])

    def within(self, window: Window) -> tuple[Fact[V], ...]:
        """The facts of a window."""
        return self._facts[bisect_left(self._days, window.first) : bisect_right(self._days, window.last)]

    def until(self, day: date) -> tuple[Fact[V], ...]:
        """The facts up to a day, which is included."""
        return self._facts[: bisect_right(self._days, day)]


def sources_of(*several: Iterable[Fact[V]]) -> tuple[str, ...]:
    """The records behind facts, each once, in order."""
    return tuple(dict.fromkeys(fact.source for facts in several for fact in facts))


def _day(fact: Fact[V]) -> date:
    return fact.day
