"""nats-server killed under load: what it acknowledged is done, what it refused is not, and workers go on by themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import time
from contextlib import AsyncExitStack

import pytest
from nats.aio.msg import Msg

from bridge.fleet import Fleet, FleetOptions
from bridge.nats_surroundings import Unsecured, not_secured
from bridge.proving import charges, count, ends, faults
from bridge.surroundings import (
    ACCOUNTS,
    admin,
    authorize,
    authorize_stored,
    bridge,
    bridge_options,
    make_streams,
    worker,
)
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.worker import pulls
from tollbridge.domain.errors import Unreachable
from tollbridge.sandbox import Sandbox

OPERATIONS = count(1500, 150)
KILLS = count(6, 2)
WORKERS = 2
WITHIN_S = count(120, 60)
QUICK = {"processor_timeouts_s": {"payments.authorize": 2.0}}
AT_ONCE = 20


async def test_what_was_acknowledged_is_done_once_and_what_was_refused_never(own_nats_server: NatsServer) -> None:
    """Each caller submits until it has the server's word; who was told that nothing was stored gives up.

    Of operations with nothing in the bucket, which a restart empties (test_lost_bucket.py).
    """
    options = bridge_options(own_nats_server.url, streams=QUICK)
    await make_streams(options)
    stored: dict[str, str] = {}
    refused: set[str] = set()
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        sandbox.conducts.set("stripe", latency_s=0.05)
        fleet = await held.enter_async_context(Fleet(FleetOptions(
            url=own_nats_server.url, connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")},
            workers=WORKERS, slots=20, streams=QUICK, accounts=ACCOUNTS)))
        clients = [await held.enter_async_context(bridge(options)) for _ in range(2)]
        watching = await held.enter_async_context(ends(clients[0]))
        room = asyncio.Semaphore(AT_ONCE)
        half = asyncio.Event()

        async def pay(number: int) -> None:
            payment, client = f"pay-{number}", clients[number % 2]
            async with room:
                for _ in range(100):
                    try:
                        stored[(await client.submit(authorize_stored(payment))).op_id] = payment
                        break
                    except Unreachable:
                        refused.add(payment)
                        break
                    except Unavailable:
                        continue  # nobody knows: the same once more
                if len(stored) > OPERATIONS // 4:
                    half.set()
                await asyncio.sleep(0.01)

        async def kill() -> None:
            for _ in range(KILLS):
                await own_nats_server.kill()
                await own_nats_server.start()
                await asyncio.sleep(1.0)

        paying = [asyncio.ensure_future(pay(number)) for number in range(OPERATIONS)]
        await half.wait()
        await kill()
        await asyncio.wait_for(asyncio.gather(*paying), WITHIN_S)
        records = await watching.of(stored, WITHIN_S)
    assert len(stored) + len(refused) == OPERATIONS
    assert stored, refused
    assert not faults(records, stored, sandbox, fleet.alerts.get("manual", set()))
    assert {record.state for record in records.values()} == {State.DONE}
    assert not refused & charges(sandbox).keys(), "they were told that nothing was stored"


@not_secured(Unsecured.BUFFERS)
async def test_no_publish_comes_after_its_caller_was_told_so(own_nats_server: NatsServer) -> None:
    """What is written to a connection that is dead, but not known to be, must not be sent on the next one."""
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        again = asyncio.Event()

        async def connected() -> None:
            again.set()

        client.connection.on_reconnect.append(connected)
        own_nats_server.pause()
        told: dict[str, BaseException] = {}
        left = 0

        async def submit(number: int) -> None:
            nonlocal left
            try:
                await client.submit(authorize(f"pay-{number}", request={"description": "x" * 20_000}))
            except Exception as error:  # noqa: BLE001 - told below
                told[f"pay-{number}"] = error
            left = max(left, client.connection.client.pending_data_size)  # until the client gives the connection up

        await asyncio.gather(*(submit(number) for number in range(200)))  # more than the sockets hold
        assert len(told) == 200
        assert {type(error).__name__ for error in told.values()} <= {"Unreachable", "Unavailable", "Unstored"}
        await own_nats_server.kill()
        await own_nats_server.start()
        await asyncio.wait_for(again.wait(), 60)
        await client.connection.client.flush()
        state = (await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]
        assert left > 0, "this test did not fill the buffers"
        assert state["messages"] == 0


async def test_workers_take_work_again_after_the_server_came_back(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        assert (await client.execute(authorize("pay-1"), 10)).state == State.DONE
        await own_nats_server.kill()
        await own_nats_server.start()
        assert (await done(client, "pay-2")) == State.DONE


async def done(client: BridgeClient, payment: str, within_s: float = 20.0) -> str:
    async with asyncio.timeout(within_s):
        while True:
            with contextlib.suppress(Unreachable, Unavailable):
                return (await client.execute(authorize(payment), within_s)).state
            await asyncio.sleep(0.1)


async def silent(message: Msg) -> None:
    """In place of what is told of a pull."""


@pytest.mark.parametrize("watched", [True, False])
async def test_a_pull_whose_request_is_lost_is_asked_anew_by_its_watchdog_alone(
        empty_nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch, watched: bool) -> None:
    """No reconnect tells of it: the request is gone from the server, and who waits for messages waits for ever."""
    monkeypatch.setattr(pulls, "EXPIRES_S", 30.0)
    monkeypatch.setattr(pulls, "HEARTBEAT_S", 0.2)
    monkeypatch.setattr(pulls, "SILENCE_S", 0.5)
    monkeypatch.setattr("tollbridge.bridge.worker.worker.WATCH_S", 0.2 if watched else 3600.0)
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox, operations=("payments.authorize",)) as its, \
            bridge(options) as client:
        pull = next(each for each in its.pulls if each.consumer == "payments_authorize_stripe")
        name = f"CONSUMER.INFO.{pull.stream}.{pull.consumer}"
        assert (await client.connection.api(name))["num_waiting"] == 1
        pull._told = silent  # type: ignore[method-assign] # the word of the deletion is lost as well
        await (await admin(client)).connection.api(f"CONSUMER.DELETE.{pull.stream}.{pull.consumer}")
        await make_streams(options)
        assert (await client.connection.api(name))["num_waiting"] == 0
        answer = await client.execute(authorize("pay-1"), 3.0)
        assert answer.state == (State.DONE if watched else State.ACCEPTED)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
async def test_what_the_bridge_says_of_a_server_that_does_not_answer(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        own_nats_server.pause()
        began = time.monotonic()
        with pytest.raises(Unavailable):
            await client.submit(authorize("pay-1"))
        assert time.monotonic() - began < 8
        own_nats_server.resume()
        assert json.dumps((await client.submit(authorize("pay-1"))).state) == '"ACCEPTED"'
    # nats-py leaves the sockets of attempts that got no greeting to the garbage collector, which says so: here, and not
    # in whatever test comes next.
    gc.collect()
