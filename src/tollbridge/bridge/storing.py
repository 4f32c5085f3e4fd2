"""An operation into its stream: tried again until it is there, and in a cluster into the other one meanwhile.

Payments have two streams in a cluster. An operation may so come to lie in both: its record lets it be done once.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tollbridge.bridge.connection import Ack, Duplicate, NotPublished, Publisher, Refused, Unavailable
from tollbridge.bridge.either import Either, own_of
from tollbridge.bridge.streams import StreamOptions, streams_of
from tollbridge.bridge.subjects import durable

if TYPE_CHECKING:
    from tollbridge.bridge.client import Prepared

AGAIN_S = 0.05


class Storing:
    """`fallback_after_s` is when the second stream is tried."""

    def __init__(self, publisher: Publisher, options: StreamOptions, fallback_after_s: float) -> None:
        self._publisher, self._options = publisher, options
        self._either = Either(publisher, fallback_after_s)

    async def store(self, prepared: Prepared, ends: float) -> Ack:
        """To publish it again does no harm: the subject takes one message. A reconnect takes some 50 ms, and a new
        leader a few seconds. Raises Unavailable if any of the publishes may have arrived, else NotPublished; Duplicate;
        Full and Refused where none of them did.
        """
        unsure: Unavailable | None = None
        while True:
            try:
                return await self._once(prepared)
            except Duplicate:
                raise
            except Refused as error:
                raise unsure or error from None
            except Unavailable as error:
                if unsure is None or not isinstance(error, NotPublished):
                    unsure = error
                if time.monotonic() + AGAIN_S >= ends:
                    raise unsure from None
            await asyncio.sleep(AGAIN_S)

    async def _once(self, prepared: Prepared) -> Ack:
        route, order, its_id = prepared.route, prepared.order, prepared.op_id
        subject = durable(route, order.merchant_id, order.connector, its_id)
        if len(streams_of(route.family, self._options)) == 1:
            return await self._publisher.publish(subject, prepared.body, prepared.headers)
        other = durable(route, order.merchant_id, order.connector, its_id, fallback=True)
        return await self._either.publish(own_of(its_id), (subject, other), prepared.body, prepared.headers)
