"""The networks' own codes: whole, and told apart where the networks differ."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tollbridge.domain.declines import TABLE, Decline, Retry, unify
from tollbridge.domain.network_codes import (
    ADVICE_CODES,
    MASTERCARD_CODES,
    NETWORK_CODES,
    VISA_CATEGORIES,
    VISA_CATEGORY_OF,
    VISA_CODES,
)

NETWORK_TABLES = {"common": NETWORK_CODES, "visa": VISA_CODES, "mastercard": MASTERCARD_CODES}


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and text == " ".join(text.split())


def test_the_tables_cannot_be_changed() -> None:
    for table in (NETWORK_CODES, VISA_CODES, MASTERCARD_CODES, ADVICE_CODES, VISA_CATEGORIES, VISA_CATEGORY_OF):
        with pytest.raises(TypeError):
            table["05"] = None  # type: ignore[index]


def test_each_code_that_visa_puts_in_a_category_has_a_word() -> None:
    assert set(VISA_CATEGORY_OF.values()) == {"1", "2", "3"}
    assert all(unify(VISA_CODES, code) or unify(NETWORK_CODES, code) for code in VISA_CATEGORY_OF)


@pytest.mark.parametrize("table", NETWORK_TABLES.values(), ids=NETWORK_TABLES)
def test_network_codes_are_codes_and_lead_to_rows(table: Mapping[str, Decline]) -> None:
    assert all(code.isalnum() and code.isupper() | code.isdigit() and len(code) in (2, 3) for code in table)
    assert set(table.values()) <= set(TABLE) - {Decline.UNKNOWN}


@pytest.mark.parametrize("approval", ["00", "08", "10", "11", "16", "85", "000"])
def test_an_approval_is_no_decline(approval: str) -> None:
    assert all(approval not in table for table in NETWORK_TABLES.values())


def test_what_the_networks_publish_is_mapped() -> None:
    published = ("01 02 03 04 05 06 07 12 13 14 15 19 41 43 46 51 52 53 54 55 57 58 59 61 62 63 65 70 75 78 79 80 81 "
                 "82 83 86 91 92 93 94 96 1A 5C 6P 9G N3 N4 N7 R0 R1 R3 Z3")
    assert set(published.split()) <= set(NETWORK_CODES)


def test_a_networks_own_meaning_differs_from_the_common_one() -> None:
    for own in (VISA_CODES, MASTERCARD_CODES):
        assert not [code for code, decline in own.items() if NETWORK_CODES.get(code) is decline]


@pytest.mark.parametrize(("code", "decline"), [
    ("05", Decline.DO_NOT_HONOR),
    ("51", Decline.INSUFFICIENT_FUNDS),
    ("54", Decline.EXPIRED_CARD),
    ("1A", Decline.AUTHENTICATION_REQUIRED),
    ("N7", Decline.INCORRECT_CVC),
    ("R0", Decline.STOP_PAYMENT_ORDER),
])
def test_a_network_code_has_its_word(code: str, decline: Decline) -> None:
    assert unify(NETWORK_CODES, code) is decline


@pytest.mark.parametrize(("code", "visa", "mastercard"), [
    ("70", Decline.PIN_REQUIRED, Decline.CALL_ISSUER),
    ("78", Decline.CARD_NOT_ACTIVATED, Decline.INVALID_ACCOUNT),
    ("82", Decline.INCORRECT_CVC, Decline.NOT_PERMITTED),
])
def test_the_networks_differ_on_some_codes(code: str, visa: Decline, mastercard: Decline) -> None:
    assert (unify(VISA_CODES, code) or unify(NETWORK_CODES, code)) is visa
    assert (unify(MASTERCARD_CODES, code) or unify(NETWORK_CODES, code)) is mastercard


def test_merchant_advice_codes_say_whether_and_when() -> None:
    assert set(ADVICE_CODES) == set("01 02 03 04 05 21 22 24 25 26 27 28 29 30 40 41 42 43".split())  # noqa: SIM905
    assert all(is_sentence(advice.meaning) for advice in ADVICE_CODES.values())
    assert ADVICE_CODES["03"].retry is ADVICE_CODES["21"].retry is Retry.NEVER
    waits = [ADVICE_CODES[code].wait for code in ("24", "25", "26", "27", "28", "29", "30")]
    assert waits == [timedelta(hours=1), *(timedelta(days=days) for days in (1, 2, 4, 6, 8, 10))]


def test_only_advice_to_try_later_has_a_time_to_wait() -> None:
    assert all(advice.retry is Retry.LATER for advice in ADVICE_CODES.values() if advice.wait)


def test_visa_categories_say_whether() -> None:
    assert [VISA_CATEGORIES[category].retry for category in "1234"] == [
        Retry.NEVER, Retry.LATER, Retry.CORRECT, Retry.LATER]
    assert all(is_sentence(advice.meaning) for advice in VISA_CATEGORIES.values())
