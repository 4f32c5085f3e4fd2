"""Whether a webhook came before the operation that it is about was recorded: processors are quick to tell.

It is known by how the payment stands (standings.py). Where nothing is known of it, the operation is looked for by the
id that it has if its caller gave no key of its own; and where it is not found so, whether any such operation of that
connector is under way at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from tollbridge.bridge.connection import Connection, Refused
from tollbridge.bridge.records import Records
from tollbridge.bridge.routes import OF_OPERATION
from tollbridge.bridge.streams import StreamOptions, consumer_name, offers, streams_of
from tollbridge.bridge.subjects import op_id
from tollbridge.bridge.webhooks.standings import BEGIN, Standings, payment_of, told_by
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.events import EventContent
from tollbridge.domain.operations import AUTHORIZE, PROXY_AUTHORIZE, REFUND, TOKEN_AUTHORIZE, Operation
from tollbridge.domain.refunds import Refund
from tollbridge.engine.keys import own_key

LOOK_EVERY_S = 1.0
"""How often a connector's consumers are asked, however many webhooks wait."""


class Parking:
    """`environment` is that of operations, as their ids have it."""

    def __init__(self, connection: Connection, records: Records, standings: Standings, options: StreamOptions,
                 environment: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection, self._records, self._standings = connection, records, standings
        self._options, self._environment, self._clock = options, environment, clock
        self._busy: dict[tuple[str, bool], tuple[float, bool]] = {}

    async def known(self, content: EventContent | None, merchant_id: str, connector: str) -> bool:
        """Whether anything is known here of what it is about. Raises Unavailable."""
        about, payment = told_by(content, merchant_id, connector), payment_of(content, merchant_id, connector)
        things = [thing for thing in (about[0] if about else None, payment) if thing is not None]
        for thing in dict.fromkeys(things):
            standing = await self._standings.get(thing)
            if standing is not None:
                return True
        return not things  # about nothing that could be known

    async def under_way(self, content: EventContent | None, merchant_id: str, connector: str) -> bool | None:
        """Whether the operation that it is about may still be; None: it is over, and known. Raises Unavailable."""
        if isinstance(content, Dispute) or content is None:
            return False
        for its_id in self._ids(content, merchant_id, connector):
            found = await self._records.get(connector, its_id)
            if found is not None:
                return None if found.record.final else True
        return await self._any(connector, refunds=isinstance(content, Refund))

    def _ids(self, content: EventContent, merchant_id: str, connector: str) -> Sequence[str]:
        names: tuple[Operation[Any, Any], ...]
        if isinstance(content, Refund):
            key = own_key(REFUND, SimpleNamespace(merchant_refund_id=content.merchant_refund_id))
            names, reference = (REFUND,), content.connector_transaction_id or ""
        else:
            its = getattr(content, "merchant_transaction_id", None)
            key = own_key(AUTHORIZE, SimpleNamespace(merchant_transaction_id=its))
            names, reference = (AUTHORIZE, TOKEN_AUTHORIZE, PROXY_AUTHORIZE), ""
        return () if not key else [op_id(merchant_id, connector, self._environment, name, reference, key)
                                   for name in names]

    async def _any(self, connector: str, *, refunds: bool) -> bool:
        looked, busy = self._busy.get((connector, refunds), (float("-inf"), False))
        if self._clock() - looked < LOOK_EVERY_S:
            return busy
        busy = False
        for route in map(OF_OPERATION.__getitem__, [REFUND] if refunds else BEGIN):
            for stream in streams_of(route.family, self._options) if offers(connector, route) else ():
                try:
                    info = await self._connection.api(f"CONSUMER.INFO.{stream}.{consumer_name(route, connector)}")
                except Refused:
                    continue  # not made here
                busy = busy or info["num_pending"] + info["num_ack_pending"] > 0
        self._busy[connector, refunds] = (self._clock(), busy)
        return busy
