"""The clocks of referrals: acknowledge, respond, meet, tell, close the loop, keep moving (DOMAIN 7.2, 7.3, 7.5)."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from partnerbook.analysis.clocks import BusinessTime
from partnerbook.analysis.deadlines.model import Deadline, DeadlineKind, Stop
from partnerbook.analysis.deadlines.setting import Setting
from partnerbook.core.agreement import AgreedServiceLevel
from partnerbook.core.book import Entry
from partnerbook.core.dates import Moment, add_days, day_of, earliest
from partnerbook.core.finding import FieldPath
from partnerbook.core.program_policies import ServiceLevels
from partnerbook.core.referral import OUTCOMES, Milestone, Referral
from partnerbook.core.vocabulary import Direction

Reached = tuple[tuple[str, Milestone], ...]
_ANSWERS = ("contacted", "qualified")
"""Responses that a meeting follows; any other is the meeting itself, or later, or the end."""
_WITHOUT_HOLIDAYS = BusinessTime()


class _Levels(Struct, frozen=True):
    """The clocks of a referral: its agreement's where it sets them, else the program's."""

    acknowledge_hours: int
    respond_hours: int
    meeting_days: int


class _Clock(Struct, frozen=True):
    """A clock that nobody has asked for its limit yet: so many hours on business days, or else calendar days."""

    kind: DeadlineKind
    at: FieldPath
    start: Moment
    stopped: Stop | None
    days: int = 0
    hours: int = 0
    about: str = ""

    def limit(self, time: BusinessTime) -> Moment:
        """Its end: a minute of a clock of hours, a day of one of days."""
        return time.after(self.start, self.hours) if self.hours else add_days(day_of(self.start), self.days)


class Referrals:
    """The clocks of every referral of a setting."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._levels: dict[tuple[str, Direction], _Levels] = {}

    def all(self) -> Iterator[Deadline]:
        """Every clock of every referral, running or stopped."""
        for entry in self._setting.book.referrals.values():
            owner = self._owner(entry.record)
            for clock in self._clocks(entry):
                yield self._deadline(entry, owner, clock)

    def overdue(self) -> Iterator[Deadline]:
        """The running clocks that are past their limit; no calendar of holidays is loaded where none is."""
        as_of = self._setting.as_of
        for entry in self._setting.book.referrals.values():
            if _is_settled(entry.record):
                continue
            for clock in self._clocks(entry):
                # Holidays only move a limit on: without them it is early enough to rule most clocks out.
                if clock.stopped is None and day_of(clock.limit(_WITHOUT_HOLIDAYS)) < as_of:
                    deadline = self._deadline(entry, self._owner(entry.record), clock)
                    if deadline.due < as_of:
                        yield deadline

    def _owner(self, referral: Referral) -> str:
        """Whoever handles a referral we received; whoever asks the partner about one we sent."""
        return self._setting.owner(referral.partner, referral.handled_by if referral.direction == "received" else None)

    def _deadline(self, entry: Entry[Referral], owner: str, clock: _Clock) -> Deadline:
        referral = entry.record
        return Deadline(
            kind=clock.kind,
            record=f"referral/{entry.id}",
            at=clock.at,
            partner=referral.partner,
            owner=owner,
            side="us" if referral.direction == "received" else "partner",
            start=clock.start,
            limit=clock.limit(self._setting.hours),
            stopped=clock.stopped,
            about=clock.about,
        )

    def _clocks(self, entry: Entry[Referral]) -> Iterator[_Clock]:
        referral, program = entry.record, self._setting.program.service_levels
        levels = self._levels_of(self._setting.governing.get(entry.id, ""), referral.direction)
        reached = referral.milestones.reached()
        first = _step(*reached[0]) if reached else None
        yield _Clock("acknowledge", ("received",), referral.received, first, hours=levels.acknowledge_hours)
        answers = reached[1:] if reached and reached[0][0] == "acknowledged" else reached
        answer = _step(*answers[0]) if answers else None
        yield _Clock("respond", ("received",), referral.received, answer, hours=levels.respond_hours)
        if answers and answers[0][0] in _ANSWERS:
            name, step = answers[0]
            held = _meeting(answers)
            yield _Clock("meet", ("milestones", name, "on"), step.on, held, days=levels.meeting_days)
        yield from _telling(reached, program.tell_days)
        if reached and reached[-1][0] in OUTCOMES:
            yield _closing(referral, *reached[-1], program.close_loop_days)
        elif reached:
            name, step = reached[-1]
            yield _Clock("stalled", ("milestones", name, "on"), step.on, None, days=program.stalled_days, about=name)
        else:
            yield _Clock("stalled", ("received",), referral.received, None, days=program.stalled_days)

    def _levels_of(self, agreement: str, direction: Direction) -> _Levels:
        known = self._levels.get((agreement, direction))
        if known is None:
            entry = self._setting.book.agreements.get(agreement)
            agreed = entry.record.service_level if entry is not None else None
            known = _levels(agreed or AgreedServiceLevel(), self._setting.program.service_levels, direction)
            self._levels[agreement, direction] = known
        return known


def _levels(agreed: AgreedServiceLevel, program: ServiceLevels, direction: Direction) -> _Levels:
    """The clocks of one side: the most specific rule wins, and without one for partners ours holds for both."""
    respond = agreed.respond_hours or program.respond_hours
    if direction == "sent":
        theirs = agreed.partner_respond_hours or agreed.respond_hours or program.partner_respond_hours
        respond = theirs or program.respond_hours
    return _Levels(
        agreed.acknowledge_hours or program.acknowledge_hours, respond, agreed.meeting_days or program.meeting_days
    )


def _step(name: str, step: Milestone) -> Stop:
    """The step that stops a clock; where the client or the referrer stepped back nothing had to be done any more."""
    return Stop(step.on, name, lapsed=name == "withdrawn")


def _meeting(answers: Reached) -> Stop | None:
    """The meeting or what shows that there was one; an end without it leaves none to be held."""
    for name, step in answers:
        if name not in _ANSWERS:
            return Stop(step.on, name, lapsed=name in OUTCOMES and name != "won")
    return None


def _telling(reached: Reached, days: int) -> Iterator[_Clock]:
    """A clock for each step that is no outcome, until the partner hears of it or of a later one.

    Once there is an outcome, closing the loop takes their place. Of several steps that nobody told, only the oldest
    runs: one word settles them all.
    """
    stop: Stop | None = None
    clocks = []
    for name, step in reversed(reached):
        ends = [Stop(step.on, name, lapsed=True)] if name in OUTCOMES else []
        if step.told is not None:
            ends.append(Stop(step.told, name))
        for end in ends:
            if stop is None or earliest(end.on) <= earliest(stop.on):
                stop = end
        if name not in OUTCOMES:
            clocks.append(_Clock("tell", ("milestones", name), step.on, stop, days=days, about=name))
    for clock in reversed(clocks):
        yield clock
        if clock.stopped is None:
            return


def _is_settled(referral: Referral) -> bool:
    """Whether a referral is decided and its loop closed, so that no clock of it can run."""
    steps = referral.milestones
    last = next((step for step in (steps.withdrawn, steps.declined, steps.lost, steps.won) if step is not None), None)
    if last is None or last.told is None:
        return False
    return last is not steps.won or (referral.outcome is not None and referral.outcome.thanked is not None)


def _closing(referral: Referral, name: str, step: Milestone, days: int) -> _Clock:
    """From the outcome until the partner knows it; on a client won for us, until the partner is thanked as well."""
    thanked = referral.outcome.thanked if referral.outcome is not None else None
    thanks_due = name == "won" and referral.direction == "received"
    at: FieldPath = ("milestones", name)
    stopped = Stop(step.told, "told") if step.told is not None else None
    if stopped is not None and thanks_due:
        at = ("outcome",) if referral.outcome is not None else at
        stopped = max(stopped, Stop(thanked, "thanked"), key=_day) if thanked is not None else None
    return _Clock("close_loop", at, step.on, stopped, days=days, about=name)


def _day(stop: Stop) -> date:
    return day_of(stop.on)
