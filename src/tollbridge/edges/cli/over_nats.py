"""What works over NATS as a process: worker and bridge, each an edge of a service beside health and metrics; and the
service whose calls go that way.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tollbridge.accounts import AccountsError, AccountStoreError
from tollbridge.bridge.client import BridgeClient, protection_of
from tollbridge.bridge.connection import NOT_REACHABLE, Connection, Publisher, Refused, Unavailable
from tollbridge.bridge.deliveries.deliverer import Deliverer
from tollbridge.bridge.ingress import Ingress
from tollbridge.bridge.monitor import Monitor
from tollbridge.bridge.relay import BridgeRelay
from tollbridge.bridge.safety import look, require, syncing
from tollbridge.bridge.streams import webhook_consumer
from tollbridge.bridge.sweeper import Sweeper
from tollbridge.bridge.webhooks.storing import StreamedHooks
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli import wiring
from tollbridge.edges.cli.accounts import store_of
from tollbridge.edges.cli.bridge_wiring import (
    bridge_options,
    connection_options,
    delivery_options,
    ingress_options,
    probe_options,
    safety_options,
    service_options,
    worker_options,
)
from tollbridge.edges.cli.exits import DONE, FAULT, USAGE
from tollbridge.edges.cli.output import say_lines
from tollbridge.edges.cli.processes import this_child
from tollbridge.service import Edge, Service, run
from tollbridge.telemetry import Telemetry
from tollbridge.telemetry.logs import configure

if TYPE_CHECKING:
    from tollbridge.accounts import KeptAccounts
    from tollbridge.edges.http import HttpServer
    from tollbridge.service.webhooks import HookStore
    from tollbridge.settings import Settings

_log = logging.getLogger("tollbridge.bridge")


LOOK_S = 0.02
DELIVERED_S = 5.0
"""After that, deliveries under way are made again by another bridge, or by this one when it is back."""


@contextmanager
def _told() -> Iterator[None]:
    """NATS' no as the server of a port that is taken would say it."""
    try:
        yield
    except (Unavailable, Refused) as error:
        raise RuntimeError(f"NATS: {error}") from error


class SafetyGate:
    """The first edge: where NATS would not keep what it acknowledges, no other one starts."""

    most_connections = 0

    def __init__(self, its: Settings, telemetry: Telemetry | None = None) -> None:
        self._connection = Connection(connection_options(its, "tollbridge safety"))
        self._options, self._telemetry = safety_options(its), telemetry

    async def start(self) -> None:
        """Raises Unsafe, RuntimeError."""
        try:
            with _told():
                await self._connection.open()
                findings = await look(self._connection, self._options)
                if self._telemetry is not None:
                    for url, always in syncing(self._options, findings):
                        self._telemetry.tell("tollbridge_bridge_sync_always", url, value=float(always))
                require(findings, live=self._options.live)
        finally:
            await self._connection.close()

    def announce(self) -> None:
        """It has done its part."""

    async def finish(self, within_s: float) -> None:
        """It has done its part."""


class BridgeProcess:
    """The ingress with a connection of its own, and a look at the streams now and then."""

    most_connections = 0

    def __init__(self, its: Settings, service: Service) -> None:
        telemetry = service.telemetry
        options = bridge_options(its, "tollbridge bridge")
        self.client = BridgeClient(options, telemetry)
        self._ingress = Ingress(ingress_options(its, options), self.client)
        self._monitor = Monitor(self.client.connection, options.streams, telemetry,
                                running=lambda: {"callers": self.client.in_flight})
        owner = f"b{secrets.token_hex(6)}"
        self._sweeper = Sweeper(self.client, owner)
        self._deliverer: Deliverer | None = None
        if (delivered := delivery_options(its)) is not None and service.accounts is not None:
            self._deliverer = Deliverer(self.client, service.accounts, service.transport, owner, delivered, telemetry)
        self.started = False

    @property
    def why_not(self) -> str:
        """Why it takes no calls now; nothing where it does."""
        return NOT_REACHABLE if not self.client.connection.connected else "" if self.started else "starting"

    async def start(self) -> None:
        """Raises RuntimeError."""
        with _told():
            await self.client.open()
            await self._ingress.start()
            await self._sweeper.start()
            if self._deliverer is not None:
                await self._deliverer.start()
        self._monitor.start()
        self.started = True

    def announce(self) -> None:
        self._ingress.announce()

    async def finish(self, within_s: float) -> None:
        self._monitor.stop()
        if self.started and self._deliverer is not None:
            await self._deliverer.stop(min(within_s, DELIVERED_S))
        if self.started:
            await self._sweeper.stop()
        await self._ingress.finish(within_s)
        await self.client.close()


class RelayEdge:
    """A service's way over NATS: open before its calls come, and closed after the last of them."""

    most_connections = 0

    def __init__(self, its: Settings, telemetry: Telemetry) -> None:
        self._client = BridgeClient(bridge_options(its, "tollbridge serve"), telemetry)
        self.relay = BridgeRelay(self._client)
        self.service: Service | None = None

    async def start(self) -> None:
        """Raises RuntimeError."""
        with _told():
            await self._client.open()

    def announce(self) -> None:
        """Its calls are the other edges' to end."""

    async def finish(self, within_s: float) -> None:
        if self.service is not None:
            await _idle(self.service, within_s)
        await self._client.close()


class HookEdge:
    """Where the receiver of a service stores webhooks: open before they come, and closed after the last of them."""

    most_connections = 0

    def __init__(self, its: Settings, service: Service) -> None:
        options = bridge_options(its, "tollbridge webhooks")
        self._connection = Connection(options.connection)
        publisher = Publisher(self._connection)
        self.store = StreamedHooks(self._connection, publisher, its.bridge.connectors,
                                   protection_of(options, self._connection, publisher, service.telemetry))
        self._service = service

    async def start(self) -> None:
        """Raises RuntimeError."""
        with _told():
            await self._connection.open()

    def announce(self) -> None:
        """Its calls are the other edges' to end."""

    async def finish(self, within_s: float) -> None:
        await _idle(self._service, within_s)
        await self._connection.close()


async def _idle(service: Service, within_s: float) -> None:
    """Once no call of it is under way, or its time is over."""
    ends = asyncio.get_running_loop().time() + within_s
    while service.running and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(LOOK_S)


def hooks_over_nats(its: Settings, telemetry: Telemetry, service: Service, *, checked: bool) -> tuple[HookStore,
                                                                                                     list[Edge]]:
    """Where webhooks are stored, and the edges that start before the one that receives them. `checked`: another edge
    looks whether NATS keeps what it acknowledges.
    """
    edge = HookEdge(its, service)
    return edge.store, [edge] if checked else [SafetyGate(its, telemetry), edge]


def service_over_nats(its: Settings, telemetry: Telemetry, store: KeptAccounts | None) -> tuple[Service, list[Edge]]:
    """A service of which at least some calls go over NATS, and the edges that start before its own."""
    edge = RelayEdge(its, telemetry)
    service = edge.service = Service(wiring.service_options(its), telemetry, store, edge.relay)
    return service, [SafetyGate(its, telemetry), edge]


def work(its: Settings) -> int:
    """`tollbridge worker`, until it is told to stop; the exit code."""
    def edges(service: Service) -> tuple[list[Edge], Callable[[], None]]:
        worker = Worker(worker_options(its), service)
        probes = _probes(its, service, "worker", lambda: worker.why_not)
        leaving: list[asyncio.Task[None]] = []

        def ready() -> None:
            leaving.append(asyncio.ensure_future(_leave(worker)))
            options = worker.options
            of = f"{', '.join(options.operations) or 'all operations'} at {', '.join(options.connectors)}"
            say_lines(f"worker  {worker.id} (pid {os.getpid()}): {of}{_at(its, 'worker', probes)}")
            for name in options.connectors:
                if not any(pull.consumer.endswith(f"_{name}") for pull in worker.pulls):
                    _log.warning("%s has no consumer: nothing comes for it before tollbridge streams apply", name)
            for name in worker.unread:
                _log.error("%s has no consumer %s: its webhooks are stored, and nobody reads them before tollbridge "
                           "streams apply", name, webhook_consumer(name))

        return [SafetyGate(its, service.telemetry), worker, *probes], ready

    return _run(its, "worker", edges)


def bridge(its: Settings) -> int:
    """`tollbridge bridge`, until it is told to stop; the exit code."""
    def edges(service: Service) -> tuple[list[Edge], Callable[[], None]]:
        process = BridgeProcess(its, service)
        probes = _probes(its, service, "bridge", lambda: process.why_not)

        def ready() -> None:
            say_lines(f"bridge  (pid {os.getpid()}) answers hyperswitch.*{_at(its, 'bridge', probes)}")

        return [SafetyGate(its, service.telemetry), process, *probes], ready

    return _run(its, "bridge", edges)


def _run(its: Settings, name: str, make: Callable[[Service], tuple[list[Edge], Callable[[], None]]]) -> int:
    telemetry: Telemetry | None = None
    child = this_child()
    try:
        telemetry = Telemetry(wiring.telemetry_options(its), logs=configure(wiring.log_options(its)))
        service = Service(service_options(its, name), telemetry, store_of(its))
        edges, tell = make(service)

        def told() -> None:
            tell()
            if child is not None:
                child.tell_ready()

        if child is not None:
            child.tie()
        run(service, edges, ready=told)
    except AccountsError as error:
        return _say(name, ["accounts that cannot be used:", *(f"  {path}: {why}" for path, why in error.problems)],
                    USAGE)
    except AccountStoreError as error:
        return _say(name, [f"accounts: {error}"], FAULT)
    except (BadInput, ValueError) as error:  # NATS is unsafe, too
        return _say(name, [str(error)], USAGE)
    except Unavailable as error:
        return _say(name, [f"NATS: {error}"], FAULT)
    except ModuleNotFoundError as error:
        return _say(name, [f"needs more packages: pip install 'tollbridge[bridge,server]' ({error})"], FAULT)
    except (RuntimeError, OSError) as error:  # a port is taken, a log file cannot be written
        return _say(name, [str(error)], FAULT)
    finally:
        if telemetry is not None:
            telemetry.close()
    return DONE


def _say(name: str, lines: Sequence[str], code: int) -> int:
    print(f"tollbridge {name}: {lines[0]}", *lines[1:], sep="\n", file=sys.stderr)
    return code


async def _leave(worker: Worker) -> None:
    """Told so over NATS, it goes as it does when it is told by a signal."""
    await worker.leaving.wait()
    os.kill(os.getpid(), signal.SIGTERM)


def _probes(its: Settings, service: Service, of: str, why_not: Callable[[], str]) -> list[HttpServer]:
    from tollbridge.edges.http import HttpServer

    options = probe_options(its, of)
    return [] if options is None else [HttpServer(service, options, why_not=why_not)]


def _at(its: Settings, of: str, probes: Sequence[HttpServer]) -> str:
    host = getattr(its, of).http.host
    return "".join(f"; health at http://{f'[{host}]' if ':' in host else host}:{server.port}/readyz"
                   for server in probes)
