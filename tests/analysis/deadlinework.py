"""Deadlines of small handbooks, in a readable form: `start > limit: state, stopped by whom and when`."""

from collections.abc import Mapping
from datetime import datetime

from bookwork import book, day

from partnerbook.analysis import analyse
from partnerbook.analysis.deadlines import Deadline, DeadlineKind
from partnerbook.core.dates import Moment

R = "referrals/2025-03-03-werft-a1"
"""A referral received on Monday, 3 March 2025; the specimen's program answers within 24 hours."""


def of(records: Mapping[str, str], as_of: str, *kinds: DeadlineKind) -> list[Deadline]:
    """The deadlines of some kinds, in order; what is overdue must be the same by either way of asking."""
    found = analyse(book(records, program=True), day(as_of)).deadlines
    assert list(found.overdue) == [one for one in found if one.state(day(as_of)) == "overdue"]
    assert list(found.running) == [one for one in found if one.stopped is None]
    return [one for one in found if one.kind in kinds]


def told(records: Mapping[str, str], as_of: str, *kinds: DeadlineKind) -> list[str]:
    """The same as text."""
    return [said(one, as_of) for one in of(records, as_of, *kinds)]


def said(one: Deadline, as_of: str) -> str:
    """One deadline as text."""
    stop = one.stop(day(as_of))
    ended = f" {stop.by} {_written(stop.on)}" if stop is not None else ""
    return f"{_written(one.start)} > {_written(one.limit)}: {one.state(day(as_of))}{ended}"


def states(records: Mapping[str, str], kind: DeadlineKind, *days: str) -> list[str]:
    """The state of the only deadline of a kind, looked at from several days."""
    found = []
    for as_of in days:
        (one,) = of(records, as_of, kind)
        found.append(one.state(day(as_of)))
    return found


def _written(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
