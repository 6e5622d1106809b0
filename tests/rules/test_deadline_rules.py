"""Rules about deadlines: the day they begin to speak, whom they name, how grave they are, and when they stay silent."""

from datetime import date

from casework import SPECIMEN, case, told

from partnerbook.analysis import Records, analysed
from partnerbook.analysis.deadlines import RULE_OF
from partnerbook.core.finding import Severity
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource
from partnerbook.rules import ALL_RULES, check, deadline_money, deadline_partners, deadline_referrals
from partnerbook.rules.registry import CheckedRule

P9 = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
M2 = "referrals/2026/2026-07-20-werkstatt-wandel-m2"
Q3 = "referrals/2026/2026-06-08-agentur-brandung-q3"
K7 = "referrals/2026/2026-03-02-software-werft-k7"
PAYABLE = "payouts/2026/2026-07-30-software-werft-payable"
RECEIVABLE = "payouts/2026/2026-07-30-agentur-brandung-receivable"
BREAKFAST = "activities/2026/2026-09-15-partner-breakfast-training"
REVIEW = "activities/2026/2026-07-14-agentur-brandung-review"
PLANNING = "activities/2026/2026-01-27-partner-day-planning"
SURVEY = "activities/2026/2026-02-16-survey-partners"
UNTOUCHED = "milestones: {}\ndeals: []"


def helps(rule: CheckedRule, changes: dict[str, str | None], as_of: str = "2026-09-30") -> list[str]:
    return [finding.help for finding in rule.findings(case(changes, as_of=as_of))]


def codes(changes: dict[str, str | None], as_of: str = "2026-09-30", family: str = "DUE") -> list[str]:
    found = check(case(changes, as_of=as_of))
    return [finding.code for finding in found if finding.rule.family == family]


# Referrals


def test_an_acknowledgement_is_told_until_the_answer_is_late_as_well() -> None:
    """Received on Monday at 08:40: confirmed by 16:40, answered by Tuesday 08:40."""
    assert told(deadline_referrals.acknowledgement_overdue, {P9: UNTOUCHED}, as_of="2026-09-21") == []
    assert told(deadline_referrals.acknowledgement_overdue, {P9: UNTOUCHED}, as_of="2026-09-22") == [
        (
            "2026-09-21-werkstatt-wandel-p9 received: nobody has confirmed that it was received: "
            "since 2026-09-21T08:40, due by 2026-09-21T16:40, 1 day late"
        )
    ]
    assert codes({P9: UNTOUCHED}, "2026-09-22") == ["DUE001"]
    assert codes({P9: UNTOUCHED}, "2026-09-23") == ["DUE002"]
    assert codes({P9: UNTOUCHED}, "2026-10-12")[:1] == ["DUE002"]


def test_an_answer_says_who_and_what_to_do() -> None:
    assert told(deadline_referrals.response_overdue, {P9: UNTOUCHED}, as_of="2026-09-25") == [
        (
            "2026-09-21-werkstatt-wandel-p9 received: nobody has answered the client: "
            "since 2026-09-21T08:40, due by 2026-09-22T08:40, 3 days late"
        )
    ]
    assert helps(deadline_referrals.response_overdue, {P9: UNTOUCHED}) == [
        "Call the client or decline, and write `contacted` or `declined` into `milestones`. Henrike Lornsen sees to it."
    ]
    assert helps(deadline_referrals.response_overdue, {P9: f"{UNTOUCHED}\nhandled_by: mats-petersen"}) == [
        "Call the client or decline, and write `contacted` or `declined` into `milestones`. Mats Petersen sees to it."
    ]


def test_on_a_referral_sent_the_partner_is_late_and_it_is_a_warning() -> None:
    sent = {
        Q3: "milestones: {acknowledged: {on: 2026-06-08T15:00, told: 2026-06-08}}\noutcome: ~\ndeals: []\npayments: []"
    }
    (finding,) = list(deadline_referrals.response_overdue.findings(case(sent)))
    assert (finding.severity, finding.rule.severity) == (Severity.WARNING, Severity.ERROR)
    # Brandung's agreement gives both sides 48 hours: Monday 11:30 to Wednesday.
    assert finding.message == (
        "Agentur Brandung has not answered the client: since 2026-06-08T11:30, due by 2026-06-10T11:30, 112 days late"
    )
    assert finding.help.endswith("Mats Petersen sees to it.")


def test_a_meeting_is_due_within_seven_days_of_the_answer() -> None:
    waiting = {P9: "milestones: {contacted: {on: 2026-09-22, told: 2026-09-22}}\ndeals: []"}
    assert told(deadline_referrals.meeting_overdue, waiting, as_of="2026-09-29") == []
    assert told(deadline_referrals.meeting_overdue, waiting, as_of="2026-09-30") == [
        (
            "2026-09-21-werkstatt-wandel-p9 milestones.contacted.on: the meeting after the first contact was not held: "
            "since 2026-09-22, due by 2026-09-29, 1 day late"
        )
    ]


def test_several_untold_steps_are_one_finding() -> None:
    untold = {P9: "milestones: {contacted: {on: 2026-09-22}, meeting: {on: 2026-09-23}, proposal: {on: 2026-09-24}}"}
    assert told(deadline_referrals.partner_not_told, untold) == [
        (
            "2026-09-21-werkstatt-wandel-p9 milestones.contacted: Werkstatt Wandel has not heard of `contacted`: "
            "since 2026-09-22, due by 2026-09-25, 5 days late"
        )
    ]


def test_a_loop_is_closed_with_word_and_thanks() -> None:
    rule = deadline_referrals.loop_not_closed
    untold = {M2: "milestones: {contacted: {on: 2026-07-21, told: 2026-07-21}, lost: {on: 2026-08-03}}"}
    assert told(rule, untold, as_of="2026-08-10") == []
    assert told(rule, untold, as_of="2026-08-11") == [
        (
            "2026-07-20-werkstatt-wandel-m2 milestones.lost: Werkstatt Wandel has not heard that it is `lost`: "
            "since 2026-08-03, due by 2026-08-10, 1 day late"
        )
    ]
    unthanked = {K7: "outcome: {reason: convinced}"}
    assert told(rule, unthanked, as_of="2026-04-18") == [
        (
            "2026-03-02-software-werft-k7 outcome: Software-Werft was not thanked: "
            "since 2026-04-10, due by 2026-04-17, 1 day late"
        )
    ]
    assert helps(rule, unthanked) == [
        "Thank them, and write the day into `thanked` of `outcome`. Henrike Lornsen sees to it."
    ]


def test_a_referral_stalls_where_nothing_else_is_late() -> None:
    rule = deadline_referrals.referral_stalled
    assert told(rule, {}, as_of="2026-10-28") == []
    assert told(rule, {}, as_of="2026-10-29") == [
        (
            "2026-09-21-werkstatt-wandel-p9 milestones.meeting.on: nothing has happened after `meeting`: "
            "since 2026-09-28, due by 2026-10-28, 1 day late"
        )
    ]
    assert told(rule, {P9: UNTOUCHED}, as_of="2026-10-29") == [], "the answer is late, and that is told"


# Money


def test_a_payout_is_overdue_after_its_run_and_says_whom_it_waits_for() -> None:
    rule = deadline_money.payout_overdue
    assert told(rule, {PAYABLE: "paid: ~"}, as_of="2026-07-30") == []
    assert told(rule, {PAYABLE: "paid: ~"}, as_of="2026-07-31") == [
        (
            "2026-07-30-software-werft-payable run: 1750.00 EUR to Software-Werft is prepared and not paid: "
            "since 2026-06-03, due by 2026-07-30, 1 day late"
        )
    ]
    (unapproved,) = told(rule, {PAYABLE: "paid: ~\napproved: []"}, as_of="2026-07-31")
    assert "is prepared and not paid, which henrike-lornsen has to approve: since" in unapproved


def test_what_is_in_no_payout_is_overdue_after_the_run() -> None:
    """The second payment was booked on 5 August: 1,800.00 and 1,200.00 go out in the run of 30 October."""
    rule = deadline_money.payout_overdue
    assert told(rule, {}, as_of="2026-10-30") == []
    assert told(rule, {}, as_of="2026-10-31") == [
        f"2026-03-02-software-werft-k7 payments[1]: {amount} is owed to {name} and in no payout: "
        "since 2026-08-05, due by 2026-10-30, 1 day late"
        for amount, name in (("1200.00 EUR", "Agentur Brandung"), ("1800.00 EUR", "Software-Werft"))
    ]


def test_nobody_is_blamed_for_a_payout_that_cannot_be_read() -> None:
    broken = SPECIMEN | {f"records/{PAYABLE}.md": SPECIMEN[f"records/{PAYABLE}.md"].replace("1750.00 EUR", "much")}
    loaded = load(MemorySource(broken))
    day = date(2026, 10, 31)
    current = analysed(Records(loaded.book, day, day))
    assert list(deadline_money.payout_overdue.findings(current)) == []


def test_the_partner_owes_after_the_net_days_and_only_for_what_is_left() -> None:
    rule = deadline_money.receivable_overdue
    part = {RECEIVABLE: "receipts: [{key: e1, on: 2026-08-20, amount: 500.00 EUR}]"}
    assert told(rule, part, as_of="2026-08-23") == []
    (finding,) = list(rule.findings(case(part, as_of="2026-08-24")))
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "Agentur Brandung has not paid 900.00 EUR in full: since 2026-07-24, due by 2026-08-23, 1 day late"
    )


def test_what_nobody_billed_is_our_error() -> None:
    (finding,) = list(deadline_money.receivable_overdue.findings(case({RECEIVABLE: None}, as_of="2026-07-31")))
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith("Agentur Brandung owes us 900.00 EUR, and nobody has billed it: since 2026-07-30")


def test_a_tax_form_that_ran_out() -> None:
    tax = "tax: {country: DE, form: Certificate of residence, form_received: 2025-03-01, form_expires: 2026-09-29}"
    assert told(deadline_money.tax_form_overdue, {"partners/software-werft": tax}) == [
        (
            "software-werft tax.form_expires: Certificate of residence of Software-Werft has run out: "
            "since 2026-07-01, due by 2026-09-29, 1 day late"
        )
    ]


# Partnerships


def test_a_word_is_owed_from_the_day_after_the_month() -> None:
    rule = deadline_partners.check_in_overdue
    absent = {BREAKFAST: "partners: [kontor-interim, werkstatt-wandel, zahlenhafen]"}
    assert not [line for line in told(rule, absent, as_of="2026-08-14") if line.startswith("agentur-brandung")]
    assert [line for line in told(rule, absent, as_of="2026-08-15") if line.startswith("agentur-brandung")] == [
        (
            "agentur-brandung tier_history[1]: Agentur Brandung is owed a word from us: "
            "since 2026-07-14, due by 2026-08-14, 1 day late"
        )
    ]


def test_what_is_planned_already_is_named() -> None:
    absent: dict[str, str | None] = {BREAKFAST: "on: ~\nplanned: 2026-10-06T08:00\ntype: check_in\ntraining: ~"}
    found = helps(deadline_partners.check_in_overdue, absent)
    assert len(found) == 4
    assert found[0] == (
        "One is planned for 2026-10-06: do it sooner, and add the activity `check_in`; pause the partnership if it is "
        "to rest. Henrike Lornsen sees to it."
    )


def test_reviews_plannings_and_surveys_are_owed_by_tier() -> None:
    changes: dict[str, str | None] = {REVIEW: None, PLANNING: None, SURVEY: None}
    assert [line.split(":")[0] for line in told(deadline_partners.review_overdue, changes)] == [
        "agentur-brandung tier_history[1]"
    ]
    assert [line.split(" ")[0] for line in told(deadline_partners.planning_overdue, changes)] == [
        "kontor-interim", "software-werft", "werkstatt-wandel", "zahlenhafen",
    ]  # fmt: skip
    assert [line.split(" ")[0] for line in told(deadline_partners.survey_overdue, changes)] == [
        "kanzlei-nordlicht", "kontor-interim", "software-werft", "werkstatt-wandel", "zahlenhafen",
    ]  # fmt: skip


def test_nobody_is_blamed_for_a_call_that_cannot_be_read() -> None:
    broken = SPECIMEN | {f"records/{REVIEW}.md": SPECIMEN[f"records/{REVIEW}.md"].replace("type: review", "type: talk")}
    loaded = load(MemorySource(broken))
    day = date(2026, 9, 30)
    current = analysed(Records(loaded.book, day, day))
    assert [finding.code for finding in check(current) if finding.rule.family == "DUE"] == []


def test_an_expired_agreement_is_told_once() -> None:
    ended: dict[str, str | None] = {"agreements/agentur-brandung-2026": "expires: 2026-09-29\nrenewal: ~"}
    assert codes(ended) == ["DUE030"], "the alliance still holds"
    alone: dict[str, str | None] = {"agreements/kontor-interim-2025": "expires: 2026-09-29"}
    assert codes(alone) == []
    assert "PAR003" in codes(alone, family="PAR")


def test_an_agreement_whose_successor_has_a_wrong_day_has_not_run_out() -> None:
    old = "agreements/agentur-brandung-2026"
    text = SPECIMEN[f"records/{old}.md"]
    assert "expires: 2027-01-31" in text
    successor = text.replace("expires: 2027-01-31", "expires: 2025-01-31")
    successor = successor.replace("effective: 2026-02-01", "effective: 2026-09-30")
    changes: dict[str, str | None] = {
        old: "expires: 2026-09-29\nrenewal: ~",
        "agreements/agentur-brandung-2027": successor,
    }
    assert "AGR001" in codes(changes, family="AGR")
    assert codes(changes) == []


def test_a_waiver_excuses_what_is_late_until_its_day() -> None:
    waiver = "{rule: DUE002, reason: The clinic asked for a call in October, until: 2026-10-01}"
    waived = {P9: f"{UNTOUCHED}\nwaivers: [{waiver}]"}
    assert codes(waived) == []
    assert "DUE002" in codes(waived, "2026-10-02")


def test_what_was_late_in_the_base_is_only_told() -> None:
    late = {P9: UNTOUCHED}
    found = check(case(late), base=case(late))
    assert [(finding.code, finding.severity) for finding in found if finding.rule.family == "DUE"] == [
        ("DUE002", Severity.INFO)
    ]


def test_every_rule_about_lateness_has_the_deadlines_that_its_waivers_let_be() -> None:
    assert sorted(RULE_OF.values()) == [rule.code for rule in ALL_RULES if rule.family == "DUE"]
