"""How far a line has come towards being paid, and what it still waits for, in sentences (RULINGS, "Paying")."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Self

from msgspec import Struct

from partnerbook.analysis import Analysis
from partnerbook.analysis.dues import Balance, LineState, balances_due, line_states, next_run
from partnerbook.analysis.ledger.line import Line
from partnerbook.core.payout import Payout
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_

_IN_PAYOUT: dict[LineState, str] = {
    "paid": N_("Paid with payout %(payout)s on %(day)s"),
    "part_paid": N_("In payout %(payout)s, of which only a part has arrived yet"),
    "approved": N_("In payout %(payout)s, approved for the run of %(run)s"),
    "proposed": N_("In payout %(payout)s for the run of %(run)s, which is not approved yet"),
}
_INVOICED = N_("Invoiced to the partner with payout %(payout)s; nothing has arrived yet")
_HELD = {
    "open": N_("On hold since %(since)s, and neither payable nor overdue: %(reason)s"),
    "ending": N_("On hold from %(since)s to %(released)s, and neither payable nor overdue: %(reason)s"),
}
_DUE = {
    "payable": N_("Due since %(due)s, and in no payout yet"),
    "receivable": N_("Due since %(due)s, and not invoiced to the partner yet"),
}
_NOT_DUE = N_("Not due before %(due)s")
_RUN = N_("%(text)s; the next run it can be in is that of %(run)s")
_BELOW_MINIMUM = N_("Carried forward: the balance due of %(total)s is below the minimum of %(minimum)s")
_NEGATIVE = N_("Carried forward: the balance due is %(total)s, which has to be earned back first")
_KEPT = N_("Kept out of the sale by whoever sold; no payout pays it")


class Progress(Struct, frozen=True, eq=False):
    """How far every line of the ledger has come on the day of an analysis.

    `balance_of` names the balance that a line due on that day lies in, by the line's id.
    """

    analysis: Analysis
    states: Mapping[str, LineState]
    balance_of: Mapping[str, Balance]

    @classmethod
    def of(cls, analysis: Analysis) -> Self:
        """The progress of every line of an analysis."""
        book, ledger, as_of = analysis.book, analysis.ledger, analysis.as_of
        balance_of = {
            line.id: balance
            for balance in balances_due(book, ledger, as_of)
            for line in (*balance.lines, *balance.set_off)
        }
        return cls(analysis, line_states(book, ledger, as_of), MappingProxyType(balance_of))

    def run(self, line: Line) -> date | None:
        """The first run an open line can be paid in; None for others, and where the program has no runs."""
        program = self.analysis.book.program
        if line.due is None or program is None or program.record.payout_runs is None:
            return None
        if self.states.get(line.id) not in ("held", "carried", "due", "not_due"):
            return None
        return next_run(program.record, max(line.due, self.analysis.as_of))

    def payouts(self, line: Line) -> tuple[str, ...]:
        """The payouts, not called off, that pay a line."""
        return self.analysis.ledger.settled.get(line.id, ())

    def in_words(self, edition: Edition, line: Line) -> str:
        """How far a line has come and what it waits for; empty for money that moved."""
        state = self.states.get(line.id)
        if state is None:
            return ""
        if state in _IN_PAYOUT:
            return self._in_payout(edition, line, state)
        if state == "kept":
            return edition.gettext(_KEPT)
        if state == "held":
            return self._held(edition, line)
        if state == "carried":
            return self._carried(edition, line)
        text = edition.gettext(_DUE[line.direction] if state == "due" else _NOT_DUE)
        text %= {"due": edition.day(line.due).text if line.due else ""}
        run = self.run(line)
        return edition.gettext(_RUN) % {"text": text, "run": edition.day(run).text} if run is not None else text

    def _in_payout(self, edition: Edition, line: Line, state: LineState) -> str:
        payout, record = next(
            ((key, entry.record) for key in self.payouts(line) if (entry := self.analysis.book.payouts.get(key))),
            ("", None),
        )
        if record is None:
            return ""
        settled = settled_on(record, self.analysis.as_of)
        values = {
            "payout": payout,
            "run": edition.day(record.run).text,
            "day": edition.day(settled).text if settled else "",
        }
        invoiced = record.direction == "receivable" and state in ("proposed", "approved")
        return edition.gettext(_INVOICED if invoiced else _IN_PAYOUT[state]) % values

    def _held(self, edition: Edition, line: Line) -> str:
        entry = self.analysis.book.referrals.get(line.referral)
        hold = entry.record.hold if entry else None
        if hold is None:
            return ""
        values = {
            "since": edition.day(hold.since).text,
            "released": edition.day(hold.released).text if hold.released else "",
            "reason": hold.reason,
        }
        how = "ending" if hold.released else "open"
        return edition.gettext(_HELD[how]) % values

    def _carried(self, edition: Edition, line: Line) -> str:
        balance = self.balance_of[line.id]
        values = {"total": edition.money(balance.total).text, "minimum": ""}
        if balance.verdict == "negative" or balance.minimum is None:
            return edition.gettext(_NEGATIVE) % values
        return edition.gettext(_BELOW_MINIMUM) % {**values, "minimum": edition.money(balance.minimum).text}


def settled_on(payout: Payout, as_of: date) -> date | None:
    """The day the last money of a payout moved."""
    if payout.paid is not None:
        return payout.paid.on
    return max((receipt.on for receipt in payout.receipts if receipt.on <= as_of), default=None)
