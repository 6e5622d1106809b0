"""What one event earns, before shares of claims and caps: each kind of earning in turn (RULINGS, "What earns").

Nothing here changes what stands; the walk does that when it takes the result.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from partnerbook.analysis.ledger.bands import band_at, rate_of, spread
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.events import Event
from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.line import (
    AtRate,
    Basis,
    Before,
    Converted,
    Counted,
    DealSize,
    Exchanged,
    Fee,
    InBands,
    Margin,
    Portion,
    RuleLost,
    Step,
    TriggerKind,
)
from partnerbook.analysis.ledger.standing import Pair, Standing, TotalKey
from partnerbook.analysis.ledger.terms_in_force import TermsOfEvent
from partnerbook.analysis.ledger.windows import Window, calendar_year, window
from partnerbook.core.compensation import (
    FlatEarning,
    MarginEarning,
    PercentageEarning,
    TieredEarning,
    WholesalePrice,
)
from partnerbook.core.money import Money, Rate

TRIGGERS: dict[str, TriggerKind] = {
    "payment": "client_payment",
    "invoice": "invoice",
    "start": "project_start",
    "completion": "completion",
    "fee": "milestone",
}
"""The trigger that each kind of event is."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What an event earns in all, and how it was reckoned.

    `total` names the period's total a rate by revenue goes by. A retroactive rate has its `window` and the `band` the
    period has reached.
    """

    money: Money
    steps: tuple[Step, ...]
    total: TotalKey | None = None
    window: Window | None = None
    band: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
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
        return (Basis(TRIGGERS[self.event.kind], self.event.whole, self.eligible()),)

    def measured(self, amount: Fraction, currency: str) -> Fraction | None:
        """An amount of the event's currency in that of bands."""
        return self.exchange.measured(amount, self.currency, currency, self.event.booked)


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
            agreed = _tiered(case, earning)
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


def _at_rate(
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


def _percentage(case: Case, earning: PercentageEarning) -> Amount | Refusal:
    involved = earning.rates is not None
    agreed = earning.rates.of(case.event.referral.involvement) if earning.rates is not None else earning.rate
    found = _at_rate(case, agreed, by_involvement=involved)
    return found if isinstance(found, Refusal) else Amount(found[0], (*case.basis(), *found[1]))


def _tiered(case: Case, earning: TieredEarning) -> Amount | Refusal:
    match earning.measure:
        case "referrals":
            return _by_place(case, earning)
        case "revenue":
            return _by_revenue(case, earning)
        case "deal_size":
            return _by_deal(case, earning)
        case "client_lifetime_value":
            return _by_lifetime(case, earning)
        case _:
            return _by_conversion(case, earning)


def _in_band(case: Case, earning: TieredEarning, band: int, *steps: Step) -> Amount | Refusal:
    """All of the event at one band's rate."""
    chosen = earning.bands[band]
    found = _at_rate(
        case,
        rate_of(chosen, case.event.referral.involvement),
        band=band,
        by_involvement=chosen.rates is not None,
    )
    return found if isinstance(found, Refusal) else Amount(found[0], (*case.basis(), *steps, *found[1]))


def _by_place(case: Case, earning: TieredEarning) -> Amount | Refusal:
    counts = earning.counts or "won"
    referral = case.event.entry.id
    day = case.standing.counted_on(case.pair, counts, referral) or case.event.booked
    over = window(earning.period, case.terms.agreement, day)
    place = case.standing.place(case.pair, counts, referral, over)
    if earning.mode == "step":
        return _in_band(case, earning, band_at(earning.bands, place), Counted(place, counts, *over))
    reached = max(place, case.standing.count(case.pair, counts, over))
    band = band_at(earning.bands, reached)
    found = _in_band(case, earning, band, Counted(reached, counts, *over))
    return found if isinstance(found, Refusal) else replace(found, window=over, band=band)


def _by_revenue(case: Case, earning: TieredEarning) -> Amount | Refusal:
    over = window(earning.period, case.terms.agreement, case.event.booked)
    currency = currency_of(earning)
    measured = case.measured(case.event.eligible, currency)
    if measured is None:
        return Refusal("exchange_rate_missing", f"{case.currency} {currency}")
    key: TotalKey = (case.pair, over, currency)
    before = case.standing.totals.get(key, Fraction(0))
    stood = Before("revenue", Money.exactly(before, currency), Money.exactly(before + measured, currency), *over)
    steps = (*_exchanged(case, measured, currency), stood)
    if earning.mode == "marginal":
        found = _spread(case, earning, before, measured, *steps)
    elif earning.mode == "step":
        found = _in_band(case, earning, band_at(earning.bands, before), *steps)
    else:
        band = band_at(earning.bands, before + measured)
        found = _in_band(case, earning, band, *steps)
        if isinstance(found, Amount):
            found = replace(found, window=over, band=band)
    return found if isinstance(found, Refusal) else replace(found, total=key)


def _by_deal(case: Case, earning: TieredEarning) -> Amount | Refusal:
    currency, deal = currency_of(earning), case.event.deal
    value = deal.value if deal is not None else case.eligible()
    size = case.exchange.measured(Fraction(value.amount), value.currency, currency, case.event.booked)
    measured = case.measured(case.event.eligible, currency)
    if size is None or measured is None:
        return Refusal("exchange_rate_missing", f"{case.currency} {currency}")
    if earning.mode == "per_deal":
        return _in_band(case, earning, band_at(earning.bands, size), DealSize(value))
    paid = case.standing.paid_on_deal.get((case.event.entry.id, deal.key if deal else ""), Fraction(0))
    before = case.measured(paid, currency) or Fraction(0)
    stood = Before("deal_size", Money.exactly(before, currency), Money.exactly(before + measured, currency))
    return _spread(case, earning, before, measured, *_exchanged(case, measured, currency), stood)


def _by_lifetime(case: Case, earning: TieredEarning) -> Amount | Refusal:
    currency = currency_of(earning)
    measured = case.measured(case.event.eligible, currency)
    before = Fraction(0)
    for paid_in, paid in case.standing.paid_by_client.get((case.pair, case.event.referral.client), {}).items():
        part = case.exchange.measured(paid, paid_in, currency, case.event.booked)
        if part is None:
            return Refusal("exchange_rate_missing", f"{paid_in} {currency}")
        before += part
    if measured is None:
        return Refusal("exchange_rate_missing", f"{case.currency} {currency}")
    after = Money.exactly(before + measured, currency)
    stood = Before("client_lifetime_value", Money.exactly(before, currency), after)
    steps = (*_exchanged(case, measured, currency), stood)
    if earning.mode == "marginal":
        return _spread(case, earning, before, measured, *steps)
    return _in_band(case, earning, band_at(earning.bands, before), *steps)


def _by_conversion(case: Case, earning: TieredEarning) -> Amount | Refusal:
    minimum = earning.minimum_sample or 1
    won, decided = case.standing.converted.get(case.event.entry.id, (0, 0))
    converted = case.standing.given_conversion or Converted(won, decided, minimum)
    converted = replace(converted, minimum_sample=minimum)
    percent = Fraction(100 * won, decided) if decided else Fraction(0)
    if converted.given is not None:
        percent = Fraction(converted.given.percent)
    band = band_at(earning.bands, percent) if converted.enough else 0
    return _in_band(case, earning, band, converted)


def _spread(case: Case, earning: TieredEarning, before: Fraction, measured: Fraction, *steps: Step) -> Amount | Refusal:
    """Each band's money at that band's rate; what was measured in another currency is split in proportion."""
    exact, portions = Fraction(0), []
    for band, part in spread(earning.bands, before, measured):
        rate = rate_of(earning.bands[band], case.event.referral.involvement)
        if rate is None:
            rate = case.terms.tier_rate(case.event.referral)
        if rate is None:
            return Refusal("no_rate", case.event.referral.involvement)
        own = case.event.eligible * part / measured
        exact += own * rate.exact
        portions.append(Portion(Money.exactly(own, case.currency), rate, band))
    result = Money.exactly(exact, case.currency)
    return Amount(result, (*case.basis(), *steps, InBands(tuple(portions), result)))


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


def currency_of(earning: TieredEarning) -> str:
    """The currency bands of money are in."""
    starts: Sequence[object] = [band.start for band in earning.bands]
    return next(start.currency for start in starts if isinstance(start, Money))


def _exchanged(case: Case, measured: Fraction, currency: str) -> tuple[Step, ...]:
    if currency == case.currency:
        return ()
    return (Exchanged(case.eligible(), Money.exactly(measured, currency), case.event.booked),)


def counting_year(case: Case, per: str) -> Window | None:
    """The window a cap by year is counted over, by booked day."""
    match per:
        case "calendar_year":
            return calendar_year(case.event.booked)
        case "agreement_year":
            return window("agreement_year", case.terms.agreement, case.event.booked)
        case _:
            return None
