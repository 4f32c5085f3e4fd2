"""One nats-server for asynchronous code."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from tollbridge.bridge.server.configuration import ServerOptions
from tollbridge.bridge.server.process import LAME_DUCK_S, START_S, STOP_S, ServerProcess

T = TypeVar("T")

WATCH_S = 0.2


class NatsServer:
    """`ServerProcess`, whose waiting is done in a thread; it belongs to no event loop.

        async with NatsServer(ServerOptions(data="var/nats")) as server:
            connection = await nats.connect(server.url)

    `process` is the same server for code that blocks.
    """

    def __init__(self, options: ServerOptions | None = None, *, program: Path | None = None) -> None:
        self.process = ServerProcess(options, program=program)

    @property
    def url(self) -> str:
        return self.process.url

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.running

    async def start(self, timeout_s: float = START_S) -> None:
        """Until it is ready. Raises ServerError, with the end of its log. Cancelled, it leaves no server behind."""
        await apart(lambda: self.process.start(timeout_s), self.process.given_up,
                    undo=self.process.kill if self.process.was_ready else self.process.close)

    async def stop(self, timeout_s: float = STOP_S) -> bool:
        """Whether it ended by itself: else it was killed. Data and ports are kept for another start."""
        return await apart(lambda: self.process.stop(timeout_s))

    async def lame_duck(self, timeout_s: float = LAME_DUCK_S) -> bool:
        """Ends it once its clients have gone elsewhere, as it asks them to."""
        return await apart(lambda: self.process.lame_duck(timeout_s))

    async def restart(self) -> None:
        await apart(self.process.restart, self.process.given_up)

    async def kill(self) -> None:
        """At once, as a crash would."""
        await apart(self.process.kill)

    def pause(self) -> None:
        """Until `resume`: it answers nobody and keeps its connections."""
        self.process.pause()

    def resume(self) -> None:
        self.process.resume()

    async def ended(self) -> int:
        """Its exit code, once it has one: for who wants to know that it died."""
        while (code := self.process.exit_code) is None:
            await asyncio.sleep(WATCH_S)
        return code

    async def close(self) -> None:
        """Ends it for good: ports are released, a temporary directory is removed."""
        await apart(self.process.close)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.close()


async def apart(work: Callable[[], T], given_up: threading.Event | None = None,
                undo: Callable[[], None] | None = None) -> T:
    """In a thread, which ends before this does, cancelled or not; `given_up` tells it to end early. `undo` is for work
    that was done all the same when it was cancelled.
    """
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        if given_up is not None:
            given_up.set()
        await asyncio.wait([working])
        # What went wrong is told to nobody: who waited has gone.
        if not working.cancelled() and working.exception() is None and undo is not None:
            await asyncio.to_thread(undo)
        raise
    finally:
        if given_up is not None:
            given_up.clear()
