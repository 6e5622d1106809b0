"""What a closing freezes: the lines booked in its period, and one hash of them all (RULINGS, "Closings"). Pure."""

import hashlib
from datetime import date

from partnerbook.analysis.approval import is_there, with_role
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.core.book import Book
from partnerbook.core.dates import Period


def lines_booked_in(ledger: Ledger, period: Period) -> tuple[Line, ...]:
    """Lines of every kind that were booked in a period, in the ledger's order."""
    return tuple(line for line in ledger.lines if line.booked in period)


def period_hash(ledger: Ledger, period: Period) -> str:
    """The hash of a period's lines: `sha256:` and 64 hexadecimal digits.

    What is hashed is one row a line, in the ledger's order and in UTF-8: id, partner, direction, day, booked day,
    due day and amount as records write them, with a tab between two and a line feed behind the last. A line
    without a due day has nothing there. A period without lines hashes nothing at all. How a line came to its amount is
    left out, so that a better explanation moves no closed period.
    """
    rows = "".join(_row(line) for line in lines_booked_in(ledger, period))
    return f"sha256:{hashlib.sha256(rows.encode()).hexdigest()}"


def _row(line: Line) -> str:
    due = line.due.isoformat() if line.due is not None else ""
    days = (line.on.isoformat(), line.booked.isoformat(), due)
    return "\t".join((line.id, line.partner, line.direction, *days, str(line.amount))) + "\n"


def open_before(book: Book, ledger: Ledger, period: Period) -> tuple[Line, ...]:
    """Lines booked before a period and in no closed one: they have to be closed first."""
    closed = [entry.record.period for entry in book.closings.values()]
    return tuple(
        line
        for line in ledger.lines
        if line.booked < period.first and not any(line.booked in earlier for earlier in closed)
    )


def usual_closer(book: Book, as_of: date) -> str | None:
    """Who closes periods: who closed the last one, else the first colleague in finance; None without one."""
    if book.program is None:
        return None
    there = {person.key for person in book.program.record.people if is_there(person, as_of)}
    earlier = sorted((entry.record.closed, entry.id, entry.record.by) for entry in book.closings.values())
    finance = with_role(book.program.record, "finance", as_of)
    return next((by for *_, by in reversed(earlier) if by in there), finance[0] if finance else None)
