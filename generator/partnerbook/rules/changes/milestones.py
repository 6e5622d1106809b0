"""CHG: the steps a referral has taken stay as they were told, and late ones are booked in the open."""

from collections.abc import Iterator

from msgspec import Struct

from partnerbook.analysis import Current
from partnerbook.analysis.comparison import Change, Comparison
from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, Severity
from partnerbook.core.record import Record
from partnerbook.core.referral import MILESTONES, Milestone, Milestones, Referral
from partnerbook.rules.changes.closed import Shut
from partnerbook.rules.changes.registry import change_rule
from partnerbook.rules.changes.words import said
from partnerbook.rules.registry import Breach

_TAKEN = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_RUNNING = "records/referrals/2026/2026-07-20-werkstatt-wandel-m2.md"
_STEPS = """milestones:
  acknowledged: {on: %s, told: 2026-07-20}
  contacted: {on: %s, told: 2026-07-21}
  lost: {on: 2026-08-03, told: 2026-08-04}"""
_LATE = """---
partner: software-werft
direction: received
received: 2026-06-24
client: ostsee-feinkost
service: fractional-cfo
challenge: The books are two months behind
milestones:
  acknowledged: {%s, told: 2026-06-25}
---
"""
_NEW = "records/referrals/2026/2026-06-24-software-werft-b4.md"


def _steps(entry: Entry[Record]) -> Milestones:
    record = entry.record
    return record.milestones if isinstance(record, Referral) else Milestones()


def _partner(entry: Entry[Record]) -> str:
    record = entry.record
    return record.partner if isinstance(record, Referral) else ""


class _Step(Struct, frozen=True):
    """A milestone before and after the change."""

    name: str
    old: Milestone
    new: Milestone | None

    def weighs(self, shut: Shut, partner: str) -> str | None:
        """Why the step cannot be put right any more: somebody else goes by it."""
        if self.old.told is not None:
            return f"{partner} was told of it on {self.old.told}"
        days = [step.booked or day_of(step.on) for step in (self.old, self.new) if step is not None]
        return next((why for day in days if (why := shut.why(partner, day))), None)


def _is_free(change: Change, step: _Step) -> bool:
    """Whether a change says more of a step: who took it, when it was told, at what hour of the day it was."""
    if change.old is None:
        return change.name.endswith((".told", ".by"))
    if change.name.endswith(".on") and step.new is not None:
        return day_of(step.new.on) == day_of(step.old.on) and change.old == day_of(step.old.on)
    return False


@change_rule(
    "CHG007",
    "past-milestone-edited",
    Severity.ERROR,
    summary="A milestone that was reached is edited or taken out.",
    why=(
        "Places, fees and service levels go by the day of a step. A place once taken stays, whatever happens later "
        "(RULINGS, Counting). As long as the partner has not heard of it and no statement or closing rests on it, "
        "putting it right is a warning for the reviewer."
    ),
    bad=Example(_RUNNING, _STEPS % ("2026-07-20", "2026-07-20")),
    good=Example(_RUNNING, _STEPS % ("2026-07-20T11:30", "2026-07-21")),
)
def past_milestone_edited(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    shut = Shut(base.book)
    for changed in comparison.changed_of("referral"):
        after = _steps(changed.new)
        for name, old in _steps(changed.old).reached():
            step = _Step(name, old, getattr(after, name))
            if day_of(old.on) > base.as_of or step.new == old:
                continue
            weighs = step.weighs(shut, _partner(changed.old))
            for change in _of_step(changed.of("milestones"), name):
                if not _is_free(change, step):
                    yield Breach(
                        changed.new,
                        change.path,
                        f"{said(change)}" + (f"; {weighs}" if weighs else ""),
                        "Put it back. If something else was true, say so in the record's prose; what follows from it "
                        "for money is booked in the open period."
                        if weighs
                        else "Make sure that this is a slip put right, and no step that was never taken.",
                        toned=None if weighs else Severity.WARNING,
                    )


def _of_step(changes: tuple[Change, ...], name: str) -> Iterator[Change]:
    wanted = f"milestones.{name}"
    return (change for change in changes if change.name == wanted or change.name.startswith(f"{wanted}."))


@change_rule(
    "CHG008",
    "milestone-backdated",
    Severity.ERROR,
    summary="A new milestone is dated into a closed period, or before the end of a statement that was sent.",
    why=(
        "The partner holds a statement that does not know of it, and nothing booked later moves a closed period "
        "(RULINGS, Two dates). A step that is learned late keeps its day and is booked in the open period."
    ),
    bad=Example(_NEW, text=_LATE % "on: 2026-06-25"),
    good=Example(_NEW, text=_LATE % "on: 2026-06-25, booked: 2026-08-03"),
)
def milestone_backdated(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    shut = Shut(base.book)
    pairs = [(_steps(changed.old), changed.new) for changed in comparison.changed_of("referral")]
    for before, entry in [*pairs, *((Milestones(), entry) for entry in comparison.added_of("referral"))]:
        after = _steps(entry)
        for name in MILESTONES:
            step: Milestone | None = getattr(after, name)
            if step is None or getattr(before, name) is not None:
                continue
            day = step.booked or day_of(step.on)
            why = shut.why(_partner(entry), day)
            if why is not None:
                yield Breach(
                    entry,
                    ("milestones", name, "booked" if step.booked else "on"),
                    f"`{name}` is new and counts on {day}, but {why}",
                    "Leave `on` as it happened and write `booked` with a day that is still open, such as today.",
                )
