"""Several partners claim one client; referrals with terms of their own; rates of tiers."""

import pytest
from ledgerwork import (
    agreement,
    amounts,
    balance,
    bands,
    booked,
    partner,
    program,
    reasons,
    reckoned,
    referral,
    share_of_payments,
)

TEN = share_of_payments("10%")
BOTH = (
    "[{partner: werft, basis: first_introduction, on: 2025-03-03}, {partner: kontor, basis: influence, on: 2025-03-04}]"
)
LATER = (
    "[{partner: werft, basis: first_introduction, on: 2025-03-03}, {partner: kontor, basis: influence, on: 2025-04-05}]"
)


def decision(on: str, *shares: str) -> str:
    parties = ", ".join(f"{{party: {share.split(' ')[0]}, share: {share.split(' ')[1]}}}" for share in shares)
    return f"{{on: {on}, by: mats, rule: agreed_split, reason: Agreed, shares: [{parties}]}}"


def test_nothing_is_earned_while_nothing_is_decided() -> None:
    ledger = reckoned(agreement(received=TEN), referral("a1", "2025-03-03", claims=BOTH, payments="p1 2025-03-20 1000"))
    assert amounts(ledger) == {}
    assert reasons(ledger) == {"a1/p1": "claims_undecided"}


def test_what_came_before_is_booked_on_the_day_of_the_decision() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            claims=BOTH,
            payments="p1 2025-03-20 1000; p2 2025-04-15 1000",
            decision=decision("2025-04-10", "werft 60%", "kontor 40%"),
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "60.00",
        "a1/p1/accrual/kontor": "40.00",
        "a1/p2/accrual/werft": "60.00",
        "a1/p2/accrual/kontor": "40.00",
    }
    # p1 is due 30 days after the decision, p2 after its own day.
    assert set(booked(ledger).values()) == {("2025-04-10", "2025-05-10"), ("2025-04-15", "2025-05-15")}
    assert [line.partner for line in ledger.lines if line.event == "p1"] == ["kontor", "werft"]
    assert balance(ledger, "kontor") == "80.00"


def test_what_was_booked_before_a_second_partner_claimed_stays() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            claims=LATER,
            payments="p1 2025-03-20 1000; p2 2025-04-04 1000; p3 2025-04-07 1000; p4 2025-05-05 1000",
            decision=decision("2025-04-20", "werft 60%", "kontor 40%"),
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",
        "a1/p2/accrual/werft": "100.00",  # the day before the second claim
        "a1/p3/accrual/werft": "60.00",
        "a1/p3/accrual/kontor": "40.00",
        "a1/p4/accrual/werft": "60.00",
        "a1/p4/accrual/kontor": "40.00",
    }
    assert booked(ledger)["a1/p3/accrual/kontor"] == ("2025-04-20", "2025-05-20")


def test_one_claim_alone_waits_for_nothing() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            claims="[{partner: werft, basis: first_introduction, on: 2025-03-03}]",
            payments="p1 2025-03-20 1000",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00"}


def test_a_decision_for_one_leaves_the_other_nothing() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            claims=BOTH,
            payments="p1 2025-03-20 1000",
            decision=decision("2025-03-10", "kontor 100%"),
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/kontor": "100.00"}


THIRD = f"{BOTH[:-1]}, {{partner: lotsen, basis: influence, on: 2025-05-06}}]"
PAID = "p1 2025-04-15 1000; p2 2025-05-05 1000; p3 2025-05-06 1000; p4 2025-06-15 1000"
DECIDED = decision("2025-03-10", "werft 60%", "kontor 40%")


def test_a_claim_after_the_decision_waits_for_a_new_one() -> None:
    ledger = reckoned(
        agreement(received=TEN), referral("a1", "2025-03-03", claims=THIRD, payments=PAID, decision=DECIDED)
    )
    # 10 % of 1,000.00 each, 60 : 40, up to the day before the claim of 6 May.
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "60.00",
        "a1/p1/accrual/kontor": "40.00",
        "a1/p2/accrual/werft": "60.00",
        "a1/p2/accrual/kontor": "40.00",
    }
    assert reasons(ledger) == {"a1/p3": "claims_undecided", "a1/p4": "claims_undecided"}


def test_a_new_decision_moves_nothing_that_was_booked_before_the_claim() -> None:
    anew = decision("2025-06-10", "werft 50%", "lotsen 50%")
    ledger = reckoned(
        agreement(received=TEN),
        referral("a1", "2025-03-03", claims=THIRD, payments=PAID, decision=DECIDED, later_decisions=f"[{anew}]"),
    )
    # 100.00 each: 60 : 40 before the claim of 6 May, 50 : 50 from it on.
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "60.00",
        "a1/p1/accrual/kontor": "40.00",
        "a1/p2/accrual/werft": "60.00",
        "a1/p2/accrual/kontor": "40.00",
        "a1/p3/accrual/werft": "50.00",
        "a1/p3/accrual/lotsen": "50.00",
        "a1/p4/accrual/werft": "50.00",
        "a1/p4/accrual/lotsen": "50.00",
    }
    days = booked(ledger)
    assert days["a1/p2/accrual/kontor"] == ("2025-05-05", "2025-06-04")
    assert days["a1/p3/accrual/lotsen"] == ("2025-06-10", "2025-07-10"), "it waited for the decision"
    assert days["a1/p4/accrual/lotsen"] == ("2025-06-15", "2025-07-15")


def test_a_claim_of_the_day_of_the_decision_is_covered_by_it() -> None:
    same_day = THIRD.replace("2025-05-06", "2025-03-10")
    ledger = reckoned(
        agreement(received=TEN), referral("a1", "2025-03-03", claims=same_day, payments=PAID, decision=DECIDED)
    )
    assert amounts(ledger)["a1/p4/accrual/kontor"] == "40.00"


def test_a_second_claim_of_one_who_was_decided_on_waits_for_nothing() -> None:
    again = THIRD.replace("lotsen", "kontor")
    ledger = reckoned(
        agreement(received=TEN), referral("a1", "2025-03-03", claims=again, payments=PAID, decision=DECIDED)
    )
    assert amounts(ledger)["a1/p4/accrual/kontor"] == "40.00"


def test_each_claimant_takes_one_place_however_often_it_is_decided() -> None:
    steps = bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", "3: 30%", more="counts: submitted")
    anew = decision("2025-06-10", "kontor 50%", "lotsen 50%")
    ledger = reckoned(
        agreement(received=TEN),
        agreement("k", partner="kontor", received=steps),
        agreement("l", partner="lotsen", received=steps),
        referral("a1", "2025-03-03", claims=THIRD, decision=DECIDED, later_decisions=f"[{anew}]"),
        referral("k1", "2025-07-01", partner="kontor", payments="p1 2025-08-05 1000"),
        referral("l1", "2025-07-01", partner="lotsen", payments="p1 2025-08-05 1000"),
    )
    # The shared referral is the first of either: 20 % of 1,000.00 for the second.
    assert amounts(ledger) == {"k1/p1/accrual/kontor": "200.00", "l1/p1/accrual/lotsen": "200.00"}


def test_the_later_of_win_and_decision_counts() -> None:
    for won, decided in (("2025-04-10", "2025-04-20"), ("2025-04-20", "2025-04-10")):
        ledger = reckoned(
            agreement(received=TEN),
            referral(
                "a1",
                "2025-03-03",
                steps=f"won {won}",
                claims=BOTH,
                payments="p1 2025-03-20 1000",
                decision=decision(decided, "werft 60%", "kontor 40%"),
            ),
        )
        assert set(booked(ledger).values()) == {("2025-04-20", "2025-05-20")}


def test_a_fee_is_shared_as_well() -> None:
    ledger = reckoned(
        agreement(received="{earn: flat, on: won, amount: 900.00 EUR}"),
        referral(
            "a1",
            "2025-03-03",
            steps="won 2025-03-06",
            claims=BOTH,
            decision=decision("2025-03-10", "werft 60%", "kontor 40%"),
        ),
    )
    assert amounts(ledger) == {"a1/won/accrual/werft": "540.00", "a1/won/accrual/kontor": "360.00"}
    assert booked(ledger)["a1/won/accrual/werft"] == ("2025-03-10", "2025-04-09")


def test_a_claimant_takes_a_full_place_when_it_is_decided() -> None:
    steps = bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", "3: 30%", more="counts: submitted")
    ledger = reckoned(
        agreement(received=TEN),
        agreement("k", partner="kontor", received=steps),
        referral(
            "a1",
            "2025-03-03",
            claims=BOTH,
            payments="p1 2025-05-05 1000",
            decision=decision("2025-04-10", "werft 60%", "kontor 40%"),
        ),
        referral("k1", "2025-04-01", partner="kontor", payments="p1 2025-05-05 1000"),
        referral("k2", "2025-04-20", partner="kontor", payments="p1 2025-05-05 1000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "60.00",  # by the agreement it falls under: 10 % of 1,000, shared
        "a1/p1/accrual/kontor": "40.00",
        "k1/p1/accrual/kontor": "100.00",  # kontor's first
        "k2/p1/accrual/kontor": "300.00",  # its third: the shared one was its second, on 10 April
    }


# Terms of the referral's own


def own(*, on: str, deal: str = "", rate: str = "", amount: str = "") -> str:
    words = [f"deal: {deal}"] * bool(deal) + [f"rate: {rate}"] * bool(rate) + [f"amount: {amount}"] * bool(amount)
    return f"{{{', '.join(words)}, reason: Agreed, approved_by: mats, on: {on}}}"


def test_a_rate_of_its_own_holds_for_what_is_booked_from_its_day_on() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-09 1000; p2 2025-04-08 1000 booked=2025-04-10; p3 2025-04-10 1000",
            overrides=f"[{own(on='2025-04-10', rate='25%')}]",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "100.00",
        "a1/p2/accrual/werft": "250.00",  # booked on the day it was decided
        "a1/p3/accrual/werft": "250.00",
    }


def test_for_one_deal_it_lifts_the_limit_to_the_first_project() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", "first_project")),
        referral(
            "a1",
            "2025-03-03",
            deals="d 1000; x 1000; y 1000",
            payments="p1 2025-04-09 1000; p2 2025-04-09 1000 deal=x; p3 2025-04-10 1000 deal=x; "
            "p4 2025-04-10 1000 deal=y",
            overrides=f"[{own(on='2025-04-10', deal='x', rate='5%')}]",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00", "a1/p3/accrual/werft": "50.00"}
    assert reasons(ledger) == {"a1/p2": "not_first_project", "a1/p4": "not_first_project"}


def test_for_all_deals_it_lifts_nothing() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", "first_project")),
        referral(
            "a1",
            "2025-03-03",
            deals="d 1000; x 1000",
            payments="p1 2025-04-10 1000; p2 2025-04-10 1000 deal=x",
            overrides=f"[{own(on='2025-03-03', rate='5%')}]",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "50.00"}


def test_one_for_a_deal_wins_over_one_for_all() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        referral(
            "a1",
            "2025-03-03",
            deals="d 1000; x 1000",
            payments="p1 2025-04-10 1000; p2 2025-04-10 1000 deal=x",
            overrides=f"[{own(on='2025-03-03', deal='x', rate='5%')}, {own(on='2025-03-04', rate='7%')}]",
        ),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "70.00", "a1/p2/accrual/werft": "50.00"}


def test_a_fee_of_its_own_takes_the_place_of_the_agreed_one() -> None:
    for on, fee in (("2025-04-10", "1200.00"), ("2025-04-11", "900.00")):  # decided on the day of the win, or after it
        ledger = reckoned(
            agreement(received="{earn: flat, on: won, amount: 900.00 EUR}"),
            referral(
                "a1",
                "2025-03-03",
                steps="won 2025-04-10",
                overrides=f"[{own(on=on, amount='1200.00 EUR')}]",
            ),
        )
        assert amounts(ledger) == {"a1/won/accrual/werft": fee}


def test_a_rate_of_its_own_takes_the_place_of_a_band_s_and_its_money_counts() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "step", "calendar_year", "0 5%", "10000 7%")),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 10000", overrides=f"[{own(on='2025-01-07', rate='20%')}]"),
        referral("a2", "2025-01-08", payments="p1 2025-03-03 1000"),
    )
    # 10,000 x 20 %; 10,000 before: 1,000 x 7 %
    assert amounts(ledger) == {"a1/p1/accrual/werft": "2000.00", "a2/p1/accrual/werft": "70.00"}


def test_a_band_reached_leaves_a_rate_of_its_own_alone() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%")),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 8000", overrides=f"[{own(on='2025-01-07', rate='20%')}]"),
        referral("a2", "2025-01-08", payments="p1 2025-02-10 1000; p2 2025-03-03 4000"),
    )
    # 8,000 x 20 % = 1,600; 5,000 x 6 % = 300
    assert balance(ledger) == "1900.00"
    assert amounts(ledger)["a2/p2/true_up/werft"] == "20.00"  # 1,000 x (6 % - 4 %)


# What the partner's tier says

TIERS = (
    "{key: active, name: Active, description: All, contact_months: 3, "
    "rates: {passive: 5%, standard: 10%, active: 15%}}, "
    "{key: strategic, name: Strategic, description: All, contact_months: 1, rates: {standard: 20%}}, "
    "{key: network, name: Network, description: All, contact_months: 12}"
)
UNSAID = "{earn: percentage, basis: client_lifetime}"


@pytest.mark.parametrize(
    ("received", "involvement", "earning", "earned"),
    [
        ("2025-03-03", "standard", UNSAID, "100.00"),
        ("2025-03-03", "passive", UNSAID, "50.00"),
        ("2025-03-03", "active", UNSAID, "150.00"),
        ("2025-06-30", "standard", UNSAID, "100.00"),  # the tier of the day it was received, whenever money comes
        ("2025-07-01", "standard", UNSAID, "200.00"),
        ("2025-07-01", "passive", UNSAID, None),  # this tier names none
        ("2025-03-03", "passive", "{earn: percentage, basis: client_lifetime, rates: {standard: 12%}}", "50.00"),
        ("2025-03-03", "standard", "{earn: percentage, basis: client_lifetime, rates: {standard: 12%}}", "120.00"),
        ("2024-12-31", "standard", UNSAID, None),  # no tier yet
    ],
)
def test_the_tier_has_the_last_word(received: str, involvement: str, earning: str, earned: str | None) -> None:
    ledger = reckoned(
        program(tiers=TIERS),
        partner("werft", tier_history="[{on: 2025-01-01, tier: active}, {on: 2025-07-01, tier: strategic}]"),
        agreement(received=earning),
        referral("a1", received, involvement=involvement, payments="p1 2025-08-04 1000"),
    )
    assert amounts(ledger) == ({"a1/p1/accrual/werft": earned} if earned else {})
    assert reasons(ledger) == ({} if earned else {"a1/p1": "no_rate"})


def test_tiers_say_nothing_of_what_we_send() -> None:
    ledger = reckoned(
        program(tiers=TIERS),
        partner("werft", tier_history="[{on: 2025-01-01, tier: active}]"),
        agreement(sent=UNSAID),
        referral("s1", "2025-03-03", direction="sent", payments="p1 2025-08-04 1000"),
    )
    assert amounts(ledger) == {}
    assert set(reasons(ledger)) == {"s1/p1"}


def test_a_band_without_a_rate_for_an_involvement_falls_back_on_the_tier() -> None:
    earning = (
        "{earn: tiered, measure: revenue, mode: step, period: calendar_year, basis: client_lifetime, "
        "bands: [{from: 0.00 EUR, rates: {standard: 8%}}, {from: 1000.00 EUR, rates: {standard: 9%}}]}"
    )
    ledger = reckoned(
        program(tiers=TIERS),
        partner("werft", tier_history="[{on: 2025-01-01, tier: active}]"),
        agreement(received=earning),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000"),
        referral("a2", "2025-03-04", involvement="passive", payments="p1 2025-04-02 1000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "80.00", "a2/p1/accrual/werft": "50.00"}  # 8 %; the tier's 5 %


# Claims and retroactive rates


def test_a_place_that_was_given_by_decision_reaches_a_band() -> None:
    steps = bands("referrals", "retroactive", "calendar_year", "1: 10%", "2: 20%", more="counts: submitted")
    ledger = reckoned(
        agreement(received=TEN),
        agreement("k", partner="kontor", received=steps),
        referral("a1", "2025-03-03", claims=BOTH, decision=decision("2025-04-10", "werft 60%", "kontor 40%")),
        referral("k1", "2025-03-05", partner="kontor", payments="p1 2025-04-01 1000; p2 2025-04-11 1000"),
    )
    assert amounts(ledger) == {
        "k1/p1/accrual/kontor": "100.00",  # kontor's first: 10 %
        "a1/submitted/true_up/kontor": "100.00",  # its second, decided on 10 April: 1,000 x (20 % - 10 %)
        "k1/p2/accrual/kontor": "200.00",
    }
    assert booked(ledger)["a1/submitted/true_up/kontor"][0] == "2025-04-10"


def test_a_true_up_is_shared_like_what_it_makes_up_for() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%")),
        referral(
            "a1",
            "2025-03-03",
            claims=BOTH,
            payments="p1 2025-04-01 6000",
            decision=decision("2025-03-10", "werft 60%", "kontor 40%"),
        ),
        referral("a2", "2025-03-04", payments="p1 2025-05-05 4000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "144.00",  # 6,000 x 4 % = 240, of which 60 %
        "a1/p1/accrual/kontor": "96.00",
        "a2/p1/accrual/werft": "240.00",  # 10,000 in all: 4,000 x 6 %
        "a2/p1/true_up/werft": "72.00",  # 6,000 x 2 % = 120, of which 60 %
        "a2/p1/true_up/kontor": "48.00",
    }


def test_a_refund_before_the_decision_leaves_nothing() -> None:
    records = (
        agreement(received=TEN, clawback="{window_days: 90, method: by_amount}"),
        referral(
            "a1",
            "2025-03-03",
            claims=BOTH,
            payments="p1 2025-03-20 1000",
            refunds="r1 p1 2025-03-25 1000",
            decision=decision("2025-04-10", "werft 60%", "kontor 40%"),
        ),
    )
    assert reckoned(*records, as_of="2025-04-09").lines == ()
    ledger = reckoned(*records)
    assert [float(balance(ledger, key)) for key in ("werft", "kontor")] == [0, 0]
