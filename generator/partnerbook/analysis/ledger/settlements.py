"""What payouts bring into the ledger: money that moved, and amounts agreed beside it (RULINGS, "Paying")."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from partnerbook.analysis.ledger.line import Line, line_id
from partnerbook.analysis.ledger.step import InWords
from partnerbook.core.book import Book, Entry
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout, PayoutDirection
from partnerbook.core.vocabulary import US

_OTHER: dict[PayoutDirection, PayoutDirection] = {"payable": "receivable", "receivable": "payable"}


def settled_by(book: Book) -> Mapping[str, tuple[str, ...]]:
    """The payouts, not called off, that pay a line, by the line's id."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in book.payouts.values():
        if entry.record.cancelled is None:
            for line in entry.record.lines:
                found[line.line] = (*found.get(line.line, ()), entry.id)
    return found


def settlements(book: Book, as_of: date) -> Iterator[Line]:
    """Adjustments and payments booked by a day; of a payout that was called off, adjustments and their reversal."""
    for entry in book.payouts.values():
        lines = (*_adjustments(entry), *_payments(entry)) if entry.record.cancelled is None else _called_off(entry)
        yield from (line for line in lines if line.booked <= as_of)


def _called_off(entry: Entry[Payout]) -> Iterator[Line]:
    """What was booked before a payout was called off stays booked; that it was called off is booked then."""
    cancelled = entry.record.cancelled
    for line in _adjustments(entry):
        if cancelled is not None and line.booked < cancelled.on:
            yield line
            event, claimant = f"{line.event}-cancelled", line.id.rpartition("/")[2]
            yield replace(
                line,
                id=line_id(line.payout, event, "adjustment", claimant),
                event=event,
                on=cancelled.on,
                booked=cancelled.on,
                due=cancelled.on,
                amount=-line.amount,
                answers=line.id,
            )


def set_off(payout: Payout) -> Money:
    """What lines of the other direction take off a payout under netting; they stand in it with a minus."""
    other = US if payout.direction == "payable" else payout.partner
    total = Money.zero(payout.total.currency)
    for line in payout.lines:
        if line.line.rpartition("/")[2] == other and line.amount.currency == total.currency:
            total -= line.amount
    return total


def _line(entry: Entry[Payout], event: str, kind: str, amount: Money, on: date, booked: date, words: str = "") -> Line:
    payout = entry.record
    claimant = payout.partner if payout.direction == "payable" else US
    return Line(
        id=line_id(entry.id, event, "payment" if kind == "payment" else "adjustment", claimant),
        kind="payment" if kind == "payment" else "adjustment",
        direction=payout.direction,
        partner=payout.partner,
        on=on,
        booked=booked,
        amount=amount,
        due=on if kind == "adjustment" else None,
        event=event,
        payout=entry.id,
        steps=(InWords(words),) if words else (),
    )


def _adjustments(entry: Entry[Payout]) -> Iterator[Line]:
    for adjustment in entry.record.adjustments:
        booked = adjustment.booked or adjustment.on
        yield _line(entry, adjustment.key, "adjustment", adjustment.amount, adjustment.on, booked, adjustment.reason)


def _payments(entry: Entry[Payout]) -> Iterator[Line]:
    payout = entry.record
    moved = [(receipt.key, receipt.on, receipt.booked or receipt.on, receipt.amount) for receipt in payout.receipts]
    if payout.paid is not None:
        moved = [("paid", payout.paid.on, payout.paid.booked or payout.paid.on, payout.total)]
    against = set_off(payout)
    for place, (key, on, booked, amount) in enumerate(moved):
        if amount.amount:
            yield _line(entry, key, "payment", -amount, on, booked)
        if place == 0 and against.amount:
            # What was set off is settled in both directions at once, when the rest first moves, which may be nothing.
            yield _line(entry, "set-off", "payment", -against, on, booked)
            yield _other_side(_line(entry, "set-off", "payment", -against, on, booked))


def _other_side(line: Line) -> Line:
    direction = _OTHER[line.direction]
    claimant = line.partner if direction == "payable" else US
    return replace(line, id=line_id(line.payout, line.event, "payment", claimant), direction=direction)
