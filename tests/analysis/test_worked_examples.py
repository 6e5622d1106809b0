"""Worked examples run through the ledger; every figure here is worked out by hand beside its case."""

from typing import Any

import pytest
from bookwork import SAMPLE, SPECIMEN, book

from partnerbook.analysis.examples.running import ExampleOutcome, run, run_all
from partnerbook.core.book import Book

TENTH = "{earn: percentage, basis: first_project, rate: 10%}"
ROLES = "{earn: percentage, basis: first_project, rates: {passive: 5%, standard: 10%, active: 15%}}"
NONE = "{earn: none}"


def tiers(measure: str, mode: str, period: str, *bands: str, more: str = "") -> str:
    """A tiered rate; a band is written `4 15%`."""
    edges = [band.rsplit(" ", 1) for band in bands]
    written = ", ".join(f"{{from: {start}, rate: {rate}}}" for start, rate in edges)
    return (
        f"{{earn: tiered, measure: {measure}, mode: {mode}, period: {period}, basis: client_lifetime, "
        f"bands: [{written}]{more}}}"
    )


BY_PLACE = ("1 10%", "4 15%")
BY_MONEY = ("0.00 EUR 10%", "60000.00 EUR 12%")
BY_CONVERSION = tiers("conversion_rate", "step", "trailing_12_months", "0% 10%", "50% 14%", more=", minimum_sample: 4")


def outcome(
    received: str, given: str, pays: str, *lines: str, sent: str = NONE, program: bool = False
) -> ExampleOutcome:
    """What one example pays; `lines` of the agreement take the place of the usual ones."""
    fields = [
        f"compensation: {{received: {received}, sent: {sent}}}",
        "clawback: {window_days: 180, method: by_amount}",
        f"examples: [{{given: {given}, pays: {pays}}}]",
        *lines,
    ]
    made = book({"agreements/werft-2025": "\n".join(fields)}, program=program)
    entry = made.agreements["werft-2025"]
    return run(entry.record.examples[0], entry, made.program)


CASES = {
    # The standard rate, and the two others: 10,000 x 10, 5 and 15 %.
    "standard": (ROLES, "{payments: [10000.00 EUR]}", "1000.00 EUR"),
    "passive": (ROLES, "{involvement: passive, payments: [10000.00 EUR]}", "500.00 EUR"),
    "active": (ROLES, "{involvement: active, payments: [10000.00 EUR]}", "1500.00 EUR"),
    # The third is below the edge of 4, the fourth on it.
    "third": (tiers("referrals", "step", "calendar_year", *BY_PLACE, more=", counts: won"),
              "{place: 3, payments: [20000.00 EUR]}", "2000.00 EUR"),
    "fourth": (tiers("referrals", "step", "calendar_year", *BY_PLACE, more=", counts: qualified"),
               "{place: 4, payments: [20000.00 EUR]}", "3000.00 EUR"),
    # 15 % of 10,000; what 30,000 earned before stays.
    "step stays": (tiers("referrals", "step", "calendar_year", *BY_PLACE, more=", counts: won"),
                   "{place: 4, revenue_before: 30000.00 EUR, payments: [10000.00 EUR]}", "1500.00 EUR"),
    # 15 % of 10,000 and 5 % more on the 30,000 before: 1,500 + 1,500.
    "retroactive place": (tiers("referrals", "retroactive", "agreement_year", *BY_PLACE, more=", counts: won"),
                          "{place: 4, revenue_before: 30000.00 EUR, payments: [10000.00 EUR]}", "3000.00 EUR"),
    # The first of a period has nothing before it.
    "first place": (tiers("referrals", "retroactive", "agreement_year", *BY_PLACE, more=", counts: won"),
                    "{place: 1, revenue_before: 30000.00 EUR, payments: [10000.00 EUR]}", "1000.00 EUR"),
    # 5,000 up to 60,000 at 10 %, 5,000 above at 12 %: 500 + 600.
    "marginal": (tiers("revenue", "marginal", "quarter", *BY_MONEY),
                 "{revenue_before: 55000.00 EUR, payments: [10000.00 EUR]}", "1100.00 EUR"),
    # 59,999.99 before is below the edge: 10 %; 60,000.00 is on it: 12 %.
    "step below": (tiers("revenue", "step", "calendar_year", *BY_MONEY),
                   "{revenue_before: 59999.99 EUR, payments: [10000.00 EUR]}", "1000.00 EUR"),
    "step on it": (tiers("revenue", "step", "calendar_year", *BY_MONEY),
                   "{revenue_before: 60000.00 EUR, payments: [10000.00 EUR]}", "1200.00 EUR"),
    # 50,000 had earned 5,000; with 10,000 more all stand at 12 %: 1,200 + 2 % of 50,000.
    "retroactive": (tiers("revenue", "retroactive", "agreement_year", *BY_MONEY),
                    "{revenue_before: 50000.00 EUR, payments: [10000.00 EUR]}", "2200.00 EUR"),
    # Half of 10,000 goes back, and 55,000 lose the band: the 5,000 left earn 10 %, and the true-up of 1,000 goes.
    "band lost": (tiers("revenue", "retroactive", "agreement_year", *BY_MONEY),
                  "{revenue_before: 50000.00 EUR, payments: [10000.00 EUR], refunds: [5000.00 EUR]}", "500.00 EUR"),
    # The deal of 60,000 picks 12 % for its first payment too.
    "deal size": (tiers("deal_size", "per_deal", "deal", *BY_MONEY),
                  "{deal: 60000.00 EUR, payments: [10000.00 EUR]}", "1200.00 EUR"),
    # 60,000 at 10 % and 1,000 at 12 %.
    "deal size, marginal": (tiers("deal_size", "marginal", "deal", *BY_MONEY),
                            "{payments: [61000.00 EUR]}", "6120.00 EUR"),
    # 1,000 at 10 % and 1,000 at 12 %.
    "lifetime": (tiers("client_lifetime_value", "marginal", "client_life", *BY_MONEY),
                 "{lifetime_before: 59000.00 EUR, payments: [2000.00 EUR]}", "220.00 EUR"),
    # The second payment begins at 60,000.
    "lifetime, step": (tiers("client_lifetime_value", "step", "client_life", *BY_MONEY),
                       "{payments: [60000.00 EUR, 1000.00 EUR]}", "6120.00 EUR"),
    "converted": (BY_CONVERSION,
                  "{conversion: 50%, sample: 4, payments: [1000.00 EUR]}", "140.00 EUR"),
    "too few": (BY_CONVERSION,
                "{conversion: 75%, sample: 3, payments: [1000.00 EUR]}", "100.00 EUR"),
    # Without a sample there is enough of it.
    "enough": (BY_CONVERSION,
               "{conversion: 50%, payments: [1000.00 EUR]}", "140.00 EUR"),
    "sold at list": ("{earn: margin, prices: [{service: setup, discount: 25%}]}",
                     "{service: setup, list_price: 4800.00 EUR, payments: [4800.00 EUR]}", "1200.00 EUR"),
    # 6,000 less 4,000; half of it paid, half of the margin.
    "sold above a price": ("{earn: margin, prices: [{service: setup, price: 4000.00 EUR}]}",
                           "{deal: 6000.00 EUR, payments: [3000.00 EUR]}", "1000.00 EUR"),
    "sold below": ("{earn: margin, prices: [{service: setup, price: 4000.00 EUR}]}",
                   "{payments: [3999.00 EUR]}", "0.00 EUR"),
    "split": ("{earn: split, shares: [{party: us, share: 60%}, {party: werft, share: 40%}]}",
              "{payments: [99.99 EUR]}", "40.00 EUR"),
    "split of its own": ("{earn: split, shares: [{party: us, share: 60%}, {party: werft, share: 40%}]}",
                         "{payments: [100.00 EUR], shares: [{party: us, share: 90%}, {party: werft, share: 10%}]}",
                         "10.00 EUR"),
    "submitted": ("{earn: flat, on: submitted, amount: 120.00 EUR}", "{reached: submitted}", "120.00 EUR"),
    "not yet qualified": ("{earn: flat, on: qualified, amount: 120.00 EUR}", "{reached: submitted}", "0.00 EUR"),
    "qualified on the way": ("{earn: flat, on: qualified, amount: 120.00 EUR}", "{reached: won}", "120.00 EUR"),
    "won where nothing is said": ("{earn: flat, on: won, amount: 120.00 EUR}", "{}", "120.00 EUR"),
    # Nothing is earned of a client who has not been won.
    "not won": (TENTH, "{reached: qualified, payments: [1000.00 EUR]}", "0.00 EUR"),
    # 250 fit below 1,000 once 750 are used: 5,000 and 5,000 at 15 %.
    "capped": (TENTH.replace("}", ", cap: {per: client, amount: 1000.00 EUR}}").replace("10%", "15%"),
               "{payments: [5000.00 EUR, 5000.00 EUR]}", "1000.00 EUR"),
    # What 30,000 earned before has used 3,000 of the year's 3,500.
    "cap of the year": (tiers("revenue", "step", "calendar_year", *BY_MONEY,
                              more=", cap: {per: calendar_year, amount: 3500.00 EUR}"),
                        "{revenue_before: 30000.00 EUR, payments: [10000.00 EUR]}", "500.00 EUR"),
    "last month": (TENTH.replace("first_project", "first_year"),
                   "{months_since_first_payment: 11, payments: [1000.00 EUR]}", "100.00 EUR"),
    "a month too late": (TENTH.replace("first_project", "first_year"),
                         "{months_since_first_payment: 12, payments: [1000.00 EUR]}", "0.00 EUR"),
    "last day": (TENTH, "{payments: [1000.00 EUR], refunds: [250.00 EUR], refund_after_days: 180}", "75.00 EUR"),
    "a day too late": (TENTH, "{payments: [1000.00 EUR], refunds: [250.00 EUR], refund_after_days: 181}", "100.00 EUR"),
    # The first refund is of the first payment, the third of the last: 100 - 10 + 200 - 20 - 20.
    "refunds in order": (TENTH, "{payments: [1000.00 EUR, 2000.00 EUR], refunds: [100.00 EUR, 200.00 EUR, 200.00 EUR]}",
                         "250.00 EUR"),
    "in yen": (TENTH, "{payments: [10005 JPY]}", "1001 JPY"),
    "nothing in yen": (TENTH, "{months_since_first_payment: 3}", "0 JPY"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_case_pays_what_was_worked_out_by_hand(case: str) -> None:
    received, given, pays = CASES[case]
    found = outcome(received, given, pays)
    assert str(found.actual) == pays
    assert found.holds


@pytest.mark.parametrize(
    ("payment", "given", "pays"),
    [
        # 10 % of each invoice; a refund of a payment takes back what its invoice earned: 100 + 200 - 50.
        ("{trigger: invoice, net_days: 14}", "{payments: [1000.00 EUR, 2000.00 EUR], refunds: [500.00 EUR]}",
         "250.00 EUR"),
        # 10 % of the deal, whatever has been paid of it.
        ("{trigger: project_start, net_days: 14}", "{deal: 12000.00 EUR, payments: [6000.00 EUR]}", "1200.00 EUR"),
        # A quarter of the deal of 8,000 is refunded: 800 - 200.
        ("{trigger: completion, net_days: 14}", "{payments: [8000.00 EUR], refunds: [2000.00 EUR]}", "600.00 EUR"),
    ],
)  # fmt: skip
def test_what_the_agreement_earns_on_is_there(payment: str, given: str, pays: str) -> None:
    assert outcome(TENTH, given, pays, f"payment: {payment}").holds


@pytest.mark.parametrize(
    ("given", "pays"),
    [
        # 6 of 12 months were not used: half of 120, however little was refunded.
        ("{payments: [1200.00 EUR], refunds: [10.00 EUR], months_unused: 6}", "60.00 EUR"),
        # 6 of 24: a quarter.
        ("{payments: [1200.00 EUR], refunds: [10.00 EUR], months_unused: 6, months: 24}", "90.00 EUR"),
        # 180 days later the sixth month has just ended: 6 of 12.
        ("{payments: [1200.00 EUR], refunds: [10.00 EUR], refund_after_days: 180}", "60.00 EUR"),
        ("{payments: [1200.00 EUR], refunds: [10.00 EUR], refund_after_days: 181, months_unused: 12}", "120.00 EUR"),
        # All of it, and never more.
        ("{payments: [1200.00 EUR], refunds: [10.00 EUR], months_unused: 99}", "0.00 EUR"),
    ],
)
def test_months_that_were_not_used(given: str, pays: str) -> None:
    found = outcome(TENTH, given, pays, "clawback: {window_days: 180, method: by_time}")
    assert str(found.actual) == pays


def test_what_we_earn_is_ours() -> None:
    sent = "{earn: split, shares: [{party: werft, share: 88%}, {party: us, share: 12%}]}"
    found = outcome(NONE, "{direction: sent, payments: [1000.00 EUR]}", "120.00 EUR", sent=sent)
    assert found.holds
    assert [line.direction for line in found.lines] == ["receivable"]


def test_of_a_split_that_a_partner_leads_we_are_owed_our_share() -> None:
    shares = "{earn: split, shares: [{party: us, share: 30%}, {party: werft, share: 70%}]}"
    parties = "parties: [{party: us}, {party: werft, lead: true}]"
    assert outcome(shares, "{payments: [1000.00 EUR]}", "300.00 EUR", parties).holds


def test_a_failing_example_shows_its_lines() -> None:
    found = outcome(ROLES, "{involvement: active, payments: [10000.00 EUR]}", "1000.00 EUR")
    assert (found.holds, str(found.expected), str(found.actual)) == (False, "1000.00 EUR", "1500.00 EUR")
    assert [(line.kind, str(line.amount)) for line in found.lines] == [("accrual", "1500.00 EUR")]


def test_what_is_paid_in_another_currency_is_told_in_it() -> None:
    found = outcome("{earn: flat, on: won, amount: 900.00 USD}", "{reached: won}", "900.00 EUR")
    assert (found.holds, str(found.actual)) == (False, "900.00 USD")


def test_a_service_out_of_scope_falls_under_no_agreement() -> None:
    scope = "scope: {they_refer: [cfo, setup], we_refer: [erp]}"
    assert outcome(TENTH, "{payments: [1000.00 EUR]}", "100.00 EUR", scope).holds
    found = outcome(TENTH, "{service: erp, payments: [1000.00 EUR]}", "100.00 EUR", scope)
    assert str(found.actual) == "0.00 EUR"
    assert [one.reason for one in found.unearned] == ["no_agreement"]


def test_a_case_is_about_services_and_kinds_that_earn() -> None:
    earning = "{earn: percentage, basis: first_project, rate: 10%, eligible: {kinds: [licence], services: [setup]}}"
    scope = "scope: {they_refer: [cfo, setup], excluded_services: [cfo]}"
    assert outcome(earning, "{payments: [1000.00 EUR]}", "100.00 EUR", scope).holds
    found = outcome(earning, "{service: cfo, payments: [1000.00 EUR]}", "0.00 EUR", scope)
    assert [one.reason for one in found.unearned] == ["excluded_service"]


@pytest.mark.parametrize(
    "dates",
    [
        "signed: ~",
        "effective: 2031-01-01",
        "expires: 2025-03-01",
        "terminated: {on: 2025-02-01, by: us, effective: 2025-02-02, reason: Over}",
        "amends: werft-2024",
    ],
)
def test_an_example_does_not_depend_on_the_agreement_s_dates(dates: str) -> None:
    assert outcome(TENTH, "{payments: [1000.00 EUR]}", "100.00 EUR", dates).holds


def test_the_rates_of_a_tier_are_not_in_an_example() -> None:
    earning = "{earn: percentage, basis: first_project, rates: {standard: 10%}}"
    found = outcome(earning, "{involvement: active, payments: [1000.00 EUR]}", "0.00 EUR", program=True)
    assert [one.reason for one in found.unearned] == ["no_rate"]


def test_other_currencies_are_measured_at_the_signature() -> None:
    entry = SAMPLE.agreements["halyard-point-2025"]
    example = entry.record.examples[0]
    dear = example.model_copy(
        update={"given": example.given.model_copy(update={"payments": (example.pays.exactly(90000, "USD"),)})}  # type: ignore[arg-type]
    )
    # 10 % of 90,000 would be 9,000 USD; 2,500 EUR at 0.90, the first rate after the signature, are 2,777.78 USD.
    assert str(run(dear, entry, SAMPLE.program).actual) == "2777.78 USD"


@pytest.mark.parametrize(
    "given",
    [
        "{place: 999999999999, payments: [1.00 EUR]}",
        "{months_since_first_payment: 999999999999, payments: [1.00 EUR]}",
        "{refund_after_days: 999999999999, payments: [1.00 EUR], refunds: [1.00 EUR]}",
        "{refunds: [1.00 EUR]}",
        "{payments: [1.00 EUR, 1.00 USD], refunds: [1 JPY]}",
        "{payments: [-1.00 EUR], deal: 0.00 EUR, revenue_before: -5.00 EUR, lifetime_before: -5.00 EUR}",
    ],
)
@pytest.mark.parametrize("mode", ["step", "retroactive"])
def test_odd_cases_come_to_something(given: str, mode: str) -> None:
    received = tiers("referrals", mode, "calendar_year", *BY_PLACE, more=", counts: won")
    assert outcome(received, given, "0.00 EUR").actual.currency in ("EUR", "USD")


@pytest.mark.parametrize("whole", [SAMPLE, SPECIMEN], ids=["sample", "specimen"])
def test_every_example_of_a_handbook_comes_out_as_signed(whole: Book) -> None:
    wrong: list[Any] = []
    count = 0
    for entry in whole.agreements.values():
        for place, found in enumerate(run_all(entry.record.examples, entry, whole.program)):
            count += 1
            if not found.holds:
                wrong.append((entry.id, place, str(found.expected), str(found.actual)))
    assert wrong == []
    assert count > (200 if whole is SAMPLE else 8)
