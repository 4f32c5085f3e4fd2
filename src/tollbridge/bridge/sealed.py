"""The bucket in memory: card data and credentials of operations that are not done yet."""

from __future__ import annotations

import contextlib
import logging

import msgspec

from tollbridge.bridge.connection import Connection, NotPublished, Publisher, Refused, RevisionMismatch, Unavailable
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.split import Sealed
from tollbridge.bridge.streams import (
    SEALED_STREAM,
    STREAM_MISSING,
    Change,
    StreamOptions,
    carry_out,
    wanted_streams,
)
from tollbridge.bridge.subjects import OURS

TTL = "Nats-TTL"
GONE_S = 1
"""How long the empty message in place of what was deleted stays."""

_log = logging.getLogger("tollbridge.bridge")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Sealed).decode


class Bucket:
    """A stream in memory is gone, and not only empty, once all servers that had it have restarted: on one server, with
    every restart. Whoever misses it makes it anew, or no card could be paid with until somebody applied the streams.
    """

    def __init__(self, connection: Connection, publisher: Publisher, options: StreamOptions) -> None:
        self._connection, self._publisher, self._options = connection, publisher, options

    async def put(self, connector: str, op_id: str, sealed: Sealed) -> None:
        """Does nothing where there is one: that of the first submission counts, whatever a second one brings."""
        its, body = subject(connector, op_id), _encode(sealed)
        try:
            await self._publisher.publish(its, body, {EXPECTED: "0"})
        except RevisionMismatch:
            return
        except NotPublished:
            raise
        except Unavailable:
            if not await self._made():
                raise
            with contextlib.suppress(RevisionMismatch):
                await self._publisher.publish(its, body, {EXPECTED: "0"})

    async def get(self, connector: str, op_id: str) -> Sealed | None:
        """None where it is gone: by time, with a restart of the server, or since the operation is done."""
        its = subject(connector, op_id)
        try:
            message = await self._connection.last_message(SEALED_STREAM, its)
        except Unavailable:
            if await self._made():
                return None
            message = await self._connection.last_message(SEALED_STREAM, its)  # another has made it meanwhile
        return None if message is None or not message.data else _decode(message.data)

    async def drop(self, connector: str, op_id: str) -> None:
        """Without waiting for the server's word: what is left in its place ends by itself too."""
        await self._connection.client.publish(subject(connector, op_id), b"", headers={TTL: f"{GONE_S}s"})

    async def _made(self) -> bool:
        """Whether there was none, and now there is. Raises Unavailable."""
        try:
            await self._connection.api(f"STREAM.INFO.{SEALED_STREAM}")
            return False
        except Refused as error:
            if error.code != STREAM_MISSING:
                return False
        wanted = next(its for its in wanted_streams(self._options) if its.name == SEALED_STREAM)
        try:
            await carry_out(self._connection, Change(wanted, "create", {}))
        except Refused as error:
            _log.error("%s is gone, and cannot be made anew: %s", SEALED_STREAM, error)
            return False
        _log.warning("%s was gone, as after a restart of the server that had it, and is made anew", SEALED_STREAM)
        return True


def subject(connector: str, op_id: str) -> str:
    return f"{OURS}.sealed.{connector}.{op_id}"
