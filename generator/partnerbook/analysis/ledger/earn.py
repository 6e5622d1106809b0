"""What one event earns, before shares of claims and caps: each kind of earning in turn (RULINGS, "What earns").

Nothing here changes what stands; the walk does that when it takes the result.
"""

from fractions import Fraction

from msgspec.structs import replace

from partnerbook.analysis.ledger.case import Amount, Case, at_rate
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.step import AtRate, Fee, InBands, Margin, RuleLost, Step
from partnerbook.analysis.ledger.tiers import tiered
from partnerbook.core.compensation import (
    FlatEarning,
    MarginEarning,
    PercentageEarning,
    TieredEarning,
    WholesalePrice,
)
from partnerbook.core.money import Money, Rate


def earned(case: Case) -> Amount | Refusal:
    """What the event earns by the rule that wins: the referral's own, the agreement's, the tier's default."""
    override, earning = case.terms.override, case.terms.earning
    if override is not None and override.amount is not None:
        return _own_fee(case, override.amount)
    match earning:
        case FlatEarning():
            return Amount(earning.amount, (Fee(earning.amount, "agreement"),))
        case MarginEarning():
            return _margin(case, earning)
        case PercentageEarning():
            agreed = _percentage(case, earning)
        case TieredEarning():
            agreed = tiered(case, earning)
        case _:
            return Refusal("earns_nothing", case.terms.entry.id)
    return agreed if override is None or override.rate is None else _own_rate(case, override.rate, agreed)


def _own_fee(case: Case, fee: Money) -> Amount | Refusal:
    override = case.terms.override
    once = (case.event.entry.id, (override.deal if override else None) or "")
    if once in case.standing.fees:
        return Refusal("fee_already_earned", once[1])
    lost = case.terms.agreement.compensation
    agreed = getattr(lost, case.event.referral.direction)
    losers = (RuleLost("agreement", amount=agreed.amount),) if isinstance(agreed, FlatEarning) else ()
    return Amount(fee, (*case.basis(), Fee(fee, "override"), *losers))


def _own_rate(case: Case, rate: Rate, agreed: Amount | Refusal) -> Amount:
    """The referral's own rate, with the agreement's as the loser; its money counts in the period all the same."""
    result = Money.exactly(case.event.eligible * rate.exact, case.currency)
    steps: list[Step] = [*case.basis(), AtRate(case.eligible(), rate, "override", result)]
    if isinstance(agreed, Refusal):
        return Amount(result, tuple(steps))
    for step in agreed.steps:
        if isinstance(step, AtRate) and step.source == "agreement":
            steps.append(RuleLost("agreement", rate=step.rate))
        elif isinstance(step, InBands):
            steps.append(RuleLost("agreement", amount=step.result))
        elif isinstance(step, RuleLost):
            steps.append(step)
    return replace(agreed, money=result, steps=tuple(steps), window=None, band=None)


def _percentage(case: Case, earning: PercentageEarning) -> Amount | Refusal:
    involved = earning.rates is not None
    agreed = earning.rates.of(case.event.referral.involvement) if earning.rates is not None else earning.rate
    found = at_rate(case, agreed, by_involvement=involved)
    return found if isinstance(found, Refusal) else Amount(found[0], (*case.basis(), *found[1]))


def _margin(case: Case, earning: MarginEarning) -> Amount | Refusal:
    deal = case.event.deal
    service = (deal.service if deal else None) or case.event.referral.service
    price = next((known for known in earning.prices if known.service == service), None)
    if deal is None or price is None:
        return Refusal("no_wholesale_price", service)
    wholesale = _wholesale(price, deal.list_price or deal.value)
    if wholesale is None or wholesale.currency != deal.value.currency or not deal.value.amount:
        return Refusal("no_wholesale_price", service)
    margin = Fraction(deal.value.amount) - Fraction(wholesale.amount)
    if margin <= 0:
        return Refusal("below_wholesale_price", service)
    result = Money.exactly(case.event.eligible * margin / Fraction(deal.value.amount), case.currency)
    return Amount(result, (*case.basis(), Margin(deal.value, wholesale, case.eligible(), result)))


def _wholesale(price: WholesalePrice, listed: Money) -> Money | None:
    if price.price is not None:
        return price.price
    return listed - price.discount.of(listed) if price.discount is not None else None
