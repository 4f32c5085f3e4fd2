"""Card numbers, security codes and credentials of a thousand operations (a hundred in CI) are nowhere on disk, nor in
what is said, while they run and afterwards: not in streams, buckets, dead letters, logs or temporary files. Only the
bucket in memory has them, for a while.
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections import Counter
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from nats.aio.msg import Msg

from bridge.nats_surroundings import program
from bridge.processors import BLINDPAY, registered
from bridge.proving import count, ends
from bridge.surroundings import admin, authorize, bridge, bridge_options, make_streams, worker
from masking import canaries
from tollbridge.bridge import messages as wire, orders
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order, prepare
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.gates.circuits import BreakerOptions
from tollbridge.bridge.gates.worker import GateOptions
from tollbridge.bridge.messages import State
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import SEALED_STREAM
from tollbridge.bridge.subjects import durable
from tollbridge.bridge.worker.worker import Worker
from tollbridge.sandbox import FaultKind, Sandbox
from tollbridge.telemetry import Telemetry, TelemetryOptions

CREATE = "payment_intents.create"
APPROVED, DECLINED = "4242424242424242", "4000000000000002"
NUMBERS = (APPROVED, DECLINED)
KEY = f"sk_test_{canaries.MARK}"
DONE, SOME = count(800, 60), count(45, 8)
GATES = GateOptions(breaker=BreakerOptions(failures=0))
"""It stays closed: what is unknown here is to end soon."""
WITHIN_S = count(300, 180)
QUICK = {"processor_timeouts_s": {"payments.authorize": 1.0}}


def hits(said: bytes) -> list[str]:
    """Each with what is around it: a number in full, the security code, the credentials."""
    found = canaries.hits(said)
    for number in NUMBERS:
        for spelled in (number, " ".join(number[at:at + 4] for at in range(0, 16, 4))):
            at = said.find(spelled.encode())
            if at >= 0:
                found.append(said[max(0, at - 80):at + 40].decode("utf-8", "backslashreplace"))
    return found


def pay(payment: str, *, connector: str = "stripe", number: str = APPROVED, key: str | None = KEY) -> Order:
    config = {"config": {connector.title(): {"api_key": key} if key else {}}}
    order = authorize(payment, number=number, connector=connector, config=json.dumps(config))
    order.request["payment_method"]["card"]["card_cvc"]["value"] = canaries.CODE
    return order


class Watched:
    """All that could give something away: files of the server and temporary ones, its wire, each message of each
    stream (files of streams are compressed), our logs and metrics.
    """

    def __init__(self, server: NatsServer, telemetry: Telemetry, temporary: Path) -> None:
        self.server, self.telemetry, self.temporary = server, telemetry, temporary
        self.wire: list[tuple[str, bytes]] = []
        self.looked: Counter[str] = Counter()
        """How many messages of each stream were looked at, and how many files."""
        self.in_memory: set[str] = set()
        """What was found where it may be."""

    async def heard(self, message: Msg) -> None:
        headers = dict(message.headers or {})
        subject = headers.get("Nats-Subject", message.subject)  # of what a worker is given from a stream
        if not subject.startswith("tollbridge.sealed."):  # which is the bucket in memory
            self.wire.append((subject, json.dumps(headers).encode() + message.data))

    async def found(self, client: BridgeClient, logs: str) -> list[str]:
        files = await asyncio.to_thread(self.in_files)
        said = [f"{subject}: {hit}" for subject, body in self.wire for hit in hits(body)]
        told = [f"log: {hit}" for hit in hits(logs.encode())]
        counted = [f"metrics: {hit}" for hit in hits(self.telemetry.metrics_text()[0])]
        return [*files, *said, *told, *counted, *await self.in_streams((await admin(client)).connection)]

    def in_files(self) -> list[str]:
        """Whatever their names: a core that was dumped too."""
        found = []
        for folder in (Path(self.server.process.directory), self.temporary):
            for path, content in canaries.files_below(folder):
                self.looked["files"] += 1
                found += [f"{path.name}: {hit}" for hit in hits(content)]
        return found

    async def in_streams(self, connection: Connection) -> list[str]:
        found = []
        for name in (await connection.api("STREAM.NAMES"))["streams"]:
            memory = (await connection.api(f"STREAM.INFO.{name}"))["config"]["storage"] == "memory"
            async for message in read_stream(connection, name):
                self.looked[name] += 1
                its = hits(f"{message.subject} {json.dumps(dict(message.headers))}".encode() + message.data)
                if memory and name in (SEALED_STREAM, f"{SEALED_STREAM}_B"):
                    self.in_memory.update(its)
                else:
                    found += [f"{name}: {hit}" for hit in its]
        return found


class Looked(NamedTuple):
    """The ways in which operations ended, what was found while they ran and afterwards, and where was looked."""

    ways: set[str]
    during: list[str]
    after: list[str]
    operations: int
    watched: Watched


async def everything(server: NatsServer, caplog: pytest.LogCaptureFixture, temporary: Path, done: int, some: int,
                     ) -> Looked:
    """Operations that end in every way there is."""
    options = bridge_options(server.url, "stripe", BLINDPAY, streams=QUICK)
    await make_streams(options)
    async with AsyncExitStack() as held:
        telemetry = Telemetry(TelemetryOptions(metrics=True))
        watched = Watched(server, telemetry, temporary)
        sandbox = await held.enter_async_context(Sandbox())
        client = await held.enter_async_context(bridge(options))
        ear = await program(server)
        held.push_async_callback(ear.close)
        await ear.subscribe(">", cb=watched.heard)
        await ear.flush()
        watching = await held.enter_async_context(ends(client))
        expired = await expiring(client, some)
        ids = [*expired, *await submitted(client, done, some)]
        during = await watched.found(client, caplog.text)  # all wait, and the bucket is full
        await held.enter_async_context(working(options, sandbox, telemetry))
        await poison(client)
        during += await watched.found(client, caplog.text)
        first = await watching.of(ids, WITHIN_S)
        sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE, times=2 * some)
        late = [(await client.submit(pay(f"u-{number}", connector=connector))).op_id
                for number in range(some) for connector in ("stripe", BLINDPAY)]
        second = await watching.of(late, WITHIN_S)
        ways = {f"{record.state} {record.outcome}" for record in (*first.values(), *second.values())}
        after = await watched.found(client, caplog.text)
    await server.stop()
    after += watched.in_files()
    return Looked(ways, during, after, len(ids) + len(late), watched)


def working(options: BridgeOptions, sandbox: Sandbox, telemetry: Telemetry | None = None,
            ) -> AbstractAsyncContextManager[Worker]:
    return worker(options, sandbox, gates=GATES, connectors=("stripe", BLINDPAY), telemetry=telemetry)


async def expiring(client: BridgeClient, some: int) -> list[str]:
    orders = [prepare(pay(f"e-{number}"), client.options) for number in range(some)]
    ids = [(await client.submit(order)).op_id for order in orders]
    for order in orders:
        await client.bucket.drop("stripe", order.op_id, order.hash)
    await client.connection.client.flush()
    return ids


async def submitted(client: BridgeClient, done: int, some: int) -> list[str]:
    orders = [pay(f"d-{number}") for number in range(done)]
    orders += [pay(f"n-{number}", number=DECLINED) for number in range(some)]
    orders += [pay(f"r-{number}", key=None) for number in range(some)]
    orders += [pay(f"d-{number}") for number in range(some)]  # once more
    told = await asyncio.gather(*map(client.submit, orders))
    return list(dict.fromkeys(answer.op_id for answer in told))


async def poison(client: BridgeClient) -> None:
    """Of our own making but for a header that got lost."""
    prepared = prepare(pay("poisoned"), client.options)
    if client.protection is not None:
        await client.protection.protect(prepared)
    del prepared.headers[wire.DEADLINE]
    subject = durable(prepared.route, "shop-1", "stripe", prepared.op_id)
    await client.bucket.put("stripe", prepared.op_id, prepared.sealed, prepared.sealing)
    await client.publisher.publish(subject, prepared.body, prepared.headers)


WAYS = {f"{State.DONE} ok", f"{State.DONE} declined", f"{State.MANUAL} manual",
        f"{State.REJECTED} card_data_expired", f"{State.REJECTED} invalid_connector_config"}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this process and its children put temporary files."""
    its = tmp_path / "temporary"
    its.mkdir()
    monkeypatch.setenv("TMPDIR", str(its))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return its


async def test_nothing_secret_is_left_anywhere(own_nats_server: NatsServer, caplog: pytest.LogCaptureFixture,
                                               temporary: Path) -> None:
    caplog.set_level(logging.DEBUG)
    with registered():
        its = await everything(own_nats_server, caplog, temporary, DONE, SOME)
    assert its.operations >= DONE + 5 * SOME
    assert its.ways >= WAYS
    assert not its.during[:3]
    assert not its.after[:3]
    looked = its.watched.looked
    print(f"{its.operations} operations; looked at {looked.total()}: {dict(looked)}")
    assert min(looked[name] for name in ("OPS", "PAYMENTS", "DLQ", "files")) > 0
    assert looked["OPS"] >= its.operations
    assert any(APPROVED in hit for hit in its.watched.in_memory), "it can find a card where there is one"
    assert any(canaries.CODE in hit for hit in its.watched.in_memory)


async def test_without_the_split_the_same_look_finds_it(own_nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch,
                                                        caplog: pytest.LogCaptureFixture, temporary: Path) -> None:
    monkeypatch.setattr(orders, "split", lambda request: [])
    with registered():
        its = await everything(own_nats_server, caplog, temporary, 5, 2)
    for found in (its.during, its.after):
        for secret in (APPROVED, canaries.CODE):
            assert any(secret in hit for hit in found)
            assert any(hit.startswith("PAYMENTS: ") and secret in hit for hit in found), "in its stream"
    assert any(hit.startswith(("msgs", "1.blk")) or ".blk" in hit for hit in its.after), "on disk"


async def test_nothing_is_left_in_the_bucket_of_what_is_done(empty_nats_server: NatsServer) -> None:
    """Submitted once more when it is done, it puts its card there again: and takes it away."""
    options = bridge_options(empty_nats_server.url, "stripe", BLINDPAY)
    with registered():
        await make_streams(options)
        async with Sandbox() as sandbox, bridge(options) as client, ends(client) as watching:
            async with working(options, sandbox):
                ids = [(await client.submit(pay(f"pay-{number}"))).op_id for number in range(20)]
                await watching.of(ids, 20)
                for number in range(20):
                    assert (await client.execute(pay(f"pay-{number}"), 10)).state == State.DONE
            async with asyncio.timeout(10):
                while (await client.connection.api("STREAM.INFO.SEALED"))["state"]["messages"]:
                    await asyncio.sleep(0.1)  # what is left in place of each ends by its own time
