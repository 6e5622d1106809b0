"""The figures every reader checks first: rates, bands, splits and dates on plain cases."""

from fractions import Fraction

import pytest
from ledgerwork import agreement, amounts, balance, bands, booked, reasons, reckoned, referral, share_of_payments

from partnerbook.core.money import Money


@pytest.mark.parametrize(
    ("rate", "paid", "earned"),
    [
        ("12.5%", "0.04", "0.01"),  # 0.125 x 0.04 = 0.005, half up
        ("50%", "0.01", "0.01"),  # 0.5 x 0.01 = 0.005, half up
        ("2.9%", "5.00", "0.15"),  # 0.029 x 5.00 = 0.145, half up
        ("12.5%", "24000", "3000.00"),  # 0.125 x 24,000
        ("33.333333%", "0.03", "0.01"),  # 0.00999999
        ("12.5%", "100JPY", "13 JPY"),  # 12.5 yen, no smaller unit
        ("12.5%", "0.004KWD", "0.001 KWD"),  # 0.0005 dinar, three decimals
    ],
)
def test_a_share_is_rounded_half_up_to_the_minor_unit(rate: str, paid: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=share_of_payments(rate)),
        referral("a1", "2025-03-03", deals="d 10000", payments=f"p1 2025-04-01 {paid}"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": earned}


def test_a_line_names_everything_it_rests_on() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000 booked=2025-04-09"),
    )
    (line,) = ledger.lines
    assert line.id == "2025-03-03-werft-a1/p1/accrual/werft"
    assert (line.kind, line.direction, line.partner) == ("accrual", "payable", "werft")
    # 1,000 x 10 % = 100.00; due 30 days after 1 April, whenever it was booked.
    assert (str(line.amount), str(line.on), str(line.booked), str(line.due)) == (
        "100.00 EUR",
        "2025-04-01",
        "2025-04-09",
        "2025-05-01",
    )
    assert (line.referral, line.event, line.agreement) == ("2025-03-03-werft-a1", "p1", "a")
    assert ledger.of_referral["2025-03-03-werft-a1"] == ledger.of_partner["werft"] == (line,)
    assert line.steps


def test_the_third_fourth_tenth_and_eleventh_of_a_year() -> None:
    # 1-3 at 10 %, 4-10 at 15 %, from 11 at 20 %; each pays 10,000.
    ledger = reckoned(
        agreement(
            received=bands(
                "referrals", "step", "calendar_year", "1: 10%", "4: 15%", "11: 20%", more="counts: submitted"
            )
        ),
        *(referral(f"r{place:02}", f"2025-03-{place:02}", payments="p1 2025-06-02 10000") for place in range(1, 12)),
    )
    earned = amounts(ledger)
    assert {place: earned[f"r{place:02}/p1/accrual/werft"] for place in (3, 4, 10, 11)} == {
        3: "1000.00",
        4: "1500.00",
        10: "1500.00",
        11: "2000.00",
    }
    # 3 x 1,000 + 7 x 1,500 + 1 x 2,000 = 15,500
    assert balance(ledger) == "15500.00"


REVENUE = ("0 4%", "150000 6%", "250000 8%")
FIRST, SECOND = "p1 2025-02-03 145000", "p1 2025-05-05 20000"


@pytest.mark.parametrize(
    ("mode", "first", "second", "true_up"),
    [
        ("marginal", "5800.00", "1100.00", None),  # 145,000 x 4 %; then 5,000 x 4 % = 200 and 15,000 x 6 % = 900
        ("step", "5800.00", "800.00", None),  # 145,000 before: 20,000 x 4 %
        # 165,000 in all: 20,000 x 6 % = 1,200, and the earlier 145,000 gain 6 % - 4 % = 2,900
        ("retroactive", "5800.00", "1200.00", "2900.00"),
    ],
)
def test_the_same_bands_pay_what_their_mode_says(mode: str, first: str, second: str, true_up: str | None) -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", mode, "calendar_year", *REVENUE)),
        referral("a1", "2025-01-07", payments=FIRST),
        referral("a2", "2025-01-08", payments=SECOND),
    )
    expected = {"a1/p1/accrual/werft": first, "a2/p1/accrual/werft": second}
    if true_up is not None:
        expected["a2/p1/true_up/werft"] = true_up
    assert amounts(ledger) == expected


def test_a_retroactive_rate_follows_a_refund_down_again() -> None:
    ledger = reckoned(
        agreement(
            received=bands("revenue", "retroactive", "calendar_year", "0 0%", "50000 3%", "100000 5%"),
            clawback="{window_days: 180, method: by_amount}",
        ),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 60000"),
        referral("a2", "2025-01-08", payments="p1 2025-03-03 50000", refunds="r1 p1 2025-04-07 50000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "1800.00",  # 60,000 x 3 %
        "a2/p1/accrual/werft": "2500.00",  # 110,000 in all: 50,000 x 5 %
        "a2/p1/true_up/werft": "1200.00",  # 60,000 x (5 % - 3 %)
        "a2/r1/clawback/werft": "-2500.00",
        "a2/r1/true_up/werft": "-1200.00",  # 60,000 remain: back to 3 %
    }
    assert balance(ledger) == "1800.00"  # 60,000 x 3 %
    before = reckoned(
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 0%", "50000 3%", "100000 5%")),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 60000"),
        referral("a2", "2025-01-08", payments="p1 2025-03-03 50000"),
    )
    assert balance(before) == "5500.00"  # 110,000 x 5 %


@pytest.mark.parametrize(
    ("shares", "paid", "parts"),
    [
        # 10 % of 999.90 = 99.99: 59.994 and 39.996; the odd cent goes to the larger remainder.
        ((60, 40), "999.90", ("59.99", "40.00")),
        ((75, 25), "999.90", ("74.99", "25.00")),  # 74.9925 and 24.9975
        ((50, 50), "0.50", ("0.03", "0.02")),  # 10 % = 0.05: 0.025 each, the tie goes to the first named
    ],
)
def test_a_claim_is_divided_to_the_cent(shares: tuple[int, int], paid: str, parts: tuple[str, str]) -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%")),
        referral(
            "a1",
            "2025-03-03",
            payments=f"p1 2025-04-01 {paid}",
            claims="[{partner: werft, basis: first_introduction, on: 2025-03-03}, "
            "{partner: kontor, basis: influence, on: 2025-03-04}]",
            decision="{on: 2025-03-10, by: mats, rule: agreed_split, reason: Both, shares: "
            f"[{{party: werft, share: {shares[0]}%}}, {{party: kontor, share: {shares[1]}%}}]}}",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": parts[0], "a1/p1/accrual/kontor": parts[1]}


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("99.99", (60, 40), ("59.99", "40.00")),  # 59.994, 39.996
        ("99.99", (75, 25), ("74.99", "25.00")),  # 74.9925, 24.9975
        ("10.00", (45, 20, 34), ("4.55", "2.02", "3.43")),  # of 99: 4.5454, 2.0202, 3.4343
        ("0.05", (1, 1, 1), ("0.02", "0.02", "0.01")),  # 0.01666 each, two cents over
        ("-99.99", (60, 40), ("-59.99", "-40.00")),
        ("-0.05", (1, 1, 1), ("-0.02", "-0.02", "-0.01")),
        ("0.00", (60, 40), ("0.00", "0.00")),
        ("0.01", (50, 50), ("0.01", "0.00")),
        ("99.99", (50, 30, 20), ("49.99", "30.00", "20.00")),  # 49.995, 29.997, 19.998: two cents over
    ],
)
def test_an_amount_is_allotted_to_the_cent(amount: str, weights: tuple[int, ...], parts: tuple[str, ...]) -> None:
    allotted = Money.parse(f"{amount} EUR").allotted([Fraction(weight) for weight in weights])
    assert [str(part) for part in allotted] == [f"{part} EUR" for part in parts]


def test_a_year_paid_in_advance_is_taken_back_by_the_month() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("30%"), clawback="{window_days: 365, method: by_time}"),
        referral(
            "a1",
            "2025-01-10",
            deals="d 240 kind=retainer months=12 start=2025-01-10 ended_early=2025-03-05",
            payments="p1 2025-01-10 240",
            refunds="r1 p1 2025-03-08 200",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "72.00",  # 240 x 30 %
        "a1/r1/clawback/werft": "-60.00",  # two of twelve months used: 72 x 10/12
    }


def test_only_what_was_received_of_an_invoice_earns() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("4%")),
        referral("a1", "2025-03-03", invoices="i1 2025-03-10 10000", payments="p1 2025-04-01 8000 invoice=i1"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "320.00"}  # 8,000 x 4 %


def test_a_payment_learned_late_belongs_to_the_next_quarter() -> None:
    closing = (
        "closings/2025-q2",
        f"period: 2025-Q2\nclosed: 2025-07-15\nby: mats\nlines: 1\nledger: 'sha256:{'0' * 64}'\n",
    )
    ledger = reckoned(
        agreement(received=bands("revenue", "step", "quarter", "0 5%", "10000 10%")),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-06-05 9000; p2 2025-06-10 4000 booked=2025-08-05; p3 2025-06-25 2000; p4 2025-08-06 100",
        ),
        closing,
    )
    assert reasons(ledger) == {}
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "450.00",  # nothing before in the second quarter: 9,000 x 5 %
        "a1/p3/accrual/werft": "100.00",  # 9,000 before, not 13,000: 2,000 x 5 %
        "a1/p2/accrual/werft": "200.00",  # nothing before in the third quarter: 4,000 x 5 %
        "a1/p4/accrual/werft": "5.00",  # 4,000 before: 100 x 5 %
    }
    assert booked(ledger)["a1/p2/accrual/werft"] == ("2025-08-05", "2025-07-10")  # 10 June + 30 days


def test_a_referral_qualified_late_takes_its_place_in_the_next_year() -> None:
    # Places by booked day: a1 first of 2025; a2, qualified on 30 November, but booked on 5 January, first of 2026.
    ledger = reckoned(
        agreement(
            received=bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", "3: 30%", more="counts: qualified")
        ),
        referral("a1", "2025-11-03", steps="qualified 2025-12-01; won 2026-01-02", payments="p1 2026-02-02 1000"),
        referral(
            "a2",
            "2025-11-04",
            steps="qualified 2025-11-30 booked=2026-01-05; won 2026-01-12",
            payments="p1 2026-02-02 1000",
        ),
        referral("a3", "2025-11-05", steps="qualified 2026-01-08; won 2026-01-12", payments="p1 2026-02-02 1000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",  # 10 %
        "a2/p1/accrual/werft": "100.00",  # 10 %
        "a3/p1/accrual/werft": "200.00",  # second of 2026: 20 %
    }
