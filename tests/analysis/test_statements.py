"""Statements: what a period brought and what stays open, worked out by hand; and that they add up for everybody."""

from functools import cache
from itertools import pairwise

import pytest
from bookwork import SAMPLE, SPECIMEN, book, day
from msgspec.structs import replace

import programs
from partnerbook.analysis import Analysis, analyse
from partnerbook.analysis.ledger.line import Line
from partnerbook.analysis.statements import Account, Statement, latest_quarter, statement, statements
from partnerbook.core.book import Book
from partnerbook.core.dates import Period

AGREEMENT = """
compensation: {received: {earn: percentage, basis: client_lifetime, rate: 10%}, sent: {earn: none}}
payment: {trigger: client_payment, net_days: 30, minimum: 100.00 EUR}
clawback: {window_days: 90, method: by_amount}
"""
A1 = "2025-01-10-werft-a1"
WON = """
received: 2025-01-10
client: hanse
milestones: {won: {on: 2025-01-20}}
deals: [{key: d, value: 10000.00 EUR, kind: project}]
"""
REFERRAL = f"""{WON}
payments:\
 [{{key: p1, deal: d, on: 2025-02-10, amount: 2000.00 EUR}}, {{key: p2, deal: d, on: 2025-05-05, amount: 3000.00 EUR}},\
 {{key: p3, deal: d, on: 2025-06-20, amount: 500.00 EUR}}]
refunds: [{{key: r1, payment: p2, on: 2025-06-25, amount: 1000.00 EUR}}]
"""
PAYOUT = f"""
run: 2025-04-30
lines: [{{line: {A1}/p1/accrual/werft, amount: 200.00 EUR}}]
total: 200.00 EUR
paid: {{on: 2025-06-10, booked: 2025-08-05}}
"""
SMALL = {
    "partners/werft": "",
    "clients/hanse": "",
    "agreements/werft-2025": AGREEMENT + "effective: 2025-01-01\nsigned: 2024-12-20",
    f"referrals/{A1}": REFERRAL,
    "payouts/2025-04-30-werft-payable": PAYOUT,
}


def of(records: Book, period: str, as_of: str = "2025-12-31") -> Statement:
    analysis = analyse(records, day(as_of))
    return statement(analysis.book, analysis.ledger, analysis.as_of, "werft", Period.parse(period))


def only(found: Statement) -> Account:
    (account,) = found.accounts
    assert account.currency == "EUR"
    return account


def short(lines: tuple[Line, ...]) -> dict[str, str]:
    """Amounts by event and kind."""
    return {f"{line.event}/{line.kind}": str(line.amount.amount) for line in lines}


def figures(account: Account) -> dict[str, str]:
    """The figures of an account that are not nothing."""
    names = ("opening", "total_earned", "total_paid", "closing", "due", "not_due", "in_payouts")
    amounts = {name: getattr(account, name).amount for name in names}
    return {name: str(amount) for name, amount in amounts.items() if amount}


def test_the_first_quarter_of_a_small_program() -> None:
    found = of(book(SMALL), "2025-Q1")
    account = only(found)
    # p1: 10 % of 2,000.00, due on 10 February + 30 days = 12 March.
    assert short(account.earned) == {"p1/accrual": "200.00"}
    assert figures(account) == {"total_earned": "200.00", "closing": "200.00", "due": "200.00"}
    assert (found.flows[0].referrals, found.flows[0].won) == ((A1,), (A1,))
    assert [str(money) for money in found.flows[0].total] == ["2000.00 EUR"]
    assert found.flows[1].total == ()
    # Without runs it is paid as soon as it can be: on the day after the period.
    assert account.next_due is not None
    assert (account.next_due.on, str(account.next_due.amount)) == (day("2025-04-01"), "200.00 EUR")


def test_a_quarter_with_a_refund_and_an_unpaid_payout() -> None:
    found = of(book(SMALL), "2025-Q2")
    account = only(found)
    # p2: 10 % of 3,000.00. p3: 10 % of 500.00. r1 takes back 1,000 / 3,000 of p2's 300.00.
    assert short(account.earned) == {"p2/accrual": "300.00", "p3/accrual": "50.00", "r1/clawback": "-100.00"}
    # 200.00 + 250.00 = 450.00: p1 stands in a payout, p2 less r1 is due since 4 and 25 June, p3 on 20 July.
    assert figures(account) == {
        "opening": "200.00",
        "total_earned": "250.00",
        "closing": "450.00",
        "due": "200.00",
        "not_due": "50.00",
        "in_payouts": "200.00",
    }
    # 3,000.00 + 500.00 - 1,000.00
    assert [str(money) for money in found.flows[0].total] == ["2500.00 EUR"]
    assert (found.flows[0].referrals, found.flows[0].won) == ((), ())
    assert account.next_due is not None
    assert (account.next_due.on, str(account.next_due.amount)) == (day("2025-07-01"), "200.00 EUR")


def test_a_payment_of_june_booked_in_august_appears_in_the_third_quarter_alone() -> None:
    closing = "period: 2025-Q2\nclosed: 2025-07-15"
    records = book(SMALL | {"closings/2025-q2": closing})
    second, third = of(records, "2025-Q2"), of(records, "2025-Q3")
    assert second.closed == day("2025-07-15")
    assert third.closed is None
    assert only(second).paid == ()
    assert short(only(third).paid) == {"paid/payment": "-200.00"}
    assert only(third).paid[0].on == day("2025-06-10")
    # 450.00 - 200.00: what is left is p2 less r1, and p3
    assert figures(only(third)) == {"opening": "450.00", "total_paid": "200.00", "closing": "250.00", "due": "250.00"}
    assert only(of(records, "2025-Q4")).paid == ()


def test_what_is_learned_later_does_not_change_a_statement() -> None:
    records = book(SMALL)
    for period in ("2025-Q1", "2025-Q2", "2025-Q3"):
        then = of(records, period, str(Period.parse(period).last))
        later = of(records, period, "2028-12-31")
        assert replace(then, as_of=later.as_of) == later


def test_a_balance_below_the_minimum_is_carried() -> None:
    payments = "payments: [{key: p1, deal: d, on: 2025-02-10, amount: 900.00 EUR}]"
    account = only(of(book(SMALL | {f"referrals/{A1}": WON + payments}), "2025-Q1"))
    # 10 % of 900.00 is less than the minimum of 100.00.
    (waiting,) = account.waiting
    assert (waiting.reason, str(waiting.amount), str(waiting.minimum)) == ("below_minimum", "90.00 EUR", "100.00 EUR")
    assert figures(account) == {"total_earned": "90.00", "closing": "90.00"}
    assert account.next_due is None


def test_a_negative_balance_is_carried() -> None:
    refund = (
        "payments: [{key: p1, deal: d, on: 2025-02-10, amount: 2000.00 EUR}]\n"
        "refunds: [{key: r1, payment: p1, on: 2025-05-02, amount: 2000.00 EUR}]"
    )
    paid = PAYOUT.replace("on: 2025-06-10, booked: 2025-08-05", "on: 2025-04-30")
    records = book(SMALL | {f"referrals/{A1}": WON + refund, "payouts/2025-04-30-werft-payable": paid})
    account = only(of(records, "2025-Q2"))
    (waiting,) = account.waiting
    assert (waiting.reason, str(waiting.amount)) == ("negative", "-200.00 EUR")
    assert figures(account) == {
        "opening": "200.00",
        "total_earned": "-200.00",
        "total_paid": "200.00",
        "closing": "-200.00",
    }


def test_money_on_hold_waits_until_it_is_released() -> None:
    held = REFERRAL + "hold: {since: 2025-06-01, reason: Which invoice it was, released: 2025-08-31}"
    records = book(SMALL | {f"referrals/{A1}": held})
    account = only(of(records, "2025-Q2"))
    (waiting,) = account.waiting
    assert (waiting.reason, str(waiting.amount), waiting.referral) == ("held", "250.00 EUR", A1)
    assert figures(account)["in_payouts"] == "200.00"
    assert only(of(records, "2025-Q3")).waiting == ()


def test_while_a_period_runs_its_statement_says_what_is_known() -> None:
    found = of(book(SMALL), "2025-Q2", "2025-05-31")
    assert not found.complete
    assert short(only(found).earned) == {"p2/accrual": "300.00"}
    assert of(book(SMALL), "2025-Q2", "2025-06-30").complete


def test_a_partner_without_money_has_a_statement_too() -> None:
    found = of(book({"partners/werft": ""}), "2025-Q1")
    assert found.accounts == ()
    assert found.empty


def test_what_is_set_off_is_settled_in_both_directions() -> None:
    both = AGREEMENT.replace("sent: {earn: none}", "sent: {earn: flat, on: won, amount: 50.00 EUR}").replace(
        "100.00 EUR}", "100.00 EUR, netting: true}"
    )
    sent = "direction: sent\nreceived: 2025-01-12\nmilestones: {won: {on: 2025-01-25}}\nclient: other"
    unpaid = {key: lines for key, lines in SMALL.items() if not key.startswith("payouts")}
    records = book(
        unpaid
        | {
            "agreements/werft-2025": both + "effective: 2025-01-01\nsigned: 2024-12-20",
            "clients/other": "",
            "referrals/2025-01-12-werft-b1": sent,
        }
    )
    payable, receivable = of(records, "2025-Q1").accounts
    assert (str(payable.closing), str(receivable.closing)) == ("200.00 EUR", "50.00 EUR")
    assert payable.next_due is not None
    assert (str(payable.next_due.amount), str(payable.next_due.set_off)) == ("150.00 EUR", "50.00 EUR")
    assert receivable.next_due is None


def test_balances_that_are_netted_are_carried_together() -> None:
    both = AGREEMENT.replace("sent: {earn: none}", "sent: {earn: flat, on: won, amount: 150.00 EUR}").replace(
        "100.00 EUR}", "100.00 EUR, netting: true}"
    )
    unpaid = {key: lines for key, lines in SMALL.items() if not key.startswith("payouts")}
    records = book(
        unpaid
        | {
            "agreements/werft-2025": both + "effective: 2025-01-01\nsigned: 2024-12-20",
            "clients/other": "",
            "referrals/2025-01-12-werft-b1": (
                "direction: sent\nreceived: 2025-01-12\nmilestones: {won: {on: 2025-01-25}}\nclient: other"
            ),
        }
    )
    payable, receivable = of(records, "2025-Q1").accounts
    # 200.00 less 150.00 is 50.00, which is less than the minimum of 100.00: neither is paid.
    for account, amount in ((payable, "200.00 EUR"), (receivable, "150.00 EUR")):
        (waiting,) = account.waiting
        assert (waiting.reason, str(waiting.amount), str(waiting.total)) == ("below_minimum", amount, "50.00 EUR")
        assert not account.due.amount


def test_a_margin_that_is_kept_has_its_payment_beside_it() -> None:
    kept = [
        (line, found)
        for records in (SAMPLE, SPECIMEN)
        for found in every_statement(records)
        for account in found.accounts
        for line in account.earned
        if line.kept
    ]
    assert kept
    for line, found in kept:
        paid = [one for account in found.accounts for one in account.paid if one.answers == line.id]
        assert [str(one.amount) for one in paid] == [str(-line.amount)]


def test_a_period_is_closed_when_its_last_month_is() -> None:
    closings = {
        "closings/2025-q1": "period: 2025-Q1\nclosed: 2025-04-14",
        "closings/2025-q2": "period: 2025-Q2\nclosed: 2025-07-15",
        "closings/2025-q3": "period: 2025-Q3\nclosed: 2025-10-20",
        "closings/2025-q4": "period: 2025-Q4\nclosed: 2026-01-15",
    }
    records = book({"partners/werft": ""} | closings)
    assert of(records, "2025-05", "2026-12-31").closed == day("2025-07-15")
    assert of(records, "2025-Q2", "2026-12-31").closed == day("2025-07-15")
    assert of(records, "2025", "2026-12-31").closed == day("2026-01-15")
    assert of(records, "2025", "2026-01-14").closed is None
    assert of(records, "2026-Q1", "2026-12-31").closed is None


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-09-30", "2026-Q2"), ("2026-10-01", "2026-Q3"), ("2026-02-28", "2025-Q4"), ("2026-06-30", "2026-Q1")],
)
def test_the_quarter_whose_statement_is_wanted(as_of: str, expected: str) -> None:
    assert str(latest_quarter(day(as_of))) == expected


# Everybody's statements together

QUARTERS = tuple(Period.parse(f"{year}-Q{quarter}") for year in range(2023, 2027) for quarter in range(1, 5))


def analysed(records: Book) -> Analysis:
    return programs.current(programs.ROOT if records is SAMPLE else programs.SPECIMEN).analysis


@cache
def of_all(records: Book, period: Period) -> dict[str, Statement]:
    analysis = analysed(records)
    return dict(statements(analysis.book, analysis.ledger, analysis.as_of, period))


def every_statement(records: Book) -> list[Statement]:
    return [found for period in QUARTERS for found in of_all(records, period).values()]


@pytest.mark.parametrize("records", [SAMPLE, SPECIMEN], ids=["sample", "specimen"])
class TestTogether:
    def test_a_quarter_begins_where_the_last_one_ends(self, records: Book) -> None:
        for before, after in pairwise(QUARTERS):
            closing = balances(of_all(records, before), "closing")
            opening = balances(of_all(records, after), "opening")
            assert closing == opening, after

    def test_statements_add_up_to_the_ledger(self, records: Book) -> None:
        lines = [
            line.id
            for found in every_statement(records)
            for account in found.accounts
            for line in (*account.earned, *account.paid)
        ]
        assert sorted(lines) == sorted(line.id for line in analysed(records).ledger.lines)
        for period in QUARTERS:
            expected: dict[tuple[str, str, str], str] = {}
            sums: dict[tuple[str, str, str], object] = {}
            for line in analysed(records).ledger.lines:
                key = (line.partner, line.direction, line.amount.currency)
                if line.booked <= period.last:
                    sums[key] = sums[key] + line.amount if key in sums else line.amount  # type: ignore[operator]
            expected = {key: str(money) for key, money in sums.items() if not str(money).startswith("0.00 ")}
            assert balances(of_all(records, period), "closing") == expected

    def test_an_account_is_made_of_its_parts(self, records: Book) -> None:
        for found in every_statement(records):
            for account in found.accounts:
                assert account.opening + account.total_earned - account.total_paid == account.closing
                parts = account.due + account.not_due + account.in_payouts
                for waiting in account.waiting:
                    parts += waiting.amount
                assert parts == account.closing

    def test_every_line_was_booked_in_its_period(self, records: Book) -> None:
        for found in every_statement(records):
            for account in found.accounts:
                assert all(line.booked in found.period for line in (*account.earned, *account.paid))

    def test_money_of_clients_adds_up_to_what_they_paid(self, records: Book) -> None:
        for direction in (0, 1):
            shown = sum(
                one.amount.amount
                for found in every_statement(records)
                for one in found.flows[direction].revenue
                if one.amount.currency == "EUR"
            )
            word = ("received", "sent")[direction]
            known = analysed(records).book.referrals.values()
            paid = [payment for entry in known if entry.record.direction == word for payment in entry.record.payments]
            back = [refund for entry in known if entry.record.direction == word for refund in entry.record.refunds]
            euros = [one.amount.amount for one in paid if one.amount.currency == "EUR"]
            assert shown == sum(euros) - sum(one.amount.amount for one in back if one.amount.currency == "EUR")


def balances(found: dict[str, Statement], name: str) -> dict[tuple[str, str, str], str]:
    """The balances that are not nothing, by partner, direction and currency."""
    amounts = {
        (partner, account.direction, account.currency): getattr(account, name)
        for partner, one in found.items()
        for account in one.accounts
    }
    return {key: str(money) for key, money in amounts.items() if money.amount}


def test_the_sample_tells_the_same_on_the_last_day_of_a_quarter_as_later() -> None:
    for period in QUARTERS[4:-2]:
        then = analyse(SAMPLE, period.last)
        for partner, found in statements(then.book, then.ledger, then.as_of, period).items():
            assert found.accounts == of_all(SAMPLE, period)[partner].accounts, (partner, period)


def test_a_referral_that_takes_up_a_lost_one_is_not_counted_again() -> None:
    records = book(
        {
            "partners/werft": "",
            "referrals/2025-01-07-werft-a1": "received: 2025-01-07\nmilestones: {lost: {on: 2025-02-01}}\n"
            "outcome: {reason: timing}",
            "referrals/2025-05-05-werft-a2": "received: 2025-05-05\nreopens: 2025-01-07-werft-a1\n"
            "milestones: {won: {on: 2025-06-02}}",
        },
        program=True,
    )
    assert of(records, "2025-Q1").flows[0].referrals == ("2025-01-07-werft-a1",)
    again = of(records, "2025-Q2").flows[0]
    assert (again.referrals, again.won) == ((), ("2025-05-05-werft-a2",))
