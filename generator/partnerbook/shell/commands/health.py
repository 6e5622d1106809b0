"""`partnerbook health`: how each partnership stands, why, and what to do about it."""

from datetime import date
from pathlib import Path

import click

from partnerbook.analysis.partnerships import Partnerships
from partnerbook.shell.json_values import document
from partnerbook.shell.opening import opened, scored_partner
from partnerbook.shell.options import as_of_option, language_option, root_option
from partnerbook.site.edition import Edition
from partnerbook.site.reports.health import Standing, health_report, partner_report, worst_first

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""


@click.command("health", short_help="Say how partnerships stand, and what to do.")
@root_option
@as_of_option
@click.option("--partner", metavar="PARTNER", default=None, help="Unfold this one, with the records behind it.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@language_option
def command(root: Path, as_of: date | None, partner: str | None, format_: str, language: str | None) -> None:
    """Say how each partnership stands, from 0 to 100 points, the worst first, and what to do first.

    With --partner, every figure stands with its points and the records it was counted from. Partners that are active
    or paused have points, once there is enough to go by.
    """
    handbook = opened(root, as_of)
    analysis = handbook.current.analysis
    partnerships = Partnerships(analysis)
    if partner is not None:
        scored_partner(analysis, partnerships, partner, "--partner")
    edition, standing = Edition.of(language or handbook.language), Standing.of(analysis)
    found = worst_first([partnerships[key] for key in partnerships if partner in (None, key)])
    if format_ == "json":
        from partnerbook.shell.health_json import partnership

        listed = [partnership(edition, standing, one, whole=partner is not None) for one in found]
        click.echo(document(VERSION, analysis.as_of, {"partnerships": listed}), nl=False)
        return
    from partnerbook.shell.plain_tables import as_text

    whole = partner is not None
    report = partner_report(edition, standing, found[0]) if whole else health_report(edition, standing, found)
    click.echo(as_text(report), nl=False)
