"""Reports for a terminal: finished texts in tables, which the shell only sets in columns."""

from collections.abc import Mapping

from msgspec import Struct

from partnerbook.core.book import Book
from partnerbook.core.money import Money
from partnerbook.core.vocabulary import US
from partnerbook.site.edition import Edition

NONE = "–"
"""What stands in a cell that has nothing to say."""


class PlainTable(Struct, frozen=True):
    """A table of texts; `right` names the columns whose figures stand flush right, from 0.

    `below` has, for each row, the texts that stand below it, each as wide as the page.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    below: tuple[tuple[str, ...], ...] = ()


class PlainReport(Struct, frozen=True):
    """A title, tables one below the other, and what holds for all of them."""

    title: str
    tables: tuple[PlainTable, ...]
    notes: tuple[str, ...] = ()


def money(edition: Edition, amount: Money | None) -> str:
    """An amount as text, or a dash."""
    return edition.money(amount).text if amount is not None else NONE


def partner_names(book: Book, edition: Edition) -> Mapping[str, str]:
    """Names of partners by id, ours included."""
    names = {key: entry.record.name for key, entry in book.partners.items()}
    return names | {US: edition.gettext("us")}
