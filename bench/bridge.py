"""Durable operations over NATS: load, bridge, worker, nats-server and processor are processes of their own. What is
counted is the CPU time of bridge, worker and server; the processor and who makes the load stand for others' machines.

All of them share this machine's two cores: where that is too little, the rate that was reached is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from msgspec.structs import replace
from nats.aio.client import Client
from nats.aio.msg import Msg

from bench import hooks
from bench.bridge_part import CONFIG, options
from bench.case import ROOT, rich
from bench.measure import Figure
from bench.server import Processor, cpu_s, ending, highest_mb, line, processor
from tollbridge.bridge.client import BridgeClient, Order
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.discovery import workers
from tollbridge.bridge.gates.admission import AdmissionOptions
from tollbridge.bridge.messages import State, decode_answer
from tollbridge.bridge.routes import DURABLE
from tollbridge.bridge.server import NatsServer, ServerProcess
from tollbridge.bridge.streams import apply
from tollbridge.domain.operations import AUTHORIZE, Operation

SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
RATES = (1000, 800, 600, 400, 300, 200)
"""The highest comes first; the first that the machine keeps up with is told."""
MOST_US, MOST_P99_MS, WARM_S = 1600.0, 50.0, 3.0
MIX = {"payments.authorize": 60, "payments.sync": 20, "payments.capture": 10, "refunds.execute": 5,
       "auth.client_token": 5}
SLOW_S, MOST_MS = 0.3, {"payments.authorize": 2000.0, "payments.capture": 1000.0, "payments.sync": 500.0,
                        "refunds.execute": 3000.0, "auth.client_token": 1000.0}
MOST_MB, MOST_CONNECTIONS, MOST_MBIT = 500.0, 100, 100.0
MANY, MANY_SLOW_S = 10_000, 5.0
BURST = 20_000
SLOTS, EVERY_SLOW_S = 50, 8.0
STORED = 100_000


class Around(NamedTuple):
    """The processes that are measured."""

    nats: ServerProcess
    bridge: int
    worker: int
    stub: Processor

    def cpu(self) -> dict[str, float]:
        return {"nats-server": cpu_s(self.nats.pid), "bridge": cpu_s(self.bridge), "worker": cpu_s(self.worker)}

    def traffic(self) -> float:
        """Bytes in and out of the server, so far."""
        found = self.nats.ask("/varz")
        return float(found["in_bytes"]) + float(found["out_bytes"])


class Load(NamedTuple):
    """What came of it. `late` are answers that came after all others, or never."""

    took_ms: dict[str, list[float]]
    ended: dict[str, int]
    per_second: float
    us: dict[str, float]
    mbit: float

    def percentile(self, share: float, name: str | None = None) -> float:
        values = sorted(self.took_ms[name] if name else (each for its in self.took_ms.values() for each in its))
        return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def figures() -> Iterator[Figure]:
    yield from steady()
    yield from mixed()
    yield from in_flight()
    yield from burst()
    yield from every_slot()
    yield from stored()
    yield from hooks.figures()


@contextmanager
def around(delay_s: float, slots: int) -> Iterator[Around]:
    """All processes, on streams that are new."""
    with ExitStack() as held:
        nats = held.enter_context(NatsServer().process)
        asyncio.run(_make_streams(nats.url))
        stub = held.enter_context(processor(delay_s))
        parts = []
        for what in ("worker", "bridge"):
            started = held.enter_context(ending([sys.executable, "-m", "bench.bridge_part", what, nats.url, stub.url,
                                                 str(slots)]))
            if line(started) != "ready":
                raise RuntimeError(f"the {what} did not start")
            parts.append(started.pid)
        yield Around(nats, parts[1], parts[0], stub)


async def _make_streams(url: str) -> None:
    connection = Connection(options(url).connection)
    await connection.open()
    await apply(connection, options(url).streams)
    await connection.close()


# -- what is measured -------------------------------------------------------------------------------------------------
def steady() -> Iterator[Figure]:
    """CPU is told as of the highest rate, where all processes are busy: one that mostly sleeps is charged more for each
    waking than for the work.
    """
    busiest: Load | None = None
    for rate in RATES:
        with around(0.0, slots=200) as its:
            load = asyncio.run(loaded(its, rate, SECONDS, {"payments.authorize": 1}))
        busiest = busiest or load
        kept = load.percentile(0.99) <= MOST_P99_MS and load.per_second > rate * 0.97
        if kept or rate == RATES[-1]:
            break
        yield Figure(f"tried: {rate}/s, 99 of 100 within", load.percentile(0.99), "ms")
    yield Figure("durable authorize, a second, with fsync", load.per_second, "/s")
    yield Figure("  latency, half of them", load.percentile(0.5), "ms")
    yield Figure("  latency, 99 of 100", load.percentile(0.99), "ms", MOST_P99_MS)
    yield Figure("  of them not done", float(sum(load.ended.values()) - load.ended.get(State.DONE, 0)), "", 0.0)
    if busiest is not None:
        yield Figure(f"offered {RATES[0]} a second: reached", busiest.per_second, "/s")
        for name, used in busiest.us.items():
            yield Figure(f"  CPU of the {name} an operation", used, "us")
        yield Figure("  CPU of all three an operation", sum(busiest.us.values()), "us", MOST_US)


def mixed() -> Iterator[Figure]:
    for rate in RATES:
        with around(SLOW_S, slots=1000) as its:
            load = asyncio.run(loaded(its, rate, SECONDS, MIX))
            connections = its.nats.ask("/varz")["connections"]
            memory = highest_mb(its.bridge) + highest_mb(its.worker)
        kept = all(load.percentile(0.99, name) <= most for name, most in MOST_MS.items())
        if (kept and load.per_second > rate * 0.97) or rate == RATES[-1]:
            break
        yield Figure(f"tried: a mix of {rate}/s, 99 of 100 within", load.percentile(0.99), "ms")
    yield Figure(f"a mix of operations, a second, processor {SLOW_S} s", load.per_second, "/s")
    for name, most in MOST_MS.items():
        yield Figure(f"  {name}, 99 of 100", load.percentile(0.99, name), "ms", most)
    yield Figure("  memory of bridge and worker", memory, "MB", MOST_MB)
    yield Figure("  NATS connections", float(connections), "", MOST_CONNECTIONS)
    yield Figure("  traffic of the server", load.mbit, "Mbit", MOST_MBIT)
    yield Figure("  of them not done", float(sum(load.ended.values()) - load.ended.get(State.DONE, 0)), "", 0.0)


def in_flight() -> Iterator[Figure]:
    with around(MANY_SLOW_S, slots=MANY) as its:
        load = asyncio.run(loaded(its, 600, MANY / 600, {"payments.authorize": 1}, warm=False))
        memory = highest_mb(its.bridge) + highest_mb(its.worker)
        server = highest_mb(its.nats.pid)
    yield Figure(f"{MANY} operations, processor {MANY_SLOW_S} s: memory of both", memory, "MB", MOST_MB)
    yield Figure("  memory of the nats-server", server, "MB")
    yield Figure("  of them not done", float(MANY - load.ended.get(State.DONE, 0)), "", 0.0)


def burst() -> Iterator[Figure]:
    with around(0.0, slots=200) as its:
        load = asyncio.run(loaded(its, BURST, 1.0, {"payments.authorize": 1}, warm=False))
    done, said = load.ended.get(State.DONE, 0), sum(load.ended.values())
    yield Figure(f"a burst of {BURST}: done", float(done), "")
    yield Figure("  shed with a clear answer, or still under way", float(said - done), "")
    yield Figure("  without any answer", float(BURST - said), "", 0.0)


def every_slot() -> Iterator[Figure]:
    """50 operations of every kind that Stripe offers, at once."""
    requests = _golden()
    with around(EVERY_SLOW_S, slots=SLOTS) as its:
        running = asyncio.run(_fill(its.nats.url, requests))
    yield Figure(f"{SLOTS} slots on each of {len(requests)} durable operations: at once", float(running), "")
    yield Figure("  of them not under way", float(SLOTS * len(requests) - running), "", 0.0)
    yield Figure("  worker processes", 1.0, "", 20)


async def _fill(url: str, requests: dict[Operation[Any, Any], dict[str, Any]]) -> int:
    """How many are under way once all have been submitted."""
    client = BridgeClient(options(url))
    await client.open()
    try:
        await asyncio.gather(*(client.submit(Order(
            operation=operation, connector="stripe", merchant_id="merchant_1753", environment="sandbox",
            request=request, key=f"{operation.name}-{number}", config=CONFIG))
            for operation, request in requests.items() for number in range(SLOTS)))
        most, ends = 0, time.monotonic() + EVERY_SLOW_S
        while most < SLOTS * len(requests) and time.monotonic() < ends:
            most = max(most, sum(seen.running for seen in await workers(client.connection)))
        return most
    finally:
        await client.close()


def _golden() -> dict[Operation[Any, Any], dict[str, Any]]:
    """A request of each durable operation, of its first golden case."""
    found: dict[Operation[Any, Any], dict[str, Any]] = {}
    for route in DURABLE:
        for path in sorted((ROOT / "golden" / "stripe").glob(f"{route.operation.flow}.*.json")):
            case = json.loads(path.read_text())
            if case["operation"] == route.operation.flow and case.get("exchanges"):
                found[route.operation] = case["request"]
                break
    return found


def stored() -> Iterator[Figure]:
    """Operations that wait for workers which do not come."""
    with ExitStack() as held:
        nats = held.enter_context(NatsServer().process)
        asyncio.run(_make_streams(nats.url))
        begun = time.perf_counter()
        kept = asyncio.run(_store(nats.url))
        took = time.perf_counter() - begun
        disk = sum(path.stat().st_size for path in nats.directory.rglob("*") if path.is_file())
        yield Figure(f"{STORED} operations stored, a second", kept / took, "/s")
        yield Figure("  of them not", float(STORED - kept), "", 0.0)
        yield Figure("  memory of the nats-server", highest_mb(nats.pid), "MB")
        yield Figure("  on the disk", disk / 1e6, "MB")


async def _store(url: str) -> int:
    its = options(url)
    client = BridgeClient(replace(its, admission=AdmissionOptions(pending=0, unattended=2 * STORED)))
    await client.open()
    request, numbers, kept = rich().request, iter(range(STORED)), 0

    async def one_after_another() -> None:
        nonlocal kept
        for number in numbers:
            answer = await client.submit(Order(
                operation=AUTHORIZE, connector="stripe", merchant_id="merchant_1753", environment="sandbox",
                request=request, key=f"stored-{number}"))
            kept += answer.state == State.ACCEPTED

    await asyncio.gather(*(one_after_another() for _ in range(200)))
    await client.close()
    return kept


# -- the load ---------------------------------------------------------------------------------------------------------
class Clients:
    """Who asks bridges, by one connection."""

    def __init__(self, url: str) -> None:
        self._url, self._client = url, Client()
        self._open: dict[str, tuple[str, float]] = {}
        self._count = 0
        self.took_ms: dict[str, list[float]] = {name: [] for name in MIX}
        self.ended: dict[str, int] = {}
        self._bodies = {name: _request(name) for name in MIX}
        self._inbox = ""

    async def __aenter__(self) -> Clients:
        await self._client.connect(self._url)
        self._inbox = self._client.new_inbox()
        await self._client.subscribe(f"{self._inbox}.*", cb=self._answered, pending_msgs_limit=-1,
                                     pending_bytes_limit=-1)
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.close()

    async def ask(self, name: str, due: float) -> None:
        self._count += 1
        its_id = f"{os.getpid()}-{self._count}"
        self._open[its_id] = (name, due)
        family, _, verb = name.partition(".")
        await self._client.publish(f"hyperswitch.{family}.merchant_1753.{verb}", self._bodies[name],
                                   reply=f"{self._inbox}.{its_id}",
                                   headers={"Tollbridge-Config": CONFIG, "Idempotency-Key": its_id})

    async def _answered(self, message: Msg) -> None:
        found = self._open.pop(message.subject.rpartition(".")[2], None)
        if found is None:
            return
        name, due = found
        answer = decode_answer(message.data)
        self.took_ms[name].append((time.perf_counter() - due) * 1e3)
        self.ended[answer.state] = self.ended.get(answer.state, 0) + 1

    @property
    def waiting(self) -> int:
        return len(self._open)

    def forget(self) -> None:
        self.took_ms = {name: [] for name in MIX}
        self.ended = {}


async def loaded(its: Around, rate: float, seconds: float, mix: dict[str, int], *, warm: bool = True) -> Load:
    """Each is timed from when it was due: a bridge that stalls is not asked more kindly."""
    draw = random.Random(7)  # noqa: S311 - for the same mix each time
    names, weights = list(mix), list(mix.values())
    async with Clients(its.nats.url) as clients:
        if warm:
            await _paced(clients, rate / 2, WARM_S, lambda: draw.choices(names, weights)[0])
            await _over(clients)
            clients.forget()
        before, heard, begun = its.cpu(), its.traffic(), time.perf_counter()
        await _paced(clients, rate, seconds, lambda: draw.choices(names, weights)[0])
        await _over(clients)
        wall = time.perf_counter() - begun
        count = sum(clients.ended.values())
        used = {name: (now - before[name]) / max(1, count) * 1e6 for name, now in its.cpu().items()}
        return Load(clients.took_ms, clients.ended, count / wall, used, (its.traffic() - heard) * 8 / wall / 1e6)


async def _paced(clients: Clients, rate: float, seconds: float, name: Any) -> None:
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = begun + number / rate
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        elif number % 50 == 0:
            await asyncio.sleep(0)
        await clients.ask(name(), due)


async def _over(clients: Clients) -> None:
    """All are answered, or will not be."""
    ends = time.monotonic() + 60
    while clients.waiting and time.monotonic() < ends:
        await asyncio.sleep(0.02)


def _request(name: str) -> bytes:
    request = rich().request
    amount = request["amount"]
    paid = "pi_3SkGoldenLantern0A1b2C3d"
    return json.dumps({
        "payments.authorize": request,
        "payments.sync": {"connector_transaction_id": paid},
        "payments.capture": {"connector_transaction_id": paid, "amount_to_capture": amount},
        "refunds.execute": {"merchant_refund_id": "r", "connector_transaction_id": paid, "refund_amount": amount},
        "auth.client_token": {"merchant_client_session_id": "s", "payment": {"amount": amount}},
    }[name]).encode()
