"""One process of the bridge, for the benchmark: `python -m bench.bridge_part worker|bridge NATS-URL PROCESSOR-URL
SLOTS`, or `... hooks NATS-URL`, which receives webhooks and prints its port.

With what production has: JSON logs in a file, metrics. Prints a line once it works, and ends on SIGTERM.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkdtemp

from bench.case import API_KEY
from tollbridge.accounts.mounted import EnvironmentSource
from tollbridge.accounts.store import KeptAccounts
from tollbridge.bridge.audit.trail import AuditOptions
from tollbridge.bridge.client import BridgeClient, BridgeOptions, protection_of
from tollbridge.bridge.connection import Connection, ConnectionOptions, Publisher
from tollbridge.bridge.ingress import Ingress, IngressOptions
from tollbridge.bridge.protection.options import ProtectionOptions
from tollbridge.bridge.streams import StreamOptions
from tollbridge.bridge.webhooks.storing import StreamedHooks
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.domain.secret import Secret
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.service import Service, ServiceOptions
from tollbridge.service.serving import Edge, run
from tollbridge.telemetry import Telemetry
from tollbridge.telemetry.logs import Format, LogOptions, configure
from tollbridge.transport import Limits, TransportSettings

CONFIG = f'{{"config": {{"Stripe": {{"api_key": "{API_KEY}"}}}}}}'
AT_ONCE = 12_000
HOOK_SECRET = "whsec_of_the_benchmark"  # noqa: S105 - of nobody
ACCOUNT = {"TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__API_KEY": API_KEY,
           "TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__WEBHOOK_SECRET": HOOK_SECRET}


def options(url: str, role: str = "") -> BridgeOptions:
    """As deployed, with room for the most that is measured. BENCH_AUDIT=1: with an audit trail, signed.
    BENCH_PROTECTION is a folder with bridge.jwks, worker.jwks and public.jwks: with it all is encrypted and signed.
    """
    audit, folder = os.environ.get("BENCH_AUDIT") == "1", os.environ.get("BENCH_PROTECTION")
    protection = None if folder is None else ProtectionOptions(
        private_keys=f"{folder}/{'worker' if role == 'worker' else 'bridge'}.jwks",
        public_keys=f"{folder}/public.jwks")
    return BridgeOptions(connection=ConnectionOptions(servers=(url,)), protection=protection,
                         streams=StreamOptions(connectors=("stripe",), concurrency=AT_ONCE, audit=audit),
                         audit=AuditOptions(enabled=audit, role=role or "command", lazy=not role, key=Secret("k" * 32)))


class Bridge(Ingress):
    """With its connection."""

    def __init__(self, its: IngressOptions) -> None:
        self.client = BridgeClient(its.bridge)
        super().__init__(its, self.client)

    async def start(self) -> None:
        await self.client.open()
        await super().start()

    async def finish(self, within_s: float) -> None:
        await super().finish(within_s)
        await self.client.close()


class Hooks(HttpServer):
    """The receiver, with its connection."""

    def __init__(self, url: str, service: Service) -> None:
        its = options(url)
        self._connection = Connection(its.connection)
        publisher = Publisher(self._connection)
        store = StreamedHooks(self._connection, publisher, ("stripe",),
                              protection_of(its, self._connection, publisher))
        super().__init__(service, HttpOptions(port=0), service.accounts, hooks=store)

    async def start(self) -> None:
        await self._connection.open()
        await super().start()

    async def finish(self, within_s: float) -> None:
        await super().finish(within_s)
        await self._connection.close()


def receive(url: str) -> None:
    logs = Path(mkdtemp(prefix="tollbridge-bench-")) / "log"
    telemetry = Telemetry(logs=configure(LogOptions(level="info", format=Format.JSON, file=str(logs))))
    accounts = KeptAccounts(EnvironmentSource(ACCOUNT), refresh_s=3600)
    service = Service(ServiceOptions(environment=Environment.TEST), telemetry, accounts)
    edge = Hooks(url, service)
    run(service, [edge], ready=lambda: print(edge.port, flush=True))


def main(what: str, url: str, processor: str = "", slots: str = "0") -> None:
    if what == "hooks":
        receive(url)
        return
    logs = Path(mkdtemp(prefix="tollbridge-bench-")) / "log"
    telemetry = Telemetry(logs=configure(LogOptions(level="info", format=Format.JSON, file=str(logs))))
    service = Service(ServiceOptions(
        environment=Environment.TEST, connector_urls={"stripe": processor}, max_concurrent=AT_ONCE,
        transport=TransportSettings(limits=Limits(connections=AT_ONCE, connections_per_host=AT_ONCE))), telemetry)
    edge: Edge
    if what == "worker":
        edge = Worker(WorkerOptions(bridge=options(url, what), connectors=("stripe",), slots=int(slots),
                                    query_slots=2000), service)
    else:
        edge = Bridge(IngressOptions(bridge=options(url, what), environment="sandbox", connectors={"*": "stripe"},
                                     wait_s=30.0))
    run(service, [edge], ready=lambda: print("ready", flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
