"""The clocks of money: what we pay in a run, what we bill, what the partner owes us (DOMAIN 8.4; RULINGS, "Paying")."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from partnerbook.analysis.approval import with_role
from partnerbook.analysis.deadlines.model import Deadline, Stop
from partnerbook.analysis.deadlines.setting import Setting
from partnerbook.analysis.dues import Balance, Minimums, balances_due, next_run, total_of
from partnerbook.analysis.ledger.line import Line
from partnerbook.core.book import Entry
from partnerbook.core.dates import add_days
from partnerbook.core.finding import FieldPath
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout, PayoutDirection
from partnerbook.core.referral import Referral

_OTHER: Mapping[PayoutDirection, PayoutDirection] = MappingProxyType({"payable": "receivable", "receivable": "payable"})
HORIZON_DAYS = 92
"""How far a program without payout runs looks ahead: a quarter."""


def money_deadlines(setting: Setting) -> Iterator[Deadline]:
    """Every payout that was not called off, and every balance that is ready to be paid or billed by the next run."""
    for entry in setting.book.payouts.values():
        if entry.record.cancelled is None:
            yield _payable(setting, entry) if entry.record.direction == "payable" else _receivable(setting, entry)
    upcoming = next_run(setting.program, setting.as_of)
    if setting.program.payout_runs is None:
        upcoming = add_days(setting.as_of, HORIZON_DAYS)
    minimums, balances = Minimums(setting.book), balances_due(setting.book, setting.ledger, upcoming)
    sides = {(balance.partner, balance.currency, balance.direction): balance for balance in balances}
    for balance in balances:
        if balance.verdict == "ready" and not balance.even:  # nobody waits for a payout of nothing
            other = sides.get((balance.partner, balance.currency, _OTHER[balance.direction]))
            against = balance.set_off or (other.lines if other is not None else ())
            yield _balance(setting, minimums, balance, against, upcoming)


def preparer(setting: Setting) -> str | None:
    """Who sees to payouts: the first colleague with the role."""
    return next(iter(with_role(setting.program, "payout_preparer", setting.as_of)), None)


def _payable(setting: Setting, entry: Entry[Payout]) -> Deadline:
    """A payout of ours, until the money leaves."""
    payout = entry.record
    due = [line.due for line in _lines(setting, payout) if line.due is not None]
    return Deadline(
        kind="payout",
        record=entry.key,
        at=("run",),
        partner=payout.partner,
        owner=setting.owner(payout.partner, payout.prepared.by, preparer(setting)),
        side="us",
        start=min(due, default=payout.prepared.on),
        limit=payout.run,
        stopped=Stop(payout.paid.on, "paid") if payout.paid is not None else None,
        amount=payout.total,
    )


def _receivable(setting: Setting, entry: Entry[Payout]) -> Deadline:
    """Our invoice, until its total has arrived: in the run it belongs to, but never sooner than the net days agreed."""
    payout = entry.record
    agreed = [
        agreement.record.payment.net_days
        for line in _lines(setting, payout)
        if (agreement := setting.book.agreements.get(line.agreement)) is not None
    ]
    return Deadline(
        kind="receivable",
        record=entry.key,
        at=("run",),
        partner=payout.partner,
        owner=setting.owner(payout.partner),
        side="partner",
        start=payout.prepared.on,
        limit=max(payout.run, add_days(payout.prepared.on, max(agreed, default=0))),
        stopped=_received(payout),
        amount=payout.total,
    )


def _lines(setting: Setting, payout: Payout) -> Iterator[Line]:
    for named in payout.lines:
        line = setting.ledger.by_id.get(named.line)
        if line is not None:
            yield line


def _received(payout: Payout) -> Stop | None:
    """The receipt that completed the total."""
    if payout.paid is not None:
        return Stop(payout.paid.on, "paid")
    total = Money.zero(payout.total.currency)
    for receipt in sorted(payout.receipts, key=lambda receipt: (receipt.on, receipt.key)):
        if receipt.amount.currency == payout.total.currency:
            total += receipt.amount
            if total.amount >= payout.total.amount:
                return Stop(receipt.on, "receipts")
    return None


def _balance(
    setting: Setting, minimums: Minimums, balance: Balance, against: Sequence[Line], through: date
) -> Deadline:
    """What is in no payout yet, until the run after the day on which it was enough to be paid."""
    ripe = _ripe(setting, minimums, balance, against, through)
    limit = next_run(setting.program, ripe)
    by_then = [line for line in balance.lines if _payable_from(setting, line) <= max(limit, setting.as_of)]
    set_off = [line for line in balance.set_off if _payable_from(setting, line) <= max(limit, setting.as_of)]
    oldest = min(by_then, key=lambda line: (_payable_from(setting, line), line.id))
    entry = setting.book.referrals.get(oldest.referral)
    return Deadline(
        kind="payout" if balance.direction == "payable" else "receivable",
        record=f"referral/{oldest.referral}",
        at=_event(entry.record, oldest.event) if entry is not None else (),
        partner=balance.partner,
        owner=setting.owner(balance.partner, preparer(setting)),
        side="us",
        start=ripe,
        limit=limit,
        amount=total_of(by_then, balance.currency) - total_of(set_off, balance.currency),
    )


def _ripe(setting: Setting, minimums: Minimums, balance: Balance, against: Sequence[Line], through: date) -> date:
    """The first day on which what was due made a balance that the run after it pays.

    It becomes one with a line, or as a minimum or a netting holds no longer. What is given back or set off before the
    run counts in it: a balance that is too small on its day waits for the next. `against` is what lies in the other
    direction.
    """
    own = [(_payable_from(setting, line), line.amount) for line in balance.lines]
    other = [(_payable_from(setting, line), -line.amount) for line in against]
    terms = setting.terms.get(balance.partner, ())
    ends = {add_days(term.last, 1) for term in terms if term.last is not None}
    first, last = min(day for day, _ in own), max(day for day, _ in (*own, *other))
    days = sorted({day for day, _ in (*own, *other)} | {day for day in ends if first < day <= through})
    for day in days:
        run = next_run(setting.program, day)
        holding = [term for term in terms if term.covers(run)]
        minimum = minimums.of(holding, balance.currency, run)
        amounts = own + other if any(term.agreement.record.payment.netting for term in holding) else own
        if all(_is_paid(amounts, looked_at, minimum, balance.currency) for looked_at in (day, run)):
            return day
    return last


def _is_paid(amounts: Sequence[tuple[date, Money]], day: date, minimum: Money | None, currency: str) -> bool:
    """Whether what is due by a day is enough to be paid."""
    total = sum((amount for due, amount in amounts if due <= day), Money.zero(currency))
    return total.amount > 0 and (minimum is None or total >= minimum)


def _payable_from(setting: Setting, line: Line) -> date:
    """The day from which a line can be paid: due, in the books, and no longer held."""
    due = max(line.due or line.booked, line.booked)
    entry = setting.book.referrals.get(line.referral)
    hold = entry.record.hold if entry is not None else None
    if hold is not None and hold.released is not None and hold.since <= due <= hold.released:
        return add_days(hold.released, 1)
    return due


def _event(referral: Referral, event: str) -> FieldPath:
    """Where in a referral the event of a line stands."""
    for field in ("payments", "refunds", "invoices"):
        for place, item in enumerate(getattr(referral, field)):
            if item.key == event:
                return (field, place)
    if event in ("won", "qualified") and getattr(referral.milestones, event) is not None:
        return ("milestones", event)
    for place, deal in enumerate(referral.deals):
        if event.startswith(deal.key):
            return ("deals", place)
    return ("received",)
