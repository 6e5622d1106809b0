"""`partnerbook close PERIOD`: freeze a period's ledger in a closing record."""

from datetime import date
from pathlib import Path

import click

from partnerbook.analysis.closings import lines_booked_in, open_before, period_hash, usual_closer
from partnerbook.core.closing import Closing
from partnerbook.core.dates import Period
from partnerbook.shell.handbook import Handbook
from partnerbook.shell.new_records import (
    closing_sentence,
    colleague,
    person_option,
    refuse_tomorrow,
    refuse_unless_whole,
    write_record,
)
from partnerbook.shell.opening import opened
from partnerbook.shell.options import PeriodName, as_of_option, root_option


@click.command("close", short_help="Close a period.")
@click.argument("period", type=PeriodName())
@root_option
@as_of_option
@person_option("Colleague who closes it; by default who closed the last one, else the first in finance.")
def command(period: Period, root: Path, as_of: date | None, by: str | None) -> None:
    """Close PERIOD, such as 2026-Q2: write its closing record, with a hash of every line booked in it.

    From then on nothing that is booked may move the period, and the check holds it to that. Refused are periods that
    are not over, that are closed already, or before which lines are still in no closed period.
    """
    handbook = opened(root, as_of)
    day = handbook.current.as_of
    _refuse_bad_times(handbook, period, day)
    refuse_tomorrow(handbook)
    refuse_unless_whole(handbook, ("MNY",), "no period is closed")
    book, ledger = handbook.current.analysis.book, handbook.current.analysis.ledger
    before = open_before(book, ledger, period)
    if before:
        first = Period.quarter_of(before[0].booked)
        count = "a line is" if len(before) == 1 else f"{len(before)} lines are"
        raise click.ClickException(
            f"{count} booked before {period} and in no closed period, the first on {before[0].booked}; "
            f"close what comes before it first, such as {first}"
        )
    closer = colleague(handbook, by or usual_closer(book, day))
    closing = Closing(
        period=period,
        closed=day,
        by=closer,
        lines=len(lines_booked_in(ledger, period)),
        ledger=period_hash(ledger, period),
    )
    key = str(period).lower()
    path = write_record(handbook.root, key, closing, closing_sentence(closing, handbook.language))
    count = f"{closing.lines} {'line' if closing.lines == 1 else 'lines'}"
    click.echo(f"{path}\n  {period} closed on {day} by {closer}: {count}, {closing.ledger}")


def _refuse_bad_times(handbook: Handbook, period: Period, day: date) -> None:
    if day <= period.last:  # until midnight something may still happen in it
        raise click.ClickException(f"{period} is not over: it ends with {period.last}, and this is {day}")
    for entry in handbook.current.book.closings.values():
        closed = entry.record
        if closed.period.first <= period.last and period.first <= closed.period.last:
            days = "" if closed.period == period else f", which shares days with {period},"
            raise click.ClickException(f"{closed.period}{days} was closed on {closed.closed}: {entry.path}")
