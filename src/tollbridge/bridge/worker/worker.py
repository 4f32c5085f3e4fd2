"""A worker: pulls of all its operations, answers to questions, renewals, and a drain that loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Sequence

from msgspec import Struct

from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import Refused
from tollbridge.bridge.gates.worker import GateOptions, WorkerGates
from tollbridge.bridge.routes import ASKED, DURABLE, Route
from tollbridge.bridge.streams import consumer_name, streams_of
from tollbridge.bridge.worker.pulls import Pull
from tollbridge.bridge.worker.queries import Queries
from tollbridge.bridge.worker.steps import Steps
from tollbridge.bridge.worker.work import Gates, Hooks
from tollbridge.service import Service

WATCH_S = 5.0


class WorkerOptions(Struct, frozen=True, kw_only=True):
    """`slots` operations of each kind at each connector at once; `query_slots` questions in all. `operations` are names
    of routes (`payments.authorize`); none: all that the connectors offer.
    """

    bridge: BridgeOptions
    connectors: tuple[str, ...]
    operations: tuple[str, ...] = ()
    slots: int = 50
    query_slots: int = 200
    grace_s: float = 25.0
    worker_id: str = ""
    gates: GateOptions = GateOptions()


class Worker:
    """`gates` in place of what `options.gates` asks for."""

    def __init__(self, options: WorkerOptions, service: Service, hooks: Hooks | None = None,
                 gates: Gates | None = None) -> None:
        self.options, self.service = options, service
        self.id = options.worker_id or f"w{secrets.token_hex(6)}"
        self.client = BridgeClient(options.bridge)
        self.hooks = hooks or Hooks()
        self.gates = gates or WorkerGates(options.gates)
        self.steps = Steps(self.client, service, self.id, self.hooks, self.gates)
        self.pulls: list[Pull] = []
        self.queries = Queries(self.client.connection, service, options.connectors, options.query_slots,
                               dict(options.bridge.streams.processor_timeouts_s), self._routes(ASKED), self.gates)
        self._watching: asyncio.Task[None] | None = None

    @property
    def running(self) -> int:
        return sum(pull.running for pull in self.pulls) + self.queries.running

    async def start(self) -> None:
        """Raises Unavailable, AccountStoreError."""
        await self.service.open()
        await self.client.open()
        await self.gates.open(self.client, self.service, self.id, self.hooks)
        await self.queries.start()
        for route in self._routes(DURABLE):
            for stream in streams_of(route.family, self.options.bridge.streams):
                for connector in self.options.connectors:
                    await self._pull(stream, consumer_name(route, connector))
        self.client.connection.on_reconnect.append(self._again)
        self._watching = asyncio.ensure_future(self._watch())

    async def _pull(self, stream: str, consumer: str) -> None:
        """Where there is no such consumer, the connector does not offer it."""
        try:
            await self.client.connection.api(f"CONSUMER.INFO.{stream}.{consumer}")
        except Refused:
            return
        pull = Pull(self.client.connection, stream, consumer, self.options.slots, self.steps.handle)
        await pull.start()
        self.pulls.append(pull)

    def _routes(self, among: Sequence[Route]) -> list[Route]:
        names = self.options.operations
        return [route for route in among if not names or route.name in names]

    async def _again(self) -> None:
        for pull in self.pulls:
            await pull.again()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            for pull in self.pulls:
                with contextlib.suppress(Exception):
                    await pull.watch()

    async def drain(self) -> None:
        """Takes no more, ends what is begun, and closes. What does not end in time stays claimed, and is delivered
        again once its lease is over.
        """
        for pull in self.pulls:
            await pull.stop()
        ends = asyncio.get_running_loop().time() + self.options.grace_s
        parts: tuple[Pull | Queries, ...] = (*self.pulls, self.queries)
        for each in parts:
            await each.finished(max(0.0, ends - asyncio.get_running_loop().time()))
        if self._watching is not None:
            self._watching.cancel()
        self.service.end()
        for each in parts:
            await each.finished(1.0)
        await self.gates.close()
        await self.client.close()
        await self.service.close()
