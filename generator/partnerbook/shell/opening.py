"""Opening a handbook for a command that reports money."""

from datetime import date
from pathlib import Path

import click

from partnerbook.core.finding import Severity
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
    errors = sum(finding.severity is Severity.ERROR for finding in handbook.findings)
    if errors:
        has = "1 error" if errors == 1 else f"{errors} errors"
        click.echo(f"note: the records have {has}: lines may be missing or wrong; see `partnerbook check`", err=True)
    return handbook
