"""Webhook checks, disputes and payouts of the golden cases against PayPal's own API descriptions, strictly."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "golden/paypal"
SPECS = ROOT.parent / "shared/specs/paypal"
FILES = ("notifications_webhooks_v1", "customer_disputes_v1", "payments_payouts_batch_v1")
UNKNOWN = "SPARKLING"  # a word that PayPal does not have, in cases of what becomes of such a word
NOT_IN_THE_DESCRIPTION = {
    # The description says only "A file with evidence"; the part with the JSON is in PayPal's collection of requests:
    # https://www.postman.com/paypal/paypal-public-api-workspace/
    "input",
}

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="../shared/specs/paypal is not there")


@cache
def spec(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SPECS / f"{name}.json").read_text())
    return read


def described(method: str, url: str) -> tuple[str, dict[str, Any]] | None:
    """What the descriptions say of a method and a path, and in which of them."""
    path = urlsplit(url).path
    for name in FILES:
        for template, methods in spec(name)["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in methods:
                return name, methods[method.lower()]
    return None


def exchanges() -> Iterator[tuple[str, dict[str, Any], str, dict[str, Any]]]:
    for path in sorted(GOLDEN.glob("*.json")):
        for number, exchange in enumerate(json.loads(path.read_text()).get("exchanges", ())):
            found = described(exchange["send"]["method"], exchange["send"]["url"])
            if found is not None:
                yield f"{path.stem} {number}", exchange, *found


def strict(schema: Any) -> Any:
    """An object with properties has no others. `allOf` and its like are not used in these three descriptions."""
    if isinstance(schema, list):
        return [strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {key: strict(value) for key, value in schema.items()}
    if "properties" in tight and isinstance(schema["properties"], dict) and schema.get("type") == "object":
        tight.setdefault("additionalProperties", False)
    return tight


@cache
def components(name: str) -> dict[str, Any]:
    tight: dict[str, Any] = strict(spec(name)["components"])
    return tight


def check(name: str, schema: dict[str, Any], value: Any) -> None:
    whole = {**strict(schema), "components": components(name)}
    jsonschema.Draft4Validator(whole, format_checker=jsonschema.FormatChecker()).validate(value)


SENT = [pytest.param(name, exchange["send"], operation, id=label) for label, exchange, name, operation in exchanges()
        if exchange["send"]["method"] == "POST"] if SPECS.exists() else []
RECEIVED = [pytest.param(name, exchange["receive"], operation, id=label)
            for label, exchange, name, operation in exchanges()
            if exchange["receive"]["status"] == 200 or exchange["receive"]["status"] == 201] if SPECS.exists() else []


@pytest.mark.parametrize(("name", "send", "operation"), SENT)
def test_what_is_sent_is_as_described(name: str, send: dict[str, Any], operation: dict[str, Any]) -> None:
    body = operation.get("requestBody")
    if body is None:
        assert "body" not in send
        return
    if "$ref" in body:
        body = spec(name)["components"]["requestBodies"][body["$ref"].rpartition("/")[2]]
    kind = send["headers"]["content-type"]
    if not kind.startswith("multipart/form-data"):
        assert kind == "application/json"
        check(name, body["content"]["application/json"]["schema"], json.loads(send["body"]))
        return
    described_parts = body["content"]["multipart/form-data"]["schema"]["properties"]
    for part, (file, content) in parts(kind, send).items():
        assert part in described_parts or part in NOT_IN_THE_DESCRIPTION
        if part == "input" and "evidences" in (given := json.loads(content)):
            check(name, {"type": "array", "items": {"$ref": "#/components/schemas/evidence"}}, given["evidences"])
        assert (file is None) == (part == "input")


def parts(kind: str, send: dict[str, Any]) -> dict[str, tuple[str | None, bytes]]:
    body = base64.b64decode(send["body_b64"]) if "body_b64" in send else send["body"].encode()
    message = message_from_bytes(f"content-type: {kind}\r\n\r\n".encode() + body, policy=policy.HTTP)
    assert isinstance(message, EmailMessage)
    found = {}
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[str(part.get_param("name", header="content-disposition"))] = (part.get_filename(), content)
    assert found
    return found


@pytest.mark.parametrize(("name", "receive", "operation"), RECEIVED)
def test_what_is_answered_is_as_described(name: str, receive: dict[str, Any], operation: dict[str, Any]) -> None:
    """Our cases answer what PayPal could: but for words that it does not have, and for what is no object of its."""
    if UNKNOWN in receive["body"] or receive["body"] in ("{}", "<html></html>"):
        pytest.skip("not PayPal's, on purpose")
    answers = operation["responses"]
    schema = answers.get(str(receive["status"]), answers.get("200"))["content"]["application/json"]["schema"]
    check(name, schema, json.loads(receive["body"]))
