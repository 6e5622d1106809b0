"""What counts of a deal and of a client: the money that earns, be it paid, invoiced or agreed, less what went back."""

import pytest
from ledgerwork import agreement, amounts, bands, reasons, reckoned, referral, share_of_payments

BY_AMOUNT = "{window_days: 180, method: by_amount}"
DEAL = bands("deal_size", "marginal", "deal", "0 5%", "10000 10%")
LIFE = bands("client_lifetime_value", "marginal", "client_life", "0 5%", "10000 10%")
LIFE_IN_STEPS = bands("client_lifetime_value", "step", "client_life", "0 5%", "10000 10%")


@pytest.mark.parametrize(
    ("earning", "second"),
    # 10,000 stand before: 10,000 x 10 %, by the band as by the rate in force
    [(DEAL, "1000.00"), (LIFE, "1000.00"), (LIFE_IN_STEPS, "1000.00")],
)
def test_invoices_run_on_where_the_one_before_ended(earning: str, second: str) -> None:
    ledger = reckoned(
        agreement(received=earning, trigger="invoice"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 20000",
            invoices="i1 2025-03-03 10000; i2 2025-04-01 10000",
            payments="p1 2025-05-05 10000 invoice=i1; p2 2025-05-06 10000 invoice=i2",
        ),
    )
    assert amounts(ledger) == {"a1/i1/accrual/werft": "500.00", "a1/i2/accrual/werft": second}  # 10,000 x 5 %


def test_what_was_paid_of_an_invoice_is_not_counted_again() -> None:
    ledger = reckoned(
        agreement(received=DEAL, trigger="invoice"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 20000",
            invoices="i1 2025-03-03 6000; i2 2025-05-01 6000",
            payments="p1 2025-04-01 6000 invoice=i1",
        ),
    )
    # 6,000 x 5 %; 4,000 x 5 % + 2,000 x 10 % = 200 + 200
    assert amounts(ledger) == {"a1/i1/accrual/werft": "300.00", "a1/i2/accrual/werft": "400.00"}


def test_only_the_eligible_part_of_an_invoice_fills_bands_of_a_deal() -> None:
    ledger = reckoned(
        agreement(received=DEAL, trigger="invoice"),
        referral("a1", "2025-02-03", invoices="i1 2025-03-03 12000 eligible=8000; i2 2025-04-01 4000"),
    )
    # 8,000 x 5 %; 2,000 x 5 % + 2,000 x 10 % = 100 + 200
    assert amounts(ledger) == {"a1/i1/accrual/werft": "400.00", "a1/i2/accrual/werft": "300.00"}


@pytest.mark.parametrize("earning", [DEAL, LIFE])
@pytest.mark.parametrize(("trigger", "event"), [("project_start", "d-start"), ("completion", "d-completed")])
def test_payments_of_a_deal_do_not_count_beside_its_value(earning: str, trigger: str, event: str) -> None:
    ledger = reckoned(
        agreement(received=earning, trigger=trigger),
        referral(
            "a1",
            "2025-02-03",
            deals="d 20000 start=2025-04-01 completed=2025-06-02",
            payments="p1 2025-03-03 10000; p2 2025-05-05 10000",
        ),
    )
    # 10,000 x 5 % + 10,000 x 10 % = 500 + 1,000, whatever was paid by then
    assert amounts(ledger) == {f"a1/{event}/accrual/werft": "1500.00"}


def test_the_deals_of_a_client_s_life_follow_on_each_other() -> None:
    ledger = reckoned(
        agreement(received=LIFE, trigger="completion"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 8000 completed=2025-03-03; x 6000 completed=2025-05-05",
            payments="p1 2025-04-01 8000",
        ),
    )
    # 8,000 x 5 %; 2,000 x 5 % + 4,000 x 10 % = 100 + 400
    assert amounts(ledger) == {"a1/d-completed/accrual/werft": "400.00", "a1/x-completed/accrual/werft": "500.00"}


def test_months_of_a_retainer_count_beside_deals_that_earn_at_their_start() -> None:
    ledger = reckoned(
        agreement(received=LIFE, trigger="project_start"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 9000 start=2025-03-03; run 12000 kind=retainer months=12 start=2025-04-01",
            payments="p1 2025-04-02 2000 deal=run; p2 2025-05-02 2000 deal=run; p3 2025-05-03 9000",
        ),
    )
    assert amounts(ledger) == {
        "a1/d-start/accrual/werft": "450.00",  # 9,000 x 5 %
        "a1/p1/accrual/werft": "150.00",  # 1,000 x 5 % + 1,000 x 10 %
        "a1/p2/accrual/werft": "200.00",  # 11,000 before: 2,000 x 10 %
    }


def test_what_a_refund_gives_back_of_an_invoice_counts_no_longer() -> None:
    ledger = reckoned(
        agreement(received=DEAL, trigger="invoice", clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-02-03",
            invoices="i1 2025-03-03 10000; i2 2025-05-05 10000",
            payments="p1 2025-03-10 10000",
            refunds="r1 p1 2025-04-01 4000",
        ),
    )
    assert amounts(ledger) == {
        "a1/i1/accrual/werft": "500.00",  # 10,000 x 5 %
        "a1/r1/clawback/werft": "-200.00",  # 500 x 4,000/10,000
        "a1/i2/accrual/werft": "800.00",  # 6,000 before: 4,000 x 5 % + 6,000 x 10 %
    }


TEN = share_of_payments("10%")


@pytest.mark.parametrize(("trigger", "event"), [("project_start", "d-start"), ("completion", "d-completed")])
@pytest.mark.parametrize(
    ("refund", "earned"),
    [
        ("2025-03-10 5000", "500.00"),  # (10,000 - 5,000) x 10 %
        ("2025-03-10 5000 booked=2025-07-01", "1000.00"),  # not in the books by then
        ("2025-07-01 5000", "1000.00"),  # on the day itself: the deal comes first
        ("2025-03-10 10000", None),
    ],
)
def test_what_went_back_before_a_deal_counts_does_not_earn(
    trigger: str, event: str, refund: str, earned: str | None
) -> None:
    day = {"project_start": "start", "completion": "completed"}[trigger]
    ledger = reckoned(
        agreement(received=TEN, trigger=trigger),
        referral(
            "a1",
            "2025-02-03",
            deals=f"d 10000 {day}=2025-07-01; x 10000",
            payments="p1 2025-03-03 10000",
            refunds=f"r1 p1 {refund}",
        ),
    )
    assert amounts(ledger).get(f"a1/{event}/accrual/werft") == earned
    if earned is None:
        assert reasons(ledger)[f"a1/{event}"] == "nothing_eligible"


def test_a_refund_of_another_deal_leaves_this_one_whole() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="completion"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 10000 completed=2025-07-01; x 10000",
            payments="p1 2025-03-03 5000 deal=x",
            refunds="r1 p1 2025-04-01 5000",
        ),
    )
    assert amounts(ledger) == {"a1/d-completed/accrual/werft": "1000.00"}


def test_refunds_before_and_after_completion_take_back_all_that_was_earned() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="completion", clawback="{window_days: 365, method: by_amount}"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 10000 completed=2025-07-01",
            payments="p1 2025-03-03 10000",
            refunds="r1 p1 2025-06-02 5000; r2 p1 2025-08-04 2000; r3 p1 2025-09-01 3000",
        ),
    )
    assert amounts(ledger) == {
        "a1/d-completed/accrual/werft": "500.00",  # (10,000 - 5,000) x 10 %
        "a1/r2/clawback/werft": "-200.00",  # 500 x 2,000/5,000
        "a1/r3/clawback/werft": "-300.00",  # 500 x 5,000/5,000 - 200
    }
    assert reasons(ledger) == {"a1/r1": "nothing_to_take_back"}


def test_a_refund_before_completion_counts_for_its_own_bands_once() -> None:
    ledger = reckoned(
        agreement(received=LIFE, trigger="completion"),
        referral(
            "a1",
            "2025-02-03",
            deals="d 10000 completed=2025-07-01; x 8000 completed=2025-08-01",
            payments="p1 2025-03-03 10000",
            refunds="r1 p1 2025-06-02 5000",
        ),
    )
    # 5,000 x 5 %; 5,000 before: 5,000 x 5 % + 3,000 x 10 % = 250 + 300
    assert amounts(ledger) == {"a1/d-completed/accrual/werft": "250.00", "a1/x-completed/accrual/werft": "550.00"}
