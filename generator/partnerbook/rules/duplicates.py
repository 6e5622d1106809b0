"""RFL, REF, MNY: what was written down twice under two names, and would count twice."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from partnerbook.analysis import Records
from partnerbook.core.book import Book, Entry
from partnerbook.core.client import Client
from partnerbook.core.dates import day_of
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.partner import Partner, TaxStatus
from partnerbook.core.payout import Payout
from partnerbook.core.referral import OUTCOMES, Referral
from partnerbook.core.vocabulary import US
from partnerbook.rules.payout_facts import standing
from partnerbook.rules.registry import Breach, rule

_WEEKS = timedelta(weeks=8)
"""Within so long an open referral of the same client is more likely the same introduction than a second one."""
_LEGAL_FORM = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|se|eg|ev|partg|co|inc|llc|llp|ltd|plc|sarl|sas|sa|bv|nv|ab|as|aps|oy)\b"
)
_CLIENT = "records/clients/klinik-holsteinische-schweiz.md"
_PARTNER = "records/partners/foerder-lotsen.md"
_SENT = "records/referrals/2026/2026-06-08-agentur-brandung-z9.md"
_PAYABLE = "records/payouts/2026/2026-07-30-agentur-brandung-payable.md"


def _second(received: str, service: str = "brand-strategy") -> Example:
    """One more referral of a client that the specimen sent to a partner."""
    return Example(
        f"records/referrals/2026/{received}-agentur-brandung-z9.md",
        text=f"""---
partner: agentur-brandung
direction: sent
received: {received}
client: ostsee-feinkost
service: {service}
introduced_by: henrike-lornsen
handled_by: jan-ole-voss
challenge: Nine shops and nine different bags
milestones: {{acknowledged: {{on: {received}, told: {received}}}}}
---
""",
    )


@rule(
    "RFL063",
    "referral-recorded-twice",
    Severity.ERROR,
    summary="Two referrals tell of the same introduction: same partner, client, service and day, or the same money.",
    why=(
        "A referral is one client and one introduction (DOMAIN 7.1). Written down a second time it "
        "takes a second place in "
        "the tiers, has clocks of its own, and the same payment of the client earns twice. What a partner brings again "
        "while the first is still open is mostly the same introduction, too; what begins anew `reopens` the first."
    ),
    bad=_second("2026-06-08"),
    good=_second("2026-07-08"),
)
def referral_twice(current: Records) -> Iterator[Breach]:
    earlier: dict[tuple[str, str, str], list[Entry[Referral]]] = {}
    for entry in sorted(current.book.referrals.values(), key=lambda entry: (day_of(entry.record.received), entry.id)):
        referral = entry.record
        others = earlier.setdefault((referral.partner, referral.direction, referral.client), [])
        for other in others:
            if other.id in (referral.reopens, *(one.record.reopens for one in others)):
                continue  # what begins anew says so
            found = _alike(referral, other.record)
            if found is not None:
                at, what, toned = found
                yield Breach(
                    entry,
                    at,
                    f"{other.id} names the same partner and client{what}",
                    "Keep one of them and put all that is known there; if they are two "
                    "introductions, say in a waiver how "
                    "they differ.",
                    toned=toned,
                )
                break
        others.append(entry)


def _alike(later: Referral, before: Referral) -> tuple[FieldPath, str, Severity | None] | None:
    """Where a referral looks like one before it, in what, and whether that may well be meant."""
    day, first = day_of(later.received), day_of(before.received)
    if later.service == before.service and day == first:
        return ("client",), ", the same service and the same day", None
    paid = {(payment.on, payment.amount) for payment in before.payments}
    for place, payment in enumerate(later.payments):
        if (payment.on, payment.amount) in paid:
            return (
                ("payments", place, "amount"),
                f", and {payment.amount} paid on {payment.on} as well",
                Severity.WARNING,
            )
    if later.service == before.service and day - first <= _WEEKS and _open_on(before, day):
        return ("client",), f" and the same service, and was still open on {day}", Severity.WARNING
    return None


def _open_on(referral: Referral, day: date) -> bool:
    return not any(name in OUTCOMES and day_of(step.on) < day for name, step in referral.milestones.reached())


def _plain(name: str) -> str:
    """A firm's name as one would hear it: without capitals, punctuation and legal form."""
    words = re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFKC", name).casefold().replace(".", ""))
    return "".join(_LEGAL_FORM.sub(" ", words).split()) or "".join(words.split())


def _site(address: str) -> str:
    """A website's address without what does not tell it from others."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip().casefold()).rstrip("/")


def _number(text: str) -> str:
    return "".join(text.casefold().split())


_Marks = Iterable[tuple[str, FieldPath, str]]
"""What tells a firm from others: the kind of mark, its field, and the mark as it is compared."""


def _same(entries: Iterable[tuple[Entry[Client] | Entry[Partner], str, _Marks]]) -> Iterator[Breach]:
    seen: dict[tuple[str, str], str] = {}
    for entry, consequence, marks in entries:
        told = False
        for kind, at, mark in marks:
            other = seen.setdefault((kind, mark), entry.id)
            if other != entry.id and not told:
                told = True
                yield Breach(
                    entry,
                    at,
                    f"{other} has the same {kind}: {consequence}",
                    "Keep one record and name it everywhere; if they are two, tell them apart by "
                    f"their {kind}, or say in a "
                    "waiver why it is the same.",
                )


@rule(
    "REF091",
    "client-recorded-twice",
    Severity.WARNING,
    summary="Two client records have the same name or website.",
    why=(
        "Caps of a client, its protection and whether it was ours before hang on its key (RULINGS, "
        "Clients we had). Under "
        "a second key the same client is new once more, and everything that was agreed about it is passed by."
    ),
    bad=Example(_CLIENT, "name: HANSE Logistik GmbH"),
    good=Example(_CLIENT, "name: Hanse Lagerhaus GmbH"),
)
def client_twice(current: Records) -> Iterator[Breach]:
    consequence = "caps, protection and what they had before would count for each alone"
    yield from _same(
        (entry, consequence, _marks(entry.record.name, entry.record.website))
        for entry in sorted(current.book.clients.values(), key=lambda entry: (entry.record.known_since, entry.id))
    )


@rule(
    "REF092",
    "partner-recorded-twice",
    Severity.WARNING,
    summary="Two partner records have the same name, website or VAT identification number.",
    why=(
        "Tiers, caps, minimums and reports to tax offices are counted by partner (DOMAIN 8.2, 8.6). "
        "A firm under two keys "
        "earns less by volume than it was promised, and may stay below a threshold that it has passed."
    ),
    bad=Example(_PARTNER, "website: http://www.brandung.example/"),
    good=Example(_PARTNER, "website: http://foerder-lotsen.example/"),
)
def partner_twice(current: Records) -> Iterator[Breach]:
    consequence = "tiers, caps, minimums and tax totals would count for each alone"
    yield from _same(
        (
            entry,
            consequence,
            [*_tax_marks(entry.record.tax), *_marks(entry.record.name, entry.record.website)],
        )
        for entry in sorted(current.book.partners.values(), key=lambda entry: entry.id)
    )


def _tax_marks(tax: TaxStatus | None) -> Iterator[tuple[str, FieldPath, str]]:
    if tax is not None and tax.vat_id is not None:
        yield "VAT id", ("tax", "vat_id"), _number(tax.vat_id)


def _marks(name: str, website: str | None) -> Iterator[tuple[str, FieldPath, str]]:
    yield "name", ("name",), _plain(name)
    if website is not None and _site(website):
        yield "website", ("website",), _site(website)


@rule(
    "MNY025",
    "invoice-paid-twice",
    Severity.ERROR,
    summary="Two payouts name the same invoice of the same issuer.",
    why=(
        "An invoice is paid once, and its VAT is deducted once (DOMAIN 8.6); a number is given once "
        "by whoever writes the "
        "invoice. The same number on two payouts is a payment made twice, or an invoice that is still missing."
    ),
    bad=Example(_PAYABLE, "invoice: {number: KA-2026-118, on: 2026-07-27}"),
    good=Example(_PAYABLE, "invoice: {number: KA-P-2026-31, on: 2026-07-27}"),
)
def invoice_twice(current: Records) -> Iterator[Breach]:
    seen: dict[tuple[str, str], str] = {}
    for entry in standing(current.book):
        invoice = entry.record.invoice
        if invoice is None:
            continue
        issuer = _issuer(current.book, entry.record)
        other = seen.setdefault((issuer, _number(invoice.number)), entry.id)
        if other != entry.id:
            whose = "our" if issuer == US else f"{issuer}'s"
            yield Breach(
                entry,
                ("invoice", "number"),
                f"{other} already names {whose} invoice {invoice.number}",
                "Write the number of the invoice behind this payout, or call one of the two off.",
            )


def _issuer(book: Book, payout: Payout) -> str:
    """Who wrote the invoice: we do for what is owed to us, and where the partner lets us write theirs."""
    partner = book.partners.get(payout.partner)
    tax = partner.record.tax if partner is not None else None
    ours = payout.direction == "receivable" or (tax is not None and tax.self_billing_agreed is not None)
    return US if ours else payout.partner
