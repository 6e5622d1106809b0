"""A record that is about to be changed: which values, and what the file then says."""

from collections.abc import Sequence

import click

from partnerbook.core.book import Entry
from partnerbook.core.dates import day_of
from partnerbook.core.record import Record
from partnerbook.ingest.composing import NotWritable
from partnerbook.ingest.editing import Change, NotEditable, edit_file
from partnerbook.shell.drafting.trial import change_file, read_file, refuse_new_errors, told_changes
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.visible import visible


def amend(handbook: Handbook, entry: Entry[Record], changes: Sequence[Change], dry_run: bool) -> None:
    """Change values of a record and show the lines changed, once the handbook with it so brings no new error.

    Raises:
        ClickException: where the file cannot be changed so; it is left alone.
    """
    before = read_file(handbook.root, entry.path)
    try:
        content = edit_file(before, changes, type(entry.record))
    except (NotEditable, NotWritable) as error:
        raise click.ClickException(f"{entry.path} was left alone: {visible(str(error))}") from None
    refuse_new_errors(handbook, entry.path, content)
    if not dry_run:
        change_file(handbook.root, entry.path, before, content)
    click.echo(entry.path)
    for line in told_changes(before.decode(), content.decode()):
        click.echo(f"  {visible(line)}")


def booked_for(handbook: Handbook, on: object) -> object | None:
    """The day something that happened in a closed period is booked: the day looked from; None in an open one.

    What is learned late is booked in the open period and never moves a closed one (RULINGS, "Two dates").
    """
    from datetime import date

    if not isinstance(on, date):
        return None
    day = day_of(on)
    closed = any(day in entry.record.period for entry in handbook.current.book.closings.values())
    return handbook.current.as_of if closed else None
