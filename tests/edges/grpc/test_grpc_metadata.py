"""Connector, credentials, environment and ids from a call's metadata."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import UUID

import grpc
import pytest

from edges.grpc.grpc_client import KEY, PAY, Refused, config, payment
from edges.grpc.surroundings import Lines, Processor, Serve
from tollbridge.contract.pb.statuses_pb2 import PaymentStatus
from tollbridge.service.callers import KEPT_BYTES, Callers

SYNC = {"connector_transaction_id": "pi_1"}
INTENT = json.dumps({"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000})


@pytest.mark.parametrize("spelled", [
    {"config": {"Stripe": {"api_key": KEY}}},
    {"config": {"stripe": {"api_key": KEY}}},
    {"config": {"STRIPE": {"apiKey": KEY}}},
    {"config": {"Stripe": {"api_key": {"value": KEY}}}},
    {"Stripe": {"apiKey": {"value": KEY}}},
    {"stripe": {"api_key": KEY, "base_url": None}},
], ids=json.dumps)
async def test_every_spelling_of_an_account_is_understood(
        serve: Serve, processor: Processor, spelled: dict[str, object]) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    found = await client(f"{PAY}/Get", SYNC, x_connector_config=json.dumps(spelled))
    assert PaymentStatus.Name(found.status) == "CHARGED"
    assert processor.seen[0][2]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(("older", "sent"), [
    ({"x_auth": "header-key", "x_api_key": KEY}, f"Bearer {KEY}"),
    ({"x_auth": "header-key", "x_api_key": KEY, "x_key1": "not of this form"}, f"Bearer {KEY}"),
])
async def test_the_older_form_is_read_where_the_account_has_its_keys(
        serve: Serve, processor: Processor, older: dict[str, Any], sent: str) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    client.config = None
    await client(f"{PAY}/Get", SYNC, x_connector="stripe", **older)
    assert processor.seen[0][2]["authorization"] == sent


@pytest.mark.usefixtures("gatepay")
async def test_a_body_key_has_two_parts_and_a_token_is_fetched_once_for_all_calls(
        serve: Serve, processor: Processor) -> None:
    processor.body = '{"token": "t-1", "id": "g-1"}'
    _, client = await serve(connector_urls={"gatepay": processor.url})
    client.config = None
    auth: dict[str, Any] = {"x_connector": "gatepay", "x_auth": "body-key", "x_api_key": "a", "x_key1": "b"}
    first, *_ = await asyncio.gather(*(client(f"{PAY}/Authorize", payment(), **auth) for _ in range(5)))
    assert first.connector_transaction_id == "g-1"
    assert [path for _, path, _ in processor.seen].count("/token") == 1
    assert [path for _, path, _ in processor.seen].count("/payments") == 5
    await client(f"{PAY}/Authorize", payment(), **{**auth, "x_key1": "of another account"})
    await client(f"{PAY}/Authorize", payment(), **auth, x_environment="production")
    assert [path for _, path, _ in processor.seen].count("/token") == 3


async def test_the_new_form_wins_over_the_older(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    await client(f"{PAY}/Get", SYNC, x_connector="adyen", x_auth="header-key", x_api_key="other")
    assert processor.seen[0][2]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("metadata", [{}, {"x_connector": "stripe"}, {"x_auth": "header-key", "x_api_key": KEY}],
                         ids=["none", "connector alone", "keys alone"])
async def test_a_call_without_credentials_is_unauthenticated(serve: Serve, metadata: dict[str, Any]) -> None:
    _, client = await serve()
    client.config = None
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, **metadata)
    assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.UNAUTHENTICATED, "MISSING_CREDENTIALS")
    assert "x-connector-config" in caught.value.message


@pytest.mark.parametrize(("given", "told"), [
    ('{"config": {"Stripe": {"api_key": "a"}, "Stripe": {"api_key": "b"}}}',
     "x-connector-config: a name is given more than once in one object"),
    ('{"Stripe": {"api_key": "a", "base_url": "https://a.example", "base_url": "https://b.example"}}',
     "x-connector-config: a name is given more than once in one object"),
    ("{", "x-connector-config is not JSON, such as {\"config\": {\"Stripe\": {\"api_key\": \"sk_test_...\"}}}"),
    ("[]", "x-connector-config must be an object"),
    ("{}", "x-connector-config must name one connector"),
    ('{"config": {}}', "x-connector-config must name one connector"),
    ('{"config": {"Stripe": {"api_key": "a"}, "Adyen": {}}}', "x-connector-config must name one connector"),
    ('{"config": {"Stripe": "a"}}', "config: must be an object"),
    ('{"config": {"Stripe": {}}}', "config.api_key: required"),
    ('{"config": {"Stripe": {"api_keys": "a"}}}', "config.api_keys: unknown field: did you mean api_key?"),
])
async def test_what_is_wrong_with_an_account_is_said(serve: Serve, given: str, told: str) -> None:
    _, client = await serve()
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, x_connector_config=given)
    assert caught.value.code is grpc.StatusCode.FAILED_PRECONDITION
    assert caught.value.details["IntegrationError"].error_code == "INVALID_CONNECTOR_CONFIG"
    assert told in caught.value.message


@pytest.mark.parametrize("older", [
    {"x_auth": "currency-auth-key"}, {"x_auth": "signature-key", "x_api_key": "a", "x_key1": "b", "x_api_secret": "c"}])
async def test_an_older_form_that_does_not_fit_the_account_is_refused(serve: Serve, older: dict[str, Any]) -> None:
    _, client = await serve()
    client.config = None
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, x_connector="stripe", **older)
    assert (caught.value.code, caught.value.reason) == (
        grpc.StatusCode.FAILED_PRECONDITION, "INVALID_CONNECTOR_CONFIG")


async def test_an_unknown_connector_is_bad_input_that_names_the_nearest(serve: Serve) -> None:
    _, client = await serve()
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, x_connector_config=config("Stripes", api_key="a"))
    assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "BAD_INPUT")
    assert "did you mean stripe?" in caught.value.message


async def test_credentials_may_be_longer_than_grpc_takes_by_default(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    long = config().replace(": ", ":" + " " * 60_000, 1)
    for _ in range(10):  # over its soft limit, grpc refuses some
        await client(f"{PAY}/Get", SYNC, x_connector_config=long)
    assert processor.seen[0][2]["authorization"] == f"Bearer {KEY}"


def test_what_is_kept_of_accounts_has_a_bound() -> None:
    callers = Callers({})
    for number in range(3):
        callers.of({"x-connector-config": config(api_key=f"{number}" + "k" * KEPT_BYTES)})
    assert callers._of_config.cache_info().currsize == 0
    assert callers.of({"x-connector-config": config()}) is callers.of({"x-connector-config": config()})


@pytest.mark.parametrize("word", ["production", "PRODUCTION", "sandbox", "test", "live"])
async def test_an_environment_may_be_chosen_by_call(serve: Serve, processor: Processor, word: str) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    await client(f"{PAY}/Get", SYNC, x_environment=word, x_connector_config=config(api_key="sk_of_either"))


@pytest.mark.parametrize(("word", "key"), [("live", "sk_test_1"), ("test", "sk_live_1"), ("test", "rk_live_1")])
async def test_a_key_of_the_other_environment_is_refused(serve: Serve, processor: Processor, word: str,
                                                         key: str) -> None:
    _, client = await serve(processor.url)
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, x_environment=word, x_connector_config=config(api_key=key))
    assert caught.value.code is grpc.StatusCode.FAILED_PRECONDITION
    assert "api_key is not a key for" in caught.value.message
    assert processor.seen == []


async def test_an_environment_that_is_none_is_refused(serve: Serve) -> None:
    _, client = await serve()
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, x_environment="prod")
    assert caught.value.code is grpc.StatusCode.INVALID_ARGUMENT
    assert "neither production nor sandbox" in caught.value.message


async def test_an_accounts_own_url_comes_before_the_servers(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    _, client = await serve("http://127.0.0.1:1")
    await client(f"{PAY}/Get", SYNC, x_connector_config=config("Stripe", api_key=KEY, base_url=processor.url))
    assert len(processor.seen) == 1


async def test_a_request_id_is_echoed_and_logged(serve: Serve, processor: Processor, log: Lines) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    await client(f"{PAY}/Get", SYNC, x_request_id="order-7/try-1")
    assert client.trailing["x-request-id"] == "order-7/try-1"
    level, line = await log.wait_for(lambda text: text.startswith("call "))
    assert level == "INFO"
    words = dict(word.split("=", 1) for word in line.split()[1:])
    assert {"rpc": f"{PAY}/Get", "connector": "stripe", "request_id": "order-7/try-1", "code": "OK", "outcome": "ok",
            "status": "CHARGED"}.items() <= words.items()


@pytest.mark.parametrize("given", [{}, {"x_request_id": "4242424242424242"}, {"x_request_id": "two words"}],
                         ids=["none", "like a card", "not one word"])
async def test_a_request_id_is_made_where_none_is_fit(
        serve: Serve, processor: Processor, given: dict[str, Any]) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url)
    await client(f"{PAY}/Get", SYNC, **given)
    first = UUID(client.trailing["x-request-id"])
    await client(f"{PAY}/Get", SYNC, **given)
    second = UUID(client.trailing["x-request-id"])
    assert (first.version, first.variant) == (7, UUID(int=0x8 << 60 | 1 << 63).variant)
    assert first != second
    assert first.int >> 80 <= second.int >> 80  # by the clock, in milliseconds


async def test_errors_have_the_request_id_too(serve: Serve) -> None:
    _, client = await serve()
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Authorize", {}, x_request_id="r-1")
    assert caught.value.trailing["x-request-id"] == "r-1"
