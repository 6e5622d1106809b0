"""What a figure keeps, when it says nothing, and the days it is told of."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metricswork import days, euros, looked_at

from partnerbook.analysis import analyse
from partnerbook.analysis.metrics.definitions import DEFINITIONS
from partnerbook.analysis.metrics.figure import Figure, Target, Window
from partnerbook.analysis.metrics.membership import (
    active_stretches,
    evening_before,
    is_active,
    times_added,
    times_lost,
)
from partnerbook.analysis.metrics.timeline import Fact, Timeline
from partnerbook.analysis.metrics.windows import (
    last_quarters,
    month_to,
    quarter_to,
    trailing_year,
    year_to,
    years_in,
)
from partnerbook.core.book import Book
from partnerbook.core.partner import StatusChange

WINDOW = days("2026-01-01", "2026-03-31")


class TestFigure:
    def test_money_by_a_number_is_rounded_once_and_kept_exactly(self) -> None:
        figure = Figure("average_deal", "money", WINDOW, euros("100.00"), 3, sample=3)
        assert figure.value == euros("33.33")
        assert figure.exact == Fraction(100, 3)

    def test_money_by_money_is_a_number(self) -> None:
        figure = Figure("return_on_cost", "ratio", WINDOW, euros("100.00"), euros("40.00"))
        assert figure.value == Fraction(5, 2)

    def test_nothing_divided_is_the_numerator(self) -> None:
        assert Figure("booked", "money", WINDOW, euros("5.00")).value == euros("5.00")
        assert Figure("losses", "count", WINDOW, 0).value == 0

    @pytest.mark.parametrize(
        ("sample", "denominator", "unmeasured", "why"),
        [
            (0, 0, (), "nothing_counted"),
            (0, 0, ("USD",), "no_exchange_rate"),
            (2, 2, (), "sample_too_small"),
            (3, 0, (), "nothing_to_divide_by"),
            (3, 3, (), None),
        ],
    )
    def test_why_there_is_none(
        self, sample: int, denominator: int, unmeasured: tuple[str, ...], why: str | None
    ) -> None:
        figure = Figure("x", "share", WINDOW, 1, denominator, sample=sample, minimum=3, unmeasured=unmeasured)
        assert figure.why_none == why
        assert (figure.value is None) == (why is not None)
        assert (figure.exact is None) == (why is not None)

    def test_both_ends_of_a_target_are_within(self) -> None:
        target = Target(Fraction(1, 5), Fraction(2, 5))
        values = (Fraction(19, 100), Fraction(1, 5), Fraction(2, 5), Fraction(41, 100))
        assert [target.places(value) for value in values] == ["below", "within", "within", "above"]
        assert Target(Fraction(5)).places(Fraction(500)) == "within"
        assert Figure("x", "share", WINDOW, 1, 0, target=target).standing is None


def test_definitions_say_what_they_are() -> None:
    for key, one in DEFINITIONS.items():
        assert one.key == key
        for text in (one.title, one.formula, *one.caveats):
            assert text == text.strip()
            assert text[0].isupper() or text[0] in "(0123456789"
        assert one.source.startswith(("DOMAIN ", "RULINGS, "))
        assert not one.formula.endswith(".")
        assert all(caveat.endswith(".") for caveat in one.caveats), key


class TestWindows:
    def test_twelve_months_up_to_a_day(self) -> None:
        assert trailing_year(date(2026, 9, 30)) == days("2025-10-01", "2026-09-30")
        assert trailing_year(date(2024, 2, 29)) == days("2023-03-01", "2024-02-29")

    def test_months_quarters_and_years_up_to_a_day(self) -> None:
        day = date(2026, 5, 17)
        assert month_to(day) == days("2026-05-01", "2026-05-17")
        assert quarter_to(day) == days("2026-04-01", "2026-05-17")
        assert year_to(day) == days("2026-01-01", "2026-05-17")

    def test_a_trend_takes_quarters_that_are_over(self) -> None:
        four = (
            days("2025-04-01", "2025-06-30"),
            days("2025-07-01", "2025-09-30"),
            days("2025-10-01", "2025-12-31"),
            days("2026-01-01", "2026-03-31"),
        )
        assert last_quarters(date(2026, 3, 31)) == four
        assert last_quarters(date(2026, 6, 29)) == four
        assert last_quarters(date(2026, 6, 30))[-1] == days("2026-04-01", "2026-06-30")

    def test_parts_of_years(self) -> None:
        assert years_in(days("2025-07-01", "2026-06-30")) == 1
        assert years_in(days("2024-01-01", "2024-01-01")) == Fraction(1, 366)
        assert years_in(days("2023-12-31", "2025-01-01")) == 1 + Fraction(2, 365)

    def test_days_in_common(self) -> None:
        assert WINDOW.shared(days("2026-03-31", "2026-12-31")) == days("2026-03-31", "2026-03-31")
        assert WINDOW.shared(days("2026-04-01", "2026-12-31")) is None
        assert WINDOW.days == 90


def test_a_timeline_finds_what_lies_in_a_window() -> None:
    numbers = [date(2026, 4, 1), date(2026, 1, 1), date(2025, 12, 31), date(2026, 3, 31), date(2026, 1, 1)]
    timeline = Timeline(Fact(day, str(place), place) for place, day in enumerate(numbers))
    assert [fact.value for fact in timeline.within(WINDOW)] == [1, 4, 3]
    assert [fact.value for fact in timeline.until(date(2026, 1, 1))] == [2, 1, 4]
    assert Timeline[int]().within(WINDOW) == ()


_DAYS = st.integers(min_value=0, max_value=30).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
_HISTORY = st.lists(st.tuples(_DAYS, st.sampled_from(["active", "paused", "ended", "in_talks"])), max_size=8)


@given(_HISTORY, _DAYS, _DAYS)
def test_active_at_the_start_and_additions_less_losses_are_active_at_the_end(
    history: list[tuple[date, str]], first: date, last: date
) -> None:
    changes = [StatusChange.model_validate({"on": on, "status": status}) for on, status in sorted(history)]
    stretches = active_stretches(changes)
    window = Window(min(first, last), max(first, last))
    start, end = is_active(stretches, evening_before(window)), is_active(stretches, window.last)
    assert start + times_added(stretches, window) - times_lost(stretches, window) == end


def test_a_check_pays_for_no_figure() -> None:
    analysis = looked_at()
    assert "data" not in vars(analysis.metrics)
    assert analysis.metrics.partner("werft", WINDOW)
    assert "data" in vars(analysis.metrics)


def test_without_a_program_there_are_no_figures() -> None:
    metrics = analyse(Book(), WINDOW.last).metrics
    assert metrics.program(WINDOW) == metrics.partner("werft", WINDOW) == {}
