"""The deals of a referral's page: what was sold, and the invoices, payments and refunds on it."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from partnerbook.core.dates import day_of
from partnerbook.core.deal import ClientPayment, Deal
from partnerbook.core.referral import Referral
from partnerbook.site.context import Context, Here
from partnerbook.site.labels import N_
from partnerbook.site.values import MoneyText, Value
from partnerbook.site.words.compensation import party_names, share_in_words

_BEGUN = N_("begun on %(day)s")
_COMPLETED = N_("completed on %(day)s")
_BROKEN_OFF = N_("broken off on %(day)s")


class MoneyRow(Struct, frozen=True):
    """An invoice, payment or refund; `note` says what it is for and who told us of it."""

    label: str
    kind: str
    note: str
    day: Value
    amount: MoneyText


class DealRows(Struct, frozen=True):
    """A deal and the money that moved on it."""

    label: str
    kind: str
    note: str
    day: Value
    value: MoneyText
    payments: tuple[MoneyRow, ...]


def deal_rows(context: Context, here: Here, referral: Referral) -> tuple[DealRows, ...]:
    """Every deal of a referral."""
    partner = context.analysis.book.partners.get(referral.partner)
    reporters = {contact.key: contact.name for contact in partner.record.contacts} if partner else {}
    names = party_names(here.edition, context.partner_names)
    return tuple(_deal(here, referral, deal, reporters, names) for deal in referral.deals)


def _deal(
    here: Here, referral: Referral, deal: Deal, reporters: Mapping[str, str], names: Mapping[str, str]
) -> DealRows:
    e = here.edition
    rows: list[tuple[date, int, MoneyRow]] = []
    for invoice in referral.invoices:
        if invoice.deal == deal.key:
            money_row = MoneyRow(invoice.key, here._("Invoice"), "", e.day(invoice.on), e.money(invoice.amount))
            rows.append((invoice.on, 0, money_row))
    payments = [payment for payment in referral.payments if payment.deal == deal.key]
    for payment in payments:
        kind = here._("Payment") if referral.direction == "received" else here._("Payment, as reported")
        note = " · ".join(_about(here, payment, reporters))
        rows.append((payment.on, 1, MoneyRow(payment.key, kind, note, e.day(payment.on), e.money(payment.amount))))
    keys = {payment.key for payment in payments}
    for refund in referral.refunds:
        if refund.payment in keys:
            kind = here._("Refund: %(reason)s") % {"reason": refund.reason} if refund.reason else here._("Refund")
            rows.append((refund.on, 2, MoneyRow(refund.key, kind, "", e.day(refund.on), e.money(-refund.amount))))
    rows.sort(key=lambda item: item[:2])
    won = referral.milestones.won
    ordered = deal.signed or (day_of(won.on) if won else None)
    return DealRows(
        label=deal.key,
        kind=here.label("deal_kind", deal.kind),
        note=" · ".join(_terms(here, deal, names)),
        day=e.day(ordered) if ordered else None,
        value=e.money(deal.value),
        payments=tuple(item for _, _, item in rows),
    )


def _about(here: Here, payment: ClientPayment, reporters: Mapping[str, str]) -> Iterator[str]:
    """Which months a payment is for, and who reported it."""
    if payment.covers is not None:
        yield here._("for %(what)s") % {"what": here.edition.period(payment.covers)}
    if payment.reported_by is not None:
        yield here._("by %(person)s") % {"person": reporters.get(payment.reported_by, payment.reported_by)}


def _terms(here: Here, deal: Deal, names: Mapping[str, str]) -> Iterator[str]:
    """What was agreed for this deal, and how far its work has come."""
    e = here.edition
    if deal.service is not None:
        yield here.name("service", deal.service)
    if deal.months is not None:
        months = e.ngettext("%(months)s month", "%(months)s months", deal.months)
        yield months % {"months": e.number(deal.months)}
    if deal.list_price is not None:
        yield here._("list price %(money)s") % {"money": e.money(deal.list_price).text}
    if deal.shares:
        yield e.listing(share_in_words(e, share, names) for share in deal.shares)
    days = ((_BEGUN, deal.start), (_COMPLETED, deal.completed), (_BROKEN_OFF, deal.ended_early))
    yield from (here._(words) % {"day": e.day(day).text} for words, day in days if day is not None)
