"""Tax lists in words: totals against thresholds, VAT by payout, and what an invoice must say (DOMAIN 8.6)."""

from collections.abc import Mapping

from partnerbook.analysis.taxes import FormList, FormState, Gap, PartnerYear, PayoutVat, TaxYear, Wording
from partnerbook.site.edition import Edition
from partnerbook.site.labels import N_, label
from partnerbook.site.reports.plain import NONE, PlainReport, PlainTable, money

WORDINGS: dict[Wording, str] = {
    # An invoice that the recipient writes is named so by law: § 14 (4) no. 10 UStG, Article 226 (10a) of the VAT
    # Directive. The German word belongs to that invoice alone; a statement never carries it.
    "self_billing": N_("Self-billing: this invoice is issued by the recipient of the service"),
    "reverse_charge": N_("Reverse charge: VAT is owed by the recipient of the service"),
    "small_business": N_("No VAT is charged: exemption for small businesses"),
    "outside_scope": N_("Not subject to domestic VAT"),
}
"""What an invoice must say, by the law that asks for it."""
TREATMENTS: dict[str, str] = {
    "": N_("Not said"),
    "domestic": N_("Domestic"),
    "reverse_charge": N_("Reverse charge"),
    "small_business": N_("Small business"),
    "outside_scope": N_("Outside the scope"),
    "self_billing": N_("Self-billing"),
}
"""VAT treatments as tables name them, and the case of an invoice that we write for the partner."""
FORM_STATES: dict[FormState, str] = {
    "valid": N_("on file"),
    "expired": N_("expired"),
    "missing": N_("missing"),
}
"""States of a partner's own tax form."""
GAPS: dict[Gap, str] = {
    "treatment": N_("VAT treatment"),
    "rate": N_("VAT rate"),
    "vat_amount": N_("VAT amount"),
    "own_vat_id": N_("our VAT id"),
    "partner_vat_id": N_("the partner's VAT id"),
    "invoice": N_("invoice"),
    "self_billing_consent": N_("consent to self-billing"),
}
"""What a payout may lack."""


def tax_report(edition: Edition, year: TaxYear, names: Mapping[str, str]) -> PlainReport:
    """The tax lists of a year; `names` are partners' names by id."""
    here = edition
    title = here.gettext("Tax list %(year)s, payer in %(country)s") % {
        "year": str(year.year),
        "country": year.jurisdiction or NONE,
    }
    tables = [table for form in year.forms for table in _forms(here, form, names)]
    notes = []
    if year.needs_threshold:
        notes.append(here.gettext("The program names no threshold for this year; add it to tax_thresholds."))
    if year.in_eu:
        tables += _vat(here, year, names)
        notes.append(here.gettext("A statement is not an invoice; only the invoices named here are."))
    elif not year.forms and not year.needs_threshold:
        notes.append(here.gettext("For this country no tax list is known; add its threshold to tax_thresholds."))
    return PlainReport(title, tuple(tables), tuple(notes))


def _forms(here: Edition, form: FormList, names: Mapping[str, str]) -> list[PlainTable]:
    words = {"form": form.form, "amount": money(here, form.threshold)}
    source = (here.gettext("Threshold: %(source)s") % {"source": form.source},) if form.source else ()
    return [
        _partners(here, here.gettext("%(form)s: reported, %(amount)s or more") % words, form.reported, names, source),
        _partners(here, here.gettext("%(form)s: below %(amount)s, not reported") % words, form.below, names, ()),
    ]


def _partners(
    here: Edition, title: str, years: tuple[PartnerYear, ...], names: Mapping[str, str], notes: tuple[str, ...]
) -> PlainTable:
    rows = tuple(
        (
            names.get(one.partner, one.partner),
            one.taxed_in or NONE,
            here.number(len(one.paid)),
            money(here, one.total),
            _form(here, one),
        )
        for one in years
    )
    unmeasured = tuple(
        here.gettext("%(partner)s was also paid %(amounts)s, for which no exchange rate is known")
        % {
            "partner": names.get(one.partner, one.partner),
            "amounts": here.listing(money(here, m) for m in one.unmeasured),
        }
        for one in years
        if one.unmeasured
    )
    nobody = () if rows else (here.gettext("Nobody"),)
    columns = (
        here.gettext("Partner"),
        here.gettext("Taxed in"),
        here.gettext("Payments"),
        here.gettext("Paid in the year"),
        here.gettext("Tax form"),
    )
    return PlainTable(title, columns, rows, frozenset({2, 3}), (*nobody, *unmeasured, *notes))


def _form(here: Edition, one: PartnerYear) -> str:
    state = here.gettext(FORM_STATES[one.form_state])
    if one.form is None:
        return state
    if one.form_expires is None:
        return f"{one.form}: {state}"
    until = here.gettext("until %(day)s") % {"day": here.day(one.form_expires).text}
    return f"{one.form}: {state}, {until}"


def _vat(here: Edition, year: TaxYear, names: Mapping[str, str]) -> list[PlainTable]:
    used = sorted({wording for one in year.payouts for wording in one.wordings})
    rows = tuple(_payout(here, one, names) for one in year.payouts)
    columns = (
        here.gettext("Day"),
        here.gettext("Payout"),
        here.gettext("Direction"),
        here.gettext("Net"),
        here.gettext("Treatment"),
        here.gettext("VAT"),
        here.gettext("VAT ids"),
        here.gettext("Invoice"),
        here.gettext("Missing"),
    )
    nothing = () if rows else (here.gettext("No payouts in this year"),)
    totals = tuple(
        (
            label(here, "payout_direction", one.direction),
            _treatment(here, one.treatment),
            here.rate(one.rate) if one.rate else NONE,
            here.number(one.payouts),
            money(here, one.net),
            money(here, one.vat),
        )
        for one in year.totals
    )
    of_totals = (
        here.gettext("Direction"),
        here.gettext("Treatment"),
        here.gettext("Rate"),
        here.gettext("Payouts"),
        here.gettext("Net"),
        here.gettext("VAT"),
    )
    wordings = tuple((here.gettext(TREATMENTS[one]), wording(here, one)) for one in used)
    of_wordings = (here.gettext("Case"), here.gettext("What the invoice says"))
    tables = [
        PlainTable(here.gettext("VAT by payout"), columns, rows, frozenset({3, 5}), nothing),
        PlainTable(here.gettext("Totals by treatment"), of_totals, totals, frozenset({2, 3, 4, 5}), nothing),
    ]
    return [*tables, PlainTable(here.gettext("Wordings"), of_wordings, wordings)] if wordings else tables


def wording(here: Edition, one: Wording) -> str:
    """The sentence an invoice must carry."""
    return here.gettext(WORDINGS[one])


def _treatment(here: Edition, treatment: str | None) -> str:
    said = treatment or ""
    return here.gettext(TREATMENTS[said])


def _payout(here: Edition, one: PayoutVat, names: Mapping[str, str]) -> tuple[str, ...]:
    treatment = _treatment(here, one.treatment)
    if one.self_billing:
        treatment = f"{treatment}, {here.gettext(TREATMENTS['self_billing'])}"
    tax = money(here, one.vat)
    ids = " / ".join(part or NONE for part in (one.own_vat_id, one.partner_vat_id))
    return (
        here.day(one.day).text,
        one.payout,
        label(here, "payout_direction", one.direction),
        money(here, one.net),
        treatment,
        f"{tax} ({here.rate(one.rate)})" if one.rate else tax,
        ids if one.treatment == "reverse_charge" else NONE,
        one.invoice or NONE,
        here.listing(here.gettext(GAPS[gap]) for gap in one.gaps) if one.gaps else NONE,
    )
