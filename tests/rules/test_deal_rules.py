"""RFL: edges of the rules about claims, deals and client payments, with the findings written by hand."""

import pytest
from casework import told

from partnerbook.rules import claims, client_payments, client_sums, deals
from partnerbook.rules.claims import _ANEW, _LATE

SENT = "referrals/2026/2026-06-08-agentur-brandung-q3"
OPEN = "referrals/2026/2026-09-21-werkstatt-wandel-p9"
WON = "referrals/2026/2026-03-02-software-werft-k7"
Q3 = "2026-06-08-agentur-brandung-q3"
K7 = "2026-03-02-software-werft-k7"
P9 = "2026-09-21-werkstatt-wandel-p9"


def _decision(shares: str, rule: str = "agreed_split") -> str:
    return f"decision: {{on: 2026-03-12, by: henrike-lornsen, rule: {rule}, reason: Agreed, shares: [{shares}]}}"


class TestClaims:
    """Several claims on one client."""

    TWICE = """claims:
  - {partner: software-werft, basis: first_introduction, on: 2026-03-02}
  - {partner: software-werft, basis: influence, on: 2026-03-05}"""

    def test_two_claims_of_one_partner_need_no_decision(self) -> None:
        assert told(claims.undecided, {WON: f"{self.TWICE}\ndecision: ~"}) == []

    def test_lost_clients_are_not_fought_over(self) -> None:
        lost = "milestones: {lost: {on: 2026-04-10}}\ndecision: ~"
        assert told(claims.undecided, {WON: lost}) == []
        assert told(claims.still_open, {WON: lost}) == []
        still = "milestones: {meeting: {on: 2026-04-10}}\ndecision: ~"
        assert told(claims.still_open, {WON: still}) == [
            f"{K7} claims: software-werft and agentur-brandung claim it, and nobody has decided"
        ]

    def test_shares_of_a_decision(self) -> None:
        shares = "{party: software-werft, share: 60%}, {party: us, share: 40.5%}"
        assert told(claims.decision_does_not_add_up, {WON: _decision(shares)}) == [
            f"{K7} decision.shares: the shares are 100.5% together",
            f"{K7} decision.shares[1]: we get 40.5%, but only software-werft and agentur-brandung claim it",
        ]
        shares = "{party: software-werft, share: 120%}, {party: agentur-brandung, share: -20%}"
        assert told(claims.decision_does_not_add_up, {WON: _decision(shares)}) == [
            f"{K7} decision.shares[0]: software-werft gets 120%, which is not between 0% and 100%",
            f"{K7} decision.shares[1]: agentur-brandung gets -20%, which is not between 0% and 100%",
        ]

    def test_decision_without_claims_is_about_the_referrer(self) -> None:
        alone = f"claims: []\n{_decision('{party: software-werft, share: 100%}')}"
        assert told(claims.decision_does_not_add_up, {WON: alone}) == []
        other = f"claims: []\n{_decision('{party: agentur-brandung, share: 100%}')}"
        assert told(claims.decision_does_not_add_up, {WON: other}) == [
            f"{K7} decision.shares[0]: agentur-brandung gets 100%, but only software-werft claims it"
        ]

    def test_first_introduction_gives_to_the_first(self) -> None:
        agreement = {"agreements/software-werft-2025": "attribution: {rule: first_introduction}"}
        claimed = """claims:
  - {partner: software-werft, basis: first_introduction, on: 2026-03-02}
  - {partner: agentur-brandung, basis: first_introduction, on: %s}
"""
        later = claimed % "2026-03-03" + _decision("{party: agentur-brandung, share: 100%}", "first_introduction")
        assert told(claims.decided_by_another_rule, agreement | {WON: later}) == [
            (
                f"{K7} decision.shares[0]: decided by `first_introduction`, but agentur-brandung gets 100% "
                "and software-werft came first on 2026-03-02"
            )
        ]
        same = claimed % "2026-03-02" + _decision("{party: agentur-brandung, share: 100%}", "first_introduction")
        assert told(claims.decided_by_another_rule, agreement | {WON: same}) == [], "both came on one day"

    def test_protection_holds_on_its_last_day(self) -> None:
        client = {"clients/hanse-logistik": "protected_by: software-werft\nprotected_until: %s"}
        on_day = {"clients/hanse-logistik": client["clients/hanse-logistik"] % "2026-09-21"}
        before = {"clients/hanse-logistik": client["clients/hanse-logistik"] % "2026-09-20"}
        named = {OPEN: "client: hanse-logistik\nreopens: ~"}
        assert told(claims.protected_client, on_day | named) == [
            f"{P9} client: hanse-logistik is protected until 2026-09-21 by the introduction of software-werft"
        ]
        assert told(claims.protected_client, before | named) == []
        declined = {OPEN: "client: hanse-logistik\nreopens: ~\nmilestones: {declined: {on: 2026-09-22}}"}
        assert told(claims.protected_client, on_day | declined) == []

    def test_a_claim_after_the_decision(self) -> None:
        late = _LATE.replace("2026-09-01", "%s")
        assert told(claims.claimed_after_decision, {WON: late % "2026-03-12"}) == [], "decided on that day"
        assert told(claims.claimed_after_decision, {WON: late % "2026-03-13"}) == [
            f"{K7} claims[2]: werkstatt-wandel claims it since 2026-03-13, after it was decided on 2026-03-12"
        ]
        assert told(claims.claimed_after_decision, {WON: f"{late % '2026-09-10'}\n{_ANEW}"}) == []
        lost = f"{late % '2026-03-13'}\nmilestones: {{lost: {{on: 2026-04-10}}}}"
        assert told(claims.claimed_after_decision, {WON: lost}) == []

    def test_later_decisions_are_looked_at_like_the_first(self) -> None:
        case = f"{_LATE}\n{_ANEW}".replace("werkstatt-wandel, share: 50%", "werkstatt-wandel, share: 40%")
        assert told(claims.decision_does_not_add_up, {WON: case}) == [
            f"{K7} later_decisions[0].shares: the shares are 90% together"
        ]
        assert told(claims.out_of_order, {WON: f"{_LATE}\n{_ANEW}\ndecision: ~"}) == [
            f"{K7} later_decisions[0].on: there is no `decision` before it"
        ]


class TestDeals:
    """What was sold."""

    def test_project_of_one_day(self) -> None:
        line = "deals: [{key: brand, value: 1.00 EUR, kind: workshop, start: 2026-07-13, %s}]"
        assert told(deals.deal_dates, {SENT: line % "completed: 2026-07-13"}) == []
        both = line % "completed: 2026-07-13, ended_early: 2026-07-12"
        assert told(deals.deal_dates, {SENT: both}) == [
            f"{Q3} deals[0].ended_early: `brand` was broken off on 2026-07-12, before it began on 2026-07-13",
            f"{Q3} deals[0].ended_early: `brand` was completed on 2026-07-13 and broken off on 2026-07-12",
        ]

    def test_months_matter_only_for_a_clawback_by_time(self) -> None:
        clawback = {"agreements/software-werft-2025": "clawback: {window_days: 365, method: %s}"}
        by_time = {"agreements/software-werft-2025": clawback["agreements/software-werft-2025"] % "by_time"}
        by_amount = {"agreements/software-werft-2025": clawback["agreements/software-werft-2025"] % "by_amount"}
        assert told(deals.months_missing, by_amount) == []
        assert told(deals.months_missing, by_time) == [
            (
                f"{K7} deals[0]: money for `setup` was refunded, and software-werft-2025 takes back unused months, "
                "but the deal has no `months`"
            )
        ]
        assert told(deals.months_missing, by_time | {WON: "refunds: []"}) == []

    def test_months_that_a_payment_covers_are_enough_unless_the_deal_earned(self) -> None:
        terms = "payment: {trigger: %s, net_days: 30}\nclawback: {window_days: 180, method: by_time}"
        covered = (
            "payments: [{key: p1, deal: setup, on: 2026-05-04, amount: 11500.00 EUR, covers: 2026-05}]\n"
            "refunds: [{key: r1, payment: p1, on: 2026-06-10, amount: 5.00 EUR}]"
        )
        for trigger, found in (("client_payment", 0), ("invoice", 0), ("project_start", 1), ("completion", 1)):
            case = {"agreements/software-werft-2025": terms % trigger, WON: covered}
            assert len(told(deals.months_missing, case)) == found, trigger

    def test_shares_of_one_project(self) -> None:
        line = "deals: [{key: wing, value: 1.00 EUR, kind: project, shares: [%s]}]"
        two_of_three = "{party: us, share: 60%}, {party: agentur-brandung, share: 40%}"
        assert told(deals.project_shares, {OPEN: line % two_of_three}) == [], "a party of the alliance"
        strange = "{party: us, share: 110%}, {party: software-werft, share: -10%}"
        assert told(deals.project_shares, {OPEN: line % strange}) == [
            f"{P9} deals[0].shares: software-werft has -10% of `wing`",
            f"{P9} deals[0].shares: software-werft has a share of `wing`, but no part in the agreement",
        ]

    def test_what_the_client_must_hear_of_a_subcontract(self) -> None:
        part = "{by: kontor-interim, fee: 1.00 EUR%s}"
        line = f"deals: [{{key: brand, value: 9.00 EUR, kind: project, subcontract: {part}}}]"
        assert told(deals.markup_not_told, {SENT: line % ""}) == [], "the agreement uses none and there is no markup"
        assert told(deals.markup_not_told, {SENT: line % ", markup: 5%"}) == [
            (
                f"{Q3} deals[0].subcontract: `brand` carries a markup of 5% on the work of kontor-interim, "
                "but the client was not told"
            )
        ]
        told_of = {
            "agreements/agentur-brandung-2026": "disclosure: {referral_fee: disclosed, subcontractors: disclosed, "
            "markups: none}",
            SENT: line % "",
        }
        assert told(deals.markup_not_told, told_of) == [
            (
                f"{Q3} deals[0].subcontract: agentur-brandung-2026 has subcontractors disclosed, and kontor-interim "
                "delivers part of `brand`, but the client was not told"
            )
        ]


class TestPayments:
    """Money a client paid or got back."""

    def test_paid_on_the_day_of_the_win(self) -> None:
        line = "payments: [{key: p1, deal: brand, on: %s, amount: 1.00 EUR}]"
        assert told(client_payments.before_win, {SENT: line % "2026-06-30"}) == []
        assert told(client_payments.before_win, {SENT: line % "2026-06-29"}) == [
            f"{Q3} payments[0].on: `p1` was paid on 2026-06-29, but the referral was won on 2026-06-30"
        ]
        unwon = f"{line % '2026-07-05'}\nmilestones: {{proposal: {{on: 2026-07-01}}}}\noutcome: ~"
        assert told(client_payments.before_win, {SENT: unwon}) == [
            f"{Q3} payments[0].on: `p1` was paid on 2026-07-05, but the referral is not won"
        ]

    def test_every_amount_has_the_currency_it_belongs_to(self) -> None:
        changes = {
            WON: """deals:
  - {key: setup, value: 100.00 EUR, kind: project, list_price: 110.00 CHF}
invoices:
  - {key: i1, deal: setup, on: 2026-04-21, amount: 50.00 USD, eligible: 40.00 EUR}
payments:
  - {key: p1, deal: setup, on: 2026-05-04, amount: 50.00 EUR}
refunds:
  - {key: r1, payment: p1, on: 2026-06-01, amount: 5.00 USD}
overrides: []"""
        }
        assert told(client_payments.another_currency, changes) == [
            f"{K7} deals[0].list_price: 110.00 CHF is not in EUR, the currency of the deal `setup`",
            f"{K7} invoices[0].amount: 50.00 USD is not in EUR, the currency of the deal `setup`",
            f"{K7} invoices[0].eligible: 40.00 EUR is not in USD, the currency of `i1`",
            f"{K7} refunds[0].amount: 5.00 USD is not in EUR, the currency of the payment `p1`",
        ]

    def test_refunds_count_against_what_was_paid(self) -> None:
        line = """deals: [{key: brand, value: 100.00 EUR, kind: %s}]
payments:
  - {key: p1, deal: brand, on: 2026-07-03, amount: 100.00 EUR}
  - {key: p2, deal: brand, on: 2026-07-04, amount: 10.01 EUR}
refunds:
  - {key: r1, payment: p1, on: 2026-07-05, amount: 10.00 EUR}"""
        assert told(client_sums.more_than_sold, {SENT: line % "project"}) == [
            f"{Q3} deals[0].value: `brand` was sold for 100.00 EUR, but 100.01 EUR was paid for it"
        ]
        assert told(client_sums.more_than_sold, {SENT: line % "retainer"}) == [], "a retainer may go on"
        even = (line % "project").replace("10.01", "10.00")
        assert told(client_sums.more_than_sold, {SENT: even}) == []

    def test_refunds_of_one_payment_add_up(self) -> None:
        changes = {
            SENT: """refunds:
  - {key: r1, payment: p1, on: 2026-08-14, amount: 15500.00 EUR}
  - {key: r2, payment: p1, on: 2026-08-13, amount: 0.01 EUR}"""
        }
        assert told(client_payments.refund_above_payment, changes) == [
            f"{Q3} refunds[1].amount: 15500.01 EUR of `p1` was paid back, but only 15500.00 EUR had been paid"
        ]
        assert told(client_payments.refund_before_payment, changes) == [
            f"{Q3} refunds[1].on: `r2` was paid back on 2026-08-13, before `p1` was paid on 2026-08-14"
        ]

    @pytest.mark.parametrize(("eligible", "is_possible"), [("0.00", True), ("10.00", True), ("10.01", False)])
    def test_eligible_part(self, eligible: str, is_possible: bool) -> None:
        changes = {
            SENT: f"payments: [{{key: p1, deal: brand, on: 2026-08-14, amount: 10.00 EUR, eligible: {eligible} EUR}}]"
        }
        expected = f"{Q3} payments[0].eligible: {eligible} EUR of `p1` earns, but it is 10.00 EUR"
        assert told(client_payments.eligible_above_amount, changes) == ([] if is_possible else [expected])

    def test_amounts_of_nothing(self) -> None:
        changes = {
            SENT: """deals: [{key: brand, value: 0.00 EUR, kind: project, subcontract: {by: us, fee: -1.00 EUR}}]
payments: [{key: p1, deal: brand, on: 2026-08-14, amount: 0.00 EUR}]"""
        }
        assert told(client_payments.not_positive, changes) == [
            f"{Q3} deals[0].value: 0.00 EUR is not more than nothing",
            f"{Q3} deals[0].subcontract.fee: -1.00 EUR is not more than nothing",
            f"{Q3} payments[0].amount: 0.00 EUR is not more than nothing",
        ]
