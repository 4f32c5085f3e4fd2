"""Streams in memory, made again after a restart: a server without peers forgets not only what they held, but that they
were. Without them no card payment can be submitted or begun. What they held is gone, and stays so.

A user of NATS who may not make streams (a worker's, by tollbridge nats-config) leaves that to bridges.
"""

from __future__ import annotations

import asyncio
import logging

from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.streams import OPS_STREAM, STREAM_MISSING, StreamOptions, Wanted, wanted_streams

_log = logging.getLogger("tollbridge.bridge")
TRIES, TRY_AGAIN_S = 20, 0.25


class MemoryStreams:
    def __init__(self, connection: Connection, options: StreamOptions) -> None:
        self._connection = connection
        self._wanted = [wanted for wanted in wanted_streams(options) if wanted.config["storage"] == "memory"]
        self._restoring: asyncio.Task[None] | None = None
        self._may = not connection.options.restricted

    async def open(self) -> None:
        """With the first connection: the server may have been restarted while nobody was there, as a whole machine is.
        Where there are no streams at all, whoever deploys has yet to make them.
        """
        if not self._may:
            return
        self._connection.on_reconnect.append(self.again)
        try:
            await self._connection.api(f"STREAM.INFO.{OPS_STREAM}")
        except (Refused, Unavailable):
            return
        await self._restore()

    async def again(self) -> None:
        """After a reconnect: beside what else has to be done then. JetStream may need a moment."""
        if self._restoring is None or self._restoring.done():
            self._restoring = asyncio.ensure_future(self._restore())

    async def _restore(self) -> None:
        for wanted in self._wanted:
            for _ in range(TRIES):
                try:
                    await self._restore_one(wanted)
                    break
                except Unavailable:
                    await asyncio.sleep(TRY_AGAIN_S)
                except Refused as error:  # this user may not: `tollbridge streams apply` may
                    _log.error("stream %s is missing and cannot be made: %s", wanted.name, error)
                    break

    async def _restore_one(self, wanted: Wanted) -> None:
        try:
            await self._connection.api(f"STREAM.INFO.{wanted.name}")
        except Refused as error:
            if error.code != STREAM_MISSING:
                raise
            await self._connection.api(f"STREAM.CREATE.{wanted.name}", dict(wanted.config))
            _log.warning("stream %s was lost with its server's memory, and is made again, empty", wanted.name)

    async def close(self) -> None:
        if self._restoring is not None:
            self._restoring.cancel()
