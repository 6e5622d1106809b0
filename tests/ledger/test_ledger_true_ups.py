"""Retroactive revenue: the whole period stands at the band reached, whatever rate or agreement its money earned at."""

from typing import Any

import pytest
from ledgerwork import agreement, amounts, balance, bands, booked, reckoned, referral, share_of_payments

BY_AMOUNT = "{window_days: 180, method: by_amount}"
REVENUE = bands("revenue", "retroactive", "calendar_year", "0 5%", "10000 10%")
OWN = "[{rate: 20%, reason: Special, approved_by: mats, on: 2025-02-03}]"


def test_money_at_a_rate_of_its_own_lifts_the_rest() -> None:
    ledger = reckoned(
        agreement(received=REVENUE),
        referral("aa", "2025-02-03", payments="p1 2025-03-03 6000"),
        referral("bb", "2025-02-03", payments="p1 2025-04-01 6000", overrides=OWN),
        referral("cc", "2025-02-03", payments="p1 2025-05-05 1000"),
    )
    assert amounts(ledger) == {
        "aa/p1/accrual/werft": "300.00",  # 6,000 x 5 %
        "bb/p1/accrual/werft": "1200.00",  # 6,000 x 20 %
        "bb/p1/true_up/werft": "300.00",  # 12,000 in all: 6,000 x (10 % - 5 %)
        "cc/p1/accrual/werft": "100.00",  # 13,000 in all: 1,000 x 10 %
    }
    assert booked(ledger)["bb/p1/true_up/werft"] == ("2025-04-01", "2025-05-01")


def test_money_at_a_rate_of_its_own_given_back_costs_the_band() -> None:
    ledger = reckoned(
        agreement(received=REVENUE, clawback=BY_AMOUNT),
        referral("aa", "2025-02-03", payments="p1 2025-03-03 6000"),
        referral("bb", "2025-02-03", payments="p1 2025-04-01 6000", refunds="r1 p1 2025-05-05 6000", overrides=OWN),
    )
    assert amounts(ledger) == {
        "aa/p1/accrual/werft": "300.00",
        "bb/p1/accrual/werft": "1200.00",
        "bb/p1/true_up/werft": "300.00",  # as above
        "bb/r1/clawback/werft": "-1200.00",  # all of it
        "bb/r1/true_up/werft": "-300.00",  # 6,000 left: 6,000 x (5 % - 10 %)
    }
    assert booked(ledger)["bb/r1/true_up/werft"] == ("2025-05-05", "2025-05-05")


def test_a_fee_of_its_own_counts_by_its_money_too() -> None:
    ledger = reckoned(
        agreement(received=REVENUE),
        referral("aa", "2025-02-03", payments="p1 2025-03-03 6000"),
        referral(
            "bb", "2025-02-03", payments="p1 2025-04-01 4000", overrides=OWN.replace("rate: 20%", "amount: 77.00 EUR")
        ),
    )
    # 10,000 in all, the start of the band: 6,000 x (10 % - 5 %)
    assert balance(ledger) == "677.00"  # 300 + 77 + 300


@pytest.mark.parametrize(
    "terms",
    [
        {"amends": "a", "applies_to": "future_payments"},
        {},  # a successor, for the referrals after it
    ],
)
def test_money_under_a_later_agreement_lifts_that_under_the_first(terms: dict[str, Any]) -> None:
    ledger = reckoned(
        agreement(received=REVENUE, expires="" if terms else "2025-05-31"),
        agreement("b", received=REVENUE, effective="2025-06-01", **terms),
        referral("aa", "2025-02-03", payments="p1 2025-05-31 6000" + ("; p2 2025-06-01 6000" if terms else "")),
        *(() if terms else (referral("bb", "2025-06-01", payments="p2 2025-06-01 6000"),)),
    )
    second = "aa" if terms else "bb"
    assert amounts(ledger) == {
        "aa/p1/accrual/werft": "300.00",  # 6,000 x 5 %
        f"{second}/p2/accrual/werft": "600.00",  # 12,000 in all: 6,000 x 10 %
        f"{second}/p2/true_up/werft": "300.00",  # 6,000 x (10 % - 5 %)
    }
    (lifted,) = [line for line in ledger.lines if line.kind == "true_up"]
    assert lifted.agreement == "a"


def test_each_agreement_lifts_its_own_money_by_its_own_bands() -> None:
    records = (
        agreement(received=REVENUE, expires="2025-05-31", clawback=BY_AMOUNT),
        agreement(
            "b",
            received=bands("revenue", "retroactive", "calendar_year", "0 4%", "8000 6%", "20000 12%"),
            effective="2025-06-01",
            clawback=BY_AMOUNT,
        ),
        referral("aa", "2025-02-03", payments="p1 2025-05-05 6000"),
        referral(
            "bb", "2025-06-02", payments="p1 2025-06-02 3000; p2 2025-07-01 12000", refunds="r1 p2 2025-08-01 12000"
        ),
    )
    assert amounts(reckoned(*records)) == {
        "aa/p1/accrual/werft": "300.00",  # 6,000 x 5 %
        "bb/p1/accrual/werft": "180.00",  # 9,000 in all: 3,000 x 6 %; below the 10,000 of the first
        "bb/p2/accrual/werft": "1440.00",  # 21,000 in all: 12,000 x 12 %
        "bb/p2/true_up/werft": "180.00",  # its own agreement's: 3,000 x (12 % - 6 %)
        "bb/p2-a/true_up/werft": "300.00",  # the first one's: 6,000 x (10 % - 5 %)
        "bb/r1/clawback/werft": "-1440.00",
        "bb/r1/true_up/werft": "-180.00",  # 9,000 left: 3,000 x (6 % - 12 %)
        "bb/r1-a/true_up/werft": "-300.00",  # 6,000 x (5 % - 10 %)
    }


def test_years_of_the_agreement_are_each_agreement_s_own() -> None:
    year = bands("revenue", "retroactive", "agreement_year", "0 5%", "10000 10%")
    ledger = reckoned(
        agreement(received=year, effective="2024-03-01"),
        agreement("b", received=year, effective="2025-06-01", amends="a", applies_to="future_payments"),
        referral(
            "aa",
            "2025-02-03",
            payments="p1 2025-05-05 6000; p2 2025-06-02 4000; p3 2026-02-27 5000; p4 2026-03-02 2000",
        ),
    )
    assert amounts(ledger) == {
        "aa/p1/accrual/werft": "300.00",  # 6,000 in the year from 1 March: 5 %
        "aa/p2/accrual/werft": "200.00",  # 4,000 in the year from 1 June: 5 %
        "aa/p2/true_up/werft": "300.00",  # 10,000 in the year from 1 March: 6,000 x (10 % - 5 %)
        "aa/p3/accrual/werft": "250.00",  # 9,000 in the year from 1 June: 5,000 x 5 %
        "aa/p4/accrual/werft": "200.00",  # 11,000 in it: 2,000 x 10 %
        "aa/p4/true_up/werft": "450.00",  # 9,000 x (10 % - 5 %)
    }


def test_money_of_a_plain_percentage_counts_for_the_agreement_before_it() -> None:
    ledger = reckoned(
        agreement(received=REVENUE),
        agreement(
            "b", received=share_of_payments("7%"), effective="2025-06-01", amends="a", applies_to="future_payments"
        ),
        referral("aa", "2025-02-03", payments="p1 2025-05-05 6000; p2 2025-06-02 6000"),
    )
    # 6,000 x 5 %, 6,000 x 7 %; 12,000 in all: 6,000 x (10 % - 5 %)
    assert amounts(ledger) == {
        "aa/p1/accrual/werft": "300.00",
        "aa/p2/accrual/werft": "420.00",
        "aa/p2/true_up/werft": "300.00",
    }


def test_a_place_that_moves_two_agreements_writes_a_line_for_each() -> None:
    count = bands("referrals", "retroactive", "calendar_year", "1: 5%", "3: 10%", more="counts: submitted")
    ledger = reckoned(
        agreement(received=count, expires="2025-05-31"),
        agreement("b", received=count, effective="2025-06-01"),
        referral("aa", "2025-02-03", payments="p1 2025-03-03 1000"),
        referral("bb", "2025-06-02", payments="p1 2025-06-10 2000"),
        referral("cc", "2025-07-01"),
    )
    assert amounts(ledger) == {
        "aa/p1/accrual/werft": "50.00",
        "bb/p1/accrual/werft": "100.00",
        "cc/submitted/true_up/werft": "50.00",  # 1,000 x (10 % - 5 %)
        "cc/submitted-b/true_up/werft": "100.00",  # 2,000 x (10 % - 5 %)
    }
