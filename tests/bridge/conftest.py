"""The real nats-server for tests: one that most of them share, and servers of their own for those that break them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import nats
import pytest

from bridge.nats_surroundings import LACKING
from tollbridge.bridge.server import NatsServer


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
    connection = await nats.connect(nats_server.url)
    streams = connection.jetstream()
    for stream in await streams.streams_info():
        assert stream.config.name is not None
        await streams.delete_stream(stream.config.name)
    await connection.close()
    return nats_server


@pytest.fixture
async def own_nats_server() -> AsyncIterator[NatsServer]:
    """For a test that kills, pauses or restarts it."""
    if LACKING is not None:
        pytest.skip(LACKING)
    async with NatsServer() as server:
        yield server
