"""When a line was booked and when it is due, as sentences (RULINGS, "Two dates" and "Paying")."""

from datetime import date, timedelta

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.step import Waited
from partnerbook.core.dates import add_days
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_
from partnerbook.site.ledger.names import Names

_LATE = N_("Booked on %(booked)s, though it happened on %(on)s: places, bands, caps and periods go by the booked day")
_KEPT = N_("Nothing is due: whoever sold keeps it out of the sale")
_DUE_WHEN_BOOKED = N_("Due on %(due)s, the day it was booked")
_DUE_TOGETHER = N_("Due on %(due)s, together with what it takes back")


def booked_in_words(edition: Edition, line: Line) -> tuple[str, ...]:
    """That a line was taken into the books later than it happened, where it was for no other reason."""
    if line.booked == line.on or any(isinstance(step, Waited) for step in line.steps):
        return ()
    return (edition.gettext(_LATE) % {"booked": edition.day(line.booked).text, "on": edition.day(line.on).text},)


def due_in_words(edition: Edition, line: Line, names: Names) -> tuple[str, ...]:
    """When a line is due, and how that day came about; nothing for money that moved."""
    if line.due is None:
        return ()
    if line.kept:
        return (edition.gettext(_KEPT),)
    due = {"due": edition.day(line.due).text}
    agreement = names.agreement(line.agreement)
    if line.kind == "adjustment":
        return (edition.gettext("Due on %(due)s, the day it was agreed") % due,)
    if line.kind == "clawback" or agreement is None:
        return (edition.gettext(_DUE_WHEN_BOOKED if line.due == line.booked else _DUE_TOGETHER) % due,)
    return (_net(edition, line, line.due, agreement.payment.net_days),)


def _net(edition: Edition, line: Line, due: date, days: int) -> str:
    """The net days from the day that counts: of the event, or the win or decision it waited for."""
    waited = next((step.until for step in line.steps if isinstance(step, Waited)), line.on)
    if due != add_days(waited, days):
        if due == line.booked:
            return edition.gettext(_DUE_WHEN_BOOKED) % {"due": edition.day(due).text}
        waited = due - timedelta(days=days)
    text = edition.ngettext("Due %(days)s day after %(day)s: %(due)s", "Due %(days)s days after %(day)s: %(due)s", days)
    return text % {"days": edition.number(days), "day": edition.day(waited).text, "due": edition.day(due).text}
