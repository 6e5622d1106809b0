"""A new referral: who, for whom, what about; the rest follows or comes later."""

from datetime import date
from typing import Any

from msgspec import Struct, field

from partnerbook.core.dates import Moment, day_of
from partnerbook.core.program import Program
from partnerbook.shell.drafting.asking import Asker
from partnerbook.shell.drafting.defaults import now, there, with_suffix
from partnerbook.shell.drafting.draft import LONGEST_KEY, Draft
from partnerbook.shell.drafting.known import known_entry
from partnerbook.shell.handbook import Handbook

DIRECTIONS = ("received", "sent")
ANSWERS = ("yes", "no", "unknown")


class ReferralAnswers(Struct, frozen=True):
    """What somebody said of a referral; what is not said is asked for, or follows."""

    partner: str | None = None
    direction: str | None = None
    client: str | None = None
    service: str | None = None
    challenge: str | None = None
    received: Moment | None = None
    context: str | None = None
    promises: tuple[str, ...] = ()
    involvement: str | None = None
    introduced_by: str | None = None
    handled_by: str | None = None
    agreement: str | None = None
    contact: str | None = None
    consent: date | None = None
    checklist: dict[str, str] = field(default_factory=dict)
    key: str | None = None
    body: str = ""


def referral_draft(handbook: Handbook, given: ReferralAnswers, ask: Asker) -> Draft:
    """The draft of a referral.

    Raises:
        UsageError: for what is missing, and for words that the handbook does not know.
    """
    book = handbook.current.book
    program = book.program.record if book.program is not None else None
    if given.partner is not None:
        known_entry(handbook, "partner", given.partner, "--partner")
    if given.agreement is not None:
        known_entry(handbook, "agreement", given.agreement, "--agreement")
    partner = ask.one(given.partner, "--partner", "Partner", tuple(book.partners))
    services = tuple(service.key for service in program.services) if program is not None else ()
    service = ask.one(given.service, "--service", "Service the client needs", services)
    direction = ask.one(
        given.direction, "--direction", "Direction: did the partner bring us the client, or we it",
        DIRECTIONS, default=_direction(program, service),
    )  # fmt: skip
    client = ask.one(given.client, "--client", "Client's key, such as packaging-maker-itzehoe")
    challenge = ask.one(given.challenge, "--challenge", "What the client struggles with, in a sentence")
    ask.done()
    received = given.received or now(handbook)
    people = _people(handbook, partner, direction, given, day_of(received))
    fields: dict[str, Any] = {
        "partner": partner,
        "direction": direction,
        "received": received,
        "agreement": given.agreement,
        "client": client,
        "contact": given.contact,
        "service": service,
        "involvement": given.involvement,
        **people,
        "challenge": challenge,
        "context": given.context,
        "promises": given.promises,
        "checklist": tuple({"item": item, "answer": answer} for item, answer in given.checklist.items()),
        "consent": {"introduction": given.consent} if given.consent is not None else None,
    }
    # An id has room for the partner's whole id, but for the longest: its beginning will do.
    start = f"{day_of(received)}-{partner}"[: LONGEST_KEY - 3].rstrip("-")
    return Draft("referral", given.key or with_suffix(start, book.referrals, fields["client"]), fields, given.body)


def _direction(program: Program | None, service: str) -> str:
    """A need for one of our services came to us; any other is brought to a partner."""
    ours = {known.key for known in program.services if known.ours} if program is not None else set()
    return "received" if service in ours else "sent"


def _people(
    handbook: Handbook, partner: str, direction: str, given: ReferralAnswers, day: date
) -> dict[str, str | None]:
    """Who introduces and who takes it on: on our side the partner's owner, where nobody else is named."""
    book = handbook.current.book
    entry = book.partners.get(partner)
    owner = entry.record.owner if entry is not None else None
    if book.program is not None and owner not in there(book.program.record, day):
        owner = None
    ours = "handled_by" if direction == "received" else "introduced_by"
    named = {"introduced_by": given.introduced_by, "handled_by": given.handled_by}
    return named | {ours: named[ours] or owner}
