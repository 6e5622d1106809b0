"""Why a referral earned what it did: the agreement that holds, what each line waits for, reasons, subcontracts."""

from datetime import date

import pytest
from ledgerwork import LATER, Written, agreement, book_of, partner, payout, program, referral, share_of_payments

from partnerbook.analysis import analyse
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.progress import Progress
from partnerbook.site.ledger.why import Why, why
from partnerbook.site.ledger.words import Names

ENGLISH = Edition.of("en")
RATE = share_of_payments("10%")
LINE = "2025-03-03-werft-a1/p1/accrual/werft"
PAYS = f"[{{line: {LINE}, amount: 1000.00 EUR}}]"


def found(*records: Written, as_of: str = LATER, short: str = "2025-03-03-werft-a1") -> Why:
    """Everything there is to say of one referral on a day."""
    analysis = analyse(book_of(*records), date.fromisoformat(as_of))
    entry = analysis.book.referrals[short]
    return why(ENGLISH, analysis, entry, Progress.of(analysis), Names.of(analysis.book))


def sold(**lines: str) -> Written:
    """A referral that was paid 10,000.00 on 1 April, with whatever differs."""
    return referral("a1", "2025-03-03", payments=lines.pop("payments", "p1 2025-04-01 10000"), **lines)


# Which agreement --------------------------------------------------------------------------


def test_the_one_agreement_that_matches() -> None:
    last_year = agreement("a", received=RATE, expires="2024-12-31")
    this_year = agreement("b", received=RATE, effective="2025-01-01")
    abroad = agreement("c", received=RATE, effective="2025-02-01", scope="{they_refer: [setup]}")
    told = found(last_year, this_year, abroad, sold())
    assert told.agreement == "b"
    assert told.choice == (
        (
            "b holds: in force from 1 Jan 2025 until notice, so on 3 Mar 2025 when the referral was received, "
            "for clients the partner sends us who need CFO"
        ),
        "a does not: it is in force only from 1 Jan 2024 to 31 Dec 2024",
        "c does not: it is not about clients the partner sends us who need CFO",
    )
    assert told.terms == ("10% of all the client pays", "It pays when the client pays, net 30 days")


def test_a_referral_names_its_agreement() -> None:
    two = agreement("a", received=RATE), agreement("b", received=RATE)
    assert found(*two, sold(agreement="b")).choice == (
        "b holds, because the referral names it; these match as well: a",
    )
    assert found(two[0], sold(agreement="a")).choice == ("a holds, because the referral names it",)
    told = found(*two, sold())
    assert told.agreement == ""
    assert told.choice == ("More than one agreement matches, and the referral names none: a and b",)
    assert told.terms == ()


def test_no_agreement() -> None:
    told = found(agreement("a", sent=RATE, expires="2025-01-31"), sold(direction="sent"))
    assert told.choice == (
        "No agreement with Werft was in force on 3 Mar 2025 for clients we send the partner who need CFO",
        "a does not: it is in force only from 1 Jan 2024 to 31 Jan 2025",
    )


def test_a_referral_that_takes_up_a_lost_one_keeps_its_terms() -> None:
    first = referral("a1", "2025-03-03", client="yard", steps="lost 2025-03-20", deals="", outcome="{reason: timing}")
    again = referral("a2", "2026-03-02", client="yard", reopens="2025-03-03-werft-a1", payments="p1 2026-04-01 100")
    told = found(agreement(received=RATE, expires="2025-12-31"), first, again, short="2026-03-02-werft-a2")
    assert told.choice[0].startswith("a holds: in force from 1 Jan 2024 to 31 Dec 2025, so on 3 Mar 2025")
    assert told.choice[1] == "It takes up 2025-03-03-werft-a1 again, and keeps that referral's day and terms"


def test_an_amendment_takes_running_referrals_over() -> None:
    later = agreement(
        "b", received=share_of_payments("20%"), effective="2025-05-01", amends="a", applies_to="future_payments"
    )
    told = found(agreement(received=RATE), later, sold(payments="p1 2025-04-01 100; p2 2025-05-02 100"))
    assert told.choice[-1] == "b, which amends it, holds for what happens from 1 May 2025 on"
    assert [one.line.agreement for one in told.lines] == ["a", "b"]


def test_terms_of_its_own_and_a_decision_are_told_with_their_reason() -> None:
    told = found(
        agreement(received=RATE),
        sold(
            overrides="[{rate: 20%, reason: Old friends, approved_by: mats, on: 2025-03-04},"
            " {deal: d, amount: 7.00 EUR, reason: A gift, approved_by: nobody, on: 2025-03-05}]",
            claims="[{partner: werft, basis: influence, on: 2025-03-03},"
            " {partner: kontor, basis: influence, on: 2025-03-04}]",
            decision="{on: 2025-03-10, by: mats, rule: agreed_split, reason: Both helped., shares:"
            " [{party: werft, share: 60%}, {party: kontor, share: 40%}]}",
        ),
    )
    assert told.special == (
        "Terms of its own since 4 Mar 2025: 20%, approved by Mats Petersen: Old friends",
        "Terms of its own for deal d since 5 Mar 2025: €7.00, approved by nobody: A gift",
        "Decided on 10 Mar 2025 by Mats Petersen, by the rule “Agreed split”: Werft 60% and Kontor 40%. Both helped.",
    )


# What each line waits for -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "as_of", "state", "words"),
    [
        ({}, "2025-04-30", "not_due", "Not due before 1 May 2025"),
        ({}, "2025-05-01", "due", "Due since 1 May 2025, and in no payout yet"),
        (
            {"hold": "{since: 2025-04-10, reason: Under dispute}"},
            "2025-06-30",
            "held",
            "On hold since 10 Apr 2025, and neither payable nor overdue: Under dispute",
        ),
        (
            {"hold": "{since: 2025-04-10, released: 2025-06-30, reason: Under dispute}"},
            "2025-06-30",
            "held",
            "On hold from 10 Apr 2025 to 30 Jun 2025, and neither payable nor overdue: Under dispute",
        ),
    ],
)
def test_what_an_open_line_waits_for(lines: dict[str, str], as_of: str, state: str, words: str) -> None:
    (told,) = found(agreement(received=RATE), sold(**lines), as_of=as_of).lines
    assert (told.state, told.progress, told.payouts) == (state, words, ())
    assert told.run is None, "this program has no runs"


def test_what_they_owe_and_nobody_has_invoiced() -> None:
    (told,) = found(agreement(sent=RATE), sold(direction="sent"), as_of="2025-06-30").lines
    assert told.progress == "Due since 1 May 2025, and not invoiced to the partner yet"


def test_a_balance_below_the_minimum_or_below_zero_is_carried() -> None:
    small = agreement(received=RATE, terms="minimum: 5000.00 EUR")
    (told,) = found(small, sold(), as_of="2025-06-30").lines
    assert (told.state, told.progress) == (
        "carried",
        "Carried forward: the balance due of €1,000.00 is below the minimum of €5,000.00",
    )
    settled = payout("2025-05-30-werft", total="1000", lines=PAYS, paid="{on: 2025-05-30}")
    terms = agreement(received=RATE, clawback="{window_days: 365, method: by_amount}")
    first, back = found(terms, sold(refunds="r1 p1 2025-06-02 4000"), settled, as_of="2025-06-30").lines
    assert (first.state, first.payouts) == ("paid", ("2025-05-30-werft",))
    assert first.progress == "Paid with payout 2025-05-30-werft on 30 May 2025"
    assert first.answered_by == ("2025-03-03-werft-a1/r1/clawback/werft",)
    assert (back.state, back.progress) == (
        "carried",
        "Carried forward: the balance due is -€400.00, which has to be earned back first",
    )


@pytest.mark.parametrize(
    ("lines", "state", "words"),
    [
        ({}, "proposed", "In payout 2025-05-30-werft for the run of 30 May 2025, which is not approved yet"),
        (
            {"approved": "[{on: 2025-05-28, by: mats}]"},
            "approved",
            "In payout 2025-05-30-werft, approved for the run of 30 May 2025",
        ),
    ],
)
def test_a_line_in_a_payout_of_ours(lines: dict[str, str], state: str, words: str) -> None:
    proposed = payout("2025-05-30-werft", total="1000", lines=PAYS, **lines)
    (told,) = found(agreement(received=RATE), sold(), proposed, as_of="2025-06-30").lines
    assert (told.state, told.progress) == (state, words)


@pytest.mark.parametrize(
    ("receipts", "state", "words"),
    [
        ("[]", "proposed", "Invoiced to the partner with payout 2025-05-30-r; nothing has arrived yet"),
        (
            "[{key: e1, on: 2025-06-10, amount: 400.00 EUR}]",
            "part_paid",
            "In payout 2025-05-30-r, of which only a part has arrived yet",
        ),
        (
            "[{key: e1, on: 2025-06-10, amount: 400.00 EUR}, {key: e2, on: 2025-06-20, amount: 600.00 EUR}]",
            "paid",
            "Paid with payout 2025-05-30-r on 20 Jun 2025",
        ),
    ],
)
def test_a_line_in_an_invoice_to_the_partner(receipts: str, state: str, words: str) -> None:
    billed = payout(
        "2025-05-30-r",
        direction="receivable",
        total="1000",
        lines=PAYS.replace("accrual/werft", "accrual/us"),
        receipts=receipts,
    )
    (told,) = found(agreement(sent=RATE), sold(direction="sent"), billed, as_of="2025-06-30").lines
    assert (told.state, told.progress) == (state, words)


def test_a_margin_is_kept_and_its_payment_waits_for_nothing() -> None:
    terms = "{earn: margin, prices: [{service: cfo, price: 7000.00 EUR}]}"
    kept, payment = found(agreement(received=terms), sold()).lines
    assert (kept.state, kept.progress) == ("kept", "Kept out of the sale by whoever sold; no payout pays it")
    assert (payment.state, payment.progress) == (None, "")


# Nothing, subcontracts, balance -----------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"steps": "qualified 2025-03-10", "payments": ""}, "The client has not been won yet: Qualified"),
        ({"steps": "", "payments": ""}, "The client has not been won yet: Received"),
        (
            {"steps": "lost 2025-03-10", "payments": "", "outcome": "{reason: price}"},
            "The referral ended without a client won: Lost",
        ),
        ({"payments": ""}, "Nothing has happened yet that the agreement pays for"),
    ],
)
def test_a_referral_without_any_money(lines: dict[str, str], words: str) -> None:
    told = found(agreement(received=RATE), sold(**lines))
    assert ([one.words for one in told.nothing], told.lines, told.balances) == ([words], (), ())


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            "{by: werft, fee: 3000.00 EUR, markup: 15%, disclosed: 2025-03-20}",
            (
                "Deal d: Werft delivers a part for a fee of €3,000.00; no commission, paid on its invoice. "
                "The markup of 15% on it is €450.00; the client was told on 20 Mar 2025"
            ),
        ),
        (
            "{by: us, fee: 3000.00 EUR, markup: 15%}",
            (
                "Deal d: we deliver a part for a fee of €3,000.00; no commission, paid on our invoice. "
                "The markup of 15% on it is €450.00; the client has not been told of it"
            ),
        ),
        (
            "{by: werft, fee: 3000.00 EUR}",
            "Deal d: Werft delivers a part for a fee of €3,000.00; no commission, paid on its invoice",
        ),
    ],
)
def test_what_the_other_side_delivers(part: str, words: str) -> None:
    deal = f"{{key: d, value: 10000.00 EUR, kind: project, subcontract: {part}}}"
    told = found(agreement(), referral("a1", "2025-03-03", deals=(deal,)))
    assert [one.words for one in told.subcontracts] == [words]


def test_the_balance_of_a_referral() -> None:
    settled = payout("2025-05-30-werft", total="1000", lines=PAYS, paid="{on: 2025-05-30}")
    terms = agreement(received=RATE, clawback="{window_days: 365, method: by_amount}")
    money = {"payments": "p1 2025-04-01 10000; p2 2025-06-02 500", "refunds": "r1 p1 2025-06-03 4000"}
    # 1,000 paid, 50 open, 400 taken back: 650 in all, of which -350 are open.
    (told,) = found(terms, sold(**money), settled).balances
    figures = (told.earned, told.taken_back, told.settled, told.open)
    assert [str(money) for money in figures] == ["1050.00 EUR", "-400.00 EUR", "1000.00 EUR", "-350.00 EUR"]
    assert (told.partner, told.direction) == ("werft", "payable")


RUNS = "payout_runs: {months: [1, 4, 7, 10], day: 30}\n"


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2025-04-15", "Not due before 1 May 2025; the next run it can be in is that of 30 Jul 2025"),
        ("2025-08-01", "Due since 1 May 2025, and in no payout yet; the next run it can be in is that of 30 Oct 2025"),
    ],
)
def test_the_run_an_open_line_can_be_in(as_of: str, words: str) -> None:
    name, text = program()
    (told,) = found((name, text + RUNS), partner("werft"), agreement(received=RATE), sold(), as_of=as_of).lines
    assert told.progress == words
