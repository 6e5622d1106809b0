"""Every valid cell of the matrix of tiers, in both directions, each with money booked late and money refunded."""

from collections.abc import Mapping
from typing import Any

import pytest
from ledgerwork import agreement, amounts, bands, reckoned, referral

from partnerbook.core.compensation import PERIODS_OF_MEASURE

Figures = Mapping[str, str]
CLAWBACK = "{window_days: 180, method: by_amount}"
DIRECTIONS = pytest.mark.parametrize(("direction", "who"), [("received", "werft"), ("sent", "us")])


def cells(who: str, figures: Figures) -> Figures:
    """`a/p1` is the accrual of a payment, `b/won +` a true-up, `f/r1 -` a clawback, whose amount is negative."""
    kinds = {"+": "true_up", "-": "clawback", "": "accrual"}
    named = {}
    for place, amount in figures.items():
        event, _, sign = place.partition(" ")
        named[f"{event}/{kinds[sign]}/{who}"] = f"{'-' if sign == '-' else ''}{amount}"
    return named


def terms(direction: str, earning: str, **lines: Any) -> tuple[str, str]:
    return agreement(
        received=earning if direction == "received" else "{earn: none}",
        sent=earning if direction == "sent" else "{earn: none}",
        clawback=CLAWBACK,
        **lines,
    )


COUNTED = (
    # Received, qualified and won in different orders; c is qualified in June and booked in July, e is qualified, won
    # and paid in December and booked in January; a's second payment is of June, booked in July; f is refunded.
    ("a", "2025-02-03", "qualified 2025-02-20; won 2025-03-10",
     "p1 2025-04-01 1000; p2 2025-06-20 500 booked=2025-07-05", ""),
    ("b", "2025-02-05", "qualified 2025-02-10; won 2025-08-04", "p1 2025-09-01 2000", ""),
    ("c", "2025-05-05", "qualified 2025-06-12 booked=2025-07-02; won 2025-07-10", "p1 2025-10-01 3000", ""),
    ("e", "2025-07-07", "qualified 2025-12-15 booked=2026-01-05; won 2025-12-20 booked=2026-01-06",
     "p1 2025-12-30 4000 booked=2026-01-07", ""),
    ("f", "2025-11-03", "qualified 2025-11-10; won 2025-11-20", "p1 2025-12-01 5000", "r1 p1 2025-12-10 5000"),
)  # fmt: skip

STEP: dict[tuple[str, str], Figures] = {
    # Five bands: the n-th place earns n x 10 %. Agreement years begin on 1 July.
    # Received: a, b, c, e, f.
    ("submitted", "calendar_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/p1": "400.00", "c/p1": "900.00", "e/p1": "1600.00",
        "f/p1": "2500.00", "f/r1 -": "2500.00",
    },
    # To 30 June: a, b, c. After it: e, f.
    ("submitted", "agreement_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/p1": "400.00", "c/p1": "900.00", "e/p1": "400.00",
        "f/p1": "1000.00", "f/r1 -": "1000.00",
    },
    # 2025: b 10 Feb, a 20 Feb, c 2 July, f 10 Nov. 2026: e 5 Jan.
    ("qualified", "calendar_year"): {
        "a/p1": "200.00", "a/p2": "100.00", "b/p1": "200.00", "c/p1": "900.00", "f/p1": "2000.00",
        "f/r1 -": "2000.00", "e/p1": "400.00",
    },
    # To 30 June: b, a. After it: c 2 July, f 10 Nov, e 5 Jan.
    ("qualified", "agreement_year"): {
        "a/p1": "200.00", "a/p2": "100.00", "b/p1": "200.00", "c/p1": "300.00", "f/p1": "1000.00",
        "f/r1 -": "1000.00", "e/p1": "1200.00",
    },
    # 2025: a 10 March, c 10 July, b 4 Aug, f 20 Nov. 2026: e 6 Jan.
    ("won", "calendar_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/p1": "600.00", "c/p1": "600.00", "f/p1": "2000.00",
        "f/r1 -": "2000.00", "e/p1": "400.00",
    },
    # To 30 June: a. After it: c 10 July, b 4 Aug, f 20 Nov, e 6 Jan.
    ("won", "agreement_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/p1": "400.00", "c/p1": "300.00", "f/p1": "1500.00",
        "f/r1 -": "1500.00", "e/p1": "1600.00",
    },
}  # fmt: skip

RETROACTIVE: dict[tuple[str, str], Figures] = {
    # 10 % for two, 20 % for all from three on.
    # c is the third on 5 May: a's 1,000 gain 10 %.
    ("submitted", "calendar_year"): {
        "a/p1": "100.00", "c/submitted +": "100.00", "a/p2": "100.00", "b/p1": "400.00", "c/p1": "600.00",
        "f/p1": "1000.00", "f/r1 -": "1000.00", "e/p1": "800.00",
    },
    # To 30 June the same; after it only e and f: 10 %.
    ("submitted", "agreement_year"): {
        "a/p1": "100.00", "c/submitted +": "100.00", "a/p2": "100.00", "b/p1": "400.00", "c/p1": "600.00",
        "f/p1": "500.00", "f/r1 -": "500.00", "e/p1": "400.00",
    },
    # c is the third on 2 July: a's 1,000 gain 10 %. e is the first of 2026.
    ("qualified", "calendar_year"): {
        "a/p1": "100.00", "c/qualified +": "100.00", "a/p2": "100.00", "b/p1": "400.00", "c/p1": "600.00",
        "f/p1": "1000.00", "f/r1 -": "1000.00", "e/p1": "400.00",
    },
    # To 30 June b and a: 10 %. After it c, f; e is the third on 5 Jan: c's 3,000 gain 10 %, f's were given back.
    ("qualified", "agreement_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/p1": "200.00", "c/p1": "300.00", "f/p1": "500.00",
        "f/r1 -": "500.00", "e/qualified +": "300.00", "e/p1": "800.00",
    },
    # a, c, b: b is the third on 4 Aug: a's 1,500 gain 10 %. e is the first of 2026.
    ("won", "calendar_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/won +": "150.00", "b/p1": "400.00", "c/p1": "600.00",
        "f/p1": "1000.00", "f/r1 -": "1000.00", "e/p1": "400.00",
    },
    # To 30 June a. After it c, b; f is the third on 20 Nov: b's 2,000 and c's 3,000 gain 10 %.
    ("won", "agreement_year"): {
        "a/p1": "100.00", "a/p2": "50.00", "b/p1": "200.00", "c/p1": "300.00", "f/won +": "500.00",
        "f/p1": "1000.00", "f/r1 -": "1000.00", "e/p1": "800.00",
    },
}  # fmt: skip


@DIRECTIONS
@pytest.mark.parametrize(
    ("mode", "counts", "period"), [(mode, *cell) for mode in ("step", "retroactive") for cell in STEP]
)
def test_referrals(mode: str, counts: str, period: str, direction: str, who: str) -> None:
    steps = [f"{place}: {place}0%" for place in range(1, 6)] if mode == "step" else ["1: 10%", "3: 20%"]
    ledger = reckoned(
        terms(
            direction,
            bands("referrals", mode, period, *steps, more=f"counts: {counts}"),
            effective="2024-07-01",
        ),
        *(
            referral(key, received, direction=direction, steps=milestones, payments=payments, refunds=refunds)
            for key, received, milestones, payments, refunds in COUNTED
        ),
    )
    figures = (STEP if mode == "step" else RETROACTIVE)[counts, period]
    assert amounts(ledger) == cells(who, figures)


# In the order they are booked: 8,000 in Q1; 6,000 of March booked in April; 9,000; 4,000 of April booked in May, when a
# new agreement year has begun; 5,000, refunded in June; 7,000; 12,000 of December booked in January.
PAYMENTS = (
    "p1 2025-02-03 8000; p2 2025-03-20 6000 booked=2025-04-02; p3 2025-04-20 9000; "
    "p4 2025-04-28 4000 booked=2025-05-03; p5 2025-05-05 5000; p6 2025-06-20 7000; "
    "p7 2025-12-20 12000 booked=2026-01-08"
)
REVENUE: dict[tuple[str, str], Figures] = {
    # 4 % below 10,000, 6 % to 20,000, 8 % above. `step` goes by the total before.
    ("step", "quarter"): {
        "a/p1": "320.00",  # 0 before: 8,000 x 4 %
        "a/p2": "240.00",  # 0 before in Q2: 6,000 x 4 %
        "a/p3": "360.00",  # 6,000 before: 9,000 x 4 %
        "a/p4": "240.00",  # 15,000 before: 4,000 x 6 %
        "a/p5": "300.00",  # 19,000 before: 5,000 x 6 %
        "a/r5 -": "300.00",
        "a/p6": "420.00",  # 24,000 - 5,000 = 19,000 before: 7,000 x 6 %
        "a/p7": "480.00",  # 0 before in Q1: 12,000 x 4 %
    },
    ("step", "calendar_year"): {
        "a/p1": "320.00",  # 0 before
        "a/p2": "240.00",  # 8,000 before: 4 %
        "a/p3": "540.00",  # 14,000 before: 6 %
        "a/p4": "320.00",  # 23,000 before: 8 %
        "a/p5": "400.00",  # 27,000 before: 8 %
        "a/r5 -": "400.00",
        "a/p6": "560.00",  # 27,000 before: 8 %
        "a/p7": "480.00",  # 0 before in 2026: 4 %
    },
    ("step", "agreement_year"): {
        "a/p1": "320.00",  # 0 before
        "a/p2": "240.00",  # 8,000 before: 4 %
        "a/p3": "540.00",  # 14,000 before: 6 %
        "a/p4": "160.00",  # 0 before since 1 May: 4,000 x 4 %
        "a/p5": "200.00",  # 4,000 before: 4 %
        "a/r5 -": "200.00",
        "a/p6": "280.00",  # 4,000 before: 4 %
        "a/p7": "720.00",  # 11,000 before: 6 %
    },
    ("marginal", "quarter"): {
        "a/p1": "320.00",  # 8,000 x 4 %
        "a/p2": "240.00",  # 6,000 x 4 %
        "a/p3": "460.00",  # 6,000 to 15,000: 4,000 x 4 % + 5,000 x 6 % = 160 + 300
        "a/p4": "240.00",  # 15,000 to 19,000: 6 %
        "a/p5": "380.00",  # 19,000 to 24,000: 1,000 x 6 % + 4,000 x 8 % = 60 + 320
        "a/r5 -": "380.00",
        "a/p6": "540.00",  # 19,000 to 26,000: 1,000 x 6 % + 6,000 x 8 % = 60 + 480
        "a/p7": "520.00",  # 10,000 x 4 % + 2,000 x 6 % = 400 + 120
    },
    ("marginal", "calendar_year"): {
        "a/p1": "320.00",
        "a/p2": "320.00",  # 8,000 to 14,000: 2,000 x 4 % + 4,000 x 6 % = 80 + 240
        "a/p3": "600.00",  # 14,000 to 23,000: 6,000 x 6 % + 3,000 x 8 % = 360 + 240
        "a/p4": "320.00",  # 23,000 to 27,000: 8 %
        "a/p5": "400.00",  # 27,000 to 32,000: 8 %
        "a/r5 -": "400.00",
        "a/p6": "560.00",  # 27,000 to 34,000: 8 %
        "a/p7": "520.00",  # 400 + 120
    },
    ("marginal", "agreement_year"): {
        "a/p1": "320.00",
        "a/p2": "320.00",
        "a/p3": "600.00",
        "a/p4": "160.00",  # 0 to 4,000: 4 %
        "a/p5": "200.00",  # 4,000 to 9,000: 4 %
        "a/r5 -": "200.00",
        "a/p6": "300.00",  # 4,000 to 11,000: 6,000 x 4 % + 1,000 x 6 % = 240 + 60
        "a/p7": "780.00",  # 11,000 to 23,000: 9,000 x 6 % + 3,000 x 8 % = 540 + 240
    },
    ("retroactive", "quarter"): {
        "a/p1": "320.00",  # 8,000: 4 %
        "a/p2": "240.00",  # 6,000: 4 %
        "a/p3": "540.00",  # 15,000: 9,000 x 6 %
        "a/p3 +": "120.00",  # 6,000 x (6 % - 4 %)
        "a/p4": "240.00",  # 19,000: 6 %
        "a/p5": "400.00",  # 24,000: 5,000 x 8 %
        "a/p5 +": "380.00",  # 19,000 x (8 % - 6 %)
        "a/r5 -": "400.00",
        "a/r5 +": "-380.00",  # 19,000: back to 6 %
        "a/p6": "560.00",  # 26,000: 7,000 x 8 %
        "a/p6 +": "380.00",  # 19,000 x (8 % - 6 %)
        "a/p7": "720.00",  # 12,000: 6 %
    },
    ("retroactive", "calendar_year"): {
        "a/p1": "320.00",  # 8,000: 4 %
        "a/p2": "360.00",  # 14,000: 6,000 x 6 %
        "a/p2 +": "160.00",  # 8,000 x (6 % - 4 %)
        "a/p3": "720.00",  # 23,000: 9,000 x 8 %
        "a/p3 +": "280.00",  # 14,000 x (8 % - 6 %)
        "a/p4": "320.00",  # 27,000: 8 %
        "a/p5": "400.00",  # 32,000: 8 %
        "a/r5 -": "400.00",  # 27,000: still 8 %
        "a/p6": "560.00",  # 34,000: 8 %
        "a/p7": "720.00",  # 12,000 in 2026: 6 %
    },
    ("retroactive", "agreement_year"): {
        "a/p1": "320.00",
        "a/p2": "360.00",
        "a/p2 +": "160.00",
        "a/p3": "720.00",
        "a/p3 +": "280.00",
        "a/p4": "160.00",  # 4,000 since 1 May: 4 %
        "a/p5": "200.00",  # 9,000: 4 %
        "a/r5 -": "200.00",
        "a/p6": "420.00",  # 11,000: 7,000 x 6 %
        "a/p6 +": "80.00",  # 4,000 x (6 % - 4 %)
        "a/p7": "960.00",  # 23,000: 12,000 x 8 %
        "a/p7 +": "220.00",  # 11,000 x (8 % - 6 %)
    },
}


@DIRECTIONS
@pytest.mark.parametrize(("mode", "period"), REVENUE)
def test_revenue(mode: str, period: str, direction: str, who: str) -> None:
    ledger = reckoned(
        terms(direction, bands("revenue", mode, period, "0 4%", "10000 6%", "20000 8%"), effective="2024-05-01"),
        referral(
            "a", "2025-01-10", direction=direction, deals="d 60000", payments=PAYMENTS, refunds="r5 p5 2025-06-10 5000"
        ),
    )
    assert amounts(ledger) == cells(who, REVENUE[mode, period])


DEAL_SIZE: dict[str, Figures] = {
    # 5 % below 10,000, 7 % to 25,000, 10 % above.
    "per_deal": {
        "a/small": "500.00",  # 9,999.99 is one cent short: 9,999.99 x 5 % = 499.9995
        "a/edge": "700.00",  # 10,000 exactly: 7 %
        "a/big1": "1200.00",  # of 30,000: 12,000 x 10 %
        "a/big2": "1800.00",  # 18,000 x 10 %
        "a/r1 -": "1200.00",
        "a/big3": "300.00",  # 3,000 x 10 %, whatever was given back
    },
    "marginal": {
        "a/small": "500.00",  # 9,999.99 x 5 %
        "a/edge": "500.00",  # 10,000 x 5 %
        "a/big1": "640.00",  # 0 to 12,000: 10,000 x 5 % + 2,000 x 7 % = 500 + 140
        "a/big2": "1410.00",  # 12,000 to 30,000: 13,000 x 7 % + 5,000 x 10 % = 910 + 500
        "a/r1 -": "640.00",
        "a/big3": "210.00",  # 18,000 to 21,000: 3,000 x 7 %
    },
}


@DIRECTIONS
@pytest.mark.parametrize("mode", DEAL_SIZE)
def test_deal_size(mode: str, direction: str, who: str) -> None:
    ledger = reckoned(
        terms(direction, bands("deal_size", mode, "deal", "0 5%", "10000 7%", "25000 10%")),
        referral(
            "a",
            "2025-01-10",
            direction=direction,
            deals="small 9999.99; edge 10000; big 30000",
            payments="small 2025-02-03 9999.99 deal=small; edge 2025-02-04 10000 deal=edge; "
            "big1 2025-02-05 12000 deal=big; big2 2025-02-06 18000 deal=big booked=2025-04-01; "
            "big3 2025-06-02 3000 deal=big",
            refunds="r1 big1 2025-05-05 12000",
        ),
    )
    assert amounts(ledger) == cells(who, DEAL_SIZE[mode])


CLIENT_LIFE: dict[str, Figures] = {
    # 5 % below 10,000 of one client's money on both its referrals, 8 % above.
    "step": {
        "a/p1": "300.00",  # 0 before: 6,000 x 5 %
        "a/p2": "150.00",  # 6,000 before: 3,000 x 5 %
        "b/p1": "350.00",  # 9,000 before: 7,000 x 5 %
        "a/p3": "40.00",  # 16,000 before: 500 x 8 %
        "b/r1 -": "350.00",
        "a/p4": "50.00",  # 16,500 - 7,000 = 9,500 before: 1,000 x 5 %
        "c/p1": "50.00",  # another client: 1,000 x 5 %
    },
    "marginal": {
        "a/p1": "300.00",
        "a/p2": "150.00",
        "b/p1": "530.00",  # 9,000 to 16,000: 1,000 x 5 % + 6,000 x 8 % = 50 + 480
        "a/p3": "40.00",
        "b/r1 -": "530.00",
        "a/p4": "65.00",  # 9,500 to 10,500: 500 x 5 % + 500 x 8 % = 25 + 40
        "c/p1": "50.00",
    },
}


@DIRECTIONS
@pytest.mark.parametrize("mode", CLIENT_LIFE)
def test_client_lifetime_value(mode: str, direction: str, who: str) -> None:
    ledger = reckoned(
        terms(direction, bands("client_lifetime_value", mode, "client_life", "0 5%", "10000 8%")),
        referral(
            "a",
            "2025-01-10",
            direction=direction,
            client="hanse",
            payments="p1 2025-02-03 6000; p2 2025-04-01 3000; p3 2025-06-02 500; p4 2025-08-04 1000",
        ),
        # Paid on 3 March, booked on 12 May.
        referral(
            "b",
            "2025-01-20",
            direction=direction,
            client="hanse",
            payments="p1 2025-03-03 7000 booked=2025-05-12",
            refunds="r1 p1 2025-07-01 7000",
        ),
        referral("c", "2025-01-30", direction=direction, client="other", payments="p1 2025-09-01 1000"),
    )
    assert amounts(ledger) == cells(who, CLIENT_LIFE[mode])


@DIRECTIONS
def test_conversion_rate(direction: str, who: str) -> None:
    """5 % below one in two of the last twelve months, 10 % from there on, from three decisions on."""

    def decided(key: str, on: str, step: str, **lines: str) -> tuple[str, str]:
        return referral(key, "2025-01-02", direction=direction, steps=f"{step} {on}", deals="", **lines)

    def won(key: str, on: str, payments: str, refunds: str = "") -> tuple[str, str]:
        return referral(key, "2025-01-02", direction=direction, steps=f"won {on}", payments=payments, refunds=refunds)

    ledger = reckoned(
        terms(
            direction,
            bands("conversion_rate", "step", "trailing_12_months", "0% 5%", "50% 10%", more="minimum_sample: 3"),
        ),
        decided("l1", "2025-01-10", "lost"),
        won("w1", "2025-02-03", "p1 2025-06-30 1000; p2 2025-08-04 2000"),
        decided("l2", "2025-03-03", "lost"),
        won("w2", "2025-04-01", "p1 2025-04-02 1000 booked=2025-08-05"),
        decided("d1", "2025-04-10", "declined", outcome="{reason: fit}"),
        decided("d2", "2025-04-11", "declined", outcome="{reason: capacity}"),
        decided("x1", "2025-04-12", "withdrawn"),
        won("w3", "2025-05-05", "p1 2025-05-06 1000", "r1 p1 2025-05-20 1000"),
        decided("l3", "2025-05-10 booked=2025-07-01", "lost"),
        decided("l4", "2025-05-20", "lost"),
        won("w4", "2025-06-02", "p1 2025-06-03 1000"),
        won("w5", "2025-07-10", "p1 2025-07-11 1000"),
        decided("l5", "2025-07-15", "lost"),
        decided("l6", "2025-07-16", "lost"),
        decided("l7", "2025-07-17", "lost"),
        won("w6", "2025-07-21", "p1 2025-07-22 1000"),
        won("w7", "2026-01-10", "p1 2026-01-12 1000"),
    )
    figures = {
        "w1/p1": "50.00",  # 1 of 2: too few, the first band
        "w1/p2": "100.00",  # fixed at the win: 2,000 x 5 %
        "w2/p1": "100.00",  # 2 of 4, exactly one in two: 10 %
        "w3/p1": "100.00",  # 3 of 6: wins 1-3, losses 1 and 2, one that did not fit
        "w3/r1 -": "100.00",
        "w4/p1": "100.00",  # 4 of 8: with loss 4; loss 3 is not booked yet
        "w5/p1": "100.00",  # 5 of 10: with loss 3
        "w6/p1": "50.00",  # 6 of 14
        # After 10 January 2025, so without loss 1: 7 of 7 + losses 2-7 + one that did not fit = 7 of 14
        "w7/p1": "100.00",
    }
    assert amounts(ledger) == cells(who, figures)


def test_every_cell_is_here() -> None:
    tested = {("referrals", mode, period) for mode in ("step", "retroactive") for _, period in STEP}
    tested |= {("revenue", mode, period) for mode, period in REVENUE}
    tested |= {("deal_size", mode, "deal") for mode in DEAL_SIZE}
    tested |= {("client_lifetime_value", mode, "client_life") for mode in CLIENT_LIFE}
    tested |= {("conversion_rate", "step", "trailing_12_months")}
    assert tested == {
        (measure, mode, period)
        for measure, (modes, periods) in PERIODS_OF_MEASURE.items()
        for mode in modes
        for period in periods
    }
    assert len(tested) == 18
    assert set(STEP) == set(RETROACTIVE)
