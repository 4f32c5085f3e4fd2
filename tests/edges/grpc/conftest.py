"""A server in the test's own loop, with the sandbox or a scripted processor behind it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest

from edges.grpc.grpc_client import Client, config
from edges.grpc.surroundings import NOWHERE, Lines, Serve, Server
from tollbridge import catalog
from tollbridge.accounts import AccountStore
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions, Serving
from tollbridge.service.callers import _spellings
from tollbridge.telemetry import Telemetry


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a server whose Stripe is at `url`, else nowhere; gives it, and a client with credentials."""
    async with AsyncExitStack() as opened:
        async def start(url: str | None = None, *, telemetry: Telemetry | None = None,
                        accounts: AccountStore | None = None,
                        **options: Any) -> tuple[Server, Client]:
            given = {"environment": Environment.TEST, "other_environment": True, "grace_s": 5.0,
                     "connector_urls": {"stripe": url or NOWHERE}, "port": 0, **options}
            own = {name: value for name, value in given.items() if name in GrpcOptions.__struct_fields__}
            shared = {name: value for name, value in given.items() if name not in own}
            service = Service(ServiceOptions(**shared), telemetry, accounts)
            edge = GrpcServer(service, GrpcOptions(**own))
            serving = await opened.enter_async_context(Serving(service, edge))
            channel = await opened.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{edge.port}"))
            return Server(edge, serving), Client(channel, config=config())

        yield start


@pytest.fixture
async def pay(serve: Serve, sandbox: Sandbox) -> Client:
    """A client of a server in front of the sandbox."""
    _, client = await serve(sandbox.base_url("stripe"))
    return client


@pytest.fixture
async def log() -> AsyncIterator[Lines]:
    """At INFO."""
    lines, logger = Lines(), logging.getLogger("tollbridge")
    before = logger.level
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    yield lines
    logger.removeHandler(lines)
    logger.setLevel(before)


@pytest.fixture
def gatepay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connectors of another package, found by their entry points."""
    package = tmp_path / "gatepay-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: gatepay\nVersion: 1\n", encoding="utf-8")
    (package / "entry_points.txt").write_text(
        f"[{catalog.ENTRY_POINTS}]\ngatepay = edges.grpc.gatepay:CONNECTOR\n"
        "coinpay = edges.grpc.coinpay:CONNECTOR\nopenpay = edges.grpc.coinpay:OPEN\n"
        "fourpay = edges.grpc.coinpay:FOUR\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    kept = (catalog.names, catalog.load, _spellings)
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()
