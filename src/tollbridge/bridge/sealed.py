"""The bucket in memory: card data and credentials of operations that are not done yet.

In a cluster there are two, as of the streams of payments: else no card could pay while one of them has no leader.
"""

from __future__ import annotations

import msgspec

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch
from tollbridge.bridge.either import Either, own_of
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.split import Sealed
from tollbridge.bridge.streams import sealed_streams
from tollbridge.bridge.subjects import OURS

TTL = "Nats-TTL"
GONE_S = 1
"""How long the empty message in place of what was deleted stays."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Sealed).decode


class Bucket:
    """`pair`: there are two, and `fallback_after_s` is when the other one is tried."""

    def __init__(self, connection: Connection, publisher: Publisher, *, pair: bool = False,
                 fallback_after_s: float = 0.25) -> None:
        self._connection, self._publisher = connection, publisher
        self._streams = sealed_streams(pair)
        self._either = Either(publisher, fallback_after_s) if pair else None

    async def put(self, connector: str, op_id: str, sealed: Sealed) -> None:
        """Does nothing where there is one: that of the first submission counts, whatever a second one brings."""
        body, headers = _encode(sealed), {EXPECTED: "0"}
        try:
            if self._either is None:
                await self._publisher.publish(subject(connector, op_id), body, headers)
            else:
                subjects = (subject(connector, op_id), subject(connector, op_id, 1))
                await self._either.publish(own_of(op_id), subjects, body, headers)
        except RevisionMismatch:
            return

    async def get(self, connector: str, op_id: str, request_hash: str | None = None) -> Sealed | None:
        """None where it is gone: by time, with a restart of the server, or since the operation is done. Of two, which
        there may be after a failure in a cluster, that of this request.
        """
        found: Sealed | None = None
        for at in sorted(range(len(self._streams)), key=lambda at: at != own_of(op_id)):
            message = await self._connection.last_message(self._streams[at], subject(connector, op_id, at))
            if message is None or not message.data:
                continue
            sealed = _decode(message.data)
            if request_hash in (None, sealed.request_hash):
                return sealed
            found = found or sealed
        return found

    async def drop(self, connector: str, op_id: str) -> None:
        """Without waiting for the server's word: what is left in its place ends by itself too."""
        for at in range(len(self._streams)):
            await self._connection.client.publish(subject(connector, op_id, at), b"", headers={TTL: f"{GONE_S}s"})


def subject(connector: str, op_id: str, at: int = 0) -> str:
    return f"{OURS}.sealed{'_b' if at else ''}.{connector}.{op_id}"
