"""Rates that move with a measure: every valid cell of measure, mode and period (RULINGS, "Tiered rates")."""

from collections.abc import Sequence
from fractions import Fraction

from msgspec.structs import replace

from partnerbook.analysis.ledger.bands import band_at, rate_of, spread
from partnerbook.analysis.ledger.case import Amount, Case, at_rate
from partnerbook.analysis.ledger.eligibility import Refusal
from partnerbook.analysis.ledger.standing import TotalKey
from partnerbook.analysis.ledger.step import Before, Converted, Counted, DealSize, Exchanged, InBands, Portion, Step
from partnerbook.analysis.ledger.windows import window
from partnerbook.core.compensation import TieredEarning
from partnerbook.core.money import Money


def tiered(case: Case, earning: TieredEarning) -> Amount | Refusal:
    """What an event earns at a rate that moves with a measure."""
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
    found = at_rate(
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
    counted = case.standing.of_deal.get((case.event.entry.id, deal.key if deal else ""), Fraction(0))
    before = case.measured(counted, currency) or Fraction(0)
    stood = Before("deal_size", Money.exactly(before, currency), Money.exactly(before + measured, currency))
    return _spread(case, earning, before, measured, *_exchanged(case, measured, currency), stood)


def _by_lifetime(case: Case, earning: TieredEarning) -> Amount | Refusal:
    currency = currency_of(earning)
    measured = case.measured(case.event.eligible, currency)
    before = Fraction(0)
    for other, counted in case.standing.of_client.get((case.pair, case.event.referral.client), {}).items():
        part = case.exchange.measured(counted, other, currency, case.event.booked)
        if part is None:
            return Refusal("exchange_rate_missing", f"{other} {currency}")
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


def currency_of(earning: TieredEarning) -> str:
    """The currency bands of money are in."""
    starts: Sequence[object] = [band.start for band in earning.bands]
    return next(start.currency for start in starts if isinstance(start, Money))


def _exchanged(case: Case, measured: Fraction, currency: str) -> tuple[Step, ...]:
    if currency == case.currency:
        return ()
    return (Exchanged(case.eligible(), Money.exactly(measured, currency), case.event.booked),)
