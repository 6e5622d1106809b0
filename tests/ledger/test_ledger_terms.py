"""Which terms hold, on every day on which that changes."""

import pytest
from ledgerwork import agreement, amounts, balance, bands, reasons, reckoned, referral, share_of_payments, since

TEN = share_of_payments("10%")
TWENTY = share_of_payments("20%")


def paid(received: str, won: str, on: str, more: str = "") -> tuple[str, str]:
    return referral("a1", received, steps=f"won {won}", payments=f"p1 {on} 1000 {more}".strip())


@pytest.mark.parametrize(
    ("received", "earned"),
    [("2025-01-31", "0"), ("2025-02-01", "100.00"), ("2025-12-31", "100.00"), ("2026-01-01", "0")],
)
def test_the_first_and_last_day_belong_to_an_agreement(received: str, earned: str) -> None:
    # 1,000 x 10 %, within a tail of twelve months
    ledger = reckoned(
        agreement(received=TEN, effective="2025-02-01", expires="2025-12-31", tail_months="12"),
        paid(received, "2026-02-02", "2026-03-02"),
    )
    assert balance(ledger) == earned
    assert set(reasons(ledger).values()) == (set() if earned != "0" else {"no_agreement"})


@pytest.mark.parametrize(
    ("expires", "months", "won", "last"),
    [
        ("2025-06-15", "3", "2025-09-15", None),
        ("2025-06-15", "3", "2025-09-16", "2025-09-15"),
        ("2025-08-31", "6", "2026-02-28", None),  # no 31 February: the month's last day
        ("2025-08-31", "6", "2026-03-01", "2026-02-28"),
        ("2023-08-31", "6", "2024-02-29", None),  # a leap year
        ("2024-02-29", "12", "2025-02-28", None),
        ("2024-02-29", "12", "2025-03-01", "2025-02-28"),
        ("2025-06-15", "0", "2025-06-15", None),
        ("2025-06-15", "0", "2025-06-16", "2025-06-15"),
    ],
)
def test_a_tail_ends_on_its_last_day(expires: str, months: str, won: str, last: str | None) -> None:
    ledger = reckoned(
        agreement(received=TEN, effective="2023-02-01", expires=expires, tail_months=months),
        paid("2023-03-03", won, "2026-04-01"),
    )
    if last is None:
        assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00"}  # 1,000 x 10 %
    else:
        assert amounts(ledger) == {}
        assert reasons(ledger) == {"a1/p1": "won_after_tail"}
        assert since(ledger) == {"a1/p1": last}


def test_a_notice_ends_it_like_an_expiry() -> None:
    ended = "{on: 2025-06-10, by: us, effective: 2025-08-31, reason: x}"
    for won, earned in (("2025-09-30", "100.00"), ("2025-10-01", "0")):
        ledger = reckoned(
            agreement(received=TEN, terminated=ended, tail_months="1"), paid("2025-08-31", won, "2025-11-03")
        )
        assert balance(ledger) == earned


@pytest.mark.parametrize(
    ("after_end", "on", "more", "earned"),
    [
        ("stop", "2025-06-30", "", "100.00"),
        ("stop", "2025-06-30", "booked=2025-08-04", "100.00"),  # it happened in time
        ("stop", "2025-07-01", "", "0"),
        ("continue", "2025-07-01", "", "100.00"),
        ("continue", "2028-07-01", "", "100.00"),
    ],
)
def test_payments_after_the_end_earn_only_where_it_is_agreed(after_end: str, on: str, more: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, expires="2025-06-30", terms=f"after_end: {after_end}"),
        paid("2025-03-03", "2025-03-10", on, more),
    )
    assert balance(ledger) == earned
    assert reasons(ledger) == ({} if earned != "0" else {"a1/p1": "paid_after_end"})


def test_an_amendment_is_for_referrals_to_come() -> None:
    old = agreement(received=TEN, terms="after_end: stop")
    new = agreement("b", received=TWENTY, amends="a", effective="2025-07-01", signed="2025-06-02")
    ledger = reckoned(
        old,
        new,
        referral("a1", "2025-06-30", payments="p1 2025-06-30 1000; p2 2025-07-01 1000"),
        referral("a2", "2025-07-01", payments="p1 2025-07-01 1000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",
        "a1/p2/accrual/werft": "100.00",  # what amends it carries on: it has not ended
        "a2/p1/accrual/werft": "200.00",
    }
    assert [line.agreement for line in ledger.lines] == ["a", "a", "b"]


def test_an_amendment_for_payments_to_come_goes_by_the_day_they_happen() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        agreement(
            "b", received=TWENTY, amends="a", effective="2025-07-01", signed="2025-06-02", applies_to="future_payments"
        ),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-06-30 1000; p2 2025-06-29 1000 booked=2025-07-08; p3 2025-07-01 1000",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",  # the day before
        "a1/p2/accrual/werft": "100.00",  # happened before, booked after
        "a1/p3/accrual/werft": "200.00",  # its first day
    }


def test_what_was_not_signed_changes_nothing() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        agreement("b", received=TWENTY, amends="a", effective="2025-07-01", signed="~", applies_to="future_payments"),
        paid("2025-03-03", "2025-03-10", "2025-08-04"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00"}


def test_of_two_agreements_the_referral_names_one() -> None:
    both = (agreement(received=TEN), agreement("b", received=TWENTY))
    nobody_knows = reckoned(*both, paid("2025-03-03", "2025-03-10", "2025-04-01"))
    assert amounts(nobody_knows) == {}
    assert set(reasons(nobody_knows).values()) == {"two_agreements"}
    named = reckoned(*both, referral("a1", "2025-03-03", payments="p1 2025-04-01 1000", agreement="b"))
    assert amounts(named) == {"a1/p1/accrual/werft": "200.00"}


def test_a_reopened_referral_keeps_the_terms_of_the_first() -> None:
    ledger = reckoned(
        agreement(received=TEN, expires="2025-06-30", tail_months="6"),
        agreement("b", received=TWENTY, effective="2025-07-01", signed="2025-06-02"),
        referral("a1", "2025-03-03", steps="lost 2025-04-01", deals="", client="hanse"),
        referral("a2", "2025-08-04", client="hanse", payments="p1 2025-09-01 1000", reopens="2025-03-03-werft-a1"),
    )
    assert amounts(ledger) == {"a2/p1/accrual/werft": "100.00"}  # 10 %, not 20 %


def test_places_run_on_from_one_agreement_to_the_next() -> None:
    steps = bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", "3: 30%", "4: 40%", more="counts: won")
    ledger = reckoned(
        agreement(received=steps, expires="2025-06-30"),
        agreement("b", received=steps, effective="2025-07-01", signed="2025-06-02"),
        referral("a1", "2025-03-03", payments="p1 2025-09-01 1000"),
        referral("a2", "2025-06-30", payments="p1 2025-09-01 1000"),
        referral("a3", "2025-07-01", payments="p1 2025-09-01 1000"),
        # The other direction and another partner have counts of their own.
        referral("s1", "2025-03-01", direction="sent", payments="p1 2025-09-01 1000"),
        agreement("k", partner="kontor", received=steps),
        referral("k1", "2025-03-02", partner="kontor", payments="p1 2025-09-01 1000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",  # first
        "a2/p1/accrual/werft": "200.00",  # second
        "a3/p1/accrual/werft": "300.00",  # third, the first under b
        "k1/p1/accrual/kontor": "100.00",
    }


def test_nothing_is_earned_before_the_win() -> None:
    open_still = reckoned(
        agreement(received=TEN),
        referral("a1", "2025-03-03", steps="proposal 2025-03-20", payments="p1 2025-03-25 1000"),
    )
    assert amounts(open_still) == {}
    assert reasons(open_still) == {"a1/p1": "not_won"}
    lost = reckoned(
        agreement(received=TEN), referral("a1", "2025-03-03", steps="lost 2025-03-20", payments="p1 2025-03-10 1000")
    )
    assert balance(lost) == "0"


def test_what_came_before_the_win_is_booked_on_its_day() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral("a1", "2025-03-03", steps="won 2025-04-10", payments="p1 2025-03-20 1000; p2 2025-04-10 500"),
    )
    assert {line.event: (str(line.amount), str(line.booked), str(line.due)) for line in ledger.lines} == {
        "p1": ("100.00 EUR", "2025-04-10", "2025-05-10"),  # due 30 days after the win
        "p2": ("50.00 EUR", "2025-04-10", "2025-05-10"),
    }


def test_of_the_shares_of_directions_each_has_its_own() -> None:
    ledger = reckoned(
        agreement(received=TEN, sent=TWENTY),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
        referral("s1", "2025-03-03", direction="sent", payments="p1 2025-04-01 1000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00", "s1/p1/accrual/us": "200.00"}
    assert balance(ledger, direction="receivable") == "200.00"
    assert {line.direction for line in ledger.lines if line.partner == "werft"} == {"payable", "receivable"}


def test_an_agreement_without_money_earns_nothing() -> None:
    ledger = reckoned(agreement(), referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"))
    assert amounts(ledger) == {}
    assert set(reasons(ledger).values()) == {"earns_nothing"}


def test_money_counts_as_revenue_across_successive_terms() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        agreement(
            "b",
            received=bands("revenue", "step", "calendar_year", "0 5%", "10000 7%"),
            amends="a",
            effective="2025-07-01",
            signed="2025-06-02",
            applies_to="future_payments",
        ),
        referral("a1", "2025-03-03", payments="p1 2025-06-30 10000; p2 2025-07-01 1000"),
    )
    # 10,000 x 10 %; the partner's eligible money of the year is 10,000 by then: 1,000 x 7 %
    assert amounts(ledger) == {"a1/p1/accrual/werft": "1000.00", "a1/p2/accrual/werft": "70.00"}


def test_the_last_minute_of_a_year_belongs_to_it() -> None:
    ledger = reckoned(
        agreement(received=bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", more="counts: submitted")),
        referral("a1", "2025-12-31T08:00", payments="p1 2026-02-02 1000"),
        referral("a2", "2025-12-31T23:59", payments="p1 2026-02-02 1000"),
        referral("a3", "2026-01-01T00:00", payments="p1 2026-02-02 1000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",
        "a2/p1/accrual/werft": "200.00",
        "a3/p1/accrual/werft": "100.00",
    }


@pytest.mark.parametrize(("won", "earned"), [("2025-12-31", "100.00"), ("2026-01-01", "0")])
def test_the_end_is_that_of_what_amends_it(won: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=TEN, expires="2025-06-30"),
        agreement("b", received=TWENTY, amends="a", effective="2025-07-01", signed="2025-06-02", expires="2025-12-31"),
        paid("2025-06-02", won, "2026-02-02"),
    )
    assert balance(ledger) == earned  # by the terms of the first


@pytest.mark.parametrize(("won", "fee"), [("2025-06-30", "900.00"), ("2025-07-01", "1200.00")])
def test_an_amendment_for_what_is_to_come_changes_fees_from_its_first_day(won: str, fee: str) -> None:
    ledger = reckoned(
        agreement(received="{earn: flat, on: won, amount: 900.00 EUR}"),
        agreement(
            "b",
            received="{earn: flat, on: won, amount: 1200.00 EUR}",
            amends="a",
            effective="2025-07-01",
            signed="2025-06-02",
            applies_to="future_payments",
        ),
        referral("a1", "2025-06-02", steps=f"won {won}"),
    )
    assert amounts(ledger) == {"a1/won/accrual/werft": fee}
