"""The money of a period under a retroactive rate: what it has earned, and what it should have (RULINGS)."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field

from partnerbook.analysis.ledger.bands import rate_of
from partnerbook.analysis.ledger.windows import Window
from partnerbook.core.compensation import TieredEarning
from partnerbook.core.money import Money
from partnerbook.core.vocabulary import Involvement

Shares = tuple[tuple[str, Fraction], ...]
"""Claimants and their shares of an amount."""
Account = tuple[str, str]
"""A claimant and a currency."""
Own = tuple[Fraction, Shares]
"""An event's own money in a pool, and its shares."""


class Stake(Struct, frozen=True):
    """Money of one event in a pool: money of the same currency, involvement and shares is kept together."""

    currency: str
    involvement: Involvement
    shares: Shares


class Pool(Struct):
    """All money of one agreement, direction and period whose rate is that of the band the period reached.

    `given` is what its lines came to before caps, `held` what they came to after them, both less what was taken back.
    `moved` are the accounts that true-ups have touched.
    """

    earning: TieredEarning
    window: Window
    band: int = 0
    basis: dict[Stake, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    given: dict[Account, Money] = field(default_factory=dict)
    held: dict[Account, Money] = field(default_factory=dict)
    moved: set[Account] = field(default_factory=set)

    def add(self, stake: Stake, basis: Fraction, lines: Mapping[str, Money]) -> None:
        """Put an event's money in, with what each claimant earned of it before caps."""
        self.basis[stake] += basis
        for claimant, amount in lines.items():
            self.give((claimant, stake.currency), amount)

    def give(self, account: Account, amount: Money) -> None:
        """Remember what a claimant would have been given without a cap, or what was taken back of it."""
        self.given[account] = self.given.get(account, Money.zero(account[1])) + amount

    def hold(self, account: Account, amount: Money) -> None:
        """Remember what a claimant's line came to, or what was taken back of it."""
        self.held[account] = self.held.get(account, Money.zero(account[1])) + amount

    def due_to(self, account: Account, difference: Money) -> Money:
        """How much of a difference is due: a cap may have held lines below what they would have been.

        What lies above the target goes back; what lies below it is made up for by no more than the difference.
        """
        target = self.given[account] + difference
        wanted = target - self.held.get(account, Money.zero(account[1]))
        return wanted if wanted.amount <= 0 else min(wanted, max(difference, Money.zero(account[1])))

    def differences(self) -> Mapping[Account, Money]:
        """What each claimant should have at the band reached, less what it was given; without the zeros."""
        owed = self._targets()
        found: dict[Account, Money] = {}
        for account in sorted({*owed, *self.given}):
            nothing = Money.zero(account[1])
            difference = owed.get(account, nothing) - self.given.get(account, nothing)
            if difference.amount:
                found[account] = difference
        return found

    def _targets(self) -> Mapping[Account, Money]:
        exact: dict[str, dict[str, Fraction]] = {}
        for stake, basis in self.basis.items():
            rate = rate_of(self.earning.bands[self.band], stake.involvement)
            if rate is None:
                continue
            claimants = exact.setdefault(stake.currency, {})
            for claimant, share in stake.shares:
                claimants[claimant] = claimants.get(claimant, Fraction(0)) + basis * rate.exact * share
        targets: dict[Account, Money] = {}
        for currency, amounts in exact.items():
            names = sorted(amounts)
            weights = [amounts[name] for name in names]
            total = Money.exactly(sum(weights, Fraction(0)), currency)
            parts = total.allotted(weights) if sum(weights) > 0 else [Money.zero(currency)] * len(names)
            targets |= {(name, currency): part for name, part in zip(names, parts, strict=True)}
        return targets

    def other_basis(self, currency: str, own: Own) -> Money:
        """The period's money in a currency besides one event's own."""
        everything = sum((basis for stake, basis in self.basis.items() if stake.currency == currency), Fraction(0))
        return Money.exactly(everything - own[0], currency)

    def other_part(self, account: Account, own: Own) -> Money | None:
        """A claimant's part of that money, by the decisions on claims; None where all of it is the claimant's."""
        claimant, currency = account
        staked = [(basis, stake.shares) for stake, basis in self.basis.items() if stake.currency == currency]
        parts = (basis * dict(shares).get(claimant, Fraction(0)) for basis, shares in staked)
        part = sum(parts, Fraction(0)) - own[0] * dict(own[1]).get(claimant, Fraction(0))
        found = Money.exactly(part, currency)
        return None if found == self.other_basis(currency, own) else found
