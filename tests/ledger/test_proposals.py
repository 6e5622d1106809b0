"""Payouts that propose themselves: which lines, in which run, with which VAT and approvers."""

from collections.abc import Sequence
from datetime import date

import pytest
from ledgerwork import (
    PROGRAM,
    TIERS,
    Written,
    agreement,
    book_of,
    on_day,
    partner,
    payout,
    plain,
    program,
    referral,
    share_of_payments,
    short,
)
from msgspec.structs import replace

from partnerbook.analysis.approval import approvers_for, with_role
from partnerbook.analysis.horizon import known_by
from partnerbook.analysis.proposals import (
    Proposal,
    days_of_payment,
    held_lines,
    proposals,
    runs_due,
    usual_preparer,
)
from partnerbook.analysis.vat import vat_of
from partnerbook.core.book import Book
from partnerbook.core.money import Money
from partnerbook.core.partner import Partner
from partnerbook.core.payout import PayoutDirection
from partnerbook.core.program import Program

RATE = share_of_payments("10%")
RUNS = "payout_runs: {months: [1, 4, 7, 10], day: 30}\n"
VAT = "vat_rates: [{country: DE, since: 2007-01-01, rate: 19%}, {country: DE, since: 2025-07-01, rate: 20%}]\n"
PEOPLE = """people:
  - {key: mats, name: Mats, email: mats@kontor.example, roles: [payout_preparer, payout_approver]}
  - {key: ada, name: Ada, email: ada@kontor.example, roles: [payout_approver], left: 2025-06-30}
  - {key: jo, name: Jo, email: jo@kontor.example, roles: [payout_approver], joined: 2024-05-01}
  - {key: fee, name: Fee, email: fee@kontor.example, roles: [program_owner]}
  - {key: kim, name: Kim, email: kim@kontor.example, roles: [payout_preparer, finance]}
"""
LIMITS = """approval:
  limits:
    - {role: payout_approver, up_to: 1000.00 EUR}
    - {role: payout_approver, person: ada, up_to: 5000.00 EUR}
    - {role: program_owner}
  four_eyes_from: 2000.00 EUR
"""


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def house(more: str = RUNS + VAT, country: str = "DE") -> Written:
    """The program of these tests, with our own country and what else it says."""
    lines = [line for line in PROGRAM.splitlines() if not line.startswith(("people", "approval"))]
    text = "\n".join(lines) + f"\n{PEOPLE}{LIMITS}tiers: [{TIERS}]\n{more}"
    text = text.replace("name: Kontor, country: DE", f"name: Kontor, country: {country}")
    return ("program", text)


def record(*records: Written) -> Program:
    """Its record."""
    known = book_of(*(records or (house(),))).program
    assert known is not None
    return known.record


def proposed(book: Book, through: str, *, as_of: str, by: str = "mats") -> Sequence[Proposal]:
    """What is proposed through a day, as known on another."""
    known = known_by(book, day(as_of))
    assert known.program is not None
    return proposals(known, on_day(book, as_of), known.program.record, day(as_of), day(through), by)


def told(found: Sequence[Proposal]) -> list[str]:
    """Proposals in words: `2025-04-30-werft-payable 100.00 a1/p1/accrual/werft`."""
    return [
        f"{one.id} {plain(str(one.payout.total))} {' '.join(short(line.line) for line in one.payout.lines)}"
        for one in found
    ]


def small(payments: str, terms: str = "") -> tuple[Written, ...]:
    """One referral under a tenth, due after thirty days."""
    return (house(), agreement(received=RATE, terms=terms), referral("a1", "2025-01-02", payments=payments))


# Runs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "through", "expected"),
    [
        ("2025-03-01", "2025-04-29", []),
        ("2025-03-01", "2025-04-30", ["2025-04-30"]),
        ("2025-04-30", "2025-04-30", ["2025-04-30"]),
        ("2025-05-01", "2025-07-29", []),
        ("2025-03-01", "2026-01-30", ["2025-04-30", "2025-07-30", "2025-10-30", "2026-01-30"]),
        ("2025-03-01", "2025-02-01", []),
    ],
)
def test_runs_from_today_through_a_day(as_of: str, through: str, expected: list[str]) -> None:
    assert [str(run) for run in days_of_payment(record(), day(as_of), day(through))] == expected


def test_without_runs_the_last_day_is_one_and_nobody_looks_further_than_two_years() -> None:
    assert days_of_payment(record(house("")), day("2025-03-01"), day("2025-03-09")) == (day("2025-03-09"),)
    assert days_of_payment(record(), day("2025-01-31"), date.max)[-1] == day("2027-01-30")
    assert len(days_of_payment(record(), day("2025-01-31"), date.max)) == 8


def test_each_line_is_paid_in_the_first_run_on_or_after_it_is_due() -> None:
    # Due on 30 April (the run itself), on 1 May and on 30 June: the last two in July.
    book = book_of(*small("p1 2025-03-31 1000; p2 2025-04-01 500; p3 2025-05-31 300"))
    assert told(proposed(book, "2025-07-30", as_of="2025-06-02")) == [
        "2025-07-30-werft-payable 180.00 a1/p1/accrual/werft a1/p2/accrual/werft a1/p3/accrual/werft"
    ], "what was never proposed is caught up in the next run"
    assert told(proposed(book, "2025-07-30", as_of="2025-04-10")) == [
        "2025-04-30-werft-payable 100.00 a1/p1/accrual/werft",
        "2025-07-30-werft-payable 50.00 a1/p2/accrual/werft",
    ]
    assert told(proposed(book, "2025-07-29", as_of="2025-06-02")) == []


def test_what_one_run_carries_the_next_one_pays() -> None:
    book = book_of(*small("p1 2025-03-10 300; p2 2025-04-10 300", "minimum: 50.00 EUR"))
    first, second = runs_due(
        known_by(book, day("2025-04-20")), on_day(book, "2025-04-20"), day("2025-04-20"), day("2025-07-30")
    )
    assert [(str(one.total), one.verdict) for one in first.balances] == [("30.00 EUR", "below_minimum")]
    assert [(str(one.total), one.verdict) for one in second.balances] == [("60.00 EUR", "ready")]
    assert told(proposed(book, "2025-04-30", as_of="2025-04-20")) == []
    assert told(proposed(book, "2025-07-30", as_of="2025-04-20")) == [
        "2025-07-30-werft-payable 60.00 a1/p1/accrual/werft a1/p2/accrual/werft"
    ]


def test_a_day_behind_the_last_run_is_looked_at_too_but_nothing_is_paid_on_it() -> None:
    book = book_of(*small("p1 2025-03-10 1000; p2 2025-04-10 500"))
    runs = runs_due(known_by(book, day("2025-04-20")), on_day(book, "2025-04-20"), day("2025-04-20"), day("2025-05-15"))
    assert [(str(run.through), str(run.paid), len(run.balances)) for run in runs] == [
        ("2025-04-30", "2025-04-30", 1),
        ("2025-05-15", "2025-07-30", 1),
    ]
    assert [one.id for one in proposed(book, "2025-05-15", as_of="2025-04-20")] == ["2025-04-30-werft-payable"]


def test_held_money_is_told_and_not_proposed() -> None:
    book = book_of(
        house(),
        agreement(received=RATE),
        referral("a1", "2025-01-02", payments="p1 2025-03-10 1000", hold="{since: 2025-03-20, reason: A dispute}"),
    )
    assert proposed(book, "2025-04-30", as_of="2025-04-20") == ()
    ledger = on_day(book, "2025-04-20")
    (held,) = held_lines(book, ledger, day("2025-04-30"))
    assert (short(held.line.id), held.hold.reason) == ("a1/p1/accrual/werft", "A dispute")
    assert held_lines(book, ledger, day("2025-04-08")) == (), "due on the 9th"


# The record -------------------------------------------------------------------------------


def test_a_payout_says_what_the_records_say() -> None:
    (found,) = proposed(book_of(*small("p1 2025-03-10 1000")), "2025-04-30", as_of="2025-04-20")
    paid = found.payout
    assert (paid.partner, paid.direction, str(paid.period), str(paid.run)) == (
        "werft",
        "payable",
        "2025-Q1",
        "2025-04-30",
    )
    assert (str(paid.total), str(paid.prepared.on), paid.prepared.by) == ("100.00 EUR", "2025-04-20", "mats")
    # 19 % of 100.00, which hold until June.
    assert paid.vat is not None
    assert (paid.vat.treatment, str(paid.vat.rate), str(paid.vat.amount)) == ("domestic", "19%", "19.00 EUR")
    assert (paid.approver, paid.second_approver, found.gaps) == ("jo", None, ())
    assert not paid.approved
    assert paid.paid is None


def test_proposed_once_it_is_not_proposed_again() -> None:
    records = small("p1 2025-03-10 1000")
    lines = "[{line: 2025-01-02-werft-a1/p1/accrual/werft, amount: 100.00 EUR}]"
    written = payout("2025-04-30-werft-payable", total="100", lines=lines)
    assert proposed(book_of(*records, written), "2025-04-30", as_of="2025-04-28") == ()


def test_what_comes_due_after_a_run_was_proposed_gets_a_payout_of_its_own() -> None:
    lines = "[{line: 2025-01-02-werft-a1/p1/accrual/werft, amount: 100.00 EUR}]"
    written = payout("2025-04-30-werft-payable", total="100", lines=lines)
    book = book_of(*small("p1 2025-03-10 1000; p2 2025-03-12 500"), written)
    assert told(proposed(book, "2025-04-30", as_of="2025-04-28")) == [
        "2025-04-30-werft-payable-2 50.00 a1/p2/accrual/werft"
    ]


def test_a_second_currency_says_so_in_its_name() -> None:
    client = referral(
        "a1",
        "2025-01-02",
        deals=("d 10000", "{key: e, value: 5000.00 USD, kind: project}"),
        payments="p1 2025-03-10 1000; p2 2025-03-12 500USD deal=e",
    )
    book = book_of(house(), agreement(received=RATE), client)
    assert told(proposed(book, "2025-04-30", as_of="2025-04-28")) == [
        "2025-04-30-werft-payable 100.00 a1/p1/accrual/werft",
        "2025-04-30-werft-payable-usd 50.00 USD a1/p2/accrual/werft",
    ]


def test_netting_names_the_other_direction_with_a_minus() -> None:
    book = book_of(
        house(),
        agreement(received=RATE, sent=RATE, terms="netting: true"),
        referral("a1", "2025-01-02", payments="p1 2025-03-10 1000"),
        referral("b2", "2025-01-02", direction="sent", service="erp", payments="p1 2025-03-10 400"),
    )
    (found,) = proposed(book, "2025-04-30", as_of="2025-04-28")
    assert [(short(line.line), str(line.amount)) for line in found.payout.lines] == [
        ("a1/p1/accrual/werft", "100.00 EUR"),
        ("b2/p1/accrual/us", "-40.00 EUR"),
    ]
    # 19 % of what is left, 60.00: 19.00 on theirs less 7.60 on ours.
    assert found.payout.vat is not None
    assert (str(found.payout.total), str(found.payout.vat.amount)) == ("60.00 EUR", "11.40 EUR")


def test_what_nets_to_nothing_is_proposed_as_a_payout_of_nothing() -> None:
    book = book_of(
        house(),
        agreement(received=RATE, sent=RATE, terms="netting: true, minimum: 50.00 EUR"),
        referral("a1", "2025-01-02", payments="p1 2025-03-10 1000"),
        referral("b2", "2025-01-02", direction="sent", service="erp", payments="p1 2025-03-10 1000"),
    )
    (found,) = proposed(book, "2025-04-30", as_of="2025-04-28")
    # 100.00 on either side: 100.00 - 100.00 = 0.00, and 19 % of it are 0.00.
    assert told([found]) == ["2025-04-30-werft-payable 0.00 a1/p1/accrual/werft b2/p1/accrual/us"]
    assert found.payout.vat is not None
    assert (str(found.payout.vat.amount), found.payout.approver, found.gaps) == ("0.00 EUR", "jo", ())


def test_set_off_against_a_small_business_vat_is_left_to_the_preparer() -> None:
    book = book_of(
        house(),
        partner("werft", tax="{country: DE, small_business: true}"),
        agreement(received=RATE, sent=RATE, terms="netting: true"),
        referral("a1", "2025-01-02", payments="p1 2025-03-10 1000"),
        referral("b2", "2025-01-02", direction="sent", service="erp", payments="p1 2025-03-10 400"),
    )
    (found,) = proposed(book, "2025-04-30", as_of="2025-04-28")
    assert (found.payout.vat, found.gaps) == (None, ("vat",))


def test_a_receivable_is_our_invoice_and_asks_nobody() -> None:
    book = book_of(
        house(),
        agreement(sent=RATE),
        referral("b2", "2025-01-02", direction="sent", service="erp", payments="p1 2025-03-10 90000"),
    )
    (found,) = proposed(book, "2025-04-30", as_of="2025-04-28")
    assert found.id == "2025-04-30-werft-receivable"
    assert (str(found.payout.total), found.payout.approver, found.payout.second_approver, found.gaps) == (
        "9000.00 EUR",
        None,
        None,
        (),
    )


def test_the_period_is_the_quarter_that_ended_before_the_run() -> None:
    text = house("payout_runs: {months: [3, 12], day: 31}\n" + VAT)
    book = book_of(text, agreement(received=RATE), referral("a1", "2025-01-02", payments="p1 2025-02-10 1000"))
    (found,) = proposed(book, "2025-03-31", as_of="2025-03-20")
    assert (found.id, str(found.payout.period)) == ("2025-03-31-werft-payable", "2024-Q4")


# VAT --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tax", "firm", "direction", "expected"),
    [
        ("~", "DE", "payable", ("domestic", "19.00 EUR", None)),
        ("{country: DE}", "DE", "payable", ("domestic", "19.00 EUR", None)),
        ("{country: DE, small_business: true}", "DE", "payable", ("small_business", "None", "No VAT: small business")),
        ("{country: DE, small_business: true}", "DE", "receivable", ("domestic", "19.00 EUR", None)),
        (
            "{country: DK, vat_id: DK38420917}",
            "DE",
            "payable",
            ("reverse_charge", "None", "VAT is owed by the recipient"),
        ),
        ("{country: DK}", "DE", "payable", None),
        ("{country: US}", "DE", "payable", ("outside_scope", "None", "Not taxable in Germany")),
        ("{country: CH, vat_id: CHE-1}", "DE", "receivable", ("outside_scope", "None", "Not taxable in Germany")),
        ("{country: DE}", "NL", "payable", None),
        ("{country: DE}", "US", "payable", ("outside_scope", "None", "Not taxable in the United States")),
        ("{country: US}", "US", "payable", None),
    ],
)
def test_vat_follows_from_who_supplies_whom(
    tax: str, firm: str, direction: PayoutDirection, expected: tuple[str, str, str | None] | None
) -> None:
    book = book_of(house(country=firm), partner("werft", tax=tax), agreement())
    assert book.program is not None
    total, on = Money.parse("100.00 EUR"), day("2025-04-20")
    found = vat_of(book.program.record, partner_record(book), direction, total, on)
    assert (None if found is None else (found.treatment, str(found.amount), found.note)) == expected


def test_the_rate_is_that_of_the_day_and_the_amount_is_rounded_half_up() -> None:
    book = book_of(house(), agreement())
    werft, total = partner_record(book), Money.parse("0.50 EUR")
    for on, amount in (("2025-06-30", "0.10 EUR"), ("2025-07-01", "0.10 EUR")):
        found = vat_of(record(), werft, "payable", total, day(on))
        assert found is not None
        assert str(found.amount) == amount, "0.095 and 0.10"
    assert vat_of(record(), werft, "payable", total, day("2006-12-31")) is None


def partner_record(book: Book) -> Partner:
    """The one partner's record."""
    return book.partners["werft"].record


def test_a_german_handbook_writes_german_notes() -> None:
    german = house(RUNS + VAT + "language: de\n")
    for tax, note in (
        ("{country: DK, vat_id: DK38420917}", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("{country: DE, small_business: true}", "Steuerbefreiung für Kleinunternehmer"),
        ("{country: US}", "Im Inland nicht steuerbar"),
    ):
        book = book_of(german, partner("werft", tax=tax), agreement())
        found = vat_of(record(german), partner_record(book), "payable", Money.parse("1.00 EUR"), day("2025-04-20"))
        assert found is not None
        assert found.note == note


# Approval ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "preparer", "on", "expected"),
    [
        # Jo and Mats approve up to 1,000, Ada to 5,000 while she was there, Fee anything.
        ("1000.00 EUR", "kim", "2025-04-20", ("mats", None, False)),
        ("1000.00 EUR", "mats", "2025-04-20", ("jo", None, False)),
        ("1000.00 EUR", "mats", "2024-04-20", ("ada", None, False)),
        ("1000.01 EUR", "mats", "2025-06-30", ("ada", None, False)),
        ("1000.01 EUR", "mats", "2025-07-01", ("fee", None, False)),
        ("1999.99 EUR", "mats", "2025-07-01", ("fee", None, False)),
        ("2000.00 EUR", "mats", "2025-06-30", ("ada", "fee", True)),
        ("2000.00 EUR", "mats", "2025-07-01", ("fee", "jo", True)),
        ("5000.01 EUR", "mats", "2025-06-30", ("fee", "ada", True)),
        ("1500.00 EUR", "fee", "2025-07-01", (None, None, False)),
        ("2500.00 EUR", "fee", "2025-07-01", (None, None, True)),
        # No rate is known: whoever approves anything, and two pairs of eyes.
        ("10.00 USD", "mats", "2025-04-20", ("fee", "ada", True)),
    ],
)
def test_the_lowest_limit_that_reaches_the_total(
    total: str, preparer: str, on: str, expected: tuple[str | None, str | None, bool]
) -> None:
    found = approvers_for(record(), Money.parse(total), preparer, day(on))
    assert (found.first, found.second, found.needs_second) == expected


def test_limits_are_measured_at_the_rate_of_the_day() -> None:
    rates = program(["2025-01-01 USD EUR 0.9"])[1].split("exchange_rates: ")[1]
    euros = record(house(RUNS + VAT + f"exchange_rates: {rates}"))
    # 1,111.11 dollars are 999.999 euros, 1,111.12 are 1,000.008.
    assert approvers_for(euros, Money.parse("1111.11 USD"), "kim", day("2025-04-20")).first == "mats"
    assert approvers_for(euros, Money.parse("1111.12 USD"), "kim", day("2025-04-20")).first == "ada"


def test_where_nobody_fits_the_proposal_says_so() -> None:
    client = referral("a1", "2025-01-02", payments="p1 2025-03-10 30000")
    book = book_of(house(), agreement(received=RATE), client)
    (found,) = proposed(book, "2025-07-30", as_of="2025-07-28", by="fee")
    assert (found.payout.approver, found.payout.second_approver) == (None, None)
    assert found.gaps == ("approver", "second_approver")


def test_who_prepares() -> None:
    assert with_role(record(), "payout_approver", day("2025-07-01")) == ("mats", "jo")
    book = book_of(house(), agreement())
    assert usual_preparer(book, day("2025-07-01")) == "mats"
    by_kim = payout("2025-04-30-werft-payable", total="1", prepared="{on: 2025-04-27, by: kim}")
    assert usual_preparer(book_of(house(), by_kim), day("2025-07-01")) == "kim"
    by_fee = payout("2025-06-30-werft-payable", total="1", prepared="{on: 2025-06-27, by: fee}")
    assert usual_preparer(book_of(house(), by_kim, by_fee), day("2025-07-01")) == "kim", "Fee has not the role"
    assert usual_preparer(replace(book, program=None), day("2025-07-01")) is None
