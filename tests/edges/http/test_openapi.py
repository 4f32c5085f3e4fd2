"""The OpenAPI document: valid, complete, and of one mind with what reads requests and writes answers."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import openapi_spec_validator
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import ConnectorError, InvalidField, MissingField
from tollbridge.domain.operations import BY_FLOW, OPERATIONS, Operation
from tollbridge.edges.http.app import openapi_document
from tollbridge.edges.http.routes import PATHS

Json = dict[str, Any]
ROOT = Path(__file__).parents[3]
CASES = ROOT.parent / "shared" / "conformance" / "requests"
EXAMPLES = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "100"))
WITHOUT_REQUIRED = re.compile(r"noamount|noid|no_pm|card_noamount")
"""Conformance cases that leave a required field out, by their names."""
CURRENCY = "has no currency"
"""What a schema cannot say: an amount that is a bare number needs a currency elsewhere in the request."""


@cache
def document() -> Json:
    found: Json = json.loads(openapi_document())
    return found


def path_of(operation: Operation[Any, Any]) -> str:
    return next(path for path, its in PATHS.items() if its is operation)


def request_schema(operation: Operation[Any, Any]) -> Json:
    body = document()["paths"][path_of(operation)]["post"]["requestBody"]
    schema: Json = body["content"]["application/json"]["schema"]
    return schema


def answer_schema(operation: Operation[Any, Any]) -> Json:
    answer = document()["paths"][path_of(operation)]["post"]["responses"]["200"]
    schema: Json = answer["content"]["application/json"]["schema"]
    return schema


@cache
def validator(operation: Operation[Any, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({**request_schema(operation), "components": document()["components"]})


@cache
def answer_validator(operation: Operation[Any, Any]) -> jsonschema_rs.Draft202012Validator:
    """Closed: answers may get more fields one day, but today every field that is written must be described."""
    components = json.loads(json.dumps(document()["components"]))
    for schema in components["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return jsonschema_rs.Draft202012Validator({**answer_schema(operation), "components": components})


def parsed(operation: Operation[Any, Any], request: object) -> ConnectorError | None:
    """What our own parser says against it."""
    try:
        json_codec(operation).read_request(request)
    except ConnectorError as error:
        return error
    return None


def golden() -> Iterator[tuple[str, Json]]:
    for path in sorted((ROOT / "golden").glob("*/*.json")):
        if path.name != "account.json":
            yield f"{path.parent.name}/{path.stem}", json.loads(path.read_text())


def test_the_document_is_openapi_3_1() -> None:
    openapi_spec_validator.validate(document())
    assert document()["openapi"].startswith("3.1")


def test_every_operation_has_its_path_and_no_path_two() -> None:
    posts = {path for path, item in document()["paths"].items() if "{" not in path and "post" in item}
    assert posts == set(PATHS)
    assert len(PATHS) == sum(operation.rpc is not None for operation in OPERATIONS) == 61


def test_paths_are_as_payment_engineers_expect_them() -> None:
    assert [path_of(BY_FLOW[flow]) for flow in ("authorize", "get", "refund_get", "payment_method_create", "charge")] \
        == ["/payments/authorize", "/payments/get", "/refunds/get", "/payment-methods/create",
            "/recurring-payments/charge"]


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    text = openapi_document().decode()
    used = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert used == document()["components"]["schemas"].keys()


def test_comments_of_the_protos_are_descriptions() -> None:
    schemas, paths = document()["components"]["schemas"], document()["paths"]
    assert schemas["Money"]["properties"]["minor_amount"]["description"].startswith("In the minor unit")
    assert paths["/payments/authorize"]["post"]["summary"] == "Reserves funds and, with automatic capture, takes them"


# -- the schemas are right --------------------------------------------------------------------------------------------
@pytest.mark.skipif(not CASES.exists(), reason="../shared/conformance is not there")
def test_every_conformance_request_is_valid_but_for_those_without_a_required_field() -> None:
    seen = 0
    for path in sorted(CASES.glob("*.jsonl")):
        for case in map(json.loads, path.read_text().splitlines()):
            operation = BY_FLOW[case["flow"]]
            valid = validator(operation).is_valid(case["request"])
            assert valid == (parsed(operation, case["request"]) is None), case["id"]
            assert valid or (WITHOUT_REQUIRED.fullmatch(case["name"])
                             and isinstance(parsed(operation, case["request"]), MissingField)), case["id"]
            seen += valid
    assert seen > 4000


def test_golden_requests_are_valid_where_the_parser_takes_them() -> None:
    for name, case in golden():
        operation = BY_FLOW[case["operation"]]
        error = parsed(operation, case["request"])
        if error is None or CURRENCY not in str(error):
            assert validator(operation).is_valid(without_null(case["request"])) == (error is None), name


def without_null(value: Any) -> Any:
    """A golden case may write null for what is left out."""
    if isinstance(value, dict):
        return {key: without_null(inner) for key, inner in value.items() if inner is not None}
    return value


def test_golden_results_are_valid() -> None:
    for _, case in golden():
        if isinstance(case.get("result"), dict):
            answer_validator(BY_FLOW[case["operation"]]).validate(case["result"])


def test_examples_are_valid_and_hold_no_secrets() -> None:
    text = openapi_document().decode()
    assert not re.search(r"(sk|rk|pk|whsec)_(test|live)_[0-9A-Za-z]{4}", text)
    shown = 0
    for operation in PATHS.values():
        post = document()["paths"][path_of(operation)]["post"]
        asked = post["requestBody"]["content"]["application/json"]
        answered = post["responses"]["200"]["content"]["application/json"]
        if "example" in asked:
            shown += 1
            validator(operation).validate(asked["example"])
            answer_validator(operation).validate(answered["example"])
    assert shown >= 35


# -- schema and parser agree ------------------------------------------------------------------------------------------
def tried(examples: int) -> Callable[[Any], Any]:
    return settings(max_examples=examples, deadline=None, phases=(Phase.explicit, Phase.generate, Phase.shrink),
                    suppress_health_check=list(HealthCheck))


EDGES = (0, 1, -1, 2**31 - 1, -2**31, 2**31, 2**32 - 1, 2**32, 2**63 - 1, -2**63, 2**64 - 1)


@cache
def valid_values(schema: str, depth: int) -> st.SearchStrategy[Any]:
    """Values of a schema of ours, given as JSON; fields that may be left out are, below a depth."""
    its = json.loads(schema)
    if "$ref" in its:
        target = document()["components"]["schemas"][its.pop("$ref").rpartition("/")[2]]
        found = values_of({**target, **its}, depth)
    elif "anyOf" in its:
        found = st.one_of([values_of(each, depth) for each in its["anyOf"]])
    elif "enum" in its:
        found = st.sampled_from(its["enum"])
    else:
        found = _of_type(its, depth)
    if "not" in its and "anyOf" not in its["not"]:
        excluded = its["not"].get("enum", [its["not"].get("const")])
        found = found.filter(lambda value: value not in excluded)
    return found


def values_of(schema: Json, depth: int) -> st.SearchStrategy[Any]:
    return valid_values(json.dumps(schema), depth)


def _of_type(its: Json, depth: int) -> st.SearchStrategy[Any]:
    match its["type"]:
        case "boolean":
            return st.booleans()
        case "number":
            return st.floats(allow_nan=False, allow_infinity=False) | st.integers(-10**9, 10**9)
        case "integer":
            inside = [edge for edge in EDGES if its["minimum"] <= edge <= its["maximum"]]
            return st.integers(its["minimum"], its["maximum"]) | st.sampled_from(inside) | st.just(10.0)
        case "string":
            if "pattern" in its:
                return st.from_regex(its["pattern"].removesuffix("$") + r"\Z")
            return st.text(min_size=its.get("minLength", 0), max_size=8)
        case "array":
            return st.lists(values_of(its["items"], depth - 1), max_size=2)
    if "properties" not in its:
        return st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2)
    return st.deferred(lambda: objects(its, depth))


def objects(its: Json, depth: int) -> st.SearchStrategy[Any]:
    required = {name: values_of(its["properties"][name], depth - 1) for name in its.get("required", ())}
    others = sorted(its["properties"].keys() - required.keys())
    most = its.get("maxProperties", 4 if depth > 0 else 0)
    least = its.get("minProperties", 0)

    @st.composite
    def one(draw: st.DrawFn) -> Json:
        named = draw(st.lists(st.sampled_from(others), unique=True, min_size=least, max_size=max(most, least))
                     if others else st.builds(list[str]))
        for pair in (each["required"] for each in its.get("not", {}).get("anyOf", ())):
            if set(pair) <= set(named):
                named.remove(pair[1])
        for name, needed in its.get("dependentRequired", {}).items():
            if name in named:
                named += [other for other in needed if other not in named]
        found = {name: draw(values) for name, values in required.items()}
        return found | {name: draw(values_of(its["properties"][name], depth - 1)) for name in named}

    return one()


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if operation.rpc],
                         ids=lambda operation: operation.name)
def test_what_the_schema_accepts_is_not_malformed(operation: Operation[Any, Any]) -> None:
    @tried(max(3, EXAMPLES // 50))
    @given(values_of(request_schema(operation), 3))
    def agrees(request: Json) -> None:
        assert validator(operation).is_valid(request)
        error = parsed(operation, request)
        assert error is None or CURRENCY in str(error)

    agrees()


@cache
def seeds() -> list[tuple[Operation[Any, Any], Json]]:
    return [(BY_FLOW[case["operation"]], without_null(case["request"])) for _, case in golden()]


STRANGE = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5),
    st.sampled_from(["", "0", "-1", "1e3", "007", "NaN", "USD", "usd", {}, [], {"value": "x"}, {"value": ""},
                     {"value": 1}, {"x": 1}, [{}], 2**31, 2**63, -2**63 - 1, "9" * 19, "AA==", "A", 1.5, 10.0]))


@tried(EXAMPLES * 2)
@given(st.data())
def test_what_the_parser_takes_is_valid_and_what_it_refuses_is_not(data: st.DataObject) -> None:
    operation, request = data.draw(st.sampled_from(seeds()))
    changed = json.loads(json.dumps(request))
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(list(places(changed))))
        change(place, data)
    error = parsed(operation, changed)
    if error is None or CURRENCY not in str(error):
        valid = validator(operation).is_valid(changed)
        assert valid == (error is None) or lenient(error, operation, changed), (operation.name, changed, error)


def places(value: Json) -> Iterator[Json]:
    yield value
    for inner in value.values():
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                yield from places(each)


def change(place: Json, data: st.DataObject) -> None:
    """One member taken away, added or replaced."""
    keys: list[str] = sorted(place)
    known: bool = data.draw(st.booleans())
    if keys and known:
        key: str = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()):
            place.pop(key)
            return
    else:
        key = data.draw(st.sampled_from(["value", "amount", "card", "currency", "unknown_field", "metadata", "email"]))
    place[key] = json.loads(json.dumps(data.draw(STRANGE)))


def lenient(error: ConnectorError | None, operation: Operation[Any, Any], request: Json) -> bool:
    """Where the parser takes more than the schema says, as the document tells: enums by their numbers. Less it takes of
    one thing that a schema has no word for: 9007199254740992.0 may stand for its neighbour.
    """
    if error is not None:
        return any(isinstance(each, float) and abs(each) >= 2**53
                   for place in places(request) for each in place.values())
    return all(isinstance(at(request, list(each.instance_path)), int)
               for each in validator(operation).iter_errors(request))


def at(value: Any, path: list[Any]) -> Any:
    for step in path:
        value = value[step]
    return value


def test_what_the_document_says_of_other_spellings_is_true() -> None:
    """camelCase, null for what is left out, enums by their numbers; twice the same field is an error."""
    operation = BY_FLOW["refund_get"]
    assert parsed(operation, {"connector_transaction_id": "a", "refund_id": "b"}) is None
    assert parsed(operation, {"connectorTransactionId": "a", "refundId": "b", "merchantRefundId": None}) is None
    twice = parsed(operation, {"connectorTransactionId": "a", "connector_transaction_id": "a", "refund_id": "b"})
    assert isinstance(twice, InvalidField)
    money = {"minor_amount": 1, "currency": 146}
    assert parsed(BY_FLOW["create_order"], {"merchant_order_id": "a", "amount": money}) is None
