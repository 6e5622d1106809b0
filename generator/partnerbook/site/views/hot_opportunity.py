"""The hot opportunity of the month: the one concrete referral we wish for (DOMAIN 6.5)."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.core.activity import Activity
from partnerbook.core.book import Entry
from partnerbook.site.context import Context, Here
from partnerbook.site.prose import to_html
from partnerbook.site.values import Fact, Text

NEWS = "marketing/news.md"
"""The page with the text for partners; Home leads there."""


class HotOpportunity(Struct, frozen=True):
    """The one ideal referral of the month."""

    month: str
    title: str
    body: Markup
    facts: tuple[Fact, ...]


def opportunities(context: Context) -> tuple[Entry[Activity], ...]:
    """Every hot opportunity that was sent out, the latest first."""
    found = (
        entry
        for entry in context.analysis.book.activities.values()
        if entry.record.hot_opportunity is not None and entry.record.on is not None
    )
    return tuple(reversed(tuple(found)))


def hot_opportunity(context: Context, here: Here) -> HotOpportunity | None:
    """The latest one."""
    latest = next(iter(opportunities(context)), None)
    hot = latest.record.hot_opportunity if latest is not None else None
    if latest is None or hot is None:
        return None
    facts = [Fact(here._("Service"), (Text(here.name("service", hot.service)),))]
    if hot.industry:
        facts.append(Fact(here._("Industry"), (Text(here.name("industry", hot.industry)),)))
    facts.append(Fact(here._("Names so far"), (Text(here.edition.number(hot.answers)),)))
    return HotOpportunity(here.edition.period(hot.month), hot.seeks, to_html(latest.body), tuple(facts))
