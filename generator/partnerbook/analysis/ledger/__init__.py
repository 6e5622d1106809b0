"""The ledger: every cent of commission between us and our partners, derived from the records. Pure.

`reckon(book, as_of)` is the one way in. Its order of events and its amounts are those of
docs/reference/rulings.md; why it walks the way it does stands in docs/adr/0005.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from partnerbook.analysis.ledger.line import Ledger, Line, Unearned
from partnerbook.analysis.ledger.settlements import settled_by, settlements
from partnerbook.analysis.ledger.walk import walk
from partnerbook.core.book import Book

__all__ = ["Ledger", "Line", "Unearned", "reckon"]

T = TypeVar("T")


def reckon(book: Book, as_of: date) -> Ledger:
    """Every line booked by a day; the Book must hold nothing that happened later (`known_by`)."""
    journal = walk(book, as_of)
    lines = tuple(sorted((*journal.lines, *settlements(book, as_of)), key=lambda line: line.order))
    unearned = tuple(journal.unearned)
    return Ledger(
        lines=lines,
        unearned=unearned,
        by_id=MappingProxyType({line.id: line for line in lines}),
        of_referral=_by(lines, [line.referral for line in lines]),
        of_partner=_by(lines, [line.partner for line in lines]),
        unearned_of=_by(unearned, [one.referral for one in unearned]),
        settled=MappingProxyType(dict(settled_by(book))),
    )


def _by(values: Iterable[T], keys: Iterable[str]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for value, key in zip(values, keys, strict=True):
        if key:
            found.setdefault(key, []).append(value)
    return MappingProxyType({key: tuple(several) for key, several in found.items()})
