"""From settings to the options of what goes over NATS, and the bridge for commands that need it open for a while.

    async def look(bridge: BridgeClient) -> Answer | None:
        return await bridge.operation(op_id)

    answer = over_nats(its, look)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from tollbridge.domain.errors import BadInput, Unreachable

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient, BridgeOptions
    from tollbridge.bridge.connection import ConnectionOptions
    from tollbridge.bridge.ingress import IngressOptions
    from tollbridge.bridge.safety import SafetyOptions
    from tollbridge.bridge.streams import StreamOptions
    from tollbridge.bridge.worker.worker import WorkerOptions
    from tollbridge.edges.http import HttpOptions
    from tollbridge.settings import Flag, Settings

T = TypeVar("T")

NAME = "tollbridge"
MOST_PROBES = 64
"""Connections at once: they are for load balancers and Prometheus, not for callers."""
NO_SERVERS = "bridge.servers is empty: name the NATS servers there, or run `tollbridge dev`, which has one of its own"
servers_option = click.option("--servers", metavar="URL,...", help="Of NATS, in place of bridge.servers.")
MISSING = "the bridge needs more packages: pip install 'tollbridge[bridge]'"


def connection_options(its: Settings, name: str = NAME) -> ConnectionOptions:
    """`name` is how NATS shows the connection. Raises BadInput where no server is named."""
    from tollbridge.bridge.connection import ConnectionOptions

    bridge = its.bridge
    if not bridge.servers:
        raise BadInput(NO_SERVERS, "bridge.servers")
    return ConnectionOptions(
        servers=tuple(bridge.servers), name=name, user=bridge.user,
        password=bridge.password.reveal() if bridge.password is not None else None,
        credentials_file=bridge.credentials_file, connect_timeout_s=bridge.connect_timeout_s,
        ack_timeout_s=bridge.ack_timeout_s, request_timeout_s=bridge.request_timeout_s)


def stream_options(its: Settings) -> StreamOptions:
    from tollbridge.bridge.streams import StreamOptions

    bridge = its.bridge
    return StreamOptions(
        connectors=tuple(dict.fromkeys(bridge.connectors)), replicas=bridge.replicas, max_bytes=bridge.max_bytes,
        max_memory_bytes=bridge.max_memory_bytes, concurrency=bridge.concurrency,
        duplicate_window_s=bridge.duplicate_window_s, sealed_for_s=bridge.sealed_for_s,
        processor_timeouts_s=_by_route(bridge.processor_timeouts_s))


def bridge_options(its: Settings, name: str = NAME) -> BridgeOptions:
    """Raises BadInput where no server is named."""
    from tollbridge.bridge.client import BridgeOptions

    return BridgeOptions(
        connection=connection_options(its, name), streams=stream_options(its), deadline_s=its.bridge.deadline_s,
        fallback_after_s=its.bridge.fallback_after_s, caller_timeouts_s=_by_route(its.bridge.caller_timeouts_s))


def ingress_options(its: Settings, bridge: BridgeOptions) -> IngressOptions:
    from tollbridge.bridge.ingress import IngressOptions
    from tollbridge.edges.cli.wiring import ENVIRONMENTS

    ingress = its.bridge.ingress
    return IngressOptions(
        bridge=bridge, environment=ENVIRONMENTS[its.environment].lower(), connectors=ingress.connectors,
        wait_s=ingress.wait_s, max_waiting=ingress.max_waiting)


def probe_options(its: Settings, of: str) -> HttpOptions | None:
    """Of a worker or a bridge (`of`): health and metrics; None where they are switched off."""
    from tollbridge.edges.http import HttpOptions

    probes = its.worker.http if of == "worker" else its.bridge.http
    if not probes.enabled:
        return None
    return HttpOptions(host=probes.host, port=probes.port, operations=False, docs=False, metrics=its.metrics.enabled,
                       max_connections=MOST_PROBES)


def worker_options(its: Settings) -> WorkerOptions:
    """Raises BadInput where no server is named, or nothing to work for."""
    from tollbridge import catalog
    from tollbridge.bridge.worker.worker import WorkerOptions

    worker = its.worker
    connectors = worker.connectors or [name for name in its.bridge.connectors if name in catalog.names()]
    if not connectors:
        raise BadInput("bridge.connectors names no connector of ours: there is nothing to work for",
                       "bridge.connectors")
    return WorkerOptions(
        bridge=bridge_options(its, f"{NAME} worker"), connectors=tuple(connectors),
        operations=tuple(_route_name(name) for name in worker.operations), slots=worker.slots,
        query_slots=worker.query_slots, grace_s=worker.grace_s)


def safety_options(its: Settings) -> SafetyOptions:
    from tollbridge.bridge.safety import SafetyOptions

    return SafetyOptions(streams=stream_options(its), live=its.environment == "live",
                         monitoring=tuple(its.bridge.monitoring), accept=frozenset(its.bridge.accept_live))


def server_flags(servers: str | None) -> dict[str, Flag]:
    """Of `--servers`, for the settings."""
    try:
        from tollbridge.settings import Flag
    except ModuleNotFoundError:
        return {}  # what is missing is told by whoever reads the settings
    given = [each.strip() for each in servers.split(",") if each.strip()] if servers is not None else None
    return {"bridge.servers": Flag("--servers", given)}


def _by_route(seconds: Mapping[str, float]) -> dict[str, float]:
    return {_route_name(name): its for name, its in seconds.items()}


def _route_name(operation: str) -> str:
    """The bridge's name of an operation: payments.authorize."""
    from tollbridge.bridge.routes import ROUTES

    return next(route.name for route in ROUTES if route.operation.name == operation)


@asynccontextmanager
async def opened(its: Settings, name: str = NAME) -> AsyncIterator[BridgeClient]:
    """A connected bridge. Raises BadInput where no server is named, Unreachable where none answers."""
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.connection import Unavailable

    client = BridgeClient(bridge_options(its, name))
    try:
        await client.open()
        yield client
    except Unavailable as error:
        raise Unreachable(f"NATS: {error}") from error
    finally:
        await client.close()


def over_nats(its: Settings, work: Callable[[BridgeClient], Awaitable[T]]) -> T:
    """Does it in a loop of its own. What it raises the command may let through: a message and an exit code come of it.

    Unavailable becomes Unreachable, exit code 1: not for what may have been stored by then.
    """
    async def run() -> T:
        from tollbridge.bridge.connection import Refused

        async with opened(its) as bridge:
            try:
                return await work(bridge)
            except Refused as error:
                raise click.ClickException(f"JetStream refused it: {error}") from error

    try:
        return asyncio.run(run())
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{MISSING} ({error})") from None
