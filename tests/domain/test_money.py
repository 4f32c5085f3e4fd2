"""Currencies and amounts: the contract's words, ISO 4217's digits, exact text, no mixing of currencies."""

import json
import operator
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tollbridge.domain.errors import InvalidField
from tollbridge.domain.money import ISO_UNITS, MAX_MINOR, Currency, CurrencyUnits, Money

CONTRACT = Path(__file__).parents[2].parent / "shared" / "contract" / "contract.json"

currencies = st.sampled_from(Currency)
minor_amounts = st.integers(min_value=-MAX_MINOR - 1, max_value=MAX_MINOR)
amounts = st.builds(Money, minor_amounts, currencies)
exponents = st.dictionaries(currencies, st.integers(min_value=0, max_value=5))


@pytest.mark.skipif(not CONTRACT.exists(), reason=f"no contract table at {CONTRACT}")
def test_the_currencies_are_those_of_the_contract() -> None:
    words = set(json.loads(CONTRACT.read_text())["enums"]["types.Currency"]) - {"CURRENCY_UNSPECIFIED"}
    assert {currency.value for currency in Currency} == words
    assert {currency.name for currency in Currency} == words


def listed(codes: str) -> list[Currency]:
    return [Currency(code) for code in codes.split()]


def test_every_currency_has_the_digits_of_iso_4217() -> None:
    expected = dict.fromkeys(Currency, 2)
    expected |= dict.fromkeys(listed("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"), 0)
    expected |= dict.fromkeys(listed("BHD IQD JOD KWD LYD OMR TND"), 3)
    expected[Currency.CLF] = 4
    assert {currency: currency.exponent for currency in Currency} == expected


@pytest.mark.parametrize(("minor", "currency", "text"), [
    (500, Currency.JPY, "500"),
    (-500, Currency.JPY, "-500"),
    (0, Currency.JPY, "0"),
    (12345, Currency.KWD, "12.345"),
    (1, Currency.KWD, "0.001"),
    (1234, Currency.USD, "12.34"),
    (-5, Currency.USD, "-0.05"),
    (0, Currency.USD, "0.00"),
    (-100, Currency.USD, "-1.00"),
    (70001, Currency.CLF, "7.0001"),
    (MAX_MINOR, Currency.EUR, "92233720368547758.07"),
])
def test_an_amount_is_written_with_all_digits_of_its_currency(minor: int, currency: Currency, text: str) -> None:
    money = Money(minor, currency)
    assert money.major() == text
    assert str(money) == f"{text} {currency.value}"
    assert Money.from_major(text, currency) == money


@given(amounts)
def test_written_and_read_again_every_amount_is_itself(money: Money) -> None:
    assert Money.from_major(money.major(), money.currency) == money
    assert Money.from_major(Decimal(money.major()), money.currency) == money


@given(amounts)
def test_the_written_amount_is_the_exact_value(money: Money) -> None:
    assert Decimal(money.major()) == Decimal(money.minor_amount).scaleb(-money.currency.exponent)
    assert type(Money.from_major(money.major(), money.currency).minor_amount) is int


@pytest.mark.parametrize(("text", "minor"), [
    ("500", 500), ("500.00", 500), ("0500.0", 500), ("-0", 0), (Decimal("5E+2"), 500), (Decimal("500.00"), 500),
])
def test_zeros_that_say_nothing_are_no_fraction(text: str | Decimal, minor: int) -> None:
    assert Money.from_major(text, Currency.JPY) == Money(minor, Currency.JPY)


def test_a_missing_leading_zero_is_read() -> None:
    assert Money.from_major("-.5", Currency.USD) == Money(-50, Currency.USD)


@pytest.mark.parametrize(("text", "currency", "why"), [
    ("500.5", Currency.JPY, "'500.5' has more than the 0 decimal places of JPY"),
    ("12.345", Currency.USD, "'12.345' has more than the 2 decimal places of USD"),
    (Decimal("0.0001"), Currency.KWD, "'0.0001' has more than the 3 decimal places of KWD"),
])
def test_digits_that_the_currency_does_not_have_are_refused(text: str | Decimal, currency: Currency, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Money.from_major(text, currency)


@pytest.mark.parametrize("text", [
    "", ".", "-", "12.", "1,000", "1_000", " 12", "12\n", "+5", "1e3", "0x10", "NaN", "Infinity", "--5", "1.2.3",
    "\u0661", "12 USD", Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1E-999999"),
])
def test_what_is_no_plain_number_is_refused(text: str | Decimal) -> None:
    with pytest.raises(ValueError, match="is no plain decimal number"):
        Money.from_major(text, Currency.USD)


@pytest.mark.parametrize("text", ["92233720368547758.08", "-92233720368547758.09", "9" * 60])
def test_an_amount_beyond_int64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="beyond int64"):
        Money.from_major(text, Currency.USD)


def test_a_text_of_endless_digits_is_refused_in_short() -> None:
    with pytest.raises(ValueError, match="has too many digits for an amount") as refused:
        Money.from_major("9" * 100_000, Currency.USD)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(("amount", "why"), [
    (12.34, "a float does not hold an amount exactly"),
    (12, "not as int"),
    (True, "not as bool"),
    (None, "not as NoneType"),
])
def test_only_text_and_decimal_are_taken_for_an_amount(amount: object, why: str) -> None:
    with pytest.raises(TypeError, match=why):
        Money.from_major(amount, Currency.USD)  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [
    lambda: Money(500, "EUR"), lambda: Money(500, "eur"), lambda: Money("5.00", Currency.EUR),  # type: ignore[arg-type]
    lambda: Money(5.0, Currency.EUR), lambda: Money.from_major("5", "EUR")])  # type: ignore[arg-type]
def test_what_only_looks_like_money_is_refused_at_once(made: Callable[[], Money]) -> None:
    with pytest.raises(TypeError, match=r'^money is a whole number .*from_major\("12.34", Currency.EUR\)$'):
        made()


def test_amounts_of_one_currency_have_an_order() -> None:
    small, large = Money(-5, Currency.USD), Money(7, Currency.USD)
    assert all((small < large, small <= large, large > small, large >= small, small <= small))
    assert not any((large < small, large <= small))
    assert max(small, large) is large


def test_amounts_of_two_currencies_are_never_equal_and_have_no_order() -> None:
    dollars, yen = Money(5, Currency.USD), Money(5, Currency.JPY)
    assert dollars != yen
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(ValueError, match="two currencies"):
            compare(dollars, yen)


def test_amounts_of_one_currency_add_and_subtract() -> None:
    assert Money(5, Currency.USD) + Money(7, Currency.USD) == Money(12, Currency.USD)
    assert Money(5, Currency.USD) - Money(7, Currency.USD) == Money(-2, Currency.USD)


def test_amounts_of_two_currencies_do_not_add() -> None:
    dollars, yen = Money(5, Currency.USD), Money(5, Currency.JPY)
    with pytest.raises(ValueError, match=r"0\.05 USD and 5 JPY are of two currencies"):
        dollars + yen
    with pytest.raises(ValueError, match="two currencies"):
        dollars - yen


def test_money_goes_with_money_only() -> None:
    with pytest.raises(TypeError, match="goes with money only, not with int"):
        Money(5, Currency.USD) + 5  # type: ignore[operator]


def test_money_is_a_value() -> None:
    assert len({Money(5, Currency.USD), Money(5, Currency.USD), Money(5, Currency.JPY)}) == 2
    with pytest.raises(AttributeError):
        Money(5, Currency.USD).minor_amount = 6  # type: ignore[misc]


# -- what a processor counts differently; Stripe's cases are at https://docs.stripe.com/currencies#special-cases

STRIPE_LIKE = CurrencyUnits({Currency.ISK: 2, Currency.UGX: 2}, precision={Currency.KWD: 2, Currency.HUF: 0})
NO_DIGITS = CurrencyUnits({Currency.TWD: 0, Currency.KWD: 0})


@pytest.mark.parametrize(("money", "wire", "text"), [
    (Money(5, Currency.ISK), 500, "5.00"),
    (Money(-7, Currency.UGX), -700, "-7.00"),
    (Money(5120, Currency.KWD), 5120, "5.120"),
    (Money(1000, Currency.HUF), 1000, "10.00"),
    (Money(1234, Currency.USD), 1234, "12.34"),
    (Money(500, Currency.JPY), 500, "500"),
])
def test_a_processor_gets_its_own_units(money: Money, wire: int, text: str) -> None:
    assert STRIPE_LIKE.to_wire(money) == wire
    assert STRIPE_LIKE.major(money) == text
    assert STRIPE_LIKE.from_wire(wire, money.currency) == money


def test_fewer_digits_than_iso_4217_are_exact() -> None:
    assert NO_DIGITS.of(Currency.TWD) == 0
    assert NO_DIGITS.to_wire(Money(12300, Currency.TWD)) == 123
    assert NO_DIGITS.major(Money(12300, Currency.TWD)) == "123"
    assert NO_DIGITS.from_wire(123, Currency.TWD) == Money(12300, Currency.TWD)


@pytest.mark.parametrize(("units", "money", "why"), [
    (NO_DIGITS, Money(12301, Currency.TWD), "123.01 TWD: the processor takes 0 decimal places of it"),
    (NO_DIGITS, Money(-12345, Currency.KWD), "-12.345 KWD: the processor takes 0 decimal places of it"),
    (STRIPE_LIKE, Money(5124, Currency.KWD), "5.124 KWD: the processor takes 2 decimal places of it"),
    (STRIPE_LIKE, Money(1045, Currency.HUF), "10.45 HUF: the processor takes 0 decimal places of it"),
])
def test_a_fraction_that_the_processor_does_not_take_is_refused_with_its_path(
        units: CurrencyUnits, money: Money, why: str) -> None:
    for write in (units.to_wire, units.major):
        with pytest.raises(InvalidField) as refused:
            write(money, "refund_amount")
        assert refused.value.problems == (("refund_amount.minor_amount", why),)


def test_a_processors_fraction_that_the_currency_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\.50 has more than the 0 decimal places of ISK"):
        STRIPE_LIKE.from_wire(1050, Currency.ISK)


def test_a_processors_amount_beyond_int64_is_refused() -> None:
    for units in (ISO_UNITS, NO_DIGITS):
        with pytest.raises(ValueError, match="beyond int64"):
            units.from_wire(MAX_MINOR + 1, Currency.TWD)


@given(amounts)
def test_without_own_units_the_wire_is_iso_4217(money: Money) -> None:
    assert ISO_UNITS.to_wire(money) == money.minor_amount
    assert ISO_UNITS.from_wire(money.minor_amount, money.currency) == money
    assert ISO_UNITS.major(money) == money.major()


@given(amounts, exponents)
def test_what_goes_to_a_processor_comes_back_as_it_was_or_does_not_go(money: Money, own: dict[Currency, int]) -> None:
    units = CurrencyUnits(own)
    lossless = Decimal(money.major()) * 10 ** units.of(money.currency)
    if lossless % 1:
        with pytest.raises(InvalidField):
            units.to_wire(money)
    else:
        assert units.to_wire(money) == lossless
        assert units.from_wire(units.to_wire(money), money.currency) == money
        assert Decimal(units.major(money)) == Decimal(money.major())
