"""AGR: whether the way of paying suits the model, the scope and its own currency."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.compensation import (
    Cap,
    FlatEarning,
    MarginEarning,
    PercentageEarning,
    SplitEarning,
    TieredEarning,
)
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Money
from partnerbook.core.vocabulary import Model
from partnerbook.rules.common import listed
from partnerbook.rules.compensation import earnings
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_ALLIANCE = "records/agreements/werkstatt-wandel-2025.md"
_USUAL: dict[str, tuple[Model, ...]] = {
    "split": ("alliance", "subcontracting", "reseller"),
    "margin": ("reseller", "technology"),
}
"""Ways of paying that belong to some models only (DOMAIN 1)."""


@rule(
    "AGR052",
    "unusual-for-model",
    Severity.WARNING,
    summary="An agreement pays in a way that its model usually does not.",
    why=(
        "Wholesale belongs to resellers, a split to joint delivery, and an alliance without a split has nothing to "
        "share (DOMAIN 1). Mostly the model is the wrong word, and with it the advice of the handbook."
    ),
    bad=Example(_ALLIANCE, "model: referral"),
    good=Example(_ALLIANCE, "model: alliance"),
)
def unusual_for_model(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        usual = _USUAL.get(earning.earn)
        if usual is not None and entry.record.model not in usual:
            yield Breach(
                entry,
                ("compensation", direction, "earn"),
                f"`earn: {earning.earn}` is unusual for the model `{entry.record.model}`; "
                f"it belongs to {listed(f'`{model}`' for model in usual)}",
                "Choose the model that says what the two of you do, or another way of paying.",
            )
    for entry in current.book.agreements.values():
        compensation = entry.record.compensation
        ways = (compensation.received, compensation.sent)
        if entry.record.model == "alliance" and not any(isinstance(way, SplitEarning) for way in ways):
            yield Breach(
                entry,
                ("model",),
                "an alliance splits revenue by contribution, but neither direction is a `split`",
                "Write the shares of all parties, or choose the model that says what the two of you do.",
            )


@rule(
    "AGR054",
    "cap-in-another-currency",
    Severity.ERROR,
    summary="A cap or minimum is in another currency than the amounts it is held against.",
    why=(
        "Flat amounts, caps and bands hold in their own currency, and currencies are never added or compared "
        "(RULINGS). A cap in dollars never stops a fee in euros."
    ),
    bad=Example(
        _AGREEMENT,
        """compensation:
  received: {earn: flat, on: won, amount: 900.00 EUR, cap: {per: client, amount: 2000.00 USD}}
  sent: {earn: none}
examples: []""",
    ),
    good=Example(
        _AGREEMENT,
        """compensation:
  received: {earn: flat, on: won, amount: 900.00 EUR, cap: {per: client, amount: 1800.00 EUR}}
  sent: {earn: none}
examples: []""",
    ),
)
def cap_in_another_currency(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        held: tuple[FieldPath, Money] | None = None
        amounts: list[Money] = []
        match earning:
            case FlatEarning(amount=amount, cap=Cap(amount=most)):
                held, amounts = (("cap", "amount"), most), [amount]
            case TieredEarning(bands=bands, cap=Cap(amount=most)):
                held, amounts = (("cap", "amount"), most), [one.start for one in bands if isinstance(one.start, Money)]
            case MarginEarning(prices=prices, minimum_price=Money() as least):
                held = (("minimum_price",), least)
                amounts = [price.price for price in prices if price.price is not None]
        others = [money.currency for money in amounts if held is not None and money.currency != held[1].currency]
        if held is not None and others:
            yield Breach(
                entry,
                ("compensation", direction, *held[0]),
                f"{held[1]} is held against amounts in {others[0]}",
                f"Agree on the limit in {others[0]} too.",
            )


@rule(
    "AGR055",
    "earns-out-of-scope",
    Severity.WARNING,
    summary="An agreement pays for a service that the same direction does not refer.",
    why=(
        "What is not in scope is never referred under the agreement (DOMAIN 4.1). A rate or price for it was forgotten "
        "when the scope changed, or the scope lacks a service."
    ),
    bad=Example(
        _AGREEMENT,
        """compensation:
  received: {earn: percentage, basis: first_year, rate: 10%, eligible: {services: [growth-finance]}}
  sent: {earn: none}
examples: []""",
    ),
    good=Example(
        _AGREEMENT,
        """compensation:
  received: {earn: percentage, basis: first_year, rate: 10%, eligible: {services: [fractional-cfo]}}
  sent: {earn: none}
examples: []""",
    ),
)
def earns_out_of_scope(current: Records) -> Iterator[Breach]:
    for entry, direction, earning in earnings(current):
        scope = entry.record.scope
        in_scope = scope.they_refer if direction == "received" else scope.we_refer
        if not in_scope:
            continue
        named: list[tuple[FieldPath, str]] = []
        if isinstance(earning, MarginEarning):
            named = [(("prices", place, "service"), price.service) for place, price in enumerate(earning.prices)]
        elif isinstance(earning, PercentageEarning | TieredEarning | SplitEarning) and earning.eligible is not None:
            named = [(("eligible", "services", place), key) for place, key in enumerate(earning.eligible.services)]
        for steps, service in named:
            if service not in in_scope:
                side = "they_refer" if direction == "received" else "we_refer"
                yield Breach(
                    entry,
                    ("compensation", direction, *steps),
                    f"`{service}` earns here, but is not among `{side}`",
                    "Add the service to the scope, or take it out here.",
                )
