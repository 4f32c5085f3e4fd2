"""The bodies of the golden cases against Adyen's own description of Checkout v68, strictly; answers against it too."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

import specs

SPEC = specs.SPECS / "adyen/CheckoutService-v68.json"
HOST = "https://checkout-test.adyen.com"
NEWER_TYPES = {
    # Not in the description of v68, but on its page: https://docs.adyen.com/payment-methods/momo/api-only
    "momo_atm",
}
STORED = {
    # A debit that is stored needs no account again: https://docs.adyen.com/payment-methods/sepa-direct-debit/api-only
    "type": "object", "required": ["type", "storedPaymentMethodId"], "additionalProperties": False,
    "properties": {"type": {"type": "string", "enum": ["sepadirectdebit"]},
                   "storedPaymentMethodId": {"type": "string"}},
}
OLDER_WORDS = {"processing", "error"}
"""Of changes: the description has `received` alone, and the cases show what comes of other words."""

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not in ../shared/specs/adyen")


@cache
def schemas() -> dict[str, Any]:
    """Closed, with what is not in it but on its pages; of alternatives any will do, for some of them overlap."""
    text = json.dumps(specs.spec(SPEC)["components"]["schemas"]).replace('"oneOf"', '"anyOf"')
    found: dict[str, Any] = json.loads(text)
    found["PaymentDetails"]["properties"]["type"]["enum"] += sorted(NEWER_TYPES)
    found["PaymentRequest"]["properties"]["paymentMethod"]["anyOf"].append(STORED)
    closed: dict[str, Any] = specs.strict(found)
    return closed


@cache
def additional() -> frozenset[str]:
    """What may stand in additionalData: the description lists it apart, for the object itself takes any text."""
    listed = [schema["properties"] for name, schema in schemas().items() if name.startswith("AdditionalData")]
    return frozenset(key for properties in listed for key in properties)


def sent() -> list[Any]:
    return [pytest.param(exchange["send"], id=name) for name, exchange in specs.exchanges("adyen")
            if exchange["send"]["url"].startswith(HOST)]


def answered() -> list[Any]:
    return [pytest.param(exchange["send"], exchange["receive"], id=name)
            for name, exchange in specs.exchanges("adyen")
            if exchange["send"]["url"].startswith(HOST) and "new_kind_of_action" not in name]


def described(send: dict[str, Any]) -> dict[str, Any]:
    return specs.operation(specs.spec(SPEC), send["method"], send["url"], "/v68")


def reference(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["content"]["application/json"]["schema"]
    return found


def check(schema: dict[str, Any], body: Any) -> None:
    whole = {**schema, "components": {"schemas": schemas()}}
    found = sorted(jsonschema.Draft4Validator(whole).iter_errors(body), key=lambda error: list(error.absolute_path))
    assert not [told(error) for error in found]


def told(error: jsonschema.ValidationError) -> str:
    """Of alternatives, what is wrong with the one that came nearest."""
    nearest = min(error.context or [error], key=lambda inner: len(list(inner.absolute_path)) == 0)
    return f"{list(nearest.absolute_path)}: {nearest.message[:200]}"


def check_request(send: dict[str, Any]) -> None:
    body = json.loads(send["body"])
    check(reference(described(send)["requestBody"]), body)
    # "riskdata.[customFieldName]" of the schema is any name that the merchant has made up
    more = {key for key in body.get("additionalData", {}) if not key.startswith("riskdata.")}
    assert more <= additional()


@pytest.mark.parametrize("send", sent())
def test_a_body_is_of_adyens_schema(send: dict[str, Any]) -> None:
    check_request(send)


PAID = {"amount": {"currency": "EUR", "value": 10}, "merchantAccount": "m", "reference": "r", "returnUrl": "https://r",
        "paymentMethod": {"type": "ideal"}}


@pytest.mark.parametrize("wrong", [
    {"colour": "red"},
    {"amount": {"currency": "EUR", "value": "10"}},
    {"paymentMethod": {"type": "ideal", "bank": "x"}},
    {"paymentMethod": {"type": "brand_new"}},
    {"paymentMethod": {"type": "sepadirectdebit", "iban": "DE89370400440532013000"}},
    {"billingAddress": {"city": "Seattle", "country": "US", "street": "Row", "postalCode": "98101"}},
    {"shopperName": {"firstName": "Mira"}},
    {"metadata": {"nested": {"a": 1}}},
    {"additionalData": {"brandNew": "true"}},
    {"mpiData": {"authenticationResponse": "C"}},
    {"reference": None},
])
def test_the_check_finds_what_is_wrong(wrong: dict[str, Any]) -> None:
    body = {**PAID, **wrong}
    with pytest.raises(AssertionError):
        check_request({"method": "POST", "url": f"{HOST}/v68/payments", "body": json.dumps(body)})


def test_the_check_takes_what_is_right() -> None:
    check_request({"method": "POST", "url": f"{HOST}/v68/payments", "body": json.dumps(PAID)})


@pytest.mark.parametrize(("send", "receive"), answered())
def test_an_answer_is_of_adyens_schema(send: dict[str, Any], receive: dict[str, Any]) -> None:
    body = json.loads(receive["body"])
    if body.get("status") in OLDER_WORDS:
        body["status"] = "received"
    responses = described(send)["responses"]
    check({"$ref": "#/components/schemas/ServiceError"} if receive["status"] >= 400
          else reference(responses[str(receive["status"])]), body)
