"""Several currencies: never added, and measured at the rate of the booked day."""

import pytest
from ledgerwork import agreement, amounts, balance, bands, program, reasons, reckoned, referral, share_of_payments

STEP = bands("revenue", "step", "calendar_year", "0 5%", "10000 10%")


def test_each_currency_has_a_balance_of_its_own() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
        referral("a2", "2025-03-04", deals="d 10000USD", payments="p1 2025-04-01 500USD"),
    )
    # A plain percentage measures nothing: no rate of exchange is needed.
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00", "a2/p1/accrual/werft": "50.00 USD"}
    assert balance(ledger) == "100.00, 50.00 USD"


def test_a_fee_holds_in_its_own_currency() -> None:
    ledger = reckoned(
        agreement(received="{earn: flat, on: won, amount: 900.00 USD}"), referral("a1", "2025-03-03", deals="d 10000")
    )
    assert amounts(ledger) == {"a1/won/accrual/werft": "900.00 USD"}


def test_dollars_move_through_bands_in_euros() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.9", "2025-06-02 USD EUR 1.2"]),
        agreement(received=STEP),
        referral(
            "a1",
            "2025-03-03",
            deals="d 90000USD",
            payments="p1 2025-04-01 10000USD; p2 2025-04-02 1000USD; p3 2025-06-03 100USD; p4 2025-06-04 100USD",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "500.00 USD",  # nothing before: 5 %
        "a1/p2/accrual/werft": "50.00 USD",  # 10,000 x 0.9 = 9,000 euros before: 5 %
        "a1/p3/accrual/werft": "5.00 USD",  # 9,900 euros before, whatever dollars are worth now: 5 %
        "a1/p4/accrual/werft": "10.00 USD",  # 9,900 + 100 x 1.2 = 10,020 euros before: 10 %
    }


def test_a_payment_is_divided_over_bands_in_euros() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.9"]),
        agreement(received=bands("revenue", "marginal", "calendar_year", "0 4%", "10000 6%")),
        referral("a1", "2025-03-03", deals="d 90000USD", payments="p1 2025-04-01 20000USD"),
    )
    # 18,000 euros: 10,000 x 4 % + 8,000 x 6 % = 880 euros = 977.777 dollars
    assert amounts(ledger) == {"a1/p1/accrual/werft": "977.78 USD"}


@pytest.mark.parametrize(
    ("rates", "reason"),
    [
        (["2025-01-02 USD EUR 0.8"], None),
        (["2025-01-02 EUR USD 1.25"], None),  # inverse: 1/1.25 = 0.8
        (["2025-04-01 USD EUR 0.8"], None),  # on the day itself
        (["2025-04-02 USD EUR 0.8"], "exchange_rate_missing"),  # known a day too late
        (["2025-01-02 GBP EUR 1.2"], "exchange_rate_missing"),
        ([], "exchange_rate_missing"),
    ],
)
def test_the_latest_rate_known_on_the_booked_day_straight_or_inverse(rates: list[str], reason: str | None) -> None:
    # 12,500 dollars = 10,000 euros, exactly the start of the second band: 10 %
    ledger = reckoned(
        program(rates),
        agreement(received=bands("deal_size", "per_deal", "deal", "0 5%", "10000 10%")),
        referral("a1", "2025-03-03", deals="d 12500USD", payments="p1 2025-04-01 1000USD"),
    )
    assert amounts(ledger) == ({"a1/p1/accrual/werft": "100.00 USD"} if reason is None else {})
    assert reasons(ledger) == ({} if reason is None else {"a1/p1": reason})


def test_the_booked_day_not_the_day_it_happened_sets_the_rate() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.5", "2025-05-02 USD EUR 0.8"]),
        agreement(received=bands("deal_size", "per_deal", "deal", "0 5%", "10000 10%")),
        referral("a1", "2025-03-03", deals="d 12500USD", payments="p1 2025-04-01 1000USD booked=2025-05-05"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00 USD"}  # 12,500 x 0.8 = 10,000: 10 %


def test_a_cap_in_another_currency_needs_a_rate() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", more="cap: {per: referral, amount: 300.00 EUR}")),
        referral("a1", "2025-03-03", deals="d 10000USD", payments="p1 2025-04-01 2000USD"),
    )
    assert amounts(ledger) == {}
    assert reasons(ledger) == {"a1/p1": "exchange_rate_missing"}


def test_a_retroactive_rate_over_two_currencies_makes_up_in_each() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.9"]),
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
        referral("a2", "2025-03-04", deals="d 90000USD", payments="p1 2025-04-02 10000USD"),
    )
    # 1,000 + 9,000 = 10,000 euros: both at 6 %
    assert balance(ledger) == "60.00, 600.00 USD"


def test_true_ups_of_one_event_in_two_currencies_are_lines_of_their_own() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.9"]),
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
        referral("a2", "2025-03-04", deals="d 90000USD", payments="p1 2025-04-02 1000USD; p2 2025-04-03 9000USD"),
    )
    # 1,000 + 900 + 8,100 = 10,000 euros: all at 6 %. Both earlier payments gain 2 %, each in its currency.
    assert balance(ledger) == "60.00, 600.00 USD"
    assert sorted(str(line.amount) for line in ledger.lines if line.kind == "true_up") == ["20.00 EUR", "20.00 USD"]


def test_a_refund_of_dollars_leaves_the_bands_at_the_rate_it_entered() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.9", "2025-05-02 USD EUR 0.5"]),
        agreement(received=STEP, clawback="{window_days: 90, method: by_amount}"),
        referral(
            "a1",
            "2025-03-03",
            deals="d 90000USD",
            payments="p1 2025-04-01 10000USD",
            refunds="r1 p1 2025-05-05 10000USD",
        ),
        referral("a2", "2025-03-04", payments="p1 2025-06-02 5000; p2 2025-06-03 3000; p3 2025-06-04 100"),
    )
    # Nothing before: 250; 5,000 before: 150; 8,000 before: 5. None of the 9,000 euros of April is left.
    assert balance(ledger, referral="a2") == "405.00"
