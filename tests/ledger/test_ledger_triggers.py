"""What makes something earned: milestones, invoices, deals begun or completed, months of a retainer."""

import pytest
from ledgerwork import agreement, amounts, balance, booked, reasons, reckoned, referral, share_of_payments

TEN = share_of_payments("10%")


def fee(on: str, more: str = "") -> str:
    return f"{{earn: flat, on: {on}, amount: 150.00 EUR{more}}}"


@pytest.mark.parametrize(
    ("on", "steps", "event", "day"),
    [
        ("submitted", "acknowledged 2025-03-04", "submitted", "2025-03-03"),
        ("submitted", "declined 2025-03-04", "submitted", "2025-03-03"),
        ("qualified", "qualified 2025-03-10; won 2025-04-07", "qualified", "2025-03-10"),
        ("qualified", "meeting 2025-03-11; won 2025-04-07", "qualified", "2025-03-11"),  # the first at or after it
        ("qualified", "lost 2025-03-12", "qualified", "2025-03-12"),
        ("qualified", "qualified 2025-03-10; withdrawn 2025-03-12", "qualified", "2025-03-10"),
        ("qualified", "contacted 2025-03-10; withdrawn 2025-03-12", None, ""),
        ("qualified", "declined 2025-03-12", None, ""),
        ("qualified", "contacted 2025-03-12", None, ""),
        ("won", "qualified 2025-03-10; won 2025-04-07", "won", "2025-04-07"),
        ("won", "won 2025-04-07T23:30", "won", "2025-04-07"),
        ("won", "proposal 2025-03-10", None, ""),
        ("won", "lost 2025-03-10", None, ""),
    ],
)
def test_a_fee_is_earned_at_its_milestone(on: str, steps: str, event: str | None, day: str) -> None:
    ledger = reckoned(agreement(received=fee(on), net_days=14), referral("a1", "2025-03-03", steps=steps))
    if event is None:
        assert amounts(ledger) == {}
        return
    assert amounts(ledger) == {f"a1/{event}/accrual/werft": "150.00"}
    (line,) = ledger.lines
    assert str(line.booked) == day
    assert line.due is not None
    assert (line.due - line.booked).days == 14


def test_a_fee_of_a_milestone_learned_late_is_booked_late() -> None:
    ledger = reckoned(
        agreement(received=fee("won")), referral("a1", "2025-03-03", steps="won 2025-03-10 booked=2025-04-15")
    )
    # due 30 days after the win
    assert booked(ledger) == {"a1/won/accrual/werft": ("2025-04-15", "2025-04-09")}


def test_a_fee_is_earned_once_whatever_the_client_pays() -> None:
    ledger = reckoned(
        agreement(received=fee("won")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000; p2 2025-05-02 1000"),
    )
    assert amounts(ledger) == {"a1/won/accrual/werft": "150.00"}


def test_a_win_in_the_tail_earns_its_fee_unless_all_stops() -> None:
    for after_end, earned in (("continue", "150.00"), ("stop", "0")):
        ledger = reckoned(
            agreement(received=fee("won"), expires="2025-06-30", tail_months="3", terms=f"after_end: {after_end}"),
            referral("a1", "2025-06-02", steps="won 2025-07-10"),
        )
        assert balance(ledger) == earned


def test_an_invoice_earns_and_its_payments_do_not() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="invoice", net_days=14),
        referral(
            "a1",
            "2025-03-03",
            invoices="i1 2025-03-10 4000; i2 2025-04-10 6000 eligible=5000 booked=2025-05-05",
            payments="p1 2025-06-02 4000 invoice=i1",
        ),
    )
    assert amounts(ledger) == {"a1/i1/accrual/werft": "400.00", "a1/i2/accrual/werft": "500.00"}
    assert booked(ledger) == {
        "a1/i1/accrual/werft": ("2025-03-10", "2025-03-24"),
        "a1/i2/accrual/werft": ("2025-05-05", "2025-04-24"),
    }


@pytest.mark.parametrize(
    ("trigger", "event", "day"),
    [("project_start", "d-start", "2025-03-17"), ("completion", "d-completed", "2025-06-30")],
)
def test_a_deal_earns_by_its_value(trigger: str, event: str, day: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger=trigger, net_days=0),
        referral(
            "a1",
            "2025-03-03",
            deals="d 20000 start=2025-03-17 completed=2025-06-30; x 5000",
            payments="p1 2025-04-01 9000",
        ),
    )
    assert amounts(ledger) == {f"a1/{event}/accrual/werft": "2000.00"}  # 20,000 x 10 %; x has not begun
    assert booked(ledger) == {f"a1/{event}/accrual/werft": (day, day)}


def test_a_start_learned_late_is_booked_late() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="project_start"),
        referral("a1", "2025-03-03", deals="d 20000 start=2025-03-17 booked=2025-05-05"),
    )
    assert booked(ledger) == {"a1/d-start/accrual/werft": ("2025-05-05", "2025-04-16")}  # 17 March + 30 days


def test_a_start_before_the_win_waits_for_it() -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger="project_start"),
        referral("a1", "2025-03-03", steps="won 2025-03-20", deals="d 20000 signed=2025-03-10 start=2025-03-17"),
    )
    assert booked(ledger) == {"a1/d-start/accrual/werft": ("2025-03-20", "2025-04-19")}  # 20 March + 30 days


@pytest.mark.parametrize("trigger", ["project_start", "completion"])
def test_months_of_a_retainer_are_payments(trigger: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger=trigger),
        referral(
            "a1",
            "2025-03-03",
            deals="d 20000 start=2025-03-17 completed=2025-05-30; run 12000 kind=retainer months=12 start=2025-04-01",
            payments="p1 2025-04-02 1000 deal=run; p2 2025-05-02 1000 deal=run; p3 2025-05-03 5000",
        ),
    )
    event = {"project_start": "d-start", "completion": "d-completed"}[trigger]
    assert amounts(ledger) == {
        f"a1/{event}/accrual/werft": "2000.00",
        "a1/p1/accrual/werft": "100.00",
        "a1/p2/accrual/werft": "100.00",
    }


@pytest.mark.parametrize(
    ("net_days", "on", "due"),
    [
        (0, "2025-04-01", "2025-04-01"),
        (30, "2025-01-31", "2025-03-02"),
        (30, "2024-01-31", "2024-03-01"),  # a leap year
        (30, "2025-04-18", "2025-05-18"),  # Good Friday and a Sunday: nothing is shifted
        (365, "2024-02-29", "2025-02-28"),
    ],
)
def test_due_after_calendar_days(net_days: int, on: str, due: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, net_days=net_days), referral("a1", "2024-01-01", payments=f"p1 {on} 1000")
    )
    assert booked(ledger) == {"a1/p1/accrual/werft": (on, due)}


def test_a_hold_changes_nothing_of_what_is_earned() -> None:
    lines = [
        reckoned(agreement(received=TEN), referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", hold=hold)).lines
        for hold in (
            "",
            "{since: 2025-04-01, reason: Asked back}",
            "{since: 2025-03-03, reason: x, released: 2025-05-05}",
        )
    ]
    assert [[(str(line.amount), str(line.due)) for line in ledger] for ledger in lines] == [
        [("100.00 EUR", "2025-05-01")]
    ] * 3


def test_what_is_not_there_yet_is_not_booked() -> None:
    records = (
        agreement(received=TEN, clawback="{window_days: 90, method: by_amount}"),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-01 1000; p2 2025-04-02 1000 booked=2025-04-20",
            refunds="r1 p1 2025-04-10 1000",
        ),
    )
    for day, balances in (
        ("2025-03-31", "0"),
        ("2025-04-01", "100.00"),
        ("2025-04-09", "100.00"),
        ("2025-04-10", "0.00"),
        ("2025-04-19", "0.00"),
        ("2025-04-20", "100.00"),
    ):
        assert balance(reckoned(*records, as_of=day)) == balances


def test_without_anything_there_is_nothing() -> None:
    ledger = reckoned()
    assert (ledger.lines, ledger.unearned) == ((), ())
    assert reasons(reckoned(agreement(received=TEN))) == {}


def test_a_fee_that_was_earned_stays_when_the_win_comes_too_late() -> None:
    records = (
        agreement(received=fee("submitted"), expires="2025-06-30"),
        referral("a1", "2025-06-02", steps="won 2025-09-01"),
    )
    # Earned on the day it was submitted; a later event never moves an earlier line.
    assert amounts(reckoned(*records, as_of="2025-08-31")) == {"a1/submitted/accrual/werft": "150.00"}
    assert amounts(reckoned(*records)) == {"a1/submitted/accrual/werft": "150.00"}


def test_a_refund_before_the_win_leaves_nothing() -> None:
    records = (
        agreement(received=TEN, clawback="{window_days: 90, method: by_amount}"),
        referral(
            "a1",
            "2025-03-03",
            steps="won 2025-04-10",
            payments="p1 2025-03-20 1000; p2 2025-03-21 500",
            refunds="r1 p1 2025-03-25 1000",
        ),
    )
    assert balance(reckoned(*records, as_of="2025-04-09")) == "0"
    assert balance(reckoned(*records)) == "50.00"  # 500 x 10 %


def test_an_invoice_learned_late_moves_no_line_of_its_payment() -> None:
    records = (
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            invoices="i1 2025-03-10 10000 eligible=5000 booked=2025-05-05",
            payments="p1 2025-04-01 8000 invoice=i1",
        ),
    )
    # Nothing was known of a part that is not eligible: 8,000 x 10 %
    assert amounts(reckoned(*records, as_of="2025-04-02")) == {"a1/p1/accrual/werft": "800.00"}
    assert amounts(reckoned(*records)) == {"a1/p1/accrual/werft": "800.00"}


def test_a_deal_signed_later_moves_no_earlier_line() -> None:
    records = (
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            deals="d 1000 signed=2025-05-05; x 1000",
            payments="p1 2025-04-01 1000; p2 2025-04-01 500 deal=x",
        ),
    )
    before = reckoned(*records, as_of="2025-05-04")
    after = reckoned(*records)
    assert [line.id for line in before.lines] == [line.id for line in after.lines if str(line.booked) <= "2025-05-04"]
    assert balance(after) == "150.00"  # 1,000 and 500 x 10 %, whenever booked
