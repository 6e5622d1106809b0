"""What worked examples notice: each term a little different, and the example that is missing for it."""

from functools import cache

import pytest
from bookwork import SAMPLE, book

import programs
from partnerbook.analysis.examples.coverage import Covered, coverage, proposals
from partnerbook.analysis.examples.running import run
from partnerbook.analysis.examples.variations import variations
from partnerbook.core.agreement import Agreement
from partnerbook.core.book import Entry
from partnerbook.core.worked_example import WorkedExample

NONE = "{earn: none}"
TENTH = "{earn: percentage, basis: first_project, rate: 10%}"
ROLES = "{earn: percentage, basis: client_lifetime, rates: {passive: 5%, standard: 10%, active: 15%}, max_months: 24}"
CAPPED = "{earn: percentage, basis: first_year, rate: 10%, cap: {per: client, amount: 6000.00 EUR}}"
FEE = "{earn: flat, on: qualified, amount: 250.00 EUR}"
SPLIT = "{earn: split, shares: [{party: us, share: 60%}, {party: werft, share: 40%}]}"
MARGIN = "{earn: margin, prices: [{service: setup, discount: 25%}, {service: cfo, price: 4000.00 EUR}]}"


def tiers(measure: str, mode: str, period: str, first: str, second: str, more: str = "") -> str:
    """A rate of 10 % from the first edge, of 15 % from the second."""
    return (
        f"{{earn: tiered, measure: {measure}, mode: {mode}, period: {period}, basis: client_lifetime, "
        f"bands: [{{from: {first}, rate: 10%}}, {{from: {second}, rate: 15%}}]{more}}}"
    )


PLACES = tiers("referrals", "step", "calendar_year", "1", "4", ", counts: qualified")
PLACES_BACK = tiers("referrals", "retroactive", "calendar_year", "1", "4", ", counts: won")
STEP = tiers("revenue", "step", "quarter", "0.00 EUR", "50000.00 EUR")
MARGINAL = tiers("revenue", "marginal", "calendar_year", "0.00 EUR", "50000.00 EUR")
BACK = tiers("revenue", "retroactive", "agreement_year", "0.00 EUR", "50000.00 EUR")
DEALS = tiers("deal_size", "per_deal", "deal", "0.00 EUR", "50000.00 EUR")
DEALS_MARGINAL = tiers("deal_size", "marginal", "deal", "0.00 EUR", "50000.00 EUR")
LIFE = tiers("client_lifetime_value", "step", "client_life", "0.00 EUR", "50000.00 EUR")
LIFE_MARGINAL = tiers("client_lifetime_value", "marginal", "client_life", "0.00 EUR", "50000.00 EUR")
CONVERSION = tiers("conversion_rate", "step", "trailing_12_months", "0%", "50%", ", minimum_sample: 4")

EARNINGS = {
    "percentage": TENTH,
    "roles": ROLES,
    "capped": CAPPED,
    "fee": FEE,
    "split": SPLIT,
    "margin": MARGIN,
    "places": PLACES,
    "places back": PLACES_BACK,
    "step": STEP,
    "marginal": MARGINAL,
    "back": BACK,
    "deals": DEALS,
    "deals marginal": DEALS_MARGINAL,
    "life": LIFE,
    "life marginal": LIFE_MARGINAL,
    "conversion": CONVERSION,
}
BY_AMOUNT = "{window_days: 180, method: by_amount}"


def agreement(received: str, *examples: str, sent: str = NONE, clawback: str = "~") -> Entry[Agreement]:
    """An agreement with some examples; each is written `{given} pays`."""
    written = []
    for example in examples:
        given, pays = example.rsplit("} ", 1)
        written.append(f"{{given: {given}}}, pays: {pays}}}")
    lines = (
        f"compensation: {{received: {received}, sent: {sent}}}\nclawback: {clawback}\nexamples: [{', '.join(written)}]"
    )
    return book({"agreements/werft-2025": lines}).agreements["werft-2025"]


def missing(entry: Entry[Agreement]) -> dict[str, str]:
    """Each variation that no example notices, and what is proposed for it."""
    return {one.variation.name: _said(one) for one in coverage(entry, None) if one.coverage == "missing"}


def _said(one: Covered) -> str:
    assert one.proposal is not None
    given = one.proposal.given
    fields = {name: getattr(given, name) for name in type(given).model_fields}
    told = [
        f"{name} {_plain(value)}" for name, value in fields.items() if value != type(given).model_fields[name].default
    ]
    return f"{', '.join(told)} pays {one.proposal.pays}"


def _plain(value: object) -> str:
    return " + ".join(map(str, value)) if isinstance(value, tuple) else str(value)


PAID = "payments 10000.00 EUR"
YEAR_OF_MONTHS = "{earn: percentage, basis: client_lifetime, rate: 10%, max_months: 12}"
BASIS, BANDS = "compensation.received.basis", "compensation.received.bands"
YEAR_LATER = "{months_since_first_payment: 12, payments: [10000.00 EUR]} 1000.00 EUR"

ONE_IS_MISSING = {
    # All below leave out exactly the example that a term needs; the proposal is the case on its edge, with the
    # figure worked out by hand.
    "a rate for one involvement": (
        ROLES,
        ("{payments: [10000.00 EUR]} 1000.00 EUR", "{involvement: passive, payments: [10000.00 EUR]} 500.00 EUR",
         "{months_since_first_payment: 23, payments: [10000.00 EUR]} 1000.00 EUR",
         "{months_since_first_payment: 24, payments: [10000.00 EUR]} 0.00 EUR"),
        # 15 % of 10,000
        {"compensation.received.rates.active 15% → 14%": f"involvement active, {PAID} pays 1500.00 EUR",
         "compensation.received.rates.active 15% → 16%": f"involvement active, {PAID} pays 1500.00 EUR"},
    ),
    "the last month of a window": (
        YEAR_OF_MONTHS,
        ("{payments: [10000.00 EUR]} 1000.00 EUR",
         "{months_since_first_payment: 12, payments: [10000.00 EUR]} 0.00 EUR"),
        {"compensation.received.max_months 12 → 11": f"{PAID}, months_since_first_payment 11 pays 1000.00 EUR"},
    ),
    "the first month after it": (
        YEAR_OF_MONTHS,
        ("{months_since_first_payment: 11, payments: [10000.00 EUR]} 1000.00 EUR",),
        {"compensation.received.max_months 12 → 13": f"{PAID}, months_since_first_payment 12 pays 0.00 EUR"},
    ),
    "the end of the first year": (
        "{earn: percentage, basis: first_year, rate: 10%}",
        ("{payments: [10000.00 EUR]} 1000.00 EUR",),
        {f"{BASIS} first_year → client_lifetime": f"{PAID}, months_since_first_payment 12 pays 0.00 EUR",
         f"{BASIS} first_year → 11 months": f"{PAID}, months_since_first_payment 11 pays 1000.00 EUR",
         f"{BASIS} first_year → 13 months": f"{PAID}, months_since_first_payment 12 pays 0.00 EUR"},
    ),
    "that no year ends it": (
        TENTH,
        ("{payments: [10000.00 EUR]} 1000.00 EUR",),
        {f"{BASIS} first_project → first_year":
            f"{PAID}, months_since_first_payment 12 pays 1000.00 EUR"},
    ),
    "a cap": (
        CAPPED,
        ("{months_since_first_payment: 11, payments: [10000.00 EUR]} 1000.00 EUR",
         "{months_since_first_payment: 12, payments: [10000.00 EUR]} 0.00 EUR"),
        # 10 % of 75,000 would be 7,500.
        {"compensation.received.cap.amount 6000.00 EUR → 5999.99 EUR": "payments 75000.00 EUR pays 6000.00 EUR",
         "compensation.received.cap.amount 6000.00 EUR → 6000.01 EUR": "payments 75000.00 EUR pays 6000.00 EUR"},
    ),
    "the place below an edge": (
        PLACES,
        ("{place: 4, payments: [10000.00 EUR]} 1500.00 EUR", "{payments: [10000.00 EUR]} 1000.00 EUR",
         "{place: 4, revenue_before: 30000.00 EUR, payments: [10000.00 EUR]} 1500.00 EUR",
         YEAR_LATER),
        {f"{BANDS}[1].from 4 → 3": f"place 3, {PAID} pays 1000.00 EUR"},
    ),
    "that earlier money stays": (
        PLACES,
        ("{place: 4, payments: [10000.00 EUR]} 1500.00 EUR", "{place: 3, payments: [10000.00 EUR]} 1000.00 EUR",
         YEAR_LATER),
        {"compensation.received.mode step → retroactive":
            f"place 4, revenue_before 30000.00 EUR, {PAID} pays 1500.00 EUR"},
    ),
    "when referrals count": (
        PLACES,
        ("{place: 3, payments: [10000.00 EUR]} 1000.00 EUR",
         YEAR_LATER),
        # Three qualified before it take their places; had they to be won, this would be the first.
        dict.fromkeys((f"{BANDS}[1].rate 15% → 14%",
                       f"{BANDS}[1].rate 15% → 16%",
                       f"{BANDS}[1].from 4 → 5",
                       "compensation.received.counts qualified → won"),
                      f"place 4, {PAID} pays 1500.00 EUR")
        | {"compensation.received.mode step → retroactive":
            f"place 4, revenue_before 30000.00 EUR, {PAID} pays 1500.00 EUR"},
    ),
    "the cent below an edge": (
        STEP,
        ("{revenue_before: 50000.00 EUR, payments: [10000.00 EUR]} 1500.00 EUR",
         "{revenue_before: 45000.00 EUR, payments: [10000.00 EUR]} 1000.00 EUR",
         YEAR_LATER),
        {f"{BANDS}[1].from 50000.00 EUR → 49999.99 EUR":
            f"revenue_before 49999.99 EUR, {PAID} pays 1000.00 EUR"},
    ),
    "the edge of marginal bands": (
        MARGINAL,
        ("{payments: [10000.00 EUR]} 1000.00 EUR", YEAR_LATER,
         "{revenue_before: 90000.00 EUR, payments: [10000.00 EUR]} 1500.00 EUR"),
        # 5,000 at 10 % and 5,000 at 15 %; a cent more or less would be lost in rounding.
        dict.fromkeys((f"{BANDS}[1].from 50000.00 EUR → 49999.00 EUR",
                       f"{BANDS}[1].from 50000.00 EUR → 50001.00 EUR",
                       "compensation.received.mode marginal → retroactive",
                       "compensation.received.mode marginal → step"),
                      f"revenue_before 45000.00 EUR, {PAID} pays 1250.00 EUR"),
    ),
    "that a deal has one rate": (
        DEALS,
        ("{payments: [49999.99 EUR]} 5000.00 EUR", YEAR_LATER),
        # 15 % of all 50,000
        dict.fromkeys((f"{BANDS}[1].rate 15% → 14%",
                       f"{BANDS}[1].rate 15% → 16%",
                       f"{BANDS}[1].from 50000.00 EUR → 50000.01 EUR",
                       "compensation.received.mode per_deal → marginal"),
                      "payments 50000.00 EUR pays 7500.00 EUR"),
    ),
    "a sample that is too small": (
        CONVERSION,
        ("{conversion: 50%, sample: 4, payments: [10000.00 EUR]} 1500.00 EUR",
         "{conversion: 49.9%, sample: 4, payments: [10000.00 EUR]} 1000.00 EUR",
         "{conversion: 20%, sample: 4, months_since_first_payment: 12, payments: [10000.00 EUR]} 1000.00 EUR"),
        {"compensation.received.minimum_sample 4 → 3": f"conversion 50%, sample 3, {PAID} pays 1000.00 EUR"},
    ),
    "what a fee waits for": (
        FEE,
        ("{reached: qualified} 250.00 EUR",),
        {"compensation.received.on qualified → submitted": "reached submitted pays 0.00 EUR"},
    ),
    "that a fee waits no longer": (
        FEE,
        ("{reached: won} 250.00 EUR", "{reached: submitted} 0.00 EUR"),
        {"compensation.received.on qualified → won": "reached qualified pays 250.00 EUR"},
    ),
    "one of two wholesale prices": (
        MARGIN,
        ("{service: setup, list_price: 10000.00 EUR, payments: [10000.00 EUR]} 2500.00 EUR",),
        # 6,000 less 4,000
        {"compensation.received.prices[1].price 4000.00 EUR → 3999.99 EUR":
            "payments 6000.00 EUR, service cfo pays 2000.00 EUR",
         "compensation.received.prices[1].price 4000.00 EUR → 4000.01 EUR":
            "payments 6000.00 EUR, service cfo pays 2000.00 EUR"},
    ),
    "a split": (
        SPLIT,
        (),
        {"compensation.received.shares[0].share 60% → 61%": f"{PAID} pays 4000.00 EUR",
         "compensation.received.shares[1].share 40% → 41%": f"{PAID} pays 4000.00 EUR"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_IS_MISSING)
def test_the_example_that_is_missing_is_proposed(case: str) -> None:
    received, examples, expected = ONE_IS_MISSING[case]
    assert missing(agreement(received, *examples)) == expected


CLAWED_BACK = {
    # A quarter refunded: 1,000 less 250 on the last day, all of 1,000 a day later.
    "clawback.window_days 180 → 179": f"{PAID}, refunds 2500.00 EUR, refund_after_days 180 pays 750.00 EUR",
    "clawback.window_days 180 → 181": f"{PAID}, refunds 2500.00 EUR, refund_after_days 181 pays 1000.00 EUR",
    "clawback.method by_amount → by_time": f"{PAID}, refunds 2500.00 EUR, refund_after_days 180 pays 750.00 EUR",
    "clawback by_amount → none": f"{PAID}, refunds 2500.00 EUR, refund_after_days 180 pays 750.00 EUR",
}


def test_what_is_taken_back_is_a_term_of_both_directions() -> None:
    paid, late = (
        "{payments: [10000.00 EUR]} 1000.00 EUR",
        "{payments: [10000.00 EUR], months_since_first_payment: 12} 1000.00 EUR",
    )
    assert missing(agreement(TENTH, paid, late, clawback=BY_AMOUNT)) == CLAWED_BACK
    other = [example.replace("{", "{direction: sent, ") for example in (paid, late)]
    refunded = [
        "{direction: sent, payments: [100.00 EUR], refunds: [50.00 EUR], refund_after_days: 180} 5.00 EUR",
        "{direction: sent, payments: [100.00 EUR], refunds: [50.00 EUR], refund_after_days: 181} 10.00 EUR",
    ]
    assert missing(agreement(TENTH, paid, late, *other, *refunded, sent=TENTH, clawback=BY_AMOUNT)) == {}


def test_months_not_used_tell_the_methods_apart() -> None:
    found = missing(agreement(TENTH, "{payments: [10.00 EUR], months_since_first_payment: 12} 1.00 EUR",
                              clawback="{window_days: 30, method: by_time}"))  # fmt: skip
    # 6 of 12 months: half of 1,000, where a quarter was refunded.
    taken = f"{PAID}, refunds 2500.00 EUR, refund_after_days 30, months_unused 6 pays 500.00 EUR"
    assert found["clawback.method by_time → by_amount"] == taken


def test_nothing_is_taken_back_of_fees() -> None:
    names = [variation.name for variation in variations(agreement(FEE, clawback=BY_AMOUNT).record)]
    assert not any(name.startswith("clawback") for name in names)


@cache
def without_examples(name: str) -> Entry[Agreement]:
    return agreement(EARNINGS[name], clawback=BY_AMOUNT)


def with_examples(entry: Entry[Agreement], examples: tuple[WorkedExample, ...]) -> Entry[Agreement]:
    record = entry.record.model_copy(update={"examples": examples})
    return Entry(entry.id, entry.path, record)


@pytest.mark.parametrize("name", EARNINGS)
def test_every_proposal_holds_by_the_terms_and_fails_by_the_variation(name: str) -> None:
    entry = without_examples(name)
    found = coverage(entry, None)
    assert found
    assert {one.coverage for one in found} <= {"missing", "beyond"}
    for one in found:
        if one.proposal is not None:
            assert run(one.proposal, entry, None).holds, one.variation.name
            if one.variation.at[-1] != "counts":  # a place is one among those that the terms count
                varied = Entry(entry.id, entry.path, one.variation.agreement)
                assert not run(one.proposal, varied, None).holds, one.variation.name


@pytest.mark.parametrize("name", EARNINGS)
def test_with_all_proposals_nothing_is_missing(name: str) -> None:
    entry = without_examples(name)
    whole = with_examples(entry, proposals(coverage(entry, None)))
    assert [one.variation.name for one in coverage(whole, None) if one.coverage == "missing"] == []


@pytest.mark.parametrize("name", EARNINGS)
def test_a_proposal_that_is_taken_away_is_proposed_again(name: str) -> None:
    entry = without_examples(name)
    whole = proposals(coverage(entry, None))
    assert len(whole) == len(set(whole))
    first = with_examples(entry, whole[1:])
    # The first proposal is made for the first term, which no earlier one held.
    noticing = [one for one in coverage(entry, None) if one.proposal == whole[0]]
    still = {one.variation.name for one in coverage(first, None) if one.coverage == "missing"}
    assert still <= {one.variation.name for one in noticing}


def test_beyond_every_example_is_what_an_example_cannot_say() -> None:
    found = {one.variation.name for name in EARNINGS for one in coverage(without_examples(name), None)
             if one.coverage == "beyond"}  # fmt: skip
    assert found == set()
    three = "{earn: split, shares: [{party: us, share: 50%}, {party: werft, share: 30%}, {party: third, share: 20%}]}"
    entry = agreement(three, "{payments: [100.00 EUR]} 30.00 EUR")
    # An example says what the agreement's own partner gets; between us and the third it says nothing.
    assert [one.variation.name for one in coverage(entry, None) if one.coverage == "beyond"] == [
        "compensation.received.shares[2].share 20% → 21%"
    ]


@pytest.mark.parametrize(
    "earning",
    [
        "{earn: percentage, basis: first_project, rate: 10%, rates: {standard: 10%}}",
        tiers("referrals", "marginal", "calendar_year", "1", "4"),
        "{earn: split, shares: [{party: us, share: 0%}, {party: werft, share: 0%}]}",
        NONE,
    ],
)
def test_terms_without_one_meaning_are_not_varied(earning: str) -> None:
    assert coverage(agreement(earning), None) == ()


def test_proposals_are_in_the_currency_of_the_terms() -> None:
    yen = tiers("revenue", "marginal", "calendar_year", "0 JPY", "5000000 JPY")
    found = proposals(coverage(agreement(yen), None))
    assert {str(one.pays).split(" ")[1] for one in found} == {"JPY"}
    dollars = agreement(TENTH, "{payments: [100.00 USD]} 10.00 USD")
    assert [str(one.pays) for one in proposals(coverage(dollars, None))] == ["1000.00 USD"]


def test_the_sample_s_agreements_in_force_are_covered() -> None:
    state = programs.current().analysis.agreement_state
    running = [key for key, known in state.items() if known in ("in_force", "expiring", "upcoming")]
    open_terms = [
        (key, one.variation.name)
        for key in running
        for one in coverage(SAMPLE.agreements[key], SAMPLE.program)
        if one.coverage == "missing"
    ]
    assert len(running) > 20
    assert open_terms == []
