"""The clocks of referrals, on the day of the limit, before and after it."""

from collections.abc import Mapping

import pytest
from bookwork import book, day
from deadlinework import R, of, said, states, told

from partnerbook.analysis import analyse
from partnerbook.analysis.deadlines import Deadline, Stop
from partnerbook.core.dates import day_of

AT_NINE = "received: 2025-03-03T09:00\n"


def referral(milestones: str, more: str = "", received: str = "2025-03-03T09:00") -> Mapping[str, str]:
    return {R: f"received: {received}\nmilestones: {{{milestones}}}\n{more}", "partners/werft": ""}


# A deadline by itself


@pytest.mark.parametrize(
    ("stop", "state"),
    [
        (None, "overdue"),
        (Stop(day("2025-03-03"), "told"), "met"),
        (Stop(day("2025-03-04"), "told"), "met"),
        (Stop(day("2025-03-05"), "told"), "late"),
        (Stop(day("2025-03-04"), "won", lapsed=True), "lapsed"),
        (Stop(day("2025-03-05"), "won", lapsed=True), "late"),
        # What stops it later than the day looked from has not stopped it yet.
        (Stop(day("2025-03-10"), "told"), "overdue"),
    ],
)
def test_states_of_a_deadline(stop: Stop | None, state: str) -> None:
    one = Deadline("tell", R, (), "werft", "mats", "us", day("2025-03-01"), day("2025-03-04"), stop)
    assert one.state(day("2025-03-09")) == state
    assert one.state(day("2025-03-04")) in {"open", "met", "lapsed"}
    assert one.due == day("2025-03-04")


def test_how_late_it_is() -> None:
    running = Deadline("tell", R, (), "werft", "mats", "us", day("2025-03-01"), day("2025-03-04"))
    assert [running.days_late(day(f"2025-03-0{number}")) for number in (3, 4, 5, 9)] == [0, 0, 1, 5]
    stopped = Deadline(
        "tell", R, (), "werft", "mats", "us", day("2025-03-01"), day("2025-03-04"), Stop(day("2025-03-06"), "told")
    )
    assert [stopped.days_late(day(f"2025-03-0{number}")) for number in (5, 6, 9)] == [1, 2, 2]


# Acknowledge and respond: 8 and 24 hours


def test_overdue_begins_on_the_day_after_the_limit() -> None:
    assert told(referral(""), "2025-03-03", "acknowledge", "respond") == [
        "2025-03-03T09:00 > 2025-03-03T17:00: open",
        "2025-03-03T09:00 > 2025-03-04T09:00: open",
    ]
    assert states(referral(""), "acknowledge", "2025-03-03", "2025-03-04") == ["open", "overdue"]
    assert states(referral(""), "respond", "2025-03-04", "2025-03-05") == ["open", "overdue"]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2025-03-03T17:00", "met"),
        ("2025-03-03T17:01", "late"),
        # A day without an hour: some hour of it would have been in time, or none.
        ("2025-03-03", "met"),
        ("2025-03-04", "late"),
    ],
)
def test_acknowledged_in_time_to_the_minute(on: str, state: str) -> None:
    assert told(referral(f"acknowledged: {{on: {on}}}"), "2025-03-31", "acknowledge") == [
        f"2025-03-03T09:00 > 2025-03-03T17:00: {state} acknowledged {on}"
    ]


@pytest.mark.parametrize(
    ("milestones", "ending"),
    [
        ("acknowledged: {on: 2025-03-03T10:00}", "overdue"),
        ("acknowledged: {on: 2025-03-03T10:00}, contacted: {on: 2025-03-04T09:00}", "met contacted 2025-03-04T09:00"),
        ("acknowledged: {on: 2025-03-03T10:00}, contacted: {on: 2025-03-04T09:01}", "late contacted 2025-03-04T09:01"),
        ("qualified: {on: 2025-03-04}, meeting: {on: 2025-03-10}", "met qualified 2025-03-04"),
        ("declined: {on: 2025-03-03}", "met declined 2025-03-03"),
        # Won before anybody called: the client answered itself.
        ("won: {on: 2025-03-05}", "late won 2025-03-05"),
        # Nobody had to answer any more, or somebody should have answered before.
        ("withdrawn: {on: 2025-03-04}", "lapsed withdrawn 2025-03-04"),
        ("withdrawn: {on: 2025-03-06}", "late withdrawn 2025-03-06"),
    ],
)
def test_what_answers_a_client(milestones: str, ending: str) -> None:
    assert told(referral(milestones), "2025-03-31", "respond") == [f"2025-03-03T09:00 > 2025-03-04T09:00: {ending}"]


def test_hours_begin_with_the_next_business_day_and_skip_easter() -> None:
    # Saturday 19 April 2025; Easter Monday is the 21st.
    easter = referral("", received="2025-04-19T12:00")
    assert told(easter, "2025-04-22", "acknowledge", "respond") == [
        "2025-04-19T12:00 > 2025-04-22T08:00: open",
        "2025-04-19T12:00 > 2025-04-23T00:00: open",
    ]


def test_a_referral_received_on_a_day_without_an_hour() -> None:
    assert told(referral("", received="2025-03-03"), "2025-03-03", "respond") == ["2025-03-03 > 2025-03-04T23:59: open"]


# Whose clock, which hours, and who sees to it


@pytest.mark.parametrize(
    ("level", "received", "sent"),
    [
        ("{screening: screened_first}", "2025-03-04T09:00", "2025-03-04T09:00"),
        ("{respond_hours: 48}", "2025-03-05T09:00", "2025-03-05T09:00"),
        ("{partner_respond_hours: 48}", "2025-03-04T09:00", "2025-03-05T09:00"),
        ("{respond_hours: 8, partner_respond_hours: 48}", "2025-03-03T17:00", "2025-03-05T09:00"),
    ],
)
def test_the_hours_of_the_agreement_go_before_those_of_the_program(level: str, received: str, sent: str) -> None:
    for direction, limit in (("received", received), ("sent", sent)):
        records = {R: f"{AT_NINE}direction: {direction}", "agreements/werft-2025": f"service_level: {level}"}
        (one,) = of(records, "2025-03-03", "respond")
        assert said(one, "2025-03-03") == f"2025-03-03T09:00 > {limit}: open"
        assert one.side == ("us" if direction == "received" else "partner")


def test_days_of_the_agreement_for_the_meeting() -> None:
    contacted = f"{AT_NINE}milestones: {{contacted: {{on: 2025-03-04T09:00}}}}"
    agreed = {R: contacted, "agreements/werft-2025": "service_level: {meeting_days: 14}"}
    assert told(agreed, "2025-03-04", "meet") == ["2025-03-04T09:00 > 2025-03-18: open"]
    assert told({R: contacted}, "2025-03-04", "meet") == ["2025-03-04T09:00 > 2025-03-11: open"]


@pytest.mark.parametrize(
    ("lines", "partner", "as_of", "owner"),
    [
        ("handled_by: mats-petersen", "", "2025-03-31", "mats-petersen"),
        ("", "", "2025-03-31", "ilka-brandt"),
        # On a referral sent the partner's own person handles it.
        ("direction: sent\nhandled_by: mats-petersen", "", "2025-03-31", "ilka-brandt"),
        # Ilka Brandt leaves on 30 June 2026: the partner's sponsor follows, then the program's owner.
        ("handled_by: ilka-brandt", "owner: mats-petersen", "2026-06-30", "ilka-brandt"),
        ("handled_by: ilka-brandt", "owner: mats-petersen", "2026-07-01", "mats-petersen"),
        ("", "sponsor: mats-petersen", "2026-07-01", "mats-petersen"),
        ("", "", "2026-07-01", "henrike-lornsen"),
    ],
)
def test_somebody_who_is_there_sees_to_it(lines: str, partner: str, as_of: str, owner: str) -> None:
    (one,) = of({R: lines, "partners/werft": partner}, as_of, "respond")
    assert one.owner == owner


# Meet: seven days


@pytest.mark.parametrize(
    ("milestones", "ending"),
    [
        ("", "overdue"),
        (", meeting: {on: 2025-03-11T18:00}", "met meeting 2025-03-11T18:00"),
        (", meeting: {on: 2025-03-12}", "late meeting 2025-03-12"),
        (", qualified: {on: 2025-03-10}, proposal: {on: 2025-03-11}", "met proposal 2025-03-11"),
        (", won: {on: 2025-03-11}", "met won 2025-03-11"),
        (", lost: {on: 2025-03-11}", "lapsed lost 2025-03-11"),
        (", declined: {on: 2025-03-12}", "late declined 2025-03-12"),
    ],
)
def test_the_meeting_within_seven_days_of_the_answer(milestones: str, ending: str) -> None:
    records = referral(f"contacted: {{on: 2025-03-04T09:00}}{milestones}")
    assert told(records, "2025-03-31", "meet") == [f"2025-03-04T09:00 > 2025-03-11: {ending}"]


def test_the_meeting_is_overdue_from_the_day_after_its_last() -> None:
    assert states(referral("contacted: {on: 2025-03-04}"), "meet", "2025-03-11", "2025-03-12") == ["open", "overdue"]


@pytest.mark.parametrize("answer", ["declined", "withdrawn", "meeting", "won"])
def test_no_meeting_is_owed_where_the_answer_was_the_end_or_the_meeting(answer: str) -> None:
    assert told(referral(f"{answer}: {{on: 2025-03-04}}"), "2025-03-31", "meet") == []


# Tell: three days


def test_each_step_is_told_by_itself_or_with_a_later_one() -> None:
    milestones = (
        "acknowledged: {on: 2025-03-03, told: 2025-03-03}, contacted: {on: 2025-03-04}, "
        "meeting: {on: 2025-03-06, told: 2025-03-07}, proposal: {on: 2025-03-20, told: 2025-03-24}"
    )
    assert told(referral(milestones), "2025-03-31", "tell") == [
        "2025-03-03 > 2025-03-06: met acknowledged 2025-03-03",
        "2025-03-04 > 2025-03-07: met meeting 2025-03-07",
        "2025-03-06 > 2025-03-09: met meeting 2025-03-07",
        "2025-03-20 > 2025-03-23: late proposal 2025-03-24",
    ]


def test_of_several_untold_steps_the_oldest_runs() -> None:
    records = referral("acknowledged: {on: 2025-03-03}, contacted: {on: 2025-03-04}, meeting: {on: 2025-03-06}")
    assert told(records, "2025-03-31", "tell") == ["2025-03-03 > 2025-03-06: overdue"]
    assert states(records, "tell", "2025-03-06", "2025-03-07") == ["open", "overdue"]


def test_an_outcome_takes_the_place_of_what_was_not_told() -> None:
    records = referral("contacted: {on: 2025-03-04}, meeting: {on: 2025-03-09}, lost: {on: 2025-03-10}")
    assert told(records, "2025-03-31", "tell", "close_loop") == [
        "2025-03-04 > 2025-03-07: late lost 2025-03-10",
        "2025-03-09 > 2025-03-12: lapsed lost 2025-03-10",
        "2025-03-10 > 2025-03-17: overdue",
    ]


# Close the loop: seven days


@pytest.mark.parametrize(
    ("milestones", "outcome", "ending"),
    [
        ("lost: {on: 2025-03-10}", "", "overdue"),
        ("lost: {on: 2025-03-10, told: 2025-03-17}", "", "met told 2025-03-17"),
        ("declined: {on: 2025-03-10, told: 2025-03-18}", "", "late told 2025-03-18"),
        ("won: {on: 2025-03-10, told: 2025-03-10}", "outcome: {reason: convinced}", "overdue"),
        ("won: {on: 2025-03-10, told: 2025-03-11}", "outcome: {reason: convinced, thanked: 2025-03-17}",
         "met thanked 2025-03-17"),
        ("won: {on: 2025-03-10, told: 2025-03-18}", "outcome: {reason: convinced, thanked: 2025-03-11}",
         "late told 2025-03-18"),
        ("won: {on: 2025-03-10}", "outcome: {reason: convinced, thanked: 2025-03-11}", "overdue"),
    ],
)  # fmt: skip
def test_the_loop_is_closed_by_telling_and_on_a_win_by_thanking(milestones: str, outcome: str, ending: str) -> None:
    assert told(referral(milestones, outcome), "2025-03-31", "close_loop") == [f"2025-03-10 > 2025-03-17: {ending}"]


def test_on_a_referral_sent_the_partner_owes_no_thanks() -> None:
    records = referral("won: {on: 2025-03-10, told: 2025-03-11}", "direction: sent\noutcome: {reason: convinced}")
    (one,) = of(records, "2025-03-31", "close_loop")
    assert (one.state(day("2025-03-31")), one.side) == ("met", "partner")


def test_where_the_loop_is_open_is_pointed_at() -> None:
    untold = of(referral("won: {on: 2025-03-10}"), "2025-03-31", "close_loop")
    unthanked = of(
        referral("won: {on: 2025-03-10, told: 2025-03-10}", "outcome: {reason: convinced}"), "2025-03-31", "close_loop"
    )
    assert [one.at for one in (*untold, *unthanked)] == [("milestones", "won"), ("outcome",)]


# Stalled: thirty days


@pytest.mark.parametrize(
    ("milestones", "start", "last"),
    [
        ("", "2025-03-03", "2025-04-02"),
        ("contacted: {on: 2025-03-04}", "2025-03-04", "2025-04-03"),
        ("contacted: {on: 2025-03-04}, proposal: {on: 2025-03-20T16:00}", "2025-03-20", "2025-04-19"),
    ],
)
def test_an_open_referral_stalls_after_thirty_days_without_a_step(milestones: str, start: str, last: str) -> None:
    records = referral(milestones)
    (one,) = of(records, last, "stalled")
    assert (day_of(one.start), one.due, one.state(day(last))) == (day(start), day(last), "open")
    assert one.state(day(last).replace(day=day(last).day + 1)) == "overdue"


@pytest.mark.parametrize("outcome", ["won", "lost", "declined", "withdrawn"])
def test_a_decided_referral_never_stalls(outcome: str) -> None:
    assert told(referral(f"{outcome}: {{on: 2025-03-04}}"), "2025-12-31", "stalled") == []


# Reopened, and looked at from the past


def test_a_reopened_referral_starts_its_own_clocks() -> None:
    first = "milestones: {contacted: {on: 2025-03-04, told: 2025-03-04}, lost: {on: 2025-03-10, told: 2025-03-11}}"
    records = {
        R: f"{AT_NINE}{first}\noutcome: {{reason: timing}}",
        "referrals/2025-06-02-werft-b2": f"received: 2025-06-02T09:00\nreopens: {R.split('/')[1]}",
    }
    assert told(records, "2025-06-04", "respond") == [
        "2025-03-03T09:00 > 2025-03-04T09:00: met contacted 2025-03-04",
        "2025-06-02T09:00 > 2025-06-03T09:00: overdue",
    ]


def test_what_happens_later_is_not_known_yet() -> None:
    records = referral("contacted: {on: 2025-03-06T10:00, told: 2025-03-12}, meeting: {on: 2025-03-20}")
    assert states(records, "respond", "2025-03-05", "2025-03-06") == ["overdue", "late"]
    assert told(records, "2025-03-10", "tell") == ["2025-03-06T10:00 > 2025-03-09: overdue"]
    assert told(records, "2025-03-12", "tell") == ["2025-03-06T10:00 > 2025-03-09: late contacted 2025-03-12"]


def test_nothing_is_due_without_a_program() -> None:
    found = analyse(book(dict(referral(""))), day("2025-12-31")).deadlines
    assert (list(found), found.overdue, found.running, len(found)) == ([], (), (), 0)
