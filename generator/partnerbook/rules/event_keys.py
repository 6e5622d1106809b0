"""MNY: two events of one referral or payout never share a name in the ledger (RULINGS, Keys)."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, Severity
from partnerbook.core.referral import Referral
from partnerbook.rules.payout_facts import deal_events
from partnerbook.rules.registry import Breach, rule

_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_MILESTONES = ("submitted", "qualified", "won")
_PAID = "{key: %s, payment: p2, on: 2026-09-02, amount: 2000.00 EUR}"


@rule(
    "MNY023",
    "key-of-two-events",
    Severity.ERROR,
    summary="Two events have the same key, so that their ledger lines would be one.",
    why=(
        "Lines are named after the event that earned them: payments, refunds and invoices of a referral share one set "
        "of keys, and `submitted`, `qualified` and `won` are milestones (RULINGS, Keys). Two events of one name are "
        "one line, and one of them is never paid."
    ),
    bad=Example(_REFERRAL, f"refunds: [{_PAID % 'p1'}]"),
    good=Example(_REFERRAL, f"refunds: [{_PAID % 'r1'}]"),
)
def key_of_two_events(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        taken = _taken(entry.record)
        for field in ("invoices", "payments", "refunds"):
            own: dict[str, str] = {}
            for place, item in enumerate(getattr(entry.record, field)):
                if item.key in taken:
                    yield Breach(
                        entry,
                        (field, place, "key"),
                        f"`{item.key}` is already the key of {taken[item.key]}",
                        f"Give this one a key of its own, such as `{field[0]}{place + 1}`, while no payout names it.",
                    )
                own[item.key] = f"an item of `{field}`"
            taken |= {key: what for key, what in own.items() if key not in taken}
    for payout in current.book.payouts.values():
        for place, receipt in enumerate(payout.record.receipts):
            if receipt.key == "set-off":
                yield Breach(
                    payout,
                    ("receipts", place, "key"),
                    "`set-off` is what the ledger calls the sum that is set off",
                    "Give the receipt another key, such as `e1`.",
                )


def _taken(referral: Referral) -> dict[str, str]:
    """Names that the ledger gives by itself, and what they stand for."""
    named = {key: f"the milestone `{key}`" for key in _MILESTONES}
    for deal in referral.deals:
        start, completed = deal_events(deal.key)
        named |= {start: f"the start of deal `{deal.key}`", completed: f"the completion of deal `{deal.key}`"}
    return named
