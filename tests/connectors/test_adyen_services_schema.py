"""Adyen's disputes, payouts and webhooks in the golden cases, against the schemas that Adyen publishes, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "golden/adyen"
SPECS = ROOT.parent / "shared/specs/adyen"
SERVICES = {"DisputeService": "DisputeService-v30", "Payout": "PayoutService-v68"}
WEBHOOKS = "Webhooks-v1"
INVENTED = ("unknown_event", "success_no_text", "null_references", "genuine_but_unreadable", ".pending", "forged",
            "batch.empty", "not_json", "unknown_status")
"""Webhooks that are not of the schema on purpose, or of an event that it does not have."""
EXAMPLES_HAVE = ("hmacSignature", "recurring.shopperReference")
"""In additionalData of the schema's own examples of events whose schema does not name them."""

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="../shared/specs/adyen is not there")


@cache
def spec(name: str) -> dict[str, Any]:
    read: dict[str, Any] = strict(json.loads((SPECS / f"{name}.json").read_text()))
    return read


def strict(schema: Any) -> Any:
    """Every object closed: a key that the schema does not know fails. Of an event the address tells the code."""
    if isinstance(schema, list):
        return [strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(inner) for key, inner in schema.items() if not (key == "eventCode" and "enum" in inner)}
    if "properties" in schema and isinstance(schema["properties"], dict):
        closed.setdefault("additionalProperties", False)
        closed["properties"].setdefault("eventCode", {"type": "string"})
    return closed


def check(value: Any, name: str, schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator({**schema, "components": spec(name)["components"]})
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)] == []


def content(described: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = described["content"]["application/json"]["schema"]
    return schema


def exchanges() -> Iterator[Any]:
    """Those with the two services: case, file of the schema, operation, what was sent and what came back."""
    for path in sorted(GOLDEN.glob("*.json")):
        case = json.loads(path.read_text())
        for number, exchange in enumerate(case.get("exchanges", ())):
            service, _, action = exchange["send"]["url"].rpartition("/")
            found = next((name for part, name in SERVICES.items() if f"/{part}/v" in service), None)
            if found:
                yield pytest.param(found, f"/{action}", exchange, id=f"{path.stem} {number}")


def webhooks() -> Iterator[Any]:
    for path in sorted(GOLDEN.glob("*_event.*.json")):
        case = json.loads(path.read_text())
        of_this_kind = isinstance(case["webhook"], dict) and "notificationItems" in case["webhook"]
        if of_this_kind and not any(word in path.stem for word in INVENTED):
            yield pytest.param(case["webhook"], id=path.stem)


@pytest.mark.parametrize(("name", "action", "exchange"), list(exchanges()))
def test_a_body_is_of_the_services_schema(name: str, action: str, exchange: dict[str, Any]) -> None:
    operation = spec(name)["paths"][action]["post"]
    assert exchange["send"]["method"] == "POST"
    check(json.loads(exchange["send"]["body"]), name, content(operation["requestBody"]))


@pytest.mark.parametrize(("name", "action", "exchange"), list(exchanges()))
def test_an_answer_is_of_the_services_schema(name: str, action: str, exchange: dict[str, Any]) -> None:
    """But for a word that Adyen has not: the case is there to show what we make of it."""
    body = json.loads(exchange["receive"]["body"])
    if body.get("resultCode") in ("Lit",):
        body["resultCode"] = "Received"
    check(body, name, content(spec(name)["paths"][action]["post"]["responses"][str(exchange["receive"]["status"])]))


@pytest.mark.parametrize("webhook", list(webhooks()))
def test_a_webhook_is_of_the_schema_of_its_event(webhook: dict[str, Any]) -> None:
    for wrapped in webhook["notificationItems"]:
        event = wrapped["NotificationRequestItem"]["eventCode"]
        schema = content(spec(WEBHOOKS)["webhooks"][f"/{event}"]["post"]["requestBody"])
        for name in EXAMPLES_HAVE:
            wrapped["NotificationRequestItem"]["additionalData"].pop(name, None)
        check({**webhook, "notificationItems": [wrapped]}, WEBHOOKS, schema)


def test_every_documented_event_has_a_case() -> None:
    """Those of the standard envelope: two are of another kind, with their signature in a header."""
    shown = {wrapped["NotificationRequestItem"]["eventCode"] for one in webhooks()
             for wrapped in one.values[0]["notificationItems"]}
    other = {"ACH_NOTIFICATION_OF_CHANGE", "DIRECT_DEBIT_NOTICE_OF_CHANGE_NOTIFICATION"}
    assert {path.strip("/") for path in spec(WEBHOOKS)["webhooks"]} - shown - other == set()


@pytest.mark.parametrize(("action", "body", "why"), [
    ("/acceptDispute", {"disputePspReference": "D"}, "'merchantAccountCode' is a required property"),
    ("/acceptDispute", {"disputePspReference": "D", "merchantAccountCode": "M", "why": "x"}, "'why' was unexpected"),
    ("/supplyDefenseDocument", {"disputePspReference": "D", "merchantAccountCode": "M", "defenseDocuments": [
        {"content": "", "contentType": "application/pdf"}]}, "'defenseDocumentTypeCode' is a required property"),
])
def test_the_check_finds_what_is_wrong(action: str, body: dict[str, Any], why: str) -> None:
    name = SERVICES["DisputeService"]
    with pytest.raises(AssertionError, match=why):
        check(body, name, content(spec(name)["paths"][action]["post"]["requestBody"]))
