"""`partnerbook due`: what is overdue and what comes due, for a terminal, a program or a calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import click

from partnerbook.analysis.deadlines import Deadline, DeadlineKind
from partnerbook.core.book import Book
from partnerbook.core.dates import Moment, add_days
from partnerbook.core.finding import dotted
from partnerbook.shell.json_values import Json, document, plain
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, language_option, root_option
from partnerbook.shell.visible import visible
from partnerbook.site.edition import Edition
from partnerbook.site.reports.deadlines import Due, Grouping, deadline_report

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
_LONGEST_DAYS = 3650


@click.command("due", short_help="Say what is overdue and what comes due.")
@root_option
@as_of_option
@click.option("--owner", metavar="PERSON", default=None, help="Only what this colleague sees to.")
@click.option("--partner", metavar="PARTNER", default=None, help="Only what concerns this partner.")
@click.option(
    "--days", type=click.IntRange(0, _LONGEST_DAYS), default=14, show_default=True, help="How many days to look ahead."
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(get_args(DeadlineKind)),
    multiple=True,
    metavar="KIND",
    help=f"Only this kind; may be given several times: {', '.join(get_args(DeadlineKind))}.",
)
@click.option(
    "--by",
    "grouping",
    type=click.Choice(get_args(Grouping)),
    default="owner",
    show_default=True,
    help="How text is grouped.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json", "ics"]), default="text", help="How to report.")
@language_option
def command(
    root: Path,
    as_of: date | None,
    owner: str | None,
    partner: str | None,
    days: int,
    kinds: Sequence[DeadlineKind],
    grouping: Grouping,
    format_: str,
    language: str | None,
) -> None:
    """Say what is overdue, and what comes due in the next days: what is to be done, by when, and who sees to it.

    What is overdue stands first; what a waiver lets be late is shown as waived until the waiver ends. On the partner's
    clock somebody here has to ask. `ics` is a calendar of whole days.
    """
    handbook = opened(root, as_of)
    analysis = handbook.current.analysis
    book, through = analysis.book, add_days(analysis.as_of, days)
    _refuse_unknown(book, owner, partner)
    found = [
        deadline
        for deadline in analysis.deadlines.running
        if deadline.due <= through
        and (owner is None or deadline.owner == owner)
        and (partner is None or deadline.partner == partner)
        and (not kinds or deadline.kind in kinds)
    ]
    if format_ == "json":
        deadlines = [_as_json(deadline, analysis.as_of) for deadline in found]
        click.echo(document(VERSION, analysis.as_of, {"through": through, "deadlines": deadlines}), nl=False)
        return
    people = book.program.record.people if book.program is not None else ()
    due = Due(
        found,
        analysis.as_of,
        through,
        {key: entry.record.name for key, entry in book.partners.items()},
        {person.key: person.name for person in people},
    )
    edition = Edition.of(language or handbook.language)
    if format_ == "ics":
        click.echo(_calendar(edition, due).decode(), nl=False)
        return
    from partnerbook.shell.plain_tables import as_text

    click.echo(as_text(deadline_report(edition, due, grouping)), nl=False)


def _calendar(edition: Edition, due: Due) -> bytes:
    from partnerbook.site.exports import MissingExtra
    from partnerbook.site.exports.deadline_calendar import calendar

    try:
        return calendar(edition, due)
    except MissingExtra as error:
        raise click.UsageError(str(error)) from None


def _refuse_unknown(book: Book, owner: str | None, partner: str | None) -> None:
    from partnerbook.shell.drafting.known import unknown

    people = [person.key for person in book.program.record.people] if book.program is not None else []
    if owner is not None and owner not in people:
        raise click.BadParameter(visible(unknown("the colleague", owner, people)), param_hint="--owner")
    if partner is not None and partner not in book.partners:
        raise click.BadParameter(visible(unknown("the partner", partner, book.partners)), param_hint="--partner")


def _as_json(deadline: Deadline, as_of: date) -> Json:
    return {
        "kind": deadline.kind,
        "record": deadline.record,
        "field": dotted(deadline.at),
        "partner": deadline.partner or None,
        "owner": deadline.owner,
        "side": deadline.side,
        "start": _moment(deadline.start),
        "limit": _moment(deadline.limit),
        "state": "waived" if deadline.is_waived(as_of) else deadline.state(as_of),
        "waived_until": plain(deadline.waived) if deadline.is_waived(as_of) else None,
        "days_late": deadline.days_late(as_of),
        "about": deadline.about or None,
        "amount": plain(deadline.amount),
    }


def _moment(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
