"""One run: everything is started, payments are made while things break, all is mended, and then it is counted.

Processes of their own are nats-server (one, or three), the sandbox, the workers and the bridges; callers are here.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import msgspec
from msgspec import Struct

from bridge.chaos.blows import Blows
from bridge.chaos.callers import Callers
from bridge.chaos.canaries import in_files, in_streams
from bridge.chaos.checker import Violation, violations
from bridge.chaos.evidence import Evidence, Operation
from bridge.chaos.plan import CANARY_KEY, CONNECTORS, DEADLINES_S, TIMEOUTS_S, WINDOW_S, Plan, accounts
from bridge.chaos.stories import messages_of, story
from bridge.fleet import STEPS, Fleet, FleetOptions
from bridge.secured import cluster_started, started
from bridge.surroundings import as_admin, bridge_options, make_streams
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import Connection, Unavailable
from tollbridge.bridge.dead_letters import DeadLetters
from tollbridge.bridge.gates.circuits import BreakerOptions, Waits
from tollbridge.bridge.gates.worker import GateOptions
from tollbridge.bridge.messages import State
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.routes import PAYMENTS, REFUNDS
from tollbridge.bridge.server import NatsCluster, NatsServer
from tollbridge.bridge.streams import streams_of
from tollbridge.bridge.sweeper import SweeperOptions
from tollbridge.sandbox.ledger import Entry

WORKERS, BRIDGES = 3, 3
OPERATIONS = ("payments.authorize", "payments.capture", "refunds.execute", "payments.sync")
MADE = ("payments_authorize_", "payments_capture_", "refunds_execute_")
"""Of the consumers only those that are used: each is a raft group in a cluster."""
GATES = GateOptions(breaker=BreakerOptions(failures=12, ratio=0.9, waits=Waits(first_s=0.5, longest_s=2.0, probe_s=3)),
                    paused=Waits(first_s=0.5, longest_s=2.0, probe_s=3))
SWEEPER = SweeperOptions(every_s=1.0, lease_s=4.0, scan_every_s=4.0, orphans_every_s=10.0, grace_s=5.0, orphan_s=15.0)
KILL = 0.01
DRAIN_S = 60.0
"""Deadlines of operations are over by then."""
LOOK_S = 0.5
TESTS = Path(__file__).parent.parent.parent
SANDBOX = """
from bridge.fleet import die_with_parent
from tollbridge.sandbox.program import run
die_with_parent()
run(port=0, webhook_url=None, webhook_secret="whsec_sandbox")
"""


class Outcome(Struct):
    violations: list[Violation]
    canaries: list[str]
    stories: list[str]
    counts: dict[str, int]

    @property
    def well(self) -> bool:
        return not self.violations and not self.canaries


async def run(plan: Plan, folder: Path, *, claims: bool = True, slowest: int = 0) -> Outcome:
    """`folder` takes the servers' data and the processes' words. The stories of so many of the slowest are told too."""
    async with AsyncExitStack() as held:
        data = str(folder / "nats")
        server: NatsServer | NatsCluster = await held.enter_async_context(
            cluster_started(data) if plan.cluster else started(data=data))
        urls = server.urls if isinstance(server, NatsCluster) else [server.url]
        streams = {"replicas": 3 if plan.cluster else 1, "processor_timeouts_s": TIMEOUTS_S,
                   "duplicate_window_s": WINDOW_S, "max_bytes": 256 << 20}
        options = bridge_options(",".join(urls), *CONNECTORS, streams=streams, deadline_s=DEADLINES_S[1])
        await make_streams(options, *MADE)
        sandbox = await held.enter_async_context(_sandbox(folder))
        session = await held.enter_async_context(aiohttp.ClientSession())
        words = held.enter_context((folder / "processes.log").open("wb"))
        fleet = await held.enter_async_context(Fleet(FleetOptions(
            url=",".join(urls), connectors=CONNECTORS, urls=dict.fromkeys(CONNECTORS, f"{sandbox}/stripe"),
            workers=WORKERS, bridges=BRIDGES, slots=20, streams=streams, operations=OPERATIONS, seed=plan.seed,
            kill=dict.fromkeys(STEPS, KILL) if plan.blows else {}, kill_until=time.time() + plan.seconds,
            claims=claims, gates=GATES, accounts_file=held.enter_context(_accounts()), sweeper=SWEEPER,
            deadline_s=DEADLINES_S[1]), stderr=words))
        callers = Callers(plan, options)
        await callers.open()
        held.push_async_callback(callers.close)
        blows = Blows(plan, server, fleet, callers, sandbox, session)
        async with asyncio.TaskGroup() as group:
            group.create_task(callers.run())
            group.create_task(blows.run())
        outcome = await _judge(plan, folder, options, callers, blows, fleet, session, sandbox, slowest)
        try:
            await fleet.stop()
        except TimeoutError:
            outcome.violations.append(Violation("", "workers and bridges did not end in time"))
        return outcome


async def _judge(plan: Plan, folder: Path, options: BridgeOptions, callers: Callers, blows: Blows, fleet: Fleet,
                 session: aiohttp.ClientSession, sandbox: str, slowest: int) -> Outcome:
    began = time.monotonic()
    client = BridgeClient(options)
    await client.open()
    records = await _drained(client, callers)
    async with session.get(f"{sandbox}/_sandbox/ledger") as answer:
        ledger = msgspec.convert((await answer.json())["entries"], list[Entry])
    evidence = Evidence(list(callers.operations.values()), records, ledger, await _letters(client, records),
                        frozenset().union(*fleet.alerts.values()))
    found = violations(evidence)
    streams = [name for family in (PAYMENTS, REFUNDS) for name in streams_of(family, options.streams)]
    wanted = [*(violation.op_id for violation in found if violation.op_id), *_slowest(records)[:slowest]]
    stories = [story(callers.operations[op_id], evidence, await messages_of(client.connection, op_id, streams),
                     blows.story, fleet.heard) for op_id in dict.fromkeys(wanted)]
    canaries = [plan.number, CANARY_KEY]
    everywhere = Connection(as_admin(options.connection))
    await everywhere.open()
    leaks = [*await in_streams(everywhere, canaries), *in_files(folder, canaries)]
    await everywhere.close()
    await client.close()
    return Outcome(found, leaks, stories, _counts(evidence, callers, blows, fleet, time.monotonic() - began))


def _slowest(records: Mapping[str, OperationRecord]) -> list[str]:
    return sorted(records, key=lambda op_id: records[op_id].accepted_at - records[op_id].changed_at)


def _counts(evidence: Evidence, callers: Callers, blows: Blows, fleet: Fleet, drained_s: float) -> dict[str, int]:
    told = Counter(told.error or told.state for each in evidence.operations for told in each.told)
    ends = Counter(f"{record.state} {record.outcome}" for record in evidence.records.values())
    return {"operations": len(evidence.operations), "answers": sum(told.values()),
            **{f"told {what}": count for what, count in sorted(told.items())},
            **{f"ended {what}": count for what, count in sorted(ends.items())},
            "ledger entries": len(evidence.ledger), "questions": callers.asked, "answered": callers.answered,
            **dict(sorted(blows.dealt.items())), **{f"killed at {step}": n for step, n in sorted(fleet.killed.items())},
            "s until all had ended": round(drained_s)}


async def _drained(client: BridgeClient, callers: Callers) -> dict[str, OperationRecord]:
    """The records, once all that may have been stored have ended, or no time is left."""
    until = time.monotonic() + DRAIN_S
    records: dict[str, OperationRecord] = {}
    wanted = list(callers.operations.values())
    while True:
        wanted = [operation for operation in wanted if not await _ended(client, operation, records)]
        if not wanted or time.monotonic() > until:
            return records
        await asyncio.sleep(LOOK_S)


async def _ended(client: BridgeClient, operation: Operation, records: dict[str, OperationRecord]) -> bool:
    """Or nothing is to be expected of it: nobody was told that it is stored."""
    try:
        found = await client.records.get(operation.connector, operation.op_id)
    except Unavailable:
        return False
    if found is None:
        return not any(told.state for told in operation.told)
    records[operation.op_id] = found.record
    return found.record.final


async def _letters(client: BridgeClient, records: Mapping[str, OperationRecord]) -> frozenset[str]:
    letters = DeadLetters(client.connection, client.publisher, client.records)
    return frozenset([op_id for op_id, record in records.items()
                      if record.state == State.MANUAL and await letters.has(record.connector, op_id)])


@contextmanager
def _accounts() -> Iterator[str]:
    """A file of them, apart from what is searched for secrets."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(accounts())
        file.flush()
        yield file.name


@asynccontextmanager
async def _sandbox(folder: Path) -> AsyncIterator[str]:
    """Its URL."""
    with (folder / "sandbox.log").open("wb") as words:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SANDBOX, env={**os.environ, "PYTHONPATH": str(TESTS)},
            stdout=asyncio.subprocess.PIPE, stderr=words)
        try:
            assert process.stdout is not None
            yield (await process.stdout.readline()).decode().strip()
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()
