"""The NATS side of the demo: a nats-server, the streams of the bridge on it, and two workers as processes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import ConnectionOptions
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import StreamOptions, apply

MERCHANT = "night-market"
PROCESSOR_S = 1.0
"""How long Stripe may take here: a worker's claim lasts a fifth longer, and then another one takes over."""


class Nats:
    """Where it is, what the settings have to say of it, and what it knows of operations."""

    def __init__(self, server: NatsServer) -> None:
        streams = StreamOptions(connectors=("stripe",), processor_timeouts_s={"payments.authorize": PROCESSOR_S})
        self.url, self._http = server.url, server.process.http_port
        self.bridge = BridgeClient(BridgeOptions(connection=ConnectionOptions(servers=(server.url,)), streams=streams))
        self.pids: dict[str, int] = {}
        """Of workers, by their ids."""

    def settings(self) -> str:
        """One merchant's calls go over NATS; all others straight to their processors."""
        return (f'[bridge]\nservers = ["{self.url}"]\nmonitoring = ["http://127.0.0.1:{self._http}"]\n'
                f'connectors = ["stripe"]\nreplicas = 1\nprocessor_timeouts_s = {{ authorize = {PROCESSOR_S} }}\n'
                f'[[routing.rules]]\nmode = "bridge"\nmerchants = ["{MERCHANT}"]\n')

    def add(self, said: str) -> None:
        """A worker, by what it says at start."""
        found = re.match(r"(\w+) \(pid (\d+)\)", said)
        if found is None:
            raise SystemExit(f"a worker said {said}")
        self.pids[found[1]] = int(found[2])

    async def worker_of(self, op_id: str) -> str:
        """Who has the claim."""
        found = await self.bridge.records.find(op_id)
        return found.record.owner.partition(".")[0] if found is not None else ""


@asynccontextmanager
async def nats() -> AsyncIterator[Nats]:
    async with AsyncExitStack() as held:
        its = Nats(await held.enter_async_context(NatsServer()))
        await its.bridge.open()
        held.push_async_callback(its.bridge.close)
        await apply(its.bridge.connection, its.bridge.options.streams)
        yield its


def id_in(answer: dict[str, Any]) -> str:
    """Of an operation that is under way, in the answer that says so."""
    found = answer.get("operation_id")
    if not isinstance(found, str):
        raise SystemExit(f"no operation in {answer}")
    return found


def with_nats(settings: Path, its: Nats) -> Path:
    settings.write_text(settings.read_text() + its.settings())
    return settings
