"""`tollbridge worker`, `tollbridge bridge` and a service that routes over NATS, as processes that somebody runs."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bridge.nats_surroundings import program
from bridge.programs import ended, running, settings
from bridge.secured import started
from bridge.surroundings import STRIPE, authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.messages import Answer, State, decode_answer
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox

PAYMENT = authorize("pay-1").request


@asynccontextmanager
async def prepared(server: NatsServer, folder: Path, **more: Any) -> AsyncIterator[tuple[Sandbox, Path]]:
    """Streams, a sandbox, and settings that know both."""
    await make_streams(bridge_options(server.url))
    async with Sandbox() as sandbox:
        yield sandbox, settings(folder, server, **{
            "connectors__stripe__base_url": sandbox.base_url("stripe"), "worker__http__port": 0,
            "bridge__http__port": 0, "grpc__enabled": False, "http__port": 0,
            "bridge.ingress.connectors.shop-1": "stripe", **more})


async def asked(server: NatsServer, subject: str, request: Any, **headers: str) -> Answer:
    """As a client in any language asks."""
    client = await program(server, "anyone")
    try:
        answer = await client.request(subject, json.dumps(request).encode(), timeout=20, headers=headers or None)
        return decode_answer(answer.data)
    finally:
        await client.close()


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status


def health(line: str) -> str:
    return line.partition("health at ")[2]


async def test_a_bridge_and_a_worker_carry_out_what_a_client_asks(empty_nats_server: NatsServer,
                                                                  tmp_path: Path) -> None:
    async with prepared(empty_nats_server, tmp_path) as (sandbox, file), AsyncExitStack() as held:
        config = ("--config", str(file))
        worker, bridge_ = [await held.enter_async_context(running(name, *config)) for name in ("worker", "bridge")]
        probes = [health(await worker.line("worker")), health(await bridge_.line("bridge"))]
        assert [await status(url) for url in probes] == [200, 200]
        assert await status(probes[0].replace("readyz", "metrics")) == 200
        assert await status(probes[0].replace("readyz", "payments/authorize")) == 404

        done = await asked(empty_nats_server, "hyperswitch.payments.shop-1.authorize", PAYMENT,
                           **{"Tollbridge-Config": STRIPE})
        assert (done.state, done.problem) == (State.DONE, None)
        assert sandbox.ledger.total("USD").charges == 1

        told = await ended("operation", done.op_id, *config)
        assert told.code == 0
        assert "DONE  authorize at stripe for shop-1; attempts: 1" in told.out
        assert "CHARGED" in told.out
        as_json = (await ended("operation", done.op_id, *config, "--json")).json
        assert (as_json["state"], as_json["result"]["status"], as_json["problem"]) == ("DONE", "CHARGED", None)
        nobody = await ended("operation", "0" * 32, *config)
        assert (nobody.code, "no such operation" in nobody.err) == (2, True)

        for each in (bridge_, worker):
            over = await each.end()
            assert over.code == 0, over.err
            assert "4242424242424242" not in over.err + over.out


async def test_operations_that_did_not_go_well_have_exit_codes(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with prepared(empty_nats_server, tmp_path) as (_, file), AsyncExitStack() as held:
        config = ("--config", str(file))
        client = await held.enter_async_context(bridge(bridge_options(empty_nats_server.url)))
        waiting = await client.submit(authorize("pay-1", number="4000000000009995"))
        under_way = await ended("operation", waiting.op_id, *config)
        assert (under_way.code, under_way.out.split()[0]) == (4, "ACCEPTED")
        wrong = await client.submit(authorize("pay-2", config='{"config": {"Stripe": {}}}'))

        worker = await held.enter_async_context(running("worker", *config))
        await worker.line("worker")
        declined = await ended("operation", waiting.op_id, *config, "--wait", "20")
        assert declined.code == 3
        assert "insufficient_funds" in declined.out
        refused = await ended("operation", wrong.op_id, *config, "--wait", "20")
        assert (refused.code, refused.out.split()[0]) == (2, "REJECTED"), refused.out


async def test_a_worker_that_is_told_to_stop_ends_what_it_has_begun(empty_nats_server: NatsServer,
                                                                    tmp_path: Path) -> None:
    async with prepared(empty_nats_server, tmp_path) as (sandbox, file), AsyncExitStack() as held:
        worker = await held.enter_async_context(running("worker", "--config", str(file)))
        await worker.line("worker")
        client = await held.enter_async_context(bridge(bridge_options(empty_nats_server.url)))
        sandbox.conducts.set("stripe", latency_s=1.0)
        call = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=20))
        await asyncio.wait_for(sandbox.requests.wait_for("payment_intents.create"), 20)
        over = await worker.end()
        assert (await call).state == State.DONE
        assert over.code == 0
        assert sandbox.ledger.total("USD").charges == 1


async def test_a_worker_leaves_when_it_is_told_over_nats(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with prepared(empty_nats_server, tmp_path) as (_, file), running("worker", "--config", str(file)) as worker:
        its_id = (await worker.line("worker")).split()[0]
        assert (await ended("workers", "drain", its_id, "--config", str(file))).code == 0
        assert await asyncio.wait_for(worker.process.wait(), 30) == 0


async def test_flags_say_what_a_worker_is_for(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with prepared(empty_nats_server, tmp_path, bridge__connectors=[]) as (_, file):
        words = ("--config", str(file), "--operations", "authorize,capture", "--no-http", "--connectors")
        async with running("worker", *words, "stripe") as worker:
            assert (await worker.line("worker")).endswith("payments.authorize, payments.capture at stripe")
        async with running("worker", *words, "adyen") as worker:  # there are no consumers of it
            await worker.line("worker")
            assert "adyen has no consumer" in (await worker.end()).err


async def refused(name: str, *words: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Exit code and errors of one that does not start."""
    async with running(name, *words, env=env) as process:
        _, said = await asyncio.wait_for(process.process.communicate(), 60)
        assert b"Traceback" not in said
        return process.process.returncode or 0, said.decode()


async def test_nothing_runs_in_live_on_a_server_that_loses(tmp_path: Path) -> None:
    async with started(sync_always=False) as server:
        await make_streams(bridge_options(server.url))
        file = settings(tmp_path, server, environment="live", bridge__accept_live=["replicas"], routing__mode="bridge")
        ends = await asyncio.gather(*(refused(name, "--config", str(file)) for name in ("worker", "bridge", "serve")))
    for code, said in ends:
        assert code == 2
        assert "unsafe, so nothing runs" in said
        assert "sync_interval: always" in said


async def test_without_nats_it_ends_with_a_line(unused_tcp_port: int) -> None:
    env = {"TOLLBRIDGE__ENVIRONMENT": "test", "TOLLBRIDGE__BRIDGE__SERVERS": f"nats://127.0.0.1:{unused_tcp_port}",
           "TOLLBRIDGE__BRIDGE__CONNECTORS": "stripe", "TOLLBRIDGE__ROUTING__MODE": "bridge",
           "TOLLBRIDGE__BRIDGE__CONNECT_TIMEOUT_S": "0.2"}
    names = ("worker", "bridge", "serve")
    ends = await asyncio.gather(*(refused(name, env=env) for name in names))
    for name, (code, said) in zip(names, ends, strict=True):
        assert code == 1
        assert f"tollbridge {name}: NATS: no NATS server" in said


async def test_a_service_has_its_calls_carried_out_over_nats(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    rules = 'routing.rules = [{mode = "direct", operations = ["refund"]}]\n'
    over_nats = prepared(empty_nats_server, tmp_path, routing__mode="bridge")
    async with over_nats as (sandbox, file), AsyncExitStack() as held:
        file.write_text(file.read_text() + rules)
        service, worker = [await held.enter_async_context(running(name, "--config", str(file)))
                           for name in ("serve", "worker")]
        address = await service.line("http")
        await worker.line("worker")
        session = await held.enter_async_context(aiohttp.ClientSession(
            headers={"x-connector-config": STRIPE, "x-merchant-id": "shop-1"}))
        async with session.post(f"http://{address}/payments/authorize", json=PAYMENT) as answer:
            paid = await answer.json()
            assert (answer.status, paid["status"]) == (200, "CHARGED"), paid
        async with session.post(f"http://{address}/payments/refund", json={
                "connector_transaction_id": paid["connector_transaction_id"], "merchant_refund_id": "back-1",
                "refund_amount": {"minor_amount": 250, "currency": "USD"}}) as answer:
            assert answer.status == 200, await answer.text()
        over, said = await service.end(signal.SIGTERM), await worker.end()
    assert (over.code, said.code) == (0, 0)
    assert sandbox.ledger.total("USD").refunded == 250
    sent = [line for line in (over.err + said.err).splitlines() if '"event":"request"' in line]
    edges = sorted((json.loads(line)["operation"], json.loads(line)["edge"]) for line in sent)
    assert edges == [("authorize", "nats"), ("refund", "http")]
