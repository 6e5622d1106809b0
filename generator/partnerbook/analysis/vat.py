"""How VAT applies to a payout: what follows from who supplies whom, and where (DOMAIN 8.6). Pure.

Whoever earns the commission supplies: the partner of what we pay, we of what we are owed. A proposal is no tax
advice; whoever prepares the payout looks at it.
"""

from datetime import date

from partnerbook.analysis.taxes import EU_COUNTRIES
from partnerbook.core.money import Money, Rate
from partnerbook.core.partner import Partner
from partnerbook.core.payout import PayoutDirection, Vat
from partnerbook.core.program import Program

_NOTES = {
    "en": {
        "reverse_charge": "VAT is owed by the recipient",
        "small_business": "No VAT: small business",
        "outside_scope": "Not taxable in {country}",
    },
    "de": {
        "reverse_charge": "Steuerschuldnerschaft des Leistungsempfängers",
        "small_business": "Steuerbefreiung für Kleinunternehmer",
        "outside_scope": "Im Inland nicht steuerbar",
    },
}
"""Wordings for the invoice, in the handbook's language; the German ones are those of §§ 14a UStG and 34a UStDV."""
_WITH_ARTICLE = frozenset({"AE", "CZ", "GB", "NL", "PH", "US"})
"""Countries whose English name wants an article behind `in`."""


def vat_of(program: Program, partner: Partner, direction: PayoutDirection, total: Money, on: date) -> Vat | None:
    """The VAT of a payout prepared on a day; None where the records do not say enough.

    That is so within a country whose rate the program does not name, and for a partner in another country of the
    EU without a VAT id.
    """
    home = program.firm.country
    there = partner.tax.country if partner.tax is not None else partner.country
    if there == home:
        if direction == "payable" and partner.tax is not None and partner.tax.small_business:
            return Vat(treatment="small_business", note=_NOTES[program.language]["small_business"])
        rate = usual_rate(program, home, on)
        return Vat(treatment="domestic", rate=rate, amount=rate.of(total)) if rate is not None else None
    if home in EU_COUNTRIES and there in EU_COUNTRIES:
        if partner.tax is None or partner.tax.vat_id is None:
            return None
        return Vat(treatment="reverse_charge", note=_NOTES[program.language]["reverse_charge"])
    note = _NOTES[program.language]["outside_scope"].format(country=_country(home, program.language))
    return Vat(treatment="outside_scope", note=note)


def usual_rate(program: Program, country: str, on: date) -> Rate | None:
    """A country's VAT rate on a day; None where the program names none."""
    known = [rate for rate in program.vat_rates if rate.country == country and rate.since <= on]
    return max(known, key=lambda rate: rate.since).rate if known else None


def _country(code: str, language: str) -> str:
    from babel import Locale  # names of countries are asked for once in many payouts

    name = Locale(language).territories.get(code, code)
    return f"the {name}" if language == "en" and code in _WITH_ARTICLE else name
