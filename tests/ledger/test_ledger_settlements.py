"""Payouts in the ledger: money that moved, adjustments, and what remains of a payout that was called off."""

from datetime import date

from partnerbook.analysis.ledger.settlements import settlements
from partnerbook.core.book import Book, Entry
from partnerbook.core.dates import Period
from partnerbook.core.money import Money
from partnerbook.core.payout import Adjustment, Paid, Payout, Prepared, Receipt

ID = "2026-07-30-werft-payable"
BY = "mats-petersen"


def payout(**fields: object) -> Book:
    record = Payout(
        partner="werft",
        direction=fields.pop("direction", "payable"),  # type: ignore[arg-type]
        period=Period.parse("2026-Q2"),
        run=date(2026, 7, 30),
        total=Money.parse("100.00 EUR"),
        prepared=Prepared(on=date(2026, 7, 24), by=BY),
        **fields,  # type: ignore[arg-type]
    )
    return Book(payouts={ID: Entry(ID, f"records/payouts/2026/{ID}.md", record)})


def lines(book: Book, as_of: date) -> list[tuple[str, str, str]]:
    return [(line.id.removeprefix(f"{ID}/"), str(line.booked), str(line.amount)) for line in settlements(book, as_of)]


GRACE = Adjustment(key="a1", on=date(2026, 7, 20), amount=Money.parse("25.00 EUR"), reason="Rounding")


def test_a_payment_brings_the_balance_down_on_the_day_it_is_booked() -> None:
    book = payout(adjustments=(GRACE,), paid=Paid(on=date(2026, 7, 30), booked=date(2026, 8, 3)))
    adjusted = ("a1/adjustment/werft", "2026-07-20", "25.00 EUR")
    assert lines(book, date(2026, 8, 2)) == [adjusted]
    assert lines(book, date(2026, 8, 3)) == [adjusted, ("paid/payment/werft", "2026-08-03", "-100.00 EUR")]


def test_receipts_may_come_in_parts() -> None:
    parts = tuple(
        Receipt(key=key, on=date(2026, 8, day), amount=Money.parse(amount))
        for key, day, amount in (("e1", 20, "60.00 EUR"), ("e2", 25, "40.00 EUR"))
    )
    assert lines(payout(direction="receivable", receipts=parts), date(2026, 8, 31)) == [
        ("e1/payment/us", "2026-08-20", "-60.00 EUR"),
        ("e2/payment/us", "2026-08-25", "-40.00 EUR"),
    ]


def test_calling_a_payout_off_moves_nothing_that_was_booked_before() -> None:
    book = payout(adjustments=(GRACE,), cancelled=Prepared(on=date(2026, 8, 5), by=BY))
    before = [("a1/adjustment/werft", "2026-07-20", "25.00 EUR")]
    assert lines(book, date(2026, 8, 4)) == before
    # Called off on 5 August: 25.00 - 25.00 = 0.00 from that day on.
    assert lines(book, date(2026, 8, 5)) == [*before, ("a1-cancelled/adjustment/werft", "2026-08-05", "-25.00 EUR")]
