"""A statement as a workbook: amounts are numbers in their currency, texts are texts and never formulas."""

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from babel.numbers import get_currency_symbol

from partnerbook.core.money import Money, minor_digits
from partnerbook.site.edition import Edition
from partnerbook.site.exports import Exported, MissingExtra
from partnerbook.site.exports.statement_document import AccountView, Document, Figure
from partnerbook.site.exports.statement_words import document

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(exported: Exported) -> bytes:
    """The workbook, the same bytes each time: its properties and its day are the statement's.

    Raises:
        MissingExtra: where XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtra("xlsx", "XlsxWriter") from None
    shown, written = document(exported), io.BytesIO()
    book = Workbook(written, _OPTIONS)
    book.set_properties(
        {
            "title": f"{shown.title} {shown.period}: {shown.partner.name}",
            "author": shown.firm.name,
            "created": _noon(exported.statement.as_of),
        }
    )
    sheets = _Sheets(book, exported.edition, shown)
    sheets.summary()
    sheets.lines()
    sheets.referrals()
    book.close()
    return written.getvalue()


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC).replace(tzinfo=None)


class _Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: "Workbook", edition: Edition, shown: Document) -> None:
        self._book, self._edition, self._shown = book, edition, shown
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def _format(self, **how: Any) -> Any:
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **how})
        return self._formats[key]

    def _money(self, sheet: "Worksheet", row: int, column: int, money: Money, **how: Any) -> None:
        pattern = number_format(self._edition, money.currency)
        sheet.write_number(row, column, money.amount, self._format(num_format=pattern, **how))

    def _sheet(self, name: str, widths: tuple[int, ...]) -> "Worksheet":
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _head(self, sheet: "Worksheet", row: int, headings: tuple[str, ...]) -> None:
        for column, heading in enumerate(headings):
            sheet.write_string(row, column, heading, self._format(bold=True, bottom=1))
        sheet.freeze_panes(row + 1, 0)

    def summary(self) -> None:
        """Balances, what they are made of, and the notes."""
        shown = self._shown
        sheet = self._sheet(shown.title, (64, 18))
        sheet.write_string(0, 0, f"{shown.title} {shown.period}", self._format(bold=True, font_size=16))
        sheet.write_string(1, 0, shown.partner.name, self._format(bold=True))
        row = 2
        for term, value in ((shown.headings["from"], shown.firm.name), *shown.facts):
            sheet.write_string(row, 0, f"{term}: {value}")
            row += 1
        if shown.nothing:
            sheet.write_string(row + 1, 0, shown.nothing)
            row += 2
        for account in shown.accounts:
            row = self._account(sheet, row + 1, account)
        for note in shown.notes:
            row += 1
            sheet.write_string(row, 0, note, self._format(text_wrap=True, italic=True))

    def _account(self, sheet: "Worksheet", row: int, account: AccountView) -> int:
        sheet.write_string(row, 0, account.title, self._format(bold=True, bottom=1))
        sheet.write_blank(row, 1, None, self._format(bottom=1))
        for figure in account.figures:
            row += 1
            self._figure(sheet, row, figure)
        if account.parts:
            row += 1
            sheet.write_string(row, 0, account.parts_title, self._format(italic=True))
        for figure in account.parts:
            row += 1
            self._figure(sheet, row, figure)
        if account.next:
            row += 1
            sheet.write_string(row, 0, account.next, self._format(text_wrap=True))
        return row + 1

    def _figure(self, sheet: "Worksheet", row: int, figure: Figure) -> None:
        indent, bold = int(figure.weight == "part"), figure.weight == "total"
        sheet.write_string(row, 0, figure.label, self._format(text_wrap=True, indent=indent, bold=bold))
        self._money(sheet, row, 1, figure.amount.money, bold=bold)

    def lines(self) -> None:
        """Every line with its reason."""
        heads = self._shown.headings
        sheet = self._sheet(heads["lines"], (40, 13, 16, 26, 40, 60, 13, 16))
        names = ("account", "booked", "kind", "what", "referral", "why", "due", "amount")
        self._head(sheet, 0, tuple(heads[name] for name in names))
        row = 0
        for account in self._shown.accounts:
            for line in account.lines:
                row += 1
                texts = (account.title, line.booked, line.kind, line.what, line.place, line.why, line.due)
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, text, self._format(text_wrap=True))
                self._money(sheet, row, len(texts), line.amount.money)

    def referrals(self) -> None:
        """Referrals of the period and what clients paid."""
        heads = self._shown.headings
        sheet = self._sheet(heads["referrals"], (40, 13, 40, 30, 30, 13, 18))
        names = ("direction", "received", "referral", "client", "service", "won", "paid")
        self._head(sheet, 0, tuple(heads[name] for name in names))
        row = 0
        for flow in self._shown.flows:
            for referral in flow.rows:
                row += 1
                texts = (flow.title, referral.day, referral.id, referral.client, referral.service, referral.won)
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, text, self._format(text_wrap=True))
                for place, amount in enumerate(referral.revenue):
                    self._money(sheet, row, len(texts) + place, amount.money)


def number_format(edition: Edition, currency: str) -> str:
    """How a spreadsheet shows an amount, in the edition's order of figure and currency."""
    symbol = get_currency_symbol(currency, locale=edition.locale)
    decimals = "0" * minor_digits(currency)
    figure = f"#,##0.{decimals}" if decimals else "#,##0"
    before = str(edition.locale.currency_formats["standard"].pattern).startswith("¤")
    pattern = f"[${symbol}]{figure}" if before else f"{figure} [${symbol}]"
    return f"{pattern};-{pattern}"
