"""The real nats-server for tests: one that most of them share, and servers of their own for those that break them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bridge.nats_surroundings import LACKING, empty
from bridge.power_cut import NoLoopMounts, PowerCut
from tollbridge.bridge.server import NatsCluster, NatsServer


@pytest.fixture(scope="session")
def nats_server() -> Iterator[NatsServer]:
    """Shared, and never stopped: what a test leaves on it, the next one finds."""
    if LACKING is not None:
        pytest.skip(LACKING)
    server = NatsServer()
    with server.process:
        yield server


@pytest.fixture
async def empty_nats_server(nats_server: NatsServer) -> NatsServer:
    """The shared one without any stream, bucket or consumer."""
    await empty(nats_server)
    return nats_server


@pytest.fixture
async def own_nats_server() -> AsyncIterator[NatsServer]:
    """For a test that kills, pauses or restarts it."""
    if LACKING is not None:
        pytest.skip(LACKING)
    async with NatsServer() as server:
        yield server


@pytest.fixture
async def nats_cluster() -> AsyncIterator[NatsCluster]:
    """Three servers of the test's own, which it may kill, pause and restart: they are up in half a second."""
    if LACKING is not None:
        pytest.skip(LACKING)
    async with NatsCluster() as cluster:
        yield cluster


@pytest.fixture
def power_cut(tmp_path: Path) -> Iterator[PowerCut]:
    """A disk for a server's data, whose power can be cut; skips where this machine has no loop mounts for us."""
    with ExitStack() as mounted:
        try:
            disk = mounted.enter_context(PowerCut(tmp_path))
        except NoLoopMounts as error:
            pytest.skip(f"no loop mounts: {error}")
        yield disk
