"""Adyen's disputes, payouts, stored methods and webhooks in the golden cases, strictly against Adyen's own schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from specs import ROOT, SPECS, exchanges, operation, spec, strict

ADYEN = SPECS / "adyen"
SERVICES = {
    # what the path begins with, and the description
    "/ca/services/DisputeService/v30": "DisputeService-v30",
    "/pal/servlet/Payout/v68": "PayoutService-v68",
    "/pal/servlet/Recurring/v68": "RecurringService-v68",
}
WEBHOOKS = "Webhooks-v1"
INVENTED = ("unknown_event", "success_no_text", "null_references", "genuine_but_unreadable", ".pending", "forged",
            "batch.empty", "not_json", "unknown_status")
"""Webhooks that are not of the schema on purpose, or of an event that it does not have."""
EXAMPLES_HAVE = ("hmacSignature", "recurring.shopperReference")
"""In additionalData of the schema's own examples of events whose schema does not name them."""

pytestmark = pytest.mark.skipif(not ADYEN.exists(), reason="../shared/specs/adyen is not there")


@cache
def described(name: str) -> dict[str, Any]:
    """Of an event the address tells the code: the schema's lists of codes lag behind its own addresses."""
    closed: dict[str, Any] = strict(spec(ADYEN / f"{name}.json"))
    for schema in closed["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
            if "eventCode" in schema["properties"]:
                schema["properties"]["eventCode"] = {"type": "string"}
    return closed


def check(value: Any, name: str, schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator({**schema, "components": described(name)["components"]})
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)] == []


def content(part: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = part["content"]["application/json"]["schema"]
    return schema


def conversations() -> list[Any]:
    """Those with those services: description, where its paths begin, what was sent and what came back."""
    return [pytest.param(name, prefix, exchange, id=case) for case, exchange in exchanges("adyen")
            for prefix, name in SERVICES.items() if prefix in exchange["send"]["url"]]


def webhooks() -> Iterator[Any]:
    for path in sorted((ROOT / "golden/adyen").glob("*_event.*.json")):
        case = json.loads(path.read_text())
        of_this_kind = isinstance(case["webhook"], dict) and "notificationItems" in case["webhook"]
        if of_this_kind and not any(word in path.stem for word in INVENTED):
            yield pytest.param(case["webhook"], id=path.stem)


@pytest.mark.parametrize(("name", "prefix", "exchange"), conversations())
def test_a_body_is_of_the_services_schema(name: str, prefix: str, exchange: dict[str, Any]) -> None:
    found = operation(described(name), exchange["send"]["method"], exchange["send"]["url"], prefix)
    check(json.loads(exchange["send"]["body"]), name, content(found["requestBody"]))


@pytest.mark.parametrize(("name", "prefix", "exchange"), conversations())
def test_an_answer_is_of_the_services_schema(name: str, prefix: str, exchange: dict[str, Any]) -> None:
    """But for a word that Adyen has not: the case is there to show what we make of it."""
    body = json.loads(exchange["receive"]["body"])
    if body.get("resultCode") == "Lit":
        body["resultCode"] = "Received"
    found = operation(described(name), exchange["send"]["method"], exchange["send"]["url"], prefix)
    check(body, name, content(found["responses"][str(exchange["receive"]["status"])]))


@pytest.mark.parametrize("webhook", list(webhooks()))
def test_a_webhook_is_of_the_schema_of_its_event(webhook: dict[str, Any]) -> None:
    for wrapped in webhook["notificationItems"]:
        event = wrapped["NotificationRequestItem"]["eventCode"]
        schema = content(described(WEBHOOKS)["webhooks"][f"/{event}"]["post"]["requestBody"])
        for name in EXAMPLES_HAVE:
            wrapped["NotificationRequestItem"]["additionalData"].pop(name, None)
        check({**webhook, "notificationItems": [wrapped]}, WEBHOOKS, schema)


def test_every_documented_event_has_a_case() -> None:
    """Those of the standard envelope: two are of another kind, with their signature in a header."""
    shown = {wrapped["NotificationRequestItem"]["eventCode"] for one in webhooks()
             for wrapped in one.values[0]["notificationItems"]}
    other = {"ACH_NOTIFICATION_OF_CHANGE", "DIRECT_DEBIT_NOTICE_OF_CHANGE_NOTIFICATION"}
    assert {path.strip("/") for path in described(WEBHOOKS)["webhooks"]} - shown - other == set()


@pytest.mark.parametrize(("action", "body", "why"), [
    ("/acceptDispute", {"disputePspReference": "D"}, "'merchantAccountCode' is a required property"),
    ("/acceptDispute", {"disputePspReference": "D", "merchantAccountCode": "M", "why": "x"}, "'why' was unexpected"),
    ("/supplyDefenseDocument", {"disputePspReference": "D", "merchantAccountCode": "M", "defenseDocuments": [
        {"content": "", "contentType": "application/pdf"}]}, "'defenseDocumentTypeCode' is a required property"),
])
def test_the_check_finds_what_is_wrong(action: str, body: dict[str, Any], why: str) -> None:
    name = "DisputeService-v30"
    with pytest.raises(AssertionError, match=why):
        check(body, name, content(operation(described(name), "POST", action)["requestBody"]))
