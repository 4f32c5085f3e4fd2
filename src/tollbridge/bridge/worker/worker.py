"""A worker: pulls of all its operations, answers to questions, renewals, and a drain that loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Mapping, Sequence

from msgspec import Struct

from tollbridge.bridge.client import CERTIFICATE, BridgeClient, BridgeOptions
from tollbridge.bridge.connection import NOT_REACHABLE, Refused
from tollbridge.bridge.gates.worker import GateOptions, WorkerGates
from tollbridge.bridge.protection.options import WORKER
from tollbridge.bridge.routes import ASKED, DURABLE, Route
from tollbridge.bridge.streams import (
    RETRY_STREAM,
    WEBHOOK_STREAM,
    consumer_name,
    offers,
    retry_consumer,
    sends_webhooks,
    streams_of,
    webhook_consumer,
)
from tollbridge.bridge.subjects import durable
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.bridge.webhooks.reading import HookOptions, HookReader
from tollbridge.bridge.worker.presence import Presence, Tally
from tollbridge.bridge.worker.pulls import Handle, Pull
from tollbridge.bridge.worker.queries import Queries
from tollbridge.bridge.worker.retries import Retries
from tollbridge.bridge.worker.steps import Steps
from tollbridge.bridge.worker.telling import Telling
from tollbridge.bridge.worker.work import Gates, Hooks
from tollbridge.service import Service
from tollbridge.service.serving import TELLING_S

_log = logging.getLogger("tollbridge.bridge")
WATCH_S = 5.0
IDLE = "starting, or draining"


class WorkerOptions(Struct, frozen=True, kw_only=True):
    """`slots` operations of each kind at each connector at once; `query_slots` questions in all. `operations` are names
    of routes (`payments.authorize`); none: all that the connectors offer. `metadata`, such as region and weight, is
    told to who looks for workers. `webhooks`: that they take webhooks too.
    """

    bridge: BridgeOptions
    connectors: tuple[str, ...]
    operations: tuple[str, ...] = ()
    slots: int = 50
    query_slots: int = 200
    grace_s: float = 25.0
    worker_id: str = ""
    metadata: Mapping[str, str] = {}
    gates: GateOptions = GateOptions()
    sweeper: SweeperOptions = SweeperOptions()
    webhooks: HookOptions | None = None


class Worker:
    """An edge of a service: its `Serving` starts and drains it. `leaving` is set once it was told so from afar. `gates`
    in place of what `options.gates` asks for.
    """

    most_connections = 0

    def __init__(self, options: WorkerOptions, service: Service, hooks: Hooks | None = None,
                 gates: Gates | None = None) -> None:
        self.options, self.service = options, service
        self.id = options.worker_id or f"w{secrets.token_hex(6)}"
        self.client = BridgeClient(options.bridge, role=WORKER)
        self.tallies: dict[str, Tally] = {}
        self.hooks = Telling(service.telemetry, self.tallies, hooks or Hooks())
        self.gates = gates or WorkerGates(options.gates)
        self.steps = Steps(self.client, service, self.id, self.hooks, self.gates)
        self.retries = Retries(self.client.connection, self.steps.schedules, self.steps.letters, self.steps.hooks,
                               self.steps.handle)
        self.steps.letters.on_alert = lambda alert: service.telemetry.tell(
            "tollbridge_bridge_alerts_total", alert.kind, alert.connector or "-")
        if self.client.protection is not None:
            self.client.protection.require(WORKER, options.connectors)
            self.client.protection.on_forged = lambda what, connector: service.telemetry.tell(
                "tollbridge_bridge_alerts_total", "forged", connector)
        self.client.connection.on_certificate.append(
            lambda ends: service.telemetry.tell(CERTIFICATE, value=ends.timestamp()))
        self.sweeper = Sweeper(self.client, self.id, options.sweeper, self.steps.letters)
        self.hook_reader: HookReader | None = None
        if options.webhooks is not None:
            self.hook_reader = HookReader(self.client, service, self.steps.letters, options.webhooks)
            self.client.kept.also.append(self.hook_reader.standings.learn)
        self.pulls: list[Pull] = []
        self.queries = Queries(self.client.connection, service, options.connectors, options.query_slots,
                               dict(options.bridge.streams.processor_timeouts_s), self._routes(ASKED), self.tallies,
                               self.gates, self.client.kept, self.client.protection)
        self.leaving = asyncio.Event()
        self._presence: Presence | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def running(self) -> int:
        return sum(pull.running for pull in self.pulls) + self.queries.running

    @property
    def ready(self) -> bool:
        """Whether it can take work now."""
        return self._watching is not None and self.client.connection.connected

    @property
    def why_not(self) -> str:
        """Why it takes no work now; nothing where it does."""
        return "" if self.ready else IDLE if self.client.connection.connected else NOT_REACHABLE

    @property
    def unread(self) -> list[str]:
        """Connectors whose webhooks this worker is to read, and that have no consumer for them."""
        if self.hook_reader is None:
            return []
        pulled = {pull.consumer for pull in self.pulls}
        return [name for name in self.options.connectors
                if sends_webhooks(name) and webhook_consumer(name) not in pulled]

    async def start(self) -> None:
        """Raises Unavailable."""
        await self.client.open()
        await self.gates.open(self.client, self.service, self.id)
        await self.queries.start()
        for route in self._routes(DURABLE):
            for connector in self.options.connectors:
                name = f"{route.name}.{connector}"
                if offers(connector, route):
                    subject = durable(route, "*", connector, "*")
                    self.tallies.setdefault(name, Tally(name.replace(".", "-"), subject, True))
        wanted = [(stream, consumer_name(route, connector), self.steps.handle) for route in self._routes(DURABLE)
                  for stream in streams_of(route.family, self.options.bridge.streams)
                  for connector in self.options.connectors if offers(connector, route)]
        wanted += [(RETRY_STREAM, retry_consumer(connector), self.retries.handle)
                   for connector in self.options.connectors]
        if self.hook_reader is not None:
            wanted += [(WEBHOOK_STREAM, webhook_consumer(connector), self.hook_reader.handle)
                       for connector in self.options.connectors]
        await asyncio.gather(*(self._pull(*each) for each in wanted))
        self._presence = Presence(
            self.client.connection.client, self.id,
            {"connectors": ",".join(self.options.connectors), "operations": ",".join(self.options.operations) or "all",
             "slots": str(self.options.slots), **self.options.metadata},
            self.tallies, lambda: {"running": self.running}, self._leave)
        await self._presence.start()
        self.client.connection.on_reconnect.append(self._again)
        self._watching = asyncio.ensure_future(self._watch())
        if not self.options.bridge.connection.restricted:  # else bridges sweep: it takes the operations of all
            await self.sweeper.start()

    async def _leave(self) -> None:
        self.leaving.set()

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
            tell = self.service.telemetry.tell
            tell("tollbridge_bridge_running", "operations", value=sum(pull.running for pull in self.pulls))
            tell("tollbridge_bridge_running", "questions", value=self.queries.running)
            for pull in self.pulls:
                with contextlib.suppress(Exception):
                    await pull.watch()

    def announce(self) -> None:
        """Nothing to say: what is not taken is for other workers."""

    async def finish(self, within_s: float) -> None:
        """Takes no more, ends what is begun, and closes. What does not end in time stays claimed, and is delivered
        again once its lease is over.
        """
        if self._presence is not None:
            with contextlib.suppress(Exception):
                await self._presence.stop()
        await self.sweeper.stop()
        parts: tuple[Pull | Queries, ...] = (*self.pulls, self.queries)
        await asyncio.gather(*(pull.stop() for pull in self.pulls))
        await self.queries.stop()
        loop = asyncio.get_running_loop()
        ends = loop.time() + within_s
        for each in parts:
            await each.finished(max(0.0, ends - loop.time()))
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        await self.steps.letters.told()
        await self.gates.close()
        await self.client.close()

    async def drain(self) -> None:
        """All of it, for who runs a worker without a `Serving`."""
        finished = asyncio.ensure_future(self.finish(self.options.grace_s + TELLING_S))
        await asyncio.wait({finished}, timeout=self.options.grace_s)
        self.service.end()
        await finished
        await self.service.close()
