"""How much of what an event earned is taken back after a refund (RULINGS, "Clawback")."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.ledger.case import Case
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import TakenBack
from partnerbook.core.dates import add_days, add_months, months_between
from partnerbook.core.money import Money


class Returned(Struct, frozen=True):
    """The fraction of an event's commission that refunds take back in all: `part` of `whole`."""

    fraction: Fraction
    method: Literal["by_amount", "by_time"]
    part: Money | int
    whole: Money | int

    def step(self, line: Line, result: Money) -> TakenBack:
        """What explains the line that takes it back."""
        return TakenBack(line.id, line.amount, self.method, self.part, self.whole, result)


def returned(event: Event, earned: Case, refunded: Fraction) -> Returned | Refusal:
    """How much is taken back once a refund is made; `refunded` is all that was, this refund included."""
    agreed, payment, refund, whole = earned.terms.agreement.clawback, event.payment, event.refund, earned.event.whole
    if payment is None or refund is None or whole is None or earned.event.counted <= 0:
        return Refusal("nothing_to_take_back")
    if agreed is None:
        return Refusal("no_clawback_agreed", earned.terms.entry.id)
    last = add_days(payment.on, agreed.window_days)
    if event.on > last:
        return Refusal("refund_after_window", payment.key, last)
    if agreed.method == "by_amount":
        part = min(refunded / earned.event.counted, Fraction(1))
        return Returned(
            part,
            "by_amount",
            Money.exactly(refunded, whole.currency),
            Money.exactly(earned.event.counted, whole.currency),
        )
    months, first = _term(event, of_payment=earned.event.kind in ("payment", "invoice"))
    if months is None:
        return Refusal("terms_unclear", earned.terms.entry.id)
    unused = months_unused(months, first, (event.deal.ended_early if event.deal else None) or event.on)
    return Returned(Fraction(unused, months), "by_time", unused, months)


def _term(event: Event, *, of_payment: bool) -> tuple[int | None, date]:
    """How many months a refund goes by, and their first day: those the payment covers, else all of its deal.

    Where the deal itself earned, its whole term does.
    """
    payment, deal = event.payment, event.deal
    covers = payment.covers if payment is not None and of_payment else None
    if covers is not None:
        return months_between(covers.first, add_days(covers.last, 1)), covers.first
    first = (deal.start if deal is not None else None) or (payment.on if payment is not None else event.on)
    return deal.months if deal is not None else None, first


def months_unused(months: int, first: date, last: date) -> int:
    """Whole months of a term that were not used up to a day, that day included; a started month counts as used."""
    following = last + timedelta(days=1)
    whole = max(months_between(first, following), 0)
    used = whole + (add_months(first, whole) < following)
    return max(months - used, 0)
