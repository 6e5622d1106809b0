"""`partnerbook audit`: who prepared, approved and merged every payout."""

from datetime import date
from pathlib import Path

import click

from partnerbook.shell.options import as_of_option, root_option


@click.command("audit", short_help="Who prepared, approved and merged every payout.")
@root_option
@as_of_option
@click.option("--partner", metavar="PARTNER", default=None, help="Only payouts of this partner.")
@click.option("--year", type=click.IntRange(2000, 2100), default=None, help="Only payouts of runs in this year.")
@click.option("--format", "format_", type=click.Choice(["text", "json", "csv"]), default="text", help="How to list.")
def command(root: Path, as_of: date | None, partner: str | None, year: int | None, format_: str) -> None:
    """List for every payout who prepared, approved and paid it, as its record says, and who wrote and merged it, as
    git says, with the commits.

    Git proves which contents followed which; its names are claims. Who reviewed, only the forge knows.
    """
    from partnerbook.analysis.audit import trails
    from partnerbook.analysis.reviews import Author, is_by
    from partnerbook.ingest.history import history_of
    from partnerbook.shell import audit_report
    from partnerbook.shell.forge.github import account_of
    from partnerbook.shell.opening import opened

    handbook = opened(root, as_of)
    book, day = handbook.current.analysis.book, handbook.current.as_of
    if partner is not None and not book.knows("partner", partner):
        raise click.BadParameter("there is no such partner", param_hint="--partner")
    people = book.program.record.people if book.program is not None else ()

    def person_of(name: str, mail: str) -> str | None:
        author = Author(name, mail, account_of(mail))
        return next((person.key for person in people if is_by(author, person)), None)

    history = history_of(handbook.root)
    found = [
        trail
        for trail in trails(book, history, person_of)
        if partner in (None, trail.partner) and year in (None, trail.run.year)
    ]
    if format_ == "json":
        click.echo(audit_report.json(found, history, day), nl=False)
    elif format_ == "csv":
        click.echo(audit_report.csv(found), nl=False)
    else:
        names = {person.key: person.name for person in people}
        click.echo(audit_report.text(found, history, names, day), nl=False)
