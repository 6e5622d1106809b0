"""CHG: what may change, and what must not: the edges beside the rules' own examples."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import get_args

import pytest
from casework import case

from partnerbook.analysis.comparison import compare
from partnerbook.core.agreement import Agreement
from partnerbook.core.finding import dotted
from partnerbook.core.record import Text
from partnerbook.core.schema import blocks_of
from partnerbook.rules.changes import CHANGE_RULES, agreements, closings, histories, milestones, payouts
from partnerbook.rules.changes.registry import ChangeRule

WERFT = "payouts/2026/2026-07-30-software-werft-payable"
OWED = "payouts/2026/2026-07-30-agentur-brandung-receivable"
K7 = "referrals/2026/2026-03-02-software-werft-k7"
M2 = "referrals/2026/2026-07-20-werkstatt-wandel-m2"
P9 = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
AGREED = "agreements/software-werft-2025"
Q2 = "closings/2026-q2"


def told(
    rule: ChangeRule, new: Mapping[str, str | None], old: Mapping[str, str | None] | None = None
) -> list[tuple[str, str, str, str]]:
    """What a rule says of a change: id, field, severity and message. Both sides change the specimen."""
    before, after = case(old or {}), case(new)
    found = rule.findings(after, before, compare(before.book, after.book))
    return [
        (PurePosixPath(one.path).stem, dotted(one.field), one.severity.value, one.message)
        for one in sorted(found, key=lambda one: one.order)
    ]


def messages(rule: ChangeRule, new: Mapping[str, str | None], old: Mapping[str, str | None] | None = None) -> list[str]:
    return [message for *_, message in told(rule, new, old)]


def test_no_change_breaks_no_rule() -> None:
    for rule in CHANGE_RULES:
        assert told(rule, {}) == []


# Payouts


def test_a_paid_payout_says_what_it_was_and_what_it_is() -> None:
    (found,) = told(payouts.paid_payout_edited, {WERFT: "total: 1850.00 EUR"})
    assert found == (
        "2026-07-30-software-werft-payable",
        "total",
        "error",
        "this payout was paid on 2026-07-30, and `total` was 1750.00 EUR and is 1850.00 EUR now",
    )


def test_taking_the_payment_out_is_an_edit_too() -> None:
    assert messages(payouts.paid_payout_edited, {WERFT: "paid: ~"}) == [
        "this payout was paid on 2026-07-30, and `paid` was on 2026-07-30, reference Run of July and is gone"
    ]


@pytest.mark.parametrize(
    "change",
    [
        "approved:\n  - {on: 2026-07-27, by: henrike-lornsen}\n  - {on: 2026-09-29, by: ilka-brandt}",
        "waivers: [{rule: PAR002, reason: Known, until: 2026-12-31}]",
        "reason: Paid with the run of July",
    ],
)
def test_what_was_missing_may_be_filled_in(change: str) -> None:
    assert told(payouts.paid_payout_edited, {WERFT: change}) == []


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("statement_sent", "statement_sent: 2026-07-25"),
        ("invoice.number", "invoice: {number: SW-2026-0418, on: 2026-07-28}"),
        ("approved", "approved: []"),
        ("paid.on", "paid: {on: 2026-07-31, reference: Run of July}"),
        ("paid.booked", "paid: {on: 2026-07-30, booked: 2026-08-01, reference: Run of July}"),
        ("cancelled", "cancelled: {on: 2026-09-29, by: mats-petersen}"),
        ("vat.amount", "vat: {treatment: domestic, rate: 19%, amount: 333.50 EUR}"),
    ],
)
def test_what_stands_in_a_paid_payout_stays(field: str, change: str) -> None:
    assert field in [found[1] for found in told(payouts.paid_payout_edited, {WERFT: change})]


def test_a_receivable_counts_from_its_first_receipt() -> None:
    without = {OWED: "receipts: []"}
    first = {OWED: "receipts:\n  - {key: e1, on: 2026-08-20, amount: 500.00 EUR}"}
    assert told(payouts.paid_payout_edited, {}, first) == []
    assert told(payouts.paid_payout_edited, {OWED: "run: 2026-07-31\nreceipts: []"}, without) == []
    (message,) = messages(payouts.paid_payout_edited, without, first)
    assert message == (
        "this payout was received in part on 2026-08-20, and `receipts[e1]` was "
        "key e1, on 2026-08-20, amount 500.00 EUR and is gone"
    )


def test_only_a_payout_that_was_never_paid_may_go() -> None:
    (message,) = messages(payouts.paid_payout_deleted, {WERFT: None})
    assert message == "this payout of 1750.00 EUR to software-werft was paid on 2026-07-30 and is gone"
    assert told(payouts.paid_payout_deleted, {WERFT: None}, {WERFT: "paid: ~"}) == []


def test_an_approval_does_not_cover_what_came_after() -> None:
    approved = "paid: ~\nstatement_sent: ~"
    bigger = "paid: ~\nstatement_sent: ~\ntotal: 1850.00 EUR"
    (message,) = messages(payouts.approved_payout_edited, {WERFT: bigger}, {WERFT: approved})
    assert message == (
        "henrike-lornsen approved this payout on 2026-07-27, and since then "
        "`total` was 1750.00 EUR and is 1850.00 EUR now"
    )
    # Taking the approval out, paying it, and calling it off are what an approval is followed by.
    assert told(payouts.approved_payout_edited, {WERFT: f"{bigger}\napproved: []"}, {WERFT: approved}) == []
    assert told(payouts.approved_payout_edited, {}, {WERFT: approved}) == []
    off = f"{bigger}\ncancelled: {{on: 2026-09-29, by: mats-petersen}}"
    assert told(payouts.approved_payout_edited, {WERFT: off}, {WERFT: approved}) == []


def test_a_preparer_who_steps_aside_still_may_not_approve() -> None:
    rule = payouts.approval_by_preparer
    by_mats = "prepared: {on: 2026-07-24, by: ilka-brandt}\napproved:\n  - {on: 2026-07-27, by: mats-petersen}"
    (message,) = messages(rule, {WERFT: by_mats})
    assert message == (
        "mats-petersen prepared this payout, and says now that ilka-brandt did; "
        "the change adds an approval of 2026-07-27 by them"
    )
    assert told(rule, {WERFT: "prepared: {on: 2026-07-24, by: ilka-brandt}"}) == []


# Agreements


def test_a_term_is_named_by_its_field() -> None:
    assert told(agreements.signed_term_edited, {AGREED: "tail_months: 12"}) == [
        (
            "software-werft-2025",
            "tail_months",
            "error",
            "this agreement was signed on 2025-03-28, and `tail_months` was 0 and is 12 now",
        )
    ]


@pytest.mark.parametrize("term", ["signed: 2025-03-29", "signed: ~", "effective: 2025-05-01", "expires: 2028-03-31"])
def test_its_days_are_terms_too(term: str) -> None:
    assert len(told(agreements.signed_term_edited, {AGREED: term})) == 1


def test_a_draft_may_be_edited_and_signed() -> None:
    assert told(agreements.signed_term_edited, {}, {AGREED: "signed: ~\ntail_months: 24"}) == []


def test_every_field_in_words_is_one_where_a_slip_may_be_put_right() -> None:
    wordy = set()
    for block in blocks_of(Agreement):
        for name, field in block.model_fields.items():
            kinds = (field.annotation, *get_args(field.annotation))
            marks = (*field.metadata, *(mark for kind in kinds for mark in getattr(kind, "__metadata__", ())))
            nested = [mark for kind in kinds for inner in get_args(kind) for mark in getattr(inner, "__metadata__", ())]
            if any(getattr(mark, "error", "") == "empty_text" for mark in (*marks, *nested)):
                wordy.add(name)
    assert getattr(Text, "__metadata__", ())
    assert wordy == agreements.PROSE


# Milestones


def test_what_nobody_was_told_of_is_a_warning() -> None:
    steps = "milestones:\n  acknowledged: {on: 2026-09-21T09:10, told: 2026-09-21}\n  contacted: {on: %s}"
    (found,) = told(milestones.past_milestone_edited, {P9: steps % "2026-09-23"}, {P9: steps % "2026-09-22"})
    assert found[1:] == (
        "milestones.contacted.on",
        "warning",
        "`milestones.contacted.on` was 2026-09-22 and is 2026-09-23 now",
    )


def test_what_a_closing_rests_on_is_an_error() -> None:
    early = "milestones:\n  acknowledged: {on: %s}"
    referral = "received: 2026-06-22\n"
    old, new = {M2: referral + early % "2026-06-22"}, {M2: referral + early % "2026-06-23"}
    assert [found[2] for found in told(milestones.past_milestone_edited, new, old)] == ["error"]
    assert messages(milestones.past_milestone_edited, new, old)[0].endswith("; 2026-Q2 is closed")


def test_a_milestone_that_is_taken_out() -> None:
    steps = "milestones:\n  acknowledged: {on: 2026-07-20, told: 2026-07-20}\noutcome: ~"
    names = [found[1] for found in told(milestones.past_milestone_edited, {M2: steps})]
    assert names == ["milestones.contacted", "milestones.lost"]


def test_telling_later_and_naming_who_are_no_edits() -> None:
    steps = "milestones:\n  acknowledged: {on: 2026-09-21T09:10%s}"
    new = {P9: steps % ", told: 2026-09-22, by: ilka-brandt"}
    assert told(milestones.past_milestone_edited, new, {P9: steps % ""}) == []


def test_a_statement_that_was_sent_shuts_its_period_for_that_partner() -> None:
    late = "received: 2026-06-22\nmilestones:\n  acknowledged: {on: 2026-06-23}"
    none = "received: 2026-06-22\nmilestones: {}"
    sent = {Q2: None, WERFT: "partner: werkstatt-wandel"}
    (message,) = messages(milestones.milestone_backdated, {**sent, M2: late}, {**sent, M2: none})
    assert message == (
        "`acknowledged` is new and counts on 2026-06-23, but the statement for 2026-Q2 went to werkstatt-wandel on "
        "2026-07-24"
    )
    unsent = {Q2: None}
    assert told(milestones.milestone_backdated, {**unsent, M2: late}, {**unsent, M2: none}) == []


# Closed periods


PAID = """payments:
  - {key: p1, deal: setup, invoice: i1, on: 2026-05-04, amount: 24000.00 EUR, eligible: %s EUR}
  - {key: p2, deal: setup, on: 2026-06-10%s, amount: 24000.00 EUR}"""


def test_events_of_a_closed_period() -> None:
    rule = closings.closed_event_edited
    (message,) = messages(rule, {K7: PAID % ("22000.00", ", booked: 2026-08-05")})
    assert message == (
        "`payments[p1].eligible` was 23000.00 EUR and is 22000.00 EUR now; "
        "it counts on 2026-05-04, and 2026-Q2 is closed"
    )
    # Without `booked` the second payment slides into the closed period.
    assert messages(rule, {K7: PAID % ("23000.00", "")}) == [
        "`payments[p2].booked` was 2026-08-05 and is gone; it counts on 2026-06-10, and 2026-Q2 is closed"
    ]
    assert [found[1] for found in told(rule, {K7: "invoices: []"})] == ["invoices"]


def test_a_deal_counts_when_it_was_signed_started_and_completed() -> None:
    rule = closings.closed_event_edited
    deal = (
        "deals:\n  - {key: setup, value: %s EUR, kind: project, signed: 2026-04-10, start: %s, completed: %s}\n"
        "  - {key: run, value: 30000.00 EUR, kind: retainer, service: controlling-setup, months: 12, "
        "start: 2026-09-01, ended_early: 2026-09-25}"
    )
    assert told(rule, {K7: deal % ("48000.00", "2026-04-20", "2026-08-29")}) == []
    assert len(told(rule, {K7: deal % ("48000.00", "2026-04-21", "2026-08-28")})) == 1
    assert len(told(rule, {K7: deal % ("49000.00", "2026-04-20", "2026-08-28")})) == 1


def test_a_closed_ledger_names_its_lines_old_and_new() -> None:
    (found,) = told(closings.closed_ledger_moved, {K7: PAID % ("22000.00", ", booked: 2026-08-05")})
    assert found[:3] == ("2026-q2", "ledger", "error")
    # 12.5 % of 22,000.00 is 2,750.00: 60 % of it 1,650.00, 40 % 1,100.00.
    assert found[3] == (
        "2026-Q2 is closed, and 2 lines of it move: "
        "`2026-03-02-software-werft-k7/p1/accrual/agentur-brandung` was 1150.00 EUR and is 1100.00 EUR now; "
        "`2026-03-02-software-werft-k7/p1/accrual/software-werft` was 1725.00 EUR and is 1650.00 EUR now"
    )


def test_terms_reach_back_too() -> None:
    terms = "compensation:\n  received: {earn: percentage, basis: first_project, rate: 10%}\n  sent: {earn: none}"
    (message,) = messages(closings.closed_ledger_moved, {AGREED: terms})
    assert "2 lines of it move" in message


def test_a_period_closed_by_the_change_itself_is_open_to_it() -> None:
    changed = {K7: PAID % ("22000.00", ", booked: 2026-08-05")}
    for rule in (closings.closed_event_edited, closings.closed_ledger_moved, closings.closing_rewritten):
        assert told(rule, changed, {Q2: None}) == []


def test_a_closing_that_goes() -> None:
    assert messages(closings.closing_rewritten, {Q2: None}) == ["2026-q2 was closed and its record is gone"]


# Records, ids and histories


def test_who_names_a_record_that_goes() -> None:
    (found,) = told(histories.deleted_while_named, {"partners/kontor-interim": None})
    assert found[3].startswith("this partner is deleted, and activity/")
    assert "agreement/kontor-interim-2025" in found[3]
    (found,) = told(histories.deleted_while_named, {"clients/hanse-logistik": None})
    assert found[3] == "this client is deleted, and referral/2026-03-02-software-werft-k7 names it"
    (found,) = told(histories.deleted_while_named, {K7: None})
    assert "payout/2026-07-30-software-werft-payable" in found[3]


def test_the_same_name_for_another_partner() -> None:
    (found,) = told(histories.id_reused, {AGREED: "partner: zahlenhafen"})
    assert found[3] == ("this name stood for something else: `partner` was software-werft and is zahlenhafen now")
    renamed = {"partners/zahlenhafen": "name: Zahlenhafen Nord\ncity: Kiel"}
    assert told(histories.id_reused, renamed) == []
    other = {"partners/zahlenhafen": "name: Elbpapier\ncity: Kiel\nservices: [interim-hr]"}
    assert len(told(histories.id_reused, other)) == 1


def test_histories_grow_at_their_end() -> None:
    first, second = "  - {on: 2025-02-01, status: in_talks%s}\n", "  - {on: 2025-04-01, status: active}\n"
    between = "  - {on: 2025-03-01, status: negotiating}\n"
    rule, key = histories.history_rewritten, "partners/zahlenhafen"
    assert told(rule, {key: f"status_history:\n{first % ', reason: Met at the fair'}{second}"}) == []
    assert [found[1] for found in told(rule, {key: f"status_history:\n{first % ''}{between}{second}"})] == [
        "status_history[1]"
    ]
    assert messages(rule, {key: f"status_history:\n{second}"}) == [
        "`status_history` 1 was on 2025-02-01, status in_talks and is on 2025-04-01, status active now"
    ]


def test_a_decision_on_which_nothing_was_earned_may_be_taken_anew() -> None:
    claims = """claims:
  - {partner: werkstatt-wandel, basis: first_introduction, on: 2026-09-21}
  - {partner: software-werft, basis: influence, on: 2026-09-22}
decision:
  on: 2026-09-23
  by: henrike-lornsen
  rule: %s
  shares: [{party: werkstatt-wandel, share: 100%%}]
  reason: Theirs"""
    old, new = {P9: claims % "first_introduction"}, {P9: claims % "most_influence"}
    assert [found[2] for found in told(histories.decision_rewritten, new, old)] == ["warning"]
    (found,) = told(histories.decision_rewritten, {K7: "overrides: []"})
    assert found[2] == "error"
    assert "`overrides[0]` was deal run, rate 10%" in found[3]
