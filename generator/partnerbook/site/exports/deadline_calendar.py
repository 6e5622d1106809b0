"""What is due as a calendar: all-day entries that other programs show, the same bytes for the same records and day."""

import hashlib
from datetime import UTC, datetime, time

from partnerbook.analysis.deadlines import Deadline
from partnerbook.core.dates import add_days
from partnerbook.core.finding import dotted
from partnerbook.site.edition import Edition
from partnerbook.site.exports import MissingExtra
from partnerbook.site.reports.deadlines import Due
from partnerbook.site.words.deadlines import TASKS, lateness, name_of, task


def calendar(edition: Edition, due: Due) -> bytes:
    """An entry for each deadline on the day of its limit; what is overdue stands on the day looked from, and
    what is waived on the last day of its waiver.

    An entry keeps its name (UID) as long as the clock runs, so that a calendar that is read again moves it.

    Raises:
        MissingExtra: where icalendar is not installed.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingExtra("ics", "icalendar", "calendar") from None
    whole = Calendar()
    whole.add("prodid", "-//Partnerbook//partnerbook due//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    for deadline in due.deadlines:
        whole.add_component(_entry(edition, due, deadline))
    written: bytes = whole.to_ical()
    return written


def _entry(edition: Edition, due: Due, deadline: Deadline):  # type: ignore[no-untyped-def]
    from icalendar import Event

    partner, day = name_of(due.partners, deadline.partner), max(deadline.presses_from(due.as_of), due.as_of)
    title = task(edition, deadline)
    entry = Event()
    entry.add("uid", f"{_name(deadline)}@partnerbook")
    entry.add("dtstamp", datetime.combine(due.as_of, time.min, UTC))
    entry.add("dtstart", day)
    entry.add("dtend", add_days(day, 1))
    entry.add("summary", one_line(f"{title} – {partner}" if partner else title))
    facts = (
        f"{edition.gettext('Owner')}: {name_of(due.people, deadline.owner)}",
        f"{edition.gettext('Due')}: {edition.moment(deadline.limit).text}, {lateness(edition, deadline, due.as_of)}",
        f"{edition.gettext('Record')}: {deadline.record}",
    )
    entry.add("description", "\n".join(map(one_line, facts)))
    entry.add("categories", [one_line(edition.gettext(TASKS[deadline.kind]))])
    entry.add("transp", "TRANSPARENT")
    return entry


def _name(deadline: Deadline) -> str:
    """What makes a deadline the same one on another day: its kind, partner and field, and when its clock began."""
    place = (deadline.kind, deadline.record, dotted(deadline.at), deadline.partner)
    parts = (*place, deadline.start.isoformat(), deadline.about)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def one_line(text: str) -> str:
    """Text of a record as a single line: what would end a line, or cannot be seen, becomes a space."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
