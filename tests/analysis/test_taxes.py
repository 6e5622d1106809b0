"""Tax lists of a year: a payer in the USA and one in Germany, reckoned by hand."""

import pytest
from bookwork import book, day

from partnerbook.analysis import analyse
from partnerbook.analysis.taxes import EU_COUNTRIES, FormList, PayoutVat, TaxYear, form_state, tax_year
from partnerbook.core.book import Book, Entry
from partnerbook.core.money import Money
from partnerbook.core.partner import TaxStatus

PROGRAM = book(program=True).program
assert PROGRAM is not None


def at_home_in(country: str, records: dict[str, str], rates: str = "") -> Book:
    """A Book whose firm is at home in a country, with the specimen's thresholds: 600 USD for 2025, 2,000 from 2026."""
    found = book(records)
    program = PROGRAM.record
    firm = program.firm.model_copy(update={"country": country, "vat_id": "DE318840277"})
    changed = program.model_copy(update={"firm": firm, "exchange_rates": () if not rates else program.exchange_rates})
    return Book(
        program=Entry("program", "records/program.md", changed),
        partners=found.partners,
        agreements=found.agreements,
        referrals=found.referrals,
        payouts=found.payouts,
    )


def year_of(found: Book, year: int, as_of: str = "2027-03-31") -> TaxYear:
    analysis = analyse(found, day(as_of))
    return tax_year(analysis.book, analysis.ledger, year, analysis.as_of)


def paid(amount: str, on: str, partner: str = "werft", **more: str) -> str:
    """A payout prepared before it was paid; the ledger's payment line is its total."""
    lines = {
        "partner": partner,
        "period": "2024-Q4",
        "run": on,
        "total": amount,
        "prepared": "{on: 2024-12-01, by: mats-petersen}",
        "paid": f"{{on: {on}}}",
    }
    return "\n".join(f"{field}: {value}" for field, value in (lines | more).items())


# The USA: totals by the day they were paid


@pytest.mark.parametrize(
    ("year", "amounts", "reported"),
    [
        (2025, ("600.00",), True),  # exactly at the threshold of 600
        (2025, ("599.99",), False),  # a cent below
        (2025, ("350.00", "250.00"), True),  # together 600.00
        (2026, ("2000.00",), True),
        (2026, ("1999.99",), False),
        (2026, ("600.00",), False),  # enough in 2025, not in 2026
    ],
)
def test_a_total_is_reported_from_the_thresholds_own_amount_on(
    year: int, amounts: tuple[str, ...], reported: bool
) -> None:
    payouts = {
        f"payouts/{year}-0{place}-15-werft": paid(f"{amount} USD", f"{year}-0{place}-15")
        for place, amount in enumerate(amounts, 1)
    }
    (form,) = year_of(at_home_in("US", {"partners/werft": "", **payouts}), year).forms
    assert (form.form, str(form.threshold)) == ("1099-NEC", "600.00 USD" if year == 2025 else "2000.00 USD")
    assert len(form.reported) == int(reported)
    assert len(form.below) == int(not reported)
    (only,) = form.reported or form.below
    assert only.total == sum((Money.parse(f"{amount} USD") for amount in amounts), Money.zero("USD"))
    assert len(only.paid) == len(amounts)


def only_form(records: dict[str, str], year: int = 2026, rates: str = "") -> FormList:
    (form,) = year_of(at_home_in("US", records, rates), year).forms
    return form


def test_the_day_of_payment_decides_and_not_the_day_it_was_earned() -> None:
    # The period is the fourth quarter of 2025, the run New Year's Eve; the money left on 2 January 2026.
    records = {
        "partners/werft": "",
        "payouts/2025-12-31-werft": paid("5000.00 USD", "2026-01-02", period="2025-Q4", run="2025-12-31"),
    }
    assert only_form(records, 2025).reported == ()
    (one,) = only_form(records, 2026).reported
    assert str(one.total) == "5000.00 USD"
    assert [str(payment.on) for payment in one.paid] == ["2026-01-02"]


def test_what_is_owed_prepared_or_called_off_was_not_paid() -> None:
    records = {
        "partners/werft": "",
        "payouts/2026-01-30-werft": paid("5000.00 USD", "2026-01-30", paid="~"),
        "payouts/2026-04-30-werft": paid(
            "5000.00 USD", "2026-04-30", paid="~", cancelled="{on: 2026-05-01, by: mats-petersen}"
        ),
    }
    form = only_form(records)
    assert form.reported == form.below == ()


def test_what_the_partner_pays_us_is_no_payment_of_ours() -> None:
    receipt = "[{key: e1, on: 2026-02-01, amount: 9000.00 USD}]"
    records = {
        "partners/werft": "",
        "payouts/2026-01-30-werft": paid(
            "9000.00 USD", "2026-01-30", direction="receivable", paid="~", receipts=receipt
        ),
    }
    form = only_form(records)
    assert form.reported == form.below == ()


def test_a_margin_that_the_seller_keeps_is_no_payment_of_ours() -> None:
    # The partner sells our service at 12,000 that it buys at 9,000: a margin of 3,000 it keeps out of the sale.
    earning = "{earn: margin, prices: [{service: fractional-cfo, price: 9000.00 USD}]}"
    records = {
        "partners/werft": "",
        "agreements/werft-2025": f"compensation: {{received: {earning}, sent: {{earn: none}}}}",
        "referrals/2026-01-05-werft-a1": "received: 2026-01-05\nmilestones: {won: {on: 2026-01-20}}\n"
        "deals: [{key: d, value: 12000.00 USD, kind: wholesale}]\n"
        "payments: [{key: p1, deal: d, on: 2026-02-01, amount: 12000.00 USD}]",
    }
    found = at_home_in("US", records)
    ledger = analyse(found, day("2026-12-31")).ledger
    assert [(line.kind, str(line.amount)) for line in ledger.lines] == [
        ("accrual", "3000.00 USD"),
        ("payment", "-3000.00 USD"),
    ]
    form = only_form(records)
    assert form.reported == form.below == ()


def test_other_currencies_count_at_the_rate_of_the_day_and_are_named_where_none_is_known() -> None:
    records = {"partners/werft": "", "payouts/2026-01-30-werft": paid("1800.00 EUR", "2026-01-30")}
    (one,) = only_form(records).below
    assert (str(one.total), [str(amount) for amount in one.unmeasured]) == ("0.00 USD", ["1800.00 EUR"])
    assert [payment.measured for payment in one.paid] == [None]


def test_the_partners_own_form_is_told_beside_its_total() -> None:
    tax = "tax: {country: US, form: W-9, form_received: 2025-02-01}"
    records = {"partners/werft": tax, "payouts/2026-01-30-werft": paid("2000.00 USD", "2026-01-30")}
    (one,) = only_form(records).reported
    assert (one.taxed_in, one.form, one.form_state) == ("US", "W-9", "valid")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (None, "missing"),
        ({"country": "US"}, "missing"),
        ({"country": "US", "form": "W-9"}, "missing"),  # asked for, never arrived
        ({"country": "US", "form": "W-9", "form_received": day("2026-06-30")}, "valid"),
        ({"country": "US", "form": "W-9", "form_received": day("2026-07-01")}, "missing"),  # tomorrow
        (
            {
                "country": "DE",
                "form": "W-8BEN-E",
                "form_received": day("2023-01-01"),
                "form_expires": day("2026-06-30"),
            },
            "valid",  # the last day is included
        ),
        (
            {
                "country": "DE",
                "form": "W-8BEN-E",
                "form_received": day("2023-01-01"),
                "form_expires": day("2026-06-29"),
            },
            "expired",
        ),
    ],
)
def test_a_form_is_valid_up_to_its_last_day(status: dict[str, object] | None, state: str) -> None:
    tax = TaxStatus.model_validate(status) if status is not None else None
    assert form_state(tax, day("2026-06-30")) == state


def test_a_year_without_a_threshold_says_so() -> None:
    found = year_of(at_home_in("US", {"partners/werft": ""}), 2031)
    assert (found.forms, found.needs_threshold, found.payouts) == ((), True, ())


# Germany: VAT of each payout


PARTNERS = {
    "partners/werft": "tax: {country: DE, vat_id: DE298114730, self_billing_agreed: 2025-06-01}",
    "partners/fjord": "name: Fjord\ncountry: DK\ntax: {country: DK, vat_id: DK38420917}",
    "partners/klein": "name: Klein\ntax: {country: DE, small_business: true}",
    "agreements/werft-2025": "payment: {trigger: client_payment, net_days: 30, invoicing: self_billing}",
}


def vat_of(lines: str, **partners: str) -> PayoutVat:
    found = at_home_in("DE", {**PARTNERS, **partners, "payouts/2025-07-30-a": lines})
    (one,) = year_of(found, 2025).payouts
    return one


def test_domestic_vat_has_a_rate_and_an_amount() -> None:
    # 19 % of 1,000.00 are 190.00.
    one = vat_of(
        paid(
            "1000.00 EUR",
            "2025-07-30",
            partner="klein",
            vat="{treatment: domestic, rate: 19%, amount: 190.00 EUR}",
            invoice="{number: K-7, on: 2025-07-28}",
        )
    )
    assert (one.treatment, str(one.rate), str(one.vat)) == ("domestic", "19%", "190.00 EUR")
    assert (one.invoice, str(one.day), one.wordings, one.gaps) == ("K-7", "2025-07-28", (), ())


def test_reverse_charge_names_both_vat_ids_and_its_wording() -> None:
    vat = "{treatment: reverse_charge}"
    one = vat_of(paid("1000.00 EUR", "2025-07-30", partner="fjord", vat=vat, invoice="{number: F-1, on: 2025-07-28}"))
    assert (one.own_vat_id, one.partner_vat_id) == ("DE318840277", "DK38420917")
    assert (one.wordings, one.gaps) == (("reverse_charge",), ())
    one = vat_of(paid("1000.00 EUR", "2025-07-30", partner="klein", vat=vat))
    assert one.gaps == ("partner_vat_id", "invoice")


@pytest.mark.parametrize("treatment", ["small_business", "outside_scope"])
def test_other_treatments_bring_their_wording_and_no_vat(treatment: str) -> None:
    one = vat_of(paid("1000.00 EUR", "2025-07-30", partner="klein", vat=f"{{treatment: {treatment}}}"))
    assert (one.treatment, one.rate, one.vat, one.wordings) == (treatment, None, None, (treatment,))


def test_a_payout_that_says_nothing_lacks_its_treatment_and_invoice() -> None:
    one = vat_of(paid("1000.00 EUR", "2025-07-30", partner="klein"))
    assert (one.treatment, one.gaps) == (None, ("treatment", "invoice"))


def test_self_billing_takes_the_agreement_and_both_sides_consent() -> None:
    domestic = "{treatment: domestic, rate: 19%, amount: 190.00 EUR}"
    invoice = "{number: TK-1, on: 2025-07-28}"
    lines = paid("1000.00 EUR", "2025-07-30", vat=domestic, invoice=invoice)
    one = vat_of(lines)
    assert (one.self_billing, one.wordings, one.gaps) == (True, ("self_billing",), ())
    # Agreed the day after the invoice: that invoice was not agreed to.
    late = "tax: {country: DE, self_billing_agreed: 2025-07-29}"
    one = vat_of(lines, **{"partners/werft": late})
    assert (one.self_billing, one.wordings, one.gaps) == (False, (), ("self_billing_consent",))
    # What the partner owes us is our own invoice, and never self-billed.
    receipt = "[{key: e1, on: 2025-08-01, amount: 1000.00 EUR}]"
    more = {"direction": "receivable", "paid": "~", "receipts": receipt, "vat": domestic, "invoice": invoice}
    one = vat_of(paid("1000.00 EUR", "2025-07-30", **more))
    assert (one.self_billing, one.gaps) == (False, ())


def test_totals_stand_by_direction_treatment_rate_and_currency() -> None:
    domestic = "{treatment: domestic, rate: 19%%, amount: %s EUR}"
    records = {
        "payouts/2025-04-30-a": paid("1000.00 EUR", "2025-04-30", vat=domestic % "190.00"),
        "payouts/2025-07-30-a": paid("500.10 EUR", "2025-07-30", vat=domestic % "95.02"),
        "payouts/2025-07-30-b": paid("40.00 USD", "2025-07-30", partner="fjord", vat="{treatment: outside_scope}"),
        "payouts/2024-12-30-a": paid("7.00 EUR", "2024-12-30", vat=domestic % "1.33"),
    }
    found = year_of(at_home_in("DE", PARTNERS | records), 2025)
    # 1,000.00 + 500.10 = 1,500.10; 190.00 + 95.02 = 285.02. The payout of 2024 is another year's.
    assert [(one.treatment, one.payouts, str(one.net), str(one.vat)) for one in found.totals] == [
        ("domestic", 2, "1500.10 EUR", "285.02 EUR"),
        ("outside_scope", 1, "40.00 USD", "0.00 USD"),
    ]


# Elsewhere


def test_other_countries_have_neither() -> None:
    found = year_of(at_home_in("CH", PARTNERS | {"payouts/2025-07-30-a": paid("5.00 CHF", "2025-07-30")}), 2025)
    assert (found.forms, found.payouts, found.needs_threshold, found.in_eu) == ((), (), False, False)


def test_there_are_27_member_states() -> None:
    assert len(EU_COUNTRIES) == 27
    assert EU_COUNTRIES.isdisjoint({"GB", "CH", "NO", "US"})


def test_without_a_program_there_is_no_jurisdiction() -> None:
    found = year_of(book({"partners/werft": ""}), 2025)
    assert (found.jurisdiction, found.forms, found.payouts) == ("", (), ())
