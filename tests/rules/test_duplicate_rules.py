"""What was written down twice, and figures that cannot be right beside others: edges, written by hand."""

import pytest
from casework import SPECIMEN, case, told

from partnerbook.rules import (
    agreement_terms,
    check,
    client_payments,
    client_sums,
    deals,
    duplicates,
    exchange_rates,
    payout_timing,
    payout_vat,
    referral_milestones,
)

WON = "referrals/2026/2026-03-02-software-werft-k7"
SENT = "referrals/2026/2026-06-08-agentur-brandung-q3"
OPEN = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
WERFT = "payouts/2026/2026-07-30-software-werft-payable"
BRANDUNG = "payouts/2026/2026-07-30-agentur-brandung-payable"
OWED = "payouts/2026/2026-07-30-agentur-brandung-receivable"
FIXED = "agreements/kontor-interim-2025"


def _copy(path: str, *changes: tuple[str, str]) -> str:
    text = SPECIMEN[f"records/{path}.md"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


class TestReferrals:
    """One client, one introduction: a second record of it is told where it was written last."""

    def test_a_copy_under_another_random_end(self) -> None:
        assert told(duplicates.referral_twice, {"referrals/2026/2026-03-02-software-werft-z9": _copy(WON)}) == [
            (
                "2026-03-02-software-werft-z9 client: 2026-03-02-software-werft-k7 names the same partner and client, "
                "the same service and the same day"
            )
        ]

    @pytest.mark.parametrize(
        ("change", "count"),
        [
            (("client: hanse-logistik", "client: ostsee-feinkost"), 0),
            (("service: fractional-cfo", "service: controlling-setup"), 1),  # the same money
            (("direction: received", "direction: sent"), 0),
            (("partner: software-werft\n", "partner: zahlenhafen\n"), 0),
        ],
    )
    def test_what_tells_two_introductions_apart(self, change: tuple[str, str], count: int) -> None:
        copied = {"referrals/2026/2026-03-02-software-werft-z9": _copy(WON, change)}
        assert len(told(duplicates.referral_twice, copied)) == count

    @pytest.mark.parametrize(
        ("day", "count"), [("2026-09-22", 1), ("2026-11-16", 1), ("2026-11-17", 0)], ids=["next", "8 weeks", "later"]
    )
    def test_the_same_need_while_the_first_is_open(self, day: str, count: int) -> None:
        again = _copy(OPEN, ("received: 2026-09-21", f"received: {day}"))
        front = again.split("milestones:")[0] + "milestones: {}\n---\n"
        name = f"referrals/2026/{day}-werkstatt-wandel-z9"
        first = SPECIMEN[f"records/{OPEN}.md"]
        still = first.split("milestones:")[0] + "milestones: {}\n---\n"
        assert len(told(duplicates.referral_twice, {OPEN: still, name: front}, as_of="2026-12-31")) == count

    def test_what_begins_anew_reopens_the_first(self) -> None:
        again = _copy(SENT, ("direction: sent", "direction: sent\nreopens: 2026-06-08-agentur-brandung-q3"))
        assert told(duplicates.referral_twice, {"referrals/2026/2026-06-08-agentur-brandung-z9": again}) == []


class TestFirms:
    """A firm under two keys: its name without legal form, its website without what tells none apart."""

    @pytest.mark.parametrize("name", ["HANSE  LOGISTIK", "Hanse-Logistik GmbH & Co. KG", "hanselogistik"])
    def test_the_same_client(self, name: str) -> None:
        (one,) = told(
            duplicates.client_twice,
            {"clients/hanse-2": _copy("clients/hanse-logistik", ("Hanse Logistik\n", f"{name}\n"))},
        )
        assert one.endswith("has the same name: caps, protection and what they had before would count for each alone")

    def test_names_made_of_a_legal_form_alone(self) -> None:
        copied = _copy("clients/hanse-logistik", ("Hanse Logistik\n", "AG\n"))
        other = _copy("clients/hanse-logistik", ("Hanse Logistik\n", "SE\n"))
        assert told(duplicates.client_twice, {"clients/one": copied, "clients/two": other}) == []

    def test_the_same_partner_is_told_once(self) -> None:
        copied = {"partners/brandung": _copy("partners/agentur-brandung")}
        assert told(duplicates.partner_twice, copied) == [
            (
                "brandung tax.vat_id: agentur-brandung has the same VAT id: tiers, caps, minimums and tax totals would "
                "count for each alone"
            )
        ]


class TestInvoicesOfPayouts:
    """A number is given once by whoever writes the invoice; we write those that a partner leaves to us."""

    def test_two_issuers_may_use_the_same_number(self) -> None:
        assert told(duplicates.invoice_twice, {WERFT: "invoice: {number: KA-2026-118, on: 2026-07-28}"}) == []

    def test_self_billed_and_our_own_are_one_series(self) -> None:
        assert told(duplicates.invoice_twice, {BRANDUNG: "invoice: {number: ka-2026-118, on: 2026-07-27}"}) == [
            (
                "2026-07-30-agentur-brandung-receivable invoice.number: 2026-07-30-agentur-brandung-payable already "
                "names our invoice KA-2026-118"
            )
        ]

    def test_what_was_called_off_counts_no_longer(self) -> None:
        off = "invoice: {number: KA-2026-118, on: 2026-07-27}\npaid: ~\ncancelled: {on: 2026-07-29, by: mats-petersen}"
        assert told(duplicates.invoice_twice, {BRANDUNG: off}) == []


class TestExchangeRates:
    """Each rate beside the two that are nearest in time, whichever way round they are written."""

    @pytest.mark.parametrize(
        ("rates", "places"),
        [
            ("USD EUR 0.92, USD EUR 0.88, USD EUR 8.8", [2]),
            ("USD EUR 0.92, USD EUR 9.2, USD EUR 0.88", [1]),
            ("USD EUR 9.2, USD EUR 0.92, USD EUR 0.88", [0]),
            ("USD EUR 0.92, EUR USD 0.92", [1]),
            ("USD EUR 0.92, EUR USD 1.09", []),
            ("USD EUR 0.92, USD EUR 1.08", [1]),
            ("DKK EUR 0.134, EUR DKK 7.46", []),
            ("DKK EUR 0.134, EUR DKK 0.134", [1]),
            ("CHF EUR 0.91, CHF EUR 0.97, CHF EUR 1.01, CHF EUR 1.06", []),
            ("USD EUR 0.92, GBP EUR 1.17", []),
            ("USD EUR 0.5, USD EUR 1.5", []),
            ("USD EUR 0.5, USD EUR 1.51", [1]),
        ],
    )
    def test_out_of_line(self, rates: str, places: list[int]) -> None:
        listed = [one.split() for one in rates.split(", ")]
        lines = "".join(
            f"  - {{on: 2026-0{place + 1}-01, currency: {a}, into: {b}, rate: {rate}}}\n"
            for place, (a, b, rate) in enumerate(listed)
        )
        found = told(exchange_rates.out_of_line, {"program": f"exchange_rates:\n{lines}"})
        assert [line.split(":")[0] for line in found] == [f"program exchange_rates[{place}].rate" for place in places]


class TestMoneyOfClients:
    """An invoice, what was paid on it, and what was sold: one slip is told once."""

    PAID = (
        "payments:\n"
        "  - {key: p1, deal: setup, invoice: i1, on: 2026-05-04, amount: %s EUR}\n"
        "  - {key: p2, deal: setup, on: 2026-06-10, amount: %s EUR}\n"
        "refunds: []"
    )

    def test_gross_on_an_invoice_is_told_at_the_payment(self) -> None:
        gross = {WON: self.PAID % ("28560.00", "24000.00")}
        assert told(client_sums.above_invoice, gross) == [
            (
                "2026-03-02-software-werft-k7 payments[0].amount: with this 28560.00 EUR was paid on `i1`, an invoice "
                "of 24000.00 EUR"
            )
        ]
        assert told(client_sums.more_than_sold, gross) == []

    def test_gross_without_an_invoice_is_told_at_the_deal(self) -> None:
        gross = {WON: self.PAID % ("24000.00", "28560.00")}
        assert told(client_sums.above_invoice, gross) == []
        assert len(told(client_sums.more_than_sold, gross)) == 1

    def test_a_value_with_a_digit_too_few_is_told_once(self) -> None:
        few = {WON: "deals: [{key: setup, value: 4800.00 EUR, kind: project}]\n" + self.PAID % ("24000.00", "24000.00")}
        assert len(told(client_sums.invoiced_more, few)) == 1
        assert told(client_sums.more_than_sold, few) == []

    def test_what_went_back_was_not_paid(self) -> None:
        back = (self.PAID % ("25000.00", "23000.00")).replace(
            "refunds: []", "refunds: [{key: r1, payment: p1, on: 2026-06-01, amount: 1000.00 EUR}]"
        )
        assert told(client_sums.above_invoice, {WON: back}) == []

    def test_an_invoice_paid_in_parts(self) -> None:
        parts = "payments: [{}, {}]\nrefunds: []".format(
            *tuple(
                f"{{key: p{one}, deal: setup, invoice: i1, on: 2026-05-0{one}, amount: 12000.00 EUR}}" for one in (4, 5)
            )
        )
        assert told(client_sums.above_invoice, {WON: parts}) == []


class TestPayouts:
    """Days and periods of payouts."""

    @pytest.mark.parametrize(
        ("period", "told_of"),
        [
            ("2026-Q1", "was over on 2026-03-31"),
            ("2026-Q2", ""),
            ("2025-Q4", "was over on 2025-12-31"),
            ("2026-Q3", "is not over until 2026-09-30"),
            ("2026-07", ""),
            ("2026-08", "begins on 2026-08-01"),
        ],
    )
    def test_periods(self, period: str, told_of: str) -> None:
        found = told(payout_timing.period_does_not_fit, {WERFT: f"period: {period}"})
        assert [told_of in line for line in found] == ([True] if told_of else [])

    def test_without_lines_any_period_before_may_be_meant(self) -> None:
        assert told(payout_timing.period_does_not_fit, {WERFT: "period: 2025-Q1\nlines: []\ntotal: 25.00 EUR"}) == []

    @pytest.mark.parametrize(("day", "count"), [("2026-07-10", 0), ("2026-07-09", 1), ("2026-07-29", 0)])
    def test_statements_go_out_about_when_the_payout_is_prepared(self, day: str, count: int) -> None:
        assert len(told(payout_timing.papers_out_of_order, {WERFT: f"statement_sent: {day}"})) == count

    CLOSED = "---\nperiod: 2026-Q3\nclosed: 2026-10-02\nby: mats-petersen\nlines: 0\nledger: sha256:%s\n---\n" % (
        "0" * 64
    )

    @pytest.mark.parametrize(
        ("vat", "count"),
        [
            ("{treatment: domestic, rate: 19%, amount: 332.51 EUR}", 1),
            ("{treatment: domestic, rate: 7%, amount: 332.50 EUR}", 1),
            ("{treatment: domestic, rate: 7%, amount: 122.50 EUR}", 0),  # the rate that holds is today's
            ("{treatment: reverse_charge}", 0),
        ],
    )
    def test_after_the_closing_figures_still_add_up(self, vat: str, count: int) -> None:
        changes = {"closings/2026-q3": self.CLOSED, WERFT: f"vat: {vat}"}
        assert len(told(payout_vat.vat_contradicts, changes, as_of="2026-10-05")) == count


class TestTerms:
    """Possible, and mostly a slip."""

    @pytest.mark.parametrize(("months", "count"), [(36, 0), (37, 1)])
    def test_tails(self, months: int, count: int) -> None:
        assert len(told(agreement_terms.out_of_usual_range, {FIXED: f"tail_months: {months}"})) == count

    def test_an_agreement_that_is_over_is_left_alone(self) -> None:
        assert told(agreement_terms.out_of_usual_range, {FIXED: "tail_months: 60"}, as_of="2027-04-01") == []

    @pytest.mark.parametrize(("signed", "count"), [("2024-03-31", 0), ("2024-03-30", 1)])
    def test_signed_a_year_before(self, signed: str, count: int) -> None:
        assert len(told(agreement_terms.signed_long_before, {FIXED: f"signed: {signed}"})) == count

    def test_consent_on_the_day_itself(self) -> None:
        assert told(referral_milestones.consent_late, {WON: "consent: {introduction: 2026-03-02}"}) == []
        assert len(told(referral_milestones.consent_late, {WON: "consent: {introduction: 2026-03-03}"})) == 1

    def test_a_retainer_without_months(self) -> None:
        retainer = "deals: [{key: brand, value: 31000.00 EUR, kind: retainer}]"
        assert len(told(deals.retainer_without_months, {SENT: retainer})) == 1


class TestOneSlip:
    """A slip is told where it is, and not once more at all that follows from it."""

    @staticmethod
    def codes(changes: dict[str, str | None], today: str = "2026-09-30") -> list[str]:
        return [found.code for found in check(case(changes, today=today))]

    def test_a_band_above_everything(self) -> None:
        text = SPECIMEN["records/agreements/software-werft-2025.md"]
        assert "12.5%" in text
        changed = text.replace("12.5%", "125%", 1)
        assert self.codes({"agreements/software-werft-2025": changed}) == ["AGR045"]

    def test_an_end_before_the_beginning(self) -> None:
        assert self.codes({FIXED: "expires: 2025-03-31\nrenewal: ~"}) == ["AGR001"]

    def test_a_signature_that_is_still_to_come(self) -> None:
        found = self.codes({"agreements/software-werft-2025": "signed: 2027-03-27"})
        assert set(found) <= {"AGR002", "SCH090"}

    def test_a_key_given_twice(self) -> None:
        twice = _copy(WON, ("{key: p2, deal: setup", "{key: p1, deal: setup"))
        assert "MNY008" not in self.codes({WON: twice})

    def test_a_deal_in_another_currency(self) -> None:
        deal = "deals: [{key: setup, value: 48000.00 USD, kind: project}]\nrefunds: []\noverrides: []"
        assert told(client_payments.another_currency, {WON: deal}) == [
            (
                "2026-03-02-software-werft-k7 deals[0].value: `setup` was sold in USD, but all that "
                "was invoiced and paid for "
                "it is in EUR"
            )
        ]

    def test_a_single_amount_in_another_currency_is_told_there(self) -> None:
        deal = "payments: [{key: p1, deal: brand, on: 2026-08-14, amount: 15500.00 USD}]"
        (one,) = told(client_payments.another_currency, {SENT: deal})
        assert "payments[0].amount" in one

    def test_a_negative_value_is_not_also_paid_too_much(self) -> None:
        deal = "deals: [{key: brand, value: -31000.00 EUR, kind: project}]"
        assert told(client_sums.more_than_sold, {SENT: deal}) == []
