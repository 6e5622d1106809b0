"""AGR: worked examples run through the ledger, and examples that are missing."""

from collections.abc import Iterator

from partnerbook.analysis import Current, Records
from partnerbook.analysis.examples.coverage import coverage
from partnerbook.analysis.examples.running import run_all
from partnerbook.analysis.ledger.soundness import is_sound
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.compensation import Earning, NoEarning
from partnerbook.core.finding import Example, Severity
from partnerbook.core.worked_example import WorkedExample
from partnerbook.rules.common import DIRECTIONS, listed
from partnerbook.rules.compensation_amounts import impossible_rates
from partnerbook.rules.reckoned_words import reckoned
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.worked_examples import contradictions

_AGREEMENT = "records/agreements/agentur-brandung-2026.md"
_FIXED = "records/agreements/kontor-interim-2025.md"
_TERMS = "compensation: {received: {earn: percentage, basis: client_lifetime, rate: 10%}, sent: {earn: none}}"
_MOST_NAMED = 4
"""Terms that a message names; the command lists all of them."""


@rule(
    "AGR033",
    "example-fails",
    Severity.ERROR,
    summary="A worked example pays something else by the terms of its agreement.",
    why=(
        "Terms are tested like code: both sides signed the examples, and every commission goes by the terms (RULINGS). "
        "Where the two differ, one was changed or written wrongly, and the partner will find out by a statement. "
        "Examples run through the same arithmetic as referrals."
    ),
    bad=Example(_AGREEMENT, "examples: [{given: {place: 3, payments: [20000.00 EUR]}, pays: 3000.00 EUR}]"),
    good=Example(_AGREEMENT, "examples: [{given: {place: 4, payments: [20000.00 EUR]}, pays: 3000.00 EUR}]"),
)
def example_fails(current: Records) -> Iterator[Breach]:
    program = current.book.program
    for entry in current.book.agreements.values():
        places = [place for place, example in enumerate(entry.record.examples) if _has_result(entry.record, example)]
        outcomes = run_all([entry.record.examples[place] for place in places], entry, program)
        for place, outcome in zip(places, outcomes, strict=True):
            if not outcome.holds:
                yield Breach(
                    entry,
                    ("examples", place, "pays"),
                    f"it pays {outcome.expected}, but the terms pay {outcome.actual}: {reckoned(outcome)}",
                    f"Mend the example or the terms; `partnerbook examples {entry.id}` shows the way to each figure.",
                )


def _has_result(agreement: Agreement, example: WorkedExample) -> bool:
    """Whether an example and its terms make sense; other rules say so where they do not."""
    earning: Earning = getattr(agreement.compensation, example.given.direction)
    if isinstance(earning, NoEarning) or example.pays.amount < 0 or not is_sound(earning):
        return False
    if any(at[1] == example.given.direction for at, _ in impossible_rates(agreement)):
        return False
    return not any(contradictions(earning, example))


@rule(
    "AGR034",
    "example-missing",
    Severity.INFO,
    summary="An agreement that is about to hold has a term that none of its worked examples would notice.",
    why=(
        "An example proves a term only if it would pay something else with another one. Each rate, edge, cap and "
        "window is varied a little, and the examples are reckoned again; a term that changes none is held by nothing "
        "but the reader's eye. Before the first day is the time to add what is missing: afterwards both have signed. "
        "The command `examples` looks at the agreements in force as well."
    ),
    bad=Example(
        _FIXED,
        f"signed: ~\n{_TERMS}\nclawback: ~\nexamples: [{{given: {{payments: [10000.00 EUR]}}, pays: 1000.00 EUR}}]",
    ),
    good=Example(
        _FIXED,
        f"signed: ~\n{_TERMS}\nclawback: ~\nexamples:\n"
        "  - {given: {payments: [10000.00 EUR], months_since_first_payment: 12}, pays: 1000.00 EUR}",
    ),
)
def example_missing(current: Current) -> Iterator[Breach]:
    program = current.book.program
    for entry in _in_state(current, "draft", "upcoming"):
        missing = [one.variation for one in coverage(entry, program) if one.coverage == "missing"]
        terms = list(dict.fromkeys(variation.term for variation in missing))
        if missing:
            named = terms[:_MOST_NAMED] + ([f"{len(terms) - _MOST_NAMED} more"] if len(terms) > _MOST_NAMED else [])
            yield Breach(
                entry,
                missing[0].at,
                f"no worked example would notice a mistake in {listed(named)}",
                f"Add the examples that `partnerbook examples {entry.id}` proposes, if both sides agree with them.",
            )


@rule(
    "AGR035",
    "direction-without-example",
    Severity.INFO,
    summary="A direction that earns has no worked example.",
    why=(
        "A rate is quickly agreed and differently understood: of what, from when, up to where. One figure both sides "
        "have seen keeps the signed wording and the arithmetic together (RULINGS); without any, the first statement is "
        "where the two find out."
    ),
    bad=Example(_FIXED, "examples: [{given: {payments: [10000.00 EUR]}, pays: 1000.00 EUR}]"),
    good=Example(
        _FIXED,
        "examples:\n"
        "  - {given: {payments: [10000.00 EUR]}, pays: 1000.00 EUR}\n"
        "  - {given: {direction: sent, payments: [10000.00 EUR]}, pays: 800.00 EUR}",
    ),
)
def direction_without_example(current: Current) -> Iterator[Breach]:
    for entry in _in_state(current, "in_force", "expiring"):
        shown = {example.given.direction for example in entry.record.examples}
        for direction in DIRECTIONS:
            earning: Earning = getattr(entry.record.compensation, direction)
            if not isinstance(earning, NoEarning) and direction not in shown and is_sound(earning):
                yield Breach(
                    entry,
                    ("compensation", direction),
                    f"`{direction}` earns, and no worked example says how much",
                    f"Add one that both sides agree with; `partnerbook examples {entry.id}` proposes some.",
                )


def _in_state(current: Current, *states: str) -> Iterator[Entry[Agreement]]:
    for key, state in current.analysis.agreement_state.items():
        if state in states:
            yield current.book.agreements[key]
