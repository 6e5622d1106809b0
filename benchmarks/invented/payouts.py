"""Payouts of every run that is over, and closings of every quarter, as the records before them earned.

The ledger, the balances of a run, its payouts and the hashes of closings are the product's own; invented is only who
wrote what, and when.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from types import MappingProxyType

from msgspec.structs import replace

from invented.words import AS_OF, FIRST_DAY, PEOPLE, business_day, sentences
from partnerbook.analysis.closings import lines_booked_in, period_hash, usual_closer
from partnerbook.analysis.dues import Balancing, next_run
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger import Ledger, Line, reckon
from partnerbook.analysis.proposals import payout_id, proposal_of
from partnerbook.core.book import Book, Entry
from partnerbook.core.closing import Closing, StatementSent
from partnerbook.core.dates import Period
from partnerbook.core.kinds import KINDS
from partnerbook.core.money import Money
from partnerbook.core.payout import Approved, InvoiceReference, Paid, Payout, Prepared, Receipt
from partnerbook.core.program import Program
from partnerbook.ingest.composing import compose
from partnerbook.ingest.contents import usable_processes
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import MemorySource

_PREPARER = PEOPLE[1]
_AHEAD = 9
"""A payout is prepared so many days before its run, or on the Monday after them."""
_PAID = (
    "Went out with the run; the bank took {n} seconds over it.",
    "Their invoice came by post again, {n} days after it was written.",
    "Called them about it, and about a fair where they have {n} square metres.",
    "Nothing odd; the folder has {n} of these by now.",
)
_CLOSED = (
    "Closed on time, with {n} open questions answered before.",
    "Two people looked at it for {n} minutes; nothing was moved.",
    "The last invoice came in {n} hours before the books were shut.",
)


def invent_payouts(records: Mapping[str, str], chance: Random) -> Iterator[tuple[str, str]]:
    """Path and text of each payout and closing that a program's other records have led to by today."""
    files: dict[str, str | bytes] = dict(records)
    book = known_by(load(MemorySource(files), processes=usable_processes()).book, AS_OF)
    assert book.program is not None
    payouts: dict[str, Entry[Payout]] = {}
    for key, payout in _payouts(book, book.program.record, reckon(book, AS_OF), chance):
        path = KINDS["payout"].path(key)
        payouts[key] = Entry(key, path, payout)
        yield path, compose(payout, *sentences(chance, _PAID, 1))
    settled = replace(book, payouts=MappingProxyType(payouts))
    for closing in _closings(settled, reckon(settled, AS_OF)):
        path = KINDS["closing"].path(str(closing.period).lower())
        yield path, compose(closing, *sentences(chance, _CLOSED, 1))


def _payouts(book: Book, program: Program, ledger: Ledger, chance: Random) -> Iterator[tuple[str, Payout]]:
    """What was ready in each run, by what was in the books when its payouts were prepared."""
    balancing = Balancing(book)
    waiting = list(ledger.lines)
    run = next_run(program, FIRST_DAY)
    while run <= AS_OF:
        prepared = Prepared(on=business_day(run - timedelta(days=_AHEAD)), by=_PREPARER)
        known = [line for line in waiting if line.booked <= prepared.on]
        paid: set[str] = set()
        for balance in balancing.due(replace(ledger, lines=tuple(known)), run):
            if balance.verdict == "ready":
                paid.update(line.id for line in (*balance.lines, *balance.set_off))
                key = payout_id(run, balance, set(), {})
                proposed = proposal_of(key, balance, book, program, run, prepared).payout
                yield key, _settled(proposed, chance)
        waiting = [line for line in waiting if line.id not in paid]
        run = next_run(program, run + timedelta(days=1))


def _settled(payout: Payout, chance: Random) -> Payout:
    """A payout as it stands when its run is over: approved, invoiced and paid in time."""
    prepared, run = payout.prepared.on, payout.run
    approvers = [person for person in (payout.approver, payout.second_approver) if person is not None]
    approved = tuple(Approved(on=prepared + timedelta(days=chance.randint(0, 3)), by=person) for person in approvers)
    number = f"{'R' if payout.direction == 'payable' else 'KM'}-{run:%Y-%m}-{payout.partner}"
    done: dict[str, object] = {
        "approved": approved,
        "invoice": InvoiceReference(number=number, on=prepared + timedelta(days=chance.randint(0, 4))),
        "statement_sent": prepared,
    }
    if payout.direction == "payable":
        done["paid"] = Paid(on=run, reference=f"Run {run:%Y-%m}, item {chance.randint(1, 400)}")
    else:
        done["receipts"] = tuple(_receipts(payout.total, run, chance))
    return payout.model_copy(update=done)


def _receipts(total: Money, run: date, chance: Random) -> Iterator[Receipt]:
    """All that was billed, at times in two parts."""
    first = total
    if chance.random() < 0.1:
        first = Money.exactly(Fraction(total.amount) / 2, total.currency)
        yield Receipt(key="e2", on=run, amount=total - first)
    yield Receipt(key="e1", on=run - timedelta(days=chance.randint(0, 2)), amount=first)


def _closings(book: Book, ledger: Ledger) -> Iterator[Closing]:
    """Every quarter that is over, closed three weeks after its end, and the statements that went out on it."""
    by = usual_closer(book, AS_OF) or _PREPARER
    period = Period.quarter_of(FIRST_DAY)
    while (closed := business_day(period.last + timedelta(days=20))) <= AS_OF:
        lines = lines_booked_in(ledger, period)
        yield Closing(
            period=period,
            closed=closed,
            by=by,
            lines=len(lines),
            ledger=period_hash(ledger, period),
            statements=tuple(_statements(book, lines, closed)),
        )
        period = Period.quarter_of(period.last + timedelta(days=1))


def _statements(book: Book, lines: tuple[Line, ...], on: date) -> Iterator[StatementSent]:
    for partner in sorted({line.partner for line in lines}):
        contact = book.partners[partner].record.contacts[0].key
        yield StatementSent(partner=partner, on=on, to=contact)
