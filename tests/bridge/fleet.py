"""Workers as processes that may be killed at any step, and at once replaced.

    async with Fleet(FleetOptions(url=..., connectors=("stripe",), kill={"claimed": 0.05})) as fleet:
        ...
    assert fleet.killed > 0

A parent process has everything imported and forks the workers, so that a new one takes milliseconds; it tells what
happens in lines of JSON. All of them end with the test, whatever becomes of it.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO, Any, Self

import msgspec
from msgspec import Struct

from bridge.processors import FOLDER
from bridge.surroundings import audit, bridge_options, of_worker
from tollbridge.accounts.mounted import EnvironmentSource, FileSource
from tollbridge.accounts.store import KeptAccounts
from tollbridge.bridge.audit.trail import AuditOptions
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.dead_letters import DeadLetters
from tollbridge.bridge.gates.worker import GateOptions
from tollbridge.bridge.ingress import Ingress, IngressOptions
from tollbridge.bridge.records import Found, OperationRecord, Records
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.service import Service, ServiceOptions

STEPS = ("before_claim", "claimed", "answered", "recorded", "replied")
"""Of the state machine, as hooks are told of them. `answered` is after the processor's effect, before it is written."""
START_S = 60.0
STOP_S = 30.0
AGAIN_S = 0.2
TESTS = Path(__file__).parent.parent


class FleetOptions(Struct, kw_only=True):
    """`kill` is, by step, the chance that a worker kills its own process there, before `kill_until` (epoch seconds);
    `stop` that it stops, as in a long pause of its machine, for `stopped_s`. `ahead_s` is by how much the clock of each
    worker is wrong, in turn. `bridges` more processes answer the plain subjects. `accounts` are variables as the
    account store reads them, `accounts_file` a file of accounts. With `audit_key` they write an audit trail. Without
    `claims` workers take no notice of each other: the checkers have to see it.
    """

    url: str
    connectors: tuple[str, ...]
    urls: dict[str, str]
    workers: int = 3
    slots: int = 3
    streams: dict[str, Any] = {}
    kill: dict[str, float] = {}
    stop: dict[str, float] = {}
    stopped_s: float = 0.0
    seed: int = 1
    ahead_s: tuple[float, ...] = ()
    operations: tuple[str, ...] = ()
    bridges: int = 0
    kill_until: float | None = None
    claims: bool = True
    gates: GateOptions = GateOptions()
    deadline_s: float = 600.0
    accounts_file: str = ""
    sweeper: SweeperOptions = SweeperOptions()
    accounts: dict[str, str] = {}
    audit_key: str = ""


class Told(Struct, omit_defaults=True):
    """One line: `event` is ready, alert, killed or stopped."""

    event: str
    number: int
    pid: int = 0
    step: str = ""
    op_id: str = ""
    kind: str = ""


class Fleet:
    """The test's side. `killed` counts workers that died, `alerts` has the ids of operations by kind of alert."""

    def __init__(self, options: FleetOptions, stderr: IO[bytes] | None = None) -> None:
        self.options, self._stderr = options, stderr
        self.killed: Counter[str] = Counter()
        self.stopped = 0
        self.alerts: dict[str, set[str]] = {}
        self.heard: list[tuple[float, Told]] = []
        """All that they said, and when."""
        self.pids: dict[int, int] = {}
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        path = os.pathsep.join([str(TESTS), str(FOLDER)])
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bridge.fleet", msgspec.json.encode(self.options).decode(),
            env={**os.environ, "PYTHONPATH": path}, stdout=asyncio.subprocess.PIPE, stderr=self._stderr)
        self._reading = asyncio.ensure_future(self._read())
        await self.until(lambda: len(self.pids) == self.options.workers + self.options.bridges, START_S)
        return self

    async def until(self, true: Any, within_s: float) -> None:
        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(lambda: true() or self._reading.done())
        assert true(), "the workers have ended"

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told = msgspec.json.decode(line, type=Told)
            self.heard.append((time.time(), told))
            if told.event == "ready":
                self.pids[told.number] = told.pid
            elif told.event == "alert":
                self.alerts.setdefault(told.kind, set()).add(told.op_id)
            elif told.event == "stopped":
                self.stopped += 1
                asyncio.get_running_loop().call_later(self.options.stopped_s, os.kill, told.pid, signal.SIGCONT)
            elif told.event == "killed":
                self.killed[told.step] += 1
            async with self._changed:
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    async def __aexit__(self, *exception: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Raises TimeoutError where they had to be killed."""
        if self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            raise
        await self._reading


# -- the other side ---------------------------------------------------------------------------------------------------
def say(told: Told) -> None:
    os.write(1, msgspec.json.encode(told) + b"\n")  # one write: lines of several processes do not mix


class Deadly(Hooks):
    """Kills or stops its own process at a step, by chance."""

    def __init__(self, number: int, options: FleetOptions, seed: int) -> None:
        self._number, self._options, self._chance = number, options, random.Random(seed)

    async def reached(self, step: str, work: Work) -> None:
        its = self._options
        if self._chance.random() < its.kill.get(step, 0.0) and (
                its.kill_until is None or time.time() < its.kill_until):
            say(Told("killed", self._number, step=step, op_id=work.address.op_id))
            os.kill(os.getpid(), signal.SIGKILL)
        if its.stop and self._chance.random() < its.stop.get(step, 0.0):
            say(Told("stopped", self._number, os.getpid(), step=step))
            os.kill(os.getpid(), signal.SIGSTOP)

    def alert(self, kind: str, work: Work, why: str) -> None:
        say(Told("alert", self._number, kind=kind, op_id=work.address.op_id))

    async def poisoned(self, delivery: Delivery, why: str) -> None:
        say(Told("alert", self._number, kind="poisoned", op_id=delivery.subject.rsplit(".", 1)[-1]))


class Careless(Records):
    """Keeps only how operations ended: nobody sees that another has begun one."""

    async def get(self, connector: str, op_id: str) -> Found | None:
        found = await super().get(connector, op_id)
        return found if found is not None and found.record.final else None

    async def update(self, record: OperationRecord, revision: int) -> int:
        found = await super().get(record.connector, record.op_id)
        return await super().update(record, found.revision if found is not None else 0)


async def answer(options: FleetOptions, number: int) -> None:
    """A bridge."""
    its = bridge_options(options.url, *options.connectors, streams=options.streams, deadline_s=options.deadline_s)
    client = BridgeClient(its)
    ingress = Ingress(IngressOptions(bridge=its, environment="sandbox", wait_s=1.0), client)
    letters = DeadLetters(client.connection, client.publisher, client.records)
    letters.on_alert = lambda alert: say(Told("alert", number, kind=alert.kind, op_id=alert.op_id))
    sweeper = Sweeper(client, f"bridge-{number}-{os.getpid()}", options.sweeper, letters)
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    await client.open()
    await ingress.start()
    await sweeper.start()
    say(Told("ready", number, os.getpid()))
    await over.wait()
    await ingress.finish(5.0)
    await sweeper.stop()
    await client.close()


async def work(options: FleetOptions, number: int, seed: int) -> None:
    accounts = KeptAccounts(
        FileSource(Path(options.accounts_file), private=True) if options.accounts_file
        else EnvironmentSource(options.accounts), refresh_s=3600)
    its = Worker(
        WorkerOptions(bridge=of_worker(bridge_options(
                          options.url, *options.connectors, streams=options.streams,
                          audit=audit(options.audit_key) if options.audit_key else AuditOptions()), options.connectors),
                      connectors=options.connectors, slots=options.slots, grace_s=5.0, operations=options.operations,
                      gates=options.gates),
        Service(ServiceOptions(environment=Environment.TEST, connector_urls=options.urls), accounts=accounts),
        Deadly(number, options, seed))
    if not options.claims:
        its.steps._records = Careless(its.client.connection, its.client.publisher)
    if options.ahead_s:
        ahead = options.ahead_s[number % len(options.ahead_s)]
        its.steps._clock = lambda: time.time() + ahead
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    await its.service.open()
    await its.start()
    say(Told("ready", number, os.getpid()))
    await over.wait()
    await its.drain()


def die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def fork(options: FleetOptions, number: int, seed: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        die_with_parent()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        asyncio.run(work(options, number, seed) if number < options.workers else answer(options, number))
        code = 0
    except Unavailable:  # started while there is no server: its keeper starts it again
        time.sleep(AGAIN_S)
    finally:
        os._exit(code)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(message)s")
    options = msgspec.json.decode(sys.argv[1], type=FleetOptions)
    die_with_parent()
    children = {fork(options, number, options.seed + number): number
                for number in range(options.workers + options.bridges)}
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for pid in children:
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGCONT)

    signal.signal(signal.SIGTERM, stop)
    forks = options.workers + options.bridges
    while children:
        pid, _ = os.wait()
        number = children.pop(pid)
        if not stopping:
            forks += 1
            children[fork(options, number, options.seed + forks)] = number


if __name__ == "__main__":
    main()
