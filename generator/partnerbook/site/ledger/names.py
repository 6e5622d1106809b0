"""What sentences about the ledger look up: names, agreements and events of the Book."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Self

from msgspec import Struct

from partnerbook.analysis.ledger.line import Line
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book
from partnerbook.core.compensation import Earning, TieredEarning
from partnerbook.core.deal import ClientPayment
from partnerbook.core.referral import Referral
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_

_EVENT = {
    "payment": N_("Payment %(key)s"),
    "invoice": N_("Invoice %(key)s"),
    "refund": N_("Refund %(key)s"),
    "start": N_("Start of deal %(key)s"),
    "completed": N_("Completion of deal %(key)s"),
}
_MILESTONE = {
    "submitted": N_("Referral submitted"),
    "qualified": N_("Referral qualified"),
    "won": N_("Client won"),
    "lost": N_("Client lost"),
    "declined": N_("Referral declined"),
}


class Names(Struct, frozen=True, eq=False, dict=True):
    """Lookups by the keys that lines carry; a key that nothing is known of stands for itself.

    Clients appear by their key alone: their names are nobody's business but the client record's (DOMAIN 7.3).
    """

    book: Book
    services: Mapping[str, str]
    people: Mapping[str, str]

    @classmethod
    def of(cls, book: Book) -> Self:
        """The names of a Book."""
        program = book.program.record if book.program else None
        services = {service.key: service.name for service in program.services} if program else {}
        people = {person.key: person.name for person in program.people} if program else {}
        return cls(book, MappingProxyType(services), MappingProxyType(people))

    @cached_property
    def partners(self) -> dict[str, str]:
        """Partners' names by id."""
        return {key: entry.record.name for key, entry in self.book.partners.items()}

    def partner(self, key: str) -> str:
        """A partner's name."""
        entry = self.book.partners.get(key)
        return entry.record.name if entry else key

    def service(self, key: str) -> str:
        """A service's name."""
        return self.services.get(key, key)

    def person(self, key: str) -> str:
        """A colleague's name."""
        return self.people.get(key, key)

    def agreement(self, key: str) -> Agreement | None:
        """An agreement's record."""
        entry = self.book.agreements.get(key)
        return entry.record if entry else None

    def agreement_title(self, edition: Edition, key: str) -> str:
        """An agreement as its page is called."""
        agreement = self.agreement(key)
        if agreement is None:
            return key
        partners = edition.listing(self.partner(partner) for partner in agreement.partners)
        return edition.gettext("Agreement with %(partners)s") % {"partners": partners}

    def referral(self, key: str) -> Referral | None:
        """A referral's record."""
        entry = self.book.referrals.get(key)
        return entry.record if entry else None

    def pays(self, agreement: str, referral: str) -> Earning | None:
        """What an agreement pays in the direction of a referral."""
        terms, record = self.agreement(agreement), self.referral(referral)
        if terms is None or record is None:
            return None
        return terms.compensation.received if record.direction == "received" else terms.compensation.sent

    def tiered(self, line: Line) -> TieredEarning | None:
        """What the line's agreement pays, where it goes by bands."""
        earning = self.pays(line.agreement, line.referral)
        return earning if isinstance(earning, TieredEarning) else None

    def refunded(self, referral: str, event: str) -> ClientPayment | None:
        """The client payment that a refund gives back."""
        record = self.referral(referral)
        if record is None:
            return None
        of = next((refund.payment for refund in record.refunds if refund.key == event), None)
        return next((payment for payment in record.payments if payment.key == of), None)

    def event(self, edition: Edition, referral: str, event: str) -> str:
        """What happened on a referral, by the event's part of a line's id: `Payment p1`, `Client won`."""
        if event in _MILESTONE:
            return edition.gettext(_MILESTONE[event])
        record = self.referral(referral)
        for kind, key, name in _events(record) if record is not None else ():
            if name == event:
                return edition.gettext(_EVENT[kind]) % {"key": key}
        return event


def _events(referral: Referral) -> Iterator[tuple[str, str, str]]:
    """Every event of money: its kind, the key people know it by, and its part of a line's id."""
    yield from (("payment", payment.key, payment.key) for payment in referral.payments)
    yield from (("invoice", invoice.key, invoice.key) for invoice in referral.invoices)
    yield from (("refund", refund.key, refund.key) for refund in referral.refunds)
    for deal in referral.deals:
        yield "start", deal.key, f"{deal.key}-start"
        yield "completed", deal.key, f"{deal.key}-completed"
