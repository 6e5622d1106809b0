"""What every deadline is derived from: the records of a day, the program's clocks, and who is there to see to it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from msgspec import Struct

from partnerbook.analysis.approval import is_there
from partnerbook.analysis.clocks import BusinessTime
from partnerbook.analysis.ledger import Ledger
from partnerbook.analysis.terms import Term
from partnerbook.core.book import Book
from partnerbook.core.dates import day_of
from partnerbook.core.program import Program


class Setting(Struct, frozen=True, eq=False, dict=True):
    """The Book as it was known on a day, with what follows from it; `governing` names each referral's agreement."""

    book: Book
    program: Program
    as_of: date
    ledger: Ledger
    terms: Mapping[str, tuple[Term, ...]]
    governing: Mapping[str, str]
    hours: BusinessTime

    @cached_property
    def present(self) -> frozenset[str]:
        """Keys of colleagues who are in the program on the day."""
        return frozenset(person.key for person in self.program.people if is_there(person, self.as_of))

    @cached_property
    def outlooks(self) -> Mapping[str, Sequence[tuple[date, str]]]:
        """Reviews that said what is to become of a partnership, by partner: the day and the activity's `kind/id`."""
        return _outlooks(self.book)

    def owner(self, partner: str, *before: str | None) -> str:
        """The colleague who sees to something of a partner: the first of those named who is there, else its owner.

        Whoever left is followed by the partner's sponsor, and at last by the owner of the program: somebody always
        sees to it.
        """
        entry = self.book.partners.get(partner)
        after = (entry.record.owner, entry.record.sponsor) if entry is not None else ()
        named: tuple[str | None, ...] = (*before, *after)
        return next((key for key in named if key is not None and key in self.present), self.program.owner)


def days_before(day: date, days: int) -> date:
    """So many days earlier; the first of all days at least."""
    return day - timedelta(days=min(days, (day - date.min).days))


def _outlooks(book: Book) -> Mapping[str, Sequence[tuple[date, str]]]:
    found: dict[str, list[tuple[date, str]]] = {}
    for entry in book.activities.values():
        activity = entry.record
        if activity.on is not None and activity.review is not None and activity.review.outlook is not None:
            for partner in activity.partners:
                found.setdefault(partner, []).append((day_of(activity.on), entry.key))
    return found
