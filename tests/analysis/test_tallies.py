"""Counts and sums, reckoned by hand on a small program."""

from decimal import Decimal

import pytest
from bookwork import book, day

from partnerbook.analysis import analyse
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.tallies import Flow, PartnerTally, Ratio, add_up, cash_of, tallies
from partnerbook.core.money import Money

DEAL = "deals: [{key: d, value: %s, kind: project}]"


def won(value: str, on: str = "2025-04-01", more: str = "") -> str:
    return f"milestones: {{won: {{on: {on}}}}}\n{DEAL % value}\n{more}"


PROGRAM = {
    "partners/werft": "",
    "partners/kontor": "name: Kontor",
    # Received: two won, one lost, one declined for fit, one declined for want of time, one withdrawn, two open.
    "referrals/2024-09-30-werft-a1": "received: 2024-09-30\n"
    + won(
        "10000.00 EUR",
        "2024-11-01",
        "payments: [{key: p1, deal: d, on: 2024-12-01, amount: 6000.00 EUR}, "
        "{key: p2, deal: d, on: 2025-01-15, booked: 2025-02-03, amount: 4000.00 EUR}]\n"
        "refunds: [{key: r1, payment: p1, on: 2025-03-01, amount: 1500.50 EUR}]",
    ),
    "referrals/2024-10-01-werft-a2": "received: 2024-10-01\n"
    + won("8000.00 CHF", "2024-12-01", "payments: [{key: p1, deal: d, on: 2025-02-01, amount: 8000.00 CHF}]"),
    "referrals/2025-01-07-werft-a3": "received: 2025-01-07\n"
    "milestones: {lost: {on: 2025-02-01}}\noutcome: {reason: price}",
    "referrals/2025-01-08-werft-a4": "received: 2025-01-08\n"
    "milestones: {declined: {on: 2025-01-09}}\noutcome: {reason: fit}",
    "referrals/2025-01-09-werft-a5": "received: 2025-01-09\n"
    "milestones: {declined: {on: 2025-01-10}}\noutcome: {reason: capacity}",
    "referrals/2025-01-10-werft-a6": "received: 2025-01-10\n"
    "milestones: {withdrawn: {on: 2025-02-10}}\noutcome: {reason: timing}",
    "referrals/2025-09-01-werft-a7": "received: 2025-09-01T09:15\nmilestones: {acknowledged: {on: 2025-09-01T10:00}}",
    "referrals/2025-09-30-werft-a8": "received: 2025-09-30T23:59",
    # Sent: one won, with money the partner reports.
    "referrals/2025-05-05-werft-b1": "received: 2025-05-05\ndirection: sent\n"
    + won("500.00 EUR", "2025-06-01", "payments: [{key: p1, deal: d, on: 2025-07-01, amount: 500.00 EUR}]"),
    "activities/2025-03-03-werft-check-in": "",
    "activities/2025-06-03-werft-event": "type: event\non: 2025-06-03T18:00\npartners: [werft, kontor]",
    "activities/2025-12-03-werft-event": "type: event\non: ~\nplanned: 2025-12-03",
}


def euros(text: str) -> Money:
    return Money.parse(f"{text} EUR")


def tally(as_of: str) -> PartnerTally:
    return tallies(known_by(book(PROGRAM), day(as_of)), day(as_of))["werft"]


def test_referrals_received() -> None:
    assert tally("2025-09-30").received == Flow(
        total=8,
        last_12_months=7,  # the one of 30 September 2024 has just left the window
        states=(
            ("acknowledged", 1),
            ("declined", 2),
            ("lost", 1),
            ("received", 1),
            ("withdrawn", 1),
            ("won", 2),
        ),
        open=2,
        won=2,
        conversion=Ratio(2, 4),  # won 2, lost 1, declined for fit 1; not the one without time, nor the withdrawn
        booked=(Money.parse("8000.00 CHF"), euros("10000.00")),
        cash=(Money.parse("8000.00 CHF"), euros("8499.50")),
        latest=day("2025-09-30"),
    )


def test_referrals_sent_are_counted_by_themselves() -> None:
    sent = tally("2025-09-30").sent
    assert (sent.total, sent.won, sent.open, sent.conversion) == (1, 1, 0, Ratio(1, 1))
    assert (sent.booked, sent.cash, sent.latest) == ((euros("500.00"),), (euros("500.00"),), day("2025-05-05"))


def test_a_partner_without_anything() -> None:
    kontor = tallies(book(PROGRAM), day("2025-09-30"))["kontor"]
    nothing = Flow(0, 0, (), 0, 0, Ratio(0, 0), (), (), None)
    assert (kontor.received, kontor.sent) == (nothing, nothing)
    assert (kontor.activities, kontor.latest_activity) == (1, day("2025-06-03"))
    assert nothing.conversion.percent is None


def test_activities_count_once_held() -> None:
    assert (tally("2025-09-30").activities, tally("2025-09-30").latest_activity) == (2, day("2025-06-03"))
    assert (tally("2025-06-02").activities, tally("2025-06-02").latest_activity) == (1, day("2025-03-03"))


@pytest.mark.parametrize(
    ("as_of", "total", "last_12_months"),
    [
        ("2024-09-29", 0, 0),
        ("2024-09-30", 1, 1),
        ("2024-10-01", 2, 2),
        ("2025-09-29", 7, 7),
        ("2025-09-30", 8, 7),
        ("2025-10-01", 8, 6),
        ("2026-01-07", 8, 5),
        ("2026-09-01", 8, 1),
        ("2026-09-29", 8, 1),
        ("2026-09-30", 8, 0),
    ],
)
def test_twelve_months_are_the_day_but_not_the_same_day_a_year_before(
    as_of: str, total: int, last_12_months: int
) -> None:
    received = tally(as_of).received
    assert (received.total, received.last_12_months) == (total, last_12_months)


@pytest.mark.parametrize(
    ("as_of", "cash"),
    [
        ("2024-11-30", []),
        ("2024-12-01", ["6000.00 EUR"]),
        # The second payment counts when it was booked, not when it came.
        ("2025-02-02", ["8000.00 CHF", "6000.00 EUR"]),
        ("2025-02-03", ["8000.00 CHF", "10000.00 EUR"]),
        ("2025-03-01", ["8000.00 CHF", "8499.50 EUR"]),
    ],
)
def test_money_counts_from_the_day_it_was_booked(as_of: str, cash: list[str]) -> None:
    assert [str(money) for money in tally(as_of).received.cash] == cash


def test_booked_value_counts_from_the_win() -> None:
    assert tally("2024-10-31").received.booked == ()
    assert tally("2024-11-01").received.booked == (euros("10000.00"),)


def test_a_refund_of_everything_leaves_nothing_and_more_than_that_a_debt() -> None:
    payments = "payments: [{key: p, deal: d, on: 2025-05-01, amount: 100.00 EUR}]\n"
    refunds = "refunds: [{key: r, payment: p, on: 2025-05-02, amount: %s}]"
    for refunded, left in (("100.00 EUR", "0.00 EUR"), ("100.01 EUR", "-0.01 EUR")):
        whole = book({"referrals/2025-03-03-werft-a1": won("100.00 EUR", more=payments + refunds % refunded)})
        (entry,) = whole.referrals.values()
        assert [str(money) for money in cash_of(entry.record, day("2025-05-02"))] == [left]
        assert [str(money) for money in cash_of(entry.record, day("2025-05-01"))] == ["100.00 EUR"]


def test_currencies_stand_side_by_side() -> None:
    amounts = ["1.00 USD", "2.00 EUR", "0.10 EUR", "-1.00 USD", "5 JPY"]
    assert [str(money) for money in add_up(map(Money.parse, amounts))] == ["2.10 EUR", "5 JPY", "0.00 USD"]
    assert add_up([]) == ()


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(3, 8, "37.5"), (1, 3, "33.3"), (2, 3, "66.7"), (0, 5, "0.0"), (5, 5, "100.0")]
)
def test_shares_in_per_cent(part: int, whole: int, percent: str) -> None:
    assert Ratio(part, whole).percent == Decimal(percent)
    assert str(Ratio(part, whole).percent) == percent


def test_half_a_tenth_of_a_per_cent_is_rounded_up() -> None:
    assert str(Ratio(1, 16).percent) == "6.3"  # 6.25
    assert str(Ratio(1, 80).percent) == "1.3"  # 1.25


def test_the_analysis_counts_what_was_known() -> None:
    analysis = analyse(book(PROGRAM), day("2025-01-09"))
    assert analysis.tallies["werft"].received.total == 5
    assert dict(analysis.tallies["werft"].received.states) == {"won": 2, "received": 2, "declined": 1}


def test_a_lost_referral_that_is_taken_up_again_counts_once() -> None:
    again = {
        "partners/werft": "",
        "referrals/2024-03-03-werft-a1": "received: 2024-03-03\nmilestones: {lost: {on: 2024-05-02}}\n"
        "outcome: {reason: timing}",
        "referrals/2025-02-03-werft-a2": "received: 2025-02-03\nreopens: 2024-03-03-werft-a1\n" + won("9000.00 EUR"),
    }
    found = tallies(known_by(book(again), day("2025-09-30")), day("2025-09-30"))["werft"].received
    assert (found.total, found.last_12_months, found.latest) == (1, 0, day("2024-03-03"))
    assert found.states == (("won", 1),)
    assert found.conversion == Ratio(1, 2), "each outcome counts: lost in 2024, won in 2025"
    before = tallies(known_by(book(again), day("2025-01-31")), day("2025-01-31"))["werft"].received
    assert (before.total, before.states, before.conversion) == (1, (("lost", 1),), Ratio(0, 1))
