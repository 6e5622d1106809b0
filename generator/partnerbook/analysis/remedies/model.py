"""What to do about a partnership: remedies, and how one is declared.

    @remedy("single_contact", source="DOMAIN 11.3, 13", why="…")
    def single_contact(case):
        if …:
            yield case.remedy("watch", on, name=…)

Nothing is registered behind the reader's back: `remedies.REMEDIES` names every one, in the order of their weight.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.deadlines import Deadline, DeadlineKind
from partnerbook.analysis.metrics.figure import Figure
from partnerbook.analysis.scorecard import Scorecard
from partnerbook.analysis.states import activity_state
from partnerbook.analysis.terms import Term
from partnerbook.core.activity import Activity
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import day_of
from partnerbook.core.money import Money
from partnerbook.core.partner import Partner
from partnerbook.core.program import Program
from partnerbook.core.referral import Referral
from partnerbook.core.vocabulary import Direction

Urgency = Literal["act", "watch", "chance"]
"""`act`: it costs the partnership. `watch`: it may. `chance`: something good to be made use of."""
FactValue = int | str | date | Money | Fraction | tuple[str, ...] | None
"""A figure of a remedy; a Fraction is a share of one."""
OccasionKind = Literal["review_planned", "review", "planning", "check_in"]
"""A review with a day, or the meeting that is due next; a review goes before all others."""


class Remedy(Struct, frozen=True):
    """Something to do: why, by the figures in `facts`, and by when.

    `on` is the day to do it on or by, and `occasion` the meeting that is then; None where nothing is set. `variant`
    tells two sentences of one remedy apart. `sources` are the records it rests on, by `kind/id`.
    """

    key: str
    partner: str
    urgency: Urgency
    on: date | None
    facts: Mapping[str, FactValue]
    sources: tuple[str, ...] = ()
    variant: str = ""
    occasion: OccasionKind | None = None


class Occasion(Struct, frozen=True):
    """The next meeting in which something can be raised: its day where it is planned, else the last day for it."""

    kind: OccasionKind
    on: date


class Case(Struct, frozen=True, eq=False):
    """One active partnership on a day, as remedies look at it.

    `figures` are those of the 12 months up to the day, `year` those of its calendar year up to it. `referred` are
    the services that we refer to each active partner, this one too, where no agreement in force settles an overlap.
    Nothing in it is later than the day.
    """

    as_of: date
    book: Book
    program: Program
    partner: Entry[Partner]
    tier: str | None
    since: date
    figures: Mapping[str, Figure]
    year: Mapping[str, Figure]
    scorecard: Scorecard
    referrals: Sequence[Entry[Referral]]
    activities: Sequence[Entry[Activity]]
    deadlines: Sequence[Deadline]
    terms: Mapping[str, tuple[Term, ...]]
    referred: Mapping[str, frozenset[str]]

    def counted(self, figure: str) -> int:
        """What a figure counted in 12 months; 0 where there is none."""
        found = self.figures.get(figure)
        return int(found.exact or 0) if found is not None else 0

    def sources(self, *figures: str) -> tuple[str, ...]:
        """The records behind figures, each once."""
        known = (self.figures[name] for name in figures if name in self.figures)
        return tuple(dict.fromkeys(source for figure in known for source in figure.sources))

    def days(self, direction: Direction) -> list[date]:
        """The days of introductions in one direction, sorted; a referral taken up again is none of its own."""
        return sorted(
            day_of(entry.record.received)
            for entry in self.referrals
            if entry.record.direction == direction
            and (entry.record.reopens is None or entry.record.reopens not in self.book.referrals)
        )

    def held(self, *types: str) -> list[tuple[date, str]]:
        """When activities of some types were held, and their records, in order of days."""
        return sorted(
            (day_of(entry.record.on), entry.key)
            for entry in self.activities
            if entry.record.on is not None and entry.record.type in types and entry.record.cancelled is None
        )

    @property
    def occasion(self) -> Occasion | None:
        """The review that is planned, else the one that is due, else the meeting that is due first; None where none is.

        What is overdue should be held today.
        """
        planned = [
            day_of(entry.record.planned)
            for entry in self.activities
            if entry.record.type == "review"
            and entry.record.planned is not None
            and day_of(entry.record.planned) >= self.as_of
            and activity_state(entry.record, self.as_of) == "planned"
        ]
        if planned:
            return Occasion("review_planned", min(planned))
        due = [one for one in self.deadlines if one.kind in _MEETINGS and one.stop(self.as_of) is None]
        first = min(due, key=lambda one: (one.kind != "review", one.due), default=None)
        return Occasion(_MEETINGS[first.kind], max(first.due, self.as_of)) if first is not None else None

    def remedy(
        self,
        urgency: Urgency,
        on: date | None = None,
        *,
        sources: Sequence[str] = (),
        variant: str = "",
        **facts: FactValue,
    ) -> Remedy:
        """A remedy of this partner, on a day of its own or else on the next occasion; its declaration names it."""
        if on is not None:
            return Remedy("", self.partner.id, urgency, on, facts, tuple(sources), variant)
        next_one = self.occasion
        day, kind = (next_one.on, next_one.kind) if next_one is not None else (None, None)
        return Remedy("", self.partner.id, urgency, day, facts, tuple(sources), variant, kind)


_MEETINGS: dict[DeadlineKind, OccasionKind] = {"review": "review", "planning": "planning", "check_in": "check_in"}
Search = Callable[[Case], Iterator[Remedy]]


class RemedyRule(Struct, frozen=True):
    """A remedy with the function that proposes it, where it is laid down, and why it helps."""

    key: str
    source: str
    why: str
    search: Search

    def proposed(self, case: Case) -> Iterator[Remedy]:
        """Every proposal for a partnership."""
        for found in self.search(case):
            yield replace(found, key=self.key)


def remedy(key: str, *, source: str, why: str) -> Callable[[Search], RemedyRule]:
    """Declare a remedy above the function that proposes it."""

    def with_search(search: Search) -> RemedyRule:
        return RemedyRule(key, source, why, search)

    return with_search
