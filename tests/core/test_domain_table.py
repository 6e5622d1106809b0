"""Every need of the domain has a field, and a record of the specimen or the sample that uses it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import programs
from partnerbook.core.kinds import KINDS, kind_at
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource

ROOT = Path(__file__).parents[2]
SPECIMEN = ROOT / "generator/partnerbook/specimen"
# The numbered needs of a partner program; the table must name each of them.
ROWS_OF_CHAPTER = {2: 5, 3: 4, 4: 7, 5: 2, 6: 5, 7: 7, 8: 6, 9: 4, 10: 5, 11: 5, 12: 4, 14: 5}
NEEDS = [
    *("1", "1.1", "13", "15"),
    *(f"{chapter}.{row}" for chapter, rows in ROWS_OF_CHAPTER.items() for row in range(1, rows + 1)),
]


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    for line in (ROOT / "docs/reference/domain.md").read_text(encoding="utf-8").splitlines():
        if re.match(r"\| [0-9]", line):
            number, need, field, record, page = (cell.strip() for cell in line.strip("|").split("|"))
            yield number, need, field, record, page


def values(holder: object, path: list[str]) -> Iterator[object]:
    """Every value a path reaches, through all items of lists on the way."""
    if isinstance(holder, tuple):
        for item in holder:
            yield from values(item, path)
    elif not path:
        yield holder
    elif holder is not None and hasattr(holder, path[0]):
        yield from values(getattr(holder, path[0]), path[1:])


def test_no_need_is_left_out() -> None:
    assert sorted(set(NEEDS) - {number for number, *_ in rows()}) == []


@pytest.fixture(scope="module")
def book() -> object:
    loaded = load(DirectorySource(SPECIMEN))
    assert [f"{finding.path} {finding.message}" for finding in loaded.findings] == []
    return loaded.book


@pytest.mark.parametrize("row", tuple(rows()), ids=lambda row: f"{row[0]} {row[2]}")
def test_row_names_a_field_and_a_record_that_fills_it(row: tuple[str, ...], book: object) -> None:
    _, _, field, record, _ = row
    assert all(row), "no cell is empty"
    kind_name, *path = field.split(".")
    of_sample = record.startswith("records/")
    kind = kind_at(record if of_sample else f"records/{record}")
    assert kind is not None
    assert kind.name == kind_name
    key = Path(record).stem
    entry = (programs.book() if of_sample else book).get(f"{KINDS[kind_name].name}/{key}")  # type: ignore[attr-defined]
    assert entry is not None, f"{record} is no readable record"
    assert any(value not in (None, "", ()) for value in values(entry.record, path)), f"{field} is empty in {record}"


def test_models_are_those_the_rows_name(book: object) -> None:
    models = {entry.record.model for entry in book.agreements.values()}  # type: ignore[attr-defined]
    assert models == {"referral", "subcontracting", "alliance", "technology", "reseller"}
