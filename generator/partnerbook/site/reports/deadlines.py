"""What is due, in tables for a terminal: by who sees to it, or by day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.deadlines import Deadline
from partnerbook.site.edition import Edition
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable
from partnerbook.site.words.deadlines import clock, lateness, name_of, task

Grouping = Literal["owner", "day"]
"""Whether tables are made by colleague, or one of what is overdue and one for each day."""


class Due(Struct, frozen=True, eq=False):
    """What is asked for: running deadlines in the order of their limits, through a day, with names by key.

    `partners` are those of partners, `people` those of colleagues.
    """

    deadlines: Sequence[Deadline]
    as_of: date
    through: date
    partners: Mapping[str, str]
    people: Mapping[str, str]


def deadline_report(edition: Edition, found: Due, by: Grouping) -> PlainReport:
    """Tables of what is overdue and what comes due, the most overdue first."""
    here = edition
    title = here.gettext("Due through %(last)s, as of %(day)s") % {
        "last": here.long_day(found.through),
        "day": here.long_day(found.as_of),
    }
    tables = [_table(here, found, heading, members, by) for heading, members in _groups(here, found, by).items()]
    waived = sum(deadline.is_waived(found.as_of) for deadline in found.deadlines)
    overdue = sum(deadline.due < found.as_of for deadline in found.deadlines) - waived
    coming = len(found.deadlines) - overdue - waived
    notes = (
        here.gettext("Nothing is overdue, and nothing comes due."),
        here.gettext("%(overdue)s overdue, %(coming)s to come.")
        % {"overdue": here.number(overdue), "coming": here.number(coming)},
    )
    told = [notes[bool(found.deadlines)]]
    if waived:
        told.append(here.gettext("%(waived)s waived.") % {"waived": here.number(waived)})
    return PlainReport(title, tuple(tables), tuple(told))


def _groups(here: Edition, found: Due, by: Grouping) -> Mapping[str, list[Deadline]]:
    groups: dict[str, list[Deadline]] = {}
    for deadline in found.deadlines:
        if by == "owner":
            heading = name_of(found.people, deadline.owner)
        elif deadline.is_waived(found.as_of):
            heading = here.gettext("Waived")
        elif deadline.due < found.as_of:
            heading = here.gettext("Overdue")
        else:
            heading = here.long_day(deadline.due)
        groups.setdefault(heading, []).append(deadline)
    return dict(sorted(groups.items())) if by == "owner" else groups


def _table(here: Edition, found: Due, heading: str, members: Sequence[Deadline], by: Grouping) -> PlainTable:
    columns = (
        here.gettext("Due"),
        here.gettext("When"),
        here.gettext("What"),
        here.gettext("Partner"),
        here.gettext("Clock") if by == "owner" else here.gettext("Owner"),
        here.gettext("Record"),
    )
    rows = tuple(
        (
            here.moment(deadline.limit).text,
            lateness(here, deadline, found.as_of),
            task(here, deadline),
            name_of(found.partners, deadline.partner) or NONE,
            clock(here, deadline) if by == "owner" else name_of(found.people, deadline.owner),
            deadline.record,
        )
        for deadline in members
    )
    return PlainTable(heading, columns, rows)
