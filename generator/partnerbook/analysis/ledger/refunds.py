"""Refunds: what an event had earned is taken back, and counts no longer (RULINGS, "Clawback")."""

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.ledger.case import Case
from partnerbook.analysis.ledger.clawback import Returned, returned
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.journal import Journal
from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.ledger.parts import Held
from partnerbook.analysis.ledger.pools import Pool
from partnerbook.analysis.ledger.retroactive import Pools, Staked
from partnerbook.analysis.ledger.standing import TotalKey
from partnerbook.core.money import Money


class Stored(Struct):
    """A line an event earned, and what was taken back of it so far; `before_cap` is what it was without a cap."""

    line: Line
    held: Held
    before_cap: Money
    taken: Money
    taken_before_cap: Money


class Earned(Struct):
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


def take_back(event: Event, sources: Sequence[tuple[Earned, Fraction]], journal: Journal, pools: Pools) -> None:
    """Answer what events earned with clawbacks, each in proportion to all its refunds together.

    `sources` are the events and how much a refund gives back of each; of bands what all of them come to decides.
    """
    refused: list[tuple[Case, Refusal]] = []
    answered: list[tuple[Earned, Case]] = []
    for earned, given_back in sources:
        found = returned(event, earned.case, earned.refunded + given_back)
        if isinstance(found, Refusal):
            refused.append((earned.case, found))
            continue
        earned.refunded += given_back
        back = max(found.fraction, earned.back)
        more, earned.back = back - earned.back, back
        if more:
            case = replace(earned.case, event=event)
            _take(case, earned, found, more, journal)
            answered.append((earned, case))
        else:
            refused.append((earned.case, Refusal("nothing_to_take_back")))
    if not answered and refused:
        journal.refuse(*refused[0], event)
    _bands(answered, pools)


def _take(case: Case, earned: Earned, found: Returned, more: Fraction, journal: Journal) -> None:
    """Take back of what one event earned; its money counts no longer."""
    for stored in earned.lines:
        _answer(case, stored, earned, found, more, journal)
    for key, measured in earned.counted:
        case.standing.totals[key] -= measured * more
    if earned.staked is not None:
        earned.staked.pool.basis[earned.staked.stake] -= earned.case.event.eligible * more


def _bands(answered: Sequence[tuple[Earned, Case]], pools: Pools) -> None:
    """Bring the periods that lost money to their bands, once all of it is out."""
    seen: list[Pool] = []
    for earned, case in answered:
        if earned.staked is not None and not any(earned.staked.pool is pool for pool in seen):
            seen.append(earned.staked.pool)
            total = case.standing.totals[earned.total] if earned.total is not None else None
            pools.after_refund(case, earned.staked.pool, total)
    for earned, case in answered:
        pools.follow(case, (key for key, _ in earned.counted), due=case.event.booked, but=seen)


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
        journal.write(case, "clawback", part, due, answers=stored.line.id, apart=stored.line.event)
