"""What is proposed, by hand: each remedy one below its threshold, at it, and one above."""

from collections.abc import Iterable
from datetime import date

import pytest
from metricswork import AS_OF, PROGRAM, Written, activity, euros, looked_at, partner, program, referral

from partnerbook.analysis.partnerships import Partnerships
from partnerbook.analysis.remedies import REMEDIES, Remedy
from partnerbook.analysis.remedies.balance import months_uneven
from partnerbook.core.dates import add_months
from partnerbook.core.program_figures import Health
from partnerbook.site.edition import Edition
from partnerbook.site.reports.health import Standing
from partnerbook.site.words.remedies import SENTENCES, TITLES, sentence

CONTACTS = "[{key: a, name: Ada, level: account}, {key: b, name: Bo, level: executive}]"
TIERS = """tiers:
  - key: gold
    name: Gold
    description: Few
    contact_months: 1
    referrals_from: 3
    revenue_from: 1000.00 EUR
  - {key: open, name: Open, description: All, contact_months: 12}
"""


def told(*records: Written, as_of: date = AS_OF) -> dict[str, Remedy]:
    """What is proposed for `werft`, by key and variant; it has two contacts unless it says otherwise."""
    analysis = looked_at(*_with_contacts(records), as_of=as_of)
    return {f"{one.key}/{one.variant}".rstrip("/"): one for one in Partnerships(analysis)["werft"].remedies}


def _with_contacts(records: Iterable[Written]) -> list[Written]:
    given = list(records)
    if not any(name == "partners/werft" for name, _ in given):
        given.append(partner(contacts=CONTACTS))
    return given


def flows(received: int, sent: int, month: str = "2026-06") -> list[Written]:
    """So many referrals of one month, answered at once."""
    found = []
    for direction, count in (("received", received), ("sent", sent)):
        for n in range(1, count + 1):
            steps = f"contacted {month}-{n:02}"
            found.append(referral(f"{direction[0]}{n:02}", f"{month}-{n:02}", steps, direction=direction))
    return found


class TestUnevenFlow:
    @pytest.mark.parametrize(
        ("received", "sent", "fires"),
        [
            (1, 4, False),  # five flows: unevenness is chance
            (1, 5, True),  # six
            (1, 6, True),
            (2, 5, False),  # 2.5 : 1
            (2, 6, True),  # 3 : 1
            (2, 7, True),
            (0, 6, True),
            (3, 3, False),
        ],
    )
    def test_from_six_flows_and_three_to_one(self, received: int, sent: int, fires: bool) -> None:
        assert ("uneven_flow/we_give" in told(*flows(received, sent))) is fires

    def test_the_other_way_round(self) -> None:
        found = told(*flows(6, 2))["uneven_flow/they_give"]
        assert (found.facts["received"], found.facts["sent"], found.urgency) == (6, 2, "act")

    def test_for_how_many_months(self) -> None:
        # Six sent on 10 January: looks back from 30 June, 30 May … 30 January see them, that of 30 December does not.
        sent = [date(2026, 1, 10)] * 6
        assert months_uneven([], sent, AS_OF, Health()) == 5
        # Two received on 1 May make it even as far as 2 : 6; with a third it is not uneven today.
        assert months_uneven([date(2026, 5, 1)] * 2, sent, AS_OF, Health()) == 5
        # On 31 December the look back from 31 January is the last one: a month of 30 days is no trap.
        assert months_uneven([], [date(2026, 1, 31)] * 6, date(2026, 7, 31), Health()) == 6

    def test_a_break_begins_anew(self) -> None:
        # Received on 5 March 2025: they leave the look back after 5 March 2026. Until then 3 : 6, from then on 0 : 6.
        sent, received = [date(2025, 8, 1)] * 6, [date(2025, 3, 5)] * 3
        # Uneven on 30 May, 30 April and 30 March; on 28 February the three still count.
        assert months_uneven(received, sent, AS_OF, Health()) == 3

    def test_a_referral_taken_up_again_is_no_second_one(self) -> None:
        first = referral("s9", "2026-05-02", "contacted 2026-05-02; lost 2026-05-10", direction="sent")
        again = referral("t9", "2026-06-20", "contacted 2026-06-20", direction="sent", reopens="2026-05-02-werft-s9")
        assert "uneven_flow/we_give" not in told(*flows(1, 3), first, again)
        assert "uneven_flow/we_give" in told(*flows(1, 4), first, again)

    def test_the_sentence_names_the_review_that_is_planned(self) -> None:
        review = planned_review("2026-10-14")
        found = told(*flows(2, 12), review)["uneven_flow/we_give"]
        assert (found.on, found.occasion) == (date(2026, 10, 14), "review_planned")
        words = sentence(Edition.of("en"), found, Standing.of(looked_at()).names)
        assert words == (
            "12 sent, 2 received in 12 months, uneven for less than a month; after 18 months partnerships usually end: "
            "raise it in the Q4 review on 14 October 2026."
        )

    def test_sources_are_the_referrals(self) -> None:
        assert len(told(*flows(1, 5))["uneven_flow/we_give"].sources) == 6


class TestOccasion:
    def test_without_a_plan_the_review_that_is_due(self) -> None:
        gold = partner(tier_history="[{on: 2026-05-01, tier: gold}]", contacts=CONTACTS)
        # The tier asks for a review within three months: by 1 August.
        found = told(*flows(1, 5), gold)["uneven_flow/we_give"]
        assert (found.on, found.occasion) == (date(2026, 8, 1), "review")

    def test_what_is_overdue_is_raised_today(self) -> None:
        found = told(*flows(1, 5))["uneven_flow/we_give"]
        assert (found.on, found.occasion) == (AS_OF, "check_in")

    def test_a_plan_of_the_past_is_none(self) -> None:
        old = planned_review("2026-06-01")
        assert told(*flows(1, 5), old)["uneven_flow/we_give"].occasion == "check_in"


class TestSilence:
    @pytest.mark.parametrize(("last", "fires"), [("2026-01-01", False), ("2025-12-30", True), ("2025-12-29", True)])
    def test_after_six_months(self, last: str, fires: bool) -> None:
        assert ("drift" in told(activity("call", last))) is fires
        assert ("drift" in told(referral("r1", last, "lost 2026-01-05"))) is fires

    def test_since_the_first_day_where_nothing_happened(self) -> None:
        assert told()["drift"].facts["last"] == date(2024, 1, 1)


class TestQuality:
    @pytest.mark.parametrize(("won", "fires"), [(0, True), (1, False), (2, False)])
    def test_conversion_below_a_fifth(self, won: int, fires: bool) -> None:
        # None, one and two of five won: 0, 20 and 40 per cent.
        outcomes = ["won"] * won + ["lost"] * (5 - won)
        decided = [
            referral(f"r{n}", f"2026-05-0{n}", f"{outcome} 2026-06-0{n}") for n, outcome in enumerate(outcomes, 1)
        ]
        assert ("poor_fit" in told(*decided)) is fires

    def test_too_few_decided_say_nothing(self) -> None:
        lost = [referral(f"r{n}", f"2026-05-0{n}", f"lost 2026-06-0{n}") for n in (1, 2)]
        assert "poor_fit" not in told(*lost)
        assert "poor_fit" in told(*lost, referral("r3", "2026-05-03", "lost 2026-06-03"))

    @pytest.mark.parametrize(("late", "fires"), [(2, False), (3, True), (4, True)])
    @pytest.mark.parametrize(("direction", "key"), [("sent", "slow_partner"), ("received", "slow_answers")])
    def test_three_answers_too_late(self, late: int, fires: bool, direction: str, key: str) -> None:
        # Due after 24 hours on business days, answered after a week.
        slow = [
            referral(f"r{n}", f"2026-05-0{n}", f"contacted 2026-05-1{n}", direction=direction)
            for n in range(1, late + 1)
        ]
        assert (key in told(*slow)) is fires

    @pytest.mark.parametrize(("in_time", "fires"), [(8, True), (9, True), (10, False)])
    def test_three_of_many_are_no_habit(self, in_time: int, fires: bool) -> None:
        # 3 of 11, of 12 and of 13; a quarter is where it begins.
        slow = [referral(f"r{n}", f"2026-05-0{n}", f"contacted 2026-05-1{n}", direction="sent") for n in (1, 2, 3)]
        assert ("slow_partner" in told(*slow, *flows(0, in_time))) is fires

    @pytest.mark.parametrize(("scores", "fires"), [((7, 8), False), ((8, 8), False), ((9, 8), True)])
    def test_a_falling_survey(self, scores: tuple[int, int], fires: bool) -> None:
        surveys = [
            activity(
                f"s{year}",
                f"{year}-05-02",
                "survey",
                survey=f"{{sent: {year}-04-20, answered: {year}-05-02, score: {n}}}",
            )
            for year, n in zip((2025, 2026), scores, strict=True)
        ]
        found = told(*surveys)
        assert ("survey_falling" in found) is fires
        if fires:
            assert (found["survey_falling"].facts["before"], found["survey_falling"].facts["now"]) == scores

    def test_who_sells_what_we_sell(self) -> None:
        both = partner(services="[erp, cfo]", contacts=CONTACTS)
        assert told(both)["overlap_with_us"].facts["services"] == ("cfo",)
        agreed = agreement("werft", "{overlap: {rule: first_engaged, services: [cfo]}}")
        assert "overlap_with_us" not in told(both, agreed)

    def test_two_partners_for_one_need(self) -> None:
        scope = "{we_refer: [erp]}"
        other = partner("yard", regions="[]")
        found = told(other, agreement("werft", scope), agreement("yard", scope))
        assert found["overlap_between_partners"].facts["other"] == "yard"
        settled = "{we_refer: [erp], overlap: {rule: joint_pitch, services: [erp]}}"
        assert "overlap_between_partners" not in told(other, agreement("werft", scope), agreement("yard", settled))


class TestOccasions:
    @pytest.mark.parametrize(
        ("contacts", "key"),
        [
            ("[]", "single_contact/nobody"),
            ("[{key: a, name: Ada, level: account}]", "single_contact"),
            (
                "[{key: a, name: Ada, level: account}, {key: b, name: Bo, level: account, left: 2026-06-30}]",
                "single_contact",
            ),
            (CONTACTS, None),
        ],
    )
    def test_one_person_there(self, contacts: str, key: str | None) -> None:
        found = [name for name in told(partner(contacts=contacts)) if name.startswith("single_contact")]
        assert found == ([key] if key else [])

    @pytest.mark.parametrize(("day", "fires"), [("2026-05-30", False), ("2026-05-31", True), ("2026-06-01", True)])
    def test_a_first_win_is_celebrated_for_thirty_days(self, day: str, fires: bool) -> None:
        assert ("milestone/first_win" in told(referral("r1", "2026-05-01", f"won {day}"))) is fires

    def test_until_somebody_has(self) -> None:
        thanks = activity("cake", "2026-06-20", "recognition")
        assert "milestone/first_win" not in told(referral("r1", "2026-05-01", "won 2026-06-19"), thanks)

    @pytest.mark.parametrize(("count", "fires"), [(9, False), (10, True), (11, True)])
    def test_the_tenth_referral(self, count: int, fires: bool) -> None:
        assert ("milestone/referrals" in told(*flows(count, count))) is fires

    @pytest.mark.parametrize(
        ("since", "fires"),
        [
            ("2024-05-30", False),
            ("2024-05-31", True),
            ("2024-06-30", True),
            ("2024-07-14", True),
            ("2024-07-15", False),
        ],
    )
    def test_an_anniversary_from_two_weeks_before_to_thirty_days_after(self, since: str, fires: bool) -> None:
        found = told(partner(history=f"{since} active", contacts=CONTACTS))
        assert ("milestone/anniversary" in found) is fires

    @pytest.mark.parametrize(("score", "fires"), [(8, False), (9, True), (10, True)])
    def test_a_project_worth_telling(self, score: int, fires: bool) -> None:
        assert ("case_study" in told(project(score=score))) is fires

    @pytest.mark.parametrize(
        ("completed", "fires"), [("2025-12-31", False), ("2026-01-01", True), ("2026-01-02", True)]
    )
    def test_while_it_is_fresh(self, completed: str, fires: bool) -> None:
        assert ("case_study" in told(project(completed=completed))) is fires

    def test_nobody_writes_it_twice(self) -> None:
        material = "{title: Story, location: here, audience: clients}"
        written = activity("story", "2026-05-01", "case_study", material=material)
        assert "case_study" not in told(project(completed="2026-04-01"), written)
        assert "case_study" in told(project(completed="2026-05-02"), written)


class TestGoals:
    @pytest.mark.parametrize(("received", "fires"), [(3, True), (4, False), (5, False)])
    def test_below_half_of_the_pace(self, received: int, fires: bool) -> None:
        # 14 for 2026 are 14 × 183 ÷ 365 = 7.02 by 2 July, the first day of the second half; half of it is 3.51.
        goals = partner(goals="[{year: 2026, received: 14, sent: 0}]", contacts=CONTACTS)
        found = told(goals, *flows(received, 0), as_of=date(2026, 7, 2))
        assert ("goal_out_of_reach/received" in found) is fires

    @pytest.mark.parametrize(
        ("day", "fires"), [(date(2026, 7, 1), False), (date(2026, 7, 2), True), (date(2026, 7, 3), True)]
    )
    def test_only_in_the_second_half_of_the_year(self, day: date, fires: bool) -> None:
        # 2026 has 365 days: 182 of them are over on 1 July, and 2 × 182 are not yet 365.
        goals = partner(goals="[{year: 2026, received: 16, sent: 0}]", contacts=CONTACTS)
        assert ("goal_out_of_reach/received" in told(goals, as_of=day)) is fires

    @pytest.mark.parametrize(("goal", "fires"), [(1, False), (2, True), (3, True)])
    def test_one_that_is_missing_may_come_any_day(self, goal: int, fires: bool) -> None:
        goals = partner(goals=f"[{{year: 2026, received: {goal}, sent: 0}}]", contacts=CONTACTS)
        assert ("goal_out_of_reach/received" in told(goals, as_of=date(2026, 9, 30))) is fires


class TestTiers:
    PROGRAM = ("program", PROGRAM.split("tiers:")[0] + TIERS + "service_levels:" + PROGRAM.split("service_levels:")[1])

    def in_tier(self, tier: str, since: str = "2025-01-01") -> Written:
        return partner(tier_history=f"[{{on: {since}, tier: {tier}}}]", contacts=CONTACTS)

    def paid(self, amount: str) -> Written:
        return referral(
            "p1", "2026-03-02", "won 2026-03-05", deals="d 5000.00 EUR", payments=f"p 2026-04-01 {amount} EUR"
        )

    @pytest.mark.parametrize(
        ("more", "amount", "fires"),
        [(1, "1000.00", False), (2, "1000.00", True), (3, "1000.00", True), (2, "999.99", False), (2, "1000.01", True)],
    )
    def test_who_does_what_the_higher_tier_asks_for(self, more: int, amount: str, fires: bool) -> None:
        # The paying client is one of the referrals.
        found = told(self.PROGRAM, self.in_tier("open"), self.paid(amount), *flows(more, more))
        assert ("promote" in found) is fires
        if fires:
            assert (found["promote"].facts["tier"], found["promote"].facts["revenue"]) == ("gold", euros(amount))

    @pytest.mark.parametrize(
        ("received", "amount", "fires"), [(0, "999.99", True), (2, "999.99", False), (0, "1000.00", False)]
    )
    def test_who_does_nothing_of_what_the_tier_asks_for(self, received: int, amount: str, fires: bool) -> None:
        found = told(self.PROGRAM, self.in_tier("gold"), self.paid(amount), *flows(received, received))
        assert ("demote" in found) is fires

    @pytest.mark.parametrize(("since", "fires"), [("2025-07-01", False), ("2025-06-30", True), ("2025-06-29", True)])
    def test_a_tier_has_a_year_to_prove_itself(self, since: str, fires: bool) -> None:
        assert ("demote" in told(self.PROGRAM, self.in_tier("gold", since))) is fires

    def test_the_highest_tier_has_none_above_and_the_lowest_none_below(self) -> None:
        assert "promote" not in told(self.PROGRAM, self.in_tier("gold"), self.paid("1000.00"), *flows(3, 3))
        assert "demote" not in told(self.PROGRAM, self.in_tier("open"))


class TestRenewal:
    @pytest.mark.parametrize(
        ("healthy_from", "at_risk_below", "variant", "urgency"),
        [
            (100, 45, "healthy", "chance"),
            (101, 100, "watch", "watch"),
            (102, 101, "at_risk", "act"),
        ],
    )
    def test_says_what_the_points_say(self, healthy_from: int, at_risk_below: int, variant: str, urgency: str) -> None:
        health = (
            f"health: {{healthy_from: {healthy_from}, at_risk_below: {at_risk_below}, "
            "weights: {reciprocity: 0, conversion: 50, responsiveness: 50, revenue: 0, engagement: 0, "
            "satisfaction: 0}}\n"
        )
        # All answered in time and won: 100 points.
        won = [referral(f"r{n}", f"2026-05-0{n}", f"contacted 2026-05-0{n}; won 2026-05-2{n}") for n in (4, 5, 6)]
        ends = agreement("werft", "{}", expires="2026-08-31")
        found = told(program(health), ends, *won)[f"renewal/{variant}"]
        assert (found.on, found.urgency, found.facts["points"]) == (date(2026, 8, 31), urgency, 100)

    def test_without_points_it_asks(self) -> None:
        assert told(agreement("werft", "{}", expires="2026-08-31"))["renewal/too_early"].facts["points"] is None


def agreement(of: str, scope: str, **fields: str) -> Written:
    """A signed agreement that earns nobody anything."""
    front = {
        "partner": of,
        "model": "referral",
        "signed": "2025-01-10",
        "effective": "2025-02-01",
        "scope": scope,
        "compensation": "{received: {earn: none}, sent: {earn: none}}",
        "payment": "{trigger: client_payment, net_days: 30}",
        "attribution": "{rule: first_introduction}",
    } | fields
    return (f"agreements/{of}-2025", "".join(f"{name}: {value}\n" for name, value in front.items()))


def planned_review(day: str) -> Written:
    """A review that has a day and has not been held."""
    return (f"activities/{day}-review", f"type: review\nplanned: {day}\npartners: [werft]\nsummary: Review\n")


def project(score: int = 9, completed: str = "2026-05-20") -> Written:
    """A won referral whose only deal was completed, and what its client said."""
    return referral(
        "p1",
        "2025-10-02",
        "won 2025-10-20",
        deals=f"d 5000.00 EUR completed={completed}",
        satisfaction=f"{{on: 2026-06-01, score: {score}}}",
    )


class TestWords:
    def test_every_remedy_has_a_title_and_a_sentence(self) -> None:
        keys = [rule.key for rule in REMEDIES]
        assert list(TITLES) == keys
        assert {key.partition("/")[0] for key in SENTENCES} == set(keys)
        assert all(rule.source.startswith("DOMAIN") and rule.why.endswith(".") for rule in REMEDIES)

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_every_sentence_of_the_cases_here_can_be_said(self, language: str) -> None:
        cases = (
            (*flows(1, 9), project()),
            (partner(goals="[{year: 2026, received: 16, sent: 9, revenue: 900.00 EUR}]"),),
            (TestTiers.PROGRAM, TestTiers().in_tier("gold")),
            (partner(history=f"{add_months(AS_OF, -12)} active", services="[cfo]"),),
            (agreement("werft", "{}", expires="2026-08-31"),),
        )
        for records in cases:
            analysis = looked_at(*records, as_of=AS_OF)
            names = Standing.of(analysis).names
            for one in Partnerships(analysis)["werft"].remedies:
                assert sentence(Edition.of(language), one, names).endswith((".", "?"))
