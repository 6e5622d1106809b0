"""A handbook looked at from a day shows what was known on that day, and nothing later but plans."""

import re
from datetime import date
from html import unescape
from types import MappingProxyType
from typing import Any

import pytest
from msgspec.structs import replace
from sitework import SPECIMEN, book_of, pages_of

from partnerbook.core.book import Book
from partnerbook.core.dates import day_of
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import Record
from partnerbook.core.referral import OUTCOMES

JUNE = date(2026, 6, 1)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]* (\d{{4}})\b")

PLANS = {
    "agreements/agentur-brandung-2026.md": {"2027-01-31"},
    "agreements/index.md": {"2026-12-31", "2027-01-31", "2027-03-31"},
    "agreements/kontor-interim-2025.md": {"2027-03-31"},
    "agreements/software-werft-2025.md": {"2027-03-31"},
    "agreements/zahlenhafen-2025.md": {"2026-12-31"},
    "clients/hanse-logistik.md": {"2026-09-30"},
    "marketing/index.md": {"2026-10-22"},
    "marketing/news.md": {"2026-10-22"},
    "partners/agentur-brandung.md": {"2026-10-22", "2027-01-31"},
    "partners/kontor-interim.md": {"2027-03-31"},
    "partners/software-werft.md": {"2027-03-31", "2027-04-30"},
    "partners/werkstatt-wandel.md": {"2026-10-22"},
    "partners/zahlenhafen.md": {"2026-12-31"},
    "payouts/forecast.md": {"2026-07-30", "2026-12-31"},
    "payouts/index.md": {"2026-06-03", "2026-07-30"},
    "payouts/receivables.md": {"2026-07-30"},
    "referrals/2026-03-02-software-werft-k7.md": {"2026-06-03", "2026-07-30"},
    "statements/agentur-brandung-2026-q2.md": {"2026-06-03", "2026-06-30", "2026-07-30"},
    "statements/software-werft-2026-q2.md": {"2026-06-03", "2026-06-30", "2026-07-30"},
    "reference/problems.md": {"2026-12-31"},
}
"""Days after June 1st that may stand on pages: ends of terms, of a protection, of a waiver, of a certificate, one
planned event, and the days on which money is due or paid next."""

PLANNED = {
    "effective",
    "expires",
    "form_expires",
    "outdated",
    "planned",
    "protected_until",
    "review_on",
    "run",
    "until",
}
"""Fields whose days may lie ahead: they say what was agreed or planned, not what happened."""


AHEAD = ("scorecards/", "my-week/")
"""Pages that are about what is due next: all their later days are such."""


def later_days(text: str) -> set[str]:
    """Days after June 1st on a page, for machines and for people."""
    written = [f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}" for day, month, year in DAY.findall(unescape(text))]
    return {day[:10] for day in (*re.findall(r'datetime="([^"]+)"', text), *written) if day[:10] > JUNE.isoformat()}


def test_pages_of_a_day_show_nothing_later_but_plans() -> None:
    pages = pages_of(book_of(SPECIMEN), as_of=JUNE)
    found = {uri: days for uri, page in pages.items() if (days := later_days(page.html))}
    assert {uri: days for uri, days in found.items() if not uri.startswith(AHEAD)} == PLANS


def test_records_of_later_days_have_no_page() -> None:
    pages = pages_of(book_of(SPECIMEN), as_of=JUNE)
    assert "referrals/2026-03-02-software-werft-k7.md" in pages
    assert "referrals/2026-06-08-agentur-brandung-q3.md" not in pages
    assert "clients/klinik-holsteinische-schweiz.md" not in pages
    assert "klinik" not in "".join(page.html for page in pages.values())


def test_people_are_shown_while_they_are_there() -> None:
    files = dict(SPECIMEN)
    path = "records/partners/agentur-brandung.md"
    for old, new in (
        ("since: 2024-04-10", "since: 2026-06-02"),
        ("title: Strategy", "title: Strategy, left: 2026-06-03"),
    ):
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    book = book_of(files)

    def shown(day: int) -> list[str]:
        html = pages_of(book, as_of=date(2026, 6, day))["partners/agentur-brandung.md"].html
        return [name for name in ("Tomke Abels", "Jan Ole Voss") if f'<th scope="row">{name}</th>' in html]

    assert shown(1) == ["Jan Ole Voss"]
    assert shown(2) == ["Tomke Abels", "Jan Ole Voss"]
    assert shown(3) == ["Tomke Abels"]


def test_the_day_stands_on_the_first_page() -> None:
    home = pages_of(book_of(SPECIMEN), as_of=JUNE)["index.md"].html
    assert 'As of <time class="pb-day" datetime="2026-06-01">1 Jun 2026</time>' in home


def forgotten(book: Book, day: date) -> Book:
    """The Book as it would have been written on a day, made without asking the analysis."""
    shelves: dict[str, Any] = {}
    for kind in KINDS.values():
        if kind.name != "program":
            entries = book.shelf(kind.name).items()
            records = ((key, entry, _forgotten(entry.record, day)) for key, entry in entries)
            kept = {key: replace(entry, record=record) for key, entry, record in records if record is not None}
            shelves[kind.plural] = MappingProxyType(kept)
    return Book(program=book.program, **shelves)


def _forgotten(record: Record, day: date) -> Record | None:
    data = record.model_dump(by_alias=True)
    first = {
        "partner": lambda: data["status_history"][0]["on"],
        "client": lambda: data["known_since"],
        "agreement": lambda: data["signed"],
        "referral": lambda: data["received"],
        "payout": lambda: data["prepared"]["on"],
        "activity": lambda: None if data["planned"] else data["on"],
        "closing": lambda: data["closed"],
    }[record.kind_name]()
    if first is not None and day_of(first) > day:
        return None
    kept = _facts(data, day) | {"waivers": data["waivers"]}
    if record.kind_name == "referral":
        won = kept["milestones"]["won"]
        kept["deals"] = tuple(deal for deal in kept["deals"] if deal["signed"] or won)
        if not any(kept["milestones"][name] for name in OUTCOMES):
            kept["outcome"] = None
    return type(record).model_validate(kept)


def _facts(block: dict[str, Any], day: date) -> dict[str, Any]:
    """A block without what lies after a day: its days, and the blocks in it that have one of their own."""
    kept: dict[str, Any] = {}
    for key, value in block.items():
        if isinstance(value, date):
            kept[key] = value if key in PLANNED or day_of(value) <= day else None
        elif isinstance(value, dict):
            kept[key] = None if _is_later(value, day) else _facts(value, day)
        elif isinstance(value, tuple):
            items = (item for item in value if not (isinstance(item, dict) and _is_later(item, day)))
            kept[key] = tuple(_facts(item, day) if isinstance(item, dict) else item for item in items)
        else:
            kept[key] = value
    return kept


def _is_later(block: dict[str, Any], day: date) -> bool:
    days = (block.get(key) for key in ("booked", "on", "signed", "since"))
    own = next((value for value in days if isinstance(value, date)), None)
    return own is not None and day_of(own) > day


@pytest.mark.parametrize("day", ["2024-06-01", "2025-06-01", "2026-03-05", "2026-06-01", "2026-09-01"])
def test_pages_of_a_day_are_those_of_records_that_end_there(day: str) -> None:
    book, then = book_of(SPECIMEN), date.fromisoformat(day)
    pages, expected = pages_of(book, as_of=then), pages_of(forgotten(book, then), as_of=then)
    assert list(pages) == list(expected)
    for uri in set(pages) - {"reference/problems.md"}:  # the check reads all records, whatever the day
        assert pages[uri] == expected[uri], uri
