"""What tests of the bridge need of this machine: each mark skips, visibly, where it is not there."""

from __future__ import annotations

import nats
import pytest

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


async def empty(server: NatsServer) -> None:
    """Deletes every stream, and so every bucket and consumer."""
    connection = await nats.connect(server.url)
    streams = connection.jetstream()
    for stream in await streams.streams_info():
        assert stream.config.name is not None
        await streams.delete_stream(stream.config.name)
    await connection.close()
