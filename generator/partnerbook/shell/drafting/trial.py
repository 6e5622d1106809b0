"""A change before it is written: the handbook is read with it, and what is newly wrong stops it."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis import Records, analysed
from partnerbook.core.finding import Finding, Severity
from partnerbook.ingest.load import load
from partnerbook.ingest.sources import DirectorySource, OverlaidSource
from partnerbook.shell.handbook import Handbook, NoHandbook, day_to_look_from, find_root, today_for
from partnerbook.shell.reporters import Report, reporter
from partnerbook.shell.visible import visible
from partnerbook.shell.writing import write_new, write_whole

_LEFT_TO_TIME = "DUE"
"""What is overdue is no mistake of the record that says so: it is there to be done."""


def opened(root: Path, as_of: date | None) -> Handbook:
    """The handbook as read, with only what reading it found: whether a change may be written, its trial says.

    Raises:
        UsageError: where there is no handbook.
    """
    try:
        folder = find_root(root)
    except NoHandbook as error:
        raise click.UsageError(visible(str(error))) from None
    loaded = load(DirectorySource(folder))
    today = today_for(loaded.book)
    current = analysed(Records(loaded.book, day_to_look_from(loaded.book, as_of, today), today))
    return Handbook(folder, current, loaded.findings)


def tried(handbook: Handbook, path: str, content: bytes) -> tuple[Handbook, tuple[Finding, ...]]:
    """The handbook as it would be with a file of this content, and what would be wrong that was not before.

    What is overdue in it is left out: it does not become wrong by being written down.
    """
    from partnerbook.rules import check

    before = handbook.current
    loaded = load(OverlaidSource(DirectorySource(handbook.root), {path: content}), before.book)
    current = analysed(Records(loaded.book, before.as_of, before.today))
    findings = check(current, loaded.findings)
    new = tuple(one for one in findings if one.rule.family != _LEFT_TO_TIME and one.severity is not Severity.INFO)
    if new:  # only then does it matter what was wrong before
        known = {_name(finding) for finding in check(before, handbook.findings)}
        new = tuple(one for one in new if _name(one) not in known)
    return Handbook(handbook.root, current, findings), new


def _name(finding: Finding) -> tuple[str, str, object, str]:
    """What makes a finding the same one before and after: lines may have moved."""
    return (finding.code, finding.record or finding.path, finding.field, finding.message)


def refuse_new_errors(handbook: Handbook, path: str, content: bytes) -> Handbook:
    """The handbook with a file as it is to be written; warnings that come with it go to the error output.

    Exits with 1, and with the findings on the output, where the file would bring an error.
    """
    after, findings = tried(handbook, path, content)
    if any(finding.severity is Severity.ERROR for finding in findings):
        click.echo(reporter("text")(Report(after, findings), False), nl=False)
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    if findings:
        click.echo(reporter("text")(Report(after, findings), False), nl=False, err=True)
    return after


def add_file(root: Path, path: str, content: bytes) -> None:
    """Write a new record, whole or not at all.

    Raises:
        ClickException: where it lies already, or its folder cannot be written.
    """
    try:
        write_new(root / path, content)
    except FileExistsError:
        raise click.ClickException(f"{path} lies there already and was left alone") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from None


def change_file(root: Path, path: str, before: bytes, content: bytes) -> None:
    """Write a changed record, whole or not at all, unless somebody else has changed it meanwhile.

    Raises:
        ClickException: where somebody has, or the file cannot be written.
    """
    if read_file(root, path) != before:
        raise click.ClickException(f"{path} was changed meanwhile and was left alone; call again")
    try:
        write_whole(root / path, content)
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror or error}") from None


def read_file(root: Path, path: str) -> bytes:
    """The bytes of a record.

    Raises:
        ClickException: where it cannot be read.
    """
    try:
        return (root / path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"cannot read {path}: {error.strerror or error}") from None


def told_changes(before: str, after: str) -> Iterable[str]:
    """The lines an edit takes out and brings in, with `-` and `+`, as one shows them to whoever made it."""
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


Fields = Mapping[str, object]
"""What a draft says, by the names of fields: plain values as front matter holds them, or values of records."""
