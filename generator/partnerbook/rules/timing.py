"""SCH: facts from the future, and facts booked before they happened (RULINGS, "As of", "Two dates")."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from partnerbook.analysis import Records
from partnerbook.core.dates import Moment, day_of
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.payout import Payout
from partnerbook.core.record import Record
from partnerbook.core.referral import MILESTONES, Referral
from partnerbook.rules.common import written
from partnerbook.rules.registry import Breach, rule

_REFERRAL = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"

FACTS: Mapping[str, tuple[str, ...]] = {
    "program": ("exchange_rates.on",),
    "partner": (
        "status_history.on",
        "tier_history.on",
        "assessment.on",
        "references.on",
        "red_flags.on",
        "red_flags.resolved",
        "onboarding.on",
        "tax.form_received",
        "tax.self_billing_agreed",
    ),
    "client": ("known_since", "ended"),
    "agreement": ("signed", "terminated.on"),
    "referral": (
        "received",
        *(f"milestones.{name}.{field}" for name in MILESTONES for field in ("on", "booked", "told")),
        "consent.introduction",
        "consent.fee",
        "claims.on",
        "decision.on",
        "later_decisions.on",
        "outcome.thanked",
        "feedback.on",
        "satisfaction.on",
        "deals.signed",
        "deals.start",
        "deals.completed",
        "deals.ended_early",
        "deals.booked",
        "deals.subcontract.disclosed",
        *(f"{field}.{day}" for field in ("invoices", "payments", "refunds") for day in ("on", "booked")),
        "overrides.on",
        "hold.since",
    ),
    "payout": (
        "adjustments.on",
        "adjustments.booked",
        "prepared.on",
        "approved.on",
        "invoice.on",
        "statement_sent",
        "paid.on",
        "paid.booked",
        "receipts.on",
        "receipts.booked",
        "cancelled.on",
    ),
    "activity": (
        "on",
        "cancelled",
        "follow_ups.done",
        "marketing.leads_shared",
        "survey.sent",
        "survey.answered",
        "material.client_agreed",
    ),
    "closing": ("closed", "statements.on"),
}
"""Where each kind of record says that something happened; plans, terms and deadlines are left out."""

_Tree = dict[str, "_Tree"]


def _tree(paths: Iterable[str]) -> _Tree:
    """Paths with their common beginnings put together, so that each list is walked once."""
    tree: _Tree = {}
    for path in paths:
        branch = tree
        for step in path.split("."):
            branch = branch.setdefault(step, {})
    return tree


_TREES = {kind: _tree(paths) for kind, paths in FACTS.items()}


def _later(holder: object, tree: _Tree, today: date, at: FieldPath = ()) -> list[tuple[FieldPath, Moment]]:
    """The days at the ends of a tree of fields that lie after today, each with its place."""
    # Every day of every record is looked at: none costs a generator, and no field is asked for through its model.
    values = holder.__dict__
    found: list[tuple[FieldPath, Moment]] = []
    for field, branches in tree.items():
        value = values[field]
        if not value:
            continue
        if not branches:
            if day_of(value) > today:
                found.append(((*at, field), value))
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                found += _later(item, branches, today, (*at, field, place))
        else:
            found += _later(value, branches, today, (*at, field))
    return found


@rule(
    "SCH090",
    "fact-in-the-future",
    Severity.ERROR,
    summary="Something is said to have happened on a day that has not come yet.",
    why=(
        "Records hold what happened; what is still to come is planned, due or agreed and has fields of its own. A fact "
        "of tomorrow would be paid, counted and told today (RULINGS, As of)."
    ),
    bad=Example(_REFERRAL, "milestones: {meeting: {on: 2026-10-01}}"),
    good=Example(_REFERRAL, "milestones: {meeting: {on: 2026-09-30}}"),
)
def in_the_future(current: Records) -> Iterator[Breach]:
    for entry in current.book.entries():
        for at, moment in _later(entry.record, _TREES[entry.kind], current.today):
            yield Breach(
                entry,
                at,
                f"{written(moment)} lies after today, {current.today}",
                "Write it down when it has happened; mend the day if it has.",
            )


@rule(
    "SCH091",
    "booked-before-it-happened",
    Severity.ERROR,
    summary="Money is said to have been taken into the books before it moved.",
    why=(
        "`booked` is for what we learn late: it moves a fact into an open period, never into an earlier one (RULINGS, "
        "Two dates). Left out, it is the day of the fact itself."
    ),
    bad=Example(_SENT, "payments: [{key: p1, deal: brand, on: 2026-08-14, booked: 2026-08-13, amount: 15500.00 EUR}]"),
    good=Example(_SENT, "payments: [{key: p1, deal: brand, on: 2026-08-14, booked: 2026-08-14, amount: 15500.00 EUR}]"),
)
def booked_too_early(current: Records) -> Iterator[Breach]:
    for entry in (*current.book.referrals.values(), *current.book.payouts.values()):
        for name, at, on, booked in _booked(entry.record):
            if booked is not None and booked < on:
                yield Breach(
                    entry,
                    (*at, "booked"),
                    f"`{name}` happened on {on}, but was booked on {booked}",
                    "Leave `booked` out, or write the later day on which it was taken into the books.",
                )


def _booked(record: Record) -> Iterator[tuple[str, FieldPath, date, date | None]]:
    """What a record may say was booked: its name, its place, the day it happened, the day it was booked."""
    lists: tuple[str, ...] = ()
    if isinstance(record, Payout):
        lists = ("adjustments", "receipts")
        if record.paid is not None:
            yield "paid", ("paid",), record.paid.on, record.paid.booked
    elif isinstance(record, Referral):
        lists = ("invoices", "payments", "refunds")
        for name, step in record.milestones.reached():
            yield name, ("milestones", name), day_of(step.on), step.booked
        for place, deal in enumerate(record.deals):
            days = [day for day in (deal.start, deal.completed) if day is not None]
            if days:
                yield deal.key, ("deals", place), min(days), deal.booked
    for field in lists:
        for place, item in enumerate(getattr(record, field)):
            yield item.key, (field, place), item.on, item.booked
