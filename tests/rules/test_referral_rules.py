"""RFL: edges of the rules about steps, outcomes, partners and agreements, with the findings written by hand."""

import pytest
from casework import told

from partnerbook.rules import (
    professions,
    referral_agreements,
    referral_milestones,
    referral_outcomes,
    referral_partners,
)

SENT = "referrals/2026/2026-06-08-agentur-brandung-q3"
OPEN = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
LOST = "referrals/2026/2026-07-20-werkstatt-wandel-m2"
WON = "referrals/2026/2026-03-02-software-werft-k7"
BRANDUNG = "partners/agentur-brandung"
Q3 = "2026-06-08-agentur-brandung-q3"
P9 = "2026-09-21-werkstatt-wandel-p9"
M2 = "2026-07-20-werkstatt-wandel-m2"


class TestOrder:
    """Milestones in time; a day without an hour may be any hour of that day."""

    @pytest.mark.parametrize(
        ("contacted", "meeting", "is_reversed"),
        [
            ("2026-09-22", "2026-09-22", False),
            ("2026-09-22T14:00", "2026-09-22", False),
            ("2026-09-22", "2026-09-22T00:00", False),
            ("2026-09-22T14:00", "2026-09-22T14:00", False),
            ("2026-09-22T14:00", "2026-09-22T13:59", True),
            ("2026-09-22T00:00", "2026-09-21", True),
            ("2026-09-23", "2026-09-22T23:59", True),
        ],
    )
    def test_days_and_minutes(self, contacted: str, meeting: str, is_reversed: bool) -> None:
        changes = {OPEN: f"milestones: {{contacted: {{on: {contacted}}}, meeting: {{on: {meeting}}}}}"}
        expected = f"{P9} milestones.meeting.on: `meeting` on {meeting} lies before `contacted` on {contacted}"
        assert told(referral_milestones.out_of_order, changes) == ([expected] if is_reversed else [])

    def test_bare_day_does_not_hide_the_minute_before_it(self) -> None:
        changes = {
            OPEN: "milestones: {acknowledged: {on: 2026-09-22T14:00}, contacted: {on: 2026-09-22}, "
            "meeting: {on: 2026-09-22T13:00}}"
        }
        assert told(referral_milestones.out_of_order, changes) == [
            f"{P9} milestones.meeting.on: `meeting` on 2026-09-22T13:00 lies before `acknowledged` on 2026-09-22T14:00"
        ]

    def test_order_in_the_file_does_not_matter_and_steps_may_be_skipped(self) -> None:
        changes = {OPEN: "milestones: {proposal: {on: 2026-09-29}, acknowledged: {on: 2026-09-21T09:00}}"}
        assert told(referral_milestones.out_of_order, changes) == []

    def test_two_outcomes_are_not_held_against_each_other(self) -> None:
        changes = {LOST: "milestones: {won: {on: 2026-09-21}, lost: {on: 2026-08-03}, withdrawn: {on: 2026-08-01}}"}
        assert told(referral_milestones.out_of_order, changes) == []
        assert told(referral_milestones.two_outcomes, changes) == [
            f"{M2} milestones.withdrawn: it is won, lost and withdrawn at once"
        ]

    def test_receipt_in_the_same_minute(self) -> None:
        at = "milestones: {acknowledged: {on: %s}, contacted: {on: 2026-09-20}}"
        assert told(referral_milestones.before_received, {OPEN: at % "2026-09-21T08:39"}) == [
            (
                f"{P9} milestones.acknowledged.on: `acknowledged` on 2026-09-21T08:39 lies before the referral was "
                "received on 2026-09-21T08:40"
            )
        ], "the first step that is too early stands for all"
        only = "milestones: {acknowledged: {on: %s}}"
        assert told(referral_milestones.before_received, {OPEN: only % "2026-09-21T08:40"}) == []
        assert told(referral_milestones.before_received, {OPEN: only % "2026-09-21"}) == []


class TestTold:
    """What the partner heard, and when."""

    def test_told_and_thanked_on_the_day_itself(self) -> None:
        same = "milestones: {won: {on: 2026-07-02T18:00, told: 2026-07-02}}\noutcome: {reason: convinced, thanked: %s}"
        assert told(referral_milestones.told_too_early, {SENT: same % "2026-07-02"}) == []
        assert told(referral_milestones.told_too_early, {SENT: same % "2026-07-01"}) == [
            f"{Q3} outcome.thanked: the partner was thanked on 2026-07-01, before `won` on 2026-07-02T18:00"
        ]

    def test_what_follows_from_something_later(self) -> None:
        changes = {
            SENT: "satisfaction: {on: 2026-06-29, score: 9}\nfeedback: {on: 2026-06-08, fit: 5}\n"
            "hold: {since: 2026-08-20, reason: A dispute, released: 2026-08-19}"
        }
        assert told(referral_milestones.dates_contradict, changes) == [
            f"{Q3} satisfaction.on: the client was asked about the work on 2026-06-29, before it was won on 2026-06-30",
            f"{Q3} hold.released: the stop on paying ends on 2026-08-19, before it begins on 2026-08-20",
        ]


class TestOutcome:
    """Why it ended, and what that leaves behind."""

    def test_withdrawn_needs_no_reason(self) -> None:
        changes = {LOST: "milestones: {withdrawn: {on: 2026-08-03}}\noutcome: ~"}
        assert told(referral_outcomes.without_reason, changes) == []

    def test_declined_without_reason_is_ours_or_theirs(self) -> None:
        changes = {
            LOST: "milestones: {declined: {on: 2026-08-03}}\noutcome: ~",
            SENT: "milestones: {lost: {on: 2026-07-02}}\noutcome: ~",
        }
        assert told(referral_outcomes.without_reason, changes) == [
            f"{M2} milestones.declined: it was declined, but nobody wrote down why"
        ]
        assert told(referral_outcomes.partner_gave_no_reason, changes) == [
            f"{Q3} milestones.lost: agentur-brandung has it as lost, but we do not know why"
        ]

    def test_alternative_by_partner_or_in_words(self) -> None:
        declined = "milestones: {declined: {on: 2026-08-03}}\noutcome: {reason: fit%s}"
        for enough in (", alternative: A half-day check", ", alternative_partner: foerder-lotsen"):
            assert told(referral_outcomes.nothing_to_learn, {LOST: declined % enough}) == []
        assert told(referral_outcomes.nothing_to_learn, {LOST: declined % ", lesson: Ask first"}) == [
            f"{M2} outcome: it was declined, and no alternative was suggested to the client"
        ]

    def test_reasons_of_a_win(self) -> None:
        won = {SENT: "outcome: {reason: no_answer}"}
        assert told(referral_outcomes.reason_contradicts, won) == [
            f"{Q3} outcome.reason: `no_answer` is no reason for a referral that was won"
        ]
        assert told(referral_outcomes.reason_contradicts, {SENT: "outcome: {reason: price}"}) == []

    @pytest.mark.parametrize(
        ("profession", "direction", "is_missed"),
        [("lawyer", "sent", False), ("insurance-broker", "sent", True), ("lawyer", "received", True)],
    )
    def test_lawyer_need_not_say_what_a_mandate_is_worth(
        self, profession: str, direction: str, is_missed: bool
    ) -> None:
        changes = {BRANDUNG: f"profession: {profession}", SENT: f"direction: {direction}\ndeals: ~\npayments: ~"}
        missed = [f"{Q3} milestones.won: it was won, but has no deal"]
        assert told(referral_outcomes.won_without_deal, changes) == (missed if is_missed else [])

    def test_deal_in_sight_of_an_open_referral_is_fine(self) -> None:
        assert told(referral_outcomes.deal_without_win, {}) == []
        changes = {
            LOST: "deals: [{key: wing, value: 1.00 EUR, kind: project}]\n"
            "payments: [{key: p1, deal: wing, on: 2026-08-02, amount: 1.00 EUR}]"
        }
        assert told(referral_outcomes.deal_without_win, changes) == [
            f"{M2} deals: it was lost, but has `deals` and `payments`"
        ]


class TestPartners:
    """Whom a referral may come from or go to."""

    PAUSED = """status_history:
  - {on: 2024-06-14, status: active}
  - {on: %s, status: paused, reason: Two unanswered, exit_condition: A quarter without a miss}
  - {on: %s, status: active}"""

    def test_pause_holds_from_its_first_day_to_the_day_before_the_return(self) -> None:
        assert told(referral_partners.sent_to_paused, {BRANDUNG: self.PAUSED % ("2026-06-08", "2026-06-20")}) == [
            f"{Q3} received: sent to Agentur Brandung on 2026-06-08, but it was paused from 2026-06-08 on"
        ]
        assert told(referral_partners.sent_to_paused, {BRANDUNG: self.PAUSED % ("2026-06-09", "2026-06-20")}) == []
        assert told(referral_partners.sent_to_paused, {BRANDUNG: self.PAUSED % ("2026-05-08", "2026-06-08")}) == []

    def test_referral_received_from_a_paused_partner_is_welcome(self) -> None:
        changes = {BRANDUNG: self.PAUSED % ("2026-06-08", "2026-06-20"), SENT: "direction: received"}
        assert told(referral_partners.sent_to_paused, changes) == []

    def test_first_referral_belongs_to_onboarding(self) -> None:
        history = "status_history: [{on: 2026-06-01, status: %s}, {on: 2026-06-09, status: active}]"
        assert told(referral_partners.before_partnership, {BRANDUNG: history % "onboarding"}) == []
        assert told(referral_partners.before_partnership, {BRANDUNG: history % "negotiating"}) == [
            f"{Q3} received: it was sent to Agentur Brandung on 2026-06-08, when its status was `negotiating`"
        ]
        unknown = "status_history: [{on: 2026-06-09, status: active}]"
        assert told(referral_partners.before_partnership, {BRANDUNG: unknown}) == [
            f"{Q3} received: it was sent to Agentur Brandung on 2026-06-08, when its status was `identified`"
        ]

    def test_unknown_partner_is_told_elsewhere(self) -> None:
        assert told(referral_partners.before_partnership, {BRANDUNG: None}) == []
        assert told(referral_partners.sent_to_paused, {BRANDUNG: None}) == []

    def test_service_that_is_not_ours_may_be_declined(self) -> None:
        declined = "service: payroll\nmilestones: {contacted: {on: 2026-07-21}, declined: {on: 2026-08-03}}"
        assert told(referral_partners.not_ours, {LOST: declined}) == []
        taken_on = "service: payroll\nmilestones: {meeting: {on: 2026-07-21}, lost: {on: 2026-08-03}}"
        assert told(referral_partners.not_ours, {LOST: taken_on}) == [
            f"{M2} service: `payroll` is not among our own services"
        ]

    def test_agreement_knows_a_service_the_partner_no_longer_lists(self) -> None:
        assert told(referral_partners.not_theirs, {BRANDUNG: "services: []"}) == []
        both = {BRANDUNG: "services: []", SENT: "service: payroll"}
        assert told(referral_partners.not_theirs, both) == [
            f"{Q3} service: `payroll` is not among the services of Agentur Brandung"
        ]

    def test_checklist_of_a_referral_that_was_taken_on(self) -> None:
        changes = {
            OPEN: """checklist:
  - {item: need, answer: no}
  - {item: decision-maker, answer: unknown}
  - {item: budget, answer: no}"""
        }
        assert told(referral_partners.against_checklist, changes) == [
            (
                f"{P9} checklist[0].answer: the answer is no, but the referral was taken on: "
                "Can you name the need in one sentence?"
            )
        ], "nobody requires a budget"
        assert told(referral_partners.checklist_incomplete, changes) == [
            f"{P9} checklist: taken on without an answer to `decision-maker` and `expects-call`"
        ]
        only_contacted = {OPEN: f"{changes[OPEN]}\nmilestones: {{contacted: {{on: 2026-09-22}}}}"}
        assert told(referral_partners.against_checklist, only_contacted) == []
        assert told(referral_partners.checklist_incomplete, only_contacted) == []


class TestAgreements:
    """Which agreement a referral falls under."""

    def test_day_received_decides_and_not_the_day_won(self) -> None:
        until = "agreements/agentur-brandung-2026"
        ended = "terminated: {on: 2026-06-08, by: us, effective: %s, reason: A merger}"
        assert told(referral_agreements.won_without_agreement, {until: ended % "2026-06-08"}) == []
        assert told(referral_agreements.won_without_agreement, {until: ended % "2026-06-07"}) == [
            (
                f"{Q3} milestones.won: it was won, but on 2026-06-08, when it was received, werkstatt-wandel-2025 "
                "held, but not for `brand-strategy` in the direction `sent`"
            )
        ]

    def test_open_referral_may_wait_for_its_agreement(self) -> None:
        assert told(referral_agreements.won_without_agreement, {"agreements/werkstatt-wandel-2025": None}) == []

    def test_no_agreement_at_all(self) -> None:
        changes = {"agreements/werkstatt-wandel-2025": None, OPEN: "milestones: {won: {on: 2026-09-28}}"}
        assert told(referral_agreements.won_without_agreement, changes) == [
            (
                f"{P9} milestones.won: it was won, but on 2026-07-20, when it was received, no agreement with "
                "werkstatt-wandel was in force"
            )
        ], "a referral taken up again keeps the day of the first"

    SECOND = """---
partner: werkstatt-wandel
model: referral
signed: 2026-01-10
effective: %s
scope: {they_refer: [%s]}
compensation: {received: {earn: none}, sent: {earn: none}}
payment: {trigger: client_payment, net_days: 30}
attribution: {rule: first_introduction}
---
"""

    def test_two_agreements_on_one_day_and_service(self) -> None:
        path = "agreements/werkstatt-wandel-referral"
        assert told(referral_agreements.two_match, {path: self.SECOND % ("2026-07-20", "growth-finance")}) == [
            f"{M2} service: werkstatt-wandel-2025 and werkstatt-wandel-referral match on 2026-07-20"
        ], "and the referral that takes it up again follows it without a finding of its own"
        assert told(referral_agreements.two_match, {path: self.SECOND % ("2026-07-21", "growth-finance")}) == []
        assert told(referral_agreements.two_match, {path: self.SECOND % ("2026-07-20", "fractional-cfo")}) == []

    def test_empty_scope_matches_every_service(self) -> None:
        path = "agreements/werkstatt-wandel-referral"
        assert len(told(referral_agreements.two_match, {path: self.SECOND % ("2026-07-20", "")})) == 1

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ("received: 2025-04-01T09:15", None),
            (
                "received: 2025-03-31",
                "software-werft-2025 holds from 2025-04-01 to 2027-03-31, but the referral was received on 2025-03-31",
            ),
            ("service: growth-finance", "software-werft-2025 does not list `growth-finance` among `they_refer`"),
            ("direction: sent", "software-werft-2025 does not list `fractional-cfo` among `we_refer`"),
        ],
    )
    def test_named_agreement(self, change: str, problem: str | None) -> None:
        found = told(referral_agreements.named_does_not_hold, {WON: change})
        assert found == ([f"2026-03-02-software-werft-k7 agreement: {problem}"] if problem else [])

    def test_named_draft(self) -> None:
        assert told(referral_agreements.named_does_not_hold, {"agreements/software-werft-2025": "signed: ~"}) == [
            "2026-03-02-software-werft-k7 agreement: software-werft-2025 is not signed, or never came into force"
        ]

    def test_terms_of_its_own(self) -> None:
        line = "overrides: [{%sreason: A favour, approved_by: henrike-lornsen, on: 2026-08-30}]"
        at = "2026-03-02-software-werft-k7 overrides[0]: the decision of 2026-08-30"
        assert told(referral_agreements.override_unclear, {WON: line % "amount: 0.00 EUR, "}) == []
        assert told(referral_agreements.override_unclear, {WON: line % "rate: 0%, amount: 0.00 EUR, "}) == [
            f"{at} names both `rate` and `amount`"
        ]
        assert told(referral_agreements.override_unclear, {WON: line % "rate: 101%, "}) == [
            f"{at} says 101%, which is not between 0% and 100%"
        ]
        assert told(referral_agreements.override_unclear, {WON: line % "amount: -0.01 EUR, "}) == [
            f"{at} says -0.01 EUR, which is less than nothing"
        ]


class TestConsent:
    """A fee that needs the client's written consent."""

    RULE = (
        "profession_rules: [{profession: tax-adviser, jurisdiction: DE, cash: with_consent, reciprocity: allowed, "
        "source: An example}]"
    )

    def test_each_won_referral_that_earns_needs_it(self) -> None:
        changes = {"program": self.RULE, BRANDUNG: "profession: tax-adviser"}
        assert told(professions.fee_without_consent, changes) == [
            (
                f"{Q3} consent: the fee needs the client's written consent (`tax-adviser` in DE, An example), "
                "and none is on record"
            )
        ]
        assert told(professions.fee_without_consent, changes | {SENT: "consent: {fee: 2026-06-30}"}) == []
        open_again = {SENT: "milestones: {meeting: {on: 2026-06-15}}\noutcome: ~"}
        assert told(professions.fee_without_consent, changes | open_again) == []
        nothing = "compensation: {received: {earn: none}, sent: {earn: none}}\nexamples: []"
        free = {"agreements/agentur-brandung-2026": nothing}
        assert told(professions.fee_without_consent, changes | free) == []
