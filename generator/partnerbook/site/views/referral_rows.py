"""A referral in a line, as every list of referrals shows it."""

from msgspec import Struct

from partnerbook.analysis.tallies import add_up
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.referral import Referral
from partnerbook.site.context import Here, page_of
from partnerbook.site.values import Day, Link, MoneyText, Pill, Value


class Row(Struct, frozen=True):
    """A referral in a list."""

    day: Day
    link: Link
    client: str
    direction: str
    partner: Link
    service: str
    status: Pill
    next: Value
    value: Value
    keys: dict[str, str]


_NEXT = {
    "received": "acknowledged",
    "acknowledged": "contacted",
    "contacted": "meeting",
    "qualified": "meeting",
    "meeting": "proposal",
}


def client_name(here: Here, key: str) -> str:
    """The client's name where there is a record, else its key in words."""
    entry = here.context.analysis.book.clients.get(key)
    return entry.record.name if entry else key


def row(here: Here, entry: Entry[Referral]) -> Row:
    """One referral, seen from a page."""
    referral, e = entry.record, here.edition
    state = here.context.analysis.referral_state[entry.id]
    values = add_up(deal.value for deal in referral.deals)
    value: Value = MoneyText(" · ".join(e.money(money).text for money in values)) if values else None
    follows = _NEXT.get(state)
    return Row(
        day=e.day(day_of(referral.received)),
        link=here.link(client_name(here, referral.client), page_of("referral", entry.id)),
        client=client_name(here, referral.client),
        direction=here.label("direction", referral.direction),
        partner=here.record("partner", referral.partner),
        service=here.name("service", referral.service),
        status=here.pill("referral_state", state),
        next=here.label("referral_state", follows) if follows else None,
        value=value,
        keys={"status": state, "partner": referral.partner, "direction": referral.direction},
    )
