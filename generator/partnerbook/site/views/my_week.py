"""A colleague's week: what is overdue, what comes due, referrals they handle, reviews to prepare."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from partnerbook.analysis.deadlines import Deadline
from partnerbook.analysis.remedies import Remedy
from partnerbook.core.dates import add_days
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Day, Link, Notice, Pill, Tile
from partnerbook.site.views.due_rows import (
    DueRow,
    due_row,
    person_link,
    remedies_of_partners,
    scorecard_of,
)
from partnerbook.site.views.referral_rows import Row, row

WEEK, FORTNIGHT = 7, 14
PREPARED_WITHIN = 30
"""Days before a review in which its agenda is written."""


class ReviewRow(Struct, frozen=True):
    """A review to prepare."""

    partner: Link
    day: Day
    state: Pill
    command: str


class MyWeek(Struct, frozen=True):
    """Everything one colleague has to see to."""

    name: str
    title: str
    tiles: tuple[Tile, ...]
    overdue: tuple[DueRow, ...]
    week: tuple[DueRow, ...]
    next_week: tuple[DueRow, ...]
    reviews: tuple[ReviewRow, ...]
    remedies: tuple[Notice, ...]
    referrals: tuple[Row, ...]


class WeekRow(Struct, frozen=True):
    """A colleague in the list.

    `counts` are those of what is overdue, due within a week and in the week after, open referrals, and remedies that
    cannot wait; empty for none.
    """

    link: Link
    counts: tuple[str, ...]


def my_week(context: Context, here: Here, person: str) -> MyWeek:
    """The week of one colleague, counted from the day the handbook is looked at."""
    e, as_of = here.edition, context.as_of
    overdue, week, later = _by_time(context.running_by.get(person, ()), as_of)
    handled = context.handled_by.get(person, ())
    urgent = _urgent(context, person)
    return MyWeek(
        name=here.name("person", person),
        title=next((one.title or "" for one in context.people if one.key == person), ""),
        tiles=(
            Tile(here._("Overdue"), e.number(len(overdue)), tone="bad" if overdue else ""),
            Tile(here._("In the next 7 days"), e.number(len(week))),
            Tile(here._("In the week after"), e.number(len(later))),
            Tile(here._("Open referrals"), e.number(len(handled)), href="#referrals" if handled else ""),
        ),
        overdue=tuple(due_row(here, one) for one in overdue),
        week=tuple(due_row(here, one) for one in week),
        next_week=tuple(due_row(here, one) for one in later),
        reviews=_reviews(context, here, person),
        remedies=remedies_of_partners(here, urgent),
        referrals=tuple(row(here, entry) for entry in handled),
    )


def week_rows(context: Context, here: Here) -> tuple[WeekRow, ...]:
    """Every colleague who is there and sees to something, those with most overdue first."""
    e, rows = here.edition, []
    for person in context.present:
        overdue, week, later = _by_time(context.running_by.get(person, ()), context.as_of)
        handled, urgent = context.handled_by.get(person, ()), _urgent(context, person)
        counts = [len(overdue), len(week), len(later), len(handled), len(urgent)]
        if any(counts):
            found = WeekRow(person_link(here, person), tuple(e.number(count) if count else "" for count in counts))
            rows.append((-len(overdue), -len(week), found))
    return tuple(one for *_, one in sorted(rows, key=lambda pair: pair[:2]))


def _by_time(
    deadlines: Sequence[Deadline], as_of: date
) -> tuple[tuple[Deadline, ...], tuple[Deadline, ...], tuple[Deadline, ...]]:
    """What is overdue, due within a week (the day itself included), and in the week after.

    What is waived stands on the last day of its waiver.
    """
    week, fortnight = add_days(as_of, WEEK), add_days(as_of, FORTNIGHT)
    return (
        tuple(one for one in deadlines if one.presses_from(as_of) < as_of),
        tuple(one for one in deadlines if as_of <= one.presses_from(as_of) <= week),
        tuple(one for one in deadlines if week < one.presses_from(as_of) <= fortnight),
    )


def _urgent(context: Context, person: str) -> tuple[Remedy, ...]:
    """What costs a partnership of theirs."""
    return tuple(
        remedy
        for one in context.partnerships.values()
        if context.analysis.book.partners[one.partner].record.owner == person
        for remedy in one.remedies
        if remedy.urgency == "act"
    )


def _reviews(context: Context, here: Here, person: str) -> tuple[ReviewRow, ...]:
    """Reviews of their partners that are planned or due soon, with the command that writes the agenda."""
    through, rows = add_days(context.as_of, PREPARED_WITHIN), []
    for one in context.partnerships.values():
        occasion, owner = one.occasion, context.analysis.book.partners[one.partner].record.owner
        if owner != person or occasion is None or occasion.on > through:
            continue
        if occasion.kind in ("review", "review_planned"):
            planned = occasion.kind == "review_planned"
            state = Pill(here._("planned"), "info") if planned else Pill(here._("no day yet"), "warn")
            link = here.link(context.partner_names[one.partner], scorecard_of(one.partner))
            command = here._("partnerbook agenda %(partner)s") % {"partner": one.partner}
            rows.append((occasion.on, ReviewRow(link, here.edition.day(occasion.on), state, command)))
    return tuple(found for _, found in sorted(rows, key=lambda pair: pair[0]))
