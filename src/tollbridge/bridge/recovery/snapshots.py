"""A stream as JetStream itself copies it: messages, sequences, times and consumers in one archive.

`$JS.API.STREAM.SNAPSHOT` and `.RESTORE`: each chunk is acknowledged, which is what holds the server back.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import nats.errors
from nats.aio.msg import Msg

from tollbridge.bridge.connection import LIMIT, Connection, NoResponders, Refused, Unavailable
from tollbridge.bridge.recovery.chunks import CHUNK

CHECK_S = 300.0
"""The server reads all of a stream before it answers, to see that it is whole."""
QUIET_S, PIECE_S = 10.0, 10.0
WINDOW = 2 * 1024 * 1024
DONE = "204"


async def take(connection: Connection, stream: str, write: Callable[[bytes], None]) -> dict[str, Any]:
    """Gives the stream's `config` and `state`. Raises Refused, Unavailable: then what was written is no copy."""
    client = connection.client
    queue: asyncio.Queue[Msg] = asyncio.Queue()
    inbox, connections = client.new_inbox(), client.stats["reconnects"]
    subscription = await client.subscribe(inbox, cb=queue.put, pending_msgs_limit=LIMIT, pending_bytes_limit=LIMIT)
    try:
        told = await connection.api(f"STREAM.SNAPSHOT.{stream}", {
            "deliver_subject": inbox, "chunk_size": CHUNK, "window_size": WINDOW, "jsck": True}, timeout_s=CHECK_S)
        await _receive(connection, stream, queue, write)
    except nats.errors.Error as error:
        raise Unavailable(f"{stream}: {type(error).__name__} of a snapshot") from error
    finally:
        with contextlib.suppress(nats.errors.Error, OSError):
            await subscription.unsubscribe()
    if client.stats["reconnects"] != connections:  # chunks may be missing, the last one unnoticed
        raise Unavailable(f"{stream}: the connection was lost during its snapshot")
    return told


async def _receive(connection: Connection, stream: str, queue: asyncio.Queue[Msg],
                   write: Callable[[bytes], None]) -> None:
    expected = 1
    while True:
        try:
            message = await asyncio.wait_for(queue.get(), QUIET_S)
        except TimeoutError:
            raise Unavailable(f"{stream}: its snapshot stalled") from None
        if not message.data:
            headers = message.headers or {}
            if (status := headers.get("Status", DONE)) != DONE:
                raise Unavailable(f"{stream}: its snapshot ended with {status} {headers.get('Description', '')}")
            return
        if message.reply:
            if int(message.reply.rpartition(".")[2]) != expected:
                raise Unavailable(f"{stream}: a chunk of its snapshot is missing")
            expected += 1
        write(message.data)
        if message.reply:
            await connection.client.publish(message.reply, b"")


async def put(connection: Connection, stream: str, config: Mapping[str, Any], state: Mapping[str, Any],
              pieces: Iterable[bytes]) -> dict[str, Any]:
    """Makes the stream anew from its snapshot; gives JetStream's word of it. Raises Refused, Unavailable."""
    told = await connection.api(f"STREAM.RESTORE.{stream}", {"config": dict(config), "state": dict(state)},
                                timeout_s=PIECE_S)
    try:
        for piece in pieces:
            _word(stream, await connection.request(told["deliver_subject"], piece, timeout_s=PIECE_S))
        return _word(stream, await connection.request(told["deliver_subject"], b"", timeout_s=CHECK_S))
    except NoResponders:
        raise Unavailable(f"{stream}: the server takes no more of its restore") from None


def _word(stream: str, message: Msg) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.json.decode(message.data) if message.data else {}
    if (refused := said.get("error")) is not None:
        raise Refused(int(refused.get("err_code", 0)), f"{stream}: {refused.get('description', '')}")
    return said
