"""One pass through the texts of a Book for what must not stand there; the rules of `privacy` read it."""

from functools import lru_cache

from msgspec import Struct, field

from partnerbook.core.book import Book, Entry
from partnerbook.core.record import Record
from partnerbook.rules.client_people import PRIVATE_MAIL, ClientPeople, Trace, addresses_in, people_of
from partnerbook.rules.sensitive_text import (
    FirstLook,
    Hit,
    bank_accounts,
    cards,
    first_look,
    keys,
    logins,
    passwords,
    tax_numbers,
)

_KINDS_ABOUT_CLIENTS = ("referral", "activity", "agreement")
"""Kinds in which an address of somebody unknown is probably a client's."""

Found = list[tuple[Entry[Record], Hit]]
"""Hits with the records in whose texts they stand."""


class TextFindings(Struct, frozen=True):
    """What one pass through all texts found."""

    accounts: Found = field(default_factory=list)
    cards: Found = field(default_factory=list)
    tax_numbers: Found = field(default_factory=list)
    keys: Found = field(default_factory=list)
    passwords: Found = field(default_factory=list)
    traces: list[tuple[Entry[Record], Trace]] = field(default_factory=list)
    strangers: Found = field(default_factory=list)
    private_mail: Found = field(default_factory=list)


# The two Books of a comparison; a Book is its own identity.
@lru_cache(maxsize=2)
def read_texts(book: Book) -> TextFindings:
    """Read every text of a Book once, closely where a first look says so."""
    found = TextFindings()
    people = people_of(book)
    for entry in book.entries():
        look = first_look(entry.text, people.words)
        if look.is_clean:
            continue
        _search_secrets(entry, look, found)
        if entry.kind != "client":
            _search_people(entry, look, people, found)
    return found


def _search_secrets(entry: Entry[Record], look: FirstLook, found: TextFindings) -> None:
    text = entry.text
    if look.long_number:
        found.accounts.extend((entry, hit) for hit in bank_accounts(text))
        found.cards.extend((entry, hit) for hit in cards(text))
        found.tax_numbers.extend((entry, hit) for hit in tax_numbers(text))
    if look.key:
        found.keys.extend((entry, hit) for hit in keys(text))
    if look.login:
        found.keys.extend((entry, hit) for hit in logins(text))
    if look.password:
        found.passwords.extend((entry, hit) for hit in passwords(text))


def _search_people(entry: Entry[Record], look: FirstLook, people: ClientPeople, found: TextFindings) -> None:
    text = entry.text
    addresses = list(addresses_in(text)) if look.address else []
    traces = list(people.traces(text, addresses, look.words, long_number=look.long_number))
    found.traces.extend((entry, trace) for trace in traces)
    told = {trace.index for trace in traces}
    for match in addresses:
        if match.start() in told or not people.is_strange(match[0]):
            continue
        hit = Hit(match.start(), match[0].lower().rpartition("@")[2])
        if hit.shown in PRIVATE_MAIL:
            found.private_mail.append((entry, hit))
        elif entry.kind in _KINDS_ABOUT_CLIENTS and not _in_web_address(text, hit.index):
            found.strangers.append((entry, hit))


def _in_web_address(text: str, index: int) -> bool:
    """Whether what looks like an e-mail address is the end of `https://name:password@host`."""
    beginning = max(text.rfind(" ", 0, index), text.rfind("\n", 0, index)) + 1
    return "://" in text[beginning:index]
