"""AGR: worked examples that cannot be about their agreement; `example_outcomes` reckons what they pay."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.agreement import Agreement
from partnerbook.core.compensation import (
    Earning,
    FlatEarning,
    MarginEarning,
    NoEarning,
    SplitEarning,
    TieredEarning,
)
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.money import Money
from partnerbook.core.worked_example import ExampleCase, WorkedExample
from partnerbook.rules.common import HUNDRED, listed, together
from partnerbook.rules.registry import Breach, rule

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_LAWYER = "records/agreements/kanzlei-nordlicht-2025.md"
_FIXED = "records/agreements/kontor-interim-2025.md"

Problem = tuple[FieldPath, str]
"""A place within a worked example, and what is wrong there."""


@rule(
    "AGR030",
    "example-pays-for-nothing",
    Severity.ERROR,
    summary="A worked example pays in a direction that earns nothing, or takes money back.",
    why=(
        "Worked examples are what both sides signed; they and the terms must not drift apart (RULINGS). One that pays "
        "where nothing is earned shows that one of the two was changed alone."
    ),
    bad=Example(_LAWYER, "examples: [{given: {payments: [5000.00 EUR]}, pays: 500.00 EUR}]"),
    good=Example(_LAWYER, "examples: [{given: {payments: [5000.00 EUR]}, pays: 0.00 EUR}]"),
)
def pays_for_nothing(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        for place, example in enumerate(entry.record.examples):
            earning = getattr(entry.record.compensation, example.given.direction)
            if isinstance(earning, NoEarning) and example.pays.amount != 0:
                problem = f"it pays {example.pays}, but `{example.given.direction}` earns nothing"
            elif example.pays.amount < 0:
                problem = f"it pays {example.pays}; what is taken back cannot be more than what was earned"
            else:
                continue
            yield Breach(
                entry,
                ("examples", place, "pays"),
                problem,
                "Mend the example, its `direction`, or the compensation.",
            )


@rule(
    "AGR031",
    "example-beside-the-terms",
    Severity.ERROR,
    summary="A worked example gives a figure that its agreement does not reckon with.",
    why=(
        "A place in the year matters only where referrals are counted, a list price only for wholesale. An example "
        "that gives it was written for other terms, and proves nothing about these (RULINGS)."
    ),
    bad=Example(
        _FIXED,
        "examples: [{given: {place: 4, payments: [10000.00 EUR], involvement: active}, pays: 1500.00 EUR}]",
    ),
    good=Example(_FIXED, "examples: [{given: {payments: [10000.00 EUR], involvement: active}, pays: 1500.00 EUR}]"),
)
def beside_the_terms(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        for place, example in enumerate(entry.record.examples):
            for field, needed in _beside(entry.record, example.given):
                yield Breach(
                    entry,
                    ("examples", place, "given", field),
                    f"`{field}` matters only {needed}, which `{example.given.direction}` does not have",
                    "Take it out of the example, or mend the compensation.",
                )


def _beside(agreement: Agreement, given: ExampleCase) -> Iterator[tuple[str, str]]:
    """Figures of a case that the terms of its direction do not use, and what would use them."""
    earning: Earning = getattr(agreement.compensation, given.direction)
    measure = earning.measure if isinstance(earning, TieredEarning) else ""
    # Earlier money of the period shows whether a rate reaches back to it, also where referrals set the band.
    looks_back = measure in ("revenue", "referrals")
    by_time = agreement.clawback is not None and agreement.clawback.method == "by_time"
    uses = (
        ("place", measure == "referrals", "where referrals are counted in tiers"),
        ("revenue_before", looks_back, "for tiers by revenue or referrals"),
        ("lifetime_before", measure == "client_lifetime_value", "for tiers by client lifetime value"),
        ("conversion", measure == "conversion_rate", "for tiers by conversion"),
        ("sample", measure == "conversion_rate", "for tiers by conversion"),
        ("list_price", isinstance(earning, MarginEarning), "for wholesale"),
        ("shares", isinstance(earning, SplitEarning), "for a split"),
        ("months_unused", by_time, "for a clawback by time"),
    )
    for field, is_used, needed in uses:
        if not is_used and getattr(given, field) not in (None, ()):
            yield field, needed


@rule(
    "AGR032",
    "example-contradicts-itself",
    Severity.ERROR,
    summary="A worked example mixes currencies, or its shares are not 100% together.",
    why=(
        "Percentages follow the deal's currency, fees hold in their own, and currencies are never added (RULINGS). An "
        "example in two currencies has no result."
    ),
    bad=Example(_FIXED, "examples: [{given: {payments: [10000.00 USD]}, pays: 1000.00 EUR}]"),
    good=Example(_FIXED, "examples: [{given: {payments: [10000.00 USD]}, pays: 1000.00 USD}]"),
)
def contradicts_itself(current: Records) -> Iterator[Breach]:
    for entry in current.book.agreements.values():
        for place, example in enumerate(entry.record.examples):
            earning = getattr(entry.record.compensation, example.given.direction)
            for steps, problem in contradictions(earning, example):
                yield Breach(
                    entry,
                    ("examples", place, *steps),
                    problem,
                    "Write one case in one currency, as it could happen.",
                )


def contradictions(earning: Earning, example: WorkedExample) -> Iterator[Problem]:
    """What makes an example one that has no result."""
    given = example.given
    amounts: list[Money] = [*given.payments, *given.refunds]
    amounts += [money for money in (given.deal, given.list_price) if money is not None]
    currencies = list(dict.fromkeys(money.currency for money in amounts))
    if len(currencies) > 1:
        yield ("given",), f"the case mixes {listed(currencies)}"
    expected = earning.amount.currency if isinstance(earning, FlatEarning) else currencies[0] if currencies else None
    if expected is not None and len(currencies) <= 1 and example.pays.currency != expected:
        what = "the fee" if isinstance(earning, FlatEarning) else "the case"
        yield ("pays",), f"it pays {example.pays.currency}, but {what} is in {expected}"
    total = together(share.share for share in given.shares)
    if given.shares and total != HUNDRED:
        yield ("given", "shares"), f"the shares are {total}% together"
