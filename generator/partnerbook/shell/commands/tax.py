"""`partnerbook tax`: what a year's payouts mean for tax, by the jurisdiction of whoever pays."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from partnerbook.analysis.taxes import TaxYear, tax_year
from partnerbook.shell.json_values import document
from partnerbook.shell.opening import opened
from partnerbook.shell.options import as_of_option, language_option, root_option

VERSION = 1
"""Raised when a reader of the old JSON document would misunderstand the new one."""
_COLUMNS = (
    "list",
    "partner",
    "payout",
    "day",
    "direction",
    "currency",
    "net",
    "treatment",
    "rate",
    "vat",
    "own_vat_id",
    "partner_vat_id",
    "invoice",
    "form",
    "form_state",
    "missing",
)


@click.command("tax", short_help="List a year's payouts for tax.")
@root_option
@as_of_option
@click.option("--year", type=click.IntRange(2000, 2100), default=None, help="Calendar year; by default the day's.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", help="How to list.")
@language_option
def command(root: Path, as_of: date | None, year: int | None, format_: str, language: str | None) -> None:
    """List what a year's payouts mean for tax, by the jurisdiction of our own firm.

    In the USA: totals paid to each partner against the year's threshold, and whether its form is on file. In the EU:
    VAT of each payout, its invoice, and what that invoice must say.
    """
    handbook = opened(root, as_of)
    analysis = handbook.current.analysis
    found = tax_year(analysis.book, analysis.ledger, year or analysis.as_of.year, analysis.as_of)
    if format_ == "json":
        click.echo(document(VERSION, analysis.as_of, found), nl=False)
        return
    from partnerbook.shell.plain_tables import as_csv, as_text

    if format_ == "csv":
        click.echo(as_csv(_COLUMNS, _rows(found)), nl=False)
        return
    from partnerbook.site.edition import Edition
    from partnerbook.site.reports.plain import partner_names
    from partnerbook.site.words.taxes import tax_report

    edition = Edition.of(language or handbook.language)
    click.echo(as_text(tax_report(edition, found, partner_names(analysis.book, edition))), nl=False)


def _rows(year: TaxYear) -> Iterator[tuple[str, ...]]:
    """A row for each partner of a form, and one for each payout."""
    for form in year.forms:
        for place, partners in (("reported", form.reported), ("below", form.below)):
            for one in partners:
                amount, currency = str(one.total.amount), one.total.currency
                head = (f"{form.form} {place}", one.partner, "", "", "payable", currency, amount)
                yield (*head, "", "", "", "", "", "", one.form or "", one.form_state, "")
    for payout in year.payouts:
        yield (
            "vat",
            payout.partner,
            payout.payout,
            payout.day.isoformat(),
            payout.direction,
            payout.net.currency,
            str(payout.net.amount),
            payout.treatment or "",
            str(payout.rate or ""),
            str(payout.vat.amount) if payout.vat else "",
            payout.own_vat_id or "",
            payout.partner_vat_id or "",
            payout.invoice or "",
            "",
            "",
            " ".join(payout.gaps),
        )
