"""What is acknowledged is on the disk; without `sync_always` it is not, which shows that these tests can fail."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from bridge.nats_surroundings import needs_nats_server
from bridge.power_cut import PowerCut, can_count_fsyncs, fsyncs
from tollbridge.bridge.server import NatsCluster, NatsServer, ServerOptions

pytestmark = needs_nats_server

ENOUGH = 200
WAIT_S = 30.0


async def connected(urls: str | Sequence[str]) -> Client:
    async def hear(error: Exception) -> None:
        """Of a connection that is cut, as it must be."""

    return await nats.connect(list(urls) if not isinstance(urls, str) else urls, error_cb=hear, allow_reconnect=False)


async def acknowledged_until_cut(connection: Client, replicas: int, cut: asyncio.Event) -> set[str]:
    """Writes until the power is cut, which `cut` is set for once it is time."""
    await connection.jetstream().add_stream(name="KEPT", subjects=["kept.>"], num_replicas=replicas)
    acknowledged: set[str] = set()

    async def write(writer: int) -> None:
        stream = connection.jetstream(timeout=1)
        for number in range(10_000):
            try:
                await stream.publish(f"kept.{writer}.{number}", b"x" * 1000)
            except (nats.errors.Error, nats.js.errors.Error):
                return
            acknowledged.add(f"kept.{writer}.{number}")
            if len(acknowledged) >= ENOUGH:
                cut.set()

    await asyncio.wait_for(asyncio.gather(*(write(writer) for writer in range(8))), WAIT_S)
    await connection.close()
    return acknowledged


async def stored(urls: str | Sequence[str]) -> set[str]:
    """The subjects of all messages that are there."""
    connection = await connected(urls)
    stream = connection.jetstream()
    try:
        state = (await stream.stream_info("KEPT", subjects_filter=">")).state
    except nats.js.errors.NotFoundError:
        return set()
    finally:
        await connection.close()
    return set(state.subjects or {})


async def lost(server: NatsServer, disk: PowerCut) -> tuple[int, int]:
    """How many messages were acknowledged, and how many of those a power cut took."""
    cut = asyncio.Event()
    writing = asyncio.ensure_future(acknowledged_until_cut(await connected(server.url), 1, cut))
    await asyncio.wait_for(cut.wait(), WAIT_S)
    await asyncio.to_thread(disk.cut, server.process)
    acknowledged = await writing
    await server.start()
    return len(acknowledged), len(acknowledged - await stored(server.url))


async def test_a_power_cut_takes_nothing_that_was_acknowledged(power_cut: PowerCut) -> None:
    async with NatsServer(ServerOptions(data=str(power_cut.path))) as server:
        acknowledged, gone = await lost(server, power_cut)
    assert acknowledged >= ENOUGH
    assert gone == 0


async def test_without_sync_always_it_takes_what_was_acknowledged(power_cut: PowerCut) -> None:
    async with NatsServer(ServerOptions(data=str(power_cut.path), sync_always=False)) as server:
        acknowledged, gone = await lost(server, power_cut)
    assert acknowledged >= ENOUGH
    assert gone > 0


async def test_a_power_cut_of_the_whole_cluster_takes_nothing_that_was_acknowledged(power_cut: PowerCut) -> None:
    async with NatsCluster(ServerOptions(data=str(power_cut.path))) as cluster:
        cut = asyncio.Event()
        writing = asyncio.ensure_future(acknowledged_until_cut(await connected(cluster.urls), 3, cut))
        await asyncio.wait_for(cut.wait(), WAIT_S)
        await asyncio.to_thread(power_cut.cut, *cluster.process.nodes)
        acknowledged = await writing
        await cluster.start()
        assert len(acknowledged) >= ENOUGH
        assert acknowledged <= await stored(cluster.urls)


@pytest.mark.skipif(not can_count_fsyncs(), reason="no strace")
@pytest.mark.parametrize("sync_always", [True, False])
async def test_each_acknowledged_message_is_written_through(sync_always: bool, tmp_path: Path) -> None:
    """Where no power can be cut, the writes say the same."""
    async with NatsServer(ServerOptions(sync_always=sync_always)) as server:
        connection = await connected(server.url)
        stream = connection.jetstream()
        await stream.add_stream(name="KEPT", subjects=["kept.>"])
        with fsyncs(server.pid, tmp_path) as count:
            for number in range(50):
                await stream.publish(f"kept.{number}", b"x")
        await connection.close()
    assert (count() >= 50) is sync_always
