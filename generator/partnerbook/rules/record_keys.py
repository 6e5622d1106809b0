"""REF: keys inside one record: each is there once, and what names one names one that is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from partnerbook.analysis import Records
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.rules.reference_fields import Target
from partnerbook.rules.references import unknown
from partnerbook.rules.registry import Breach, rule
from partnerbook.rules.suggestions import did_you_mean

_REFERRAL = "records/referrals/2026/2026-06-08-agentur-brandung-q3.md"
_PAID = "records/referrals/2026/2026-03-02-software-werft-k7.md"
_CLIENT = "records/clients/hanse-logistik.md"
_WEBINAR = "records/activities/2026/2026-02-26-software-werft-webinar.md"
_DEALS = "deals: [{key: brand, value: 31000.00 EUR, kind: project}]\n"
_REFUNDED = (
    "overrides: ~\n"
    "deals: [{key: setup, value: 48000.00 EUR, kind: project}, {key: run, value: 30000.00 EUR, kind: retainer}]\n"
)

KEYED: Mapping[str, tuple[str, ...]] = {
    "program": (
        "people",
        "services",
        "industries",
        "sizes",
        "regions",
        "professions",
        "tiers",
        "checklist",
        "onboarding",
    ),
    "partner": ("contacts",),
    "client": ("contacts",),
    "referral": ("deals", "invoices", "payments", "refunds"),
    "payout": ("adjustments", "receipts"),
}
"""Lists whose items are named elsewhere by their `key`, by kind."""

NAMED_ONCE: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "program": (
        (("channels",), ("key", "year")),
        (("firm", "regions"), ()),
        (("firm", "industries"), ()),
        (("growth", "advisory_board"), ()),
    ),
    "partner": (
        (("regions",), ()),
        (("services",), ()),
        (("industries",), ()),
        (("client_sizes",), ()),
        (("onboarding",), ("step",)),
    ),
    "client": ((("existing_services",), ()),),
    "agreement": (
        (("parties",), ("party",)),
        (("scope", "they_refer"), ()),
        (("scope", "we_refer"), ()),
        (("compensation", "received", "shares"), ("party",)),
        (("compensation", "sent", "shares"), ("party",)),
        (("compensation", "received", "prices"), ("service",)),
        (("compensation", "sent", "prices"), ("service",)),
    ),
    "referral": (
        (("checklist",), ("item",)),
        (("claims",), ("partner",)),
        (("decision", "shares"), ("party",)),
        (("later_decisions", "shares"), ("party",)),
        (("deals", "shares"), ("party",)),
    ),
    "activity": (
        (("partners",), ()),
        (("people",), ()),
        (("attendees",), ("partner", "contact")),
    ),
}
"""Lists in which nothing may stand twice: the way to the list, and the fields that tell items apart."""


def _no_such_item(current: Records, target: Target, field: str) -> Iterator[Breach]:
    for mention in unknown(current, target):
        there = ", ".join(f"`{key}`" for key in mention.known) or "none"
        yield Breach(
            mention.entry,
            mention.at,
            f"this referral has no {target.value} `{mention.key}`",
            f"{did_you_mean(mention.key, mention.known)}Use the key of one in `{field}` (there: {there}), or add it.",
        )


@rule(
    "REF020",
    "unknown-deal",
    Severity.ERROR,
    summary="An invoice, payment or override names a deal that the referral does not have.",
    why=(
        "Which money earns depends on the deal it belongs to: its kind, its start, its service. A payment of no deal "
        "would earn nothing, or the wrong thing."
    ),
    bad=Example(_REFERRAL, f"{_DEALS}payments: [{{key: p1, deal: brands, on: 2026-08-14, amount: 15500.00 EUR}}]"),
    good=Example(_REFERRAL, f"{_DEALS}payments: [{{key: p1, deal: brand, on: 2026-08-14, amount: 15500.00 EUR}}]"),
)
def unknown_deal(current: Records) -> Iterator[Breach]:
    yield from _no_such_item(current, Target.DEAL, "deals")


@rule(
    "REF021",
    "unknown-invoice",
    Severity.ERROR,
    summary="A client's payment names an invoice that the referral does not have.",
    why="Where a commission falls due with the invoice, a payment that names a wrong one is reckoned against nothing.",
    bad=Example(
        _REFERRAL,
        f"{_DEALS}payments: [{{key: p1, deal: brand, invoice: i1, on: 2026-08-14, amount: 15500.00 EUR}}]",
    ),
    good=Example(
        _REFERRAL,
        f"{_DEALS}invoices: [{{key: i1, deal: brand, on: 2026-08-01, amount: 15500.00 EUR}}]\n"
        "payments: [{key: p1, deal: brand, invoice: i1, on: 2026-08-14, amount: 15500.00 EUR}]",
    ),
)
def unknown_invoice(current: Records) -> Iterator[Breach]:
    yield from _no_such_item(current, Target.INVOICE, "invoices")


@rule(
    "REF022",
    "unknown-payment",
    Severity.ERROR,
    summary="A refund names a client's payment that the referral does not have.",
    why=(
        "What is taken back is what was earned on the payment refunded, and its window runs from that payment's day "
        "(RULINGS, Clawback). Without the payment neither is known."
    ),
    bad=Example(_PAID, "refunds: [{key: r1, payment: p9, on: 2026-09-02, amount: 2000.00 EUR}]"),
    good=Example(_PAID, "refunds: [{key: r1, payment: p2, on: 2026-09-02, amount: 2000.00 EUR}]"),
)
def unknown_payment(current: Records) -> Iterator[Breach]:
    yield from _no_such_item(current, Target.PAYMENT, "payments")


@rule(
    "REF023",
    "invoice-of-another-deal",
    Severity.ERROR,
    summary="A payment belongs to one deal, and the invoice it pays to another.",
    why="The same money cannot earn under two deals; one of the two keys is wrong.",
    bad=Example(
        _PAID,
        f"{_REFUNDED}invoices: [{{key: i1, deal: run, on: 2026-04-21, amount: 24000.00 EUR}}]",
    ),
    good=Example(
        _PAID,
        f"{_REFUNDED}invoices: [{{key: i1, deal: setup, on: 2026-04-21, amount: 24000.00 EUR}}]",
    ),
)
def invoice_of_another_deal(current: Records) -> Iterator[Breach]:
    for entry in current.book.referrals.values():
        if not entry.record.invoices:
            continue
        known = {deal.key for deal in entry.record.deals}
        deals = {invoice.key: invoice.deal for invoice in entry.record.invoices if invoice.deal in known}
        for place, payment in enumerate(entry.record.payments):
            billed = deals.get(payment.invoice or "")
            if billed is not None and billed != payment.deal:
                yield Breach(
                    entry,
                    ("payments", place, "deal"),
                    f"payment `{payment.key}` is for deal `{payment.deal}`, its invoice `{payment.invoice}` "
                    f"for deal `{billed}`",
                    "Mend the deal of one of them, or the invoice the payment names.",
                )


@rule(
    "REF024",
    "key-used-twice",
    Severity.ERROR,
    summary="Two items of the same list have the same key.",
    why=(
        "Other places name the item by its key; with two of them nobody knows which one is meant. The ids of ledger "
        "lines are made of these keys, so that two payments `p1` would be one line."
    ),
    bad=Example(_CLIENT, "contacts: [{key: finance-head, name: Uta Kröger}, {key: finance-head, name: Ocke Momsen}]"),
    good=Example(_CLIENT, "contacts: [{key: finance-head, name: Uta Kröger}, {key: owner, name: Ocke Momsen}]"),
)
def key_used_twice(current: Records) -> Iterator[Breach]:
    for entry in current.book.entries():
        for field in KEYED.get(entry.kind, ()):
            items = getattr(entry.record, field)
            if len(items) < 2:
                continue
            first: dict[str, int] = {}
            for place, item in enumerate(items):
                if first.setdefault(item.key, place) != place:
                    yield Breach(
                        entry,
                        (field, place, "key"),
                        f"`{item.key}` is already the key of number {first[item.key] + 1} of `{field}`",
                        "Give this one a key of its own, or delete it if it is the same.",
                    )


@rule(
    "REF025",
    "named-twice",
    Severity.ERROR,
    summary="The same partner, person or word stands twice in a list in which it counts once.",
    why=(
        "A partner with two shares of one split is paid twice, and one that claims twice takes two places. In a list "
        "of services the second is only noise, but usually another word was meant."
    ),
    bad=Example(_WEBINAR, "people: [ilka-brandt, ilka-brandt]"),
    good=Example(_WEBINAR, "people: [ilka-brandt, henrike-lornsen]"),
)
def named_twice(current: Records) -> Iterator[Breach]:
    for entry in current.book.entries():
        for way, fields in NAMED_ONCE.get(entry.kind, ()):
            for path, items in _lists(entry.record, way, ()):
                first: dict[object, int] = {}
                for place, item in enumerate(items):
                    name = tuple(getattr(item, field) for field in fields) if fields else item
                    if first.setdefault(name, place) != place:
                        words = " ".join(str(word) for word in name) if isinstance(name, tuple) else name
                        yield Breach(
                            entry,
                            (*path, place, *fields[:1]),
                            f"`{words}` stands here a second time; it is number {first[name] + 1} of this list already",
                            "Delete one of the two, or mend the one that was meant to be another.",
                        )


def _lists(holder: Any, way: tuple[str, ...], path: FieldPath) -> Iterator[tuple[FieldPath, tuple[Any, ...]]]:
    """The lists of two items and more that lie at the end of a way."""
    inner = getattr(holder, way[0], None)
    if not inner:
        return
    if len(way) == 1:
        if len(inner) > 1:
            yield (*path, way[0]), inner
    elif isinstance(inner, tuple):
        for place, item in enumerate(inner):
            yield from _lists(item, way[1:], (*path, way[0], place))
    else:
        yield from _lists(inner, way[1:], (*path, way[0]))


@rule(
    "REF026",
    "attendee-of-absent-partner",
    Severity.ERROR,
    summary="Somebody of a partner attended an activity in which that partner took no part.",
    why=(
        "Cadence and joint marketing are counted by the partners an activity names (DOMAIN 11.1). A partner whose "
        "people came and which is not named seems to have been left alone."
    ),
    bad=Example(_WEBINAR, "attendees: [{partner: agentur-brandung, contact: tomke-abels}]"),
    good=Example(_WEBINAR, "attendees: [{partner: software-werft, contact: werft-zwei}]"),
)
def attendee_of_absent_partner(current: Records) -> Iterator[Breach]:
    for entry in current.book.activities.values():
        for place, attendee in enumerate(entry.record.attendees):
            if attendee.partner not in entry.record.partners:
                yield Breach(
                    entry,
                    ("attendees", place, "partner"),
                    f"`{attendee.contact}` came from `{attendee.partner}`, which `partners` does not name",
                    f"Add `{attendee.partner}` to `partners`, or mend the attendee.",
                )
