"""Money that a change moves: sums by partner, the lines behind them, and what we have to pay in the next year."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from partnerbook.analysis import Analysis, Current
from partnerbook.analysis.dues import SETTLED, LineState, line_states
from partnerbook.analysis.impact.model import LineMoved, Moved, PartnerMoney
from partnerbook.analysis.ledger.line import Ledger, Line, Unearned
from partnerbook.core.dates import add_months
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection

K = TypeVar("K")
Group = tuple[str, PayoutDirection, str]
"""Partner, direction and currency."""

LIABILITY_MONTHS = 12
"""How far ahead the liability looks."""

_UNPAID: frozenset[LineState] = frozenset({"proposed", "approved", "part_paid", "held", "carried", "due", "not_due"})
_TO_PAY: frozenset[LineState] = frozenset({"proposed", "approved", "part_paid", "due"})


class Sums:
    """What was earned, is due and was paid on one side, by partner, direction and currency; and the liability."""

    def __init__(self, side: Current) -> None:
        analysis = side.analysis
        states = line_states(analysis.book, analysis.ledger, side.as_of)
        self.accrued: dict[Group, Money] = {}
        self.due: dict[Group, Money] = {}
        self.paid: dict[Group, Money] = {}
        self.liability: dict[str, Money] = {}
        until = add_months(side.as_of, LIABILITY_MONTHS)
        for line in analysis.ledger.lines:
            key = (line.partner, line.direction, line.amount.currency)
            if line.kept:
                continue
            if line.kind == "payment":
                _add(self.paid, key, -line.amount)
                continue
            _add(self.accrued, key, line.amount)
            state = states.get(line.id) if line.kind != "adjustment" else _of_adjustment(analysis, line)
            if state in _TO_PAY and line.due is not None and line.due <= side.as_of:
                _add(self.due, key, line.amount)
            if state in _UNPAID and line.direction == "payable" and line.due is not None and line.due <= until:
                _add(self.liability, line.amount.currency, line.amount)


def _of_adjustment(analysis: Analysis, line: Line) -> LineState | None:
    """An adjustment has come as far as the payout it stands in; None where that was called off."""
    return SETTLED.get(analysis.payout_state[line.payout])


def _add(sums: dict[K, Money], key: K, amount: Money) -> None:
    sums[key] = sums[key] + amount if key in sums else amount


def _moved(key: K, currency: str, old: Mapping[K, Money], new: Mapping[K, Money]) -> Moved:
    nothing = Money.zero(currency)
    return Moved(old.get(key, nothing), new.get(key, nothing))


def money_moved(one: Sums, other: Sums) -> Iterator[PartnerMoney]:
    """What was earned, is due and was paid, where any of it moves; the largest differences first."""
    sides = (one.accrued, one.due, one.paid, other.accrued, other.due, other.paid)
    found = []
    for key in sorted({key for sums in sides for key in sums}):
        partner, direction, currency = key
        money = PartnerMoney(
            partner,
            direction,
            _moved(key, currency, one.accrued, other.accrued),
            _moved(key, currency, one.due, other.due),
            _moved(key, currency, one.paid, other.paid),
        )
        if money.moves:
            found.append(money)
    yield from sorted(found, key=lambda money: -max(abs(one.difference.amount) for one in _amounts(money)))


def _amounts(money: PartnerMoney) -> tuple[Moved, ...]:
    return (money.accrued, money.due, money.paid)


def lines_moved(base: Ledger, head: Ledger) -> Iterator[LineMoved]:
    """Lines but those of money that moved, which payouts tell; the largest differences first."""
    before, after = base.by_id, head.by_id
    found = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        line = new or old
        if line is None or line.kind == "payment" or line.kept or _same(old, new):
            continue
        found.append(
            LineMoved(key, line.partner, line.direction, old.amount if old else None, new.amount if new else None)
        )
    return iter(sorted(found, key=lambda moved: (-abs(_difference(moved)), moved.id)))


def _same(old: Line | None, new: Line | None) -> bool:
    return old is not None and new is not None and (old.amount, old.due) == (new.amount, new.due)


def _difference(moved: LineMoved) -> Decimal:
    old, new = (amount.amount if amount is not None else Decimal(0) for amount in (moved.old, moved.new))
    return new - old


def liability_moved(one: Sums, other: Sums) -> Iterator[Moved]:
    """What we have to pay within twelve months of what is earned by now, by currency, where it moves."""
    for currency in sorted({*one.liability, *other.liability}):
        moved = _moved(currency, currency, one.liability, other.liability)
        if moved.difference.amount:
            yield moved


def unearned_since(base: Ledger, head: Ledger) -> Iterator[Unearned]:
    """Money of clients that earns nothing or takes nothing back, with a reason that the base did not give."""
    known = {(one.referral, one.event, one.reason, one.amount) for one in base.unearned}
    for one in head.unearned:
        if one.amount is not None and (one.referral, one.event, one.reason, one.amount) not in known:
            yield one
