"""States by their names: codes of ISO 3166-2, as https://www.iso.org/obp has them."""

from __future__ import annotations

import pytest

from tollbridge import kit
from tollbridge.domain.people import Address, Country
from tollbridge.domain.secret import Secret


@pytest.mark.parametrize(("country", "given", "wanted"), [
    (Country.US, "California", "CA"), (Country.US, " new york ", "NY"), (Country.US, "DISTRICT OF COLUMBIA", "DC"),
    (Country.US, "Iowa", "IA"), (Country.US, "WA", "WA"), (Country.US, "Ontario", "Ontario"),
    (Country.CA, "Québec", "QC"), (Country.CA, "Newfoundland and Labrador", "NL"), (Country.DE, "Bayern", "Bayern"),
    (None, "California", "California"),
])
def test_a_name_becomes_the_code_that_its_country_has(country: Country | None, given: str, wanted: str) -> None:
    code = kit.state_code(Address(state=Secret(given), country_alpha2_code=country))
    assert code is not None
    assert code.reveal() == wanted


def test_no_state_has_no_code() -> None:
    assert kit.state_code(Address(country_alpha2_code=Country.US)) is None
