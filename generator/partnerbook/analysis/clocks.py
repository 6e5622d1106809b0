"""Business hours: how long a clock runs that stands still at weekends and on public holidays (RULINGS, "Clocks")."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from partnerbook.core.dates import Moment, earliest, latest
from partnerbook.core.program import HolidayRegion

_DAY = timedelta(days=1)
_LAST = datetime.combine(date.max, time(23, 59))
_SATURDAY = 5


class BusinessTime:
    """Monday to Friday without the public holidays of a region, round the clock, by the program's wall clock.

    Nights of a clock change make no hour longer or shorter: they lie at weekends, and people read the clock on the
    wall. Without a region, or in one nobody knows the holidays of, only weekends stop the clock.
    """

    def __init__(self, region: HolidayRegion | None = None) -> None:
        self._region = (region.country, region.subdivision) if region is not None else None

    def is_business(self, day: date) -> bool:
        """Whether the clock runs on a day."""
        if day.weekday() >= _SATURDAY:
            return False
        return self._region is None or day not in _holidays(*self._region, day.year)

    def after(self, start: Moment, hours: int) -> datetime:
        """The moment so many hours of business days after a start; the last minute of all at most.

        A start on another day begins with the first minute of the next business day, a day without an hour
        at its last minute. What would end with the last minute of a business day ends with the first of the next one:
        no time of the clock lies between.
        """
        moment = latest(start)
        try:
            day = moment.date()
            run = timedelta(hours=hours)
            if self.is_business(day):
                run += moment - _midnight(day)
            else:
                day = self._next(day)
            for _ in range(run // _DAY):
                day = self._next(day)
            return _midnight(day) + run % _DAY
        except OverflowError:
            return _LAST

    def between(self, start: Moment, end: Moment) -> timedelta:
        """How long the clock runs from a start to an end; nothing where the end may lie before the start.

        A day without an hour is its last minute as a start and its first as an end.
        """
        first, last = latest(start), earliest(end)
        if last <= first:
            return timedelta(0)
        days = (first.date() + timedelta(days=number) for number in range((last.date() - first.date()).days))
        run = sum(map(self.is_business, days)) * _DAY
        if self.is_business(first.date()):
            run -= first - _midnight(first.date())
        if self.is_business(last.date()):
            run += last - _midnight(last.date())
        return run

    def _next(self, day: date) -> date:
        day += _DAY
        while not self.is_business(day):
            day += _DAY
        return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


@lru_cache(maxsize=2000)
def _holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The public holidays of a region in a year; none where the calendar does not know the region or year."""
    # Loading the calendars takes as long as reading a small handbook: only whoever asks for a day waits for it.
    import holidays

    try:
        found: Iterable[date] = holidays.country_holidays(country, subdiv=subdivision, years=year)
    except NotImplementedError:
        return frozenset() if subdivision is None else _holidays(country, None, year)
    return frozenset(found)
