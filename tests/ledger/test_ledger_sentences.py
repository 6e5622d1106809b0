"""What small programs' lines say of themselves: each sentence has the figures to reckon the line again by hand."""

from datetime import date

import pytest
from ledgerwork import (
    LATER,
    Written,
    agreement,
    bands,
    book_of,
    client,
    on_day,
    partner,
    payout,
    program,
    referral,
    share_of_payments,
    short,
)

from partnerbook.analysis.horizon import known_by
from partnerbook.site.edition import Edition
from partnerbook.site.ledger.words import Names, explain, losers_in_words, steps_in_words, why_not

ENGLISH = Edition.of("en")
CLAIMS = (
    "[{partner: werft, basis: first_introduction, on: 2025-03-03}, {partner: kontor, basis: influence, on: 2025-03-04}]"
)
SHARES = "[{party: werft, share: 60%}, {party: kontor, share: 40%}]"
REVENUE = ("0 4%", "10000 6%")


def told(*records: Written, as_of: str = LATER) -> dict[str, tuple[str, ...]]:
    """Every line by its short id: its sentence, each step, and what lost."""
    book = book_of(*records)
    names = Names.of(known_by(book, date.fromisoformat(as_of)))
    return {
        short(line.id): (
            explain(ENGLISH, line, names),
            *steps_in_words(ENGLISH, line, names),
            *losers_in_words(ENGLISH, line, names),
        )
        for line in on_day(book, as_of).lines
    }


def why(*records: Written, as_of: str = LATER) -> dict[str, str]:
    """Why events earned nothing, by referral and event."""
    book = book_of(*records)
    names = Names.of(known_by(book, date.fromisoformat(as_of)))
    ledger = on_day(book, as_of)
    return {f"{short(one.referral)}/{one.event}": why_not(ENGLISH, one, names) for one in ledger.unearned}


def sold(**lines: str) -> Written:
    """A referral that was paid 10,000.00 a month after it came, with whatever differs."""
    return referral("a1", "2025-03-03", payments=lines.pop("payments", "p1 2025-04-01 10000"), **lines)


def test_a_rate_of_what_the_client_paid() -> None:
    # 10 % of 10,000 = 1,000; 1 April + 30 days = 1 May.
    assert told(agreement(received=share_of_payments("10%")), sold())["a1/p1/accrual/werft"] == (
        "10% of €10,000.00 is €1,000.00",
        "The client paid €10,000.00 on 1 Apr 2025",
        "10% of €10,000.00 is €1,000.00 (the agreement's rate)",
        "Due 30 days after 1 Apr 2025: 1 May 2025",
    )


def test_only_a_part_earns_and_the_cent_is_rounded() -> None:
    # 12.5 % of 999.96 = 124.995, half up 125.00.
    lines = told(agreement(received=share_of_payments("12.5%")), sold(payments="p1 2025-04-01 10000 eligible=999.96"))
    assert lines["a1/p1/accrual/werft"][:4] == (
        "12.5% of the eligible €999.96 (of €10,000.00) is €125.00",
        "The client paid €10,000.00 on 1 Apr 2025; €999.96 of it can earn",
        "12.5% of €999.96 is €125.00 (the agreement's rate)",
        "Exactly €124.995, rounded half up to €125.00",
    )


@pytest.mark.parametrize(
    ("trigger", "lines", "basis"),
    [
        ("invoice", {"invoices": "i1 2025-03-20 500"}, "€500.00 was invoiced to the client on 20 Mar 2025"),
        ("project_start", {"deals": "d 500 start=2025-03-10"}, "Work worth €500.00 began on 10 Mar 2025"),
        ("completion", {"deals": "d 500 completed=2025-03-30"}, "Work worth €500.00 was completed on 30 Mar 2025"),
    ],
)
def test_what_an_amount_rests_on(trigger: str, lines: dict[str, str], basis: str) -> None:
    ((_, first, *_),) = told(agreement(received=share_of_payments("10%"), trigger=trigger), sold(**lines)).values()
    assert first == basis


def test_the_fourth_referral_and_its_band() -> None:
    terms = bands("referrals", "step", "calendar_year", "1: 10%", "4: 15%", "11: 20%", more="counts: qualified")
    won = [referral(f"r{place}", f"2025-03-0{place}", payments="p1 2025-06-02 20000") for place in range(1, 5)]
    # The fourth of 2025: 15 % of 20,000 = 3,000.
    assert told(agreement(received=terms), *won)["r4/p1/accrual/werft"][:4] == (
        "Fourth qualified referral (2025): 15% of €20,000.00 is €3,000.00",
        "The client paid €20,000.00 on 2 Jun 2025",
        "Fourth qualified referral (2025)",
        "15% of €20,000.00 is €3,000.00 (the agreement's rate, in the band from 4 to 10)",
    )


def test_places_beyond_twelve_are_numbered() -> None:
    terms = bands("referrals", "step", "agreement_year", "1: 10%", more="counts: won")
    won = [referral(f"r{place:02}", f"2025-03-{place:02}", payments="p1 2025-06-02 100") for place in range(1, 14)]
    lines = told(agreement(received=terms, effective="2025-02-01"), *won)
    period = "1 Feb 2025 – 31 Jan 2026"
    assert lines["r12/p1/accrual/werft"][0] == f"Twelfth client won ({period}): 10% of €100.00 is €10.00"
    assert lines["r13/p1/accrual/werft"][0] == f"Client won no. 13 ({period}): 10% of €100.00 is €10.00"


def test_bands_of_a_marginal_rate() -> None:
    terms = agreement(received=bands("revenue", "marginal", "calendar_year", *REVENUE))
    lines = told(terms, sold(payments="p1 2025-04-01 5000; p2 2025-05-01 20000"))
    assert lines["a1/p1/accrual/werft"][0] == "No eligible revenue before (2025): €5,000.00 at 4% is €200.00"
    # 5,000 at 4 % = 200, 15,000 at 6 % = 900.
    assert lines["a1/p2/accrual/werft"][:4] == (
        (
            "After eligible revenue of €5,000.00 (2025): "
            "€5,000.00 at 4% and €15,000.00 at 6%: €200.00 + €900.00 = €1,100.00"
        ),
        "The client paid €20,000.00 on 1 May 2025",
        "Eligible revenue (2025): €5,000.00 before, €25,000.00 with this",
        "Bands of the agreement: 4% from €0.00 to below €10,000.00 and 6% from €10,000.00",
    )


def test_bands_are_rounded_once_at_the_end() -> None:
    # 10,000.00 at 4 % = 400, 0.11 at 6 % = 0.0066: together 400.0066, rounded 400.01.
    terms = agreement(received=bands("revenue", "marginal", "quarter", *REVENUE))
    assert told(terms, sold(payments="p1 2025-04-01 10000.11"))["a1/p1/accrual/werft"][0] == (
        "No eligible revenue before (Q2 2025): €10,000.00 at 4% and €0.11 at 6%: "
        "€400.00 + €0.0066 = €400.0066, rounded half up to €400.01"
    )


def test_a_period_that_reaches_a_band_and_loses_it_again() -> None:
    terms = agreement(
        received=bands("revenue", "retroactive", "calendar_year", *REVENUE),
        clawback="{window_days: 365, method: by_amount}",
    )
    lines = told(terms, sold(payments="p1 2025-04-01 8000; p2 2025-05-01 4000", refunds="r1 p2 2025-06-02 4000"))
    assert lines["a1/p2/accrual/werft"][0] == (
        "Eligible revenue of €12,000.00 with this (2025): 6% of €4,000.00 is €240.00"
    )
    # The other 8,000 rise from 4 % to 6 %: 160.
    assert lines["a1/p2/true_up/werft"] == (
        (
            "The period 2025 reaches the band from €10,000.00: its other €8,000.00 under this agreement earn 6% "
            "instead of 4%, a difference of €160.00"
        ),
    ) * 2 + ("Due 30 days after 1 May 2025: 31 May 2025",)
    assert lines["a1/r1/clawback/werft"] == (
        "Refund r1 takes back €240.00 of the €240.00 earned, as €4,000.00 of €4,000.00 was given back in all",
        "Of payment p2, €4,000.00 in all was given back; €4,000.00 ÷ €4,000.00 of the €240.00 earned is €240.00",
        "Due on 2 Jun 2025, the day it was booked",
    )
    assert lines["a1/r1/true_up/werft"][0] == (
        "The period 2025 falls back to the band from €0.00 to below €10,000.00: its other €8,000.00 under "
        "this agreement earn 4% instead of 6%, a difference of -€160.00"
    )


def test_a_true_up_of_one_claimant_does_not_pretend_to_be_the_whole_difference() -> None:
    terms = agreement(received=bands("revenue", "retroactive", "calendar_year", *REVENUE))
    decided = {
        "claims": CLAIMS,
        "decision": f"{{on: 2025-03-10, by: mats, rule: agreed_split, reason: x, shares: {SHARES}}}",
    }
    lines = told(terms, sold(payments="p1 2025-04-01 8000; p2 2025-05-01 4000", **decided))
    # 60 % of 8,000 x (6 % - 4 %) = 96.
    assert lines["a1/p2/true_up/werft"][0] == (
        "The period 2025 reaches the band from €10,000.00: its other €4,800.00 (a share of €8,000.00 by decision) "
        "under this agreement earn 6% instead of 4%, a difference of €96.00"
    )


def test_clients_won_move_a_whole_year() -> None:
    terms = bands("referrals", "retroactive", "calendar_year", "1: 4%", "2: 6%", more="counts: won")
    lines = told(
        agreement(received=terms),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
        referral("a2", "2025-05-05", payments="p1 2025-06-02 1000"),
    )
    assert lines["a1/p1/accrual/werft"][0] == "1 client won so far (2025): 4% of €1,000.00 is €40.00"
    assert lines["a2/p1/accrual/werft"][0] == "2 clients won so far (2025): 6% of €1,000.00 is €60.00"
    assert lines["a2/won/true_up/werft"][0] == (
        "The period 2025 reaches the band from 2: its other €1,000.00 under this agreement earn 6% instead of 4%, "
        "a difference of €20.00"
    )


def test_the_size_of_a_deal_and_what_a_client_paid() -> None:
    by_deal = agreement(received=bands("deal_size", "per_deal", "deal", "0 4%", "10000 6%"))
    assert told(by_deal, sold(payments="p1 2025-04-01 5000"))["a1/p1/accrual/werft"][:4] == (
        "Deal of €10,000.00: 6% of €5,000.00 is €300.00",
        "The client paid €5,000.00 on 1 Apr 2025",
        "The deal is worth €10,000.00, which picks one rate for all of it",
        "6% of €5,000.00 is €300.00 (the agreement's rate, in the band from €10,000.00)",
    )
    in_parts = agreement(received=bands("deal_size", "marginal", "deal", "0 4%", "10000 6%"))
    lines = told(in_parts, sold(payments="p1 2025-04-01 5000; p2 2025-05-01 1000"))
    assert lines["a1/p1/accrual/werft"][0] == "Nothing paid of this deal before: €5,000.00 at 4% is €200.00"
    assert lines["a1/p2/accrual/werft"][0] == "After €5,000.00 paid of this deal: €1,000.00 at 4% is €40.00"
    for_life = agreement(received=bands("client_lifetime_value", "step", "client_life", "0 4%", "5000 6%"))
    lines = told(for_life, sold(payments="p1 2025-04-01 5000; p2 2025-05-01 1000"))
    assert lines["a1/p1/accrual/werft"][0] == "Nothing paid by this client before: 4% of €5,000.00 is €200.00"
    assert lines["a1/p2/accrual/werft"][:3] == (
        "After €5,000.00 paid by this client: 6% of €1,000.00 is €60.00",
        "The client paid €1,000.00 on 1 May 2025",
        "Paid by this client in all: €5,000.00 before, €6,000.00 with this",
    )


def test_invoices_of_a_deal_and_a_client_that_counted() -> None:
    sent = {"payments": "", "invoices": "i1 2025-04-01 5000; i2 2025-05-01 1000"}
    in_parts = agreement(received=bands("deal_size", "marginal", "deal", "0 4%", "10000 6%"), trigger="invoice")
    lines = told(in_parts, sold(**sent))
    assert lines["a1/i1/accrual/werft"][0] == "Nothing of this deal counted before: €5,000.00 at 4% is €200.00"
    assert lines["a1/i2/accrual/werft"][0] == (
        "After €5,000.00 of this deal that counted before: €1,000.00 at 4% is €40.00"
    )
    assert "Counted of this deal: €5,000.00 before, €6,000.00 with this" in lines["a1/i2/accrual/werft"]
    for_life = bands("client_lifetime_value", "step", "client_life", "0 4%", "5000 6%")
    lines = told(agreement(received=for_life, trigger="invoice"), sold(**sent))
    assert lines["a1/i1/accrual/werft"][0] == "Nothing of this client counted before: 4% of €5,000.00 is €200.00"
    assert lines["a1/i2/accrual/werft"][0] == (
        "After €5,000.00 of this client that counted before: 6% of €1,000.00 is €60.00"
    )
    assert "Counted of this client in all: €5,000.00 before, €6,000.00 with this" in lines["a1/i2/accrual/werft"]


def test_what_went_back_before_a_deal_was_completed() -> None:
    lines = told(
        agreement(received=share_of_payments("10%"), trigger="completion"),
        sold(deals="d 10000 completed=2025-07-01", refunds="r1 p1 2025-06-02 4000"),
    )
    assert lines["a1/d-completed/accrual/werft"][:2] == (
        "10% of the €6,000.00 left (of €10,000.00, less €4,000.00 given back before) is €600.00",
        (
            "Work worth €10,000.00 was completed on 1 Jul 2025; €4,000.00 of it had been given back by then, "
            "€6,000.00 is left"
        ),
    )


def test_a_refund_of_two_invoices() -> None:
    lines = told(
        agreement(
            received=share_of_payments("10%"), trigger="invoice", clawback="{window_days: 90, method: by_amount}"
        ),
        sold(invoices="i1 2025-03-03 6000; i2 2025-03-10 4000", refunds="r1 p1 2025-05-05 8000"),
    )
    assert lines["a1/r1/clawback/werft"][:2] == (
        "Refund r1 takes back €600.00 of the €600.00 earned, as €6,000.00 of €6,000.00 was given back in all",
        "Of invoice i1, €6,000.00 in all was given back; €6,000.00 ÷ €6,000.00 of the €600.00 earned is €600.00",
    )
    assert lines["a1/r1-i2/clawback/werft"][:2] == (
        "Refund r1 takes back €200.00 of the €400.00 earned, as €2,000.00 of €4,000.00 was given back in all",
        "Of invoice i2, €2,000.00 in all was given back; €2,000.00 ÷ €4,000.00 of the €400.00 earned is €200.00",
    )


def test_the_conversion_at_the_win() -> None:
    terms = bands("conversion_rate", "step", "trailing_12_months", "0% 4%", "50% 6%", more="minimum_sample: 2")
    lines = told(
        agreement(received=terms),
        referral("a0", "2025-01-06", payments="p1 2025-02-03 1000"),
        referral("a1", "2025-02-03", steps="lost 2025-02-20", deals=""),
        referral("a2", "2025-03-03", payments="p1 2025-04-01 1000"),
    )
    assert lines["a0/p1/accrual/werft"][0] == (
        "Decided in the 12 months up to the win: 1, fewer than 2, so the first band holds: 4% of €1,000.00 is €40.00"
    )
    # Two of three, of which the first was no sample yet.
    assert lines["a2/p1/accrual/werft"][0] == (
        "Won in the 12 months up to the win: 2 of 3 decided (66.67%): 6% of €1,000.00 is €60.00"
    )


def test_money_of_another_currency() -> None:
    terms = agreement(received=bands("revenue", "marginal", "calendar_year", *REVENUE))
    lines = told(program(["2025-01-01 USD EUR 0.5"]), terms, sold(payments="p1 2025-04-01 1000USD"))
    assert lines["a1/p1/accrual/werft"][:3] == (
        "No eligible revenue before (2025): US$1,000.00 at 4% is US$40.00",
        "The client paid US$1,000.00 on 1 Apr 2025",
        "US$1,000.00 counts as €500.00, at the exchange rate known on 1 Apr 2025",
    )


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("submitted", "Fee for a referral submitted: €500.00"),
        ("qualified", "Fee for a qualified referral: €500.00"),
        ("won", "Fee for a client won: €500.00"),
    ],
)
def test_a_fixed_fee(on: str, sentence: str) -> None:
    lines = told(agreement(received=f"{{earn: flat, on: {on}, amount: 500.00 EUR}}"), sold())
    assert lines[f"a1/{on}/accrual/werft"] == (sentence, sentence, "Due 30 days after 3 Mar 2025: 2 Apr 2025")


def test_the_referrals_own_terms_win() -> None:
    own = "[{rate: 20%, reason: Old friends, approved_by: mats, on: 2025-03-03}]"
    assert told(agreement(received=share_of_payments("10%")), sold(overrides=own))["a1/p1/accrual/werft"] == (
        "20% of €10,000.00 is €2,000.00, at the referral's own rate",
        "The client paid €10,000.00 on 1 Apr 2025",
        "20% of €10,000.00 is €2,000.00 (the referral's own rate)",
        "Due 30 days after 1 Apr 2025: 1 May 2025",
        "The agreement's rate of 10% gave way to the referral's own terms",
    )
    fee = "[{amount: 700.00 EUR, reason: Old friends, approved_by: mats, on: 2025-03-03}]"
    lines = told(agreement(received=share_of_payments("10%")), sold(overrides=fee))
    assert lines["a1/p1/accrual/werft"][0] == "Fee of the referral's own: €700.00"


TIERS = "{key: network, name: Network, description: All, contact_months: 12, rates: {passive: 5%, standard: 15%}}"


def test_the_tiers_rate_where_the_agreement_names_none() -> None:
    tiered = partner("werft", tier_history="[{on: 2020-01-01, tier: network}]")
    terms = "{earn: percentage, basis: client_lifetime, rates: {passive: 8%}}"
    everything = (program(tiers=TIERS), tiered, agreement(received=terms))
    assert told(*everything, sold())["a1/p1/accrual/werft"][:3] == (
        "15% of €10,000.00 is €1,500.00, at the default rate of the partner's tier",
        "The client paid €10,000.00 on 1 Apr 2025",
        "15% of €10,000.00 is €1,500.00 (the default rate of the partner's tier, for the involvement “Referral”)",
    )
    assert told(*everything, sold(involvement="passive"))["a1/p1/accrual/werft"][2:] == (
        "8% of €10,000.00 is €800.00 (the agreement's rate, for the involvement “Mention”)",
        "Due 30 days after 1 Apr 2025: 1 May 2025",
        "The tier's default of 5% gave way: the agreement is more specific",
    )


def test_a_claim_that_was_decided_after_the_client_paid() -> None:
    decided = f"{{on: 2025-05-05, by: mats, rule: agreed_split, reason: Both, shares: {SHARES}}}"
    terms = agreement(received=share_of_payments("10%"))
    lines = told(terms, sold(payments="p1 2025-04-01 999.90", claims=CLAIMS, decision=decided))
    # 10 % of 999.90 = 99.99; 60 % = 59.994 and 40 % = 39.996: the odd cent goes to the larger remainder.
    assert lines["a1/p1/accrual/kontor"] == (
        "10% of €999.90 is €99.99; by the decision a share of 40% is €40.00",
        "The client paid €999.90 on 1 Apr 2025",
        "10% of €999.90 is €99.99 (the agreement's rate)",
        "Kontor has a share of 40% in it by the decision: €40.00 of €99.99",
        "Exactly €39.996; single cents left over go to the largest remainders, so that all shares add up",
        "It waited for the decision whose referral it is and counts from 5 May 2025",
        "Due 30 days after 5 May 2025: 4 Jun 2025",
    )


def test_what_waited_for_the_win_and_what_was_learned_late() -> None:
    terms = agreement(received=share_of_payments("10%"))
    lines = told(terms, sold(steps="won 2025-05-05", payments="p1 2025-04-01 100; p2 2025-05-20 100 booked=2025-07-07"))
    assert lines["a1/p1/accrual/werft"][3:] == (
        "It waited for the win and counts from 5 May 2025",
        "Due 30 days after 5 May 2025: 4 Jun 2025",
    )
    assert lines["a1/p2/accrual/werft"][3:] == (
        "Booked on 7 Jul 2025, though it happened on 20 May 2025: places, bands, caps and periods go by the booked day",
        "Due 30 days after 20 May 2025: 19 Jun 2025",
    )


def test_a_cap_leaves_a_rest() -> None:
    terms = share_of_payments("10%", more="cap: {per: calendar_year, amount: 150.00 EUR}")
    records = agreement(received=terms), sold(payments="p1 2025-04-01 1000; p2 2025-05-01 1000; p3 2025-06-02 1000")
    lines = told(*records)
    assert lines["a1/p2/accrual/werft"][0] == ("10% of €1,000.00 is €100.00; the cap of €150.00 leaves €50.00 of it")
    assert lines["a1/p2/accrual/werft"][3] == (
        "At most €150.00 in a calendar year, €100.00 of it used before: €50.00 is left"
    )
    assert why(*records) == {
        "a1/p3": "Payment p3 of €1,000.00 on 2 Jun 2025: the most in a calendar year, €150.00, has been earned"
    }


def test_joint_revenue() -> None:
    terms = "{earn: split, shares: [{party: us, share: 60%}, {party: werft, share: 40%}]}"
    assert told(agreement(received=terms), sold())["a1/p1/accrual/werft"][:3] == (
        "40% of the joint €10,000.00 is €4,000.00",
        "The client paid €10,000.00 on 1 Apr 2025",
        "Werft has a share of 40% in the joint €10,000.00: €4,000.00",
    )
    assert told(agreement(sent=terms), sold(direction="sent"))["a1/p1/accrual/us"][2] == (
        "Our share is 60% of the joint €10,000.00: €6,000.00"
    )


def test_a_margin_is_kept_out_of_the_sale() -> None:
    terms = "{earn: margin, prices: [{service: cfo, price: 7000.00 EUR}]}"
    lines = told(agreement(received=terms), sold(payments="p1 2025-04-01 2500; p2 2025-05-01 0.01"))
    # 10,000 - 7,000 = 3,000; of 2,500 paid a quarter: 750.
    assert lines["a1/p1/accrual/werft"][0] == (
        "Margin of €10,000.00 less €7,000.00 at wholesale, for the €2,500.00 paid: €750.00"
    )
    assert lines["a1/p1/accrual/werft"][2:] == (
        "Sold for €10,000.00, bought for €7,000.00 at wholesale: a margin of €3,000.00",
        "In proportion to the €2,500.00 paid of €10,000.00: €750.00",
        "Nothing is due: whoever sold keeps it out of the sale",
    )
    kept = "Werft keeps the margin out of the sale; no payout pays it"
    assert lines["a1/p1/payment/werft"] == (kept, kept)
    sold_whole = told(agreement(sent=terms), sold(direction="sent"))
    assert sold_whole["a1/p1/accrual/us"][0] == "Margin of €10,000.00 less €7,000.00 at wholesale: €3,000.00"
    assert sold_whole["a1/p1/payment/us"][0] == "We keep the margin out of the sale; no payout pays it"


def test_two_refunds_of_one_payment() -> None:
    terms = agreement(received=share_of_payments("10%"), clawback="{window_days: 365, method: by_amount}")
    lines = told(terms, sold(refunds="r1 p1 2025-04-10 4000; r2 p1 2025-06-10 1000"))
    # 4,000 of 10,000 take 400 back, on the day the 1,000 are due; 5,000 in all take 500, so 100 more.
    assert lines["a1/r1/clawback/werft"][-1] == "Due on 1 May 2025, together with what it takes back"
    assert lines["a1/r2/clawback/werft"] == (
        "Refund r2 takes back €100.00 of the €1,000.00 earned, as €5,000.00 of €10,000.00 was given back in all",
        "Of payment p1, €5,000.00 in all was given back; €5,000.00 ÷ €10,000.00 of the €1,000.00 earned is €500.00",
        "€400.00 of it was taken back before, so €100.00 is taken back now",
        "Due on 10 Jun 2025, the day it was booked",
    )


def test_months_that_were_not_used() -> None:
    terms = agreement(received=share_of_payments("30%"), clawback="{window_days: 365, method: by_time}")
    year = "d 240 kind=retainer months=12 start=2025-03-10 ended_early=2025-05-05"
    lines = told(terms, sold(deals=year, payments="p1 2025-03-10 240", refunds="r1 p1 2025-05-08 200"))
    # 240 x 30 % = 72; two of twelve months used: 72 x 10/12 = 60.
    assert lines["a1/r1/clawback/werft"][:2] == (
        "Refund r1 takes back €60.00 of the €72.00 earned, as 10 of 12 months were not used",
        "10 of 12 months were not used; that share of the €72.00 earned is €60.00",
    )


def test_money_that_moved_and_what_was_agreed_beside() -> None:
    terms = agreement(received=share_of_payments("10%"))
    lines = told(
        terms,
        sold(),
        payout(
            "2025-07-30-werft",
            total="1005",
            lines="[{line: 2025-03-03-werft-a1/p1/accrual/werft, amount: 1000.00 EUR}]",
            adjustments="[{key: x1, on: 2025-07-20, amount: 5.00 EUR, reason: Postage}]",
            approved="[{on: 2025-07-28, by: mats}]",
            paid="{on: 2025-07-30}",
        ),
        payout(
            "2025-07-30-werft-receivable",
            direction="receivable",
            total="0",
            receipts="[{key: e1, on: 2025-08-04, amount: 1.00 EUR}]",
        ),
    )
    assert lines["werft/x1/adjustment/werft"] == ("Postage", "Postage", "Due on 20 Jul 2025, the day it was agreed")
    assert lines["werft/paid/payment/werft"] == ("Paid with payout 2025-07-30-werft",) * 2
    assert lines["receivable/e1/payment/us"][0] == "Received on payout 2025-07-30-werft-receivable"


TEN = agreement(received=share_of_payments("10%"))
WHY_NOT = {
    "no_agreement": (
        (sold(),),
        "Client won on 3 Mar 2025: no agreement with Werft was in force for this service when it was received",
    ),
    "two_agreements": (
        (TEN, agreement("b", received=share_of_payments("10%")), sold()),
        "Client won on 3 Mar 2025: two agreements with Werft match it, and the referral does not name one",
    ),
    "earns_nothing": (
        (agreement(), sold()),
        "Client won on 3 Mar 2025: agreement a pays nothing for clients the partner sends us",
    ),
    "earns_nothing_sent": (
        (agreement(), sold(direction="sent")),
        "Client won on 3 Mar 2025: agreement a pays nothing for clients we send the partner",
    ),
    "not_won": (
        (TEN, sold(steps="qualified 2025-03-10")),
        "Payment p1 of €10,000.00 on 1 Apr 2025: the client has not been won",
    ),
    "claims_undecided": (
        (TEN, sold(claims=CLAIMS)),
        "Payment p1 of €10,000.00 on 1 Apr 2025: several partners claim the client, and nothing was decided",
    ),
    "existing_client": (
        (TEN, sold(), client("client-a1", existing="true")),
        (
            "Payment p1 of €10,000.00 on 1 Apr 2025: "
            "the client client-a1 was ours already, and agreement a does not pay for that"
        ),
    ),
    "protected_client": (
        (TEN, sold(), partner("kontor"), client("client-a1", protected_by="kontor", protected_until="2025-06-30")),
        "Payment p1 of €10,000.00 on 1 Apr 2025: an introduction by Kontor protected the client up to 30 Jun 2025",
    ),
    "protected_for_good": (
        (TEN, sold(), partner("kontor"), client("client-a1", protected_by="kontor")),
        "Payment p1 of €10,000.00 on 1 Apr 2025: an introduction by Kontor protected the client",
    ),
    "won_after_tail": (
        (
            agreement(received=share_of_payments("10%"), expires="2025-03-31", tail_months="1"),
            sold(steps="won 2025-05-05", payments="p1 2025-05-05 100"),
        ),
        (
            "Payment p1 of €100.00 on 5 May 2025: "
            "the client was won after 30 Apr 2025, the last day agreement a leaves for a win"
        ),
    ),
    "paid_after_end": (
        (agreement(received=share_of_payments("10%"), expires="2025-03-31", terms="after_end: stop"), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: agreement a ended on 31 Mar 2025, and nothing earns after its end",
    ),
    "client_ended": (
        (TEN, sold(), client("client-a1", ended="2025-03-31")),
        "Payment p1 of €10,000.00 on 1 Apr 2025: the relationship with the client ended on 31 Mar 2025",
    ),
    "excluded_service": (
        (agreement(received=share_of_payments("10%"), scope="{excluded_services: [cfo]}"), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: agreement a excludes the service CFO",
    ),
    "service_not_eligible": (
        (agreement(received=share_of_payments("10%", more="eligible: {services: [setup]}")), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: under agreement a the service CFO does not earn",
    ),
    "kind_not_eligible": (
        (agreement(received=share_of_payments("10%", more="eligible: {kinds: [retainer]}")), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: under agreement a this kind of deal does not earn: Project",
    ),
    "nothing_eligible": (
        (TEN, sold(payments="p1 2025-04-01 10000 eligible=0")),
        "Payment p1 of €10,000.00 on 1 Apr 2025: no part of it can earn",
    ),
    "not_first_project": (
        (
            agreement(received=share_of_payments("10%", "first_project")),
            sold(deals="d 100; e 100 signed=2025-05-05", payments="p1 2025-06-02 100 deal=e"),
        ),
        "Payment p1 of €100.00 on 2 Jun 2025: only the client's first project earns, which is deal d",
    ),
    "after_first_year": (
        (
            agreement(received=share_of_payments("10%", "first_year")),
            sold(payments="p1 2025-04-01 100; p2 2026-04-01 100"),
        ),
        (
            "Payment p2 of €100.00 on 1 Apr 2026: "
            "only the first year from the client's first payment earns; it ended on 31 Mar 2026"
        ),
    ),
    "after_max_months": (
        (
            agreement(received=share_of_payments("10%", more="max_months: 6")),
            sold(payments="p1 2025-04-01 100; p2 2025-10-01 100"),
        ),
        (
            "Payment p2 of €100.00 on 1 Oct 2025: "
            "only 6 months from the client's first payment earn; they ended on 30 Sept 2025"
        ),
    ),
    "no_rate": (
        (agreement(received="{earn: percentage, basis: client_lifetime, rates: {active: 10%}}"), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: neither agreement a nor the partner's tier has a rate for “Referral”",
    ),
    "rate_is_zero": (
        (agreement(received=share_of_payments("0%")), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: its rate is 0%",
    ),
    "rounds_to_nothing": (
        (TEN, sold(payments="p1 2025-04-01 0.04")),
        "Payment p1 of €0.04 on 1 Apr 2025: the amount is smaller than half of the smallest unit",
    ),
    "fee_already_earned": (
        (
            TEN,
            sold(
                payments="p1 2025-04-01 100; p2 2025-05-01 100",
                overrides="[{amount: 7.00 EUR, reason: x, approved_by: mats, on: 2025-03-03}]",
            ),
        ),
        "Payment p2 of €100.00 on 1 May 2025: the referral's own fee was earned before",
    ),
    "no_wholesale_price": (
        (agreement(received="{earn: margin, prices: [{service: setup, price: 1.00 EUR}]}"), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: agreement a has no wholesale price for the service CFO",
    ),
    "below_wholesale_price": (
        (agreement(received="{earn: margin, prices: [{service: cfo, price: 10000.00 EUR}]}"), sold()),
        "Payment p1 of €10,000.00 on 1 Apr 2025: the service CFO was not sold for more than the wholesale price",
    ),
    "exchange_rate_missing": (
        (
            agreement(received=bands("revenue", "step", "quarter", *REVENUE)),
            sold(payments="p1 2025-04-01 100USD booked=2025-04-09"),
        ),
        "Payment p1 of US$100.00 on 1 Apr 2025: no exchange rate from USD to EUR is known on 9 Apr 2025",
    ),
    "no_clawback_agreed": (
        (TEN, sold(refunds="r1 p1 2025-05-05 100")),
        "Refund r1 of €100.00 on 5 May 2025: agreement a takes nothing back after a refund",
    ),
    "refund_after_window": (
        (
            agreement(received=share_of_payments("10%"), clawback="{window_days: 30, method: by_amount}"),
            sold(refunds="r1 p1 2025-05-05 100"),
        ),
        "Refund r1 of €100.00 on 5 May 2025: payment p1 could be taken back up to 1 May 2025",
    ),
}


@pytest.mark.parametrize("case", WHY_NOT)
def test_why_nothing_was_earned(case: str) -> None:
    records, sentence = WHY_NOT[case]
    assert sentence in why(*records).values()
