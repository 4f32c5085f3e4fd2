"""What stands around a server under test: a scripted processor, a log to wait on, and how one is started."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from aiohttp import web

from edges.grpc.grpc_client import Client
from tollbridge.accounts import AccountStore
from tollbridge.edges.grpc import GrpcServer
from tollbridge.service import Serving
from tollbridge.telemetry import CallRecord, SentRecord, Telemetry

NOWHERE = "http://127.0.0.1:9"
"""Of this machine, where nobody listens: no test reaches a real processor by forgetting to say where."""


class Processor:
    """Answers every request alike, once `may_answer` is set; `arrived` is set by the first that comes."""

    def __init__(self) -> None:
        self.status = 200
        self.body = "{}"
        self.headers: dict[str, str] = {}
        self.arrived = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append((request.method, request.path, {k.lower(): v for k, v in request.headers.items()}))
        self.arrived.set()
        await self.may_answer.wait()
        return web.Response(status=self.status, text=self.body, headers=self.headers)


class Server(NamedTuple):
    """One that runs."""

    edge: GrpcServer
    serving: Serving

    @property
    def port(self) -> int:
        return self.edge.port

    async def drain(self) -> None:
        await self.serving.drain()


class Serve(Protocol):
    async def __call__(self, url: str | None = None, *, telemetry: Telemetry | None = None,
                       accounts: AccountStore | None = None,
                       **options: Any) -> tuple[Server, Client]: ...


class Records(Telemetry):
    """Keeps what the service tells of each call, of each request, and of its certificates."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[CallRecord] = []
        self.sent: list[SentRecord] = []
        self.certificates: list[tuple[str, float]] = []
        self._ended = asyncio.Event()

    async def ended(self, number: int = 1) -> list[CallRecord]:
        """All calls, once so many are over: who is refused has its answer a moment before the record is written."""
        async with asyncio.timeout(10):
            while len(self.calls) < number:
                self._ended.clear()
                await self._ended.wait()
        return self.calls

    def call_ended(self, record: CallRecord) -> None:
        self.calls.append(record)
        self._ended.set()

    def request_ended(self, record: SentRecord) -> None:
        self.sent.append(record)

    def certificate(self, listener: str, not_after: float) -> None:
        self.certificates.append((listener, not_after))


class Lines(logging.Handler):
    """The server's log, line by line; a test may wait for one."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []
        self._changed = asyncio.Condition()
        self._loop = asyncio.get_running_loop()
        self._telling: set[asyncio.Task[None]] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.levelname, record.getMessage()))
        telling = self._loop.create_task(self._tell())
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def wait_for(self, found: Callable[[str], bool]) -> tuple[str, str]:
        """Level and text of the first line that is wanted."""
        def first() -> tuple[str, str] | None:
            return next((line for line in self.lines if found(line[1])), None)
        async with self._changed:
            line = await asyncio.wait_for(self._changed.wait_for(first), 5)
        assert line is not None
        return line
