"""How much waits for workers, as a bridge knows it without asking for each operation.

Consumers that were lately used are looked at every second; what this bridge has stored since then is added. With
several bridges each knows of the others' share a second late.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from msgspec import Struct

from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.streams import CONSUMER_MISSING, STREAM_MISSING

IN_USE_S = 30.0
QUIET_LOOKS = 2
"""So often in a row nobody waited, nothing was in anybody's hands and nothing went out: there is no worker."""


class Seen(Struct):
    """One consumer. `stored` is what went into its stream from here since the last look, `on_way` what is about to;
    `rate` is what workers take in a second; `missing`: nobody has made it. `first` is the first look, which the first
    operations wait for: what nobody would do is not stored.
    """

    used_at: float
    looked_at: float = 0.0
    pending: int = 0
    stored: int = 0
    on_way: int = 0
    rate: float = 0.0
    delivered: int = -1
    quiet: int = 0
    missing: bool = False
    first: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        return self.pending + self.stored + self.on_way

    @property
    def unattended(self) -> bool:
        return self.quiet >= QUIET_LOOKS


class Backlogs:
    """By (stream, consumer)."""

    def __init__(self, connection: Connection, look_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection, self._look_s, self._clock = connection, look_s, clock
        self._seen: dict[tuple[str, str], Seen] = {}
        self._looking: asyncio.Task[None] | None = None

    def use(self, stream: str, consumer: str) -> Seen:
        """That of one more operation."""
        key, now = (stream, consumer), self._clock()
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = Seen(now)
        seen.used_at = now
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._run())
        return seen

    async def look_first(self, stream: str, consumer: str) -> None:
        """Once for each, before the first operation is stored for it; what cannot be seen then is seen later."""
        seen = self.use(stream, consumer)
        if seen.first is None:
            seen.first = asyncio.ensure_future(self._look_at(stream, consumer, seen))
        if not seen.first.done():
            await asyncio.wait((seen.first,))

    def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    async def _run(self) -> None:
        """For as long as anything is used."""
        while self._seen:
            await self.look()
            await asyncio.sleep(self._look_s)

    async def look(self) -> None:
        long_ago = self._clock() - IN_USE_S
        for key, seen in tuple(self._seen.items()):
            if seen.used_at < long_ago and not seen.on_way:
                del self._seen[key]
                continue
            await self._look_at(*key, seen)

    async def _look_at(self, stream: str, consumer: str, seen: Seen) -> None:
        with contextlib.suppress(Unavailable):
            await self._look(stream, consumer, seen)

    async def _look(self, stream: str, consumer: str, seen: Seen) -> None:
        stored = seen.stored
        try:
            info = await self._connection.api(f"CONSUMER.INFO.{stream}.{consumer}")
        except Refused as error:  # else there is no leader now, which says nothing of it
            seen.missing = seen.missing or error.code in (CONSUMER_MISSING, STREAM_MISSING)
            return
        seen.missing = False
        now, delivered = self._clock(), int(info["delivered"]["consumer_seq"])
        if seen.delivered >= 0 and now > seen.looked_at:
            seen.rate = max(0.0, (delivered - seen.delivered) / (now - seen.looked_at))
        idle = not info["num_waiting"] and not info["num_ack_pending"] and delivered == max(0, seen.delivered)
        seen.quiet = seen.quiet + 1 if idle else 0
        seen.delivered, seen.looked_at = delivered, now
        seen.pending = int(info["num_pending"])
        seen.stored = max(0, seen.stored - stored)  # what came while we asked may be in neither, or in both
