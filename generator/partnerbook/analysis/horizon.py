"""The Book as it was known on a day: facts after it are taken out (RULINGS, "As of")."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.client import Client
from partnerbook.core.closing import Closing
from partnerbook.core.dates import Moment, day_of
from partnerbook.core.deal import Deal
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout
from partnerbook.core.program import Program
from partnerbook.core.record import Record, Value
from partnerbook.core.referral import OUTCOMES, Milestone, Milestones, Referral

R = TypeVar("R", bound=Record)
V = TypeVar("V", bound=Value)
Cut = Callable[[Any, date], Any]


def known_by(book: Book, as_of: date) -> Book:
    """The same Book without anything that happened, or was booked, after a day."""
    return Book(
        program=_shelf({"program": book.program}, _program, as_of)["program"] if book.program else None,
        partners=_shelf(book.partners, _partner, as_of),
        clients=_shelf(book.clients, _client, as_of),
        agreements=_shelf(book.agreements, _agreement, as_of),
        referrals=_shelf(book.referrals, _referral, as_of),
        payouts=_shelf(book.payouts, _payout, as_of),
        activities=_shelf(book.activities, _activity, as_of),
        closings=_shelf(book.closings, _closing, as_of),
        broken=book.broken,
    )


def _shelf(shelf: Mapping[str, Entry[R]], cut: Callable[[R, date], R | None], as_of: date) -> Mapping[str, Entry[R]]:
    kept: dict[str, Entry[R]] = {}
    for key, entry in shelf.items():
        record = cut(entry.record, as_of)
        if record is entry.record:
            kept[key] = entry
        elif record is not None:
            kept[key] = Entry(entry.id, entry.path, record, entry.body, entry.body_line, entry.text, entry.marks)
    return MappingProxyType(kept)


def _without_later(record: R, as_of: date, *fields: str) -> R:
    """Drop items of lists that happened (or were booked) after the day; the same record where none did."""
    changes: dict[str, Any] = {}
    for field in fields:
        items = getattr(record, field)
        kept = tuple(item for item in items if _known_from(item) <= as_of)
        if len(kept) != len(items):
            changes[field] = kept
    return record.model_copy(update=changes) if changes else record


def _unless_later(value: V, as_of: date, *fields: str) -> V:
    """Drop single values that happened after the day; the same value where none did."""
    changes = {
        field: None for field in fields if (fact := getattr(value, field)) is not None and _known_from(fact) > as_of
    }
    return value.model_copy(update=changes) if changes else value


def _within(value: V, as_of: date, place: str, *fields: str) -> V:
    """Do the same in the block, or in each block of the list, that stands in one field."""
    blocks = getattr(value, place)
    if not blocks:
        return value
    many = isinstance(blocks, tuple)
    before = blocks if many else (blocks,)
    after = tuple(_unless_later(block, as_of, *fields) for block in before)
    if all(new is old for new, old in zip(after, before, strict=True)):
        return value
    return value.model_copy(update={place: after if many else after[0]})


def _known_from(value: Any) -> date:
    """The day a fact was taken into the books, where that is a later one than its own."""
    return (None if isinstance(value, date) else vars(value).get("booked")) or _happened(value)


def _happened(value: Any) -> date:
    if isinstance(value, date):
        return day_of(value)
    # Asking a model for a field it does not have costs ten times as much as asking its values.
    fields: Mapping[str, Moment] = vars(value)
    return day_of(fields["since"] if "since" in fields else fields["on"])


def _program(program: Program, as_of: date) -> Program:
    return _within(_without_later(program, as_of, "exchange_rates"), as_of, "people", "left")


def _partner(partner: Partner, as_of: date) -> Partner | None:
    if partner.status_history[0].on > as_of:
        return None
    kept = _without_later(partner, as_of, "status_history", "tier_history", "references", "red_flags", "onboarding")
    kept = _without_later(kept, as_of, "certifications")
    kept = _unless_later(kept, as_of, "assessment")
    # Whoever will be known later stays: other records may name them, and a name tells nothing.
    kept = _within(kept, as_of, "contacts", "left")
    kept = _within(kept, as_of, "red_flags", "resolved")
    return _within(kept, as_of, "tax", "form_received", "self_billing_agreed")


def _client(client: Client, as_of: date) -> Client | None:
    return None if client.known_since > as_of else _unless_later(client, as_of, "ended")


def _agreement(agreement: Agreement, as_of: date) -> Agreement | None:
    # A draft has no day of its own: it is a plan, and plans are shown.
    if agreement.signed is not None and agreement.signed > as_of:
        return None
    return _unless_later(agreement, as_of, "terminated")


def _referral(referral: Referral, as_of: date) -> Referral | None:
    if day_of(referral.received) > as_of:
        return None
    kept = _without_later(referral, as_of, "claims", "later_decisions", "invoices", "payments", "refunds", "overrides")
    kept = _unless_later(kept, as_of, "decision", "feedback", "satisfaction", "hold")
    kept = _within(kept, as_of, "consent", "introduction", "fee")
    kept = _within(kept, as_of, "outcome", "thanked")
    kept = _within(kept, as_of, "hold", "released")
    kept = _deals(kept, as_of)
    steps: dict[str, Milestone | None] = {}
    for name, step in kept.milestones.reached():
        if _known_from(step) > as_of:
            steps[name] = None
        elif step.told is not None and step.told > as_of:
            steps[name] = step.model_copy(update={"told": None})
    if not steps:
        return kept
    milestones: Milestones = kept.milestones.model_copy(update=steps)
    changes: dict[str, Any] = {"milestones": milestones}
    if not any(getattr(milestones, name) is not None for name in OUTCOMES):
        changes["outcome"] = None
    if "won" in steps and steps["won"] is None:
        # A deal without a day of its own was signed when the referral was won.
        changes["deals"] = tuple(deal for deal in kept.deals if deal.signed is not None)
    return kept.model_copy(update=changes)


def _deals(referral: Referral, as_of: date) -> Referral:
    """Forget deals signed later, and what became of the others later."""
    deals = tuple(deal for deal in referral.deals if deal.signed is None or deal.signed <= as_of)
    deals = tuple(_booked_deal(deal, as_of) for deal in deals)
    deals = tuple(_unless_later(deal, as_of, "start", "completed", "ended_early") for deal in deals)
    deals = tuple(_within(deal, as_of, "subcontract", "disclosed") for deal in deals)
    same = len(deals) == len(referral.deals) and all(map(operator.is_, deals, referral.deals))
    return referral if same else referral.model_copy(update={"deals": deals})


def _booked_deal(deal: Deal, as_of: date) -> Deal:
    """A deal whose start or completion was learned later has neither yet."""
    if deal.booked is None or deal.booked <= as_of:
        return deal
    return deal.model_copy(update={"start": None, "completed": None, "booked": None})


def _payout(payout: Payout, as_of: date) -> Payout | None:
    if payout.prepared.on > as_of:
        return None
    kept = _without_later(payout, as_of, "approved", "receipts", "adjustments")
    return _unless_later(kept, as_of, "paid", "cancelled", "statement_sent", "invoice")


def _activity(activity: Activity, as_of: date) -> Activity | None:
    if activity.on is not None and day_of(activity.on) > as_of:
        # What was planned before and held later is still a plan on this day.
        if activity.planned is None:
            return None
        activity = activity.model_copy(update={"on": None})
    kept = _unless_later(activity, as_of, "cancelled")
    kept = _within(kept, as_of, "follow_ups", "done")
    kept = _within(kept, as_of, "marketing", "leads_shared")
    kept = _within(kept, as_of, "material", "client_agreed")
    if kept.survey is not None and kept.survey.answered is not None and kept.survey.answered > as_of:
        unanswered = kept.survey.model_copy(update={"answered": None, "score": None, "comments": ()})
        return kept.model_copy(update={"survey": unanswered})
    return kept


def _closing(closing: Closing, as_of: date) -> Closing | None:
    return None if closing.closed > as_of else _without_later(closing, as_of, "statements")
