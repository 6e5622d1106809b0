"""The edges of bands and the finer points of how they count."""

import pytest
from ledgerwork import agreement, amounts, balance, bands, reasons, reckoned, referral, short

CLAWBACK = "{window_days: 180, method: by_amount}"


@pytest.mark.parametrize(
    ("before", "mode", "earned"),
    [
        ("9999.99", "step", "50.00"),  # one cent below: 1,000 x 5 %
        ("10000", "step", "70.00"),  # the start belongs to the band: 1,000 x 7 %
        ("9999.99", "marginal", "70.00"),  # 0.01 x 5 % + 999.99 x 7 % = 0.0005 + 69.9993 = 69.9998
        ("10000", "marginal", "70.00"),  # all in the second
        ("9000", "marginal", "50.00"),  # up to 10,000 exactly: all in the first
        ("9000.01", "marginal", "50.00"),  # 999.99 x 5 % + 0.01 x 7 % = 49.9995 + 0.0007 = 50.0002
        ("8999.99", "retroactive", "50.00"),  # 9,999.99 in all: 1,000 x 5 %
        ("9000", "retroactive", "70.00"),  # 10,000 in all: 1,000 x 7 %
    ],
)
def test_a_band_begins_with_its_start(before: str, mode: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", mode, "calendar_year", "0 5%", "10000 7%", "25000 10%")),
        referral("a1", "2025-01-07", payments=f"p1 2025-02-03 {before}; p2 2025-03-03 1000"),
    )
    assert amounts(ledger)["a1/p2/accrual/werft"] == earned
    # 9,000 x 2 % = 180 where the band of 7 % is reached with money before it
    assert amounts(ledger).get("a1/p2/true_up/werft") == (
        "180.00" if (mode, before) == ("retroactive", "9000") else None
    )


@pytest.mark.parametrize(
    ("mode", "earned"),
    # 10,000 x 5 % + 15,000 x 7 % + 5,000 x 10 % = 500 + 1,050 + 500; all 30,000 x 10 %; nothing before: 5 %
    [("marginal", "2050.00"), ("retroactive", "3000.00"), ("step", "1500.00")],
)
def test_thirty_thousand_at_once(mode: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", mode, "calendar_year", "0 5%", "10000 7%", "25000 10%")),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 30000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": earned}


def test_money_of_a_band_of_nothing_counts_and_is_made_up_for() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 0%", "50000 3%")),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 40000; p2 2025-03-03 20000"),
    )
    assert amounts(ledger) == {
        "a1/p2/accrual/werft": "600.00",  # 60,000 in all: 20,000 x 3 %
        "a1/p2/true_up/werft": "1200.00",  # 40,000 x (3 % - 0 %)
    }
    assert reasons(ledger) == {"a1/p1": "rate_is_zero"}


def test_only_eligible_money_counts_as_revenue() -> None:
    ledger = reckoned(
        agreement(
            received=bands("revenue", "step", "calendar_year", "0 5%", "10000 7%", more="eligible: {kinds: [project]}")
        ),
        referral(
            "a1",
            "2025-01-07",
            deals="d 50000; run 50000 kind=retainer",
            payments="p1 2025-02-03 12000 eligible=9000; p2 2025-02-04 12000 deal=run; p3 2025-02-05 1000; "
            "p4 2025-02-06 1000",
        ),
        # Not won: its money counts when it earns.
        referral("a2", "2025-01-08", steps="proposal 2025-01-20", payments="p1 2025-02-01 50000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "450.00",  # 9,000 x 5 %
        "a1/p3/accrual/werft": "50.00",  # 9,000 before: 1,000 x 5 %
        "a1/p4/accrual/werft": "70.00",  # 10,000 before: 1,000 x 7 %
    }


def test_a_client_s_life_counts_all_it_paid() -> None:
    ledger = reckoned(
        agreement(received=bands("client_lifetime_value", "step", "client_life", "0 5%", "10000 8%")),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 12000 eligible=4000; p2 2025-02-05 1000"),
    )
    # 4,000 x 5 %; 12,000 before, not 4,000: 1,000 x 8 %
    assert amounts(ledger) == {"a1/p1/accrual/werft": "200.00", "a1/p2/accrual/werft": "80.00"}


@pytest.mark.parametrize(
    ("paid_before", "step", "marginal"),
    [
        ("9999.99", "50.00", "80.00"),  # step 1,000 x 5 %; 0.01 x 5 % + 999.99 x 8 % = 79.9997
        ("10000", "80.00", "80.00"),
        ("9000", "50.00", "50.00"),  # up to the edge
    ],
)
def test_edges_of_a_client_s_life(paid_before: str, step: str, marginal: str) -> None:
    for mode, earned in (("step", step), ("marginal", marginal)):
        ledger = reckoned(
            agreement(received=bands("client_lifetime_value", mode, "client_life", "0 5%", "10000 8%")),
            referral("a1", "2025-01-07", payments=f"p1 2025-02-03 {paid_before}; p2 2026-02-05 1000"),
        )
        assert amounts(ledger)["a1/p2/accrual/werft"] == earned


def test_a_deal_that_earns_at_its_start_runs_through_the_bands_at_once() -> None:
    for mode, earned in (("marginal", "2050.00"), ("per_deal", "3000.00")):  # as above, for 30,000
        ledger = reckoned(
            agreement(
                received=bands("deal_size", mode, "deal", "0 5%", "10000 7%", "25000 10%"), trigger="project_start"
            ),
            referral("a1", "2025-01-07", deals="d 30000 start=2025-02-03"),
        )
        assert amounts(ledger) == {"a1/d-start/accrual/werft": earned}


def test_bands_have_a_rate_for_each_involvement() -> None:
    earning = (
        "{earn: tiered, measure: referrals, counts: submitted, mode: step, period: calendar_year, "
        "basis: client_lifetime, bands: [{from: 1, rates: {passive: 5%, standard: 10%, active: 15%}}, "
        "{from: 2, rates: {passive: 6%, standard: 12%, active: 18%}}]}"
    )
    ledger = reckoned(
        agreement(received=earning),
        referral("a1", "2025-01-07", involvement="passive", payments="p1 2025-02-03 1000"),
        referral("a2", "2025-01-08", involvement="active", payments="p1 2025-02-03 1000"),
        referral("a3", "2025-01-09", payments="p1 2025-02-03 1000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "50.00",  # first, passive: 5 %
        "a2/p1/accrual/werft": "180.00",  # second, active: 18 %
        "a3/p1/accrual/werft": "120.00",  # third, standard: 12 %
    }


def test_rates_by_involvement_reach_back_each_at_its_own() -> None:
    earning = (
        "{earn: tiered, measure: revenue, mode: retroactive, period: calendar_year, basis: client_lifetime, "
        "bands: [{from: 0.00 EUR, rates: {passive: 5%, standard: 10%, active: 15%}}, "
        "{from: 10000.00 EUR, rates: {passive: 6%, standard: 12%, active: 18%}}]}"
    )
    ledger = reckoned(
        agreement(received=earning),
        referral("a1", "2025-01-07", involvement="passive", payments="p1 2025-02-03 3000"),
        referral("a2", "2025-01-08", involvement="active", payments="p1 2025-02-04 4000"),
        referral("a3", "2025-01-09", payments="p1 2025-02-05 5000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "150.00",  # 3,000 x 5 %
        "a2/p1/accrual/werft": "600.00",  # 4,000 x 15 %
        "a3/p1/accrual/werft": "600.00",  # 12,000 in all: 5,000 x 12 %
        "a3/p1/true_up/werft": "150.00",  # 3,000 x 1 % + 4,000 x 3 % = 30 + 120
    }


def test_a_place_stays_and_so_does_its_band() -> None:
    steps = bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", "3: 30%", more="counts: qualified")
    ledger = reckoned(
        agreement(received=steps, clawback=CLAWBACK),
        referral("a1", "2025-01-07", steps="qualified 2025-01-10; withdrawn 2025-01-20", deals=""),
        referral("a2", "2025-01-08", steps="declined 2025-01-11", deals="", outcome="{reason: fit}"),
        referral("a3", "2025-01-09", steps="withdrawn 2025-01-12", deals=""),
        referral("a4", "2025-01-10", steps="lost 2025-01-13", deals=""),
        referral("a5", "2025-01-11", steps="meeting 2025-01-14; won 2025-02-03", payments="p1 2025-03-03 1000"),
    )
    # a1 qualified and withdrew: first. Declined and withdrawn ones never count. Lost counts: second. a5 is third.
    assert amounts(ledger) == {"a5/p1/accrual/werft": "300.00"}


def test_what_comes_before_qualified_takes_no_place() -> None:
    steps = bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", more="counts: qualified")
    ledger = reckoned(
        agreement(received=steps),
        referral("a1", "2025-01-07", steps="acknowledged 2025-01-07; contacted 2025-01-08", deals=""),
        referral("a2", "2025-01-08", steps="qualified 2025-01-14; won 2025-02-03", payments="p1 2025-03-03 1000"),
    )
    assert amounts(ledger) == {"a2/p1/accrual/werft": "100.00"}


def test_two_on_one_day_go_by_their_ids() -> None:
    steps = bands("referrals", "step", "calendar_year", "1: 10%", "2: 20%", more="counts: won")
    ledger = reckoned(
        agreement(received=steps),
        referral("b", "2025-01-07", steps="won 2025-02-03", payments="p1 2025-03-03 1000"),
        referral("a", "2025-01-07", steps="won 2025-02-03", payments="p1 2025-03-04 1000"),
    )
    assert amounts(ledger) == {"a/p1/accrual/werft": "100.00", "b/p1/accrual/werft": "200.00"}


def test_two_payments_of_one_day_go_by_referral_and_then_as_they_stand() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "step", "calendar_year", "0 5%", "1000 7%", "2000 9%", "3000 11%")),
        referral("b", "2025-01-07", payments="p1 2025-03-03 1000"),
        referral("a", "2025-01-07", payments="z 2025-03-03 1000; y 2025-03-03 1000"),
    )
    assert amounts(ledger) == {
        "a/z/accrual/werft": "50.00",  # nothing before
        "a/y/accrual/werft": "70.00",  # 1,000 before
        "b/p1/accrual/werft": "90.00",  # 2,000 before
    }


def test_a_year_of_the_agreement_begins_on_its_first_day() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "step", "agreement_year", "0 5%", "1000 7%"), effective="2024-02-29"),
        referral(
            "a1",
            "2024-03-01",
            payments="p1 2024-03-04 1000; p2 2025-02-27 1000; p3 2025-02-28 1000; "
            "p4 2026-02-27 1000; p5 2026-02-28 1000",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "50.00",
        "a1/p2/accrual/werft": "70.00",  # the last day of the first year: 1,000 before
        "a1/p3/accrual/werft": "50.00",  # a year after 29 February is 28 February
        "a1/p4/accrual/werft": "70.00",
        "a1/p5/accrual/werft": "50.00",
    }


@pytest.mark.parametrize(("day", "earned"), [("2025-03-31", "70.00"), ("2025-04-01", "50.00")])
def test_a_quarter_ends_with_its_month(day: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "step", "quarter", "0 5%", "1000 7%")),
        referral("a1", "2025-01-01", payments=f"p1 2025-01-01 1000; p2 {day} 1000"),
    )
    assert amounts(ledger)["a1/p2/accrual/werft"] == earned


@pytest.mark.parametrize(
    ("losses", "earned"),
    [
        (0, "50.00"),  # 1 of 1: below the sample of three, the first band
        (1, "50.00"),  # 1 of 2
        (2, "100.00"),  # 1 of 3 = 33.33 %
        (3, "50.00"),  # 1 of 4 = 25 %
    ],
)
def test_a_small_sample_holds_the_first_band(losses: int, earned: str) -> None:
    ledger = reckoned(
        agreement(
            received=bands(
                "conversion_rate", "step", "trailing_12_months", "0% 5%", "33% 10%", more="minimum_sample: 3"
            )
        ),
        *(referral(f"l{number}", "2025-01-07", steps=f"lost 2025-01-1{number}", deals="") for number in range(losses)),
        referral("w", "2025-01-08", steps="won 2025-02-03", payments="p1 2025-03-03 1000"),
    )
    assert balance(ledger) == earned


@pytest.mark.parametrize(
    ("lost", "won", "earned"),
    [
        ("2024-03-01", "2025-03-01", "100.00"),  # exactly twelve months before: out, 1 of 1
        ("2024-03-02", "2025-03-01", "50.00"),  # in: 1 of 2
        ("2024-02-28", "2025-02-28", "100.00"),
        ("2024-02-29", "2025-02-28", "50.00"),
        ("2023-02-28", "2024-02-29", "100.00"),  # twelve months before 29 February is 28 February
        ("2023-03-01", "2024-02-29", "50.00"),
    ],
)
def test_the_twelve_months_of_conversion_leave_out_their_first_day(lost: str, won: str, earned: str) -> None:
    ledger = reckoned(
        agreement(
            received=bands(
                "conversion_rate", "step", "trailing_12_months", "0% 5%", "60% 10%", more="minimum_sample: 1"
            ),
            effective="2023-01-01",
        ),
        referral("l1", "2023-01-08", steps=f"lost {lost}", deals=""),
        referral("w", "2023-01-09", steps=f"won {won}", payments="p1 2025-04-01 1000"),
    )
    assert balance(ledger) == earned


def test_refunded_money_of_an_earlier_period_leaves_that_period() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "retroactive", "quarter", "0 4%", "10000 6%"), clawback=CLAWBACK),
        referral(
            "a1",
            "2025-01-07",
            payments="p1 2025-02-03 6000; p2 2025-03-03 5000; p3 2025-04-02 6000; p4 2025-06-02 5000",
            refunds="r1 p2 2025-05-05 5000",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "240.00",  # 6,000 x 4 %
        "a1/p2/accrual/werft": "300.00",  # 11,000: 5,000 x 6 %
        "a1/p2/true_up/werft": "120.00",  # 6,000 x 2 %
        "a1/p3/accrual/werft": "240.00",  # 6,000 in the second quarter
        "a1/r1/clawback/werft": "-300.00",
        "a1/r1/true_up/werft": "-120.00",  # 6,000 remain of the first quarter: 4 %
        "a1/p4/accrual/werft": "300.00",  # 11,000 in the second quarter, whatever was given back of the first
        "a1/p4/true_up/werft": "120.00",
    }
    assert balance(ledger) == "900.00"  # 6,000 x 4 % + 11,000 x 6 % = 240 + 660


def test_what_was_made_up_for_goes_back_with_its_money() -> None:
    """Both of a retroactive rate by revenue and one by places: nothing is left of money that was given back whole."""
    for earning in (
        bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%"),
        bands("referrals", "retroactive", "calendar_year", "1: 4%", "2: 6%", more="counts: won"),
    ):
        ledger = reckoned(
            agreement(received=earning, clawback=CLAWBACK),
            referral("a1", "2025-01-07", payments="p1 2025-02-03 6000", refunds="r1 p1 2025-05-05 6000"),
            referral("a2", "2025-03-03", payments="p1 2025-03-04 10000"),
        )
        assert balance(ledger) == "600.00"  # 10,000 x 6 % stay


def test_a_part_given_back_takes_its_part_of_what_was_made_up_for() -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%"), clawback=CLAWBACK),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 6000", refunds="r1 p1 2025-05-05 3000"),
        referral("a2", "2025-03-03", payments="p1 2025-03-04 10000"),
    )
    assert balance(ledger) == "780.00"  # 13,000 x 6 %


@pytest.mark.parametrize(
    ("payments", "refund", "kept", "true_up"),
    [
        # 4 % of 2,000 = 80; 11,000 in all: 6 % of 9,000 = 540, true-up 2 % of 2,000 = 40. A third of 9,000 goes back:
        # 540/3 = 180. 8,000 stay, and the whole period stands at 4 % = 320: 80 + 540 + 40 - 180 = 480 is 160 too much.
        ("p1 2025-02-03 2000; p2 2025-02-04 9000", "r1 p2 2025-05-05 3000", "320.00", "-160.00"),
        # 6 % of 11,000 = 660; 660 x 3/11 = 180 goes back; 8,000 x 4 % = 320 stay of 480.
        ("p1 2025-02-03 11000", "r1 p1 2025-05-05 3000", "320.00", "-160.00"),
        # 4 % of 6,000 = 240; 6 % of 5,000 = 300 and 2 % of 6,000 = 120. The first goes back: -240 and its -120; the
        # 5,000 that stay earn 4 % = 200, not 300: -100 more.
        ("p1 2025-02-03 6000; p2 2025-02-04 5000", "r1 p1 2025-05-05 6000", "200.00", "-220.00"),
        # One cent less than the band's start: 9,999.99 x 4 % = 399.9996 stay of 600, less 0.00 taken back of the cent
        ("p1 2025-02-03 10000", "r1 p1 2025-05-05 0.01", "400.00", "-200.00"),
    ],
)
def test_a_band_lost_is_lost_for_all_money_that_stays(payments: str, refund: str, kept: str, true_up: str) -> None:
    ledger = reckoned(
        agreement(received=bands("revenue", "retroactive", "calendar_year", "0 4%", "10000 6%"), clawback=CLAWBACK),
        referral("a1", "2025-01-07", payments=payments, refunds=refund),
    )
    assert balance(ledger) == kept
    assert amounts(ledger)["a1/r1/true_up/werft"] == true_up


def test_the_first_money_of_a_year_given_back_costs_the_band_of_the_rest() -> None:
    ledger = reckoned(
        agreement(
            received=bands("revenue", "retroactive", "calendar_year", "0 0%", "50000 3%", "100000 5%"),
            clawback=CLAWBACK,
        ),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 60000", refunds="r1 p1 2025-04-07 60000"),
        referral("a2", "2025-01-08", payments="p1 2025-03-03 50000"),
    )
    # 1,800, 2,500 and 1,200 = 5,500 for 110,000. 50,000 remain, and earn 3 %.
    assert balance(ledger) == "1500.00"


@pytest.mark.parametrize("per", ["calendar_year", "agreement_year", "referral", "client", "deal"])
def test_below_a_cap_too_nothing_is_left_of_what_was_given_back(per: str) -> None:
    """4 % of 30 = 1.20; all 300 at 9 % = 27, of which a cap leaves 15 at most; then all of it is given back."""
    cap = f"cap: {{per: {per}, amount: 15.00 EUR}}"
    for keys in (("a1", "a2", "a3", "a4"), ("a4", "a1", "a2", "a3")):
        ledger = reckoned(
            agreement(
                received=bands("revenue", "retroactive", "calendar_year", "0 4%", "100 6%", "300 9%", more=cap),
                clawback=CLAWBACK,
            ),
            *(
                referral(key, "2025-01-07", payments=f"p1 2025-02-03 {paid}", refunds=f"r1 p1 2025-03-03 {paid}")
                for key, paid in zip(keys, ("10", "10", "10", "270"), strict=True)
            ),
        )
        assert balance(ledger) == "0.00"
        # A refund never raises what is owed: its clawback and its true-up come to nothing more than before.
        for key in keys:
            of_refund = [
                line.amount.amount for line in ledger.lines if (short(line.referral), line.event) == (key, "r1")
            ]
            assert sum(of_refund) <= 0


def test_true_ups_are_due_with_what_set_them_off() -> None:
    ledger = reckoned(
        agreement(
            received=bands("referrals", "retroactive", "calendar_year", "1: 4%", "2: 6%", more="counts: won"),
            clawback=CLAWBACK,
            net_days=14,
        ),
        referral("a1", "2025-01-07", payments="p1 2025-02-03 6000"),
        referral("a2", "2025-01-08", steps="won 2025-03-03 booked=2025-03-10", payments="p1 2025-04-01 100"),
    )
    true_up = ledger.by_id["2025-01-08-werft-a2/won/true_up/werft"]
    # 6,000 x 2 % = 120; the win was on 3 March: due 14 days later.
    assert (str(true_up.amount), str(true_up.booked), str(true_up.due)) == ("120.00 EUR", "2025-03-10", "2025-03-17")
