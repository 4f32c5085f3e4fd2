"""Operations that take longer than their lease: renewed while their worker lives, and taken over once it does not."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from bridge.fleet import Fleet, FleetOptions
from bridge.processors import BLINDPAY, SEARCHPAY, registered, urls
from bridge.proving import charges, count, ends, faults
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, worker
from bridge.test_killed_workers import CONFIGS
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.sandbox import Sandbox

CREATE = "payment_intents.create"
QUICK = {"processor_timeouts_s": {"payments.authorize": 0.8, "payments.sync": 0.8}}
LEASE_S = 0.96


class Slow(Hooks):
    """Something takes long between the claim and the first byte that leaves."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.claims = 0

    async def reached(self, step: str, work: Work) -> None:
        if step == "claimed":
            self.claims += 1
            await asyncio.sleep(self._seconds)


async def test_an_operation_of_several_leases_is_one_attempt_and_one_delivery(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url, streams=QUICK)
    await make_streams(options)
    slow = Slow(3 * LEASE_S)
    async with Sandbox() as sandbox, worker(options, sandbox, slow), worker(options, sandbox, slow), \
            bridge(options) as client:
        sandbox.conducts.set("stripe", latency_s=0.3)
        answer = await client.execute(authorize("pay-1"), timeout_s=20)
        assert (answer.state, answer.attempt, slow.claims) == (State.DONE, 1, 1)
        info = await client.connection.api("CONSUMER.INFO.PAYMENTS.payments_authorize_stripe")
        assert info["delivered"]["consumer_seq"] == 1


async def test_a_worker_that_slept_past_its_lease_sends_nothing_more(own_nats_server: NatsServer) -> None:
    """Stopped between its claim and the first byte, until another has taken over, found that nothing had arrived, and
    charged; the processor honours no keys.
    """
    options = bridge_options(own_nats_server.url, SEARCHPAY, streams=QUICK)
    with registered():
        await make_streams(options)
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            client = await held.enter_async_context(bridge(options))
            watching = await held.enter_async_context(ends(client))
            fleet = await held.enter_async_context(Fleet(FleetOptions(
                url=own_nats_server.url, connectors=(SEARCHPAY,), urls=urls(sandbox), workers=3, streams=QUICK,
                stop={"claimed": 0.12}, stopped_s=7 * LEASE_S, seed=5)))
            references = {}
            for number in range(count(60, 12)):
                order = authorize(f"pay-{number}", connector=SEARCHPAY, config=CONFIGS[SEARCHPAY])
                references[(await client.submit(order)).op_id] = f"pay-{number}"
            records = await watching.of(references, 60)
            await asyncio.sleep(7 * LEASE_S)  # for what those that were stopped might still send
    assert fleet.stopped
    assert not faults(records, references, sandbox, fleet.alerts.get("manual", set()))
    assert set(charges(sandbox).values()) == {1}


async def test_clocks_of_workers_that_differ_charge_nobody_twice(own_nats_server: NatsServer) -> None:
    """One is two leases ahead: it takes over what another has just claimed."""
    operations = count(100, 20)
    options = bridge_options(own_nats_server.url, BLINDPAY, streams=QUICK)
    with registered():
        await make_streams(options)
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            sandbox.conducts.set("stripe", latency_s=0.2)
            client = await held.enter_async_context(bridge(options))
            watching = await held.enter_async_context(ends(client))
            fleet = await held.enter_async_context(Fleet(FleetOptions(
                url=own_nats_server.url, connectors=(BLINDPAY,), urls=urls(sandbox), workers=3, streams=QUICK,
                ahead_s=(0.0, 2 * LEASE_S, -2 * LEASE_S), kill={"claimed": 0.05})))
            references = {}
            for number in range(operations):
                order = authorize(f"pay-{number}", connector=BLINDPAY, config=CONFIGS[BLINDPAY])
                references[(await client.submit(order)).op_id] = f"pay-{number}"
            records = await watching.of(references, 60)
    assert not faults(records, references, sandbox, fleet.alerts.get("manual", set()))
