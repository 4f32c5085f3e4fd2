"""A worker: pulls of all its operations, answers to questions, renewals, and a drain that loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Sequence

from msgspec import Struct

from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import Refused
from tollbridge.bridge.routes import ASKED, DURABLE, Route
from tollbridge.bridge.streams import RETRY_STREAM, consumer_name, retry_consumer, streams_of
from tollbridge.bridge.worker.pulls import Handle, Pull
from tollbridge.bridge.worker.queries import Queries
from tollbridge.bridge.worker.retries import Retries
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


class Worker:
    def __init__(self, options: WorkerOptions, service: Service, hooks: Hooks | None = None,
                 gates: Gates | None = None) -> None:
        self.options, self.service = options, service
        self.id = options.worker_id or f"w{secrets.token_hex(6)}"
        self.client = BridgeClient(options.bridge)
        self.steps = Steps(self.client, service, self.id, hooks, gates)
        self.retries = Retries(self.client.connection, self.steps.schedules, self.steps.letters, self.steps.handle)
        self.pulls: list[Pull] = []
        self.queries = Queries(self.client.connection, service, options.connectors, options.query_slots,
                               dict(options.bridge.streams.processor_timeouts_s), self._routes(ASKED))
        self._watching: asyncio.Task[None] | None = None

    @property
    def running(self) -> int:
        return sum(pull.running for pull in self.pulls) + self.queries.running

    async def start(self) -> None:
        """Raises Unavailable, AccountStoreError."""
        await self.service.open()
        await self.client.open()
        await self.queries.start()
        for route in self._routes(DURABLE):
            for stream in streams_of(route.family, self.options.bridge.streams):
                for connector in self.options.connectors:
                    await self._pull(stream, consumer_name(route, connector), self.steps.handle)
        for connector in self.options.connectors:
            await self._pull(RETRY_STREAM, retry_consumer(connector), self.retries.handle)
        self.client.connection.on_reconnect.append(self._again)
        self._watching = asyncio.ensure_future(self._watch())

    async def _pull(self, stream: str, consumer: str, handle: Handle) -> None:
        """Where there is no such consumer, the connector does not offer it."""
        try:
            await self.client.connection.api(f"CONSUMER.INFO.{stream}.{consumer}")
        except Refused:
            return
        pull = Pull(self.client.connection, stream, consumer, self.options.slots, handle)
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
        await self.client.close()
        await self.service.close()
