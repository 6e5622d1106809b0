"""MNY: what a payout adds up to, in one currency, and the exchange rates it takes to reckon."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout
from partnerbook.rules.payout_facts import event_place
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.soundness import is_whole

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"


def _parts(payout: Payout) -> Iterator[tuple[FieldPath, Money]]:
    """Everything that makes up a payout's total, and where it stands."""
    for place, line in enumerate(payout.lines):
        yield ("lines", place, "amount"), line.amount
    for place, adjustment in enumerate(payout.adjustments):
        yield ("adjustments", place, "amount"), adjustment.amount


def _other_amounts(payout: Payout) -> Iterator[tuple[FieldPath, Money]]:
    """Amounts of a payout beside its total."""
    for place, receipt in enumerate(payout.receipts):
        yield ("receipts", place, "amount"), receipt.amount
    if payout.vat is not None and payout.vat.amount is not None:
        yield ("vat", "amount"), payout.vat.amount


@rule(
    "MNY006",
    "total-does-not-add-up",
    Severity.ERROR,
    summary="The total of a payout is not the sum of its lines and adjustments.",
    why=(
        "The total is what is approved and paid; the lines are why. Where they differ, somebody approved a sum that "
        "nobody can explain, and the difference stays in the partner's balance for good."
    ),
    bad=Example(_PAYABLE, "total: 1750.01 EUR"),
    good=Example(_PAYABLE, "total: 1750.00 EUR"),
)
def does_not_add_up(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        payout = entry.record
        parts = [money for _, money in _parts(payout)]
        if any(money.currency != payout.total.currency for money in parts):
            continue  # that they cannot be added is another finding
        together = sum(parts, Money.zero(payout.total.currency))
        if together != payout.total:
            yield Breach(
                entry,
                ("total",),
                f"the total is {payout.total}, but lines and adjustments are {together} together",
                f"Write `total: {together}`, or mend the line that is wrong.",
            )


@rule(
    "MNY007",
    "payout-in-several-currencies",
    Severity.ERROR,
    summary="An amount of a payout is in another currency than its total.",
    why=(
        "Currencies are never added (RULINGS, Amounts). What is owed in two currencies is two payouts, each with its "
        "own total, approval and transfer."
    ),
    bad=Example(
        _PAYABLE,
        "adjustments: [{key: a1, on: 2026-07-20, amount: 25.00 USD, reason: Rounding of an earlier statement}]",
    ),
    good=Example(
        _PAYABLE,
        "adjustments: [{key: a1, on: 2026-07-20, amount: 25.00 EUR, reason: Rounding of an earlier statement}]",
    ),
)
def several_currencies(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        total = entry.record.total
        for at, money in (*_parts(entry.record), *_other_amounts(entry.record)):
            if money.currency != total.currency:
                yield Breach(
                    entry,
                    at,
                    f"{money} is in another currency than the total of {total}",
                    f"Pay it by a payout in {money.currency}, or write the amount in {total.currency}.",
                )


@rule(
    "MNY018",
    "exchange-rate-missing",
    Severity.ERROR,
    summary="Money cannot be reckoned because the program knows no exchange rate for its day.",
    why=(
        "Bands and caps hold in their own currency; money in another is measured at the latest rate known on the day "
        "it was booked. Without one nothing is earned (RULINGS, Amounts), and the partner is owed all the same."
    ),
    bad=Example(
        _SENT,
        "deals: [{key: brand, value: 31000.00 CHF, kind: project}]\n"
        "payments: [{key: p1, deal: brand, on: 2026-08-14, amount: 15500.00 CHF}]\n"
        "partner: software-werft\nservice: erp-implementation\nhandled_by: werft-zwei",
    ),
    good=Example(
        _SENT,
        "deals: [{key: brand, value: 31000.00 USD, kind: project}]\n"
        "payments: [{key: p1, deal: brand, on: 2026-08-14, amount: 15500.00 USD}]\n"
        "partner: software-werft\nservice: erp-implementation\nhandled_by: werft-zwei",
    ),
)
def exchange_rate_missing(current: Current) -> Iterator[Breach]:
    if not is_whole(current):
        return
    for one in current.analysis.ledger.unearned:
        entry = current.book.referrals.get(one.referral)
        if one.reason != "exchange_rate_missing" or entry is None:
            continue
        currency, _, into = one.detail.partition(" ")
        yield Breach(
            entry,
            event_place(entry, one.event),
            f"`{one.event}` earns nothing yet: no exchange rate from {currency} into {into} is known "
            f"for {one.booked}, and {one.agreement or 'the agreement'} measures in {into}",
            f"Add `{{on: {one.booked}, currency: {currency}, into: {into}, rate: …}}` to `exchange_rates` of "
            "records/program.md, from that day or an earlier one.",
        )


@rule(
    "MNY024",
    "received-more-than-billed",
    Severity.ERROR,
    summary="More money is said to have arrived on a receivable than was billed.",
    why=(
        "What is above the invoice belongs to another one, or goes back; here it would stand as a debt of ours that "
        "nobody decided on. The partner's balance would be wrong for good."
    ),
    bad=Example(
        "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md",
        "receipts: [{key: e1, on: 2026-08-20, amount: 500.00 EUR}, {key: e2, on: 2026-09-04, amount: 400.01 EUR}]",
    ),
    good=Example(
        "records/payouts/2026/2026-07-30-agentur-brandung-receivable.md",
        "receipts: [{key: e1, on: 2026-08-20, amount: 500.00 EUR}, {key: e2, on: 2026-09-04, amount: 400.00 EUR}]",
    ),
)
def more_than_billed(current: Records) -> Iterator[Breach]:
    for entry in current.book.payouts.values():
        payout = entry.record
        received = Money.zero(payout.total.currency)
        for place, receipt in enumerate(payout.receipts):
            if receipt.amount.currency != received.currency:
                break  # that they cannot be added is another finding
            received += receipt.amount
            if received > payout.total:
                yield Breach(
                    entry,
                    ("receipts", place, "amount"),
                    f"{received} have arrived with this, but {payout.total} were billed",
                    f"Mend the amount; what is too much is {received - payout.total}, and belongs to another invoice.",
                )
                break
