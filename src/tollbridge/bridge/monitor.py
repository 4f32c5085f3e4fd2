"""How the streams stand, looked at now and then by each bridge, for metrics and for who decides by them.

One request a consumer and look: with a hundred consumers that is some 20 ms of the server's time every ten seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.streams import DEAD_STREAM, StreamOptions, Wanted, wanted_consumers
from tollbridge.telemetry import Telemetry


class Backlog(Struct, frozen=True):
    """Of one consumer. `waiting` are pulls of workers that could be served: with 0 there is no worker with room."""

    stream: str
    consumer: str
    pending: int
    ack_pending: int
    waiting: int
    oldest_s: float


class Monitor:
    """`backlogs` are by (stream, consumer), as of the last look."""

    def __init__(self, connection: Connection, options: StreamOptions, telemetry: Telemetry,
                 every_s: float = 10.0, running: Callable[[], Mapping[str, int]] = dict) -> None:
        self._connection, self._telemetry, self._every_s = connection, telemetry, every_s
        self._running = running
        self._consumers = tuple(wanted_consumers(options))
        self._looking: asyncio.Task[None] | None = None
        self.backlogs: dict[tuple[str, str], Backlog] = {}

    def start(self) -> None:
        self._looking = asyncio.ensure_future(self._run())

    def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(Unavailable, Refused):  # the next look tells
                await self.look()
            await asyncio.sleep(self._every_s)

    async def look(self) -> None:
        """Raises Unavailable, Refused."""
        for what, number in self._running().items():
            self._telemetry.tell("tollbridge_bridge_running", what, value=number)
        for wanted in self._consumers:
            backlog = await self._backlog(wanted)
            if backlog is None:
                continue
            self.backlogs[backlog.stream, backlog.consumer] = backlog
            labels = (backlog.stream, backlog.consumer)
            self._telemetry.tell("tollbridge_bridge_consumer_pending", *labels, value=backlog.pending)
            self._telemetry.tell("tollbridge_bridge_consumer_ack_pending", *labels, value=backlog.ack_pending)
            self._telemetry.tell("tollbridge_bridge_oldest_seconds", *labels, value=backlog.oldest_s)
        letters = await self._connection.api(f"STREAM.INFO.{DEAD_STREAM}")
        self._telemetry.tell("tollbridge_bridge_dead_letters", value=letters["state"]["messages"])

    async def _backlog(self, wanted: Wanted) -> Backlog | None:
        stream = str(wanted.stream)
        try:
            info = await self._connection.api(f"CONSUMER.INFO.{stream}.{wanted.name}")
        except Refused:
            return None  # not made here: the connector does not offer it
        open_now = info["num_pending"] + info["num_ack_pending"]
        oldest = await self._oldest_s(stream, info) if open_now else 0.0
        return Backlog(stream, wanted.name, info["num_pending"], info["num_ack_pending"], info["num_waiting"], oldest)

    async def _oldest_s(self, stream: str, info: dict[str, dict[str, int]]) -> float:
        """Of the first message that is not acknowledged."""
        subject = str(info["config"]["filter_subject"])
        message = await self._connection.next_message(stream, subject, info["ack_floor"]["stream_seq"] + 1)
        if message is None:
            return 0.0
        return max(0.0, time.time() - datetime.fromisoformat(message.at[:26].rstrip("Z") + "+00:00").timestamp())
