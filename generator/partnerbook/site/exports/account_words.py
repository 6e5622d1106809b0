"""One account of a statement in words: its balances, what they are made of, and every line with its reason."""

from collections.abc import Iterator

from msgspec import Struct

from partnerbook.analysis.ledger.line import Line, LineKind
from partnerbook.analysis.statements import Account, Statement, Waiting
from partnerbook.core.money import Money
from partnerbook.site.edition import Edition
from partnerbook.site.exports.statement_document import AccountView, Amount, Entered, Figure
from partnerbook.site.labels import N_
from partnerbook.site.ledger.words import Names, explain, kind_in_words

_HELD = N_("On hold since %(day)s")
_BELOW = N_("Carried forward: below the minimum of %(minimum)s")
_BELOW_TOGETHER = N_("Carried forward: the balance of %(total)s is below the minimum of %(minimum)s")
_NEGATIVE = N_("Carried forward: the balance is not above zero")
_KINDS: tuple[LineKind, ...] = ("accrual", "true_up", "clawback", "adjustment", "payment")


class AccountWords(Struct, frozen=True, eq=False):
    """What the words of an account need at hand: who the two firms are, and names to look up."""

    edition: Edition
    names: Names
    statement: Statement
    ours: str
    theirs: str

    def account(self, account: Account) -> AccountView:
        """One account of the statement."""
        _ = self.edition.gettext
        payer, payee = (self.ours, self.theirs) if account.direction == "payable" else (self.theirs, self.ours)
        lines = sorted((*account.earned, *account.paid), key=lambda line: line.order)
        parts = tuple(self._parts(account))
        return AccountView(
            title=_("Commission from %(payer)s to %(payee)s") % {"payer": payer, "payee": payee},
            figures=tuple(self._figures(account)),
            parts=parts,
            parts_title=_("The balance is made of") if parts else "",
            lines=tuple(self._line(line) for line in lines),
            next=self._next(account),
        )

    def _money(self, money: Money) -> Amount:
        return Amount(self.edition.money(money).text, money)

    def _figures(self, account: Account) -> Iterator[Figure]:
        _, day = self.edition.gettext, self.edition.day
        period, zero = self.statement.period, Money.zero(account.currency)
        last = min(period.last, self.statement.as_of)
        yield Figure(
            _("Balance brought forward to %(day)s") % {"day": day(period.first).text},
            self._money(account.opening),
            "total",
        )
        for kind in _KINDS:
            lines = [line for line in (*account.earned, *account.paid) if line.kind == kind]
            if lines or kind in ("accrual", "payment"):
                total = zero
                for line in lines:
                    total += line.amount
                label = _("Paid") if kind == "payment" else kind_in_words(self.edition, kind)
                yield Figure(label, self._money(total))
        yield Figure(_("Balance on %(day)s") % {"day": day(last).text}, self._money(account.closing), "total")

    def _parts(self, account: Account) -> Iterator[Figure]:
        _ = self.edition.gettext
        for label, money in (
            (_("Due"), account.due),
            (_("Not due yet"), account.not_due),
            (_("In payouts not paid in full yet"), account.in_payouts),
        ):
            if money.amount:
                yield Figure(label, self._money(money), "part")
        for waiting in account.waiting:
            yield Figure(self._waits(waiting), self._money(waiting.amount), "part")

    def _waits(self, waiting: Waiting) -> str:
        _ = self.edition.gettext
        if waiting.reason == "held":
            referral = self.names.referral(waiting.referral)
            since = referral.hold.since if referral is not None and referral.hold is not None else None
            text = _(_HELD) % {"day": self.edition.day(since).text} if since is not None else _("On hold")
            return f"{text} ({waiting.referral})"
        if waiting.reason == "negative" or waiting.minimum is None:
            return _(_NEGATIVE)
        words = {"minimum": self._money(waiting.minimum).text, "total": self._money(waiting.total).text}
        return _(_BELOW if waiting.total == waiting.amount else _BELOW_TOGETHER) % words

    def _next(self, account: Account) -> str:
        _, due = self.edition.gettext, account.next_due
        if due is None:
            return ""
        words = {"amount": self._money(due.amount).text, "day": self.edition.long_day(due.on)}
        if not due.set_off.amount:
            return _("Next payment, as things stand: %(amount)s on %(day)s") % words
        words["set_off"] = self._money(due.set_off).text
        return _("Next payment, as things stand: %(amount)s on %(day)s, after %(set_off)s were set off") % words

    def _line(self, line: Line) -> Entered:
        day = self.edition.day
        return Entered(
            booked=day(line.booked).text,
            kind=kind_in_words(self.edition, line.kind),
            what=self._what(line),
            place=line.referral or line.payout,
            why=explain(self.edition, line, self.names),
            due=day(line.due).text if line.due is not None and not line.kept else "",
            amount=self._money(line.amount),
        )

    def _what(self, line: Line) -> str:
        _ = self.edition.gettext
        if line.kind == "payment":
            what = _("Kept out of the sale") if line.kept else _("Set off") if line.event == "set-off" else _("Paid")
        elif line.kind == "adjustment":
            what = kind_in_words(self.edition, line.kind)
        else:
            what = self.names.event(self.edition, line.referral, line.event)
            if line.kind == "true_up":
                what = _("%(kind)s: %(what)s") % {"kind": kind_in_words(self.edition, line.kind), "what": what}
        if line.on != line.booked:
            return _("%(what)s (on %(day)s)") % {"what": what, "day": self.edition.day(line.on).text}
        return what
