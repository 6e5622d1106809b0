"""A deadline: a clock with its start, its limit, what stopped it, and who sees to it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from partnerbook.core.dates import Moment, day_of, earliest, latest
from partnerbook.core.finding import FieldPath
from partnerbook.core.money import Money

DeadlineKind = Literal[
    "acknowledge",
    "respond",
    "meet",
    "tell",
    "close_loop",
    "stalled",
    "payout",
    "receivable",
    "check_in",
    "review",
    "planning",
    "survey",
    "renewal",
    "certification",
    "onboarding",
    "tax_form",
    "pause_review",
    "follow_up",
]
"""What has to be done in time (DOMAIN 7.2, 7.3, 8.4, 10.3, 11.1, 11.2, 11.5, 12.1)."""
DeadlineSide = Literal["us", "partner"]
"""Whose clock runs. On the partner's side the owner is the colleague who has to ask."""
DeadlineState = Literal["open", "overdue", "met", "late", "lapsed"]
"""`open`, `overdue`: the clock runs. `met`, `late`: it was stopped in time, or after its limit. `lapsed`:
before its limit nothing had to be done any more, as when a partnership ended."""


RULE_OF: Mapping[DeadlineKind, str] = MappingProxyType(
    {
        "acknowledge": "DUE001",
        "respond": "DUE002",
        "meet": "DUE003",
        "tell": "DUE004",
        "close_loop": "DUE005",
        "stalled": "DUE006",
        "payout": "DUE010",
        "receivable": "DUE011",
        "tax_form": "DUE012",
        "check_in": "DUE020",
        "review": "DUE021",
        "planning": "DUE022",
        "survey": "DUE023",
        "renewal": "DUE030",
        "onboarding": "DUE031",
        "pause_review": "DUE032",
        "follow_up": "DUE040",
    }
)
"""The rule that finds a kind overdue, and that a waiver names; no rule finds a certificate's."""


class Stop(Struct, frozen=True):
    """What stopped a clock: the moment, and the fact by its name.

    `by` is a milestone, an entry `kind/id`, or the field of the record that says so. With `lapsed` there was nothing to
    be done any more: a clock stopped in time by nobody's merit, and late where the limit had gone by before.
    """

    on: Moment
    by: str
    lapsed: bool = False


class Deadline(Struct, frozen=True):
    """Something due by a limit.

    `record` is `kind/id` and `at` the field that starts the clock or is late. `owner` is the colleague who sees to
    it. A `limit` without an hour is the whole of its day. `about` says which one of several of its kind:
    the milestone the partner is to hear of, a certificate, a tax form, what was promised.
    """

    kind: DeadlineKind
    record: str
    at: FieldPath
    partner: str
    owner: str
    side: DeadlineSide
    start: Moment
    limit: Moment
    stopped: Stop | None = None
    about: str = ""
    amount: Money | None = None
    """What is to be paid, of payouts and receivables."""
    waived: date | None = None
    """Last day of a waiver by which it may be late: until then nobody is pressed, though the clock runs on."""

    @property
    def due(self) -> date:
        """The day of the limit; overdue begins on the next."""
        return day_of(self.limit)

    def stop(self, as_of: date) -> Stop | None:
        """What had stopped the clock by the end of a day; None while it runs."""
        return self.stopped if self.stopped is not None and day_of(self.stopped.on) <= as_of else None

    def state(self, as_of: date) -> DeadlineState:
        """How it stands at the end of a day (RULINGS, "As of" and "A date without an hour")."""
        stop = self.stop(as_of)
        if stop is None:
            return "overdue" if as_of > self.due else "open"
        if earliest(stop.on) > latest(self.limit):
            return "late"
        return "lapsed" if stop.lapsed else "met"

    def is_waived(self, as_of: date) -> bool:
        """Whether it is overdue at the end of a day, and a waiver lets it be."""
        return self.waived is not None and as_of <= self.waived and self.state(as_of) == "overdue"

    def presses_from(self, as_of: date) -> date:
        """The day after which somebody is pressed: that of the limit, or the waiver's last where it is waived."""
        return self.waived if self.waived is not None and self.is_waived(as_of) else self.due

    def days_late(self, as_of: date) -> int:
        """Days past the limit's day, by the day it was stopped or else the day looked from; 0 in time."""
        stop = self.stop(as_of)
        return max(0, ((day_of(stop.on) if stop else as_of) - self.due).days)
