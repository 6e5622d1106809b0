"""`partnerbook agenda PARTNER`: the agenda of the next review, ready to become a record."""

from datetime import date
from pathlib import Path

import click

from partnerbook.analysis.partnerships import Partnerships
from partnerbook.core.kinds import KINDS
from partnerbook.ingest.composing import NotWritable, compose
from partnerbook.shell.new_records import write_record
from partnerbook.shell.opening import opened, scored_partner
from partnerbook.shell.options import Day, as_of_option, language_option, root_option
from partnerbook.site.agenda import agenda
from partnerbook.site.edition import Edition
from partnerbook.site.reports.health import Standing


@click.command("agenda", short_help="Write the agenda of a partner's next review.")
@click.argument("partner")
@root_option
@as_of_option
@click.option(
    "--on", type=Day(), default=None, help="Day of the review; by default the one that is planned, or is due next."
)
@language_option
@click.option("--write", is_flag=True, help="Write the record instead of printing it.")
def command(partner: str, root: Path, as_of: date | None, on: date | None, language: str | None, write: bool) -> None:
    """Write the agenda of PARTNER's next review: the quarter's figures, goals, promises, deadlines, what to do.

    It is a record of a review that is planned. After the review, replace `planned` by `on`, and add what worked, what
    to change and what was promised.
    """
    handbook = opened(root, as_of)
    analysis = handbook.current.analysis
    partnerships = Partnerships(analysis)
    scored_partner(analysis, partnerships, partner, "PARTNER")
    one = partnerships[partner]
    day = on or (one.occasion.on if one.occasion is not None else analysis.as_of)
    if day < analysis.as_of:
        raise click.BadParameter(f"{day} lies before {analysis.as_of}, the day looked from", param_hint="--on")
    found = agenda(Edition.of(language or handbook.language), Standing.of(analysis), one, day)
    if write:
        click.echo(f"{write_record(handbook.root, found.id, found.activity, found.body)} is written.")
        return
    try:
        text = compose(found.activity, found.body)
    except NotWritable as error:
        raise click.ClickException(str(error)) from None
    click.echo(text, nl=False)
    click.echo(f"To keep it: {KINDS['activity'].path(found.id)}, or call this with --write.", err=True)
