"""Whatever stands in a handbook, rules find and never fail; and the order of files is no matter."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casework import SPECIMEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from partnerbook.analysis import Records, analysed
from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Finding
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import KEBAB
from partnerbook.ingest.document import Document, split
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource, SourceFile
from partnerbook.ingest.strict_yaml import read
from partnerbook.rules import check

BROKEN = Path(__file__).parents[1] / "golden/broken"
MISTAKES = {
    path.relative_to(BROKEN).as_posix(): path.read_text(encoding="utf-8") for path in BROKEN.glob("records/**/*.md")
}
AS_OF = date(2026, 9, 30)


def checked(book: Book, findings: tuple[Finding, ...] = (), as_of: date = AS_OF) -> tuple[Finding, ...]:
    return check(analysed(Records(book, as_of, as_of)), findings)


@dataclass(frozen=True)
class Shuffled:
    """A source that gives its files in an order of its own."""

    files: tuple[tuple[str, str], ...]
    name: str = "shuffled"

    def __iter__(self) -> Iterator[SourceFile]:
        for path, text in self.files:
            yield SourceFile(path, text.encode().__bytes__)


@given(st.permutations(sorted(MISTAKES.items())))
@settings(max_examples=15, deadline=None)
def test_the_order_of_files_never_changes_findings(files: list[tuple[str, str]]) -> None:
    expected = load(MemorySource(MISTAKES))
    shuffled = load(Shuffled(tuple(files)))
    assert checked(shuffled.book, shuffled.findings) == checked(expected.book, expected.findings)


# Books cut at random ----------------------------------------------------------------------


def plain(text: str) -> dict[str, Any]:
    document = split(text)
    assert isinstance(document, Document)
    value = read(document.front).value
    assert isinstance(value, dict)
    return value


BASE = load(MemorySource(SPECIMEN)).book
ENTRIES = tuple(BASE.entries())
PLAIN = {entry.key: plain(entry.text) for entry in ENTRIES}


def leaves(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value in a record with the way to it, branches and leaves."""
    if way:
        yield way, value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*way, key))
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*way, place))


def shape(value: Any) -> str:
    """What a value may be swapped with."""
    if isinstance(value, str):
        if KEBAB.fullmatch(value) or "/" in value:
            return "key"
        return "money" if value[-3:].isupper() and value[:1].isdigit() else "rate" if value.endswith("%") else "text"
    return type(value).__name__


POOL: dict[str, list[Any]] = {}
for _record in PLAIN.values():
    for _way, _value in leaves(_record):
        POOL.setdefault(shape(_value), []).append(_value)
POOL["money"] += ["0.00 EUR", "-5.00 EUR", "12.00 USD", "100 JPY", "999999999.99 EUR"]
POOL["rate"] += ["0%", "100%", "250%", "-3%"]
POOL["date"] += [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)]
POOL["datetime"] += [datetime.fromisoformat("2026-03-29T02:30"), datetime.fromisoformat("9999-12-31T23:59")]
POOL["int"] += [0, 1, 5, 10_000]
POOL["Decimal"] = [*POOL.get("Decimal", []), Decimal("0.5"), Decimal("0")]


def changed(value: Any, way: tuple[str | int, ...], new: Any, *, drop: bool) -> Any:
    """A record with one value dropped or replaced; lists may also shrink and grow."""
    step, *rest = way
    if isinstance(value, tuple):
        place = int(step)
        if rest:
            return (*value[:place], changed(value[place], tuple(rest), new, drop=drop), *value[place + 1 :])
        return (*value[:place], *(() if drop else (new,)), *value[place + 1 :])
    if rest:
        return {**value, step: changed(value[step], tuple(rest), new, drop=drop)}
    return {key: inner for key, inner in value.items() if key != step} if drop else {**value, step: new}


def mutated(seed: int, changes: int) -> Book:
    """The specimen with some values dropped or swapped, some records gone and some unreadable."""
    chance = random.Random(seed)  # noqa: S311  (the same book for the same seed)
    values = dict(PLAIN)
    records = {entry.key: entry.record for entry in ENTRIES}
    for _ in range(changes):
        key = chance.choice(sorted(values))
        way, old = chance.choice(list(leaves(values[key])))
        new = chance.choice(POOL[shape(old)])
        value = changed(values[key], way, new, drop=chance.random() < 0.4)
        try:
            records[key] = type(records[key]).model_validate(value)
        except ValidationError:
            continue
        values[key] = value
    gone = set(chance.sample(sorted(records), chance.choice([0, 0, 1, 5])))
    broken = {key for key in gone if chance.random() < 0.5}
    shelves: dict[str, dict[str, Entry[Any]]] = {kind: {} for kind in KINDS}
    for entry in ENTRIES:
        if entry.key not in gone:
            shelves[entry.kind][entry.id] = Entry(entry.id, entry.path, records[entry.key], entry.body, text=entry.text)
    by_name: dict[str, Any] = {
        kind.plural: MappingProxyType(shelves[kind.name]) for kind in KINDS.values() if kind.name != "program"
    }
    return Book(program=shelves["program"].get("program"), broken=frozenset(broken), **by_name)


@given(st.integers(0, 2**32), st.integers(1, 60), st.integers(-900, 400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_rule_ever_fails(seed: int, changes: int, days: int) -> None:
    found = checked(mutated(seed, changes), as_of=AS_OF + timedelta(days=days))
    assert [finding.message for finding in found if finding.code == "INT003"] == []


def test_cutting_at_random_breaks_most_rules() -> None:
    """The property above means something: over a few seeds, many different rules have something to say."""
    codes = {finding.code for seed in range(40) for finding in checked(mutated(seed, 40))}
    assert len(codes) > 60, sorted(codes)


@given(st.integers(0, 2**32))
@settings(max_examples=10, deadline=None)
def test_the_same_book_has_the_same_findings(seed: int) -> None:
    assert checked(mutated(seed, 30)) == checked(mutated(seed, 30))
