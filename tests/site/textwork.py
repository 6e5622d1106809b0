"""Every text of a handbook's records written anew: hostile ones, and ones that are easy to recognise."""

import re
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError
from sitework import SPECIMEN, book_of

from partnerbook.core.book import Book, Entry
from partnerbook.core.kinds import KINDS
from partnerbook.core.record import Record

Place = tuple[str | int, ...]
Field = tuple[str, str]
"""A model and one of its fields."""

_ADDITIONS = (
    ("clients/hanse-logistik", "\nstage:", "\nwebsite: https://hanse.example\nstage:"),
    ("clients/hanse-logistik", "title: Head of finance,", "title: Head of finance, phone: +49 40 5550 1,"),
    ("referrals/2026/2026-03-02-software-werft-k7", "introduction: 2026-02-27", "\\g<0>, document: In the safe"),
    ("agreements/agentur-brandung-2026", "\n  sent: {", "\n  note: Reckoned by the year\\g<0>"),
    ("agreements/agentur-brandung-2026", "netting: false", "\\g<0>, invoice_note: Name the client's key"),
    ("partners/agentur-brandung", "status: onboarding", "\\g<0>, reason: Signed, exit_condition: All six steps"),
    ("payouts/2026/2026-07-30-agentur-brandung-receivable", "rate: 19%", "\\g<0>, note: Payable at once"),
    ("payouts/2026/2026-07-30-software-werft-payable", "\ntotal: 1750.00 EUR", "\nreason: Their year ends\\g<0>"),
    ("program", "amount: 2000.00 USD", "\\g<0>, source: The tax office"),
)
"""Texts that the specimen leaves out: where, in front of what or instead of it, and the new words."""


def full_specimen() -> Book:
    """The specimen with a text in every field that takes one."""
    files = dict(SPECIMEN)
    for short, old, new in _ADDITIONS:
        path = f"records/{short}.md"
        files[path], number = re.subn(re.escape(old), new, files[path], count=1)
        assert number == 1, f"{path} has no {old}"
    return book_of(files)


def texts_of(value: object, place: Place = (), field: Field = ("", "")) -> Iterator[tuple[Place, Field]]:
    """Where texts stand in a record, keys and words of vocabularies among them."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from texts_of(getattr(value, name), (*place, info.alias or name), (type(value).__name__, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts_of(item, (*place, index), field)
    elif isinstance(value, str):
        yield place, field


def rewritten(
    book: Book, write: Callable[[str], Sequence[str]], body: Callable[[str], str]
) -> tuple[Book, frozenset[Field]]:
    """The Book with every text replaced by the first suggestion its schema takes, and where that was.

    What takes none (keys, words of vocabularies, codes of countries) stays as it is.
    """
    touched: set[Field] = set()
    shelves: dict[str, Any] = {}
    for kind in KINDS.values():
        entries = {
            key: replace(entry, record=_record(entry, write, touched), body=body(entry.body) if entry.body else "")
            for key, entry in book.shelf(kind.name).items()
        }
        shelves[kind.plural] = entries.get("program") if kind.name == "program" else MappingProxyType(entries)
    return Book(**shelves), frozenset(touched)


def _record(entry: Entry[Record], write: Callable[[str], Sequence[str]], touched: set[Field]) -> Record:
    record = entry.record
    for place, field in list(texts_of(record)):
        for suggestion in write(_at(record.model_dump(by_alias=True), place)):
            data = _with(record.model_dump(by_alias=True), place, suggestion)
            try:
                record = type(record).model_validate(data)
            except ValidationError:
                continue
            touched.add(field)
            break
    return record


def _at(data: Any, place: Place) -> str:
    for step in place:
        data = data[step]
    return str(data)


def _with(data: Any, place: Place, text: str) -> Any:
    if not place:
        return text
    first, *rest = place
    if isinstance(data, tuple):
        return tuple(_with(item, tuple(rest), text) if index == first else item for index, item in enumerate(data))
    return {key: _with(value, tuple(rest), text) if key == first else value for key, value in data.items()}
