"""The clocks of partnerships: cadence, surveys, onboarding, pauses, certificates, agreements, forms and promises."""

from collections.abc import Mapping

import pytest
from bookwork import day
from deadlinework import of, states, told

# Cadence: months to contact, review and planning are 1, 3, 12 in the specimen's strategic tier, 3, -, 12 in its active
# one, and 12, -, - in its network.

SINCE = "status_history: [{on: 2025-01-15, status: active}]\n"


def tier(key: str, on: str = "2025-01-15") -> str:
    return f"tier_history: [{{on: {on}, tier: {key}}}]\n"


def held(on: str, type_: str = "check_in", more: str = "") -> Mapping[str, str]:
    blocks = {
        "review": "review: {period: 2025-Q1}",
        "planning": "planning: {year: 2025}",
        "training": "training: {topic: Cash, audience: both, attendees: 3}",
        "survey": f"survey: {{sent: {on}}}",
    }
    return {
        f"activities/{on}-werft-{type_.replace('_', '-')}": f"type: {type_}\non: {on}\n{blocks.get(type_, '')}\n{more}"
    }


@pytest.mark.parametrize(
    ("key", "check_in", "review", "planning"),
    [
        ("strategic", "2025-02-15", "2025-04-15", "2026-01-15"),
        ("active", "2025-04-15", None, "2026-01-15"),
        ("network", "2026-01-15", None, None),
    ],
)
def test_the_tier_says_how_often(key: str, check_in: str, review: str | None, planning: str | None) -> None:
    records = {"partners/werft": SINCE + tier(key)}
    wanted = {"check_in": check_in, "review": review, "planning": planning, "survey": "2026-01-15"}
    for kind, limit in wanted.items():
        found = of(records, "2025-01-15", kind)  # type: ignore[arg-type]
        assert [str(one.limit) for one in found] == ([limit] if limit else []), kind
        assert {one.at for one in found} <= {("tier_history", 0), ("status_history", 0)}


def test_without_a_tier_there_is_a_word_every_month_and_a_survey_every_year() -> None:
    records = {"partners/werft": SINCE}
    assert told(records, "2025-02-15", "check_in", "review", "planning", "survey") == [
        "2025-01-15 > 2025-02-15: open",
        "2025-01-15 > 2026-01-15: open",
    ]
    assert states(records, "check_in", "2025-02-15", "2025-02-16") == ["open", "overdue"]


def test_each_contact_stops_the_clock_that_the_one_before_began() -> None:
    records = {
        "partners/werft": SINCE + tier("active"),
        **held("2025-04-15"),
        **held("2025-05-02", "training"),
        **held("2025-08-03", "review"),
    }
    assert told(records, "2025-11-04", "check_in") == [
        "2025-01-15 > 2025-04-15: met activity/2025-04-15-werft-check-in 2025-04-15",
        "2025-04-15 > 2025-07-15: met activity/2025-05-02-werft-training 2025-05-02",
        "2025-05-02 > 2025-08-02: late activity/2025-08-03-werft-review 2025-08-03",
        "2025-08-03 > 2025-11-03: overdue",
    ]


@pytest.mark.parametrize(
    ("type_", "more", "counts"),
    [
        ("introduction", "", True),
        ("recognition", "", True),
        ("event", "marketing: {title: Evening, logistics: us, promotion: both}", True),
        ("campaign", "marketing: {title: Letter, logistics: us, promotion: both}", False),
        ("survey", "", False),
        ("check_in", "cancelled: 2025-01-30", False),
        ("check_in", "partners: [other]", False),
    ],
)
def test_what_counts_as_contact(type_: str, more: str, counts: bool) -> None:
    records = {"partners/werft": SINCE, "partners/other": "name: Other", **held("2025-02-01", type_, more)}
    found = [one for one in of(records, "2025-02-10", "check_in") if one.partner == "werft"]
    assert [one.state(day("2025-02-10")) for one in found] == (["met", "open"] if counts else ["open"])


def test_what_is_only_planned_stops_nothing() -> None:
    planned = {"activities/2025-02-10-werft-check-in": "on: ~\nplanned: 2025-02-10"}
    assert states({"partners/werft": SINCE, **planned}, "check_in", "2025-02-16") == ["overdue"]


def test_several_contacts_on_a_day_and_one_on_the_day_it_begins_are_one() -> None:
    records = {
        "partners/werft": SINCE,
        **held("2025-01-15"),
        **held("2025-02-03"),
        **held("2025-02-03", "training"),
    }
    assert told(records, "2025-02-20", "check_in") == [
        "2025-01-15 > 2025-02-15: met activity/2025-02-03-werft-check-in 2025-02-03",
        "2025-02-03 > 2025-03-03: open",
    ]


def test_months_end_with_their_last_day() -> None:
    records = {"partners/werft": SINCE, **held("2025-01-31")}
    assert told(records, "2025-02-28", "check_in")[-1] == "2025-01-31 > 2025-02-28: open"


PAUSED = (
    "status_history: [{on: 2025-01-15, status: active}, {on: 2025-02-10, status: paused, reason: Moving, "
    "exit_condition: Moved, review_on: 2025-05-01}, {on: 2025-06-01, status: active}]\n"
)


def test_a_pause_lets_the_clock_lapse_and_a_return_begins_anew() -> None:
    assert told({"partners/werft": PAUSED}, "2025-06-20", "check_in") == [
        "2025-01-15 > 2025-02-15: lapsed status_history 2025-02-10",
        "2025-06-01 > 2025-07-01: open",
    ]
    assert told({"partners/werft": PAUSED}, "2025-05-20", "check_in") == [
        "2025-01-15 > 2025-02-15: lapsed status_history 2025-02-10"
    ]


def test_whatever_was_late_before_a_pause_stays_late() -> None:
    late = PAUSED.replace("2025-02-10", "2025-02-20")
    assert told({"partners/werft": late}, "2025-05-20", "check_in") == [
        "2025-01-15 > 2025-02-15: late status_history 2025-02-20"
    ]


def test_a_call_during_a_pause_stops_nothing() -> None:
    records = {"partners/werft": PAUSED, **held("2025-03-01"), **held("2025-06-01", "training")}
    assert told(records, "2025-06-20", "check_in") == [
        "2025-01-15 > 2025-02-15: lapsed status_history 2025-02-10",
        "2025-06-01 > 2025-07-01: open",
    ]


def test_a_partner_who_left_and_came_back_has_two_chains() -> None:
    history = (
        "status_history: [{on: 2024-01-10, status: active}, {on: 2024-03-01, status: ended, reason: Sold}, "
        "{on: 2025-02-16, status: active}]"
    )
    records = {"partners/werft": history, **held("2024-02-01"), **held("2025-03-16")}
    assert told(records, "2025-04-01", "check_in") == [
        "2024-01-10 > 2024-02-10: met activity/2024-02-01-werft-check-in 2024-02-01",
        "2024-02-01 > 2024-03-01: lapsed status_history 2024-03-01",
        "2025-02-16 > 2025-03-16: met activity/2025-03-16-werft-check-in 2025-03-16",
        "2025-03-16 > 2025-04-16: open",
    ]


def test_a_new_tier_begins_anew_where_its_months_differ() -> None:
    tiers = "tier_history: [{on: 2025-01-15, tier: active}, {on: 2025-03-01, tier: strategic}]\n"
    records = {"partners/werft": SINCE + tiers}
    assert told(records, "2025-03-31", "check_in", "review") == [
        "2025-03-01 > 2025-04-01: open",
        "2025-01-15 > 2025-04-15: lapsed tier_history 2025-03-01",
        "2025-03-01 > 2025-06-01: open",
    ]
    (planning,) = of(records, "2025-03-31", "planning")
    assert (str(planning.start), planning.at) == ("2025-01-15", ("tier_history", 1)), "twelve months in both"


def test_a_survey_counts_on_the_day_it_was_sent() -> None:
    survey = {
        "activities/2026-02-20-werft-survey": "type: survey\non: 2026-02-20\n"
        "survey: {sent: 2026-01-15, answered: 2026-02-20, score: 8}"
    }
    assert told({"partners/werft": SINCE, **survey}, "2026-03-01", "survey") == [
        "2025-01-15 > 2026-01-15: met activity/2026-02-20-werft-survey 2026-01-15",
        "2026-01-15 > 2027-01-15: open",
    ]
    assert states({"partners/werft": SINCE}, "survey", "2026-01-15", "2026-01-16") == ["open", "overdue"]


# Onboarding: sixty days


@pytest.mark.parametrize(
    ("history", "agreement", "as_of", "expected"),
    [
        ("", None, "2025-03-02", "2025-01-01 > 2025-03-02: open"),
        ("", None, "2025-03-03", "2025-01-01 > 2025-03-02: overdue"),
        # Signed later: the days run from the signature.
        ("", "signed: 2025-01-10", "2025-03-03", "2025-01-10 > 2025-03-11: open"),
        ("", "signed: 2024-12-10", "2025-03-03", "2025-01-01 > 2025-03-02: overdue"),
        (", {on: 2025-03-02, status: active}", None, "2025-03-31",
         "2025-01-01 > 2025-03-02: met status_history 2025-03-02"),
        (", {on: 2025-03-03, status: active}", None, "2025-03-31",
         "2025-01-01 > 2025-03-02: late status_history 2025-03-03"),
        (", {on: 2025-02-01, status: rejected}", None, "2025-03-31",
         "2025-01-01 > 2025-03-02: lapsed status_history 2025-02-01"),
    ],
)  # fmt: skip
def test_onboarding(history: str, agreement: str | None, as_of: str, expected: str) -> None:
    records = {"partners/werft": f"status_history: [{{on: 2025-01-01, status: onboarding}}{history}]"}
    if agreement is not None:
        records["agreements/werft-2025"] = agreement
    assert told(records, as_of, "onboarding") == [expected]


# Pauses and certificates


def test_a_pause_is_looked_at_again_by_its_day() -> None:
    records = {"partners/werft": PAUSED}
    assert states(records, "pause_review", "2025-05-01", "2025-05-02", "2025-06-01") == ["open", "overdue", "late"]
    (one,) = of(records, "2025-05-01", "pause_review")
    assert one.at == ("status_history", 1, "review_on")


def test_a_certificate_runs_out_unless_a_later_one_follows() -> None:
    silver = "{name: Ledger, level: Silver, since: 2024-01-01, expires: 2025-12-31}"
    records = {"partners/werft": SINCE + f"certifications: [{silver}]"}
    # Its ninety days of notice begin on 2 October.
    assert told(records, "2025-10-01", "certification") == []
    assert told(records, "2025-10-02", "certification") == ["2025-10-02 > 2025-12-31: open"]
    assert states(records, "certification", "2025-12-31", "2026-01-01") == ["open", "overdue"]
    gold = "{name: Ledger, level: Gold, since: 2026-01-01, expires: 2027-12-31}"
    records = {"partners/werft": SINCE + f"certifications: [{silver}, {gold}]"}
    assert told(records, "2026-02-01", "certification") == ["2025-10-02 > 2025-12-31: late certifications 2026-01-01"]


# Agreements


TERM = "signed: 2025-01-10\neffective: 2025-02-01\nexpires: 2026-01-31\n"


def test_an_agreement_asks_for_a_decision_ninety_days_before_its_end() -> None:
    records = {"partners/werft": SINCE, "agreements/werft-2025": TERM}
    assert told(records, "2025-11-01", "renewal") == []
    assert told(records, "2025-11-02", "renewal") == ["2025-11-02 > 2026-01-31: open"]
    assert states(records, "renewal", "2026-01-31", "2026-02-01") == ["open", "overdue"]


@pytest.mark.parametrize(
    ("lines", "as_of", "expected"),
    [
        ("", "2025-12-02", "2025-09-03 > 2025-12-02: open"),
        # Nobody gave notice: it goes on for another year.
        ("", "2025-12-03", None),
        ("", "2026-09-03", "2026-09-03 > 2026-12-02: open"),
        ("terminated: {on: 2025-11-20, by: us, effective: 2026-01-31, reason: Nothing came}", "2025-12-31", None),
        ("terminated: {on: 2025-11-20, by: us, effective: 2026-01-31, reason: Nothing came}", "2025-12-02",
         "2025-09-03 > 2025-12-02: met terminated 2025-11-20"),
    ],
)  # fmt: skip
def test_notice_of_one_that_renews_itself_is_given_sixty_days_before(
    lines: str, as_of: str, expected: str | None
) -> None:
    renewal = "renewal: {automatic: true, months: 12, notice_days: 60}\n"
    records = {"partners/werft": SINCE, "agreements/werft-2025": TERM + renewal + lines}
    assert told(records, as_of, "renewal") == ([expected] if expected else [])


@pytest.mark.parametrize(("outlook", "state"), [("outlook: renew", "met"), ("worked: [All]", "open")])
def test_a_review_that_says_what_comes_next_has_decided_a_renewal(outlook: str, state: str) -> None:
    renewal = "renewal: {automatic: true, months: 12, notice_days: 60}"
    review = {
        "activities/2025-10-01-werft-review": f"type: review\non: 2025-10-01\nreview: {{period: 2025-Q3, {outlook}}}"
    }
    records = {"partners/werft": SINCE, "agreements/werft-2025": TERM + renewal, **review}
    assert states(records, "renewal", "2025-10-02") == [state]


@pytest.mark.parametrize(
    ("successor", "ending"),
    [
        ("signed: 2026-01-20\neffective: 2026-02-01", "met agreement/werft-2026 2026-01-20"),
        ("signed: 2026-02-10\neffective: 2026-02-15\namends: werft-2025", "late agreement/werft-2026 2026-02-10"),
        # Another model decides nothing about this one, and a draft nothing at all.
        ("signed: 2026-01-20\neffective: 2026-02-01\nmodel: reseller", "overdue"),
        ("signed: ~\neffective: 2026-02-01", "overdue"),
    ],
)
def test_a_signed_successor_decides(successor: str, ending: str) -> None:
    records = {"partners/werft": SINCE, "agreements/werft-2025": TERM, "agreements/werft-2026": successor}
    assert told(records, "2026-02-20", "renewal") == [f"2025-11-02 > 2026-01-31: {ending}"]


def test_nothing_is_left_to_decide_once_the_partner_has_gone() -> None:
    gone = "status_history: [{on: 2025-01-15, status: active}, {on: 2025-12-01, status: ended, reason: Sold}]"
    records = {"partners/werft": gone, "agreements/werft-2025": TERM}
    assert told(records, "2026-02-20", "renewal") == ["2025-11-02 > 2026-01-31: lapsed status_history 2025-12-01"]


def test_an_agreement_that_ended_before_its_notice_asks_for_nothing() -> None:
    ended = TERM + "terminated: {on: 2025-06-01, by: both, effective: 2025-06-30, reason: Sold}"
    records = {"partners/werft": SINCE, "agreements/werft-2025": ended}
    assert told(records, "2026-02-20", "renewal") == []


# Tax forms and promises


def test_a_tax_form_runs_out() -> None:
    tax = "tax: {country: DE, form: Certificate of residence, form_received: 2024-06-01, form_expires: 2025-06-30}"
    records = {"partners/werft": SINCE + tax}
    assert told(records, "2025-03-31", "tax_form") == []
    assert states(records, "tax_form", "2025-04-01", "2025-06-30", "2025-07-01") == ["open", "open", "overdue"]
    ended = SINCE.replace("}]", "}, {on: 2025-02-01, status: ended, reason: Sold}]")
    assert told({"partners/werft": ended + tax}, "2025-07-01", "tax_form") == []


@pytest.mark.parametrize(
    ("owner", "side", "sees_to_it"),
    [("mats-petersen", "us", "mats-petersen"), ("Tomke Abels", "partner", "ilka-brandt")],
)
def test_a_promise_has_an_owner_and_a_day(owner: str, side: str, sees_to_it: str) -> None:
    promise = f"follow_ups: [{{what: The list, owner: {owner}, due: 2025-03-10}}, {{what: A word, owner: {owner}}}]"
    records = {"partners/werft": SINCE, "activities/2025-03-03-werft-check-in": promise}
    (one,) = of(records, "2025-03-10", "follow_up")
    assert (one.side, one.owner, one.about, one.at) == (side, sees_to_it, "The list", ("follow_ups", 0, "due"))
    assert states(records, "follow_up", "2025-03-10", "2025-03-11") == ["open", "overdue"]
    done = promise.replace("due: 2025-03-10", "due: 2025-03-10, done: 2025-03-11")
    records = {"partners/werft": SINCE, "activities/2025-03-03-werft-check-in": done}
    assert states(records, "follow_up", "2025-03-10", "2025-03-12") == ["open", "late"]
