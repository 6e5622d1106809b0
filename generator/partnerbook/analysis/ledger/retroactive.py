"""Retroactive rates: when a period reaches or loses a band, true-ups for what it earned before (RULINGS)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from partnerbook.analysis.ledger.bands import band_at
from partnerbook.analysis.ledger.case import Amount, Case
from partnerbook.analysis.ledger.journal import Journal
from partnerbook.analysis.ledger.parts import Held, Part
from partnerbook.analysis.ledger.pools import Account, Own, Pool, Shares, Stake
from partnerbook.analysis.ledger.standing import Pair, TotalKey
from partnerbook.analysis.ledger.step import BandReached
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.analysis.ledger.windows import Window
from partnerbook.core.compensation import CountedAt, TieredEarning
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.vocabulary import US

PoolKey = tuple[str, Pair, Window]
"""An agreement, what is counted over, and the period."""


class Staked(Struct, frozen=True):
    """An event's money in a pool."""

    pool: Pool
    stake: Stake


class Pools(Struct):
    """The pools of all retroactive rates, by agreement and period.

    `counted` are those that move with places, `of_total` those that move with the money of a period.
    """

    journal: Journal
    pools: dict[PoolKey, Pool] = field(default_factory=dict)
    counted: dict[tuple[Pair, CountedAt], list[tuple[Window, Pool, TermsOfEvent]]] = field(default_factory=dict)
    of_total: dict[TotalKey, list[tuple[Pool, TermsOfEvent]]] = field(default_factory=dict)

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
            if amount.total is not None:
                self.of_total.setdefault(amount.total, []).append((pool, case.terms))
        stake = Stake(case.currency, case.event.referral.involvement, shares)
        pool.add(stake, case.event.eligible, {part.claimant: part.money for part in parts})
        for claimant, money in held.items():
            pool.hold((claimant, stake.currency), money)
        self.move(case, pool, amount.band, own=(case.event.eligible, shares), due=due)
        return Staked(pool, stake)

    def follow(self, case: Case, totals: Iterable[TotalKey], *, due: date, but: Sequence[Pool] = ()) -> None:
        """Bring every pool to the band its period has come to, also where the event's own money lies in none.

        It may have earned at a rate of its own, or under another agreement: each pool goes by its own agreement's
        bands. `but` are the pools that have been seen to.
        """
        for key in totals:
            for pool, terms in self.of_total.get(key, ()):
                if not any(pool is other for other in but):
                    band = band_at(pool.earning.bands, case.standing.totals[key])
                    self.move(replace(case, terms=terms), pool, band, due=due)

    def after_refund(self, case: Case, pool: Pool, total: Fraction | None) -> None:
        """What a pool's money comes to once some was taken out; a band that is lost takes its true-ups with it.

        `total` is what the period's money comes to without it, where that decides on the band.
        """
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
