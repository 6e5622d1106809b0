"""Opening a handbook for a command that reports money or figures."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis import Analysis
from partnerbook.core.finding import Finding, Severity
from partnerbook.core.kinds import KINDS
from partnerbook.shell.handbook import Handbook, NoHandbook, open_handbook
from partnerbook.shell.visible import visible

_NO_FAULT = ("DUE", "CHG", "GIT")
"""Families whose findings make no line wrong: what is overdue, and what differs from a base."""
_WITHOUT_PROGRAM = "there are no roles, tiers, clocks, payout runs or exchange rates to go by"


def opened(root: Path, as_of: date | None, *, base: str | None = None, processes: int = 1) -> Handbook:
    """The handbook, held against a `base` where one is named; `processes` as for `load`.

    A note on the error output says where faulty records may leave lines out, and where there is no program record: a
    command that reports money or days never does so in silence.

    Raises:
        click.UsageError: where there is no handbook.
    """
    try:
        handbook = open_handbook(root, as_of, base=base, processes=processes)
    except NoHandbook as error:
        raise click.UsageError(visible(str(error))) from None
    book = handbook.current.book
    if book.program is None:
        path = KINDS["program"].path("program")
        state = (
            f"{path} cannot be read"
            if any(key.startswith("program/") for key in book.broken)
            else f"there is no {path}"
        )
        click.echo(f"note: {state}: {_WITHOUT_PROGRAM}; see `partnerbook check`", err=True)
        return handbook
    faults = (finding for finding in handbook.findings if finding.rule.family not in _NO_FAULT)
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
