"""A statement for programs: a versioned document, described in docs/reference/formats.md."""

import json
from typing import Any

from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.statements import Account, Flow, Waiting
from partnerbook.core.money import Money
from partnerbook.site.exports import Exported
from partnerbook.site.exports.flow_words import client_shown
from partnerbook.site.exports.statement_words import document
from partnerbook.site.ledger.words import Names, explain, steps_in_words

VERSION = 1
"""Raised when a reader of the old document would misunderstand the new one."""


def render(exported: Exported) -> bytes:
    """The statement as JSON; amounts are written as in records, days as ISO."""
    statement = exported.statement
    names = Names.of(exported.book)
    content = {
        "version": VERSION,
        "language": exported.edition.language,
        "partner": statement.partner,
        "name": document(exported).partner.name,
        "period": {
            "name": str(statement.period),
            "first": statement.period.first.isoformat(),
            "last": statement.period.last.isoformat(),
        },
        "as_of": statement.as_of.isoformat(),
        "complete": statement.complete,
        "closed": statement.closed.isoformat() if statement.closed else None,
        "accounts": [_account(exported, names, account) for account in statement.accounts],
        "referrals": {flow.direction: _flow(exported, flow) for flow in statement.flows},
        "notes": list(document(exported).notes),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _account(exported: Exported, names: Names, account: Account) -> dict[str, Any]:
    due = account.next_due
    return {
        "direction": account.direction,
        "currency": account.currency,
        "opening": str(account.opening),
        "earned": str(account.total_earned),
        "paid": str(account.total_paid),
        "closing": str(account.closing),
        "due": str(account.due),
        "not_due": str(account.not_due),
        "in_payouts": str(account.in_payouts),
        "waiting": [_waiting(waiting) for waiting in account.waiting],
        "next_due": {"on": due.on.isoformat(), "amount": str(due.amount), "set_off": str(due.set_off)} if due else None,
        "lines": [
            _line(exported, names, line)
            for line in sorted((*account.earned, *account.paid), key=lambda line: line.order)
        ],
    }


def _waiting(waiting: Waiting) -> dict[str, Any]:
    return {
        "reason": waiting.reason,
        "amount": str(waiting.amount),
        "minimum": _maybe(waiting.minimum),
        "referral": waiting.referral or None,
        "lines": [line.id for line in waiting.lines],
    }


def _line(exported: Exported, names: Names, line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind,
        "on": line.on.isoformat(),
        "booked": line.booked.isoformat(),
        "due": line.due.isoformat() if line.due else None,
        "amount": str(line.amount),
        "referral": line.referral or None,
        "agreement": line.agreement or None,
        "payout": line.payout or None,
        "answers": line.answers or None,
        "kept": line.kept,
        "reason": explain(exported.edition, line, names),
        "steps": list(steps_in_words(exported.edition, line, names)),
    }


def _flow(exported: Exported, flow: Flow) -> dict[str, Any]:
    revenue: dict[str, list[str]] = {}
    for one in flow.revenue:
        revenue.setdefault(one.referral, []).append(str(one.amount))
    referrals = sorted({*flow.referrals, *flow.won, *revenue})
    return {
        "received": list(flow.referrals),
        "won": list(flow.won),
        "revenue": [str(money) for money in flow.total],
        "reported_by_partner": flow.direction == "sent",
        "referrals": [
            {
                "id": key,
                "client": client_shown(exported.book, exported.book.referrals[key].record) or None,
                "revenue": revenue.get(key, []),
            }
            for key in referrals
        ],
    }


def _maybe(money: Money | None) -> str | None:
    return str(money) if money is not None else None
