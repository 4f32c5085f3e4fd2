"""A worker for Stripe: Tollbridge's engine in a process of yours, which tells your pager what a person has to see.

    TOLLBRIDGE_CONFIG=bridge.toml PAGER_URL=http://127.0.0.1:9093/alerts python stripe.py

Without hooks of your own `tollbridge worker --connectors stripe` is all you need: it is the same, and takes the same
settings. What you would change: `Pager`, and `metadata`, which `tollbridge workers list` shows.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from urllib.request import Request, urlopen

import msgspec

from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker
from tollbridge.edges.cli import wiring
from tollbridge.edges.cli.accounts import store_of
from tollbridge.edges.cli.bridge_wiring import probe_options, service_options, worker_options
from tollbridge.edges.cli.config import usable
from tollbridge.edges.cli.over_nats import SafetyGate
from tollbridge.edges.http import HttpServer
from tollbridge.service import Edge, Service, run
from tollbridge.telemetry import Telemetry
from tollbridge.telemetry.logs import configure

PAGER_URL = os.environ.get("PAGER_URL")


class Pager(Hooks):
    """`kind`: manual (nobody knows whether money moved), account_paused (the processor refuses our credentials).

    Hooks run in the worker's loop: what takes time goes to a thread, and nothing here may raise.
    """

    def alert(self, kind: str, work: Work, why: str) -> None:
        its = work.address
        told = {"kind": kind, "operation": its.route.name, "connector": its.connector, "op_id": its.op_id,
                "merchant_id": its.merchant_id, "why": why}
        asyncio.get_running_loop().run_in_executor(None, page, told)


def page(alert: dict[str, str]) -> None:
    print(f"alert {json.dumps(alert)}", flush=True)
    if PAGER_URL:
        try:
            urlopen(Request(PAGER_URL, json.dumps(alert).encode(), {"content-type": "application/json"}),  # noqa: S310
                    timeout=5).close()
        except OSError as error:
            print(f"the pager does not answer: {type(error).__name__}", file=sys.stderr)


async def leave(worker: Worker) -> None:
    """`tollbridge workers drain ID` is as good as SIGTERM."""
    await worker.leaving.wait()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    its = usable(os.environ.get("TOLLBRIDGE_CONFIG")).settings
    telemetry = Telemetry(wiring.telemetry_options(its), logs=configure(wiring.log_options(its)))
    service = Service(service_options(its, "worker"), telemetry, store_of(its))
    options = msgspec.structs.replace(worker_options(its), connectors=("stripe",), metadata={"team": "payments"})
    worker = Worker(options, service, Pager())
    probes = probe_options(its, "worker")
    edges: list[Edge] = [SafetyGate(its), worker]  # the first refuses to start where NATS would lose what it takes
    if probes is not None:
        edges.append(HttpServer(service, probes, why_not=lambda: worker.why_not))  # /livez, /readyz, /metrics
    leaving: list[asyncio.Task[None]] = []

    def ready() -> None:
        leaving.append(asyncio.ensure_future(leave(worker)))
        print(f"ready {worker.id}", flush=True)

    run(service, edges, ready=ready)  # until SIGTERM; what is begun is ended


if __name__ == "__main__":
    main()
