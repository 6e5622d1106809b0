"""Receivables: what partners owe us, billed and not billed yet, and since when."""

from collections.abc import Iterable

from msgspec import Struct

from partnerbook.analysis.dues import next_run, open_lines
from partnerbook.analysis.tallies import Sums, add_up
from partnerbook.core.book import Entry
from partnerbook.core.payout import Payout
from partnerbook.site.context import Context, Here, page_of
from partnerbook.site.values import Day, Link, MoneyText, Pill, Tile
from partnerbook.site.views.common import sums
from partnerbook.site.views.money_rows import LineRow, line_rows


class InvoiceRow(Struct, frozen=True):
    """One of our invoices to a partner that is not paid in full."""

    link: Link
    partner: Link
    invoice: str
    due: Day
    age: str
    state: Pill
    total: MoneyText
    open: MoneyText


class ReceivablesPage(Struct, frozen=True):
    """What partners owe us."""

    title: str
    lede: str
    tiles: tuple[Tile, ...]
    invoices: tuple[InvoiceRow, ...]
    unbilled: tuple[LineRow, ...]


def receivables_page(context: Context, here: Here) -> ReceivablesPage:
    """Open invoices to partners, oldest first, and what is earned and not billed yet."""
    e = here.edition
    open_invoices = sorted(context.open_receivables, key=lambda entry: (entry.record.run, entry.id))
    unbilled = [line for line in open_lines(context.analysis.ledger) if line.direction == "receivable"]
    late = [entry for entry in open_invoices if entry.record.run < context.as_of]
    run = next_run(context.program, context.as_of)
    return ReceivablesPage(
        title=here._("Receivables"),
        lede=here._("Commissions that partners owe us, by their own reports."),
        tiles=(
            Tile(here._("Billed and open"), sums(e, _open(context, open_invoices)), _count(here, open_invoices)),
            Tile(
                here._("Past their run"),
                sums(e, _open(context, late)),
                _count(here, late),
                tone="warn" if late else "",
            ),
            Tile(
                here._("Not billed yet"),
                sums(e, add_up(line.amount for line in unbilled)),
                here._("next run on %(day)s") % {"day": e.day(run).text},
            ),
        ),
        invoices=tuple(_invoice(context, here, entry) for entry in open_invoices),
        unbilled=line_rows(context, here, unbilled),
    )


def _open(context: Context, entries: Iterable[Entry[Payout]]) -> Sums:
    return add_up(entry.record.total - context.receipts_of(entry.record) for entry in entries)


def _count(here: Here, entries: list[Entry[Payout]]) -> str:
    return here.edition.ngettext("%(number)s invoice", "%(number)s invoices", len(entries)) % {
        "number": here.edition.number(len(entries))
    }


def _invoice(context: Context, here: Here, entry: Entry[Payout]) -> InvoiceRow:
    payout, e = entry.record, here.edition
    days = (context.as_of - payout.run).days
    late = e.ngettext("%(days)s day late", "%(days)s days late", days) % {"days": e.number(days)}
    return InvoiceRow(
        here.link(e.period(payout.period), page_of("payout", entry.id)),
        here.record("partner", payout.partner),
        payout.invoice.number if payout.invoice else "",
        e.day(payout.run),
        late if days > 0 else here._("not due yet"),
        here.pill("payout_state", context.analysis.payout_state[entry.id]),
        e.money(payout.total),
        e.money(payout.total - context.receipts_of(payout)),
    )
