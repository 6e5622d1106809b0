"""Which invoices a refund reaches: those its payment covered, oldest first."""

import pytest
from ledgerwork import agreement, amounts, balance, bands, booked, reasons, reckoned, referral, share_of_payments

BY_AMOUNT = "{window_days: 180, method: by_amount}"
TEN = share_of_payments("10%")
TWO = "i1 2025-03-03 6000; i2 2025-03-10 4000"
EARNED = {"a1/i1/accrual/werft": "600.00", "a1/i2/accrual/werft": "400.00"}  # 6,000 and 4,000 x 10 %


@pytest.mark.parametrize(
    ("payments", "refunds", "taken"),
    [
        # all of both
        ("p1 2025-04-01 10000", "r1 p1 2025-05-05 10000", {"r1": "-600.00", "r1-i2": "-400.00"}),
        # the payment names one and pays more than that
        ("p1 2025-04-01 10000 invoice=i1", "r1 p1 2025-05-05 10000", {"r1": "-600.00", "r1-i2": "-400.00"}),
        ("p1 2025-04-01 10000 invoice=i2", "r1 p1 2025-05-05 10000", {"r1": "-600.00", "r1-i2": "-400.00"}),
        # 7,000: 6,000 of the older, 1,000 of the other: 400 x 1,000/4,000
        ("p1 2025-04-01 10000", "r1 p1 2025-05-05 7000", {"r1": "-600.00", "r1-i2": "-100.00"}),
        # 5,000 of the older: 600 x 5,000/6,000; then its last 1,000, and 2,000 of the other: 400 x 2,000/4,000
        (
            "p1 2025-04-01 10000",
            "r1 p1 2025-05-05 5000; r2 p1 2025-05-06 3000",
            {"r1": "-500.00", "r2": "-100.00", "r2-i2": "-200.00"},
        ),
        # the first payment covered the older, the second the other
        ("p1 2025-04-01 6000; p2 2025-04-02 4000", "r1 p2 2025-05-05 4000", {"r1": "-400.00"}),
        # the second covered the last 1,000 of the older and the other: 600 x 1,000/6,000
        (
            "p1 2025-04-01 5000; p2 2025-04-02 5000",
            "r1 p2 2025-05-05 5000",
            {"r1": "-100.00", "r1-i2": "-400.00"},
        ),
        # what names its invoice covers it, whoever paid first
        ("p1 2025-04-01 4000; p2 2025-04-02 6000 invoice=i1", "r1 p1 2025-05-05 4000", {"r1": "-400.00"}),
        # 2,000 were paid beyond all invoices: the first 10,000 given back are those that covered them
        ("p1 2025-04-01 12000", "r1 p1 2025-05-05 11000", {"r1": "-600.00", "r1-i2": "-400.00"}),
        # paid before either was written
        ("p1 2025-02-20 10000", "r1 p1 2025-05-05 10000", {"r1": "-600.00", "r1-i2": "-400.00"}),
    ],
)
def test_a_refund_reaches_all_its_payment_covered(payments: str, refunds: str, taken: dict[str, str]) -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", clawback=BY_AMOUNT),
        referral("a1", "2025-02-03", invoices=TWO, payments=payments, refunds=refunds),
    )
    expected = {f"a1/{event}/clawback/werft": amount for event, amount in taken.items()}
    assert amounts(ledger) == EARNED | expected
    answered = {line.id.split("/")[1]: line.answers for line in ledger.lines if line.kind == "clawback"}
    assert all(line.endswith("/i2/accrual/werft") for event, line in answered.items() if event.endswith("-i2"))


def test_each_is_due_with_what_it_takes_back() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", net_days=60, clawback=BY_AMOUNT),
        referral("a1", "2025-02-03", invoices=TWO, payments="p1 2025-04-01 10000", refunds="r1 p1 2025-05-05 10000"),
    )
    days = booked(ledger)
    assert days["a1/r1/clawback/werft"] == ("2025-05-05", "2025-05-05")  # 3 March + 60 days is 2 May
    assert days["a1/r1-i2/clawback/werft"] == ("2025-05-05", "2025-05-09")  # 10 March + 60 days


def test_an_invoice_learned_after_the_refund_moves_nothing() -> None:
    records = (
        agreement(received=TEN, trigger="invoice", clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-02-03",
            invoices="i1 2025-03-03 6000 booked=2025-06-02; i2 2025-03-10 4000",
            payments="p1 2025-04-01 10000",
            refunds="r1 p1 2025-05-05 4000",
        ),
    )
    assert balance(reckoned(*records, as_of="2025-06-01")) == "0.00"
    # The older invoice was not known then, and earns in full once it is.
    assert amounts(reckoned(*records))["a1/r1/clawback/werft"] == "-400.00"


def test_after_the_window_nothing_is_taken_back_of_any() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", clawback="{window_days: 30, method: by_amount}"),
        referral("a1", "2025-02-03", invoices=TWO, payments="p1 2025-04-01 10000", refunds="r1 p1 2025-05-05 10000"),
    )
    assert amounts(ledger) == EARNED
    assert [one.reason for one in ledger.unearned] == ["refund_after_window"]


def test_a_payment_without_any_invoice_takes_nothing_back() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", clawback=BY_AMOUNT),
        referral("a1", "2025-02-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-05-05 1000"),
    )
    assert amounts(ledger) == {}
    assert reasons(ledger) == {"a1/r1": "nothing_to_take_back"}


def test_bands_of_a_period_are_lost_once_for_all_invoices() -> None:
    ledger = reckoned(
        agreement(
            received=bands("revenue", "retroactive", "calendar_year", "0 5%", "10000 10%"),
            trigger="invoice",
            clawback=BY_AMOUNT,
        ),
        referral(
            "a1",
            "2025-02-03",
            invoices="i0 2025-02-10 3000; i1 2025-03-03 6000; i2 2025-03-10 4000",
            payments="p0 2025-02-20 3000 invoice=i0; p1 2025-04-01 10000",
            refunds="r1 p1 2025-05-05 10000",
        ),
    )
    assert amounts(ledger) == {
        "a1/i0/accrual/werft": "150.00",  # 3,000 x 5 %
        "a1/i1/accrual/werft": "300.00",  # 9,000 in all: 6,000 x 5 %
        "a1/i2/accrual/werft": "400.00",  # 13,000 in all: 4,000 x 10 %
        "a1/i2/true_up/werft": "450.00",  # 9,000 x (10 % - 5 %)
        "a1/r1/clawback/werft": "-300.00",
        "a1/r1-i2/clawback/werft": "-400.00",
        "a1/r1/true_up/werft": "-450.00",  # 3,000 left at 5 %: 150 - (150 + 450)
    }


def test_unused_months_go_back_of_every_invoice_that_was_covered() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", clawback="{window_days: 365, method: by_time}"),
        referral(
            "a1",
            "2025-02-03",
            deals="{key: d, value: 10000.00 EUR, kind: project, months: 10, start: 2025-03-01, "
            "ended_early: 2025-05-31}",
            invoices=TWO,
            payments="p1 2025-04-01 10000",
            refunds="r1 p1 2025-06-02 5000",
        ),
    )
    # 7 of 10 months: 600 and 400 x 7/10
    assert amounts(ledger) == EARNED | {"a1/r1/clawback/werft": "-420.00", "a1/r1-i2/clawback/werft": "-280.00"}


def test_an_invoice_after_an_advance_was_given_back_earns_in_full() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", clawback="{window_days: 365, method: by_amount}"),
        referral(
            "a1",
            "2025-02-03",
            payments="p1 2025-03-03 4000; p2 2025-06-02 10000",
            refunds="r1 p1 2025-04-01 4000",
            invoices="i1 2025-05-02 10000",
        ),
    )
    # Nothing had been invoiced that the advance could have paid; the client then owed, and paid, 10,000.
    assert amounts(ledger) == {"a1/i1/accrual/werft": "1000.00"}
