"""Worked examples and what they notice, as a report for a terminal."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from partnerbook.analysis.examples.cases import DAY
from partnerbook.analysis.examples.coverage import Covered, coverage, proposals
from partnerbook.analysis.examples.running import ExampleOutcome, run_all
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.program import Program
from partnerbook.core.worked_example import WorkedExample
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.reasons import reason_in_words
from partnerbook.site.ledger.words import Names, explain
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable, money
from partnerbook.site.words.compensation import party_names
from partnerbook.site.words.examples import sentence


class TestedAgreement(Struct, frozen=True, eq=False):
    """An agreement, its examples as they ran, and its terms as far as examples notice them."""

    entry: Entry[Agreement]
    outcomes: tuple[ExampleOutcome, ...]
    covered: tuple[Covered, ...]

    @property
    def failed(self) -> int:
        """How many examples pay something else."""
        return sum(not outcome.holds for outcome in self.outcomes)

    @property
    def missing(self) -> tuple[WorkedExample, ...]:
        """The examples that are missing."""
        return proposals(self.covered)

    def count(self, coverage: str) -> int:
        """How many variations are noticed, missing or beyond every example."""
        return sum(one.coverage == coverage for one in self.covered)


def tested(program: Entry[Program] | None, entry: Entry[Agreement]) -> TestedAgreement:
    """Run an agreement's examples, and vary its terms; neither depends on the day looked from."""
    return TestedAgreement(entry, run_all(entry.record.examples, entry, program), coverage(entry, program))


def examples_report(edition: Edition, book: Book, found: TestedAgreement) -> PlainReport:
    """One agreement: its examples with their reasons, and which of them notices a change of which term."""
    _ = edition.gettext
    day = _("Cases take place on %(day)s, in a program of their own.") % {"day": edition.long_day(DAY)}
    return PlainReport(found.entry.id, (_examples(edition, book, found), _terms(edition, found)), (day,))


def _examples(edition: Edition, book: Book, found: TestedAgreement) -> PlainTable:
    _ = edition.gettext
    columns = (_("Result"), _("Example"), _("Signed"), _("By the terms"))
    rows, below = [], []
    for place, (example, outcome) in enumerate(zip(found.entry.record.examples, found.outcomes, strict=True), 1):
        result = _("ok") if outcome.holds else _("fails")
        rows.append((result, edition.number(place), money(edition, outcome.expected), money(edition, outcome.actual)))
        texts = [in_words(edition, book, found.entry.record, example)]
        texts += [f"- {reason}" for reason in reasons(edition, book, outcome)]
        texts += [f"- {example.because}"] if example.because else []
        below.append(tuple(texts))
    notes = () if rows else (_("There is none."),)
    return PlainTable(
        _("Worked examples"), columns, tuple(rows), right=frozenset({1, 2, 3}), notes=notes, below=tuple(below)
    )


def _terms(edition: Edition, found: TestedAgreement) -> PlainTable:
    _ = edition.gettext
    noticed = {"missing": _("no example"), "beyond": _("no example can tell")}
    rows = tuple(
        (
            one.variation.term,
            one.variation.was,
            one.variation.now,
            noticed[one.coverage] if one.noticed_by is None else edition.number(one.noticed_by + 1),
        )
        for one in found.covered
    )
    columns = (_("Agreed term"), _("Agreed"), _("Varied"), _("Noticed by example"))
    notes = () if rows else (_("No term earns anything."),)
    return PlainTable(_("Would an example notice a mistake?"), columns, rows, notes=notes)


def proposals_title(edition: Edition) -> str:
    """What stands above the examples that are missing."""
    return edition.gettext("Proposed for the agreement's `examples`, if both sides agree")


def in_words(edition: Edition, book: Book, agreement: Agreement, example: WorkedExample) -> str:
    """An example as a sentence, with the names of the Book."""
    names: Mapping[str, str] = party_names(edition, {key: entry.record.name for key, entry in book.partners.items()})
    return sentence(edition, example, agreement, {**names, **Names.of(book).services})


def reasons(edition: Edition, book: Book, outcome: ExampleOutcome) -> tuple[str, ...]:
    """Why an example pays what it pays: each line, and what earned nothing."""
    names = Names.of(replace(outcome.book, partners=book.partners, program=book.program))
    return (
        *(explain(edition, line, names) for line in outcome.lines),
        *(reason_in_words(edition, one, names) for one in outcome.unearned),
    )


def summary_report(edition: Edition, found: Sequence[tuple[TestedAgreement, str]]) -> PlainReport:
    """All agreements, each with the state it is in: how many examples hold, and how many terms they notice."""
    _ = edition.gettext
    columns = (_("Agreement"), _("State"), _("Examples"), _("Failing"), _("Terms varied"), _("Noticed"), _("Missing"))
    rows = tuple(
        (
            one.entry.id,
            state,
            edition.number(len(one.outcomes)),
            edition.number(one.failed) if one.failed else NONE,
            edition.number(len(one.covered)),
            edition.number(one.count("noticed")),
            edition.number(len(one.missing)) if one.missing else NONE,
        )
        for one, state in found
    )
    table = PlainTable(_("Worked examples"), columns, rows, right=frozenset(range(2, 7)))
    hint = _("`partnerbook examples AGREEMENT` shows each example, and proposes those that are missing.")
    return PlainReport(_("Worked examples of all agreements"), (table,), (hint,))
