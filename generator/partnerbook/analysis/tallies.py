"""Counts and sums per partner that pages and stories rest on: each with what it was counted from."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from partnerbook.analysis.states import ReferralState, is_open, referral_state
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import add_months, day_of
from partnerbook.core.money import Money
from partnerbook.core.referral import Referral

Sums = tuple[Money, ...]
"""Amounts in different currencies side by side, in the order of their codes; never added."""


class Ratio(Struct, frozen=True):
    """A share with what it was counted from: 3 of 8."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent, to one decimal, half up; None of nothing."""
        if not self.whole:
            return None
        return (Decimal(self.part) * 100 / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


class Flow(Struct, frozen=True):
    """Referrals of one partner in one direction: how many, what became of them, what they brought.

    A lost referral that was taken up again and the one that reopens it are one introduction: `total` and
    `last_12_months`, those received in (as_of - 12 months, as_of], count it on its first day, `states` and `open` as
    it stands now (RULINGS, "Reopened"). `conversion` is won of won + lost + declined for fit, where each outcome
    counts. `booked` is the value of won deals; `cash` is money
    received less refunds, net: ours for referrals received, the partner's own report for
    referrals sent, which is no revenue of ours.
    """

    total: int
    last_12_months: int
    states: tuple[tuple[ReferralState, int], ...]
    open: int
    won: int
    conversion: Ratio
    booked: Sums
    cash: Sums
    latest: date | None


class PartnerTally(Struct, frozen=True):
    """Both directions of one partner, and its activities."""

    received: Flow
    sent: Flow
    activities: int
    latest_activity: date | None


def add_up(amounts: Iterable[Money]) -> Sums:
    """One sum for each currency."""
    sums: dict[str, Money] = {}
    for money in amounts:
        sums[money.currency] = sums[money.currency] + money if money.currency in sums else money
    return tuple(sums[currency] for currency in sorted(sums))


def cash_of(referral: Referral, as_of: date) -> Sums:
    """Money the client paid on a referral by a day, less refunds, by the day it was booked."""
    paid = [payment.amount for payment in referral.payments if (payment.booked or payment.on) <= as_of]
    back = [-refund.amount for refund in referral.refunds if (refund.booked or refund.on) <= as_of]
    return add_up([*paid, *back])


def flow(referrals: Iterable[Entry[Referral]], as_of: date) -> Flow:
    """Count one direction of one partner."""
    year_ago = add_months(as_of, -12)
    entries = tuple(referrals)
    records, ids = [entry.record for entry in entries], {entry.id for entry in entries}
    taken_up = {referral.reopens for referral in records}
    states = [(referral, referral_state(referral, as_of)) for referral in records]
    counts: dict[ReferralState, int] = {}
    for entry, (_, state) in zip(entries, states, strict=True):
        if entry.id not in taken_up:
            counts[state] = counts.get(state, 0) + 1
    outcomes = [state for _, state in states]
    unfit = sum(
        state == "declined" and referral.outcome is not None and referral.outcome.reason == "fit"
        for referral, state in states
    )
    won = outcomes.count("won")
    days = [day_of(referral.received) for referral in records if referral.reopens not in ids]
    return Flow(
        total=len(days),
        last_12_months=sum(year_ago < day <= as_of for day in days),
        states=tuple(sorted(counts.items())),
        open=sum(count for state, count in counts.items() if is_open(state)),
        won=won,
        conversion=Ratio(won, won + outcomes.count("lost") + unfit),
        booked=add_up(deal.value for referral, state in states if state == "won" for deal in referral.deals),
        cash=add_up(money for referral in records for money in cash_of(referral, as_of)),
        latest=max(days, default=None),
    )


def tallies(book: Book, as_of: date) -> Mapping[str, PartnerTally]:
    """The tally of every partner, by id; the book must hold nothing after the day."""
    referrals: dict[tuple[str, str], list[Entry[Referral]]] = {}
    for entry in book.referrals.values():
        referrals.setdefault((entry.record.partner, entry.record.direction), []).append(entry)
    days: dict[str, list[date]] = {}
    for activity in book.activities.values():
        if activity.record.on is not None:
            for partner in activity.record.partners:
                days.setdefault(partner, []).append(day_of(activity.record.on))
    return {
        partner: PartnerTally(
            received=flow(referrals.get((partner, "received"), ()), as_of),
            sent=flow(referrals.get((partner, "sent"), ()), as_of),
            activities=len(days.get(partner, ())),
            latest_activity=max(days.get(partner, ()), default=None),
        )
        for partner in book.partners
    }
