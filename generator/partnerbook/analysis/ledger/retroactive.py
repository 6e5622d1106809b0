"""Retroactive rates: when a period reaches or loses a band, true-ups for what it earned before (RULINGS)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from partnerbook.analysis.ledger.bands import band_at
from partnerbook.analysis.ledger.case import Amount, Case
from partnerbook.analysis.ledger.journal import Journal
from partnerbook.analysis.ledger.line import BandReached
from partnerbook.analysis.ledger.parts import Held, Part
from partnerbook.analysis.ledger.pools import Account, Own, Pool, Shares, Stake
from partnerbook.analysis.ledger.standing import Pair
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.analysis.ledger.windows import Window
from partnerbook.core.compensation import CountedAt, TieredEarning
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.vocabulary import US

PoolKey = tuple[str, Pair, Window]
"""An agreement, what is counted over, and the period."""


@dataclass(frozen=True, slots=True)
class Staked:
    """An event's money in a pool."""

    pool: Pool
    stake: Stake


@dataclass(slots=True)
class Pools:
    """The pools of all retroactive rates, by agreement and period."""

    journal: Journal
    pools: dict[PoolKey, Pool] = field(default_factory=dict)
    counted: dict[tuple[Pair, CountedAt], list[tuple[Window, Pool, TermsOfEvent]]] = field(default_factory=dict)

    def counting(self, pair: Pair, counts: CountedAt, day: date) -> list[tuple[Window, Pool, TermsOfEvent]]:
        """The pools that a place taken on a day may move."""
        return [known for known in self.counted.get((pair, counts), ()) if known[0][0] <= day <= known[0][1]]

    def put_in(
        self,
        case: Case,
        amount: Amount,
        parts: Sequence[Part],
        shares: Shares,
        held: Mapping[str, Money],
        due: date,
    ) -> Staked | None:
        """Put an event's money into its period's pool; true-ups where it reaches a band.

        `held` is what each claimant's line came to below its cap.
        """
        earning = case.terms.earning
        if amount.window is None or amount.band is None or not isinstance(earning, TieredEarning):
            return None
        key = (case.terms.entry.id, case.pair, amount.window)
        pool = self.pools.get(key)
        if pool is None:
            pool = self.pools[key] = Pool(earning, amount.window, amount.band)
            if earning.counts is not None:
                self.counted.setdefault((case.pair, earning.counts), []).append((amount.window, pool, case.terms))
        stake = Stake(case.currency, case.event.referral.involvement, shares)
        pool.add(stake, case.event.eligible, {part.claimant: part.money for part in parts})
        for claimant, money in held.items():
            pool.hold((claimant, stake.currency), money)
        self.move(case, pool, amount.band, own=(case.event.eligible, shares), due=due)
        return Staked(pool, stake)

    def take_out(self, case: Case, staked: Staked, lost: Fraction, total: Fraction | None) -> None:
        """Take refunded money out of its pool; a band that is lost takes its true-ups with it.

        `total` is what the period's money comes to without it, where that decides on the band.
        """
        pool = staked.pool
        pool.basis[staked.stake] -= lost
        band = pool.band if total is None else band_at(pool.earning.bands, total)
        self.move(case, pool, band, due=case.event.booked, again=bool(pool.moved))

    def move(
        self, case: Case, pool: Pool, band: int, *, due: date, own: Own = (Fraction(0), ()), again: bool = False
    ) -> None:
        """Bring a pool to a band, with true-ups for its other money; `own` is the event's own and how it is shared."""
        old, pool.band = pool.band, band
        if band == old and not again:
            return
        differences = pool.differences()
        for account, difference in differences.items():
            claimant, currency = account
            money = pool.due_to(account, difference)
            pool.give(account, difference)
            if not money.amount:
                continue
            basis, part = pool.other_basis(currency, own), pool.other_part(account, own)
            step = BandReached(basis, old, band, money, *pool.window, part)
            partner = case.event.referral.partner if claimant == US else claimant
            given = Part(claimant, partner, _direction(case), money, (step,))
            held = self.journal.hold(case, given) if money.amount > 0 else Held(given)
            if held is not None:
                pool.hold(account, held.part.money)
                pool.moved.add(account)
                self.journal.write(case, "true_up", held.part, due, suffix=_suffix(case, account, differences))


def _suffix(case: Case, account: Account, differences: Iterable[Account]) -> str:
    """What tells true-ups of one event in several currencies apart: nothing for the event's own, or the first."""
    claimant, currency = account
    currencies = sorted(one for name, one in differences if name == claimant)
    plain = case.currency if case.currency in currencies else currencies[0]
    return "" if currency == plain else f"-{currency.lower()}"


def _direction(case: Case) -> PayoutDirection:
    return "payable" if case.event.referral.direction == "received" else "receivable"
