"""Which money counts of a deal and a client, and what a refund gives back of it (RULINGS, "Counting", "Clawback")."""

from collections.abc import Container, Iterable
from fractions import Fraction

from partnerbook.analysis.ledger.case import TRIGGERS
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.core.compensation import FlatEarning, NoEarning
from partnerbook.core.deal import ClientPayment, Invoice

Source = tuple[str, Fraction]
"""The key of an event that a refund answers, and how much of its money goes back, in the payment's currency."""


def is_trigger(event: Event, terms: TermsOfEvent) -> bool:
    """Whether an event is what an agreement earns on (RULINGS, "When something is earned")."""
    if isinstance(terms.earning, FlatEarning):
        return event.kind == "fee" and event.key == terms.earning.on
    if event.kind == "fee" or (isinstance(terms.earning, NoEarning) and terms.override is None):
        return False
    agreed = terms.agreement.payment.trigger
    if agreed in ("project_start", "completion") and event.deal is not None and event.deal.kind == "retainer":
        agreed = "client_payment"
    return TRIGGERS[event.kind] == agreed


def counts(event: Event, terms: TermsOfEvent | None) -> bool:
    """Whether an event's money counts of its deal and client: what the agreement earns on, else what was paid."""
    earning = terms.earning if terms is not None else None
    fixed = isinstance(earning, FlatEarning) or (isinstance(earning, NoEarning) and not (terms and terms.override))
    return event.kind == "payment" if terms is None or fixed else is_trigger(event, terms)


def answered_by(refund: Event, known: Container[tuple[str, str]], before: Fraction) -> tuple[Source, ...]:
    """What a refund gives back: the payment itself, else the invoices it covered, else its deal.

    `known` are the referral and key of the events that come into question, `before` is what had been given back of
    the payment. Of invoices each that was covered is named, also where nothing of it goes back yet.
    """
    payment, deal, given, referral = refund.payment, refund.deal, refund.refund, refund.entry.id
    if payment is None or deal is None or given is None:
        return ()
    amount = Fraction(given.amount.amount)
    if (referral, payment.key) in known:
        return ((payment.key, amount),)
    invoices: list[Source] = []
    start = Fraction(0)
    for key, part in covered(refund, payment):
        back = min(before + amount, start + part) - max(before, start)
        if (referral, key) in known:
            invoices.append((key, max(back, Fraction(0))))
        start += part
    if invoices:
        return tuple(invoices)
    deals = (f"{deal.key}-start", f"{deal.key}-completed")
    return next((((key, amount),) for key in deals if (referral, key) in known), ())


def covered(refund: Event, payment: ClientPayment) -> tuple[Source, ...]:
    """The invoices that a payment covered, oldest first, as far as the books know when it is refunded.

    A payment covers the invoice it names; what is left of it, and payments that name none, cover the deal's other
    invoices, the oldest first, in the order they were paid.
    """
    deal, currency, referral = payment.deal, payment.amount.currency, refund.referral

    def known(items: Iterable[Invoice] | Iterable[ClientPayment]) -> list[Invoice | ClientPayment]:
        here = [one for one in items if one.deal == deal and one.amount.currency == currency]
        return sorted((one for one in here if (one.booked or one.on) <= refund.booked), key=lambda one: one.on)

    unpaid = {invoice.key: Fraction(invoice.amount.amount) for invoice in known(referral.invoices)}
    payments = [one for one in known(referral.payments) if isinstance(one, ClientPayment)]
    left = {one.key: Fraction(one.amount.amount) for one in payments}
    parts = dict.fromkeys(unpaid, Fraction(0))
    for one, key in (
        *((one, one.invoice) for one in payments if one.invoice in unpaid),
        *((one, key) for one in payments for key in unpaid),
    ):
        part = min(left[one.key], unpaid[key]) if key is not None else Fraction(0)
        if key is not None and part > 0:
            left[one.key] -= part
            unpaid[key] -= part
            parts[key] += part if one.key == payment.key else 0
    return tuple((key, part) for key, part in parts.items() if part)
