"""What is taken back when a client is refunded."""

import pytest
from ledgerwork import (
    agreement,
    amounts,
    balance,
    booked,
    reasons,
    reckoned,
    referral,
    share_of_payments,
    since,
)

TEN = share_of_payments("10%")
BY_AMOUNT = "{window_days: 90, method: by_amount}"
BY_TIME = "{window_days: 365, method: by_time}"


@pytest.mark.parametrize(
    ("refund", "taken"),
    [
        ("2025-04-01", "-100.00"),
        ("2025-06-30", "-100.00"),  # 1 April + 90 days
        ("2025-06-30 booked", "-100.00"),  # learned in September
        ("2025-07-01", None),
    ],
)
def test_the_window_runs_from_the_payment_last_day_included(refund: str, taken: str | None) -> None:
    on, _, late = refund.partition(" ")
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-01 1000",
            refunds=f"r1 p1 {on} 1000{' booked=2025-09-01' if late else ''}",
        ),
    )
    if taken is None:
        assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00"}
        assert reasons(ledger) == {"a1/r1": "refund_after_window"}
        assert since(ledger) == {"a1/r1": "2025-06-30"}
    else:
        assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00", "a1/r1/clawback/werft": taken}
        (clawback,) = (line for line in ledger.lines if line.kind == "clawback")
        assert clawback.answers == "2025-03-03-werft-a1/p1/accrual/werft"


def test_the_window_runs_from_the_day_of_payment_also_where_that_was_learned_late() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000 booked=2025-06-02", refunds="r1 p1 2025-07-01 1000"),
    )
    assert balance(ledger) == "100.00"
    assert reasons(ledger) == {"a1/r1": "refund_after_window"}


def test_without_the_words_nothing_is_taken_back() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-04-02 1000"),
    )
    assert balance(ledger) == "100.00"
    assert reasons(ledger) == {"a1/r1": "no_clawback_agreed"}


def test_in_proportion_to_the_refund_and_never_more_than_was_earned() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-01 1000",
            refunds="r1 p1 2025-04-08 600; r2 p1 2025-04-09 600; r3 p1 2025-04-10 1",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",
        "a1/r1/clawback/werft": "-60.00",  # 100 x 600/1,000
        "a1/r2/clawback/werft": "-40.00",  # 60 more would be 120 of 100
    }
    assert reasons(ledger) == {"a1/r3": "nothing_to_take_back"}


@pytest.mark.parametrize(("eligible", "earned"), [("0.50", "0.05"), ("0.40", "0.04"), ("1.00", "0.10")])
def test_refunds_in_thirds_take_back_what_was_earned_and_no_more(eligible: str, earned: str) -> None:
    # A third of 0.05 is 0.0166, of 0.04 0.0133, of 0.10 0.0333: whatever the cents of each, nothing is left.
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-03-03",
            payments=f"p1 2025-04-01 3.00 eligible={eligible}",
            refunds="r1 p1 2025-04-08 1; r2 p1 2025-04-09 1; r3 p1 2025-04-10 1",
        ),
    )
    assert amounts(ledger)["a1/p1/accrual/werft"] == earned
    assert amounts(ledger)["a1/r1/clawback/werft"] == {"0.05": "-0.02", "0.04": "-0.01", "0.10": "-0.03"}[earned]
    assert balance(ledger) == "0.00"


@pytest.mark.parametrize(("refund", "due"), [("2025-04-20", "2025-05-01"), ("2025-06-02", "2025-06-02")])
def test_due_with_what_it_takes_back_or_on_its_own_day(refund: str, due: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds=f"r1 p1 {refund} 1000"),
    )
    # The payment's line is due 30 days after 1 April.
    assert booked(ledger) == {
        "a1/p1/accrual/werft": ("2025-04-01", "2025-05-01"),
        "a1/r1/clawback/werft": (refund, due),
    }


def test_a_clawback_of_a_payment_learned_late_is_due_by_the_books() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-04-20 1000 booked=2025-07-03"),
    )
    assert booked(ledger)["a1/r1/clawback/werft"] == ("2025-07-03", "2025-07-03")


def test_the_stored_amount_is_negated_whatever_terms_say_by_then() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        agreement(
            "b",
            received=share_of_payments("20%"),
            amends="a",
            effective="2025-05-01",
            signed="2025-04-20",
            applies_to="future_payments",
            clawback=BY_AMOUNT,
        ),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-05-05 500"),
    )
    assert amounts(ledger)["a1/r1/clawback/werft"] == "-50.00"  # 100 x 500/1,000, not 20 %


def test_a_clamped_line_gives_back_its_own_amount() -> None:
    ledger = reckoned(
        agreement(
            received=share_of_payments("10%", more="cap: {per: referral, amount: 50.00 EUR}"), clawback=BY_AMOUNT
        ),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-05-05 500"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "50.00",  # 100, clamped
        "a1/r1/clawback/werft": "-25.00",  # 50 x 500/1,000
    }


@pytest.mark.parametrize(
    ("deal", "refund", "taken"),
    [
        # Begun 10 January: to 9 February the first month, to 9 March the second, and so on.
        ("start=2025-01-10 ended_early=2025-01-20", "2025-01-22", "-66.00"),  # one used: 72 x 11/12
        ("start=2025-01-10 ended_early=2025-03-05", "2025-03-08", "-60.00"),  # two used: 72 x 10/12
        ("start=2025-01-10 ended_early=2025-03-15", "2025-03-20", "-54.00"),  # a started third: 72 x 9/12
        ("start=2025-01-10 ended_early=2025-12-20", "2025-12-22", None),  # the twelfth begun: nothing unused
    ],
)
def test_by_time_a_started_month_is_used(deal: str, refund: str, taken: str | None) -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("30%"), clawback=BY_TIME),
        referral(
            "a1",
            "2025-01-10",
            deals=f"d 240 kind=retainer months=12 {deal}",
            payments="p1 2025-01-10 240",
            refunds=f"r1 p1 {refund} 100",
        ),
    )
    assert amounts(ledger).get("a1/r1/clawback/werft") == taken
    if taken is None:
        assert reasons(ledger) == {"a1/r1": "nothing_to_take_back"}


@pytest.mark.parametrize(
    ("covers", "ended", "taken"),
    [
        # 30 % of 60.00 are 18.00.
        ("2025-03", "2025-02-28", "-18.00"),  # the month had not begun: all of it
        ("2025-03", "2025-03-01", None),  # it had: a started month counts as used
        ("2025-Q2", "2025-04-30", "-12.00"),  # one of three used: 18 x 2/3
        ("2025-Q2", "2025-05-01", "-6.00"),  # two: 18 x 1/3
        ("2025", "2025-02-28", "-15.00"),  # two of twelve: 18 x 10/12
    ],
)
def test_by_time_a_payment_goes_by_the_months_it_covers(covers: str, ended: str, taken: str | None) -> None:
    for months in ("months=12 ", ""):
        ledger = reckoned(
            agreement(received=share_of_payments("30%"), clawback=BY_TIME),
            referral(
                "a1",
                "2025-01-10",
                deals=f"d 240 kind=retainer {months}start=2025-01-01 ended_early={ended}",
                payments=f"p1 2025-02-10 60 covers={covers}",
                refunds="r1 p1 2025-06-10 60",
            ),
        )
        assert amounts(ledger).get("a1/r1/clawback/werft") == taken


def test_by_time_a_payment_that_covers_nothing_special_goes_by_the_whole_term() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("30%"), clawback=BY_TIME),
        referral(
            "a1",
            "2025-01-10",
            deals="d 240 kind=retainer months=12 start=2025-01-01 ended_early=2025-02-28",
            payments="p1 2025-02-10 60",
            refunds="r1 p1 2025-03-10 60",
        ),
    )
    # 30 % of 60.00 = 18.00; two of twelve months used: 18 x 10/12.
    assert amounts(ledger)["a1/r1/clawback/werft"] == "-15.00"


def test_by_time_what_a_deal_earned_goes_by_the_whole_term_whatever_a_payment_covers() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%"), trigger="project_start", clawback=BY_TIME),
        referral(
            "a1",
            "2025-01-10",
            deals="d 240 months=12 start=2025-01-10 ended_early=2025-04-09",
            payments="p1 2025-01-20 60 covers=2025-Q1",
            refunds="r1 p1 2025-04-12 60",
        ),
    )
    # 10 % of the 240.00 agreed = 24.00; three of twelve months used: 24 x 9/12.
    assert amounts(ledger)["a1/r1/clawback/werft"] == "-18.00"


def test_by_time_is_rounded_once() -> None:
    # 10 % of 1,000 = 100; seven of twelve months unused: 58.333...
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_TIME),
        referral(
            "a1",
            "2025-01-10",
            deals="d 1000 kind=retainer months=12 start=2025-01-10 ended_early=2025-06-02",
            payments="p1 2025-01-10 1000",
            refunds="r1 p1 2025-06-04 500",
        ),
    )
    assert amounts(ledger)["a1/r1/clawback/werft"] == "-58.33"


def test_where_invoices_earn_the_refund_is_set_against_the_invoice() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("4%"), trigger="invoice", clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-03-03",
            invoices="i1 2025-03-10 10000",
            payments="p1 2025-04-01 8000 invoice=i1",
            refunds="r1 p1 2025-05-05 4000",
        ),
    )
    assert amounts(ledger) == {
        "a1/i1/accrual/werft": "400.00",  # 10,000 x 4 %
        "a1/r1/clawback/werft": "-160.00",  # 400 x 4,000/10,000
    }


@pytest.mark.parametrize(("trigger", "event"), [("project_start", "d-start"), ("completion", "d-completed")])
def test_where_deals_earn_the_refund_is_set_against_the_deal(trigger: str, event: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, trigger=trigger, clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-03-03",
            deals="d 20000 start=2025-03-10 completed=2025-04-07",
            payments="p1 2025-04-01 5000",
            refunds="r1 p1 2025-05-05 5000",
        ),
    )
    assert amounts(ledger) == {
        f"a1/{event}/accrual/werft": "2000.00",  # 20,000 x 10 %
        "a1/r1/clawback/werft": "-500.00",  # 2,000 x 5,000/20,000
    }


def test_a_fee_is_not_taken_back() -> None:
    ledger = reckoned(
        agreement(received="{earn: flat, on: won, amount: 900.00 EUR}", clawback=BY_AMOUNT),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-05-05 1000"),
    )
    assert amounts(ledger) == {"a1/won/accrual/werft": "900.00"}


def test_claimants_give_back_their_own_shares() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-01 999.90",
            refunds="r1 p1 2025-05-05 333.30; r2 p1 2025-05-06 666.60",
            claims="[{partner: werft, basis: first_introduction, on: 2025-03-03}, "
            "{partner: kontor, basis: influence, on: 2025-03-04}]",
            decision="{on: 2025-03-10, by: mats, rule: agreed_split, reason: Both, "
            "shares: [{party: werft, share: 60%}, {party: kontor, share: 40%}]}",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "59.99",  # 99.99: 59.994
        "a1/p1/accrual/kontor": "40.00",  # 39.996
        "a1/r1/clawback/werft": "-20.00",  # 59.99/3 = 19.9966
        "a1/r1/clawback/kontor": "-13.33",  # 40/3
        "a1/r2/clawback/werft": "-39.99",  # 59.99 x 2/3 = 39.9933
        "a1/r2/clawback/kontor": "-26.67",  # 40 x 2/3 = 26.666
    }


def test_a_refund_of_what_earned_nothing_takes_nothing_back() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000 eligible=0", refunds="r1 p1 2025-05-05 1000"),
    )
    assert amounts(ledger) == {}
    assert reasons(ledger) == {"a1/p1": "nothing_eligible", "a1/r1": "nothing_to_take_back"}


def test_what_partners_owe_is_taken_back_as_well() -> None:
    ledger = reckoned(
        agreement(sent=TEN, clawback=BY_AMOUNT),
        referral("s1", "2025-03-03", direction="sent", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-05-05 250"),
    )
    assert amounts(ledger) == {"s1/p1/accrual/us": "100.00", "s1/r1/clawback/us": "-25.00"}
    assert balance(ledger, direction="receivable") == "75.00"


def test_where_invoices_earn_the_window_still_runs_from_the_payment() -> None:
    for refund, taken in (("2025-08-30", "-40.00"), ("2025-08-31", None)):  # 1 June + 90 days
        ledger = reckoned(
            agreement(received=share_of_payments("4%"), trigger="invoice", clawback=BY_AMOUNT),
            referral(
                "a1",
                "2025-03-03",
                invoices="i1 2025-03-10 10000",
                payments="p1 2025-06-01 8000 invoice=i1",
                refunds=f"r1 p1 {refund} 1000",
            ),
        )
        assert amounts(ledger).get("a1/r1/clawback/werft") == taken  # 400 x 1,000/10,000


def test_more_than_was_paid_takes_back_no_more_than_was_earned() -> None:
    ledger = reckoned(
        agreement(received=TEN, clawback=BY_AMOUNT),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", refunds="r1 p1 2025-05-05 1500"),
    )
    assert balance(ledger) == "0.00"
