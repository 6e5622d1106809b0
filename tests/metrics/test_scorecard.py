"""Scorecards by hand: points from figures, what drops out, and where one verdict ends and the next begins."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from metricswork import AS_OF, YEAR, activity, looked_at, partner, program, referral

from partnerbook.analysis.metrics.figure import Figure, Unit
from partnerbook.analysis.partnerships import Partnerships
from partnerbook.analysis.scorecard import Component, Scorecard, half_up, scorecard
from partnerbook.analysis.scorecard_scales import Scale, scales
from partnerbook.core.program_figures import Health, ScorecardWeights

NO_SAMPLE = Figure("conversion", "share", YEAR, 0, 0, sample=0, minimum=1)


def figure(key: str, part: int, whole: int, unit: Unit = "share") -> Figure:
    """A figure that is there."""
    return Figure(key, unit, YEAR, part, whole, sample=whole, minimum=1, sources=(f"referral/{key}",))


def card(
    figures: Mapping[str, Figure],
    health: Health | None = None,
    *,
    months: int = 24,
    decided: int = 9,
    top: bool = False,
) -> Scorecard:
    """The scorecard of figures."""
    known = health or Health()
    return scorecard("werft", YEAR, figures, known, months=months, decided=decided, in_highest_tier=top)


def component(found: Scorecard, key: str) -> Component:
    return next(one for one in found.components if one.key == key)


def of(*figures: Figure) -> dict[str, Figure]:
    return {one.name: one for one in figures}


class TestScales:
    @pytest.mark.parametrize(
        ("fewer", "more", "points"),
        [
            (1, 1, 100),  # even
            (2, 3, 75),  # 1.5 : 1 is a quarter of the way from 1 to 3
            (1, 2, 50),  # 2 : 1 is half of it
            (1, 3, 0),  # as uneven as the program allows
            (1, 4, 0),
            (0, 6, 0),  # everything in one direction
        ],
    )
    def test_reciprocity_falls_from_even_to_the_ratio_of_the_program(self, fewer: int, more: int, points: int) -> None:
        scale = scales(Health())["reciprocity"][0]
        assert scale.points(Fraction(fewer, more)) == points

    @pytest.mark.parametrize(("won", "points"), [(0, 0), (1, 20), (5, 100), (10, 100)])
    def test_half_of_all_decided_won_is_all_there_is_to_win(self, won: int, points: int) -> None:
        assert scales(Health())["conversion"][0].points(Fraction(won, 10)) == points

    def test_an_even_ratio_of_the_program_forgives_nothing(self) -> None:
        scale = scales(Health(uneven_ratio=1))["reciprocity"][0]
        assert (scale.points(Fraction(1)), scale.points(Fraction(1, 2))) == (100, 0)

    def test_a_negative_value_gives_nothing(self) -> None:
        assert Scale("goal_revenue", Fraction(0), Fraction(1), "").points(Fraction(-1, 2)) == 0

    def test_every_figure_is_told_of_partners(self) -> None:
        known = looked_at().metrics.partner("werft", YEAR)
        named = {scale.figure for several in scales(Health()).values() for scale in several}
        assert named <= set(known)
        assert len(named) == 13

    def test_every_weight_is_of_a_component(self) -> None:
        assert list(ScorecardWeights.model_fields) == list(scales(Health()))


class TestWeights:
    def test_what_has_no_figure_drops_out_and_the_rest_weighs_more(self) -> None:
        # Conversion 3 of 10 gives 60, answers 9 of 10 give 90; 20 and 20 of the 40 that are left: 30 + 45 = 75.
        found = card(of(figure("conversion", 3, 10), figure("follow_up_in_time", 9, 10)))
        assert [one.key for one in found.components if one.share] == ["conversion", "responsiveness"]
        assert component(found, "conversion").share == Fraction(1, 2)
        assert component(found, "conversion").contribution == 30
        assert component(found, "satisfaction").points is None
        assert (found.points, found.verdict) == (75, "healthy")

    def test_a_component_is_the_average_of_its_figures(self) -> None:
        # 100 and 50: 75.
        found = card(of(figure("follow_up_in_time", 8, 8), figure("follow_up_sent_in_time", 2, 4)))
        assert component(found, "responsiveness").points == 75
        assert component(found, "responsiveness").sources == (
            "referral/follow_up_in_time",
            "referral/follow_up_sent_in_time",
        )

    def test_too_small_a_sample_gives_no_points_and_says_so(self) -> None:
        small = Figure("conversion", "share", YEAR, 2, 2, sample=2, minimum=3)
        rated = component(card(of(small)), "conversion").rated[0]
        assert (rated.points, rated.why_none) == (None, "sample_too_small")

    def test_balance_by_value_is_chance_where_the_count_is(self) -> None:
        value, count = figure("reciprocity_value", 1, 2), figure("reciprocity", 1, 1)
        few = Figure("reciprocity", "share", YEAR, 1, 1, sample=2, minimum=6)
        assert component(card(of(few, value)), "reciprocity").rated[1].why_none == "chance"
        # 2 : 1 by value gives 50, 1 : 1 by count 100.
        assert component(card(of(count, value)), "reciprocity").points == 75

    def test_marketing_is_asked_of_the_highest_tier_only(self) -> None:
        held = Figure("marketing_held", "count", YEAR, 1, sample=1)
        assert component(card(of(held)), "engagement").rated[0].why_none == "not_asked"
        # One of the two a year.
        assert component(card(of(held), top=True), "engagement").points == 50

    def test_points_are_rounded_once_half_up(self) -> None:
        assert [half_up(Fraction(one, 100)) for one in (6949, 6950, 6951)] == [69, 70, 70]
        # 1 of 8 in time gives 12.5 for each of two components that weigh the same.
        found = card(of(figure("follow_up_in_time", 1, 8), figure("goal_revenue", 1, 8)))
        assert found.points == 13

    def test_a_component_without_weight_never_counts(self) -> None:
        weights = ScorecardWeights(
            reciprocity=0, conversion=50, responsiveness=50, revenue=0, engagement=0, satisfaction=0
        )
        found = card(of(figure("conversion", 1, 2), figure("goal_revenue", 0, 2)), Health(weights=weights))
        assert (component(found, "revenue").share, found.points) == (0, 100)

    def test_the_worst_of_equals_is_the_heavier(self) -> None:
        found = card(of(figure("survey_score", 5, 1, "score"), figure("conversion", 1, 4)))
        assert found.worst is not None
        assert found.worst.key == "conversion"


class TestVerdicts:
    @pytest.mark.parametrize(
        ("points", "verdict"),
        [(44, "at_risk"), (45, "watch"), (46, "watch"), (69, "watch"), (70, "healthy"), (71, "healthy")],
    )
    def test_on_either_side_of_the_thresholds(self, points: int, verdict: str) -> None:
        # Both figures run from 0 to 1, so that points are per cent.
        figures = of(figure("follow_up_in_time", points, 100), figure("goal_revenue", points, 100))
        assert (card(figures).points, card(figures).verdict) == (points, verdict)

    FIGURES = of(figure("follow_up_in_time", 1, 1), figure("goal_revenue", 1, 1))

    @pytest.mark.parametrize(("months", "early"), [(5, "months"), (6, None), (7, None)])
    def test_a_young_partnership(self, months: int, early: str | None) -> None:
        assert card(self.FIGURES, months=months).early == early

    @pytest.mark.parametrize(("decided", "early"), [(2, "decided"), (3, None), (4, None)])
    def test_few_decided(self, decided: int, early: str | None) -> None:
        found = card(self.FIGURES, decided=decided)
        assert (found.early, found.points) == (early, None if early else 100)

    @pytest.mark.parametrize(("weight", "early"), [(19, "weight"), (20, None), (21, None)])
    def test_too_little_of_the_weights(self, weight: int, early: str | None) -> None:
        # Responsiveness and revenue have figures: 20 and so much of 100, of which 40 must be known.
        rest = 80 - weight
        weights = ScorecardWeights(
            reciprocity=rest, conversion=0, responsiveness=20, revenue=weight, engagement=0, satisfaction=0
        )
        assert card(self.FIGURES, Health(weights=weights)).early == early

    def test_nothing_known_at_all(self) -> None:
        found = card({})
        assert (found.verdict, found.early, found.worst) == ("too_early", "weight", None)


class TestPartnerships:
    def test_who_is_scored(self) -> None:
        analysis = looked_at(
            partner("gone", "2024-01-01 active; 2025-01-01 ended"),
            partner("paused", "2024-01-01 active; 2026-01-01 paused"),
            partner("talks", "2024-01-01 in_talks"),
        )
        partnerships = Partnerships(analysis)
        assert sorted(partnerships) == ["paused", "werft"]
        assert partnerships["paused"].remedies == ()
        with pytest.raises(KeyError):
            partnerships["gone"]

    def test_without_a_program_nobody_is(self) -> None:
        from partnerbook.analysis import analyse
        from partnerbook.core.book import Book

        assert list(Partnerships(analyse(Book(), AS_OF))) == []

    def test_decided_counts_both_directions_since_the_beginning(self) -> None:
        old = [referral(f"a{n}", f"2024-0{n}-02", f"lost 2024-0{n}-20") for n in (1, 2)]
        sent = referral("s1", "2025-11-03", "won 2025-12-01", direction="sent")
        found = Partnerships(looked_at(*old, sent))["werft"].scorecard
        assert (found.decided, found.months) == (3, 29)

    def test_trend_goes_back_a_year_or_to_the_last_quarter_that_had_points(self) -> None:
        asked = [
            referral(f"r{n:02}", f"2025-0{n}-03", f"contacted 2025-0{n}-03; lost 2025-0{n}-10") for n in range(1, 7)
        ]
        late = [
            referral(f"l{n:02}", f"2026-0{n}-05", f"contacted 2026-0{n}-20; lost 2026-0{n}-25") for n in range(1, 7)
        ]
        found = Partnerships(looked_at(*asked, *late, activity("call", "2026-06-20")))["werft"]
        assert found.scorecard.points == 0
        assert found.trend is not None
        # A year ago 6 of 6 answered in time gave 100, 0 of 6 won and 6 : 0 nothing: a third each. The first contact
        # was in 2026, and late.
        assert (found.trend.before, found.trend.change) == (33, -33)
        assert str(found.trend.since) == "2025-06-30"

    def test_the_highest_tier_is_the_programs_first(self) -> None:
        held = activity("web", "2026-03-03", "webinar", marketing="{title: Web, logistics: us, promotion: us}")
        gold = partner(tier_history="[{on: 2025-01-01, tier: gold}]")
        engagement = component(Partnerships(looked_at(program(), gold, held))["werft"].scorecard, "engagement")
        marketing = next(one for one in engagement.rated if one.figure.key == "marketing_held")
        assert marketing.points == 50
