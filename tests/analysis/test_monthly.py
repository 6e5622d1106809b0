"""Owed and owing by month, counted on fingers."""

from bookwork import day

from partnerbook.analysis.ledger.line import Ledger, Line, LineKind
from partnerbook.analysis.monthly import courses
from partnerbook.core.money import Money


def line(booked: str, kind: LineKind, amount: str) -> Line:
    return Line(f"r/{booked}/{kind}/werft", kind, "payable", "werft", day(booked), day(booked), Money.parse(amount))


def test_a_course_of_three_months_carries_what_stood_before() -> None:
    lines = (
        line("2026-05-31", "accrual", "100.00 EUR"),
        line("2026-06-30", "payment", "-40.00 EUR"),
        line("2026-07-01", "accrual", "10.00 EUR"),
        line("2026-08-31", "clawback", "-5.00 EUR"),
    )
    (course,) = courses(Ledger(lines=lines), day("2026-08-31"), months=3)
    # Before June 100 stood open. June: 100 - 40 = 60. July: 60 + 10 = 70. August: 70 - 5 = 65.
    assert [(str(m.period), str(m.earned), str(m.moved), str(m.balance)) for m in course.months] == [
        ("2026-06", "0.00 EUR", "40.00 EUR", "60.00 EUR"),
        ("2026-07", "10.00 EUR", "0.00 EUR", "70.00 EUR"),
        ("2026-08", "-5.00 EUR", "0.00 EUR", "65.00 EUR"),
    ]


def test_currencies_and_directions_stand_apart() -> None:
    lines = (line("2026-08-01", "accrual", "1.00 EUR"), line("2026-08-01", "accrual", "2.00 USD"))
    found = courses(Ledger(lines=lines), day("2026-08-31"), months=1)
    assert [(course.currency, str(course.months[0].balance)) for course in found] == [
        ("EUR", "1.00 EUR"),
        ("USD", "2.00 USD"),
    ]
