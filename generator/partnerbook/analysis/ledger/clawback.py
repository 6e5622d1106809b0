"""How much of what an event earned is taken back after a refund (RULINGS, "Clawback")."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from partnerbook.analysis.ledger.case import Case
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.line import Line, TakenBack
from partnerbook.core.dates import add_days, add_months, months_between
from partnerbook.core.deal import Deal
from partnerbook.core.money import Money


@dataclass(frozen=True, slots=True)
class Returned:
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
    deal = event.deal
    if deal is None or deal.months is None:
        return Refusal("terms_unclear", earned.terms.entry.id)
    unused = months_unused(deal, event)
    return Returned(Fraction(unused, deal.months), "by_time", unused, deal.months)


def months_unused(deal: Deal, event: Event) -> int:
    """Whole months of a deal's term that were not used; a started month counts as used."""
    if deal.months is None:
        return 0
    first = deal.start or (event.payment.on if event.payment else event.on)
    following = (deal.ended_early or event.on) + timedelta(days=1)
    whole = max(months_between(first, following), 0)
    used = whole + (add_months(first, whole) < following)
    return max(deal.months - used, 0)
