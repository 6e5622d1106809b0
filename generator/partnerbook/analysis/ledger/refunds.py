"""Refunds: what an event had earned is taken back, and counts no longer (RULINGS, "Clawback")."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from partnerbook.analysis.ledger.case import Case
from partnerbook.analysis.ledger.clawback import Returned, returned
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.journal import Journal
from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.parts import Held
from partnerbook.analysis.ledger.retroactive import Pools, Staked
from partnerbook.analysis.ledger.standing import TotalKey
from partnerbook.core.money import Money


@dataclass(slots=True)
class Stored:
    """A line an event earned, and what was taken back of it so far; `before_cap` is what it was without a cap."""

    line: Line
    held: Held
    before_cap: Money
    taken: Money
    taken_before_cap: Money


@dataclass(slots=True)
class Earned:
    """What one event brought, for the refunds that may follow; `back` is the fraction taken back so far.

    `counted` is what it added to totals of periods, `total` the one among them that its own rate goes by.
    """

    case: Case
    lines: list[Stored]
    counted: tuple[tuple[TotalKey, Fraction], ...] = ()
    total: TotalKey | None = None
    staked: Staked | None = None
    refunded: Fraction = Fraction(0)
    back: Fraction = Fraction(0)


def take_back(event: Event, earned: Earned, journal: Journal, pools: Pools) -> None:
    """Answer what an event earned with clawbacks, in proportion to all its refunds together."""
    given_back = Fraction(event.refund.amount.amount) if event.refund else Fraction(0)
    found = returned(event, earned.case, earned.refunded + given_back)
    if isinstance(found, Refusal):
        journal.refuse(earned.case, found, event)
        return
    earned.refunded += given_back
    back = max(found.fraction, earned.back)
    more, earned.back = back - earned.back, back
    case = replace(earned.case, event=event)
    if not more:
        journal.refuse(earned.case, Refusal("nothing_to_take_back"), event)
    for stored in earned.lines:
        _answer(case, stored, earned, found, more, journal)
    standing = case.standing
    for key, measured in earned.counted:
        standing.totals[key] -= measured * more
    if earned.staked is not None:
        total = standing.totals[earned.total] if earned.total is not None else None
        pools.take_out(case, earned.staked, earned.case.event.eligible * more, total)


def _answer(case: Case, stored: Stored, earned: Earned, found: Returned, more: Fraction, journal: Journal) -> None:
    """One line's clawback; the room it frees below a cap is there for later lines."""
    taken = stored.line.amount.part(earned.back) - stored.taken
    taken_before_cap = stored.before_cap.part(earned.back) - stored.taken_before_cap
    stored.taken += taken
    stored.taken_before_cap += taken_before_cap
    if stored.held.key is not None:
        case.standing.used[stored.held.key] -= stored.held.used * more
    if earned.staked is not None:
        account = (stored.held.part.claimant, stored.line.amount.currency)
        earned.staked.pool.give(account, -taken_before_cap)
        earned.staked.pool.hold(account, -taken)
    if taken.amount:
        part = replace(stored.held.part, money=-taken, steps=(found.step(stored.line, -taken),))
        due = max(stored.line.due or case.event.booked, case.event.booked)
        journal.write(case, "clawback", part, due, answers=stored.line.id)


def origin(event: Event, earned: Mapping[tuple[str, str], Earned]) -> Earned | None:
    """What a refunded payment had earned: by itself, by the invoice it paid, or by its deal."""
    payment, deal, referral = event.payment, event.deal, event.entry.id
    if payment is None or deal is None:
        return None
    paid = [payment.invoice] if payment.invoice else []
    if not paid:
        # A payment that names no invoice pays the latest one written before it.
        before = [known for known in event.referral.invoices if known.deal == deal.key and known.on <= payment.on]
        paid = [known.key for known in sorted(before, key=lambda known: known.on, reverse=True)]
    keys = (payment.key, *paid, f"{deal.key}-start", f"{deal.key}-completed")
    return next((earned[referral, key] for key in keys if (referral, key) in earned), None)
