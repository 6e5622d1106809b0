"""Ledger lines, and events that made none: frozen, never edited, only answered by another line."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field

from partnerbook.analysis.ledger.step import Step
from partnerbook.core.money import Money
from partnerbook.core.payout import PayoutDirection

LineKind = Literal["accrual", "true_up", "clawback", "adjustment", "payment"]
"""`accrual`: earned. `true_up`: a band reached or lost changes what was earned before. `clawback`: taken
back after a refund. `adjustment`: agreed beside the ledger. `payment`: money that moved, with the sign that
brings the balance down."""


class Line(Struct, frozen=True):
    """One entry of the ledger, with its reason.

    `id` is referral/event/kind/claimant; money that moved has the payout in the referral's place. `partner` is the
    one the money lies between us and. `direction` says whose debt it is: `payable` is ours, `receivable`
    the partner's. `amount` raises that debt, or lowers it when negative. `booked` decides on periods, `due` is
    the trigger's day plus the agreement's net days; nothing is due of a payment.
    """

    id: str
    kind: LineKind
    direction: PayoutDirection
    partner: str
    on: date
    booked: date
    amount: Money
    due: date | None = None
    referral: str = ""
    event: str = ""
    agreement: str = ""
    payout: str = ""
    answers: str = ""
    """The line that a clawback, or the payment of a margin that is kept, answers."""
    kept: bool = False
    """Whether whoever sold keeps it out of the sale, so that no payout pays it: the margin of wholesale."""
    steps: tuple[Step, ...] = ()

    @property
    def order(self) -> tuple[date, str]:
        """What lines are sorted by."""
        return (self.booked, self.id)


WhyNot = Literal[
    "no_agreement",
    "two_agreements",
    "terms_unclear",
    "earns_nothing",
    "not_won",
    "claims_undecided",
    "existing_client",
    "protected_client",
    "won_after_tail",
    "paid_after_end",
    "client_ended",
    "excluded_service",
    "service_not_eligible",
    "kind_not_eligible",
    "nothing_eligible",
    "not_first_project",
    "after_first_year",
    "after_max_months",
    "no_rate",
    "rate_is_zero",
    "rounds_to_nothing",
    "fee_already_earned",
    "no_wholesale_price",
    "below_wholesale_price",
    "cap_used_up",
    "exchange_rate_missing",
    "no_clawback_agreed",
    "refund_after_window",
    "nothing_to_take_back",
]
"""Why an event earns nothing, or a refund takes nothing back."""


class Unearned(Struct, frozen=True):
    """An event that changed nothing in the ledger, and why not.

    `detail` names what the reason is about: an agreement, a partner, a deal, a currency. `since` is the day the
    reason rests on: the end of a tail, the last day of a year, the last day of a window.
    """

    referral: str
    event: str
    on: date
    booked: date
    reason: WhyNot
    detail: str = ""
    since: date | None = None
    agreement: str = ""
    amount: Money | None = None


class Ledger(Struct, frozen=True, eq=False):
    """Every line, in the order it was booked, and every event that earned nothing.

    `settled` names the payouts, not called off, that pay a line.
    """

    lines: tuple[Line, ...] = ()
    unearned: tuple[Unearned, ...] = ()
    by_id: Mapping[str, Line] = field(default_factory=lambda: MappingProxyType({}))
    of_referral: Mapping[str, tuple[Line, ...]] = field(default_factory=lambda: MappingProxyType({}))
    of_partner: Mapping[str, tuple[Line, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unearned_of: Mapping[str, tuple[Unearned, ...]] = field(default_factory=lambda: MappingProxyType({}))
    settled: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


def line_id(source: str, event: str, kind: LineKind, claimant: str) -> str:
    """The id of a line: `2026-03-02-software-werft-k7/p1/accrual/software-werft`."""
    return f"{source}/{event}/{kind}/{claimant}"
