"""Workers are found, counted and sent away over NATS; a bridge answers the mission's plain subjects."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import msgspec

from bridge.nats_surroundings import program
from bridge.surroundings import STRIPE, admin, authorize, bridge, bridge_options, make_streams, worker
from tollbridge.bridge import messages as wire
from tollbridge.bridge.discovery import drain, workers
from tollbridge.bridge.ingress import WAIT, Ingress, IngressOptions
from tollbridge.bridge.messages import Answer, State, decode_answer
from tollbridge.bridge.monitor import Monitor
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox
from tollbridge.telemetry import Telemetry, TelemetryOptions


async def test_workers_are_found_with_what_they_have_done(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with (Sandbox() as sandbox, worker(options, sandbox, metadata={"region": "eu"}) as one,
                worker(options, sandbox), bridge(options) as client):
        await asyncio.gather(*(client.execute(authorize(f"pay-{at}"), 10) for at in range(6)))
        seen = await workers((await admin(client)).connection, 2.0)
        assert len(seen) == 2
        assert sum(each.done for each in seen) == 6
        assert sum(each.errors for each in seen) == 0
        its = next(each for each in seen if each.id == one.id)
        assert (its.metadata["connectors"], its.metadata["region"]) == ("stripe", "eu")
        assert any(endpoint["name"] == "payments-authorize-stripe" for endpoint in its.endpoints)

        await drain((await admin(client)).connection, one.id)
        async with asyncio.timeout(5):
            await one.leaving.wait()


async def test_the_missions_plain_subjects_are_answered(empty_nats_server: NatsServer) -> None:
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        await held.enter_async_context(worker(options, sandbox))
        ingress = Ingress(IngressOptions(bridge=options, environment="sandbox", connectors={"*": "stripe"}),
                          await held.enter_async_context(bridge(options)))
        await ingress.start()
        foreign = await program(empty_nats_server, "anyone")
        held.push_async_callback(foreign.close)

        async def ask(subject: str, body: bytes, **headers: str) -> Answer:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return decode_answer((await foreign.request(subject, body, timeout=10, headers={
                wire.CONFIG: STRIPE, **named})).data)

        body = msgspec.json.encode(authorize("pay-1").request)
        done = await ask("hyperswitch.payments.shop-1.authorize", body)
        assert (done.state, done.outcome) == (State.DONE, "ok"), done.problem
        result = done.read() or {}
        synced = await ask("hyperswitch.payments.shop-1.sync", msgspec.json.encode(
            {"connector_transaction_id": result["connector_transaction_id"]}))
        assert (synced.read() or {})["status"] == "CHARGED", synced.problem
        assert (await ask(f"tollbridge.operation.{done.op_id}", b"")).state == State.DONE

        stored = await ask("hyperswitch.payments.shop-1.authorize", msgspec.json.encode(authorize("pay-2").request),
                           **{WAIT: "0"})
        assert stored.state == State.ACCEPTED
        for wrong, why in ((b"{", "BAD_INPUT"), (b"[]", "BAD_INPUT"), (b'{"amont": 1}', "INVALID_FIELD")):
            refused = await ask("hyperswitch.payments.shop-1.authorize", wrong)
            assert refused.problem is not None
            assert (refused.state, refused.problem.reason) == (State.REJECTED, why)
        await ingress.finish(5)


async def test_what_waits_without_a_worker_is_seen(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    telemetry = Telemetry(TelemetryOptions())
    async with bridge(options) as client:
        await client.submit(authorize("pay-1"))
        monitor = Monitor(client.connection, options.streams, telemetry)
        await monitor.look()
        backlog = monitor.backlogs["PAYMENTS", "payments_authorize_stripe"]
        assert (backlog.pending, backlog.ack_pending, backlog.waiting) == (1, 0, 0)
        assert 0 <= backlog.oldest_s < 30
        text = telemetry.metrics_text()[0].decode()
        assert 'consumer_pending{consumer="payments_authorize_stripe",stream="PAYMENTS"} 1.0' in text
