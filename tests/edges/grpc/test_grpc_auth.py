"""Who may call: bearer tokens over gRPC, each for its merchants."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import grpc
import pytest

from edges.grpc.grpc_client import PAY, Client, Refused, config
from edges.grpc.surroundings import Processor, Records, Serve
from tollbridge.edges.grpc.reflection import V1
from tollbridge.service.principals import Principal, Principals, Token

SYNC = {"connector_transaction_id": "pi_1"}
INTENT = json.dumps({"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000})
SHOP, ALL = "token-of-the-shop", "token-of-the-platform"


def known() -> Principals:
    def token(text: str, principal: Principal) -> Token:
        return Token(hashlib.sha256(text.encode()).hexdigest(), principal)

    return Principals([token(SHOP, Principal("shop", frozenset({"m-1", "m-2"}))), token(ALL, Principal("platform"))])


async def refused(client: Client, **metadata: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, **metadata)
    return caught.value


@pytest.mark.parametrize(("given", "principal"), [
    ({"authorization": f"Bearer {SHOP}", "x_merchant_id": "m-2"}, "shop"),
    ({"authorization": f"bearer  {SHOP} ", "x_merchant_id": "m-1"}, "shop"),
    ({"authorization": f"Bearer {ALL}", "x_merchant_id": "m-9"}, "platform"),
    ({"authorization": f"Bearer {ALL}"}, "platform"),
])
async def test_a_good_token_calls_for_its_merchants(
        serve: Serve, processor: Processor, given: dict[str, Any], principal: str) -> None:
    processor.body = INTENT
    records = Records()
    _, client = await serve(processor.url, principals=known(), telemetry=records)
    await client(f"{PAY}/Get", SYNC, **given)
    (record,) = await records.ended()
    assert record.principal == principal


@pytest.mark.parametrize(("given", "told"), [
    ({}, "no bearer token: send authorization: Bearer TOKEN"),
    ({"authorization": "Bearer wrong"}, "the bearer token is not known here"),
    ({"authorization": SHOP}, "authorization is not of the form Bearer TOKEN"),
    ({"authorization": f"Basic {SHOP}"}, "authorization is not of the form Bearer TOKEN"),
    ({"authorization": "Bearer "}, "the bearer token is not known here"),
])
async def test_without_a_good_token_a_call_is_unauthenticated(
        serve: Serve, processor: Processor, given: dict[str, str], told: str) -> None:
    records = Records()
    _, client = await serve(processor.url, principals=known(), telemetry=records)
    error = await refused(client, **given)
    assert (error.code, error.reason, error.message) == (grpc.StatusCode.UNAUTHENTICATED, "UNAUTHENTICATED", told)
    (record,) = await records.ended()
    assert (processor.seen, record.principal, record.outcome) == ([], None, "unauthenticated")


async def test_it_is_asked_before_anything_else_is_read(serve: Serve) -> None:
    """So nobody learns what a server knows of connectors, or makes it work, without a token."""
    _, client = await serve(principals=known())
    for given in (None, "{", config("NoSuchConnector", api_key="k")):
        client.config = given
        assert (await refused(client)).reason == "UNAUTHENTICATED"


@pytest.mark.parametrize("given", [{"x_merchant_id": "m-3"}, {}], ids=["another's", "the default one"])
async def test_a_merchant_that_is_not_the_tokens_is_denied(
        serve: Serve, processor: Processor, given: dict[str, str]) -> None:
    _, client = await serve(processor.url, principals=known())
    error = await refused(client, authorization=f"Bearer {SHOP}", **given)
    assert (error.code, error.reason) == (grpc.StatusCode.PERMISSION_DENIED, "FORBIDDEN")
    assert "shop may not call for this merchant" in error.message
    assert processor.seen == []


@pytest.mark.parametrize(("name", "first", "second"), [
    ("authorization", "Bearer wrong", f"Bearer {SHOP}"), ("authorization", f"Bearer {SHOP}", "Bearer wrong"),
    ("x-merchant-id", "m-9", "m-1"), ("x-connector-config", config(), config()),
])
async def test_metadata_that_decides_something_comes_once(
        serve: Serve, processor: Processor, name: str, first: str, second: str) -> None:
    """A proxy in front may look at the other of the two."""
    processor.body = INTENT
    server, _ = await serve(processor.url, principals=known())
    usual = {"authorization": f"Bearer {SHOP}", "x-merchant-id": "m-1", "x-connector-config": config()}
    others = [(key, value) for key, value in usual.items() if key != name]
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server.edge.port}") as channel:
        for path in (f"/{PAY}/Get", f"/{V1}/ServerReflectionInfo"):
            ask: Any = channel.unary_unary(path)
            call = ask(b"", metadata=[*others, (name, first), (name, second)])
            assert await call.code() is grpc.StatusCode.INVALID_ARGUMENT
            assert await call.details() == "metadata is given more than once"
        ask = channel.unary_unary(f"/{PAY}/Get")
        call = ask(b"", metadata=[*usual.items(), ("via", "a"), ("via", "b")])
        assert await call.details() == "missing required: connector_transaction_id"
    assert processor.seen == []
