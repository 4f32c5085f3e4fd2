"""The bodies of the golden cases against Checkout.com's own API description, strictly.

Its newest copy at hand is of 2021. Members that Checkout.com has added since are those of its official SDK of today:
https://github.com/checkout/checkout-sdk-python (checkout_sdk/payments/payments.py, payment_apm.py, customers.py).
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

import specs
from specs import strict

NAS = specs.SPECS / "checkout/nas-swagger-2021-07.json"
ABC = specs.SPECS / "checkout/abc-swagger-2021.json"

pytestmark = pytest.mark.skipif(not NAS.exists(), reason=f"{NAS.name} is not in ../shared/specs/checkout")

TEXT: dict[str, Any] = {"type": "string"}
WHOLE = {"type": "integer"}
ANY = {"type": "object"}
HOLDER = {"type": "object", "properties": {
    "type": {"enum": ["individual", "corporate"]}, "first_name": TEXT, "last_name": TEXT}}
ALIAS = {"enum": ["{{$card_cvc}}"]}  # a vault's proxy puts the card in on the way
EXPIRY = {"type": "string", "pattern": r"^(\d{2}|\d{4}|\{\{\$card_exp_\w+\}\})$"}
"""Integers in the description. In quotes, that they stay secret: ActiveMerchant's gateway sends them so,
https://github.com/activemerchant/active_merchant/blob/master/lib/active_merchant/billing/gateways/checkout_v2.rb
"""
NEWER_SOURCE = {"store_for_future_use": {"type": "boolean"}, "account_holder": HOLDER}
SOURCES = {
    "token": "01_PaymentRequestTokenSource", "id": "02_PaymentRequestIdSource", "card": "03_PaymentRequestCardSource",
    "network_token": "04_PaymentRequestNetworkTokenSource",
    "currency_account": "05_PaymentRequestCurrencyAccountSource",
}
NAMED = {"type": TEXT, "payment_country": TEXT, "account_holder_name": TEXT}
NEWER_SOURCES: dict[str, dict[str, Any]] = {  # payment_apm.py
    "ach": {"type": TEXT, "account_type": {"enum": ["savings", "checking"]}, "country": TEXT, "account_number": TEXT,
            "bank_code": TEXT, "account_holder": HOLDER},
    "ideal": {"type": TEXT, "description": {**TEXT, "maxLength": 35}},
    "eps": {"type": TEXT, "purpose": {**TEXT, "maxLength": 27}},
    "p24": {**NAMED, "account_holder_email": TEXT}, "multibanco": NAMED, "paypal": {"type": TEXT},
}
LINE = dict.fromkeys(("name", "reference", "commodity_code", "unit_of_measure"), TEXT) | dict.fromkeys(
    ("quantity", "unit_price", "discount_amount", "tax_amount"), WHOLE)
PHONE: dict[str, Any] = {"type": "object", "properties": {"country_code": {**TEXT, "maxLength": 3}, "number": TEXT}}
SESSION_SOURCES = {
    "card": "CardSource", "id": "IdSource", "token": "TokenSource", "network_token": "NetworkTokenSource"}
NEWER = {  # payments.py
    "processing": {"type": "object", "properties": {"order_id": TEXT, **dict.fromkeys(
        ("tax_amount", "discount_amount", "duty_amount", "shipping_amount", "shipping_tax_amount"), WHOLE)}},
    "items": {"type": "array", "items": {"type": "object", "properties": LINE}},
}

CONTEXT_ITEM = dict.fromkeys(("name", "reference"), TEXT) | dict.fromkeys(
    ("quantity", "unit_price", "total_amount"), WHOLE)
COUNTRY = {"type": "object", "properties": {"billing_address": {
    "type": "object", "properties": {"country": {"type": "string", "pattern": "^[A-Z]{2}$"}}}}}
CONTEXT: dict[str, Any] = {  # contexts.py, which the description does not have; test_checkout_sdk.py asks its classes
    **dict.fromkeys(("currency", "processing_channel_id", "success_url", "failure_url"), TEXT),
    "reference": {**TEXT, "maxLength": 50}, "amount": WHOLE, "capture": {"type": "boolean"},
    "payment_type": {"enum": ["Regular", "Recurring"]}, "metadata": {"type": "object", "additionalProperties": True},
    "source": {"type": "object", "properties": {"type": {"enum": ["paypal", "klarna"]}, "account_holder": COUNTRY},
               "required": ["type"]},
    "items": {"type": "array", "items": {"type": "object", "properties": CONTEXT_ITEM}},
    "processing": {"type": "object", "properties": {"locale": TEXT}},
}


@cache
def described() -> dict[str, Any]:
    return specs.spec(NAS)


def flat(name: str) -> dict[str, Any]:
    """A schema with those that it extends; `source` and the like, of which the description has a base alone, open."""
    whole: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
    todo = [described()["components"]["schemas"][name]]
    while todo:
        one = todo.pop()
        if "$ref" in one:
            one = described()["components"]["schemas"][one["$ref"].rsplit("/", 1)[1]]
        whole["properties"] = {**one.get("properties", {}), **whole["properties"]}
        whole["required"] += one.get("required", [])
        todo += one.get("allOf", [])
    whole["required"] = sorted(set(whole["required"]))
    return {key: value for key, value in plain(whole).items() if value != []}


def plain(node: Any) -> Any:
    """References and `allOf` of one resolved. Patterns of ids go: those of the cases are ours."""
    if isinstance(node, list):
        return [plain(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return plain(described()["components"]["schemas"][node["$ref"].rsplit("/", 1)[1]])
    if len(node.get("allOf", ())) == 1:
        return plain({**node["allOf"][0], **{key: its for key, its in node.items() if key in ("properties",)}})
    return {key: plain(inner) for key, inner in node.items() if key not in ("pattern", "format", "example", "title")}


def source_schema(kind: str) -> dict[str, Any]:
    if kind in NEWER_SOURCES:
        return {"type": "object", "properties": NEWER_SOURCES[kind], "required": sorted(NEWER_SOURCES[kind])}
    schema = flat(SOURCES[kind])
    schema["properties"] |= NEWER_SOURCE | {"billing_address": plain({"$ref": "#/components/schemas/Address"})}
    schema["properties"] |= {name: EXPIRY for name in ("expiry_month", "expiry_year") if name in schema["properties"]}
    if kind == "card":
        schema["properties"]["cvv"] = {"anyOf": [ALIAS, schema["properties"]["cvv"]]}
    if kind in ("network_token", "currency_account"):
        # a charge without the shopper has no cryptogram, and the amount stands beside the currency account
        schema["required"] = [name for name in schema["required"] if name not in ("cryptogram", "eci", "amount")]
    return schema


def payment_schema(body: dict[str, Any]) -> dict[str, Any]:
    schema = flat("PayoutRequest" if "destination" in body else "PaymentRequest")
    known = schema["properties"]
    if "payment_context_id" in body:  # payments.py, PaymentRequest: in place of a source
        known["payment_context_id"] = known.pop("source") and TEXT
        schema["required"] = [*(name for name in schema["required"] if name != "source"), "payment_context_id"]
    else:
        known["source"] = source_schema(body["source"]["type"])
    if "destination" in body:
        kind = {"id": "01_PaymentRequestIdDestination", "bank_account": "02_PaymentBankAccountDestination"}
        known["destination"] = flat(kind[body["destination"]["type"]])
        return schema
    known["payment_type"] = {"enum": ["Regular", "Recurring", "MOTO", "Installment", "Unscheduled"]}
    known["3ds"]["properties"] |= {"authentication_id": TEXT, "challenge_indicator": {"enum": [
        "no_preference", "no_challenge_requested", "challenge_requested", "challenge_requested_mandate"]}}
    known["customer"]["properties"] |= {"phone": flat("PhoneNumber"), "tax_number": TEXT}
    known["metadata"] = {"type": "object", "additionalProperties": True}
    return {**schema, "properties": known | NEWER}


def token_schema(body: dict[str, Any]) -> dict[str, Any]:
    """Wallets as the older description has them: the newer one forgets them, and the SDK does not."""
    if body["type"] != "card":
        schemas = specs.spec(ABC)["components"]["schemas"]
        name = {"applepay": "01_ApplePayTokenRequest", "googlepay": "02_GooglePayTokenRequest"}[body["type"]]
        data = schemas[name]["allOf"][1]["properties"]["token_data"]
        data["properties"].get("header", {})["additionalProperties"] = True  # of Apple's own making
        return {"type": "object", "properties": {"type": TEXT, "token_data": data}, "required": ["type", "token_data"]}
    schema = flat("01_CardTokenRequest")
    schema["properties"] |= {"expiry_month": EXPIRY, "expiry_year": EXPIRY}
    return schema


def session_schema(body: dict[str, Any]) -> dict[str, Any]:
    """The SDK of today has other members (sessions/sessions.py), and a network token that is one by its number."""
    schema, kind = flat("SessionRequest"), body["source"]["type"]
    source, known = flat(SESSION_SOURCES[kind]), schema["properties"]
    if kind == "network_token":
        source["required"] = [name for name in source["required"] if name not in ("token_type", "cryptogram")]
    source["properties"] |= {"type": {"enum": [kind]}, "email": TEXT, "mobile_phone": PHONE}
    completion = flat("NonHostedCompletionInfo")
    completion["properties"] |= {"type": {"enum": ["non_hosted"]}, "challenge_notification_url": TEXT}
    completion["required"] = ["type"]  # the callback may be left out today
    return {**schema, "properties": {**known, "source": source, "completion": completion,
                                     "channel_data": browser_schema()}}


def browser_schema() -> dict[str, Any]:
    schema = flat("Browser")
    return {**schema, "properties": schema["properties"] | {"javascript_enabled": {"type": "boolean"}}}


def body_schema(url: str, body: dict[str, Any]) -> dict[str, Any]:
    last = url.rsplit("/", 1)[1]
    if last == "payments":
        schema = payment_schema(body)
    elif last == "sessions":
        schema = session_schema(body)
    elif last == "collect-data":
        schema = browser_schema()
    elif last == "payment-contexts":
        schema = {"type": "object", "properties": CONTEXT, "required": ["source", "amount", "currency"]}
    elif last == "tokens":
        schema = token_schema(body)
    elif last == "customers":
        schema = specs.spec(ABC)["components"]["schemas"]["CustomerCreateRequest"]
        schema = {**schema, "properties": {**schema["properties"], "phone": plain(flat("PhoneNumber"))}}
    else:  # reversals are of the SDK, and take what a void takes
        schema = flat({"captures": "CaptureRequest", "voids": "VoidRequest", "refunds": "RefundRequest",
                       "authorizations": "AuthorizationRequest", "reversals": "VoidRequest",
                       "evidence": "ProvideEvidenceRequest", "issuer-fingerprint": "ThreeDsMethodCompletion"}[last])
    closed: dict[str, Any] = strict(schema)
    return closed


def sent() -> list[Any]:
    return [pytest.param(exchange["send"], id=name) for name, exchange in specs.exchanges("checkout")
            if exchange["send"].get("body", "").startswith("{")]


@pytest.mark.parametrize("send", sent())
def test_a_body_is_of_checkouts_schema(send: dict[str, Any]) -> None:
    body = json.loads(send["body"])
    jsonschema.validate(body, body_schema(send["url"], body), cls=jsonschema.Draft4Validator)


PAY = {"source": {"type": "token", "token": "tok_1"}, "amount": 1, "currency": "USD", "processing_channel_id": "pc_1"}


@pytest.mark.parametrize(("wrong", "why"), [
    ({"colour": "red"}, "Additional properties"),
    ({"amount": "1"}, "is not of type 'integer'"),
    ({"payment_type": "Sometimes"}, "is not one of"),
    ({"source": {"type": "card", "number": "4242424242424242"}}, "is a required property"),
    ({"3ds": {"force_3ds": True}}, "Additional properties"),
    ({"payment_context_id": "pct_1"}, "'source' was unexpected"),
])
def test_the_check_finds_what_is_wrong(wrong: dict[str, Any], why: str) -> None:
    body = {**PAY, **wrong}
    with pytest.raises(jsonschema.ValidationError, match=why):
        jsonschema.validate(body, body_schema("https://api.checkout.com/payments", body),
                            cls=jsonschema.Draft4Validator)


NUMBER = {"type": "card", "number": "4242424242424242", "expiry_month": 9, "expiry_year": 2031}
SESSION = {"source": NUMBER, "currency": "USD", "completion": {"type": "non_hosted"}}


@pytest.mark.parametrize(("wrong", "why"), [
    ({"colour": "red"}, "Additional properties"),
    ({"source": {**NUMBER, "cvv": "314"}}, "Additional properties"),
    ({"source": {**NUMBER, "expiry_month": "09"}}, "is not of type 'integer'"),
    ({"completion": {}}, "is a required property"),
    ({"channel_data": {"channel": "browser", "language": "en"}}, "is a required property"),
])
def test_the_check_of_sessions_finds_what_is_wrong(wrong: dict[str, Any], why: str) -> None:
    body: dict[str, Any] = {**SESSION, **wrong}
    jsonschema.validate(SESSION, body_schema("https://api.checkout.com/sessions", SESSION))
    with pytest.raises(jsonschema.ValidationError, match=why):
        jsonschema.validate(body, body_schema("https://api.checkout.com/sessions", body))


def answered() -> list[Any]:
    return [pytest.param(exchange, id=name) for name, exchange in specs.exchanges("checkout")
            if "/sessions" in exchange["send"]["url"] and exchange["receive"]["status"] < 300]


@pytest.mark.parametrize("exchange", answered())
def test_an_answer_about_a_session_is_of_the_schema(exchange: dict[str, Any]) -> None:
    """But for what the cases show of words and statuses that nobody has described."""
    schema, body = flat("GetSessionResponse"), json.loads(exchange["receive"]["body"])
    schema["properties"] |= {"3ds": {"type": "object", "properties": {
        "challenge_request": TEXT, "interaction_counter": TEXT}}, "_links": {**ANY, "additionalProperties": True}}
    if body["status"] == "dreaming":
        del schema["properties"]["status"]["enum"]
    jsonschema.validate(body, strict(schema), cls=jsonschema.Draft4Validator)


@pytest.mark.parametrize("wrong", [
    {"3ds": {"enabled": False}}, {"reference": "x" * 51}, {"source": {"type": "paypal", "email": "ida@lamp.example"}},
    {"items": [{"name": "Lantern", "colour": "red"}]}, {"payment_type": "MOTO"}])
def test_the_check_finds_what_is_wrong_with_a_context(wrong: dict[str, Any]) -> None:
    body = {"source": {"type": "paypal"}, "amount": 1, "currency": "USD", **wrong}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, body_schema("https://api.checkout.com/payment-contexts", body),
                            cls=jsonschema.Draft4Validator)


@pytest.mark.parametrize("send", [
    pytest.param(exchange["send"], id=name) for name, exchange in specs.exchanges("checkout")])
def test_every_path_is_described(send: dict[str, Any]) -> None:
    """But for those that its SDK has beside."""
    if any(part in send["url"] for part in ("/customers", "/payments?", "/payment-contexts", "/reversals")):
        return
    specs.operation(described(), send["method"], send["url"])
