"""The ledger as a report for a terminal: every line with its explanation, then what it all adds up to."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from partnerbook.analysis.ledger.line import Line, LineKind
from partnerbook.core.dates import Period
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.site.edition import Edition
from partnerbook.site.labels import label
from partnerbook.site.ledger.progress import Progress
from partnerbook.site.ledger.words import Names, explain, kind_in_words, state_in_words
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable, money


class Choice(Struct, frozen=True):
    """Which lines are wanted; an empty or missing word takes them all. `period` goes by the booked day."""

    partner: str = ""
    direction: str = ""
    period: Period | None = None
    kinds: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Choice()

    def takes(self, line: Line) -> bool:
        """Whether a line is wanted."""
        return (
            self.partner in ("", line.partner)
            and self.direction in ("", line.direction)
            and (self.period is None or line.booked in self.period)
            and (not self.kinds or line.kind in self.kinds)
        )


class Total(Struct, frozen=True):
    """Lines of one partner, direction and currency added up; `earned` is all but money that moved."""

    partner: str
    direction: PayoutDirection
    earned: Money
    paid: Money
    balance: Money


def cause_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines by the day they were booked, the payment of a margin that is kept right after what it pays."""

    def order(line: Line) -> tuple[date, str, str]:
        answered = line.answers if line.kind == "payment" and line.answers else line.id
        return (line.booked, answered, "" if answered == line.id else line.id)

    return tuple(sorted(lines, key=order))


def totals(lines: Iterable[Line]) -> tuple[Total, ...]:
    """Lines added up by partner, direction and currency; currencies are never added."""
    grouped: dict[tuple[str, PayoutDirection, str], list[Line]] = {}
    for line in lines:
        grouped.setdefault((line.partner, line.direction, line.amount.currency), []).append(line)
    found = []
    for (partner, direction, currency), several in sorted(grouped.items()):
        earned = paid = Money.zero(currency)
        for line in several:
            if line.kind == "payment":
                paid += line.amount
            else:
                earned += line.amount
        found.append(Total(partner, direction, earned, paid, earned + paid))
    return tuple(found)


def ledger_report(
    edition: Edition, lines: tuple[Line, ...], progress: Progress, names: Names, choice: Choice
) -> PlainReport:
    """Lines in the order they were booked, and their totals."""
    _ = edition.gettext
    title = _("Ledger as of %(day)s") % {"day": edition.long_day(progress.analysis.as_of)}
    if not lines:
        nothing = _("Nothing in the ledger.") if choice.is_everything else _("Nothing in the ledger for these options.")
        return PlainReport(title, (), (nothing,))
    columns = (_("Booked"), _("Day"), _("Kind"), _("Direction"), _("Amount"), _("Due"), _("State"))
    number = edition.ngettext("%(number)s line", "%(number)s lines", len(lines)) % {
        "number": edition.number(len(lines))
    }
    table = PlainTable(
        number,
        columns,
        tuple(_row(edition, line, progress) for line in lines),
        right=frozenset({4}),
        below=tuple(_below(edition, line, names) for line in lines),
    )
    return PlainReport(title, (table, _totals(edition, totals(lines), names)))


def _row(edition: Edition, line: Line, progress: Progress) -> tuple[str, ...]:
    state = progress.states.get(line.id)
    return (
        line.booked.isoformat(),
        line.on.isoformat(),
        kind_in_words(edition, line.kind),
        label(edition, "payout_direction", line.direction),
        money(edition, line.amount),
        _day(None if line.kept else line.due),
        state_in_words(edition, state) if state is not None else NONE,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else NONE


def _below(edition: Edition, line: Line, names: Names) -> tuple[str, ...]:
    """The line's id, which names referral and event; whose it is, and why."""
    return (line.id, f"{names.partner(line.partner)}: {explain(edition, line, names)}")


def _totals(edition: Edition, found: tuple[Total, ...], names: Names) -> PlainTable:
    _ = edition.gettext
    rows = tuple(
        (
            names.partner(total.partner),
            label(edition, "payout_direction", total.direction),
            money(edition, total.earned),
            money(edition, total.paid),
            money(edition, total.balance),
        )
        for total in found
    )
    columns = (_("Partner"), _("Direction"), _("Earned"), _("Paid"), _("Balance"))
    return PlainTable(_("Totals of these lines"), columns, rows, right=frozenset({2, 3, 4}))


KINDS: tuple[LineKind, ...] = ("accrual", "true_up", "clawback", "adjustment", "payment")
"""Kinds of lines, in the order their words are offered."""
