"""From a statement's figures to what it says, in one edition's words."""

from collections.abc import Iterator

from partnerbook.analysis.statements import Statement
from partnerbook.core.book import Book, Entry
from partnerbook.core.partner import Partner
from partnerbook.site.edition import Edition
from partnerbook.site.exports import Exported
from partnerbook.site.exports.account_words import AccountWords
from partnerbook.site.exports.flow_words import flow_view
from partnerbook.site.exports.statement_document import Document, Sender
from partnerbook.site.exports.statement_notes import notes
from partnerbook.site.ledger.words import Names


def document(exported: Exported) -> Document:
    """The statement in the words of its edition."""
    statement, book, edition = exported.statement, exported.book, exported.edition
    _ = edition.gettext
    names = Names.of(book)
    firm, partner = _firm(book), book.partners.get(statement.partner)
    theirs = _partner(partner, statement.partner)
    called = (book.program.record.firm.name if book.program else "", names.partner(statement.partner))
    words = AccountWords(edition, names, statement, *called)
    accounts = tuple(words.account(account) for account in statement.accounts)
    shown = (flow_view(edition, names, flow, called[1]) for flow in statement.flows)
    return Document(
        language=edition.language,
        title=_("Statement"),
        period=edition.period(statement.period),
        firm=firm,
        partner=theirs,
        facts=tuple(_facts(edition, statement)),
        accounts=accounts,
        nothing="" if accounts else _("Nothing was earned or paid, and nothing is open."),
        flows=tuple(view for view in shown if view is not None),
        notes=notes(edition, statement, book, firm.name, theirs.name),
        headings={
            "booked": _("Booked"),
            "what": _("What for"),
            "due": _("Due"),
            "amount": _("Amount"),
            "lines": _("What was booked"),
            "received": _("Received"),
            "referral": _("Referral"),
            "service": _("Service"),
            "won": _("Won"),
            "paid": _("Paid by the client"),
            "total": _("Total"),
            "page": _("Page %(number)s of %(total)s"),
            "kind": _("Kind"),
            "why": _("Reason"),
            "account": _("Commission"),
            "client": _("Client"),
            "direction": _("Direction"),
            "from": _("From"),
            "to": _("To"),
            "referrals": _("Referrals"),
        },
    )


def _firm(book: Book) -> Sender:
    if book.program is None:
        return Sender("", ())
    firm = book.program.record.firm
    return Sender(firm.legal_name or firm.name, firm.address)


def _partner(entry: Entry[Partner] | None, key: str) -> Sender:
    if entry is None:
        return Sender(key, ())
    return Sender(entry.record.legal_name or entry.record.name, entry.record.address)


def _facts(edition: Edition, statement: Statement) -> Iterator[tuple[str, str]]:
    _, day = edition.gettext, edition.long_day
    span = {"first": day(statement.period.first), "last": day(statement.period.last)}
    yield _("Period"), _("%(first)s to %(last)s") % span
    yield _("As of"), day(statement.as_of)
    if not statement.complete:
        yield _("Status"), _("The period is still running; figures may change.")
    elif statement.closed is not None:
        yield _("Status"), _("The books of this period were closed on %(day)s.") % {"day": day(statement.closed)}
    else:
        yield _("Status"), _("The books of this period are not closed yet.")
