"""MNY: edges of the rules about the lines of payouts, with the findings written by hand."""

import pytest
from casework import case, told

from partnerbook.rules import check, event_keys, payout_lines

WERFT = "payouts/2026/2026-07-30-software-werft-payable"
BRANDUNG = "payouts/2026/2026-07-30-agentur-brandung-payable"
OWED = "payouts/2026/2026-07-30-agentur-brandung-receivable"
WON = "referrals/2026/2026-03-02-software-werft-k7"
SENT = "referrals/2026/2026-06-08-agentur-brandung-q3"
P1 = "2026-03-02-software-werft-k7/p1/accrual/software-werft"
P2 = "2026-03-02-software-werft-k7/p2/accrual/software-werft"
ID = "2026-07-30-software-werft-payable"


def _lines(*named: tuple[str, str]) -> str:
    return "lines: [" + ", ".join(f"{{line: {line}, amount: {amount} EUR}}" for line, amount in named) + "]"


def _payout(direction: str, lines: str, total: str, more: str = "") -> str:
    return f"""---
partner: software-werft
direction: {direction}
period: 2026-Q3
run: 2026-10-30
{lines}
total: {total} EUR
prepared: {{on: 2026-09-28, by: mats-petersen}}
{more}---
"""


class TestAmounts:
    """12.5% of the eligible 23,000.00 are 2,875.00; 60% of the claim are 1,725.00."""

    RECKONED = "1725.00 EUR (12.5% of 23000.00 EUR, a share of 60% of 2875.00 EUR) in the ledger"

    def test_a_cent_too_much_before_and_after_it_is_paid(self) -> None:
        more = {WERFT: _lines((P1, "1725.01"))}
        said = [f"{ID} lines[0].amount: `{P1}` is 1725.01 EUR here, and {self.RECKONED}"]
        assert told(payout_lines.paid_line_moved, more) == said
        assert told(payout_lines.differs_from_ledger, more) == []
        unpaid = {WERFT: f"{_lines((P1, '1725.01'))}\npaid: ~"}
        assert told(payout_lines.differs_from_ledger, unpaid) == said
        assert told(payout_lines.paid_line_moved, unpaid) == []

    def test_the_day_of_payment_is_paid(self) -> None:
        more = {WERFT: _lines((P1, "1725.01"))}
        assert told(payout_lines.paid_line_moved, more, as_of="2026-07-29") == []
        assert len(told(payout_lines.differs_from_ledger, more, as_of="2026-07-29")) == 1
        assert len(told(payout_lines.paid_line_moved, more, as_of="2026-07-30")) == 1

    def test_a_changed_fact_moves_what_was_paid_to_both_claimants(self) -> None:
        shares = "{party: software-werft, share: 50%}, {party: agentur-brandung, share: 50%}"
        decision = f"{{on: 2026-03-12, by: henrike-lornsen, rule: agreed_split, reason: Agreed, shares: [{shares}]}}"
        changed = {WON: f"decision: {decision}"}
        # half of 2,875.00 is 1,437.50 each
        assert [line.partition(" is ")[2] for line in told(payout_lines.paid_line_moved, changed)] == [
            "1150.00 EUR here, and 1437.50 EUR (12.5% of 23000.00 EUR, a share of 50% of 2875.00 EUR) in the ledger",
            "1725.00 EUR here, and 1437.50 EUR (12.5% of 23000.00 EUR, a share of 50% of 2875.00 EUR) in the ledger",
        ]

    def test_a_payout_that_was_called_off_is_left_alone(self) -> None:
        off = "paid: ~\ncancelled: {on: 2026-07-29, by: mats-petersen}"
        wrong = {WERFT: f"{_lines((P1, '1.00'), (P1.replace('/p1/', '/p9/'), '1.00'))}\n{off}"}
        assert told(payout_lines.differs_from_ledger, wrong) == []
        assert told(payout_lines.not_in_ledger, wrong) == []


class TestUnknownLines:
    """Lines the ledger does not have."""

    def test_the_nearest_line_is_named(self) -> None:
        slip = P1.replace("/p1/", "/p11/")
        assert told(payout_lines.not_in_ledger, {WERFT: _lines((slip, "1725.00"))}) == [
            f"{ID} lines[0].line: the ledger has no line `{slip}`"
        ]
        found = list(payout_lines.not_in_ledger.findings(case({WERFT: _lines((slip, "1725.00"))})))
        assert found[0].help.startswith(f"Did you mean `{P1}`? Name a line of the ledger")

    def test_what_earns_nothing_says_why(self) -> None:
        refund = P1.replace("/p1/accrual/", "/r1/clawback/")
        assert told(payout_lines.not_in_ledger, {WERFT: _lines((refund, "-150.00"))}) == [
            f"{ID} lines[0].line: the ledger has no line `{refund}`: `r1` earns nothing (no clawback agreed)"
        ]

    def test_not_before_it_is_booked(self) -> None:
        early = {WERFT: f"{_lines((P2, '1800.00'))}\npaid: ~"}
        assert len(told(payout_lines.not_in_ledger, early, as_of="2026-08-04")) == 1
        assert told(payout_lines.not_in_ledger, early, as_of="2026-08-05") == []

    def test_money_that_moved_is_no_debt(self) -> None:
        moved = f"{ID}/paid/payment/software-werft"
        assert told(payout_lines.not_in_ledger, {WERFT: _lines((moved, "-1750.00"))}) == [
            f"{ID} lines[0].line: `{moved}` settles itself; no payout pays it"
        ]

    @pytest.mark.parametrize(
        "line",
        [
            P1.replace("-k7/", "-k8/"),
            "nonsense",
            P1.replace("/software-werft", "/agentur-brandung"),
        ],
    )
    def test_what_ids_get_wrong_is_said_once_elsewhere(self, line: str) -> None:
        changes = {WERFT: f"{_lines((line, '1725.00'))}"}
        said = {finding.code for finding in check(case(changes)) if finding.record == f"payout/{ID}"}
        assert said <= {"REF060", "REF061", "MNY003"}
        assert said & {"REF060", "REF061"}

    def test_two_agreements_are_one_finding_at_the_referral(self) -> None:
        twin = case({}).book.agreements["software-werft-2025"].text
        changes = {"agreements/software-werft-2025-b": twin, WON: "agreement: ~"}
        assert told(payout_lines.not_in_ledger, changes) == []


class TestTwiceAndAcross:
    """A line is paid once, and in its own direction unless it is set off."""

    def test_the_payout_prepared_later_is_the_second(self) -> None:
        again = {
            "payouts/2026/2026-10-30-software-werft-payable": _payout("payable", _lines((P1, "1725.00")), "1725.00")
        }
        assert told(payout_lines.paid_twice, again) == [
            f"2026-10-30-software-werft-payable lines[0].line: `{P1}` is already paid by {ID}"
        ]
        off = {WERFT: "paid: ~\ncancelled: {on: 2026-07-29, by: mats-petersen}"}
        assert told(payout_lines.paid_twice, again | off) == []

    def test_twice_in_one(self) -> None:
        twice = {WERFT: _lines((P1, "1725.00"), (P1, "1725.00"))}
        assert told(payout_lines.paid_twice, twice) == [f"{ID} lines[1].line: `{P1}` is already paid in this payout"]

    # 4% of 20,000.00 that the Werft's client paid are 800.00, which they owe us.
    REFERRED = """---
partner: software-werft
direction: sent
received: 2026-06-01
client: ostsee-feinkost
service: erp-implementation
challenge: Nine shops and nine tills
milestones: {won: {on: 2026-07-01, told: 2026-07-01}}
outcome: {reason: convinced}
deals: [{key: erp, value: 20000.00 EUR, kind: project}]
payments: [{key: p1, deal: erp, on: 2026-08-10, amount: 20000.00 EUR}]
---
"""
    SENT_ID = "referrals/2026/2026-06-01-software-werft-t1"
    THEIRS = "2026-06-01-software-werft-t1/p1/accrual/us"
    BOTH = "payouts/2026/2026-10-30-software-werft-payable"

    def test_what_is_set_off_stands_with_a_minus(self) -> None:
        netted = _payout("payable", _lines((P2, "1800.00"), (self.THEIRS, "-800.00")), "1000.00")
        changes = {self.SENT_ID: self.REFERRED, self.BOTH: netted}
        assert told(payout_lines.of_other_direction, changes) == []
        assert told(payout_lines.differs_from_ledger, changes) == []
        added = {self.SENT_ID: self.REFERRED, self.BOTH: netted.replace("-800.00", "800.00")}
        assert told(payout_lines.differs_from_ledger, added) == [
            (
                f"2026-10-30-software-werft-payable lines[1].amount: `{self.THEIRS}` is 800.00 EUR here, "
                "and -800.00 EUR (4% of 20000.00 EUR) in the ledger"
            )
        ]

    def test_nothing_is_set_off_without_an_agreement(self) -> None:
        netted = _payout("payable", _lines((P2, "1800.00"), (self.THEIRS, "-800.00")), "1000.00")
        changes = {
            self.SENT_ID: self.REFERRED,
            self.BOTH: netted,
            "agreements/software-werft-2025": "payment: {trigger: client_payment, net_days: 30}",
        }
        assert told(payout_lines.of_other_direction, changes) == [
            (
                f"2026-10-30-software-werft-payable lines[1].line: `{self.THEIRS}` is a receivable, "
                "and no agreement in force on 2026-10-30 sets it off"
            )
        ]
        assert told(payout_lines.differs_from_ledger, changes) == [], "one fault is one finding"

    def test_ours_from_another_partner(self) -> None:
        changes = {OWED: _lines((self.THEIRS, "800.00")), self.SENT_ID: self.REFERRED}
        joined = {SENT: "claims: [{partner: software-werft, basis: influence, on: 2026-06-09}]"}
        assert told(payout_lines.of_other_direction, changes | joined) == [], "REF061 says that the firm has no part"
        other = "2026-06-08-agentur-brandung-q3/won/accrual/us"
        werft = {self.BOTH: _payout("receivable", _lines((other, "900.00")), "900.00")}
        assert told(payout_lines.of_other_direction, werft | joined) == [
            (
                f"2026-10-30-software-werft-payable lines[0].line: `{other}` lies between us and agentur-brandung, "
                "the payout is for software-werft"
            )
        ]


class TestKeys:
    """Names that two events would share."""

    def test_keys_are_shared_across_lists(self) -> None:
        changes = {
            WON: """invoices: [{key: p1, deal: setup, on: 2026-04-21, amount: 24000.00 EUR}]
payments: [{key: p1, deal: setup, on: 2026-05-04, amount: 24000.00 EUR}]
refunds: [{key: won, payment: p1, on: 2026-09-02, amount: 2000.00 EUR}]"""
        }
        assert told(event_keys.key_of_two_events, changes) == [
            "2026-03-02-software-werft-k7 payments[0].key: `p1` is already the key of an item of `invoices`",
            "2026-03-02-software-werft-k7 refunds[0].key: `won` is already the key of the milestone `won`",
        ]

    def test_a_deal_has_names_too(self) -> None:
        payment = "payments: [{key: %s, deal: brand, on: 2026-08-14, amount: 15500.00 EUR}]"
        assert told(event_keys.key_of_two_events, {SENT: payment % "brand"}) == []
        assert told(event_keys.key_of_two_events, {SENT: payment % "brand-start"}) == [
            (
                "2026-06-08-agentur-brandung-q3 payments[0].key: `brand-start` is already the key of "
                "the start of deal `brand`"
            )
        ]

    def test_twice_in_one_list_is_another_rule(self) -> None:
        payment = "{key: p1, deal: brand, on: 2026-08-14, amount: 1.00 EUR}"
        twice = {SENT: f"payments: [{payment}, {payment}]"}
        assert told(event_keys.key_of_two_events, twice) == []

    def test_a_receipt_is_no_set_off(self) -> None:
        receipt = {OWED: "receipts: [{key: set-off, on: 2026-08-20, amount: 500.00 EUR}]"}
        assert told(event_keys.key_of_two_events, receipt) == [
            (
                "2026-07-30-agentur-brandung-receivable receipts[0].key: "
                "`set-off` is what the ledger calls the sum that is set off"
            )
        ]
