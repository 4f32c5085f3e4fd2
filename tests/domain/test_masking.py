"""No card number stands in what is shown of a processor's words, however it is written there."""

import pytest
from hypothesis import given, strategies as st

from tollbridge.domain.errors import ConnectorError, OutcomeUnknown, Rejected
from tollbridge.domain.masking import MOST_CHARACTERS, is_card_number, masked

NUMBER = "4242424242424242"


@pytest.mark.parametrize(("text", "shown"), [
    (NUMBER, "***"), ("card4242424242424242x", "card***x"), ("4242 4242-4242.4242", "***"),
    ("4242/4242_4242 4242", "***"),
    ("378282246310005, 4242424242424242", "***, ***"),
    # An expiry date or security code right after it, or digits before it, must not hide it.
    ("4242424242424242 12/34", "*** 12/34"), ("4242 4242 4242 4242 123", "*** 123"),
    ("at 7 4242424242424242", "at 7 ***"),
    ("4242424242424242 378282246310005", "*** ***"),
    # no card numbers: a wrong check digit, too short, too long
    ("4242424242424243", "4242424242424243"), ("12345", "12345"), ("2026-11-21", "2026-11-21"), ("4" * 30, "4" * 30),
    ("", ""), ("\u0664" * 16, "\u0664" * 16)])
def test_a_card_number_is_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text("abc ,:;"), st.text("0123456789", min_size=11, max_size=18), st.text("abc ,:;", max_size=5))
def test_a_number_with_its_check_digit_never_stays(before: str, digits: str, after: str) -> None:
    number = next(digits + last for last in "0123456789" if is_card_number(digits + last))
    assert number not in masked(before + number + after)


def test_a_text_without_end_is_cut() -> None:
    assert masked("x" * 1_000_000) == "x" * MOST_CHARACTERS + "..."


@pytest.mark.parametrize("error", [
    OutcomeUnknown("card 4242 4242 4242 4242 is being charged"),
    Rejected("4242424242424242", "no 4242424242424242", 404)])
def test_a_processor_that_repeats_the_card_number_shows_it_in_no_error(error: ConnectorError) -> None:
    told = f"{error} {error!r} {vars(error)}"
    assert "4242" not in told
    assert "***" in told
