"""What happened lately in the network: new partners, wins, marketing, material, recognition (DOMAIN 6.5)."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from partnerbook.core.activity import MARKETING, Activity
from partnerbook.core.dates import day_of
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.labels import N_
from partnerbook.site.values import Link
from partnerbook.site.views.library import LIBRARY
from partnerbook.site.views.marketing import CALENDAR, title_of

Kind = Literal["partner", "win", "marketing", "material", "recognition"]
KINDS: dict[Kind, str] = {
    "partner": N_("New partner"),
    "win": N_("Referral won"),
    "marketing": N_("Done together"),
    "material": N_("New in the library"),
    "recognition": N_("Recognition"),
}
"""Kinds of news, and how they are called."""


class NewsItem(Struct, frozen=True):
    """One thing that happened: for us a link, for partners a line; an empty line is none of theirs."""

    on: date
    kind: Kind
    link: Link
    line: str


def news_items(context: Context, here: Here, since: date) -> tuple[NewsItem, ...]:
    """What happened after a day, the latest first. No client is named."""
    found = [*_partners(context, here, since), *_wins(context, here, since), *_activities(context, here, since)]
    return tuple(sorted(found, key=lambda item: (item.on.toordinal(), item.kind, item.link.href), reverse=True))


def _partners(context: Context, here: Here, since: date) -> Iterator[NewsItem]:
    for entry in context.analysis.book.partners.values():
        history = entry.record.status_history
        first = next((change for change in reversed(history) if change.status == "onboarding"), None)
        active = next(
            (one for one in history if one.status == "active" and (first is None or one.on >= first.on)), None
        )
        if active is not None and since < active.on <= context.as_of:
            words = here._("%(partner)s, %(city)s: %(pitch)s") % {
                "partner": entry.record.name,
                "city": entry.record.city,
                "pitch": entry.record.pitch,
            }
            yield NewsItem(active.on, "partner", here.link(words, page_of("partner", entry.id)), words)


def _wins(context: Context, here: Here, since: date) -> Iterator[NewsItem]:
    for entry in context.analysis.book.referrals.values():
        won = entry.record.milestones.won
        if won is None or not since < day_of(won.on) <= context.as_of:
            continue
        received = entry.record.direction == "received"
        words = here._("From %(partner)s, for %(service)s") if received else here._("To %(partner)s, for %(service)s")
        names = {
            "partner": context.partner_names.get(entry.record.partner, entry.record.partner),
            "service": here.name("service", entry.record.service),
        }
        yield NewsItem(day_of(won.on), "win", here.link(words % names, page_of("referral", entry.id)), "")


def _activities(context: Context, here: Here, since: date) -> Iterator[NewsItem]:
    for entry in context.analysis.book.activities.values():
        record = entry.record
        if record.on is None or not since < day_of(record.on) <= context.as_of:
            continue
        partners = here.edition.listing(context.partner_names.get(key, key) for key in record.partners[:3])
        title = title_of(record)
        words = f"{title} ({partners})" if record.partners[:3] else title
        if record.material is not None:
            line = words if record.material.audience != "our_team" and _may_be_named(record) else ""
            yield NewsItem(day_of(record.on), "material", here.link(words, LIBRARY, entry.id), line)
        elif record.type in MARKETING:
            yield NewsItem(day_of(record.on), "marketing", here.link(words, CALENDAR, entry.id), words)
        elif record.type == "recognition":
            uri = page_of("partner", record.partners[0]) if record.partners else ""
            link = here.link(words, uri, "activities") if uri else Link(words)
            yield NewsItem(day_of(record.on), "recognition", link, "")


def _may_be_named(record: Activity) -> bool:
    """A case study names a client: it is told to nobody before the client has agreed."""
    return record.type != "case_study" or (record.material is not None and record.material.client_agreed is not None)
