"""The marketing calendar: what was and will be done together, by quarter, and what it brought (DOMAIN 9)."""

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from partnerbook.analysis.tallies import add_up
from partnerbook.core.activity import MARKETING, Activity, Marketing
from partnerbook.core.book import Entry
from partnerbook.core.dates import Period, add_months, day_of
from partnerbook.site.context import Context, Here
from partnerbook.site.edition import Edition
from partnerbook.site.prose import to_html
from partnerbook.site.values import Filter, Link, MoneyText, Pill, Text, Tile, Value
from partnerbook.site.views.activity_work import hours
from partnerbook.site.views.common import choices, sums
from partnerbook.site.views.reach import ReachRow, reach, reach_rows

CALENDAR = "marketing/index.md"
_TYPES = MARKETING | {"training", "case_study"}
_MOST_PARTNERS = 3


class CalendarRow(Struct, frozen=True):
    """A campaign, webinar, event, training or the like: with whom, and what it brought."""

    key: str
    day: Value
    title: str
    type: str
    summary: str
    pills: tuple[Pill, ...]
    partners: tuple[Value, ...]
    work: str
    visitors: str
    visitors_note: str
    leads: str
    leads_note: str
    cost: MoneyText | None
    cost_note: str
    more: str
    note: Markup | None
    keys: dict[str, str]


class Quarter(Struct, frozen=True):
    """A quarter of the calendar with its sums."""

    title: str
    leads: str
    cost: str
    rows: tuple[CalendarRow, ...]


class Calendar(Struct, frozen=True):
    """The page."""

    lede: str
    tiles: tuple[Tile, ...]
    links: tuple[Link, ...]
    filters: tuple[Filter, ...]
    quarters: tuple[Quarter, ...]
    reach: tuple[ReachRow, ...]


def title_of(activity: Activity) -> str:
    """What people call it: its title in public, or what it was."""
    if activity.marketing is not None:
        return activity.marketing.title
    if activity.material is not None:
        return activity.material.title
    return activity.training.topic if activity.training is not None else activity.summary


def in_calendar(activity: Activity) -> bool:
    """Whether an activity stands in the calendar."""
    return activity.type in _TYPES


def calendar_entries(context: Context) -> tuple[Entry[Activity], ...]:
    """Everything that stands in the calendar, by day, then by id."""
    found = [entry for entry in context.analysis.book.activities.values() if in_calendar(entry.record)]
    return tuple(sorted(found, key=lambda entry: (_day(entry.record) or date.max, entry.id)))


def calendar(context: Context, here: Here, links: tuple[Link, ...]) -> Calendar:
    """Past and planned marketing by quarter, the latest first."""
    entries = calendar_entries(context)
    by_quarter: dict[Period | None, list[Entry[Activity]]] = {}
    for entry in reversed(entries):
        day = _day(entry.record)
        by_quarter.setdefault(Period.quarter_of(day) if day else None, []).append(entry)
    quarters = tuple(_quarter(context, here, period, several) for period, several in by_quarter.items())
    rows = [row for quarter in quarters for row in quarter.rows]
    partners = [
        (key, context.partner_names[key])
        for key in dict.fromkeys(key for entry in entries for key in entry.record.partners)
        if key in context.partner_names
    ]
    states = {row.keys["state"]: here.label("activity_state", row.keys["state"]) for row in rows}
    filters = (
        choices("type", here._("Type"), ((row.keys["type"], row.type) for row in rows)),
        choices("partner", here._("Partner"), partners),
        choices("state", here._("State"), states.items()),
        choices("year", here._("Year"), ((row.keys["year"], row.keys["year"]) for row in rows if row.keys["year"])),
    )
    return Calendar(
        here._("Two firms in front of the same people: who did the work, what it cost, and what it brought each."),
        _tiles(context, here, entries),
        links,
        tuple(found for found in filters if len(found.options) > 1),
        quarters,
        reach_rows(context, here),
    )


def _day(activity: Activity) -> date | None:
    when = activity.on or activity.planned
    return day_of(when) if when is not None else None


def _quarter(context: Context, here: Here, period: Period | None, entries: Iterable[Entry[Activity]]) -> Quarter:
    records = [entry.record for entry in entries]
    return Quarter(
        here.edition.period(period) if period is not None else here._("No day yet"),
        _leads(here.edition, records),
        sums(here.edition, add_up(record.cost for record in records if record.cost is not None)),
        tuple(_row(context, here, entry) for entry in entries),
    )


def _leads(e: Edition, records: Iterable[Activity]) -> str:
    """Conversations ours and theirs; nothing where nobody counted any."""
    found = [record.marketing for record in records if record.marketing is not None]
    if all(one.our_leads is None and one.their_leads is None for one in found):
        return ""
    return f"{e.number(sum(m.our_leads or 0 for m in found))} : {e.number(sum(m.their_leads or 0 for m in found))}"


def _row(context: Context, here: Here, entry: Entry[Activity]) -> CalendarRow:
    record, e = entry.record, here.edition
    marketing, day, state = record.marketing, _day(record), context.analysis.activity_state[entry.id]
    visitors, visitors_note = _visitors(here, record)
    shown, more = record.partners[:_MOST_PARTNERS], len(record.partners) - _MOST_PARTNERS
    partners: list[Value] = [here.record("partner", key) for key in shown]
    if more > 0:
        partners.append(Text(e.ngettext("%(number)s more", "%(number)s more", more) % {"number": e.number(more)}))
    title = title_of(record)
    return CalendarRow(
        key=entry.id,
        day=here.day(record.on or record.planned),
        title=title,
        type=here.label("activity_type", record.type),
        summary=record.summary if record.summary != title else "",
        pills=_pills(here, record, state),
        partners=tuple(partners),
        work=_work(here, marketing),
        visitors=visitors,
        visitors_note=visitors_note,
        leads=_leads(e, [record]),
        leads_note=here._("list shared %(day)s") % {"day": e.day(marketing.leads_shared).text}
        if marketing is not None and marketing.leads_shared is not None
        else "",
        cost=here.money(record.cost),
        cost_note=" · ".join(text for text in (_their_cost(here, record), hours(here, record)) if text),
        more=here._("What came of it") if state == "done" else here._("What is planned"),
        note=to_html(entry.body) if entry.body.strip() else None,
        keys={
            "type": record.type,
            "partner": " ".join(record.partners),
            "state": state,
            "year": f"{day.year}" if day else "",
        },
    )


def _pills(here: Here, record: Activity, state: str) -> tuple[Pill, ...]:
    pills = [] if state == "done" else [here.pill("activity_state", state)]
    marketing = record.marketing
    if marketing is not None and state == "done":
        if not marketing.brands_equal:
            pills.append(Pill(here._("Brands not equal"), "warn"))
        if marketing.leads_shared is None and marketing.registered:
            pills.append(Pill(here._("List not shared"), "warn"))
    return tuple(pills)


def _work(here: Here, marketing: Marketing | None) -> str:
    if marketing is None:
        return ""
    return here._("run by: %(logistics)s · promoted by: %(promotion)s") % {
        "logistics": here.label("side", marketing.logistics),
        "promotion": here.label("side", marketing.promotion),
    }


def _their_cost(here: Here, record: Activity) -> str:
    cost = record.their_cost
    return here._("theirs %(money)s") % {"money": here.edition.money(cost).text} if cost else ""


def _visitors(here: Here, record: Activity) -> tuple[str, str]:
    """How many came, and out of how many."""
    e, marketing = here.edition, record.marketing
    if record.training is not None:
        learned = here._("trained: %(side)s") % {"side": here.label("side", record.training.audience)}
        return e.number(record.training.attendees), learned
    if marketing is None:
        return "", ""
    notes = []
    if marketing.registered is not None:
        notes.append(here._("of %(number)s registered") % {"number": e.number(marketing.registered)})
    reached = reach(marketing)
    if reached is not None:
        notes.append(here._("reach %(number)s") % {"number": e.number(reached)})
    return (e.number(marketing.attended) if marketing.attended is not None else ""), " · ".join(notes)


def _tiles(context: Context, here: Here, entries: tuple[Entry[Activity], ...]) -> tuple[Tile, ...]:
    e, states = here.edition, context.analysis.activity_state
    since = add_months(context.as_of, -12)
    held = [
        entry.record
        for entry in entries
        if states[entry.id] == "done" and since < (_day(entry.record) or date.min) <= context.as_of
    ]
    planned = [entry for entry in entries if states[entry.id] == "planned"]
    if not entries:
        return ()
    webinars = [
        m for record in held if record.type == "webinar" and (m := record.marketing) and m.our_leads is not None
    ]
    usual = here._("5 to 10 for each from a webinar are usual")
    if webinars:
        total, count = sum(one.our_leads or 0 for one in webinars), len(webinars)
        mean = e.number((2 * total + count) // (2 * count))
        usual = here._("%(mean)s for us from a webinar; 5 to 10 are usual") % {"mean": mean}
    first = here.day(planned[0].record.planned) if planned else None
    return (
        Tile(here._("Held in 12 months"), e.number(len(held))),
        Tile(here._("Conversations, ours : theirs"), _leads(e, held) or "–", usual),
        Tile(
            here._("Our cost"),
            sums(e, add_up(record.cost for record in held if record.cost is not None)),
            here._("theirs %(money)s")
            % {"money": sums(e, add_up(record.their_cost for record in held if record.their_cost is not None))},
        ),
        Tile(
            here._("Coming up"),
            e.number(len(planned)),
            here._("the next on %(day)s") % {"day": first.text} if first is not None else "",
        ),
    )
