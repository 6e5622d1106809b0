"""The Book: every record of a handbook at one moment, frozen."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct, field

from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.client import Client
from partnerbook.core.closing import Closing
from partnerbook.core.finding import FieldPath, Position
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout
from partnerbook.core.program import Program
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral

R_co = TypeVar("R_co", bound=Record, covariant=True)


class Marks(Protocol):
    """Where each key and item of a record stands in its file."""

    def position(self, path: FieldPath, *, of_key: bool = False) -> Position:
        """The place of the value at a path (or of its key); of the nearest holder where there is none."""
        ...


class NoMarks:
    """The marks of a record that never was a file."""

    def position(self, path: FieldPath, *, of_key: bool = False) -> Position:
        """The top of the file."""
        return Position()


class Entry(Struct, Generic[R_co], frozen=True, eq=False):
    """A record with its id, its prose and the file it came from.

    `path` is relative to the handbook's root; `text` is the whole file as read (without a
    byte order mark, lines ending in `\\n`); `body` begins at line `body_line`.
    """

    id: str
    path: str
    record: R_co
    body: str = ""
    body_line: int = 1
    text: str = ""
    marks: Marks = field(default_factory=NoMarks)

    @property
    def kind(self) -> str:
        """The kind's name: `partner`, `referral`."""
        return self.record.kind_name

    @property
    def key(self) -> str:
        """`kind/id`: the record's name across kinds."""
        return f"{self.record.kind_name}/{self.id}"


Shelf = Mapping[str, Entry[R_co]]
"""The entries of one kind by id, in the order of their ids."""


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


class Book(Struct, frozen=True, eq=False):
    """All records that could be read, by kind and id, whatever order files came in.

    `broken` holds the `kind/id` of files that exist and could not be read: rules treat a
    reference to one as known, so that one broken file is one finding and not fifty.
    """

    program: Entry[Program] | None = None
    partners: Shelf[Partner] = field(default_factory=_empty)
    clients: Shelf[Client] = field(default_factory=_empty)
    agreements: Shelf[Agreement] = field(default_factory=_empty)
    referrals: Shelf[Referral] = field(default_factory=_empty)
    payouts: Shelf[Payout] = field(default_factory=_empty)
    activities: Shelf[Activity] = field(default_factory=_empty)
    closings: Shelf[Closing] = field(default_factory=_empty)
    broken: frozenset[str] = frozenset()

    def shelf(self, kind: str) -> Shelf[Record]:
        """The entries of a kind by its name."""
        match kind:
            case "program":
                return {self.program.id: self.program} if self.program else {}
            case "partner":
                return self.partners
            case "client":
                return self.clients
            case "agreement":
                return self.agreements
            case "referral":
                return self.referrals
            case "payout":
                return self.payouts
            case "activity":
                return self.activities
            case "closing":
                return self.closings
            case _:
                raise KeyError(kind)

    def entries(self) -> Iterator[Entry[Record]]:
        """Every entry, kind by kind in the order of `core.kinds.KINDS`, then by id."""
        from partnerbook.core.kinds import KINDS

        for kind in KINDS:
            yield from self.shelf(kind).values()

    def knows(self, kind: str, key: str) -> bool:
        """Whether such a record exists, readable or not."""
        return key in self.shelf(kind) or f"{kind}/{key}" in self.broken

    def get(self, key: str) -> Entry[Record] | None:
        """The entry called `kind/id`, if it could be read."""
        kind, _, stem = key.partition("/")
        return self.shelf(kind).get(stem)
