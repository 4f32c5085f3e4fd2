"""The numbers of countries: each has one of its own."""

from __future__ import annotations

from tollbridge.domain.countries import NUMBERS
from tollbridge.domain.people import Country


def test_every_country_of_the_contract_has_a_number_of_its_own() -> None:
    assert set(NUMBERS) == set(Country)
    assert len(set(NUMBERS.values())) == len(NUMBERS)
    assert all(len(number) == 3 and number.isdigit() for number in NUMBERS.values())


def test_numbers_keep_their_leading_zeros() -> None:
    assert (NUMBERS[Country.AT], NUMBERS[Country.US], NUMBERS[Country.TH]) == ("040", "840", "764")
