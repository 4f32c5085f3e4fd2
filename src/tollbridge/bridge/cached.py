"""Answers to questions about a payment's state, kept for a moment: those who ask the same at once are answered as one.

Kept by all that the answer depends on: merchant, connector, environment, account and request. An operation that moves
money through this bridge ends what is kept about its payment, and what is on its way; one through another bridge is
seen once the answer is old.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from tollbridge.bridge.messages import Answer, State

REFERENCES = ("connector_transaction_id", "connector_refund_id", "connector_payout_id", "connector_dispute_id",
              "dispute_id", "merchant_transaction_id", "merchant_refund_id", "merchant_payout_id")
"""By which a question and an operation are about the same thing."""
Key = tuple[object, ...]
Thing = tuple[str, str, str]


class CacheOptions(Struct, frozen=True, kw_only=True):
    """An answer is kept for `ttl_s`; 0: every question is asked. `operations` are names of routes; `most` answers are
    kept.
    """

    ttl_s: float = 0.5
    operations: tuple[str, ...] = ("payments.sync", "refunds.sync", "payouts.sync", "disputes.get")
    most: int = 10_000


class _Entry:
    __slots__ = ("answer", "asked", "things", "until")

    def __init__(self, asked: asyncio.Task[Answer], things: frozenset[Thing]) -> None:
        self.asked, self.things = asked, things
        self.answer: Answer | None = None
        self.until = 0.0


class Cached:
    def __init__(self, options: CacheOptions, clock: Callable[[], float] = time.monotonic) -> None:
        self.options, self._clock = options, clock
        self._entries: dict[Key, _Entry] = {}
        self._about: dict[Thing, set[Key]] = {}
        self.hits = 0

    def keeps(self, operation: str) -> bool:
        return self.options.ttl_s > 0 and operation in self.options.operations

    async def get(self, key: Key, things: frozenset[Thing], ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """What is kept; else what `ask` gives, asked once for all who want it now. Raises what that raises."""
        entry = self._entries.get(key)
        if entry is not None and entry.answer is not None:
            if self._clock() < entry.until:
                self.hits += 1
                return entry.answer
            self._drop(key, entry)
            entry = None
        if entry is None:
            entry = self._begin(key, things, ask)
        else:
            self.hits += 1
        return await asyncio.shield(entry.asked)  # one who goes away ends it for nobody else

    def changed(self, things: frozenset[Thing]) -> None:
        """Something is done about these: what was said of them, or is about to be, is not kept."""
        for thing in things:
            for key in tuple(self._about.get(thing, ())):
                self._drop(key, self._entries[key])

    def _begin(self, key: Key, things: frozenset[Thing], ask: Callable[[], Awaitable[Answer]]) -> _Entry:
        while len(self._entries) >= self.options.most:
            oldest = next(iter(self._entries))
            self._drop(oldest, self._entries[oldest])
        entry = _Entry(asyncio.ensure_future(ask()), things)
        self._entries[key] = entry
        for thing in things:
            self._about.setdefault(thing, set()).add(key)
        entry.asked.add_done_callback(lambda asked: self._answered(key, entry, asked))
        return entry

    def _answered(self, key: Key, entry: _Entry, asked: asyncio.Task[Answer]) -> None:
        if asked.cancelled() or asked.exception() is not None or asked.result().state != State.DONE:
            self._drop(key, entry)
            return
        entry.answer, entry.until = asked.result(), self._clock() + self.options.ttl_s

    def _drop(self, key: Key, entry: _Entry) -> None:
        if self._entries.get(key) is not entry:
            return
        del self._entries[key]
        for thing in entry.things:
            its = self._about[thing]
            its.discard(key)
            if not its:
                del self._about[thing]


def things_of(merchant_id: str, connector: str, request: Mapping[str, Any]) -> frozenset[Thing]:
    """What a request, or a result, is about."""
    return frozenset(_things(merchant_id, connector, request))


def _things(merchant_id: str, connector: str, request: Mapping[str, Any]) -> Iterator[Thing]:
    for name in REFERENCES:
        reference = request.get(name)
        if reference.__class__ is str and reference:
            yield merchant_id, connector, reference
