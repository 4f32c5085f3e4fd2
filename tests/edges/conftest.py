"""What stands behind a server under test, whatever edge it has: the sandbox, or a scripted processor."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from edges.grpc.surroundings import Processor
from tollbridge.sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def processor() -> AsyncIterator[Processor]:
    scripted = Processor()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", scripted.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        scripted.url = str(server.make_url("")).rstrip("/")
        yield scripted
        scripted.may_answer.set()
