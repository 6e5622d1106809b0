"""Where the walk writes: lines, and events that earned nothing."""

from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from partnerbook.analysis.ledger.case import Case
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.line import Line, LineKind, Unearned, line_id
from partnerbook.analysis.ledger.parts import Held, Part, held_to_cap
from partnerbook.analysis.ledger.step import Waited
from partnerbook.core.compensation import MarginEarning


class Journal(Struct):
    """Lines in the order they were written; none is ever changed."""

    lines: list[Line] = field(default_factory=list)
    unearned: list[Unearned] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def write(
        self,
        case: Case,
        kind: LineKind,
        part: Part,
        due: date,
        *,
        answers: str = "",
        suffix: str = "",
        apart: str = "",
    ) -> Line:
        """Write a line for what one claimant gets, or gives back.

        `suffix` tells lines of one event apart. Where there is such a line already, `apart` does as well: what it
        answers, else the agreement.
        """
        event, steps = case.event, part.steps
        if event.awaited and kind == "accrual":
            steps = (Waited(event.counts_from, event.awaited), *steps)
        line = Line(
            id=self._id(case, kind, f"{event.key}{suffix}", part.claimant, apart or case.terms.entry.id),
            kind=kind,
            direction=part.direction,
            partner=part.partner,
            on=event.on,
            booked=event.booked,
            amount=part.money,
            due=due,
            referral=event.entry.id,
            event=event.key,
            agreement=case.terms.entry.id,
            answers=answers,
            kept=isinstance(case.terms.earning, MarginEarning),
            steps=steps,
        )
        self.lines.append(line)
        if line.kept:
            self.lines.append(_kept(line))
        return line

    def _id(self, case: Case, kind: LineKind, event: str, claimant: str, apart: str) -> str:
        """An id that no line has yet: the first of an event is named after the event alone."""
        referral, name, number = case.event.entry.id, event, 1
        while (found := line_id(referral, name, kind, claimant)) in self.written:
            name, number = f"{event}-{apart}" if number == 1 else f"{event}-{apart}-{number}", number + 1
        self.written.add(found)
        return found

    def refuse(self, case: Case, refused: Refusal, event: Event | None = None) -> None:
        """Write down why an event changed nothing; `event` is another than the case's for a refund."""
        self.unearned.append(unearned(event or case.event, refused, case.terms.entry.id))

    def hold(self, case: Case, part: Part) -> Held | None:
        """Hold a part against its cap and take up the room; None, and why, where nothing is left."""
        held = held_to_cap(case, part)
        if isinstance(held, Refusal):
            self.refuse(case, held)
            return None
        if held.key is not None:
            case.standing.used[held.key] += held.used
        return held


def _kept(line: Line) -> Line:
    """The other half of a margin: whoever sold has it already (RULINGS, "Wholesale")."""
    _, event, _, claimant = line.id.split("/")
    event = event if line.kind == "accrual" else f"{event}-{line.kind}"
    return replace(
        line,
        id=line_id(line.referral, event, "payment", claimant),
        kind="payment",
        amount=-line.amount,
        due=None,
        answers=line.id,
        steps=(),
    )


def unearned(event: Event, refused: Refusal, agreement: str = "") -> Unearned:
    """An event that changed nothing, with the reason."""
    return Unearned(
        referral=event.entry.id,
        event=event.key,
        on=event.on,
        booked=event.booked,
        reason=refused.reason,
        detail=refused.detail,
        since=refused.since,
        agreement=agreement,
        amount=event.whole,
    )
