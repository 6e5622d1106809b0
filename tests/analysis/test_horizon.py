"""The Book as it was known on a day: later facts vanish, plans stay, and a later day changes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from bookwork import SAMPLE, SPECIMEN, book, day
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from partnerbook.analysis.horizon import known_by
from partnerbook.core.book import Book
from partnerbook.core.dates import day_of
from partnerbook.core.kinds import KINDS
from partnerbook.core.schema import blocks_of, describe

AHEAD = {
    "Agreement.effective",
    "Agreement.expires",
    "Termination.effective",
    "Exclusivity.until",
    "Waiver.until",
    "Client.protected_until",
    "StatusChange.review_on",
    "Certification.expires",
    "TaxStatus.form_expires",
    "Payout.run",
    "Activity.planned",
    "FollowUp.due",
    "Material.published",
    "Material.outdated",
}
"""Days that were agreed or planned: they may lie ahead of the day one looks from."""
PEOPLE = {"Person.joined", "Contact.since"}
"""First days of people: other records may name whoever comes later, and a name tells nothing."""
STANDING = {"Program.as_of", "Program.since", "VatRate.since", "Survey.sent"}
"""Days of the program itself, of the law, and the sending of a survey, which is its activity's own day."""
FACTS = {
    "Deal.booked",
    "Milestone.booked",
    "Paid.booked",
    "ExchangeRate.on",
    "Person.left",
    "StatusChange.on",
    "TierChange.on",
    "Assessment.on",
    "Reference.on",
    "RedFlag.on",
    "RedFlag.resolved",
    "OnboardingMark.on",
    "Certification.since",
    "Contact.left",
    "TaxStatus.form_received",
    "TaxStatus.self_billing_agreed",
    "Client.known_since",
    "Client.ended",
    "Agreement.signed",
    "Termination.on",
    "Referral.received",
    "Consent.introduction",
    "Consent.fee",
    "Claim.on",
    "AttributionDecision.on",
    "Outcome.thanked",
    "Feedback.on",
    "ClientSatisfaction.on",
    "Deal.signed",
    "Deal.start",
    "Deal.completed",
    "Deal.ended_early",
    "Subcontract.disclosed",
    "Invoice.on",
    "Invoice.booked",
    "ClientPayment.on",
    "ClientPayment.booked",
    "Refund.on",
    "Refund.booked",
    "Override.on",
    "Hold.since",
    "Hold.released",
    "Milestone.on",
    "Milestone.told",
    "Payout.statement_sent",
    "Adjustment.on",
    "Adjustment.booked",
    "Prepared.on",
    "Approved.on",
    "InvoiceReference.on",
    "Paid.on",
    "Receipt.on",
    "Receipt.booked",
    "Activity.on",
    "Activity.cancelled",
    "FollowUp.done",
    "Marketing.leads_shared",
    "Survey.answered",
    "Material.client_agreed",
    "Closing.closed",
    "StatementSent.on",
}
"""Days on which something happened: before them nobody knew."""


def days_in(value: object, holder: str = "", field: str = "") -> Iterator[tuple[str, date]]:
    """Every day in a record, with the model and field it stands in."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from days_in(getattr(value, name), type(value).__name__, name)
    elif isinstance(value, tuple):
        for item in value:
            yield from days_in(item, holder, field)
    elif isinstance(value, date):
        yield f"{holder}.{field}", day_of(value)


def later(whole: Book, as_of: date) -> set[str]:
    """The fields that hold a day after `as_of` in the Book known by then."""
    known = known_by(whole, as_of)
    return {name for entry in known.entries() for name, when in days_in(entry.record) if when > as_of}


def test_of_every_day_a_record_can_hold_it_is_decided_whether_it_is_a_fact() -> None:
    fields = {
        f"{block.__name__}.{field.key}"
        for kind in KINDS.values()
        for block in blocks_of(kind.model)
        for field in describe(block).fields
        if {"day", "moment"} & set(field.types)
    }
    assert fields == AHEAD | PEOPLE | STANDING | FACTS
    assert len(fields) == len(AHEAD) + len(PEOPLE) + len(STANDING) + len(FACTS)


@given(st.dates(date(2023, 12, 1), date(2027, 1, 1)))
@settings(max_examples=25, deadline=None)
def test_no_fact_after_the_day_is_known(as_of: date) -> None:
    for whole in (SPECIMEN, SAMPLE):
        assert later(whole, as_of) <= AHEAD | PEOPLE | STANDING


def test_the_records_have_enough_facts_for_this_to_mean_something() -> None:
    seen = {name for whole in (SPECIMEN, SAMPLE) for entry in whole.entries() for name, _ in days_in(entry.record)}
    rare = {"Activity.cancelled", "Consent.fee", "Deal.signed"}
    assert {name for name in FACTS - seen if not name.endswith(".booked")} <= rare


@given(st.dates(date(2028, 1, 1), date(9999, 12, 31)))
@settings(max_examples=10, deadline=None)
def test_a_day_after_every_fact_changes_nothing(as_of: date) -> None:
    for whole in (SPECIMEN, SAMPLE):
        known = known_by(whole, as_of)
        for kind in KINDS:
            before, after = whole.shelf(kind), known.shelf(kind)
            assert list(after) == list(before)
            assert all(after[key].record is before[key].record for key in before)
        assert known.broken == whole.broken


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 400))
@settings(max_examples=15, deadline=None)
def test_looking_twice_is_looking_from_the_earlier_day(as_of: date, more: int) -> None:
    once, twice = known_by(SPECIMEN, as_of), known_by(known_by(SPECIMEN, as_of + timedelta(days=more)), as_of)
    assert [(entry.key, entry.record) for entry in once.entries()] == [
        (entry.key, entry.record) for entry in twice.entries()
    ]


def test_before_everything_only_drafts_and_the_program_are_known() -> None:
    known = known_by(SAMPLE, day("2000-01-01"))
    assert known.program is not None
    assert {entry.kind for entry in known.entries()} <= {"program", "agreement", "activity"}
    assert all(entry.record.signed is None for entry in known.agreements.values())
    assert all(entry.record.on is None and entry.record.planned for entry in known.activities.values())


@pytest.mark.parametrize(
    ("name", "lines", "first"),
    [
        ("partners/werft", "status_history: [{on: 2025-03-03, status: active}]", "2025-03-03"),
        ("clients/hanse", "known_since: 2025-03-03", "2025-03-03"),
        ("agreements/a", "signed: 2025-03-03", "2025-03-03"),
        ("referrals/2025-03-03-werft-a1", "received: 2025-03-03T23:59", "2025-03-03"),
        ("payouts/2025-04-30-werft-payable", "prepared: {on: 2025-03-03, by: a}", "2025-03-03"),
        ("activities/2025-03-03-werft-check-in", "on: 2025-03-03T18:00", "2025-03-03"),
        ("closings/2025-q1", "closed: 2025-03-03", "2025-03-03"),
    ],
)
def test_a_record_is_known_from_its_first_day_on(name: str, lines: str, first: str) -> None:
    whole = book({name: lines})
    assert len(list(known_by(whole, day(first)).entries())) == 1
    assert list(known_by(whole, day(first) - timedelta(days=1)).entries()) == []


def referral_on(lines: str, as_of: str) -> BaseModel:
    return known_by(book({"referrals/2025-03-03-werft-a1": lines}), day(as_of)).referrals["2025-03-03-werft-a1"].record


def test_a_win_takes_its_outcome_and_its_deals_along() -> None:
    lines = (
        "milestones: {contacted: {on: 2025-03-05, told: 2025-03-07}, won: {on: 2025-04-01, told: 2025-04-03}}\n"
        "outcome: {reason: convinced, thanked: 2025-04-05}\n"
        "deals: [{key: early, value: 1.00 EUR, kind: workshop, signed: 2025-03-10}, "
        "{key: main, value: 9.00 EUR, kind: project, start: 2025-05-01, completed: 2025-06-01}]"
    )
    before = referral_on(lines, "2025-03-31").model_dump()
    assert (before["milestones"]["won"], before["outcome"]) == (None, None)
    assert [deal["key"] for deal in before["deals"]] == ["early"]
    assert referral_on(lines, "2025-03-09").model_dump()["deals"] == ()
    then = referral_on(lines, "2025-04-01").model_dump()
    assert (then["milestones"]["won"]["told"], then["outcome"]["thanked"]) == (None, None)
    assert then["outcome"]["reason"] == "convinced"
    assert [(deal["key"], deal["start"]) for deal in then["deals"]] == [("early", None), ("main", None)]
    may = referral_on(lines, "2025-05-31").model_dump()
    assert (may["deals"][1]["start"], may["deals"][1]["completed"]) == (day("2025-05-01"), None)
    assert may["outcome"]["thanked"] == day("2025-04-05")
    told = referral_on(lines, "2025-03-06").model_dump()["milestones"]["contacted"]
    assert (told["on"], told["told"]) == (day("2025-03-05"), None)


def test_money_is_known_from_the_day_it_was_booked() -> None:
    lines = (
        "deals: [{key: d, value: 1.00 EUR, kind: project}]\n"
        "payments: [{key: p, deal: d, on: 2025-04-01, booked: 2025-04-10, amount: 1.00 EUR}]"
    )
    assert len(referral_on(lines, "2025-04-09").model_dump()["payments"]) == 0
    assert len(referral_on(lines, "2025-04-10").model_dump()["payments"]) == 1


def test_a_hold_is_known_and_released_on_its_days() -> None:
    lines = "hold: {since: 2025-04-01, reason: x, released: 2025-05-01}"
    holds = [referral_on(lines, when).model_dump()["hold"] for when in ("2025-03-31", "2025-04-30", "2025-05-01")]
    assert holds[0] is None
    assert holds[1]["released"] is None
    assert holds[2]["released"] == day("2025-05-01")


def test_what_was_planned_and_held_later_is_still_a_plan() -> None:
    whole = book({"activities/2025-03-03-werft-event": "on: 2025-03-03\nplanned: 2025-02-20\ntype: event"})
    (plan,) = known_by(whole, day("2025-03-02")).activities.values()
    assert (plan.record.on, plan.record.planned) == (None, day("2025-02-20"))
    (held,) = known_by(whole, day("2025-03-03")).activities.values()
    assert held.record.on == day("2025-03-03")


def test_the_answer_to_a_survey_comes_on_its_day() -> None:
    survey = "survey: {sent: 2025-03-03, answered: 2025-03-20, score: 9, comments: [Fine]}"
    whole = book({"activities/2025-03-03-werft-survey": f"type: survey\n{survey}"})
    (asked,) = known_by(whole, day("2025-03-19")).activities.values()
    assert asked.record.survey is not None
    assert (asked.record.survey.answered, asked.record.survey.score, asked.record.survey.comments) == (None, None, ())
    (answered,) = known_by(whole, day("2025-03-20")).activities.values()
    assert answered.record.survey is not None
    assert answered.record.survey.score == 9


def test_places_in_the_file_stay_with_what_is_known() -> None:
    whole = book(
        {"partners/werft": "status_history: [{on: 2024-04-01, status: active}, {on: 2025-01-01, status: ended}]"}
    )
    entry, known = whole.partners["werft"], known_by(whole, day("2024-12-31")).partners["werft"]
    assert known.record is not entry.record
    assert (known.id, known.path, known.text, known.marks) == (entry.id, entry.path, entry.text, entry.marks)
    assert len(known.record.status_history) == 1
