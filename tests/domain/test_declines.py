"""The unified decline table: whole, safe to show, and found from any spelling of a code."""

from collections.abc import Mapping

import pytest
from hypothesis import given, strategies as st

from tollbridge.domain.declines import (
    TABLE,
    Category,
    Decline,
    Explanation,
    Retry,
    explain,
    unify,
)
from tollbridge.domain.network_codes import NETWORK_CODES

# What a shopper must not learn: who tries a card that is not theirs would know what to change.
TOO_MUCH = ("fraud", "stolen", "lost", "pickup", "pick up", "blacklist", "block", "risk", "suspect", "sanction")

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


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TABLE["05"] = None  # type: ignore[index]


def test_retryable_is_what_can_succeed_with_the_same_card() -> None:
    assert {row.retry for row in TABLE.values() if row.retryable} == {Retry.LATER, Retry.CORRECT, Retry.AUTHENTICATE}


@pytest.mark.parametrize("word", [
    "incorrect_number", "invalid_number", "invalid_expiry_date", "invalid_cvc", "expired_card", "incorrect_cvc",
    "incorrect_zip", "incorrect_address", "incorrect_pin", "card_declined", "processing_error", "call_issuer",
    "pickup_card", "config_error", "test_mode_live_card", "unsupported_feature", "invalid_amount"])
def test_each_standard_code_of_activemerchant_has_a_word_here(word: str) -> None:
    """https://github.com/activemerchant/active_merchant/blob/master/lib/active_merchant/billing/gateway.rb"""
    ours = {"invalid_number": Decline.INCORRECT_NUMBER, "invalid_expiry_date": Decline.INVALID_EXPIRY,
            "invalid_cvc": Decline.INCORRECT_CVC, "incorrect_zip": Decline.INCORRECT_ADDRESS,
            "card_declined": Decline.GENERIC_DECLINE, "config_error": Decline.INVALID_MERCHANT,
            "test_mode_live_card": Decline.TESTMODE_DECLINE, "unsupported_feature": Decline.CARD_NOT_SUPPORTED}
    assert (ours.get(word) or Decline(word)) in TABLE


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
