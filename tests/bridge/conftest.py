"""The real nats-server for tests: one that most of them share, and servers of their own for those that break them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest

from bridge import secured
from bridge.nats_surroundings import LACKING, Unsecured, empty
from bridge.power_cut import NoLoopMounts, PowerCut
from bridge.secured import Secured, Using
from tollbridge.bridge.server import NatsCluster, NatsServer, ServerOptions


@pytest.fixture(scope="session")
def shared_server() -> Iterator[tuple[NatsServer, Secured | None]]:
    if LACKING is not None:
        pytest.skip(LACKING)
    with secured.folder() as data:
        with secured.server(data=data) as server:
            its = secured.current()
        with server.process:
            yield server, its


@pytest.fixture
def nats_server(shared_server: tuple[NatsServer, Secured | None]) -> Iterator[NatsServer]:
    """Shared, and never stopped: what a test leaves on it, the next one finds."""
    server, its = shared_server
    with nullcontext() if its is None else Using(its):
        yield server


@pytest.fixture
async def empty_nats_server(nats_server: NatsServer) -> NatsServer:
    """The shared one without any stream, bucket or consumer."""
    await empty(nats_server)
    return nats_server


@pytest.fixture(scope="module")
def secured_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """With users and TLS, whatever TOLLBRIDGE_SECURED says: workers of some connectors each, and callers."""
    if LACKING is not None:
        pytest.skip(LACKING)
    with secured.folder() as data:
        its = Secured(tmp_path_factory.mktemp("secured"), data=data)
        with its.server.process:
            yield its


@pytest.fixture
async def own_nats_server() -> AsyncIterator[NatsServer]:
    """For a test that kills, pauses or restarts it."""
    if LACKING is not None:
        pytest.skip(LACKING)
    async with secured.started() as server:
        yield server


@pytest.fixture
async def nats_cluster() -> AsyncIterator[NatsCluster]:
    """Three servers of the test's own, which it may kill, pause and restart: they are up in half a second."""
    if LACKING is not None:
        pytest.skip(LACKING)
    if secured.SECURED:
        pytest.skip(Unsecured.CLUSTER.text)
    with secured.folder() as data:
        async with NatsCluster(ServerOptions(data=data)) as cluster:
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
