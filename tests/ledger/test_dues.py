"""What is due, carried, held or settled, and in which run (RULINGS, "Paying")."""

from datetime import date

import pytest
from ledgerwork import (
    Written,
    agreement,
    amounts,
    balance,
    book_of,
    on_day,
    payout,
    plain,
    program,
    referral,
    share_of_payments,
    short,
)

from partnerbook.analysis.dues import Balance, balances_due, is_held, line_states, next_run
from partnerbook.analysis.horizon import known_by
from partnerbook.core.deal import Hold
from partnerbook.core.program import Program
from partnerbook.core.program_policies import PayoutRuns

RATE = share_of_payments("10%")
NETTING = "netting: true"


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def due(*records: Written, through: str) -> list[Balance]:
    """The balances due by a day, as known on it."""
    book = book_of(*records)
    ledger = on_day(book, through)
    return list(balances_due(known_by(book, day(through)), ledger, day(through)))


def told(*records: Written, through: str) -> list[str]:
    """The same in words: `werft payable 14.70 below_minimum`."""
    return [
        f"{one.partner} {one.direction} {plain(str(one.total))} {one.verdict}" for one in due(*records, through=through)
    ]


def states(*records: Written, on: str) -> dict[str, str]:
    """How far each line has come on a day, by its short id."""
    book = book_of(*records)
    ledger = on_day(book, on)
    return {short(line): state for line, state in line_states(known_by(book, day(on)), ledger, day(on)).items()}


# Minimum ----------------------------------------------------------------------------------


def retainer(*months: str) -> Written:
    """147.00 a month, a tenth of which is 14.70, due on the day."""
    payments = "; ".join(f"p{place} {month} 147" for place, month in enumerate(months, 1))
    return referral("a1", "2025-01-02", payments=payments)


MONTHS = ("2025-01-10", "2025-02-10", "2025-03-10", "2025-04-10")


def test_small_balances_are_carried_until_they_reach_the_minimum() -> None:
    small = agreement(received=RATE, net_days=0, terms="minimum: 50.00 EUR")
    # 14.70 + 14.70 + 14.70 = 44.10, and with the fourth month 58.80.
    assert told(small, retainer(*MONTHS), through="2025-03-31") == ["werft payable 44.10 below_minimum"]
    assert told(small, retainer(*MONTHS), through="2025-04-10") == ["werft payable 58.80 ready"]
    assert states(small, retainer(*MONTHS), on="2025-03-31") == {
        f"a1/p{month}/accrual/werft": "carried" for month in (1, 2, 3)
    }


def test_the_minimum_itself_is_enough() -> None:
    exact = agreement(received=RATE, net_days=0, terms="minimum: 44.10 EUR")
    more = agreement(received=RATE, net_days=0, terms="minimum: 44.11 EUR")
    assert told(exact, retainer(*MONTHS[:3]), through="2025-03-31") == ["werft payable 44.10 ready"]
    assert told(more, retainer(*MONTHS[:3]), through="2025-03-31") == ["werft payable 44.10 below_minimum"]


def test_after_the_end_of_the_agreement_the_minimum_holds_no_longer() -> None:
    ending = agreement(received=RATE, net_days=0, terms="minimum: 50.00 EUR", expires="2025-02-28")
    month = retainer(MONTHS[0])
    assert told(ending, month, through="2025-02-28") == ["werft payable 14.70 below_minimum"]
    assert told(ending, month, through="2025-03-01") == ["werft payable 14.70 ready"]


def test_of_two_minimums_the_smallest_holds_and_an_agreement_without_one_lifts_both() -> None:
    first = agreement(received=RATE, net_days=0, terms="minimum: 50.00 EUR", scope="{they_refer: [cfo]}")

    def second(terms: str) -> Written:
        return agreement("b", received=RATE, net_days=0, terms=terms, scope="{they_refer: [setup]}")

    months = retainer(*MONTHS[:3])
    for terms, verdict in (("minimum: 60.00 EUR", "below_minimum"), ("minimum: 40.00 EUR", "ready"), ("", "ready")):
        assert told(first, second(terms), months, through="2025-03-31") == [f"werft payable 44.10 {verdict}"], terms


def test_a_minimum_in_another_currency_is_measured_at_the_rate_of_the_day() -> None:
    dollars = agreement(received=RATE, net_days=0, terms="minimum: 50.00 USD")
    rates = program(["2025-01-01 USD EUR 0.9", "2025-04-01 USD EUR 0.88"])
    # 50 dollars are 45.00 euros in March, and 44.00 from April on.
    assert told(rates, dollars, retainer(*MONTHS[:3]), through="2025-03-31") == ["werft payable 44.10 below_minimum"]
    assert told(rates, dollars, retainer(*MONTHS[:3]), through="2025-04-01") == ["werft payable 44.10 ready"]


def test_a_negative_balance_is_carried_and_nothing_is_paid() -> None:
    terms = agreement(received=RATE, net_days=0, clawback="{window_days: 365, method: by_amount}")
    # 100.00 were earned and paid; 20.00 are earned later, and the 100.00 are taken back: 20 - 100 = -80.
    paid = payout(
        "2025-02-28-werft-payable",
        total="100",
        lines="[{line: 2025-01-02-werft-a1/p1/accrual/werft, amount: 100.00 EUR}]",
        paid="{on: 2025-02-28}",
    )
    client = referral(
        "a1", "2025-01-02", payments="p1 2025-01-10 1000; p2 2025-03-10 200", refunds="r1 p1 2025-03-20 1000"
    )
    assert told(terms, client, paid, through="2025-03-31") == ["werft payable -80.00 negative"]
    assert states(terms, client, paid, on="2025-03-31") == {
        "a1/p1/accrual/werft": "paid",
        "a1/p2/accrual/werft": "carried",
        "a1/r1/clawback/werft": "carried",
    }


def test_nothing_left_is_no_payout() -> None:
    terms = agreement(received=RATE, net_days=0, clawback="{window_days: 365, method: by_amount}")
    client = referral("a1", "2025-01-02", payments="p1 2025-01-10 1000", refunds="r1 p1 2025-03-20 1000")
    assert told(terms, client, through="2025-03-31") == ["werft payable 0.00 negative"]


# Hold and due day -------------------------------------------------------------------------


def test_due_from_the_day_on_and_not_before() -> None:
    terms, client = agreement(received=RATE), referral("a1", "2025-01-02", payments="p1 2025-01-10 1000")
    # 10 January and 30 days: 9 February.
    assert told(terms, client, through="2025-02-08") == []
    assert told(terms, client, through="2025-02-09") == ["werft payable 100.00 ready"]
    assert states(terms, client, on="2025-02-08") == {"a1/p1/accrual/werft": "not_due"}
    assert states(terms, client, on="2025-02-09") == {"a1/p1/accrual/werft": "due"}


def test_a_hold_stops_paying_from_its_first_to_its_last_day() -> None:
    hold = Hold(since=day("2025-03-03"), reason="A dispute", released=day("2025-03-10"))
    held = [number for number in range(1, 15) if is_held(hold, date(2025, 3, number))]
    assert held == list(range(3, 11))
    assert is_held(Hold(since=day("2025-03-03"), reason="A dispute"), date.max)
    assert not is_held(None, day("2025-03-03"))

    terms = agreement(received=RATE, net_days=0)
    client = referral(
        "a1",
        "2025-01-02",
        payments="p1 2025-01-10 1000",
        hold="{since: 2025-03-03, reason: A dispute, released: 2025-03-10}",
    )
    for through, expected in (("2025-03-02", "due"), ("2025-03-03", "held"), ("2025-03-10", "held")):
        assert states(terms, client, on=through) == {"a1/p1/accrual/werft": expected}, through
        assert bool(told(terms, client, through=through)) == (expected == "due"), through
    assert told(terms, client, through="2025-03-11") == ["werft payable 100.00 ready"]


def test_a_hold_leaves_other_referrals_alone() -> None:
    terms = agreement(received=RATE, net_days=0)
    held = referral("a1", "2025-01-02", payments="p1 2025-01-10 1000", hold="{since: 2025-01-05, reason: A dispute}")
    other = referral("b2", "2025-01-02", payments="p1 2025-01-10 300")
    assert told(terms, held, other, through="2025-01-31") == ["werft payable 30.00 ready"]


# Netting ----------------------------------------------------------------------------------


def both_ways(terms: str, ours: str, theirs: str) -> tuple[Written, ...]:
    """What we owe a tenth of, and what they owe a tenth of."""
    return (
        agreement(received=RATE, sent=RATE, net_days=0, terms=terms),
        referral("a1", "2025-01-02", payments=f"p1 2025-01-10 {ours}"),
        referral("b2", "2025-01-02", direction="sent", service="erp", payments=f"p1 2025-01-10 {theirs}"),
    )


def test_both_directions_stand_apart_unless_netting_is_agreed() -> None:
    assert told(*both_ways("", "1000", "400"), through="2025-01-31") == [
        "werft payable 100.00 ready",
        "werft receivable 40.00 ready",
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "lines", "set_off"),
    [
        ("1000", "400", "werft payable 60.00 ready", ["a1/p1/accrual/werft"], ["b2/p1/accrual/us"]),
        ("400", "1000", "werft receivable 60.00 ready", ["b2/p1/accrual/us"], ["a1/p1/accrual/werft"]),
        ("700", "700", "werft payable 0.00 ready", ["a1/p1/accrual/werft"], ["b2/p1/accrual/us"]),
    ],
)
def test_netting_stands_in_the_direction_of_the_larger_sum(
    ours: str, theirs: str, expected: str, lines: list[str], set_off: list[str]
) -> None:
    records = both_ways(NETTING, ours, theirs)
    assert told(*records, through="2025-01-31") == [expected]
    (one,) = due(*records, through="2025-01-31")
    assert [short(line.id) for line in one.lines] == lines
    assert [short(line.id) for line in one.set_off] == set_off


def test_what_nets_to_nothing_is_settled_whatever_the_minimum() -> None:
    records = both_ways(f"{NETTING}, minimum: 50.00 EUR", "700", "700")
    # 10 % of 700.00 on either side: 70.00 - 70.00 = 0.00, and no money moves.
    assert told(*records, through="2025-01-31") == ["werft payable 0.00 ready"]
    assert set(states(*records, on="2025-01-31").values()) == {"due"}


def test_a_payout_of_nothing_settles_both_sides() -> None:
    lines = (
        "[{line: 2025-01-02-werft-a1/p1/accrual/werft, amount: 70.00 EUR},"
        " {line: 2025-01-02-werft-b2/p1/accrual/us, amount: -70.00 EUR}]"
    )
    settled = payout("2025-01-30-werft-payable", total="0", lines=lines, paid="{on: 2025-01-30}")
    records = (*both_ways(NETTING, "700", "700"), settled)
    assert told(*records, through="2025-01-31") == []
    assert set(states(*records, on="2025-01-31").values()) == {"paid"}
    ledger = on_day(book_of(*records), "2025-01-31")
    # 70.00 - 70.00 = 0.00 in either direction; no line says that 0.00 were paid.
    assert (balance(ledger), balance(ledger, direction="receivable")) == ("0.00", "0.00")
    assert amounts(ledger, kinds="payment") == {
        "payable/set-off/payment/werft": "-70.00",
        "payable/set-off/payment/us": "-70.00",
    }


def test_the_minimum_holds_for_what_is_left_after_netting() -> None:
    assert told(*both_ways(f"{NETTING}, minimum: 60.00 EUR", "1000", "400"), through="2025-01-31") == [
        "werft payable 60.00 ready"
    ]
    assert told(*both_ways(f"{NETTING}, minimum: 60.01 EUR", "1000", "400"), through="2025-01-31") == [
        "werft payable 60.00 below_minimum"
    ]


def test_netting_ends_with_the_agreement() -> None:
    ended, *referrals = both_ways(NETTING, "1000", "400")
    ended = agreement(received=RATE, sent=RATE, net_days=0, terms=NETTING, expires="2025-01-31")
    assert told(ended, *referrals, through="2025-01-31") == ["werft payable 60.00 ready"]
    assert told(ended, *referrals, through="2025-02-01") == [
        "werft payable 100.00 ready",
        "werft receivable 40.00 ready",
    ]


# Currencies and payouts -------------------------------------------------------------------


def test_currencies_are_never_added() -> None:
    client = referral(
        "a1",
        "2025-01-02",
        deals=("d 10000", "{key: e, value: 5000.00 USD, kind: project}"),
        payments="p1 2025-01-10 1000; p2 2025-01-12 500USD deal=e",
    )
    records = (agreement(received=RATE, net_days=0), client)
    assert told(*records, through="2025-01-31") == ["werft payable 100.00 ready", "werft payable 50.00 USD ready"]


def test_a_line_in_a_payout_is_due_no_more_and_one_called_off_pays_nothing() -> None:
    terms, client = agreement(received=RATE, net_days=0), referral("a1", "2025-01-02", payments="p1 2025-01-10 1000")
    lines = "[{line: 2025-01-02-werft-a1/p1/accrual/werft, amount: 100.00 EUR}]"
    prepared = payout("2025-01-30-werft-payable", total="100", lines=lines)
    assert told(terms, client, prepared, through="2025-01-31") == []
    assert states(terms, client, prepared, on="2025-01-31") == {"a1/p1/accrual/werft": "proposed"}
    off = payout("2025-01-30-werft-payable", total="100", lines=lines, cancelled="{on: 2025-01-29, by: mats}")
    assert told(terms, client, off, through="2025-01-31") == ["werft payable 100.00 ready"]


# Runs -------------------------------------------------------------------------------------


def with_runs(months: tuple[int, ...], on: int) -> Program:
    """A program that pays on one day of some months."""
    known = book_of().program
    assert known is not None
    return known.record.model_copy(update={"payout_runs": PayoutRuns(months=months, day=on)})


@pytest.mark.parametrize(
    ("months", "on", "asked", "expected"),
    [
        ((1, 4, 7, 10), 30, "2026-07-30", "2026-07-30"),
        ((1, 4, 7, 10), 30, "2026-07-31", "2026-10-30"),
        ((1, 4, 7, 10), 30, "2026-10-31", "2027-01-30"),
        ((10, 1), 30, "2026-02-01", "2026-10-30"),
        ((2,), 31, "2026-02-10", "2026-02-28"),
        ((2,), 31, "2028-02-29", "2028-02-29"),
        ((2,), 31, "2026-03-01", "2027-02-28"),
        ((4, 6), 31, "2026-04-30", "2026-04-30"),
        ((4, 6), 31, "2026-05-01", "2026-06-30"),
        ((12,), 31, "2026-12-31", "2026-12-31"),
        ((1,), 1, "2026-01-02", "2027-01-01"),
    ],
)
def test_a_run_is_the_first_on_or_after_the_day(months: tuple[int, ...], on: int, asked: str, expected: str) -> None:
    assert next_run(with_runs(months, on), day(asked)) == day(expected)


def test_without_runs_each_day_is_one() -> None:
    known = book_of().program
    assert known is not None
    assert next_run(known.record, day("2026-02-10")) == day("2026-02-10")
    assert next_run(None, day("2026-02-10")) == day("2026-02-10")
