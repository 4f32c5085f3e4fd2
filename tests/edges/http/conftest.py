"""An HTTP server in the test's own loop, with the sandbox or a scripted processor behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from edges.grpc.surroundings import NOWHERE
from edges.http.surroundings import Serve, Server
from tollbridge.domain.environment import Environment
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions, Serving


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a server whose Stripe is at `url`, else nowhere."""
    async with AsyncExitStack() as opened:
        async def start(url: str | None = None, **options: Any) -> Server:
            given = {"environment": Environment.TEST, "other_environment": True, "grace_s": 5.0,
                     "connector_urls": {"stripe": url or NOWHERE}, "port": 0, **options}
            own = {name: value for name, value in given.items() if name in HttpOptions.__struct_fields__}
            shared = {name: value for name, value in given.items() if name not in own}
            service = Service(ServiceOptions(**shared))
            edge = HttpServer(service, HttpOptions(**own))
            serving = await opened.enter_async_context(Serving(service, edge))
            return Server(edge, serving, service)

        yield start


@pytest.fixture
async def server(serve: Serve, sandbox: Sandbox) -> Server:
    """One in front of the sandbox."""
    return await serve(sandbox.base_url("stripe"))
