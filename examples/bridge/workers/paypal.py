"""A worker for PayPal: Tollbridge's engine in a process of yours, with a switch to hold work back.

    TOLLBRIDGE_CONFIG=bridge.toml HOLD=/run/paypal.hold python paypal.py

As long as the file HOLD is there, payouts stay in their stream: nothing is claimed, nothing is lost, and callers are
told that they are under way. What you would change: the condition in `Switch`. The breaker, paused accounts and the
processor's own "wait" work as in any worker: `Switch` adds to them.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import msgspec

from tollbridge.bridge.gates.worker import WorkerGates
from tollbridge.bridge.routes import PAYOUTS
from tollbridge.bridge.worker.work import Work
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

HOLD = Path(os.environ.get("HOLD", "/run/paypal.hold"))
LOOK_AGAIN_S = 2.0


class Switch(WorkerGates):
    """Asked before each claim. What is held longer than an operation's deadline ends as REJECTED, and was not sent."""

    async def hold_s(self, work: Work) -> float:
        if work.address.route.family is PAYOUTS and HOLD.exists():
            return LOOK_AGAIN_S
        return await super().hold_s(work)


async def leave(worker: Worker) -> None:
    """`tollbridge workers drain ID` is as good as SIGTERM."""
    await worker.leaving.wait()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    its = usable(os.environ.get("TOLLBRIDGE_CONFIG")).settings
    telemetry = Telemetry(wiring.telemetry_options(its), logs=configure(wiring.log_options(its)))
    service = Service(service_options(its, "worker"), telemetry, store_of(its))
    options = msgspec.structs.replace(worker_options(its), connectors=("paypal",))
    worker = Worker(options, service, gates=Switch(options.gates))
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
