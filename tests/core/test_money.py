"""Money and rates: one way to write them, exact to the minor unit, currencies apart."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from partnerbook.core.money import Money, Rate, minor_digits

EUR = st.decimals(min_value=-999_999_999, max_value=999_999_999, places=2).map(lambda amount: Money(amount, "EUR"))


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("48000.00 EUR", "48000.00", "EUR"),
        ("0.00 EUR", "0.00", "EUR"),
        ("0.05 EUR", "0.05", "EUR"),
        ("-120.50 CHF", "-120.50", "CHF"),
        ("1500 JPY", "1500", "JPY"),
        ("1.250 KWD", "1.250", "KWD"),
        ("0.0001 CLF", "0.0001", "CLF"),
        ("999999999999.99 EUR", "999999999999.99", "EUR"),
        ("007.00 EUR", "7.00", "EUR"),
    ],
)
def test_money_is_read_as_it_is_written(text: str, amount: str, currency: str) -> None:
    money = Money.parse(text)
    assert (str(money.amount), money.currency) == (amount, currency)


@pytest.mark.parametrize(
    "text",
    [
        "1,000.00 EUR",
        "1.000,00 EUR",
        "1000,00 EUR",
        "1 000.00 EUR",
        "1_000.00 EUR",
        "1000.00EUR",
        "1000.00  EUR",
        "1000.00\u00a0EUR",
        "EUR 5.00",
        "€5.00",
        "5.00 €",
        "5.00 eur",
        "5.00 EURO",
        "5.00 EU",
        "5.00",
        "5",
        "",
        " 5.00 EUR",
        "5.00 EUR ",
        "5.00 EUR\n",
        "+5.00 EUR",
        "--5.00 EUR",
        "- 5.00 EUR",
        ".50 EUR",
        "5. EUR",
        "1e3 EUR",
        "NaN EUR",
        "Infinity EUR",
        "0x10 EUR",
        "1234567890123.00 EUR",
        "5.00 EUR 5.00 EUR",
        "٥.00 EUR",
        "５.00 EUR",
        "5.00 ÄÖÜ",
    ],
)
def test_any_other_way_of_writing_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^money is written like 48000.00 EUR"):
        Money.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1000 EUR", "EUR has 2 decimals: write it like 1500.00 EUR"),
        ("1000.5 EUR", "EUR has 2 decimals: write it like 1500.00 EUR"),
        ("1000.500 EUR", "EUR has 2 decimals: write it like 1500.00 EUR"),
        ("1500.00 JPY", "JPY has 0 decimals: write it like 1500 JPY"),
        ("1.25 KWD", "KWD has 3 decimals: write it like 1500.000 KWD"),
        ("5.00 ABC", "ABC is not a currency of ISO 4217"),
        ("5.00 EEE", "EEE is not a currency of ISO 4217"),
    ],
)
def test_wrong_decimals_and_unknown_currencies_are_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        Money.parse(text)
    assert str(caught.value) == message


@given(EUR)
def test_what_is_written_is_read_back(money: Money) -> None:
    assert Money.parse(str(money)) == money
    assert str(Money.parse(str(money))) == str(money)


def test_nothing_has_no_sign() -> None:
    assert str(Money.parse("-0.00 EUR")) == "0.00 EUR"
    assert str(Money(Decimal("-0.004"), "EUR").rounded()) == "0.00 EUR"
    assert str(-Money.zero("EUR")) == "0.00 EUR"
    assert str(Money.zero("JPY")) == "0 JPY"
    assert str(Money.zero("KWD")) == "0.000 KWD"


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        # Half up, away from zero: not half to even, and not towards plus infinity.
        ("0.005", "EUR", "0.01 EUR"),
        ("0.015", "EUR", "0.02 EUR"),
        ("0.025", "EUR", "0.03 EUR"),
        ("0.0249999", "EUR", "0.02 EUR"),
        ("-0.005", "EUR", "-0.01 EUR"),
        ("-0.025", "EUR", "-0.03 EUR"),
        ("-0.0249999", "EUR", "-0.02 EUR"),
        ("1.005", "EUR", "1.01 EUR"),
        ("2.675", "EUR", "2.68 EUR"),
        ("12", "EUR", "12.00 EUR"),
        ("0.5", "JPY", "1 JPY"),
        ("1.5", "JPY", "2 JPY"),
        ("2.5", "JPY", "3 JPY"),
        ("-2.5", "JPY", "-3 JPY"),
        ("0.0005", "KWD", "0.001 KWD"),
        ("999999999999.995", "EUR", "1000000000000.00 EUR"),
    ],
)
def test_rounding_is_half_up_away_from_zero(amount: str, currency: str, rounded: str) -> None:
    assert str(Money(Decimal(amount), currency).rounded()) == rounded


@given(EUR, EUR)
def test_sums_are_exact_and_undo_each_other(one: Money, other: Money) -> None:
    assert (one + other) - other == one
    assert one + other == other + one
    assert Money.zero("EUR") - one == -one
    assert (one < other) == (one - other < Money.zero("EUR"))


def test_sums_keep_the_cents() -> None:
    assert str(Money.parse("0.10 EUR") + Money.parse("0.20 EUR")) == "0.30 EUR"
    assert str(Money.parse("100.00 EUR") - Money.parse("100.01 EUR")) == "-0.01 EUR"
    assert Money.parse("0.10 EUR") + Money.parse("0.20 EUR") == Money.parse("0.30 EUR")


def test_currencies_are_never_added_or_compared() -> None:
    euros, dollars = Money.parse("5.00 EUR"), Money.parse("5.00 USD")
    assert euros != dollars
    for operate in (
        lambda: euros + dollars,
        lambda: euros - dollars,
        lambda: euros < dollars,
        lambda: euros <= dollars,
        lambda: euros > dollars,
        lambda: euros >= dollars,
    ):
        with pytest.raises(ValueError, match="EUR and USD cannot be added or compared"):
            operate()


def test_money_is_frozen_and_can_be_counted() -> None:
    money = Money.parse("5.00 EUR")
    with pytest.raises(AttributeError):
        money.amount = Decimal(6)  # type: ignore[misc]
    assert {money, Money.parse("5.00 EUR"), Money.parse("5.01 EUR")} == {money, Money.parse("5.01 EUR")}


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("CHF", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("text", "percent", "fraction"),
    [
        ("12.5%", "12.5", "0.125"),
        ("0%", "0", "0.00"),
        ("100%", "100", "1.00"),
        ("-3%", "-3", "-0.03"),
        ("0.000001%", "0.000001", "1E-8"),
        ("33.333333%", "33.333333", "0.33333333"),
    ],
)
def test_rates_are_read_as_they_are_written(text: str, percent: str, fraction: str) -> None:
    rate = Rate.parse(text)
    assert str(rate.percent) == percent
    assert str(rate) == text
    assert rate.fraction == Decimal(fraction)


@pytest.mark.parametrize(
    "text",
    [
        "12.5",
        "12.5 %",
        "12,5%",
        "%12.5",
        "0.125",
        "12.5%%",
        "12.%",
        ".5%",
        "+5%",
        "10000%",
        "1.0000001%",
        "",
        "ten%",
        "5％",
    ],
)
def test_any_other_way_of_writing_a_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a rate is written like 12.5%"):
        Rate.parse(text)


@pytest.mark.parametrize(
    ("rate", "money", "share"),
    [
        ("10%", "48000.00 EUR", "4800.00 EUR"),
        ("12.5%", "0.04 EUR", "0.01 EUR"),  # 0.005
        ("12.5%", "0.12 EUR", "0.02 EUR"),  # 0.015
        ("12.5%", "-0.04 EUR", "-0.01 EUR"),
        ("0%", "48000.00 EUR", "0.00 EUR"),
        ("33.333333%", "100.00 EUR", "33.33 EUR"),
        ("0.5%", "100 JPY", "1 JPY"),  # 0.5
        ("0.49%", "100 JPY", "0 JPY"),
        ("9999.999999%", "999999999999.99 EUR", "99999999989999.00 EUR"),
    ],
)
def test_a_share_is_rounded_once(rate: str, money: str, share: str) -> None:
    assert str(Rate.parse(rate).of(Money.parse(money))) == share


def test_rates_can_be_ordered() -> None:
    assert Rate.parse("9%") < Rate.parse("10%") < Rate.parse("10.5%")
    assert Rate.parse("10%") == Rate.parse("10.0%")


@pytest.mark.parametrize("value", [5, 5.0, Decimal("5.00"), True, None, ("5.00 EUR",), {"amount": 5}])
def test_money_in_a_record_is_text(value: object) -> None:
    with pytest.raises(ValidationError, match="money is written like"):
        TypeAdapter(Money).validate_python(value)
    with pytest.raises(ValidationError, match="a rate is written like"):
        TypeAdapter(Rate).validate_python(value)


def test_what_a_record_says_wrongly_is_told_in_our_words() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Money).validate_python("5 EUR")
    (error,) = caught.value.errors()
    assert (error["type"], error["msg"]) == ("money", "EUR has 2 decimals: write it like 1500.00 EUR")
    assert TypeAdapter(Money).dump_python(Money.parse("5.00 EUR"), mode="json") == "5.00 EUR"
    assert TypeAdapter(Rate).dump_python(Rate.parse("5%"), mode="json") == "5%"
