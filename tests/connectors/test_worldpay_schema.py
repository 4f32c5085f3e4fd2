"""What goes to Worldpay in the golden cases, and what comes back, against its own API descriptions, strictly."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml  # type: ignore[import-untyped]

from specs import SPECS, exchanges, operation, strict

FOLDER = SPECS / "worldpay"
PATHS = {  # what the path begins with, and the description
    "/api/payments": "payments", "/verifications": "3ds", "/tokens": "tokens", "/payments/": "card-payments"}
NO_BODY = (
    # The description has none, and the conformance cases send {}: no word may stand in it.
    "3dsChallenges",
)
INVENTED = ("unknown", "sent_for_refund", "sent_for_partial", "online_refused", "without_code", "with_a_page")
"""Answers that are not of the schema on purpose, or of another API's page: their cases say so."""
EXAMPLES_HAVE = ("by_our_reference",)
"""`_links` stand in the description's own example of an answer to GET /payments/events, and not in its schema."""
ALIASES = {"{{$card_number}}": "4444333322221111", "{{$card_cvc}}": "321"}
"""What a vault's proxy puts in place of them on the way."""
NARROW = {"^[A-Z]$": "^[A-Z]{3}$"}
"""One letter for a currency of three: no value is both, in card-payments.yaml."""

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="../shared/specs/worldpay is not there")


@cache
def described(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    return read


def whole(node: Any, name: str) -> Any:
    """References followed, and `allOf` as one object: so that it can be closed."""
    if isinstance(node, list):
        return [whole(inner, name) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        found: Any = described(name)
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return whole(found, name)
    made = {key: whole(inner, name) for key, inner in node.items() if key not in ("allOf", "discriminator", "example")}
    for part in node.get("allOf", ()):
        part = whole(part, name)
        made["properties"] = {**made.get("properties", {}), **part.get("properties", {})}
        made["required"] = list(dict.fromkeys([*made.get("required", ()), *part.get("required", ())]))
    if "properties" in made:
        made["type"] = "object"
    if made.get("pattern") in NARROW:
        made["pattern"] = NARROW[made["pattern"]]
    return made


def of_outcome(node: dict[str, Any], outcome: str, name: str) -> Any:
    """The alternative that the discriminator names."""
    while "$ref" in node:
        target: Any = described(name)
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    mapping = node.get("discriminator", {}).get("mapping", {})
    return whole({"$ref": mapping[outcome]} if outcome in mapping else node, name)


_VALIDATORS: dict[tuple[int, str], jsonschema.Draft202012Validator] = {}


def check(value: Any, node: dict[str, Any], name: str, outcome: str = "") -> None:
    """`node` is of the description, of which one copy lives as long as the tests."""
    if (id(node), outcome) not in _VALIDATORS:
        closed = strict(of_outcome(node, outcome, name))
        jsonschema.Draft202012Validator.check_schema(closed)
        _VALIDATORS[id(node), outcome] = jsonschema.Draft202012Validator(closed)
    errors = _VALIDATORS[id(node), outcome].iter_errors(value)
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def about(send: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    path = urlsplit(send["url"]).path
    name = next(name for prefix, name in PATHS.items() if path.startswith(prefix))
    return name, operation(described(name), send["method"], send["url"])


def described_exchanges() -> list[tuple[str, dict[str, Any]]]:
    """Card payouts have a description of their own, which is not there."""
    return [(case, exchange) for case, exchange in exchanges("worldpay") if "/payouts/" not in exchange["send"]["url"]]


def talks() -> list[Any]:
    return [pytest.param(exchange, id=case) for case, exchange in described_exchanges()]


@pytest.mark.parametrize("exchange", talks())
def test_what_is_sent_is_of_the_schema(exchange: dict[str, Any]) -> None:
    send = exchange["send"]
    name, its = about(send)
    text, described_body = send.get("body"), its.get("requestBody")
    for alias, digits in ALIASES.items():
        text = text.replace(alias, digits) if text else None
    body = json.loads(text) if text else None
    if described_body is None:
        assert not body
        assert body is None or send["url"].endswith(NO_BODY)
        return
    if body is None:
        assert not described_body.get("required"), "a body is wanted"
        return
    kind = send["headers"]["content-type"]
    check(body, described_body["content"][kind]["schema"], name)


@pytest.mark.parametrize("exchange", talks())
def test_the_version_is_told(exchange: dict[str, Any]) -> None:
    headers = exchange["send"]["headers"]
    versioned = headers["content-type"] != "application/json"
    assert ("wp-api-version" in headers) is not versioned
    assert headers["accept"] == headers["content-type"]


@pytest.mark.parametrize("exchange", [
    param for param in talks()
    if param.values[0]["receive"]["status"] in (200, 201, 202)
    and not any(word in param.id for word in INVENTED + EXAMPLES_HAVE)
    and "in_one_word" not in param.id and "sent_for_authorization" not in param.id])
def test_what_comes_back_is_of_the_schema(exchange: dict[str, Any]) -> None:
    """So that the cases show what Worldpay answers, and not what we would like to read."""
    received = exchange["receive"]
    name, its = about(exchange["send"])
    body = json.loads(received["body"])
    answers = its["responses"][str(received["status"])]["content"]
    schema = next(iter(answers.values()))["schema"]
    check(body, schema, name, body.get("outcome", ""))


def test_every_description_is_used() -> None:
    used = {about(exchange["send"])[0] for _, exchange in described_exchanges()}
    assert used == set(PATHS.values())
