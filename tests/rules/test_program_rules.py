"""SCH: edges of the rules about programs, activities, payouts, closings and days, with findings written by hand."""

from typing import get_args

import pytest
from casework import case, told
from pydantic import BaseModel

from partnerbook.core.kinds import KINDS
from partnerbook.rules import activities, payouts, program_rules, timing

REVIEW = "activities/2026/2026-04-14-agentur-brandung-review"
EVENT = "activities/2026/2026-10-22-werkstatt-wandel-event"
CONTENT = "activities/2026/2026-04-23-software-werft-content"
SURVEY = "activities/2026/2026-06-30-survey-agentur-brandung"
WEBINAR = "activities/2026/2026-02-26-software-werft-webinar"
PAYABLE = "payouts/2026/2026-07-30-software-werft-payable"
RECEIVABLE = "payouts/2026/2026-07-30-agentur-brandung-receivable"
CLOSING = "closings/2026-q2"
OPEN = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
SENT = "referrals/2026/2026-06-08-agentur-brandung-q3"
P9 = "2026-09-21-werkstatt-wandel-p9"
MATERIAL = "material: {title: A page, location: Library/page.pdf, audience: partners%s}"


class TestProgram:
    """The program's own figures."""

    @pytest.mark.parametrize("region", ["DE, subdivision: HH", "DE", "US, subdivision: MA", "NZ"])
    def test_regions_with_a_calendar(self, region: str) -> None:
        assert told(program_rules.unknown_holiday_region, {"program": f"holidays: {{country: {region}}}"}) == []
        assert told(program_rules.unknown_holiday_region, {"program": "holidays: ~"}) == []

    def test_regions_nobody_knows(self) -> None:
        changed = case({"program": "holidays: {country: DE, subdivision: HHH}"})
        (found,) = program_rules.unknown_holiday_region.findings(changed)
        assert (found.message, found.field) == ("the calendar knows no `HHH` in DE", ("holidays", "subdivision"))
        assert found.help.startswith("Did you mean `HH`? Write one of ")
        assert told(program_rules.unknown_holiday_region, {"program": "holidays: {country: XX, subdivision: HH}"}) == [
            "program holidays.country: the calendar knows no public holidays of `XX`"
        ]

    def test_weights_that_are_left_out_count_with_their_default(self) -> None:
        assert told(program_rules.weights_not_100, {"program": "health: {weights: {engagement: 0}}"}) == [
            (
                "program health.weights: the weights are 90 together (reciprocity 20, conversion 20, responsiveness "
                "20, revenue 20, engagement 0, satisfaction 10)"
            )
        ]

    def test_range_of_one_value(self) -> None:
        assert told(program_rules.upside_down, {"program": "health: {healthy_from: 45, at_risk_below: 45}"}) == []
        assert told(program_rules.upside_down, {"program": "health: {healthy_from: 44, at_risk_below: 45}"}) == [
            "program health.at_risk_below: it reaches from 45 down to 44"
        ]
        rates = "rates: [{involvement: passive, lowest: 10.5%, highest: 10%}]"
        assert told(program_rules.upside_down, {"program": rates}) == [
            "program rates[0].lowest: it reaches from 10.5% down to 10%"
        ]

    PEOPLE = """people:
  - {key: henrike-lornsen, name: Henrike Lornsen, email: h@alsterblick.example, roles: [program_owner], left: %s}
  - {key: mats-petersen, name: Mats Petersen, email: m@alsterblick.example, roles: [payout_approver]}
  - {key: ilka-brandt, name: Ilka Brandt, email: i@alsterblick.example, left: 2026-06-30}"""

    def test_role_is_held_on_the_last_day(self) -> None:
        leaves = {"program": self.PEOPLE % "2026-09-30"}
        assert told(program_rules.nobody_may_approve, leaves) == []
        assert told(program_rules.nobody_may_approve, leaves, as_of="2026-10-01") == [
            "program approval.limits[1]: nobody in the firm has the role `program_owner`"
        ]

    def test_limit_of_one_person(self) -> None:
        limits = "approval: {limits: [{role: payout_approver, person: mats-petersen}, {role: program_owner}]}"
        assert told(program_rules.nobody_may_approve, {"program": limits}) == [
            "program approval.limits[0].person: mats-petersen does not have the role `payout_approver`"
        ]

    def test_second_entry_for_a_case(self) -> None:
        changes = {
            "program": """exchange_rates:
  - {on: 2026-01-02, currency: USD, into: EUR, rate: 0.9214}
  - {on: 2026-01-03, currency: USD, into: EUR, rate: 0.9217}
  - {on: 2026-01-02, currency: USD, into: EUR, rate: 0.9215}"""
        }
        assert told(program_rules.says_it_twice, changes) == [
            (
                "program exchange_rates[2]: there is a second entry for USD EUR 2026-01-02, besides number 1 of "
                "`exchange_rates`"
            )
        ]


class TestActivities:
    """Blocks and days of activities."""

    def test_block_is_needed_once_it_was_held(self) -> None:
        assert told(activities.block_of_another_type, {EVENT: "marketing: ~"}) == [], "planned"
        assert told(activities.block_of_another_type, {EVENT: "marketing: ~\non: 2026-09-29"}) == [
            "2026-10-22-werkstatt-wandel-event type: the type `event` is held, but has no `marketing`"
        ]

    def test_content_may_have_material_and_events_may_not(self) -> None:
        assert told(activities.block_of_another_type, {EVENT: MATERIAL % ""}) == [
            "2026-10-22-werkstatt-wandel-event material: `material` does not belong to the type `event`"
        ]
        assert told(activities.block_of_another_type, {CONTENT: MATERIAL % ""}) == []

    def test_call_needs_no_block(self) -> None:
        assert told(activities.block_of_another_type, {REVIEW: "type: check_in\nreview: ~"}) == []

    def test_held_and_called_off(self) -> None:
        assert told(activities.without_day, {REVIEW: "cancelled: 2026-04-14"}) == [
            "2026-04-14-agentur-brandung-review cancelled: it was held and called off"
        ]
        assert told(activities.without_day, {EVENT: "cancelled: 2026-09-14"}) == []

    def test_what_needs_no_partner(self) -> None:
        assert told(activities.without_partner, {EVENT: "partners: []\ncancelled: 2026-09-14"}) == []
        assert told(activities.without_partner, {EVENT: "partners: []"}) == [
            "2026-10-22-werkstatt-wandel-event type: the type `event` names no partner"
        ]

    def test_figures_and_days(self) -> None:
        marketing = "marketing: {title: A, logistics: us, promotion: us, their_contacts: 40, shared_contacts: %s}"
        assert told(activities.figures_contradict, {WEBINAR: marketing % 40}) == []
        changes = {
            WEBINAR: marketing % 41,
            SURVEY: "survey: {sent: 2026-06-12, answered: 2026-06-11}",
            CONTENT: MATERIAL % ", published: 2026-05-02, outdated: 2026-05-01",
        }
        assert told(activities.figures_contradict, changes) == [
            (
                "2026-02-26-software-werft-webinar marketing.shared_contacts: 41 contacts stand on both lists, "
                "but one list has only 40"
            ),
            (
                "2026-04-23-software-werft-content material.outdated: it is outdated from 2026-05-01, before it may be "
                "used on 2026-05-02"
            ),
            (
                "2026-06-30-survey-agentur-brandung survey.answered: it was answered on 2026-06-11, before it was sent "
                "on 2026-06-12"
            ),
        ]
        unanswered = {SURVEY: "survey: {sent: 2026-06-12, score: 9}"}
        assert told(activities.figures_contradict, unanswered) == [
            "2026-06-30-survey-agentur-brandung survey.score: it has the score 9, but no day of an answer"
        ]


class TestPayouts:
    """Payouts and closings."""

    def test_parts_of_the_other_direction(self) -> None:
        changes = {
            RECEIVABLE: "approver: henrike-lornsen\npaid: {on: 2026-08-20}\n"
            "cancelled: {on: 2026-08-21, by: mats-petersen}",
            PAYABLE: "second_approver: henrike-lornsen",
        }
        at = "2026-07-30-agentur-brandung-receivable"
        assert sorted(told(payouts.parts_of_other_direction, changes)) == [
            f"{at} approver: `approver` does not belong to a receivable",
            f"{at} cancelled: it was called off and settled",
            f"{at} paid: `paid` does not belong to a receivable",
            "2026-07-30-software-werft-payable second_approver: henrike-lornsen is asked twice",
        ]

    def test_all_steps_on_one_day(self) -> None:
        line = (
            "prepared: {on: 2026-07-24, by: mats-petersen}\napproved: [{on: %s, by: henrike-lornsen}]\npaid: {on: %s}"
        )
        at = "2026-07-30-software-werft-payable"
        assert told(payouts.steps_out_of_order, {PAYABLE: line % ("2026-07-24", "2026-07-24")}) == []
        assert told(payouts.steps_out_of_order, {PAYABLE: line % ("2026-07-26", "2026-07-25")}) == [
            f"{at} paid.on: paid on 2026-07-25, approved by henrike-lornsen on 2026-07-26"
        ]
        assert told(payouts.steps_out_of_order, {PAYABLE: line % ("2026-07-23", "2026-07-23")}) == [
            f"{at} approved[0].on: approved on 2026-07-23, prepared on 2026-07-24",
            f"{at} paid.on: paid on 2026-07-23, prepared on 2026-07-24",
        ]

    def test_closed_on_the_evening_of_the_last_day(self) -> None:
        assert told(payouts.closed_too_early, {CLOSING: "closed: 2026-06-30"}) == []
        assert told(payouts.closed_too_early, {CLOSING: "closed: 2026-06-29"}) == [
            "2026-q2 closed: 2026-Q2 was closed on 2026-06-29, but ends on 2026-06-30"
        ]

    def test_every_closing_within_a_longer_one(self) -> None:
        text = (
            "---\nperiod: %s\nclosed: 2026-09-30\nby: mats-petersen\nlines: 0\nledger: sha256:" + "0" * 64 + "\n---\n"
        )
        changes = {f"closings/{key}": text % period for key, period in (("a", "2026"), ("b", "2026-07"), ("c", "2027"))}
        assert told(payouts.closings_overlap, changes) == [
            "2026-q2 period: 2026-Q2 shares days with 2026, closed by a",
            "b period: 2026-07 shares days with 2026, closed by a",
        ]


class TestDays:
    """Facts from the future, and facts booked before they happened."""

    def test_minute_of_today_is_no_future(self) -> None:
        changes = {OPEN: "milestones: {meeting: {on: 2026-09-30T23:59, told: 2026-09-30}}"}
        assert told(timing.in_the_future, changes) == []
        changes = {OPEN: "milestones: {meeting: {on: 2026-10-01T00:00, told: 2026-10-01}}"}
        assert told(timing.in_the_future, changes) == [
            f"{P9} milestones.meeting.on: 2026-10-01T00:00 lies after today, 2026-09-30",
            f"{P9} milestones.meeting.told: 2026-10-01 lies after today, 2026-09-30",
        ]

    def test_today_counts_and_not_the_day_looked_from(self) -> None:
        assert told(timing.in_the_future, {}, as_of="2025-01-01", today="2026-09-30") == []
        assert len(told(timing.in_the_future, {}, as_of="2026-09-30", today="2026-09-28")) == 1, "the meeting was told"

    @pytest.mark.parametrize(
        ("path", "change", "field"),
        [
            (
                "partners/foerder-lotsen",
                "status_history: [{on: 2027-01-01, status: contacted}]",
                "status_history[0].on",
            ),
            ("clients/ostsee-feinkost", "ended: 2027-01-01", "ended"),
            ("agreements/kontor-interim-2025", "signed: 2027-01-01", "signed"),
            (SENT, "payments: [{key: p1, deal: brand, on: 2027-01-01, amount: 1.00 EUR}]", "payments[0].on"),
            (
                SENT,
                "deals: [{key: brand, value: 1.00 EUR, kind: project, completed: 2027-01-01}]",
                "deals[0].completed",
            ),
            (PAYABLE, "paid: {on: 2027-01-01}", "paid.on"),
            (REVIEW, "on: 2027-01-01", "on"),
            (CLOSING, "closed: 2027-01-01", "closed"),
        ],
    )
    def test_facts_of_every_kind(self, path: str, change: str, field: str) -> None:
        found = told(timing.in_the_future, {path: change})
        assert found == [f"{path.rsplit('/')[-1]} {field}: 2027-01-01 lies after today, 2026-09-30"]

    @pytest.mark.parametrize(
        ("path", "change"),
        [
            (EVENT, "planned: 2027-01-01"),
            ("agreements/kontor-interim-2025", "effective: 2027-01-01\nexpires: 2028-01-01"),
            (PAYABLE, "run: 2027-01-30"),
            ("clients/hanse-logistik", "protected_until: 2027-01-01"),
            ("partners/software-werft", "certifications: [{name: A, since: 2026-05-01, expires: 2027-04-30}]"),
        ],
    )
    def test_plans_and_terms_are_no_facts(self, path: str, change: str) -> None:
        assert told(timing.in_the_future, {path: change}) == []

    def test_every_way_leads_to_a_field(self) -> None:
        """A field that is renamed must not silently leave the rule."""
        for kind, paths in timing.FACTS.items():
            for path in paths:
                model = KINDS[kind].model
                for step in path.split("."):
                    assert step in model.model_fields, f"{kind}: {path}"
                    inner = list(_models(model.model_fields[step].annotation))
                    model = inner[0] if inner else model

    def test_booked_on_the_day_itself(self) -> None:
        line = "payments: [{key: p1, deal: brand, on: 2026-08-14, booked: %s, amount: 1.00 EUR}]"
        assert told(timing.booked_too_early, {SENT: line % "2026-08-14"}) == []
        changes = {
            SENT: line % "2026-08-13",
            RECEIVABLE: "receipts: [{key: e1, on: 2026-08-20, booked: 2026-07-20, amount: 500.00 EUR}]",
        }
        assert told(timing.booked_too_early, changes) == [
            (
                "2026-07-30-agentur-brandung-receivable receipts[0].booked: `e1` happened on 2026-08-20, but was "
                "booked on 2026-07-20"
            ),
            (
                "2026-06-08-agentur-brandung-q3 payments[0].booked: `p1` happened on 2026-08-14, but was booked on "
                "2026-08-13"
            ),
        ]


def _models(annotation: object) -> list[type]:
    """The models inside a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]


def test_unchanged_specimen_has_nothing_to_tell() -> None:
    current = case({})
    assert [finding.message for finding in timing.in_the_future.findings(current)] == []
