"""The record of what arrived: enough to assert on, nothing that is secret."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Mapping

from msgspec import Struct

SHOWN_HEADERS = frozenset({"accept", "content-type", "idempotency-key", "user-agent"})
KEPT = 10_000
"""How many arrivals are remembered; older ones are forgotten."""


class Arrival(Struct, kw_only=True):
    """One request: no body, no query, and of the credentials only their scheme."""

    processor: str
    operation: str | None
    """None where no route matched."""
    method: str
    path: str
    """Below the processor's prefix, as its own documentation writes it."""
    headers: dict[str, str]
    at: float
    status: int | None = None
    """What was answered; None where the connection was cut, or nothing is answered yet."""


def shown(headers: Mapping[str, str], also: frozenset[str]) -> dict[str, str]:
    """The headers that may be recorded; `authorization` keeps its scheme only, an API key only that it was there."""
    kept = {name: text.encode("ascii", "backslashreplace").decode()
            for name, text in headers.items() if name in SHOWN_HEADERS or name in also}
    if "authorization" in headers:
        kept["authorization"] = f"{headers['authorization'].split(' ', 1)[0]} ***"
    if "x-api-key" in headers:
        kept["x-api-key"] = "***"
    return kept


class Arrivals:
    """Arrivals in order. Iterates over a copy, so that it may be read while requests come in."""

    def __init__(self) -> None:
        self._arrivals: deque[Arrival] = deque(maxlen=KEPT)
        self._changed = asyncio.Condition()
        self._awaited = 0

    async def add(self, arrival: Arrival) -> None:
        self._arrivals.append(arrival)
        await self._tell()

    async def answer(self, arrival: Arrival, status: int) -> None:
        arrival.status = status
        await self._tell()

    def of(self, operation: str) -> tuple[Arrival, ...]:
        return tuple(arrival for arrival in self if arrival.operation == operation)

    async def wait_for(self, operation: str, count: int = 1, *, answered: bool = False) -> tuple[Arrival, ...]:
        """Returns once `count` requests of that operation have arrived; with `answered`, those that have an answer."""
        def found() -> tuple[Arrival, ...]:
            return tuple(arrival for arrival in self.of(operation) if arrival.status is not None or not answered)
        self._awaited += 1
        try:
            async with self._changed:
                await self._changed.wait_for(lambda: len(found()) >= count)
        finally:
            self._awaited -= 1
        return found()

    async def _tell(self) -> None:
        if not self._awaited:
            return
        async with self._changed:
            self._changed.notify_all()

    def clear(self) -> None:
        self._arrivals.clear()

    def __iter__(self) -> Iterator[Arrival]:
        return iter(tuple(self._arrivals))

    def __len__(self) -> int:
        return len(self._arrivals)
