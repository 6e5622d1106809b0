"""Whether terms can be reckoned with at all; the AGR rules say what is wrong where they cannot."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from partnerbook.core.compensation import (
    PERIODS_OF_MEASURE,
    Band,
    Earning,
    MarginEarning,
    Measure,
    PercentageEarning,
    Share,
    SplitEarning,
    TieredEarning,
)
from partnerbook.core.money import Money, Rate
from partnerbook.core.program_policies import InvolvementRates

_START: dict[Measure, type[int] | type[Money] | type[Rate]] = {
    "referrals": int,
    "revenue": Money,
    "deal_size": Money,
    "client_lifetime_value": Money,
    "conversion_rate": Rate,
}
"""What the bands of a measure begin at."""


def is_sound(earning: Earning) -> bool:
    """Whether an earning has one meaning."""
    match earning:
        case PercentageEarning():
            return _rates_are_sound(earning.rate, earning.rates)
        case TieredEarning():
            modes, periods = PERIODS_OF_MEASURE[earning.measure]
            return (
                earning.mode in modes
                and earning.period in periods
                and (earning.counts is not None) == (earning.measure == "referrals")
                and _bands_are_sound(earning)
            )
        case SplitEarning():
            return shares_are_sound(earning.shares)
        case MarginEarning():
            return all((price.price is None) != (price.discount is None) for price in earning.prices)
        case _:
            return True


def shares_are_sound(shares: Sequence[Share]) -> bool:
    """Whether an amount can be split by these shares: none negative, each party once, not all zero."""
    parties = [share.party for share in shares]
    return (
        len(set(parties)) == len(parties)
        and all(share.share.percent >= 0 for share in shares)
        and any(share.share.percent > 0 for share in shares)
    )


def _bands_are_sound(earning: TieredEarning) -> bool:
    kind = _START[earning.measure]
    bands = earning.bands
    if not all(isinstance(band.start, kind) and _rates_are_sound(band.rate, band.rates) for band in bands):
        return False
    if len({band.start.currency for band in bands if isinstance(band.start, Money)}) > 1:
        return False
    edges = [edge(band) for band in bands]
    return edges == sorted(set(edges)) and edges[0] <= (1 if earning.measure == "referrals" else 0)


def edge(band: Band) -> Decimal:
    """Where a band begins, as a plain number of what its measure counts."""
    match band.start:
        case Money():
            return band.start.amount
        case Rate():
            return band.start.percent
        case _:
            return Decimal(band.start)


def _rates_are_sound(rate: Rate | None, rates: InvolvementRates | None) -> bool:
    # Neither is sound: then the tier's default holds, where there is one.
    known: Iterable[Rate | None] = (rate,) if rates is None else (rates.passive, rates.standard, rates.active)
    return (rate is None or rates is None) and all(one is None or one.percent >= 0 for one in known)
