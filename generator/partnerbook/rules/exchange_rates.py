"""SCH: exchange rates that cannot be right beside the others of the same two currencies."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, Severity
from partnerbook.core.program_figures import ExchangeRate
from partnerbook.rules.registry import Breach, rule

_APART = Decimal(3)
"""From one entry to the next no currency that a program reckons in has moved so far."""
_MOVED = Decimal("0.10")
_CLOSE = Decimal("0.05")
_PROGRAM = "records/program.md"
_RATES = "exchange_rates: [{{on: 2026-01-02, currency: USD, into: EUR, rate: 0.9214}}, {second}]"


@rule(
    "SCH078",
    "exchange-rate-out-of-line",
    Severity.ERROR,
    summary="An exchange rate is far from the others of the same two currencies, or upside down.",
    why=(
        "Caps, bands, limits of approval and minimums are measured at the rate of the day, straight "
        "or inverse (RULINGS, "
        "Amounts). A shifted point or a rate written the wrong way round moves them all, and no other figure shows it."
    ),
    bad=Example(_PROGRAM, _RATES.format(second="{on: 2026-04-01, currency: EUR, into: USD, rate: 0.92}")),
    good=Example(_PROGRAM, _RATES.format(second="{on: 2026-04-01, currency: EUR, into: USD, rate: 1.09}")),
)
def out_of_line(current: Records) -> Iterator[Breach]:
    program = current.book.program
    if program is None:
        return
    pairs: dict[frozenset[str], list[tuple[date, int, Decimal, ExchangeRate]]] = {}
    for place, known in enumerate(program.record.exchange_rates):
        if known.currency != known.into and known.rate > 0:
            one_way = known.currency < known.into
            worth = Decimal(known.rate) if one_way else 1 / Decimal(known.rate)
            pairs.setdefault(frozenset((known.currency, known.into)), []).append((known.on, place, worth, known))
    for rates in pairs.values():
        rates.sort(key=lambda rate: rate[:2])
        for at, (on, place, worth, known) in enumerate(rates):
            near = _nearest(rates, at)
            problems = [_problem(worth, other) for _, _, other, _ in near]
            # Of two that do not fit each other the later one is told: it is the one that was written last.
            if not near or not all(problems) or (len(near) == 1 and at == 0):
                continue
            before = near[0][3]
            yield Breach(
                program,
                ("exchange_rates", place, "rate"),
                f"{known.rate} {known.into} for one {known.currency} on {on} {problems[0]}: "
                f"{before.rate} {before.into} for one {before.currency} on {before.on}",
                "Look the rate up again: one unit of `currency` in units of `into`, with the point where it belongs.",
            )


def _nearest(
    rates: Sequence[tuple[date, int, Decimal, ExchangeRate]], at: int
) -> list[tuple[date, int, Decimal, ExchangeRate]]:
    """The two others that are nearest in time, the nearest first; one where there is only one."""
    others = sorted((abs((rate[0] - rates[at][0]).days), place) for place, rate in enumerate(rates) if place != at)
    return [rates[place] for _, place in others[:2]]


def _problem(worth: Decimal, other: Decimal) -> str:
    """What is wrong with a rate beside another of the same direction; empty where nothing is."""
    apart = worth / other
    if abs(worth * other - 1) < _CLOSE and abs(apart - 1) > _MOVED:
        return "seems to be the wrong way round"
    return "is more than three times apart" if apart > _APART or apart < 1 / _APART else ""
