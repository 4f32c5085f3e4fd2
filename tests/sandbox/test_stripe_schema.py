"""The sandbox's answers against Stripe's own API description, where it lies beside this project."""

from __future__ import annotations

from typing import Any

import aiohttp
import jsonschema
import pytest

from sandbox.forms import INTENTS, REFUNDS, card_form, method_form
from sandbox.schemas import SPEC, check

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not in ../shared/specs/stripe")


async def told(http: aiohttp.ClientSession, path: str, form: dict[str, str] | None = None) -> Any:
    async with http.request("GET" if form is None else "POST", path, data=form) as answer:
        return await answer.json()


@pytest.mark.parametrize("form", [
    method_form(), method_form(capture_method="manual"), method_form(confirm="false", return_url=""),
    method_form("pm_card_authenticationRequired"), method_form("pm_card_authenticationRequired", return_url=""),
    card_form() | {
        "payment_method_options[card][request_three_d_secure]": "any", "shipping[name]": "Jane Doe",
        "shipping[address][line1]": "1 Road", "payment_method_data[billing_details][name]": "Jane Doe",
        "payment_method_data[billing_details][address][postal_code]": "12345", "setup_future_usage": "off_session",
        "description": "Order 1", "receipt_email": "jane@example.com", "statement_descriptor_suffix": "O1"}],
    ids=["captured", "reserved", "unconfirmed", "redirected", "for the browser library", "rich"])
async def test_a_payment_intent_is_of_its_schema(http: aiohttp.ClientSession, form: dict[str, str]) -> None:
    intent = await told(http, INTENTS, form)
    check(intent, "payment_intent")
    check(await told(http, f"{INTENTS}/{intent['id']}?expand[]=latest_charge.refunds&expand[]=payment_method"),
          "payment_intent")


async def test_charge_refund_and_method_are_of_their_schemas(http: aiohttp.ClientSession) -> None:
    intent = await told(http, INTENTS, method_form(capture_method="manual"))
    check(await told(http, f"{INTENTS}/{intent['id']}/capture", {"amount_to_capture": "600"}), "payment_intent")
    refund = await told(http, REFUNDS, {"payment_intent": intent["id"], "amount": "1", "expand[]": "charge"})
    check(refund, "refund")
    check(await told(http, f"{REFUNDS}/{refund['id']}"), "refund")
    check(await told(http, f"/stripe/v1/charges/{intent['latest_charge']}?expand[]=refunds"), "charge")
    check(await told(http, f"/stripe/v1/payment_methods/{intent['payment_method']}"), "payment_method")
    other = await told(http, INTENTS, method_form(capture_method="manual"))
    check(await told(http, f"{INTENTS}/{other['id']}/cancel", {}), "payment_intent")


@pytest.mark.parametrize("form", [
    card_form("4000000000000002"), card_form("4000000000000127"), card_form("4242424242424241"),
    method_form(amount="1"), method_form(colour="red")])
async def test_an_error_is_of_its_schema(http: aiohttp.ClientSession, form: dict[str, str]) -> None:
    answer = await told(http, INTENTS, form)
    check(answer, "error")
    if "charge" in answer["error"]:
        check(await told(http, f"/stripe/v1/charges/{answer['error']['charge']}"), "charge")


def test_the_check_finds_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check({"id": "re_1", "object": "refund", "amount": "ten", "created": 1, "currency": "usd"}, "refund")
