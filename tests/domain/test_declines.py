"""The unified decline table: whole, safe to show, and found from any spelling of a code."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from tollbridge.domain.declines import (
    ADVICE_CODES,
    MASTERCARD_CODES,
    NETWORK_CODES,
    TABLE,
    VISA_CATEGORIES,
    VISA_CODES,
    Category,
    Decline,
    Explanation,
    Retry,
    explain,
    unify,
)

# What a shopper must not learn: who tries a card that is not theirs would know what to change.
TOO_MUCH = ("fraud", "stolen", "lost", "pickup", "pick up", "blacklist", "block", "risk", "suspect", "sanction")

NETWORK_TABLES = {"common": NETWORK_CODES, "visa": VISA_CODES, "mastercard": MASTERCARD_CODES}

rows = pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.code.value)


def is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.endswith(".") and text == " ".join(text.split())


def test_every_decline_has_its_row() -> None:
    assert set(TABLE) == set(Decline)
    assert all(explain(code).code is code for code in Decline)


def test_every_category_and_every_retry_is_in_use() -> None:
    assert {row.category for row in TABLE.values()} == set(Category)
    assert {row.retry for row in TABLE.values()} == set(Retry)


def test_the_words_are_lower_snake_case_and_named_alike() -> None:
    assert all(code.value == code.name.lower() for code in Decline)


@rows
def test_a_row_speaks_in_sentences(row: Explanation) -> None:
    assert is_sentence(row.message)
    assert is_sentence(row.shopper_message)
    assert is_sentence(row.description)


@rows
def test_the_shopper_learns_nothing_of_fraud(row: Explanation) -> None:
    assert not [word for word in TOO_MUCH if word in row.shopper_message.lower()]


def test_fraud_looks_to_the_shopper_like_any_decline() -> None:
    told = {row.shopper_message for row in TABLE.values() if row.category is Category.FRAUD}
    assert told == {explain(Decline.GENERIC_DECLINE).shopper_message}


def test_every_message_is_its_own() -> None:
    assert len({row.message for row in TABLE.values()}) == len(TABLE)


@pytest.mark.parametrize("code", [
    Decline.LOST_CARD, Decline.STOLEN_CARD, Decline.PICKUP_CARD, Decline.ACCOUNT_CLOSED, Decline.STOP_PAYMENT_ORDER,
    Decline.REVOCATION_OF_AUTHORIZATION, Decline.DUPLICATE_TRANSACTION,
])
def test_what_can_only_do_harm_is_not_tried_again(code: Decline) -> None:
    assert explain(code).retry is Retry.NEVER


def test_a_description_says_where_it_comes_from_and_what_to_do() -> None:
    assert explain(Decline.INSUFFICIENT_FUNDS).description == "The money is not there. The same details may work later."


def test_the_tables_cannot_be_changed() -> None:
    for table in (TABLE, NETWORK_CODES, VISA_CODES, MASTERCARD_CODES, ADVICE_CODES, VISA_CATEGORIES):
        with pytest.raises(TypeError):
            table["05"] = None  # type: ignore[index]


# -- the networks' codes

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
    assert set(ADVICE_CODES) == set("01 02 03 04 21 22 24 25 26 27 28 29 30 40 41 42 43".split())  # noqa: SIM905
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


# -- looking codes up

WORDS: Mapping[str, Decline] = {
    "card_declined": Decline.GENERIC_DECLINE, "ExpiredCard": Decline.EXPIRED_CARD, "2010": Decline.INCORRECT_CVC,
}


def test_the_first_code_that_the_table_has_counts() -> None:
    assert unify(WORDS, "ExpiredCard", "card_declined") is Decline.EXPIRED_CARD
    assert unify(WORDS, "card_declined", "ExpiredCard") is Decline.GENERIC_DECLINE


def test_absent_and_unheard_of_codes_are_passed_over() -> None:
    assert unify(WORDS, None, "", "new_word", "2010") is Decline.INCORRECT_CVC


def test_none_of_the_codes_gives_none() -> None:
    assert unify(WORDS, None, "", "new_word") is None
    assert unify(WORDS) is None
    assert unify({}, "card_declined") is None


@given(st.sampled_from(sorted(WORDS)), st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_case_does_not_matter(word: str, spelled: object) -> None:
    assert callable(spelled)
    assert unify(WORDS, spelled(word)) is WORDS[word]


@given(st.text())
def test_any_text_is_looked_up(code: str) -> None:
    assert unify(NETWORK_CODES, code) in {None, *Decline}
