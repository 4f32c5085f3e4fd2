"""Operations that come again by a schedule: the due message points to them, and is settled in their place."""

from __future__ import annotations

import contextlib
import logging

from tollbridge.bridge.connection import Connection, Refused, Stored, Unavailable
from tollbridge.bridge.dead_letters import DeadLetters
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.schedules import Pointer, Schedules, Unsure, fetch, pointer_in
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.policy import backoff
from tollbridge.bridge.worker.pulls import Handle
from tollbridge.bridge.worker.work import Hooks

_log = logging.getLogger("tollbridge.bridge")


class Again(Delivery):
    """An operation, delivered by its due message: words for the server are about that one."""

    __slots__ = ()

    def __init__(self, by: Delivery, original: Stored, stream: str) -> None:
        self._client, self._reply, self.delivered, self.settled = by._client, by._reply, by.delivered, False
        self.subject, self.body, self.headers = original.subject, original.data, original.headers
        self.stream, self.sequence, self.at = stream, original.sequence, epoch(original.at)
        self.again, self.held_s = True, 0.0


class Retries:
    """Handles what comes from the consumers `retry_<connector>`."""

    def __init__(self, connection: Connection, schedules: Schedules, letters: DeadLetters, hooks: Hooks,
                 handle: Handle) -> None:
        self._connection, self._schedules, self._letters = connection, schedules, letters
        self._hooks, self._handle = hooks, handle

    async def handle(self, delivery: Delivery) -> None:
        pointer = pointer_in(delivery.headers)
        if pointer is None:
            await self._hooks.poisoned(delivery, "it points to no operation")
            await delivery.term("it points to no operation")
            return
        try:
            original = await fetch(self._connection, pointer)
            if original is None:
                await self._letters.give_up(pointer, "its message is gone from its stream", None)
        except Unsure as error:  # after the last delivery its advisory brings it to a sweeper, who may ask
            _log.warning("%s: %s", pointer.subject, error)
            await delivery.nak(backoff(delivery.delivered))
            return
        except (Unavailable, Refused) as error:
            _log.warning("%s: %s; it is delivered again", pointer.subject, error)
            with contextlib.suppress(Exception):  # no connection: it comes again once its time is over
                await self._schedules.put_off(_Due(delivery, pointer), backoff(delivery.delivered))
            return
        if original is None:
            await delivery.ack()
        else:
            await self._handle(Again(delivery, original, pointer.stream))


class _Due(Delivery):
    """A due message whose operation cannot be fetched now."""

    __slots__ = ()

    def __init__(self, by: Delivery, pointer: Pointer) -> None:
        self._client, self._reply, self.delivered, self.settled = by._client, by._reply, by.delivered, False
        self.subject, self.stream, self.sequence = pointer.subject, pointer.stream, pointer.sequence
        self.body, self.headers, self.at, self.again, self.held_s = b"", {}, by.at, True, 0.0
