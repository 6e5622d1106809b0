"""Whether an agreement's worked examples would notice a mistake in any of its terms. Pure.

Examples are tests of money, and tests are only as good as what they notice: each term is varied a little, and an
example that pays something else then holds that term. For a term that none holds the example that is missing is
worked out: the simplest case, with what the signed terms pay for it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.examples.candidates import candidates, currency_of
from partnerbook.analysis.examples.running import Bench, Sums, Terms
from partnerbook.analysis.examples.variations import Variation, variations
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.money import Money
from partnerbook.core.program import Program
from partnerbook.core.worked_example import WorkedExample

_USUAL_CURRENCY = "EUR"
"""What a proposal is in where neither the terms nor the program name a currency."""

Coverage = Literal["noticed", "missing", "beyond"]
"""`noticed` by an example; `missing`: an example would; `beyond`: none can show the difference."""


class Covered(Struct, frozen=True, eq=False):
    """A variation, the place of the example that notices it, or the example that would."""

    variation: Variation
    noticed_by: int | None = None
    proposal: WorkedExample | None = None

    @property
    def coverage(self) -> Coverage:
        """Whether the term is held by an example."""
        if self.noticed_by is not None:
            return "noticed"
        return "beyond" if self.proposal is None else "missing"


def coverage(entry: Entry[Agreement], program: Entry[Program] | None) -> tuple[Covered, ...]:
    """Every variation of an agreement's terms, with the example that notices it or would."""
    signed = _Cases(entry, program)
    return tuple(signed.covered(variation) for variation in variations(entry.record))


def proposals(covered: tuple[Covered, ...]) -> tuple[WorkedExample, ...]:
    """The examples that are missing, each once."""
    return tuple(dict.fromkeys(one.proposal for one in covered if one.proposal is not None))


class _Cases:
    """The signed examples of an agreement and, where they are wanted, the cases proposals are made of."""

    def __init__(self, entry: Entry[Agreement], program: Entry[Program] | None) -> None:
        self._entry, self._program = entry, program
        self._bench = Bench(entry, program, [example.given for example in entry.record.examples])
        self._pays = [self._bench.signed.sums(case) for case in self._bench.cases]
        self._proposed: list[int] = []

    def covered(self, variation: Variation) -> Covered:
        """Who notices a variation."""
        places = range(len(self._bench.cases))
        noticing = next(_noticing(variation, self._bench, self._pays, places), None)
        if noticing is not None:
            return Covered(variation, noticing)
        # What was proposed for another term may do for this one as well.
        others = [place for place in range(len(self._more.cases)) if place not in self._proposed]
        found = next(_noticing(variation, self._more, self._more_pays, [*self._proposed, *others]), None)
        if found is None:
            return Covered(variation)
        if found not in self._proposed:
            self._proposed.append(found)
        return Covered(variation, proposal=self._example(found))

    @cached_property
    def _more(self) -> Bench:
        program = self._program.record if self._program else None
        currency = program.currency if program else _USUAL_CURRENCY
        return Bench(self._entry, self._program, candidates(self._entry.record, currency))

    @cached_property
    def _more_pays(self) -> list[Sums]:
        return [self._more.signed.sums(case) for case in self._more.cases]

    def _example(self, place: int) -> WorkedExample:
        given, sums = self._more.cases[place].given, self._more_pays[place]
        if sums:
            currency, amount = sums[0]
            return WorkedExample(given=given, pays=Money(amount, currency))
        paid = given.payments[0].currency if given.payments else currency_of(self._entry.record, given.direction)
        return WorkedExample(given=given, pays=Money.zero(paid or _USUAL_CURRENCY))


def _noticing(variation: Variation, bench: Bench, pays: list[Sums], places: Iterable[int]) -> Iterator[int]:
    """The cases that pay something else under varied terms, in the order asked for."""
    terms: Terms | None = None
    for place in places:
        case = bench.cases[place]
        if variation.direction in (None, case.given.direction):
            terms = terms or bench.under(variation.agreement)
            if terms.sums(case) != pays[place]:
                yield place
