"""What the service adds to the time that a processor takes, at a steady rate: the stub alone, then with gRPC and HTTP
in front of it. Each call is timed from when it was due: a server that stalls is not asked more kindly.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

import grpc

from bench import http as http_bench
from bench.case import rich
from bench.measure import Figure
from bench.server import METADATA, METHOD, our_server, processor, running
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.domain.operations import AUTHORIZE

RATES = (100, 1000)
SECONDS = 5.0
CONNECTIONS = 64
Ask = Callable[[], Awaitable[object]]


class Latency(NamedTuple):
    """In milliseconds."""

    p50: float
    p99: float


def figures() -> Iterator[Figure]:
    for rate in RATES:
        with processor() as stub:
            alone = asyncio.run(of_http(int(stub.url.rpartition(":")[2]), rate, stub_request()))
        yield from told(f"the stub alone, at {rate}/s", alone, Latency(0, 0))
        with running(our_server, delay_s=0.0) as (port, _):
            yield from told(f"added by gRPC at {rate}/s", asyncio.run(of_grpc(port, rate)), alone)
        with running(our_server, delay_s=0.0, edge="http") as (port, _):
            yield from told(f"added by HTTP at {rate}/s", asyncio.run(of_http(port, rate, http_bench.payment())), alone)


def told(what: str, took: Latency, alone: Latency) -> Iterator[Figure]:
    yield Figure(f"{what}: half of the calls", took.p50 - alone.p50, "ms")
    yield Figure("  99 of 100 calls", took.p99 - alone.p99, "ms")


def stub_request() -> bytes:
    body = json.dumps(rich().request).encode()
    return b"POST /v1/payment_intents HTTP/1.1\r\nhost: stub\r\ncontent-length: %d\r\n\r\n" % len(body) + body


async def of_http(port: int, rate: int, request: bytes) -> Latency:
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        idle.put_nowait(await asyncio.open_connection("127.0.0.1", port))

    async def ask() -> None:
        connection = await idle.get()
        reader, writer = connection
        writer.write(request)
        await http_bench.answer(reader)
        idle.put_nowait(connection)

    took = await steady(ask, rate)
    while not idle.empty():
        idle.get_nowait()[1].close()
    return took


async def of_grpc(port: int, rate: int) -> Latency:
    message = wire_codec(AUTHORIZE).write_request(json_codec(AUTHORIZE).read_request(rich().request))
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        authorize: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(METHOD)

        async def ask() -> None:
            await authorize(message, metadata=METADATA)

        return await steady(ask, rate)


async def steady(ask: Ask, rate: int) -> Latency:
    """One call each 1/rate of a second, whatever became of those before; the first second is not counted."""
    took: list[float] = []

    async def one(due: float) -> None:
        await ask()
        took.append(time.perf_counter() - due)

    begun = time.perf_counter() + 0.05
    calls = []
    for number in range(int(rate * (SECONDS + 1))):
        due = begun + number / rate
        if (left := due - time.perf_counter()) > 0:
            await asyncio.sleep(left)
        calls.append(asyncio.create_task(one(due)))
    await asyncio.gather(*calls)
    counted = sorted(took[rate:])
    return Latency(counted[len(counted) // 2] * 1e3, counted[int(len(counted) * 0.99)] * 1e3)
