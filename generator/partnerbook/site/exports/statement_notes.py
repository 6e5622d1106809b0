"""What a statement says about itself: that it is no invoice, and who writes one (DOMAIN 8.6)."""

from collections.abc import Iterable, Iterator
from datetime import date

from partnerbook.analysis.statements import Statement
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.site.edition import Edition


def notes(edition: Edition, statement: Statement, book: Book, ours: str, theirs: str) -> tuple[str, ...]:
    """The notes at the end, in the order they are read."""
    _, names = edition.gettext, {"firm": ours, "partner": theirs}
    found = [_("This statement is not an invoice. All amounts are net of VAT.")]
    # A margin that is kept is nobody's debt, and needs no invoice here.
    owed = {
        account.direction
        for account in statement.accounts
        if account.opening.amount or account.closing.amount or not all(line.kept for line in account.earned)
    }
    if "payable" in owed:
        found += _invoices_to_us(edition, statement, book, names)
    if "receivable" in owed:
        found.append(_("What is due to %(firm)s is billed with an invoice of its own.") % names)
    if any(line.kept for account in statement.accounts for line in account.earned):
        found.append(_("Whoever sells keeps the margin out of the sale; it is shown as earned and as paid."))
    if book.program is not None and book.program.record.demo:
        found.append(_("Sample program: all firms, people and figures are invented."))
    return tuple(found)


def _invoices_to_us(edition: Edition, statement: Statement, book: Book, names: dict[str, str]) -> Iterator[str]:
    """Who writes the invoices for what we owe, and what they must carry.

    Self-billing is mentioned only where the agreement and the partner's own consent say so.
    """
    _, consent = edition.gettext, _self_billing_agreed(statement, book)
    agreements = _agreements(statement, book)
    ours = [entry for entry in agreements if consent and entry.record.payment.invoicing == "self_billing"]
    theirs = [entry for entry in agreements if entry not in ours]
    if consent is not None and ours:
        words = names | {"day": edition.long_day(consent), "agreements": _listed(edition, ours)}
        if theirs:
            yield _("As agreed on %(day)s, %(firm)s writes the invoices for what is due under %(agreements)s.") % words
        else:
            yield _("As agreed on %(day)s, %(firm)s writes the invoices for what is due to %(partner)s.") % words
    if theirs or not agreements:
        yield _("What is due to %(partner)s is paid against an invoice of %(partner)s.") % names
    for note in dict.fromkeys(entry.record.payment.invoice_note for entry in agreements):
        if note:
            yield _("On the invoice: %(note)s.") % {"note": note.rstrip(".")}


def _agreements(statement: Statement, book: Book) -> tuple[Entry[Agreement], ...]:
    """Agreements that what we owe was earned under; those in force at the end where nothing was earned."""
    accounts = (account for account in statement.accounts if account.direction == "payable")
    earned = dict.fromkeys(line.agreement for account in accounts for line in account.earned if line.agreement)
    return tuple(book.agreements[key] for key in earned or statement.in_force if key in book.agreements)


def _self_billing_agreed(statement: Statement, book: Book) -> date | None:
    entry = book.partners.get(statement.partner)
    agreed = entry.record.tax.self_billing_agreed if entry is not None and entry.record.tax is not None else None
    return agreed if agreed is not None and agreed <= statement.as_of else None


def _listed(edition: Edition, agreements: Iterable[Entry[Agreement]]) -> str:
    return edition.listing(entry.id for entry in agreements)
