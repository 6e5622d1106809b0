"""News: this month's hot opportunity and a letter to partners, ready to copy, and what happened lately (DOMAIN 6.5)."""

from collections.abc import Iterator

from msgspec import Struct

from partnerbook.core.dates import add_months
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Day, Filter, Value
from partnerbook.site.views.common import choices
from partnerbook.site.views.hot_opportunity import HotOpportunity, hot_opportunity, opportunities
from partnerbook.site.views.marketing import calendar_entries, title_of
from partnerbook.site.views.news_items import KINDS, Kind, NewsItem, news_items

_LIST_MONTHS, _LETTER_MONTHS = 12, 3
_IN_LETTER: tuple[Kind, ...] = ("partner", "marketing", "material")


class NewsRow(Struct, frozen=True):
    """Something that happened, in a line."""

    day: Day
    kind: str
    what: Value
    keys: dict[str, str]


class OpportunityRow(Struct, frozen=True):
    """A hot opportunity in a line."""

    month: str
    seeks: str
    service: str
    industry: Value
    answers: str


class News(Struct, frozen=True):
    """The page."""

    lede: str
    hot: HotOpportunity | None
    hot_letter: str
    suited: tuple[Value, ...]
    letter: str
    filters: tuple[Filter, ...]
    rows: tuple[NewsRow, ...]
    opportunities: tuple[OpportunityRow, ...]


def news(context: Context, here: Here) -> News:
    """Texts for partners, and the news they rest on."""
    items = news_items(context, here, add_months(context.as_of, -_LIST_MONTHS))
    rows = tuple(
        NewsRow(here.edition.day(item.on), here._(KINDS[item.kind]), item.link, {"kind": item.kind}) for item in items
    )
    filters = (choices("kind", here._("Kind"), ((row.keys["kind"], row.kind) for row in rows)),)
    return News(
        here._("What partners should hear from us each month: whom we look for, and what became of what they did."),
        hot_opportunity(context, here),
        "\n".join(_hot_letter(context, here)),
        _suited(context, here),
        "\n".join(_letter(context, here, items)),
        tuple(found for found in filters if len(found.options) > 1),
        rows,
        _opportunities(context, here),
    )


def _opportunities(context: Context, here: Here) -> tuple[OpportunityRow, ...]:
    return tuple(
        OpportunityRow(
            here.edition.period(hot.month),
            hot.seeks,
            here.name("service", hot.service),
            here.name("industry", hot.industry) if hot.industry else None,
            here.edition.number(hot.answers),
        )
        for entry in opportunities(context)
        if (hot := entry.record.hot_opportunity) is not None
    )


def _suited(context: Context, here: Here) -> tuple[Value, ...]:
    """Active partners who know the industry of the month's opportunity, or any."""
    latest = next(iter(opportunities(context)), None)
    hot = latest.record.hot_opportunity if latest is not None else None
    if hot is None:
        return ()
    return tuple(
        here.record("partner", entry.id)
        for entry in sorted(context.analysis.book.partners.values(), key=lambda entry: entry.record.name.casefold())
        if context.analysis.partner_status[entry.id] == "active"
        and (not entry.record.industries or hot.industry is None or hot.industry in entry.record.industries)
    )


def _hot_letter(context: Context, here: Here) -> Iterator[str]:
    """The opportunity in words a partner can read; nothing of ours stands in it but the wish."""
    latest = next(iter(opportunities(context)), None)
    hot = latest.record.hot_opportunity if latest is not None else None
    if hot is None:
        return
    yield here._("Whom we look for in %(month)s") % {"month": here.edition.period(hot.month)}
    yield ""
    yield hot.seeks
    yield ""
    yield here._("What they would need from us: %(service)s.") % {"service": here.name("service", hot.service)}
    yield from _how_to_answer(context, here)


def _how_to_answer(context: Context, here: Here) -> Iterator[str]:
    program = context.program
    if program is None:
        return
    owner = next((person for person in program.people if person.key == program.owner), None)
    if owner is not None:
        yield here._("If a name comes to mind, write to %(person)s: %(mail)s.") % {
            "person": owner.name,
            "mail": owner.email,
        }
    hours = program.service_levels.respond_hours
    yield here.edition.ngettext(
        "Ask the client first. We answer within %(hours)s hour on working days, and you hear of every step.",
        "Ask the client first. We answer within %(hours)s hours on working days, and you hear of every step.",
        hours,
    ) % {"hours": here.edition.number(hours)}


def _letter(context: Context, here: Here, items: tuple[NewsItem, ...]) -> Iterator[str]:
    """What happened in the last three months, as a mail; who referred whom stays between them and us."""
    program, since = context.program, add_months(context.as_of, -_LETTER_MONTHS)
    lately = [item for item in items if item.on > since]
    if program is None:
        return
    yield here._("News for the partners of %(firm)s, %(day)s") % {
        "firm": program.firm.name,
        "day": here.edition.long_day(context.as_of),
    }
    hot = tuple(_hot_letter(context, here))
    if hot:
        yield ""
        yield from hot
    wins = sum(item.kind == "win" for item in lately)
    if wins:
        yield ""
        yield here.edition.ngettext(
            "In the last three months %(number)s introduction became a client. Thank you.",
            "In the last three months %(number)s introductions became clients. Thank you.",
            wins,
        ) % {"number": here.edition.number(wins)}
    for kind in _IN_LETTER:
        yield from _block(here._(KINDS[kind]), [item.line for item in lately if item.kind == kind and item.line])
    yield from _block(here._("Coming up"), _coming(context, here))


def _block(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title}:"
        yield from (f"- {line}" for line in lines)


def _coming(context: Context, here: Here) -> list[str]:
    states = context.analysis.activity_state
    return [
        f"{day.text}: {title_of(entry.record)}"
        for entry in calendar_entries(context)
        if states[entry.id] == "planned" and (day := here.day(entry.record.planned)) is not None
    ]
