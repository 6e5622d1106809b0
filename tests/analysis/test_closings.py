"""What a closing freezes: which lines, in which form, and that nothing learned later moves it."""

import hashlib

import pytest
from bookwork import SAMPLE, SPECIMEN, day
from msgspec.structs import replace

from partnerbook.analysis.closings import lines_booked_in, open_before, period_hash, usual_closer
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.ledger import reckon
from partnerbook.analysis.ledger.line import Ledger, Line
from partnerbook.analysis.ledger.step import InWords
from partnerbook.core.book import Book
from partnerbook.core.dates import Period
from partnerbook.core.money import Money

Q2 = Period.parse("2026-Q2")
NOTHING = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The hash of nothing at all, from the tables of SHA-256."""

ACCRUAL = Line(
    id="2026-03-02-werft-k7/p1/accrual/werft",
    kind="accrual",
    direction="payable",
    partner="werft",
    on=day("2026-03-30"),
    booked=day("2026-04-01"),
    amount=Money.parse("1725.00 EUR"),
    due=day("2026-04-29"),
)
PAYMENT = Line(
    id="2026-06-30-werft-payable/paid/payment/werft",
    kind="payment",
    direction="payable",
    partner="werft",
    on=day("2026-06-30"),
    booked=day("2026-06-30"),
    amount=Money.parse("-1725.00 EUR"),
)


def ledger(*lines: Line) -> Ledger:
    return Ledger(lines=lines)


def on_day(book: Book, text: str) -> Ledger:
    return reckon(known_by(book, day(text)), day(text))


def test_the_hash_is_that_of_rows_anybody_can_write_down() -> None:
    rows = (
        "2026-03-02-werft-k7/p1/accrual/werft\twerft\tpayable\t2026-03-30\t2026-04-01\t2026-04-29\t1725.00 EUR\n"
        "2026-06-30-werft-payable/paid/payment/werft\twerft\tpayable\t2026-06-30\t2026-06-30\t\t-1725.00 EUR\n"
    )
    assert period_hash(ledger(ACCRUAL, PAYMENT), Q2) == f"sha256:{hashlib.sha256(rows.encode()).hexdigest()}"


def test_a_period_without_lines_hashes_nothing() -> None:
    assert period_hash(ledger(), Q2) == NOTHING
    assert period_hash(ledger(ACCRUAL), Period.parse("2026-Q3")) == NOTHING


def test_the_booked_day_decides_and_both_ends_belong_to_the_period() -> None:
    assert lines_booked_in(ledger(ACCRUAL, PAYMENT), Q2) == (ACCRUAL, PAYMENT)
    outside = (replace(ACCRUAL, booked=day("2026-03-31")), replace(PAYMENT, booked=day("2026-07-01")))
    assert lines_booked_in(ledger(*outside), Q2) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"id": "2026-03-02-werft-k8/p1/accrual/werft"},
        {"partner": "hafen"},
        {"direction": "receivable"},
        {"on": day("2026-03-31")},
        {"booked": day("2026-04-02")},
        {"due": day("2026-04-30")},
        {"due": None},
        {"amount": Money.parse("1725.01 EUR")},
        {"amount": Money.parse("1725.00 USD")},
    ],
    ids=str,
)
def test_whatever_money_rests_on_moves_the_hash(change: dict[str, object]) -> None:
    assert period_hash(ledger(replace(ACCRUAL, **change)), Q2) != period_hash(ledger(ACCRUAL), Q2)  # type: ignore[arg-type]


def test_order_moves_it_and_explanations_do_not() -> None:
    explained = replace(ACCRUAL, steps=(InWords("Better words"),), agreement="werft-2026")
    assert period_hash(ledger(explained), Q2) == period_hash(ledger(ACCRUAL), Q2)
    assert period_hash(ledger(PAYMENT, ACCRUAL), Q2) != period_hash(ledger(ACCRUAL, PAYMENT), Q2)


@pytest.mark.parametrize("book", [SAMPLE, SPECIMEN], ids=["sample", "specimen"])
def test_every_closing_holds_what_the_ledger_said_then_and_says_now(book: Book) -> None:
    assert book.closings
    now = on_day(book, "2026-09-30")
    for entry in book.closings.values():
        closing = entry.record
        then = on_day(book, str(closing.closed))
        for known in (then, now):
            assert (len(lines_booked_in(known, closing.period)), period_hash(known, closing.period)) == (
                closing.lines,
                closing.ledger,
            ), entry.id


def test_the_specimen_has_three_lines_in_its_quarter() -> None:
    # 23,000 of p1 at 12.5 % are 2,875.00: 60 % of it 1,725.00, 40 % 1,150.00. A flat fee of 900.00 for a win.
    found = [
        (line.id.split("/", 1)[1], str(line.amount)) for line in lines_booked_in(on_day(SPECIMEN, "2026-09-30"), Q2)
    ]
    assert found == [
        ("p1/accrual/agentur-brandung", "1150.00 EUR"),
        ("p1/accrual/software-werft", "1725.00 EUR"),
        ("won/accrual/us", "900.00 EUR"),
    ]


def test_lines_before_a_period_are_open_unless_a_closing_holds_them() -> None:
    now = on_day(SPECIMEN, "2026-09-30")
    assert open_before(SPECIMEN, now, Period.parse("2026-Q3")) == ()
    assert open_before(SPECIMEN, now, Q2) == ()
    without = replace(SPECIMEN, closings={})
    assert len(open_before(without, now, Period.parse("2026-Q3"))) == 3
    # July, August and September hold the adjustment, four payments and the two lines of p2.
    assert len(open_before(SPECIMEN, now, Period.parse("2026-Q4"))) == 7


def test_whoever_closed_the_last_period_closes_the_next_while_they_are_there() -> None:
    assert usual_closer(SAMPLE, day("2026-10-05")) == "meret-hollander"
    assert usual_closer(replace(SAMPLE, closings={}), day("2026-10-05")) == "falk-rieken"
    assert usual_closer(replace(SPECIMEN, closings={}), day("2026-10-05")) == "mats-petersen"
    assert usual_closer(Book(), day("2026-10-05")) is None
