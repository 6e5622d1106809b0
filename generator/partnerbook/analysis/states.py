"""What follows from dates: the state of a partner, agreement, referral, payout or activity.

Nothing of this is stored. All functions take the day they look from, and ignore what
lies after it.
"""

from datetime import date, timedelta
from typing import Literal

from partnerbook.core.activity import Activity
from partnerbook.core.agreement import Agreement
from partnerbook.core.dates import Moment, add_months, day_of
from partnerbook.core.partner import Partner, StatusChange, TierChange
from partnerbook.core.payout import Payout
from partnerbook.core.referral import OUTCOMES, Referral
from partnerbook.core.vocabulary import PartnerStatus

AgreementState = Literal["draft", "upcoming", "in_force", "expiring", "expired", "terminated", "replaced"]
"""`replaced`: an amendment took its place. `expiring`: in force, and its end is near."""
ReferralState = Literal[
    "received", "acknowledged", "contacted", "qualified", "meeting", "proposal", "won", "lost", "declined", "withdrawn"
]
"""The latest milestone; `received` before the first."""
PayoutState = Literal["prepared", "approved", "part_paid", "paid", "cancelled"]
"""How far a payout has come."""
ActivityState = Literal["planned", "done", "cancelled"]
"""Whether it has taken place."""


def by_then(moment: Moment | None, as_of: date) -> bool:
    """Whether something has happened by the end of a day."""
    return moment is not None and day_of(moment) <= as_of


def status_entry(partner: Partner, as_of: date) -> StatusChange | None:
    """The entry of the history that holds on a day; None before the first."""
    entries = [change for change in partner.status_history if change.on <= as_of]
    return entries[-1] if entries else None


def partner_status(partner: Partner, as_of: date) -> PartnerStatus:
    """A partner's status on a day; `identified` before its history begins."""
    entry = status_entry(partner, as_of)
    return entry.status if entry else "identified"


def tier_entry(partner: Partner, as_of: date) -> TierChange | None:
    """The entry of the tier history that holds on a day; None for a partner without a tier."""
    entries = [change for change in partner.tier_history if change.on <= as_of]
    return entries[-1] if entries else None


def term_end(agreement: Agreement, as_of: date) -> date | None:
    """The last day of an agreement's term as known on a day; None while it is open-ended.

    An automatic renewal moves the end on until it lies after the day looked from, unless
    notice was given by then.
    """
    terminated = agreement.terminated
    if terminated is not None and terminated.on <= as_of:
        return terminated.effective
    end = agreement.expires
    renewal = agreement.renewal
    if end is None or renewal is None or not renewal.automatic or renewal.months is None:
        return end
    last, rounds = end, 0
    while last < as_of and last.year < 2200:
        rounds += renewal.months
        last = add_months(end, rounds)
    return last


def agreement_state(
    agreement: Agreement, as_of: date, replaced_from: date | None = None, notice_days: int = 90
) -> AgreementState:
    """An agreement's state on a day.

    `replaced_from` is the first day of the agreement that amends it, `notice_days` how
    long before its end it counts as expiring.
    """
    if agreement.signed is None or agreement.signed > as_of:
        return "draft"
    if replaced_from is not None and replaced_from <= as_of:
        return "replaced"
    if agreement.effective > as_of:
        return "upcoming"
    end = term_end(agreement, as_of)
    if end is None:
        return "in_force"
    if end < as_of:
        return "terminated" if agreement.terminated else "expired"
    return "expiring" if end <= as_of + timedelta(days=notice_days) else "in_force"


def referral_state(referral: Referral, as_of: date) -> ReferralState:
    """A referral's latest milestone on a day."""
    state: ReferralState = "received"
    for name, step in referral.milestones.reached():
        if by_then(step.on, as_of):
            state = name  # type: ignore[assignment]
    return state


def is_open(state: ReferralState) -> bool:
    """Whether a referral in this state is still undecided."""
    return state not in OUTCOMES


def payout_state(payout: Payout, as_of: date) -> PayoutState:
    """How far a payout has come on a day; a receivable is paid when its receipts reach its total."""
    if payout.cancelled is not None and payout.cancelled.on <= as_of:
        return "cancelled"
    if payout.paid is not None and payout.paid.on <= as_of:
        return "paid"
    receipts = [receipt.amount for receipt in payout.receipts if receipt.on <= as_of]
    if receipts:
        same = [amount.amount for amount in receipts if amount.currency == payout.total.currency]
        return "paid" if sum(same) >= payout.total.amount else "part_paid"
    return "approved" if any(approved.on <= as_of for approved in payout.approved) else "prepared"


def activity_state(activity: Activity, as_of: date) -> ActivityState:
    """Whether an activity has taken place by a day."""
    if activity.cancelled is not None and activity.cancelled <= as_of:
        return "cancelled"
    return "done" if by_then(activity.on, as_of) else "planned"
