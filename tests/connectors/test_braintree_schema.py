"""What Braintree is sent, and what the golden cases have it answer, against its own GraphQL schema, strictly."""

from __future__ import annotations

import base64
import email
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from braintree_schema import SCHEMA, misfits, schema

graphql = pytest.importorskip("graphql", reason="graphql-core is not installed")

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "golden/braintree"
UNKNOWN = ".unknown_status"  # a word that the schema does not have: that is what these cases are about
NOTHING = ("authorize.card.nothing", "get.none", "refund_get.none")

pytestmark = pytest.mark.skipif(not SCHEMA.exists(), reason=f"{SCHEMA.name} is not in ../shared/specs/braintree")


def exchanges() -> list[Any]:
    return list(each_exchange())


def each_exchange() -> Iterator[Any]:
    for path in sorted(GOLDEN.glob("*.*.json")):
        case = json.loads(path.read_text())
        for number, exchange in enumerate(case.get("exchanges", ()), 1):
            yield pytest.param(path.stem, exchange, id=f"{path.stem} {number}")


def sent(exchange: dict[str, Any]) -> dict[str, Any]:
    """What is asked; of an upload the part that says it (https://github.com/jaydenseric/graphql-multipart-request-spec)."""
    request = exchange["send"]
    text = request["body"].encode() if "body" in request else base64.b64decode(request["body_b64"])
    kind = request["headers"]["content-type"]
    if not kind.startswith("multipart/form-data"):
        body: dict[str, Any] = json.loads(text)
        return body
    whole = email.message_from_bytes(f"content-type: {kind}\r\n\r\n".encode() + text)
    parts: dict[str, Any] = {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in whole.walk() if not part.is_multipart()}
    assert json.loads(str(parts["map"], "utf-8")) == {"file": ["variables.file"]}
    assert list(parts) == ["operations", "map", "file"]
    operations: dict[str, Any] = json.loads(str(parts["operations"], "utf-8"))
    return operations


def document(exchange: dict[str, Any]) -> Any:
    return graphql.parse(sent(exchange)["query"])


@pytest.mark.parametrize(("name", "exchange"), exchanges())
def test_a_document_is_of_the_schema_and_its_variables_fit(name: str, exchange: dict[str, Any]) -> None:
    body = sent(exchange)
    assert set(body) == {"query", "variables"}
    parsed = document(exchange)
    assert graphql.validate(schema(), parsed) == []
    (operation,) = parsed.definitions
    coerced = graphql.execution.values.get_variable_values(
        schema(), operation.variable_definitions, body["variables"])
    assert not isinstance(coerced, list), coerced  # of errors


def test_the_judge_finds_an_unknown_field_and_a_missing_variable() -> None:
    wrong = graphql.parse("mutation($input: ChargeCreditCardInput!) { chargeCreditCard(input: $input) { money } }")
    assert graphql.validate(schema(), wrong)
    (operation,) = wrong.definitions
    for variables in ({"input": {"paymentMethodId": "x"}}, {"input": {"paymentMethodId": "x", "extra": 1,
                                                                     "transaction": {"amount": "1.00"}}}):
        coerced = graphql.execution.values.get_variable_values(schema(), operation.variable_definitions, variables)
        assert isinstance(coerced, list)


@pytest.mark.parametrize(("name", "exchange"), [
    case for case in exchanges()
    if not case.values[0].endswith(UNKNOWN) and case.values[1]["receive"]["status"] == 200])
def test_an_answer_has_only_what_was_asked_for_and_of_its_type(name: str, exchange: dict[str, Any]) -> None:
    answer = json.loads(exchange["receive"]["body"])
    assert set(answer) <= {"data", "errors", "extensions"}
    if answer.get("data") is None:
        assert answer.get("errors") or name in NOTHING
        return
    (operation,) = document(exchange).definitions
    root = schema().get_root_type(operation.operation)
    assert list(misfits(root, operation.selection_set, answer["data"], "data")) == []
