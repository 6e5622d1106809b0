"""Statements: one page for each partner and quarter, and the table that leads to them (DOMAIN 8.5)."""

from msgspec import Struct

from partnerbook.analysis.statements import Statement
from partnerbook.analysis.tallies import add_up
from partnerbook.core.dates import Period
from partnerbook.core.payout import PayoutDirection
from partnerbook.site.context import Context, Here
from partnerbook.site.exports import Exported
from partnerbook.site.exports.statement_document import Amount, Document
from partnerbook.site.exports.statement_words import document
from partnerbook.site.values import Link, MoneyText, Text, Value
from partnerbook.site.views.common import sums
from partnerbook.site.views.money_rows import LineRow, line_rows


class QuarterCell(Struct, frozen=True):
    """A partner's quarter in the table: what stood open at its end."""

    link: Link | None


class StatementRow(Struct, frozen=True):
    """A partner's statements, a cell for each quarter."""

    partner: Link
    cells: tuple[QuarterCell, ...]


class StatementIndex(Struct, frozen=True):
    """All statements, the latest quarter first."""

    title: str
    lede: str
    quarters: tuple[str, ...]
    rows: tuple[StatementRow, ...]


class FigureRow(Struct, frozen=True):
    """A line of an account's summary."""

    label: str
    amount: MoneyText
    weight: str


class AccountSection(Struct, frozen=True):
    """One direction and currency of a statement."""

    key: str
    title: str
    figures: tuple[FigureRow, ...]
    parts_title: str
    parts: tuple[FigureRow, ...]
    next: str
    lines: tuple[LineRow, ...]


class StatementPage(Struct, frozen=True):
    """A statement as a page, with the files to send."""

    title: str
    eyebrow: str
    partner: Link
    sent: Value
    document: Document
    accounts: tuple[AccountSection, ...]
    files: tuple[Link, ...]
    earlier: Link | None
    later: Link | None


def statement_uri(partner: str, period: Period) -> str:
    """The page of a statement: `statements/software-werft-2026-q2.md`."""
    return f"statements/{partner}-{str(period).lower()}.md"


def file_uri(partner: str, period: Period, ending: str) -> str:
    """The file of a statement beside its page."""
    return f"statements/files/{partner}-{str(period).lower()}.{ending}"


def statement_index(context: Context, here: Here) -> StatementIndex:
    """A row for each partner with anything to tell, a column for each quarter, the latest first."""
    found = context.statements
    quarters = sorted({period for _, period in found}, reverse=True)
    partners = sorted({partner for partner, _ in found}, key=lambda key: _name(context, key).casefold())
    return StatementIndex(
        title=here._("Statements"),
        lede=here._("What was referred, earned and paid in each quarter, and what stood open at its end."),
        quarters=tuple(here.edition.period(period) for period in quarters),
        rows=tuple(
            StatementRow(
                here.record("partner", partner),
                tuple(_cell(context, here, partner, period) for period in quarters),
            )
            for partner in partners
        ),
    )


def _name(context: Context, partner: str) -> str:
    return context.partner_names.get(partner, partner)


def _cell(context: Context, here: Here, partner: str, period: Period) -> QuarterCell:
    statement = context.statements.get((partner, period))
    if statement is None:
        return QuarterCell(None)
    closing = _closing(here, statement)
    return QuarterCell(here.link(closing or here._("open"), statement_uri(partner, period)))


def _closing(here: Here, statement: Statement) -> str:
    """What stood open at the end: what we owe, and with an arrow what they owe."""

    def of(direction: PayoutDirection) -> str:
        accounts = [account.closing for account in statement.accounts if account.direction == direction]
        open_amounts = [money for money in accounts if money.amount]
        return sums(here.edition, add_up(open_amounts)) if open_amounts else ""

    ours, theirs = of("payable"), of("receivable")
    texts = [text for text in (ours, here._("they %(amount)s") % {"amount": theirs} if theirs else "") if text]
    return " · ".join(texts) or here._("nothing open")


def statement_page(context: Context, here: Here, statement: Statement, files: tuple[str, ...]) -> StatementPage:
    """The page of one statement; `files` are the endings of the files that lie beside it."""
    partner, period = statement.partner, statement.period
    name = _name(context, partner)
    shown = document(Exported(statement, context.analysis.book, here.edition))
    labels = {"pdf": here._("PDF to send"), "xlsx": here._("Spreadsheet")}
    return StatementPage(
        title=f"{name}, {here.edition.period(period)}",
        eyebrow=shown.title,
        partner=here.record("partner", partner),
        sent=_sent(context, here, statement),
        document=shown,
        accounts=tuple(
            AccountSection(
                key=f"{account.direction}-{account.currency.lower()}",
                title=view.title,
                figures=tuple(FigureRow(one.label, _money(one.amount), one.weight) for one in view.figures),
                parts_title=view.parts_title,
                parts=tuple(FigureRow(one.label, _money(one.amount), one.weight) for one in view.parts),
                next=view.next,
                lines=line_rows(context, here, sorted((*account.earned, *account.paid), key=lambda line: line.order)),
            )
            for account, view in zip(statement.accounts, shown.accounts, strict=True)
        ),
        files=tuple(Link(labels[ending], here.up + file_uri(partner, period, ending)) for ending in files),
        earlier=_neighbour(context, here, statement, -1),
        later=_neighbour(context, here, statement, 1),
    )


def _sent(context: Context, here: Here, statement: Statement) -> Value:
    """When the statement went out and to whom, as the period's closing says; nothing where it does not."""
    for entry in context.analysis.book.closings.values():
        for one in entry.record.statements if entry.record.period == statement.period else ():
            if one.partner == statement.partner:
                day = here.edition.day(one.on).text
                partner = context.analysis.book.partners.get(one.partner)
                contacts = partner.record.contacts if partner is not None else ()
                to = next((contact.name for contact in contacts if contact.key == one.to), "")
                return Text(here._("%(day)s, to %(person)s") % {"day": day, "person": to} if to else day)
    return None


def _money(amount: Amount) -> MoneyText:
    return MoneyText(amount.text, amount.money.amount < 0)


def _neighbour(context: Context, here: Here, statement: Statement, step: int) -> Link | None:
    """The same partner's statement before or after, where there is one."""
    periods = context.periods_of[statement.partner]
    place = periods.index(statement.period) + step
    if not 0 <= place < len(periods):
        return None
    return here.link(here.edition.period(periods[place]), statement_uri(statement.partner, periods[place]))
