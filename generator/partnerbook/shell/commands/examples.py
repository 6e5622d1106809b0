"""`partnerbook examples [AGREEMENT]`: worked examples run through the ledger, and the ones that are missing."""

import sys
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis import Analysis
from partnerbook.core.book import Book
from partnerbook.core.worked_example import WorkedExample
from partnerbook.rules.suggestions import did_you_mean
from partnerbook.shell.completing import ids
from partnerbook.shell.example_yaml import as_yaml
from partnerbook.shell.json_values import Json, document
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, language_option, root_option
from partnerbook.shell.plain_tables import as_text
from partnerbook.shell.visible import visible
from partnerbook.site.edition import LOCALES, Edition
from partnerbook.site.labels import label
from partnerbook.site.reports.examples import (
    TestedAgreement,
    examples_report,
    in_words,
    proposals_title,
    reasons,
    summary_report,
    tested,
)

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""


@click.command("examples", short_help="Run worked examples, and propose those that are missing.")
@click.argument("agreement", required=False, shell_complete=ids("agreement"))
@root_option
@as_of_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@language_option
def command(agreement: str | None, root: Path, as_of: date | None, format_: str, language: str | None) -> None:
    """Run the worked examples of AGREEMENT, or of all agreements, through the ledger.

    Each term is then varied a little. For a term that no example would notice the missing one is proposed, ready to be
    pasted into the record, in words both sides can sign. Exit status 1 if an example fails.
    """
    handbook = opened(root, as_of)
    analysis, edition = handbook.current.analysis, Edition.of(language or handbook.language)
    book, program = analysis.book, handbook.current.book.program
    if agreement is None:
        found = [tested(program, entry) for entry in book.agreements.values()]
        if format_ == "json":
            content = {"language": edition.language, "agreements": [_in_json(edition, analysis, one) for one in found]}
            click.echo(document(VERSION, analysis.as_of, content), nl=False)
        else:
            states = [label(edition, "agreement_state", analysis.agreement_state[one.entry.id]) for one in found]
            click.echo(as_text(summary_report(edition, list(zip(found, states, strict=True)))), nl=False)
        sys.exit(int(any(one.failed for one in found)))
    entry = book.agreements.get(agreement)
    if entry is None:
        hint = did_you_mean(agreement, book.agreements) or "`partnerbook examples` lists all agreements"
        raise click.UsageError(f"there is no agreement {agreement!r} on {analysis.as_of}. {hint}".rstrip())
    one = tested(program, entry)
    if format_ == "json":
        content = {"language": edition.language, "agreements": [_in_json(edition, analysis, one)]}
        click.echo(document(VERSION, analysis.as_of, content), nl=False)
    else:
        click.echo(as_text(examples_report(edition, book, one)), nl=False)
        click.echo(_proposals(edition, book, one), nl=False)
    sys.exit(int(one.failed > 0))


def _proposals(edition: Edition, book: Book, found: TestedAgreement) -> str:
    """The missing examples: each as it is written, and in words, in every language of the handbook."""
    if not found.missing:
        return ""
    parts = [f"\n{proposals_title(edition)}\n"]
    for example in found.missing:
        parts.append(f"\n{as_yaml(example)}")
        for words in _wordings(book, found, example).values():
            plain_blanks = words.replace("\N{NO-BREAK SPACE}", " ")
            parts.append(f"      # {visible(plain_blanks)}\n")
    return "".join(parts)


def _wordings(book: Book, found: TestedAgreement, example: WorkedExample) -> dict[str, str]:
    record = found.entry.record
    return {language: in_words(Edition.of(language), book, record, example) for language in LOCALES}


def _in_json(edition: Edition, analysis: Analysis, found: TestedAgreement) -> dict[str, Json]:
    book, entry = analysis.book, found.entry
    return {
        "id": entry.id,
        "state": analysis.agreement_state[entry.id],
        "examples": [
            {
                "place": place,
                "words": in_words(edition, book, entry.record, example),
                "because": example.because,
                "signed": str(outcome.expected),
                "by_the_terms": str(outcome.actual),
                "holds": outcome.holds,
                "reasons": list(reasons(edition, book, outcome)),
            }
            for place, (example, outcome) in enumerate(zip(entry.record.examples, found.outcomes, strict=True))
        ],
        "terms": [
            {
                "term": one.variation.term,
                "agreed": one.variation.was,
                "varied": one.variation.now,
                "coverage": one.coverage,
                "noticed_by": one.noticed_by,
            }
            for one in found.covered
        ],
        "proposals": [
            {"yaml": as_yaml(example), "pays": str(example.pays), "words": dict(_wordings(book, found, example))}
            for example in found.missing
        ],
    }
