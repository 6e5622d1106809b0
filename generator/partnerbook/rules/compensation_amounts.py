"""AGR: rates, amounts, shares and limits of what an agreement pays (RULINGS)."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.compensation import (
    FlatEarning,
    MarginEarning,
    PercentageEarning,
    SplitEarning,
    TieredEarning,
)
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Money, Rate
from partnerbook.core.program_policies import InvolvementRates
from partnerbook.core.vocabulary import US
from partnerbook.rules.common import DIRECTIONS, HUNDRED, listed, together
from partnerbook.rules.compensation import earnings
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_ALLIANCE = "records/agreements/werkstatt-wandel-2025.md"
_RESELLER = "records/agreements/zahlenhafen-2025.md"


def _pays(received: str) -> str:
    """Front matter that pays this for referrals received, nothing for those sent, and has no examples."""
    return f"compensation: {{received: {received}, sent: {{earn: none}}}}\nexamples: []"


def _percentage(terms: str) -> Example:
    return Example(_AGREEMENT, _pays(f"{{earn: percentage, {terms}}}"))


@rule(
    "AGR044",
    "rate-or-rates",
    Severity.ERROR,
    summary="A percentage or band has both one rate and rates by involvement, or neither.",
    why=(
        "Rates are never added (RULINGS): with both, nobody knows which one holds. With neither, the tier's "
        "default rates hold for referrals received, where it has any; otherwise nothing is earned."
    ),
    bad=_percentage("basis: first_year, rate: 10%, rates: {passive: 5%, standard: 10%, active: 15%}"),
    good=_percentage("basis: first_year, rates: {passive: 5%, standard: 10%, active: 15%}"),
)
def rate_or_rates(current: Current) -> Iterator[Breach]:
    defaults = _with_default_rates(current)
    for entry, direction, earning in earnings(current):
        at: FieldPath = ("compensation", direction)
        holders: list[tuple[FieldPath, str, Rate | None, InvolvementRates | None]] = []
        if isinstance(earning, PercentageEarning):
            holders = [(at, "the percentage", earning.rate, earning.rates)]
        elif isinstance(earning, TieredEarning):
            holders = [
                ((*at, "bands", place), f"the band from {band.start}", band.rate, band.rates)
                for place, band in enumerate(earning.bands)
            ]
        for place_of, what, rate, rates in holders:
            says_rates = rates is not None and rates != InvolvementRates()
            if (rate is not None) != says_rates:
                continue
            falls_back = place_of == at and direction == "received" and entry.record.partner in defaults
            if not says_rates and falls_back:
                continue
            problem = "has both `rate` and `rates`" if says_rates else "has neither `rate` nor `rates`"
            yield Breach(
                entry,
                place_of,
                f"{what} {problem}",
                "Write `rate: 10%` for every involvement, or `rates: {passive: …, standard: …, active: …}`.",
            )


def _with_default_rates(current: Current) -> frozenset[str]:
    """Partners whose tier has default rates."""
    program = current.book.program
    tiers = {tier.key for tier in program.record.tiers if tier.rates is not None} if program else set()
    return frozenset(partner for partner, tier in current.analysis.tiers.items() if tier in tiers)


@rule(
    "AGR045",
    "rate-out-of-range",
    Severity.ERROR,
    summary="A rate or share is negative, or more than 100%.",
    why="Nobody pays a partner more than the client has paid, and nothing is earned backwards: it is a slip.",
    bad=_percentage("basis: first_year, rate: 125%"),
    good=_percentage("basis: first_year, rate: 12.5%"),
)
def rate_out_of_range(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        for at, rate in impossible_rates(entry.record):
            yield Breach(entry, at, f"{rate} is not between 0% and 100%", "Write the rate as agreed, such as 12.5%.")
        for place, share in enumerate(entry.record.attribution.shares):
            if not 0 <= share.share.percent <= HUNDRED:
                yield Breach(
                    entry,
                    ("attribution", "shares", place, "share"),
                    f"{share.share} is not between 0% and 100%",
                    "Write the share as agreed, such as 60%.",
                )


def impossible_rates(agreement: Agreement) -> Iterator[tuple[FieldPath, Rate]]:
    """Rates and shares of what both directions earn that are below nothing or above all."""
    for direction in DIRECTIONS:
        for steps, rate in _rates(getattr(agreement.compensation, direction)):
            if not 0 <= rate.percent <= HUNDRED:
                yield ("compensation", direction, *steps), rate


def _rates(earning: object) -> Iterator[tuple[FieldPath, Rate]]:
    """Every rate and share of what one direction earns, with its way from there."""
    match earning:
        case PercentageEarning():
            yield from _of_holder((), earning.rate, earning.rates)
        case TieredEarning():
            for place, band in enumerate(earning.bands):
                yield from _of_holder(("bands", place), band.rate, band.rates)
                if isinstance(band.start, Rate):
                    yield ("bands", place, "from"), band.start
        case SplitEarning():
            for place, share in enumerate(earning.shares):
                yield ("shares", place, "share"), share.share
        case MarginEarning():
            for place, price in enumerate(earning.prices):
                if price.discount is not None:
                    yield ("prices", place, "discount"), price.discount


def _of_holder(steps: FieldPath, rate: Rate | None, rates: InvolvementRates | None) -> Iterator[tuple[FieldPath, Rate]]:
    if rate is not None:
        yield (*steps, "rate"), rate
    for involvement in ("passive", "standard", "active"):
        of_involvement: Rate | None = getattr(rates, involvement, None)
        if of_involvement is not None:
            yield (*steps, "rates", involvement), of_involvement


@rule(
    "AGR048",
    "months-without-effect",
    Severity.WARNING,
    summary="`max_months` reaches beyond the year that earns anyway.",
    why=(
        "With the basis `first_year` nothing earns after twelve months (RULINGS). A longer limit was meant for "
        "another basis, and one side counts on it."
    ),
    bad=_percentage("basis: first_year, rate: 10%, max_months: 24"),
    good=_percentage("basis: client_lifetime, rate: 10%, max_months: 24"),
)
def months_without_effect(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        if not isinstance(earning, PercentageEarning | TieredEarning) or earning.max_months is None:
            continue
        if earning.basis == "first_year" and earning.max_months > 12:
            yield Breach(
                entry,
                ("compensation", direction, "max_months"),
                f"`max_months: {earning.max_months}` has no effect: `first_year` ends after 12",
                "Write `basis: client_lifetime` if the longer time was agreed, or take `max_months` out.",
            )


@rule(
    "AGR049",
    "amount-not-positive",
    Severity.ERROR,
    summary="A fee, cap or price of an agreement is zero or negative.",
    why=(
        "A fee of nothing is `earn: none`, a cap of nothing takes everything away, and a negative amount turns payer "
        "and payee round."
    ),
    bad=Example(_AGREEMENT, _pays("{earn: flat, on: won, amount: -900.00 EUR}")),
    good=Example(_AGREEMENT, _pays("{earn: flat, on: won, amount: 900.00 EUR}")),
)
def amount_not_positive(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        for steps, amount in _amounts(earning):
            if amount.amount <= 0:
                yield Breach(
                    entry,
                    ("compensation", direction, *steps),
                    f"{amount} is not more than nothing",
                    "Write the amount as agreed; where nothing is paid, write `earn: none`.",
                )
    for entry in current.book.agreements.values():
        minimum = entry.record.payment.minimum
        if minimum is not None and minimum.amount < 0:
            yield Breach(
                entry,
                ("payment", "minimum"),
                f"the minimum payout of {minimum} is negative",
                "Write the smallest balance that is paid, or leave `minimum` out.",
            )


def _amounts(earning: object) -> Iterator[tuple[FieldPath, Money]]:
    """Every amount of what one direction earns that must be more than nothing."""
    match earning:
        case FlatEarning():
            yield ("amount",), earning.amount
        case MarginEarning():
            for place, price in enumerate(earning.prices):
                if price.price is not None:
                    yield ("prices", place, "price"), price.price
            if earning.minimum_price is not None:
                yield ("minimum_price",), earning.minimum_price
    if isinstance(earning, FlatEarning | PercentageEarning | TieredEarning) and earning.cap is not None:
        yield ("cap", "amount"), earning.cap.amount


@rule(
    "AGR050",
    "price-or-discount",
    Severity.ERROR,
    summary="A wholesale price is both fixed and a discount, or neither.",
    why=(
        "A reseller buys at a fixed price or at a discount off the list (DOMAIN 1). With both, the two agree only "
        "until the list changes."
    ),
    bad=Example(_RESELLER, _pays("{earn: margin, prices: [{service: controlling-setup}]}")),
    good=Example(_RESELLER, _pays("{earn: margin, prices: [{service: controlling-setup, discount: 25%}]}")),
)
def price_or_discount(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        for place, price in enumerate(earning.prices if isinstance(earning, MarginEarning) else ()):
            if (price.price is None) != (price.discount is None):
                continue
            problem = "neither `price` nor `discount`" if price.price is None else "both `price` and `discount`"
            yield Breach(
                entry,
                ("compensation", direction, "prices", place),
                f"`{price.service}` has {problem}",
                "Write one of the two, as the signed paper says.",
            )


@rule(
    "AGR051",
    "split-does-not-add-up",
    Severity.ERROR,
    summary="The shares of a split are not 100% together, or a party has no share, or somebody else has one.",
    why=(
        "The shares of all parties of an alliance sum to 100% (RULINGS, DOMAIN 8.3). What is missing belongs to "
        "nobody, what is more is paid twice."
    ),
    bad=Example(
        _ALLIANCE,
        _pays("{earn: split, shares: [{party: us, share: 50%}, {party: werkstatt-wandel, share: 30%}]}"),
    ),
    good=Example(
        _ALLIANCE,
        _pays(
            "{earn: split, shares: [{party: us, share: 50%}, {party: werkstatt-wandel, share: 30%}, "
            "{party: agentur-brandung, share: 20%}]}"
        ),
    ),
)
def split_does_not_add_up(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        if not isinstance(earning, SplitEarning):
            continue
        parties = [US, *entry.record.partners]
        shared = [share.party for share in earning.shares]
        total = together(share.share for share in earning.shares)
        problems = [f"the shares are {total}% together"] if total != HUNDRED else []
        if absent := [party for party in parties if party not in shared]:
            problems.append(f"{listed(f'`{party}`' for party in absent)} has no share")
        if strangers := [party for party in shared if party not in parties]:
            problems.append(f"{listed(f'`{party}`' for party in strangers)} has a share, but is no party")
        if problems:
            yield Breach(
                entry,
                ("compensation", direction, "shares"),
                "; ".join(problems),
                "Give each party its share, us as `us`, so that they make exactly 100%.",
                of_key=True,
            )
