"""Events as they lie in EVENTS, read: proven and decrypted where the bridge protects them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from tollbridge.bridge.connection import Connection, Refused
from tollbridge.bridge.deliveries.events import Event, UnreadableEvent, Wish
from tollbridge.bridge.deliveries.protecting import opened
from tollbridge.bridge.messages import CONNECTOR
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.places import Lying, lying
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.streams import EVENT_STREAM, STREAM_MISSING
from tollbridge.domain.errors import BadInput

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.protection.protection import Protection

_log = logging.getLogger("tollbridge.bridge")


class ForgedEvent(UnreadableEvent):
    """It does not prove itself."""


class StoredEvents:
    """Without `protection` of what is encrypted only what is in the clear: `Event.sealed` says so."""

    def __init__(self, connection: Connection, protection: Protection | None = None) -> None:
        self._connection, self._protection = connection, protection

    @classmethod
    def of(cls, client: BridgeClient) -> StoredEvents:
        return cls(client.connection, client.protection)

    async def opened(self, message: Lying, sequence: int) -> Event:
        """Raises UnreadableEvent, Erased, Unavailable."""
        try:
            return await opened(self._protection, message, sequence)
        except Forged as error:
            if self._protection is not None:
                self._protection.forged("event", message.subject, message.headers.get(CONNECTOR, "-"), error)
            raise ForgedEvent(str(error)) from None

    async def fetch(self, sequence: int) -> Event | None:
        """None where it is gone, after 30 days. Raises UnreadableEvent, Erased, Unavailable."""
        found = await self._connection.message(EVENT_STREAM, sequence)
        return None if found is None else await self.opened(lying(found), sequence)

    async def read(self, wish: Wish, *, since: int = 1, since_at: float | None = None) -> AsyncIterator[Event]:
        """In their order, to the end as it is when this begins; what is no event, or was erased, is left out. Raises
        BadInput where there is no stream, Unavailable, Refused.
        """
        try:
            async for message in read_stream(self._connection, EVENT_STREAM, since=since, since_at=since_at,
                                             subject=wish.subject):
                event = await self.readable(
                    Lying(message.subject, message.headers, message.data, message.at), message.sequence)
                if event is not None and wish.fits(event):
                    yield event
        except Refused as error:
            if error.code != STREAM_MISSING:
                raise
            raise BadInput(f"there is no stream {EVENT_STREAM}: tollbridge streams apply makes it") from None

    async def readable(self, message: Lying, sequence: int) -> Event | None:
        """None for what is no event, or was erased. Raises Unavailable."""
        try:
            return await self.opened(message, sequence)
        except Erased as error:
            _log.warning("%s/%d is left out: %s", EVENT_STREAM, sequence, error)
        except UnreadableEvent:
            pass
        return None
