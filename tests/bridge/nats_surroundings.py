"""What tests of the bridge need of this machine: each mark skips, visibly, where it is not there."""

from __future__ import annotations

from enum import StrEnum

import nats
import pytest
from nats.aio.client import Client

from bridge.secured import SECURED, current
from tollbridge.bridge.access import ADMIN
from tollbridge.bridge.server import NatsServer, ServerError
from tollbridge.bridge.server.binary import find


def _lacking() -> str | None:
    try:
        find()
    except ServerError as error:
        return str(error)
    return None


LACKING = _lacking()

needs_nats_server = pytest.mark.skipif(LACKING is not None, reason=LACKING or "")
"""For tests that start servers themselves; those that take the fixtures are skipped by them."""


class Unsecured(StrEnum):
    """All reasons for which a test is left out with TOLLBRIDGE_SECURED=1, and where else that is tested."""

    URL_ALONE = "what it runs logs in by a URL alone; test_secured_together runs the programs with users"
    CLUSTER = "its three servers have no users; test_secured_cluster has some that do"
    BRIDGES_WRITE = "a bridge is who asks here, and bridges may write records; test_access asks as a caller"
    BUFFERS = "TLS has buffers of its own, which this does not fill"
    READS_ALL = "it is of a worker that reads all declines; one of a restricted user reads those of the card in hand"

    @property
    def text(self) -> str:
        return f"not with a secured server: {self}"


def not_secured(why: Unsecured) -> pytest.MarkDecorator:
    return pytest.mark.skipif(SECURED, reason=why.text)


async def program(server: NatsServer, user: str = ADMIN, *, allow_reconnect: bool = True) -> Client:
    """Of somebody else, by nats-py alone; on a server with users as that one, which never reconnects."""
    its = current()
    if its is None:
        return await nats.connect(server.url, allow_reconnect=allow_reconnect)
    return await its.plain_client(user)


async def empty(server: NatsServer) -> None:
    """Deletes every stream, and so every bucket and consumer."""
    connection = await program(server)
    streams = connection.jetstream()
    for stream in await streams.streams_info():
        assert stream.config.name is not None
        await streams.delete_stream(stream.config.name)
    await connection.close()
