"""What it would cost to end each agreement today: what is owed, and what its tail would still bring. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.dues import EARNING_KINDS, line_states
from partnerbook.analysis.ledger import Ledger, Line, reckon
from partnerbook.analysis.pipeline import Expected, Pipeline
from partnerbook.analysis.remaining import gained, side_of, unpaid_rests, with_rests
from partnerbook.analysis.terms import terms
from partnerbook.core.agreement import Agreement, Termination
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import add_days
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection


class ExitAmount(Struct, frozen=True):
    """One direction and currency of an agreement that is ended.

    `unpaid` is earned and not paid, from so many `lines`. `remaining` is what the unpaid rest of so many won `deals`
    would still earn after the end.
    """

    direction: PayoutDirection
    unpaid: Money
    lines: int
    remaining: Money
    deals: int


class ExitCost(Struct, frozen=True):
    """Ending one agreement today.

    `tail` is what referrals that are open may still earn if they are won within the tail: shown apart, for nobody has
    earned it yet. It is empty without a tail.
    """

    agreement: str
    partner: str
    after_end: Literal["continue", "stop"]
    tail_months: int
    amounts: tuple[ExitAmount, ...]
    tail: tuple[Expected, ...]


def exit_costs(
    book: Book, ledger: Ledger, governing: Mapping[str, str], pipeline: Pipeline, as_of: date
) -> tuple[ExitCost, ...]:
    """What it would cost to end every agreement in force at the end of a day."""
    in_force = {
        term.agreement.id: term.agreement for found in terms(book).values() for term in found if term.covers(as_of)
    }
    heads = _heads(book, in_force)
    unpaid = _unpaid(book, ledger, heads, as_of)
    # All end in one walk: what a client pays counts in all of a partner's agreements, ended or not.
    rests = unpaid_rests(book)
    following = add_days(as_of, 1)
    ended = with_rests(_ended(book, heads, as_of), rests, following)
    more = gained(ledger, reckon(ended, following), lambda line: (heads.get(line.agreement, ""), line.direction))
    deals: dict[tuple[str, PayoutDirection], int] = {}
    for rest in rests:
        side = heads.get(governing.get(rest.referral, ""), ""), side_of(book.referrals[rest.referral].record)
        deals[side] = deals.get(side, 0) + 1
    undecided: dict[str, list[str]] = {}
    for referral in pipeline.open:
        undecided.setdefault(heads.get(governing.get(referral, ""), ""), []).append(referral)
    sides: dict[str, set[tuple[PayoutDirection, str]]] = {}
    for (head, direction), currency in {*unpaid, *more}:
        sides.setdefault(head, set()).add((direction, currency))
    found = []
    for key, entry in sorted(in_force.items()):
        amounts = tuple(
            ExitAmount(
                direction,
                *unpaid.get(((key, direction), currency), (Money.zero(currency), 0)),
                more.get(((key, direction), currency), Money.zero(currency)),
                deals.get((key, direction), 0),
            )
            for direction, currency in sorted(sides.get(key, ()))
        )
        tail = pipeline.expected(undecided.get(key, ())) if entry.record.tail_months else ()
        if amounts or tail:
            after_end = entry.record.payment.after_end
            found.append(ExitCost(key, entry.record.partner, after_end, entry.record.tail_months, amounts, tail))
    return tuple(found)


def _heads(book: Book, in_force: Iterable[str]) -> Mapping[str, str]:
    """The agreement in force by itself and by every one it amends, one after the other."""
    heads: dict[str, str] = {}
    for key in in_force:
        at: str | None = key
        while at is not None and at not in heads and at in book.agreements:
            heads[at] = key
            at = book.agreements[at].record.amends
    return heads


def _ended(book: Book, heads: Mapping[str, str], as_of: date) -> Book:
    """The same Book in which these agreements, and whatever is signed to amend them later, end on a day."""
    amending = {key for key, entry in book.agreements.items() if entry.record.amends in heads}
    shelf = {
        key: replace(entry, record=_terminated(entry, as_of)) if key in heads or key in amending else entry
        for key, entry in book.agreements.items()
    }
    return replace(book, agreements=MappingProxyType(shelf))


def _terminated(entry: Entry[Agreement], as_of: date) -> Agreement:
    known = entry.record.terminated
    if known is not None and known.effective <= as_of:
        return entry.record
    ending = Termination(on=as_of, by="us", effective=as_of, reason="Reckoned as if it ended")
    return entry.record.model_copy(update={"terminated": ending})


_Side = tuple[tuple[str, PayoutDirection], str]


def _unpaid(book: Book, ledger: Ledger, heads: Mapping[str, str], as_of: date) -> Mapping[_Side, tuple[Money, int]]:
    """What is earned and not paid, with its number of lines, by agreement in force, direction and currency."""
    states = line_states(book, ledger, as_of)
    sums: dict[_Side, tuple[Money, int]] = {}
    for line in ledger.lines:
        head = heads.get(line.agreement)
        if head is None or line.kind not in EARNING_KINDS or states[line.id] in ("paid", "kept"):
            continue
        side = ((head, line.direction), line.amount.currency)
        total, lines = sums.get(side, (Money.zero(line.amount.currency), 0))
        sums[side] = (total + _outstanding(book, ledger, line), lines + 1)
    return sums


def _outstanding(book: Book, ledger: Ledger, line: Line) -> Money:
    """What of a line has not been paid: where a receipt was partial, the payout's open part of it."""
    for key in ledger.settled.get(line.id, ()):
        payout = book.payouts[key].record
        received = sum((receipt.amount.amount for receipt in payout.receipts), start=0 * payout.total.amount)
        if payout.total.amount > 0 and received:
            return line.amount.part(max(1 - Fraction(received) / Fraction(payout.total.amount), Fraction(0)))
    return line.amount
