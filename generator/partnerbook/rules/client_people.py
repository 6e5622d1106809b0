"""People at clients, and where their names, addresses and numbers stand in other texts."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from partnerbook.core.book import Book
from partnerbook.rules.sensitive_text import SECRET_WORDS, words_in

_ADDRESS = re.compile(r"[\w.%+-]+@(?:[\w-]+\.)+[\w-]{2,}")
_PHONE = re.compile(r"(?<![\w.-])(?:\+|\(?0)\d?[\d\u00a0\u202f ()/.-]{5,}\d", re.ASCII)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_GAP = re.compile(r"\.?\s+")
"""What may stand between the words of a name: a line's end too, and the dot of a title."""
_REACH = 80
"""Characters around a last name in which the rest of the name stands."""
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


def addresses_in(text: str) -> Iterator[re.Match[str]]:
    """The e-mail addresses in prose.

    Each is looked for from the blank before its `@`: to try every word of a text takes twenty times as long.
    """
    end = 0
    while (at := text.find("@", end)) >= 0:
        blank = max(text.rfind(" ", end, at), text.rfind("\n", end, at))
        match = _ADDRESS.search(text, max(blank + 1, end))
        if match is None:
            return
        yield match
        end = match.end()


class ClientPerson(Struct, frozen=True):
    """A contact of a client, by the keys that may stand anywhere."""

    client: str
    contact: str


class Trace(Struct, frozen=True):
    """A place where something of a client's contact stands: `what` is a name, an address or a number."""

    index: int
    what: str
    person: ClientPerson


class ClientPeople(Struct, frozen=True):
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
    last_words: Mapping[bytes, frozenset[str]]
    """Last words of the names as `words_in` writes them, each with the ways a text may write it."""
    words: frozenset[bytes]
    """Words whose absence shows that a text names nobody."""
    known_addresses: frozenset[str]
    """Addresses of colleagues and of partners' contacts."""
    known_domains: frozenset[str]
    """Domains of their firms."""

    def traces(
        self, text: str, addresses: Iterable[re.Match[str]], words: frozenset[bytes], *, long_number: bool
    ) -> Iterator[Trace]:
        """Everything in a text that belongs to a client's contact; the rest is what was found in it before."""
        for match in addresses:
            person = self.addresses.get(match[0].lower())
            if person is not None:
                yield Trace(match.start(), "e-mail address", person)
        if long_number and self.numbers:
            for match in _PHONE.finditer(text):
                person = self.numbers.get(_digits(match[0]))
                if person is not None:
                    yield Trace(match.start(), "telephone number", person)
        for word in self.last_words.keys() & words:
            for last in self.last_words[word]:
                yield from self._named(text, last)

    def _named(self, text: str, last: str) -> Iterator[Trace]:
        """Full names that end on a last name, over a line's end too, or begin with it and a comma.

        The text is searched for last names, not for each full name: many clients share one, and
        the cost must not grow with their number.
        """
        index = text.find(last)
        while index >= 0:
            end = index + len(last)
            if _stands_alone(text, index, end):
                before = text[max(0, index - _REACH) : index]
                if (found := self._given(before, last)) is not None:
                    yield Trace(index - len(before) + found[0], "name", found[1])
                elif text[end : end + 1] == "," and (person := self._given_behind(text[end + 1 : end + _REACH], last)):
                    yield Trace(index, "name", person)
            index = text.find(last, end)

    def _given(self, before: str, last: str) -> tuple[int, ClientPerson] | None:
        """Where the name begins that a last name ends, and whose it is."""
        words = list(_WORD.finditer(before))
        ends = [*(word.start() for word in words[1:]), len(before)]
        for length in self.name_lengths:
            first = len(words) - length + 1
            if first < 0 or not all(
                _GAP.fullmatch(before, word.end(), end) for word, end in zip(words[first:], ends[first:], strict=True)
            ):
                continue
            person = self.names.get((*(word[0].casefold() for word in words[first:]), last.casefold()))
            if person is not None:
                return words[first].start(), person
        return None

    def _given_behind(self, behind: str, last: str) -> ClientPerson | None:
        """Whose name stands with the last name first."""
        words = [word.casefold() for word in _WORD.findall(behind)]
        if not behind[:1].isspace():
            return None
        said = ((*words[: length - 1], last.casefold()) for length in self.name_lengths)
        return next((self.names[name] for name in said if name in self.names), None)

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
    last_words: dict[bytes, frozenset[str]] = {}
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
                    last_words.update(_last_words(words[-1], contact.name.split()[-1]))
    return ClientPeople(
        addresses,
        numbers,
        names,
        tuple(sorted({len(words) for words in names})),
        last_words,
        words=SECRET_WORDS | last_words.keys(),
        known_addresses=frozenset(known),
        known_domains=frozenset(address.rpartition("@")[2] for address in known) - PRIVATE_MAIL,
    )


def _last_words(small: str, written: str) -> dict[bytes, frozenset[str]]:
    """The last word of a full name as it may stand in a text."""
    forms = frozenset({small, written.strip(".,"), small.capitalize(), small.upper()})
    # Capitals beyond ASCII are other bytes than their small letters: both are looked for.
    return {word: forms for form in (written, written.upper()) for word in words_in(form)[-1:]}


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a word is no part of a longer one; a key's `-` makes it a part."""
    around = (text[start - 1 : start], text[end : end + 1])
    return not any(char.isalnum() or char in ("-", "_") for char in around if char)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-_COMPARED_DIGITS:]
