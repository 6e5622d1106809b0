"""People at clients, and where their names, addresses and numbers stand in other texts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from partnerbook.core.book import Book
from partnerbook.rules.sensitive_text import KEY_WORDS, words_in

ADDRESS = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+[\w-]{2,}")
"""An e-mail address in prose."""
_PHONE = re.compile(r"(?<![\w.-])(?:\+|\(?0)\d?[\d\u00a0\u202f ()/.-]{5,}\d", re.ASCII)
_COMPARED_DIGITS = 8
"""Numbers are the same if they end alike: country code and leading zero come and go."""

PRIVATE_MAIL = frozenset(
    {
        "aol.com",
        "freenet.de",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.de",
        "icloud.com",
        "live.com",
        "live.de",
        "mail.de",
        "me.com",
        "msn.com",
        "online.de",
        "outlook.com",
        "outlook.de",
        "posteo.de",
        "proton.me",
        "protonmail.com",
        "t-online.de",
        "web.de",
        "yahoo.com",
        "yahoo.de",
        "ymail.com",
    }
)
"""Providers where people have their private addresses."""


@dataclass(frozen=True, slots=True)
class ClientPerson:
    """A contact of a client, by the keys that may stand anywhere."""

    client: str
    contact: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A place where something of a client's contact stands: `what` is a name, an address or a number."""

    index: int
    what: str
    person: ClientPerson


@dataclass(frozen=True, slots=True)
class ClientPeople:
    """All contacts of all clients, by what gives them away.

    A name, address or number that also belongs to a colleague or a partner's contact gives
    nobody away.
    """

    addresses: Mapping[str, ClientPerson]
    numbers: Mapping[str, ClientPerson]
    names: Mapping[bytes, Sequence[tuple[re.Pattern[str], ClientPerson]]]
    """By the last word of the name, as `words_in` writes it."""
    words: frozenset[bytes]
    """Words whose absence shows that a text names nobody."""
    known_addresses: frozenset[str]
    """Addresses of colleagues and of partners' contacts."""
    known_domains: frozenset[str]
    """Domains of their firms."""

    def traces(self, text: str, words: frozenset[bytes], *, address: bool, long_number: bool) -> Iterator[Trace]:
        """Everything in a text that belongs to a client's contact; the rest is what a first look found."""
        if address:
            for match in ADDRESS.finditer(text):
                person = self.addresses.get(match[0].lower())
                if person is not None:
                    yield Trace(match.start(), "e-mail address", person)
        if long_number and self.numbers:
            for match in _PHONE.finditer(text):
                person = self.numbers.get(_digits(match[0]))
                if person is not None:
                    yield Trace(match.start(), "telephone number", person)
        forms = {form: person for word in words for form, person in self.names.get(word, ())}
        for form, person in forms.items():
            yield from (Trace(match.start(), "name", person) for match in form.finditer(text))

    def is_strange(self, address: str) -> bool:
        """Whether an address belongs to nobody we know: no colleague, no partner, none of their firms."""
        lowered = address.lower()
        domain = lowered.rpartition("@")[2]
        return lowered not in self.known_addresses and domain not in self.known_domains


def people_of(book: Book) -> ClientPeople:
    """Who is known in a Book."""
    colleagues = book.program.record.people if book.program else ()
    partners = [contact for entry in book.partners.values() for contact in entry.record.contacts]
    known_names = {name.casefold() for name in (*(one.name for one in colleagues), *(one.name for one in partners))}
    known_numbers = {_digits(contact.phone) for contact in partners if contact.phone}
    known = {person.email.lower() for person in colleagues}
    known |= {contact.email.lower() for contact in partners if contact.email}
    addresses: dict[str, ClientPerson] = {}
    numbers: dict[str, ClientPerson] = {}
    names: dict[bytes, list[tuple[re.Pattern[str], ClientPerson]]] = {}
    for entry in book.clients.values():
        for contact in entry.record.contacts:
            person = ClientPerson(entry.id, contact.key)
            if contact.email and contact.email.lower() not in known:
                addresses.setdefault(contact.email.lower(), person)
            if contact.phone and _digits(contact.phone) not in known_numbers:
                numbers.setdefault(_digits(contact.phone), person)
            if contact.name.casefold() not in known_names:
                for last in _last_words(contact.name):
                    names.setdefault(last, []).append((_form(contact.name.split()), person))
    return ClientPeople(
        addresses,
        numbers,
        names,
        words=KEY_WORDS | names.keys(),
        known_addresses=frozenset(known),
        known_domains=frozenset(address.rpartition("@")[2] for address in known) - PRIVATE_MAIL,
    )


def _last_words(name: str) -> set[bytes]:
    """The last word of a full name as it may stand in a text; nothing for a single word, which names nobody."""
    words = name.split()
    if len(words) < 2:
        return set()
    # Capitals beyond ASCII are other bytes than their small letters: both are looked for.
    return {*words_in(words[-1])[-1:], *words_in(words[-1].upper())[-1:]}


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-_COMPARED_DIGITS:]


def _form(words: list[str]) -> re.Pattern[str]:
    """A full name in prose, over a line's end too, or with the last name first."""
    *first, last = (re.escape(word) for word in words)
    given = r"\s+".join(first)
    return re.compile(rf"(?<!\w)(?:{given}\s+{last}|{last},\s+{given})(?!\w)", re.IGNORECASE)
