"""The clocks of money: payouts prepared or not, invoices of ours, holds, minimums, and the forms a payout needs."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from bookwork import book, day
from deadlinework import of, states, told

from partnerbook.analysis import analyse
from partnerbook.analysis.clocks import BusinessTime
from partnerbook.analysis.deadlines.money import money_deadlines
from partnerbook.analysis.deadlines.setting import Setting
from partnerbook.core.money import Money

# The specimen pays on 30 January, April, July and October.

PARTNER = {"partners/werft": "status_history: [{on: 2025-01-15, status: active}]"}
AGREEMENT = (
    "compensation: {received: {earn: percentage, basis: client_lifetime, rate: 10%}, "
    "sent: {earn: percentage, basis: client_lifetime, rate: 5%}}\n"
)
WON = (
    "milestones: {won: {on: 2025-03-10, told: 2025-03-10}}\noutcome: {reason: convinced, thanked: 2025-03-10}\n"
    "deals: [{key: d, value: 20000.00 EUR, kind: project}]\n"
)
R = "referrals/2025-03-03-werft-a1"
LINE = "2025-03-03-werft-a1/p1/accrual/werft"


def paid(on: str, more: str = "", *, agreement: str = "", sent: bool = False) -> dict[str, str]:
    """Ten thousand euros of a client on a day: 1,000.00 due to the partner after thirty days, or 500.00 to us."""
    payments = f"payments: [{{key: p1, deal: d, on: {on}, amount: 10000.00 EUR}}]\n"
    direction = "direction: sent\n" if sent else ""
    return {**PARTNER, "agreements/werft-2025": AGREEMENT + agreement, R: direction + WON + payments + more}


# What is in no payout yet


def test_a_commission_is_paid_in_the_first_run_on_or_after_its_due_day() -> None:
    # Paid on 31 March, due on 30 April: the run of that day. A day later it is the run of July.
    assert told(paid("2025-03-31"), "2025-04-10", "payout") == ["2025-04-30 > 2025-04-30: open"]
    assert told(paid("2025-04-01"), "2025-04-10", "payout") == []
    assert told(paid("2025-04-01"), "2025-05-01", "payout") == ["2025-05-01 > 2025-07-30: open"]
    assert states(paid("2025-03-31"), "payout", "2025-04-30", "2025-05-01") == ["open", "overdue"]


def test_it_points_at_what_earned_and_says_how_much_to_whom() -> None:
    (one,) = of(paid("2025-03-31"), "2025-05-01", "payout")
    assert (one.record, one.at) == ("referral/2025-03-03-werft-a1", ("payments", 0))
    assert (one.amount, one.partner, one.side) == (Money.parse("1000.00 EUR"), "werft", "us")
    assert one.owner == "mats-petersen", "who prepares payouts"


def test_what_is_owed_to_one_partner_is_one_deadline() -> None:
    records = paid("2025-03-10") | {
        "referrals/2025-03-04-werft-b2": WON + "payments: [{key: p1, deal: d, on: 2025-03-20, amount: 5000.00 EUR}]"
    }
    (one,) = of(records, "2025-04-10", "payout")
    assert (str(one.start), one.amount) == ("2025-04-09", Money.parse("1500.00 EUR"))


def test_what_was_booked_after_a_run_could_not_have_been_paid_in_it() -> None:
    records = paid("2025-03-10")
    records[R] = records[R].replace("on: 2025-03-10, amount", "on: 2025-03-10, booked: 2025-06-02, amount")
    assert told(records, "2025-06-02", "payout") == ["2025-06-02 > 2025-07-30: open"]


def test_a_hold_stops_the_clock_and_its_release_starts_it() -> None:
    held = paid("2025-03-10", "hold: {since: 2025-03-15, reason: Being settled, released: 2025-06-16}")
    assert told(held, "2025-05-10", "payout") == []
    assert told(held, "2025-06-17", "payout") == ["2025-06-17 > 2025-07-30: open"]
    running = paid("2025-03-10", "hold: {since: 2025-05-15, reason: Being settled}")
    assert states(running, "payout", "2025-05-14") == ["overdue"]
    assert told(running, "2025-05-15", "payout") == []


def test_what_nets_to_nothing_is_nobodys_to_chase() -> None:
    # 10 % of 10,000.00 are ours to pay, 5 % of 20,000.00 theirs: 1,000.00 - 1,000.00 = 0.00.
    records = paid("2025-03-10") | {
        "agreements/werft-2025": f"{AGREEMENT}payment: {{trigger: client_payment, net_days: 30, netting: true}}",
        "referrals/2025-03-04-werft-b2": f"direction: sent\n{WON}"
        "payments: [{key: p1, deal: d, on: 2025-03-10, amount: 20000.00 EUR}]",
    }
    assert told(records, "2025-05-10", "payout", "receivable") == []


@pytest.mark.parametrize(("minimum", "there"), [("1000.00", True), ("1000.01", False)])
def test_a_balance_below_the_minimum_is_carried(minimum: str, there: bool) -> None:
    terms = f"payment: {{trigger: client_payment, net_days: 30, minimum: {minimum} EUR}}\n"
    assert bool(told(paid("2025-03-10", agreement=terms), "2025-05-10", "payout")) is there


def test_a_minimum_holds_until_the_agreement_ends() -> None:
    terms = "payment: {trigger: client_payment, net_days: 30, minimum: 5000.00 EUR}\nexpires: 2025-08-31\n"
    records = paid("2025-03-10", agreement=terms)
    assert told(records, "2025-08-31", "payout") == ["2025-09-01 > 2025-10-30: open"]
    assert told(records, "2025-07-30", "payout") == []


def test_a_second_line_that_reaches_the_minimum_starts_the_clock() -> None:
    terms = "payment: {trigger: client_payment, net_days: 30, minimum: 1200.00 EUR}\n"
    records = paid("2025-03-10", agreement=terms)
    second = "{key: p2, deal: d, on: 2025-05-20, amount: 4000.00 EUR}"
    records[R] = records[R].replace("amount: 10000.00 EUR}]", f"amount: 10000.00 EUR}}, {second}]")
    assert told(records, "2025-06-30", "payout") == ["2025-06-19 > 2025-07-30: open"]


NETTED = "payment: {trigger: client_payment, net_days: 30, minimum: 1000.00 EUR, netting: true}\n"


def both_ways(agreement: str, *later: str) -> dict[str, str]:
    """1,200.00 ours to pay, due on 27 June, and 900.00 theirs, due on 2 July: 300.00 at the run of 30 July."""
    first = "{key: p1, deal: d, on: 2025-05-28, amount: 12000.00 EUR}"
    return {
        **PARTNER,
        "agreements/werft-2025": AGREEMENT + agreement,
        R: f"{WON}payments: [{', '.join((first, *later))}]\n",
        "referrals/2025-03-04-werft-b2": f"direction: sent\n{WON}"
        "payments: [{key: p1, deal: d, on: 2025-06-02, amount: 18000.00 EUR}]",
    }


def test_what_is_set_off_before_the_run_is_not_paid_in_it() -> None:
    assert told(both_ways(NETTED), "2025-08-04", "payout", "receivable") == []
    # 1,000.00 more are due on 3 September: 1,300.00 at the run of 30 October.
    more = both_ways(NETTED, "{key: p2, deal: d, on: 2025-08-04, amount: 10000.00 EUR}")
    assert told(more, "2025-09-15", "payout", "receivable") == ["2025-09-03 > 2025-10-30: open"]


def test_what_was_set_off_until_the_agreement_ended_is_due_after_it() -> None:
    records = both_ways(f"{NETTED}expires: 2025-08-31\n")
    assert told(records, "2025-07-30", "payout", "receivable") == []
    after = ["2025-09-01 > 2025-10-30: open"]
    assert told(records, "2025-09-15", "payout") == told(records, "2025-09-15", "receivable") == after


def test_what_is_given_back_before_the_run_is_not_paid_in_it() -> None:
    terms = (
        "payment: {trigger: client_payment, net_days: 30, minimum: 1000.00 EUR}\n"
        "clawback: {window_days: 90, method: by_amount}\n"
    )
    records = paid(
        "2025-05-28", "refunds: [{key: r1, payment: p1, on: 2025-07-10, amount: 1.00 EUR}]\n", agreement=terms
    )
    # 1,000.00 on 27 June, 999.90 from 10 July; 400.00 more on 3 September.
    second = "{key: p2, deal: d, on: 2025-08-04, amount: 4000.00 EUR}"
    records[R] = records[R].replace("amount: 10000.00 EUR}]", f"amount: 10000.00 EUR}}, {second}]")
    assert states(records, "payout", "2025-08-04", "2025-10-31") == ["open", "overdue"]
    assert told(records, "2025-09-15", "payout") == ["2025-09-03 > 2025-10-30: open"]


def test_what_the_partner_owes_is_ours_to_bill() -> None:
    (one,) = of(paid("2025-03-31", sent=True), "2025-05-01", "receivable")
    assert (one.side, one.state(day("2025-05-01")), one.amount) == ("us", "overdue", Money.parse("500.00 EUR"))


# Payouts and invoices


def payout(lines: str, direction: str = "payable") -> Mapping[str, str]:
    named = LINE if direction == "payable" else LINE.replace("/werft", "/us")
    total = "1000.00 EUR" if direction == "payable" else "500.00 EUR"
    front = (
        f"direction: {direction}\nlines: [{{line: {named}, amount: {total}}}]\ntotal: {total}\n"
        f"prepared: {{on: 2025-04-20, by: mats-petersen}}\n{lines}"
    )
    return paid("2025-03-10", sent=direction == "receivable") | {f"payouts/2025-04-30-werft-{direction}": front}


@pytest.mark.parametrize(
    ("lines", "ending"),
    [
        ("", "overdue"),
        ("paid: {on: 2025-04-30}", "met paid 2025-04-30"),
        ("paid: {on: 2025-05-02}", "late paid 2025-05-02"),
    ],
)
def test_a_prepared_payout_is_paid_by_its_run(lines: str, ending: str) -> None:
    # Its only line is due thirty days after 10 March.
    assert told(payout(lines), "2025-05-31", "payout") == [f"2025-04-09 > 2025-04-30: {ending}"]
    (one,) = of(payout(lines), "2025-05-31", "payout")
    assert (one.record, one.at) == ("payout/2025-04-30-werft-payable", ("run",))


def test_a_payout_called_off_leaves_its_lines_open() -> None:
    (one,) = of(payout("cancelled: {on: 2025-04-28, by: mats-petersen}"), "2025-05-31", "payout")
    assert one.record == "referral/2025-03-03-werft-a1"
    assert one.state(day("2025-05-31")) == "overdue"


@pytest.mark.parametrize(
    ("lines", "ending"),
    [
        ("", "overdue"),
        ("receipts: [{key: a, on: 2025-05-02, amount: 499.99 EUR}]", "overdue"),
        ("receipts: [{key: a, on: 2025-05-02, amount: 400.00 EUR}, {key: b, on: 2025-05-20, amount: 100.00 EUR}]",
         "met receipts 2025-05-20"),
        ("receipts: [{key: b, on: 2025-05-21, amount: 100.00 EUR}, {key: a, on: 2025-05-02, amount: 400.00 EUR}]",
         "late receipts 2025-05-21"),
    ],
)  # fmt: skip
def test_our_invoice_leaves_the_partner_the_net_days(lines: str, ending: str) -> None:
    # Invoiced on 20 April for the run of the 30th: thirty days from the invoice end on 20 May.
    assert told(payout(lines, "receivable"), "2025-06-30", "receivable") == [f"2025-04-20 > 2025-05-20: {ending}"]
    (one,) = of(payout(lines, "receivable"), "2025-06-30", "receivable")
    assert (one.side, one.owner) == ("partner", "ilka-brandt")


# Forms


@pytest.mark.parametrize(
    ("tax", "expected"),
    [
        ("tax: {country: US, form: W-8BEN-E}", ["2025-04-09 > 2025-04-30: overdue"]),
        ("tax: {country: US, form: W-8BEN-E, form_received: 2025-02-01}", []),
        # A payer in Germany needs no form that the record does not name.
        ("tax: {country: DE}", []),
        ("", []),
    ],
)
def test_a_form_that_is_missing_when_there_is_something_to_pay(tax: str, expected: list[str]) -> None:
    records = paid("2025-03-10")
    records["partners/werft"] += f"\n{tax}"
    assert told(records, "2025-05-01", "tax_form") == expected
    assert told(PARTNER | {"partners/werft": f"{PARTNER['partners/werft']}\n{tax}"}, "2025-05-01", "tax_form") == []


# Programs without runs


def test_without_runs_each_day_is_a_day_of_payment() -> None:
    analysis = analyse(book(paid("2025-03-10"), program=True), day("2025-04-09"))
    program = analysis.book.program
    assert program is not None
    setting = Setting(
        analysis.book,
        program.record.model_copy(update={"payout_runs": None}),
        analysis.as_of,
        analysis.ledger,
        analysis.terms,
        analysis.governing,
        BusinessTime(),
    )
    (one,) = money_deadlines(setting)
    assert (one.start, one.limit) == (date(2025, 4, 9), date(2025, 4, 9))
    assert one.state(one.due + timedelta(days=1)) == "overdue"
