"""Clients: the list, and the page of one with what partners may hear and who referred it."""

from markupsafe import Markup
from msgspec import Struct

from partnerbook.core.book import Entry
from partnerbook.core.client import Client
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.prose import to_html
from partnerbook.site.values import Day, Fact, Filter, Link, Notice, Pill, Text, Value, mail_link, web_link
from partnerbook.site.views.common import attention, choices
from partnerbook.site.views.referral_rows import Row, row


class ClientLine(Struct, frozen=True):
    """A client in the list."""

    link: Link
    industry: str
    size: str
    region: str
    since: Day
    referrals: str
    state: Pill
    keys: dict[str, str]


class ClientList(Struct, frozen=True):
    """All clients."""

    lede: str
    filters: tuple[Filter, ...]
    rows: tuple[ClientLine, ...]


class Person(Struct, frozen=True):
    """A person at the client."""

    name: str
    title: Value
    reach: tuple[Value, ...]


class ClientPage(Struct, frozen=True):
    """Everything the page of a client shows."""

    name: str
    category: str
    pills: tuple[Pill, ...]
    attention: tuple[Notice, ...]
    facts: tuple[Fact, ...]
    people: tuple[Person, ...]
    about: Markup | None
    referrals: tuple[Row, ...]


def _state(context: Context, here: Here, client: Client) -> Pill:
    if client.ended is not None and client.ended <= context.as_of:
        return Pill(here._("Former client"), "calm")
    return Pill(here._("Known before"), "info") if client.existing else Pill(here._("Through partners"), "good")


def client_list(context: Context, here: Here) -> ClientList:
    """All clients by name."""
    entries = sorted(context.analysis.book.clients.values(), key=lambda entry: entry.record.name.casefold())
    rows = tuple(
        ClientLine(
            link=here.link(entry.record.name, page_of("client", entry.id)),
            industry=here.name("industry", entry.record.industry),
            size=here.name("size", entry.record.size),
            region=here.name("region", entry.record.region),
            since=here.edition.day(entry.record.known_since),
            referrals=here.edition.number(len(context.referrals_of_client.get(entry.id, ()))),
            state=_state(context, here, entry.record),
            keys={"industry": entry.record.industry, "region": entry.record.region, "size": entry.record.size},
        )
        for entry in entries
    )
    lede = here._("The only place for clients' personal data. Partners hear what each client allows, and no more.")
    filters = (
        choices("industry", here._("Industry"), ((line.keys["industry"], line.industry) for line in rows)),
        choices("region", here._("Region"), ((line.keys["region"], line.region) for line in rows)),
        choices("size", here._("Size"), ((line.keys["size"], line.size) for line in rows)),
    )
    return ClientList(lede, filters, rows)


def client_page(context: Context, here: Here, entry: Entry[Client]) -> ClientPage:
    """The page of one client."""
    client = entry.record
    industry, region = here.name("industry", client.industry), here.name("region", client.region)
    facts = (
        Fact(here._("Industry"), (Text(industry),)),
        Fact(here._("Size"), (Text(here.name("size", client.size)),)),
        Fact(here._("Region"), (Text(region),)),
        Fact(here._("Stage"), (Text(here.label("stage", client.stage)),) if client.stage else ()),
        Fact(here._("Known since"), (here.day(client.known_since),)),
        Fact(here._("Ended"), (here.day(client.ended),) if client.ended else ()),
        Fact(here._("Had from us before"), tuple(Text(here.name("service", key)) for key in client.existing_services)),
        Fact(here._("Partners may hear"), tuple(Text(here.label("may_tell", word)) for word in client.may_tell)),
        Fact(
            here._("Protected by"),
            (here.record("partner", client.protected_by),) if client.protected_by else (),
            here._("until %(day)s") % {"day": here.edition.day(client.protected_until).text}
            if client.protected_until
            else "",
        ),
        Fact(here._("Looked after by"), (here.person(client.owner),) if client.owner else ()),
        Fact(here._("Website"), (web_link(client.website, client.website),) if client.website else ()),
    )
    return ClientPage(
        name=client.name,
        category=f"{industry} · {region}",
        pills=(_state(context, here, client),),
        attention=attention(here, entry.key),
        facts=tuple(fact for fact in facts if fact.values),
        people=tuple(
            Person(
                person.name,
                person.title,
                tuple(
                    value
                    for value in (
                        mail_link(person.email) if person.email else None,
                        Text(person.phone) if person.phone else None,
                    )
                    if value is not None
                ),
            )
            for person in client.contacts
        ),
        about=to_html(entry.body) if entry.body.strip() else None,
        referrals=tuple(row(here, referral) for referral in context.referrals_of_client.get(entry.id, ())),
    )
