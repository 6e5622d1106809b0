"""Opening a handbook for a command that reports money or figures."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis import Analysis
from partnerbook.core.finding import Finding, Severity
from partnerbook.shell.handbook import Handbook, NoHandbook, open_handbook
from partnerbook.shell.visible import visible


def opened(root: Path, as_of: date | None) -> Handbook:
    """The handbook; a note on the error output where faulty records may leave the ledger short of lines.

    Raises:
        click.UsageError: where there is no handbook.
    """
    try:
        handbook = open_handbook(root, as_of)
    except NoHandbook as error:
        raise click.UsageError(visible(str(error))) from None
    # What is overdue makes no line wrong.
    faults = (finding for finding in handbook.findings if finding.rule.family != "DUE")
    errors = sum(finding.severity is Severity.ERROR for finding in faults)
    if errors:
        has = "1 error" if errors == 1 else f"{errors} errors"
        click.echo(f"note: the records have {has}: lines may be missing or wrong; see `partnerbook check`", err=True)
    return handbook


def tell_of_comparison(findings: Iterable[Finding]) -> None:
    """What of a comparison failed, on the error output; other findings are those of `check`."""
    for finding in findings:
        if finding.rule.family == "GIT":
            click.echo(f"{finding.severity.value} {finding.code}: {visible(finding.message)}", err=True)
            click.echo(f"help: {visible(finding.help)}", err=True)


def scored_partner(analysis: Analysis, scored: Collection[str], partner: str, where: str) -> None:
    """Refuse a partner that nobody knows, or that has no partnership to score; `where` names the option or argument.

    Raises:
        click.BadParameter: says which partner was meant, or how the one named stands.
    """
    if partner in scored:
        return
    status = analysis.partner_status.get(partner)
    if status is not None:
        told = f"{partner} is {status.replace('_', ' ')}: only active and paused partners are scored"
        raise click.BadParameter(told, param_hint=where)
    from partnerbook.shell.drafting.known import unknown

    raise click.BadParameter(visible(unknown("the partner", partner, analysis.book.partners)), param_hint=where)
