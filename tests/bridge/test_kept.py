"""Mandates, tokens and sessions: written by workers, read back, and nothing in them that could be used."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bridge.surroundings import admin, authorize, bridge, bridge_options, make_streams, of_worker, order, stack
from tollbridge.bridge.kept import (
    ACTIVE,
    DELETED,
    MANDATE,
    REVOKED,
    SESSION_KIND,
    TOKEN,
    KeptRecords,
    Source,
    expires_in_s,
    found_in,
    record_id,
    session_token,
)
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.operations import (
    BY_FLOW,
    CLIENT_TOKEN,
    DELETE_TOKEN,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    TOKENIZE,
    Operation,
)

GOLDEN = Path(__file__).parents[2] / "golden"
ON_FILE = {"setup_future_usage": "OFF_SESSION", "customer_acceptance": {
    "acceptance_type": "ONLINE", "accepted_at": "1763000000",
    "online_mandate_details": {"ip_address": "192.0.2.7", "user_agent": "tests"}}}


def source(operation: Operation[Any, Any], op_id: str = "op-1") -> Source:
    return Source(operation, "shop-1", "stripe", "sandbox", op_id)


async def test_a_mandate_is_there_once_its_payment_is_answered(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, _):
        answer = await client.execute(authorize("pay-1", request=ON_FILE), timeout_s=5)
        result = answer.read()
        assert result is not None
        reference = result["mandate_reference"]["connector_mandate_id"]["connector_mandate_id"]
        kept = await client.kept.by_reference(MANDATE, "shop-1", "stripe", reference)
        assert kept is not None
        assert (kept.state, kept.op_id, kept.reference, kept.operation) == (
            ACTIVE, answer.op_id, reference, "authorize")
        assert kept.references["connector_transaction_id"] == result["connector_transaction_id"]
        assert await (await admin(client)).kept.list(MANDATE, "shop-1") == [kept]
        assert await (await admin(client)).kept.list(MANDATE, "shop-2") == []
        assert await (await admin(client)).kept.list(MANDATE, connector="adyen") == []

        revoked = await client.execute(order(REVOKE_MANDATE, {
            "merchant_revoke_id": "revoke-1", "connector_mandate_id": reference}), timeout_s=5)
        assert revoked.outcome == "declined", "it is no customer's: Stripe cannot take it away"
        assert [its.kept.state for its in await client.kept.versions(MANDATE, "shop-1", kept.id)] == [ACTIVE]


async def test_a_plain_payment_leaves_nothing(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, _):
        await client.execute(authorize("pay-1"), timeout_s=5)
        found = await client.connection.api("STREAM.INFO.RECORDS", {"subjects_filter": "tollbridge.records.>"})
        kinds = {subject.split(".")[2] for subject in found["state"].get("subjects", {})}
        assert not kinds & {"mandate", "token", "session"}


async def test_an_operation_that_is_read_again_changes_nothing_later(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    result = (GOLDEN / "stripe/authorize.card.setup_mandate.json").read_bytes()
    result = json.dumps(json.loads(result)["result"]).encode()
    revoke = json.dumps({"connector_mandate_id": "pm_1SkGoldenLanternQ5r6S7t8"}).encode()
    async with bridge(of_worker(options)) as client:
        first, second = source(SETUP_MANDATE, "op-1"), source(REVOKE_MANDATE, "op-2")
        for its, body, answer in ((first, b"{}", result), (first, b"{}", result),
                                  (second, revoke, b'{"status":"REVOKED"}'), (first, b"{}", result),
                                  (second, revoke, b'{"status":"REVOKED"}')):
            await client.kept.of_operation(its, body, answer)
        (kept,) = await (await admin(client)).kept.list(MANDATE)
        assert kept.state == REVOKED
        assert kept.references["connector_transaction_id"] == "pi_3SkGoldenLantern0A1b2C3d"
        assert len(await (await admin(client)).kept.versions(MANDATE, "shop-1", kept.id)) == 2


async def test_workers_that_write_at_once_lose_none(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(of_worker(options)) as one, bridge(of_worker(options)) as two:
        result = json.dumps({"connector_payment_method_id": "pm_1"}).encode()
        await asyncio.gather(*(each.kept.of_operation(source(TOKENIZE, f"op-{number}"), b"{}", result)
                               for number, each in enumerate((one, two))))
        assert len(await (await admin(one)).kept.versions(TOKEN, "shop-1", "stripe-pm_1")) == 2


async def test_a_session_is_known_to_who_holds_its_token_until_it_is_over(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url, session_s=1.0)
    await make_streams(options)
    secret = "pi_3Sk_secret_canary_0123456789"
    async with bridge(of_worker(options)) as client:
        await client.kept.of_session(source(CLIENT_TOKEN), {"session_data": {"connector_specific": {"stripe": {
            "client_secret": {"value": secret}}}}})
        person = await admin(client)
        kept = await person.kept.session("shop-1", "stripe", secret)
        assert kept is not None
        assert kept.expires_at is not None
        assert kept.expires_at - kept.at == 1.0
        assert secret not in repr(kept)
        assert await person.kept.session("shop-1", "stripe", "another") is None
        assert await person.kept.session("shop-2", "stripe", secret) is None
        on_disk = b"".join(path.read_bytes() for path in own_nats_server.process.directory.rglob("*")
                           if path.is_file())
        assert secret.encode() not in on_disk
        late = KeptRecords(person.connection, person.publisher, clock=lambda: kept.at + 1.0)
        assert await late.session("shop-1", "stripe", secret) is None
        assert await late.list(SESSION_KIND) == []
        async with asyncio.timeout(10):  # and the server forgets it by itself
            while (await person.connection.api("STREAM.INFO.RECORDS"))["state"]["messages"]:
                await asyncio.sleep(0.2)


def test_of_no_golden_result_is_a_card_or_a_declined_mandate_kept() -> None:
    seen = 0
    for path in GOLDEN.glob("*/*.json"):
        case = json.loads(path.read_bytes())
        operation, result = BY_FLOW.get(case.get("operation", "")), case.get("result")
        if operation is None or not isinstance(result, dict):
            continue
        for its in found_in(source(operation), case["request"], result, 1.0):
            seen += 1
            words = (its.reference, *its.references.values())
            assert not any(f'"{word}"' in json.dumps(case["request"].get("payment_method")) and word.isdigit()
                           for word in words), path
            assert its.state in (ACTIVE, "PENDING", REVOKED, DELETED), path
            assert its.state != ACTIVE or result.get("error") is None, path
    assert seen > 50


def test_what_is_deleted_is_kept_as_deleted() -> None:
    (kept,) = found_in(source(DELETE_TOKEN), {"connector_payment_method_id": "pm_1"}, {"status": "SUCCESS"}, 1.0)
    assert (kept.kind, kept.id, kept.state) == (TOKEN, "stripe-pm_1", DELETED)


@pytest.mark.parametrize(("reference", "plain"), [("pm_1", True), ("a.b", False), ("*", False), ("x" * 80, False)])
def test_an_id_can_stand_in_a_subject_whatever_the_processor_calls_it(reference: str, plain: bool) -> None:
    its = record_id("stripe", reference)
    assert (its == f"stripe-{reference}") is plain
    assert len(its) <= 64
    assert its.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(("result", "token", "lasts"), [
    ({"session_token": "s1"}, "s1", None),
    ({"session_data": {"paypal": {"session_token": "t", "client_token": "c"}}}, "t", None),
    ({"session_data": {"connector_specific": {"globalpay": {"access_token": {"value": "x"}, "expires_in": "60"}}}},
     None, 60.0),
    ({"session_data": {"connector_specific": {"plaid": {"link_token": {"value": "l"}, "expires_in_seconds": "120"}}}},
     "l", 120.0),
])
def test_by_what_a_session_is_known_and_how_long_it_lasts(result: dict[str, Any], token: str | None,
                                                          lasts: float | None) -> None:
    assert session_token(result) == token
    assert expires_in_s(result) == lasts


async def test_a_kind_that_there_is_not_is_named(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, _):
        with pytest.raises(InvalidField, match="mandate, token, session"):
            await (await admin(client)).kept.list("cards")
        with pytest.raises(InvalidField, match="id"):
            await client.kept.get(MANDATE, "shop-1", "*")
