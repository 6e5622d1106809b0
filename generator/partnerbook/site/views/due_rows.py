"""Deadlines and remedies as pages show them: one line each, that leads to its record."""

from collections.abc import Iterable

from msgspec import Struct

from partnerbook.analysis.deadlines import Deadline
from partnerbook.analysis.remedies import Remedy
from partnerbook.site.context import FOLDERS, Here, page_of
from partnerbook.site.values import Day, Link, Notice, Pill
from partnerbook.site.words.deadlines import lateness, task
from partnerbook.site.words.remedies import sentence, title, urgency


class DueRow(Struct, frozen=True):
    """A deadline in a line."""

    due: Day
    late: Pill
    what: Link
    partner: Link
    owner: Link


def due_row(here: Here, deadline: Deadline) -> DueRow:
    """One deadline; what is overdue stands out, unless it is waived."""
    as_of = here.context.as_of
    overdue = deadline.state(as_of) == "overdue" and not deadline.is_waived(as_of)
    return DueRow(
        here.edition.moment(deadline.limit),
        Pill(lateness(here.edition, deadline, as_of), "bad" if overdue else "calm"),
        record_link(here, deadline.record, task(here.edition, deadline), deadline.partner),
        here.record("partner", deadline.partner),
        person_link(here, deadline.owner),
    )


def record_link(here: Here, record: str, text: str, partner: str = "") -> Link:
    """A text that leads to the page of a record, `kind/id`; activities stand on the page of their partner."""
    kind, _, key = record.partition("/")
    if kind in FOLDERS and key in here.context.analysis.book.shelf(kind):
        return here.link(text, page_of(kind, key))
    if partner in here.context.analysis.book.partners:
        return here.link(text, page_of("partner", partner), "activities" if kind == "activity" else "")
    return Link(text)


def person_link(here: Here, person: str) -> Link:
    """A colleague by name, and their week where it has a page."""
    name = here.name("person", person)
    return here.link(name, week_of(person)) if person in here.context.present else Link(name)


def week_of(person: str) -> str:
    """The page of a colleague's week."""
    return f"my-week/{person}.md"


def scorecard_of(partner: str) -> str:
    """The page of a partner's scorecard."""
    return f"scorecards/{partner}.md"


def remedies(here: Here, several: Iterable[Remedy]) -> tuple[Notice, ...]:
    """What to do, with the figures in the sentence; each leads to the scorecard they stand on."""
    e, names = here.edition, here.context.standing.names
    return tuple(Notice(urgency(e, one), title(e, one), remedy=sentence(e, one, names)) for one in several)


def remedies_of_partners(here: Here, several: Iterable[Remedy]) -> tuple[Notice, ...]:
    """The same where several partners stand in one list."""
    e, names = here.edition, here.context.standing.names
    return tuple(
        Notice(
            urgency(e, one),
            here.link(names.partners.get(one.partner, one.partner), scorecard_of(one.partner)),
            meta=title(e, one),
            remedy=sentence(e, one, names),
        )
        for one in several
    )
