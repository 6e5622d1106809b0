"""Log a referral: a form that composes the record in the browser and opens the forge's page for a new file.

Eight fields (DOMAIN 7.1). Nothing is sent anywhere before the reader sees the record at the forge.
"""

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from msgspec import Struct

from partnerbook.core.kinds import KINDS, RECORDS
from partnerbook.core.vocabulary import Involvement
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Option

PAGE = "log-a-referral.md"
"""The form's page."""

_OUR_PARTNERS = ("onboarding", "active", "paused")
"""A firm in talks is no partner yet, and one that left no longer is."""
_MAY_BE_SENT_TO = ("onboarding", "active")
"""No client is sent to a paused partner (RULINGS, "Reopened")."""


class PartnerChoice(Struct, frozen=True):
    """A partner: its id, the name that finds it, what it does, and whether clients may be sent to it now."""

    key: str
    name: str
    services: str
    open: str


class ServiceChoice(Struct, frozen=True):
    """A service: its key, the name that finds it, and whether it is one of ours."""

    key: str
    name: str
    ours: str


class ClientChoice(Struct, frozen=True):
    """A client with a record: its id, the name that finds it, and the keys of its contacts."""

    key: str
    name: str
    contacts: str


class ReferralForm(Struct, frozen=True):
    """The form: what can be chosen, and where the record goes.

    `new_file` is the address of the forge's page for a new file, in which `{path}` and `{text}` are replaced; empty
    without a forge. `path` is the record's place, `{year}` and `{id}` to be replaced.
    """

    partners: tuple[PartnerChoice, ...]
    services: tuple[ServiceChoice, ...]
    clients: tuple[ClientChoice, ...]
    involvements: tuple[Option, ...]
    usual_involvement: str
    time_zone: str
    new_file: str
    path: str


def referral_form(context: Context, here: Here) -> ReferralForm:
    """Everything the form needs to know; it asks nobody else."""
    program, book, statuses = context.program, context.analysis.book, context.analysis.partner_status
    partners = {key: entry for key, entry in book.partners.items() if statuses.get(key) in _OUR_PARTNERS}
    partner_names = _apart((key, entry.record.name) for key, entry in partners.items())
    services = program.services if program else ()
    service_names = _apart((service.key, service.name) for service in services)
    clients = {key: entry for key, entry in book.clients.items() if entry.record.ended is None}
    client_names = _apart((key, entry.record.name) for key, entry in clients.items())
    return ReferralForm(
        partners=tuple(
            PartnerChoice(key, name, _services(context, key), _yes(statuses.get(key) in _MAY_BE_SENT_TO))
            for key, name in partner_names
        ),
        services=tuple(
            ServiceChoice(key, name, _yes(any(service.key == key and service.ours for service in services)))
            for key, name in service_names
        ),
        clients=tuple(
            ClientChoice(key, name, " ".join(contact.key for contact in clients[key].record.contacts))
            for key, name in client_names
        ),
        involvements=tuple(Option(word, here.label("involvement", word)) for word in get_args(Involvement)),
        usual_involvement="standard",
        time_zone=program.time_zone if program else "",
        new_file=context.forge.new_file,
        path=f"{RECORDS}/{KINDS['referral'].plural}/{{year}}/{{id}}.md",
    )


def _services(context: Context, partner: str) -> str:
    """What we may send clients to a partner for: what it does, and what agreements say."""
    agreed = [key for entry in context.agreements_of.get(partner, ()) for key in entry.record.scope.we_refer]
    return " ".join(dict.fromkeys((*context.analysis.book.partners[partner].record.services, *agreed)))


def _yes(fact: bool) -> str:
    return "yes" if fact else ""


def _apart(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keys with names that are told apart, in the order of the names; the same name twice gets its key."""
    found = list(pairs)
    often = Counter(name for _, name in found)
    named = [(key, f"{name} ({key})" if often[name] > 1 else name) for key, name in found]
    return sorted(named, key=lambda pair: (pair[1].casefold(), pair[0]))
