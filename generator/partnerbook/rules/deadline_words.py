"""What every rule about a deadline says alike: what is late, since when, and who sees to it."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.analysis.deadlines import Deadline, DeadlineKind
from partnerbook.core.book import Entry
from partnerbook.core.finding import Severity
from partnerbook.core.record import Record
from partnerbook.rules.common import any_broken, written
from partnerbook.rules.registry import Breach


def overdue(current: Current, kind: DeadlineKind, *needed: str) -> Iterator[tuple[Entry[Record], Deadline]]:
    """The clocks of a kind that still run past their limit, each with the record it stands in.

    None where a record of a kind that is `needed` could not be read: it may be what stopped the clock.
    """
    if any(any_broken(current.book, one) for one in needed):
        return
    for deadline in current.analysis.deadlines.overdue:
        if deadline.kind == kind:
            entry = current.analysis.book.get(deadline.record)
            if entry is not None:
                yield entry, deadline


def late(current: Records, entry: Entry[Record], deadline: Deadline, problem: str, remedy: str) -> Breach:
    """A breach that names start, limit, lateness and owner; a warning where the partner's clock runs."""
    days = deadline.days_late(current.as_of)
    return Breach(
        entry,
        deadline.at,
        f"{problem}: since {written(deadline.start)}, due by {written(deadline.limit)}, "
        f"{days} {'day' if days == 1 else 'days'} late",
        f"{remedy} {_person(current, deadline.owner)} sees to it.",
        of_key=isinstance(deadline.at[-1], str),
        toned=Severity.WARNING if deadline.side == "partner" else None,
    )


def partner_name(current: Records, deadline: Deadline) -> str:
    """The partner's name as people know it."""
    entry = current.book.partners.get(deadline.partner)
    return entry.record.name if entry is not None else deadline.partner


def _person(current: Records, key: str) -> str:
    people = current.book.program.record.people if current.book.program is not None else ()
    return next((person.name for person in people if person.key == key), key)
