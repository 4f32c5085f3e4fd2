"""Operations whose records prove nothing: a person sees them, and ends them without believing a word of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bridge.programs import ended, settings
from bridge.surroundings import (
    audit,
    authorize,
    authorize_stored,
    bridge,
    bridge_options,
    key_files,
    make_streams,
    worker,
)
from tollbridge.bridge.audit.reading import Span, entries
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order, prepare
from tollbridge.bridge.messages import State
from tollbridge.bridge.records import OperationRecord, Unproven, encode
from tollbridge.bridge.redrive import find
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.subjects import record as record_of
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.sandbox import Sandbox

STATE = "Tollbridge-State"
LIE = msgspec.Raw(b'{"connector_transaction_id":"pi_of_the_thief","status":"CHARGED"}')
RESULT = {"connector_transaction_id": "pi_1", "status": "CHARGED"}


@pytest.fixture
async def options(empty_nats_server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BridgeOptions:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))
    its = bridge_options(empty_nats_server.url, streams={"audit": True}, audit=audit())
    await make_streams(its)
    return its


@pytest.fixture
async def client(options: BridgeOptions) -> AsyncIterator[BridgeClient]:
    async with AsyncExitStack() as held:
        yield await held.enter_async_context(bridge(options))


@pytest.fixture
def config(empty_nats_server: NatsServer, tmp_path: Path) -> tuple[str, str]:
    return "--config", str(settings(
        tmp_path, empty_nats_server, bridge__protection__mode="on", bridge__audit__enabled=True,
        bridge__protection__private_keys=f"{tmp_path}/bridge.jwks",
        bridge__protection__public_keys=f"{tmp_path}/public.jwks"))


async def lied_about(client: BridgeClient, order: Order, state: str = State.CLAIMED) -> tuple[str, bytes]:
    """What is submitted, and has a record of somebody else."""
    prepared = prepare(order, client.options)
    lie = encode(OperationRecord(op_id=prepared.op_id, connector="stripe", operation="refund", merchant_id="thief",
                                 request_hash="x", state=state, outcome="ok", result=LIE))
    await client.publisher.publish(record_of("stripe", prepared.op_id), lie, {STATE: state})
    await client.submit(prepared)
    with pytest.raises(Unproven):
        await client.operation(prepared.op_id)
    return prepared.op_id, lie


async def test_a_person_finds_it_among_the_dead_letters_and_ends_it(
        client: BridgeClient, options: BridgeOptions, config: tuple[str, str], tmp_path: Path) -> None:
    op_id, lie = await lied_about(client, authorize("pay-1"))
    other, _ = await lied_about(client, authorize("pay-2"))
    await Sweeper(client, "test", SweeperOptions(grace_s=0.0)).scan()
    listed = await ended("dlq", "list", "--json", *config)
    assert {(each["op_id"], each["state"], each["merchant_id"]) for each in listed.json["letters"]} == {
        (op_id, "UNPROVEN", "shop-1"), (other, "UNPROVEN", "shop-1")}
    shown = await ended("dlq", "show", op_id, *config)
    assert "tollbridge dlq resolve --unproven" in shown.out
    assert "thief" not in shown.out
    for words in (("redrive", op_id, "--yes"), ("resolve", op_id, "--not-done", "--note", "no")):
        refused = await ended("dlq", *words, *config)
        assert (refused.code, "its record is not proven" in refused.err) == (3, True), refused

    (tmp_path / "result.json").write_text(json.dumps(RESULT))
    done = await ended("dlq", "resolve", op_id, "--unproven", "--done", "--result", str(tmp_path / "result.json"),
                       "--note", "asked the processor", *config)
    assert done.code == 0, done.err
    assert (await ended("dlq", "resolve", other, "--unproven", "--not-done", "--note", "not there", *config)).code == 0
    answer = await client.operation(op_id)
    assert answer is not None
    assert (answer.state, answer.read()) == (State.DONE, RESULT)
    found = await client.records.find(op_id)
    assert found is not None
    assert (found.record.operation, found.record.merchant_id) == ("authorize", "shop-1"), "by its own message"
    assert not (await ended("dlq", "list", "--json", *config)).json["letters"]
    told = [each.entry async for each in entries(client.connection, Span()) if each.entry.operation == "dlq resolve"]
    ends: dict[str, Any] = dict(told[-3].facts)
    assert (told[-3].outcome, ends["unproven"], ends["op_id"]) == ("done", "True", op_id)
    assert ends["replaced_sha256"] == hashlib.sha256(lie).hexdigest()
    again = await ended("dlq", "resolve", op_id, "--unproven", "--not-done", "--note", "no", *config)
    assert (again.code, "its record is proven (DONE)" in again.err) == (3, True)


async def test_what_a_person_ended_is_not_begun_and_its_caller_is_told(
        client: BridgeClient, options: BridgeOptions, config: tuple[str, str]) -> None:
    order = authorize_stored("pay-1")
    op_id, _ = await lied_about(client, order, State.DONE)
    assert (await ended("dlq", "resolve", op_id, "--unproven", "--not-done", "--note", "no", *config)).code == 0
    async with Sandbox() as sandbox, worker(options, sandbox):
        answer = await client.execute(order, 10)
        assert (answer.state, answer.outcome) == (State.REJECTED, "resolved_not_done")
        assert not sandbox.requests


async def test_without_its_message_the_person_says_whose_it_is(client: BridgeClient, config: tuple[str, str]) -> None:
    lie = OperationRecord(op_id="e" * 32, connector="stripe", operation="authorize", merchant_id="thief",
                          request_hash="x", state=State.DONE, outcome="ok", result=LIE)
    await client.publisher.publish(record_of("stripe", lie.op_id), encode(lie), {STATE: State.DONE})
    words = ("dlq", "resolve", lie.op_id, "--unproven", "--not-done", "--note", "nobody's")
    refused = await ended(*words, *config)
    assert (refused.code, "say --merchant" in refused.err) == (3, True)
    assert (await ended(*words, "--merchant", "shop-1", *config)).code == 0
    found = await client.records.find(lie.op_id)
    assert found is not None
    assert (found.record.state, found.record.merchant_id) == (State.REJECTED, "shop-1")
    unknown = await ended("dlq", "resolve", "f" * 32, "--unproven", "--not-done", "--note", "no", *config)
    assert (unknown.code, "nobody knows of it" in unknown.err) == (3, True)


async def test_one_that_nobody_can_read_does_not_keep_the_sweeper_from_the_next(
        client: BridgeClient, options: BridgeOptions) -> None:
    """That was begun by a worker that died, and is for the sweeper to bring back."""
    op_id, _ = await lied_about(client, authorize("pay-1"))
    waiting = prepare(authorize_stored("pay-2"), options)
    await client.submit(waiting)
    stored = await client.connection.next_message("PAYMENTS", f"hyperswitch.payments.*.*.stripe.{waiting.op_id}")
    assert stored is not None
    await client.records.create(OperationRecord(
        op_id=waiting.op_id, connector="stripe", operation="authorize", merchant_id="shop-1",
        request_hash=waiting.hash, state=State.CLAIMED, owner="dead", lease_until=1.0, stream="PAYMENTS",
        stream_seq=stored.sequence))
    await Sweeper(client, "test", SweeperOptions(grace_s=-60.0)).scan()
    assert await find(client, op_id) is not None
    planned = await client.connection.last_message("RETRY", f"tollbridge.retry.at.stripe.{waiting.op_id}")
    assert planned is not None
