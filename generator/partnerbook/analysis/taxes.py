"""What a year's payouts mean for tax, by the payer's jurisdiction (DOMAIN 8.6). Pure.

In the USA totals paid count, by the day they were paid; in the EU each payout has its VAT treatment and its
invoice. A statement is neither an invoice nor a credit note, and nothing here treats it as one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.analysis.tallies import Sums, add_up
from partnerbook.analysis.terms import terms
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Book, Entry
from partnerbook.core.money import Money, Rate
from partnerbook.core.partner import TaxStatus
from partnerbook.core.payout import Payout, PayoutDirection
from partnerbook.core.program_policies import TaxThreshold

_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES = frozenset(_MEMBERS.split())
"""Member states of the European Union, whose VAT rules hold for payers there."""

FormState = Literal["valid", "expired", "missing"]
"""Whether the partner's own form (W-9, W-8BEN-E) is on file: `expired` where its last day has passed."""
Treatment = Literal["domestic", "reverse_charge", "small_business", "outside_scope"]
"""Which rule of VAT holds, as the payout says."""
Wording = Literal["self_billing", "reverse_charge", "small_business", "outside_scope"]
"""Sentences an invoice must carry; `site` has them in each language."""
Gap = Literal["treatment", "rate", "vat_amount", "own_vat_id", "partner_vat_id", "invoice", "self_billing_consent"]
"""What a payout lacks."""


class PaidOut(Struct, frozen=True):
    """Money that reached a partner: `measured` in the threshold's currency, None without an exchange rate."""

    payout: str
    on: date
    amount: Money
    measured: Money | None


class PartnerYear(Struct, frozen=True):
    """What a partner was paid in a year, and what it sent us for the tax office.

    `total` is in the threshold's currency, rounded once; `unmeasured` holds what no exchange rate is known for, which
    `total` leaves out. `taxed_in` is None where the partner's record says nothing.
    """

    partner: str
    total: Money
    paid: tuple[PaidOut, ...]
    unmeasured: Sums
    taxed_in: str | None
    form: str | None
    form_state: FormState
    form_expires: date | None


class FormList(Struct, frozen=True):
    """One form of a year: whose total reaches the threshold, and whose stays below it."""

    form: str
    threshold: Money
    source: str | None
    reported: tuple[PartnerYear, ...]
    below: tuple[PartnerYear, ...]


class PayoutVat(Struct, frozen=True):
    """VAT of one payout, and the invoice behind it.

    `day` is the invoice's, else the day money first moved, else that of the run. `wordings` are the sentences the
    invoice must carry, `note` the payout's own. Self-billing is only for what we pay.
    """

    payout: str
    partner: str
    direction: PayoutDirection
    day: date
    net: Money
    treatment: Treatment | None
    rate: Rate | None
    vat: Money | None
    own_vat_id: str | None
    partner_vat_id: str | None
    self_billing: bool
    invoice: str | None
    wordings: tuple[Wording, ...]
    note: str | None
    gaps: tuple[Gap, ...]


class VatTotal(Struct, frozen=True):
    """Payouts of one direction, treatment, rate and currency added up."""

    direction: PayoutDirection
    treatment: Treatment | None
    rate: Rate | None
    payouts: int
    net: Money
    vat: Money


class TaxYear(Struct, frozen=True):
    """What a year means for tax where we are at home.

    `forms` is empty where the program names no threshold of the year, `payouts` where VAT of the EU does not
    hold; `needs_threshold` says that there ought to be one.
    """

    year: int
    jurisdiction: str
    forms: tuple[FormList, ...] = ()
    needs_threshold: bool = False
    in_eu: bool = False
    payouts: tuple[PayoutVat, ...] = ()
    totals: tuple[VatTotal, ...] = ()


def tax_year(book: Book, ledger: Ledger, year: int, as_of: date) -> TaxYear:
    """A year's payouts by the payer's jurisdiction, as known on a day; nothing without a program record."""
    if book.program is None:
        return TaxYear(year, "")
    program = book.program.record
    jurisdiction = program.firm.country
    thresholds = [one for one in program.tax_thresholds if (one.jurisdiction, one.year) == (jurisdiction, year)]
    forms = tuple(_form_list(book, ledger, threshold, as_of) for threshold in thresholds)
    in_eu = jurisdiction in EU_COUNTRIES
    payouts = tuple(sorted(_vat(book, ledger, year), key=lambda one: (one.day, one.payout))) if in_eu else ()
    return TaxYear(
        year=year,
        jurisdiction=jurisdiction,
        forms=forms,
        needs_threshold=jurisdiction == "US" and not forms,
        in_eu=in_eu,
        payouts=payouts,
        totals=tuple(_totals(payouts)),
    )


def _form_list(book: Book, ledger: Ledger, threshold: TaxThreshold, as_of: date) -> FormList:
    exchange = Exchange(book.program.record.exchange_rates if book.program else ())
    currency = threshold.amount.currency
    paid: dict[str, list[PaidOut]] = {}
    exact: dict[str, Fraction] = {}
    for line in ledger.lines:
        if _reached_a_partner(line, threshold.year):
            amount = -line.amount
            measured = exchange.measured(Fraction(amount.amount), amount.currency, currency, line.on)
            exact[line.partner] = exact.get(line.partner, Fraction(0)) + (measured or 0)
            shown = None if measured is None else Money.exactly(measured, currency)
            paid.setdefault(line.partner, []).append(PaidOut(line.payout, line.on, amount, shown))
    years = [
        _partner_year(book, partner, Money.exactly(exact[partner], currency), paid[partner], as_of)
        for partner in sorted(paid)
    ]
    return FormList(
        form=threshold.form,
        threshold=threshold.amount,
        source=threshold.source,
        reported=tuple(one for one in years if one.total >= threshold.amount),
        below=tuple(one for one in years if one.total < threshold.amount),
    )


def _reached_a_partner(line: Line, year: int) -> bool:
    """Whether a line is money we paid in a year; a margin that the seller kept was never ours to pay."""
    return line.kind == "payment" and line.direction == "payable" and not line.kept and line.on.year == year


def _partner_year(book: Book, partner: str, total: Money, paid: list[PaidOut], as_of: date) -> PartnerYear:
    entry = book.partners.get(partner)
    tax = entry.record.tax if entry is not None else None
    return PartnerYear(
        partner=partner,
        total=total,
        paid=tuple(paid),
        unmeasured=add_up(one.amount for one in paid if one.measured is None),
        taxed_in=tax.country if tax else None,
        form=tax.form if tax else None,
        form_state=form_state(tax, as_of),
        form_expires=tax.form_expires if tax else None,
    )


def form_state(tax: TaxStatus | None, as_of: date) -> FormState:
    """Whether a partner's tax form is there and holds on a day, its last day included."""
    if tax is None or tax.form is None or tax.form_received is None or tax.form_received > as_of:
        return "missing"
    return "expired" if tax.form_expires is not None and tax.form_expires < as_of else "valid"


def _vat(book: Book, ledger: Ledger, year: int) -> Iterator[PayoutVat]:
    own = book.program.record.firm.vat_id if book.program else None
    by_partner = terms(book)
    for entry in book.payouts.values():
        payout = entry.record
        day = _day(payout)
        if payout.cancelled is not None or day.year != year:
            continue
        partner = book.partners.get(payout.partner)
        tax = partner.record.tax if partner is not None else None
        holding = [term.agreement.record for term in by_partner.get(payout.partner, ()) if term.covers(day)]
        agreements = holding or _agreements(book, ledger, payout)
        wants_self_billing = payout.direction == "payable" and any(
            agreement.payment.invoicing == "self_billing" for agreement in agreements
        )
        agreed = tax.self_billing_agreed if tax is not None else None
        self_billing = wants_self_billing and agreed is not None and agreed <= day
        yield _payout_vat(entry, day, own, tax, self_billing, wants_self_billing)


def _day(payout: Payout) -> date:
    """The day a payout counts on: its invoice's, else the first on which money moved, else its run's."""
    if payout.invoice is not None:
        return payout.invoice.on
    moved = [receipt.on for receipt in payout.receipts]
    if payout.paid is not None:
        moved.append(payout.paid.on)
    return min(moved, default=payout.run)


def _agreements(book: Book, ledger: Ledger, payout: Payout) -> list[Agreement]:
    """The agreements whose lines a payout pays: how it is invoiced where none is in force any more."""
    lines = (ledger.by_id.get(line.line) for line in payout.lines)
    keys = sorted({line.agreement for line in lines if line is not None and line.direction == payout.direction})
    return [book.agreements[key].record for key in keys if key in book.agreements]


def _payout_vat(
    entry: Entry[Payout], day: date, own: str | None, tax: TaxStatus | None, self_billing: bool, wanted: bool
) -> PayoutVat:
    payout = entry.record
    vat = payout.vat
    partner_id = tax.vat_id if tax is not None else None
    wordings: list[Wording] = ["self_billing"] if self_billing else []
    if vat is not None and vat.treatment != "domestic":
        wordings.append(vat.treatment)
    return PayoutVat(
        payout=entry.id,
        partner=payout.partner,
        direction=payout.direction,
        day=day,
        net=payout.total,
        treatment=vat.treatment if vat else None,
        rate=vat.rate if vat else None,
        vat=vat.amount if vat else None,
        own_vat_id=own,
        partner_vat_id=partner_id,
        self_billing=self_billing,
        invoice=payout.invoice.number if payout.invoice else None,
        wordings=tuple(wordings),
        note=vat.note if vat else None,
        gaps=tuple(_gaps(payout, own, partner_id, consent_missing=wanted and not self_billing)),
    )


def _gaps(payout: Payout, own: str | None, partner_id: str | None, *, consent_missing: bool) -> Iterator[Gap]:
    match payout.vat.treatment if payout.vat else None:
        case None:
            yield "treatment"
        case "domestic":
            if payout.vat is None or payout.vat.rate is None:
                yield "rate"
            if payout.vat is None or payout.vat.amount is None:
                yield "vat_amount"
        case "reverse_charge":
            if own is None:
                yield "own_vat_id"
            if partner_id is None:
                yield "partner_vat_id"
        case _:
            pass
    if payout.invoice is None:
        yield "invoice"
    if consent_missing:
        yield "self_billing_consent"


def _totals(payouts: Iterable[PayoutVat]) -> Iterator[VatTotal]:
    """Sums by direction, treatment, rate and currency; currencies are never added."""
    grouped: dict[tuple[PayoutDirection, str, Rate, str], list[PayoutVat]] = {}
    for one in payouts:
        rate = one.rate or Rate.parse("0%")
        grouped.setdefault((one.direction, one.treatment or "", rate, one.net.currency), []).append(one)
    for (direction, _, _, currency), several in sorted(grouped.items()):
        nothing = Money.zero(currency)
        taxes = [one.vat for one in several if one.vat is not None and one.vat.currency == currency]
        yield VatTotal(
            direction=direction,
            treatment=several[0].treatment,
            rate=several[0].rate,
            payouts=len(several),
            net=sum((one.net for one in several), nothing),
            vat=sum(taxes, nothing),
        )
