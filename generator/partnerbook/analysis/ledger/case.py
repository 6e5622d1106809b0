"""An event with everything it is reckoned by, and what comes out of it."""

from fractions import Fraction

from msgspec import Struct

from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.standing import Pair, Standing, TotalKey
from partnerbook.analysis.ledger.step import AtRate, Basis, RuleLost, Step, TriggerKind
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.analysis.ledger.windows import Window, calendar_year, window
from partnerbook.core.money import Money, Rate

TRIGGERS: dict[str, TriggerKind] = {
    "payment": "client_payment",
    "invoice": "invoice",
    "start": "project_start",
    "completion": "completion",
    "fee": "milestone",
}
"""The trigger that each kind of event is."""


class Amount(Struct, frozen=True):
    """What an event earns in all, and how it was reckoned.

    `total` names the period's total a rate by revenue goes by. A retroactive rate has its `window` and the `band` the
    period has reached.
    """

    money: Money
    steps: tuple[Step, ...]
    total: TotalKey | None = None
    window: Window | None = None
    band: int | None = None


class Case(Struct, frozen=True):
    """An event with everything it is reckoned by."""

    event: Event
    terms: TermsOfEvent
    standing: Standing
    exchange: Exchange

    @property
    def pair(self) -> Pair:
        """The partner and direction that places and totals are counted over."""
        return self.event.referral.partner, self.event.referral.direction

    @property
    def currency(self) -> str:
        """The currency of the event's money."""
        return self.event.whole.currency if self.event.whole else ""

    def eligible(self) -> Money:
        """The money that earns, to the minor unit; sums go by the exact part."""
        return Money.exactly(self.event.eligible, self.currency)

    def basis(self) -> tuple[Step, ...]:
        """The step that says what money it is about."""
        if self.event.whole is None:
            return ()
        back = Money.exactly(self.event.given_back, self.currency) if self.event.given_back else None
        return (Basis(TRIGGERS[self.event.kind], self.event.whole, self.eligible(), back),)

    def measured(self, amount: Fraction, currency: str) -> Fraction | None:
        """An amount of the event's currency in that of bands."""
        return self.exchange.measured(amount, self.currency, currency, self.event.booked)


def at_rate(
    case: Case, agreed: Rate | None, *, band: int | None = None, by_involvement: bool = False
) -> tuple[Money, tuple[Step, ...]] | Refusal:
    """The eligible money at the agreement's rate, or at the tier's default where the agreement names none."""
    tier = case.terms.tier_rate(case.event.referral)
    rate, source = (agreed, "agreement") if agreed is not None else (tier, "tier")
    if rate is None:
        return Refusal("no_rate", case.event.referral.involvement)
    result = Money.exactly(case.event.eligible * rate.exact, case.currency)
    involvement = case.event.referral.involvement if by_involvement or source == "tier" else ""
    steps: tuple[Step, ...] = (
        AtRate(case.eligible(), rate, "agreement" if source == "agreement" else "tier", result, involvement, band),
    )
    if source == "agreement" and tier is not None and tier != rate:
        steps = (*steps, RuleLost("tier", rate=tier))
    return result, steps


def counting_year(case: Case, per: str) -> Window | None:
    """The window a cap by year is counted over, by booked day."""
    match per:
        case "calendar_year":
            return calendar_year(case.event.booked)
        case "agreement_year":
            return window("agreement_year", case.terms.agreement, case.event.booked)
        case _:
            return None
