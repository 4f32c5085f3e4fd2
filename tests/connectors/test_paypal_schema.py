"""The requests of the golden cases against PayPal's own API descriptions, strictly; answers against its objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "golden/paypal"
SPECS = ROOT.parent / "shared/specs/paypal"
FILES = ("checkout_orders_v2.json", "payments_payment_v2.json", "vault_payment_tokens_v3.json")
TEXT = {"type": "string"}
CARD_OF_GOOGLE = {
    "type": "object", "required": ["number", "expiry"], "additionalProperties": False,
    "properties": {"number": {"type": "string", "pattern": "^[0-9]{13,19}$"},
                   "expiry": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}, "name": TEXT}}
GOOGLE_PAY = {
    # Empty in the description; PayPal's own SDK has it, with what it insists on:
    # https://github.com/paypal/PayPal-PHP-Server-SDK/blob/main/doc/models/google-pay-decrypted-token-data.md
    "type": "object", "additionalProperties": False, "properties": {
        "decrypted_token": {
            "type": "object", "required": ["payment_method", "card", "authentication_method"],
            "additionalProperties": False, "properties": {
                "payment_method": {"enum": ["CARD"]}, "authentication_method": {"enum": ["PAN_ONLY", "CRYPTOGRAM_3DS"]},
                "card": CARD_OF_GOOGLE, "cryptogram": TEXT, "eci_indicator": TEXT}},
        "assurance_details": {"type": "object", "additionalProperties": False, "properties": {
            "account_verified": {"type": "boolean"}, "card_holder_authenticated": {"type": "boolean"}}}}}
ADDED: dict[str, dict[str, Any]] = {
    # What the descriptions lack and PayPal's guides and SDK have, by the name of the schema: more properties of it.
    # https://developer.paypal.com/docs/checkout/apm/ideal/orders-api: the same words as in the answer
    "order_request": {"processing_instruction": {"enum": ["ORDER_COMPLETE_ON_PAYMENT_APPROVAL", "NO_INSTRUCTION"]}},
    # https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/api
    "card_attributes": {"verification": {"type": "object", "additionalProperties": False, "properties": {
        "method": {"enum": ["SCA_ALWAYS", "SCA_WHEN_REQUIRED"]}}}},
    # https://developer.paypal.com/docs/checkout/save-payment-methods/purchase-later/: a second kind of token
    "token_id_request": {"type": {"enum": ["BILLING_AGREEMENT", "SETUP_TOKEN"]}},
    "payment_source": {"google_pay": GOOGLE_PAY},
    # https://developer.paypal.com/api/orders/v2/definitions/venmo_wallet_experience_context has user_action; the way
    # back PayPal's own shop module sends, https://github.com/woocommerce/woocommerce-paypal-payments
    "venmo_wallet_experience_context": {
        "user_action": {"enum": ["CONTINUE", "PAY_NOW"]}, "return_url": {"type": "string", "format": "uri"},
        "cancel_url": {"type": "string", "format": "uri"}},
}
ALIASES = {"{{$card_number}}": "4012888888881881", "{{$card_exp_year}}": "2031", "{{$card_exp_month}}": "09",
           "{{$card_cvc}}": "314"}
LIKELY = {"POSTPONED", "TOKENIZED"}
"""Words of answers that are none of PayPal's for the object, on purpose."""

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="../shared/specs/paypal is not there")


@cache
def spec(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SPECS / name).read_text())
    return read


def cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in sorted(GOLDEN.glob("*.json")):
        case = json.loads(path.read_text())
        for number, exchange in enumerate(case.get("exchanges", ()), 1):
            yield path.stem if number == 1 else f"{path.stem} {number}", case, exchange


def operation(method: str, url: str) -> tuple[str, dict[str, Any]] | None:
    """The description that has the method and path, and what it says of it."""
    for name in FILES:
        for template, methods in spec(name)["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), urlsplit(url).path) and method.lower() in methods:
                return name, methods[method.lower()]
    return None


def described() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Of the APIs whose descriptions these are."""
    apis = re.compile(r"/v2/(checkout|payments)/|/v3/vault/")
    return [one for one in cases() if apis.match(urlsplit(one[2]["send"]["url"]).path)]


def posted() -> list[Any]:
    return [pytest.param(exchange["send"], id=name) for name, _, exchange in described()
            if exchange["send"]["method"] == "POST"]


def answered() -> list[Any]:
    return [pytest.param(case, exchange, id=name) for name, case, exchange in described()
            if exchange["receive"]["status"] in (200, 201) and exchange["receive"].get("body", "").endswith("}")]


def closed(name: str, schema: Any, at: str = "") -> Any:
    """The schema with its references and alternatives put in, and every object closed: an unknown key fails."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        at = schema["$ref"].rpartition("/")[2]
        return closed(name, spec(name)["components"]["schemas"][at], at)
    merged = {key: value for key, value in schema.items() if key not in ("allOf", "properties")}
    properties = dict(schema.get("properties", {}))
    for part in (closed(name, one) for one in schema.get("allOf", ())):
        properties |= part.get("properties", {})
        merged["required"] = [*merged.get("required", ()), *part.get("required", ())]
        merged |= {key: value for key, value in part.items() if key not in ("properties", "required", "description")}
    properties = {key: closed(name, inner) for key, inner in properties.items()} | ADDED.get(at, {})
    if properties:
        merged |= {"type": "object", "properties": properties, "additionalProperties": False}
    if "items" in merged:
        merged["items"] = closed(name, merged["items"])
    return merged


def check(value: Any, schema: Any) -> None:
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(value)


@cache
def body_schema(method: str, url: str) -> Any:
    found = operation(method, url)
    assert found is not None, f"{method} {url} is in no description"
    body = found[1].get("requestBody", {})
    if "$ref" in body:
        body = spec(found[0])["components"]["requestBodies"][body["$ref"].rpartition("/")[2]]
    return closed(found[0], body["content"]["application/json"]["schema"]) if body else None


@pytest.mark.parametrize("send", posted())
def test_a_request_is_what_paypal_describes(send: dict[str, Any]) -> None:
    text = send.get("body") or "{}"
    for alias, value in ALIASES.items():
        text = text.replace(alias, value)
    schema = body_schema(send["method"], send["url"])
    if schema is None:
        assert text == "{}"
    else:
        check(json.loads(text), schema)


@pytest.mark.parametrize("send", posted())
def test_an_id_of_a_request_is_no_longer_than_paypal_takes(send: dict[str, Any]) -> None:
    parameters = spec("checkout_orders_v2.json")["components"]["parameters"]
    assert len(send["headers"].get("paypal-request-id", "")) <= parameters["paypal_request_id"]["schema"]["maxLength"]


@pytest.mark.parametrize(("case", "exchange"), answered())
def test_an_answer_is_what_paypal_describes(case: dict[str, Any], exchange: dict[str, Any]) -> None:
    """Its types, formats and words; of what the description lacks, PayPal may send more."""
    body = json.loads(exchange["receive"]["body"])
    if case["source"]["kind"] == "reference" or LIKELY & set(re.findall(r"[A-Z_]+", exchange["receive"]["body"])):
        pytest.skip("words that PayPal does not have there, on purpose")
    found = operation(exchange["send"]["method"], exchange["send"]["url"])
    assert found is not None
    answers = found[1]["responses"]
    schema = (answers.get("200") or answers["201"])["content"]["application/json"]["schema"]
    check(body, opened(closed(found[0], schema)))


def opened(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: opened(value) for key, value in schema.items() if key != "additionalProperties"}
    return [opened(inner) for inner in schema] if isinstance(schema, list) else schema


def test_the_schemas_can_fail() -> None:
    """Else the tests above would prove nothing."""
    schema = body_schema("POST", "https://api-m.paypal.com/v2/checkout/orders")
    good: dict[str, Any] = {"intent": "CAPTURE", "purchase_units": [{"amount": {"currency_code": "USD", "value": "1"}}]}
    check(good, schema)
    for bad in ({**good, "intent": "SALE"}, {**good, "payee": {}}, {"intent": "CAPTURE"},
                {**good, "purchase_units": [{"amount": {"currency_code": "USD", "value": 1}}]},
                {**good, "payment_source": {"card": {"number": "4", "expiry": "2031-09"}}}):
        with pytest.raises(jsonschema.ValidationError):
            check(bad, schema)
