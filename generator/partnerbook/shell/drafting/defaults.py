"""What follows from what is known already: the moment, the people, an id that is free."""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from partnerbook.analysis.approval import is_there
from partnerbook.core.dates import Moment
from partnerbook.core.program import Program
from partnerbook.shell.handbook import Handbook

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
"""Letters and digits that are not taken for one another when read out."""


def now(handbook: Handbook) -> Moment:
    """This minute in the program's time zone; only the day where the program is looked at from another one."""
    current = handbook.current
    if current.as_of != current.today:
        return current.as_of
    zone = current.book.program.record.time_zone if current.book.program else ""
    try:
        moment = datetime.now(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        moment = datetime.now().astimezone()
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def there(program: Program | None, day: date) -> tuple[str, ...]:
    """Keys of the colleagues who are in the program on a day."""
    return tuple(person.key for person in program.people if is_there(person, day)) if program is not None else ()


def with_suffix(start: str, taken: Collection[str], client: str = "") -> str:
    """An id with two random characters behind it that nobody has: it says nothing about the client, not by chance."""
    while True:
        end = f"{secrets.choice(_LETTERS)}{secrets.choice(_DIGITS)}"
        key = f"{start}-{end}"
        if key not in taken and not (client and client in end):
            return key


def numbered(start: str, taken: Collection[str]) -> str:
    """An id, with a number behind it where it is taken."""
    number, key = 2, start
    while key in taken:
        key, number = f"{start}-{number}", number + 1
    return key
