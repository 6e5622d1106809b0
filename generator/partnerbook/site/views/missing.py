"""Whom the program lacks: services and regions it recruits for, gaps, requests turned away (DOMAIN 2.1, 12.4)."""

from msgspec import Struct

from partnerbook.core.dates import add_months, day_of
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Link, Pill, Value
from partnerbook.site.views.partners import STAGES


class WantedService(Struct, frozen=True):
    """A service we look for a partner in."""

    name: str
    pills: tuple[Pill, ...]
    heard: str
    turned_away: str
    partners: tuple[Link, ...]
    candidates: tuple[Link, ...]


class WantedRegion(Struct, frozen=True):
    """A region we look for partners in."""

    name: str
    partners: tuple[Link, ...]
    candidates: tuple[Link, ...]


class TurnedAwayRow(Struct, frozen=True):
    """A request we had to say no to."""

    day: Value
    need: str
    count: str
    asked: str
    passed_to: Link | None
    summary: str


class Missing(Struct, frozen=True):
    """Whom the program lacks, by the plan and by the service map."""

    plan: str
    services: tuple[WantedService, ...]
    regions: tuple[WantedRegion, ...]
    board: tuple[Link, ...]
    turned_away: tuple[TurnedAwayRow, ...]


def missing(context: Context, here: Here) -> Missing:
    """The plan first, then gaps nobody planned for."""
    growth = context.program.growth if context.program is not None else None
    return Missing(
        (growth.note or "") if growth is not None else "",
        _services(context, here, growth.recruit_services if growth is not None else ()),
        _regions(context, here, growth.recruit_regions if growth is not None else ()),
        tuple(here.record("partner", key) for key in growth.advisory_board) if growth is not None else (),
        _turned_away(context, here),
    )


def _services(context: Context, here: Here, planned: tuple[str, ...]) -> tuple[WantedService, ...]:
    rows = []
    needs = {need.service.key: need for need in context.analysis.service_map}
    gaps = tuple(key for key, need in needs.items() if need.is_gap)
    for key in dict.fromkeys((*planned, *gaps)):
        need = needs.get(key)
        if need is not None:
            pills = [Pill(here._("On the plan"), "info")] if key in planned else []
            if need.is_gap:
                pills.append(Pill(here._("Gap"), "bad"))
            rows.append(
                WantedService(
                    need.service.name,
                    tuple(pills),
                    here.edition.number(need.service.heard_per_year),
                    here.edition.number(need.turned_away),
                    tuple(here.record("partner", one) for one in need.partners),
                    tuple(here.record("partner", one) for one in need.candidates),
                )
            )
    return tuple(rows)


def _regions(context: Context, here: Here, planned: tuple[str, ...]) -> tuple[WantedRegion, ...]:
    status = context.analysis.partner_status
    active: dict[str, list[Link]] = {}
    coming: dict[str, list[Link]] = {}
    for entry in context.analysis.book.partners.values() if planned else ():
        into = active if status[entry.id] == "active" else coming if status[entry.id] in STAGES else None
        for region in entry.record.regions if into is not None else ():
            if into is not None:
                into.setdefault(region, []).append(here.record("partner", entry.id))
    return tuple(
        WantedRegion(here.name("region", key), tuple(active.get(key, ())), tuple(coming.get(key, ())))
        for key in planned
    )


def _turned_away(context: Context, here: Here) -> tuple[TurnedAwayRow, ...]:
    """Requests of the last 12 months, the latest first."""
    since, rows = add_months(context.as_of, -12), []
    for entry in reversed(tuple(context.analysis.book.activities.values())):
        record, refusal = entry.record, entry.record.turned_away
        if refusal is None or record.on is None or day_of(record.on) <= since:
            continue
        asked = [here.name("industry", refusal.industry)] if refusal.industry else []
        asked += [here.name("region", refusal.region)] if refusal.region else []
        rows.append(
            TurnedAwayRow(
                here.edition.day(record.on),
                here.name("service", refusal.need),
                here.edition.number(refusal.count),
                " · ".join(asked),
                here.record("partner", refusal.passed_to) if refusal.passed_to else None,
                record.summary,
            )
        )
    return tuple(rows)
