"""AGR: edges of the rules about money terms and worked examples, with the findings written by hand."""

import pytest
from casework import told

from partnerbook.core.compensation import PERIODS_OF_MEASURE
from partnerbook.rules import compensation, compensation_amounts, compensation_fit, worked_examples

BRANDUNG = "agreements/agentur-brandung-2026"
KONTOR = "agreements/kontor-interim-2025"
WERFT = "agreements/software-werft-2025"
ALLIANCE = "agreements/werkstatt-wandel-2025"
RESELLER = "agreements/zahlenhafen-2025"
HERE = "agentur-brandung-2026 compensation.received"
COUNTS = "{from: 1, rate: 10%}, {from: 4, rate: 15%}"
AMOUNTS = "{from: 0.00 EUR, rate: 5%}, {from: 10000.00 EUR, rate: 7%}"
RATES = "{from: 0%, rate: 10%}, {from: 50%, rate: 15%}"


def _received(terms: str) -> dict[str, str | None]:
    return {BRANDUNG: f"compensation: {{received: {{{terms}}}, sent: {{earn: none}}}}\nexamples: []"}


def _tiers(measure: str, mode: str, period: str, bands: str, more: str = "") -> dict[str, str | None]:
    return _received(
        f"earn: tiered, measure: {measure}, mode: {mode}, period: {period}, basis: first_year, bands: [{bands}]{more}"
    )


@pytest.mark.parametrize("measure", sorted(PERIODS_OF_MEASURE))
@pytest.mark.parametrize("mode", ["step", "marginal", "retroactive", "per_deal"])
def test_modes_of_each_measure(measure: str, mode: str) -> None:
    possible = {
        "referrals": {"step", "retroactive"},
        "revenue": {"marginal", "retroactive", "step"},
        "deal_size": {"per_deal", "marginal"},
        "client_lifetime_value": {"marginal", "step"},
        "conversion_rate": {"step"},
    }
    period = {"deal_size": "deal", "client_lifetime_value": "client_life", "conversion_rate": "trailing_12_months"}
    found = told(compensation.matrix, _tiers(measure, mode, period.get(measure, "calendar_year"), COUNTS))
    expected = [f"{HERE}.mode: the mode `{mode}` means nothing for the measure `{measure}`"]
    assert found == ([] if mode in possible[measure] else expected)


@pytest.mark.parametrize(
    ("measure", "period", "is_possible"),
    [
        ("referrals", "calendar_year", True),
        ("referrals", "quarter", False),
        ("revenue", "quarter", True),
        ("revenue", "deal", False),
        ("deal_size", "deal", True),
        ("deal_size", "calendar_year", False),
        ("client_lifetime_value", "client_life", True),
        ("client_lifetime_value", "agreement_year", False),
        ("conversion_rate", "trailing_12_months", True),
        ("conversion_rate", "calendar_year", False),
    ],
)
def test_periods_of_each_measure(measure: str, period: str, is_possible: bool) -> None:
    mode = "marginal" if measure == "deal_size" else "step"
    found = told(compensation.matrix, _tiers(measure, mode, period, COUNTS))
    expected = [f"{HERE}.period: the period `{period}` means nothing for the measure `{measure}`"]
    assert found == ([] if is_possible else expected)


def test_first_band_of_each_measure() -> None:
    zero = told(compensation.first_band, _tiers("referrals", "step", "calendar_year", "{from: 0, rate: 10%}"))
    assert zero == [f"{HERE}.bands[0].from: the first band begins at 0, not at 1"]
    late = _tiers("revenue", "step", "quarter", "{from: 0.01 EUR, rate: 5%}")
    assert told(compensation.first_band, late) == [f"{HERE}.bands[0].from: the first band begins at 0.01 EUR, not at 0"]
    assert told(compensation.first_band, _tiers("revenue", "step", "quarter", AMOUNTS)) == []
    assert told(compensation.first_band, _tiers("conversion_rate", "step", "trailing_12_months", RATES)) == []


def test_bands_ascend_strictly() -> None:
    same = "{from: 1, rate: 10%}, {from: 4, rate: 15%}, {from: 4, rate: 20%}, {from: 3, rate: 5%}"
    assert told(compensation.bands_not_ascending, _tiers("referrals", "step", "calendar_year", same)) == [
        f"{HERE}.bands[2].from: a band from 4 follows one from 4",
        f"{HERE}.bands[3].from: a band from 3 follows one from 4",
    ]


def test_wrong_kind_of_start_silences_what_would_compare_it() -> None:
    changes = _tiers("revenue", "step", "quarter", "{from: 5, rate: 10%}, {from: 4.00 USD, rate: 5%}")
    assert told(compensation.wrong_kind_of_start, changes) == [
        f"{HERE}.bands[0].from: a band begins at 5, but the measure `revenue` needs an amount like 10000.00 EUR"
    ]
    assert told(compensation.first_band, changes) == []
    assert told(compensation.bands_not_ascending, changes) == []


def test_bands_in_two_currencies() -> None:
    mixed = "{from: 0.00 EUR, rate: 5%}, {from: 10000.00 USD, rate: 7%}"
    assert told(compensation.wrong_kind_of_start, _tiers("deal_size", "marginal", "deal", mixed)) == [
        f"{HERE}.bands[1].from: a band begins in USD, the first in EUR"
    ]


def test_words_that_belong_to_one_measure() -> None:
    stray = _tiers("revenue", "step", "quarter", AMOUNTS, ", counts: won, minimum_sample: 6")
    assert told(compensation.counts_out_of_place, stray) == [
        f"{HERE}.counts: `counts: won` has no meaning for the measure `revenue`"
    ]
    assert told(compensation.minimum_sample_out_of_place, stray) == [
        f"{HERE}.minimum_sample: `minimum_sample: 6` has no meaning for the measure `revenue`"
    ]
    missing = _tiers("referrals", "step", "calendar_year", COUNTS)
    assert told(compensation.counts_out_of_place, missing) == [
        f"{HERE}.measure: the tiers count referrals, but do not say when one counts"
    ]
    missing = _tiers("conversion_rate", "step", "trailing_12_months", RATES)
    assert told(compensation.minimum_sample_out_of_place, missing) == [
        f"{HERE}.measure: the tiers go by conversion, but do not say from how many decided referrals on"
    ]


class TestRates:
    """One rate, or one for each involvement, and never more than there is."""

    def test_band_without_any_rate(self) -> None:
        bands = "{from: 1}, {from: 4, rate: 10%, rates: {active: 15%}}, {from: 9, rates: {}}, {from: 12, rate: 0%}"
        assert told(compensation_amounts.rate_or_rates, _tiers("referrals", "step", "calendar_year", bands)) == [
            f"{HERE}.bands[0]: the band from 1 has neither `rate` nor `rates`",
            f"{HERE}.bands[1]: the band from 4 has both `rate` and `rates`",
            f"{HERE}.bands[2]: the band from 9 has neither `rate` nor `rates`",
        ]

    def test_tier_rates_stand_in_for_referrals_received(self) -> None:
        silent = "compensation: {received: {earn: percentage, basis: first_year}, sent: {earn: none}}\nexamples: []"
        assert told(compensation_amounts.rate_or_rates, {KONTOR: silent}) == []
        untiered = {KONTOR: silent, "partners/kontor-interim": "tier_history: []"}
        assert told(compensation_amounts.rate_or_rates, untiered) == [
            "kontor-interim-2025 compensation.received: the percentage has neither `rate` nor `rates`"
        ]
        sent = "compensation: {received: {earn: none}, sent: {earn: percentage, basis: first_year}}\nexamples: []"
        assert told(compensation_amounts.rate_or_rates, {KONTOR: sent}) == [
            "kontor-interim-2025 compensation.sent: the percentage has neither `rate` nor `rates`"
        ]

    @pytest.mark.parametrize("rate", ["0%", "100%", "12.345678%"])
    def test_rates_within_range(self, rate: str) -> None:
        found = told(
            compensation_amounts.rate_out_of_range, _received(f"earn: percentage, basis: first_year, rate: {rate}")
        )
        assert found == []

    def test_rates_out_of_range(self) -> None:
        changes = _received("earn: percentage, basis: first_year, rates: {passive: -1%, active: 100.01%}") | {
            WERFT: "attribution: {rule: agreed_split, shares: [{part: closed, share: 120%}]}",
            RESELLER: """compensation:
  received: {earn: margin, prices: [{service: controlling-setup, discount: 101%}]}
  sent: {earn: none}
examples: []""",
        }
        assert told(compensation_amounts.rate_out_of_range, changes) == [
            f"{HERE}.rates.passive: -1% is not between 0% and 100%",
            f"{HERE}.rates.active: 100.01% is not between 0% and 100%",
            "software-werft-2025 attribution.shares[0].share: 120% is not between 0% and 100%",
            "zahlenhafen-2025 compensation.received.prices[0].discount: 101% is not between 0% and 100%",
        ]


def test_twelve_months_of_the_first_year_are_no_contradiction() -> None:
    line = "earn: percentage, basis: first_year, rate: 10%, max_months: "
    assert told(compensation_amounts.months_without_effect, _received(f"{line}12")) == []
    assert told(compensation_amounts.months_without_effect, _received(f"{line}13")) == [
        f"{HERE}.max_months: `max_months: 13` has no effect: `first_year` ends after 12"
    ]
    lifetime = line.replace("first_year", "client_lifetime")
    assert told(compensation_amounts.months_without_effect, _received(f"{lifetime}13")) == []


def test_amounts_of_nothing() -> None:
    changes = _received("earn: flat, on: won, amount: 0.00 EUR, cap: {per: client, amount: -1.00 EUR}")
    changes |= {KONTOR: "payment: {trigger: invoice, net_days: 14, minimum: 0.00 EUR}"}
    changes |= {WERFT: "payment: {trigger: invoice, net_days: 14, minimum: -0.01 EUR}"}
    assert told(compensation_amounts.amount_not_positive, changes) == [
        f"{HERE}.amount: 0.00 EUR is not more than nothing",
        f"{HERE}.cap.amount: -1.00 EUR is not more than nothing",
        "software-werft-2025 payment.minimum: the minimum payout of -0.01 EUR is negative",
    ]


def test_wholesale_by_price_or_discount() -> None:
    both = """compensation:
  received: {earn: margin, prices: [{service: controlling-setup, price: 3600.00 EUR, discount: 25%}]}
  sent: {earn: none}
examples: []"""
    assert told(compensation_amounts.price_or_discount, {RESELLER: both}) == [
        "zahlenhafen-2025 compensation.received.prices[0]: `controlling-setup` has both `price` and `discount`"
    ]


def test_shares_of_three_thirds() -> None:
    """Thirds make 100% only if somebody carries the odd hundredth."""

    def split(ours: str, last: str = "agentur-brandung") -> dict[str, str | None]:
        parties = {"us": ours, "werkstatt-wandel": "33.33%", last: "33.33%"}
        shares = ", ".join(f"{{party: {party}, share: {share}}}" for party, share in parties.items())
        return {
            ALLIANCE: f"compensation: {{received: {{earn: split, shares: [{shares}]}}, sent: {{earn: none}}}}\n"
            "examples: []"
        }

    at = "werkstatt-wandel-2025 compensation.received.shares"
    assert told(compensation_amounts.split_does_not_add_up, split("33.34%")) == []
    assert told(compensation_amounts.split_does_not_add_up, split("33.33%")) == [
        f"{at}: the shares are 99.99% together"
    ]
    assert told(compensation_amounts.split_does_not_add_up, split("33.34%", "software-werft")) == [
        f"{at}: `agentur-brandung` has no share; `software-werft` has a share, but is no party"
    ]


def test_ways_of_paying_and_models() -> None:
    assert told(compensation_fit.unusual_for_model, {RESELLER: "model: subcontracting"}) == [
        (
            "zahlenhafen-2025 compensation.received.earn: `earn: margin` is unusual for the model `subcontracting`; "
            "it belongs to `reseller` and `technology`"
        )
    ]
    assert told(compensation_fit.unusual_for_model, {KONTOR: "model: alliance"}) == [
        "kontor-interim-2025 model: an alliance splits revenue by contribution, but neither direction is a `split`"
    ]


def test_cap_is_held_against_bands_and_fees() -> None:
    cap = ", cap: {per: calendar_year, amount: 500.00 USD}"
    assert told(compensation_fit.cap_in_another_currency, _tiers("revenue", "step", "quarter", AMOUNTS, cap)) == [
        f"{HERE}.cap.amount: 500.00 USD is held against amounts in EUR"
    ]
    counted = _tiers("referrals", "step", "calendar_year", COUNTS, f", counts: won{cap}")
    assert told(compensation_fit.cap_in_another_currency, counted) == [], "percentages follow the deal's currency"
    wholesale = """compensation:
  received:
    earn: margin
    prices: [{service: controlling-setup, price: 3600.00 EUR}]
    minimum_price: 4000.00 CHF
  sent: {earn: none}
examples: []"""
    assert told(compensation_fit.cap_in_another_currency, {RESELLER: wholesale}) == [
        "zahlenhafen-2025 compensation.received.minimum_price: 4000.00 CHF is held against amounts in EUR"
    ]


def test_price_for_a_service_out_of_scope() -> None:
    prices = """compensation:
  received: {earn: none}
  sent: {earn: margin, prices: [{service: payroll, discount: 10%}, {service: controlling-setup, discount: 25%}]}
examples: []"""
    assert told(compensation_fit.earns_out_of_scope, {RESELLER: prices}) == [
        (
            "zahlenhafen-2025 compensation.sent.prices[1].service: `controlling-setup` earns here, but is not among "
            "`we_refer`"
        )
    ]


class TestWorkedExamples:
    """Examples that cannot be about their agreement."""

    def test_nothing_may_be_shown_to_pay_nothing(self) -> None:
        lawyer = "agreements/kanzlei-nordlicht-2025"
        line = "examples: [{given: {direction: sent, payments: [5000.00 EUR]}, pays: %s EUR}]"
        assert told(worked_examples.pays_for_nothing, {lawyer: line % "0.00"}) == []
        assert told(worked_examples.pays_for_nothing, {lawyer: line % "0.01"}) == [
            "kanzlei-nordlicht-2025 examples[0].pays: it pays 0.01 EUR, but `sent` earns nothing"
        ]

    def test_figures_the_terms_do_not_use(self) -> None:
        given = (
            "{place: 2, revenue_before: 1.00 EUR, lifetime_before: 1.00 EUR, conversion: 50%, sample: 6, "
            "list_price: 1.00 EUR, shares: [{party: us, share: 100%}], months_unused: 3}"
        )
        found = told(worked_examples.beside_the_terms, {BRANDUNG: f"examples: [{{given: {given}, pays: 1.00 EUR}}]"})
        assert [line.split(":")[0] for line in found] == [
            f"agentur-brandung-2026 examples[0].given.{field}"
            for field in ("lifetime_before", "conversion", "sample", "list_price", "shares", "months_unused")
        ]
        assert found[0].endswith(
            "`lifetime_before` matters only for tiers by client lifetime value, which `received` does not have"
        )
        line = "examples: [{given: {revenue_before: 1.00 EUR}, pays: 0.00 EUR}]"
        assert told(worked_examples.beside_the_terms, {"agreements/kontor-interim-2025": line}) == [
            (
                "kontor-interim-2025 examples[0].given.revenue_before: "
                "`revenue_before` matters only for tiers by revenue or referrals, which `received` does not have"
            )
        ]

    def test_earlier_money_shows_whether_a_rate_by_referrals_reaches_back_to_it(self) -> None:
        tiers = (
            "compensation: {received: {earn: tiered, measure: referrals, counts: won, mode: %s, period: calendar_year, "
            "basis: first_project, bands: [{from: 1, rate: 8%%}, {from: 4, rate: 10%%}]}, sent: {earn: none}}\n"
            "examples: [{given: {place: 4, revenue_before: 30000.00 EUR, payments: [10000.00 EUR]}, pays: 1600.00 EUR}]"
        )
        assert told(worked_examples.beside_the_terms, {BRANDUNG: tiers % "retroactive"}) == []
        assert told(worked_examples.beside_the_terms, {BRANDUNG: tiers % "step"}) == []

    def test_fee_is_paid_in_its_own_currency(self) -> None:
        line = "examples: [{given: {direction: sent, reached: won, payments: [100.00 USD]}, pays: 900.00 %s}]"
        assert told(worked_examples.contradicts_itself, {BRANDUNG: line % "EUR"}) == []
        assert told(worked_examples.contradicts_itself, {BRANDUNG: line % "USD"}) == [
            "agentur-brandung-2026 examples[0].pays: it pays USD, but the fee is in EUR"
        ]

    def test_case_in_two_currencies(self) -> None:
        line = "examples: [{given: {payments: [100.00 USD, 50.00 EUR]}, pays: 10.00 CHF}]"
        assert told(worked_examples.contradicts_itself, {KONTOR: line}) == [
            "kontor-interim-2025 examples[0].given: the case mixes USD and EUR"
        ]
