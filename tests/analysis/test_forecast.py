"""What is due, expected and left over, reckoned by hand on small programs."""

from decimal import Decimal

import pytest
from bookwork import book, day
from msgspec.structs import replace

import programs
from partnerbook.analysis import analyse
from partnerbook.analysis.forecast import Forecast, forecast, in_currency
from partnerbook.analysis.ledger.exchange import Exchange
from partnerbook.analysis.remaining import unpaid_rests, with_rests
from partnerbook.core.book import Book
from partnerbook.core.money import Money
from partnerbook.core.program_figures import ExchangeRate

PAYS = "compensation: {received: {earn: percentage, basis: client_lifetime, rate: 10%}, sent: {earn: none}}"
DEAL = "deals: [{key: d, value: 40000.00 EUR, kind: project}]"
AS_OF = "2025-09-30"


def reckoned(records: dict[str, str], *, as_of: str = AS_OF, program: bool = False, terms: str = PAYS) -> Forecast:
    found = book({"partners/werft": "", "agreements/werft-2025": terms} | records, program=program)
    return of(found, as_of)


def of(found: Book, as_of: str = AS_OF) -> Forecast:
    analysis = analyse(found, day(as_of))
    return forecast(analysis.book, analysis.ledger, analysis.governing, analysis.as_of)


def won(payments: str = "", on: str = "2025-04-01", deal: str = DEAL, more: str = "") -> str:
    return f"milestones: {{won: {{on: {on}}}}}\n{deal}\npayments: [{payments}]\n{more}"


def paid(key: str, on: str, amount: str) -> str:
    return f"{{key: {key}, deal: d, on: {on}, amount: {amount} EUR}}"


# Due


def test_open_lines_stand_by_the_month_they_are_due_in() -> None:
    # Net 30: paid on 10 September due on 10 October, on 25 September due on 25 October; on 30 September due on the
    # 30th. 10 % of 1,000.00, 2,000.00 and 4,000.00.
    payments = ", ".join(
        [
            paid("p1", "2025-09-10", "1000.00"),
            paid("p2", "2025-09-25", "2000.00"),
            paid("p3", "2025-09-30", "4000.00"),
        ]
    )
    (due,) = reckoned({"referrals/2025-03-03-werft-a1": won(payments)}).due
    assert (due.kind, due.direction, str(due.month), due.run) == ("open", "payable", "2025-10", None)
    assert (str(due.amount), len(due.lines)) == ("700.00 EUR", 3)


def test_what_was_due_before_is_overdue_and_what_is_taken_back_never_late() -> None:
    # 500.00 were due on 9 July; a tenth of the 1,000.00 given back in August is set against the next payment.
    lines = won(
        paid("p1", "2025-06-09", "5000.00"),
        more="refunds: [{key: r1, payment: p1, on: 2025-08-01, amount: 1000.00 EUR}]",
    )
    terms = f"{PAYS}\nclawback: {{window_days: 180, method: by_amount}}"
    found = reckoned({"referrals/2025-03-03-werft-a1": lines}, terms=terms).due
    assert [(due.kind, str(due.month), str(due.amount)) for due in found] == [
        ("overdue", "2025-09", "500.00 EUR"),
        ("open", "2025-09", "-100.00 EUR"),
    ]


def test_with_runs_the_day_is_that_of_the_run() -> None:
    # Due on 10 October; the specimen pays on the 30th of January, April, July and October.
    found = reckoned({"referrals/2025-03-03-werft-a1": won(paid("p1", "2025-09-10", "1000.00"))}, program=True)
    (due,) = found.due
    assert (due.kind, str(due.run), str(due.month)) == ("open", "2025-10-30", "2025-10")


def test_held_carried_and_prepared_money_stands_apart() -> None:
    # Held: 10 % of 1,000.00. Below the minimum of 50.00: 10 % of 300.00, due in July. Prepared: the 200.00 of a payout.
    records = {
        "referrals/2025-03-03-werft-a1": won(
            paid("p1", "2025-06-09", "1000.00"), more="hold: {since: 2025-09-01, reason: A dispute}"
        ),
        "referrals/2025-03-03-werft-a2": won(paid("p1", "2025-06-09", "300.00")),
        "referrals/2025-03-03-werft-a3": won(paid("p1", "2025-06-09", "2000.00")),
        "payouts/2025-10-30-werft": "run: 2025-10-30\ntotal: 200.00 EUR\n"
        "lines: [{line: 2025-03-03-werft-a3/p1/accrual/werft, amount: 200.00 EUR}]\n"
        "prepared: {on: 2025-09-20, by: mats-petersen}",
    }
    terms = f"{PAYS}\npayment: {{trigger: client_payment, net_days: 30, minimum: 50.00 EUR}}"
    found = reckoned(records, terms=terms)
    assert [(due.kind, due.month and str(due.month), str(due.amount)) for due in found.due] == [
        ("in_payout", "2025-10", "200.00 EUR"),
        ("carried", None, "30.00 EUR"),
        ("held", None, "100.00 EUR"),
    ]
    assert found.due[0].lines == ("2025-10-30-werft",)
    # 100.00 + 30.00 + 200.00 are earned and not paid; the payout of 30 October takes 200.00 away.
    (accrual,) = found.accruals
    assert (str(accrual.balance), str(accrual.after_runs)) == ("330.00 EUR", "130.00 EUR")


# Expected from the pipeline


def decided(wins: int, losses: int, open_: int, on: str = "2025-05-01") -> dict[str, str]:
    """So many referrals won (each paid 1,000.00 on 1 June), lost and open."""
    payment = "{key: p1, deal: d, on: 2025-06-01, amount: 1000.00 EUR}"
    records = {f"referrals/2025-03-03-werft-w{place}": f"client: w{place}\n{won(payment, on)}" for place in range(wins)}
    records |= {
        f"referrals/2025-03-03-werft-l{place}": f"milestones: {{lost: {{on: {on}}}}}\noutcome: {{reason: price}}"
        for place in range(losses)
    }
    return records | {f"referrals/2025-03-03-werft-o{place}": f"client: o{place}" for place in range(open_)}


def test_open_times_conversion_times_average() -> None:
    # 3 open x 6 of 8 won x 100.00 each = 225.00.
    (one,) = reckoned(decided(6, 2, 3)).expected
    assert (one.direction, one.model, len(one.open), one.why_not) == ("payable", "referral", 3, "")
    assert (one.conversion.won, one.conversion.decided) == (6, 8)
    assert [(average.won, str(average.total), str(average.each)) for average in one.averages] == [
        (6, "600.00 EUR", "100.00 EUR")
    ]
    assert [str(amount) for amount in one.amounts] == ["225.00 EUR"]


def test_it_is_rounded_once() -> None:
    # 1 open x 6 of 7 x 100.00 = 85.714... Rounding the conversion first (85.7 %) would make it 85.70.
    (one,) = reckoned(decided(6, 1, 1)).expected
    assert [str(amount) for amount in one.amounts] == ["85.71 EUR"]


@pytest.mark.parametrize(
    ("wins", "losses", "why_not"), [(5, 0, ""), (4, 1, "few_won"), (4, 0, "few_decided"), (0, 0, "few_decided")]
)
def test_too_small_a_sample_gives_no_figure(wins: int, losses: int, why_not: str) -> None:
    (one,) = reckoned(decided(wins, losses, 2)).expected
    assert (one.why_not, bool(one.amounts)) == (why_not, not why_not)
    assert (one.conversion.won, one.conversion.decided, one.won) == (wins, wins + losses, wins)


@pytest.mark.parametrize(("on", "counted"), [("2023-09-30", 0), ("2023-10-01", 6)])
def test_decisions_of_the_last_24_months_count(on: str, counted: int) -> None:
    # (30 September 2023, 30 September 2025]: the first day is out.
    records = {
        key: lines.replace("milestones", "received: 2023-09-01\nmilestones") if "milestones" in lines else lines
        for key, lines in decided(6, 2, 1, on).items()
    }
    terms = f"{PAYS}\nsigned: 2023-01-10\neffective: 2023-02-01"
    (one,) = reckoned(records, terms=terms).expected
    assert (one.conversion.won, one.won) == (counted, counted)


def test_what_falls_under_no_agreement_has_no_figure() -> None:
    records = decided(6, 2, 0) | {"referrals/2025-01-03-werft-n1": "received: 2025-01-03\nclient: n1"}
    (one,) = reckoned(records).expected
    assert (one.model, one.why_not, one.amounts) == (None, "no_agreement", ())


def test_declined_counts_only_where_it_did_not_fit() -> None:
    records = decided(6, 0, 1) | {
        "referrals/2025-03-03-werft-d1": "milestones: {declined: {on: 2025-05-01}}\noutcome: {reason: fit}",
        "referrals/2025-03-03-werft-d2": "milestones: {declined: {on: 2025-05-01}}\noutcome: {reason: capacity}",
        "referrals/2025-03-03-werft-d3": "milestones: {withdrawn: {on: 2025-05-01}}\noutcome: {reason: timing}",
    }
    (one,) = reckoned(records).expected
    assert (one.conversion.won, one.conversion.decided) == (6, 7)


# The rest of won deals


def test_the_unpaid_rest_earns_what_the_ledger_says() -> None:
    # 40,000.00 less 10,000.00 are 30,000.00; 10 % are 3,000.00.
    (one,) = reckoned({"referrals/2025-03-03-werft-a1": won(paid("p1", "2025-06-01", "10000.00"))}).remaining
    assert (one.partner, one.direction, one.deals) == ("werft", "payable", 1)
    assert ([str(amount) for amount in one.unpaid], str(one.amount)) == (["30000.00 EUR"], "3000.00 EUR")


def test_a_cap_holds_for_the_rest_too() -> None:
    # At most 1,500.00 a client: 1,000.00 are earned, 500.00 are left of the cap.
    terms = PAYS.replace("rate: 10%", "rate: 10%, cap: {per: client, amount: 1500.00 EUR}")
    found = reckoned({"referrals/2025-03-03-werft-a1": won(paid("p1", "2025-06-01", "10000.00"))}, terms=terms)
    assert [str(one.amount) for one in found.remaining] == ["500.00 EUR"]


@pytest.mark.parametrize("trigger", ["client_payment", "invoice", "project_start", "completion"])
def test_whatever_an_agreement_earns_on_happens_once(trigger: str) -> None:
    # Nothing has happened but the win: the whole 40,000.00 earn 4,000.00, whatever the trigger.
    terms = f"{PAYS}\npayment: {{trigger: {trigger}, net_days: 30}}"
    found = reckoned({"referrals/2025-03-03-werft-a1": won()}, terms=terms)
    assert [str(one.amount) for one in found.remaining] == ["4000.00 EUR"]


def test_the_rest_earns_in_the_proportion_of_what_was_invoiced() -> None:
    # Of the 10,000.00 invoiced 8,000.00 are eligible: 80 % of the other 30,000.00 are 24,000.00, of which 10 %.
    invoice = "invoices: [{key: i1, deal: d, on: 2025-05-01, amount: 10000.00 EUR, eligible: 8000.00 EUR}]"
    payment = "{key: p1, deal: d, invoice: i1, on: 2025-06-01, amount: 10000.00 EUR}"
    found = reckoned({"referrals/2025-03-03-werft-a1": won(payment, more=invoice)})
    assert [str(one.amount) for one in found.remaining] == ["2400.00 EUR"]


@pytest.mark.parametrize(
    "lines",
    [
        won(paid("p1", "2025-06-01", "40000.00")),  # paid in full
        won(paid("p1", "2025-06-01", "41000.00")),  # and more
        won(deal="deals: [{key: d, value: 40000.00 EUR, kind: project, ended_early: 2025-08-01}]"),
        f"milestones: {{proposal: {{on: 2025-04-01}}}}\n{DEAL}",  # not won
    ],
)
def test_no_rest_is_left(lines: str) -> None:
    found = reckoned({"referrals/2025-03-03-werft-a1": lines})
    assert found.remaining == ()


def test_records_are_left_as_they_are() -> None:
    found = book({"partners/werft": "", "agreements/werft-2025": PAYS, "referrals/2025-03-03-werft-a1": won()})
    rests = unpaid_rests(found)
    assert with_rests(found, rests, day(AS_OF)) is not found
    assert found.referrals["2025-03-03-werft-a1"].record.payments == ()
    assert unpaid_rests(with_rests(found, rests, day(AS_OF))) == ()


# The end of the year


def test_what_is_earned_and_not_paid_is_the_sum_of_all_lines() -> None:
    # Earned 1,000.00 and 200.00, paid 1,000.00: 200.00 are left. They are due on 30 January, after the year's end.
    payments = f"{paid('p1', '2025-06-01', '10000.00')}, {paid('p2', '2025-12-31', '2000.00')}"
    records = {
        "referrals/2025-03-03-werft-a1": won(payments),
        "payouts/2025-07-30-werft": "run: 2025-07-30\ntotal: 1000.00 EUR\n"
        "lines: [{line: 2025-03-03-werft-a1/p1/accrual/werft, amount: 1000.00 EUR}]\n"
        "prepared: {on: 2025-07-20, by: mats-petersen}\npaid: {on: 2025-07-30}",
    }
    found = reckoned(records, as_of="2025-12-31")
    (one,) = found.accruals
    assert (str(one.balance), str(one.after_runs), one.lines) == ("200.00 EUR", "200.00 EUR", 3)
    assert str(found.year_end) == "2025-12-31"


def test_other_currencies_stand_apart_and_are_reported_at_the_rate_of_the_day() -> None:
    sums = (Money.parse("100.00 EUR"), Money.parse("50.00 USD"))
    rate = ExchangeRate(on=day("2025-01-01"), currency="USD", into="EUR", rate=Decimal("0.9"))
    # 100.00 + 50.00 x 0.9 = 145.00
    assert in_currency(sums, "EUR", Exchange([rate]), day(AS_OF)) == (Money.parse("145.00 EUR"), ())
    assert in_currency(sums, "EUR", Exchange(), day(AS_OF)) == (None, ("USD",))
    assert in_currency(sums[:1], "EUR", Exchange(), day(AS_OF)) == (None, ())


# The cost to leave


@pytest.mark.parametrize(("after_end", "remaining"), [("continue", "3000.00 EUR"), ("stop", "0.00 EUR")])
def test_leaving_costs_what_is_owed_and_what_still_earns_after_the_end(after_end: str, remaining: str) -> None:
    # Earned and not paid: 10 % of 10,000.00. The other 30,000.00 earn 3,000.00 after the end, where payments go on.
    terms = f"{PAYS}\npayment: {{trigger: client_payment, net_days: 30, after_end: {after_end}}}"
    found = reckoned({"referrals/2025-03-03-werft-a1": won(paid("p1", "2025-06-01", "10000.00"))}, terms=terms)
    (leaving,) = found.exits
    assert (leaving.agreement, leaving.after_end, leaving.tail) == ("werft-2025", after_end, ())
    (amount,) = leaving.amounts
    assert (str(amount.unpaid), amount.lines, str(amount.remaining), amount.deals) == (
        "1000.00 EUR",
        1,
        remaining,
        1,
    )


def test_open_referrals_within_the_tail_stand_apart() -> None:
    # 2 open x 6 of 8 x 100.00 = 150.00; without a tail nobody could win them in time.
    found = reckoned(decided(6, 2, 2), terms=f"{PAYS}\ntail_months: 6")
    (expected,) = found.exits[0].tail
    assert ([str(amount) for amount in expected.amounts], len(expected.open)) == (["150.00 EUR"], 2)
    assert reckoned(decided(6, 2, 2)).exits[0].tail == ()


def test_an_agreement_that_has_ended_costs_nothing_to_leave() -> None:
    lines = won(paid("p1", "2025-06-01", "10000.00"))
    found = reckoned({"referrals/2025-03-03-werft-a1": lines}, terms=f"{PAYS}\nexpires: 2025-09-29")
    assert found.exits == ()
    assert [str(one.balance) for one in found.accruals] == ["1000.00 EUR"]


def test_what_an_amended_agreement_owes_belongs_to_the_one_in_force() -> None:
    records = {
        "referrals/2025-03-03-werft-a1": won(paid("p1", "2025-06-01", "10000.00")),
        "agreements/werft-2025-b": f"{PAYS}\namends: werft-2025\nsigned: 2025-06-20\neffective: 2025-07-01",
    }
    (leaving,) = reckoned(records).exits
    assert leaving.agreement == "werft-2025-b"
    assert [str(amount.unpaid) for amount in leaving.amounts] == ["1000.00 EUR"]
    assert [str(amount.remaining) for amount in leaving.amounts] == ["3000.00 EUR"]


# The sample


def test_the_samples_accruals_are_the_balances_of_its_ledger() -> None:
    analysis = programs.current().analysis
    found = forecast(analysis.book, analysis.ledger, analysis.governing, analysis.as_of)
    for total in found.totals:
        for money in total.balance:
            lines = [
                line.amount.amount
                for line in analysis.ledger.lines
                if (line.direction, line.amount.currency) == (total.direction, money.currency)
            ]
            assert money.amount == sum(lines)


def test_an_empty_book_has_nothing_to_come() -> None:
    found = of(replace(Book()))
    assert (found.due, found.expected, found.remaining, found.accruals, found.totals, found.exits) == ((),) * 6
