"""PAR: edges of the rules about partners, with the findings written by hand."""

import pytest
from casework import told

from partnerbook.core.vocabulary import PartnerStatus
from partnerbook.rules import partner_history as history
from partnerbook.rules import partner_qualification as qualification
from partnerbook.rules import partner_relationship as relationship

BRANDUNG = "partners/agentur-brandung"
KONTOR = "partners/kontor-interim"
WERFT = "partners/software-werft"
LAWYER = "partners/kanzlei-nordlicht"
CANDIDATE = "partners/foerder-lotsen"


def test_assessment_counts_from_its_own_day() -> None:
    assert told(qualification.active_without_assessment, {}, as_of="2025-04-01") == []
    missing = told(qualification.active_without_assessment, {BRANDUNG: "assessment: ~"})
    assert missing == [
        "agentur-brandung status_history[2]: Agentur Brandung is active, but was not assessed by 2026-09-30"
    ]


def test_assessment_made_after_the_day_looked_from_is_missing() -> None:
    later = {BRANDUNG: "status_history: [{on: 2024-04-01, status: active}]"}
    assert told(qualification.active_without_assessment, later, as_of="2024-04-23") == [
        "agentur-brandung status_history[0]: Agentur Brandung is active, but was not assessed by 2024-04-23"
    ]
    assert told(qualification.active_without_assessment, later, as_of="2024-04-24") == []


@pytest.mark.parametrize("status", ["onboarding", "paused", "ended"])
def test_only_active_partners_need_everything(status: str) -> None:
    nothing = "assessment: ~\nreferences: []\nonboarding: []"
    changes = {BRANDUNG: f"status_history: [{{on: 2026-09-30, status: {status}}}]\n{nothing}"}
    assert told(qualification.active_without_assessment, changes) == []
    waived = ["zahlenhafen status_history[1]: Zahlenhafen is active without a single reference"]
    assert told(qualification.active_without_references, changes) == waived
    assert told(qualification.unfinished_onboarding, changes) == []


def test_agreement_holds_on_its_last_day_and_not_on_the_next() -> None:
    kontor = {WERFT: None, "agreements/software-werft-2025": None, "referrals/2026/2026-03-02-software-werft-k7": None}
    assert told(qualification.active_without_agreement, kontor, as_of="2027-03-31") == [
        (
            "zahlenhafen status_history[1]: Zahlenhafen is active, but no signed agreement is in force on 2027-03-31; "
            "zahlenhafen-2025 ended on 2026-12-31"
        )
    ]
    assert told(qualification.active_without_agreement, kontor, as_of="2027-04-01") == [
        (
            "kontor-interim status_history[1]: Kontor Interim is active, but no signed agreement is in force on "
            "2027-04-01; kontor-interim-2025 ended on 2027-03-31"
        ),
        (
            "zahlenhafen status_history[1]: Zahlenhafen is active, but no signed agreement is in force on 2027-04-01; "
            "zahlenhafen-2025 ended on 2026-12-31"
        ),
    ]


def test_unsigned_agreement_is_none() -> None:
    assert told(qualification.active_without_agreement, {"agreements/software-werft-2025": "signed: ~"}) == [
        "software-werft status_history[1]: Software-Werft is active, but no signed agreement is in force on 2026-09-30"
    ]


def test_onboarding_names_the_steps_that_are_missing() -> None:
    changes = {
        KONTOR: """onboarding:
  - {step: know-our-services, on: 2025-03-10}
  - {step: know-theirs, on: 2025-03-10}
  - {step: teams-introduced, on: 2025-03-20}
  - {step: submission-agreed, on: 2025-03-20}"""
    }
    assert told(qualification.unfinished_onboarding, changes) == [
        (
            "kontor-interim status_history[1]: Kontor Interim is active, but 2 of 6 onboarding steps are not done: "
            "first-referral and clients-told"
        )
    ]


def _references(*verdicts: str) -> str:
    items = (
        f"  - {{on: 2026-09-0{number}, source: client, who: A client, about: [quality], verdict: {verdict}}}\n"
        for number, verdict in enumerate(verdicts, 1)
    )
    return "references:\n" + "".join(items)


def test_two_bad_references_are_no_trend_and_three_are() -> None:
    assert told(qualification.bad_references, {CANDIDATE: _references("bad", "bad", "mixed")}) == []
    assert told(qualification.bad_references, {CANDIDATE: _references("bad", "good", "bad", "bad")}) == [
        "foerder-lotsen references: 3 of 4 references of Förder-Lotsen are bad, and its status is still `contacted`"
    ]
    rejected = "status_history: [{on: 2026-08-12, status: identified}, {on: 2026-09-03, status: rejected}]\n"
    assert told(qualification.bad_references, {CANDIDATE: rejected + _references("bad", "bad", "bad")}) == []


def test_program_sets_when_bad_references_are_a_trend() -> None:
    changes = {CANDIDATE: _references("bad", "bad"), "program": "health: {bad_references: 2}"}
    assert told(qualification.bad_references, changes) == [
        "foerder-lotsen references: 2 of 2 references of Förder-Lotsen are bad, and its status is still `contacted`"
    ]


def test_capacity_is_needed_for_a_model_in_mind_until_an_agreement_says_otherwise() -> None:
    without = """assessment:
  on: 2026-09-01
  by: henrike-lornsen
  fit: {score: 5}
  overlap: {score: 4}
  values: {score: 5}
  positioning: {score: 4}
  quality: {score: 4}
  commitment: {score: 4}
  partnerships: {score: 3}
  potential: {received_per_year: 6, sent_per_year: 5}
  conclusion: Good
"""
    assert told(qualification.capacity_not_scored, {CANDIDATE: without}) == []
    assert told(qualification.capacity_not_scored, {CANDIDATE: f"{without}intended_model: alliance"}) == [
        (
            "foerder-lotsen assessment: `intended_model` means to deliver together (alliance), "
            "but the assessment of Förder-Lotsen has no mark for capacity"
        )
    ]
    assert told(qualification.capacity_not_scored, {LAWYER: "intended_model: alliance"}) == [], "the agreement counts"


def test_third_party_of_an_alliance_delivers_too() -> None:
    brandung = """assessment:
  on: 2024-04-24
  by: ilka-brandt
  fit: {score: 5}
  overlap: {score: 4}
  values: {score: 5}
  positioning: {score: 4}
  quality: {score: 4}
  commitment: {score: 4}
  partnerships: {score: 3}
  potential: {received_per_year: 6, sent_per_year: 5}
  conclusion: Good
"""
    assert told(qualification.capacity_not_scored, {BRANDUNG: brandung}) == [
        (
            "agentur-brandung assessment: the agreement werkstatt-wandel-2025 means to deliver together (alliance), "
            "but the assessment of Agentur Brandung has no mark for capacity"
        )
    ]


def test_red_flag_is_open_until_the_day_it_was_settled() -> None:
    assert told(qualification.open_red_flag, {}, as_of="2026-09-30") == []
    flag = {BRANDUNG: "red_flags: [{on: 2026-09-10, kind: other, note: Late, resolved: 2026-09-20}]"}
    assert told(qualification.open_red_flag, flag, as_of="2026-09-09") == []
    assert told(qualification.open_red_flag, flag, as_of="2026-09-19") == [
        (
            "agentur-brandung red_flags[0]: Agentur Brandung is active, but the warning sign of 2026-09-10 is not "
            "settled: Late"
        )
    ]
    assert told(qualification.open_red_flag, flag, as_of="2026-09-20") == []


def test_two_changes_of_status_on_one_day_are_in_order() -> None:
    same = "status_history: [{on: 2024-06-14, status: onboarding}, {on: 2024-06-14, status: active}]"
    assert told(history.status_out_of_order, {BRANDUNG: same}) == []


def test_each_entry_is_held_against_the_latest_above_it() -> None:
    changes = {
        CANDIDATE: """status_history:
  - {on: 2026-08-12, status: identified}
  - {on: 2026-06-01, status: contacted}
  - {on: 2026-07-01, status: in_talks}"""
    }
    assert told(history.status_out_of_order, changes) == [
        "foerder-lotsen status_history[1].on: `contacted` from 2026-06-01 stands below an entry of 2026-08-12",
        "foerder-lotsen status_history[2].on: `in_talks` from 2026-07-01 stands below an entry of 2026-08-12",
    ]


@pytest.mark.parametrize(
    ("before", "after", "possible"),
    [
        ("identified", "active", True),
        ("negotiating", "in_talks", True),
        ("onboarding", "ended", True),
        ("active", "paused", True),
        ("active", "negotiating", True),
        ("paused", "paused", True),
        ("ended", "active", True),
        ("rejected", "contacted", True),
        ("identified", "ended", False),
        ("contacted", "paused", False),
        ("active", "active", False),
        ("active", "rejected", False),
        ("active", "identified", False),
        ("ended", "paused", False),
        ("rejected", "active", False),
    ],
)
def test_changes_of_status(before: PartnerStatus, after: PartnerStatus, possible: bool) -> None:
    assert (after in history.NEXT[before]) is possible


def test_message_of_an_impossible_change() -> None:
    changes = {
        CANDIDATE: "status_history: [{on: 2026-08-12, status: contacted}, {on: 2026-09-03, status: ended, reason: No}]"
    }
    assert told(history.impossible_change, changes) == [
        "foerder-lotsen status_history[1].status: `ended` on 2026-09-03 cannot follow `contacted`"
    ]
    twice = {CANDIDATE: "status_history: [{on: 2026-08-12, status: contacted}, {on: 2026-09-03, status: contacted}]"}
    assert told(history.impossible_change, twice) == [
        "foerder-lotsen status_history[1].status: `contacted` on 2026-09-03 stands twice in a row"
    ]


def test_reasons_for_pause_end_and_return() -> None:
    changes = {
        BRANDUNG: """status_history:
  - {on: 2024-06-14, status: active}
  - {on: 2025-01-01, status: paused, reason: Nobody there}
  - {on: 2025-03-01, status: ended}
  - {on: 2025-06-01, status: active}
  - {on: 2025-08-01, status: paused, reason: Slow, exit_condition: Answers within a day}
  - {on: 2025-09-01, status: active}"""
    }
    assert told(history.without_reason, changes) == [
        "agentur-brandung status_history[1]: the status `paused` of 2025-01-01 has no `exit_condition`",
        "agentur-brandung status_history[2]: the status `ended` of 2025-03-01 has no `reason`",
        "agentur-brandung status_history[3]: the return after the end of 2025-06-01 has no `reason`",
    ]


def test_tier_that_begins_tomorrow_is_none_today() -> None:
    changes = {BRANDUNG: "tier_history: [{on: 2026-09-30, tier: active}]"}
    assert told(history.active_without_tier, changes, as_of="2026-09-30") == []
    assert told(history.active_without_tier, changes, as_of="2026-09-29") == [
        "agentur-brandung status_history[2]: Agentur Brandung is active, but has no tier on 2026-09-29"
    ]


def test_what_lasts_a_day_does_not_contradict_itself() -> None:
    one_day = "contacts: [{key: a, name: A B, level: executive, since: 2026-01-01, left: 2026-01-01}]"
    backwards = "contacts: [{key: a, name: A B, level: executive, since: 2026-01-01, left: 2025-12-31}]"
    assert told(history.dates_contradict, {WERFT: one_day}) == []
    assert told(history.dates_contradict, {WERFT: backwards}) == [
        "software-werft contacts[0].left: A B's time there ends on 2025-12-31, before it begins on 2026-01-01"
    ]


def test_owner_counts_on_the_last_day_and_not_after() -> None:
    changes = {KONTOR: "owner: ilka-brandt\nsponsor: ilka-brandt"}
    assert told(relationship.owner_has_left, changes, as_of="2026-06-30") == []
    assert told(relationship.owner_has_left, changes, as_of="2026-07-01") == [
        "kontor-interim owner: Ilka Brandt, owner of Kontor Interim (`active`), left on 2026-06-30",
        "kontor-interim sponsor: Ilka Brandt, sponsor of Kontor Interim (`active`), left on 2026-06-30",
    ]


@pytest.mark.parametrize(("position", "is_mismatch"), [("premium", False), ("mid_market", False), ("value", True)])
def test_neighbours_in_the_market_are_no_mismatch(position: str, is_mismatch: bool) -> None:
    assert bool(told(relationship.positioning_mismatch, {KONTOR: f"positioning: {position}"})) is is_mismatch


def test_contact_who_leaves_today_is_still_there() -> None:
    changes = {
        KONTOR: """contacts:
  - {key: a, name: Gesa Lührs, level: executive, left: 2026-09-29}
  - {key: b, name: Arne Thode, level: delivery, left: 2026-09-30}"""
    }
    assert told(relationship.single_contact, changes, as_of="2026-09-29") == []
    assert told(relationship.single_contact, changes, as_of="2026-09-30") == [
        "kontor-interim contacts: Arne Thode is the only person we know at Kontor Interim"
    ]
    assert told(relationship.nobody_left, changes, as_of="2026-09-30") == []
    assert told(relationship.nobody_left, changes, as_of="2026-10-01") == [
        "kontor-interim contacts: we know nobody at Kontor Interim on 2026-10-01; the last one left on 2026-09-30"
    ]
    assert told(relationship.single_contact, changes, as_of="2026-10-01") == []


def test_certificate_holds_on_its_last_day() -> None:
    assert told(relationship.certification_expired, {}, as_of="2027-04-30") == []
    assert told(relationship.certification_expired, {}, as_of="2027-05-01") == [
        "software-werft certifications[0].expires: the certificate Werft Ledger of Software-Werft expired on 2027-04-30"
    ]


def test_profession_needs_a_rule_for_its_own_country() -> None:
    assert told(relationship.profession_without_rule, {LAWYER: "country: AT"}) == [
        "kanzlei-nordlicht profession: the program has no rule for the profession `lawyer` in AT"
    ]
    assert told(relationship.profession_without_rule, {LAWYER: "country: AT\nprofession: ~"}) == []
