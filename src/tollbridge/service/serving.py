"""Start and end of a service: edges up, signals heard, and a drain that loses no call."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol, Self

from tollbridge.service.calls import Service
from tollbridge.service.open_files import raise_file_limit

MORE_FILES = 256
"""Beside one for each connection: logs, certificates, an account store."""
_log = logging.getLogger("tollbridge.server")
SIGNALS = (signal.SIGTERM, signal.SIGINT)
TELLING_S = 1.0
"""After the grace: for calls that are not done to tell that their outcome is unknown."""
GARBAGE_AFTER = (50_000, 20, 50)
"""Calls make next to no cycles; to look for them at Python's own pace takes a sixth of a busy bridge's CPU."""


class Edge(Protocol):
    """A server of the service: gRPC, HTTP."""

    @property
    def most_connections(self) -> int:
        """That it may have at once."""
        ...

    async def start(self) -> None:
        """Listens, and takes calls. Raises RuntimeError where it cannot, as when its port is taken."""
        ...

    def announce(self) -> None:
        """The drain begins: its health says so to whoever asks, while it goes on serving."""
        ...

    async def finish(self, within_s: float) -> None:
        """Takes no new call, lets those under way end, and closes, by force after so many seconds."""
        ...


class Serving:
    """Serves from `start` to `drain`, or for as long as the `async with` block lasts."""

    def __init__(self, service: Service, *edges: Edge) -> None:
        self.service, self.edges = service, edges
        self._started: list[Edge] = []
        self._drained: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """All edges, or none. Raises what they raise, and AccountStoreError."""
        raise_file_limit(self.service.options.transport.limits.connections + MORE_FILES
                         + sum(edge.most_connections for edge in self.edges))
        try:
            await self.service.open()
            for edge in self.edges:
                await edge.start()
                self._started.append(edge)
        except BaseException:
            await self.drain()
            raise

    async def drain(self) -> None:
        """Health says no; then no new calls, those under way end within `grace_s`; then all is closed.

        May be called again, also while it runs.
        """
        if self._drained is None:
            self._drained = asyncio.ensure_future(self._drain())
        await asyncio.shield(self._drained)

    async def _drain(self) -> None:
        options = self.service.options
        for edge in self._started:
            edge.announce()
        if self._started and options.notice_s > 0:
            await asyncio.sleep(options.notice_s)
        self.service.refuse()
        ended = [asyncio.ensure_future(edge.finish(options.grace_s + TELLING_S)) for edge in self._started]
        if ended:
            await asyncio.wait(ended, timeout=options.grace_s)
            self.service.end()
            await asyncio.gather(*ended)
        await self.service.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.drain()


async def serve(serving: Serving, *, ready: Callable[[], None] | None = None) -> None:
    """Serves until SIGTERM or SIGINT, drains, and returns. `ready` is called once calls are taken.

    A signal counts from the first moment: one edge may have calls under way while the next still starts.
    """
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, over.set)
    starting, ending = asyncio.ensure_future(serving.start()), asyncio.ensure_future(over.wait())
    try:
        await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            if ready is not None:
                ready()
            await ending
            _log.info("draining: %d calls are under way", serving.service.running)
    finally:
        for each in (starting, ending):
            each.cancel()
        await serving.drain()
        _log.info("drained")
        await asyncio.gather(starting, ending, return_exceptions=True)


def run(service: Service, edges: Sequence[Edge], *, ready: Callable[[], None] | None = None) -> None:
    """`serve` in a loop of its own: uvloop's where that is installed. For a process that does nothing else."""
    def started() -> None:
        gc.collect()
        gc.freeze()  # modules and handlers stay for good: with 1,000 calls under way, scanning them costs a tenth
        gc.set_threshold(*GARBAGE_AFTER)
        if ready is not None:
            ready()

    with asyncio.Runner(loop_factory=_new_event_loop()) as runner:
        runner.run(serve(Serving(service, *edges), ready=started))
    ignore_signals()


def ignore_signals() -> None:
    """All is drained, and the process about to end by itself: another signal must not make a failure of it."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _new_event_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
