"""An operation into its stream: tried again until it is there, and in a cluster into the other one meanwhile.

Payments have two streams in a cluster, led by different nodes. One whose leader has gone is skipped for a second by all
that follow, and then tried by one of them. An operation may so come to lie in both: its record lets it be done once.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tollbridge.bridge.connection import Ack, InProcess, NotPublished, Publisher, Unavailable
from tollbridge.bridge.streams import StreamOptions, streams_of
from tollbridge.bridge.subjects import durable

if TYPE_CHECKING:
    from tollbridge.bridge.client import Prepared

AGAIN_S = 0.05
SKIPPED_S = 1.0


class Storing:
    """`fallback_after_s` is when the second stream is tried."""

    def __init__(self, publisher: Publisher, options: StreamOptions, fallback_after_s: float) -> None:
        self._publisher, self._options, self._fallback_after_s = publisher, options, fallback_after_s
        self._skipped: dict[str, float] = {}
        """Streams that did not answer, and until when (monotonic) they are left alone."""

    async def store(self, prepared: Prepared, ends: float) -> Ack:
        """To publish it again does no harm: the subject takes one message. A reconnect takes some 50 ms, and a new
        leader a few seconds. Raises Unavailable if any of the publishes may have arrived, else NotPublished; Duplicate,
        Full, Refused.
        """
        unsure: Unavailable | None = None
        while True:
            try:
                return await self._once(prepared)
            except Unavailable as error:
                if unsure is None or not isinstance(error, NotPublished):
                    unsure = error
                if time.monotonic() + AGAIN_S >= ends:
                    raise unsure from None
            await asyncio.sleep(AGAIN_S)

    async def _once(self, prepared: Prepared) -> Ack:
        streams = streams_of(prepared.route.family, self._options)
        if len(streams) == 1:
            return await self._publish(prepared, fallback=False)
        own = int(prepared.op_id[-1], 16) % 2
        first = own if self._may_have(streams[own]) else 1 - own
        try:
            ack = await self._publish(prepared, fallback=first == 1, timeout_s=self._fallback_after_s)
        except (InProcess, NotPublished):
            raise  # another publish of the same is being stored there; or there is no connection for either
        except Unavailable as error:
            self._skipped[streams[first]] = time.monotonic() + SKIPPED_S
            try:
                return await self._publish(prepared, fallback=first == 0)
            except NotPublished:
                raise error from None  # the first may have arrived
        self._skipped.pop(streams[first], None)
        return ack

    def _may_have(self, stream: str) -> bool:
        """Not one that is skipped; once its time is over one operation tries it, and the others go on without."""
        until = self._skipped.get(stream)
        if until is None:
            return True
        now = time.monotonic()
        if now < until:
            return False
        self._skipped[stream] = now + SKIPPED_S
        return True

    async def _publish(self, prepared: Prepared, *, fallback: bool, timeout_s: float | None = None) -> Ack:
        order = prepared.order
        subject = durable(prepared.route, order.merchant_id, order.connector, prepared.op_id, fallback=fallback)
        return await self._publisher.publish(subject, prepared.body, prepared.headers, timeout_s)
