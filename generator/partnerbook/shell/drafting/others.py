"""New partners, clients and activities: the fields a record cannot do without, and what follows from them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args

from partnerbook.core.activity import ActivityType
from partnerbook.core.dates import Moment, day_of
from partnerbook.core.program import Program
from partnerbook.core.vocabulary import Positioning
from partnerbook.ingest.corrections import as_kebab
from partnerbook.shell.drafting.asking import Asker
from partnerbook.shell.drafting.defaults import now, numbered, there
from partnerbook.shell.drafting.draft import LONGEST_KEY, Draft
from partnerbook.shell.drafting.known import known_entry
from partnerbook.shell.handbook import Handbook

Given = Mapping[str, Any]
"""Answers by the names of options, without their hyphens; None and () stand for those not given."""


def partner_draft(handbook: Handbook, given: Given, ask: Asker) -> Draft:
    """A partner somebody has thought of: it begins as identified, today.

    Raises:
        UsageError: for what is missing, and for words that the handbook does not know.
    """
    program = _program(handbook)
    day = handbook.current.as_of
    name = ask.one(given["name"], "--name", "Name people know")
    city = ask.one(given["city"], "--city", "City")
    country = ask.one(
        given["country"], "--country", "Country, such as DE", default=program.firm.country if program else None
    )
    services = ask.some(given["services"], "--service", "Service they deliver", _services(program))
    ideal = ask.one(given["ideal_client"], "--ideal-client", "Whom they serve best")
    positioning = ask.one(given["positioning"], "--positioning", "Positioning", get_args(Positioning))
    pitch = ask.one(given["pitch"], "--pitch", "What they do, in a sentence to say to a client")
    owner = ask.one(
        given["owner"], "--owner", "Colleague who owns the relationship", there(program, day), _owner(program, day)
    )
    ask.done()
    fields = {
        "name": name,
        "city": city,
        "country": country,
        "services": services,
        "ideal_client": ideal,
        "positioning": positioning,
        "pitch": pitch,
        "owner": owner,
        "status_history": ({"on": day, "status": "identified"},),
    }
    return Draft("partner", given["key"] or as_kebab(name) or "", fields, given["note"] or "")


def client_draft(handbook: Handbook, given: Given, ask: Asker) -> Draft:
    """A client: its id is the key that referrals write already, where one is given.

    Raises:
        UsageError: for what is missing, and for words that the handbook does not know.
    """
    program = _program(handbook)
    name = ask.one(given["name"], "--name", "Name, or a description where it is confidential")
    industry = ask.one(given["industry"], "--industry", "Industry", _terms(program, "industries"))
    size = ask.one(given["size"], "--size", "Size", _terms(program, "sizes"))
    region = ask.one(given["region"], "--region", "Region", _terms(program, "regions"))
    ask.done()
    key = given["key"] or as_kebab(name) or ""
    fields = {
        "name": name,
        "industry": industry,
        "size": size,
        "region": region,
        "known_since": given["known_since"] or _first_named(handbook, key),
        "owner": given["owner"],
    }
    return Draft("client", key, fields, given["note"] or "")


def activity_draft(handbook: Handbook, given: Given, ask: Asker) -> Draft:
    """An activity, held now or at the moment given, or planned.

    Raises:
        UsageError: for what is missing, and for words that the handbook does not know.
    """
    program, book = _program(handbook), handbook.current.book
    for partner in given["partners"]:
        known_entry(handbook, "partner", partner, "--partner")
    type_ = ask.one(given["type"], "--type", "Type", get_args(ActivityType))
    summary = ask.one(given["summary"], "--summary", "What it was, in a sentence")
    ask.done()
    on: Moment | None = given["on"]
    planned: Moment | None = given["planned"]
    if on is None and planned is None:
        on = now(handbook)
    day = day_of(on or planned or handbook.current.as_of)
    people = given["people"] or _owners(handbook, given["partners"], there(program, day))
    fields = {
        "type": type_,
        "on": on,
        "planned": planned,
        "partners": given["partners"],
        "people": people,
        "by": given["by"],
        "summary": summary,
    }
    word = type_.replace("_", "-")
    about = f"{given['partners'][0]}-" if given["partners"] else ""
    start = f"{day}-{about}{word}"[: LONGEST_KEY - 3].rstrip("-")
    return Draft("activity", given["key"] or numbered(start, book.activities), fields, given["note"] or "")


def _program(handbook: Handbook) -> Program | None:
    entry = handbook.current.book.program
    return entry.record if entry is not None else None


def _services(program: Program | None) -> tuple[str, ...]:
    return tuple(service.key for service in program.services) if program is not None else ()


def _terms(program: Program | None, vocabulary: str) -> tuple[str, ...]:
    return tuple(term.key for term in getattr(program, vocabulary)) if program is not None else ()


def _owner(program: Program | None, day: date) -> str | None:
    """The program's owner, who hands a new partner on."""
    return program.owner if program is not None and program.owner in there(program, day) else None


def _owners(handbook: Handbook, partners: tuple[str, ...], people: tuple[str, ...]) -> tuple[str, ...]:
    """The owners of partners, as far as they are there."""
    shelf = handbook.current.book.partners
    owners = [shelf[partner].record.owner for partner in partners if partner in shelf]
    return tuple(dict.fromkeys(owner for owner in owners if owner in people))


def _first_named(handbook: Handbook, key: str) -> date:
    """The first day a referral names a client; the day looked from where none does."""
    named = [entry.record.received for entry in handbook.current.book.referrals.values() if entry.record.client == key]
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in named]
    return min([*days, handbook.current.as_of])
