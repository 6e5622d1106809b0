"""RFL: what a client was billed and paid in all, against what it was billed for and sold for."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from partnerbook.analysis import Records
from partnerbook.core.deal import Deal
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral
from partnerbook.rules.registry import Breach, rule

_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_WON = "records/referrals/2026/2026-03-02-software-werft-k7.md"

_ONCE = ("project", "workshop")
"""Kinds of deals whose value is all that is ever billed for them."""
_EXPENSES = Decimal("1.01")
"""How much more than its value may be billed for a project: expenses."""


@rule(
    "RFL064",
    "payment-above-invoice",
    Severity.WARNING,
    summary="A client paid more on an invoice than it says.",
    why=(
        "Amounts are net of VAT (RULINGS): a payment written down gross is a fifth too much, and so is the commission. "
        "Otherwise it pays another invoice as well, and the day or the eligible part is that one's."
    ),
    bad=Example(
        _WON, "payments: [{key: p1, deal: setup, invoice: i1, on: 2026-05-04, amount: 28560.00 EUR}]\nrefunds: []"
    ),
    good=Example(
        _WON, "payments: [{key: p1, deal: setup, invoice: i1, on: 2026-05-04, amount: 24000.00 EUR}]\nrefunds: []"
    ),
)
def above_invoice(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        for at, paid, amount, key in _above_invoice(entry.record):
            yield Breach(
                entry,
                at,
                f"with this {paid} was paid on `{key}`, an invoice of {amount}",
                "Write payments net of VAT, or name the invoice that it really pays; what went back is one of the "
                "`refunds`.",
            )


def _above_invoice(referral: Referral) -> Iterator[tuple[FieldPath, Money, Money, str]]:
    """Payments with which more was paid on an invoice than it says: where, the sum, the invoice's amount and key."""
    back = _sums((refund.payment, refund.amount) for refund in referral.refunds)
    invoices = {invoice.key: invoice.amount for invoice in referral.invoices}
    so_far: dict[str, Decimal] = {}
    for place, payment in enumerate(referral.payments):
        amount = invoices.get(payment.invoice or "")
        if (
            payment.invoice is None
            or amount is None
            or amount.currency != payment.amount.currency
            or amount.amount <= 0
        ):
            continue
        net = payment.amount.amount - back.get((payment.key, amount.currency), Decimal(0))
        before = so_far.get(payment.invoice, Decimal(0))
        so_far[payment.invoice] = before + net
        if before <= amount.amount < before + net:
            yield ("payments", place, "amount"), Money(before + net, amount.currency), amount, payment.invoice


@rule(
    "RFL065",
    "invoiced-more-than-sold",
    Severity.WARNING,
    summary="The invoices for a project add up to more than it was sold for.",
    why=(
        "Where invoices earn, what is billed above the value earns as well, and a retroactive band is reached too soon "
        "(RULINGS, What earns). One invoice is there twice or gross, or the project grew and its value did not."
    ),
    bad=Example(_WON, "invoices: [{key: i1, deal: setup, on: 2026-04-21, amount: 48480.01 EUR}]"),
    good=Example(_WON, "invoices: [{key: i1, deal: setup, on: 2026-04-21, amount: 48480.00 EUR}]"),
)
def invoiced_more(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        for place, deal, invoiced in _invoiced_more(entry.record):
            yield Breach(
                entry,
                ("deals", place, "value"),
                f"`{deal.key}` was sold for {deal.value}, but {invoiced} was invoiced for it",
                "Write invoices net of VAT and once; if more was sold, raise the value or add a deal.",
            )


def _invoiced_more(referral: Referral) -> Iterator[tuple[int, Deal, Money]]:
    """Projects whose invoices come to more than their value and a hundredth for expenses."""
    invoiced = _sums((invoice.deal, invoice.amount) for invoice in referral.invoices)
    for place, deal in enumerate(referral.deals):
        total = invoiced.get((deal.key, deal.value.currency), Decimal(0))
        if deal.kind in _ONCE and total > deal.value.amount * _EXPENSES > 0:
            yield place, deal, Money(total, deal.value.currency)


@rule(
    "RFL044",
    "paid-more-than-sold",
    Severity.WARNING,
    summary="A client paid more for a project than it was sold for.",
    why=(
        "Amounts are net of VAT (RULINGS): a payment written down gross is a fifth too much, and so is the "
        "commission. If the project grew, its value did too."
    ),
    bad=Example(_SENT, "payments: [{key: p1, deal: brand, on: 2026-08-14, amount: 36890.00 EUR}]"),
    good=Example(_SENT, "payments: [{key: p1, deal: brand, on: 2026-08-14, amount: 31000.00 EUR}]"),
)
def more_than_sold(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        payments = {payment.key: payment for payment in referral.payments}
        back = [(payments[one.payment].deal, one.amount) for one in referral.refunds if one.payment in payments]
        paid = _sums((payment.deal, payment.amount) for payment in referral.payments)
        refunded = _sums(back)
        # What an invoice shows is told there, at the payment or the deal, and once.
        invoices = {invoice.key: invoice.deal for invoice in referral.invoices}
        told = {deal.key for _, deal, _ in _invoiced_more(referral)}
        told.update(invoices[key] for _, _, _, key in _above_invoice(referral))
        for place, deal in enumerate(referral.deals):
            of_deal = (deal.key, deal.value.currency)
            net = paid.get(of_deal, Decimal(0)) - refunded.get(of_deal, Decimal(0))
            if deal.kind in _ONCE and deal.key not in told and net > deal.value.amount > 0:
                yield Breach(
                    entry,
                    ("deals", place, "value"),
                    f"`{deal.key}` was sold for {deal.value}, but {Money(net, deal.value.currency)} was paid for it",
                    "Write payments net of VAT; if more was sold, raise the value or add a deal.",
                )


def _sums(amounts: Iterable[tuple[str, Money]]) -> Mapping[tuple[str, str], Decimal]:
    """Amounts added up by key and currency."""
    found: dict[tuple[str, str], Decimal] = {}
    for key, money in amounts:
        found[key, money.currency] = found.get((key, money.currency), Decimal(0)) + money.amount
    return found
