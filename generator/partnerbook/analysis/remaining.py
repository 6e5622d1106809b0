"""What the unpaid rest of won deals would still earn: the ledger reckoned with it, less the ledger without. Pure.

Bands, caps, claims and the end of agreements then hold for the rest exactly as they would if it were paid.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.dues import EARNING_KINDS
from partnerbook.analysis.ledger import Ledger, Line
from partnerbook.core.book import Book
from partnerbook.core.deal import ClientPayment, Deal, Invoice
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.referral import Referral

K = TypeVar("K")


class Rest(Struct, frozen=True):
    """What a client has still to pay of a won deal: its value less what was paid, refunds not counted."""

    referral: str
    deal: str
    value: Money
    paid: Money

    @property
    def amount(self) -> Money:
        """The unpaid part."""
        return self.value - self.paid


def side_of(referral: Referral) -> PayoutDirection:
    """Who owes the commission of a referral: we for what we received, the partner for what we sent."""
    return "payable" if referral.direction == "received" else "receivable"


def unpaid_rests(book: Book) -> tuple[Rest, ...]:
    """The rest of every won deal that was not broken off, where something is left of it."""
    found = []
    for entry in book.referrals.values():
        if entry.record.milestones.won is None:
            continue
        for deal in entry.record.deals:
            rest = Rest(entry.id, deal.key, deal.value, _total(deal, entry.record.payments))
            if deal.ended_early is None and rest.amount.amount > 0:
                found.append(rest)
    return tuple(found)


def _total(deal: Deal, items: Iterable[ClientPayment | Invoice]) -> Money:
    """What was paid or invoiced of a deal, in the deal's own currency."""
    amounts = (item.amount for item in items if item.deal == deal.key and item.amount.currency == deal.value.currency)
    return sum(amounts, Money.zero(deal.value.currency))


def with_rests(book: Book, rests: Iterable[Rest], on: date) -> Book:
    """The same Book in which every rest was paid on a day.

    Whatever an agreement may earn on happens that day: the payment, an invoice over what was not yet invoiced, and a
    start or completion that was still to come.
    """
    by_referral: dict[str, list[Rest]] = {}
    for rest in rests:
        by_referral.setdefault(rest.referral, []).append(rest)
    shelf = {
        key: replace(entry, record=_paid(entry.record, by_referral[key], on)) if key in by_referral else entry
        for key, entry in book.referrals.items()
    }
    return replace(book, referrals=MappingProxyType(shelf))


def _paid(referral: Referral, rests: list[Rest], on: date) -> Referral:
    deals = {deal.key: deal for deal in referral.deals}
    payments, invoices = list(referral.payments), list(referral.invoices)
    for place, rest in enumerate(rests):
        deal = deals[rest.deal]
        part = _eligible_part(deal, referral, rest.amount)
        payments.append(
            ClientPayment(key=f"rest-payment-{place}", deal=deal.key, on=on, amount=rest.amount, eligible=part)
        )
        open_amount = deal.value - _total(deal, referral.invoices)
        if open_amount.amount > 0:
            part = _eligible_part(deal, referral, open_amount)
            invoices.append(
                Invoice(key=f"rest-invoice-{place}", deal=deal.key, on=on, amount=open_amount, eligible=part)
            )
        deals[deal.key] = deal.model_copy(update={"start": deal.start or on, "completed": deal.completed or on})
    changes = {"payments": tuple(payments), "invoices": tuple(invoices), "deals": tuple(deals.values())}
    return referral.model_copy(update=changes)


def _eligible_part(deal: Deal, referral: Referral, amount: Money) -> Money | None:
    """The part of a rest that earns, in the proportion of what was invoiced so far; None where all of it does."""
    currency = amount.currency
    known = [one for one in referral.invoices if one.deal == deal.key and one.amount.currency == currency]
    parts = [one.eligible for one in known if one.eligible is not None and one.eligible.currency == currency]
    whole = sum((one.amount for one in known), Money.zero(currency))
    if not whole.amount or len(parts) < len(known):
        return None
    eligible = sum(parts, Money.zero(currency))
    return amount.part(Fraction(eligible.amount) / Fraction(whole.amount))


def gained(old: Ledger, new: Ledger, key: Callable[[Line], K]) -> Mapping[tuple[K, str], Money]:
    """What the new ledger has earned more than the old one, by a key and currency, without what comes to nothing.

    Margins that the seller keeps are left out: nobody will have to pay them.
    """
    sums: dict[tuple[K, str], Money] = {}
    for ledger, sign in ((old, -1), (new, 1)):
        for line in ledger.lines:
            if line.kind in EARNING_KINDS and not line.kept:
                group = (key(line), line.amount.currency)
                known = sums.get(group, Money.zero(line.amount.currency))
                sums[group] = known + line.amount if sign > 0 else known - line.amount
    return {group: amount for group, amount in sums.items() if amount.amount}
