"""A payment through the gRPC server and back: server, processor and client are processes of their own; what is counted
is the CPU time of the server's process, which runs with production settings (bench/production.py).
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import grpc

from bench import production
from bench.case import ROOT, rich
from bench.measure import Figure
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.pb import payments_pb2, statuses_pb2
from tollbridge.domain.operations import AUTHORIZE

METHOD = "/types.PaymentService/Authorize"
METADATA = production.HEADERS
CALLS, CONNECTIONS = 6000, 16
IN_FLIGHT, SLOW_S = 1000, 2.0
MOST_US, MOST_MB, MOST_OF_FLOOR = 700.0, 135.0, 1.75
"""A server with both edges, metrics and settings begins at 74 MB; it was 60 with gRPC alone, and the budget 120."""
TICKS = os.sysconf("SC_CLK_TCK")


def our_server(url: str) -> list[str]:
    return production.command(url)


def bare_server(url: str) -> list[str]:
    return ["bench.floor", url]


class Run(NamedTuple):
    """What came of a number of calls."""

    server_us: float
    per_second: float
    p50_ms: float
    p99_ms: float
    charged: int
    highest_mb: float


def figures() -> Iterator[Figure]:
    request = json_codec(AUTHORIZE).read_request(rich().request)
    message = wire_codec(AUTHORIZE).write_request(request)
    with running(our_server, delay_s=0.0) as (port, pid):
        ran = asyncio.run(calls(port, pid, message, CALLS, CONNECTIONS))
    with running(bare_server, delay_s=0.0) as (port, pid):
        floor = asyncio.run(calls(port, pid, message, CALLS, CONNECTIONS))
    yield Figure("authorize, rich, through the server: its CPU a call", ran.server_us, "us", MOST_US)
    yield Figure("  grpcio and aiohttp alone, without Tollbridge", floor.server_us, "us")
    yield Figure("  the whole, as a multiple of that", ran.server_us / floor.server_us, "x", MOST_OF_FLOOR)
    yield Figure(f"  a second, at {CONNECTIONS} connections on this machine", ran.per_second, "/s")
    yield Figure("  latency, half of the calls", ran.p50_ms, "ms")
    yield Figure("  latency, 99 of 100 calls", ran.p99_ms, "ms")
    with running(our_server, delay_s=SLOW_S) as (port, pid):
        held = asyncio.run(calls(port, pid, message, IN_FLIGHT, IN_FLIGHT))
    yield Figure(f"memory with {IN_FLIGHT} in flight", held.highest_mb, "MB", MOST_MB)
    yield Figure("  of them lost", float(IN_FLIGHT - held.charged), "", 0.0)


async def calls(port: int, pid: int, message: bytes, count: int, at_once: int, *, over_s: float = 0.0) -> Run:
    """`count` calls, so many at a time, the first of them begun `over_s`; the first few of each are not counted."""
    took: list[float] = []
    charged = 0
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        authorize: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(METHOD)

        async def one_after_another(number: int) -> None:
            nonlocal charged
            for _ in range(number):
                begun = time.perf_counter()
                answer: bytes = await authorize(message, metadata=METADATA)
                took.append(time.perf_counter() - begun)
                status = payments_pb2.PaymentServiceAuthorizeResponse.FromString(answer).status
                charged += status == statuses_pb2.CHARGED

        warm = 20 if count > at_once else 0
        await asyncio.gather(*(one_after_another(warm) for _ in range(at_once)))
        took.clear()
        charged = 0
        before, begun = cpu_s(pid), time.perf_counter()
        tasks = []
        for place in range(at_once):
            if (early := begun + over_s * place / at_once - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            tasks.append(asyncio.create_task(one_after_another(count // at_once)))
        await asyncio.gather(*tasks)
        wall, used = time.perf_counter() - begun, cpu_s(pid) - before
    took.sort()
    done = len(took)
    return Run(used / done * 1e6, done / wall, took[done // 2] * 1e3, took[int(done * 0.99)] * 1e3, charged,
               highest_mb(pid))


@contextmanager
def running(command: Callable[[str], list[str]], delay_s: float, *, together: int = 0,
            edge: str = "grpc") -> Iterator[tuple[int, int]]:
    """The port of a server's edge and its process id; its processor answers after `delay_s`, or from when so many wait
    `together`, within it.
    """
    with processor(delay_s, together) as stub, started(command, stub.url) as server:
        yield server.ports[edge], server.pid


class Processor:
    """The stub, which is told to stop when it is asked how many requests it had."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = f"http://127.0.0.1:{line(process)}"

    def asked(self) -> int:
        self._process.terminate()
        return int(self._process.communicate(timeout=60)[0])


class Server(NamedTuple):
    """`ports` by edge."""

    pid: int
    ports: dict[str, int]


@contextmanager
def processor(delay_s: float = 0.0, together: int = 0) -> Iterator[Processor]:
    with ending([sys.executable, "-m", "bench.stub", str(delay_s), str(together)]) as process:
        yield Processor(process)


@contextmanager
def started(command: Callable[[str], list[str]], url: str) -> Iterator[Server]:
    """A server that takes calls."""
    with ending([sys.executable, "-m", *command(url)]) as process:
        ports: dict[str, int] = {}
        for _ in range(1 if command is bare_server else 2):  # a line for each edge
            edge, _, address = line(process).partition(" ")
            ports[edge] = int(address.rpartition(":")[2])
        yield Server(process.pid, ports)


@contextmanager
def ending(arguments: list[str], env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process that is told to stop at the end, if it still runs. `env` in place of ours."""
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)
        if process.stdout is not None:
            process.stdout.close()


def line(process: subprocess.Popen[str]) -> str:
    """The first line that a process prints."""
    if process.stdout is None:
        raise ValueError("no pipe")
    return process.stdout.readline().strip()


def cpu_s(pid: int) -> float:
    """User and system time of a process so far. Linux; in clock ticks, 10 ms, of seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def highest_mb(pid: int) -> float:
    """The most resident memory that the process has had."""
    words = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()
    return int(words[0]) / 1024
