"""Where records name something that is not there, or somebody who had left.

`references(book)` follows every field of `reference_fields` in one pass and keeps only what is
wrong, so that each rule about references is a sentence and not another walk through ten
thousand records.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from partnerbook.core.activity import Attendee
from partnerbook.core.book import Book, Entry
from partnerbook.core.closing import StatementSent
from partnerbook.core.dates import day_of
from partnerbook.core.finding import FieldPath
from partnerbook.core.partner import Contact
from partnerbook.core.program import Person
from partnerbook.core.record import KEBAB, Record
from partnerbook.core.vocabulary import US
from partnerbook.rules.reference_fields import PLANS, Plan, Target


class Mention(Struct, frozen=True):
    """A place where a record names something, the keys it could have named, and whose they are.

    `owner` is the partner, client or colleague list the keys belong to: `agentur-brandung`.
    """

    entry: Entry[Record]
    at: FieldPath
    key: str
    known: Collection[str] = ()
    owner: str = ""


class Absence(Struct, frozen=True):
    """A place where a record names somebody who had left; without a day it is a standing duty."""

    mention: Mention
    left: date
    day: date | None


class References(Struct, frozen=True):
    """What is wrong with the references of a Book: unknown ones by target, and people who had left."""

    unknown: Mapping[Target, tuple[Mention, ...]]
    absent_colleagues: tuple[Absence, ...]
    absent_contacts: tuple[Absence, ...]


# The two Books of a comparison; a Book is its own identity.
@lru_cache(maxsize=2)
def references(book: Book) -> References:
    """Follow every reference of a Book.

    What a record that could not be read may hold is not judged: a reference to it counts as
    known, and so do its contacts and, for the program, all its vocabularies.
    """
    walk = _Walk(book)
    for entry in book.entries():
        walk.follow(entry, PLANS[entry.kind])
    return References(
        {target: tuple(found) for target, found in walk.unknown.items()},
        tuple(walk.absent_colleagues),
        tuple(walk.absent_contacts),
    )


def unknown(book: Book, kinds: Iterable[str], targets: Collection[Target]) -> Iterator[Mention]:
    """What records of some kinds name that is not there, of some targets: a few looks instead of the whole walk."""
    walk = _Walk(book)
    for kind in kinds:
        plan = _only(PLANS[kind], targets)
        for entry in book.shelf(kind).values():
            walk.follow(entry, plan)
    return (mention for target in targets for mention in walk.unknown.get(target, ()))


def _only(plan: Plan, targets: Collection[Target]) -> Plan:
    """The fields of a plan that lead to some targets."""
    inner = {name: wanted if isinstance(wanted, Target) else _only(wanted, targets) for name, wanted in plan.items()}
    return {
        name: wanted for name, wanted in inner.items() if (wanted in targets if isinstance(wanted, Target) else wanted)
    }


_IN_THE_RECORD = frozenset(
    {
        Target.PARTNER_CONTACT,
        Target.CLIENT_CONTACT,
        Target.REFERRER,
        Target.TAKER,
        Target.PROMISER,
        Target.DEAL,
        Target.INVOICE,
        Target.PAYMENT,
    }
)
"""Targets whose keys depend on the record that names them."""

Keys = Mapping[str, date | None]
"""Keys that may be named, with the last day of people who have left."""


def _keys(items: Iterable[Any]) -> Keys:
    return dict.fromkeys(item.key for item in items)


def _people(items: Iterable[Person | Contact]) -> Keys:
    return {item.key: item.left for item in items}


class _Anything:
    """Stands for the keys of what is not judged: every key is among them."""

    def __contains__(self, key: object) -> bool:
        return True


class _Walk(Struct):
    """One pass through a Book."""

    book: Book
    unknown: dict[Target, list[Mention]] = field(default_factory=dict)
    absent_colleagues: list[Absence] = field(default_factory=list)
    absent_contacts: list[Absence] = field(default_factory=list)
    keys: dict[Target, Keys | None] = field(default_factory=dict)
    contacts: dict[str, Keys | None] = field(default_factory=dict)
    sound: dict[Target, Container[str]] = field(default_factory=dict)
    """Keys about which nothing is left to ask: almost every reference ends here."""

    def __post_init__(self) -> None:
        self.keys = dict.fromkeys(Target)
        for kind in (Target.PARTNER, Target.AGREEMENT, Target.REFERRAL, Target.ACTIVITY):
            broken = (key.partition("/")[2] for key in self.book.broken if key.startswith(f"{kind.value}/"))
            self.keys[kind] = dict.fromkeys((*self.book.shelf(kind.value), *broken))
        self.keys[Target.PARTY] = {**(self.keys[Target.PARTNER] or {}), US: None}
        if self.book.program is not None:
            program = self.book.program.record
            self.keys |= {
                Target.PERSON: _people(program.people),
                Target.SERVICE: _keys(program.services),
                Target.INDUSTRY: _keys(program.industries),
                Target.SIZE: _keys(program.sizes),
                Target.REGION: _keys(program.regions),
                Target.PROFESSION: _keys(program.professions),
                Target.TIER: _keys(program.tiers),
                Target.QUESTION: _keys(program.checklist),
                Target.STEP: _keys(program.onboarding),
            }
        for target, keys in self.keys.items():
            if keys is not None:
                self.sound[target] = frozenset(key for key, left in keys.items() if left is None)
            else:
                # What depends on the record is looked at there; the rest of it is not judged.
                self.sound[target] = frozenset() if target in _IN_THE_RECORD else _Anything()

    def follow(self, entry: Entry[Record], plan: Plan) -> None:
        self._follow(entry, entry.record, plan, ())

    def _follow(self, entry: Entry[Record], holder: Any, plan: Plan, path: FieldPath) -> None:
        # Ten thousand records have half a million fields: the common case, a key that is known, costs one look,
        # and no field is asked for through its model.
        values = holder.__dict__
        for name, wanted in plan.items():
            value = values.get(name)
            if not value:
                continue
            if not isinstance(wanted, Target):
                if isinstance(value, tuple):
                    for place, item in enumerate(value):
                        self._follow(entry, item, wanted, (*path, name, place))
                else:
                    self._follow(entry, value, wanted, (*path, name))
            elif isinstance(value, tuple):
                for place, item in enumerate(value):
                    if item not in self.sound[wanted]:
                        self._look_at(entry, holder, wanted, item, (*path, name, place))
            elif value not in self.sound[wanted]:
                self._look_at(entry, holder, wanted, value, (*path, name))

    def _look_at(self, entry: Entry[Record], holder: Any, wanted: Target, key: str, at: FieldPath) -> None:
        record: Any = entry.record
        if wanted in (Target.REFERRER, Target.TAKER):
            partner_side = (wanted is Target.REFERRER) == (record.direction == "received")
            wanted = Target.PARTNER_CONTACT if partner_side else Target.PERSON
        elif wanted is Target.PROMISER:
            # A name is no key: only what looks like a colleague's key must be one.
            if "-" not in key or KEBAB.fullmatch(key) is None or self._is_contact(record.partners, key):
                return
            wanted = Target.PERSON
        owner, keys = self._around(wanted, record, holder)
        if keys is None:
            return
        mention = Mention(entry, at, key, keys.keys(), owner)
        if key not in keys:
            self.unknown.setdefault(wanted, []).append(mention)
            return
        left = keys[key]
        if left is not None:
            absent = self.absent_colleagues if wanted is Target.PERSON else self.absent_contacts
            absent.append(Absence(mention, left, _day(entry, holder)))

    def _around(self, wanted: Target, record: Any, holder: Any) -> tuple[str, Keys | None]:
        """Whose keys may stand here, and which they are; None where that cannot be known."""
        match wanted:
            case Target.PARTNER_CONTACT:
                owner = holder.partner if isinstance(holder, Attendee | StatementSent) else record.partner
                return owner, self._contacts_of(owner)
            case Target.CLIENT_CONTACT:
                client = self.book.clients.get(record.client)
                return record.client, _keys(client.record.contacts) if client else None
            case Target.DEAL:
                return "", _keys(record.deals)
            case Target.INVOICE:
                return "", _keys(record.invoices)
            case Target.PAYMENT:
                return "", _keys(record.payments)
            case _:
                return "", self.keys[wanted]

    def _contacts_of(self, partner: str) -> Keys | None:
        """The contacts of a partner; None of one that is not there or could not be read."""
        if partner not in self.contacts:
            entry = self.book.partners.get(partner)
            self.contacts[partner] = _people(entry.record.contacts) if entry else None
        return self.contacts[partner]

    def _is_contact(self, partners: Iterable[str], key: str) -> bool:
        several = [self._contacts_of(partner) for partner in partners]
        return any(contacts is None or key in contacts for contacts in several)


def _day(entry: Entry[Record], holder: Any) -> date | None:
    """The day on which somebody is said to have done something; None for a standing duty."""
    record: Any = entry.record
    if holder is not record and getattr(holder, "on", None) is not None:
        return day_of(holder.on)
    match entry.kind:
        case "referral":
            return day_of(record.received)
        case "activity":
            moment = record.on or record.planned
            return day_of(moment) if moment else None
        case "payout":
            return record.prepared.on  # type: ignore[no-any-return]
        case "closing":
            return record.closed  # type: ignore[no-any-return]
        case _:
            return None
