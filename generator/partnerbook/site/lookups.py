"""What pages look up again and again: records, deadlines and statements by whom they belong to.

Each is gathered once, when a page first asks: no page may go through all records for one partner.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from partnerbook.analysis import Analysis, Current
from partnerbook.analysis.deadlines import Deadline
from partnerbook.analysis.dues import LineState, open_lines
from partnerbook.analysis.statements import Statement, statements
from partnerbook.analysis.states import is_open
from partnerbook.analysis.tallies import add_up
from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.dates import Period
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout
from partnerbook.core.referral import Referral
from partnerbook.site.ledger.progress import Progress

T = TypeVar("T")


class Lookups(Struct, frozen=True, eq=False, dict=True):
    """Lookups in what follows from the records."""

    current: Current

    @property
    def analysis(self) -> Analysis:
        """What follows from the records."""
        return self.current.analysis

    @property
    def as_of(self) -> date:
        """The day the handbook is looked at from."""
        return self.current.analysis.as_of

    @cached_property
    def referrals_of(self) -> dict[str, tuple[Entry[Referral], ...]]:
        """Referrals by partner, the latest first."""
        found: dict[str, list[Entry[Referral]]] = {}
        for entry in reversed(tuple(self.analysis.book.referrals.values())):
            found.setdefault(entry.record.partner, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @cached_property
    def referrals_of_client(self) -> dict[str, tuple[Entry[Referral], ...]]:
        """Referrals by client, the latest first."""
        found: dict[str, list[Entry[Referral]]] = {}
        for entry in reversed(tuple(self.analysis.book.referrals.values())):
            found.setdefault(entry.record.client, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @cached_property
    def referrals_under(self) -> dict[str, tuple[Entry[Referral], ...]]:
        """Referrals by the agreement they fall under, the latest first."""
        found: dict[str, list[Entry[Referral]]] = {}
        for entry in reversed(tuple(self.analysis.book.referrals.values())):
            if entry.id in self.analysis.governing:
                found.setdefault(self.analysis.governing[entry.id], []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @cached_property
    def agreements_of(self) -> dict[str, tuple[Entry[Agreement], ...]]:
        """Agreements by partner, the latest first; an alliance stands with each of its partners."""
        found: dict[str, list[Entry[Agreement]]] = {}
        latest_first = sorted(
            self.analysis.book.agreements.values(), key=lambda entry: (entry.record.effective, entry.id), reverse=True
        )
        for entry in latest_first:
            for partner in entry.record.partners:
                found.setdefault(partner, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @cached_property
    def payouts_of(self) -> dict[str, tuple[Entry[Payout], ...]]:
        """Payouts by partner, the latest first."""
        found: dict[str, list[Entry[Payout]]] = {}
        for entry in reversed(tuple(self.analysis.book.payouts.values())):
            found.setdefault(entry.record.partner, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @cached_property
    def activities_of(self) -> dict[str, tuple[Entry[Activity], ...]]:
        """Activities by partner, the latest first."""
        found: dict[str, list[Entry[Activity]]] = {}
        for entry in reversed(tuple(self.analysis.book.activities.values())):
            for partner in entry.record.partners:
                found.setdefault(partner, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    @cached_property
    def running_of(self) -> Mapping[str, tuple[Deadline, ...]]:
        """Deadlines that run, by partner, in the order of their limits."""
        return grouped((one.partner, one) for one in self.analysis.deadlines.running)

    @cached_property
    def running_by(self) -> Mapping[str, tuple[Deadline, ...]]:
        """The same by the colleague who sees to them."""
        return grouped((one.owner, one) for one in self.analysis.deadlines.running)

    @cached_property
    def handled_by(self) -> Mapping[str, tuple[Entry[Referral], ...]]:
        """Open referrals by who handles them, in the order of their ids."""
        states = self.analysis.referral_state
        return grouped(
            (entry.record.handled_by or "", entry)
            for entry in self.analysis.book.referrals.values()
            if is_open(states[entry.id])
        )

    @cached_property
    def progress(self) -> Progress:
        """How far each line of the ledger has come, and what it waits for."""
        return Progress.of(self.analysis)

    @property
    def line_states(self) -> Mapping[str, LineState]:
        """How far each line of the ledger has come, by its id."""
        return self.progress.states

    @cached_property
    def open_receivables(self) -> tuple[Entry[Payout], ...]:
        """Invoices to partners that are not paid in full."""
        states = self.analysis.payout_state
        return tuple(
            entry
            for entry in self.analysis.book.payouts.values()
            if entry.record.direction == "receivable" and states[entry.id] in ("prepared", "approved", "part_paid")
        )

    @cached_property
    def receivable(self) -> tuple[Money, ...]:
        """What partners owe us in all: billed and open, and not billed yet; by currency."""
        billed = [entry.record.total - self.receipts_of(entry.record) for entry in self.open_receivables]
        unbilled = [line.amount for line in open_lines(self.analysis.ledger) if line.direction == "receivable"]
        return add_up([*billed, *unbilled])

    @cached_property
    def statements(self) -> Mapping[tuple[str, Period], Statement]:
        """Every statement that tells anything, by partner and quarter, up to the running quarter."""
        book, ledger = self.analysis.book, self.analysis.ledger
        days = [line.booked for line in ledger.lines]
        found: dict[tuple[str, Period], Statement] = {}
        period = Period.quarter_of(min(days, default=self.as_of))
        while period.first <= self.as_of:
            for partner, one in statements(book, ledger, self.as_of, period).items():
                if not one.empty:
                    found[partner, period] = one
            period = period.next
        return found

    @cached_property
    def periods_of(self) -> Mapping[str, tuple[Period, ...]]:
        """The quarters of each partner's statements, one after the other."""
        return grouped(sorted(self.statements))

    def receipts_of(self, payout: Payout) -> Money:
        """What has arrived on a receivable so far, in its own currency."""
        received = Money.zero(payout.total.currency)
        for receipt in payout.receipts:
            if receipt.amount.currency == received.currency:
                received += receipt.amount
        return received

    @cached_property
    def partner_names(self) -> dict[str, str]:
        """Partners' names by id."""
        return {key: entry.record.name for key, entry in self.analysis.book.partners.items()}


def grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    """Values by key, each as they come."""
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
