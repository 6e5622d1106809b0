"""States on the days around each turn: the day before, the day itself, the day after."""

import pytest
from bookwork import book, day

from partnerbook.analysis import analyse
from partnerbook.analysis.states import (
    activity_state,
    agreement_state,
    is_open,
    partner_status,
    payout_state,
    referral_state,
    status_entry,
    term_end,
    tier_entry,
)
from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.partner import Partner
from partnerbook.core.payout import Payout
from partnerbook.core.referral import MILESTONES, Referral


def partner(lines: str) -> Partner:
    return book({"partners/werft": lines}).partners["werft"].record


def agreement(lines: str = "") -> Agreement:
    return book({"agreements/a": lines}).agreements["a"].record


def referral(lines: str) -> Referral:
    return book({"referrals/2025-03-03-werft-a1": lines}).referrals["2025-03-03-werft-a1"].record


def payout(lines: str) -> Payout:
    return book({"payouts/2025-04-30-werft-payable": lines}).payouts["2025-04-30-werft-payable"].record


def activity(lines: str) -> Activity:
    return book({"activities/2025-03-03-werft-check-in": lines}).activities["2025-03-03-werft-check-in"].record


# Partners

HISTORY = (
    "status_history: [{on: 2024-04-01, status: contacted}, {on: 2024-06-01, status: active}, "
    "{on: 2025-01-15, status: paused, reason: Moving}, {on: 2025-03-01, status: active}]\n"
    "tier_history: [{on: 2024-07-01, tier: network}, {on: 2025-01-01, tier: strategic}]"
)


@pytest.mark.parametrize(
    ("when", "status", "tier"),
    [
        ("2024-03-31", "identified", None),
        ("2024-04-01", "contacted", None),
        ("2024-05-31", "contacted", None),
        ("2024-06-01", "active", None),
        ("2024-06-30", "active", None),
        ("2024-07-01", "active", "network"),
        ("2024-12-31", "active", "network"),
        ("2025-01-01", "active", "strategic"),
        ("2025-01-14", "active", "strategic"),
        ("2025-01-15", "paused", "strategic"),
        ("2025-02-28", "paused", "strategic"),
        ("2025-03-01", "active", "strategic"),
        ("2099-01-01", "active", "strategic"),
    ],
)
def test_a_partner_s_status_and_tier(when: str, status: str, tier: str | None) -> None:
    record = partner(HISTORY)
    assert partner_status(record, day(when)) == status
    entry = tier_entry(record, day(when))
    assert (entry.tier if entry else None) == tier


def test_of_two_entries_of_one_day_the_last_holds() -> None:
    record = partner("status_history: [{on: 2024-04-01, status: identified}, {on: 2024-04-01, status: contacted}]")
    assert partner_status(record, day("2024-04-01")) == "contacted"
    assert status_entry(record, day("2024-03-31")) is None


# Agreements

FIXED = "expires: 2026-01-31"
RENEWS = "expires: 2026-01-31\nrenewal: {automatic: true, months: 12, notice_days: 60}"
NOTICE = f"{RENEWS}\nterminated: {{on: 2025-11-20, by: us, effective: 2026-01-31, reason: x}}"


@pytest.mark.parametrize(
    ("lines", "when", "state"),
    [
        # Signed 10 January 2025, in force from 1 February 2025.
        ("", "2025-01-09", "draft"),
        ("", "2025-01-10", "upcoming"),
        ("", "2025-01-31", "upcoming"),
        ("", "2025-02-01", "in_force"),
        ("", "2099-12-31", "in_force"),
        ("signed: ~", "2025-06-01", "draft"),
        ("signed: 2025-03-01", "2025-02-28", "draft"),
        ("signed: 2025-03-01", "2025-03-01", "in_force"),
        # 90 days before 31 January 2026 is 2 November 2025.
        (FIXED, "2025-11-01", "in_force"),
        (FIXED, "2025-11-02", "expiring"),
        (FIXED, "2026-01-31", "expiring"),
        (FIXED, "2026-02-01", "expired"),
        (f"{FIXED}\nrenewal: {{automatic: false, months: 12}}", "2026-02-01", "expired"),
        # An automatic renewal carries it on for a year each time.
        (RENEWS, "2026-01-31", "expiring"),
        (RENEWS, "2026-02-01", "in_force"),
        (RENEWS, "2026-11-01", "in_force"),
        (RENEWS, "2026-11-02", "expiring"),
        (RENEWS, "2027-02-01", "in_force"),
        # Notice of 10 June for 31 August 2025: known only from the day it was given.
        ("terminated: {on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}", "2025-06-10", "expiring"),
        ("terminated: {on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}", "2025-06-09", "in_force"),
        ("terminated: {on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}", "2025-08-31", "expiring"),
        ("terminated: {on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}", "2025-09-01", "terminated"),
        ("terminated: {on: 2025-06-10, by: us, effective: 2026-12-31, reason: x}", "2025-06-10", "in_force"),
        # After notice nothing renews.
        (
            f"{RENEWS}\nterminated: {{on: 2025-11-20, by: us, effective: 2026-01-31, reason: x}}",
            "2026-01-31",
            "expiring",
        ),
        (
            f"{RENEWS}\nterminated: {{on: 2025-11-20, by: us, effective: 2026-01-31, reason: x}}",
            "2026-02-01",
            "terminated",
        ),
    ],
)
def test_an_agreement_s_state(lines: str, when: str, state: str) -> None:
    assert agreement_state(agreement(lines), day(when)) == state


@pytest.mark.parametrize(
    ("when", "state"),
    [("2025-06-30", "in_force"), ("2025-07-01", "replaced"), ("2026-12-31", "replaced")],
)
def test_an_amendment_takes_its_place(when: str, state: str) -> None:
    assert agreement_state(agreement(FIXED), day(when), replaced_from=day("2025-07-01")) == state


def test_how_long_before_its_end_it_counts_as_expiring() -> None:
    assert agreement_state(agreement(FIXED), day("2025-12-31"), notice_days=30) == "in_force"
    assert agreement_state(agreement(FIXED), day("2026-01-01"), notice_days=30) == "expiring"
    assert agreement_state(agreement(FIXED), day("2026-01-02"), notice_days=29) == "expiring"
    assert agreement_state(agreement(FIXED), day("2026-01-01"), notice_days=29) == "in_force"


@pytest.mark.parametrize(
    ("when", "end"),
    [
        ("2025-08-31", "2025-08-31"),
        ("2025-09-01", "2026-02-28"),
        ("2026-02-28", "2026-02-28"),
        # The last day of August comes back: the end does not drift to the 28th.
        ("2026-03-01", "2026-08-31"),
        ("2028-02-01", "2028-02-29"),
    ],
)
def test_renewals_keep_to_the_end_of_the_month(when: str, end: str) -> None:
    record = agreement("expires: 2025-08-31\nrenewal: {automatic: true, months: 6}")
    assert term_end(record, day(when)) == day(end)


def test_an_open_end_has_no_day_and_a_renewal_does_not_run_for_ever() -> None:
    assert term_end(agreement(), day("2025-06-01")) is None
    record = agreement("expires: 2025-08-31\nrenewal: {automatic: true, months: 1}")
    end = term_end(record, day("9999-12-31"))
    assert end is not None
    assert end.year == 2200


# Referrals

STEPS = (
    "milestones: {acknowledged: {on: 2025-03-03T10:00}, contacted: {on: 2025-03-05}, "
    "qualified: {on: 2025-03-10T23:59}, meeting: {on: 2025-03-12}, "
    "proposal: {on: 2025-03-20}, won: {on: 2025-04-01, told: 2025-04-02}}"
)


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2025-03-02", "received"),
        ("2025-03-03", "acknowledged"),
        ("2025-03-04", "acknowledged"),
        ("2025-03-05", "contacted"),
        ("2025-03-09", "contacted"),
        ("2025-03-10", "qualified"),
        ("2025-03-12", "meeting"),
        ("2025-03-20", "proposal"),
        ("2025-03-31", "proposal"),
        ("2025-04-01", "won"),
    ],
)
def test_a_referral_s_state_is_its_latest_milestone(when: str, state: str) -> None:
    assert referral_state(referral(STEPS), day(when)) == state


@pytest.mark.parametrize("outcome", ["won", "lost", "declined", "withdrawn"])
def test_steps_may_be_skipped(outcome: str) -> None:
    record = referral(f"milestones: {{{outcome}: {{on: 2025-03-05}}}}")
    assert referral_state(record, day("2025-03-04")) == "received"
    assert referral_state(record, day("2025-03-05")) == outcome


def test_what_is_open() -> None:
    assert [name for name in ("received", *MILESTONES) if is_open(name)] == [  # type: ignore[arg-type]
        "received",
        "acknowledged",
        "contacted",
        "qualified",
        "meeting",
        "proposal",
    ]


# Payouts


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2025-04-20", "prepared"),
        ("2025-04-24", "prepared"),
        ("2025-04-25", "approved"),
        ("2025-04-29", "approved"),
        ("2025-04-30", "paid"),
    ],
)
def test_a_payable(when: str, state: str) -> None:
    lines = "approved: [{on: 2025-04-25, by: a}]\npaid: {on: 2025-04-30}"
    assert payout_state(payout(lines), day(when)) == state


@pytest.mark.parametrize(
    ("when", "state"),
    [("2025-05-04", "prepared"), ("2025-05-05", "part_paid"), ("2025-05-08", "part_paid"), ("2025-05-09", "paid")],
)
def test_a_receivable_is_paid_when_its_receipts_reach_its_total(when: str, state: str) -> None:
    lines = (
        "direction: receivable\nreceipts: [{key: r1, on: 2025-05-05, amount: 40.00 EUR}, "
        "{key: r2, on: 2025-05-08, amount: 59.99 EUR}, {key: r3, on: 2025-05-09, amount: 0.01 EUR}]"
    )
    assert payout_state(payout(lines), day(when)) == state


def test_receipts_in_another_currency_do_not_add_up() -> None:
    lines = "direction: receivable\nreceipts: [{key: r1, on: 2025-05-05, amount: 5000.00 USD}]"
    assert payout_state(payout(lines), day("2025-05-05")) == "part_paid"


def test_a_payout_that_was_called_off() -> None:
    record = payout("approved: [{on: 2025-04-25, by: a}]\ncancelled: {on: 2025-04-27, by: a}")
    assert [payout_state(record, day(f"2025-04-{number}")) for number in (26, 27, 28)] == [
        "approved",
        "cancelled",
        "cancelled",
    ]


# Activities


@pytest.mark.parametrize(
    ("lines", "when", "state"),
    [
        ("on: 2025-03-03", "2025-03-02", "planned"),
        ("on: 2025-03-03", "2025-03-03", "done"),
        ("on: 2025-03-03T18:00", "2025-03-03", "done"),
        ("on: ~\nplanned: 2025-03-03", "2025-03-04", "planned"),
        ("on: ~\nplanned: 2025-03-03\ncancelled: 2025-03-01", "2025-02-28", "planned"),
        ("on: ~\nplanned: 2025-03-03\ncancelled: 2025-03-01", "2025-03-01", "cancelled"),
    ],
)
def test_an_activity_s_state(lines: str, when: str, state: str) -> None:
    assert activity_state(activity(lines), day(when)) == state


# All together


def test_the_analysis_gives_each_record_its_state() -> None:
    records = {
        "partners/werft": "tier_history: [{on: 2024-04-01, tier: active}]",
        "partners/kontor": "name: Kontor\nstatus_history: [{on: 2025-01-01, status: contacted}]",
        "agreements/first": "",
        "agreements/second": "amends: first\nsigned: 2025-06-01\neffective: 2025-07-01",
        "referrals/2025-03-03-werft-a1": STEPS,
        "payouts/2025-04-30-werft-payable": "paid: {on: 2025-04-30}",
        "activities/2025-03-03-werft-check-in": "",
    }
    june, july = (analyse(book(records), day(when)) for when in ("2025-06-30", "2025-07-01"))
    assert (june.partner_status, june.tiers) == ({"werft": "active", "kontor": "contacted"}, {"werft": "active"})
    assert june.agreement_state == {"first": "in_force", "second": "upcoming"}
    assert july.agreement_state == {"first": "replaced", "second": "in_force"}
    assert july.referral_state == {"2025-03-03-werft-a1": "won"}
    assert july.payout_state == {"2025-04-30-werft-payable": "paid"}
    assert july.activity_state == {"2025-03-03-werft-check-in": "done"}
    # An amendment not signed yet changes nothing.
    may = analyse(book(records), day("2025-05-31"))
    assert may.agreement_state == {"first": "in_force"}
    assert may.as_of == day("2025-05-31")
    assert july.service_map == ()
