"""`partnerbook check`: what is wrong, where, and what to do."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from partnerbook.core.finding import Finding, Severity
from partnerbook.ingest.contents import usable_processes
from partnerbook.shell.handbook import NoHandbook, open_handbook
from partnerbook.shell.options import as_of_option, base_option, codes_option, root_option
from partnerbook.shell.reporters import REPORTERS, Report, reporter


def chosen(findings: Sequence[Finding], select: Sequence[str], ignore: Sequence[str]) -> tuple[Finding, ...]:
    """Findings whose code begins with a selected one (all, without any) and with no ignored one."""
    return tuple(
        finding
        for finding in findings
        if (not select or finding.code.startswith(tuple(select))) and not finding.code.startswith(tuple(ignore) or "-")
    )


def exit_code(findings: Sequence[Finding], strict: bool) -> int:
    """0 without errors (strict: without warnings), 1 with."""
    worst = min((finding.severity.rank for finding in findings), default=Severity.INFO.rank)
    return int(worst <= (Severity.WARNING if strict else Severity.ERROR).rank)


@click.command("check", short_help="Check every record and say what is wrong.")
@root_option
@as_of_option
@base_option
@click.option("--format", "format_", type=click.Choice(sorted(REPORTERS)), default="text", help="How to report.")
@codes_option("--select", "Only rules whose code begins so, such as REF or REF001.")
@codes_option("--ignore", "No rules whose code begins so.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--color/--no-color", default=None, help="Colour; by default on a terminal.")
def command(
    root: Path,
    as_of: date | None,
    base: str | None,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    color: bool | None,
) -> None:
    """Check every record of the handbook: its form, its references, its terms.

    Exit status 0 without errors, 1 with, 2 when the command was called wrongly.
    """
    try:
        handbook = open_handbook(root, as_of, base=base, processes=usable_processes())
    except NoHandbook as error:
        raise click.UsageError(str(error)) from None
    findings = chosen(handbook.findings, select, ignore)
    report = Report(handbook, findings)
    click.echo(reporter(format_)(report, _wants_color(color)), nl=False, color=True)
    sys.exit(exit_code(findings, strict))


def _wants_color(option: bool | None) -> bool:
    import os

    if option is not None:
        return option
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )
