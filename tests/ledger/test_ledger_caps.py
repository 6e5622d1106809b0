"""Caps: the line that crosses one, what a refund makes room for, and over what they are counted."""

import pytest
from ledgerwork import agreement, amounts, balance, bands, program, reasons, reckoned, referral, share_of_payments

CLAWBACK = "{window_days: 365, method: by_amount}"


def capped(per: str, amount: str, rate: str = "10%") -> str:
    return share_of_payments(rate, more=f"cap: {{per: {per}, amount: {amount}.00 EUR}}")


def test_the_line_that_crosses_a_cap_is_clamped_and_a_refund_frees_room_for_later_ones() -> None:
    ledger = reckoned(
        agreement(received=capped("referral", "1000"), clawback=CLAWBACK),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-01 6000; p2 2025-04-02 6000; p3 2025-04-03 6000; "
            "p4 2025-06-02 5000; p5 2025-06-03 6000",
            refunds="r1 p1 2025-05-05 6000",
        ),
        referral("a2", "2025-03-04", payments="p1 2025-04-03 6000"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "600.00",
        "a1/p2/accrual/werft": "400.00",  # 600, but only 400 are left
        "a2/p1/accrual/werft": "600.00",  # a referral of its own
        "a1/r1/clawback/werft": "-600.00",  # p2 and p3 stay as they are
        "a1/p4/accrual/werft": "500.00",  # 400 used
        "a1/p5/accrual/werft": "100.00",  # 900 used
    }
    assert reasons(ledger) == {"a1/p3": "cap_used_up"}


def test_reached_exactly_it_is_used_up() -> None:
    ledger = reckoned(
        agreement(received=capped("referral", "100")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 1000; p2 2025-04-02 0.10"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00"}
    assert reasons(ledger) == {"a1/p2": "cap_used_up"}


@pytest.mark.parametrize(
    ("per", "amounts_of"),
    [
        # 10 % of 6,000 each against 1,000: a1's two deals, a2 of the same client, a3 of another, next year's.
        ("deal", ("600.00", "600.00", "600.00", "600.00", "400.00")),
        ("referral", ("600.00", "400.00", "600.00", "600.00", None)),
        ("client", ("600.00", "400.00", None, "600.00", None)),
        # 2025: a1/p1 and part of a1/p2; 2026: a1/p3
        ("calendar_year", ("600.00", "400.00", None, None, "600.00")),
        # From 1 April: a1/p1 and part of a1/p2 before it; then a2/p1, and a3/p1 in part.
        ("agreement_year", ("600.00", "400.00", "600.00", "400.00", None)),
    ],
)
def test_over_what_a_cap_is_counted(per: str, amounts_of: tuple[str | None, ...]) -> None:
    ledger = reckoned(
        agreement(received=capped(per, "1000"), effective="2024-04-01"),
        referral(
            "a1",
            "2024-04-02",
            client="hanse",
            deals="d 20000; x 20000",
            payments="p1 2025-01-07 6000; p2 2025-01-08 6000 deal=x; p3 2025-12-20 6000 booked=2026-01-08",
        ),
        referral("a2", "2024-04-03", client="hanse", payments="p1 2025-03-31 6000 booked=2025-04-01"),
        referral("a3", "2024-04-04", client="other", payments="p1 2025-04-02 6000"),
    )
    places = ("a1/p1", "a1/p2", "a2/p1", "a3/p1", "a1/p3")
    expected = {
        f"{place}/accrual/werft": amount for place, amount in zip(places, amounts_of, strict=True) if amount is not None
    }
    assert amounts(ledger) == expected
    assert reasons(ledger) == {
        place: "cap_used_up" for place, amount in zip(places, amounts_of, strict=True) if amount is None
    }


def test_each_claimant_has_a_cap_of_its_own_after_its_share() -> None:
    ledger = reckoned(
        agreement(received=capped("referral", "500")),
        referral(
            "a1",
            "2025-03-03",
            payments="p1 2025-04-01 10000; p2 2025-04-02 10000",
            claims="[{partner: werft, basis: first_introduction, on: 2025-03-03}, "
            "{partner: kontor, basis: influence, on: 2025-03-04}]",
            decision="{on: 2025-03-10, by: mats, rule: agreed_split, reason: Both, "
            "shares: [{party: werft, share: 60%}, {party: kontor, share: 40%}]}",
        ),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "500.00",  # 60 % of 1,000 = 600, of 500
        "a1/p1/accrual/kontor": "400.00",  # 40 % of 1,000
        "a1/p2/accrual/kontor": "100.00",  # 400, but only 100 are left
    }


def test_directions_have_caps_of_their_own() -> None:
    ledger = reckoned(
        agreement(received=capped("calendar_year", "100"), sent=capped("calendar_year", "100")),
        referral("a1", "2025-03-03", payments="p1 2025-04-01 2000"),
        referral("s1", "2025-03-03", direction="sent", payments="p1 2025-04-01 2000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00", "s1/p1/accrual/us": "100.00"}


def test_a_fee_is_capped_too() -> None:
    ledger = reckoned(
        agreement(received="{earn: flat, on: won, amount: 300.00 EUR, cap: {per: client, amount: 500.00 EUR}}"),
        referral("a1", "2025-03-03", client="hanse"),
        referral("a2", "2025-03-04", client="hanse"),
        referral("a3", "2025-03-05", client="hanse"),
    )
    # 300; 300, but only 200 are left; nothing is left
    assert amounts(ledger) == {"a1/won/accrual/werft": "300.00", "a2/won/accrual/werft": "200.00"}
    assert reasons(ledger) == {"a3/won": "cap_used_up"}


def test_a_true_up_stays_below_the_cap() -> None:
    tiers = bands(
        "revenue",
        "retroactive",
        "calendar_year",
        "0 4%",
        "150000 6%",
        more="cap: {per: calendar_year, amount: 8000.00 EUR}",
    )
    ledger = reckoned(
        agreement(received=tiers), referral("a1", "2025-01-07", payments="p1 2025-02-03 145000; p2 2025-05-05 20000")
    )
    # 5,800; then 1,200 and a true-up of 2,900 would make 9,900
    assert amounts(ledger)["a1/p1/accrual/werft"] == "5800.00"
    assert balance(ledger) == "8000.00"


def test_dollars_under_a_cap_in_euros() -> None:
    ledger = reckoned(
        program(["2025-01-02 USD EUR 0.9"]),
        agreement(received=capped("referral", "300")),
        referral("a1", "2025-03-03", deals="d 10000USD", payments="p1 2025-04-01 2000USD; p2 2025-04-02 2000USD"),
    )
    assert amounts(ledger) == {
        "a1/p1/accrual/werft": "200.00 USD",  # 180 of 300 euros
        "a1/p2/accrual/werft": "133.33 USD",  # 120 euros are left: 120/0.9 = 133.333
    }
