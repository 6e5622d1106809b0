"""Worked examples that fail, and examples that are missing: what is said of them, where, and of whom nothing is."""

import time

import pytest
from casework import case, told

from partnerbook.core.finding import Severity
from partnerbook.rules import BY_CODE, example_outcomes

BRANDUNG = "agreements/agentur-brandung-2026"
KONTOR = "agreements/kontor-interim-2025"
LAWYER = "agreements/kanzlei-nordlicht-2025"
TENTH = "{earn: percentage, basis: client_lifetime, rate: 10%}"
NONE = "{earn: none}"


def terms(received: str, sent: str, *examples: str, more: str = "") -> str:
    """An agreement's money; an example is written `{given} pays`."""
    written = [f"{{given: {given}}}, pays: {pays}}}" for given, pays in (one.rsplit("} ", 1) for one in examples)]
    return (
        f"compensation: {{received: {received}, sent: {sent}}}\nclawback: ~\nexamples: [{', '.join(written)}]\n{more}"
    )


class TestExampleFails:
    def test_says_what_it_pays_what_the_terms_pay_and_how(self) -> None:
        # The third of the year earns 10 %.
        line = "examples: [{given: {place: 3, payments: [20000.00 EUR]}, pays: 3000.00 EUR}]"
        assert told(example_outcomes.example_fails, {BRANDUNG: line}) == [
            (
                "agentur-brandung-2026 examples[0].pays: it pays 3000.00 EUR, but the terms pay 2000.00 EUR: "
                "2000.00 EUR earned (10% of 20000.00 EUR)"
            )
        ]

    @pytest.mark.parametrize(
        ("change", "reasons"),
        [
            # 12 % of 60,000 would be 7,200, of which 5,000 are earned; half of them taken back.
            (
                terms(
                    "{earn: percentage, basis: first_project, rate: 12%, cap: {per: client, amount: 5000.00 EUR}}",
                    NONE,
                    "{payments: [60000.00 EUR], refunds: [30000.00 EUR], refund_after_days: 30} 1.00 EUR",
                ).replace("clawback: ~", "clawback: {window_days: 180, method: by_amount}"),
                (
                    "2500.00 EUR: 5000.00 EUR earned (12% of 60000.00 EUR, at most 5000.00 EUR, 0.00 EUR of it used "
                    "before); 2500.00 EUR taken back (30000.00 EUR of 60000.00 EUR, from 5000.00 EUR)"
                ),
            ),
            # 1,000 at 10 % and 1,000 at 12 %.
            (
                terms(
                    "{earn: tiered, measure: revenue, mode: marginal, period: quarter, basis: client_lifetime, "
                    "bands: [{from: 0.00 EUR, rate: 10%}, {from: 5000.00 EUR, rate: 12%}]}",
                    NONE,
                    "{revenue_before: 4000.00 EUR, payments: [2000.00 EUR]} 1.00 EUR",
                ),
                "220.00 EUR: 220.00 EUR earned (10% of 1000.00 EUR and 12% of 1000.00 EUR)",
            ),
            # 2 % more on the 4,000 before.
            (
                terms(
                    "{earn: tiered, measure: revenue, mode: retroactive, period: quarter, basis: client_lifetime, "
                    "bands: [{from: 0.00 EUR, rate: 10%}, {from: 5000.00 EUR, rate: 12%}]}",
                    NONE,
                    "{revenue_before: 4000.00 EUR, payments: [1000.00 EUR]} 1.00 EUR",
                ),
                (
                    "200.00 EUR: 120.00 EUR earned (12% of 1000.00 EUR); "
                    "80.00 EUR as a true-up (band 2 instead of 1 for the 4000.00 EUR before)"
                ),
            ),
            (
                terms(
                    TENTH.replace("client_lifetime", "first_year"),
                    NONE,
                    "{months_since_first_payment: 12, payments: [1000.00 EUR]} 1.00 EUR",
                ),
                "0.00 EUR: p1 changes nothing: after first year",
            ),
            (
                terms("{earn: flat, on: won, amount: 90.00 EUR}", NONE, "{reached: submitted} 90.00 EUR"),
                "0.00 EUR: nothing happens in it that earns",
            ),
            (
                terms("{earn: flat, on: won, amount: 90.00 EUR}", NONE, "{reached: won} 80.00 EUR"),
                "90.00 EUR: 90.00 EUR earned (a fixed fee)",
            ),
            (
                terms(
                    "{earn: margin, prices: [{service: fractional-cfo, price: 60.00 EUR}]}",
                    NONE,
                    "{payments: [90.00 EUR]} 80.00 EUR",
                ),
                "30.00 EUR: 30.00 EUR earned (90.00 EUR less 60.00 EUR, of which 90.00 EUR was paid)",
            ),
            (
                terms(
                    "{earn: split, shares: [{party: us, share: 60%}, {party: agentur-brandung, share: 40%}]}",
                    NONE,
                    "{payments: [90.00 EUR]} 80.00 EUR",
                ),
                "36.00 EUR: 36.00 EUR earned (40% of 90.00 EUR)",
            ),
        ],
    )
    def test_each_kind_of_step_is_said(self, change: str, reasons: str) -> None:
        (found,) = told(example_outcomes.example_fails, {BRANDUNG: change})
        assert found.partition("the terms pay ")[2] == reasons

    def test_months_are_said_as_months(self) -> None:
        change = "examples: [{given: {payments: [1000.00 EUR], refunds: [1.00 EUR], months_unused: 6}, pays: 1.00 EUR}]"
        (found,) = told(example_outcomes.example_fails, {KONTOR: change})
        assert found.endswith("50.00 EUR taken back (6 of 12 months, from 100.00 EUR)")

    @pytest.mark.parametrize(
        "change",
        [
            # Other rules say what is wrong with these.
            terms(NONE, NONE, "{payments: [1000.00 EUR]} 100.00 EUR"),
            terms(TENTH, NONE, "{payments: [1000.00 EUR]} -100.00 EUR"),
            terms(TENTH, NONE, "{payments: [1000.00 EUR, 1000.00 USD]} 100.00 EUR"),
            terms(TENTH, NONE, "{payments: [1000.00 EUR]} 100.00 USD"),
            terms(TENTH.replace("}", ", rates: {standard: 10%}}"), NONE, "{payments: [1000.00 EUR]} 5.00 EUR"),
        ],
    )
    def test_examples_without_a_result_are_left_to_other_rules(self, change: str) -> None:
        assert told(example_outcomes.example_fails, {BRANDUNG: change}) == []

    def test_an_ended_agreement_is_held_to_its_examples_too(self) -> None:
        change = "examples: [{given: {payments: [5000.00 EUR]}, pays: 501.00 EUR}]"
        assert len(told(example_outcomes.example_fails, {"agreements/agentur-brandung-2024": change})) == 1

    def test_it_does_not_depend_on_the_day(self) -> None:
        line = {BRANDUNG: "examples: [{given: {place: 3, payments: [20000.00 EUR]}, pays: 3000.00 EUR}]"}
        days = ("2024-05-01", "2026-09-30", "2030-01-01")
        assert len({tuple(told(example_outcomes.example_fails, line, as_of=day)) for day in days}) == 1


class TestExampleMissing:
    def test_a_draft_names_the_terms_that_nothing_would_notice(self) -> None:
        change = terms(TENTH, "{earn: flat, on: won, amount: 90.00 EUR}", more="signed: ~")
        assert told(example_outcomes.example_missing, {KONTOR: change}) == [
            (
                "kontor-interim-2025 compensation.received.rate: no worked example would notice a mistake in "
                "compensation.received.rate, compensation.received.basis, compensation.sent.amount "
                "and compensation.sent.on"
            )
        ]

    def test_a_long_list_is_cut(self) -> None:
        bands = ", ".join(f"{{from: {start}, rate: {start}%}}" for start in (1, 4, 11))
        tiers = (
            "{earn: tiered, measure: referrals, counts: won, mode: step, period: calendar_year, "
            f"basis: client_lifetime, bands: [{bands}]}}"
        )
        (found,) = told(example_outcomes.example_missing, {KONTOR: terms(tiers, NONE, more="signed: ~")})
        # Three rates, two edges, the mode and the basis.
        assert found.endswith("compensation.received.bands[1].from, compensation.received.bands[2].rate and 3 more")

    def test_upcoming_agreements_are_asked_and_those_in_force_are_not(self) -> None:
        change = {KONTOR: terms(TENTH, NONE, "{payments: [10.00 EUR]} 1.00 EUR")}
        assert told(example_outcomes.example_missing, change) == []
        # Signed on 25 March, in force from 1 April 2025, as two others.
        before = told(example_outcomes.example_missing, change, as_of="2025-03-31")
        assert [line.split()[0] for line in before] == [
            "kontor-interim-2025",
            "software-werft-2025",
            "zahlenhafen-2025",
        ]
        assert told(example_outcomes.example_missing, change, as_of="2025-04-01") == []

    def test_with_an_example_for_each_term_nothing_is_missing(self) -> None:
        covered = terms(
            TENTH, NONE, "{payments: [10.00 EUR], months_since_first_payment: 12} 1.00 EUR", more="signed: ~"
        )
        assert told(example_outcomes.example_missing, {KONTOR: covered}) == []

    def test_it_is_no_more_than_told(self) -> None:
        assert BY_CODE["AGR033"].severity is Severity.ERROR
        assert BY_CODE["AGR034"].severity is BY_CODE["AGR035"].severity is Severity.INFO


class TestDirectionWithoutExample:
    def test_each_direction_that_earns(self) -> None:
        both = terms(TENTH, TENTH)
        assert told(example_outcomes.direction_without_example, {KONTOR: both}) == [
            "kontor-interim-2025 compensation.received: `received` earns, and no worked example says how much",
            "kontor-interim-2025 compensation.sent: `sent` earns, and no worked example says how much",
        ]
        one = terms(TENTH, TENTH, "{payments: [10.00 EUR]} 1.00 EUR")
        assert len(told(example_outcomes.direction_without_example, {KONTOR: one})) == 1

    def test_nothing_is_asked_of_what_earns_nothing_or_has_ended(self) -> None:
        assert told(example_outcomes.direction_without_example, {KONTOR: terms(NONE, NONE)}) == []
        ended = {KONTOR: terms(TENTH, TENTH)}
        assert told(example_outcomes.direction_without_example, ended, as_of="2027-03-31") != []
        assert told(example_outcomes.direction_without_example, ended, as_of="2027-04-01") == []


def test_the_specimen_s_examples_are_run_in_no_time() -> None:
    current = case({})
    begun = time.process_time()
    assert list(example_outcomes.example_fails.findings(current)) == []
    assert time.process_time() - begun < 1
