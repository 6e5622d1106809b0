"""Figures of referrals, each of a program small enough to count on fingers."""

from fractions import Fraction

from metricswork import (
    AS_OF,
    PROGRAM,
    YEAR,
    days,
    euros,
    looked_at,
    of_program,
    of_werft,
    partner,
    parts,
    program,
    referral,
)


class TestVolume:
    def test_a_partner_with_none(self) -> None:
        figures = of_werft()
        assert parts(figures["referrals_received"]) == (0, None, 0)
        assert figures["referrals_received"].value == 0
        assert figures["revenue"].value == euros("0.00")
        nothing = ("conversion", "average_deal", "follow_up", "follow_up_in_time", "days_to_close", "reciprocity")
        for key in nothing:
            assert (figures[key].value, figures[key].why_none) == (None, "nothing_counted"), key

    def test_the_first_and_the_last_day_are_in(self) -> None:
        figures = of_werft(
            referral("a", "2025-06-30T23:59"),  # the evening before
            referral("b", "2025-07-01"),
            referral("c", "2026-06-30"),
            referral("d", "2025-07-01", direction="sent"),
        )
        assert parts(figures["referrals_received"]) == (2, None, 2)
        assert figures["referrals_received"].sources == (
            "referral/2025-07-01-werft-b",
            "referral/2026-06-30-werft-c",
        )
        assert figures["referrals_sent"].value == 1

    def test_a_reopened_referral_is_the_same_introduction(self) -> None:
        records = (
            referral("a", "2025-08-01", "contacted 2025-08-01; lost 2025-09-01"),
            referral("b", "2026-03-02", "contacted 2026-03-03; won 2026-03-12", reopens="2025-08-01-werft-a"),
        )
        figures = of_werft(*records)
        assert parts(figures["referrals_received"]) == (1, None, 1)
        # Both outcomes were decided, and its own clock runs ten days.
        assert parts(figures["conversion"])[:2] == (1, 2)
        assert parts(figures["days_to_close"])[:2] == (10, 1)
        assert of_werft(*records, window=days("2026-01-01", "2026-06-30"))["referrals_received"].value == 0


class TestConversion:
    def test_all_lost(self) -> None:
        lost = [referral(short, "2026-01-05", "lost 2026-02-01") for short in "abc"]
        conversion = of_werft(*lost)["conversion"]
        assert parts(conversion) == (0, 3, 3)
        assert conversion.value == 0
        assert conversion.why_none is None

    def test_one_decided_is_too_few(self) -> None:
        conversion = of_werft(referral("a", "2026-01-05", "won 2026-02-01"))["conversion"]
        assert parts(conversion) == (1, 1, 1)
        assert (conversion.value, conversion.why_none, conversion.minimum) == (None, "sample_too_small", 3)

    def test_the_program_says_how_few(self) -> None:
        one = referral("a", "2026-01-05", "won 2026-02-01")
        assert of_werft(one, program("health: {minimum_decided: 1}\n"))["conversion"].value == 1

    def test_all_declined_for_other_reasons(self) -> None:
        declined = [
            referral(short, "2026-01-05", "declined 2026-02-01", outcome="{reason: capacity}") for short in "abc"
        ]
        assert parts(of_werft(*declined)["conversion"]) == (0, 0, 0)
        assert of_werft(*declined)["conversion"].why_none == "nothing_counted"

    def test_all_declined_because_they_did_not_fit(self) -> None:
        declined = [referral(short, "2026-01-05", "declined 2026-02-01", outcome="{reason: fit}") for short in "abc"]
        assert parts(of_werft(*declined)["conversion"]) == (0, 3, 3)

    def test_withdrawn_and_open_ones_are_left_out_and_lost_for_fit_counts_once(self) -> None:
        figures = of_werft(
            referral("a", "2026-01-05", "won 2026-02-01"),
            referral("b", "2026-01-05", "lost 2026-02-01", outcome="{reason: fit}"),
            referral("c", "2026-01-05", "won 2026-02-01"),
            referral("d", "2026-01-05", "withdrawn 2026-02-01"),
            referral("e", "2026-01-05", "proposal 2026-02-01"),
        )
        assert figures["conversion"].value == Fraction(2, 3)

    def test_it_goes_by_the_day_the_outcome_was_booked(self) -> None:
        figures = of_werft(
            referral("a", "2025-05-01", "won 2025-06-30"),
            referral("b", "2025-05-01", "won 2025-06-30 booked=2025-07-01"),
        )
        assert parts(figures["conversion"]) == (1, 1, 1)

    def test_the_partner_converts_what_we_sent(self) -> None:
        sent = [
            referral(short, "2026-01-05", f"{step} 2026-02-01", direction="sent")
            for short, step in (("a", "won"), ("b", "lost"), ("c", "lost"))
        ]
        figures = of_werft(*sent)
        assert figures["conversion_sent"].value == Fraction(1, 3)
        assert figures["conversion"].sample == 0


class TestMoney:
    def test_refunds_are_taken_off_by_the_day_they_were_booked(self) -> None:
        one = referral(
            "a",
            "2025-05-05",
            "won 2025-06-01",
            deals="d 9000.00 EUR",
            payments="p 2025-06-20 4000.00 EUR; q 2025-07-01 5000.00 EUR",
            # The first was learned of late.
            refunds="r 2025-06-25 1000.00 EUR booked=2025-07-10; s 2025-06-26 500.00 EUR",
        )
        # 5,000 − 1,000; what happened in June stays in June: 4,000 − 500.
        assert of_werft(one)["revenue"].value == euros("4000.00")
        assert parts(of_werft(one)["revenue"])[2] == 2
        assert of_werft(one, window=days("2025-06-01", "2025-06-30"))["revenue"].value == euros("3500.00")

    def test_nothing_is_given_back_before_it_was_taken_into_the_books(self) -> None:
        one = referral(
            "a",
            "2025-05-05",
            "won 2025-06-01",
            deals="d 900.00 EUR",
            payments="p 2025-06-20 900.00 EUR booked=2025-07-02",
            refunds="r 2025-06-28 300.00 EUR",
        )
        assert of_werft(one)["revenue"].value == euros("600.00")
        assert of_werft(one, window=days("2025-06-01", "2025-06-30"))["revenue"].sample == 0

    def test_all_given_back(self) -> None:
        one = referral(
            "a",
            "2026-01-05",
            "won 2026-01-20",
            deals="d 900.00 EUR",
            payments="p 2026-02-01 900.00 EUR",
            refunds="r 2026-03-01 900.00 EUR",
        )
        figures = of_werft(one)
        assert figures["revenue"].value == euros("0.00")
        assert figures["booked"].value == euros("900.00")

    def test_booked_counts_the_deals_of_won_referrals_only(self) -> None:
        figures = of_werft(
            referral("a", "2026-01-05", "won 2026-01-20", deals="d 1000.00 EUR; e 500.00 EUR signed=2026-03-01"),
            referral("b", "2026-01-05", "proposal 2026-01-20", deals="d 7000.00 EUR"),
            referral("c", "2026-01-05", "won 2026-01-20", deals="d 700.00 EUR", direction="sent"),
            referral("d", "2025-06-01", "won 2025-06-30 booked=2025-07-02", deals="d 301.00 EUR signed=2025-06-30"),
        )
        # 1,000 + 500 + 301 are three deals of 600.33…; what a partner sells is not ours.
        assert parts(figures["booked"]) == (euros("1801.00"), None, 3)
        assert figures["average_deal"].value == euros("600.33")
        assert figures["average_deal"].exact == Fraction(1801, 3)

    def test_revenue_for_each_referral(self) -> None:
        paid = referral("a", "2026-01-05", "won 2026-01-20", deals="d 100.00 EUR", payments="p 2026-02-01 100.00 EUR")
        figures = of_werft(paid, referral("b", "2026-01-05"), referral("c", "2026-01-05"))
        assert figures["revenue_per_referral"].value == euros("33.33")

    def test_what_a_partner_reports_is_no_revenue(self) -> None:
        sent = referral(
            "a",
            "2026-01-05",
            "won 2026-01-20",
            direction="sent",
            deals="d 800.00 EUR",
            payments="p 2026-02-01 800.00 EUR",
            refunds="r 2026-02-02 200.00 EUR",
        )
        figures = of_werft(sent)
        assert figures["revenue"].value == euros("0.00")
        assert figures["booked"].value == euros("0.00")
        assert figures["reported_revenue"].value == euros("600.00")

    def test_other_currencies_at_the_rate_of_the_day(self) -> None:
        rates = program(
            "exchange_rates: [{on: 2025-01-01, currency: USD, into: EUR, rate: 0.90}, "
            "{on: 2026-03-01, currency: USD, into: EUR, rate: 0.80}]\n"
        )
        paid = referral(
            "a",
            "2026-01-05",
            "won 2026-01-20",
            deals="d 300.00 USD",
            payments="p 2026-02-28 100.00 USD; q 2026-03-01 100.00 USD; r 2026-03-01 50.00 EUR",
        )
        # 100 × 0.90 + 100 × 0.80 + 50
        assert of_werft(rates, paid)["revenue"].value == euros("220.00")

    def test_a_currency_without_a_rate_is_left_out_and_named(self) -> None:
        one = referral(
            "a",
            "2026-01-05",
            "won 2026-01-20",
            deals="d 100.00 USD",
            payments="p 2026-02-01 100.00 USD; q 2026-02-01 70.00 EUR",
        )
        figures = of_werft(one)
        assert (figures["revenue"].value, figures["revenue"].unmeasured) == (euros("70.00"), ("USD",))
        assert (figures["booked"].value, figures["booked"].why_none) == (None, "no_exchange_rate")


class TestFollowUp:
    def test_median_of_an_odd_and_an_even_number(self) -> None:
        # Tuesday to Wednesday; 2, 20 and 30 hours
        three = (
            referral("a", "2026-01-13T09:00", "contacted 2026-01-13T11:00"),
            referral("b", "2026-01-13T09:00", "contacted 2026-01-14T05:00"),
            referral("c", "2026-01-13T09:00", "contacted 2026-01-14T15:00"),
        )
        figures = of_werft(*three)
        assert parts(figures["follow_up"]) == (20, 1, 3)
        assert figures["follow_up_in_time"].value == Fraction(2, 3)
        four = (*three, referral("d", "2026-01-13T09:00", "contacted 2026-01-14T06:30"))
        # between 20 and 21.5 hours
        assert parts(of_werft(*four)["follow_up"]) == (Fraction(83, 2), 2, 4)
        assert of_werft(*four)["follow_up"].value == Fraction(83, 4)

    def test_weekends_and_holidays_stand_still(self) -> None:
        figures = of_werft(
            referral("a", "2026-01-16T15:00", "contacted 2026-01-19T15:00"),  # Friday to Monday: 24
            referral("b", "2026-04-30T12:00", "contacted 2026-05-04T12:00"),  # over 1 May and a weekend: 24
            referral("c", "2026-01-17T12:00", "contacted 2026-01-19T06:00"),  # Saturday to Monday: 6
        )
        assert parts(figures["follow_up"]) == (24, 1, 3)
        assert figures["follow_up_in_time"].value == 1

    def test_won_before_it_was_contacted(self) -> None:
        won = [referral(short, "2026-01-13T09:00", "won 2026-01-13T12:00") for short in "abc"]
        figures = of_werft(*won)
        assert parts(figures["follow_up"]) == (3, 1, 3)
        assert figures["follow_up_in_time"].value == 1
        assert parts(figures["days_to_close"]) == (0, 1, 3)

    def test_equal_dates_are_in_time(self) -> None:
        same = [referral(short, "2026-01-13", "contacted 2026-01-13; won 2026-01-13") for short in "abc"]
        figures = of_werft(*same)
        assert parts(figures["follow_up"]) == (0, 1, 3)
        assert parts(figures["follow_up_in_time"]) == (3, 3, 3)

    def test_nobody_answered(self) -> None:
        figures = of_werft(
            referral("a", "2026-01-13T09:00", "contacted 2026-01-13T11:00"),
            referral("b", "2026-01-13T09:00"),  # still silent: late, and without hours
            referral("c", "2026-06-30T09:00"),  # has time until tomorrow
            referral("d", "2026-01-13T09:00", "withdrawn 2026-01-13T10:00"),  # nothing to be answered any more
            referral("e", "2026-01-13T09:00", "withdrawn 2026-02-13T10:00"),  # it was late before
        )
        assert parts(figures["follow_up"]) == (2, 1, 1)
        assert figures["follow_up"].why_none == "sample_too_small"
        assert parts(figures["follow_up_in_time"]) == (1, 3, 3)

    def test_acknowledging_is_no_answer(self) -> None:
        one = referral("a", "2026-01-13T09:00", "acknowledged 2026-01-13T10:00; contacted 2026-01-15T09:00")
        assert parts(of_werft(one)["follow_up"]) == (48, 1, 1)

    def test_the_partner_has_a_clock_of_its_own(self) -> None:
        longer = PROGRAM.replace("respond_hours: 24", "respond_hours: 24, partner_respond_hours: 48")
        sent = [
            referral("a", "2026-01-13T09:00", "contacted 2026-01-14T15:00", direction="sent"),
            referral("b", "2026-01-13T09:00", "contacted 2026-01-15T09:00", direction="sent"),
            referral("c", "2026-01-13T09:00", "contacted 2026-01-15T10:00", direction="sent"),
        ]
        figures = of_werft(("program", longer), *sent)
        assert figures["follow_up_sent"].value == 48
        assert figures["follow_up_sent_in_time"].value == Fraction(2, 3)
        assert figures["follow_up"].sample == 0


class TestClientsAndReciprocity:
    def test_days_to_close_go_by_the_day_of_the_win(self) -> None:
        figures = of_werft(
            referral("a", "2025-06-21", "won 2025-07-01"),  # 10
            referral("b", "2026-01-01T23:00", "won 2026-01-31T01:00"),  # 30
            referral("c", "2026-01-01", "won 2026-01-21"),  # 20
            referral("d", "2025-06-01", "won 2025-06-30"),
            referral("e", "2026-01-01", "lost 2026-01-02"),
            referral("f", "2026-01-01", "won 2026-01-02", direction="sent"),
        )
        assert parts(figures["days_to_close"]) == (20, 1, 3)

    def test_satisfaction_of_either_side(self) -> None:
        figures = of_werft(
            *(
                referral(short, "2026-01-05", "won 2026-01-20", satisfaction=f"{{on: 2026-03-01, score: {score}}}")
                for short, score in (("a", 10), ("b", 8), ("c", 7))
            ),
            referral("d", "2026-01-05", "won 2026-01-20", satisfaction="{on: 2026-03-01, score: 1}", direction="sent"),
        )
        assert figures["client_satisfaction"].value == Fraction(25, 3)
        assert figures["client_satisfaction_sent"].why_none == "sample_too_small"

    def test_reciprocity_by_count_and_value(self) -> None:
        received = [referral(short, "2026-01-05") for short in "abcde"]
        paid = {"deals": "d 9000.00 EUR", "payments": "p 2026-02-01 900.00 EUR"}
        figures = of_werft(
            *received,
            referral("f", "2026-01-05", "won 2026-01-20", **paid),
            referral("g", "2026-01-05", "won 2026-01-20", direction="sent", **paid, refunds="r 2026-02-01 600.00 EUR"),
        )
        # 6 received, 1 sent; 900 ours, 300 theirs
        assert parts(figures["reciprocity"]) == (1, 6, 7)
        assert figures["reciprocity_value"].value == Fraction(1, 3)

    def test_all_in_one_direction_is_zero_and_few_are_chance(self) -> None:
        assert of_werft(*(referral(short, "2026-01-05") for short in "abcdef"))["reciprocity"].value == 0
        five = of_werft(*(referral(short, "2026-01-05") for short in "abcde"))["reciprocity"]
        assert (five.value, five.why_none, five.minimum) == (None, "sample_too_small", 6)

    def test_a_side_that_gave_back_more_than_it_got_counts_as_nothing(self) -> None:
        figures = of_werft(
            referral(
                "a",
                "2025-01-05",
                "won 2025-01-20",
                deals="d 900.00 EUR",
                payments="p 2025-02-01 900.00 EUR",
                refunds="r 2025-08-01 900.00 EUR",
            ),
            referral(
                "b",
                "2026-01-05",
                "won 2026-01-20",
                direction="sent",
                deals="d 500.00 EUR",
                payments="p 2026-02-01 500.00 EUR",
            ),
        )
        assert figures["revenue"].value == euros("-900.00")
        assert parts(figures["reciprocity_value"])[:2] == (euros("0.00"), euros("500.00"))


def test_a_fact_of_later_is_not_known() -> None:
    later = referral("a", "2026-07-01", "won 2026-07-02")
    analysis = looked_at(later)
    assert analysis.metrics.partner("werft", days("2026-01-01", "2026-12-31"))["referrals_received"].value == 0
    assert analysis.metrics.partner("nobody", YEAR) == {}
    assert analysis.as_of == AS_OF


def test_the_program_counts_all_partners_together() -> None:
    won = [
        referral(short, "2026-01-05", "won 2026-02-01", partner=key) for short, key in (("a", "werft"), ("b", "dock"))
    ]
    figures = of_program(partner("dock"), *won, referral("c", "2026-01-05", "lost 2026-02-01"))
    assert figures["conversion"].value == Fraction(2, 3)
    assert figures["referrals_received"].value == 3
