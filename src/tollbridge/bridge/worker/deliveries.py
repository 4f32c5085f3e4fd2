"""A message of a stream as a worker gets it, and its acknowledgement."""

from __future__ import annotations

from collections.abc import Mapping

from nats.aio.client import Client
from nats.aio.msg import Msg

from tollbridge.bridge.messages import encode_json

ACK, NAK, TERM, IN_PROGRESS = b"+ACK", b"-NAK", b"+TERM", b"+WPI"
_SHORT, _LONG = 9, 11
"""Parts of an acknowledgement's subject; the long form has a domain and an account before the stream."""


class Delivery:
    """One delivery. `delivered` counts from 1, `at` is when the message was stored, in epoch seconds. `again`: it was
    delivered before, whatever the count says. `held_s`: it was not begun, and will not be for so long.
    """

    __slots__ = ("_client", "_reply", "again", "at", "body", "delivered", "headers", "held_s", "sequence", "settled",
                 "stream", "subject")

    def __init__(self, client: Client, message: Msg) -> None:
        parts = message.reply.split(".")
        start = 2 if len(parts) == _SHORT else 4
        self._client = client
        self._reply = message.reply
        self.subject, self.body = message.subject, message.data
        self.headers: Mapping[str, str] = message.headers or {}
        self.stream, self.delivered = parts[start], int(parts[start + 2])
        self.sequence, self.at = int(parts[start + 3]), int(parts[start + 5]) / 1e9
        self.settled, self.again = False, self.delivered > 1
        self.held_s = 0.0

    async def ack(self) -> None:
        await self._say(ACK)

    async def nak(self, delay_s: float = 0.0) -> None:
        """To be delivered again, after so long."""
        delay = b" " + encode_json({"delay": int(delay_s * 1e9)}) if delay_s > 0 else b""
        await self._say(NAK + delay)

    async def term(self, why: str) -> None:
        """Never to be delivered again; `why` is in the advisory."""
        await self._say(TERM + b" " + why.encode()[:120])

    async def in_progress(self) -> None:
        if not self.settled:
            await self._client.publish(self._reply, IN_PROGRESS)

    async def _say(self, word: bytes) -> None:
        self.settled = True
        await self._client.publish(self._reply, word)
