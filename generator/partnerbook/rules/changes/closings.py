"""CHG: closed periods: their closing, the events booked in them, and the ledger that follows (RULINGS, Closings)."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis import Current
from partnerbook.analysis.closings import lines_booked_in
from partnerbook.analysis.comparison import Comparison, changes
from partnerbook.analysis.ledger.line import Line
from partnerbook.core.book import Entry
from partnerbook.core.dates import Period, day_of
from partnerbook.core.deal import ClientPayment, Deal, Invoice, Refund
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.record import Record
from partnerbook.core.referral import Referral
from partnerbook.rules.changes.closed import Shut
from partnerbook.rules.changes.registry import change_rule
from partnerbook.rules.changes.words import said, shown
from partnerbook.rules.common import any_broken
from partnerbook.rules.registry import Breach
from partnerbook.rules.soundness import is_whole

_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_CLOSING = "records/closings/2026-q2.md"
_PAID = """payments:
  - {key: p1, deal: setup, invoice: i1, on: 2026-05-04, amount: 24000.00 EUR, eligible: %s EUR}
  - {key: p2, deal: setup, on: 2026-06-10, booked: 2026-08-05, amount: 24000.00 EUR}"""
_LATER = "  - {key: p3, deal: setup, on: 2026-06-29, booked: 2026-09-28, amount: 1000.00 EUR, eligible: 0.00 EUR}"
_SENT = """statements:
  - {partner: agentur-brandung, on: 2026-07-24, to: rieke-hahn}
  - {partner: software-werft, on: 2026-07-24, to: werft-eins}
  - {partner: zahlenhafen, on: 2026-07-27}"""
_NAMED = 4

_WORDS = ("reason", "reported_by")
"""Fields of an event that say something of it and move nothing."""
_OF_WORK = ("start", "completed", "ended_early", "booked")
"""Fields of a deal with a day of their own; all others stand from its signature."""

Happening = Deal | Invoice | ClientPayment | Refund


class _Event(Struct, frozen=True):
    """An event of a referral before and after the change: None where it is not there."""

    list_: str
    key: str
    place: int
    old: Happening | None
    new: Happening | None

    @property
    def at(self) -> FieldPath:
        return (self.list_, self.place) if self.new is not None else (self.list_,)

    @property
    def name(self) -> str:
        return f"{self.list_}[{self.key}]"


def _events(old: Referral | None, new: Referral | None) -> Iterator[_Event]:
    """Events that are not the same on both sides."""
    for name in ("deals", "invoices", "payments", "refunds"):
        before: Mapping[str, Happening] = {item.key: item for item in getattr(old, name)} if old else {}
        items: tuple[Happening, ...] = getattr(new, name) if new else ()
        for place, item in enumerate(items):
            if before.get(item.key) != item:
                yield _Event(name, item.key, place, before.get(item.key), item)
        left = {item.key for item in items}
        yield from (_Event(name, key, 0, item, None) for key, item in before.items() if key not in left)


def _booked(referral: Referral, item: Happening) -> date | None:
    """The day an event counts on; for a deal that of its signature, None while it is not won."""
    if not isinstance(item, Deal):
        return item.booked or item.on
    won = referral.milestones.won
    return item.booked or item.signed or (won.booked or day_of(won.on) if won is not None else None)


def _moves(event: _Event, old: Referral | None, new: Referral | None) -> Iterator[tuple[date | None, str]]:
    """The days that a change of an event touches, and the change in words."""
    if event.old is None and event.new is not None and new is not None:
        yield _booked(new, event.new), f"`{event.name}` is new: {shown(event.new)}"
    elif event.new is None and event.old is not None and old is not None:
        yield _booked(old, event.old), f"`{event.name}` was {shown(event.old)} and is gone"
    elif event.old is not None and event.new is not None and old is not None and new is not None:
        for change in changes(event.old, event.new):
            if change.field in _WORDS:
                continue
            words = said(change).replace(f"`{change.name}`", f"`{event.name}.{change.name}`", 1)
            if isinstance(event.old, Deal) and isinstance(event.new, Deal) and change.field in _OF_WORK[:-1]:
                for deal, day in ((event.old, change.old), (event.new, change.new)):
                    yield (deal.booked or day if day is not None else None), words
            else:
                yield _booked(old, event.old), words
                yield _booked(new, event.new), words


def _referrals(comparison: Comparison) -> Iterator[tuple[Entry[Record], Referral | None, Referral | None]]:
    def of(entry: Entry[Record]) -> Referral | None:
        return entry.record if isinstance(entry.record, Referral) else None

    for changed in comparison.changed_of("referral"):
        yield changed.new, of(changed.old), of(changed.new)
    for entry in comparison.added_of("referral"):
        yield entry, None, of(entry)
    for entry in comparison.removed_of("referral"):
        yield entry, of(entry), None


@change_rule(
    "CHG009",
    "closed-event-edited",
    Severity.ERROR,
    summary="A payment, invoice, refund or deal that counts in a closed period is edited, taken out or added.",
    why=(
        "The books of the period are shut, and its statements were sent. What is learned late, or was wrong, is booked "
        "in the open period: `on` says when it happened, `booked` when it was taken in (RULINGS, Two dates)."
    ),
    bad=Example(_REFERRAL, _PAID % "22000.00"),
    good=Example(_REFERRAL, f"{_PAID % '23000.00'}\n{_LATER}"),
)
def closed_event_edited(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    shut = Shut(base.book)
    for entry, old, new in _referrals(comparison):
        for event in _events(old, new):
            told: set[str] = set()
            for day, words in _moves(event, old, new):
                period = shut.closed(day)
                if period is None or words in told:
                    continue
                told.add(words)
                yield Breach(
                    entry,
                    event.at,
                    f"{words}; it counts on {day}, and {period} is closed",
                    "Write `booked` with a day that is still open."
                    if event.old is None
                    else "Put it back as it was. A correction is an event of its own, booked in the open period.",
                )


@change_rule(
    "CHG010",
    "closed-ledger-moved",
    Severity.ERROR,
    summary="A change moves lines of the ledger in a closed period.",
    why=(
        "A closing freezes every line booked in its period (RULINGS, Closings). Whatever the change was about, terms, "
        "a claim, an exchange rate, a partner's tier: it reaches back into books that are shut."
    ),
    bad=Example(_REFERRAL, _PAID % "22000.00"),
    good=Example(_REFERRAL, f"{_PAID % '23000.00'}\n{_LATER}"),
)
def closed_ledger_moved(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    if not base.book.closings or any(not is_whole(side) or any_broken(side.book, "payout") for side in (base, current)):
        return  # lines are missing that no change has moved
    for old in base.book.closings.values():
        period = old.record.period
        moved = tuple(_moved(base, current, period))
        if not moved:
            continue
        more = f"; and {len(moved) - _NAMED} more" if len(moved) > _NAMED else ""
        lines = "1 line of it moves" if len(moved) == 1 else f"{len(moved)} lines of it move"
        yield Breach(
            current.book.closings.get(old.id, old),
            ("ledger",),
            f"{period} is closed, and {lines}: {'; '.join(moved[:_NAMED])}{more}",
            "Put back what moves them. What has to be corrected is booked in the open period; new terms begin there.",
        )


def _moved(base: Current, current: Current, period: Period) -> Iterator[str]:
    before = {line.id: line for line in lines_booked_in(base.analysis.ledger, period)}
    after = {line.id: line for line in lines_booked_in(current.analysis.ledger, period)}
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield f"`{key}` {f'was {old.amount} and is gone' if old else f'is new: {new.amount}' if new else ''}"
        elif _row(old) != _row(new):
            yield f"`{key}` was {_differing(old, new)} and is {_differing(new, old)} now"


def _row(line: Line) -> tuple[object, ...]:
    """What the hash of a closing covers."""
    return (line.amount, line.partner, line.direction, line.on, line.booked, line.due)


def _differing(line: Line, other: Line) -> str:
    words = ("", "to ", "", "of ", "booked ", "due ")
    mine, theirs = _row(line), _row(other)
    return ", ".join(f"{word}{one}" for word, one, two in zip(words, mine, theirs, strict=True) if one != two)


@change_rule(
    "CHG011",
    "closing-rewritten",
    Severity.ERROR,
    summary="The record of a closed period is edited or deleted.",
    why=(
        "The hash in it is what later changes are held against; whoever may rewrite it may move any line behind it. "
        "Statements that are sent later may be added."
    ),
    bad=Example(_CLOSING, "lines: 4"),
    good=Example(_CLOSING, _SENT),
)
def closing_rewritten(current: Current, base: Current, comparison: Comparison) -> Iterator[Breach]:
    for entry in comparison.removed_of("closing"):
        yield Breach(entry, ("period",), f"{entry.id} was closed and its record is gone", "Put the file back.")
    for changed in comparison.changed_of("closing"):
        for change in changed.fields:
            if change.field != "waivers" and not (change.field == "statements" and change.old is None):
                yield Breach(
                    changed.new,
                    change.path,
                    f"{changed.new.id} is closed, and {said(change)}",
                    "Put it back. A period is closed once; what comes later is booked in the next.",
                )
