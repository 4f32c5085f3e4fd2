"""The eight scenarios that the mission names (5-nats-bridge.md, phase 7.6), against the real server and the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from bridge.proxy import Proxy
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, stack, worker
from tollbridge.bridge.gates.circuits import BreakerOptions, Held, Waits
from tollbridge.bridge.gates.worker import GateOptions
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.domain.errors import MissingField, Unreachable
from tollbridge.sandbox import FaultKind, Sandbox
from tollbridge.service.errors import CircuitOpen, Conflict

CREATE = "payment_intents.create"
DECLINED = "4000000000000002"
QUICK = {"processor_timeouts_s": {"payments.authorize": 1.5}}


class Reached(Hooks):
    """Lets a test wait for a step, and do something there."""

    def __init__(self, step: str, *, fail: int = 0) -> None:
        self._step, self._fail = step, fail
        self.here = asyncio.Event()
        self.times = 0

    async def reached(self, step: str, work: Work) -> None:
        if step != self._step:
            return
        self.times += 1
        self.here.set()
        if self.times <= self._fail:
            raise ConnectionError("as if this worker had died here")


def asked(sandbox: Sandbox) -> int:
    """How often the processor was asked to make a payment."""
    return sum(arrival.operation == CREATE for arrival in sandbox.requests)


# -- 1 ----------------------------------------------------------------------------------------------------------------
async def test_1_happy_path(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        answer = await client.execute(authorize("pay-1"), timeout_s=10)
        result = answer.read()
        assert result is not None
        assert (answer.state, answer.outcome, result["status"]) == (State.DONE, "ok", "CHARGED")
        found = await client.records.find(answer.op_id)
        assert found is not None
        assert (found.record.answer(), found.record.attempts) == (answer, 1)
        assert (sandbox.ledger.total("USD").captured, asked(sandbox)) == (4250, 1)


# -- 2 ----------------------------------------------------------------------------------------------------------------
async def test_2_no_worker_answers_in_time_and_the_result_is_there_later(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        early = await client.execute(authorize("pay-1"), timeout_s=0.5)
        assert (early.state, early.final, early.problem) == (State.ACCEPTED, False, None)
        assert await client.operation(early.op_id) == Answer(early.op_id, State.ACCEPTED)
        async with worker(options, sandbox):
            later = await client.execute(authorize("pay-1"), timeout_s=10)
        assert (later.op_id, later.state) == (early.op_id, State.DONE)
        assert sandbox.ledger.total("USD").charges == asked(sandbox) == 1


async def test_2_a_processor_slower_than_the_caller_is_still_processing_never_failed(
        empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        sandbox.conducts.set("stripe", latency_s=1.0)
        early = await client.execute(authorize("pay-1"), timeout_s=0.6)
        assert (early.state, early.problem) == (State.CLAIMED, None)
        later = await client.execute(authorize("pay-1"), timeout_s=10)
        assert (later.state, asked(sandbox)) == (State.DONE, 1)


# -- 3 ----------------------------------------------------------------------------------------------------------------
async def test_3_the_callers_connection_drops_after_it_was_stored(empty_nats_server: NatsServer) -> None:
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        sandbox.conducts.set("stripe", latency_s=0.5)
        claimed = Reached("claimed")
        await held.enter_async_context(worker(options, sandbox, claimed))
        proxy = await held.enter_async_context(Proxy(empty_nats_server.url))
        client = await held.enter_async_context(bridge(bridge_options(proxy.url)))
        asking = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=3))
        await asyncio.wait_for(claimed.here.wait(), 5)
        await proxy.cut()
        await proxy.mend()
        answer = await asking
        assert (answer.state, asked(sandbox)) == (State.DONE, 1)


async def test_3_without_a_connection_the_caller_is_told_at_once_and_nothing_is_stored(
        empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Proxy(empty_nats_server.url) as proxy, bridge(bridge_options(proxy.url)) as client, \
            Sandbox() as sandbox:
        gone = asyncio.Event()
        client.connection.client._disconnected_cb = _setting(gone)
        await proxy.cut()
        await asyncio.wait_for(gone.wait(), 5)
        with pytest.raises(Unreachable):
            await client.execute(authorize("pay-1"), timeout_s=2)
        again = asyncio.Event()
        client.connection.client._reconnected_cb = _setting(again)
        await proxy.mend()
        await asyncio.wait_for(again.wait(), 5)
        await client.connection.client.flush()
        state = (await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]
        assert state["messages"] == 0
        async with worker(options, sandbox):
            assert (await client.execute(authorize("pay-2"), timeout_s=10)).state == State.DONE
        assert asked(sandbox) == 1


def _setting(event: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def called() -> None:
        event.set()
    return called


async def test_3_the_workers_connection_drops_while_the_processor_works(empty_nats_server: NatsServer) -> None:
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        sandbox.conducts.set("stripe", latency_s=0.5)
        proxy = await held.enter_async_context(Proxy(empty_nats_server.url))
        await held.enter_async_context(worker(bridge_options(proxy.url), sandbox))
        client = await held.enter_async_context(bridge(options))
        asking = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=15))
        await asyncio.wait_for(sandbox.requests.wait_for(CREATE), 5)
        await proxy.cut()
        await asyncio.wait_for(sandbox.requests.wait_for(CREATE, answered=True), 5)
        await proxy.mend()
        answer = await asking
        assert (answer.state, answer.attempt, asked(sandbox)) == (State.DONE, 1, 1)


# -- 4 ----------------------------------------------------------------------------------------------------------------
async def test_4_a_decline_is_a_value(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        answer = await client.execute(authorize("pay-1", number=DECLINED), timeout_s=10)
        assert (answer.state, answer.outcome, answer.problem) == (State.DONE, "declined", None)
        assert sandbox.ledger.total("USD").charges == 0


async def test_4_a_request_that_cannot_be_right_is_told_before_anything_is_stored(
        empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        with pytest.raises(MissingField, match="amount"):
            await client.execute(authorize("pay-1", request={"amount": None}), timeout_s=5)
        assert (await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"] == asked(sandbox) == 0


async def test_4_what_the_worker_refuses_is_rejected_with_its_reason(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        answer = await client.execute(authorize("pay-1", config='{"config": {"Stripe": {}}}'), timeout_s=10)
        assert answer.problem is not None
        assert (answer.state, answer.problem.reason) == (State.REJECTED, "INVALID_CONNECTOR_CONFIG")
        assert asked(sandbox) == 0


@pytest.mark.parametrize("kind", [FaultKind.ERROR_BEFORE_EFFECT, FaultKind.CUT_AFTER_EFFECT,
                                  FaultKind.CUT_BEFORE_EFFECT])
async def test_4_an_unknown_outcome_is_repeated_with_its_key_and_charged_once(
        empty_nats_server: NatsServer, kind: FaultKind) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        sandbox.faults.add(kind, operation=CREATE)
        answer = await client.execute(authorize("pay-1"), timeout_s=20)
        assert (answer.state, answer.outcome) == (State.DONE, "ok")
        assert (sandbox.ledger.total("USD").charges, asked(sandbox)) == (1, 2)


# -- 5 ----------------------------------------------------------------------------------------------------------------
async def test_5_the_same_payment_twice_is_one_payment(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox):
        sandbox.conducts.set("stripe", latency_s=0.3)
        first, second = await asyncio.gather(*(client.execute(authorize("pay-1"), timeout_s=10) for _ in range(2)))
        third = await client.execute(authorize("pay-1"), timeout_s=10)
        assert first == second == third
        assert asked(sandbox) == 1
        with pytest.raises(Conflict):
            await client.execute(authorize("pay-1", 1), timeout_s=5)


# -- 6 ----------------------------------------------------------------------------------------------------------------
async def test_6_a_done_operation_that_is_delivered_again_is_answered_from_its_record(
        empty_nats_server: NatsServer) -> None:
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        unacknowledged = Reached("replied", fail=1)
        its = await held.enter_async_context(worker(options, sandbox, unacknowledged))
        client = await held.enter_async_context(bridge(options))
        answer = await client.execute(authorize("pay-1"), timeout_s=10)
        repeated = asyncio.Event()
        replies: list[object] = []

        async def reply(work: Work, record: object) -> None:
            replies.append(record)
            repeated.set()

        its.steps._reply = reply  # type: ignore[method-assign]
        await asyncio.wait_for(repeated.wait(), 10)
        found = await client.records.find(answer.op_id)
        assert found is not None
        assert replies == [found.record]
        assert asked(sandbox) == 1


# -- 7 ----------------------------------------------------------------------------------------------------------------
async def test_7_identical_requests_by_many_callers_are_one_payment(empty_nats_server: NatsServer) -> None:
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        sandbox.conducts.set("stripe", latency_s=0.2)
        for _ in range(2):
            await held.enter_async_context(worker(options, sandbox))
        clients = [await held.enter_async_context(bridge(options)) for _ in range(3)]
        answers = await asyncio.gather(*(client.execute(authorize("pay-1"), timeout_s=15)
                                         for client in clients for _ in range(20)))
        assert {(answer.state, bytes(answer.result)) for answer in answers} == {
            (State.DONE, bytes(answers[0].result))}
        assert (sandbox.ledger.total("USD").charges, asked(sandbox)) == (1, 1)


# -- 8 ----------------------------------------------------------------------------------------------------------------
async def test_8_the_breaker_opens_after_failures_half_opens_and_closes(empty_nats_server: NatsServer) -> None:
    gates = GateOptions(breaker=BreakerOptions(failures=3, waits=Waits(first_s=0.5, longest_s=1.0, probe_s=5)))
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox, gates=gates), bridge(options) as client:
        states: list[str] = []
        changed = asyncio.Event()

        def told(subject: str, held: Held) -> None:
            states.append(held.state)
            changed.set()

        async def until(state: str) -> None:
            async with asyncio.timeout(10):
                while state not in states:
                    changed.clear()
                    await changed.wait()

        client.shared.on_change.append(told)
        sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, operation=CREATE, times=None)
        waiting = [asyncio.ensure_future(client.execute(authorize(f"pay-{number}"), timeout_s=20))
                   for number in range(5)]
        await until("open")
        sandbox.requests.clear()
        with pytest.raises(CircuitOpen) as refused:  # at once, with nothing stored: who asks may go elsewhere
            await client.execute(authorize("pay-5"), timeout_s=20)
        assert refused.value.retry_after is not None
        await until("probing")
        assert asked(sandbox) <= 1, "while it is open one goes to see, and no other"
        sandbox.faults.clear()
        answers = await asyncio.gather(*waiting)
        await until("closed")
        assert {(answer.state, answer.outcome) for answer in answers} == {(State.DONE, "ok")}
        assert sandbox.ledger.total("USD").charges == 5
        assert (await client.execute(authorize("pay-5"), timeout_s=20)).outcome == "ok"
