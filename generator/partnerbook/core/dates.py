"""Days, moments and periods. Nothing here asks what day it is."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Moment = date | datetime
"""A day, or a minute of a day in the program's time zone where the hour matters."""


def day_of(moment: Moment) -> date:
    """The day a moment falls on."""
    return moment.date() if isinstance(moment, datetime) else moment


def earliest(moment: Moment) -> datetime:
    """The first minute a moment can mean: a date alone may be any minute of its day."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def latest(moment: Moment) -> datetime:
    """The last minute a moment can mean."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(23, 59))


def certainly_before(first: Moment, second: Moment) -> bool:
    """Whether one moment lies before another whichever hour a bare date stands for."""
    return latest(first) < earliest(second)


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where there is no such day.

    Beyond the calendar's end it is the last day of all.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """So many days later; the last of all days at most."""
    return day + timedelta(days=days) if days <= (date.max - day).days else date.max


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another; 0 within the first month, negative backwards."""
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


class Period(Struct, frozen=True, order=True):
    """A calendar year, quarter or month, written `2026`, `2026-Q2` or `2026-06`."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period.

        Raises:
            ValueError: for any other way of writing.
        """
        match = _PERIOD.fullmatch(text)
        if match is None or match.group(1) == "0000":
            raise ValueError("a period is written 2026, 2026-Q2 or 2026-06")
        year = int(match.group(1))
        if match.group(2):
            start, length = int(match.group(2)) * 3 - 2, 3
        elif match.group(3):
            start, length = int(match.group(3)), 1
        else:
            start, length = 1, 12
        end = start + length - 1
        return cls(date(year, start, 1), date(year, end, calendar.monthrange(year, end)[1]))

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        """The calendar quarter a day lies in."""
        end = (day.month + 2) // 3 * 3
        return cls(date(day.year, end - 2, 1), date(day.year, end, calendar.monthrange(day.year, end)[1]))

    @classmethod
    def month_of(cls, day: date) -> Self:
        """The calendar month a day lies in."""
        last = calendar.monthrange(day.year, day.month)[1]
        return cls(date(day.year, day.month, 1), date(day.year, day.month, last))

    @property
    def unit(self) -> str:
        """`year`, `quarter` or `month`."""
        return {0: "month", 2: "quarter"}.get(self.last.month - self.first.month, "year")

    @property
    def next(self) -> Self:
        """The period of the same length that follows."""
        day = self.last + timedelta(days=1)
        match self.unit:
            case "year":
                return self.parse(f"{day.year:04}")
            case "quarter":
                return self.quarter_of(day)
            case _:
                return self.month_of(day)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        match self.unit:
            case "year":
                return f"{self.first.year:04}"
            case "quarter":
                return f"{self.first.year:04}-Q{(self.first.month + 2) // 3}"
            case _:
                return f"{self.first.year:04}-{self.first.month:02}"

    @classmethod
    def _read(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        # A bare year is a number to YAML; it means the year all the same.
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        try:
            return cls.parse(text if isinstance(text, str) else "")
        except ValueError as error:
            raise PydanticCustomError("period", "{reason}", {"reason": str(error)}) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._read, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": ["string", "integer"],
            "title": "Period",
            "pattern": r"^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$",
            "minimum": 1000,
            "maximum": 9999,
            "examples": ["2026-Q2"],
        }
