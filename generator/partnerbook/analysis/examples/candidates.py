"""Cases in round figures that a worked example could be made of, the simplest first. Pure."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from partnerbook.analysis.examples.cases import earning_of
from partnerbook.analysis.examples.variations import (
    COUNTING,
    DIRECTIONS,
    earns_on_money,
    edge_step,
    minor_unit,
)
from partnerbook.analysis.ledger.soundness import is_sound
from partnerbook.core.agreement import Agreement
from partnerbook.core.compensation import (
    Cap,
    Earning,
    FlatEarning,
    MarginEarning,
    NoEarning,
    PercentageEarning,
    SplitEarning,
    TieredEarning,
)
from partnerbook.core.money import Money, Rate
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.vocabulary import Direction, Involvement
from partnerbook.core.worked_example import ExampleCase

_ROUND = 10_000
"""What a client pays in a case where the amount does not matter."""
_YEAR = 12

Fields = Mapping[str, Any]
"""What a case gives besides its direction."""


def candidates(agreement: Agreement, currency: str) -> tuple[ExampleCase, ...]:
    """Cases at every edge, window and word of the terms; `currency` holds where the terms name none."""
    found: dict[str, ExampleCase] = {}
    for direction in DIRECTIONS:
        earning = earning_of(agreement, direction)
        if isinstance(earning, NoEarning) or not is_sound(earning):
            continue
        own = currency_of(agreement, direction) or currency
        for fields in (*_of_earning(earning, own), *_of_clawback(agreement, earning, own)):
            case = ExampleCase(direction=direction, **fields)
            found.setdefault(repr(case), case)
    return tuple(found.values())


def currency_of(agreement: Agreement, direction: Direction) -> str | None:
    """The currency that terms, or the examples signed with them, speak of; None where nothing does."""
    earning = earning_of(agreement, direction)
    cap: Cap | None = getattr(earning, "cap", None)
    named: list[object] = [band.start for band in getattr(earning, "bands", ())]
    named += [price.price for price in getattr(earning, "prices", ())]
    named += [cap.amount if cap else None, getattr(earning, "amount", None)]
    named += [example.pays for example in agreement.examples if example.given.direction == direction]
    return next((money.currency for money in named if isinstance(money, Money)), None)


def _of_earning(earning: Earning, currency: str) -> Iterator[Fields]:
    usual = {"payments": (_money(_ROUND, currency),)}
    match earning:
        case FlatEarning():
            yield from ({"reached": milestone} for milestone in COUNTING)
        case SplitEarning():
            yield usual
        case MarginEarning():
            yield from _sales(earning, currency)
        case PercentageEarning():
            yield from (_with(usual, involvement) for involvement in _involvements(earning.rate, earning.rates))
            yield from _later(earning, usual)
            yield from _beyond_the_cap(earning, earning.cap, earning.rate, earning.rates)
        case TieredEarning():
            yield usual
            for place, band in enumerate(earning.bands):
                for involvement in _involvements(band.rate, band.rates):
                    yield from (_with(fields, involvement) for fields in _at_edge(earning, place, currency))
            yield from _later(earning, usual)
            first = earning.bands[0]
            yield from _beyond_the_cap(earning, earning.cap, first.rate, first.rates)


def _with(fields: Fields, involvement: Involvement) -> Fields:
    return fields if involvement == "standard" else {"involvement": involvement, **fields}


def _involvements(rate: Rate | None, rates: InvolvementRates | None) -> tuple[Involvement, ...]:
    """The involvements a rate tells apart."""
    if rate is not None or rates is None:
        return ("standard",)
    usual_first: tuple[Involvement, ...] = ("standard", "passive", "active")
    return tuple(one for one in usual_first if rates.of(one) is not None)


def _at_edge(earning: TieredEarning, place: int, currency: str) -> Iterator[Fields]:
    """Cases on the edge of a band, and one step below it."""
    start = earning.bands[place].start
    usual = {"payments": (_money(_ROUND, currency),)}
    match start:
        case int():
            for at in (start, start - 1) if place else (start,):
                yield {"place": at, **usual}
                if at > 1:
                    yield {"place": at, "revenue_before": _money(_ROUND * (at - 1), currency), **usual}
        case Rate():
            sample = {"sample": earning.minimum_sample} if earning.minimum_sample else {}
            yield {"conversion": start, **sample, **usual}
            if place:
                yield {"conversion": Rate(start.percent - edge_step(start)), **sample, **usual}
            if earning.minimum_sample and earning.minimum_sample > 1:
                yield {"conversion": start, "sample": earning.minimum_sample - 1, **usual}
        case Money() if place:
            below = Money(start.amount - minor_unit(start.currency), start.currency)
            yield from _at_amount(earning, start, below)


def _at_amount(earning: TieredEarning, edge: Money, below: Money) -> Iterator[Fields]:
    usual = {"payments": (_money(_ROUND, edge.currency),)}
    half = _money(_ROUND // 2, edge.currency)
    before = {"revenue": "revenue_before", "client_lifetime_value": "lifetime_before"}.get(earning.measure)
    if earning.mode == "marginal":
        if before is not None and edge > half:
            yield {before: edge - half, **usual}
        yield {"payments": (edge + half,)}
        return
    if before is not None and earning.mode == "step":
        yield from ({before: amount, **usual} for amount in (edge, below))
        if edge > half:
            yield {before: edge - half, **usual}
        return
    yield from ({"payments": (amount,)} for amount in (edge, below))
    if before is not None:
        yield {before: edge, **usual}


def _sales(earning: MarginEarning, currency: str) -> Iterator[Fields]:
    """One sale of each service: at its list price, or half above its fixed price."""
    for price in earning.prices:
        if price.price is not None:
            yield {"service": price.service, "payments": (_round_up(price.price, Fraction(3, 2), 1),)}
        else:
            listed = _money(_ROUND, currency)
            yield {"service": price.service, "list_price": listed, "payments": (listed,)}


def _later(earning: PercentageEarning | TieredEarning, usual: Fields) -> Iterator[Fields]:
    """The last month of each window, and the first one after it."""
    for months in dict.fromkeys((_YEAR, earning.max_months)):
        if months is not None:
            yield from ({**usual, "months_since_first_payment": after} for after in (months - 1, months))


def _beyond_the_cap(
    earning: Earning, cap: Cap | None, rate: Rate | None, rates: InvolvementRates | None
) -> Iterator[Fields]:
    """A payment large enough that the cap holds."""
    for involvement in _involvements(rate, rates) if cap is not None else ():
        known = rates.of(involvement) if rates is not None else rate
        if cap is not None and known is not None and known.percent > 0:
            yield _with({"payments": (_round_up(cap.amount, Fraction(5, 4) / known.exact, 1000),)}, involvement)


def _of_clawback(agreement: Agreement, earning: Earning, currency: str) -> Iterator[Fields]:
    """A quarter refunded on the last day of the window, and on the day after it."""
    agreed = agreement.clawback
    if agreed is None or not earns_on_money(earning):
        return
    base: Fields = next(iter(_of_earning(earning, currency)))
    paid: Money = base["payments"][0]
    unused = {"months_unused": 6} if agreed.method == "by_time" else {}
    for days in (agreed.window_days, agreed.window_days + 1):
        yield {**base, "refunds": (paid.part(Fraction(1, 4)),), "refund_after_days": days, **unused}


def _money(amount: int, currency: str) -> Money:
    return Money.exactly(Fraction(amount), currency)


def _round_up(amount: Money, factor: Fraction, unit: int) -> Money:
    """A multiple of an amount, up to the next whole unit."""
    exact = Fraction(amount.amount) * factor / unit
    whole = (Decimal(exact.numerator) / Decimal(exact.denominator)).to_integral_value(ROUND_CEILING)
    return Money.exactly(Fraction(whole) * unit, amount.currency)
