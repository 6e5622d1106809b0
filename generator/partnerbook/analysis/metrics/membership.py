"""When a partner was active: what additions, losses and retention are counted from (DOMAIN 14.1)."""

from collections.abc import Sequence
from datetime import date, timedelta

from partnerbook.analysis.metrics.figure import Window
from partnerbook.core.partner import StatusChange

_DAY = timedelta(days=1)


def active_stretches(history: Sequence[StatusChange]) -> tuple[Window, ...]:
    """The days on which a partner is active at their end, in stretches; the last one may be open to the end of time.

    Of several entries of one day the last holds.
    """
    by_day = {change.on: change.status for change in history}
    found: list[Window] = []
    since: date | None = None
    for day in sorted(by_day):
        if by_day[day] == "active":
            since = since or day
        elif since is not None:
            found.append(Window(since, day - _DAY))
            since = None
    if since is not None:
        found.append(Window(since, date.max))
    return tuple(found)


def is_active(stretches: Sequence[Window], day: date) -> bool:
    """Whether a partner is active at the end of a day."""
    return any(day in stretch for stretch in stretches)


def times_added(stretches: Sequence[Window], window: Window) -> int:
    """How often it became active in these days."""
    return sum(stretch.first in window for stretch in stretches)


def times_lost(stretches: Sequence[Window], window: Window) -> int:
    """How often it ceased to be active in these days: on the day after a stretch."""
    return sum(stretch.last != date.max and stretch.last + _DAY in window for stretch in stretches)


def evening_before(window: Window) -> date:
    """The day whose end is a window's start."""
    return window.first - _DAY if window.first > date.min else window.first
