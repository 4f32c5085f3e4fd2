"""The bucket in memory: card data and credentials of operations that are not done yet.

In a cluster there are two, as of the streams of payments: else no card could pay while one of them has no leader.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import msgspec
from nats.aio.msg import Msg

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch, Unavailable
from tollbridge.bridge.either import Either, own_of
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.split import Sealed
from tollbridge.bridge.streams import sealed_streams
from tollbridge.bridge.subjects import OURS

AGAIN_S = 0.05
TTL = "Nats-TTL"
GONE_S = 1
"""How long the empty message in place of what was deleted stays."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Sealed).decode

Seal = Callable[[bytes], bytes]
Unseal = Callable[[bytes], Awaitable[bytes]]
"""What encrypts it, and decrypts it; None where it lies there as it is."""


class Bucket:
    """`pair`: there are two, and `fallback_after_s` is when the other one is tried."""

    def __init__(self, connection: Connection, publisher: Publisher, *, pair: bool = False,
                 fallback_after_s: float = 0.25) -> None:
        self._connection, self._publisher = connection, publisher
        self._streams = sealed_streams(pair)
        self._either = Either(publisher, fallback_after_s) if pair else None

    async def put(self, connector: str, op_id: str, sealed: Sealed, seal: Seal | None = None) -> None:
        """Does nothing where there is one: that of the first submission counts, whatever a second one brings."""
        body, headers, hashed = _encode(sealed), {EXPECTED: "0"}, sealed.request_hash
        if seal is not None:
            body = seal(body)
        try:
            if self._either is None:
                await self._publisher.publish(subject(connector, op_id, hashed), body, headers)
            else:
                subjects = (subject(connector, op_id, hashed), subject(connector, op_id, hashed, 1))
                await self._either.publish(own_of(op_id), subjects, body, headers)
        except RevisionMismatch:
            return

    async def ask(self, connector: str, op_id: str, request_hash: str) -> asyncio.Future[Msg] | None:
        """Asks for it, for who has something else to wait for: `expect` takes what came."""
        at = own_of(op_id) if self._either is not None else 0
        return await self._connection.ask_last(self._streams[at], subject(connector, op_id, request_hash, at))

    async def get(self, connector: str, op_id: str, request_hash: str, asked: asyncio.Future[Msg] | None = None,
                  unseal: Unseal | None = None) -> Sealed | None:
        """None where it is gone: by time, with a restart of the server, or since the operation is done."""
        data = await self._found(connector, op_id, request_hash, asked)
        if data is None:
            return None
        return _decode(data if unseal is None else await unseal(data))

    async def has(self, connector: str, op_id: str, request_hash: str) -> bool:
        return await self._found(connector, op_id, request_hash, None) is not None

    async def _found(self, connector: str, op_id: str, request_hash: str, asked: asyncio.Future[Msg] | None
                     ) -> bytes | None:
        for at in sorted(range(len(self._streams)), key=lambda at: at != own_of(op_id)):
            its = subject(connector, op_id, request_hash, at)
            message = await self._connection.last_message(self._streams[at], its, asked)
            asked = None
            if message is None and self._either is not None:
                message = await self._connection.leaders_last_message(self._streams[at], its)
            if message is not None and message.data:
                return message.data
        return None

    async def expect(self, connector: str, op_id: str, request_hash: str, young_s: float, within_s: float,
                     asked: asyncio.Future[Msg] | None = None, unseal: Unseal | None = None) -> Sealed | None:
        """The same, for who comes early: what is not there may still come for `young_s`. Raises Unavailable where there
        is no word of it at all for `within_s`.
        """
        began = time.monotonic()
        while True:
            try:
                sealed = await self.get(connector, op_id, request_hash, asked, unseal)
            except Unavailable:
                if time.monotonic() - began >= within_s:
                    raise
            else:
                if sealed is not None or time.monotonic() - began >= young_s:
                    return sealed
            asked = None
            await asyncio.sleep(AGAIN_S)

    async def drop(self, connector: str, op_id: str, request_hash: str) -> None:
        """Without waiting for the server's word: what is left in its place ends by itself too."""
        for at in range(len(self._streams)):
            await self._connection.client.publish(subject(connector, op_id, request_hash, at), b"",
                                                  headers={TTL: f"{GONE_S}s"})


def subject(connector: str, op_id: str, request_hash: str, at: int = 0) -> str:
    """The hash belongs to it: of two requests with one key, sent at the same moment, the one that is not stored must
    not keep the part of the other one out.
    """
    return f"{OURS}.sealed{'_b' if at else ''}.{connector}.{op_id}.{request_hash}"
