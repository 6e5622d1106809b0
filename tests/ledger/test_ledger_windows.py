"""Which of a client's money earns: windows of time, projects, eligible parts, clients we had."""

import pytest
from ledgerwork import agreement, amounts, balance, client, reasons, reckoned, referral, share_of_payments, since

TEN = share_of_payments("10%")


@pytest.mark.parametrize(
    ("first", "then", "earns"),
    [
        ("2025-03-15", "2026-03-14", True),
        ("2025-03-15", "2026-03-15", False),  # the anniversary
        ("2024-02-29", "2025-02-27", True),  # a year after 29 February is 28 February
        ("2024-02-29", "2025-02-28", False),
        ("2024-12-31", "2025-12-30", True),
        ("2024-12-31", "2025-12-31", False),
    ],
)
def test_the_first_year_ends_before_its_anniversary(first: str, then: str, earns: bool) -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", "first_year")),
        referral("a1", "2024-02-01", payments=f"p1 {first} 1000; p2 {then} 1000"),
    )
    assert balance(ledger) == ("200.00" if earns else "100.00")
    assert reasons(ledger) == ({} if earns else {"a1/p2": "after_first_year"})


def test_the_first_year_goes_by_the_day_money_came_not_by_the_books() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", "first_year")),
        referral(
            "a1",
            "2025-02-01",
            payments="p1 2025-03-15 1000 booked=2025-04-20; p2 2026-03-14 1000 booked=2026-04-01; p3 2026-03-15 1000",
        ),
    )
    assert balance(ledger) == "200.00"  # p1 and p2, 1,000 x 10 % each
    assert reasons(ledger) == {"a1/p3": "after_first_year"}


@pytest.mark.parametrize(
    ("months", "first", "then", "earns"),
    [
        (6, "2025-08-31", "2026-02-27", True),
        (6, "2025-08-31", "2026-02-28", False),  # no 31 February
        (6, "2023-08-31", "2024-02-28", True),
        (6, "2023-08-31", "2024-02-29", False),  # a leap year
        (12, "2024-02-29", "2025-02-27", True),
        (12, "2024-02-29", "2025-02-28", False),
        (1, "2025-01-31", "2025-02-27", True),
        (1, "2025-01-31", "2025-02-28", False),
    ],
)
def test_a_number_of_months_ends_before_its_anniversary(months: int, first: str, then: str, earns: bool) -> None:
    for basis in ("client_lifetime", "first_project", "first_year"):
        ledger = reckoned(
            agreement(received=share_of_payments("10%", basis, f"max_months: {months}"), effective="2023-01-01"),
            referral("a1", "2023-02-01", payments=f"p1 {first} 1000; p2 {then} 1000"),
        )
        assert balance(ledger) == ("200.00" if earns else "100.00")
        if basis != "first_year" or months != 12:
            assert reasons(ledger) == ({} if earns else {"a1/p2": "after_max_months"})


def test_a_client_s_life_ends_with_its_last_day() -> None:
    ledger = reckoned(
        agreement(received=TEN),
        client("hanse", ended="2025-06-30"),
        referral("a1", "2025-03-03", client="hanse", payments="p1 2025-06-30 1000; p2 2025-07-01 1000"),
    )
    assert amounts(ledger) == {"a1/p1/accrual/werft": "100.00"}
    assert reasons(ledger) == {"a1/p2": "client_ended"}
    assert since(ledger)["a1/p2"] == "2025-06-30"


def test_the_first_project_is_the_one_signed_first_with_all_its_payments() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", "first_project")),
        referral(
            "a1",
            "2025-03-03",
            deals="later 10000 signed=2025-04-01; first 5000 signed=2025-03-03",
            payments="p1 2025-03-20 100 deal=first; p2 2025-04-20 1000 deal=later; p3 2026-09-01 200 deal=first",
        ),
    )
    # 100 x 10 %, 200 x 10 %
    assert amounts(ledger) == {"a1/p1/accrual/werft": "10.00", "a1/p3/accrual/werft": "20.00"}
    assert reasons(ledger) == {"a1/p2": "not_first_project"}


def test_of_projects_signed_on_one_day_the_one_written_first() -> None:
    for deals in ("y 1000; x 1000", "y 1000 signed=2025-03-10; x 1000"):
        ledger = reckoned(
            agreement(received=share_of_payments("10%", "first_project")),
            referral(
                "a1",
                "2025-03-03",
                steps="won 2025-03-10",
                deals=deals,
                payments="p1 2025-03-20 1000 deal=x; p2 2025-03-20 1000 deal=y",
            ),
        )
        assert amounts(ledger) == {"a1/p2/accrual/werft": "100.00"}


@pytest.mark.parametrize(
    ("eligible", "invoice", "payment", "earned"),
    [
        ("", "", "", "800.00"),  # all 8,000 x 10 %
        ("", "eligible=5000", "", "400.00"),  # 5,000 of the invoice's 10,000: 8,000 x 1/2 x 10 %
        ("", "eligible=5000", "eligible=7000", "700.00"),  # its own part wins: 7,000 x 10 %
        ("", "", "eligible=0.05", "0.01"),  # 0.005, half up
        ("", "eligible=0.01", "", "0.00"),  # 0.008 x 10 % is less than half a cent
        ("", "eligible=0", "", "0"),
        ("", "", "eligible=0", "0"),
        ("eligible: {kinds: [project]}", "", "", "800.00"),
        ("eligible: {kinds: [retainer, licence]}", "", "", "0"),
        ("eligible: {services: [cfo]}", "", "", "800.00"),
        ("eligible: {services: [setup]}", "", "", "0"),
    ],
)
def test_what_is_eligible_earns(eligible: str, invoice: str, payment: str, earned: str) -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", more=eligible)),
        referral(
            "a1",
            "2025-03-03",
            invoices=f"i1 2025-03-10 10000 {invoice}".strip(),
            payments=f"p1 2025-04-01 8000 invoice=i1 {payment}".strip(),
        ),
    )
    assert float(balance(ledger)) == float(earned)
    if "kinds" in eligible and earned == "0":
        assert reasons(ledger) == {"a1/p1": "kind_not_eligible"}
    elif "services" in eligible and earned == "0":
        assert reasons(ledger) == {"a1/p1": "service_not_eligible"}
    elif earned == "0":
        assert reasons(ledger) == {"a1/p1": "nothing_eligible"}


def test_a_deal_s_own_service_counts_not_the_referral_s() -> None:
    second = "{key: x, value: 1000.00 EUR, kind: project, service: setup}"
    records = referral(
        "a1", "2025-03-03", deals=("d 1000", second), payments="p1 2025-04-01 1000; p2 2025-04-01 1000 deal=x"
    )
    named = reckoned(agreement(received=share_of_payments("10%", more="eligible: {services: [setup]}")), records)
    assert amounts(named) == {"a1/p2/accrual/werft": "100.00"}
    excluded = reckoned(agreement(received=TEN, scope="{excluded_services: [setup]}"), records)
    assert amounts(excluded) == {"a1/p1/accrual/werft": "100.00"}
    assert reasons(excluded) == {"a1/p2": "excluded_service"}
    # Where nothing is said of services, all that the agreement covers earn, and no others.
    covered = reckoned(agreement(received=TEN, scope="{they_refer: [cfo], we_refer: [setup]}"), records)
    assert amounts(covered) == {"a1/p1/accrual/werft": "100.00"}
    assert reasons(covered) == {"a1/p2": "service_not_eligible"}


@pytest.mark.parametrize(
    ("rule", "record", "reason"),
    [
        ("none", {}, None),
        ("none", {"existing": "true"}, "existing_client"),
        ("new_service", {"existing": "true", "existing_services": "[setup]"}, None),
        ("new_service", {"existing": "true", "existing_services": "[cfo]"}, "existing_client"),
        ("all", {"existing": "true", "existing_services": "[cfo]"}, None),
        ("none", {"protected_by": "kontor", "protected_until": "2025-03-03"}, "protected_client"),
        ("none", {"protected_by": "kontor", "protected_until": "2025-03-02"}, None),
        ("none", {"protected_by": "werft", "protected_until": "2025-12-31"}, None),
        ("all", {"protected_by": "kontor", "protected_until": "2025-12-31"}, "protected_client"),
    ],
)
def test_clients_we_had_and_protected_ones(rule: str, record: dict[str, str], reason: str | None) -> None:
    decision = (
        "{on: 2025-03-20, by: mats, rule: first_introduction, reason: Agreed, shares: [{party: werft, share: 100%}]}"
    )
    for decided in (False, True):
        ledger = reckoned(
            agreement(received=TEN, existing_clients=rule),
            client("hanse", **record),
            referral(
                "a1",
                "2025-03-03",
                client="hanse",
                payments="p1 2025-04-01 1000",
                decision=decision if decided else "",
            ),
        )
        earns = reason is None or decided  # a recorded decision settles it
        assert balance(ledger) == ("100.00" if earns else "0")
        assert reasons(ledger) == ({} if earns else {"a1/p1": str(reason)})


def test_clients_we_send_are_ours_and_earn() -> None:
    ledger = reckoned(
        agreement(sent=TEN),
        client("hanse", existing="true", existing_services="[erp]"),
        referral("s1", "2025-03-03", direction="sent", service="erp", client="hanse", payments="p1 2025-04-01 1000"),
    )
    assert amounts(ledger) == {"s1/p1/accrual/us": "100.00"}


def test_a_new_service_is_the_deal_s_not_the_referral_s() -> None:
    deal = "{{key: x, value: 1000.00 EUR, kind: project, service: {service}}}"
    for referred, sold, earned in (("cfo", "setup", ("100.00", "0")), ("setup", "cfo", ("0", "100.00"))):
        ledger = reckoned(
            agreement(received=TEN, existing_clients="new_service"),
            client("hanse", existing="true", existing_services="[setup]"),
            referral(
                "a1",
                "2025-03-03",
                client="hanse",
                service=referred,
                deals=("d 1000", deal.format(service=sold)),
                payments="p1 2025-04-01 1000; p2 2025-04-01 1000 deal=x",
            ),
        )
        # It had the set-up before: only what is not that earns.
        assert tuple(amounts(ledger).get(f"a1/{key}/accrual/werft", "0") for key in ("p1", "p2")) == earned


def test_the_first_payment_counts_whatever_it_was_for() -> None:
    ledger = reckoned(
        agreement(received=share_of_payments("10%", "first_year", "eligible: {kinds: [project]}")),
        referral(
            "a1",
            "2025-03-03",
            deals="run 1000 kind=retainer; d 1000",
            payments="p1 2025-03-10 100 deal=run; p2 2026-03-09 1000; p3 2026-03-10 1000",
        ),
    )
    assert amounts(ledger) == {"a1/p2/accrual/werft": "100.00"}
    assert reasons(ledger) == {"a1/p1": "kind_not_eligible", "a1/p3": "after_first_year"}


def test_a_decision_on_a_client_we_had_books_what_came_before_on_its_day() -> None:
    records = (
        agreement(received=TEN),
        client("hanse", existing="true"),
        referral(
            "a1",
            "2025-03-03",
            client="hanse",
            payments="p1 2025-04-01 1000",
            decision="{on: 2025-04-20, by: mats, rule: first_introduction, reason: Agreed, "
            "shares: [{party: werft, share: 100%}]}",
        ),
    )
    assert balance(reckoned(*records, as_of="2025-04-19")) == "0"
    (line,) = reckoned(*records).lines
    # 1,000 x 10 %, due 30 days after the decision
    assert (str(line.amount), str(line.booked), str(line.due)) == ("100.00 EUR", "2025-04-20", "2025-05-20")
