"""What a bridge takes and what it refuses, over the real nats-server: nothing is lost without a word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bridge.gates.test_breaker import WITHIN_S, until, workers
from bridge.surroundings import admin, authorize, bridge, bridge_options, caller, make_streams, order
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.gates.admission import AdmissionOptions, Pace
from tollbridge.bridge.gates.circuits import Held
from tollbridge.bridge.gates.limits import Quota, Rate
from tollbridge.bridge.ingress import Ingress, IngressOptions
from tollbridge.bridge.messages import Answer, State, decode_answer
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.operations import SYNC
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import CircuitOpen, Conflict, NoWorkers, Overloaded

OPEN_CIRCUIT = "tollbridge.gates.breaker.stripe.payments_authorize.shop-1.stored"


@asynccontextmanager
async def ready(server: NatsServer, **admission: Any) -> AsyncIterator[BridgeClient]:
    options = bridge_options(server.url, admission=AdmissionOptions(**admission))
    await make_streams(options)
    async with bridge(options) as client:
        yield client


async def stored(client: BridgeClient) -> int:
    return int((await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"])


async def looked(client: BridgeClient) -> None:
    await client.admission._backlogs.look()


async def test_over_its_rate_a_merchant_is_told_when_to_ask_again(empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server, rates={"shop-1/payments.authorize": Rate(per_s=0.5, burst=2)}) as client:
        for number in range(2):
            await client.submit(authorize(f"pay-{number}"))
        with pytest.raises(Overloaded, match="rate") as told:
            await client.submit(authorize("pay-3"))
        assert told.value.retry_after is not None
        assert 0 < told.value.retry_after.total_seconds() <= 2
        await client.submit(authorize("pay-4", merchant_id="shop-2"))
        assert await stored(client) == 3


async def test_what_was_stored_before_is_answered_whatever_is_refused_now(empty_nats_server: NatsServer) -> None:
    """Else a caller hears "not sent" of what is on its way to the processor, and goes to another."""
    async with ready(empty_nats_server, quotas={"*/*": Quota(operations=1)}) as client:
        first = await client.submit(authorize("pay-1"))
        again = await client.submit(authorize("pay-1"))
        assert (again.op_id, again.state) == (first.op_id, State.ACCEPTED)
        with pytest.raises(Overloaded, match="quota"):
            await client.submit(authorize("pay-2"))


async def test_a_burst_is_stored_or_refused_one_by_one(empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server, pending=300, look_s=0.05) as client:
        answers = await asyncio.gather(*(client.submit(authorize(f"pay-{number}")) for number in range(1500)),
                                       return_exceptions=True)
        taken = [answer for answer in answers if isinstance(answer, Answer)]
        refused = [answer for answer in answers if isinstance(answer, Overloaded)]
        assert len(taken) + len(refused) == 1500
        assert len(taken) == await stored(client)
        assert 0 < len(taken) <= 300
        assert all(error.retry_after is not None and error.retry_after.total_seconds() >= 0.5 for error in refused)
        assert client.admission.refused == {"Overloaded": len(refused)}


async def test_in_a_burst_what_was_stored_before_is_still_told_from_what_was_not(
        empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server, quotas={"*/*": Quota(operations=3)}) as client:
        first = await asyncio.gather(*(client.submit(authorize(f"pay-{number}")) for number in range(3)))
        answers = await asyncio.gather(*(client.submit(authorize(f"pay-{number}")) for number in range(1200)),
                                       return_exceptions=True)
        assert [answer.op_id for answer in answers[:3] if isinstance(answer, Answer)] == [its.op_id for its in first]
        assert sum(isinstance(answer, Overloaded) for answer in answers) == 1197
        with pytest.raises(Conflict):
            await client.submit(authorize("pay-1", 1))


async def test_thousands_that_begin_at_once_leave_room_for_what_comes_in() -> None:
    pace, begun = Pace(at_once=8), list[int]()
    turns, over = 0, asyncio.Event()

    async def count() -> None:
        nonlocal turns
        while not over.is_set():
            turns += 1
            await asyncio.sleep(0)

    async def begin(number: int) -> None:
        await pace.begin()
        begun.append(number)

    counting = asyncio.ensure_future(count())
    waiting = [asyncio.ensure_future(begin(number)) for number in range(100)]
    await asyncio.sleep(0)
    waiting[50].cancel()
    await asyncio.wait(waiting)
    over.set()
    await counting
    assert begun == [number for number in range(100) if number != 50]
    assert turns >= 99 // 8
    await pace.begin()


async def test_only_so_many_callers_wait_at_a_bridge(empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server, in_flight=5) as client:
        answers = await asyncio.gather(
            *(client.execute(authorize(f"pay-{number}"), timeout_s=2) for number in range(8)), return_exceptions=True)
        states = [answer.state for answer in answers if isinstance(answer, Answer)]
        assert states == [State.ACCEPTED] * 5
        assert sum(isinstance(answer, Overloaded) for answer in answers) == 3
        assert client.in_flight == 0


async def test_without_a_worker_so_many_are_stored_and_no_more(empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server, unattended=3, look_s=3600) as client:
        await client.submit(authorize("pay-0"))
        for _ in range(3):
            await looked(client)
        for number in range(1, 3):
            await client.submit(authorize(f"pay-{number}"))
        with pytest.raises(NoWorkers, match="3 wait for one"):
            await client.submit(authorize("pay-4"))

        async with Sandbox() as sandbox, workers(client.options, sandbox, 1):
            async with asyncio.timeout(WITHIN_S):
                await sandbox.requests.wait_for("payment_intents.create", 3, answered=True)
            await looked(client)
            answer = await client.execute(authorize("pay-4"), timeout_s=WITHIN_S)
            assert answer.state == State.DONE


async def test_an_operation_without_a_consumer_is_not_taken(empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server) as client:
        await (await admin(client)).connection.api("CONSUMER.DELETE.PAYMENTS.payments_authorize_stripe")
        for number in range(2):  # the first one too
            with pytest.raises(NoWorkers, match="streams diff"):
                await client.submit(authorize(f"pay-{number}"))
        assert (await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"] == 0


async def test_while_its_circuit_is_open_nothing_is_taken_until_somebody_has_to_try(
        empty_nats_server: NatsServer) -> None:
    async with ready(empty_nats_server) as client:
        now = 1_000.0
        client.admission._clock = lambda: now
        async with bridge(client.options) as other:
            await other.shared.change(OPEN_CIRCUIT, Held("open", 1_005.0, why="HTTP 500"))
            await until(client.shared, lambda held: OPEN_CIRCUIT in held)
        with pytest.raises(CircuitOpen, match="HTTP 500") as told:
            await client.submit(authorize("pay-1", config=None))
        assert told.value.retry_after is not None
        assert told.value.retry_after.total_seconds() == 5
        await client.submit(authorize("pay-2"))  # with credentials of its own
        now = 1_006.0
        await client.submit(authorize("pay-1", config=None))


async def test_a_busy_worker_is_not_the_last_word(empty_nats_server: NatsServer) -> None:
    """Two answer: one is busy, always; half of the questions come to it first."""
    async with ready(empty_nats_server) as client:
        from tollbridge.bridge.messages import BUSY, encode_answer

        nats, asked = (await admin(client)).connection.client, list[str]()

        async def busy(message: Any) -> None:
            asked.append("busy")
            await nats.publish(message.reply, b"", headers={BUSY: "1"})

        async def free(message: Any) -> None:
            asked.append("free")
            await nats.publish(message.reply, encode_answer(Answer("", State.DONE)))

        first = await nats.subscribe("hyperswitch.payments.*.sync.stripe", "workers", cb=busy)
        with pytest.raises(Overloaded, match="no room"):
            await client.query(sync("pi_1"), timeout_s=5)
        assert asked == ["busy", "busy"]
        await first.unsubscribe()
        await nats.subscribe("hyperswitch.payments.*.sync.stripe", "workers", cb=free)
        assert (await client.query(sync("pi_2"), timeout_s=5)).state == State.DONE


async def test_a_bridge_without_room_does_not_say_that_nothing_was_submitted(empty_nats_server: NatsServer) -> None:
    """It did not look: who hears "not sent" may go to another processor with what an earlier call has stored."""
    async with ready(empty_nats_server) as client:
        ingress = Ingress(IngressOptions(bridge=client.options, environment="sandbox", connectors={"*": "stripe"},
                                         max_waiting=0), client)
        await ingress.start()
        told = {}
        for verb in ("authorize", "sync"):
            message = await (await caller(client)).connection.request(
                f"hyperswitch.payments.shop-1.{verb}", b"{}", {}, 5)
            answer = decode_answer(message.data)
            assert answer.problem is not None
            assert answer.problem.retry_after_s == 1.0
            told[verb] = (answer.state, answer.problem.reason)
        await ingress.finish(5)
        assert told == {"authorize": (State.UNKNOWN, "OUTCOME_UNKNOWN"), "sync": (State.REJECTED, "OVERLOADED")}


def sync(payment: str) -> Any:
    return order(SYNC, {"connector_transaction_id": payment, "amount": {"minor_amount": 1, "currency": "USD"}})
