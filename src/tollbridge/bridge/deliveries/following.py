"""A merchant's events as they come, from where one was before: for who develops against them.

It reads with consumers of its own, and leaves nothing on the server: how far it is, is the reader's to keep.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, NamedTuple

from nats.aio.msg import Msg

from tollbridge.bridge.connection import LIMIT, Connection, Refused, Unavailable
from tollbridge.bridge.deliveries.events import Event, Wish
from tollbridge.bridge.deliveries.stored import StoredEvents
from tollbridge.bridge.protection.places import lying
from tollbridge.bridge.stored import repeated
from tollbridge.bridge.streams import EVENT_STREAM, STREAM_MISSING
from tollbridge.domain.errors import BadInput

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

LOOK_S = 2.0
"""How often it is looked where nobody said that there is something: a word may be lost, an event is not."""
SOON_S = 0.05
"""Between the word of a publish and the event in its stream."""


class Tail(NamedTuple):
    """The stream: since when it is there, by which it is known again, and its last sequence."""

    created: str
    last: int


async def tail(connection: Connection) -> Tail:
    """Raises BadInput where there is no stream, Unavailable."""
    try:
        info = await connection.api(f"STREAM.INFO.{EVENT_STREAM}")
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        raise BadInput(f"there is no stream {EVENT_STREAM}: tollbridge streams apply makes it") from None
    return Tail(str(info["created"]), int(info["state"]["last_seq"]))


async def hear(connection: Connection, wish: Wish, protection: Protection | None = None) -> AsyncIterator[Event]:
    """Those that come, without end, for who may not read the stream: what comes while there is no connection is not
    among them. Raises InvalidField, Unavailable.
    """
    told, events = asyncio.Queue[Msg](), StoredEvents(connection, protection)
    subscription = await connection.client.subscribe(wish.subject, cb=told.put, pending_msgs_limit=LIMIT,
                                                     pending_bytes_limit=LIMIT)
    try:
        while True:
            message = await told.get()
            stored = repeated(message, message.subject)
            event = await events.readable(lying(stored), stored.sequence)
            if event is not None and wish.fits(event):
                yield event
    finally:
        with contextlib.suppress(Exception):
            await subscription.unsubscribe()


async def follow(connection: Connection, wish: Wish, *, since: int = 1, since_at: float | None = None,
                 once: bool = False, protection: Protection | None = None) -> AsyncIterator[Event]:
    """Those there are, and unless it is `once` those that come, without end. What NATS does not answer is asked again.

    Raises InvalidField; Unavailable only where it is `once`.
    """
    news, events = asyncio.Event(), StoredEvents(connection, protection)

    async def told(message: Msg) -> None:
        news.set()

    subscription = await connection.client.subscribe(wish.subject, cb=told)
    try:
        while True:
            news.clear()
            try:
                last = (await tail(connection)).last
                if last >= since:
                    async for event in events.read(wish, since=since, since_at=since_at):
                        since, since_at = event.sequence + 1, None
                        yield event
                    since, since_at = max(since, last + 1), None
            except Unavailable:
                if once:
                    raise
            if once:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), LOOK_S)
                await asyncio.sleep(SOON_S)
    finally:
        with contextlib.suppress(Exception):
            await subscription.unsubscribe()
