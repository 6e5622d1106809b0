"""AGR: whether what a partner is paid is usual in the program (DOMAIN 8.1)."""

from collections.abc import Iterator, Mapping

from partnerbook.analysis import Records
from partnerbook.core.compensation import PercentageEarning, TieredEarning
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Rate
from partnerbook.core.program_policies import InvolvementRates, RateRange
from partnerbook.core.vocabulary import Involvement
from partnerbook.rules.common import HUNDRED, still_open
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/kontor-interim-2025.md"
_PAYS = (
    "compensation: {{received: {{earn: percentage, basis: first_year, rate: {rate}}}, sent: {{earn: none}}}}\n"
    "examples: []"
)


@rule(
    "AGR056",
    "rate-out-of-usual-range",
    Severity.WARNING,
    summary="An agreement in force pays a partner more, or less, than the program's usual range.",
    why=(
        "Below the range partners feel undervalued, above it an agreement needs a reason (DOMAIN 8.1). One rate for "
        "every involvement counts as standard; a band that has to be reached may go as far as the widest range. What "
        "partners pay us is theirs to call usual."
    ),
    bad=Example(_AGREEMENT, _PAYS.format(rate="15.5%")),
    good=Example(_AGREEMENT, _PAYS.format(rate="15%")),
)
def rate_out_of_range(current: Records) -> Iterator[Breach]:
    program = current.book.program
    if program is None or not program.record.rates:
        return
    ranges = {known.involvement: known for known in program.record.rates}
    for entry in current.book.agreements.values():
        if entry.record.signed is None or not still_open(entry.record, current.as_of):
            continue
        earning = entry.record.compensation.received
        found: list[tuple[FieldPath, str]] = []
        if isinstance(earning, PercentageEarning):
            found += _unusual(ranges, (), earning.rate, earning.rates)
        elif isinstance(earning, TieredEarning):
            for place, band in enumerate(earning.bands):
                found += _unusual(ranges, ("bands", place), band.rate, band.rates, is_reached=place > 0)
        for at, message in found:
            yield Breach(
                entry,
                ("compensation", "received", *at),
                message,
                "Agree on a usual rate at the next occasion, write the reason into a waiver with an end date, or widen "
                "`rates` of records/program.md.",
            )


def _unusual(
    ranges: Mapping[Involvement, RateRange],
    at: FieldPath,
    rate: Rate | None,
    rates: InvolvementRates | None,
    *,
    is_reached: bool = False,
) -> Iterator[tuple[FieldPath, str]]:
    """Rates outside their range; of a band that has to be reached, outside all of them."""
    for place, involvement, value in _given(at, rate, rates):
        usual = ranges.values() if is_reached else [ranges[involvement]] if involvement in ranges else ()
        if not usual:
            continue
        lowest, highest = min(one.lowest for one in usual), max(one.highest for one in usual)
        if not lowest <= value <= highest and value.percent <= HUNDRED:  # what is impossible is told as that
            kind = "any" if is_reached else f"`{involvement}`"
            yield place, f"{value} for {kind} involvement lies outside the usual {lowest} to {highest}"


def _given(
    at: FieldPath, rate: Rate | None, rates: InvolvementRates | None
) -> Iterator[tuple[FieldPath, Involvement, Rate]]:
    """Each rate that is written down, where it stands, and the involvement it is for."""
    if rate is not None:
        yield (*at, "rate"), "standard", rate
    involvements: tuple[Involvement, ...] = ("passive", "standard", "active")
    for involvement in involvements:
        own = rates.of(involvement) if rates is not None else None
        if own is not None:
            yield (*at, "rates", involvement), involvement, own
