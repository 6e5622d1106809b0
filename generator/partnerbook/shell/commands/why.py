"""`partnerbook why REFERRAL`: the agreement that holds, every line with its steps, and every reason for nothing."""

from datetime import date
from pathlib import Path

import click

from partnerbook.analysis import Analysis
from partnerbook.analysis.ledger.line import Line, Unearned
from partnerbook.core.book import Entry
from partnerbook.core.referral import Referral
from partnerbook.rules.suggestions import did_you_mean
from partnerbook.shell.completing import ids
from partnerbook.shell.json_values import Json, document, plain
from partnerbook.shell.ledger_json import line_in_json
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, language_option, root_option
from partnerbook.shell.plain_tables import as_text
from partnerbook.site.agreement_choice import choice_in_words
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.progress import Progress
from partnerbook.site.ledger.why import Why, WhyNothing, why, why_line
from partnerbook.site.ledger.words import Names
from partnerbook.site.reports.why import line_report, why_report

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""


@click.command("why", short_help="Explain what a referral earned, or why it earned nothing.")
@click.argument("referral", shell_complete=ids("referral"))
@root_option
@as_of_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How to explain.")
@language_option
def command(referral: str, root: Path, as_of: date | None, format_: str, language: str | None) -> None:
    """Explain the money of REFERRAL: its agreement, every line step by step, and every reason for nothing.

    REFERRAL is a referral's id, or the id of one line of the ledger.
    """
    handbook = opened(root, as_of)
    analysis, edition = handbook.current.analysis, Edition.of(language or handbook.language)
    entry, line = analysis.book.referrals.get(referral), analysis.ledger.by_id.get(referral)
    progress, names = Progress.of(analysis), Names.of(analysis.book)
    if entry is not None:
        found = why(edition, analysis, entry, progress, names)
        if format_ == "json":
            click.echo(document(VERSION, analysis.as_of, _in_json(edition, found, progress, names)), nl=False)
        else:
            click.echo(as_text(why_report(edition, found, names)), nl=False)
    elif line is not None:
        _explain_line(edition, analysis, line, progress, names, format_)
    else:
        raise click.UsageError(_unknown(referral, analysis))


def _explain_line(
    edition: Edition, analysis: Analysis, line: Line, progress: Progress, names: Names, format_: str
) -> None:
    if format_ == "json":
        content = {"language": edition.language, "lines": [line_in_json(edition, line, progress, names)]}
        click.echo(document(VERSION, analysis.as_of, content), nl=False)
        return
    entry = analysis.book.referrals.get(line.referral)
    choice = choice_in_words(edition, analysis, entry, names) if entry is not None else ()
    click.echo(
        as_text(line_report(edition, why_line(edition, analysis, line, progress, names), choice, names)), nl=False
    )


def _unknown(wanted: str, analysis: Analysis) -> str:
    """What to say of an id that is neither a referral's nor a line's on the day looked from."""
    known = analysis.ledger.by_id if "/" in wanted else analysis.book.referrals
    thing = "line of the ledger" if "/" in wanted else "referral"
    hint = did_you_mean(wanted, known) or "`partnerbook ledger` lists every line with its id"
    return f"there is no {thing} {wanted!r} on {analysis.as_of}. {hint}".rstrip()


def _in_json(edition: Edition, found: Why, progress: Progress, names: Names) -> dict[str, Json]:
    return {
        "language": edition.language,
        "referral": _referral(found.referral, found.state),
        "agreement": {"id": found.agreement or None, "why": plain(found.choice), "terms": plain(found.terms)},
        "special": plain(found.special),
        "lines": [line_in_json(edition, one.line, progress, names) for one in found.lines],
        "nothing": [_nothing(one) for one in found.nothing],
        "subcontracts": plain(found.subcontracts),
        "balances": plain(found.balances),
    }


def _referral(entry: Entry[Referral], state: str) -> dict[str, Json]:
    record = entry.record
    return {
        "id": entry.id,
        "partner": record.partner,
        "direction": record.direction,
        "client": record.client,
        "service": record.service,
        "received": record.received.isoformat(),
        "state": state,
    }


def _nothing(one: WhyNothing) -> dict[str, Json]:
    unearned: Unearned | None = one.unearned
    if unearned is None:
        return {"event": None, "reason": None, "words": one.words}
    return {
        "event": unearned.event,
        "on": plain(unearned.on),
        "booked": plain(unearned.booked),
        "amount": plain(unearned.amount),
        "reason": unearned.reason,
        "detail": unearned.detail or None,
        "since": plain(unearned.since),
        "agreement": unearned.agreement or None,
        "words": one.words,
    }
