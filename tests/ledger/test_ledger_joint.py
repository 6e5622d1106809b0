"""Wholesale, joint projects, and money that moved."""

from typing import Any

import pytest
from ledgerwork import Written, agreement, amounts, balance, payout, reasons, reckoned, referral, share_of_payments

CLAWBACK = "{window_days: 90, method: by_amount}"


def wholesale(price: str) -> str:
    return f"{{earn: margin, prices: [{{service: cfo, {price}}}]}}"


@pytest.mark.parametrize(
    ("price", "deal", "payments", "margins"),
    [
        # 4,000 less 3,000: 1,000 in proportion to what was paid of it
        ("price: 3000.00 EUR", "d 4000", ("1000", "3000"), ("250.00", "750.00")),
        # A quarter off the list: 4,800 less 3,600 is 1,200
        ("discount: 25%", "d 4800 list_price=4800", ("2400", "2400"), ("600.00", "600.00")),
        # Sold at 4,000, bought at 3,600: 400
        ("discount: 25%", "d 4000 list_price=4800", ("1000", "3000"), ("100.00", "300.00")),
        # Sold above the list, at 5,000: 1,400
        ("discount: 25%", "d 5000 list_price=4800", ("2500", "2500"), ("700.00", "700.00")),
        # No list price: a quarter of the sale
        ("discount: 25%", "d 4000", ("1000", "3000"), ("250.00", "750.00")),
        # 1,000 x 1,000/3,000 = 333.33 each, rounded once per line
        ("price: 2000.00 EUR", "d 3000", ("1000", "1000"), ("333.33", "333.33")),
    ],
)
def test_the_margin_follows_what_was_paid(
    price: str, deal: str, payments: tuple[str, str], margins: tuple[str, str]
) -> None:
    ledger = reckoned(
        agreement(received=wholesale(price), model="reseller"),
        referral(
            "a1",
            "2025-03-03",
            deals=f"{deal} kind=wholesale",
            payments=f"p1 2025-04-01 {payments[0]}; p2 2025-05-02 {payments[1]}",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": margins[0], "a1/p2/accrual/werft": margins[1]}


def test_at_the_start_the_whole_margin_is_earned() -> None:
    ledger = reckoned(
        agreement(received=wholesale("discount: 25%"), trigger="project_start", model="reseller"),
        referral("a1", "2025-03-03", deals="d 4800 kind=wholesale list_price=4800 start=2025-04-01"),
    )
    assert amounts(ledger) == {"a1/d-start/accrual/werft": "1200.00"}


def test_below_the_wholesale_price_nothing_is_earned() -> None:
    ledger = reckoned(
        agreement(received=wholesale("price: 3000.00 EUR"), model="reseller"),
        referral(
            "a1",
            "2025-03-03",
            deals="d 2999.99 kind=wholesale; e 3000 kind=wholesale; f 3000.01 kind=wholesale",
            payments="p1 2025-04-01 2999.99; p2 2025-04-01 3000 deal=e; p3 2025-04-01 3000.01 deal=f",
        ),
    )
    assert {name: amount for name, amount in amounts(ledger).items() if amount != "0.00"} == {
        "a1/p3/accrual/werft": "0.01"
    }
    assert reasons(ledger)["a1/p1"] == "below_wholesale_price"


def test_the_wholesale_price_is_not_rounded_before_the_margin() -> None:
    ledger = reckoned(
        agreement(received=wholesale("discount: 12.5%"), model="reseller"),
        referral("a1", "2025-03-03", deals="d 0.20 kind=wholesale list_price=0.20", payments="p1 2025-04-01 0.20"),
    )
    # 0.20 less 0.175 is 0.025, half up; from 0.18 it would be 0.02
    assert amounts(ledger) == {"a1/p1/accrual/werft": "0.03"}


def test_the_price_is_that_of_the_deal_s_own_service() -> None:
    prices = "{earn: margin, prices: [{service: cfo, price: 100.00 EUR}, {service: setup, price: 700.00 EUR}]}"
    deal = "{key: d, value: 1000.00 EUR, kind: wholesale, service: setup}"
    ledger = reckoned(
        agreement(received=prices, model="reseller"),
        referral("a1", "2025-03-03", deals=(deal,), payments="p1 2025-04-01 1000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "300.00"}


def test_a_service_without_a_price_earns_nothing() -> None:
    ledger = reckoned(
        agreement(received=wholesale("price: 3000.00 EUR"), model="reseller"),
        referral("a1", "2025-03-03", service="setup", deals="d 4000 kind=wholesale", payments="p1 2025-04-01 4000"),
    )
    assert amounts(ledger) == {}
    assert reasons(ledger) == {"a1/p1": "no_wholesale_price"}


def test_a_margin_of_what_we_sell_for_them_is_owed_to_us_and_taken_back() -> None:
    ledger = reckoned(
        agreement(sent=wholesale("price: 3000.00 EUR"), model="reseller", clawback=CLAWBACK),
        referral(
            "s1",
            "2025-03-03",
            direction="sent",
            deals="d 4000 kind=wholesale",
            payments="p1 2025-04-01 2000",
            refunds="r1 p1 2025-05-05 1000",
        ),
    )
    # 1,000 x 2,000/4,000 = 500; half of it
    assert amounts(ledger) == {"s1/p1/accrual/us": "500.00", "s1/r1/clawback/us": "-250.00"}


THREE = "{earn: split, shares: [{party: us, share: 50%}, {party: werft, share: 30%}, {party: kontor, share: 20%}]}"


def alliance(lead: str, earning: str = THREE, trigger: str = "client_payment", **lines: Any) -> Written:
    parties = ", ".join(
        f"{{party: {party}{', lead: true' if party == lead else ''}}}" for party in ("us", "werft", "kontor")
    )
    return agreement(received=earning, parties=f"[{parties}]", model="alliance", trigger=trigger, **lines)


@pytest.mark.parametrize(
    ("paid", "parts"),
    [
        ("1000", ("300.00", "200.00")),
        # 49.995, 29.997, 19.998: cents down are 99.97; the two left go to kontor's .8 and werft's .7
        ("99.99", ("30.00", "20.00")),
        ("0.01", ("0", "0")),  # the cent is ours: the largest remainder
    ],
)
def test_an_alliance_led_by_us_owes_the_others(paid: str, parts: tuple[str, str]) -> None:
    ledger = reckoned(alliance("us"), referral("a1", "2025-03-03", payments=f"p1 2025-04-01 {paid}"))
    assert [float(balance(ledger, partner)) for partner in ("werft", "kontor")] == [float(part) for part in parts]
    if paid == "1000":
        assert set(amounts(ledger)) == {"a1/p1/accrual/werft", "a1/p1/accrual/kontor"}


@pytest.mark.parametrize(
    ("lead", "paid", "ours"),
    [("werft", "1000", "500.00"), ("kontor", "1000", "500.00"), ("kontor", "99.99", "49.99")],
)
def test_an_alliance_led_by_a_partner_owes_us(lead: str, paid: str, ours: str) -> None:
    ledger = reckoned(alliance(lead), referral("a1", "2025-03-03", payments=f"p1 2025-04-01 {paid}"))
    # What lies between the two others is none of ours.
    assert amounts(ledger) == {"a1/p1/accrual/us": ours}
    assert balance(ledger, lead, "receivable") == ours


def test_a_partner_that_leads_takes_back_its_part_of_a_refund() -> None:
    ledger = reckoned(
        alliance("kontor", clawback=CLAWBACK),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 99.99", refunds="r1 p1 2025-05-05 33.33"),
    )
    # 49.99 of 99.99; a third of it is 16.6633
    assert amounts(ledger) == {"a1/p1/accrual/us": "49.99", "a1/r1/clawback/us": "-16.66"}


def test_a_project_s_own_shares_win() -> None:
    shares = "[{party: us, share: 60%}, {party: werft, share: 40%}]"
    ledger = reckoned(
        alliance("us", clawback=CLAWBACK),
        referral(
            "a1",
            "2025-03-03",
            deals=("d 1000", f"{{key: x, value: 1000.00 EUR, kind: project, shares: {shares}}}"),
            payments="p1 2025-04-01 1000; p2 2025-04-02 1000 deal=x",
            refunds="r1 p2 2025-05-05 500",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "300.00",
        "a1/p1/accrual/kontor": "200.00",
        "a1/p2/accrual/werft": "400.00",
        "a1/r1/clawback/werft": "-200.00",
    }


def test_a_completed_joint_project_is_split_by_its_value() -> None:
    ledger = reckoned(
        alliance("us", trigger="completion"),
        referral("a1", "2025-03-03", deals="d 40000 start=2025-04-01 completed=2025-06-30"),
    )
    assert amounts(ledger) == {"a1/d-completed/accrual/werft": "12000.00", "a1/d-completed/accrual/kontor": "8000.00"}


def test_a_split_between_two_goes_to_whoever_did_not_invoice() -> None:
    two = "{earn: split, shares: [{party: us, share: 75%}, {party: werft, share: 25%}]}"
    ledger = reckoned(
        agreement(received=two, sent=two, model="subcontracting"),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 99.99"),
        referral("s1", "2025-03-03", direction="sent", payments="p1 2025-04-01 99.99"),
    )
    # 74.9925 and 24.9975: our part 74.99, theirs 25.00. We invoiced what they brought us, they what we sent.
    assert amounts(ledger) == {"a1/p1/accrual/werft": "25.00", "s1/p1/accrual/us": "74.99"}


def test_only_eligible_money_is_split() -> None:
    ledger = reckoned(
        alliance("us", THREE[:-1] + ", eligible: {kinds: [project]}}"),
        referral(
            "a1",
            "2025-03-03",
            deals="d 1000; run 1000 kind=retainer",
            payments="p1 2025-04-01 1000 eligible=600; p2 2025-04-01 1000 deal=run",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "180.00", "a1/p1/accrual/kontor": "120.00"}


def test_a_subcontract_is_no_commission() -> None:
    deal = "{key: d, value: 10000.00 EUR, kind: project, subcontract: {by: werft, fee: 9000.00 EUR, markup: 10%}}"
    ledger = reckoned(
        agreement(received=share_of_payments("10%"), model="subcontracting"),
        referral("a1", "2025-03-03", deals=(deal,), payments="p1 2025-04-01 10000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "1000.00"}


# Money that moved

EARNED = (
    agreement(received=share_of_payments("10%"), sent=share_of_payments("10%"), terms="netting: true"),
    referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
    referral("s1", "2025-03-03", direction="sent", payments="p1 2025-04-01 400"),
)
OWED = "{line: 2025-03-03-werft-a1/p1/accrual/werft, amount: 100.00 EUR}"
DUE_TO_US = "{line: 2025-03-03-werft-s1/p1/accrual/us, amount: 40.00 EUR}"


def test_a_payout_brings_the_balance_down_on_the_day_it_is_paid() -> None:
    paid = payout(
        "2025-05-30-werft-payable",
        total="125",
        lines=f"[{OWED}]",
        adjustments="[{key: a1, on: 2025-05-20, amount: 25.00 EUR, reason: Rounding}]",
        paid="{on: 2025-05-30, booked: 2025-06-02}",
    )
    before = reckoned(*EARNED, paid, as_of="2025-06-01")
    assert balance(before) == "125.00"
    after = reckoned(*EARNED, paid, as_of="2025-06-02")
    assert balance(after) == "0.00"
    assert balance(after, direction="receivable") == "40.00"
    assert amounts(after, kinds="adjustment") == {"payable/a1/adjustment/werft": "25.00"}
    assert [(str(line.booked), line.due, line.payout) for line in after.lines if line.kind == "payment"] == [
        ("2025-06-02", None, "2025-05-30-werft-payable")
    ]
    assert after.settled["2025-03-03-werft-a1/p1/accrual/werft"] == ("2025-05-30-werft-payable",)


def test_receipts_may_come_in_parts() -> None:
    invoice = payout(
        "2025-05-30-werft-receivable",
        direction="receivable",
        total="40",
        lines=f"[{DUE_TO_US}]",
        receipts="[{key: e1, on: 2025-06-10, amount: 25.00 EUR}, {key: e2, on: 2025-06-20, amount: 15.00 EUR}]",
    )
    for day, left in (("2025-06-09", "40.00"), ("2025-06-10", "15.00"), ("2025-06-20", "0.00")):
        assert balance(reckoned(*EARNED, invoice, as_of=day), direction="receivable") == left
    assert amounts(reckoned(*EARNED, invoice), kinds="payment") == {
        "receivable/e1/payment/us": "-25.00",
        "receivable/e2/payment/us": "-15.00",
    }


def test_what_is_set_off_is_settled_in_both_directions() -> None:
    lines = f"[{OWED}, {DUE_TO_US.replace('40.00', '-40.00')}]"
    ledger = reckoned(*EARNED, payout("2025-05-30-werft-payable", total="60", lines=lines, paid="{on: 2025-05-30}"))
    assert set(ledger.settled) == {"2025-03-03-werft-a1/p1/accrual/werft", "2025-03-03-werft-s1/p1/accrual/us"}
    # 100 owed, 40 due to us, 60 paid: we are even.
    assert float(balance(ledger)) - float(balance(ledger, direction="receivable")) == 0


def test_a_payout_called_off_moves_and_settles_nothing() -> None:
    off = payout("2025-05-30-werft-payable", total="100", lines=f"[{OWED}]", cancelled="{on: 2025-05-28, by: mats}")
    ledger = reckoned(*EARNED, off)
    assert balance(ledger) == "100.00"
    assert dict(ledger.settled) == {}


def test_prepared_is_settled_but_not_yet_paid() -> None:
    ledger = reckoned(*EARNED, payout("2025-05-30-werft-payable", total="100", lines=f"[{OWED}]"))
    assert balance(ledger) == "100.00"
    assert set(ledger.settled) == {"2025-03-03-werft-a1/p1/accrual/werft"}
