"""People at clients, and where their names, addresses and numbers stand in other texts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from partnerbook.core.book import Book
from partnerbook.rules.sensitive_text import KEY_WORDS, words_in

ADDRESS = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+[\w-]{2,}")
"""An e-mail address in prose."""
_PHONE = re.compile(r"(?<![\w.-])(?:\+|\(?0)\d?[\d\u00a0\u202f ()/.-]{5,}\d", re.ASCII)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_GAP = re.compile(r"\.?\s+")
"""What may stand between the words of a name: a line's end too, and the dot of a title."""
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
    names: Mapping[tuple[str, ...], ClientPerson]
    """By the words of the full name, whatever its capitals."""
    name_lengths: tuple[int, ...]
    """How many words the names have."""
    last_words: frozenset[bytes]
    """Last words of the names, as `words_in` writes them."""
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
        if not self.last_words.isdisjoint(words):
            yield from self._names_in(text)

    def _names_in(self, text: str) -> Iterator[Trace]:
        """Full names, over a line's end too, or with the last name first.

        The text is asked for names, not each name for its place in the text: many clients share
        a last name with a colleague, and the cost must not grow with their number.
        """
        found = [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]
        for index in range(len(found)):
            for length in self.name_lengths:
                run = found[index : index + length]
                said = tuple(word for word, _, _ in run)
                gaps = [text[before[2] : after[1]] for before, after in pairwise(run)]
                straight = self.names.get(said)
                if straight is not None and all(_GAP.fullmatch(gap) for gap in gaps):
                    yield Trace(run[0][1], "name", straight)
                turned = self.names.get((*said[1:], *said[:1]))
                if turned is not None and gaps[0].strip() == "," and all(_GAP.fullmatch(gap) for gap in gaps[1:]):
                    yield Trace(run[0][1], "name", turned)

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
    names: dict[tuple[str, ...], ClientPerson] = {}
    last_words: set[bytes] = set()
    for entry in book.clients.values():
        for contact in entry.record.contacts:
            person = ClientPerson(entry.id, contact.key)
            if contact.email and contact.email.lower() not in known:
                addresses.setdefault(contact.email.lower(), person)
            if contact.phone and _digits(contact.phone) not in known_numbers:
                numbers.setdefault(_digits(contact.phone), person)
            if contact.name.casefold() not in known_names:
                words = tuple(word.casefold() for word in _WORD.findall(contact.name))
                if len(words) > 1:  # a single word names nobody
                    names.setdefault(words, person)
                    last_words |= _last_words(contact.name)
    return ClientPeople(
        addresses,
        numbers,
        names,
        tuple(sorted({len(words) for words in names})),
        frozenset(last_words),
        words=KEY_WORDS | last_words,
        known_addresses=frozenset(known),
        known_domains=frozenset(address.rpartition("@")[2] for address in known) - PRIVATE_MAIL,
    )


def _last_words(name: str) -> set[bytes]:
    """The last word of a full name as it may stand in a text."""
    last = name.split()[-1]
    # Capitals beyond ASCII are other bytes than their small letters: both are looked for.
    return {*words_in(last)[-1:], *words_in(last.upper())[-1:]}


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-_COMPARED_DIGITS:]
