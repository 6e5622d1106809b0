"""Terms of an agreement, each a little different: what its worked examples ought to notice. Pure.

Each variation changes one term as little as a slip of the pen, or of the arithmetic, would: a rate by a point, an edge
by the smallest step that can change an amount, a window by a day, a word for another of the same kind.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

from msgspec import Struct
from pydantic import BaseModel

from partnerbook.analysis.examples.cases import earning_of
from partnerbook.analysis.ledger.soundness import is_sound
from partnerbook.core.agreement import Agreement, Clawback
from partnerbook.core.compensation import (
    PERIODS_OF_MEASURE,
    Band,
    Cap,
    CountedAt,
    Earning,
    FlatEarning,
    MarginEarning,
    NoEarning,
    PercentageEarning,
    SplitEarning,
    TieredEarning,
    WholesalePrice,
)
from partnerbook.core.finding import FieldPath, dotted
from partnerbook.core.money import Money, Rate, minor_digits
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.vocabulary import Direction, Involvement

DIRECTIONS: tuple[Direction, ...] = ("received", "sent")
INVOLVEMENTS: tuple[Involvement, ...] = ("passive", "standard", "active")
COUNTING: tuple[CountedAt, ...] = ("submitted", "qualified", "won")
_POINT = Decimal(1)

M = TypeVar("M", bound=BaseModel)
Changed = tuple[FieldPath, str, str, Earning]
"""A place within an earning, what stands there, what is tried instead, and the earning with it."""


class Variation(Struct, frozen=True, eq=False):
    """One term, a little different.

    `at` is the term's place in the record, `was` and `now` its values as records write them. `direction` is None
    where both directions go by the term.
    """

    at: FieldPath
    was: str
    now: str
    direction: Direction | None
    agreement: Agreement

    @property
    def term(self) -> str:
        """The term's place in words: `compensation.received.bands[1].rate`."""
        return dotted(self.at)

    @property
    def name(self) -> str:
        """The term and its change: `compensation.received.rate 10% → 11%`."""
        return f"{self.term} {self.was} → {self.now}"


def variations(agreement: Agreement) -> tuple[Variation, ...]:
    """Every variation of the terms an agreement reckons by, as far as an example can speak of them."""
    found: list[Variation] = []
    for direction in DIRECTIONS:
        earning = earning_of(agreement, direction)
        for within, was, now, other in _of_earning(earning) if is_sound(earning) else ():
            if is_sound(other):
                pays = agreement.compensation.model_copy(update={direction: other})
                varied = agreement.model_copy(update={"compensation": pays})
                found.append(Variation(("compensation", direction, *within), was, now, direction, varied))
    return (*found, *_of_clawback(agreement))


def earns_on_money(earning: Earning) -> bool:
    """Whether it earns on what the client pays, so that a refund can take something back."""
    return not isinstance(earning, NoEarning | FlatEarning)


def _of_earning(earning: Earning) -> Iterator[Changed]:
    match earning:
        case FlatEarning():
            yield from _of_fee(earning)
        case PercentageEarning():
            yield from _of_rates(earning, (), earning.rate, earning.rates)
        case TieredEarning():
            yield from _of_bands(earning)
        case SplitEarning():
            yield from _of_shares(earning)
        case MarginEarning():
            yield from _of_prices(earning)
    if isinstance(earning, PercentageEarning | TieredEarning):
        yield from _of_time(earning)
    cap: Cap | None = getattr(earning, "cap", None)
    for amount in _around(cap.amount) if cap is not None else ():
        changed = cap.model_copy(update={"amount": amount}) if cap else None
        yield ("cap", "amount"), str(cap.amount if cap else ""), str(amount), _copy(earning, cap=changed)


def _of_fee(earning: FlatEarning) -> Iterator[Changed]:
    for amount in _around(earning.amount):
        yield ("amount",), str(earning.amount), str(amount), _copy(earning, amount=amount)
    for milestone in COUNTING:
        if milestone != earning.on:
            yield ("on",), earning.on, milestone, _copy(earning, on=milestone)


def _of_rates(
    holder: Earning | Band, at: FieldPath, rate: Rate | None, rates: InvolvementRates | None
) -> Iterator[tuple[FieldPath, str, str, Any]]:
    """A point more or less on each rate of a percentage, or of a band."""
    for changed in _points(rate) if rate is not None else ():
        yield (*at, "rate"), str(rate), str(changed), _copy(holder, rate=changed)
    if rates is None:
        return
    for involvement in INVOLVEMENTS:
        known = rates.of(involvement)
        for changed in _points(known) if known is not None else ():
            others = _copy(rates, **{involvement: changed})
            yield (*at, "rates", involvement), str(known), str(changed), _copy(holder, rates=others)


def _of_bands(earning: TieredEarning) -> Iterator[Changed]:
    for place, band in enumerate(earning.bands):
        at = ("bands", place)
        for within, was, now, changed in _of_rates(band, at, band.rate, band.rates):
            yield within, was, now, _with_band(earning, place, changed)
        for start in _edges(earning, place) if place else ():
            moved = band.model_copy(update={"start": start})
            yield (*at, "from"), str(band.start), str(start), _with_band(earning, place, moved)
    modes, _ = PERIODS_OF_MEASURE[earning.measure]
    for mode in sorted(modes - {earning.mode}) if len(earning.bands) > 1 else ():
        yield ("mode",), earning.mode, mode, _copy(earning, mode=mode)
    if earning.counts is not None and len(earning.bands) > 1:
        # Of referrals that were counted early an example does not say how far they came later.
        for later in COUNTING[COUNTING.index(earning.counts) + 1 :][:1]:
            yield ("counts",), earning.counts, later, _copy(earning, counts=later)
    if earning.minimum_sample is not None:
        for sample in (earning.minimum_sample - 1, earning.minimum_sample + 1):
            if sample > 0:
                yield (
                    ("minimum_sample",),
                    str(earning.minimum_sample),
                    str(sample),
                    _copy(earning, minimum_sample=sample),
                )


def _edges(earning: TieredEarning, place: int) -> Iterator[int | Money | Rate]:
    """Where a band might begin instead: the smallest step up and down that can change an amount."""
    start = earning.bands[place].start
    if isinstance(start, int):
        yield from (start - 1, start + 1)
    elif isinstance(start, Rate):
        step = edge_step(start)
        yield from (Rate(start.percent - step), Rate(start.percent + step))
    else:
        below, here = earning.bands[place - 1 : place + 1]
        unit = minor_unit(start.currency)
        if earning.mode == "marginal":
            difference = _furthest(below, here)
            while difference and unit * difference < minor_unit(start.currency):
                unit *= 10
        yield from (Money(start.amount - unit, start.currency), Money(start.amount + unit, start.currency))


def edge_step(start: Rate) -> Decimal:
    """The smallest step of a rate that somebody would write: a tenth of a point, or its own last decimal."""
    return min(Decimal("0.1"), Decimal(1).scaleb(int(start.percent.as_tuple().exponent)))


def minor_unit(currency: str) -> Decimal:
    """A cent, in a currency that has cents."""
    return Decimal(1).scaleb(-minor_digits(currency))


def _furthest(below: Band, here: Band) -> Decimal:
    """The largest difference between two bands' rates, as a fraction; 0 where they do not differ."""
    pairs = [(below.rate, here.rate)]
    pairs += [
        (below.rates.of(one) if below.rates else below.rate, here.rates.of(one) if here.rates else here.rate)
        for one in INVOLVEMENTS
    ]
    return max((abs(a.fraction - b.fraction) for a, b in pairs if a is not None and b is not None), default=Decimal(0))


def _of_time(earning: PercentageEarning | TieredEarning) -> Iterator[Changed]:
    """Another basis, as far as time tells them apart, and windows a month shorter or longer."""
    months = earning.max_months
    if months is not None and (earning.basis != "first_year" or months <= 12):
        for other in (months - 1, months + 1):
            if other > 0 and not (earning.basis == "first_year" and other > 12):
                yield ("max_months",), str(months), str(other), _copy(earning, max_months=other)
    if earning.basis != "first_year":
        if months is None or months > 12:
            yield ("basis",), earning.basis, "first_year", _copy(earning, basis="first_year")
    elif months is None or months > 12:
        yield ("basis",), earning.basis, "client_lifetime", _copy(earning, basis="client_lifetime")
        for other in (11, 13):
            if months is None or other <= months:
                changed = _copy(earning, basis="client_lifetime", max_months=other)
                yield ("basis",), earning.basis, f"{other} months", changed


def _of_shares(earning: SplitEarning) -> Iterator[Changed]:
    """A point more for one party and less for the next."""
    shares = earning.shares
    for place, share in enumerate(shares):
        following = (place + 1) % len(shares)
        more, less = Rate(share.share.percent + _POINT), Rate(shares[following].share.percent - _POINT)
        changed = list(shares)
        changed[place] = share.model_copy(update={"share": more})
        changed[following] = shares[following].model_copy(update={"share": less})
        yield ("shares", place, "share"), str(share.share), str(more), _copy(earning, shares=tuple(changed))


def _of_prices(earning: MarginEarning) -> Iterator[Changed]:
    for place, price in enumerate(earning.prices):
        at = ("prices", place)
        for amount in _around(price.price) if price.price is not None else ():
            changed = price.model_copy(update={"price": amount})
            yield (*at, "price"), str(price.price), str(amount), _with_price(earning, place, changed)
        for discount in _points(price.discount) if price.discount is not None else ():
            changed = price.model_copy(update={"discount": discount})
            yield (*at, "discount"), str(price.discount), str(discount), _with_price(earning, place, changed)


def _of_clawback(agreement: Agreement) -> Iterator[Variation]:
    """A window a day shorter or longer, the other method, and none at all; both directions go by them."""
    agreed = agreement.clawback
    if agreed is None or not any(earns_on_money(earning_of(agreement, direction)) for direction in DIRECTIONS):
        return

    def varied(at: FieldPath, was: object, now: object, clawback: Clawback | None) -> Variation:
        changed = agreement.model_copy(update={"clawback": clawback})
        return Variation(("clawback", *at), str(was), str(now), None, changed)

    days = agreed.window_days
    for other in (days - 1, days + 1):
        yield varied(("window_days",), days, other, agreed.model_copy(update={"window_days": other}))
    method = "by_time" if agreed.method == "by_amount" else "by_amount"
    yield varied(("method",), agreed.method, method, agreed.model_copy(update={"method": method}))
    yield varied((), agreed.method, "none", None)


def _copy(value: M, **changes: Any) -> M:
    return value.model_copy(update=changes)


def _with_band(earning: TieredEarning, place: int, band: Band) -> TieredEarning:
    return _copy(earning, bands=(*earning.bands[:place], band, *earning.bands[place + 1 :]))


def _with_price(earning: MarginEarning, place: int, price: WholesalePrice) -> MarginEarning:
    return _copy(earning, prices=(*earning.prices[:place], price, *earning.prices[place + 1 :]))


def _points(rate: Rate) -> Iterator[Rate]:
    """A point less and more; none below nothing."""
    if rate.percent > 0:
        yield Rate(max(rate.percent - _POINT, Decimal(0)))
    yield Rate(rate.percent + _POINT)


def _around(amount: Money) -> Iterator[Money]:
    """A minor unit less and more."""
    unit = minor_unit(amount.currency)
    yield from (Money(amount.amount - unit, amount.currency), Money(amount.amount + unit, amount.currency))
