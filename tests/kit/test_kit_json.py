"""The JSON codec: what is None is left out, what cannot be read has one error and repeats nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.secret import Secret

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2**53, 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3),
    max_leaves=8)


class Thing(Struct):
    name: str
    size: int
    parts: list[str] = []


def without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_none(inner) for key, inner in value.items() if inner is not None}
    return [without_none(inner) for inner in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text("abc", max_size=2), JSON, max_size=4))
def test_a_body_is_what_was_given_without_what_is_none(body: dict[str, Any]) -> None:
    request = kit.post_json("/things", body)
    assert json.loads(request.body or b"") == without_none(body)
    assert request.headers["content-type"] == "application/json"


def test_secrets_go_out_as_they_are() -> None:
    assert kit.post_json("/x", {"key": Secret("k-1")}).body == b'{"key":"k-1"}'


@settings(max_examples=200)
@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_the_shape_or_one_error(body: bytes) -> None:
    for answer, error in ((kit.HttpResponse(200, body), OutcomeUnknown),
                          (kit.WebhookRequest("POST", "/", "", (), body), InvalidField)):
        with suppress(error):
            assert isinstance(kit.read_json(answer, Thing), Thing)


@pytest.mark.parametrize("body", [b'{"name": "canary", "size": "canary"}', b'{"name": ["canary"]}', b'"canary"',
                                  b'{"canary": ', b"[" * 100_000, b'{"name": "\xff canary"}'])
def test_the_error_says_where_and_repeats_nothing(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        kit.read_json(kit.HttpResponse(502, body), Thing)
    assert "canary" not in str(caught.value)
    assert caught.value.http_status == 502
    assert caught.value.__cause__ is None


def test_the_error_of_a_webhook_names_the_contracts_field() -> None:
    with pytest.raises(InvalidField) as caught:
        kit.read_json(kit.WebhookRequest("POST", "/", "", (), b"{}"), Thing)
    assert caught.value.paths == ("request_details.body",)


@given(st.integers(-10**15, 10**15), st.integers(0, 4))
def test_a_decimal_is_a_number_with_the_digits_it_has(minor: int, places: int) -> None:
    amount = Decimal(minor).scaleb(-places)
    request = kit.post_json("/things", {"amount": amount})
    assert (request.body or b"").decode() == f'{{"amount":{amount:f}}}'
    assert kit.read_json(kit.HttpResponse(200, request.body or b""), Priced).amount == amount


class Priced(Struct):
    amount: Decimal


@pytest.mark.parametrize("read", [
    lambda body: kit.read_json(kit.HttpResponse(200, body), Thing),
    lambda body: kit.read_json(kit.WebhookRequest("POST", "/", "", (), body), Thing)])
def test_a_byte_order_mark_is_no_part_of_a_body(read: Any) -> None:
    assert read(b'\xef\xbb\xbf{"name": "a", "size": 1}') == Thing("a", 1)
    with pytest.raises((OutcomeUnknown, InvalidField)):
        read(b'\xef\xbb\xbf\xef\xbb\xbf{"name": "a", "size": 1}')
