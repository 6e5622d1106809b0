"""The Book as it was known on a day: facts after it are taken out (RULINGS, "As of")."""

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
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout
from partnerbook.core.record import Record
from partnerbook.core.referral import OUTCOMES, Milestone, Milestones, Referral

R = TypeVar("R", bound=Record)
Cut = Callable[[Any, date], Any]


def known_by(book: Book, as_of: date) -> Book:
    """The same Book without anything that happened, or was booked, after a day."""
    return Book(
        program=book.program,
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
        kept = tuple(item for item in items if (getattr(item, "booked", None) or item.on) <= as_of)
        if len(kept) != len(items):
            changes[field] = kept
    return record.model_copy(update=changes) if changes else record


def _unless_later(record: R, as_of: date, *fields: str) -> R:
    """Drop single values that happened after the day; the same record where none did."""
    changes = {
        field: None for field in fields if (value := getattr(record, field)) is not None and _happened(value) > as_of
    }
    return record.model_copy(update=changes) if changes else record


def _happened(value: Any) -> date:
    moment: Moment = value if isinstance(value, date) else value.since if hasattr(value, "since") else value.on
    return day_of(moment)


def _partner(partner: Partner, as_of: date) -> Partner | None:
    if partner.status_history[0].on > as_of:
        return None
    kept = _without_later(partner, as_of, "status_history", "tier_history", "references", "red_flags", "onboarding")
    return _unless_later(kept, as_of, "assessment")


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
    kept = _without_later(referral, as_of, "claims", "invoices", "payments", "refunds", "overrides")
    kept = _unless_later(kept, as_of, "decision", "feedback", "satisfaction", "hold")
    steps: dict[str, Milestone | None] = {}
    for name, step in kept.milestones.reached():
        if day_of(step.on) > as_of:
            steps[name] = None
        elif step.told is not None and step.told > as_of:
            steps[name] = step.model_copy(update={"told": None})
    if not steps:
        return kept
    milestones: Milestones = kept.milestones.model_copy(update=steps)
    decided = any(getattr(milestones, name) is not None for name in OUTCOMES)
    return kept.model_copy(update={"milestones": milestones} | ({} if decided else {"outcome": None}))


def _payout(payout: Payout, as_of: date) -> Payout | None:
    if payout.prepared.on > as_of:
        return None
    kept = _without_later(payout, as_of, "approved", "receipts", "adjustments")
    return _unless_later(kept, as_of, "paid", "cancelled", "statement_sent")


def _activity(activity: Activity, as_of: date) -> Activity | None:
    if activity.on is None or day_of(activity.on) <= as_of:
        return _unless_later(activity, as_of, "cancelled")
    # What was planned before and held later is still a plan on this day.
    return activity.model_copy(update={"on": None}) if activity.planned is not None else None


def _closing(closing: Closing, as_of: date) -> Closing | None:
    return None if closing.closed > as_of else closing
