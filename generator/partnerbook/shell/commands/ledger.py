"""`partnerbook ledger`: every line between us and our partners, with its explanation."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis.ledger.line import Line
from partnerbook.core.dates import Period
from partnerbook.rules.suggestions import did_you_mean
from partnerbook.shell.json_values import document
from partnerbook.shell.ledger_json import line_in_json
from partnerbook.shell.opening import opened
from partnerbook.shell.options import PeriodName, as_of_option, language_option, root_option
from partnerbook.shell.plain_tables import as_csv, as_text
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.progress import Progress
from partnerbook.site.ledger.words import Names, explain
from partnerbook.site.reports.ledger import KINDS, Choice, cause_first, ledger_report, totals

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
_COLUMNS = (
    "booked",
    "on",
    "id",
    "referral",
    "kind",
    "partner",
    "direction",
    "amount",
    "currency",
    "due",
    "state",
    "agreement",
    "payout",
    "answers",
    "explanation",
)


@click.command("ledger", short_help="List every line of the ledger, with its explanation.")
@root_option
@as_of_option
@click.option("--partner", default="", metavar="ID", help="Only lines between us and this partner.")
@click.option("--direction", type=click.Choice(["payable", "receivable"]), help="Only what we pay, or what they pay.")
@click.option("--period", type=PeriodName(), help="Only lines booked in 2026, 2026-Q2 or 2026-06.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind; may be given again.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", help="How to list.")
@language_option
def command(
    root: Path,
    as_of: date | None,
    partner: str,
    direction: str | None,
    period: Period | None,
    kinds: tuple[str, ...],
    format_: str,
    language: str | None,
) -> None:
    """List every line of the ledger in the order it was booked: how much, why, when it is due, how far it has come.

    A line's amount raises what is owed, or lowers it when negative; payments bring a balance down.
    """
    handbook = opened(root, as_of)
    analysis, edition = handbook.current.analysis, Edition.of(language or handbook.language)
    known = handbook.current.book
    if partner and not known.knows("partner", partner):
        hint = did_you_mean(partner, known.partners) or "Partners are named like their records, as in `software-werft`"
        raise click.UsageError(f"there is no partner {partner!r}. {hint}".rstrip())
    choice = Choice(partner, direction or "", period, kinds)
    lines = cause_first(line for line in analysis.ledger.lines if choice.takes(line))
    progress, names = Progress.of(analysis), Names.of(analysis.book)
    if format_ == "json":
        content = {
            "language": edition.language,
            "lines": [line_in_json(edition, line, progress, names) for line in lines],
            "totals": totals(lines),
        }
        click.echo(document(VERSION, analysis.as_of, content), nl=False)
    elif format_ == "csv":
        click.echo(as_csv(_COLUMNS, _rows(edition, lines, progress, names)), nl=False)
    else:
        click.echo(as_text(ledger_report(edition, lines, progress, names, choice)), nl=False)


def _rows(edition: Edition, lines: tuple[Line, ...], progress: Progress, names: Names) -> Iterator[tuple[str, ...]]:
    for line in lines:
        yield (
            line.booked.isoformat(),
            line.on.isoformat(),
            line.id,
            line.referral,
            line.kind,
            line.partner,
            line.direction,
            str(line.amount.amount),
            line.amount.currency,
            line.due.isoformat() if line.due is not None else "",
            progress.states.get(line.id, ""),
            line.agreement,
            line.payout,
            line.answers,
            explain(edition, line, names),
        )
