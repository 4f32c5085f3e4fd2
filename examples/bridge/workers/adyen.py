"""A worker for Adyen: Tollbridge's engine in a process of yours, for some operations alone, near the processor.

    TOLLBRIDGE_CONFIG=bridge.toml REGION=eu-west python adyen.py

It authorizes, captures, voids and refunds; other workers do what is left. Without hooks of your own it is
`tollbridge worker --connectors adyen --operations authorize,capture,void,refund`. What you would change: `OPERATIONS`,
and `Journal`, which here writes how each operation ended as lines of JSON, for whoever wants to count them.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys

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

OPERATIONS = ("payments.authorize", "payments.capture", "payments.void", "refunds.execute")
REGION = os.environ.get("REGION", "local")


class Journal(Hooks):
    """Hooks run in the worker's loop: they must be quick, and must not raise. Of cards they are given what the message
    has: a masked number.
    """

    def ended(self, work: Work, state: str, outcome: str) -> None:
        its = work.address
        print(json.dumps({"operation": its.route.name, "connector": its.connector, "op_id": its.op_id, "state": state,
                          "outcome": outcome, "attempts": work.record.attempts if work.record else 0}), flush=True)

    def alert(self, kind: str, work: Work, why: str) -> None:
        print(f"alert {kind} {work.name}: {why}", file=sys.stderr)


async def leave(worker: Worker) -> None:
    """`tollbridge workers drain ID` is as good as SIGTERM."""
    await worker.leaving.wait()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    its = usable(os.environ.get("TOLLBRIDGE_CONFIG")).settings
    telemetry = Telemetry(wiring.telemetry_options(its), logs=configure(wiring.log_options(its)))
    service = Service(service_options(its, "worker"), telemetry, store_of(its))
    options = msgspec.structs.replace(
        worker_options(its), connectors=("adyen",), operations=OPERATIONS, metadata={"region": REGION})
    worker = Worker(options, service, Journal())
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
