"""The days figures are told of: months, quarters, years, the last 12 months, and the four quarters of a trend."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from partnerbook.analysis.metrics.figure import Window
from partnerbook.core.dates import Period, add_months

QUARTERS_OF_A_TREND = 4
_DAY = timedelta(days=1)


def trailing_year(as_of: date) -> Window:
    """The 12 months up to a day: (day − 12 months, day], as conversion is counted (RULINGS, "Conversion")."""
    return Window(add_months(as_of, -12) + _DAY, as_of)


def month_to(as_of: date) -> Window:
    """The month of a day, up to it."""
    return Window(Period.month_of(as_of).first, as_of)


def quarter_to(as_of: date) -> Window:
    """The quarter of a day, up to it."""
    return Window(Period.quarter_of(as_of).first, as_of)


def year_to(as_of: date) -> Window:
    """The calendar year of a day, up to it."""
    return Window(date(as_of.year, 1, 1), as_of)


def window_of(period: Period) -> Window:
    """All days of a calendar year, quarter or month."""
    return Window(period.first, period.last)


def last_quarters(as_of: date, count: int = QUARTERS_OF_A_TREND) -> tuple[Window, ...]:
    """The last quarters that have ended by a day, oldest first: one that still runs would look like a fall."""
    quarter = Period.quarter_of(as_of + _DAY if as_of < date.max else as_of)
    found: list[Window] = []
    while len(found) < count:
        quarter = Period.quarter_of(quarter.first - _DAY)
        found.append(window_of(quarter))
    return tuple(reversed(found))


def by_year(window: Window) -> Iterator[tuple[int, Window]]:
    """A window cut at the turns of the years: each year and its days."""
    for year in range(window.first.year, window.last.year + 1):
        days = window.shared(calendar_year(year))
        if days is not None:
            yield year, days


def calendar_year(year: int) -> Window:
    """All days of a year."""
    return Window(date(year, 1, 1), date(year, 12, 31))


def years_in(window: Window) -> Fraction:
    """How many years a window is, each day as a part of its own calendar year."""
    return sum((Fraction(days.days, calendar_year(year).days) for year, days in by_year(window)), Fraction(0))
