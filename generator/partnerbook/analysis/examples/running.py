"""Worked examples run through the ledger's own walk: a small Book for each, and what it pays (RULINGS).

What a case says of the time before it is seeded in what stands already; earlier money of the period is a referral
of its own, since it has earned, and may be trued up, like any other.

An example holds what the agreement says. The rates of the partner's tier are not in it, so an involvement that the
agreement names no rate for earns nothing here. Other currencies are measured at the rate of the day of the signature.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.examples.cases import DAY, PreparedCase, earning_of, prepared
from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.journal import Journal
from partnerbook.analysis.ledger.line import Line, Unearned
from partnerbook.analysis.ledger.parts import lead
from partnerbook.analysis.ledger.retroactive import Pools
from partnerbook.analysis.ledger.standing import Pair, Standing
from partnerbook.analysis.ledger.step import Converted
from partnerbook.analysis.ledger.terms_in_force import TermsInForce
from partnerbook.analysis.ledger.walk import Walk
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.compensation import CountedAt, SplitEarning
from partnerbook.core.dates import add_months
from partnerbook.core.money import Money, Rate
from partnerbook.core.program import Program
from partnerbook.core.program_figures import ExchangeRate
from partnerbook.core.vocabulary import US, Direction
from partnerbook.core.worked_example import ExampleCase, WorkedExample

_BEGUN = date(1001, 1, 1)
"""First day of the agreement in the small Book, so long before that the time before a case has room."""
_MOST_BEFORE = 100_000
"""Places that are counted before a case; no band begins so late."""
_MOST_MONTHS = 11_000
"""Months before a case that are told apart; the small Book's agreement is hardly older."""
_COUNTING: tuple[CountedAt, ...] = ("submitted", "qualified", "won")

Sums = tuple[tuple[str, Decimal], ...]
"""What a case pays, by currency; without those where it comes to nothing."""


class ExampleOutcome(Struct, frozen=True, eq=False):
    """What an example pays by its agreement's terms: the lines of the claimant it is about, and what earned nothing.

    `book` is the small Book it was reckoned on.
    """

    expected: Money
    actual: Money
    lines: tuple[Line, ...]
    unearned: tuple[Unearned, ...]
    book: Book

    @property
    def holds(self) -> bool:
        """Whether it pays what was signed."""
        return self.actual == self.expected and all(line.amount.currency == self.actual.currency for line in self.lines)


class Bench:
    """Cases of one agreement, made once, to be run under its own terms and under others like them."""

    def __init__(self, entry: Entry[Agreement], program: Entry[Program] | None, cases: Iterable[ExampleCase]) -> None:
        self._entry = entry
        self._program = _at_signature(program, entry.record)
        self._exchange = Exchange(self._program.record.exchange_rates if self._program else ())
        self.cases = tuple(prepared(entry.record, given, place) for place, given in enumerate(cases))
        self._referrals = MappingProxyType(
            {event.entry.id: event.entry for case in self.cases for event in case.events}
        )

    @cached_property
    def signed(self) -> "Terms":
        """The terms as they were signed."""
        return self.under(self._entry.record)

    def under(self, agreement: Agreement) -> "Terms":
        """Terms to run the cases under: the agreement's own, or a variation of them."""
        # In the small Book they are signed and in force on the day of every case.
        known = {"signed": _BEGUN, "effective": _BEGUN, "expires": None, "terminated": None, "amends": None}
        entry = replace(self._entry, record=agreement.model_copy(update=known))
        book = Book(program=self._program, agreements=MappingProxyType({entry.id: entry}), referrals=self._referrals)
        return Terms(agreement, book, TermsInForce(book), self._exchange)


class Terms(Struct, frozen=True, eq=False):
    """An agreement's terms over the small Book of its cases."""

    agreement: Agreement
    book: Book
    in_force: TermsInForce
    exchange: Exchange

    def pays(self, case: PreparedCase) -> tuple[tuple[Line, ...], tuple[Unearned, ...]]:
        """The lines a case is about, and what of it earned nothing."""
        journal, referral = Journal(), case.referral
        walked = Walk(self.book, self.in_force, self.exchange, standing_before(case), journal, Pools(journal))
        for event in case.events:
            walked.take(event)
        theirs = f"/{claimant(self.agreement, case.given.direction)}"
        lines = tuple(
            line
            for line in journal.lines
            if line.referral == referral.id and line.kind != "payment" and line.id.endswith(theirs)
        )
        return lines, tuple(one for one in journal.unearned if one.referral == referral.id)

    def sums(self, case: PreparedCase) -> Sums:
        """What a case pays in all."""
        found: dict[str, Decimal] = {}
        for line in self.pays(case)[0]:
            found[line.amount.currency] = found.get(line.amount.currency, Decimal(0)) + line.amount.amount
        return tuple(sorted((currency, amount) for currency, amount in found.items() if amount))


def run(example: WorkedExample, entry: Entry[Agreement], program: Entry[Program] | None) -> ExampleOutcome:
    """What one example pays by its agreement's terms."""
    return run_all((example,), entry, program)[0]


def run_all(
    examples: Sequence[WorkedExample], entry: Entry[Agreement], program: Entry[Program] | None
) -> tuple[ExampleOutcome, ...]:
    """What each example pays by its agreement's terms."""
    bench = Bench(entry, program, [example.given for example in examples])
    return tuple(_outcome(example, bench.signed, case) for example, case in zip(examples, bench.cases, strict=True))


def _outcome(example: WorkedExample, terms: Terms, case: PreparedCase) -> ExampleOutcome:
    lines, unearned = terms.pays(case)
    # What is paid in another currency than the example says is told in that currency.
    currency = lines[0].amount.currency if lines else example.pays.currency
    actual = Money.zero(currency)
    for line in lines:
        if line.amount.currency == currency:
            actual += line.amount
    return ExampleOutcome(example.pays, actual, lines, unearned, terms.book)


def claimant(agreement: Agreement, direction: Direction) -> str:
    """Whom an example is about: the partner that referred, we who did, or whom the lead of a split owes its share."""
    if isinstance(earning_of(agreement, direction), SplitEarning):
        return agreement.partner if lead(agreement, direction, agreement.partner) == US else US
    return agreement.partner if direction == "received" else US


def standing_before(case: PreparedCase) -> Standing:
    """What stood before a case, as far as it says so."""
    given, referral, standing = case.given, case.referral, Standing()
    pair: Pair = (referral.record.partner, given.direction)
    if given.place is not None:
        taken = min(given.place, _MOST_BEFORE) - 1 - case.has_earlier_referral
        # A qualified referral was submitted as well; whether it was won the case does not say.
        for counts in _COUNTING[: _COUNTING.index(case.counts) + 1]:
            standing.places[pair, counts] = [DAY] * taken
    if given.lifetime_before is not None:
        paid = given.lifetime_before
        standing.count_of_client(pair, referral.record.client, paid.currency, Fraction(paid.amount))
    if given.months_since_first_payment is not None:
        standing.paid(referral.id, add_months(DAY, -min(given.months_since_first_payment, _MOST_MONTHS)))
    if given.conversion is not None or given.sample is not None:
        known = given.conversion or Rate(Decimal(0))
        standing.given_conversion = Converted(0, given.sample or case.minimum_sample, case.minimum_sample, known)
    return standing


def _at_signature(program: Entry[Program] | None, agreement: Agreement) -> Entry[Program] | None:
    """The program with one exchange rate for each pair: the latest at the signature, else the first one after it."""
    if program is None or not program.record.exchange_rates:
        return program
    signed = agreement.signed or agreement.effective
    chosen: dict[tuple[str, str], ExchangeRate] = {}
    for rate in sorted(program.record.exchange_rates, key=lambda rate: rate.on):
        pair = (rate.currency, rate.into)
        if pair not in chosen or rate.on <= signed:
            chosen[pair] = rate
    rates = tuple(rate.model_copy(update={"on": _BEGUN}) for rate in chosen.values())
    return replace(program, record=program.record.model_copy(update={"exchange_rates": rates}))
