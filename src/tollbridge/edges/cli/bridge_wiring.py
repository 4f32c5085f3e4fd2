"""From settings to the options of what goes over NATS, and the bridge for commands that need it open for a while.

    async def look(bridge: BridgeClient) -> Answer | None:
        return await bridge.operation(op_id)

    answer = over_nats(its, look)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from tollbridge.domain.errors import BadInput, Unreachable

if TYPE_CHECKING:
    from tollbridge.bridge.audit.trail import AuditOptions
    from tollbridge.bridge.client import BridgeClient, BridgeOptions
    from tollbridge.bridge.connection import ConnectionOptions
    from tollbridge.bridge.deliveries.options import DeliveryOptions
    from tollbridge.bridge.evidence import EvidenceOptions
    from tollbridge.bridge.gates.admission import AdmissionOptions
    from tollbridge.bridge.gates.worker import GateOptions
    from tollbridge.bridge.ingress import IngressOptions
    from tollbridge.bridge.protection.options import ProtectionOptions
    from tollbridge.bridge.safety import SafetyOptions
    from tollbridge.bridge.streams import StreamOptions
    from tollbridge.bridge.worker.worker import WorkerOptions
    from tollbridge.edges.http import HttpOptions
    from tollbridge.service import ServiceOptions
    from tollbridge.settings import Flag, Settings

T = TypeVar("T")

LOOKS_A_LEASE, MOST_EVERY_S = 5, 3.0
"""How often who delivers says so: in time for its lease, and for what the consumer has given it."""
NAME, COMMAND, PROCESSES = "tollbridge", "command", ("bridge", "worker", "serve")
MOST_PROBES = 64
"""Connections at once: they are for load balancers and Prometheus, not for callers."""
NO_SERVERS = "bridge.servers is empty: name the NATS servers there, or run `tollbridge dev`, which has one of its own"
servers_option = click.option("--servers", metavar="URL,...", help="Of NATS, in place of bridge.servers.")
MISSING = "the bridge needs more packages: pip install 'tollbridge[bridge]'"


def connection_options(its: Settings, name: str = NAME) -> ConnectionOptions:
    """`name` is how NATS shows the connection. Raises BadInput where no server is named."""
    from tollbridge.bridge.connection import ConnectionOptions
    from tollbridge.bridge.tls import TlsOptions

    bridge = its.bridge
    if not bridge.servers:
        raise BadInput(NO_SERVERS, "bridge.servers")
    return ConnectionOptions(
        servers=tuple(bridge.servers), name=name, user=bridge.user,
        password=bridge.password.reveal() if bridge.password is not None else None,
        credentials_file=bridge.credentials_file, nkey_file=bridge.nkey_file, inbox_prefix=bridge.inbox_prefix,
        restricted=bridge.restricted, tls=TlsOptions(**bridge.tls.model_dump()),
        connect_timeout_s=bridge.connect_timeout_s,
        ack_timeout_s=bridge.ack_timeout_s, request_timeout_s=bridge.request_timeout_s)


def stream_options(its: Settings) -> StreamOptions:
    from tollbridge.bridge.streams import StreamOptions

    bridge = its.bridge
    return StreamOptions(
        connectors=tuple(dict.fromkeys(bridge.connectors)), replicas=bridge.replicas, max_bytes=bridge.max_bytes,
        max_memory_bytes=bridge.max_memory_bytes, concurrency=bridge.concurrency,
        duplicate_window_s=bridge.duplicate_window_s, sealed_for_s=bridge.sealed_for_s,
        processor_timeouts_s=_by_route(bridge.processor_timeouts_s), deliveries=bridge.deliveries.enabled,
        audit=bridge.audit.enabled, audit_days=bridge.audit.days, audit_max_bytes=bridge.audit.max_bytes,
        events_days=bridge.events_days, dead_letters_days=bridge.dead_letters_days,
        evidence_days=bridge.evidence.keep_days if bridge.evidence.key_file is not None else 0)


def delivery_options(its: Settings) -> DeliveryOptions | None:
    """None where no events are delivered."""
    from tollbridge.bridge.deliveries.options import DeliveryOptions

    given = its.bridge.deliveries
    if not given.enabled:
        return None
    return DeliveryOptions(retry_s=tuple(given.retry_s), timeout_s=given.timeout_s, concurrency=given.concurrency,
                           slots=given.slots, order_s=given.order_s, lease_s=given.lease_s,
                           every_s=min(MOST_EVERY_S, given.lease_s / LOOKS_A_LEASE))


def bridge_options(its: Settings, name: str = NAME) -> BridgeOptions:
    """Raises BadInput where no server is named."""
    from tollbridge.bridge.cached import CacheOptions
    from tollbridge.bridge.client import BridgeOptions

    bridge = its.bridge
    return BridgeOptions(
        connection=connection_options(its, name), streams=stream_options(its), deadline_s=bridge.deadline_s,
        store_s=bridge.store_s, fallback_after_s=bridge.fallback_after_s,
        caller_timeouts_s=_by_route(bridge.caller_timeouts_s), admission=_admission(its),
        cache=CacheOptions(ttl_s=bridge.answers_kept_s), session_s=bridge.session_s, audit=audit_options(its, name),
        evidence=_evidence(its), protection=protection_options(its))


def audit_options(its: Settings, name: str = NAME) -> AuditOptions:
    """`name` is that of the connection: of a command, no chain is begun before it has something to tell."""
    from tollbridge.bridge.audit.trail import AuditOptions

    audit, role = its.bridge.audit, name.removeprefix(NAME).strip()
    if not audit.enabled:
        return AuditOptions()
    lasting = role in PROCESSES
    return AuditOptions(enabled=audit.enabled, role=role if lasting else COMMAND, lazy=not lasting, key=audit.key,
                        signing_key_file=audit.signing_key_file, anchor_s=audit.anchor_s)


def _evidence(its: Settings) -> EvidenceOptions | None:
    """Raises BadInput for a file that holds no key."""
    given = its.bridge.evidence
    if given.key_file is None:
        return None
    from pathlib import Path

    from tollbridge.bridge.evidence import EvidenceOptions, KeyFile

    return EvidenceOptions(keys=KeyFile(Path(given.key_file)), max_bytes=given.max_bytes)


def protection_options(its: Settings) -> ProtectionOptions | None:
    """None where it is off."""
    from tollbridge.bridge.protection.options import ProtectionOptions

    given = its.bridge.protection
    if given.mode == "off" or given.private_keys is None or given.public_keys is None:
        return None
    since = datetime.fromisoformat(given.since.replace("Z", "+00:00")).timestamp() if given.since is not None else 0.0
    return ProtectionOptions(private_keys=given.private_keys, public_keys=given.public_keys, window_s=given.window_s,
                             cache_s=given.cache_s, since=since)


def _admission(its: Settings) -> AdmissionOptions:
    from tollbridge.bridge.gates.admission import AdmissionOptions
    from tollbridge.bridge.gates.limits import Quota, Rate

    given = its.bridge.admission
    return AdmissionOptions(
        in_flight=given.in_flight, pending=given.pending, unattended=given.unattended,
        refuse_while_open=given.refuse_while_open,
        rates={f"{rule.merchant}/{_limited(rule.operation)}": Rate(per_s=rule.per_s, burst=rule.burst)
               for rule in reversed(given.rates)},
        quotas={f"{rule.merchant}/{_limited(rule.operation)}": Quota(operations=rule.operations, period_s=rule.period_s)
                for rule in reversed(given.quotas)})


def _limited(operation: str) -> str:
    return operation if operation == "*" else _route_name(operation)


def _gates(its: Settings) -> GateOptions:
    from tollbridge.bridge.gates.circuits import BreakerOptions, Waits
    from tollbridge.bridge.gates.governor import GovernorOptions
    from tollbridge.bridge.gates.worker import GateOptions

    breaker, paused, governor = its.worker.breaker, its.worker.paused, its.worker.governor
    return GateOptions(
        breaker=BreakerOptions(failures=breaker.failures, ratio=breaker.ratio, least=breaker.least,
                               window_s=breaker.window_s,
                               waits=Waits(first_s=breaker.first_s, longest_s=breaker.longest_s)),
        paused=Waits(first_s=paused.first_s, longest_s=paused.longest_s),
        governor=GovernorOptions(key=governor.key, never_days=governor.never_days))


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


def service_options(its: Settings, of: str) -> ServiceOptions:
    """Of a worker or a bridge (`of`), where what came over NATS is at its end: it is routed nowhere else. Who may
    publish is for NATS to say, for what comes has no bearer token of ours.
    """
    from msgspec.structs import replace

    from tollbridge.edges.cli import wiring
    from tollbridge.service.routing import Routing

    grace_s = its.worker.grace_s if of == "worker" else its.limits.grace_s
    return replace(wiring.service_options(its), principals=None, routing=Routing(), grace_s=grace_s)


def worker_options(its: Settings) -> WorkerOptions:
    """Raises BadInput where no server is named, or nothing to work for."""
    from tollbridge import catalog
    from tollbridge.bridge.webhooks.reading import HookOptions
    from tollbridge.bridge.worker.worker import WorkerOptions

    worker = its.worker
    connectors = worker.connectors or [name for name in its.bridge.connectors if name in catalog.names()]
    if not connectors:
        raise BadInput("bridge.connectors names no connector of ours: there is nothing to work for",
                       "bridge.connectors")
    return WorkerOptions(
        bridge=bridge_options(its, f"{NAME} worker"), connectors=tuple(connectors),
        operations=tuple(_route_name(name) for name in worker.operations), slots=worker.slots,
        query_slots=worker.query_slots, grace_s=worker.grace_s, gates=_gates(its),
        webhooks=HookOptions(parked_s=its.webhooks.parked_s) if its.webhooks.mode == "bridge" else None)


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
async def opened(its: Settings, name: str = NAME, *, reads: bool = False) -> AsyncIterator[BridgeClient]:
    """A connected bridge; one that only `reads` makes nothing on the server. Raises BadInput where no server is named,
    Unreachable where none answers.
    """
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.connection import Unavailable
    from tollbridge.bridge.protection.options import BRIDGE

    client = BridgeClient(bridge_options(its, name), role=None if reads else BRIDGE)
    try:
        # Who is restricted may not look at gates.
        await client.open(gates=not (reads or its.bridge.restricted), makes=not reads)
        yield client
    except Unavailable as error:
        raise Unreachable(f"NATS: {error}") from error
    finally:
        await client.close()


def over_nats(its: Settings, work: Callable[[BridgeClient], Awaitable[T]], *, reads: bool = False) -> T:
    """Does it in a loop of its own; `reads` for what changes nothing. What it raises the command may let through: a
    message and an exit code come of it.

    Unavailable becomes Unreachable, exit code 1: not for what may have been stored by then.
    """
    async def run() -> T:
        from tollbridge.bridge.connection import Refused

        async with opened(its, reads=reads) as bridge:
            try:
                return await work(bridge)
            except Refused as error:
                raise click.ClickException(f"JetStream refused it: {error}") from error

    try:
        return asyncio.run(run())
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{MISSING} ({error})") from None
