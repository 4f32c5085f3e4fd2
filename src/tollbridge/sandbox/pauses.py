"""Waits that end at once when the sandbox stops."""

from __future__ import annotations

import asyncio


class Pauses:
    """A future and a timer each: ten thousand calls may wait at the same time."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._over = False

    async def wait(self, seconds: float) -> None:
        """Returns after `seconds`, or when the sandbox stops."""
        if self._over or seconds <= 0:
            return
        loop = asyncio.get_running_loop()
        passed = loop.create_future()
        timer = loop.call_later(seconds, _end, passed)
        self._waiting.add(passed)
        try:
            await passed
        finally:
            timer.cancel()
            self._waiting.discard(passed)

    def begin(self) -> None:
        self._over = False

    def end(self) -> None:
        """Nobody waits any more, until `begin`."""
        self._over = True
        for passed in self._waiting:
            _end(passed)


def _end(passed: asyncio.Future[None]) -> None:
    if not passed.done():
        passed.set_result(None)
