"""Three servers: they elect, and outlive the loss of any one, as what they store does."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from bridge.nats_surroundings import needs_nats_server
from tollbridge.bridge.server import NatsCluster, ServerError, ServerOptions, ServerProcess

pytestmark = needs_nats_server

WAIT_S = 60.0


@asynccontextmanager
async def connected(cluster: NatsCluster) -> AsyncIterator[Client]:
    async def hear(error: Exception) -> None:
        """Of a connection to a server that ends, as it must be."""

    connection = await nats.connect(cluster.urls, error_cb=hear, max_reconnect_attempts=-1, reconnect_time_wait=0.05)
    try:
        yield connection
    finally:
        await connection.close()


class Writer:
    """Writes numbered messages without a pause, each until it is acknowledged, until it is told to end."""

    def __init__(self, connection: Client) -> None:
        self._stream = connection.jetstream(timeout=2)
        self._enough = asyncio.Event()
        self.acknowledged = 0

    async def write(self) -> None:
        while not self._enough.is_set():
            try:
                await self._stream.publish("kept.x", b"x", headers={"Nats-Msg-Id": str(self.acknowledged)})
            except (nats.errors.Error, nats.js.errors.Error):
                await asyncio.sleep(0.02)
            else:
                self.acknowledged += 1

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        await self._stream.add_stream(name="KEPT", subjects=["kept.>"], num_replicas=3)
        writing = asyncio.ensure_future(self.write())
        try:
            yield
        finally:
            self._enough.set()
            await asyncio.wait_for(writing, WAIT_S)

    async def stored(self) -> int:
        return (await self._stream.stream_info("KEPT")).state.messages


async def test_started_all_have_the_same_leader_and_store_on_three(nats_cluster: NatsCluster) -> None:
    leaders = {node.ask("/jsz")["meta_cluster"]["leader"] for node in nats_cluster.process.nodes}
    assert leaders == {f"tollbridge-{await nats_cluster.leader() + 1}"}
    async with connected(nats_cluster) as connection:
        info = await connection.jetstream().add_stream(name="KEPT", subjects=["kept.>"], num_replicas=3)
        assert info.cluster is not None
        assert len(info.cluster.replicas or []) == 2


async def test_it_survives_its_leaders_kill(nats_cluster: NatsCluster) -> None:
    async with connected(nats_cluster) as connection:
        writer = Writer(connection)
        async with writer.writing():
            killed = await nats_cluster.leader()
            await nats_cluster.kill(killed)
            await nats_cluster.wait_ready()
            assert await nats_cluster.leader() != killed
            await nats_cluster.start(killed)
        assert await writer.stored() == writer.acknowledged > 0
        assert nats_cluster.process.nodes[killed].running


async def test_it_survives_its_leaders_pause(nats_cluster: NatsCluster) -> None:
    paused = await nats_cluster.leader()
    nats_cluster.pause(paused)
    await nats_cluster.wait_ready()
    elected = await nats_cluster.leader()
    assert elected != paused
    nats_cluster.resume(paused)
    await nats_cluster.wait_ready()
    assert nats_cluster.process.nodes[paused].ask("/jsz")["meta_cluster"]["leader"] == f"tollbridge-{elected + 1}"


async def test_a_rolling_restart_loses_nothing_and_ends_every_server_in_order(nats_cluster: NatsCluster) -> None:
    before = {node.pid for node in nats_cluster.process.nodes}
    async with connected(nats_cluster) as connection:
        writer = Writer(connection)
        async with writer.writing():
            await nats_cluster.rolling_restart()
        assert await writer.stored() == writer.acknowledged > 0
    assert before.isdisjoint(node.pid for node in nats_cluster.process.nodes)
    assert all("Initiating Shutdown" in node.log.read_text() for node in nats_cluster.process.nodes)


async def test_a_lame_duck_sends_its_clients_elsewhere(nats_cluster: NatsCluster) -> None:
    told = asyncio.Event()

    async def hear() -> None:
        told.set()

    connection = await nats.connect(nats_cluster.urls[1:2], lame_duck_mode_cb=hear, allow_reconnect=False)
    assert await nats_cluster.lame_duck(1)
    await asyncio.wait_for(told.wait(), WAIT_S)
    await connection.close()
    assert [node.running for node in nats_cluster.process.nodes] == [True, False, True]


async def test_without_a_majority_it_is_not_ready(nats_cluster: NatsCluster) -> None:
    await asyncio.gather(nats_cluster.kill(0), nats_cluster.kill(1))
    with pytest.raises(ServerError, match=r"(?s)the cluster is not ready after 1 s: .*nats-server.log"):
        await nats_cluster.wait_ready(timeout_s=1)


async def test_one_that_died_is_told_with_its_log(nats_cluster: NatsCluster) -> None:
    os.kill(nats_cluster.process.nodes[2].pid, signal.SIGKILL)
    with pytest.raises(ServerError, match=r"(?s)tollbridge-3: nats-server ended with -9.*nats-server.log"):
        await nats_cluster.wait_ready()


async def test_a_start_that_fails_leaves_no_server_behind(tmp_path: Path) -> None:
    """Here: one of the three directories is in use."""
    with ServerProcess(ServerOptions(data=str(tmp_path / "tollbridge-2"))):
        cluster = NatsCluster(ServerOptions(data=str(tmp_path)))
        with pytest.raises(ServerError, match="tollbridge-2 is in use by another nats-server"):
            await cluster.start()
    assert not any(node.running for node in cluster.process.nodes)


@needs_nats_server
async def test_its_end_leaves_no_server_and_no_directory() -> None:
    async with NatsCluster() as cluster:
        nodes = cluster.process.nodes
        directories = [node.directory for node in nodes]
    assert not any(node.running for node in nodes)
    assert not any(directory.exists() for directory in directories)


def test_its_ports_must_not_overlap() -> None:
    with pytest.raises(ValueError, match="port, http_port: a cluster takes 3 ports from each on, and these overlap"):
        NatsCluster(ServerOptions(port=4222, http_port=4224))
