"""The bucket in memory: card data and credentials of operations that are not done yet."""

from __future__ import annotations

import msgspec

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.split import Sealed
from tollbridge.bridge.streams import SEALED_STREAM
from tollbridge.bridge.subjects import OURS

TTL = "Nats-TTL"
GONE_S = 1
"""How long the empty message in place of what was deleted stays."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Sealed).decode


class Bucket:
    def __init__(self, connection: Connection, publisher: Publisher) -> None:
        self._connection, self._publisher = connection, publisher

    async def put(self, connector: str, op_id: str, sealed: Sealed) -> None:
        """Does nothing where there is one: that of the first submission counts, whatever a second one brings."""
        try:
            its = subject(connector, op_id, sealed.request_hash)
            await self._publisher.publish(its, _encode(sealed), {EXPECTED: "0"})
        except RevisionMismatch:
            return

    async def get(self, connector: str, op_id: str, request_hash: str) -> Sealed | None:
        """None where it is gone: by time, with a restart of the server, or since the operation is done."""
        its = subject(connector, op_id, request_hash)
        message = await self._connection.last_message(SEALED_STREAM, its)
        return None if message is None or not message.data else _decode(message.data)

    async def drop(self, connector: str, op_id: str, request_hash: str) -> None:
        """Without waiting for the server's word: what is left in its place ends by itself too."""
        await self._connection.client.publish(subject(connector, op_id, request_hash), b"", headers={TTL: f"{GONE_S}s"})


def subject(connector: str, op_id: str, request_hash: str) -> str:
    """The hash belongs to it: of two requests with one key, sent at the same moment, the one that is not stored must
    not keep the part of the other one out.
    """
    return f"{OURS}.sealed.{connector}.{op_id}.{request_hash}"
