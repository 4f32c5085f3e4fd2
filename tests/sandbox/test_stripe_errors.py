"""Stripe's refusals: status, type, code and param as its documentation has them."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from sandbox.forms import INTENTS, REFUNDS, card_form, method_form
from tollbridge.sandbox import Sandbox


async def refused(http: aiohttp.ClientSession, path: str, form: dict[str, str] | None = None,
                  **options: Any) -> tuple[int, dict[str, Any]]:
    async with http.post(path, data=form or {}, **options) as answer:
        return answer.status, (await answer.json())["error"]


@pytest.mark.parametrize(("changes", "code", "param"), [
    ({"amount": None}, "parameter_missing", "amount"),
    ({"currency": None}, "parameter_missing", "currency"),
    ({"amount": "ten"}, "parameter_invalid_integer", "amount"),
    ({"amount": "-5"}, "parameter_invalid_integer", "amount"),
    ({"amount": ""}, "parameter_invalid_empty", "amount"),
    ({"amount": "49"}, "amount_too_small", "amount"),
    ({"amount": "100000000"}, "amount_too_large", "amount"),
    ({"currency": "xxx"}, None, "currency"),
    ({"colour": "red"}, "parameter_unknown", "colour"),
    ({"payment_method_data[shipping]": "x"}, "parameter_unknown", "payment_method_data[shipping]"),
    ({"confirm": "perhaps"}, None, "confirm"),
    ({"capture_method": "later"}, None, "capture_method"),
    ({"metadata": "text"}, None, "metadata"),
    ({"return_url": "nowhere"}, "url_invalid", "return_url"),
    ({"return_url": "javascript:alert(1)"}, "url_invalid", "return_url"),
    ({"payment_method_data[type]": "zip"}, None, "payment_method_data[type]"),
    ({"payment_method_data[type]": "acss_debit", "payment_method_data[acss_debit][account_number]": "000123456789"},
     None, "payment_method_data[type]"),
    ({"payment_method_data[type]": "ideal"}, None, "payment_method"),
    ({"payment_method_data[type]": "sepa_debit"}, "parameter_missing", "payment_method_data[sepa_debit]"),
    ({"payment_method_types[]": "ideal"}, None, "payment_method_types"),
    ({"customer": "cus_none"}, "resource_missing", "customer"),
    ({"amount": "9" * 5000}, "parameter_invalid_integer", "amount"),
    ({"payment_method_data[card][number]": None}, "parameter_missing", "payment_method_data[card][number]"),
    ({"expand[]": "application"}, None, "expand[]"),
    ({"amount": "1001", "currency": "kwd"}, "parameter_invalid_integer", "amount"),
])
async def test_a_wrong_parameter_is_refused_by_name(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                    changes: dict[str, str | None], code: str | None,
                                                    param: str) -> None:
    form = {name: text for name, text in (card_form() | changes).items()
            if text is not None and not (name.startswith("metadata[") and "metadata" in changes)}
    status, error = await refused(http, INTENTS, form)
    assert (status, error["type"], error.get("code"), error["param"]) == (400, "invalid_request_error", code, param)
    assert len(sandbox.ledger) == 0


@pytest.mark.parametrize("authorization", [None, "Bearer sk_live_1234567890123", "Basic !", "Bearer "])
async def test_a_call_without_a_test_key_is_refused(sandbox: Sandbox, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    async with aiohttp.ClientSession() as session:
        status, error = await refused(session, f"{sandbox.url}{INTENTS}", method_form(), headers=headers)
    assert (status, error["type"]) == (401, "invalid_request_error")
    assert "123456789" not in error["message"]


async def test_basic_authentication_carries_the_key_too(sandbox: Sandbox) -> None:
    headers = {"Authorization": aiohttp.encode_basic_auth("sk_test_1", "")}
    async with aiohttp.ClientSession() as session, session.post(
            f"{sandbox.url}{INTENTS}", data=method_form(), headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(("method", "path", "noun"), [
    ("GET", "/v1/payment_intents/pi_none", "payment_intent"), ("POST", "/v1/payment_intents/pi_none/capture",
                                                               "payment_intent"),
    ("GET", "/v1/refunds/re_none", "refund"), ("GET", "/v1/charges/ch_none", "charge"),
    ("GET", "/v1/payment_methods/pm_none", "PaymentMethod"),
])
async def test_what_does_not_exist_is_missing(http: aiohttp.ClientSession, method: str, path: str, noun: str) -> None:
    async with http.request(method, f"/stripe{path}") as answer:
        error = (await answer.json())["error"]
    assert (answer.status, error["code"]) == (404, "resource_missing")
    assert error["message"].startswith(f"No such {noun}: '")


@pytest.mark.parametrize("path", ["/v1/payment_intents//capture", "/v1/nothing", "/v2/payment_intents"])
async def test_an_unknown_path_is_an_unrecognized_url(http: aiohttp.ClientSession, path: str) -> None:
    async with http.post(f"/stripe{path}") as answer:
        assert answer.status == 404
        assert (await answer.json())["error"]["message"].startswith(f"Unrecognized request URL (POST: {path})")


@pytest.mark.parametrize(("options", "verb", "message"), [
    ({}, "confirm", "You cannot confirm this PaymentIntent because it has already succeeded"),
    ({}, "capture", "This PaymentIntent could not be captured because it has already been captured."),
    ({}, "cancel", "You cannot cancel this PaymentIntent because it has a status of succeeded."),
    ({"confirm": "false", "return_url": ""}, "capture",
     "This PaymentIntent could not be captured because it has a status of requires_confirmation."),
    ({"confirm": "false", "payment_method": "", "return_url": ""}, "confirm",
     "You cannot confirm this PaymentIntent because it's missing a payment method."),
])
async def test_a_step_at_the_wrong_time_is_an_unexpected_state(
        http: aiohttp.ClientSession, options: dict[str, str], verb: str, message: str) -> None:
    async with http.post(INTENTS, data=method_form(**options)) as answer:
        intent = await answer.json()
    status, error = await refused(http, f"{INTENTS}/{intent['id']}/{verb}")
    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert error["message"].startswith(message)
    assert error["payment_intent"]["id"] == intent["id"]


async def test_no_more_is_captured_than_is_reserved(http: aiohttp.ClientSession) -> None:
    async with http.post(INTENTS, data=method_form(capture_method="manual")) as answer:
        intent = (await answer.json())["id"]
    status, error = await refused(http, f"{INTENTS}/{intent}/capture", {"amount_to_capture": "1001"})
    assert (status, error["code"]) == (400, "amount_too_large")


async def test_what_was_never_captured_cannot_be_refunded(http: aiohttp.ClientSession) -> None:
    async with http.post(INTENTS, data=method_form(capture_method="manual")) as answer:
        intent = (await answer.json())["id"]
    status, error = await refused(http, REFUNDS, {"payment_intent": intent})
    assert (status, error["type"]) == (400, "invalid_request_error")
    assert error["message"] == f"This PaymentIntent ({intent}) does not have a successful charge to refund."


async def test_a_refund_names_what_it_refunds(http: aiohttp.ClientSession) -> None:
    status, error = await refused(http, REFUNDS, {"amount": "1"})
    assert (status, error["code"]) == (400, "parameter_missing")


async def test_a_body_that_is_no_form_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post(INTENTS, json={"amount": 1000}) as answer:
        assert answer.status == 400
        assert "application/x-www-form-urlencoded" in (await answer.json())["error"]["message"]


@pytest.mark.parametrize("body", [b"amount=1&amount[x]=2", b"%ff=\xff", b"a" + b"[b]" * 40 + b"=c", b"a&" * 3000])
async def test_a_broken_form_is_refused(http: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": "k1"}
    async with http.post(INTENTS, data=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]["type"]) == (400, "invalid_request_error")


async def test_a_version_that_is_none_is_refused(http: aiohttp.ClientSession) -> None:
    status, error = await refused(http, INTENTS, method_form(), headers={"Stripe-Version": "latest"})
    assert (status, error["message"]) == (400, "Invalid Stripe API version: latest")


async def test_every_answer_names_request_and_version(http: aiohttp.ClientSession) -> None:
    headers = {"Stripe-Version": "2022-11-15", "Idempotency-Key": "k1"}
    async with http.post(INTENTS, data=method_form(), headers=headers) as answer:
        assert answer.headers["Request-Id"].startswith("req_")
        assert answer.headers["Stripe-Version"] == "2022-11-15"
        assert answer.headers["Idempotency-Key"] == "k1"
        assert answer.content_type == "application/json"
