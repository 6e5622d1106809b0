"""A statement's lines as a table for spreadsheets and bookkeeping, described in docs/reference/formats.md."""

import csv
import io
from collections.abc import Iterator

from partnerbook.analysis.statements import Account
from partnerbook.core.dates import add_days
from partnerbook.core.money import Money
from partnerbook.site.exports import Exported
from partnerbook.site.exports.cells import guarded
from partnerbook.site.ledger.words import Names, explain

COLUMNS = (
    "direction",
    "currency",
    "entry",
    "booked",
    "on",
    "due",
    "amount",
    "referral",
    "payout",
    "agreement",
    "line",
    "reason",
)
"""The columns. `entry` is `opening`, a line's kind, or `closing`; the amounts lead from the one to the other."""


def render(exported: Exported) -> bytes:
    """Commas, quotes and CRLF as RFC 4180 has them, in UTF-8; amounts with a point and without their currency."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for account in exported.statement.accounts:
        for row in _rows(exported, account):
            table.writerow(row)
    return written.getvalue().encode()


def _rows(exported: Exported, account: Account) -> Iterator[tuple[str, ...]]:
    period, names = exported.statement.period, Names.of(exported.book)
    last = min(period.last, exported.statement.as_of)
    yield _balance(account, "opening", str(add_days(period.first, -1)), account.opening)
    for line in sorted((*account.earned, *account.paid), key=lambda line: line.order):
        yield (
            account.direction,
            account.currency,
            line.kind,
            str(line.booked),
            str(line.on),
            str(line.due or ""),
            str(line.amount.amount),
            guarded(line.referral),
            guarded(line.payout),
            guarded(line.agreement),
            guarded(line.id),
            guarded(explain(exported.edition, line, names)),
        )
    yield _balance(account, "closing", str(last), account.closing)


def _balance(account: Account, entry: str, day: str, money: Money) -> tuple[str, ...]:
    fixed = (account.direction, account.currency, entry, day, "", "", str(money.amount))
    return fixed + ("",) * (len(COLUMNS) - len(fixed))
