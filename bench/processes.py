"""Two processes behind one port: how many calls each of them took, and what SIGTERM under load loses.

Each of the client's connections is to one process, told by its port in /proc; so the calls of each are counted by who
really had them. Linux.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import grpc

from bench.case import rich
from bench.measure import Figure
from bench.server import METADATA, METHOD, cpu_s, our_server, running
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.pb import payments_pb2, statuses_pb2
from tollbridge.domain.operations import AUTHORIZE

CONNECTIONS, CALLS_EACH = 128, 30
SLOW_S = 5.0
MOST_OF_ONE = 100 * 2 / 3

Call = grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]


def two_servers(url: str) -> list[str]:
    return [*our_server(url), "--processes", "2"]


def figures() -> Iterator[Figure]:
    message = wire_codec(AUTHORIZE).write_request(json_codec(AUTHORIZE).read_request(rich().request))
    with running(two_servers, delay_s=0.0) as (port, pid):
        shares, cpu = asyncio.run(shared(port, pid, message))
    total = sum(shares)
    yield Figure("two processes: calls of the first", shares[0], "")
    yield Figure("  calls of the second", shares[1], "")
    yield Figure("  share of the busier", 100 * max(shares) / total, "%", MOST_OF_ONE)
    yield Figure("  CPU a call, both together", cpu / total * 1e6, "us")
    with running(two_servers, delay_s=SLOW_S) as (port, pid):
        charged = asyncio.run(drained(port, pid, message))
    yield Figure(f"  lost of {CONNECTIONS} calls by SIGTERM under load", float(CONNECTIONS - charged), "", 0.0)


async def shared(port: int, pid: int, message: bytes) -> tuple[list[int], float]:
    """Calls of each process, and the CPU seconds of both."""
    async with AsyncExitStack() as opened:
        calls: dict[int, Call] = {}
        for _ in range(CONNECTIONS):
            before = ports_of(os.getpid())
            call = await connected(opened, port)
            await call(message, metadata=METADATA)
            (own,) = ports_of(os.getpid()) - before
            calls[own] = call
        counted = dict.fromkeys(calls, 0)

        async def one_after_another(own: int, call: Call) -> None:
            for _ in range(CALLS_EACH):
                await call(message, metadata=METADATA)
                counted[own] += 1

        children = children_of(pid)
        before_s = sum(map(cpu_s, children))
        await asyncio.gather(*(one_after_another(own, call) for own, call in calls.items()))
        used = sum(map(cpu_s, children)) - before_s
        peers = [ports_of(child, remote=True) for child in children]
        return [sum(count for own, count in counted.items() if own in theirs) for theirs in peers], used


async def drained(port: int, pid: int, message: bytes) -> int:
    """How many payments were made, of those under way when the signal came."""
    async with AsyncExitStack() as opened:
        calls = [await connected(opened, port) for _ in range(CONNECTIONS)]
        under_way = [asyncio.ensure_future(call(message, metadata=METADATA)) for call in calls]
        until = time.monotonic() + SLOW_S
        while time.monotonic() < until and sum(len(ports_of(child)) for child in children_of(pid)) <= CONNECTIONS:
            await asyncio.sleep(0.05)  # each call has a connection to the processor: then all are under way
        os.kill(pid, signal.SIGTERM)
        answers = await asyncio.gather(*under_way, return_exceptions=True)
    return sum(isinstance(answer, bytes) and payments_pb2.PaymentServiceAuthorizeResponse.FromString(answer).status
               == statuses_pb2.CHARGED for answer in answers)


async def connected(opened: AsyncExitStack, port: int) -> Call:
    """A connection of its own, that stands."""
    channel = await opened.enter_async_context(grpc.aio.insecure_channel(
        f"127.0.0.1:{port}", options=[("grpc.use_local_subchannel_pool", 1)]))
    await channel.channel_ready()
    call: Call = channel.unary_unary(METHOD)
    return call


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ports_of(pid: int, *, remote: bool = False) -> set[int]:
    """Of a process's TCP connections."""
    sockets = {str(path.readlink())[8:-1] for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()
               and str(path.readlink()).startswith("socket:[")}
    lines = [line.split() for name in ("tcp", "tcp6")
             for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {int(words[2 if remote else 1].rpartition(":")[2], 16) for words in lines if words[9] in sockets}
