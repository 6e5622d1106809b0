"""Opening a handbook: where it lies, what day it is, and what its records say."""

import gc
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from partnerbook.analysis import Current, Records, analysed
from partnerbook.core.book import Book
from partnerbook.core.finding import Finding
from partnerbook.core.kinds import RECORDS
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource, Source
from partnerbook.shell.code_owners import outdated

if TYPE_CHECKING:  # most commands need no rules
    from partnerbook.rules.checking import Search

MINIMUM_REFERRALS = 1500
"""With fewer, rules are searched before another process has begun."""


class NoHandbook(ValueError):
    """There is no handbook where one was looked for; the text says what to do."""


class Handbook(Struct, frozen=True, eq=False):
    """A handbook as read: its folder, its records with what follows, and every finding.

    `base` is what it was compared with; None where nothing was asked for, or nothing could be read.
    """

    root: Path
    current: Current
    findings: tuple[Finding, ...]
    base: Current | None = None

    @property
    def demo(self) -> bool:
        """Whether it is a sample program."""
        program = self.current.book.program
        return program is not None and program.record.demo

    @property
    def language(self) -> str:
        """The handbook's language; English without a program record."""
        program = self.current.book.program
        return program.record.language if program is not None else "en"


def find_root(start: Path) -> Path:
    """The handbook's folder: the one given, or the nearest above it that has records.

    Raises:
        NoHandbook: where none has.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if os.path.isdir(folder / RECORDS):  # unlike Path.is_dir, says no where we may not look
            return folder
    raise NoHandbook(
        f"there is no handbook in {start}: no folder `{RECORDS}` here or above. "
        "Name one with --root, or begin one with `partnerbook init`"
    )


def today_for(book: Book) -> date:
    """Today in the program's time zone; in the machine's where the program names none that exists."""
    zone = book.program.record.time_zone if book.program else ""
    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.now().astimezone().date()


def day_to_look_from(book: Book, option: date | None, today: date) -> date:
    """The option, else a sample program's own day, else today (RULINGS, "As of")."""
    if option is not None:
        return option
    program = book.program.record if book.program else None
    return program.as_of if program is not None and program.demo and program.as_of is not None else today


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Meanwhile nobody looks for garbage."""
    # Reading makes many small values and drops almost none: looking for garbage meanwhile costs a
    # fifth of the time and finds nothing.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read(
    source: Source, root: Path, as_of: date | None = None, *, base: str | None = None, processes: int = 1
) -> Handbook:
    """Load, analyse and check a source of records; `base` and `processes` as for `open_handbook`."""
    from partnerbook.rules import check

    with without_garbage_collection():
        loaded = load(source, processes=processes)
        today = today_for(loaded.book)
        records = Records(loaded.book, day_to_look_from(loaded.book, as_of, today), today)
        read_with = (*loaded.findings, *outdated(root, loaded.book, day_to_look_from(loaded.book, None, today)))
        with _searching(records, processes) as search:
            current = analysed(records)
            if base is None:
                return Handbook(root, current, check(current, read_with, search=search))
            from partnerbook.shell.bases import base_of

            before = base_of(root, base, current)
            findings = check(current, (*read_with, *before.findings), before.current, search)
            return Handbook(root, current, findings, before.current)


def _searching(records: Records, processes: int) -> "AbstractContextManager[Search]":
    """How rules are searched: those of a large program by two processes, where there may be several."""
    from partnerbook.rules import RULES
    from partnerbook.rules.checking import one_by_one

    if processes == 1 or len(records.book.referrals) < MINIMUM_REFERRALS:
        return nullcontext(one_by_one)
    from partnerbook.shell.side_by_side import side_by_side

    return side_by_side(RULES, records)


def open_handbook(root: Path, as_of: date | None = None, *, base: str | None = None, processes: int = 1) -> Handbook:
    """The handbook in a folder, whether or not git is around it; `processes` as for `load`.

    With a `base`, a branch, tag or commit, it is compared with where it left that; where nothing can be
    compared, a finding says why.

    Raises:
        NoHandbook: where the folder has no records.
    """
    folder = find_root(root)
    return read(DirectorySource(folder), folder, as_of, base=base, processes=processes)
