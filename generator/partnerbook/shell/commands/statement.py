"""`partnerbook statement PARTNER`: what a period brought a partner, as text, data or a document to send."""

import sys
from datetime import date
from pathlib import Path

import click

from partnerbook.core.dates import Period
from partnerbook.shell.completing import ids
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.opening import opened
from partnerbook.shell.options import PeriodName, as_of_option, language_option, root_option
from partnerbook.shell.parts import refuse_parts_of_the_handbook
from partnerbook.shell.visible import visible
from partnerbook.shell.writing import write_whole
from partnerbook.site.exports import BINARY, EXPORTS, Exported, MissingExtra, UnusableTemplate, exporter


@click.command("statement", short_help="Write a partner's statement for a period.")
@click.argument("partner", shell_complete=ids("partner"))
@root_option
@as_of_option
@click.option("--period", type=PeriodName(), default=None, help="By default the last quarter that is over.")
@click.option("--format", "format_", type=click.Choice(tuple(EXPORTS)), default="text", help="How to write it.")
@language_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="File to write.")
def command(
    partner: str,
    root: Path,
    as_of: date | None,
    period: Period | None,
    format_: str,
    language: str | None,
    out: Path | None,
) -> None:
    """Write the statement of PARTNER: referrals, revenue, earned, paid and balance of a period.

    It rests on what was booked by the end of the period, so it says the same whenever it is written. It is not
    an invoice.
    """
    if format_ in BINARY and out is None and is_terminal():
        raise click.UsageError(f"{format_} is not for a terminal; name a file with --out")
    handbook = opened(root, as_of)
    if out is not None:
        refuse_parts_of_the_handbook(handbook.root, [out.resolve().parent])
    written = _exported(handbook, partner, period, format_, language)
    if out is None:
        click.echo(written if format_ in BINARY else written.decode(), nl=False)
        return
    try:
        changed = write_whole(out, written)
    except OSError as error:
        raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from None
    click.echo(f"The statement of {partner} is in {out}{'' if changed else ', as it was before'}.")


def is_terminal() -> bool:
    """Whether what is written goes to a person's screen."""
    return sys.stdout is not None and sys.stdout.isatty()


def _exported(handbook: Handbook, partner: str, period: Period | None, format_: str, language: str | None) -> bytes:
    from partnerbook.analysis.statements import latest_quarter, statement
    from partnerbook.shell.drafting.known import unknown
    from partnerbook.shell.pages import template_folders
    from partnerbook.site.edition import Edition

    analysis = handbook.current.analysis
    if partner not in analysis.book.partners:
        raise click.UsageError(visible(unknown("the partner", partner, analysis.book.partners)))
    wanted = period or latest_quarter(analysis.as_of)
    if wanted.first > analysis.as_of:
        raise click.UsageError(f"{wanted} has not begun on {analysis.as_of}, the day looked from")
    found = statement(analysis.book, analysis.ledger, analysis.as_of, partner, wanted)
    edition = Edition.of(language or handbook.language)
    try:
        return exporter(format_)(Exported(found, analysis.book, edition, template_folders(handbook.root)))
    except MissingExtra as error:
        raise click.UsageError(str(error)) from None
    except UnusableTemplate as error:
        raise click.ClickException(visible(str(error))) from None
