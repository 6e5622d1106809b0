"""Other terms for the same facts, reckoned by hand."""

import pytest
from bookwork import SAMPLE, book, day
from msgspec.structs import replace

from partnerbook.analysis.what_if import (
    WhatIf,
    complete_quarters,
    what_if,
    with_agreements,
    with_tier_rates,
)
from partnerbook.core.book import Book
from partnerbook.core.money import Money, Rate
from partnerbook.core.program_policies import InvolvementRates

PAYS = "compensation: {{received: {{earn: percentage, basis: client_lifetime, rate: {rate}}}, sent: {{earn: none}}}}"
AS_OF = day("2026-09-30")


def program(rate: str) -> dict[str, str]:
    """Three payments of one client: before the quarters, in the first of them, in the last; the second was paid out."""
    return {
        "partners/werft": "",
        "agreements/werft-2025": PAYS.format(rate=rate),
        "referrals/2025-03-03-werft-a1": "milestones: {won: {on: 2025-04-01}}\n"
        "deals: [{key: d, value: 40000.00 EUR, kind: project}]\n"
        "payments: [{key: p1, deal: d, on: 2025-09-30, amount: 10000.00 EUR}, "
        "{key: p2, deal: d, on: 2025-10-01, amount: 20000.00 EUR}, "
        "{key: p3, deal: d, on: 2026-08-15, amount: 5000.00 EUR}]",
        "payouts/2026-01-30-werft": "period: 2025-Q4\nrun: 2026-01-30\ntotal: 2000.00 EUR\n"
        "lines: [{line: 2025-03-03-werft-a1/p2/accrual/werft, amount: 2000.00 EUR}]\n"
        "prepared: {on: 2026-01-20, by: mats-petersen}\npaid: {on: 2026-01-30}",
    }


def other(rate: str) -> WhatIf:
    return what_if(book(program("10%")), book(program(rate)), AS_OF, ("werft-2025",))


def euros(text: str) -> Money:
    return Money.parse(f"{text} EUR")


def test_the_last_four_quarters_that_are_over() -> None:
    assert [str(quarter) for quarter in complete_quarters(AS_OF)] == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    # A day earlier the third quarter is not over.
    assert [str(quarter) for quarter in complete_quarters(day("2026-09-29"))][-1] == "2026-Q2"


def test_unchanged_terms_change_nothing() -> None:
    found = other("10%")
    assert (found.rows, found.settled, found.due) == ((), (), ())
    assert [str(total.change.difference) for total in found.totals] == ["0.00 EUR"]


def test_differences_stand_by_partner_and_quarter() -> None:
    # Q4 2025: 20,000.00 at 10 % are 2,000.00, at 12.5 % 2,500.00. Q3 2026: 5,000.00 at 10 % are 500.00, at 12.5 %
    # 625.00. The payment of 30 September 2025 lies before the four quarters.
    found = other("12.5%")
    assert [(row.partner, str(row.quarter), row.change.old, row.change.new) for row in found.rows] == [
        ("werft", "2025-Q4", euros("2000.00"), euros("2500.00")),
        ("werft", "2026-Q3", euros("500.00"), euros("625.00")),
    ]
    # 2,500.00 -> 3,125.00
    (total,) = found.totals
    assert (total.change.old, total.change.new, total.change.difference) == (
        euros("2500.00"),
        euros("3125.00"),
        euros("625.00"),
    )
    assert (total.direction, total.old_lines, total.new_lines) == ("payable", 2, 2)


def test_what_was_paid_stays_and_says_what_it_would_have_been() -> None:
    (line,) = other("12.5%").settled
    assert (line.line, line.state) == ("2025-03-03-werft-a1/p2/accrual/werft", "paid")
    assert (line.change.old, line.change.new) == (euros("2000.00"), euros("2500.00"))


def test_what_is_due_leaves_out_what_was_paid() -> None:
    # Due on 30 September 2026 with 30 days net: the payments of 30 September 2025 and 15 August 2026, 15,000.00 in
    # all: 1,500.00 at 10 %, 1,875.00 at 12.5 %. The line that was paid is in neither.
    (due,) = other("12.5%").due
    assert (due.partner, due.direction, due.change.old, due.change.new) == (
        "werft",
        "payable",
        euros("1500.00"),
        euros("1875.00"),
    )


def test_terms_that_pay_nothing_take_everything_away() -> None:
    found = what_if(
        book(program("10%")),
        book(program("10%") | {"agreements/werft-2025": "compensation: {received: {earn: none}, sent: {earn: none}}"}),
        AS_OF,
    )
    assert [(row.change.new, row.change.difference) for row in found.rows] == [
        (euros("0.00"), euros("-2000.00")),
        (euros("0.00"), euros("-500.00")),
    ]
    (line,) = found.settled
    assert line.change.new == euros("0.00")
    assert [total.new_lines for total in found.totals] == [0]


def test_other_agreements_keep_their_terms() -> None:
    found = book(program("10%"))
    entry = book(program("20%")).agreements["werft-2025"]
    assert with_agreements(found, [entry]).agreements["werft-2025"] is entry
    # A record that the Book does not have is no agreement of it.
    stranger = replace(entry, id="fjord-2025")
    assert set(with_agreements(found, [stranger]).agreements) == {"werft-2025"}


def tiers_at(rate: str) -> Book:
    """The sample with one rate for every involvement of every tier."""
    assert SAMPLE.program is not None
    rates = InvolvementRates(passive=Rate.parse(rate), standard=Rate.parse(rate), active=Rate.parse(rate))
    tiers = tuple(tier.model_copy(update={"rates": rates}) for tier in SAMPLE.program.record.tiers)
    changed = SAMPLE.program.record.model_copy(update={"tiers": tiers, "currency": "USD"})
    return with_tier_rates(SAMPLE, changed)


def test_only_the_rates_of_tiers_are_taken_from_another_program() -> None:
    found = tiers_at("33%")
    assert found.program is not None
    assert SAMPLE.program is not None
    assert found.program.record.currency == SAMPLE.program.record.currency == "EUR"
    assert {str(tier.rates.standard) for tier in found.program.record.tiers if tier.rates} == {"33%"}
    assert with_tier_rates(Book(), SAMPLE.program.record).program is None


@pytest.mark.parametrize("changed", [SAMPLE, with_agreements(SAMPLE, SAMPLE.agreements.values())])
def test_the_sample_under_its_own_terms_is_the_same_to_the_cent(changed: Book) -> None:
    found = what_if(SAMPLE, changed, AS_OF)
    assert (found.rows, found.settled, found.due) == ((), (), ())
    assert all(not total.change.difference.amount for total in found.totals)
    assert sum(total.old_lines for total in found.totals) > 50
