"""Everything that is due, derived from the records and the program's clocks. Pure.

`deadlines_of` is the one way in. What it derives, kind by kind, stands in docs/reference/rulings.md under "Clocks".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import overload

from msgspec.structs import replace

from partnerbook.analysis.clocks import BusinessTime
from partnerbook.analysis.deadlines.agreements import agreement_deadlines
from partnerbook.analysis.deadlines.model import RULE_OF, Deadline, DeadlineKind, DeadlineSide, DeadlineState, Stop
from partnerbook.analysis.deadlines.money import money_deadlines
from partnerbook.analysis.deadlines.papers import follow_up_deadlines, form_deadlines
from partnerbook.analysis.deadlines.partners import CONTACT, partner_deadlines
from partnerbook.analysis.deadlines.referrals import Referrals
from partnerbook.analysis.deadlines.setting import Setting
from partnerbook.analysis.ledger import Ledger
from partnerbook.analysis.terms import Term
from partnerbook.core.book import Book
from partnerbook.core.dates import latest
from partnerbook.core.record import Waiver

__all__ = [
    "CONTACT",
    "RULE_OF",
    "Deadline",
    "DeadlineKind",
    "DeadlineSide",
    "DeadlineState",
    "Deadlines",
    "Stop",
    "deadlines_of",
]


class Deadlines(Sequence[Deadline]):
    """Every deadline of a Book on a day, in the order of their limits; derived when somebody first asks.

    `overdue` can be asked for by itself: a check needs no more, and is spared the clocks of all that was done in time.
    """

    def __init__(self, setting: Setting | None) -> None:
        self._setting = setting

    @cached_property
    def overdue(self) -> tuple[Deadline, ...]:
        """Clocks that still run past their limit."""
        if self._setting is None:
            return ()
        as_of = self._setting.as_of
        others = (deadline for deadline in self._others if deadline.state(as_of) == "overdue")
        return self._in_order((*Referrals(self._setting).overdue(), *others))

    @cached_property
    def running(self) -> tuple[Deadline, ...]:
        """Clocks that run, whether or not their limit has passed."""
        return tuple(deadline for deadline in self._all if deadline.stopped is None)

    @cached_property
    def _others(self) -> tuple[Deadline, ...]:
        """Everything but the clocks of referrals: there are few of them."""
        setting = self._setting
        if setting is None:
            return ()
        money = tuple(money_deadlines(setting))
        return (
            *money,
            *partner_deadlines(setting),
            *agreement_deadlines(setting),
            *form_deadlines(setting, money),
            *follow_up_deadlines(setting),
        )

    @cached_property
    def _all(self) -> tuple[Deadline, ...]:
        if self._setting is None:
            return ()
        return self._in_order((*Referrals(self._setting).all(), *self._others))

    @cached_property
    def _waivers(self) -> Mapping[str, tuple[Waiver, ...]]:
        """Waivers of lateness that are in force, by the record they stand in."""
        if self._setting is None:
            return {}
        as_of, found = self._setting.as_of, {}
        for entry in self._setting.book.entries():
            if entry.record.waivers:
                codes = RULE_OF.values()
                of_due = tuple(one for one in entry.record.waivers if one.rule in codes and one.until >= as_of)
                found.update({entry.key: of_due} if of_due else {})
        return found

    def _waived(self, deadline: Deadline) -> Deadline:
        wanted = RULE_OF.get(deadline.kind)
        several = self._waivers.get(deadline.record, ()) if deadline.stopped is None else ()
        days = [one.until for one in several if one.rule == wanted and one.covers(deadline.at)]
        return replace(deadline, waived=max(days)) if days else deadline

    def _in_order(self, deadlines: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
        waived = map(self._waived, deadlines) if self._waivers else deadlines
        return tuple(sorted(waived, key=lambda one: (latest(one.limit), one.record, one.kind)))

    @overload
    def __getitem__(self, place: int) -> Deadline: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Deadline, ...]: ...
    def __getitem__(self, place: int | slice) -> Deadline | tuple[Deadline, ...]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Deadline]:
        return iter(self._all)


def deadlines_of(
    book: Book, ledger: Ledger, terms: Mapping[str, tuple[Term, ...]], governing: Mapping[str, str], as_of: date
) -> Deadlines:
    """Everything due in a Book that holds nothing of after the day; nothing where the program's record is missing."""
    if book.program is None:
        return Deadlines(None)
    program = book.program.record
    hours = BusinessTime(program.holidays)
    return Deadlines(Setting(book, program, as_of, ledger, terms, governing, hours))
