"""The one-page memorandum both sides understand (DOMAIN 4.6), printed from the agreement's page."""

from markupsafe import Markup, escape
from msgspec import Struct

from partnerbook.analysis.states import term_end
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.site.context import Context, Here
from partnerbook.site.values import Fact, Link, Text
from partnerbook.site.views.agreement_terms import terms
from partnerbook.site.words.compensation import in_words, party_names


class Clause(Struct, frozen=True):
    """One numbered clause."""

    title: str
    text: Markup


class Signature(Struct, frozen=True):
    """A line to sign on."""

    firm: str
    person: str


class Memorandum(Struct, frozen=True):
    """The memorandum."""

    title: str
    ours: str
    theirs: str
    clauses: tuple[Clause, ...]
    signatures: tuple[Signature, ...]
    foot: str


def memorandum(context: Context, here: Here, entry: Entry[Agreement]) -> Memorandum:
    """The agreement on one page: what each refers, what is paid, when, and how it ends."""
    record, program = entry.record, context.program
    ours = (program.firm.legal_name or program.firm.name) if program else here._("us")
    partners = [context.analysis.book.partners[key].record for key in record.partners if key in context.partner_names]
    theirs = here.edition.listing(partner.legal_name or partner.name for partner in partners)
    chosen = {fact.term: fact for fact in terms(context, here, entry)}
    names = party_names(here.edition, context.partner_names, context.names.get("service", {}))
    pays = [
        f"{here.label('direction', direction)}: {'. '.join(in_words(here.edition, earning, names))}."
        for direction, earning in (("received", record.compensation.received), ("sent", record.compensation.sent))
    ]
    clauses = [Clause(here._("In a few words"), _paragraphs(record.memorandum))] if record.memorandum else []
    clauses += [
        Clause(here._("Services"), _facts(chosen, here._("They refer clients for"), here._("We refer clients for"))),
        Clause(here._("Compensation"), _paragraphs(tuple(pays))),
        Clause(here._("Payment"), _facts(chosen, here._("Payment"), here._("Minimum"), here._("Clawback"))),
        Clause(
            here._("Clients"),
            _facts(chosen, here._("Which clients"), here._("Off limits"), here._("Attribution"), here._("Protection")),
        ),
        Clause(here._("What the client is told"), _told(chosen, here)),
        Clause(here._("Term"), _paragraphs((_term(context, here, record),))),
        Clause(here._("Disputes"), _facts(chosen, here._("Escalation"), here._("Disputes"))),
    ]
    signatures = [Signature(ours, here.name("person", program.owner) if program else "")]
    for partner in partners:
        executives = [contact.name for contact in partner.contacts if contact.level == "executive"]
        signatures.append(Signature(partner.legal_name or partner.name, executives[0] if executives else ""))
    return Memorandum(
        title=here.label("model", record.model),
        ours=ours,
        theirs=theirs,
        clauses=tuple(clause for clause in clauses if clause.text),
        signatures=tuple(signatures),
        foot=here._("A summary of agreement %(agreement)s. The signed paper counts.") % {"agreement": entry.id},
    )


def _paragraphs(texts: tuple[str, ...]) -> Markup:
    return Markup().join(Markup("<p>{}</p>").format(text) for text in texts)


def _facts(chosen: dict[str, Fact], *wanted: str) -> Markup:
    lines = []
    for term in wanted:
        if term in chosen:
            fact = chosen[term]
            words = ", ".join(_plain(value) for value in fact.values)
            lines.append(Markup("<p>{}: {}</p>").format(term, f"{words} · {fact.note}" if fact.note else words))
    return Markup().join(lines)


def _told(chosen: dict[str, Fact], here: Here) -> Markup:
    """What the client is told, without its name: the clause is called so."""
    fact = chosen.get(here._("What the client is told"))
    if fact is None:
        return Markup()
    return _paragraphs(tuple(text for text in (*(_plain(value) for value in fact.values), fact.note) if text))


def _plain(value: object) -> str:
    return value.text if isinstance(value, Text) else value.label if isinstance(value, Link) else str(escape(value))


def _term(context: Context, here: Here, record: Agreement) -> str:
    first = here.edition.long_day(record.effective)
    end = term_end(record, context.as_of)
    if end is None:
        return here._("From %(first)s until notice is given.") % {"first": first}
    text = here._("From %(first)s to %(last)s.") % {"first": first, "last": here.edition.long_day(end)}
    renewal = record.renewal
    if renewal is not None and renewal.automatic and renewal.months is not None:
        more = here.edition.ngettext(
            "It goes on for %(months)s month at a time unless notice is given %(days)s days before.",
            "It goes on for %(months)s months at a time unless notice is given %(days)s days before.",
            renewal.months,
        )
        days = here.edition.number(renewal.notice_days or 0)
        text += " " + more % {"months": here.edition.number(renewal.months), "days": days}
    return text
