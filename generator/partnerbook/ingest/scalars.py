"""Plain YAML scalars to values: the few forms that are more than text.

YAML 1.2 read narrowly: `null`, `true`, `false`, decimal numbers, ISO days and moments. Everything
else is the text that stands there, `NO`, `0123`, `12:30` and `1_000` among it.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from partnerbook.core.finding import Rule
from partnerbook.ingest.format_rules import IMPOSSIBLE_DATE, NOT_A_NUMBER, NUMBER_TOO_LONG

Scalar = str | int | bool | Decimal | date | datetime | None
"""What a scalar can be."""

MAXIMUM_DIGITS = 18
"""Longer numbers are account numbers or slips, never amounts or counts."""

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
NULLS = frozenset({"", "~", "null"})
"""The ways to write that there is no value."""

_OTHER_THAN_TEXT = re.compile(
    r"""
      (?P<date>   \d{4}-\d\d-\d\d )
    | (?P<moment> \d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)? )
    | (?P<whole>  -?(?:0|[1-9]\d*) )
    | (?P<broken> -?(?:0|[1-9]\d*)\.\d+ )
    | (?P<power>  [-+]?(?:\d+\.?\d*|\.\d+)[eE][-+]?\d+ )
    | (?P<no_number> [-+]?\.?(?i:nan|inf|infinity) )
    """,
    re.ASCII | re.VERBOSE,
)
FIRST_CHARACTERS = frozenset(["", *"0123456789-+.~nNiItf"])
"""What anything but text begins with; other scalars need not be looked at."""


class ScalarError(ValueError):
    """A scalar that looks like a date or number and is none: rule, message and remedy in words."""

    def __init__(self, rule: Rule, message: str, remedy: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy


@lru_cache(maxsize=8192)
def resolve(text: str) -> Scalar:
    """What a plain scalar means; remembered, as records say the same words and days again and again.

    Raises:
        ScalarError: for an impossible day, a number too long to be one, or `NaN` and its kin.
    """
    if text in _WORDS:
        return _WORDS[text]
    match = _OTHER_THAN_TEXT.fullmatch(text)
    if match is None:
        return text
    match match.lastgroup:
        case "date" | "moment":
            return _day_or_moment(text)
        case "whole" | "broken":
            return _number(text)
        case _:
            raise ScalarError(
                NOT_A_NUMBER,
                f"`{shortened(text)}` is not a number a record can hold",
                "Write the number out in digits; if it is text, put it in quotes.",
            )


def shortened(text: str, limit: int = 40) -> str:
    """A text in one line, short enough to stand in a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _day_or_moment(text: str) -> date | datetime:
    has_hour = len(text) > 10
    try:
        if text[11:13] == "24":  # midnight is 00:00 of the next day; Pythons disagree about 24:00
            raise ValueError
        return datetime.fromisoformat(text) if has_hour else date.fromisoformat(text)
    except ValueError:
        what = "moment" if has_hour else "date"
        raise ScalarError(
            IMPOSSIBLE_DATE,
            f"there is no {what} {text}",
            "Look at the calendar and write a day that exists; if it is text, put it in quotes.",
        ) from None


def _number(text: str) -> int | Decimal:
    digits = len(text) - ("-" in text) - ("." in text)
    if digits > MAXIMUM_DIGITS:
        raise ScalarError(
            NUMBER_TOO_LONG,
            f"a number of {digits} digits is too long: {shortened(text)}",
            f"Numbers have at most {MAXIMUM_DIGITS} digits; put an identifier in quotes.",
        )
    return Decimal(text) if "." in text else int(text)
