"""The receiver of webhooks that stores before it acknowledges: load, receiver, nats-server are processes each."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import NamedTuple

import aiohttp

from bench.bridge_part import HOOK_SECRET, options
from bench.measure import Figure
from bench.server import cpu_s, ending, line
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.protection.keyfiles import link, make
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import apply

SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
RATE, MOST_P99_MS, WARM_S = 500, 50.0, 2.0


class _Load(NamedTuple):
    took_ms: list[float]
    refused: int
    stored: int
    receiver_us: float
    server_us: float


def figures() -> Iterator[Figure]:
    its = _measured(SECONDS, None)
    yield Figure(f"webhooks stored and acknowledged, {RATE} a second: half of them",
                 its.took_ms[len(its.took_ms) // 2], "ms")
    yield Figure("  99 of 100", its.took_ms[int(len(its.took_ms) * 0.99)], "ms", MOST_P99_MS)
    yield Figure("  not acknowledged", float(its.refused), "", 0.0)
    yield Figure("  acknowledged, and not stored", float(len(its.took_ms) + int(RATE * WARM_S) - its.stored), "", 0.0)
    yield Figure("  CPU of the receiver a webhook", its.receiver_us, "us")
    yield Figure("  CPU of the nats-server a webhook", its.server_us, "us")
    with TemporaryDirectory() as folder:
        make(f"{folder}/bridge.jwks", f"{folder}/public.jwks", "bridge", ["*"], signs=False)
        link([f"{folder}/bridge.jwks"], ["*"])
        on = _measured(SECONDS, folder)
    yield Figure("  with protection (HMAC): 99 of 100", on.took_ms[int(len(on.took_ms) * 0.99)], "ms", MOST_P99_MS)
    yield Figure("  with protection: CPU of the receiver a webhook", on.receiver_us, "us")
    yield Figure("  with protection: CPU of both, times that without",
                 (on.receiver_us + on.server_us) / (its.receiver_us + its.server_us), "")


def _measured(seconds: float, keys: str | None) -> _Load:
    with NatsServer().process as nats:
        asyncio.run(_make_streams(nats.url))
        env = {name: value for name, value in os.environ.items() if name != "BENCH_PROTECTION"}
        with ending([sys.executable, "-m", "bench.bridge_part", "hooks", nats.url],
                    env=env | ({"BENCH_PROTECTION": keys} if keys is not None else {})) as started:
            port = int(line(started))
            asyncio.run(_loaded(port, "warm", WARM_S))
            before = cpu_s(started.pid), cpu_s(nats.pid)
            took_ms, refused = asyncio.run(_loaded(port, "evt", seconds))
            used = [(now - was) / max(1, len(took_ms)) * 1e6
                    for now, was in zip((cpu_s(started.pid), cpu_s(nats.pid)), before, strict=True)]
            stored = asyncio.run(_stored(nats.url))
    return _Load(sorted(took_ms), refused, stored, used[0], used[1])


async def _loaded(port: int, name: str, seconds: float) -> tuple[list[float], int]:
    """Each is timed from when it was due."""
    took_ms: list[float] = []
    refused = 0
    url = f"http://127.0.0.1:{port}/webhooks/stripe/shop-1"

    async def one(number: int, due: float) -> None:
        nonlocal refused
        body = _event(f"{name}_{number}")
        stamp = str(int(time.time()))
        proof = hmac.new(HOOK_SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        async with http.post(url, data=io.BytesIO(body), headers={"stripe-signature": f"t={stamp},v1={proof}"}) as told:
            await told.read()
            if told.status == 200:
                took_ms.append((time.perf_counter() - due) * 1e3)
            else:
                refused += 1

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as http:
        begun, running = time.perf_counter(), []
        for number in range(int(RATE * seconds)):
            due = begun + number / RATE
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            running.append(asyncio.ensure_future(one(number, due)))
        await asyncio.gather(*running)
    return took_ms, refused


async def _make_streams(url: str) -> None:
    connection = Connection(options(url).connection)
    await connection.open()
    await apply(connection, options(url).streams)
    await connection.close()


async def _stored(url: str) -> int:
    connection = Connection(options(url).connection)
    await connection.open()
    info = await connection.api("STREAM.INFO.WEBHOOKS")
    await connection.close()
    return int(info["state"]["messages"])


def _event(its_id: str) -> bytes:
    """As large as Stripe's are."""
    return json.dumps({"id": its_id, "object": "event", "type": "payment_intent.succeeded", "data": {"object": {
        "id": f"pi_{its_id}", "object": "payment_intent", "status": "succeeded", "amount": 4250, "currency": "usd",
        "amount_received": 4250, "metadata": {"order_id": its_id}, "description": "x" * 2000}}}).encode()
