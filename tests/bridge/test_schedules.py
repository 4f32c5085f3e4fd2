"""Waits that a consumer's six deliveries would not outlive."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from bridge.surroundings import CARD, authorize, bridge, bridge_options, make_streams, order, worker
from tollbridge.bridge import schedules
from tollbridge.bridge.client import BridgeClient, prepare
from tollbridge.bridge.connection import Connection, ConnectionOptions, Publisher, Refused, Stored, Unavailable
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.schedules import Pointer, Schedules, due, fetch, planned
from tollbridge.bridge.server import NatsCluster, NatsServer
from tollbridge.bridge.streams import MAX_DELIVER, RETRY_STREAM, StreamOptions, wanted_streams
from tollbridge.bridge.worker import policy, steps
from tollbridge.bridge.worker.work import Gates, Work
from tollbridge.domain.operations import CAPTURE
from tollbridge.sandbox import FaultKind, Sandbox

WAIT_S = 20.0
CREATE = "payment_intents.create"


class Holding(Gates):
    """Holds each operation so often, for so long."""

    def __init__(self, times: int, hold_s: float) -> None:
        self.times, self._hold_s = times, hold_s

    async def hold_s(self, work: Work) -> float:
        if self.times <= 0:
            return 0.0
        self.times -= 1
        return self._hold_s


async def until(look: Callable[[], Awaitable[Answer | Stored | None]]) -> Answer | Stored:
    async with asyncio.timeout(WAIT_S):
        while (found := await look()) is None:
            await asyncio.sleep(0.02)
    return found


async def ended(client: BridgeClient, op_id: str) -> Answer:
    async def look() -> Answer | None:
        answer = await client.operation(op_id)
        return answer if answer is not None and answer.final else None

    answer = await until(look)
    assert isinstance(answer, Answer)
    return answer


@pytest.fixture
async def held() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def test_an_operation_that_is_held_more_often_than_a_consumer_delivers_is_done(
        empty_nats_server: NatsServer, held: AsyncExitStack) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    sandbox, gates = await held.enter_async_context(Sandbox()), Holding(2 * MAX_DELIVER + 1, 0.02)
    await held.enter_async_context(worker(options, sandbox, gates=gates))
    client = await held.enter_async_context(bridge(options))
    answer = await client.execute(authorize("pay-1"), timeout_s=WAIT_S)
    assert (answer.state, gates.times) == (State.DONE, 0)
    assert sandbox.ledger.total("USD").charges == 1


async def test_an_operation_is_attempted_more_often_than_a_consumer_delivers(
        empty_nats_server: NatsServer, held: AsyncExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "LONGEST_WAIT_S", 0.05)
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    sandbox = await held.enter_async_context(Sandbox())
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE, times=MAX_DELIVER + 3)
    await held.enter_async_context(worker(options, sandbox))
    client = await held.enter_async_context(bridge(options))
    answer = await client.execute(authorize("pay-1"), timeout_s=WAIT_S)
    assert (answer.state, answer.attempt) == (State.DONE, MAX_DELIVER + 4)
    assert sandbox.ledger.total("USD").charges == 1


async def test_what_waits_for_another_operation_waits_longer_than_a_consumer_delivers(
        empty_nats_server: NatsServer, held: AsyncExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "LONGEST_WAIT_S", 0.02)
    monkeypatch.setattr(steps, "AFTER_WAIT_S", 0.1)
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    sandbox = await held.enter_async_context(Sandbox())
    await held.enter_async_context(worker(options, sandbox))
    client = await held.enter_async_context(bridge(options))
    first = authorize("pay-1", request={"capture_method": "MANUAL"})
    its_id = prepare(first, options).op_id
    capture = order(CAPTURE, {"merchant_capture_id": "cap-1", "amount_to_capture": {
        "minor_amount": 4250, "currency": "USD"}}, after=its_id, key="cap-1")
    waiting = await client.submit(capture)

    async def again_and_again() -> Stored | None:
        message = await client.connection.last_message(RETRY_STREAM, due("stripe", waiting.op_id))
        return message if message is not None and message.sequence > 8 else None

    await until(again_and_again)
    assert (await client.execute(first, timeout_s=WAIT_S)).state == State.DONE
    assert (await ended(client, waiting.op_id)).state == State.DONE
    assert sandbox.ledger.total("USD").captured == 4250


async def test_a_schedule_outlives_the_server(
        own_nats_server: NatsServer, held: AsyncExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "SHORT_S", 0.0)
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    sandbox = await held.enter_async_context(Sandbox())
    # A tenth of a second is left of the schedule when the server is back; the card data were in its memory.
    await held.enter_async_context(worker(options, sandbox, gates=Holding(1, 1.0)))
    client = await held.enter_async_context(bridge(options))
    submitted = await client.submit(authorize("pay-1"))
    await until(lambda: client.connection.last_message(RETRY_STREAM, planned("stripe", submitted.op_id)))
    await own_nats_server.kill()
    await own_nats_server.start()
    await reconnected(client)
    answer = await ended(client, submitted.op_id)
    assert answer.problem is not None
    assert (answer.state, answer.problem.reason) == (State.REJECTED, "CARD_DATA_EXPIRED")
    assert sandbox.ledger.total("USD").charges == 0


async def reconnected(client: BridgeClient) -> None:
    async with asyncio.timeout(WAIT_S):
        while not client.connection.connected:
            await asyncio.sleep(0.02)


DYING = """
import asyncio, os, sys
sys.path.insert(0, "tests")
from bridge.surroundings import bridge_options, worker
from bridge.test_schedules import Holding
from tollbridge.bridge import schedules
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.sandbox import Sandbox

async def die(self):
    os._exit(9)

async def main():
    schedules.SHORT_S, Delivery.ack = 0.0, die
    options = bridge_options(sys.argv[1], streams={"processor_timeouts_s": {"payments.authorize": 1.0}})
    async with Sandbox() as sandbox, worker(options, sandbox, gates=Holding(1, 0.5)):
        await asyncio.sleep(30)

asyncio.run(main())
"""


async def test_a_worker_that_dies_between_schedule_and_acknowledgement_leaves_one_charge(
        empty_nats_server: NatsServer, held: AsyncExitStack) -> None:
    options = bridge_options(empty_nats_server.url, streams={"processor_timeouts_s": {"payments.authorize": 1.0}})
    await make_streams(options)
    sandbox = await held.enter_async_context(Sandbox())
    client = await held.enter_async_context(bridge(options))
    dying = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DYING, empty_nats_server.url, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})

    def no_longer() -> None:
        if dying.returncode is None:
            dying.kill()

    held.callback(no_longer)
    submitted = await client.submit(authorize("pay-1"))
    async with asyncio.timeout(WAIT_S):
        assert await dying.wait() == 9
    await held.enter_async_context(worker(options, sandbox))
    assert (await ended(client, submitted.op_id)).state == State.DONE

    async def settled() -> Answer | None:
        """The delivery that was never acknowledged comes once more, and changes nothing."""
        info = await client.connection.api("CONSUMER.INFO.PAYMENTS.payments_authorize_stripe")
        return Answer("", "") if info["num_ack_pending"] == 0 else None

    await until(settled)
    assert sandbox.ledger.total("USD").charges == 1


async def test_of_a_subject_the_last_schedule_counts_and_a_time_that_has_passed_is_now(
        empty_nats_server: NatsServer, held: AsyncExitStack) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    client = await held.enter_async_context(bridge(options))
    plans = Schedules(client.publisher)
    its_id = (await client.submit(authorize("pay-1"))).op_id
    pointer = Pointer("PAYMENTS", 1, f"hyperswitch.payments.shop-1.authorize.stripe.{its_id}")
    await plans.plan(pointer, time.time() + 3600)
    await plans.plan(Pointer(pointer.stream, 1, pointer.subject, sweeps=3), time.time() - 5)
    message = await until(lambda: client.connection.last_message(RETRY_STREAM, due("stripe", its_id)))
    assert isinstance(message, Stored)
    assert schedules.pointer_in(message.headers) == Pointer(pointer.stream, 1, pointer.subject, sweeps=3)
    assert await client.connection.last_message(RETRY_STREAM, planned("stripe", its_id)) is None
    original = await fetch(client.connection, pointer)
    assert original is not None
    assert CARD.encode() not in original.data
    assert await fetch(client.connection, Pointer("PAYMENTS", 99, pointer.subject)) is None


async def test_a_target_outside_its_stream_is_refused(empty_nats_server: NatsServer, held: AsyncExitStack) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    client = await held.enter_async_context(bridge(options))
    with pytest.raises(Refused, match="target"):
        await client.publisher.publish("tollbridge.retry.at.stripe.x", b"", {
            schedules.SCHEDULE: "@at 2030-01-01T00:00:00Z", schedules.TARGET: "hyperswitch.payments.a.authorize.b.c"})


async def test_schedules_outlive_the_leader_of_their_stream(nats_cluster: NatsCluster) -> None:
    options = StreamOptions(connectors=("stripe",), replicas=3)
    connection = Connection(ConnectionOptions(servers=tuple(nats_cluster.urls), request_timeout_s=5.0))
    await connection.open()
    publisher = Publisher(connection)
    config = next(its.config for its in wanted_streams(options) if its.name == RETRY_STREAM)
    await connection.api(f"STREAM.CREATE.{RETRY_STREAM}", dict(config))
    ids = [f"op{number}" for number in range(10)]
    for number, op_id in enumerate(ids):
        pointer = Pointer("PAYMENTS_A", number + 1, f"hyperswitch.payments.shop-1.authorize.stripe.{op_id}")
        await Schedules(publisher).plan(pointer, time.time() + 1 + number / 5)
    leader = (await connection.api(f"STREAM.INFO.{RETRY_STREAM}"))["cluster"]["leader"]
    nodes = nats_cluster.process.nodes
    await asyncio.to_thread(next(node for node in nodes if node.options.name == leader).kill)

    async def all_due() -> Answer | None:
        try:
            found = [await connection.last_message(RETRY_STREAM, due("stripe", op_id)) for op_id in ids]
        except Unavailable:  # until there is another leader
            return None
        return Answer("", "") if all(found) else None

    await until(all_due)
    await connection.close()
