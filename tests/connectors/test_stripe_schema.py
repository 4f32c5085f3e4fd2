"""The forms of the golden cases against Stripe's own API description, strictly; answers against its objects."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import jsonschema
import pytest

import specs
from specs import nullable, strict

SPEC = specs.SPECS / "stripe/spec3-2022-11-15.json"
FORM = "application/x-www-form-urlencoded"
NEWER = {
    # Later versions of the API have them, and Stripe sends them to us as it does to its own SDK of today:
    # https://docs.stripe.com/changelog/acacia/2024-12-18/network-advice-code-network-decline-code
    "network_decline_code", "network_advice_code",
}

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not in ../shared/specs/stripe")


def posted() -> list[Any]:
    return [pytest.param(exchange["send"], id=name) for name, exchange in specs.exchanges("stripe")
            if exchange["send"]["method"] == "POST"]


def answered() -> list[Any]:
    bodies = ((name, exchange["receive"]["body"]) for name, exchange in specs.exchanges("stripe"))
    return [pytest.param(json.loads(body), id=name) for name, body in bodies
            if body.startswith("{") and body.endswith("}")]


def decoded(pairs: list[tuple[str, str]]) -> Any:
    """Bracketed names as nested objects; an object whose keys count from 0 is a list."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        head, *inner = re.findall(r"[^\[\]]+", name)
        place = root
        for key in (head, *inner)[:-1]:
            place = place.setdefault(key, {})
        last = (head, *inner)[-1]
        assert last not in place, f"{name} is given twice"
        place[last] = value
    return listed(root)


def listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and list(value) == [str(number) for number in range(len(value))]:
        return [listed(inner) for inner in value.values()]
    return {key: listed(inner) for key, inner in value.items()}


def typed(value: Any, schema: dict[str, Any]) -> Any:
    """A form has texts only: numbers and booleans by the schema's word."""
    if isinstance(value, dict):
        known = strict_properties(schema)
        return {key: typed(inner, known.get(key, schema.get("additionalProperties") or {}))
                for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner, schema.get("items", {})) for inner in value]
    kinds = {one.get("type") for one in (schema, *schema.get("anyOf", ()))}
    if "boolean" in kinds and value in ("true", "false"):
        return value == "true"
    return int(value) if "integer" in kinds and re.fullmatch(r"-?[0-9]+", value) else value


def strict_properties(schema: dict[str, Any]) -> dict[str, Any]:
    """All that an object, or any of its alternatives, may have."""
    found = dict(schema.get("properties", {}))
    for one in schema.get("anyOf", ()):
        found |= one.get("properties", {})
    return found


def form_schema(method: str, url: str) -> dict[str, Any]:
    """A copy of what the description says of a form."""
    schema: dict[str, Any] = specs.operation(specs.spec(SPEC), method, url)["requestBody"]["content"][FORM]["schema"]
    copied: dict[str, Any] = json.loads(json.dumps(schema))
    return copied


NEWER_TYPES = {
    # Payment methods that Stripe has added since, for every version of the API, as its Python SDK 16.1 has them:
    # https://github.com/stripe/stripe-python/blob/v16.1.0/stripe/params/_payment_intent_create_params.py
    "alma", "amazon_pay", "bizum", "crypto", "kakao_pay", "mb_way", "mobilepay", "multibanco", "pay_by_bank",
    "revolut_pay", "satispay", "swish", "twint",
}
TEXT = {"type": "string"}
NETWORK_TOKEN = {
    # Stripe opens this account by account and does not describe it. ActiveMerchant sends it:
    # https://github.com/activemerchant/active_merchant/blob/master/lib/active_merchant/billing/gateways/stripe_payment_intents.rb
    "type": "object", "required": ["exp_month", "exp_year", "network_token"],
    "properties": {
        "last4": TEXT, "exp_month": {"type": "integer"}, "exp_year": {"type": "integer"},
        "network_token": {"type": "object", "required": ["number", "exp_month", "exp_year"], "properties": {
            "number": TEXT, "exp_month": {"type": "integer"}, "exp_year": {"type": "integer"},
            "tokenization_method": {"type": "string", "enum": ["apple_pay", "google_pay_dpan"]}}},
    },
}
ALIAS = {"type": "string", "pattern": r"^\{\{\$card_\w+\}\}$"}
ALIASED = {  # a vault's proxy puts the card in on the way
    "type": "object", "required": ["exp_month", "exp_year", "number"],
    "properties": dict.fromkeys(("number", "exp_month", "exp_year", "cvc"), ALIAS),
}
IMPORTED = {
    # 3DS run elsewhere: Stripe has it for every version by now, as its Python SDK 16.1 shows (the file above).
    # https://docs.stripe.com/payments/payment-intents/three-d-secure-import
    "type": "object", "required": ["cryptogram", "transaction_id", "version"],
    "properties": {
        "cryptogram": TEXT, "transaction_id": TEXT, "version": TEXT,
        "electronic_commerce_indicator": {"type": "string", "enum": ["01", "02", "05", "06", "07"]},
        "ares_trans_status": {"type": "string", "enum": ["A", "C", "I", "N", "R", "U", "Y"]},
        "exemption_indicator": {"type": "string", "enum": ["low_risk", "none"]}},
}
BY_REQUEST = {  # as NETWORK_TOKEN, among the options of a card
    "network_token": {"type": "object", "required": ["cryptogram"],
                      "properties": {"cryptogram": TEXT, "electronic_commerce_indicator": TEXT}},
    "mit_exemption": {"type": "object", "required": ["network_transaction_id"],
                      "properties": {"network_transaction_id": TEXT}},
    "three_d_secure": IMPORTED,
    "moto": {"type": "boolean"},  # in the same file of the SDK; for accounts that Stripe has opened for it
    # what may be done to a reservation later: as IMPORTED, in the same file of the SDK
    **{f"request_{what}": {"type": "string", "enum": ["if_available", "never"]}
       for what in ("multicapture", "incremental_authorization", "extended_authorization")},
}
FINAL = {"final_capture": {"type": "boolean"}}
"""Of one of several captures, since they are for everybody:
https://github.com/stripe/stripe-python/blob/v16.1.0/stripe/params/_payment_intent_capture_params.py
"""


def body_schema(send: dict[str, Any]) -> dict[str, Any]:
    """Closed; and with cards in payment_method_data, which the description shows of POST /v1/payment_methods alone, for
    only accounts with access to raw card data may send them.
    https://docs.stripe.com/api/payment_methods/create#create_payment_method-card
    """
    schema = form_schema(send["method"], send["url"])
    properties = schema["properties"]
    if send["url"].endswith("/capture"):
        properties |= FINAL
    method = properties.get("payment_method_data")
    if method is not None:
        card = form_schema("POST", "https://api.stripe.com/v1/payment_methods")["properties"]["card"]["anyOf"]
        method["properties"]["card"] = {"anyOf": [ALIASED, NETWORK_TOKEN, *card]}
        method["properties"]["type"]["enum"] += ["card", *sorted(NEWER_TYPES)]
        options = properties["payment_method_options"]["properties"]["card"]
        options.get("anyOf", [options])[0]["properties"] |= BY_REQUEST
    closed: dict[str, Any] = strict(schema)
    return closed


def check_form(send: dict[str, Any]) -> None:
    schema = body_schema(send)
    pairs = parse_qsl(send.get("body", ""), keep_blank_values=True, strict_parsing=bool(send.get("body")))
    jsonschema.validate(typed(decoded(pairs), schema), schema, cls=jsonschema.Draft4Validator)


@pytest.mark.parametrize("send", posted())
def test_a_form_is_of_stripes_schema(send: dict[str, Any]) -> None:
    check_form(send)


@pytest.mark.parametrize(("body", "why"), [
    ("amount=10&currency=usd&colour=red", "Additional properties"),
    ("amount=ten&currency=usd", "is not of type 'integer'"),
    ("currency=usd", "'amount' is a required property"),
    ("amount=10&currency=usd&payment_method_data[type]=card&payment_method_data[ip]=127.0.0.1", "Additional"),
    ("amount=10&currency=usd&capture_method=later", "is not one of"),
])
def test_the_check_finds_what_is_wrong(body: str, why: str) -> None:
    with pytest.raises(jsonschema.ValidationError, match=why):
        check_form({"method": "POST", "url": "https://api.stripe.com/v1/payment_intents", "body": body})


@cache
def objects() -> dict[str, Any]:
    """The answer objects, without what a case may leave out."""
    schemas: dict[str, Any] = nullable(specs.spec(SPEC)["components"]["schemas"])
    return {name: {key: value for key, value in schema.items() if key != "required"}
            for name, schema in schemas.items()}


UNKNOWN_ON_PURPOSE = re.compile(r"unknown_status|source_")
"""Cases of words that Stripe's page does not have, or that objects of other API versions have."""


@pytest.mark.parametrize("body", answered())
def test_an_answer_is_of_stripes_schema(body: dict[str, Any], request: pytest.FixtureRequest) -> None:
    name = "error" if "error" in body else body["object"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": objects()}}
    found = list(jsonschema.Draft4Validator(schema).iter_errors(body))
    if UNKNOWN_ON_PURPOSE.search(request.node.name):
        assert [list(error.absolute_path) for error in found] in ([["status"]], [])
    else:
        assert not found
    known = objects()["api_errors"]["properties"].keys() | NEWER
    assert body.get("error", {}).keys() <= known
