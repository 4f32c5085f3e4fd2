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
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Self

import msgspec
from msgspec import Struct

from bridge.processors import FOLDER
from bridge.surroundings import bridge_options
from tollbridge.accounts.mounted import EnvironmentSource
from tollbridge.accounts.store import KeptAccounts
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.service import Service, ServiceOptions

STEPS = ("before_claim", "claimed", "answered", "recorded", "replied")
"""Of the state machine, as hooks are told of them. `answered` is after the processor's effect, before it is written."""
START_S = 60.0
STOP_S = 30.0
TESTS = Path(__file__).parent.parent


class FleetOptions(Struct, kw_only=True):
    """`kill` is, by step, the chance that a worker kills its own process there; `stop` that it stops, as in a long pause
    of its machine, for `stopped_s`. `ahead_s` is by how much the clock of each worker is wrong, in turn. `accounts` are
    variables as the account store reads them.
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
    accounts: dict[str, str] = {}


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

    def __init__(self, options: FleetOptions) -> None:
        self.options = options
        self.killed: Counter[str] = Counter()
        self.stopped = 0
        self.alerts: dict[str, set[str]] = {}
        self.pids: dict[int, int] = {}
        self._heard: list[Told] = []
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        path = os.pathsep.join([str(TESTS), str(FOLDER)])
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bridge.fleet", msgspec.json.encode(self.options).decode(),
            env={**os.environ, "PYTHONPATH": path}, stdout=asyncio.subprocess.PIPE)
        self._reading = asyncio.ensure_future(self._read())
        await self.until(lambda: len(self.pids) == self.options.workers, START_S)
        return self

    async def until(self, true: Any, within_s: float) -> None:
        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(lambda: true() or self._reading.done())
        assert true(), "the workers have ended"

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told = msgspec.json.decode(line, type=Told)
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
        self._number, self._kill, self._stop = number, options.kill, options.stop
        self._chance = random.Random(seed)

    async def reached(self, step: str, work: Work) -> None:
        if self._chance.random() < self._kill.get(step, 0.0):
            say(Told("killed", self._number, step=step))
            os.kill(os.getpid(), signal.SIGKILL)
        if self._stop and self._chance.random() < self._stop.get(step, 0.0):
            say(Told("stopped", self._number, os.getpid(), step=step))
            os.kill(os.getpid(), signal.SIGSTOP)

    def alert(self, kind: str, work: Work, why: str) -> None:
        say(Told("alert", self._number, kind=kind, op_id=work.address.op_id))

    async def poisoned(self, delivery: Delivery, why: str) -> None:
        say(Told("alert", self._number, kind="poisoned", op_id=delivery.subject.rsplit(".", 1)[-1]))


async def work(options: FleetOptions, number: int, seed: int) -> None:
    its = Worker(
        WorkerOptions(bridge=bridge_options(options.url, *options.connectors, streams=options.streams),
                      connectors=options.connectors, slots=options.slots, grace_s=5.0, operations=options.operations),
        Service(ServiceOptions(environment=Environment.TEST, connector_urls=options.urls),
                accounts=KeptAccounts(EnvironmentSource(options.accounts), refresh_s=3600)),
        Deadly(number, options, seed))
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
        asyncio.run(work(options, number, seed))
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    options = msgspec.json.decode(sys.argv[1], type=FleetOptions)
    die_with_parent()
    children = {fork(options, number, options.seed + number): number for number in range(options.workers)}
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for pid in children:
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGCONT)

    signal.signal(signal.SIGTERM, stop)
    forks = options.workers
    while children:
        pid, _ = os.wait()
        number = children.pop(pid)
        if not stopping:
            forks += 1
            children[fork(options, number, options.seed + forks)] = number


if __name__ == "__main__":
    main()
