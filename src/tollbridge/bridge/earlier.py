"""Whether an operation was submitted before: by its record, else by its message.

Who is refused in a burst is looked up with hundreds of others in one request: nearly none of them is there, and only
what is there is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import Connection, Stored, Unavailable
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.records import STREAM, Records
from tollbridge.bridge.streams import StreamOptions, streams_of
from tollbridge.bridge.subjects import durable, record
from tollbridge.service.errors import Conflict

if TYPE_CHECKING:
    from tollbridge.bridge.orders import Prepared
    from tollbridge.bridge.protection.protection import Protection

AT_ONCE = 500
"""Subjects of one request; the server answers up to 1,024."""
GATHER_S = 0.002

Batch = dict[str, "asyncio.Future[Stored | None]"]
Last = Callable[[str, str], Awaitable[Stored | None]]


class Earlier:
    def __init__(self, connection: Connection, options: StreamOptions, records: Records,
                 protection: Protection | None = None) -> None:
        self._connection, self._options, self._records = connection, options, records
        self._protection = protection
        self._batches: dict[str, Batch] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def of(self, prepared: Prepared) -> Answer | None:
        """What is known of it. Raises Conflict where that was another request, Unavailable."""
        return await self._find(prepared, self._connection.last_message)

    async def of_refused(self, prepared: Prepared) -> Answer | None:
        """The same, with others: milliseconds later."""
        return await self._find(prepared, self._with_others)

    async def _find(self, prepared: Prepared, last: Last) -> Answer | None:
        order = prepared.order
        message = await last(STREAM, record(order.connector, prepared.op_id))
        if message is not None:
            found = await self._records.read(message)
            if not found.of(prepared.hash):
                same(prepared, found.request_hash)
            return found.answer()
        for at, stream in enumerate(streams_of(prepared.route.family, self._options)):
            subject = durable(prepared.route, order.merchant_id, order.connector, prepared.op_id, fallback=at == 1)
            message = await last(stream, subject)
            if message is not None:
                if self._proven(message):  # else it is nobody's request, and a worker says what becomes of it
                    same(prepared, message.headers.get(wire.REQUEST_HASH, ""))
                return Answer(prepared.op_id, State.ACCEPTED)
        return None

    def _proven(self, message: Stored) -> bool:
        if self._protection is not None:
            try:
                self._protection.accept(message.subject, message.headers, message.data, epoch(message.at))
            except Forged:
                return False
        return True

    async def _with_others(self, stream: str, subject: str) -> Stored | None:
        batch = self._batches.setdefault(stream, {})
        waiting = batch.get(subject)
        if waiting is None:
            waiting = batch[subject] = asyncio.get_running_loop().create_future()
            if len(batch) == 1:
                self._spawn(self._gather(stream, batch))
            elif len(batch) >= AT_ONCE:
                del self._batches[stream]
                self._spawn(self._ask(stream, batch))
        return await asyncio.shield(waiting)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _gather(self, stream: str, batch: Batch) -> None:
        await asyncio.sleep(GATHER_S)
        if self._batches.get(stream) is batch:  # else it was full before
            del self._batches[stream]
            await self._ask(stream, batch)

    async def _ask(self, stream: str, batch: Batch) -> None:
        try:
            found = await self._connection.last_messages(stream, list(batch))
        except Unavailable as error:
            for waiting in batch.values():
                waiting.set_exception(Unavailable(str(error)))
                waiting.exception()  # nobody may be there any more
        else:
            for subject, waiting in batch.items():
                waiting.set_result(found.get(subject))


def same(prepared: Prepared, first: str) -> None:
    """Raises Conflict where the request that was first is another one."""
    if first != prepared.hash:
        raise Conflict(f"the idempotency key was used for another {prepared.order.operation.name}: give this one a key "
                       "of its own, or repeat the first as it was", "idempotency-key")
