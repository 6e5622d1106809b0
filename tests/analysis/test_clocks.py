"""Business hours, worked out by hand: weekends, holidays, ends of months and years, nights of a clock change."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import holidays
import pytest

from partnerbook.analysis.clocks import BusinessTime
from partnerbook.analysis.holiday_regions import COMMON, is_known, known
from partnerbook.core.dates import Moment
from partnerbook.core.program import HolidayRegion

HAMBURG = BusinessTime(HolidayRegion(country="DE", subdivision="HH"))
BOSTON = BusinessTime(HolidayRegion(country="US", subdivision="MA"))
ANYWHERE = BusinessTime()


def moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # Tuesday to Wednesday.
        ("2026-09-22T09:15", 24, "2026-09-23T09:15"),
        # Nine hours of Friday, fifteen of Monday.
        ("2026-09-25T15:00", 24, "2026-09-28T15:00"),
        ("2026-09-25T15:00", 8, "2026-09-25T23:00"),
        ("2026-09-25T15:00", 48, "2026-09-29T15:00"),
        # Seven hours of Friday are left after 17:00, the eighth is the first of Monday.
        ("2026-09-25T17:00", 8, "2026-09-28T01:00"),
        # On Saturday and Sunday the clock begins with Monday's first minute.
        ("2026-09-26T11:00", 24, "2026-09-29T00:00"),
        ("2026-09-27T23:59", 8, "2026-09-28T08:00"),
        # What would end with Friday's last minute ends with Monday's first.
        ("2026-09-25T00:00", 24, "2026-09-28T00:00"),
        # A day without an hour is its last minute.
        ("2026-09-22", 24, "2026-09-23T23:59"),
        ("2026-09-25", 24, "2026-09-28T23:59"),
        ("2026-09-27", 24, "2026-09-29T00:00"),
        # Ends of months, one of them in February.
        ("2026-06-30T18:00", 24, "2026-07-01T18:00"),
        ("2026-02-27T18:00", 24, "2026-03-02T18:00"),
        ("2028-02-28T18:00", 24, "2028-02-29T18:00"),
        # Ten business days: two weeks.
        ("2026-09-14T10:00", 240, "2026-09-28T10:00"),
    ],
)
def test_hours_on_business_days(start: str, hours: int, end: str) -> None:
    assert HAMBURG.after(moment(start), hours) == moment(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # Easter 2026: Maundy Thursday, then Good Friday 3 April, the weekend and Easter Monday 6 April.
        ("2026-04-02T15:00", 24, "2026-04-07T15:00"),
        ("2026-04-02T15:00", 8, "2026-04-02T23:00"),
        ("2026-04-03T10:00", 24, "2026-04-08T00:00"),
        ("2026-04-02", 24, "2026-04-07T23:59"),
        # Thursday 31 December is a business day, Friday 1 January is none, then the weekend.
        ("2026-12-31T09:00", 24, "2027-01-04T09:00"),
        ("2026-12-31", 24, "2027-01-04T23:59"),
        ("2027-01-01T12:00", 8, "2027-01-04T08:00"),
        # Christmas 2026: Thursday, Friday and Saturday are 24, 25 and 26 December.
        ("2026-12-24T20:00", 24, "2026-12-28T20:00"),
        # Whit Monday 25 May and Ascension 14 May 2026.
        ("2026-05-22T16:00", 24, "2026-05-26T16:00"),
        ("2026-05-13T16:00", 24, "2026-05-15T16:00"),
        # Reformation Day 2025, a Friday, is a holiday in Hamburg.
        ("2025-10-30T08:00", 24, "2025-11-03T08:00"),
    ],
)
def test_holidays_in_hamburg(start: str, hours: int, end: str) -> None:
    assert HAMBURG.after(moment(start), hours) == moment(end)


def test_nights_of_a_clock_change_make_no_hour_longer_or_shorter() -> None:
    """29 March 2026 has no 02:30, 25 October has two of them; both are Sundays, and the clock on the wall counts."""
    assert HAMBURG.after(moment("2026-03-27T18:00"), 24) == moment("2026-03-30T18:00")
    assert HAMBURG.after(moment("2026-03-29T02:30"), 24) == moment("2026-03-31T00:00")
    assert HAMBURG.after(moment("2026-10-23T18:00"), 24) == moment("2026-10-26T18:00")
    assert HAMBURG.after(moment("2026-10-25T02:30"), 24) == moment("2026-10-27T00:00")
    assert HAMBURG.between(moment("2026-10-23T18:00"), moment("2026-10-26T18:00")) == timedelta(hours=24)


def test_each_region_has_its_own_holidays() -> None:
    # Saxony alone keeps Repentance Day, Wednesday 18 November 2026.
    saxony = BusinessTime(HolidayRegion(country="DE", subdivision="SN"))
    assert saxony.after(moment("2026-11-17T10:00"), 24) == moment("2026-11-19T10:00")
    assert HAMBURG.after(moment("2026-11-17T10:00"), 24) == moment("2026-11-18T10:00")
    # Thanksgiving is Thursday 26 November 2026; Patriots' Day in Massachusetts Monday 20 April.
    assert BOSTON.after(moment("2026-11-25T10:00"), 24) == moment("2026-11-27T10:00")
    assert BOSTON.after(moment("2026-04-17T10:00"), 24) == moment("2026-04-21T10:00")
    # Labor Day is the first Monday of September, and nothing in Hamburg.
    assert BOSTON.after(moment("2026-09-04T10:00"), 24) == moment("2026-09-08T10:00")
    assert HAMBURG.after(moment("2026-09-04T10:00"), 24) == moment("2026-09-07T10:00")


def test_without_a_region_only_weekends_stop_the_clock() -> None:
    assert ANYWHERE.after(moment("2026-04-02T15:00"), 24) == moment("2026-04-03T15:00")
    assert ANYWHERE.after(moment("2026-12-24T15:00"), 24) == moment("2026-12-25T15:00")
    assert ANYWHERE.after(moment("2026-04-03T15:00"), 24) == moment("2026-04-06T15:00")


def test_a_region_nobody_knows_falls_back_to_its_country_and_then_to_weekends() -> None:
    nowhere = BusinessTime(HolidayRegion(country="DE", subdivision="ZZ"))
    assert nowhere.after(moment("2026-04-02T15:00"), 24) == moment("2026-04-07T15:00")
    unknown = BusinessTime(HolidayRegion(country="XX"))
    assert unknown.after(moment("2026-04-02T15:00"), 24) == moment("2026-04-03T15:00")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-09-25T15:00", "2026-09-28T15:00", 24),
        ("2026-09-26T11:00", "2026-09-27T11:00", 0),
        ("2026-09-26T11:00", "2026-09-28T08:00", 8),
        ("2026-09-25T15:00", "2026-09-26T11:00", 9),
        ("2026-04-02T15:00", "2026-04-07T15:00", 24),
        ("2026-09-22T09:00", "2026-09-22T09:00", 0),
        # Backwards, and days that may have been either way round.
        ("2026-09-23T09:00", "2026-09-22T09:00", 0),
        ("2026-09-22", "2026-09-22", 0),
        # From Tuesday 09:00 to the first minute of Wednesday.
        ("2026-09-22T09:00", "2026-09-23", 15),
    ],
)
def test_how_long_the_clock_ran(start: str, end: str, hours: int) -> None:
    assert HAMBURG.between(moment(start), moment(end)) == timedelta(hours=hours)


def test_a_clock_runs_as_long_as_it_was_set() -> None:
    for number in range(60):
        start = datetime.fromisoformat("2026-12-15T07:30") + timedelta(hours=7 * number)
        for hours in (1, 8, 24, 48, 100):
            end = HAMBURG.after(start, hours)
            assert HAMBURG.between(start, end) == timedelta(hours=hours)
            assert HAMBURG.is_business(end.date())


def test_the_end_of_all_days_is_no_error() -> None:
    assert HAMBURG.after(moment("9999-12-31T12:00"), 240) == moment("9999-12-31T23:59")


def test_the_common_regions_are_those_of_the_calendar() -> None:
    calendar = holidays.list_supported_countries(include_aliases=False)
    for country, subdivisions in COMMON.items():
        assert subdivisions <= set(calendar[country]), country
        assert is_known(country)
    assert is_known("NZ", "AUK")
    assert not is_known("DE", "ZZ")
    assert not is_known("XX")
    assert "HH" in known("DE")


def test_the_calendars_are_loaded_for_whoever_asks_for_a_day() -> None:
    asked = "import sys; import partnerbook.analysis; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
