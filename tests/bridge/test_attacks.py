"""The state machine attacked: words lost, records that others change, time that is over, workers that leave."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from nats.aio.msg import Msg

from bridge import secured
from bridge.nats_surroundings import needs_nats_server
from bridge.processors import BLINDPAY, registered
from bridge.proving import charges, count, ends, faults
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, of_worker, worker
from bridge.test_killed_workers import CONFIGS
from bridge.test_ordering import DECLINED, capture, reserve
from tollbridge.bridge.client import BridgeClient, BridgeOptions, prepare
from tollbridge.bridge.connection import Ack, Publisher, Unavailable
from tollbridge.bridge.messages import Problem, State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import StreamOptions
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions
from tollbridge.service.errors import Conflict

CREATE = "payment_intents.create"
QUICK: dict[str, Any] = {"processor_timeouts_s": {"payments.authorize": 0.8, "payments.capture": 0.8}}
LEASE_S = 0.96
FALLBACK_S = 0.25
PULLED = "CONSUMER.INFO.PAYMENTS.payments_authorize_stripe"

At = Callable[[Work], Awaitable[None]]


class Doing(Hooks):
    """Does something at a step, the first time that it is reached."""

    def __init__(self, **at: At) -> None:
        self._at = at
        self.alerts: set[str] = set()

    async def reached(self, step: str, work: Work) -> None:
        if (do := self._at.pop(step, None)) is not None:
            await do(work)

    def alert(self, kind: str, work: Work, why: str) -> None:
        if kind == "manual":
            self.alerts.add(work.address.op_id)


def losing(publisher: Publisher, chance: random.Random, share: float) -> Publisher:
    """Words get lost: of some publishes before they arrive, of some after."""
    publish = publisher.publish

    async def unreliable(subject: str, body: bytes, headers: dict[str, str] | None = None,
                         timeout_s: float | None = None) -> Ack:
        lost = chance.random()
        if lost < share / 2:
            raise Unavailable("lost on the way there")
        ack = await publish(subject, body, headers, timeout_s)
        if lost < share:
            raise Unavailable("lost on the way back")
        return ack

    publisher.publish = unreliable  # type: ignore[method-assign]
    return publisher


def blind_worker(options: BridgeOptions, sandbox: Sandbox, hooks: Hooks) -> AbstractAsyncContextManager[Worker]:
    """At a processor that honours no keys and cannot be asked: what is done twice is charged twice."""
    return worker(options, sandbox, hooks, connectors=(BLINDPAY,))


@pytest.mark.parametrize("share", [0.2])
async def test_words_that_are_lost_change_nothing(empty_nats_server: NatsServer, share: float) -> None:
    """Of records, buckets, alerts and schedules: each is written again, or found to be written."""
    operations = count(300, 60)
    with registered():
        options = bridge_options(empty_nats_server.url, BLINDPAY)
        await make_streams(options)
        hooks = Doing()
        async with Sandbox() as sandbox, blind_worker(options, sandbox, hooks) as its, bridge(options) as client, \
                ends(client) as watching:
            losing(its.client.publisher, random.Random(3), share)
            references = {}
            for number in range(operations):
                order = authorize(f"pay-{number}", connector=BLINDPAY, config=CONFIGS[BLINDPAY])
                references[(await client.submit(order)).op_id] = f"pay-{number}"
            records = await watching.of(references, 60)
    assert not faults(records, references, sandbox, hooks.alerts)
    assert {record.state for record in records.values()} == {State.DONE}, "nobody had to look"


async def test_a_refusal_that_was_begun_is_ended_by_the_next_attempt(empty_nats_server: NatsServer) -> None:
    """The worker dies between its claim and the refusal of what follows a decline: nothing was sent, and nothing is."""
    options = bridge_options(empty_nats_server.url, streams=QUICK)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox) as its, bridge(options) as client, \
            ends(client) as watching:
        refuse, died = its.steps._refuse, asyncio.Event()

        async def die(work: Work, problem: Problem) -> None:
            its.steps._refuse = refuse  # type: ignore[method-assign]
            died.set()
            raise ConnectionError("as if this worker had died here")

        first = (await client.execute(reserve("pay-1", number=DECLINED), 10)).op_id
        its.steps._refuse = die  # type: ignore[method-assign]
        second = (await client.submit(capture("pay-1", first))).op_id
        record = (await watching.of([second], 20))[second]
        assert died.is_set()
        assert record.problem is not None
        assert (record.state, record.problem.reason) == (State.REJECTED, "DEPENDENCY_FAILED")
        assert {arrival.operation for arrival in sandbox.requests} == {CREATE}


async def test_another_merchants_operation_is_no_predecessor(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        first = await client.execute(reserve("pay-1", merchant_id="shop-2"), 10)
        assert first.outcome == "ok"
        answer = await client.execute(capture("pay-1", first.op_id, merchant_id="shop-1"), 10)
        assert answer.problem is not None
        assert (answer.state, answer.problem.reason) == (State.REJECTED, "DEPENDENCY_FAILED")
        assert sandbox.ledger.total("USD").captured == 0


@pytest.mark.parametrize("theirs", [State.CLAIMED, State.DONE, State.UNKNOWN])
async def test_a_record_that_another_attempt_has_changed_stays_theirs(empty_nats_server: NatsServer,
                                                                      theirs: str) -> None:
    """While the processor answers the first attempt, another one takes over."""
    options = bridge_options(empty_nats_server.url, streams=QUICK)
    await make_streams(options)

    async def take_over(work: Work) -> None:
        assert work.record is not None
        own = replace(work.record, state=theirs, owner="somebody-else", outcome="ok" if theirs == State.DONE else "",
                      lease_until=time.time() + LEASE_S if theirs == State.CLAIMED else 0.0, sent=True)
        await its.client.records.update(own, work.revision)

    async with Sandbox() as sandbox, worker(options, sandbox, Doing(answered=take_over)) as its, \
            bridge(options) as client:
        answer = await client.execute(authorize("pay-1"), 20)
        assert (answer.state, answer.outcome) == (State.DONE, "ok")
        assert charges(sandbox) == {"pay-1": 1}
        if theirs == State.DONE:
            assert answer.read() is None, "the other's result stands"
        else:
            assert answer.attempt == 2


async def test_of_two_requests_with_one_key_the_stored_one_has_its_own_card(empty_nats_server: NatsServer) -> None:
    """At the same moment: the card of the one that loses is in the bucket first."""
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        loser = prepare(authorize("pay-1", 100), options)
        await client.bucket.put("stripe", loser.op_id, loser.sealed)
        winner = await client.execute(authorize("pay-1", 200), 10)
        assert (winner.op_id, winner.state, winner.outcome) == (loser.op_id, State.DONE, "ok")
        with pytest.raises(Conflict):
            await client.execute(loser, 10)
        assert sandbox.ledger.total("USD").captured == 200
        async with asyncio.timeout(5):  # nobody needs it any more
            while await client.bucket.get("stripe", loser.op_id, loser.hash) is not None:
                await asyncio.sleep(0.01)


class Paired(StreamOptions, frozen=True, kw_only=True):
    """Payments in two streams, as in a cluster, on one server."""

    @property
    def pair(self) -> bool:
        return True


def unheard(publisher: Publisher) -> list[asyncio.Task[Ack]]:
    """The word of the stream that is tried first comes too late. The list is of what is told so."""
    publish, on_the_way = publisher.publish, list[asyncio.Task[Ack]]()

    async def too_late(subject: str, body: bytes, headers: dict[str, str] | None = None,
                       timeout_s: float | None = None) -> Ack:
        if timeout_s != FALLBACK_S:
            return await publish(subject, body, headers, timeout_s)
        on_the_way.append(asyncio.ensure_future(publish(subject, body, headers)))
        await asyncio.sleep(0)  # it leaves first
        raise Unavailable("no acknowledgement in time")

    publisher.publish = too_late  # type: ignore[method-assign]
    return on_the_way


@needs_nats_server
async def test_one_operation_in_both_streams_of_payments_is_done_once() -> None:
    """Where the first stream's word comes too late the second gets it too."""
    operations = count(200, 40)
    with registered():
        async with AsyncExitStack() as held:
            server = await held.enter_async_context(secured.started(replicas=3))  # permissions for both streams
            options = replace(bridge_options(server.url, BLINDPAY, fallback_after_s=FALLBACK_S),
                              streams=Paired(connectors=(BLINDPAY,),
                                             processor_timeouts_s={"payments.authorize": 5.0}))
            await make_streams(options)
            hooks = Doing()
            sandbox = await held.enter_async_context(Sandbox())
            client = await held.enter_async_context(bridge(options))
            watching = await held.enter_async_context(ends(client))
            sandbox.conducts.set("stripe", latency_s=0.05)
            late, references = unheard(client.publisher), {}
            for number in range(operations):
                order = authorize(f"pay-{number}", connector=BLINDPAY, config=CONFIGS[BLINDPAY])
                references[(await client.submit(order)).op_id] = f"pay-{number}"
            await asyncio.gather(*late)
            assert [(await client.connection.api(f"STREAM.INFO.{name}"))["state"]["messages"]
                    for name in ("PAYMENTS_A", "PAYMENTS_B")] == [operations, operations]
            async with blind_worker(options, sandbox, hooks), blind_worker(options, sandbox, hooks):
                records = await watching.of(references, 60)
                await idle(client, "PAYMENTS_A", "PAYMENTS_B")
    assert not faults(records, references, sandbox, hooks.alerts)
    assert {record.state for record in records.values()} == {State.DONE}


async def idle(client: BridgeClient, *streams: str, within_s: float = 40.0) -> None:
    """Until each message of the streams is acknowledged."""
    async with asyncio.timeout(within_s):
        for stream in streams:
            name = f"payments_authorize_{BLINDPAY}"
            while True:
                info = await client.connection.api(f"CONSUMER.INFO.{stream}.{name}")
                if not info["num_pending"] and not info["num_ack_pending"]:
                    break
                await asyncio.sleep(0.2)


# -- time that is over ------------------------------------------------------------------------------------------------
async def test_a_deadline_that_passes_before_any_claim_ends_unsent(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, ends(client) as watching:
        op_id = (await client.submit(authorize("pay-1", deadline_s=0.2))).op_id
        await asyncio.sleep(0.3)
        async with worker(options, sandbox):
            record = (await watching.of([op_id], 10))[op_id]
        assert record.problem is not None
        assert (record.state, record.problem.reason, len(sandbox.requests)) == (State.REJECTED, "DEADLINE_EXCEEDED", 0)


async def test_a_deadline_that_passes_while_nothing_could_be_sent_ends_with_the_reason(
        empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client, ends(client) as watching:
        await sandbox.stop()
        op_id = (await client.submit(authorize("pay-1", deadline_s=2))).op_id
        record = (await watching.of([op_id], 20))[op_id]
        assert record.problem is not None
        assert (record.state, record.problem.reason, record.sent) == (State.REJECTED, "UNREACHABLE", False)


async def test_a_deadline_that_passes_while_nobody_knows_is_for_a_person(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    hooks = Doing()
    async with Sandbox() as sandbox, worker(options, sandbox, hooks), bridge(options) as client, \
            ends(client) as watching:
        sandbox.faults.add("cut_after_effect", operation=CREATE, times=None)
        op_id = (await client.submit(authorize("pay-1", deadline_s=2))).op_id
        record = (await watching.of([op_id], 20))[op_id]
        assert (record.state, hooks.alerts, charges(sandbox)) == (State.MANUAL, {op_id}, {"pay-1": 1})


async def test_a_deadline_that_passes_after_a_claim_is_for_a_person(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url, streams=QUICK)
    await make_streams(options)

    async def die(work: Work) -> None:
        raise ConnectionError("as if this worker had died here")

    hooks = Doing(answered=die)
    async with Sandbox() as sandbox, worker(options, sandbox, hooks), bridge(options) as client, \
            ends(client) as watching:
        op_id = (await client.submit(authorize("pay-1", deadline_s=0.5))).op_id
        record = (await watching.of([op_id], 20))[op_id]
        assert (record.state, hooks.alerts, charges(sandbox)) == (State.MANUAL, {op_id}, {"pay-1": 1})


# -- workers that leave -----------------------------------------------------------------------------------------------
async def test_a_drain_in_the_middle_loses_nothing_and_uses_up_no_deliveries(empty_nats_server: NatsServer) -> None:
    operations = count(200, 40)
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        sandbox.conducts.set("stripe", latency_s=1.0)
        client = await held.enter_async_context(bridge(options))
        watching = await held.enter_async_context(ends(client))
        its = await held.enter_async_context(_leaving(options, sandbox))
        references = {}
        for number in range(operations // 4):
            references[(await client.submit(authorize(f"pay-{number}"))).op_id] = f"pay-{number}"
        await asyncio.wait_for(sandbox.requests.wait_for(CREATE, 4), 10)
        leaving = asyncio.ensure_future(its.finish(10.0))
        async with asyncio.timeout(5):  # what it had asked for is asked for no more, while it still works
            while (await client.connection.api(PULLED))["num_waiting"]:
                await asyncio.sleep(0.01)
        assert not leaving.done()
        for number in range(operations // 4, operations):
            references[(await client.submit(authorize(f"pay-{number}"))).op_id] = f"pay-{number}"
        await leaving
        async with worker(options, sandbox):
            records = await watching.of(references, 40)
            info = await client.connection.api(PULLED)
    assert not faults(records, references, sandbox, set())
    assert {record.attempts for record in records.values()} == {1}
    assert info["delivered"]["consumer_seq"] <= operations + 4, "what was given back"


@asynccontextmanager
async def _leaving(options: BridgeOptions, sandbox: Sandbox, **more: Any) -> AsyncIterator[Worker]:
    service = Service(ServiceOptions(environment=Environment.TEST,
                                     connector_urls={"stripe": sandbox.base_url("stripe")}))
    its = Worker(WorkerOptions(bridge=of_worker(options), connectors=("stripe",), slots=40, **more), service)
    await its.start()
    yield its
    await service.close()


async def test_no_word_of_the_bucket_is_no_attempt(empty_nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch,
                                                   ) -> None:
    """At a processor without keys: an operation that was claimed and could not be begun needs no person."""
    monkeypatch.setattr("tollbridge.bridge.worker.opening.BUCKET_S", 0.3)
    with registered():
        options = bridge_options(empty_nats_server.url, BLINDPAY)
        await make_streams(options)
        hooks = Doing()
        async with Sandbox() as sandbox, blind_worker(options, sandbox, hooks) as its, bridge(options) as client, \
                ends(client) as watching:
            get, times = its.client.bucket.get, 0

            async def silent(connector: str, op_id: str, request_hash: str,
                             asked: asyncio.Future[Msg] | None = None, unseal: Any = None) -> Any:
                nonlocal times
                times += 1
                if times < 12:
                    raise Unavailable("as if the stream had no leader")
                return await get(connector, op_id, request_hash, asked, unseal)

            its.client.bucket.get = silent  # type: ignore[method-assign]
            op_id = (await client.submit(authorize("pay-1", connector=BLINDPAY, config=CONFIGS[BLINDPAY]))).op_id
            record = (await watching.of([op_id], 30))[op_id]
            assert (record.state, hooks.alerts, charges(sandbox)) == (State.DONE, set(), {"pay-1": 1})
            assert record.attempts > 1
