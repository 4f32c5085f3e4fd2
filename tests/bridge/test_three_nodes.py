"""Three servers with bridge and workers: one of them dies, sleeps or is restarted, and callers do not notice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
import nats
import pytest
from msgspec import Struct

from bridge.fleet import Fleet, FleetOptions
from bridge.nats_surroundings import needs_nats_server
from bridge.proving import count, ends, faults
from bridge.surroundings import authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.client import BridgeClient, BridgeOptions, prepare
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.either import own_of
from tollbridge.bridge.messages import State
from tollbridge.bridge.placing import place
from tollbridge.bridge.sealed import Bucket
from tollbridge.bridge.server import NatsCluster
from tollbridge.bridge.streams import patiently, payment_streams, sealed_streams
from tollbridge.bridge.subjects import durable
from tollbridge.domain.errors import ConnectorError
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import Conflict

pytestmark = needs_nats_server

STREAMS = {"replicas": 3, "max_bytes": 256 << 20}
EVERY_S = 0.02
AFTER_S = count(8, 4)
"""How long the load goes on after the blow."""
WORST_S = 1.0
WITHIN_S = 60
WORKERS = 2


class Load(Struct):
    """What was submitted: references by operation, how long each took to be stored, and what callers were told else."""

    references: dict[str, str]
    took_s: list[float]
    failed: list[str]


@asynccontextmanager
async def around(cluster: NatsCluster) -> AsyncIterator[tuple[BridgeClient, Sandbox, Fleet]]:
    """Workers in processes of their own, a bridge here, and leaders where they should be."""
    options = options_of(cluster)
    await make_streams(options, "payments_authorize")
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        fleet = await held.enter_async_context(Fleet(FleetOptions(
            url=",".join(cluster.urls), connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")},
            workers=WORKERS, slots=50, streams=STREAMS, operations=("payments.authorize",))))
        yield await held.enter_async_context(bridge(options)), sandbox, fleet


def options_of(cluster: NatsCluster) -> BridgeOptions:
    return bridge_options(",".join(cluster.urls), streams=STREAMS)


async def loaded(client: BridgeClient, blow: Callable[[], Awaitable[object]]) -> Load:
    """Submits at a steady pace, whatever comes of it; the blow falls after half a second."""
    load, tasks = Load({}, [], []), set()

    async def submit(number: int) -> None:
        began = time.monotonic()
        try:
            answer = await client.submit(authorize(f"pay-{number}"))
        except (ConnectorError, Unavailable) as error:
            load.failed.append(f"{number}: {error!r}")
            return
        load.took_s.append(time.monotonic() - began)
        load.references[answer.op_id] = f"pay-{number}"

    async def dealt() -> None:
        await asyncio.sleep(0.5)
        await blow()
        await asyncio.sleep(AFTER_S)

    dealing, number = asyncio.ensure_future(dealt()), 0
    while not dealing.done():
        tasks.add(asyncio.ensure_future(submit(number)))
        number += 1
        await asyncio.sleep(EVERY_S)
    await dealing
    await asyncio.wait(tasks, timeout=WITHIN_S)
    return load


async def leader(client: BridgeClient, stream: str) -> str:
    """Which may be under election."""
    async with asyncio.timeout(WITHIN_S):
        while not (name := (await patiently(client.connection, f"STREAM.INFO.{stream}"))["cluster"].get("leader")):
            await asyncio.sleep(0.1)
    return str(name)


def number_of(cluster: NatsCluster, name: str) -> int:
    return [node.options.name for node in cluster.process.nodes].index(name)


@asynccontextmanager
async def beside(cluster: NatsCluster, leads: int) -> AsyncIterator[list[float]]:
    """What this machine takes meanwhile for a publish that is led by one which nothing happens to: of other work beside
    this test neither bridge nor server can make good.
    """
    plain = await nats.connect(cluster.urls[leads], allow_reconnect=False)
    streams, took_s = plain.jetstream(timeout=WITHIN_S), list[float]()
    await streams.add_stream(name="BESIDE", subjects=["beside"], num_replicas=3)
    name = cluster.process.nodes[leads].options.name
    async with asyncio.timeout(WITHIN_S):
        while (info := await streams.stream_info("BESIDE")).cluster is None or info.cluster.leader != name:
            await plain.request("$JS.API.STREAM.LEADER.STEPDOWN.BESIDE",
                                msgspec.json.encode({"placement": {"preferred": name}}), timeout=WITHIN_S)
            await asyncio.sleep(0.2)

    over = asyncio.Event()

    async def go_on() -> None:
        while not over.is_set():  # 3.11 loses a cancellation that comes with an answer
            began = time.monotonic()
            await streams.publish("beside", b"")
            took_s.append(time.monotonic() - began)
            await asyncio.sleep(EVERY_S)
    going = asyncio.ensure_future(go_on())
    try:
        yield took_s
    finally:
        over.set()
        going.cancel()
        await asyncio.wait([going])
        await plain.close()


async def done_once(client: BridgeClient, load: Load, sandbox: Sandbox) -> None:
    async with ends(client) as watching:
        records = await watching.of(load.references, WITHIN_S)
    assert {(record.state, record.outcome) for record in records.values()} == {(State.DONE, "ok")}
    assert not faults(records, load.references, sandbox, set())


async def test_a_leader_that_is_killed_delays_no_caller_by_a_second(nats_cluster: NatsCluster) -> None:
    async with around(nats_cluster) as (client, sandbox, _):
        killed = number_of(nats_cluster, await leader(client, "PAYMENTS_A"))
        other = number_of(nats_cluster, await leader(client, "PAYMENTS_B"))
        async with beside(nats_cluster, other) as plain_s:
            load = await loaded(client, lambda: nats_cluster.kill(killed))
        assert not load.failed
        assert max(load.took_s) < WORST_S + max(plain_s), (sorted(load.took_s)[-10:], sorted(plain_s)[-3:])
        await nats_cluster.start(killed)
        await done_once(client, load, sandbox)
        print(f"{len(load.took_s)} submitted, worst {max(load.took_s) * 1e3:.0f} ms, "
              f"{sum(took > 0.1 for took in load.took_s)} over 100 ms; beside it {max(plain_s) * 1e3:.0f} ms")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # nats-py leaves a socket to it open
async def test_a_node_that_sleeps_and_wakes_fails_nobody(nats_cluster: NatsCluster) -> None:
    async with around(nats_cluster) as (client, sandbox, _):
        async def blow() -> None:
            paused = number_of(nats_cluster, await leader(client, "PAYMENTS_B"))
            nats_cluster.pause(paused)
            await asyncio.sleep(AFTER_S)
            nats_cluster.resume(paused)

        load = await loaded(client, blow)
        assert not load.failed
        await nats_cluster.wait_ready()
        await done_once(client, load, sandbox)
        print(f"{len(load.took_s)} submitted, worst {max(load.took_s) * 1e3:.0f} ms")


async def test_a_rolling_restart_fails_nobody(nats_cluster: NatsCluster) -> None:
    async with around(nats_cluster) as (client, sandbox, _):
        load = await loaded(client, nats_cluster.rolling_restart)
        assert not load.failed
        await done_once(client, load, sandbox)
        print(f"{len(load.took_s)} submitted, worst {max(load.took_s) * 1e3:.0f} ms")


async def test_streams_that_stand_in_for_each_other_are_led_by_different_nodes(nats_cluster: NatsCluster) -> None:
    options = options_of(nats_cluster)
    await make_streams(options, "payments_authorize")
    async with bridge(options) as client:
        for pair in (payment_streams(options.streams), sealed_streams(True)):
            one, other = [await leader(client, stream) for stream in pair]
            assert one != other
            await client.connection.api(f"STREAM.LEADER.STEPDOWN.{pair[1]}", {"placement": {"preferred": one}})
        async with asyncio.timeout(WITHIN_S):
            while not await place(client.connection, options.streams):
                await asyncio.sleep(0.1)
        for pair in (payment_streams(options.streams), sealed_streams(True)):
            assert len({await leader(client, stream) for stream in pair}) == 2


async def test_an_operation_that_lies_in_both_streams_is_done_once(nats_cluster: NatsCluster) -> None:
    async with around(nats_cluster) as (client, sandbox, _), ends(client) as watching:
        references = {}
        for number in range(count(100, 20)):
            prepared = prepare(authorize(f"pay-{number}"), client.options)
            await client.bucket.put("stripe", prepared.op_id, prepared.sealed)
            acks = await asyncio.gather(*(client.publisher.publish(
                durable(prepared.route, "shop-1", "stripe", prepared.op_id, fallback=fallback), prepared.body,
                prepared.headers) for fallback in (False, True)))
            assert [ack.stream for ack in acks] == ["PAYMENTS_A", "PAYMENTS_B"]
            references[prepared.op_id] = f"pay-{number}"
        records = await watching.of(references, WITHIN_S)
        while pending := [stream for stream in ("PAYMENTS_A", "PAYMENTS_B") if await unacknowledged(client, stream)]:
            await asyncio.sleep(0.1)
        assert not pending
        assert not faults(records, references, sandbox, set())
        assert {record.state for record in records.values()} == {State.DONE}


async def test_a_conflict_is_told_even_where_the_first_lies_in_the_other_stream(nats_cluster: NatsCluster) -> None:
    """As after a failure: the first went into the stream that is not its own, which so has room for a second."""
    async with around(nats_cluster) as (client, sandbox, _), ends(client) as watching:
        first = prepare(authorize("pay-1"), client.options)
        await client.bucket.put("stripe", first.op_id, first.sealed)
        await client.publisher.publish(durable(first.route, "shop-1", "stripe", first.op_id,
                                               fallback=not own_of(first.op_id)), first.body, first.headers)
        await watching.of([first.op_id], WITHIN_S)
        with pytest.raises(Conflict):
            await client.execute(authorize("pay-1", 4251), timeout_s=3)
        assert sandbox.ledger.total("USD").authorized == 4250


async def unacknowledged(client: BridgeClient, stream: str) -> int:
    info = await patiently(client.connection, f"CONSUMER.INFO.{stream}.payments_authorize_stripe")
    return int(info["num_pending"] + info["num_ack_pending"])


async def test_card_data_is_found_in_whichever_bucket_it_lies(nats_cluster: NatsCluster) -> None:
    options = options_of(nats_cluster)
    await make_streams(options, "payments_authorize")
    async with bridge(options) as client:
        first, other = Bucket(client.connection, client.publisher, pair=True), prepare(authorize("pay-2"), options)
        its = prepare(authorize("pay-1"), options)
        for op_id in ("0" * 32, "1" * 32):  # one of them is at home in each
            await first.put("stripe", op_id, its.sealed)
            assert await first.get("stripe", op_id, its.hash) == its.sealed
            for subject in (f"tollbridge.sealed.stripe.{op_id}.{other.hash}",
                            f"tollbridge.sealed_b.stripe.{op_id}.{other.hash}"):
                await client.connection.api("STREAM.PURGE.SEALED", {"filter": subject})
                await client.connection.api("STREAM.PURGE.SEALED_B", {"filter": subject})
                await client.publisher.publish(subject, msgspec.json.encode(other.sealed))
            assert await first.get("stripe", op_id, other.hash) == other.sealed
            await first.drop("stripe", op_id, other.hash)
            async with asyncio.timeout(WITHIN_S):  # nobody waits for it, and a replica may be behind
                while await first.get("stripe", op_id, other.hash) is not None:
                    await asyncio.sleep(0.05)
