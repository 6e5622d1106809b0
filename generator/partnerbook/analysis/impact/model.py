"""The values that say what a change does: money, steps, states, deadlines, approvals. Frozen; None is "not there"."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from partnerbook.analysis.deadlines import DeadlineKind, DeadlineSide
from partnerbook.analysis.ledger.line import Unearned
from partnerbook.analysis.touched import Need
from partnerbook.core.dates import Moment
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.vocabulary import Direction


class Moved(Struct, frozen=True):
    """An amount before and after, in one currency."""

    old: Money
    new: Money

    @property
    def difference(self) -> Money:
        """What it gains; negative where it loses."""
        return self.new - self.old


class PartnerMoney(Struct, frozen=True):
    """Money between us and a partner in one direction and currency.

    `accrued` is all that was earned, less what was taken back, with adjustments; `due` is what of it has to be paid by
    the day and is not, in payouts or not; `paid` is what has moved. Margins that the seller keeps are left out.
    """

    partner: str
    direction: PayoutDirection
    accrued: Moved
    due: Moved
    paid: Moved

    @property
    def moves(self) -> bool:
        """Whether anything of it changes."""
        return any(one.difference.amount for one in (self.accrued, self.due, self.paid))


class LineMoved(Struct, frozen=True):
    """A line of the ledger that is new, gone, or of another amount or day; None where it is not there."""

    id: str
    partner: str
    direction: PayoutDirection
    old: Money | None
    new: Money | None


class Shift(Struct, frozen=True):
    """Something that stands elsewhere than before; None where it did not stand anywhere, or does no longer."""

    record: str
    old: str | None
    new: str | None


class PayoutShift(Struct, frozen=True):
    """A payout that is new, gone, or has come further; states as in `states`."""

    record: str
    partner: str
    direction: PayoutDirection
    total: Money
    old: str | None
    new: str | None


class Reached(Struct, frozen=True):
    """A milestone that a referral reached; `received` for a referral that is new."""

    referral: str
    partner: str
    direction: Direction
    client: str
    service: str
    milestone: str
    on: Moment


class Owed(Struct, frozen=True):
    """A deadline that the change meets, or that is missed since."""

    kind: DeadlineKind
    side: DeadlineSide
    record: str
    partner: str
    limit: Moment
    late: bool


class ToApprove(Struct, frozen=True):
    """A record whose change needs approval: by `asked`, all of them, or else by any one of `could`."""

    record: str
    need: Need
    asked: tuple[str, ...]
    could: tuple[str, ...]


class Impact(Struct, frozen=True):
    """All that a change does.

    `unearned` is money of clients that changes nothing in the ledger, which the base did not say. `liability` is what
    we have to pay within twelve months of what is earned by now, by currency, where it moves.
    """

    as_of: date
    added: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, tuple[str, ...]]
    relocated: tuple[str, ...]
    unread: tuple[str, ...]
    money: tuple[PartnerMoney, ...]
    lines: tuple[LineMoved, ...]
    unearned: tuple[Unearned, ...]
    liability: tuple[Moved, ...]
    payouts: tuple[PayoutShift, ...]
    milestones: tuple[Reached, ...]
    partners: tuple[Shift, ...]
    tiers: tuple[Shift, ...]
    health: tuple[Shift, ...]
    agreements: tuple[Shift, ...]
    met: tuple[Owed, ...]
    missed: tuple[Owed, ...]
    approvals: tuple[ToApprove, ...]

    @property
    def empty(self) -> bool:
        """Whether no record differs at all."""
        return not (self.added or self.removed or self.changed or self.relocated or self.unread)
