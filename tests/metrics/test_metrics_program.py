"""Figures of the program, counted on fingers."""

from fractions import Fraction

from metricswork import (
    AS_OF,
    YEAR,
    Written,
    activity,
    days,
    euros,
    looked_at,
    of_program,
    partner,
    parts,
    payout,
    program,
    referral,
)

from partnerbook.analysis.metrics.definitions import DEFINITIONS


def paid(partner: str, amount: str, on: str = "2026-02-01", won: str = "2026-01-20") -> Written:
    """A client of a partner that paid once."""
    day = won[:8] + "05"
    return referral(
        "a",
        day,
        f"won {won}",
        partner=partner,
        deals=f"d {amount} EUR",
        payments=f"p {on} {amount} EUR",
    )


class TestPartners:
    def test_by_status_tier_and_model_on_the_last_day(self) -> None:
        figures = of_program(
            partner("werft", tier_history="[{on: 2024-01-01, tier: open}, {on: 2026-01-01, tier: gold}]"),
            partner("dock", tier_history="[{on: 2024-01-01, tier: open}]"),
            partner(
                "quay", history="2024-01-01 active; 2026-06-30 paused", tier_history="[{on: 2024-01-01, tier: gold}]"
            ),
            partner("pier", intended_model="alliance"),
            partner("mole", history="2026-06-01 in_talks"),
            _agreement("werft", "referral"),
            _agreement("werft", "technology"),
            _agreement("dock", "referral", expires="2026-06-29"),
        )
        counted = {name: figure.value for name, figure in figures.items() if name.startswith("partners_")}
        assert counted == {
            "partners_by_status/active": 3,
            "partners_by_status/in_talks": 1,
            "partners_by_status/paused": 1,
            "partners_active": 3,
            "partners_by_tier/gold": 1,
            "partners_by_tier/open": 1,
            "partners_by_tier/none": 1,
            # One with agreements of two models, one meant for an alliance, one whose agreement ended yesterday.
            "partners_by_model/alliance": 1,
            "partners_by_model/none": 1,
            "partners_by_model/referral": 1,
            "partners_by_model/technology": 1,
        }
        assert figures["partners_by_tier/gold"].standing == "within"
        assert figures["partners_by_tier/open"].target is None
        before = looked_at(partner("werft", tier_history="[{on: 2026-01-01, tier: gold}]")).metrics.program(
            days("2025-01-01", "2025-12-31")
        )
        assert (before["partners_by_tier/gold"].value, before["partners_by_tier/gold"].standing) == (0, "below")

    def test_left_and_came_back(self) -> None:
        figures = of_program(partner("werft", history="2024-01-01 active; 2025-10-01 ended; 2026-02-01 active"))
        assert (figures["additions"].value, figures["losses"].value) == (1, 1)
        assert parts(figures["retention"]) == (1, 1, 1)
        # Nobody new came.
        assert figures["new_partners"].value == 0

    def test_additions_losses_and_retention(self) -> None:
        records = (
            partner("werft"),  # stays
            partner("dock", history="2024-01-01 active; 2025-12-01 ended"),  # lost
            partner("quay", history="2025-06-01 in_talks; 2025-07-01 active"),  # new on the first day
            partner("pier", history="2025-06-30 active; 2025-07-01 paused"),  # lost on the first day
            partner("mole", history="2026-06-30 active"),  # new on the last
            partner("lock", history="2026-07-01 active"),  # not yet
        )
        figures = of_program(*records)
        assert (figures["additions"].value, figures["losses"].value) == (2, 2)
        assert figures["additions"].sources == ("partner/mole", "partner/quay")
        # Of werft, dock and pier only the first is left.
        assert parts(figures["retention"]) == (1, 3, 3)
        # 3 at the start + 2 − 2
        assert figures["partners_active"].value == 3
        assert (figures["new_partners"].value, figures["new_partners"].standing) == (2, "below")

    def test_nobody_at_the_start(self) -> None:
        figures = of_program(partner("werft", history="2026-01-01 active"))
        assert (figures["retention"].value, figures["retention"].why_none) == (None, "nothing_counted")
        target = figures["new_partners"].target
        assert target is not None
        assert (target.lowest, target.highest) == (5, 10)

    def test_two_entries_of_one_day_the_last_holds(self) -> None:
        figures = of_program(partner("werft", history="2024-01-01 active; 2026-02-01 paused; 2026-02-01 active"))
        assert (figures["additions"].value, figures["losses"].value) == (0, 0)


class TestRevenue:
    def test_share_of_the_top_three(self) -> None:
        names = ("werft", "dock", "quay", "pier", "mole")
        amounts = ("500.00", "300.00", "100.00", "60.00", "40.00")
        figures = of_program(
            *(partner(name) for name in names),
            *(paid(name, amount) for name, amount in zip(names, amounts, strict=True)),
        )
        # 900 of 1,000
        assert figures["top_three_share"].value == Fraction(9, 10)
        assert figures["top_three_share"].sources[:2] == ("partner/werft", "partner/dock")

    def test_of_three_partners_it_is_all_by_arithmetic(self) -> None:
        names = ("werft", "dock", "quay")
        figures = of_program(*(partner(name) for name in names), *(paid(name, "100.00") for name in names))
        assert figures["top_three_share"].why_none == "sample_too_small"

    def test_more_refunds_than_payments_are_out(self) -> None:
        names = ("werft", "dock", "quay", "pier")
        back = referral(
            "b",
            "2025-01-05",
            "won 2025-01-20",
            partner="mole",
            deals="d 900.00 EUR",
            payments="p 2025-02-01 900.00 EUR",
            refunds="r 2026-01-01 900.00 EUR",
        )
        figures = of_program(
            partner("mole"), back, *(partner(name) for name in names), *(paid(name, "100.00") for name in names)
        )
        assert parts(figures["top_three_share"]) == (euros("300.00"), euros("400.00"), 4)
        assert figures["revenue"].value == euros("-500.00")

    def test_share_of_new_revenue_over_whole_periods(self) -> None:
        firm = program(
            "revenue: [{period: 2025, new_revenue: 9000.00 EUR}, {period: 2026-Q1, new_revenue: 1000.00 EUR}, "
            "{period: 2026-Q2, new_revenue: 3000.00 EUR}]\nsince: 2025-01-01\n"
        )
        names = ("werft", "dock", "quay", "pier")
        figures = of_program(
            firm,
            *(partner(name) for name in names),
            paid("werft", "500.00"),  # won and paid in the first quarter
            paid("dock", "700.00", on="2026-04-02"),  # won in the first, paid in the second: old money
            paid("quay", "900.00", on="2026-06-02", won="2026-05-20"),
            paid("pier", "900.00", on="2025-11-02", won="2025-10-20"),  # 2025 does not lie in the window whole
        )
        # (500 + 900) of (1,000 + 3,000)
        assert figures["partner_share"].value == Fraction(35, 100)
        assert figures["partner_share"].standing == "within"

    def test_the_longer_of_two_periods_that_overlap(self) -> None:
        firm = program(
            "revenue: [{period: 2025-Q1, new_revenue: 1000.00 EUR}, {period: 2025, new_revenue: 8000.00 EUR}]\n"
        )
        figures = of_program(
            firm, paid("werft", "400.00", on="2025-02-01", won="2025-01-20"), window=days("2025-01-01", "2025-12-31")
        )
        assert parts(figures["partner_share"]) == (euros("400.00"), euros("8000.00"), 1)

    def test_a_mature_program_is_held_against_more(self) -> None:
        firm = "revenue: [{period: 2026-Q1, new_revenue: 1000.00 EUR}]\nsince: "
        # 24 months on 30 June 2026
        mature = of_program(program(f"{firm}2024-06-30\n"), paid("werft", "250.00"))["partner_share"]
        young = of_program(program(f"{firm}2024-07-01\n"), paid("werft", "250.00"))["partner_share"]
        assert (mature.standing, young.standing) == ("below", "within")

    def test_nothing_known_of_the_firm(self) -> None:
        assert of_program(paid("werft", "250.00"))["partner_share"].why_none == "nothing_counted"


class TestCosts:
    COSTS = (
        # 184 of the year's 365 days lie after 30 June.
        "costs: [{period: 2025, kind: management_time, amount: 3650.00 EUR}, "
        "{period: 2026-Q1, kind: systems, amount: 90.00 EUR}, {period: 2026-07, kind: systems, amount: 5.00 EUR}]\n"
    )

    def test_everything_that_was_spent(self) -> None:
        figures = of_program(
            program(self.COSTS),
            payout("a", "2026-02-01", "100.00 EUR"),
            activity("a", "2026-03-05", "webinar", cost="70.00 EUR", their_cost="900.00 EUR"),
            activity("b", "2026-03-06", "campaign", cost="10.00 EUR", partners=""),
            activity("c", "2025-06-30", cost="500.00 EUR"),
            paid("werft", "10500.00"),
            referral("b", "2026-01-05", "won 2026-02-01"),
            referral("c", "2026-01-05", "lost 2026-02-01"),
        )
        # 3,650 × 184 ÷ 365 = 1,840; + 90 + 100 + 70 + 10
        assert figures["program_cost"].value == euros("2110.00")
        assert parts(figures["return_on_cost"])[:2] == (euros("10500.00"), euros("2110.00"))
        assert figures["return_on_cost"].standing == "below"  # 4.98 : 1
        assert figures["cost_per_client"].value == euros("1055.00")

    def test_five_to_one_is_healthy(self) -> None:
        figures = of_program(payout("a", "2026-02-01", "100.00 EUR"), paid("werft", "500.00"))
        assert figures["return_on_cost"].value == 5
        assert figures["return_on_cost"].standing == "within"

    def test_without_any_cost_there_is_no_return(self) -> None:
        figures = of_program(paid("werft", "500.00"))
        assert figures["return_on_cost"].why_none == "nothing_to_divide_by"
        assert figures["cost_per_client"].value == euros("0.00")

    def test_a_cost_in_a_currency_without_a_rate_is_named(self) -> None:
        figures = of_program(
            program("costs: [{period: 2026-Q1, kind: systems, amount: 100.00 USD}]\n"),
            payout("a", "2026-02-01", "100.00 EUR"),
            paid("werft", "500.00"),
        )
        assert (figures["return_on_cost"].value, figures["return_on_cost"].unmeasured) == (5, ("USD",))


class TestChannels:
    CHANNELS = (
        "channels:\n"
        "  - {key: cold, name: Cold calls, year: 2025, leads: 73, wins: 0, cost: 365.00 EUR}\n"
        "  - {key: cold, name: Cold calls, year: 2026, leads: 200, wins: 10, cost: 900.00 EUR}\n"
        "  - {key: web, name: Website, year: 2026, leads: 100, wins: 20, cost: 100.00 EUR}\n"
        "  - {key: own, name: Own clients, year: 2026, leads: 10, wins: 9, cost: 9.00 EUR, warm: true}\n"
    )

    def test_a_year_that_is_not_over_counts_as_far_as_it_is_known(self) -> None:
        figures = of_program(program(self.CHANNELS), window=days("2026-01-01", "2026-06-30"))
        assert figures["channel_conversion/cold"].value == Fraction(10, 200)
        assert figures["channel_cost_per_client/cold"].value == euros("90.00")
        assert figures["channel_conversion/own"].value == Fraction(9, 10)
        assert figures["channel_conversion/own"].about == "own"

    def test_a_part_of_a_year_counts_in_proportion(self) -> None:
        # 2025's 184 of 365 days: 36.8 leads, no win, 184 euros; and all that is known of 2026.
        figures = of_program(program(self.CHANNELS))
        assert parts(figures["channel_conversion/cold"])[:2] == (10, 200 + Fraction(368, 10))
        assert figures["channel_cost_per_client/cold"].value == euros("108.40")

    def test_partners_against_the_cold_ones_together(self) -> None:
        won = [referral(short, "2026-01-05", "won 2026-02-01") for short in "ab"]
        lost = [referral(short, "2026-01-05", "lost 2026-02-01") for short in "cd"]
        figures = of_program(program(self.CHANNELS), *won, *lost, window=days("2026-01-01", "2026-06-30"))
        # 2 of 4, against 30 of 300
        assert (figures["warm_conversion"].value, figures["warm_conversion"].standing) == (5, "within")

    def test_without_channels_there_is_nothing_to_compare(self) -> None:
        won = [referral(short, "2026-01-05", "won 2026-02-01") for short in "abc"]
        assert of_program(*won)["warm_conversion"].why_none == "nothing_to_divide_by"


def test_figures_stand_in_the_order_of_their_definitions() -> None:
    analysis = looked_at(program(TestChannels.CHANNELS), partner("werft"))
    ours, theirs = analysis.metrics.program(YEAR), analysis.metrics.partner("werft", YEAR)
    for figures, scope in ((ours, "program"), (theirs, "partner")):
        keys = list(dict.fromkeys(figure.key for figure in figures.values()))
        assert keys == [key for key, one in DEFINITIONS.items() if one.scope in ("both", scope)]
    assert all(figure.window == YEAR for figure in ours.values())
    assert analysis.metrics.program(YEAR) is ours
    assert analysis.as_of == AS_OF


def _agreement(partner: str, model: str, **fields: str) -> Written:
    needed = {
        "partner": partner,
        "model": model,
        "signed": "2024-01-01",
        "effective": "2024-01-01",
        "scope": "{}",
        "compensation": "{received: {earn: none}, sent: {earn: none}}",
        "payment": "{trigger: client_payment, net_days: 30}",
        "attribution": "{rule: first_introduction}",
    }
    return (f"agreements/{partner}-{model}", "".join(f"{key}: {value}\n" for key, value in (needed | fields).items()))
