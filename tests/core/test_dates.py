"""Days, moments, months and periods."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from partnerbook.core.dates import (
    Moment,
    Period,
    add_months,
    certainly_before,
    day_of,
    earliest,
    latest,
    months_between,
)

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MONTHS = st.integers(-600, 600)


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2026-09-30", -12, "2025-09-30"),
        ("2026-06-15", 1200, "2126-06-15"),
        ("1900-01-31", 1, "1900-02-28"),
        ("2000-01-31", 1, "2000-02-29"),
    ],
)
def test_months_on(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-01-15", "2026-01-15", 0),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2026-02-28", "2026-03-28", 1),
        ("2026-02-28", "2026-03-27", 0),
        ("2024-02-29", "2025-02-27", 11),
        ("2024-02-29", "2025-02-28", 12),
        ("2025-12-31", "2026-01-01", 0),
        ("2025-09-30", "2026-09-29", 11),
        ("2025-09-30", "2026-09-30", 12),
        ("2026-02-15", "2026-01-15", -1),
        ("2026-02-14", "2026-01-15", 0),
        ("2026-02-28", "2026-01-31", -1),
    ],
)
def test_whole_months_between(first: str, last: str, months: int) -> None:
    assert months_between(day(first), day(last)) == months


@given(DAYS, MONTHS)
def test_months_on_lands_in_the_right_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    # The day stays, or it is the month's last where there is no such day.
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 600))
def test_months_on_are_whole_months(start: date, months: int) -> None:
    assert months_between(start, add_months(start, months)) == months
    assert months_between(add_months(start, months), start) == -months


@given(DAYS, DAYS)
def test_a_day_lies_within_its_whole_months(one: date, other: date) -> None:
    first, last = sorted((one, other))
    months = months_between(first, last)
    assert add_months(first, months) <= last < add_months(first, months + 1)
    assert months_between(last, first) == -months


@pytest.mark.parametrize(
    ("first", "second", "certain"),
    [
        ("2026-03-02", "2026-03-03", True),
        ("2026-03-02", "2026-03-02", False),
        ("2026-03-03", "2026-03-02", False),
        ("2026-03-02T09:15", "2026-03-02T09:16", True),
        ("2026-03-02T09:15", "2026-03-02T09:15", False),
        # A bare day may be any minute of it, on either side.
        ("2026-03-02T09:15", "2026-03-02", False),
        ("2026-03-02", "2026-03-02T09:15", False),
        ("2026-03-02T00:00", "2026-03-02", False),
        ("2026-03-02", "2026-03-02T23:59", False),
        ("2026-03-02", "2026-03-03T00:00", True),
        ("2026-03-02T23:59", "2026-03-03", True),
    ],
)
def test_before_whichever_hour_a_bare_day_stands_for(first: str, second: str, certain: bool) -> None:
    assert certainly_before(moment(first), moment(second)) is certain


def test_the_ends_of_a_day() -> None:
    assert (earliest(day("2026-03-02")), latest(day("2026-03-02"))) == (
        moment("2026-03-02T00:00"),
        moment("2026-03-02T23:59"),
    )
    nine = moment("2026-03-02T09:15")
    assert (earliest(nine), latest(nine), day_of(nine)) == (nine, nine, day("2026-03-02"))
    assert day_of(day("2026-03-02")) == day("2026-03-02")
    assert type(day_of(nine)) is date


@pytest.mark.parametrize(
    ("text", "first", "last", "unit", "following"),
    [
        ("2026", "2026-01-01", "2026-12-31", "year", "2027"),
        ("1999", "1999-01-01", "1999-12-31", "year", "2000"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "quarter", "2026-Q2"),
        ("2026-Q2", "2026-04-01", "2026-06-30", "quarter", "2026-Q3"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "quarter", "2026-Q4"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "quarter", "2027-Q1"),
        ("2026-01", "2026-01-01", "2026-01-31", "month", "2026-02"),
        ("2026-02", "2026-02-01", "2026-02-28", "month", "2026-03"),
        ("2024-02", "2024-02-01", "2024-02-29", "month", "2024-03"),
        ("2026-06", "2026-06-01", "2026-06-30", "month", "2026-07"),
        ("2026-12", "2026-12-01", "2026-12-31", "month", "2027-01"),
    ],
)
def test_periods(text: str, first: str, last: str, unit: str, following: str) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.unit) == (day(first), day(last), unit)
    assert str(period) == text
    assert str(period.next) == following
    assert day(first) in period
    assert day(last) in period
    assert day(first) - timedelta(days=1) not in period
    assert day(last) + timedelta(days=1) not in period


@pytest.mark.parametrize(
    "text",
    [
        "26",
        "0000",
        "0000-Q1",
        "2026-Q0",
        "2026-Q5",
        "2026-q2",
        "2026Q2",
        "2026-00",
        "2026-13",
        "2026-6",
        "2026-006",
        "2026-06-01",
        "2026-H1",
        "Q2 2026",
        "02/2026",
        "2026-",
        "-2026",
        " 2026",
        "2026\n",
        "",
        "２０２６",
        "2026-Q²",
    ],
)
def test_wrong_periods(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a period is written 2026, 2026-Q2 or 2026-06$"):
        Period.parse(text)


def test_the_period_of_a_day() -> None:
    assert [str(Period.quarter_of(date(2026, month, 15))) for month in range(1, 13)] == (
        ["2026-Q1"] * 3 + ["2026-Q2"] * 3 + ["2026-Q3"] * 3 + ["2026-Q4"] * 3
    )
    assert str(Period.month_of(day("2026-03-31"))) == "2026-03"
    assert str(Period.month_of(day("0987-03-31"))) == "0987-03"
    assert str(Period.quarter_of(day("0987-03-31"))) == "0987-Q1"


@given(DAYS)
def test_a_day_lies_in_its_periods_and_in_no_next_one(one: date) -> None:
    for period in (Period.quarter_of(one), Period.month_of(one), Period.parse(f"{one.year}")):
        assert one in period
        assert one not in period.next
        assert period.next.first == period.last + timedelta(days=1)
        assert period.next.unit == period.unit
        assert Period.parse(str(period)) == period


@pytest.mark.parametrize(("value", "text"), [(2026, "2026"), ("2026", "2026"), ("2026-Q2", "2026-Q2")])
def test_a_bare_year_is_a_number_to_yaml_and_a_period_all_the_same(value: object, text: str) -> None:
    assert str(TypeAdapter(Period).validate_python(value)) == text
    assert TypeAdapter(Period).dump_python(Period.parse(text), mode="json") == text


@pytest.mark.parametrize("value", [26, 0, -2026, 20260, True, None, 2026.0, ("2026",), date(2026, 1, 1)])
def test_nothing_else_is_a_period(value: object) -> None:
    with pytest.raises(ValidationError, match="a period is written 2026, 2026-Q2 or 2026-06"):
        TypeAdapter(Period).validate_python(value)
