"""MNY: tax papers and consents that must be there before money moves (DOMAIN 4.7, 8.6)."""

from collections.abc import Iterator
from datetime import date

from partnerbook.analysis import Current, Records
from partnerbook.core.book import Book
from partnerbook.core.finding import Example, FieldPath, Severity
from partnerbook.core.kinds import KINDS
from partnerbook.core.partner import Partner, TaxStatus
from partnerbook.core.payout import Payout
from partnerbook.rules.common import profession_rule
from partnerbook.rules.payout_facts import standing, unclosed
from partnerbook.rules.registry import Breach, rule

_PAYABLE = "records/payouts/2026/2026-07-30-software-werft-payable.md"
_PARTNER = "records/partners/software-werft.md"
_FORM = "tax: {country: DE, form: Certificate of residence, form_received: 2025-03-01, form_expires: %s}"
_PROGRAM = "records/program.md"
_WITH_CONSENT = """profession_rules:
  - profession: auditor
    jurisdiction: DE
    cash: with_consent
    reciprocity: allowed
    source: An example, not the law"""
_AUDITOR = """---
name: Software-Werft
city: Rostock
country: DE
profession: auditor
services: [erp-implementation]
ideal_client: Wholesalers with more than one warehouse
positioning: mid_market
pitch: They audit the systems that we report from.
owner: henrike-lornsen
status_history: [{on: 2025-02-01, status: in_talks}]
---
"""
_WON = """---
partner: software-werft
direction: received
received: 2026-03-02
client: hanse-logistik
service: fractional-cfo
challenge: Orders grow by a third
consent: {{fee: {consent}}}
milestones: {{won: {{on: 2026-04-10, told: 2026-04-10}}}}
outcome: {{reason: convinced}}
deals: [{{key: setup, value: 24000.00 EUR, kind: project}}]
payments: [{{key: p1, deal: setup, on: 2026-05-04, amount: 13800.00 EUR}}]
---
"""
_REFERRAL = "records/referrals/2026/2026-03-02-software-werft-k7.md"


def _day_that_counts(payout: Payout) -> date | None:
    """The day a payable was paid, else approved; None while it is only proposed."""
    if payout.paid is not None:
        return payout.paid.on
    return max((approval.on for approval in payout.approved), default=None)


def _partner(book: Book, payout: Payout) -> Partner | None:
    entry = book.partners.get(payout.partner)
    return entry.record if entry is not None else None


@rule(
    "MNY009",
    "tax-papers-missing",
    Severity.ERROR,
    summary="A partner is paid, and the tax papers that this needs are missing or have run out.",
    why=(
        "Tax goes by the payer's jurisdiction (DOMAIN 8.6): a firm in the USA needs a W-9 or W-8 before it pays, "
        "reverse charge needs the partner's VAT id, self-billing its agreement. A form that the record names must hold "
        "on the day of payment."
    ),
    bad=Example(_PARTNER, _FORM % "2026-07-29"),
    good=Example(_PARTNER, _FORM % "2026-07-30"),
)
def papers_missing(current: Current) -> Iterator[Breach]:
    book = current.book
    if book.program is None:
        return
    for entry in unclosed(current):
        payout, partner = entry.record, _partner(book, entry.record)
        day = _day_that_counts(payout)
        if payout.direction != "payable" or day is None or partner is None:
            continue
        at: FieldPath = ("paid", "on") if payout.paid is not None else ("approved",)
        problem = _form_problem(partner.tax, day, always=book.program.record.firm.country == "US")
        if problem:
            yield Breach(
                entry, at, f"{problem} when this was {'paid' if payout.paid else 'approved'} on {day}", _REMEDY
            )
        if payout.vat is not None and payout.vat.treatment == "reverse_charge" and not (partner.tax or _NONE).vat_id:
            yield Breach(
                entry,
                ("vat", "treatment"),
                f"reverse charge needs the VAT id of {payout.partner}, and its record has none",
                f"Write `vat_id` into `tax` of {KINDS['partner'].path(payout.partner)}, or choose another treatment.",
            )
        agreement = _self_billing(current, payout)
        agreed = (partner.tax or _NONE).self_billing_agreed
        written = payout.invoice.on if payout.invoice is not None else day
        if agreement and (agreed is None or agreed > written):
            since = f"only since {agreed}" if agreed else "never"
            yield Breach(
                entry,
                ("invoice", "on") if payout.invoice is not None else at,
                f"{agreement} has us write {payout.partner}'s invoices, which was agreed {since}",
                f"Have it agreed and write `self_billing_agreed` into `tax` of {payout.partner}'s record, or ask the "
                "partner for its own invoice.",
            )


_NONE = TaxStatus(country="ZZ")
"""What is known of a partner without a tax status."""
_REMEDY = "Ask for the form and write `form`, `form_received` and `form_expires` into `tax` of the partner's record."


def _form_problem(tax: TaxStatus | None, day: date, *, always: bool) -> str:
    """What is wrong with a partner's tax form on a day; empty where nothing is, or none is needed."""
    if tax is None or (tax.form is None and tax.form_received is None):
        return "no tax form was on file" if always else ""
    name = tax.form or "the tax form"
    if tax.form_received is None:
        return f"{name} had not been received"
    if tax.form_received > day:
        return f"{name} arrived on {tax.form_received} and was missing"
    if tax.form_expires is not None and tax.form_expires < day:
        return f"{name} had run out on {tax.form_expires}"
    return ""


def _self_billing(current: Current, payout: Payout) -> str:
    """The agreement of a payout's lines under which we write the partner's invoices; empty where none is."""
    for named in payout.lines:
        line = current.analysis.ledger.by_id.get(named.line)
        agreement = current.book.agreements.get(line.agreement) if line is not None else None
        if agreement is not None and agreement.record.payment.invoicing == "self_billing":
            return agreement.id
    return ""


@rule(
    "MNY010",
    "paid-without-consent",
    Severity.ERROR,
    summary="A payout settles a fee that needs the client's written consent, and there was none.",
    why=(
        "Some professions may give or take a referral fee only with the client's written consent, for each client anew "
        "(DOMAIN 4.7). Moved without it the money is unlawful, whatever was agreed between the firms."
    ),
    bad=Example(_PROGRAM, _WITH_CONSENT, others=((_PARTNER, _AUDITOR), (_REFERRAL, _WON.format(consent="2026-07-31")))),
    good=Example(
        _PROGRAM, _WITH_CONSENT, others=((_PARTNER, _AUDITOR), (_REFERRAL, _WON.format(consent="2026-07-30")))
    ),
)
def without_consent(current: Records) -> Iterator[Breach]:
    book = current.book
    for entry in standing(book):
        payout, partner = entry.record, _partner(book, entry.record)
        needed = profession_rule(book, partner) if partner is not None else None
        if needed is None or needed.cash != "with_consent":
            continue
        day = _day_that_counts(payout) or payout.prepared.on
        for place, named in enumerate(payout.lines):
            referral = book.referrals.get(named.line.partition("/")[0])
            if referral is None:
                continue
            given = referral.record.consent.fee if referral.record.consent is not None else None
            if given is not None and given <= day:
                continue
            since = f"only gave it on {given}" if given else "has not given it"
            yield Breach(
                entry,
                ("lines", place, "line"),
                f"the fee needs the client's written consent (`{needed.profession}` in {needed.jurisdiction}, "
                f"{needed.source}), and the client of {referral.id} {since}",
                "Take the line out until the consent is there; then write `consent` with `fee` and `document` into the "
                "referral.",
            )
