"""What the base has shut already: closed periods, and statements that partners have received."""

from collections.abc import Iterator
from datetime import date

from partnerbook.core.book import Book
from partnerbook.core.dates import Period


class Shut:
    """The periods of a Book in which nothing is booked any more, for everybody or for one partner."""

    def __init__(self, book: Book) -> None:
        self._closed = tuple(entry.record.period for entry in book.closings.values())
        self._sent: dict[str, list[tuple[Period, date]]] = {}
        for partner, period, on in _sent(book):
            self._sent.setdefault(partner, []).append((period, on))

    def closed(self, day: date | None) -> Period | None:
        """The closed period that a day lies in."""
        return next((period for period in self._closed if day is not None and day in period), None)

    def why(self, partner: str, day: date | None) -> str | None:
        """Why nothing of a partner's can be booked on a day any more; None where it can."""
        if (period := self.closed(day)) is not None:
            return f"{period} is closed"
        if day is None:
            return None
        sent = [(period, on) for period, on in self._sent.get(partner, ()) if day <= period.last]
        if not sent:
            return None
        period, on = max(sent, key=lambda one: (one[0].last, one[1]))
        return f"the statement for {period} went to {partner} on {on}"


def _sent(book: Book) -> Iterator[tuple[str, Period, date]]:
    for entry in book.payouts.values():
        if entry.record.statement_sent is not None:
            yield entry.record.partner, entry.record.period, entry.record.statement_sent
    for closing in book.closings.values():
        for statement in closing.record.statements:
            yield statement.partner, closing.record.period, statement.on
