"""What happened on referrals that the ledger has to know of, in the order it was booked (RULINGS, "Order")."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Literal, Self

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import day_of
from partnerbook.core.deal import ClientPayment, Deal, Invoice, Refund
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral

EventKind = Literal["milestone", "claim", "fee", "start", "completion", "invoice", "payment", "refund"]
KINDS: tuple[EventKind, ...] = ("milestone", "claim", "fee", "start", "completion", "invoice", "payment", "refund")
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_QUALIFIED = ("qualified", "meeting", "proposal", "won", "lost")
"""Milestones that show a referral to be qualified; one declined or withdrawn before them never was."""


class Event(Struct, frozen=True):
    """One thing that happened on a referral.

    `key` is the event's part of a line's id. A `milestone` takes a place or decides, a `fee` may earn a fixed one at
    the same time, a `claim` is the place that another claimant takes then. `on` is the day it happened, `booked` the
    day it counts in the books and `counts_from` the day its due date is reckoned from: later ones where it waited for
    the win or a decision. `whole` is its net amount, `eligible` the exact part that can earn, `given_back` what of a
    deal's value had been refunded before the deal counted.
    """

    entry: Entry[Referral]
    kind: EventKind
    key: str
    on: date
    booked: date
    counts_from: date
    place: int = 0
    deal: Deal | None = None
    whole: Money | None = None
    eligible: Fraction = Fraction(0)
    awaited: Literal["", "win", "decision"] = ""
    payment: ClientPayment | None = None
    refund: Refund | None = None
    given_back: Fraction = Fraction(0)
    claimant: str = ""

    @property
    def referral(self) -> Referral:
        """The referral it belongs to."""
        return self.entry.record

    def waiting(self, until: date, awaited: Literal["win", "decision"], counts_from: date | None = None) -> Self:
        """The same event, counted only on the day something else was there."""
        return replace(self, booked=until, counts_from=max(self.counts_from, counts_from or until), awaited=awaited)

    @property
    def counted(self) -> Fraction:
        """The money that counts of it: all, less what had been given back of a deal."""
        return Fraction(self.whole.amount) - self.given_back if self.whole is not None else Fraction(0)

    def less(self, given_back: Fraction) -> Self:
        """A deal of which so much was refunded before it counted; never less than nothing is left."""
        back = max(min(given_back, self.eligible), Fraction(0))
        return replace(self, given_back=back, eligible=self.eligible - back) if back else self

    @property
    def order(self) -> tuple[date, str, int, int]:
        """What events are sorted by."""
        return (self.booked, self.entry.id, _RANK[self.kind], self.place)


def every_kind(entry: Entry[Referral]) -> frozenset[EventKind]:
    """All kinds of events: nothing is known of what earns."""
    return frozenset(KINDS)


def events_of(
    book: Book, as_of: date, earning: Callable[[Entry[Referral]], frozenset[EventKind]] = every_kind
) -> list[Event]:
    """Everything booked by a day, in order; the Book must hold nothing that happened later.

    `earning` says which kinds of events a referral may earn on; others that nothing depends on are left out.
    """
    found = (event for entry in book.referrals.values() for event in _referral(entry, earning(entry)))
    return sorted((event for event in found if event.booked <= as_of), key=lambda event: event.order)


def _referral(entry: Entry[Referral], earning: frozenset[EventKind]) -> Iterator[Event]:
    yield from _milestones(entry, "fee" in earning)
    won = entry.record.milestones.won
    if won is None or not entry.record.deals:
        return
    money = _MoneyEvents(entry, day_of(won.on), won.booked or day_of(won.on))
    if earning & {"start", "completion"}:
        yield from money.deals()
    if "invoice" in earning:
        yield from money.invoices()
    # Windows and totals go by the client's payments, whatever earns.
    yield from money.payments()
    yield from money.refunds()


class _MoneyEvents:
    """Events of a referral that was won; those that came before wait for the win."""

    def __init__(self, entry: Entry[Referral], win: date, win_booked: date) -> None:
        self._entry, self._win, self._win_booked = entry, win, win_booked
        self._deals = {deal.key: deal for deal in entry.record.deals}
        self._invoices = {invoice.key: invoice for invoice in entry.record.invoices}
        self._payments = {payment.key: payment for payment in entry.record.payments}

    def _event(self, kind: EventKind, key: str, on: date, booked: date | None, deal: Deal, **known: Any) -> Event:
        event = Event(self._entry, kind, key, on, booked or on, on, deal=deal, **known)
        if event.booked < self._win_booked:
            event = event.waiting(self._win_booked, "win", self._win)
        if deal.signed is not None and event.booked < deal.signed:
            event = event.waiting(deal.signed, "win")
        return event

    def deals(self) -> Iterator[Event]:
        """Starts and completions."""
        for place, deal in enumerate(self._entry.record.deals):
            value = Fraction(deal.value.amount)
            known = {"place": place, "whole": deal.value, "eligible": value}
            if deal.start is not None:
                yield self._event("start", f"{deal.key}-start", deal.start, deal.booked, deal, **known)
            if deal.completed is not None:
                yield self._event("completion", f"{deal.key}-completed", deal.completed, deal.booked, deal, **known)

    def invoices(self) -> Iterator[Event]:
        """Invoices of known deals."""
        for place, invoice in enumerate(self._entry.record.invoices):
            if invoice.deal in self._deals:
                yield self._event(
                    "invoice",
                    invoice.key,
                    invoice.on,
                    invoice.booked,
                    self._deals[invoice.deal],
                    place=place,
                    whole=invoice.amount,
                    eligible=_eligible(invoice.amount, invoice.eligible),
                )

    def payments(self) -> Iterator[Event]:
        """Payments on known deals."""
        for place, payment in enumerate(self._entry.record.payments):
            if payment.deal in self._deals:
                yield self._event(
                    "payment",
                    payment.key,
                    payment.on,
                    payment.booked,
                    self._deals[payment.deal],
                    place=place,
                    whole=payment.amount,
                    eligible=self._eligible(payment),
                    payment=payment,
                )

    def refunds(self) -> Iterator[Event]:
        """Refunds of known payments; never booked before what they give back."""
        for place, refund in enumerate(self._entry.record.refunds):
            payment = self._payments.get(refund.payment)
            if payment is None or payment.deal not in self._deals or payment.amount.currency != refund.amount.currency:
                continue
            booked = max(refund.booked or refund.on, payment.booked or payment.on)
            eligible = self._eligible(payment)
            part = Fraction(refund.amount.amount) / Fraction(payment.amount.amount) if payment.amount.amount else 0
            yield self._event(
                "refund",
                refund.key,
                refund.on,
                booked,
                self._deals[payment.deal],
                place=place,
                whole=refund.amount,
                eligible=eligible * part,
                payment=payment,
                refund=refund,
            )

    def _eligible(self, payment: ClientPayment) -> Fraction:
        """The part of a payment that can earn; an invoice learned after the payment counted says nothing of it."""
        invoice = self._invoices.get(payment.invoice or "")
        counted = max(payment.booked or payment.on, self._win_booked)
        if invoice is not None and (invoice.booked or invoice.on) > counted:
            invoice = None
        return _eligible_payment(payment, invoice)


def _milestones(entry: Entry[Referral], fees: bool) -> Iterator[Event]:
    referral = entry.record
    received = day_of(referral.received)
    yield Event(entry, "milestone", "submitted", received, received, received)
    if fees:
        yield Event(entry, "fee", "submitted", received, received, received)
    steps = dict(referral.milestones.reached())
    qualified = next((steps[name] for name in _QUALIFIED if name in steps), None)
    unfit = referral.outcome is not None and referral.outcome.reason == "fit"
    reached = (
        ("qualified", qualified),
        ("won", steps.get("won")),
        ("lost", steps.get("lost")),
        ("declined", steps.get("declined") if unfit else None),
    )
    for place, (key, step) in enumerate(reached, 1):
        if step is not None:
            on = day_of(step.on)
            yield Event(entry, "milestone", key, on, step.booked or on, on, place)
            if fees and key in ("qualified", "won"):
                yield Event(entry, "fee", key, on, step.booked or on, on, place)
    if referral.decision is not None:
        counting = {"submitted": received}
        counting |= {key: step.booked or day_of(step.on) for key, step in reached[:2] if step is not None}
        yield from _claims(entry, counting)


def _claims(entry: Entry[Referral], counting: dict[str, date]) -> Iterator[Event]:
    """The places that claimants take besides the referral's own partner, once it is decided (RULINGS, "Places")."""
    if entry.record.direction != "received":
        return
    taken = {entry.record.partner}
    for decision in entry.record.decisions:
        for place, share in enumerate(decision.shares, len(taken)):
            if share.party not in taken and share.share.percent > 0:
                for key, day in counting.items():
                    booked = max(day, decision.on)
                    yield Event(entry, "claim", key, decision.on, booked, booked, place, claimant=share.party)
        taken |= {share.party for share in decision.shares if share.share.percent > 0}


def _eligible(amount: Money, eligible: Money | None) -> Fraction:
    """The part of an amount that can earn; the whole where another currency makes no sense of the part."""
    same = eligible is not None and eligible.currency == amount.currency
    return Fraction(eligible.amount if eligible is not None and same else amount.amount)


def _eligible_payment(payment: ClientPayment, invoice: Invoice | None) -> Fraction:
    """A payment's own eligible part, else its invoice's in proportion (RULINGS, "Eligible")."""
    whole = Fraction(payment.amount.amount)
    if payment.eligible is not None or invoice is None or invoice.eligible is None or not invoice.amount.amount:
        return _eligible(payment.amount, payment.eligible)
    return whole * _eligible(invoice.amount, invoice.eligible) / Fraction(invoice.amount.amount)
