"""PRI: what must not stand in records, and personal data of clients outside client records."""

from collections.abc import Iterator

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, Severity
from partnerbook.core.kinds import KINDS
from partnerbook.ingest.faults import position_at
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.text_findings import Found, read_texts

_PARTNER = "records/partners/foerder-lotsen.md"
_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"


def _breaches(found: Found, message: str, remedy: str) -> Iterator[Breach]:
    """One breach for each hit; `{}` in the message is what may be shown of it."""
    for entry, hit in found:
        place = position_at(entry.text, hit.index)
        yield Breach(entry, (), message.format(hit.shown), remedy, position=place)


@rule(
    "PRI001",
    "bank-account",
    Severity.ERROR,
    summary="A record holds a bank account number.",
    why=(
        "Whoever can read or change a repository could redirect a payment, and git never forgets. Account numbers "
        "belong into the accounting system; a record needs at most the reference of a payment."
    ),
    bad=Example(_PARTNER, "capacity: Pays from DE89 3704 0044 0532 0130 00"),
    good=Example(_PARTNER, "capacity: Pays from the account on file"),
)
def bank_account(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).accounts,
        "a bank account stands here ({})",
        "Take it out; keep it in the accounting system. If it was committed, tell whoever owns the account.",
    )


@rule(
    "PRI002",
    "payment-card",
    Severity.ERROR,
    summary="A record holds the number of a payment card.",
    why=(
        "Card numbers may only be kept by systems made for it (PCI DSS), and a repository is copied to every laptop "
        "that works with it."
    ),
    bad=Example(_PARTNER, "capacity: Card 4111 1111 1111 1111 for travel"),
    good=Example(_PARTNER, "capacity: Pays travel by card"),
)
def payment_card(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).cards,
        "the number of a payment card stands here ({})",
        "Take it out. If it was committed, have the card blocked: what was pushed once has been copied.",
    )


@rule(
    "PRI003",
    "personal-tax-number",
    Severity.ERROR,
    summary="A record holds a personal number of tax or social security.",
    why=(
        "With it somebody can pose as the person towards authorities. A VAT id is public and stands under `tax`; that "
        "a form with the personal number is on file is all a record needs (DOMAIN 8.6)."
    ),
    bad=Example(_PARTNER, "tax: {country: DE, form: 'Tax id 36 574 261 809'}"),
    good=Example(_PARTNER, "tax: {country: DE, form: Certificate of residence, form_received: 2026-09-01}"),
)
def personal_tax_number(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).tax_numbers,
        "a personal number stands here ({})",
        "Take it out; write which form is on file and since when. A VAT id may stay.",
    )


@rule(
    "PRI004",
    "key-or-token",
    Severity.ERROR,
    summary="A record holds a private key, an access token or an address with a password in it.",
    why=(
        "Keys in repositories are found by machines within minutes. Once pushed, a key has to be replaced, not only "
        "deleted: the history keeps it."
    ),
    bad=Example(_REFERRAL, "context: The upload runs with AKIAIOSFODNN7EXAMPLE"),
    good=Example(_REFERRAL, "context: The upload runs with the key in our vault"),
)
def key_or_token(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).keys,
        "{} stands here",
        "Take it out and replace the key where it was issued: whoever has read the history has it.",
    )


@rule(
    "PRI005",
    "password-in-text",
    Severity.ERROR,
    summary="A record holds a password.",
    why=(
        "Everybody with access to the handbook, today and later, could use it, and nobody would see who did. Passwords "
        "belong into a password manager."
    ),
    bad=Example(_REFERRAL, "context: 'Their data room, password: Sommer2026!'"),
    good=Example(_REFERRAL, "context: 'Their data room, password: in our vault'"),
)
def password(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).passwords,
        "{} stands here",
        "Take it out, say where it is kept, and have it changed.",
    )


@rule(
    "PRI006",
    "client-person-outside-client-record",
    Severity.ERROR,
    summary="The name, address or telephone number of a client's contact stands outside of client records.",
    why=(
        "Referrals and activities are shown to partners and printed on statements; people at clients have not agreed "
        "to that. Kept in one record, their data can also be corrected or deleted when they ask (GDPR Art. 16, 17)."
    ),
    bad=Example(_REFERRAL, "context: Uta Kröger meets the bank on 20 March"),
    good=Example(_REFERRAL, "context: The head of finance meets the bank on 20 March"),
)
def client_person_outside(current: Records) -> Iterator[Breach]:
    for entry, trace in read_texts(current.book).traces:
        client, contact = trace.person.client, trace.person.contact
        yield Breach(
            entry,
            (),
            f"the {trace.what} of `{contact}`, a contact of the client {client}, stands here",
            f"Say what the person does, or name the key; the rest stands in {KINDS['client'].path(client)} alone.",
            position=position_at(entry.text, trace.index),
        )


@rule(
    "PRI007",
    "address-of-a-stranger",
    Severity.WARNING,
    summary="A referral, activity or agreement holds an e-mail address of neither a colleague nor a partner.",
    why=(
        "It is probably that of somebody at a client, whose data belongs into the client record alone. Addresses of "
        "our own and of partners' firms are meant to be known."
    ),
    bad=Example(_REFERRAL, "context: Write to bente.ohlsen@molkerei-ostetal.example first"),
    good=Example(_REFERRAL, "context: Write to tomke.abels@brandung.example first"),
)
def address_of_a_stranger(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).strangers,
        "an address at {} stands here, which belongs to no colleague and no partner",
        "Write it into the client's record, or into the partner's contacts if it is theirs.",
    )


@rule(
    "PRI008",
    "private-address",
    Severity.WARNING,
    summary="Somebody's private e-mail address stands outside of client records.",
    why=(
        "An address at a provider for private people leads to one person and stays theirs for life. It belongs to the "
        "contacts of a partner or into a client record, and nowhere else."
    ),
    bad=Example(_REFERRAL, "context: The owner answers from bente.ohlsen@web.de"),
    good=Example(_REFERRAL, "context: The owner answers from a private address"),
)
def private_address(current: Records) -> Iterator[Breach]:
    yield from _breaches(
        read_texts(current.book).private_mail,
        "a private address at {} stands here",
        "Write it into the client's record, or into the partner's contacts if it is theirs.",
    )


_NAMELESS = """---
partner: zahlenhafen
direction: received
received: 2026-09-01
client: molkerei-ostetal
service: controlling-setup
challenge: The price of milk moves faster than their costing
---
"""


@rule(
    "PRI009",
    "client-in-referral-id",
    Severity.ERROR,
    summary="The id of a referral gives the client's name away.",
    why=(
        "Ids stand in addresses of pages, on statements and in subjects of mails, also where the client must not be "
        "named. Their end is random for that reason, and an id can hardly be changed later."
    ),
    bad=Example("records/referrals/2026/2026-09-01-zahlenhafen-molkerei.md", text=_NAMELESS),
    good=Example("records/referrals/2026/2026-09-01-zahlenhafen-t4.md", text=_NAMELESS),
)
def client_in_referral_id(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        referral = entry.record
        end = entry.id[len("2026-03-02-") :].removeprefix(f"{referral.partner}-")
        client = current.book.clients.get(referral.client)
        named = {*referral.client.split("-"), *(client.record.name.lower().split() if client else ())}
        telling = sorted(word for word in end.split("-") if len(word) > 3 and word in named)
        if telling or referral.client in end:
            yield Breach(
                entry,
                ("client",),
                f"the id ends with `{end}`, which names the client",
                "Rename the file with two or three random letters and digits at the end, and every mention of it.",
            )
