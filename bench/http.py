"""A payment through the HTTP server and back, as bench/server.py does it for gRPC; and what both add in latency."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import Iterator

from bench import production
from bench.case import rich
from bench.measure import Figure
from bench.server import CALLS, CONNECTIONS, IN_FLIGHT, MOST_MB, SLOW_S, Run, cpu_s, highest_mb, our_server, running

MOST_US = 700.0
CROWD, MOST_CROWD = 10_000, 200.0
PATH = "/payments/authorize"


def figures() -> Iterator[Figure]:
    with running(our_server, delay_s=0.0, edge="http") as (port, pid):
        ran = asyncio.run(calls(port, pid, CALLS, CONNECTIONS))
        lives = asyncio.run(calls(port, pid, CALLS, CONNECTIONS, b"GET /livez HTTP/1.1\r\nhost: bench\r\n\r\n"))
    yield Figure("authorize, rich, as JSON through the server: its CPU a call", ran.server_us, "us", MOST_US)
    yield Figure("  a sign of life", lives.server_us, "us")
    yield Figure(f"  a second, at {CONNECTIONS} connections on this machine", ran.per_second, "/s")
    yield Figure("  latency, half of the calls", ran.p50_ms, "ms")
    yield Figure("  latency, 99 of 100 calls", ran.p99_ms, "ms")
    with running(our_server, delay_s=SLOW_S, edge="http") as (port, pid):
        held = asyncio.run(calls(port, pid, IN_FLIGHT, IN_FLIGHT))
    yield Figure(f"memory with {IN_FLIGHT} in flight", held.highest_mb, "MB", MOST_MB)
    yield Figure("  of them lost", float(IN_FLIGHT - held.charged), "", 0.0)
    with running(our_server, delay_s=0.0, edge="http") as (port, pid):
        before = highest_mb(pid)
        crowd = asyncio.run(all_at_once(port, CROWD))
        yield Figure(f"memory for {CROWD} connections, half a request on each", highest_mb(pid) - before, "MB",
                     MOST_CROWD)
    yield Figure("  of them not answered once it was whole", float(CROWD - crowd), "", 0.0)


async def all_at_once(port: int, number: int) -> int:
    """Opens so many connections, sends half a request on each, then the rest; how many were answered with 200."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    connections = []
    for _ in range(number):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /livez HTTP/1.1\r\nhost: bench\r\n")
        connections.append((reader, writer))
    for _, writer in connections:
        writer.write(b"\r\n")
    taken = 0
    for reader, writer in connections:
        taken += (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
    return taken


def payment() -> bytes:
    """The request, as a usual client sends it."""
    body = json.dumps(rich().request).encode()
    own = "".join(f"{name}: {value}\r\n" for name, value in production.HEADERS)
    return (f"POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\naccept: */*\r\n"
            f"accept-encoding: gzip, deflate\r\ncontent-type: application/json\r\n{own}"
            f"content-length: {len(body)}\r\n\r\n").encode() + body


async def calls(port: int, pid: int, count: int, at_once: int, request: bytes | None = None) -> Run:
    """`count` calls, so many at a time; the first few of each connection are not counted."""
    sent = request or payment()
    took: list[float] = []
    charged = 0

    async def one_after_another(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        nonlocal charged
        for _ in range(number):
            begun = time.perf_counter()
            writer.write(sent)
            came = await answer(reader)
            charged += b'"status":"CHARGED"' in came
            took.append(time.perf_counter() - begun)

    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(at_once)]
    if count > at_once:
        await asyncio.gather(*(one_after_another(*each, 20) for each in connections))
        took.clear()
        charged = 0
    before, begun = cpu_s(pid), time.perf_counter()
    await asyncio.gather(*(one_after_another(*each, count // at_once) for each in connections))
    wall, used = time.perf_counter() - begun, cpu_s(pid) - before
    for _, writer in connections:
        writer.close()
    took.sort()
    done = len(took)
    return Run(used / done * 1e6, done / wall, took[done // 2] * 1e3, took[int(done * 0.99)] * 1e3, charged,
               highest_mb(pid))


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The body of the next answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return await reader.readexactly(int(length))
