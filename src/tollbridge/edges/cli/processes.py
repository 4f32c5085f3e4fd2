"""`serve --processes N`: one parent, and N servers that share the ports; the kernel spreads new connections over them.
`dev` keeps its bridge and workers the same way.

The parent serves nothing itself: it holds the ports (bound, not listening), starts the children, starts another where
one died, hands on SIGTERM and SIGINT, and waits for their drains. Each child is the same command once more, as a
process of its own, told in its environment that it is one. A pipe ties it to the parent: at its end of file, whatever
became of the parent, the child drains and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct

CHILD = "TOLLBRIDGE_CHILD"
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
START_S = 60.0
"""For a child to take calls; later it is given up and counts as dead."""
STEADY_S = 60.0
"""A child that has lived so long was well: its deaths are counted anew."""
MOST_DEATHS = 5
"""In a row. Waits between them double, from a quarter of a second on."""
BEYOND_GRACE_S = 10.0

_log = logging.getLogger("tollbridge.processes")


class Child(Struct, frozen=True):
    """What a child is told: the pipes' file descriptors, and the ports by edge."""

    tied: int
    ready: int
    ports: Mapping[str, int]

    def tie(self) -> None:
        """From now on this process drains when its parent is gone."""
        def wait() -> None:
            os.read(self.tied, 1)
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=wait, name="parent", daemon=True).start()

    def tell_ready(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self.ready, b"\n")
        os.close(self.ready)


def this_child() -> Child | None:
    """None for a process that is not one."""
    told = os.environ.pop(CHILD, None)
    return Child(**json.loads(told)) if told else None


@contextmanager
def reserved(host: str, port: int) -> Iterator[int]:
    """A port that nobody else has, for this process's children; 0 takes a free one. Raises RuntimeError."""
    if not hasattr(socket, "SO_REUSEPORT"):
        raise RuntimeError("this system cannot share a port: leave out --processes")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as alone:  # one that shares would not notice whoever listens there
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            alone.bind(address)
            bound = alone.getsockname()
        held = socket.socket(family, kind, protocol)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(bound)
    except OSError as error:
        raise RuntimeError(f"{host}:{port}: {error.strerror}") from None
    with held:
        yield int(bound[1])


def run(count: int, ports: Mapping[str, int], *, drain_s: float, ready: Callable[[], None]) -> int:
    """Runs the children until a signal or their failure; the exit code. `drain_s` is how long a drain may take."""
    from tollbridge.service.serving import ignore_signals

    with _metrics_folder() as folder:
        code = asyncio.run(Parent([sys.argv[1:]] * count, ports, drain_s, folder).run(ready))
        ignore_signals()
        return code


class Parent:
    """Of children that run these commands of ours. `metrics` is the folder of what they count together, if they do."""

    def __init__(self, commands: Sequence[Sequence[str]], ports: Mapping[str, int], drain_s: float,
                 metrics: str | None) -> None:
        self._commands, self._ports, self._drain_s, self._metrics = commands, ports, drain_s, metrics
        self._own_group = False
        self._environments: Sequence[Mapping[str, str]] = [{}] * len(commands)
        self._stop = asyncio.Event()
        self._running: dict[int, asyncio.subprocess.Process] = {}
        self._code = 0
        self._tied, self._tie = os.pipe()

    def end(self) -> None:
        """Tells them to drain; `run` and `run_beside` return once they have."""
        self._stop.set()

    async def run(self, ready: Callable[[], None]) -> int:
        """Until a signal, which is handed on. They all do the same."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        # One alone first: where it cannot start, its word why is said once, and its exit code is ours.
        return await self._run(ready, 1)

    async def run_beside(self, ready: Callable[[], None], environments: Sequence[Mapping[str, str]]) -> int:
        """Until `end`: Ctrl-C is for this process alone, which still needs them as it ends. Each does something else,
        and has its environment added to ours.
        """
        self._own_group, self._environments = True, environments
        return await self._run(ready, len(self._commands))

    async def _run(self, ready: Callable[[], None], first: int) -> int:
        up = [asyncio.Event() for _ in self._commands]
        keeping = [asyncio.ensure_future(self._keep(number, up[number])) for number in range(first)]
        if await self._all(up[:first]):
            keeping += [asyncio.ensure_future(self._keep(number, up[number])) for number in range(first, len(up))]
            if await self._all(up):
                ready()
        await self._stop.wait()
        self._signal(signal.SIGTERM)
        _, late = await asyncio.wait(keeping, timeout=self._drain_s + BEYOND_GRACE_S)
        if late:
            _log.error("%d processes did not end within %.0f s of their grace: killed", len(late), BEYOND_GRACE_S)
            self._code = self._code or 1
            self._signal(signal.SIGKILL)
            await asyncio.wait(late)
        return self._code

    async def _all(self, up: Sequence[asyncio.Event]) -> bool:
        """Once they are up; False where the end comes before."""
        async def each_up() -> bool:
            return all([await event.wait() for event in up])

        waiting, stop = asyncio.ensure_future(each_up()), asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({waiting, stop}, return_when=asyncio.FIRST_COMPLETED)
        for each in (waiting, stop):
            each.cancel()
        return not self._stop.is_set()

    async def _keep(self, number: int, up: asyncio.Event) -> None:
        """Keeps one child running until the end."""
        deaths = 0
        while not self._stop.is_set():
            started = time.monotonic()
            try:
                process, was_ready = await self._start(number, up)
            except OSError as error:  # no memory, no more processes
                _log.error("process %d cannot be started: %s", number, error.strerror)
                self._give_up(1)
                return
            code = await process.wait()
            del self._running[process.pid]
            self._forget(process.pid)
            if self._stop.is_set():
                if code != 0 and (was_ready() or code != -signal.SIGTERM):  # before it is ready, that is its end
                    _log.error("process %d (pid %d) ended with %d", number, process.pid, code)
                    self._code = self._code or 1
                return
            if not up.is_set() and not was_ready():
                self._give_up(code if code > 0 else 1)
                return
            deaths = 1 if time.monotonic() - started > STEADY_S else deaths + 1
            if deaths >= MOST_DEATHS:
                _log.error("process %d (pid %d) ended with %d, the %d. in a row: giving up", number, process.pid, code,
                           deaths)
                self._give_up(1)
                return
            wait = 0.25 * 2 ** (deaths - 1)
            _log.error("process %d (pid %d) ended with %d: another starts in %.2f s", number, process.pid, code, wait)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)

    async def _start(self, number: int, up: asyncio.Event) -> tuple[asyncio.subprocess.Process, Callable[[], bool]]:
        """The process, and whether it has said that it takes calls."""
        loop = asyncio.get_running_loop()
        said, tell = os.pipe()
        told = {"tied": self._tied, "ready": tell, "ports": dict(self._ports)}
        process = await asyncio.create_subprocess_exec(
            # -P: nothing is imported from where it was started, as the parent does not: anyone may write in /tmp.
            sys.executable, "-P", "-m", "tollbridge", *self._commands[number], pass_fds=(self._tied, tell),
            process_group=0 if self._own_group else -1,
            env={**({METRICS_FOLDER: self._metrics} if self._metrics else {}), **os.environ,
                 **self._environments[number],
                 CHILD: json.dumps(told)})
        os.close(tell)
        self._running[process.pid] = process
        is_ready = False

        def heard() -> None:
            nonlocal is_ready
            loop.remove_reader(said)
            late.cancel()
            if os.read(said, 1):
                is_ready = True
                up.set()
            os.close(said)

        late = loop.call_later(START_S, self._too_late, process)
        loop.add_reader(said, heard)
        if self._stop.is_set():
            process.send_signal(signal.SIGTERM)
        return process, lambda: is_ready

    def _too_late(self, process: asyncio.subprocess.Process) -> None:
        _log.error("the process with pid %d takes no calls after %.0f s: killed", process.pid, START_S)
        process.kill()

    def _give_up(self, code: int) -> None:
        self._code = code
        self._stop.set()

    def _signal(self, number: signal.Signals) -> None:
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)

    def _forget(self, pid: int) -> None:
        """What the dead one measured of its present, such as calls under way, is no more."""
        if self._metrics is None:
            return
        with contextlib.suppress(ImportError):
            importlib.import_module("prometheus_client.multiprocess").mark_process_dead(pid, self._metrics)


@contextmanager
def _metrics_folder() -> Iterator[str]:
    """Where the children put what they count, so that each can tell it for all."""
    given = os.environ.get(METRICS_FOLDER)
    if given:
        yield given
        return
    folder = tempfile.mkdtemp(prefix="tollbridge-metrics-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
