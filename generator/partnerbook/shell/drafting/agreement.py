"""A new agreement: negotiated, not signed; its terms in the form most agreements have."""

from typing import Any, get_args

from partnerbook.core.program import Program
from partnerbook.core.vocabulary import AttributionRule, Model
from partnerbook.shell.drafting.asking import Asker
from partnerbook.shell.drafting.defaults import numbered
from partnerbook.shell.drafting.draft import Draft
from partnerbook.shell.drafting.known import known_entry
from partnerbook.shell.drafting.others import Given
from partnerbook.shell.handbook import Handbook

TRIGGERS = ("client_payment", "invoice", "project_start", "completion")
BASES = ("first_project", "first_year", "client_lifetime")


def agreement_draft(handbook: Handbook, given: Given, ask: Asker) -> Draft:
    """The draft of an agreement; a rate of each direction, or none. Other terms are set by `--set`, or in the file.

    Raises:
        UsageError: for what is missing, and for words that the handbook does not know.
    """
    book = handbook.current.book
    if given["partner"] is not None:
        known_entry(handbook, "partner", given["partner"], "--partner")
    partner = ask.one(given["partner"], "--partner", "Partner", tuple(book.partners))
    model = ask.one(given["model"], "--model", "Model", get_args(Model))
    received = ask.one(
        given["received"], "--received", "Rate the partner earns on what it brings us, or none", default="none"
    )
    sent = ask.one(given["sent"], "--sent", "Rate we earn on what we bring the partner, or none", default="none")
    ask.done()
    effective = given["effective"] or handbook.current.as_of
    program = book.program.record if book.program is not None else None
    entry = book.partners.get(partner)
    ours = tuple(service.key for service in program.services if service.ours) if program is not None else ()
    theirs = entry.record.services if entry is not None else ()
    basis = given["basis"] or "first_project"
    fields: dict[str, Any] = {
        "partner": partner,
        "model": model,
        "effective": effective,
        "expires": given["expires"],
        "scope": {"they_refer": given["they_refer"] or ours, "we_refer": given["we_refer"] or theirs},
        "compensation": {"received": _earning(received, basis), "sent": _earning(sent, basis)},
        "payment": {"trigger": given["trigger"] or TRIGGERS[0], "net_days": given["net_days"]},
        "attribution": {"rule": given["attribution"] or get_args(AttributionRule)[0]},
    }
    key = given["key"] or numbered(f"{partner}-{effective.year}", book.agreements)
    return Draft("agreement", key, fields, given["note"] or _sections(program))


def _earning(rate: str, basis: str) -> dict[str, str]:
    if rate == "none":
        return {"earn": "none"}
    return {"earn": "percentage", "basis": basis, "rate": rate}


def _sections(program: Program | None) -> str:
    """The headings of what every signed agreement settles (DOMAIN 4.6), to be written below them."""
    sections = program.agreement_sections if program is not None else ()
    german = program is not None and program.language == "de"
    return "\n\n".join(f"## {section.headings[-1 if german else 0]}" for section in sections if section.headings)
