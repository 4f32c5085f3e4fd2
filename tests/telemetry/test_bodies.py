"""What debug lines show of bodies: enough to debug, and nothing that a thief would want."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tollbridge.domain.echoes import Echoes
from tollbridge.domain.secret import Secret
from tollbridge.kit import form, json
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.telemetry.bodies import MOST_BYTES, is_secret_name, shown_answer, shown_exchange

PAN, CVC, KEY = "4000056655665556", "913", "sk_canary_2b7e151628aed2a6"


def answer(body: bytes | dict[str, object], kind: str = "application/json", **headers: str) -> HttpResponse:
    return HttpResponse(200, body if isinstance(body, bytes) else msgspec.json.encode(body),
                        {"content-type": kind, **headers})


def request() -> HttpRequest:
    made = json.post_json("/v1/payments", {"amount": 913, "card": {"number": Secret(PAN), "cvc": Secret(CVC)}})
    return made.with_headers({"authorization": Secret(f"Bearer {KEY}"), "x-shop": "shop-1"})


def test_secrets_of_a_request_are_masked_and_the_rest_is_shown() -> None:
    shown = shown_exchange(request(), None)
    # An idempotency key may be an order's id, and some name orders by their card.
    keyed = shown_exchange(request().with_headers({"idempotency-key": f"order-{PAN}", "x-copy": f"{KEY}."}), None)
    assert keyed["request_headers"].items() >= {"idempotency-key": "order-***", "x-copy": "***."}.items()
    assert shown == {"request_headers": {"content-type": "application/json", "authorization": "***",
                                         "x-shop": "shop-1"},
                     "request_body": '{"amount":913,"card":{"number":"***","cvc":"***"}}'}


def test_a_form_too() -> None:
    made = form.post_form("/v1/payments", {"card[number]": Secret(PAN), "amount": "5"})
    assert shown_exchange(made, None)["request_body"] == "card%5Bnumber%5D=***&amount=5"


def test_what_an_answer_repeats_of_the_request_is_masked() -> None:
    shown = shown_exchange(request(), answer({
        "amount": 913, "status": "ok", "echo": f"card {PAN}", "odd": CVC, "error": f"bad key {KEY}!", "list": [KEY]}))
    assert msgspec.json.decode(shown["response_body"]) == {
        "amount": "***", "status": "ok", "echo": "card ***", "odd": "***", "error": "bad key ***!", "list": ["***"]}


@pytest.mark.parametrize("name", [
    "cvc", "cardCvc", "card_verification_cvv2", "number", "card_number", "pan", "networkToken", "access_token",
    "client_secret", "apiKey", "API-KEY", "password", "cryptogram", "paymentSignature", "iban", "bankAccountNumber",
    "encryptedCardNumber", "cavv", "sessionId", "id_token", "pin",
])
def test_what_has_a_secret_name_is_masked(name: str) -> None:
    assert is_secret_name(name)
    assert shown_answer(answer({"a": [{name: "harmless"}], "b": "shown"}), Echoes()) \
        == f'{{"a":[{{"{name}":"***"}}],"b":"shown"}}'
    assert f"{name}=***" in shown_answer(answer(f"{name}=harmless&b=1".encode(), "application/x-www-form-urlencoded"),
                                         Echoes())


@pytest.mark.parametrize("name", ["id", "status", "amount", "currency", "error", "message", "token_type", "shipping",
                                  "decline_code", "created", "brand", "last4", "exp_month"])
def test_what_helps_to_debug_is_shown(name: str) -> None:
    assert shown_answer(answer({name: "shown"}), Echoes()) == f'{{"{name}":"shown"}}'


@pytest.mark.parametrize(("body", "kind"), [
    (b"<html>" + PAN.encode(), "text/html"), (b"\xff\xfe", "application/json"), (b'{"a":', "application/json"),
    (b"[" * 100_000, "application/json"), (KEY.encode(), "text/plain"), (b"<a/>", "application/xml"),
    (b'{"a":"' + b"x" * MOST_BYTES + b'"}', "application/json"), (b"a", "application/x-www-form-urlencoded"),
])
def test_of_what_cannot_be_masked_the_length_is_shown(body: bytes, kind: str) -> None:
    assert shown_answer(answer(body, kind), Echoes()) == f"({len(body)} bytes, not shown)"


def test_headers_of_an_answer_are_shown_where_they_are_known_to_be_harmless() -> None:
    shown = shown_exchange(request(), answer({}, **{"set-cookie": "session=1", "request-id": "req_1",
                                                    "x-echo": KEY, "server": f"s {KEY}"}))
    assert shown["response_headers"] == {"content-type": "application/json", "set-cookie": "***",
                                         "request-id": "req_1", "x-echo": "***", "server": "s ***"}


@pytest.mark.parametrize("words", ["cvc 9137 declined", "CVV2: 913", "security code was 0913", "pin=123456"])
def test_a_code_that_is_called_one_is_masked(words: str) -> None:
    assert not set(re.findall(r"\d{3,}", shown_answer(answer({"message": words}), Echoes())))


def test_a_card_number_is_masked_wherever_it_stands() -> None:
    shown = shown_answer(answer({"a": int(PAN), "b": {PAN: 1}, "c": [[f"x {PAN} y"]]}), Echoes())
    assert PAN not in shown


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
                    | st.text() | st.sampled_from([PAN, KEY, f"a {KEY} b", f"{PAN} 12/30"]),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just(PAN), inner))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_whatever_comes_back_no_canary_is_shown(body: object) -> None:
    shown = shown_exchange(request(), HttpResponse(500, msgspec.json.encode(body), {}))
    assert PAN not in str(shown)
    assert KEY not in str(shown)


@settings(deadline=None)
@given(st.binary(), st.sampled_from(["", "application/json", "application/x-www-form-urlencoded", "text/xml"]))
def test_any_bytes_are_shown_somehow(body: bytes, kind: str) -> None:
    assert isinstance(shown_answer(HttpResponse(200, body, {"content-type": kind}), Echoes(Secret(KEY))), str)
