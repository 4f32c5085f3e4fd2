"""What no worker would look at again: found, and brought back or told to a person."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import msgspec
import pytest

from bridge.secured import current
from bridge.surroundings import CARD, admin, authorize, bridge, bridge_options, make_streams, worker
from bridge.test_schedules import WAIT_S, ended
from tollbridge.bridge import messages as wire
from tollbridge.bridge.alerts import EXHAUSTED, POISONED
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import Stored, Unavailable
from tollbridge.bridge.dead_letters import ERROR, REASON
from tollbridge.bridge.messages import Answer, State, encode_json
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.schedules import SEQUENCE, STREAM, SUBJECT, SWEEPS, Pointer, due
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import (
    ADVISORY_STREAM,
    DEAD_STREAM,
    EVENT_STREAM,
    MAX_DELIVER,
    OPS_STREAM,
    RETRY_STREAM,
    apply,
)
from tollbridge.bridge.sweeper import Advisory, Sweeper, SweeperOptions
from tollbridge.sandbox import Sandbox

CONSUMER = "payments_authorize_stripe"
NOW = SweeperOptions(every_s=0.05, scan_every_s=0.0, orphans_every_s=3600.0, grace_s=0.0, orphan_s=0.0)


@pytest.fixture
async def held() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def options(empty_nats_server: NatsServer) -> BridgeOptions:
    """Deliveries that nobody settles are over soon."""
    its = bridge_options(empty_nats_server.url, streams={"processor_timeouts_s": {"payments.authorize": 0.1}})
    await make_streams(its)
    return its


@pytest.fixture
async def client(options: BridgeOptions, held: AsyncExitStack) -> BridgeClient:
    return await held.enter_async_context(bridge(options))


async def working(url: str, held: AsyncExitStack, sweeper: SweeperOptions | None = None) -> Sandbox:
    """Where workers have users of their own they leave sweeping to bridges."""
    if sweeper is not None and current() is not None:
        its = Sweeper(await held.enter_async_context(bridge(bridge_options(url))), "a-bridge", sweeper)
        await its.start()
        held.push_async_callback(its.stop)
    sandbox = await held.enter_async_context(Sandbox())
    await held.enter_async_context(worker(bridge_options(url), sandbox, sweeper=sweeper or SweeperOptions()))
    return sandbox


async def letter(client: BridgeClient, op_id: str, connector: str = "stripe") -> Stored:
    async with asyncio.timeout(WAIT_S):
        while True:
            found = await client.connection.last_message(DEAD_STREAM, f"tollbridge.dlq.{connector}.{op_id}")
            if found is not None:
                return found
            await asyncio.sleep(0.02)


async def given_up_by_the_consumer(client: BridgeClient) -> None:
    """Takes every delivery of the one operation that there is, and settles none."""
    nats = (await admin(client)).connection.client  # as a worker would
    inbox = nats.new_inbox()
    subscription = await nats.subscribe(inbox)
    ask = encode_json({"batch": MAX_DELIVER + 1, "expires": int(WAIT_S * 1e9)})
    await nats.publish(f"$JS.API.CONSUMER.MSG.NEXT.PAYMENTS.{CONSUMER}", ask, reply=inbox)
    for _ in range(MAX_DELIVER):
        await subscription.next_msg(WAIT_S)
    async with asyncio.timeout(WAIT_S):
        while (await client.connection.api(f"STREAM.INFO.{ADVISORY_STREAM}"))["state"]["messages"] == 0:
            await asyncio.sleep(0.02)
    await subscription.unsubscribe()


async def test_what_a_consumer_has_given_up_is_brought_back_and_done(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack) -> None:
    submitted = await client.submit(authorize("pay-1"))
    await given_up_by_the_consumer(client)
    sandbox = await working(options.connection.servers[0], held, NOW)
    assert (await ended(client, submitted.op_id)).state == State.DONE
    assert sandbox.ledger.total("USD").charges == 1


async def test_an_operation_whose_advisory_is_lost_is_found_without_a_record(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack) -> None:
    submitted = await client.submit(authorize("pay-1"))
    await given_up_by_the_consumer(client)
    await (await admin(client)).connection.api(f"STREAM.PURGE.{ADVISORY_STREAM}")
    second = await client.submit(authorize("pay-2"))
    sweeper = Sweeper(client, "test", NOW)
    await sweeper.orphans("PAYMENTS")
    assert await client.connection.last_message(RETRY_STREAM, due("stripe", second.op_id)) is None, "it has not begun"
    sandbox = await working(options.connection.servers[0], held)
    assert (await ended(client, submitted.op_id)).state == State.DONE
    assert sandbox.ledger.total("USD", reference="pay-1").charges == 1
    assert sweeper.counts.planned == 1


async def test_where_nothing_was_delivered_twice_operations_are_not_read(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack) -> None:
    await working(options.connection.servers[0], held)
    for number in range(3):
        await client.execute(authorize(f"pay-{number}"), timeout_s=WAIT_S)
    sweeper = Sweeper(client, "test", NOW)

    async def skipped() -> bool:
        await sweeper.orphans("PAYMENTS")
        return sweeper._next == {"PAYMENTS": 4}

    async with asyncio.timeout(WAIT_S):
        while not await skipped():  # the last acknowledgement is on its way
            await asyncio.sleep(0.02)
    assert sweeper.counts.planned == 0


async def test_an_operation_that_no_worker_ever_ends_becomes_a_dead_letter(
        options: BridgeOptions, client: BridgeClient) -> None:
    submitted = await client.submit(authorize("pay-1"))
    await (await admin(client)).publisher.publish(due("stripe", submitted.op_id), b"", {
        STREAM: "PAYMENTS", SEQUENCE: "1", SWEEPS: "5",
        SUBJECT: f"hyperswitch.payments.shop-1.authorize.stripe.{submitted.op_id}"})
    sweeper = Sweeper(client, "test", NOW)
    await sweeper.advised(Advisory("io.nats.jetstream.advisory.v1.max_deliver", RETRY_STREAM, "retry_stripe", 1))
    its_letter = await letter(client, submitted.op_id)
    assert its_letter.headers[REASON] == EXHAUSTED
    assert CARD.encode() not in its_letter.data
    assert b"pay-1" in its_letter.data
    answer = await client.operation(submitted.op_id)
    assert answer is not None
    assert (answer.state, answer.attempt) == (State.MANUAL, 0)


async def stale_record(client: BridgeClient, state: str = State.CLAIMED) -> OperationRecord:
    """Of a worker that is no more: the operation was delivered, acknowledged by mistake, and never ended."""
    submitted = await client.submit(authorize("pay-1"))
    message = await client.connection.message("PAYMENTS", 1)
    assert message is not None
    record = OperationRecord(
        op_id=submitted.op_id, connector="stripe", operation="authorize", merchant_id="shop-1",
        request_hash=message.headers[wire.REQUEST_HASH], state=state, environment="sandbox", attempts=1, owner="gone",
        lease_until=time.time() - 1 if state == State.CLAIMED else 0.0, retry_at=time.time() - 1,
        accepted_at=time.time() - 60, deadline=time.time() + 600, stream="PAYMENTS", stream_seq=1)
    await client.records.create(record)
    nats = (await admin(client)).connection.client  # as a worker would
    inbox = nats.new_inbox()
    subscription = await nats.subscribe(inbox)
    await nats.publish(f"$JS.API.CONSUMER.MSG.NEXT.PAYMENTS.{CONSUMER}", b"", reply=inbox)
    await (await subscription.next_msg(WAIT_S)).ack()
    return record


@pytest.mark.parametrize("state", [State.CLAIMED, State.UNKNOWN, State.ACCEPTED])
async def test_a_record_that_is_left_alone_is_brought_back(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack, state: str) -> None:
    record = await stale_record(client, state)
    sandbox = await working(options.connection.servers[0], held, NOW)
    answer = await ended(client, record.op_id)
    assert answer.problem is None, answer.problem
    assert (answer.state, answer.attempt) == (State.DONE, 2)
    assert sandbox.ledger.total("USD").charges == 1


async def test_a_record_in_time_is_left_alone_and_one_that_is_over_is_not_read_again(client: BridgeClient) -> None:
    record = await stale_record(client)
    sweeper = Sweeper(client, "test", msgspec.structs.replace(NOW, grace_s=600.0))
    await sweeper.scan()
    assert sweeper.counts.planned == 0
    found = await client.records.get("stripe", record.op_id)
    assert found is not None
    found.record.state = State.DONE
    await client.records.update(found.record, found.revision)
    await sweeper.scan()
    assert sweeper._open == {}
    assert sweeper._kept() == {OPS_STREAM: 3}


async def test_a_claimed_operation_whose_message_is_gone_is_for_a_person(client: BridgeClient) -> None:
    record = await stale_record(client)
    await (await admin(client)).connection.api("STREAM.PURGE.PAYMENTS")
    await Sweeper(client, "test", NOW).scan()
    answer = await client.operation(record.op_id)
    assert answer is not None
    assert answer.state == State.MANUAL
    assert "gone" in (await letter(client, record.op_id)).headers[ERROR]
    event = await client.connection.last_message(EVENT_STREAM, "tollbridge.alerts.manual")
    async with asyncio.timeout(WAIT_S):
        while event is None:
            event = await client.connection.last_message(EVENT_STREAM, "tollbridge.alerts.manual")
    assert msgspec.json.decode(event.data)["op_id"] == record.op_id


async def test_an_operation_for_a_person_that_has_no_letter_gets_one(client: BridgeClient) -> None:
    record = await stale_record(client, State.MANUAL)
    await Sweeper(client, "test", NOW).scan()
    assert b"pay-1" in (await letter(client, record.op_id)).data


async def test_one_sweeps_at_a_time_and_the_next_goes_on_where_it_was(client: BridgeClient) -> None:
    record = await stale_record(client)
    patient = msgspec.structs.replace(NOW, grace_s=600.0)
    first, second = Sweeper(client, "first", patient), Sweeper(client, "second", patient)
    assert (await first.turn(), await second.turn()) == (True, False)
    assert (await first.turn(), await second.turn()) == (True, False)
    await first.stop()
    assert await second.turn()
    assert ("stripe", record.op_id) in second._open, "what is open is found by whoever sweeps"
    await second.stop()


async def test_a_lease_is_taken_over_once_it_is_over(client: BridgeClient) -> None:
    at = [1000.0]
    first, second = (Sweeper(client, name, NOW, clock=lambda: at[0]) for name in ("first", "second"))
    assert await first.turn()
    at[0] += NOW.lease_s + 1
    assert await second.turn()
    assert not await first.turn()
    await second.stop()


async def test_a_terminated_operation_becomes_a_dead_letter(client: BridgeClient) -> None:
    submitted = await client.submit(authorize("pay-1"))
    terminated = Advisory("io.nats.jetstream.advisory.v1.terminated", "PAYMENTS", CONSUMER, 1, "not my kind")
    await Sweeper(client, "test", NOW).advised(terminated)
    its_letter = await letter(client, submitted.op_id)
    assert (its_letter.headers[REASON], its_letter.headers[ERROR]) == (POISONED, "not my kind")


BAD = {
    "no header": (b"{}", {}),
    "a deadline that is none": (b"{}", {wire.REQUEST_HASH: "x", wire.IDEMPOTENCY_KEY: "k", wire.ENVIRONMENT: "sandbox",
                                         wire.DEADLINE: "soon"}),
    "no JSON": (b'{"card_number": "4242424242424242", ', {}),
    "no object": (b"[]", {}),
    "no text": (b"\xff\xfe", {}),
}


@pytest.mark.parametrize(("body", "headers"), BAD.values(), ids=list(BAD))
async def test_what_is_no_operation_becomes_a_dead_letter_and_is_not_delivered_again(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack, body: bytes,
        headers: dict[str, str]) -> None:
    if not headers and body != b"{}":
        headers = {wire.REQUEST_HASH: "x", wire.IDEMPOTENCY_KEY: "k", wire.ENVIRONMENT: "sandbox",
                   wire.DEADLINE: str(int((time.time() + 60) * 1000))}
    await client.publisher.publish("hyperswitch.payments.shop-1.authorize.stripe.bad", body, headers)
    sandbox = await working(options.connection.servers[0], held)
    its_letter = await letter(client, "bad")
    assert its_letter.headers[REASON] == POISONED
    assert CARD.encode() not in its_letter.data
    async with asyncio.timeout(WAIT_S):
        while (await client.connection.api(f"CONSUMER.INFO.PAYMENTS.{CONSUMER}"))["num_ack_pending"]:
            await asyncio.sleep(0.02)
    assert list(sandbox.requests) == []


async def test_an_unknown_verb_is_taken_by_no_stream(client: BridgeClient) -> None:
    with pytest.raises(Unavailable):
        await (await admin(client)).publisher.publish("hyperswitch.payments.shop-1.explode.stripe.bad", b"{}")


async def test_a_due_message_that_points_to_nothing_becomes_a_dead_letter(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack) -> None:
    await (await admin(client)).publisher.publish(due("stripe", "bad"), b"", {STREAM: "PAYMENTS"})
    await working(options.connection.servers[0], held)
    assert (await letter(client, "RETRY-1", "unknown")).headers[REASON] == POISONED


async def test_an_operation_older_than_the_records_is_never_executed(
        options: BridgeOptions, client: BridgeClient, held: AsyncExitStack) -> None:
    sandbox = await working(options.connection.servers[0], held)
    done = await client.execute(authorize("pay-1"), timeout_s=WAIT_S)
    assert done.state == State.DONE
    await (await admin(client)).connection.api(f"STREAM.DELETE.{OPS_STREAM}")
    await apply((await admin(client)).connection, options.streams)
    pointer = Pointer("PAYMENTS", 1, f"hyperswitch.payments.shop-1.authorize.stripe.{done.op_id}")
    await Sweeper(client, "test", NOW)._plan(pointer, 0.0)
    answer = await ended(client, done.op_id)
    assert answer.problem is not None
    assert (answer.state, answer.problem.reason) == (State.MANUAL, "OUTCOME_UNKNOWN")
    assert sandbox.ledger.total("USD").charges == 1
    assert len([arrival for arrival in sandbox.requests if arrival.method == "POST"]) == 1
    assert isinstance(answer, Answer)
    assert "older than the records" in (await letter(client, done.op_id)).headers[ERROR]


async def test_a_stream_of_retries_without_room_is_told(empty_nats_server: NatsServer, held: AsyncExitStack) -> None:
    options = bridge_options(empty_nats_server.url, streams={"max_bytes": 8192})
    await make_streams(options)
    client = await held.enter_async_context(bridge(options))
    sweeper = Sweeper(client, "test", NOW)
    await sweeper._look_for_room()
    assert sweeper._told < 0
    for number in range(40):
        await (await admin(client)).publisher.publish(due("stripe", str(number)), b"", {SUBJECT: "x" * 200})
    await sweeper._look_for_room()
    async with asyncio.timeout(WAIT_S):
        while await client.connection.last_message(EVENT_STREAM, "tollbridge.alerts.retries_full") is None:
            await asyncio.sleep(0.02)
