"""Documents and answers of the golden cases against cnpAPI's own schemas, 12.34: what they do not name is invalid."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import specs

SCHEMA = specs.SPECS / "worldpayvantiv/cnpOnline_v12.34.xsd"
etree = pytest.importorskip("lxml.etree")

pytestmark = pytest.mark.skipif(not SCHEMA.exists(), reason=f"{SCHEMA.name} is not in ../shared/specs/worldpayvantiv")

ANSWERED_OTHERWISE = {
    # refused before there is a schema to speak of: HTTP says so, or the answer is a proxy's page
    "authorize.card.too_many_connections", "authorize.card.bad_gateway",
}


@cache
def schema() -> Any:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def told(body: str) -> list[str]:
    """What the schema has against a document."""
    judge = schema()
    judge.validate(etree.fromstring(body.encode()))
    return [f"line {error.line}: {error.message}" for error in judge.error_log]


CVC_ALIAS = "{{$card_cvc}}"
"""Longer than the four characters of a `cardValidationNum`: a vault's proxy puts the real one in on the way."""


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Of cnpAPI: chargebacks have a schema of their own, which is not there."""
    for name, exchange in specs.exchanges("worldpayvantiv"):
        if exchange["send"]["url"].endswith("/communicator/online"):
            yield name, exchange


def sent() -> list[Any]:
    return [pytest.param(exchange["send"]["body"].replace(CVC_ALIAS, "349"), id=name) for name, exchange in documents()]


def answered() -> list[Any]:
    return [pytest.param(exchange["receive"]["body"], id=name) for name, exchange in documents()
            if name not in ANSWERED_OTHERWISE]


@pytest.mark.parametrize("body", sent())
def test_a_document_is_valid(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize("body", answered())
def test_an_answer_is_valid(body: str) -> None:
    assert told(body) == []


def test_the_schema_would_tell_another_order() -> None:
    body = next(exchange["send"]["body"] for name, exchange in specs.exchanges("worldpayvantiv", "capture.taken.json"))
    sale = next(exchange["send"]["body"] for name, exchange in specs.exchanges(
        "worldpayvantiv", "authorize.card.charged.json"))
    order = sale[sale.index("<orderId>"):sale.index("<amount>")]
    assert told(sale.replace(order, "").replace("</amount>", "</amount>" + order, 1)) != []
    assert told(body.replace("<amount>", "<amount currency=\"USD\">")) != []
