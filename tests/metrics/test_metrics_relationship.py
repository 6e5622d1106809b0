"""Figures of contacts, reviews, marketing, surveys and goals, counted on fingers."""

from fractions import Fraction

from metricswork import (
    activity,
    days,
    euros,
    looked_at,
    of_program,
    of_werft,
    partner,
    parts,
    payout,
    program,
    referral,
)

GOLD = {"tier_history": "[{on: 2024-01-01, tier: gold}]"}
"""Contact each month, a review each quarter."""


class TestCadence:
    def test_contacts_in_time_of_those_due(self) -> None:
        figures = of_werft(
            partner(history="2026-01-10 active", **GOLD),
            activity("a", "2026-02-10"),  # on the last day: in time
            activity("b", "2026-03-11", "training"),  # a day late; any contact counts
            activity("c", "2026-03-20", "webinar"),  # in time
            # The clock of 20 March ran out on 20 April, and nobody has called since.
        )
        cadence = figures["cadence_kept"]
        assert parts(cadence) == (2, 4, 4)
        assert cadence.sources == (
            "activity/2026-02-10-a",
            "activity/2026-03-11-b",
            "activity/2026-03-20-c",
            "partner/werft",
        )

    def test_a_clock_that_still_runs_says_nothing(self) -> None:
        assert of_werft(partner(history="2026-06-01 active", **GOLD))["cadence_kept"].why_none == "nothing_counted"

    def test_a_pause_stops_the_clock_without_fault(self) -> None:
        figures = of_werft(partner(history="2026-01-10 active; 2026-02-01 paused", **GOLD))
        assert figures["cadence_kept"].sample == 0

    def test_a_contact_counts_on_the_day_it_was_held(self) -> None:
        late = (partner(history="2026-01-10 active; 2026-05-01 paused", **GOLD), activity("a", "2026-04-02"))
        assert of_werft(*late, window=days("2026-01-01", "2026-03-31"))["cadence_kept"].sample == 0
        assert parts(of_werft(*late, window=days("2026-04-01", "2026-06-30"))["cadence_kept"]) == (0, 1, 1)

    def test_reviews(self) -> None:
        figures = of_werft(
            partner(history="2025-09-01 active", **GOLD),
            activity("a", "2025-11-20", "review", review="{period: 2025-Q3}"),
            activity("b", "2026-03-05", "review", review="{period: 2025-Q4}"),  # due by 20 February
            activity("c", "2026-06-05", "review", review="{period: 2026-Q1}"),
            activity("d", "2026-06-20", "review", cancelled="2026-06-19", review="{period: 2026-Q1}"),
        )
        assert figures["reviews_held"].value == 3
        assert parts(figures["reviews_in_time"]) == (2, 3, 3)

    def test_what_is_held_with_two_partners_counts_for_each_and_once_for_the_program(self) -> None:
        records = (
            partner("werft"),
            partner("dock"),
            activity("a", "2026-03-05", "review", partners="werft, dock", review="{period: 2025-Q4}"),
        )
        assert of_werft(*records)["reviews_held"].value == 1
        assert of_program(*records)["reviews_held"].value == 1


class TestMarketing:
    def test_work_and_leads(self) -> None:
        figures = of_werft(
            activity("a", "2026-03-05", "webinar", marketing=_marketing("us", "both", "6", "4")),
            activity("b", "2026-03-06", "event", marketing=_marketing("partner", "us", "2", "")),
            activity("c", "2026-03-07", "content"),
            activity("d", "2026-03-08", "campaign", cancelled="2026-03-01", marketing=_marketing("us", "us", "9", "0")),
            activity("e", "2026-03-09", "training"),
        )
        assert figures["marketing_held"].value == 3
        # Four parts: one ours, one half ours, none, one ours.
        assert parts(figures["marketing_workload"]) == (Fraction(5, 2), 4, 2)
        # Only the first knows both sides' leads.
        assert parts(figures["marketing_leads"]) == (4, 6, 1)

    def test_our_own_campaign_is_not_joint(self) -> None:
        assert of_program(activity("a", "2026-03-05", "campaign", partners=""))["marketing_held"].value == 0


class TestSurveys:
    def test_score_and_trend(self) -> None:
        answers = (
            _survey("a", "2024-06-01", "2024-06-10", 9),
            _survey("b", "2025-06-01", "2025-06-10", 8),
            _survey("c", "2026-06-01", "2026-06-10", 6),
        )
        figures = of_werft(*answers)
        assert parts(figures["survey_score"]) == (6, 1, 1)
        assert figures["survey_trend"].value == -2
        assert figures["survey_trend"].sources == ("activity/2025-06-01-b", "activity/2026-06-01-c")

    def test_one_answer_has_no_trend_and_silence_no_score(self) -> None:
        once = of_werft(_survey("a", "2026-06-01", "2026-06-10", 6))
        assert (once["survey_score"].value, once["survey_trend"].why_none) == (6, "nothing_counted")
        silent = of_werft(activity("a", "2026-06-01", "survey", survey="{sent: 2026-06-01}"))
        assert silent["survey_score"].why_none == "nothing_counted"

    def test_the_program_averages_over_partners(self) -> None:
        figures = of_program(
            partner("werft"),
            partner("dock"),
            _survey("a", "2025-06-01", "2025-06-10", 8),
            _survey("b", "2026-06-01", "2026-06-10", 5),
            _survey("c", "2025-06-02", "2025-06-10", 7, partners="dock"),
            _survey("d", "2026-06-02", "2026-06-10", 8, partners="dock"),
        )
        # (5 + 8) ÷ 2, and (−3 + 1) ÷ 2
        assert figures["survey_score"].value == Fraction(13, 2)
        assert figures["survey_trend"].value == -1


class TestGoals:
    def test_a_year_against_its_goal(self) -> None:
        figures = of_werft(
            partner(goals="[{year: 2025, received: 4, sent: 2, revenue: 1000.00 EUR}]"),
            referral("a", "2025-02-01", "won 2025-02-02", deals="d 900.00 EUR", payments="p 2025-03-01 250.00 EUR"),
            referral("b", "2025-03-01"),
            referral("c", "2025-03-01", direction="sent"),
            referral("d", "2026-03-01"),
            window=days("2025-01-01", "2025-12-31"),
        )
        assert parts(figures["goal_received"])[:2] == (2, 4)
        assert figures["goal_sent"].value == Fraction(1, 2)
        assert figures["goal_revenue"].value == Fraction(1, 4)

    def test_a_quarter_is_held_against_its_days(self) -> None:
        figures = of_werft(
            partner(goals="[{year: 2026, received: 73, sent: 0}]"), window=days("2026-01-01", "2026-03-31")
        )
        # 73 × 90 ÷ 365
        assert figures["goal_received"].denominator == 18
        assert figures["goal_sent"].why_none == "nothing_to_divide_by"

    def test_years_without_a_goal_are_left_out_on_both_sides(self) -> None:
        figures = of_werft(
            partner(goals="[{year: 2026, received: 365, sent: 0}]"),
            referral("a", "2025-10-01"),
            referral("b", "2026-02-01"),
        )
        # Half of the last 12 months lies in 2025: one of 181 days of 2026.
        assert parts(figures["goal_received"]) == (1, 181, 1)
        assert of_werft()["goal_received"].why_none == "nothing_to_divide_by"

    def test_the_program_adds_up_its_partners(self) -> None:
        figures = of_program(
            partner("werft", goals="[{year: 2025, received: 4, sent: 2}]"),
            partner("dock", goals="[{year: 2025, received: 1, sent: 2}]"),
            partner("quay"),
            referral("a", "2025-02-01"),
            referral("b", "2025-02-01", partner="quay"),  # without a goal: not counted
            window=days("2025-01-01", "2025-12-31"),
        )
        assert parts(figures["goal_received"]) == (1, 5, 1)

    def test_a_new_and_a_mature_partnership(self) -> None:
        # Active for half a year of 2026's 365 days: 2 to 5 a year.
        new = of_werft(partner(history="2026-01-01 active"), referral("a", "2026-02-01"))["referrals_expected"]
        assert new.target is not None
        assert (new.value, new.target.lowest, new.target.highest) == (1, 2 * Fraction(181, 365), 5 * Fraction(181, 365))
        assert new.standing == "within"
        # 24 months on 30 June 2026: 20 to 50.
        mature = of_werft(partner(history="2024-06-30 active"))["referrals_expected"]
        assert mature.target is not None
        assert (mature.target.lowest, mature.standing) == (20, "below")
        almost = of_werft(partner(history="2024-07-01 active"))["referrals_expected"]
        assert almost.target is not None
        assert almost.target.lowest == 2
        never = of_werft(partner(history="2026-01-01 contacted"))["referrals_expected"]
        assert (never.target, never.standing) == (None, None)


class TestCommissions:
    def test_payments_of_what_we_owe(self) -> None:
        figures = of_werft(
            payout("a", "2025-06-30", "50.00 EUR"),
            payout("b", "2025-07-01", "100.00 EUR"),
            payout("c", "2025-12-01", "40.00 EUR", paid="{on: 2025-12-01, booked: 2026-07-01}"),  # not in the books yet
            payout("d", "2026-01-01", "30.00 EUR", paid=""),  # due, not paid
            payout(
                "e",
                "2026-02-01",
                "70.00 EUR",
                direction="receivable",
                paid="",
                receipts="[{key: r, on: 2026-02-01, amount: 70.00 EUR}]",
            ),
        )
        assert parts(figures["commissions_paid"]) == (euros("100.00"), None, 1)
        assert figures["commissions_paid"].sources == ("payout/2025-07-01-werft-b",)

    def test_a_margin_that_is_kept_is_not_paid(self) -> None:
        agreement = """partner: werft
model: reseller
signed: 2024-01-01
effective: 2024-01-01
scope: {}
compensation: {received: {earn: margin, prices: [{service: cfo, discount: 20%}]}, sent: {earn: none}}
payment: {trigger: client_payment, net_days: 30}
attribution: {rule: first_introduction}
"""
        sale = referral(
            "a",
            "2026-01-05",
            "won 2026-01-20",
            deals="d 1000.00 EUR list_price=1000.00&EUR",
            payments="p 2026-02-01 1000.00 EUR",
        )
        front = sale[1].replace("kind: project", "kind: wholesale").replace("&", " ")
        analysis = looked_at(("agreements/werft-2024", agreement), (sale[0], front))
        assert [line.kept for line in analysis.ledger.lines] == [True, True]
        figures = of_werft(("agreements/werft-2024", agreement), (sale[0], front))
        assert figures["commissions_paid"].value == euros("0.00")


def test_a_handbook_without_goals_of_its_own_has_the_usual_ones() -> None:
    goals = of_werft(program())["referrals_expected"].target
    assert goals is not None
    assert goals.highest == 50


def _marketing(logistics: str, promotion: str, ours: str, theirs: str) -> str:
    leads = "".join(f", {key}: {count}" for key, count in (("our_leads", ours), ("their_leads", theirs)) if count)
    return f"{{title: Yards, logistics: {logistics}, promotion: {promotion}{leads}}}"


def _survey(short: str, sent: str, answered: str, score: int, partners: str = "werft") -> tuple[str, str]:
    answer = f"{{sent: {sent}, answered: {answered}, score: {score}}}"
    return activity(short, sent, "survey", partners=partners, survey=answer)
