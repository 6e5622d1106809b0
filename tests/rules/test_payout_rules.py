"""MNY: edges of the rules about days, totals, approvals, tax papers and VAT of payouts, written by hand."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from casework import case, told
from msgspec.structs import replace

from partnerbook.rules import check, payout_approval, payout_tax, payout_timing, payout_totals, payout_vat

WERFT = "payouts/2026/2026-07-30-software-werft-payable"
BRANDUNG = "payouts/2026/2026-07-30-agentur-brandung-payable"
OWED = "payouts/2026/2026-07-30-agentur-brandung-receivable"
WON = "referrals/2026/2026-03-02-software-werft-k7"
SENT = "referrals/2026/2026-06-08-agentur-brandung-q3"
P1 = "2026-03-02-software-werft-k7/p1/accrual/software-werft"
ID = "2026-07-30-software-werft-payable"
THEIRS = "2026-07-30-agentur-brandung-payable"
CLOSED_Q3 = f"""---
period: 2026-Q3
closed: 2026-09-30
by: mats-petersen
lines: 0
ledger: sha256:{"0" * 64}
---
"""


class TestDays:
    """Nothing leaves before it is due: the first payment of 2026-05-04 falls due thirty days later, on 2026-06-03."""

    def test_paid_on_the_due_day(self) -> None:
        paid = "run: 2026-06-30\npaid: {on: %s}\nprepared: {on: 2026-06-01, by: mats-petersen}"
        assert told(payout_timing.before_due, {WERFT: paid % "2026-06-03"}) == []
        assert told(payout_timing.before_due, {WERFT: paid % "2026-06-02"}) == [
            f"{ID} paid.on: paid on 2026-06-02, but `{P1}` was due on 2026-06-03"
        ]

    def test_a_reason_is_enough(self) -> None:
        paid = "paid: {on: 2026-06-02}\nreason: Their year ends\nprepared: {on: 2026-06-01, by: mats-petersen}"
        assert told(payout_timing.before_due, {WERFT: paid}) == []

    def test_a_run_before_the_due_day_is_said_at_each_line_and_once(self) -> None:
        early = "run: 2026-06-02\npaid: {on: 2026-06-02}\nprepared: {on: 2026-06-01, by: mats-petersen}"
        assert told(payout_timing.before_due, {WERFT: early}) == [
            f"{ID} lines[0].line: `{P1}` is due on 2026-06-03, after the run of 2026-06-02"
        ]
        assert told(payout_timing.before_due, {WERFT: early.replace("run: 2026-06-02", "run: 2026-06-03")}) != []

    def test_our_own_invoice_may_be_early(self) -> None:
        assert told(payout_timing.before_due, {OWED: "run: 2026-07-15"}) == []

    @pytest.mark.parametrize(
        ("hold", "is_held"),
        [
            ("since: 2026-07-30", True),
            ("since: 2026-07-31", False),
            ("since: 2026-07-01, released: 2026-07-30", True),
            ("since: 2026-07-01, released: 2026-07-29", False),
        ],
    )
    def test_the_first_and_last_day_of_a_hold(self, hold: str, is_held: bool) -> None:
        held = {WON: f"hold: {{{hold}, reason: A refund}}", BRANDUNG: None}
        said = [f"{ID} lines[0].line: `{P1}` is held since {hold[7:17]}: A refund"]
        assert told(payout_timing.held_line, held) == (said if is_held else [])

    def test_an_unpaid_payout_is_looked_at_today(self) -> None:
        held = {WON: "hold: {since: 2026-09-01, reason: A refund}", WERFT: "paid: ~", BRANDUNG: None}
        assert len(told(payout_timing.held_line, held)) == 1
        assert told(payout_timing.held_line, held | {WERFT: "paid: {on: 2026-08-31}"}) == []


class TestMinimum:
    """The minimum of fifty euros, in force on the day of the run."""

    SMALL = "adjustments: []\ntotal: %s EUR"

    def test_exactly_the_minimum(self) -> None:
        assert told(payout_timing.below_minimum, {WERFT: self.SMALL % "50.00"}) == []
        assert told(payout_timing.below_minimum, {WERFT: self.SMALL % "49.99"}) == [
            f"{ID} total: 49.99 EUR is below the minimum of 50.00 EUR that was in force on 2026-07-30"
        ]

    def test_a_reason_or_the_end_lifts_it(self) -> None:
        assert told(payout_timing.below_minimum, {WERFT: f"{self.SMALL % '49.99'}\nreason: Last of the year"}) == []
        ended = {WERFT: self.SMALL % "49.99", "agreements/software-werft-2025": "expires: 2026-07-29"}
        assert told(payout_timing.below_minimum, ended) == []

    def test_less_than_nothing_has_no_reason(self) -> None:
        assert told(payout_timing.below_minimum, {WERFT: f"{self.SMALL % '-0.01'}\nreason: A clawback"}) == [
            f"{ID} total: -0.01 EUR is less than nothing"
        ]

    def test_what_nets_to_nothing_is_settled_by_a_payable(self) -> None:
        # 1,725.00 of ours less 1,725.00 of theirs: 0.00, far below the minimum of 50.00.
        both = f"lines: [{{line: {P1}, amount: 1725.00 EUR}}, {{line: {P1[:-14]}us, amount: -1725.00 EUR}}]\n"
        even = f"{both}adjustments: []\ntotal: 0.00 EUR"
        assert told(payout_timing.below_minimum, {WERFT: even}) == []
        theirs = even.replace("1725.00 EUR", "x").replace("-x", "1725.00 EUR").replace("x", "-1725.00 EUR")
        receivable = f"direction: receivable\npaid: ~\napprover: ~\napproved: []\n{theirs}"
        assert told(payout_timing.below_minimum, {WERFT: receivable}) == [
            f"{ID} direction: nothing can arrive on a receivable of 0.00 EUR"
        ]


class TestTotals:
    """1,725.00 and an adjustment of 25.00 are 1,750.00."""

    def test_a_cent_more_or_less(self) -> None:
        for total in ("1749.99", "1750.01"):
            assert told(payout_totals.does_not_add_up, {WERFT: f"total: {total} EUR"}) == [
                f"{ID} total: the total is {total} EUR, but lines and adjustments are 1750.00 EUR together"
            ]

    def test_nothing_is_nothing(self) -> None:
        assert told(payout_totals.does_not_add_up, {WERFT: "lines: []\nadjustments: []\ntotal: 0.00 EUR"}) == []

    def test_currencies_are_never_added(self) -> None:
        dollars = {WERFT: "total: 1750.00 USD\nvat: {treatment: domestic, rate: 19%, amount: 1.00 CHF}"}
        assert told(payout_totals.does_not_add_up, dollars) == []
        assert told(payout_totals.several_currencies, dollars) == [
            f"{ID} lines[0].amount: 1725.00 EUR is in another currency than the total of 1750.00 USD",
            f"{ID} adjustments[0].amount: 25.00 EUR is in another currency than the total of 1750.00 USD",
            f"{ID} vat.amount: 1.00 CHF is in another currency than the total of 1750.00 USD",
        ]

    def test_a_rate_of_the_day_itself_is_enough(self) -> None:
        money = "deals: [{key: d, value: 9.00 CHF, kind: project}]\nhandled_by: werft-zwei\n"
        money += "payments: [{key: p1, deal: d, on: 2026-08-14, amount: 9.00 CHF}]"
        referral = {SENT: f"partner: software-werft\nservice: erp-implementation\n{money}", OWED: None}
        program = "exchange_rates: [{on: %s, currency: CHF, into: EUR, rate: 1.05}]"
        assert told(payout_totals.exchange_rate_missing, referral | {"program": program % "2026-08-14"}) == []
        assert told(payout_totals.exchange_rate_missing, referral | {"program": program % "2026-08-15"}) == [
            (
                "2026-06-08-agentur-brandung-q3 payments[0].amount: `p1` earns nothing yet: no exchange rate from CHF "
                "into EUR is known for 2026-08-14, and software-werft-2025 measures in EUR"
            )
        ]


class TestApproval:
    """Who stands for a payout of 1,750.00."""

    LIMITS = "approval: {limits: [{role: payout_approver, up_to: %s EUR}]%s}"

    def test_exactly_the_limit(self) -> None:
        assert told(payout_approval.without_authority, {"program": self.LIMITS % ("1750.00", ""), BRANDUNG: None}) == []
        assert told(payout_approval.without_authority, {"program": self.LIMITS % ("1749.99", ""), BRANDUNG: None}) == [
            f"{ID} approver: henrike-lornsen approves payouts up to 1749.99 EUR, and this one is 1750.00 EUR"
        ]

    def test_without_a_rate_no_limit_reaches_it_and_two_people_approve(self) -> None:
        dollars = "lines: []\nadjustments: [{key: a1, on: 2026-07-20, amount: 5.00 USD, reason: An advance}]\n"
        dollars += "total: 5.00 USD\nvat: ~"
        unmeasured = {"program": f"{self.LIMITS % ('9000.00', ', four_eyes_from: 9000.00 EUR')}\nexchange_rates: []"}
        unmeasured |= {WERFT: dollars, BRANDUNG: None}
        assert told(payout_approval.without_authority, unmeasured) == [
            f"{ID} approver: henrike-lornsen approves payouts up to 9000.00 EUR, and this one is 5.00 USD"
        ]
        assert len(told(payout_approval.second_missing, unmeasured)) == 1

    def test_a_limit_of_ones_own_goes_before_that_of_the_role(self) -> None:
        own = "{role: payout_approver, up_to: 9000.00 EUR}, {role: payout_approver, person: henrike-lornsen, up_to: %s}"
        limits = "approval: {limits: [%s]}"
        low = {"program": limits % (own % "100.00 EUR"), BRANDUNG: None}
        assert len(told(payout_approval.without_authority, low)) == 1
        high = {"program": limits % (own.replace("9000", "1") % "2000.00 EUR"), BRANDUNG: None}
        assert told(payout_approval.without_authority, high) == []

    def test_the_second_needs_the_role_but_not_the_limit(self) -> None:
        limits = (
            "approval: {limits: [{role: payout_approver}, {role: finance, up_to: 1.00 EUR}], four_eyes_from: 1.00 EUR}"
        )
        named = "second_approver: mats-petersen\nprepared: {on: 2026-07-24, by: ilka-brandt}"
        both = {"program": limits, WERFT: named, BRANDUNG: None}
        assert told(payout_approval.without_authority, both) == []
        role_only = {"program": limits.replace("finance", "reader"), WERFT: named, BRANDUNG: None}
        assert told(payout_approval.without_authority, role_only) == [
            f"{ID} second_approver: mats-petersen has no role that approves payouts"
        ]

    def test_strangers_are_another_rule(self) -> None:
        assert told(payout_approval.without_authority, {WERFT: "approver: nobody-known\napproved: []"}) == []

    def test_limits_of_another_currency_are_measured(self) -> None:
        # 1,750.00 USD at 0.9214 are 1,612.45 EUR
        dollars = WERFT, "total: 1750.00 USD"
        for limit, expected in (("1612.45", 0), ("1612.44", 1)):
            changes = {"program": self.LIMITS % (limit, ""), BRANDUNG: None, dollars[0]: dollars[1]}
            assert len(told(payout_approval.without_authority, changes)) == expected

    def test_changed_limits_do_not_reach_back_into_closed_periods(self) -> None:
        strict = {"program": self.LIMITS % ("1.00", ", four_eyes_from: 1.00 EUR")}
        closed = strict | {"closings/2026-q3": CLOSED_Q3}
        assert len(told(payout_approval.without_authority, strict)) == 2
        assert len(told(payout_approval.second_missing, strict)) == 2
        assert told(payout_approval.without_authority, closed) == []
        assert told(payout_approval.second_missing, closed) == []
        unpaid = closed | {WERFT: "paid: ~"}
        assert len(told(payout_approval.second_missing, unpaid)) == 1, "what is not paid yet goes by today's limits"

    def test_two_people_from_the_limit_on(self) -> None:
        program = {"program": "approval: {limits: [{role: program_owner}], four_eyes_from: 1750.00 EUR}"}
        assert told(payout_approval.second_missing, program) == [
            f"{ID} total: 1750.00 EUR needs two approvals (from 1750.00 EUR on), and no `second_approver` is named"
        ]
        assert told(payout_approval.second_missing, program | {WERFT: "second_approver: mats-petersen"}) == []
        cent_less = {WERFT: "total: 1749.99 EUR"}
        assert told(payout_approval.second_missing, program | cent_less) == []

    def test_the_preparer_is_named_once(self) -> None:
        same = "prepared: {on: 2026-07-24, by: henrike-lornsen}"
        assert told(payout_approval.preparer_approves, {WERFT: same}) == [
            f"{ID} approver: henrike-lornsen prepared this payout and is to approve it"
        ]
        other = "approved: [{on: 2026-07-27, by: mats-petersen}]"
        assert told(payout_approval.preparer_approves, {WERFT: other}) == [
            f"{ID} approved[0].by: mats-petersen prepared this payout and approved it"
        ]
        assert told(payout_approval.preparer_approves, {OWED: "approver: mats-petersen"}) == [], "needs no approval"

    def test_paid_by_one_persons_will(self) -> None:
        assert told(payout_approval.without_approval, {WERFT: "approved: []"}) == [
            f"{ID} paid.on: paid on 2026-07-30, but nobody approved it"
        ]
        assert told(payout_approval.without_approval, {WERFT: "approved: []\npaid: ~"}) == []
        second = "second_approver: ilka-brandt\n"
        assert told(payout_approval.without_approval, {WERFT: second}) == [
            f"{ID} paid.on: paid on 2026-07-30, but ilka-brandt, the second approver, has not approved it"
        ]
        only = f"{second}approved: [{{on: 2026-07-27, by: ilka-brandt}}]"
        assert told(payout_approval.without_approval, {WERFT: only}) == [
            f"{ID} paid.on: paid on 2026-07-30, but only ilka-brandt approved it"
        ]


class TestPapers:
    """What must be on file when money leaves."""

    FORM = "tax: {country: DE, form: W-8BEN-E%s}"
    US = "firm: {name: Alster, country: US, positioning: premium, ideal_client: Growing, pitch: We help}"

    @pytest.mark.parametrize(
        ("days", "problem"),
        [
            (", form_received: 2026-07-30", ""),
            (", form_received: 2026-07-31", "W-8BEN-E arrived on 2026-07-31 and was missing"),
            (", form_received: 2025-01-01, form_expires: 2026-07-30", ""),
            (", form_received: 2025-01-01, form_expires: 2026-07-29", "W-8BEN-E had run out on 2026-07-29"),
            ("", "W-8BEN-E had not been received"),
        ],
    )
    def test_a_form_that_the_record_names(self, days: str, problem: str) -> None:
        expected = [f"{ID} paid.on: {problem} when this was paid on 2026-07-30"] if problem else []
        assert told(payout_tax.papers_missing, {"partners/software-werft": self.FORM % days}) == expected

    def test_a_firm_in_the_united_states_always_needs_one(self) -> None:
        assert told(payout_tax.papers_missing, {"program": self.US, BRANDUNG: None}) == [
            f"{ID} paid.on: no tax form was on file when this was paid on 2026-07-30"
        ]
        approved = {"program": self.US, BRANDUNG: None, WERFT: "paid: ~"}
        assert told(payout_tax.papers_missing, approved) == [
            f"{ID} approved: no tax form was on file when this was approved on 2026-07-27"
        ]
        proposed = {"program": self.US, BRANDUNG: None, WERFT: "paid: ~\napproved: []"}
        assert told(payout_tax.papers_missing, proposed) == [], "there is time to ask for it"

    def test_reverse_charge_needs_a_vat_id(self) -> None:
        reverse = {WERFT: "vat: {treatment: reverse_charge}"}
        assert told(payout_tax.papers_missing, reverse) == [
            f"{ID} vat.treatment: reverse charge needs the VAT id of software-werft, and its record has none"
        ]
        known = {"partners/software-werft": "tax: {country: AT, vat_id: ATU12345678}"}
        assert told(payout_tax.papers_missing, reverse | known) == []

    def test_self_billing_is_agreed_before_the_invoice(self) -> None:
        agreement = "payment: {trigger: client_payment, net_days: 30, invoicing: self_billing}"
        changes = {"agreements/software-werft-2025": agreement}
        agreed = "tax: {country: DE, self_billing_agreed: %s}"
        on_day = {"partners/software-werft": agreed % "2026-07-28"}
        later = {"partners/software-werft": agreed % "2026-07-29"}
        said = f"{ID} invoice.on: software-werft-2025 has us write software-werft's invoices, which was agreed "
        assert told(payout_tax.papers_missing, changes) == [f"{said}never"]
        assert told(payout_tax.papers_missing, changes | on_day) == []
        assert told(payout_tax.papers_missing, changes | later) == [f"{said}only since 2026-07-29"]

    def test_consent_on_the_day_of_payment(self) -> None:
        rule = "profession_rules: [{profession: auditor, jurisdiction: DE, cash: with_consent, reciprocity: allowed, "
        program = {"program": f"{rule}source: An example}}]", "partners/software-werft": "profession: auditor"}
        consent = "consent: {introduction: 2026-02-27%s}"
        assert told(payout_tax.without_consent, program | {WON: consent % ", fee: 2026-07-30"}) == []
        late = told(payout_tax.without_consent, program | {WON: consent % ", fee: 2026-07-31"})
        assert [line.rpartition(" and ")[2] for line in late] == [
            "the client of 2026-03-02-software-werft-k7 only gave it on 2026-07-31"
        ]
        never = told(payout_tax.without_consent, program | {WON: consent % ""})
        assert never == [
            (
                f"{ID} lines[0].line: the fee needs the client's written consent (`auditor` in DE, An example), "
                "and the client of 2026-03-02-software-werft-k7 has not given it"
            )
        ]


class TestVat:
    """19% of 1,750.00 are 332.50."""

    def said(self, vat: str, changes: Mapping[str, str | None] = MappingProxyType({})) -> list[str]:
        lines = told(payout_vat.vat_contradicts, {WERFT: f"vat: {{{vat}}}", **changes})
        return [line.removeprefix(f"{ID} vat.") for line in lines]

    def test_figures(self) -> None:
        assert self.said("treatment: domestic, rate: 19%, amount: 332.50 EUR") == []
        assert self.said("treatment: domestic, rate: 19%, amount: 332.49 EUR") == [
            "amount: 19% of 1750.00 EUR is 332.50 EUR, not 332.49 EUR"
        ]
        assert self.said("treatment: domestic, rate: 16%, amount: 280.00 EUR") == [
            "rate: VAT of 16%, but 19% holds in DE on 2026-07-28"
        ]
        assert self.said("treatment: domestic, rate: 19.0%, amount: 332.50 EUR") == []
        assert self.said("treatment: domestic") == ["treatment: `domestic` adds VAT, but there is no `rate`"]

    def test_half_a_cent_is_rounded_up(self) -> None:
        # 19% of 0.50 are 0.095
        assert self.said("treatment: domestic, rate: 19%, amount: 0.10 EUR") != []
        total = {WERFT: "total: 0.50 EUR\nvat: {treatment: domestic, rate: 19%, amount: 0.10 EUR}"}
        assert told(payout_vat.vat_contradicts, total) == []

    def test_rates_hold_from_their_day_on(self) -> None:
        program = {"program": "vat_rates: [{country: DE, since: 2026-07-28, rate: 16%}]"}
        rate = "treatment: domestic, rate: 19%, amount: 332.50 EUR"
        assert self.said(rate, program | {BRANDUNG: None, OWED: None}) == [
            "rate: VAT of 19%, but 16% holds in DE on 2026-07-28"
        ]
        later = {"program": "vat_rates: [{country: DE, since: 2026-07-29, rate: 16%}]"}
        assert self.said(rate, later) == [], "no rate is known for the day"

    def test_treatments(self) -> None:
        abroad = {"partners/software-werft": "tax: {country: AT, vat_id: ATU12345678}"}
        exempt = {"partners/software-werft": "tax: {country: DE, small_business: true}"}
        domestic = "treatment: domestic, rate: 19%, amount: 332.50 EUR"
        assert self.said(domestic, abroad) == ["treatment: `domestic`, but software-werft is taxed in AT and we in DE"]
        assert self.said("treatment: reverse_charge", abroad) == []
        assert self.said("treatment: outside_scope", abroad) == []
        assert self.said("treatment: reverse_charge") == [
            "treatment: `reverse_charge`, but software-werft is taxed in DE, as we are"
        ]
        assert self.said(domestic, exempt) == [
            "treatment: `domestic`, but software-werft is a small business and adds no VAT"
        ]
        assert self.said("treatment: small_business", exempt) == []
        assert self.said("treatment: small_business") == [
            "treatment: `small_business`, but the record of software-werft does not say that it is one"
        ]
        assert self.said("treatment: small_business, rate: 19%", exempt) == [
            "rate: `small_business` adds no VAT, but here is 19%"
        ]

    def test_a_small_partner_is_still_invoiced_with_vat(self) -> None:
        exempt = {"partners/agentur-brandung": "tax: {country: DE, small_business: true}", BRANDUNG: None}
        assert told(payout_vat.vat_contradicts, exempt) == [], "the receivable is our invoice"


class TestOneFault:
    """A fault elsewhere is one finding there, and not one for every line that it moves."""

    def test_an_unreadable_referral_silences_what_is_reckoned_from_it(self) -> None:
        whole = case({WERFT: "run: 2026-06-02"})
        assert [finding.code for finding in payout_timing.before_due.findings(whole)] == ["MNY005"]
        broken = replace(whole.book, broken=frozenset({"referral/2026-03-02-software-werft-k8"}))
        assert list(payout_timing.before_due.findings(replace(whole, book=broken))) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {WON: "partner: software-wreft\ndecision: ~\nclaims: []"},
            {WON: "deals: [{key: set-up, value: 48000.00 EUR, kind: project}]"},
            {WON: "agreement: software-werft-2026"},
        ],
    )
    def test_a_name_that_leads_nowhere_is_said_where_it_stands(self, changes: dict[str, str | None]) -> None:
        codes = {finding.code for finding in check(case(changes))}
        assert any(code.startswith("REF0") for code in codes)
        assert not any(code.startswith("MNY") for code in codes)

    def test_a_waived_name_hides_nothing(self) -> None:
        waiver = "waivers: [{rule: REF020, reason: Kept as it was, until: 2026-12-31}]"
        changes = {WON: f"deals: [{{key: set-up, value: 48000.00 EUR, kind: project}}]\n{waiver}"}
        assert "MNY002" in {finding.code for finding in check(case(changes))}
