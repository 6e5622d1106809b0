"""The terms an event falls under: its agreement, what amends it, the end, and the referral's own terms."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis.ledger.events import KINDS, Event, EventKind
from partnerbook.analysis.ledger.soundness import is_sound
from partnerbook.analysis.ledger.standing import Pair
from partnerbook.analysis.protection import protections
from partnerbook.analysis.states import tier_entry
from partnerbook.analysis.terms import candidates, governing, last_day, origin_of, terms
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.compensation import Earning, FlatEarning, NoEarning, PercentageEarning, TieredEarning
from partnerbook.core.dates import day_of
from partnerbook.core.deal import Override
from partnerbook.core.money import Rate
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import Direction

_BY_TRIGGER: dict[str, frozenset[EventKind]] = {
    "client_payment": frozenset({"payment"}),
    "invoice": frozenset({"invoice"}),
    "project_start": frozenset({"start", "payment"}),
    "completion": frozenset({"completion", "payment"}),
}
"""Kinds of events by the trigger an agreement names; a retainer's month is a payment also where deals earn."""


class TermsOfEvent(Struct, frozen=True):
    """What one event is reckoned by.

    `earning` is the agreement's, or a plain percentage where the referral's own rate takes the place of a fee.
    `end` is the last day of the agreement and of those that amend it; None while nothing ends it.
    """

    entry: Entry[Agreement]
    earning: Earning
    override: Override | None
    end: date | None
    tier_rates: InvolvementRates | None

    @property
    def agreement(self) -> Agreement:
        """The agreement itself."""
        return self.entry.record

    def tier_rate(self, referral: Referral) -> Rate | None:
        """The program's default for the partner's tier, on referrals received."""
        if self.tier_rates is None or referral.direction != "received":
            return None
        return self.tier_rates.of(referral.involvement)


class TermsInForce:
    """Finds the terms of events; knows every agreement of a Book and what follows on it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._by_partner = terms(book)
        self._governing: Mapping[str, str] = governing(book, self._by_partner)
        self.protections = protections(book, self._governing)
        self._later = _amendments(book.agreements.values())
        self.measured = _measured(book.agreements.values())
        self._ends = {key: self._end(entry) for key, entry in book.agreements.items()}
        tiers = book.program.record.tiers if book.program else ()
        self._tier_rates = {tier.key: tier.rates for tier in tiers}
        self._lasting: dict[str, TermsOfEvent] = {}
        self._sound = {
            key: {"received": is_sound(pays.received), "sent": is_sound(pays.sent)}
            for key, entry in book.agreements.items()
            for pays in (entry.record.compensation,)
        }

    def missing(self, referral: Referral) -> bool:
        """Whether no agreement matches a referral that has none; otherwise more than one does."""
        origin = origin_of(referral, self._book)
        return not candidates(origin, self._by_partner.get(origin.partner, ()))

    def earning_kinds(self, entry: Entry[Referral]) -> frozenset[EventKind]:
        """Kinds of events a referral may earn on, by its agreement; all where something can take over from that."""
        agreement = self._book.agreements.get(self._governing.get(entry.id, ""))
        if agreement is None:
            return frozenset()
        if agreement.id in self._later or entry.record.overrides:
            return frozenset(KINDS)
        earning: Earning = getattr(agreement.record.compensation, entry.record.direction)
        if isinstance(earning, NoEarning):
            return frozenset()
        return frozenset({"fee"}) if isinstance(earning, FlatEarning) else _BY_TRIGGER[agreement.record.payment.trigger]

    def is_sound(self, found: TermsOfEvent, referral: Referral) -> bool:
        """Whether the terms of a referral's direction have one meaning."""
        return self._sound[found.entry.id][referral.direction]

    def of(self, event: Event) -> TermsOfEvent | None:
        """The terms of an event; None where the referral has no agreement, or more than one."""
        referral = event.entry.id
        lasting = self._lasting.get(referral)
        if lasting is not None:
            return lasting
        first = self._governing.get(referral)
        if first is None:
            return None
        found = self._of(event, self._book.agreements[first])
        if first not in self._later and not event.referral.overrides:
            # Nothing can take over: these terms hold for every event of the referral.
            self._lasting[referral] = found
        return found

    def _of(self, event: Event, entry: Entry[Agreement]) -> TermsOfEvent:
        seen = {entry.id}
        while (following := self._taken_over(entry, event)) is not None and following.id not in seen:
            entry = following
            seen.add(entry.id)
        referral = event.referral
        override = _override(referral, event)
        agreed: Earning = getattr(entry.record.compensation, referral.direction)
        partner = self._book.partners.get(referral.partner)
        tier = tier_entry(partner.record, day_of(origin_of(referral, self._book).received)) if partner else None
        return TermsOfEvent(
            entry,
            _earning(agreed, override),
            override,
            self._ends[entry.id],
            self._tier_rates.get(tier.tier) if tier else None,
        )

    def _taken_over(self, entry: Entry[Agreement], event: Event) -> Entry[Agreement] | None:
        """The amendment that holds for an event of a running referral: from its first day, and once it was signed."""
        for later in self._later.get(entry.id, ()):
            amendment = later.record
            signed = amendment.signed is not None and amendment.signed <= event.booked
            if amendment.applies_to == "future_payments" and amendment.effective <= event.on and signed:
                return later
        return None

    def _end(self, entry: Entry[Agreement]) -> date | None:
        seen: set[str] = set()
        while (later := self._later.get(entry.id)) and entry.id not in seen:
            seen.add(entry.id)
            entry = later[-1]
        return last_day(entry.record, None)


def _amendments(agreements: Iterable[Entry[Agreement]]) -> Mapping[str, list[Entry[Agreement]]]:
    """Signed amendments by what they amend, in the order they begin."""
    found: dict[str, list[Entry[Agreement]]] = {}
    for entry in agreements:
        if entry.record.amends is not None and entry.record.signed is not None:
            found.setdefault(entry.record.amends, []).append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.record.effective, entry.id))
    return found


def _measured(agreements: Iterable[Entry[Agreement]]) -> Mapping[Pair, list[tuple[Agreement, TieredEarning]]]:
    """Every agreement that goes by a partner's revenue, by partner and direction.

    A partner's money counts in all of them, whichever agreement it earns under (RULINGS, "Revenue").
    """
    found: dict[Pair, list[tuple[Agreement, TieredEarning]]] = {}
    directions: tuple[Direction, ...] = ("received", "sent")
    for entry in agreements:
        for direction in directions:
            earning: Earning = getattr(entry.record.compensation, direction)
            if isinstance(earning, TieredEarning) and earning.measure == "revenue" and is_sound(earning):
                for partner in entry.record.partners if entry.record.signed is not None else ():
                    found.setdefault((partner, direction), []).append((entry.record, earning))
    return found


def _override(referral: Referral, event: Event) -> Override | None:
    """The referral's own terms for an event: those of its deal before those of all, the latest decision first."""
    deal = event.deal.key if event.deal else None
    matching = [
        override
        for override in referral.overrides
        if override.on <= event.booked
        and override.deal in (None, deal)
        and (override.rate is None) != (override.amount is None)
        and (override.rate is None or override.rate.percent >= 0)
    ]
    return max(matching, key=lambda override: (override.deal is not None, override.on), default=None)


def _earning(agreed: Earning, override: Override | None) -> Earning:
    if override is not None and override.rate is not None and isinstance(agreed, NoEarning | FlatEarning):
        return PercentageEarning(earn="percentage", basis="client_lifetime", rate=override.rate)
    return agreed
