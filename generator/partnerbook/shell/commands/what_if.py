"""`partnerbook what-if`: what other terms would have meant for the last four quarters."""

import difflib
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis import Records, analysed
from partnerbook.analysis.what_if import WhatIf, what_if, with_agreements, with_tier_rates
from partnerbook.core.book import Book
from partnerbook.core.finding import Finding, Severity
from partnerbook.ingest.decoding import MAXIMUM_BYTES
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource, OverlaidSource
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.json_values import document
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, language_option, root_option

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)


@click.command("what-if", short_help="Reckon the last quarters under other terms.")
@root_option
@as_of_option
@click.option(
    "--agreement",
    "agreements",
    type=_FILE,
    multiple=True,
    help="An agreement with other terms: a file anywhere, named like the record it stands for; may be given again.",
)
@click.option("--program", type=_FILE, default=None, help="A program record with other rates of tiers.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@language_option
def command(
    root: Path,
    as_of: date | None,
    agreements: tuple[Path, ...],
    program: Path | None,
    format_: str,
    language: str | None,
) -> None:
    """Reckon the last four complete quarters under other terms, and show what would have been different.

    Nothing is written. What was paid stays as it was paid. Findings about the given files go to the error output; exit
    status 1 with an error among them.
    """
    if bool(agreements) == (program is not None):
        raise click.UsageError("name other terms with --agreement FILE, or other rates of tiers with --program FILE")
    handbook = opened(root, as_of)
    files = _files(handbook, agreements, program)
    source = OverlaidSource(DirectorySource(handbook.root), {path: content for path, (_, content) in files.items()})
    loaded = load(source, handbook.current.book)
    failed = _tell(_findings(handbook, loaded.book, loaded.findings, files), files)
    if any(f"{kind}/{_stem(path)}" in loaded.book.broken for path in files for kind in ("agreement", "program")):
        sys.exit(1)
    found = _found(handbook, loaded.book, files, tiers=program is not None)
    if format_ == "json":
        click.echo(document(VERSION, found.as_of, found), nl=False)
    else:
        from partnerbook.shell.plain_tables import as_text
        from partnerbook.site.edition import Edition
        from partnerbook.site.reports.plain import partner_names
        from partnerbook.site.words.what_if import what_if_report

        edition = Edition.of(language or handbook.language)
        names = partner_names(handbook.current.book, edition)
        click.echo(as_text(what_if_report(edition, found, names)), nl=False)
    sys.exit(int(failed))


_Files = Mapping[str, tuple[Path, bytes]]
"""What stands in for a file of the handbook, by that file's path: where it lies, and its content."""


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _files(handbook: Handbook, agreements: Sequence[Path], program: Path | None) -> _Files:
    book = handbook.current.book
    if program is not None:
        if book.program is None:
            raise click.UsageError("the handbook has no program record that could be read")
        return {book.program.path: (program, _content(program))}
    files: dict[str, tuple[Path, bytes]] = {}
    for file in agreements:
        known = book.agreements.get(file.stem)
        if known is None:
            near = difflib.get_close_matches(file.stem, list(book.agreements), n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise click.UsageError(f"there is no agreement {file.stem!r}: {hint}name the file like the record")
        if known.path in files:
            raise click.UsageError(f"the agreement {file.stem} is given twice")
        files[known.path] = (file, _content(file))
    return files


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {error.strerror or error}") from None


def _found(handbook: Handbook, changed: Book, files: _Files, *, tiers: bool) -> WhatIf:
    book, as_of = handbook.current.book, handbook.current.as_of
    replaced = tuple(sorted(_stem(path) for path in files))
    if tiers and changed.program is not None:
        return what_if(book, with_tier_rates(book, changed.program.record), as_of, replaced)
    entries = [changed.agreements[key] for key in replaced]
    return what_if(book, with_agreements(book, entries), as_of, replaced)


def _findings(handbook: Handbook, book: Book, loaded: tuple[Finding, ...], files: _Files) -> tuple[Finding, ...]:
    """What a check would say of the given files in the place of the handbook's own."""
    from partnerbook.rules import check

    current = analysed(Records(book, handbook.current.as_of, handbook.current.today))
    return tuple(finding for finding in check(current, loaded) if finding.path in files)


def _tell(findings: Sequence[Finding], files: _Files) -> bool:
    """Write findings to the error output; whether there is an error among them."""
    from partnerbook.shell.visible import visible

    for finding in findings:
        place = f"{files[finding.path][0]}:{finding.position.line}:{finding.position.column}"
        said = f"{place}: {finding.severity.value} {finding.code} [{finding.rule.name}] {finding.message}"
        click.echo(f"{visible(said)}\n  help: {visible(finding.help)}", err=True)
    return any(finding.severity is Severity.ERROR for finding in findings)
