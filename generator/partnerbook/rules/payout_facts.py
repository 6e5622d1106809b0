"""What the rules about money ask of payouts, the ledger and the people who approve."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis import Current
from partnerbook.analysis.ledger.line import Line, WhyNot
from partnerbook.analysis.ledger.step import AtRate, BandReached, Capped, Fee, InBands, Margin, Shared, Step, TakenBack
from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import FieldPath
from partnerbook.core.money import Money
from partnerbook.core.payout import Payout
from partnerbook.core.referral import Referral

TOLD_ELSEWHERE: frozenset[WhyNot] = frozenset(
    {"no_agreement", "two_agreements", "terms_unclear", "claims_undecided", "exchange_rate_missing"}
)
"""Why something earns nothing that is a fault of a record, and has a finding of its own there."""


def standing(book: Book) -> Iterator[Entry[Payout]]:
    """Payouts that were not called off, in the order they were prepared."""
    kept = (entry for entry in book.payouts.values() if entry.record.cancelled is None)
    return iter(sorted(kept, key=lambda entry: (entry.record.prepared.on, entry.id)))


def unclosed(current: Current) -> Iterator[Entry[Payout]]:
    """Standing payouts whose money did not move in a closed period.

    Limits, roles and tax papers are written as they are today. They were checked as they were then before the
    period was closed, and must not put older payments in the wrong when they change.
    """
    closed = [entry.record.period for entry in current.analysis.book.closings.values()]
    for entry in standing(current.book):
        payout = entry.record
        moved = payout.prepared.on if payout.direction == "receivable" else payout.paid.on if payout.paid else None
        if moved is None or not any(moved in period for period in closed):
            yield entry


def settling_day(payout: Payout, as_of: date) -> date:
    """The day a payout's money moves: when it was paid, else its run, else now if the run is over.

    A receivable is our invoice; its day is the one it was prepared on.
    """
    if payout.direction == "receivable":
        return payout.prepared.on
    return payout.paid.on if payout.paid is not None else max(payout.run, as_of)


def is_netted(current: Current, payout: Payout) -> bool:
    """Whether an agreement in force on the day of the run sets both directions off (RULINGS, "Netting")."""
    in_force = current.analysis.terms.get(payout.partner, ())
    return any(term.covers(payout.run) and term.agreement.record.payment.netting for term in in_force)


def in_payout(line: Line, payout: Payout) -> Money:
    """A ledger line's amount as a payout names it: with a minus where it lies in the other direction."""
    return line.amount if line.direction == payout.direction else -line.amount


def event_place(referral: Entry[Referral], event: str) -> FieldPath:
    """The field of a referral that an event of the ledger stands in."""
    record = referral.record
    for field in ("payments", "invoices", "refunds"):
        for place, item in enumerate(getattr(record, field)):
            if item.key == event:
                return (field, place, "amount")
    for place, deal in enumerate(record.deals):
        if event in deal_events(deal.key):
            return ("deals", place, "value")
    return ("received",) if event == "submitted" else ("milestones", event)


def deal_events(deal: str) -> tuple[str, str]:
    """What the ledger calls a deal's start and completion."""
    return (f"{deal}-start", f"{deal}-completed")


def in_short(line: Line) -> str:
    """How a line came to its amount, in few words; empty where there is nothing to say."""
    return ", ".join(words for step in line.steps if (words := _words(step)))


def _words(step: Step) -> str:
    match step:
        case AtRate(amount=amount, rate=rate):
            return f"{rate} of {amount}"
        case InBands(portions=portions):
            return " + ".join(f"{portion.rate} of {portion.amount}" for portion in portions)
        case Fee(amount=amount):
            return f"a fee of {amount}"
        case Margin(sale=sale, wholesale=wholesale):
            return f"sold for {sale}, bought for {wholesale}"
        case Shared(share=share, of=whole):
            return f"a share of {share} of {whole}"
        case Capped(cap=cap, per=per):
            return f"capped at {cap} per {per.replace('_', ' ')}"
        case BandReached(basis=basis, new=band):
            return f"{basis} moved to band {band + 1}"
        case TakenBack(part=part, whole=whole, stored=stored):
            months = " months" if isinstance(part, int) else ""
            return f"{part} of {whole}{months} take back of {stored}"
        case _:
            return ""
