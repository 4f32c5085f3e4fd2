"""What is taken out of a request, and put back: every request of the golden cases, with canaries for its secrets."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from masking import canaries
from masking.cases import subjects
from tollbridge import engine
from tollbridge.bridge.messages import encode_ordered, request_hash
from tollbridge.bridge.routes import OF_OPERATION
from tollbridge.bridge.split import NUMBERS, PLAIN, VAULTED, join, secret_names, split
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import ConnectorError, InvalidField
from tollbridge.domain.masking import masked
from tollbridge.domain.operations import OPERATIONS, Operation
from tollbridge.testing.golden import read_request

Json = Any


def planted() -> Iterator[tuple[str, Operation[Any, Any], Json]]:
    """(case, operation, request as it would be stored), all that must not stay replaced by canaries."""
    for its in subjects():
        for case in its.cases:
            if case.operation in engine.EVENTS or case.operation not in OF_OPERATION:
                continue
            codec = json_codec(case.operation)
            try:
                read = read_request(case)
                request = codec.write_request(read)
            except (ConnectorError, LookupError):
                continue
            vaulted = at(request, VAULTED)
            secret = {text: canaries.planted(field, text, checked=True)
                      for field, text in canaries.secrets_of(read) if field not in PLAIN and text != vaulted}
            yield f"{its.connector.id} {case.name}", case.operation, replaced(request, secret)


def replaced(value: Json, by: dict[str, str]) -> Json:
    if isinstance(value, dict):
        return {name: replaced(its, by) for name, its in value.items()}
    if isinstance(value, list):
        return [replaced(its, by) for its in value]
    return by.get(value, value) if isinstance(value, str) else value


def at(value: Json, path: tuple[str, ...]) -> Json:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return unwrapped(value)


def unwrapped(value: Json) -> Json:
    """The contract's {"value": text} is the text."""
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(value.get("value"), str):
            return value["value"]
        return {name: unwrapped(its) for name, its in value.items()}
    return [unwrapped(its) for its in value] if isinstance(value, list) else value


CASES = list(planted())


def test_every_kind_of_request_that_has_cases_is_among_them() -> None:
    assert len(CASES) > 1000
    assert len({operation.name for _, operation, _ in CASES}) > 25


def test_nothing_secret_stays_and_everything_comes_back() -> None:
    found, planted_in = [], 0
    for name, operation, request in CASES:
        whole, request = request, copy.deepcopy(request)
        taken = split(request)
        planted_in += bool(canaries.hits(msgspec.json.encode(whole)))
        found += [f"{name}: {hit}" for hit in canaries.hits(msgspec.json.encode(request))]
        join(request, taken)
        codec = json_codec(operation)
        if codec.read_request(request) != codec.read_request(whole):
            found.append(f"{name}: another request came back")
    assert not found[:5], f"{len(found)} of {len(CASES)}"
    assert planted_in > 300, "few requests had a canary to find"


def test_the_same_secrets_are_found_where_nothing_is_taken_out() -> None:
    """Else the test above would find nothing whatever was there."""
    assert sum(bool(canaries.hits(msgspec.json.encode(request))) for _, _, request in CASES) > 300


def test_the_hash_does_not_depend_on_what_was_taken_out() -> None:
    compared = 0
    for name, operation, request in CASES:
        first, second = copy.deepcopy(request), copy.deepcopy(request)
        taken = split(first)
        join(second, [(path, other(path, text)) for path, text in taken])
        changed = msgspec.json.encode(second) != msgspec.json.encode(request)
        split(second)
        compared += changed
        assert hashed(operation, first) == hashed(operation, second), name
    assert compared > 300


def other(path: list[str | int], text: str) -> str:
    """Another secret that shows the same: of a card number the first six and last four digits."""
    if path[-1] in NUMBERS and len(text) >= 14:
        return text[:6] + text[-5:5:-1][:len(text) - 10] + text[-4:]
    if path[-1] in NUMBERS:
        return text[::-1]
    return f"another {len(text)}" if path[-1] in secret_names() else text  # of what only looks like a number


def hashed(operation: Operation[Any, Any], request: Json) -> str:
    return request_hash(operation.name, "stripe", "sandbox", encode_ordered(request))


@given(st.sampled_from(CASES), st.text(min_size=1), st.integers(0, 10**6))
def test_a_change_of_what_stays_changes_the_hash(case: tuple[str, Operation[Any, Any], Json], text: str,
                                                 number: int) -> None:
    _, operation, request = case
    first = copy.deepcopy(request)
    split(first)
    plain = copy.deepcopy(first)
    plain["merchant_order_id"] = f"{plain.get('merchant_order_id')}{text}{number}"
    assert hashed(operation, first) != hashed(operation, plain)
    assert hashed(operation, first) == hashed(operation, dict(reversed(first.items()))), "the order of fields"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["card_number", "card_cvc", "value", "token", "metadata", "x"]),
                                      inner, max_size=4), max_leaves=20))
def test_any_json_is_split_and_joined(value: Json) -> None:
    request = {"payment_method": value}
    whole = copy.deepcopy(request)
    taken = split(request)
    join(request, taken)
    assert unwrapped(request) == unwrapped(whole)


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if operation in OF_OPERATION],
                         ids=lambda operation: operation.name)
def test_a_number_is_taken_out_wherever_a_request_has_room_for_text(operation: Operation[Any, Any]) -> None:
    """Of merchants who put card numbers where nobody expects them."""
    number = "4111111111111111"
    for name in operation.request.__struct_fields__:
        request = {name: number, "metadata": {"note": f"card {number}, thanks"}, "list": [{"deep": number}]}
        taken = split(request)
        assert number not in msgspec.json.encode(request).decode()
        join(request, taken)
        assert request == {name: number, "metadata": {"note": f"card {number}, thanks"}, "list": [{"deep": number}]}


@given(st.dictionaries(st.text("ab\\\x01\n4", max_size=4), st.text("0124 ._/-x\\\x01\n\"\u0664", max_size=40)),
       st.integers(0, 30), st.sampled_from(["4111111111111111", "4111-1111-1111-1111", "4242 4242 4242 4242 12/30"]))
def test_a_look_at_the_json_misses_no_number_that_a_text_has(texts: dict[str, str], at: int, number: str) -> None:
    """Escapes of JSON must neither part a number nor grow into it."""
    request: Json = {"metadata": {**texts, "note": "x"}}
    for name, text in texts.items():
        request["metadata"][name] = f"{text[:at]}{number}{text[at:]}"
    plain = copy.deepcopy(request)
    try:
        taken = split(request)
    except InvalidField:  # a number as a name
        return
    for name, text in plain["metadata"].items():
        assert masked(request["metadata"][name]) == request["metadata"][name]
        assert (masked(text) != text) is (["metadata", name] in [path for path, _ in taken])
    join(request, taken)
    assert request == plain
