"""A shop's webhook endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager

from aiohttp import web
from multidict import CIMultiDictProxy


class Receiver:
    """Answers with the given statuses and then with 200, always with `answer` as the body."""

    def __init__(self, answer: bytes = b"") -> None:
        self.url = ""
        self.answer = answer
        self.statuses: Iterator[int] = iter(())
        self.hooks: list[tuple[bytes, CIMultiDictProxy[str]]] = []

    def fail_with(self, statuses: Iterable[int]) -> None:
        self.statuses = iter(statuses)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        """Answers in two pieces, as a slow shop may."""
        self.hooks.append((await request.read(), request.headers))
        response = web.StreamResponse(status=next(self.statuses, 200), headers={"Location": "/elsewhere"})
        await response.prepare(request)
        if self.answer:
            await response.write(self.answer[:1])
            await asyncio.sleep(0.005)  # so that they are two on the wire too
            await response.write(self.answer[1:])
        await response.write_eof()
        return response

    async def _welcome(self, request: web.Request) -> web.Response:
        """Where a redirect leads: no sender of webhooks may follow it, and take this for a yes."""
        return web.Response()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/hooks", self._take)
        app.router.add_get("/elsewhere", self._welcome)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
        try:
            yield
        finally:
            await runner.cleanup()
