"""What a processor repeats of a call is masked in every spelling, and nothing else of its words is."""

from __future__ import annotations

import base64
import json
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, strategies as st

from tollbridge.domain.echoes import Echoes, secrets_in
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import Authorize
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret

KEY = "sk_live_Ab+/cd=Ä9xyzQ12345"
CARD = Card(card_number=Secret("4000001234567899"), card_exp_month=Secret("12"), card_exp_year=Secret("2031"),
            card_cvc=Secret("314"), card_holder_name=Secret("Declined"))
PAY = Authorize(amount=Money(31400, Currency.EUR), payment_method=CARD, metadata=Secret('{"order": "lantern-100-200"}'))
CALL: dict[str, Any] = {"request": PAY, "api_key": Secret(KEY), "iban": Secret("GB33BUKB20201555555555"),
                        "account_number": Secret("00123456"), "line1": Secret("Rue de l'Été 5 bis"),
                        "sort_code": Secret("10-88-00"), "phone_number": Secret("7700900123")}
ECHOES = Echoes(CALL)


@pytest.mark.parametrize(("text", "shown"), [
    (f"bad key {KEY}!", "bad key ***!"),
    (f"bad key {KEY.upper()}", "bad key ***"),
    (f"bad key {KEY[:14]}...", "bad key ***..."),  # cut off by the processor
    (quote(KEY, safe=""), "***"), (quote(quote(KEY, safe="")), "***"), (json.dumps({"k": KEY}), '{"k": "***"}'),
    (quote(json.dumps(KEY)), "%22***%22"), (KEY.replace("/", "\\/"), "***"), (KEY.encode().hex(), "***"),
    (KEY.replace("=", "\\u003d").replace("+", "\\u002B"), "***"),
    (urlencode({"line1": "Rue de l'Été 5 bis"}), "line1=***"), (escape("Rue de l'Été 5 bis"), "***"),
    ("card 4000001234567899", "card ***"), ("card 4000 0012 3456 7899", "card ***"), ("4000-0012-3456-7899", "***"),
    ("4000%200012%203456%207899", "***"), ("4000+0012+3456+7899", "***"), ("400000123456 was read", "*** was read"),
    ("GB33 BUKB 2020 1555 5555 55", "***"), ("gb33bukb20201555555555", "***"), ("account 00123456", "account ***"),
    ("cvc 314 is wrong", "cvc *** is wrong"), ('{"cvc":"314"}', '{"cvc":"***"}'), ("cvc=314&x=1", "cvc=***&x=1"),
    ("cvc%3D314%26x", "cvc%3D***%26x"), ("cvc\\u003d314", "cvc\\u003d***"),
    ("sort code 108800", "sort code ***"), ("10-88-00", "***"), ("call +447700900123", "call +44***"),
    ("CVC314.", "CVC***."), ("code_314", "code_***"),
])
def test_an_echo_is_masked(text: str, shown: str) -> None:
    assert ECHOES.in_words(text) == shown


@pytest.mark.parametrize("text", [
    "Declined", "error 1314", "error 3140", "amount 314.00", "1,314.00", "HTTP 314", "e314", "314a", "12/2031", "12",
    "account 1001234567", "id 1088001", "order lantern-100-200 not found", "card 400000...7899",
    "4000 0012 was charged", "", "insufficient_funds", "No such payment_intent: 'pi_3SkGoldenLantern0A1b2C3d'"])
def test_other_words_stay(text: str) -> None:
    assert ECHOES.in_words(text) == text


def test_a_code_stays_where_it_is_as_short_as_a_security_code() -> None:
    assert ECHOES.in_code("314") == "314"
    assert ECHOES.in_code(f"no_such_key_{KEY}") == "no_such_key_***"


@given(st.binary(max_size=5), st.binary(max_size=5), st.booleans())
def test_a_key_within_base64_is_masked_wherever_it_begins(before: bytes, after: bytes, urlsafe: bool) -> None:
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    text = encode(before + KEY.encode() + after).decode()
    shown = ECHOES.in_words(f"got {text}")
    assert "***" in shown
    assert len(shown) <= len("got ***") + 20  # what stands before and after it, and parts of characters


@given(st.text("abc %&\\+=u0", max_size=20), st.text("abc %&\\+=u0", max_size=20))
def test_no_surroundings_hide_a_card_number(before: str, after: str) -> None:
    assert "400000123456" not in ECHOES.in_words(f"{before}4000001234567899{after}")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert ECHOES.in_words(text) == text or "***" in ECHOES.in_words(text)


def test_parts_of_a_wallets_token_are_secret_too() -> None:
    message = json.dumps({"tag": "Long/Tag+Of+It0123"})
    token = json.dumps({"signature": "MEUCIQDLongSignature==", "signedMessage": message})
    echoes = Echoes({"token": Secret(token)})
    assert echoes.in_words("signature MEUCIQDLongSignature== is not valid") == "signature *** is not valid"
    assert echoes.in_words("tag: Long\\/Tag+Of+It0123") == "tag: ***"


def test_a_key_of_several_lines_is_secret_line_by_line() -> None:
    lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQ", "-----END PRIVATE KEY-----"]
    assert Echoes({"key": Secret("\n".join(lines))}).in_words(f"bad line {lines[1]}") == "bad line ***"


def test_what_follows_the_scheme_of_a_header_is_a_secret_of_its_own() -> None:
    assert Echoes({"Authorization": Secret("Basic dXNlcjpwYXNz")}).in_words("no user dXNlcjpwYXNz") == "no user ***"


def test_what_was_masked_in_part_before_is_masked_whole() -> None:
    key = "sk_4000001234567899_tail"
    assert Echoes(Secret(key)).in_words("key sk_***_tail") == "key ***"


def test_secrets_are_found_however_deep() -> None:
    address = Address(first_name=Secret("Mira"))
    found = {(known.name, known.text) for known in secrets_in({"a": [(address,)], "b": CARD})}
    assert ("first_name", "Mira") in found
    assert ("card_cvc", "314") in found


def test_a_text_without_end_is_cut_after_it_was_masked() -> None:
    text = ECHOES.in_words("x" * 9_995 + KEY)
    assert text.startswith("x" * 9_995 + "***")
    assert len(ECHOES.in_words("x" * 1_000_000)) < 10_100
