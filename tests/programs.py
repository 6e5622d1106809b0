"""The sample and the specimen, read and reckoned once in each process that tests.

Reading over 800 records and working out what follows takes seconds. Everything read is frozen, so that tests of all
folders may look at the same values; one that needs others makes a copy.
"""

from datetime import date
from functools import cache
from pathlib import Path

from partnerbook.analysis import Current, Records, analysed
from partnerbook.core.book import Book
from partnerbook.ingest.load import Loaded, load
from partnerbook.ingest.sources import DirectorySource

ROOT = Path(__file__).parents[1]
SPECIMEN = ROOT / "generator/partnerbook/specimen"
AS_OF = date(2026, 9, 30)
"""The day both of them are looked at from."""


@cache
def loaded(root: Path = ROOT) -> Loaded:
    """The sample, or the specimen, as its files say it."""
    return load(DirectorySource(root))


@cache
def current(root: Path = ROOT) -> Current:
    """The same with what follows, on its own day, which is taken for today: a fact after it would be of the future."""
    return analysed(Records(loaded(root).book, AS_OF, AS_OF))


def book(root: Path = ROOT) -> Book:
    """Its records."""
    return loaded(root).book
