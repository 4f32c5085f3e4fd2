"""Three nats-servers on the loopback that are one cluster: what it stores is on the disks of a majority."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from tollbridge.bridge.server.configuration import LOOPBACK, Member, RouteProof, ServerOptions
from tollbridge.bridge.server.errors import PortTaken, ServerError
from tollbridge.bridge.server.ports import Port
from tollbridge.bridge.server.process import ATTEMPTS, EVERY_S, LAME_DUCK_S, SELDOM_S, UNANSWERED, ServerProcess
from tollbridge.bridge.server.server import apart

SIZE = 3
START_S = 60.0
"""An election takes 5 to 10 s of it, which is compiled in; a server that was away may have much to catch up with."""


class ClusterProcess:
    """By calls that block.

    `options` are those of every server, but for its name, its directory (`data/NAME-2`) and its ports: 0 takes free
    ones, others count up from server to server. `proof` is what servers ask of each other.
    """

    def __init__(self, options: ServerOptions | None = None, *, program: Path | None = None,
                 proof: RouteProof | None = None) -> None:
        options = options or ServerOptions()
        self.name, self._proof = options.name, proof
        self.nodes: Sequence[ServerProcess] = [ServerProcess(each, program=program) for each in _each(options)]
        self.given_up = threading.Event()
        """Set by who no longer wants a start that is under way in another thread."""
        self._routes: list[Port] = []
        self.was_ready = False

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def start(self, node: int | None = None, timeout_s: float = START_S) -> None:
        """One that is down, or all that are; until all that run are ready.

        Raises ServerError, and leaves nothing behind if the cluster never was ready.
        """
        if node is not None:
            self.nodes[node].launch()
            self.wait_ready(timeout_s)
            return
        try:
            self._start(time.monotonic() + timeout_s)
        except BaseException:
            if not self.was_ready:
                self.close()
            raise

    def wait_ready(self, timeout_s: float = START_S) -> None:
        until, every_s = time.monotonic() + timeout_s, EVERY_S
        while (wanting := self.wanting()) is not None:
            if self.given_up.is_set():
                raise ServerError(f"{self.name}: the start of the cluster was given up")
            if time.monotonic() > until:
                node, what = wanting
                raise ServerError(f"{node.options.name}: the cluster is not ready after {timeout_s:.0f} s: {what}"
                                  f"{node.tail()}")
            self.given_up.wait(every_s)
            every_s = min(1.5 * every_s, SELDOM_S)

    def wanting(self) -> tuple[ServerProcess, str] | None:
        """A server, and what it lacks to be ready; None if none lacks anything. Raises ServerError once one died."""
        live = self._live()
        if len(live) <= len(self.nodes) // 2:  # a leader takes 10 s to notice that it is alone
            return self.nodes[0], f"{len(live)} of {len(self.nodes)} servers run: no majority"
        for node in live:
            what = node.wanting()
            if what is not None:
                return node, what
        try:
            leaders = {node.options.name: _leader_by(node) for node in live}
            if len(set(leaders.values())) > 1 or not set(leaders.values()) <= set(leaders):
                return live[0], f"no leader that all see: {leaders}"
            return next(((node, f"{what} has no leader") for node in live for what in _without_leader(node, leaders)),
                        None)
        except UNANSWERED as error:
            return live[0], f"monitoring does not answer: {error}"

    def leader(self) -> int | None:
        """Which server leads, by the word of those that run; None while there is none."""
        names = [node.options.name for node in self.nodes]
        for node in self._live():
            with contextlib.suppress(*UNANSWERED):
                leader = _leader_by(node)
                if leader in names and self.nodes[names.index(leader)] in self._live():
                    return names.index(leader)
        return None

    def stop(self) -> None:
        """All at once; data and ports are kept."""
        self._at_once(ServerProcess.stop)

    def rolling_restart(self, timeout_s: float = START_S) -> None:
        """One after the other, the leader last: each once the others are ready, and its clients have left it."""
        leader = self.leader()
        for number in sorted(range(len(self.nodes)), key=lambda number: number == leader):
            self.nodes[number].lame_duck()
            self.start(number, timeout_s)

    def close(self) -> None:
        """Ends them for good: ports are released, temporary directories are removed."""
        self._at_once(ServerProcess.close)
        self._release_routes()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def _start(self, until: float) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                if not self._routes:
                    self._routes = [Port(LOOPBACK, 0) for _ in self.nodes]
                for node, port in zip(self.nodes, self._routes, strict=True):
                    node.member = Member(cluster=self.name, port=port.number,
                                         routes=[port.number for port in self._routes], proof=self._proof)
                    if not node.running:
                        node.launch()
                self.wait_ready(max(0.0, until - time.monotonic()))
                self.was_ready = True
                return
            except PortTaken:
                if self.was_ready:  # its ports are known to its clients
                    raise
                self._at_once(ServerProcess.kill)
                others = [node.release_chosen_ports() for node in self.nodes]
                if attempt == ATTEMPTS or not all(others):
                    raise
                self._release_routes()

    def _release_routes(self) -> None:
        for port in self._routes:
            port.release()
        self._routes = []

    def _live(self) -> list[ServerProcess]:
        return [node for node in self.nodes if node.wanted and not node.paused]

    def _at_once(self, call: Callable[[ServerProcess], object]) -> None:
        with ThreadPoolExecutor(len(self.nodes)) as pool:
            list(pool.map(call, self.nodes))


class NatsCluster:
    """`ClusterProcess`, whose waiting is done in a thread; it belongs to no event loop.

        async with NatsCluster() as cluster:
            connection = await nats.connect(cluster.urls)
            await cluster.kill(await cluster.leader())

    `process` is the same cluster for code that blocks.
    """

    def __init__(self, options: ServerOptions | None = None, *, program: Path | None = None,
                 proof: RouteProof | None = None) -> None:
        self.process = ClusterProcess(options, program=program, proof=proof)

    @property
    def urls(self) -> list[str]:
        return self.process.urls

    async def start(self, node: int | None = None, timeout_s: float = START_S) -> None:
        """One that is down, or all that are; until all that run are ready. Raises ServerError. A first start that is
        cancelled leaves no server behind.
        """
        first = node is None and not self.process.was_ready
        await apart(lambda: self.process.start(node, timeout_s), self.process.given_up,
                    undo=self.process.close if first else None)

    async def wait_ready(self, timeout_s: float = START_S) -> None:
        """Until all that run are well and see the same leader among them."""
        await apart(lambda: self.process.wait_ready(timeout_s), self.process.given_up)

    async def leader(self) -> int:
        """Which server leads. Raises ServerError while there is none."""
        leader = await apart(self.process.leader)
        if leader is None:
            raise ServerError(f"{self.process.name}: the cluster has no leader now")
        return leader

    async def stop(self) -> None:
        """All at once; data and ports are kept."""
        await apart(self.process.stop)

    async def kill(self, node: int) -> None:
        """At once, as a crash would."""
        await apart(self.process.nodes[node].kill)

    def pause(self, node: int) -> None:
        """Until `resume`: it answers nobody and keeps its connections."""
        self.process.nodes[node].pause()

    def resume(self, node: int) -> None:
        self.process.nodes[node].resume()

    async def lame_duck(self, node: int, timeout_s: float = LAME_DUCK_S) -> bool:
        """Ends it once its clients have gone elsewhere, as it asks them to. Whether it ended by itself."""
        return await apart(lambda: self.process.nodes[node].lame_duck(timeout_s))

    async def rolling_restart(self, timeout_s: float = START_S) -> None:
        """One after the other, the leader last: each once the others are ready, and its clients have left it."""
        await apart(lambda: self.process.rolling_restart(timeout_s), self.process.given_up)

    async def close(self) -> None:
        """Ends them for good: ports are released, temporary directories are removed."""
        await apart(self.process.close)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.close()


def _leader_by(node: ServerProcess) -> str:
    return str(node.ask("/jsz").get("meta_cluster", {}).get("leader", ""))


def _without_leader(node: ServerProcess, leaders: Container[str]) -> Iterator[str]:
    """The streams and consumers that the server has part in: each elects by itself, and `/healthz` does not wait.

    A leader drops requests until it has caught up, without a word to who asked: only then it says since when it leads.
    """
    for account in node.ask("/jsz?accounts=true&streams=true&consumers=true").get("account_details") or ():
        for stream in account.get("stream_detail") or ():
            for each in (stream, *(stream.get("consumer_detail") or ())):
                raft = each.get("cluster") or {}
                mute = "raft_group" in raft and "leader_since" not in raft and raft.get("leader") == node.options.name
                if mute or raft.get("leader") not in leaders:
                    yield f"stream {stream['name']}" if each is stream else f"consumer {each['name']}"


def _each(options: ServerOptions) -> list[ServerOptions]:
    """Those of each server. Raises ValueError."""
    def port(first: int, number: int) -> int:
        return first + number if first else 0

    ports = [port(first, number) for first in (options.port, options.http_port) for number in range(SIZE) if first]
    if len(set(ports)) < len(ports):
        raise ValueError(f"nats-server: port, http_port: a cluster takes {SIZE} ports from each on, and these overlap")
    return [replace(options, name=f"{options.name}-{number + 1}", port=port(options.port, number),
                    http_port=port(options.http_port, number),
                    data=options.data and str(Path(options.data) / f"{options.name}-{number + 1}"))
            for number in range(SIZE)]
