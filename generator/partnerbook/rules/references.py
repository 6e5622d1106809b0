"""REF: records and people that other records name must exist."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.book import Book, Entry
from partnerbook.core.finding import Example, Severity
from partnerbook.core.kinds import KINDS
from partnerbook.core.referral import Referral
from partnerbook.rules.mentions import Mention, references
from partnerbook.rules.reference_fields import Target
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.suggestions import did_you_mean

_CLIENT = "records/clients/hanse-logistik.md"
_RECEIVED = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_AGAIN = "records/referrals/2026/2026-09-21-werkstatt-wandel-p9.md"
_DINNER = "records/activities/2026/2026-07-16-software-werft-recognition.md"
_AGREEMENT = "records/agreements/agentur-brandung-2026.md"


def unknown(current: Records, *targets: Target) -> Iterator[Mention]:
    """Mentions of what does not exist, one target after the other."""
    found = references(current.book).unknown
    for target in targets:
        yield from found.get(target, ())


def _no_such_record(current: Records, target: Target) -> Iterator[Breach]:
    for mention in unknown(current, target):
        yield Breach(
            mention.entry,
            mention.at,
            f"there is no {target.value} `{mention.key}`",
            f"{did_you_mean(mention.key, mention.known)}"
            f"Name one that exists, or write {KINDS[target.value].path(mention.key)} first.",
        )


@rule(
    "REF001",
    "unknown-person",
    Severity.ERROR,
    summary="A record names a colleague who is not among the program's people.",
    why=(
        'Reminders, approvals and the question "who knows more?" go to whoever a record names. The people of the '
        "program are the only list of them; whoever leaves stays in it with a last day."
    ),
    bad=Example(_CLIENT, "owner: henrike-lorensen"),
    good=Example(_CLIENT, "owner: henrike-lornsen"),
)
def unknown_person(current: Records) -> Iterator[Breach]:
    for mention in unknown(current, Target.PERSON):
        yield Breach(
            mention.entry,
            mention.at,
            f"`{mention.key}` is not among the people of the program",
            f"{did_you_mean(mention.key, mention.known)}"
            "Name a colleague by the key in `people` of records/program.md, or add them there.",
        )


@rule(
    "REF002",
    "unknown-partner",
    Severity.ERROR,
    summary="A record names a partner that has no record.",
    why=(
        "A referral or payout of a partner nobody knows is in nobody's statement. Every partner has one record, and "
        "its file's name is the one way to name it."
    ),
    bad=Example(_DINNER, "partners: [software-werf]"),
    good=Example(_DINNER, "partners: [software-werft]"),
)
def unknown_partner(current: Records) -> Iterator[Breach]:
    yield from _no_such_record(current, Target.PARTNER)
    for mention in unknown(current, Target.PARTY):
        yield Breach(
            mention.entry,
            mention.at,
            f"the party `{mention.key}` is neither a partner nor `us`",
            f"{did_you_mean(mention.key, mention.known)}Our own firm is written `us`, a partner by its record's name.",
        )


@rule(
    "REF003",
    "client-without-record",
    Severity.ERROR,
    summary="A client was won, or is named by two referrals, and has no client record.",
    why=(
        "Industry, size and region of a client are needed for every figure from the first won deal on, and two "
        "referrals of one client are two claims on it. Until then the key on the referral is enough, and the less is "
        "written down about people the better."
    ),
    bad=Example(_SENT, "client: ostsee-delikatessen"),
    good=Example(_SENT, "client: ostsee-feinkost"),
)
def client_without_record(current: Records) -> Iterator[Breach]:
    for client, (entry, reason) in _clients_to_be_written(current.book).items():
        yield Breach(
            entry,
            ("client",),
            f"{reason}, and there is no client record `{client}`",
            f"{did_you_mean(client, current.book.clients)}Write {KINDS['client'].path(client)}, or mend the key.",
        )


@rule(
    "REF004",
    "unknown-agreement",
    Severity.ERROR,
    summary="A record names an agreement that does not exist.",
    why=(
        "The agreement decides what a referral earns, and an amendment decides until when the old terms hold. A name "
        "that leads nowhere leaves both open."
    ),
    bad=Example(_AGREEMENT, "amends: agentur-brandung-2023"),
    good=Example(_AGREEMENT, "amends: agentur-brandung-2024"),
)
def unknown_agreement(current: Records) -> Iterator[Breach]:
    yield from _no_such_record(current, Target.AGREEMENT)


@rule(
    "REF005",
    "unknown-referral",
    Severity.ERROR,
    summary="A referral takes up another one that does not exist.",
    why=(
        "A reopened referral keeps source and received day of the first one. If that is missing, nobody can say whose "
        "introduction it was, and under which terms it earns (RULINGS)."
    ),
    bad=Example(_AGAIN, "reopens: 2026-07-20-werkstatt-wandel-m3"),
    good=Example(_AGAIN, "reopens: 2026-07-20-werkstatt-wandel-m2"),
)
def unknown_referral(current: Records) -> Iterator[Breach]:
    yield from _no_such_record(current, Target.REFERRAL)


@rule(
    "REF006",
    "unknown-activity",
    Severity.ERROR,
    summary="A referral names an activity it came from that does not exist.",
    why=(
        "What a webinar brought is counted from the referrals that name it as their source (DOMAIN 9.4). A source "
        "that leads nowhere makes a good evening look like a wasted one."
    ),
    bad=Example(_RECEIVED, "source: 2026-02-26-software-werft-seminar"),
    good=Example(_RECEIVED, "source: 2026-02-26-software-werft-webinar"),
)
def unknown_activity(current: Records) -> Iterator[Breach]:
    yield from _no_such_record(current, Target.ACTIVITY)


@rule(
    "REF007",
    "unknown-partner-contact",
    Severity.ERROR,
    summary="A record names a person at a partner who is not among its contacts.",
    why=(
        "Thanks, statements and questions go to that person. Contacts stand in the partner's record and are named by "
        "their key, so that a new address is changed in one place."
    ),
    bad=Example(_RECEIVED, "introduced_by: werft-drei"),
    good=Example(_RECEIVED, "introduced_by: werft-eins"),
)
def unknown_partner_contact(current: Records) -> Iterator[Breach]:
    program = current.book.program
    colleagues = {person.key for person in program.record.people} if program else set()
    for mention in unknown(current, Target.PARTNER_CONTACT):
        is_ours = mention.key in colleagues
        yield Breach(
            mention.entry,
            mention.at,
            f"`{mention.key}` is {'a colleague of ours and ' if is_ours else ''}not a contact of {mention.owner}",
            f"{did_you_mean(mention.key, mention.known)}"
            f"Name a person by the key in `contacts` of {KINDS['partner'].path(mention.owner)}, or add them there.",
        )


@rule(
    "REF008",
    "unknown-client-contact",
    Severity.ERROR,
    summary="A referral names a person at the client whom the client record does not know.",
    why=(
        "Names of a client's people stand in its client record and nowhere else; a referral only holds a key. A key "
        "that leads nowhere says nothing to whoever has to call."
    ),
    bad=Example(_RECEIVED, "contact: finance-chief"),
    good=Example(_RECEIVED, "contact: finance-head"),
)
def unknown_client_contact(current: Records) -> Iterator[Breach]:
    for mention in unknown(current, Target.CLIENT_CONTACT):
        yield Breach(
            mention.entry,
            mention.at,
            f"`{mention.key}` is not a contact of {mention.owner}",
            f"{did_you_mean(mention.key, mention.known)}"
            f"Name a person by the key in `contacts` of {KINDS['client'].path(mention.owner)}, or add them there.",
        )
    told_elsewhere = _clients_to_be_written(current.book)
    for entry in current.book.referrals.values():
        client, contact = entry.record.client, entry.record.contact
        if contact is None or client in told_elsewhere or current.book.knows("client", client):
            continue
        yield Breach(
            entry,
            ("contact",),
            f"`{contact}` stands for nobody: there is no client record `{client}`",
            f"Write the person into {KINDS['client'].path(client)}, or leave `contact` out.",
        )


def _clients_to_be_written(book: Book) -> dict[str, tuple[Entry[Referral], str]]:
    """Clients that need a record and have none: the referral to say it at, and why."""
    named: dict[str, list[Entry[Referral]]] = {}
    for entry in book.referrals.values():
        if not book.knows("client", entry.record.client):
            named.setdefault(entry.record.client, []).append(entry)
    found: dict[str, tuple[Entry[Referral], str]] = {}
    for client, entries in named.items():
        won = next((entry for entry in entries if entry.record.milestones.won is not None), None)
        if won is not None:
            found[client] = (won, "the client is won")
        elif len(entries) > 1:
            found[client] = (entries[1], f"{entries[0].id} names the same client")
    return found
