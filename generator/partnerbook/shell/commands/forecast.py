"""`partnerbook forecast`: what is due when, what is still expected, and what it would cost to leave."""

from datetime import date
from pathlib import Path

import click

from partnerbook.analysis.forecast import forecast
from partnerbook.shell.json_values import document
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, language_option, root_option

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""


@click.command("forecast", short_help="Say what commissions are due and expected.")
@root_option
@as_of_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@language_option
def command(root: Path, as_of: date | None, format_: str, language: str | None) -> None:
    """Say what commissions are due when, what open referrals and won deals may still earn, what has to be accrued at
    the end of the year, and what it would cost to end each agreement today.

    Every figure stands beside what it rests on; where that is too little, there is no figure.
    """
    handbook = opened(root, as_of)
    analysis = handbook.current.analysis
    found = forecast(analysis.book, analysis.ledger, analysis.governing, analysis.as_of)
    if format_ == "json":
        click.echo(document(VERSION, analysis.as_of, found), nl=False)
        return
    from partnerbook.shell.plain_tables import as_text
    from partnerbook.site.edition import Edition
    from partnerbook.site.reports.plain import partner_names
    from partnerbook.site.words.forecast import forecast_report

    edition = Edition.of(language or handbook.language)
    click.echo(as_text(forecast_report(edition, found, partner_names(analysis.book, edition))), nl=False)
