"""Cases of worked examples as small records: one referral, and the earlier money of its period as another.

A case takes place on a first of January of its own, far from every real date: nothing about it depends on
when somebody looks.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from partnerbook.analysis.ledger.events import Event, events_of
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.compensation import CountedAt, Earning, FlatEarning, MarginEarning, Share, TieredEarning
from partnerbook.core.dates import add_days, add_months
from partnerbook.core.deal import ClientPayment, Deal, Invoice, Refund
from partnerbook.core.money import Money
from partnerbook.core.referral import Milestone, Milestones, Referral
from partnerbook.core.vocabulary import DealKind, Direction
from partnerbook.core.worked_example import ExampleCase

DAY = date(2001, 1, 1)
"""The day a case takes place: the first of its quarter, calendar year and year of the agreement."""
_REACHED: dict[CountedAt, Milestones] = {
    "submitted": Milestones.model_construct(),
    "qualified": Milestones.model_construct(qualified=Milestone.model_construct(on=DAY)),
    "won": Milestones.model_construct(won=Milestone.model_construct(on=DAY)),
}
_BLANK = Referral.model_construct(
    partner="", direction="received", received=DAY, client="", service="", challenge="", involvement="standard"
)
"""What every case is a copy of: filling in the fields that a case does not use takes longer than the case."""


class PreparedCase(Struct, frozen=True, eq=False):
    """A case as the walk takes it: its events in order, those of the earlier money first.

    `counts` and `minimum_sample` are those of the terms it was written for.
    """

    given: ExampleCase
    referral: Entry[Referral]
    events: tuple[Event, ...]
    counts: CountedAt
    minimum_sample: int

    @property
    def has_earlier_referral(self) -> bool:
        """Whether earlier money of the period stands before it, as a referral of its own."""
        return self.events[0].entry is not self.referral


def earning_of(agreement: Agreement, direction: Direction) -> Earning:
    """What an agreement pays in a direction."""
    return agreement.compensation.received if direction == "received" else agreement.compensation.sent


def prepared(agreement: Agreement, given: ExampleCase, place: int) -> PreparedCase:
    """A case as referrals and their events; `place` tells the cases of an agreement apart."""
    entry = _entry(agreement, given, f"{DAY}-case-{place}-b")
    entries = [entry]
    # Who is first in its period has no money of the period before it.
    if given.revenue_before is not None and given.revenue_before.amount > 0 and given.place != 1:
        before = ExampleCase.model_construct(
            direction=given.direction,
            involvement=given.involvement,
            service=given.service,
            payments=(given.revenue_before,),
        )
        entries.insert(0, _entry(agreement, before, f"{DAY}-case-{place}-a"))
    events = events_of(Book(referrals={known.id: known for known in entries}), date.max)
    # All of the earlier referral comes before all of the case, though both are of one day.
    events.sort(key=lambda event: event.entry.id)
    earning = earning_of(agreement, given.direction)
    if not isinstance(earning, FlatEarning):
        # Each example runs many times; what could only earn a fee need not be looked at.
        events = [event for event in events if event.kind != "fee"]
    tiered = earning if isinstance(earning, TieredEarning) else None
    return PreparedCase(
        given,
        entry,
        tuple(events),
        (tiered.counts if tiered else None) or "won",
        (tiered.minimum_sample if tiered else None) or 1,
    )


def _entry(agreement: Agreement, given: ExampleCase, key: str) -> Entry[Referral]:
    """One referral with everything that the agreement's trigger, cap and clawback look at."""
    fields = {
        "partner": agreement.partner,
        "direction": given.direction,
        "client": key,
        "service": given.service or _usual_service(agreement, given.direction),
        "involvement": given.involvement,
        "milestones": _REACHED[given.reached or "won"],
    }
    return Entry(key, "", _BLANK.model_copy(update=fields | _money(agreement, given)))


def _money(agreement: Agreement, given: ExampleCase) -> dict[str, Any]:
    value = given.deal or _sum(given.payments)
    if value is None:
        return {}
    deal = Deal.model_construct(
        key="deal",
        value=value,
        kind=_kind(earning_of(agreement, given.direction)),
        start=DAY if agreement.payment.trigger == "project_start" else None,
        completed=DAY if agreement.payment.trigger == "completion" else None,
        ended_early=_broken_off(given),
        months=_months(agreement, given),
        list_price=given.list_price,
        shares=tuple(Share.model_construct(party=share.party, share=share.share) for share in given.shares),
    )
    by_invoice = agreement.payment.trigger == "invoice"
    payments = tuple(
        ClientPayment.model_construct(
            key=f"p{place}", deal="deal", invoice=f"i{place}" if by_invoice else None, on=DAY, amount=amount
        )
        for place, amount in enumerate(given.payments, 1)
    )
    invoices = tuple(
        Invoice.model_construct(key=f"i{place}", deal="deal", on=DAY, amount=amount)
        for place, amount in enumerate(given.payments if by_invoice else (), 1)
    )
    back = add_days(DAY, given.refund_after_days or 0)
    refunds = tuple(
        # The first refund gives back of the first payment, and so on; further ones of the last.
        Refund.model_construct(key=f"r{place}", payment=f"p{min(place, len(payments))}", on=back, amount=amount)
        for place, amount in enumerate(given.refunds, 1)
    )
    return {"deals": (deal,), "invoices": invoices, "payments": payments, "refunds": refunds}


def _sum(amounts: Sequence[Money]) -> Money | None:
    """Amounts added up; None without any, the first currency's where they differ."""
    if not amounts:
        return None
    together = Money.zero(amounts[0].currency)
    for amount in amounts:
        if amount.currency == together.currency:
            together += amount
    return together


def _months(agreement: Agreement, given: ExampleCase) -> int | None:
    """The agreed months of the deal; a case that does not speak of months has none."""
    by_time = agreement.clawback is not None and agreement.clawback.method == "by_time"
    said = given.months_unused is not None or "months" in given.model_fields_set
    return given.months if by_time or said else None


def _broken_off(given: ExampleCase) -> date | None:
    """The last day of a deal of which so many months are not used."""
    if given.months_unused is None:
        return None
    return add_months(DAY, max(given.months - given.months_unused, 0)) - timedelta(days=1)


def _kind(earning: Earning) -> DealKind:
    """The kind of deal a case is about: the first that earns."""
    if isinstance(earning, MarginEarning):
        return "wholesale"
    eligible = getattr(earning, "eligible", None)
    kinds: tuple[DealKind, ...] = eligible.kinds if eligible is not None else ()
    return "project" if not kinds or "project" in kinds else kinds[0]


def _usual_service(agreement: Agreement, direction: Direction) -> str:
    """A service the terms are about, where a case names none."""
    earning, scope = earning_of(agreement, direction), agreement.scope
    in_scope = scope.they_refer if direction == "received" else scope.we_refer
    eligible = getattr(earning, "eligible", None)
    wanted: tuple[str, ...] = eligible.services if eligible is not None else ()
    if isinstance(earning, MarginEarning):
        wanted = tuple(price.service for price in earning.prices)
    allowed = [service for service in wanted or in_scope if service not in scope.excluded_services]
    both = [service for service in allowed if not in_scope or service in in_scope]
    return next(iter((*both, *allowed)), "any")
