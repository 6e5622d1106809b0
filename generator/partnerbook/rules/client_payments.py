"""RFL: money a client paid or got back: days, currencies and amounts that cannot be right."""

from collections.abc import Iterator
from decimal import Decimal

from partnerbook.analysis import Records
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral
from partnerbook.rules.registry import Breach, rule

_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_WON = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_PAID = "{key: p1, deal: setup, on: 2026-05-04, amount: 24000.00 EUR}"


def _payment(line: str) -> Example:
    """The specimen referral we sent, with one payment."""
    return Example(_SENT, f"payments: [{{key: p1, deal: brand, {line}}}]")


def _refund(line: str) -> Example:
    """The specimen referral we won, with one payment and one refund of it."""
    return Example(_WON, f"payments: [{_PAID}]\nrefunds: [{{key: r1, payment: p1, {line}}}]\ninvoices: []")


@rule(
    "RFL040",
    "payment-before-win",
    Severity.WARNING,
    summary="A client paid before the referral was won, or although it is not won.",
    why=(
        "Commissions begin with a win (RULINGS). A payment before it is a deposit nobody wrote down as an order, or "
        "the day of the win is wrong."
    ),
    bad=_payment("on: 2026-06-29, amount: 15500.00 EUR"),
    good=_payment("on: 2026-06-30, amount: 15500.00 EUR"),
)
def before_win(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        reached = dict(entry.record.milestones.reached())
        if any(name in reached for name in ("lost", "declined", "withdrawn")):
            continue  # that there is money at all is said by another rule
        won = reached.get("won")
        for place, payment in enumerate(entry.record.payments):
            if won is not None and payment.on >= day_of(won.on):
                continue
            state = f"was won on {day_of(won.on)}" if won is not None else "is not won"
            yield Breach(
                entry,
                ("payments", place, "on"),
                f"`{payment.key}` was paid on {payment.on}, but the referral {state}",
                "Mend the day of the payment, or add the milestone `won` with the day of the order.",
            )


@rule(
    "RFL041",
    "payment-before-invoice",
    Severity.WARNING,
    summary="A client paid an invoice before it was written.",
    why=(
        "Some clients pay in advance, but mostly one of the two days is a slip, and due dates hang on both "
        "(DOMAIN 8.4)."
    ),
    bad=Example(_WON, "invoices: [{key: i1, deal: setup, on: 2026-05-05, amount: 24000.00 EUR}]"),
    good=Example(_WON, "invoices: [{key: i1, deal: setup, on: 2026-05-04, amount: 24000.00 EUR}]"),
)
def before_invoice(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        invoices = {invoice.key: invoice for invoice in entry.record.invoices}
        for place, payment in enumerate(entry.record.payments):
            invoice = invoices.get(payment.invoice or "")
            if invoice is not None and payment.on < invoice.on:
                yield Breach(
                    entry,
                    ("payments", place, "on"),
                    f"`{payment.key}` was paid on {payment.on}, before its invoice `{invoice.key}` of {invoice.on}",
                    "Mend the day that is wrong, or leave `invoice` out for a payment in advance.",
                )


@rule(
    "RFL042",
    "another-currency",
    Severity.ERROR,
    summary="An invoice, payment, refund or eligible part is in another currency than what it belongs to.",
    why=(
        "Percentages follow the deal's currency, and currencies are never added (RULINGS). What came in was another "
        "amount: write what the bank credited for it in the deal's currency."
    ),
    bad=_payment("on: 2026-08-14, amount: 15500.00 USD"),
    good=_payment("on: 2026-08-14, amount: 15500.00 EUR"),
)
def another_currency(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        others = _deals_in_another_currency(entry.record)
        for place, deal in enumerate(entry.record.deals):
            if deal.key in others:
                yield Breach(
                    entry,
                    ("deals", place, "value"),
                    f"`{deal.key}` was sold in {deal.value.currency}, but all that was invoiced and paid for it is in "
                    f"{others[deal.key]}",
                    f"Write the value in {others[deal.key]}, or each amount in {deal.value.currency}.",
                )
        for at, money, held, what in _pairs(entry.record):
            if what in {f"the deal `{key}`" for key in others} and at[0] in ("invoices", "payments"):
                continue
            if money.currency != held.currency:
                yield Breach(
                    entry,
                    at,
                    f"{money} is not in {held.currency}, the currency of {what}",
                    f"Write the amount in {held.currency}.",
                )


def _deals_in_another_currency(referral: Referral) -> dict[str, str]:
    """Deals of whose several invoices and payments none is in their currency, with the one that all are in."""
    found: dict[str, str] = {}
    for deal in referral.deals:
        amounts = [invoice.amount for invoice in referral.invoices if invoice.deal == deal.key]
        amounts += [payment.amount for payment in referral.payments if payment.deal == deal.key]
        currencies = {amount.currency for amount in amounts}
        if len(amounts) > 1 and len(currencies) == 1 and deal.value.currency not in currencies:
            found[deal.key] = amounts[0].currency
    return found


def _pairs(referral: Referral) -> Iterator[tuple[FieldPath, Money, Money, str]]:
    """Amounts with the amount they belong to: where, both, and what the second is."""
    deals = {deal.key: deal.value for deal in referral.deals}
    payments = {payment.key: payment.amount for payment in referral.payments}
    for field in ("invoices", "payments"):
        for place, item in enumerate(getattr(referral, field)):
            if item.deal in deals:
                yield (field, place, "amount"), item.amount, deals[item.deal], f"the deal `{item.deal}`"
            if item.eligible is not None:
                yield (field, place, "eligible"), item.eligible, item.amount, f"`{item.key}`"
    for place, refund in enumerate(referral.refunds):
        if refund.payment in payments:
            held = payments[refund.payment]
            yield ("refunds", place, "amount"), refund.amount, held, f"the payment `{refund.payment}`"
    for place, deal in enumerate(referral.deals):
        if deal.list_price is not None:
            yield ("deals", place, "list_price"), deal.list_price, deal.value, f"the deal `{deal.key}`"


@rule(
    "RFL066",
    "invoice-before-win",
    Severity.WARNING,
    summary="An invoice to the client is dated before the referral was won.",
    why=(
        "What is billed before the order waits for the win, and is due from that day on (RULINGS, "
        "What it waits for). The "
        "day of the invoice or that of the win is mostly a slip."
    ),
    bad=Example(_WON, "invoices: [{key: i1, deal: setup, on: 2026-04-09, amount: 24000.00 EUR}]"),
    good=Example(_WON, "invoices: [{key: i1, deal: setup, on: 2026-04-10, amount: 24000.00 EUR}]"),
)
def invoice_before_win(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        won = entry.record.milestones.won
        for place, invoice in enumerate(entry.record.invoices):
            if won is not None and invoice.on < day_of(won.on):
                yield Breach(
                    entry,
                    ("invoices", place, "on"),
                    f"`{invoice.key}` is of {invoice.on}, but the referral was won on {day_of(won.on)}",
                    "Mend the day that is wrong; the milestone `won` has the day of the order.",
                )


@rule(
    "RFL045",
    "refund-above-payment",
    Severity.ERROR,
    summary="A client got back more of a payment than it had paid.",
    why=(
        "A clawback negates at most what was earned on the payment (RULINGS). Refunds above it would take back money "
        "that was never given."
    ),
    bad=_refund("on: 2026-09-02, amount: 24000.01 EUR"),
    good=_refund("on: 2026-09-02, amount: 24000.00 EUR"),
)
def refund_above_payment(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        payments = {payment.key: payment.amount for payment in referral.payments}
        so_far: dict[str, Decimal] = {}
        for place, refund in enumerate(referral.refunds):
            paid = payments.get(refund.payment)
            if paid is None or paid.currency != refund.amount.currency:
                continue
            total = so_far.get(refund.payment, Decimal(0)) + refund.amount.amount
            so_far[refund.payment] = total
            if total > paid.amount:
                yield Breach(
                    entry,
                    ("refunds", place, "amount"),
                    f"{Money(total, paid.currency)} of `{refund.payment}` was paid back, but only {paid} had been paid",
                    "Mend the amount, or name the payment it really gives back.",
                )


@rule(
    "RFL046",
    "refund-before-payment",
    Severity.ERROR,
    summary="A payment was given back before it was made.",
    why="The window of a clawback runs from the payment refunded (RULINGS); before it there is nothing to give back.",
    bad=_refund("on: 2026-05-03, amount: 2000.00 EUR"),
    good=_refund("on: 2026-05-04, amount: 2000.00 EUR"),
)
def refund_before_payment(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        paid = {payment.key: payment.on for payment in entry.record.payments}
        for place, refund in enumerate(entry.record.refunds):
            day = paid.get(refund.payment)
            if day is not None and refund.on < day:
                yield Breach(
                    entry,
                    ("refunds", place, "on"),
                    f"`{refund.key}` was paid back on {refund.on}, before `{refund.payment}` was paid on {day}",
                    "Mend the day that is wrong, or name the payment it really gives back.",
                )


@rule(
    "RFL048",
    "eligible-above-amount",
    Severity.ERROR,
    summary="More of an invoice or payment earns commission than there is of it.",
    why="The eligible part is a part (RULINGS): partial payments cover it pro rata, which no whole above 1 allows.",
    bad=_payment("on: 2026-08-14, amount: 15500.00 EUR, eligible: 15500.01 EUR"),
    good=_payment("on: 2026-08-14, amount: 15500.00 EUR, eligible: 15500.00 EUR"),
)
def eligible_above_amount(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        for field in ("invoices", "payments"):
            for place, item in enumerate(getattr(entry.record, field)):
                if item.eligible is None or item.eligible.currency != item.amount.currency:
                    continue
                if item.eligible.amount > item.amount.amount or item.eligible.amount < 0:
                    yield Breach(
                        entry,
                        (field, place, "eligible"),
                        f"{item.eligible} of `{item.key}` earns, but it is {item.amount}",
                        "Write the part that earns, from nothing up to the whole amount.",
                    )


@rule(
    "RFL049",
    "referral-amount-not-positive",
    Severity.ERROR,
    summary="An amount of a referral is zero or negative.",
    why=(
        "Nothing is edited and nothing runs backwards: money that goes back is a refund (RULINGS). A negative payment "
        "would escape the clawback."
    ),
    bad=_payment("on: 2026-08-14, amount: -15500.00 EUR"),
    good=_payment("on: 2026-08-14, amount: 15500.00 EUR"),
)
def not_positive(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        amounts: list[tuple[FieldPath, Money]] = [
            ((field, place, "amount"), item.amount)
            for field in ("invoices", "payments", "refunds")
            for place, item in enumerate(getattr(referral, field))
        ]
        for place, deal in enumerate(referral.deals):
            amounts.append((("deals", place, "value"), deal.value))
            if deal.subcontract is not None:
                amounts.append((("deals", place, "subcontract", "fee"), deal.subcontract.fee))
        for at, money in amounts:
            if money.amount <= 0:
                yield Breach(
                    entry,
                    at,
                    f"{money} is not more than nothing",
                    "Write what was agreed or paid; money that went back is one of the `refunds`.",
                )
