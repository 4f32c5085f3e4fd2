"""What a server needs to start, what 10,000 payments under way need, and what SIGTERM at full load loses."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Iterator

import grpc

from bench.case import rich
from bench.measure import Figure
from bench.server import METADATA, METHOD, calls, cpu_s, our_server, processor, running, started
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.pb import payments_pb2, statuses_pb2
from tollbridge.domain.operations import AUTHORIZE

MANY, MOST_MB = 10_000, 500.0
BEGUN_OVER_S = 12.0
"""Some 800 a second, which one process can take; none is answered before all wait."""
MOST_START_S = 1.5
AT_ONCE, LOAD_S = 256, 2.0


def figures() -> Iterator[Figure]:
    message = wire_codec(AUTHORIZE).write_request(json_codec(AUTHORIZE).read_request(rich().request))
    with running(our_server, delay_s=0.0) as (_, pid):
        yield Figure("start-up until it takes calls: CPU", cpu_s(pid), "s", MOST_START_S)
    with running(our_server, delay_s=0.0, together=MANY) as (port, pid):
        held = asyncio.run(calls(port, pid, message, MANY, MANY, over_s=BEGUN_OVER_S))
    yield Figure(f"memory with {MANY} in flight", held.highest_mb, "MB", MOST_MB)
    yield Figure("  of them lost", float(MANY - held.charged), "", 0.0)
    with processor() as stub:
        with started(our_server, stub.url) as server:
            ended = asyncio.run(until_drained(server.ports["grpc"], server.pid, message))
        asked = stub.asked()
    yield Figure("SIGTERM at full load: payments made", float(asked), "")
    yield Figure("  of them unknown to whoever asked", float(asked - ended["CHARGED"]), "", 0.0)
    yield Figure("  calls refused: never taken", float(ended["UNAVAILABLE"]), "")
    yield Figure("  calls that ended in another way", float(ended.total() - ended["CHARGED"] - ended["UNAVAILABLE"]),
                 "", 0.0)


async def until_drained(port: int, pid: int, message: bytes) -> Counter[str]:
    """Calls by how they ended: as many at once as the server can take, and more, until it is gone."""
    ended: Counter[str] = Counter()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        authorize: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(METHOD)

        async def one_after_another() -> None:
            while True:
                try:
                    answer = await authorize(message, metadata=METADATA)
                except grpc.aio.AioRpcError as error:
                    ended[error.code().name] += 1
                    return
                status = payments_pb2.PaymentServiceAuthorizeResponse.FromString(answer).status
                ended["CHARGED" if status == statuses_pb2.CHARGED else "other"] += 1

        callers = [asyncio.create_task(one_after_another()) for _ in range(AT_ONCE)]
        await asyncio.sleep(LOAD_S)
        os.kill(pid, signal.SIGTERM)
        await asyncio.gather(*callers)
    return ended


