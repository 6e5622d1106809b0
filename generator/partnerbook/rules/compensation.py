"""AGR: measure, mode, period and bands of a tiered rate (RULINGS)."""

from collections.abc import Iterator
from decimal import Decimal

from partnerbook.analysis import Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.compensation import PERIODS_OF_MEASURE, Band, Earning, Measure, TieredEarning
from partnerbook.core.finding import Example, Severity
from partnerbook.core.money import Money, Rate
from partnerbook.rules.common import DIRECTIONS
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"


def _tiers(
    *,
    measure: str = "referrals, counts: qualified",
    mode: str = "step",
    period: str = "calendar_year",
    bands: str = "{from: 1, rate: 10%}, {from: 4, rate: 15%}",
) -> Example:
    """The specimen agreement with other tiers for what we pay, nothing in return, and no worked examples."""
    tiers = f"earn: tiered, measure: {measure}, mode: {mode}, period: {period}, basis: first_project, bands: [{bands}]"
    return Example(_AGREEMENT, f"compensation: {{received: {{{tiers}}}, sent: {{earn: none}}}}\nexamples: []")


_MONEY_BANDS = "{from: 0.00 EUR, rate: 5%}, {from: 10000.00 EUR, rate: 7%}"


def earnings(current: Records) -> Iterator[tuple[Entry[Agreement], str, Earning]]:
    """What each direction of each agreement earns."""
    for entry in current.book.agreements.values():
        for direction in DIRECTIONS:
            yield entry, direction, getattr(entry.record.compensation, direction)


def _tiered(current: Records) -> Iterator[tuple[Entry[Agreement], str, TieredEarning]]:
    for entry, direction, earning in earnings(current):
        if isinstance(earning, TieredEarning):
            yield entry, direction, earning


@rule(
    "AGR040",
    "measure-mode-period",
    Severity.ERROR,
    summary="The measure, mode and period of a tiered rate do not go together.",
    why=(
        "Only some combinations say one thing: a rate by the size of a deal cannot be counted over a year, nor one by "
        "conversion be marginal. The same bands pay 2,050, 3,000 or something between, as the mode says (RULINGS)."
    ),
    bad=_tiers(mode="marginal"),
    good=_tiers(mode="retroactive"),
)
def matrix(current: Records) -> Iterator[Breach]:
    for entry, direction, tiers in _tiered(current):
        modes, periods = PERIODS_OF_MEASURE[tiers.measure]
        for step, word, possible in (("mode", tiers.mode, modes), ("period", tiers.period, periods)):
            if word not in possible:
                yield Breach(
                    entry,
                    ("compensation", direction, step),
                    f"the {step} `{word}` means nothing for the measure `{tiers.measure}`",
                    f"For `{tiers.measure}` write {_either(possible)}, or choose another measure.",
                )


def _either(words: frozenset[str]) -> str:
    return " or ".join(f"`{word}`" for word in sorted(words))


@rule(
    "AGR041",
    "first-band-start",
    Severity.ERROR,
    summary="The first band of a tiered rate does not begin at the beginning.",
    why=(
        "Bands begin at 0, counts at 1, and leave no gap (RULINGS). A referral below the first band would earn by no "
        "band at all; where it earns nothing, a first band of 0% says so."
    ),
    bad=_tiers(bands="{from: 2, rate: 10%}, {from: 4, rate: 15%}"),
    good=_tiers(bands="{from: 1, rate: 0%}, {from: 2, rate: 10%}, {from: 4, rate: 15%}"),
)
def first_band(current: Records) -> Iterator[Breach]:
    for entry, direction, tiers in _tiered(current):
        if any(not _suits(tiers.measure, band) for band in tiers.bands):
            continue
        beginning = 1 if tiers.measure == "referrals" else 0
        if _size(tiers.bands[0]) != beginning:
            yield Breach(
                entry,
                ("compensation", direction, "bands", 0, "from"),
                f"the first band begins at {tiers.bands[0].start}, not at {beginning}",
                f"Let it begin at {beginning}; where the first ones earn nothing, add a band with `rate: 0%`.",
            )


@rule(
    "AGR042",
    "bands-not-ascending",
    Severity.ERROR,
    summary="Bands of a tiered rate do not ascend, or two begin at the same place.",
    why=(
        "Each band reaches up to the next (RULINGS). Out of order, or twice from the same start, a figure lies in two "
        "bands and earns two rates."
    ),
    bad=_tiers(bands="{from: 1, rate: 10%}, {from: 11, rate: 20%}, {from: 4, rate: 15%}"),
    good=_tiers(bands="{from: 1, rate: 10%}, {from: 4, rate: 15%}, {from: 11, rate: 20%}"),
)
def bands_not_ascending(current: Records) -> Iterator[Breach]:
    for entry, direction, tiers in _tiered(current):
        if any(not _suits(tiers.measure, band) for band in tiers.bands):
            continue
        for place in range(1, len(tiers.bands)):
            below, band = tiers.bands[place - 1], tiers.bands[place]
            if _size(band) <= _size(below):
                yield Breach(
                    entry,
                    ("compensation", direction, "bands", place, "from"),
                    f"a band from {band.start} follows one from {below.start}",
                    "Put the bands in ascending order, each start once.",
                )


@rule(
    "AGR043",
    "band-start-of-wrong-kind",
    Severity.ERROR,
    summary="A band begins at something else than the measure counts, or in another currency.",
    why=(
        "Referrals are counted (`from: 4`), revenue is an amount (`from: 10000.00 EUR`), conversion a rate (`from: "
        "50%`). A count among amounts, or dollars among euros, cannot be compared (RULINGS)."
    ),
    bad=_tiers(measure="revenue", bands="{from: 1, rate: 5%}, {from: 4, rate: 7%}"),
    good=_tiers(measure="revenue", bands=_MONEY_BANDS),
)
def wrong_kind_of_start(current: Records) -> Iterator[Breach]:
    for entry, direction, tiers in _tiered(current):
        currencies = list(dict.fromkeys(band.start.currency for band in tiers.bands if isinstance(band.start, Money)))
        for place, band in enumerate(tiers.bands):
            if not _suits(tiers.measure, band):
                problem = f"a band begins at {band.start}, but the measure `{tiers.measure}` needs {_needs(tiers)}"
            elif isinstance(band.start, Money) and band.start.currency != currencies[0]:
                problem = f"a band begins in {band.start.currency}, the first in {currencies[0]}"
            else:
                continue
            yield Breach(
                entry,
                ("compensation", direction, "bands", place, "from"),
                problem,
                f"Write every `from` as {_needs(tiers)}, all in one currency.",
            )


def _needs(tiers: TieredEarning) -> str:
    match tiers.measure:
        case "referrals":
            return "a count like 4"
        case "conversion_rate":
            return "a rate like 50%"
        case _:
            return "an amount like 10000.00 EUR"


def _suits(measure: Measure, band: Band) -> bool:
    """Whether a band's start is of the kind its measure counts in."""
    match measure:
        case "referrals":
            return isinstance(band.start, int)
        case "conversion_rate":
            return isinstance(band.start, Rate)
        case _:
            return isinstance(band.start, Money)


def _size(band: Band) -> Decimal:
    """A band's start as a bare number, to compare it with others of its kind."""
    match band.start:
        case Money(amount=amount):
            return amount
        case Rate(percent=percent):
            return percent
        case count:
            return Decimal(count)


@rule(
    "AGR046",
    "counts-out-of-place",
    Severity.ERROR,
    summary="`counts` is missing where referrals are counted, or stands where they are not.",
    why=(
        "Whether a referral takes its place when submitted, qualified or won moves every later rate (RULINGS). For "
        "other measures the word has no meaning, and whoever wrote it expects one."
    ),
    bad=_tiers(measure="referrals"),
    good=_tiers(measure="referrals, counts: qualified"),
)
def counts_out_of_place(current: Records) -> Iterator[Breach]:
    for entry, direction, tiers in _tiered(current):
        if tiers.measure == "referrals" and tiers.counts is None:
            yield Breach(
                entry,
                ("compensation", direction, "measure"),
                "the tiers count referrals, but do not say when one counts",
                "Add `counts: submitted`, `qualified` or `won`, as the signed paper says.",
            )
        elif tiers.measure != "referrals" and tiers.counts is not None:
            yield Breach(
                entry,
                ("compensation", direction, "counts"),
                f"`counts: {tiers.counts}` has no meaning for the measure `{tiers.measure}`",
                "Take it out, or choose the measure `referrals`.",
            )


@rule(
    "AGR047",
    "minimum-sample-out-of-place",
    Severity.ERROR,
    summary="`minimum_sample` is missing for tiers by conversion, or stands where nothing is sampled.",
    why=(
        "One referral, won, is a conversion of 100%. Below a minimum sample the first band holds, so that chance does "
        "not set the rate (RULINGS)."
    ),
    bad=_tiers(
        measure="conversion_rate", period="trailing_12_months", bands="{from: 0%, rate: 10%}, {from: 50%, rate: 15%}"
    ),
    good=_tiers(
        measure="conversion_rate, minimum_sample: 6",
        period="trailing_12_months",
        bands="{from: 0%, rate: 10%}, {from: 50%, rate: 15%}",
    ),
)
def minimum_sample_out_of_place(current: Records) -> Iterator[Breach]:
    for entry, direction, tiers in _tiered(current):
        if tiers.measure == "conversion_rate" and tiers.minimum_sample is None:
            yield Breach(
                entry,
                ("compensation", direction, "measure"),
                "the tiers go by conversion, but do not say from how many decided referrals on",
                "Add `minimum_sample`, as the signed paper says; six is a sensible beginning.",
            )
        elif tiers.measure != "conversion_rate" and tiers.minimum_sample is not None:
            yield Breach(
                entry,
                ("compensation", direction, "minimum_sample"),
                f"`minimum_sample: {tiers.minimum_sample}` has no meaning for the measure `{tiers.measure}`",
                "Take it out, or choose the measure `conversion_rate`.",
            )
