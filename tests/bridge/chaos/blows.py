"""Who breaks what the plan says, and makes it whole again. Each lane deals its blows one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable

import aiohttp

from bridge.chaos.callers import Callers
from bridge.chaos.plan import CONNECTORS, Blow, Plan, account_end
from bridge.fleet import Fleet
from bridge.surroundings import admin
from tollbridge.bridge.connection import Refused, Unavailable
from tollbridge.bridge.server import NatsCluster, NatsServer
from tollbridge.bridge.streams import sealed_streams

SIZE = 3
FAULTS = (("cut_before_effect", 0.05, 0.0), ("cut_after_effect", 0.05, 0.0), ("error_before_effect", 0.03, 0.0),
          ("error_after_effect", 0.03, 0.0), ("too_many_requests", 0.02, 1.0), ("latency", 0.05, 0.8),
          ("latency", 0.03, 1.5), ("late_answer", 0.03, 1.5), ("truncated_body", 0.02, 0.0),
          ("html_error_page", 0.02, 0.0))
"""Of the processors, all the time: kind, probability, seconds."""


class Blows:
    def __init__(self, plan: Plan, server: NatsServer | NatsCluster, fleet: Fleet, callers: Callers, sandbox: str,
                 session: aiohttp.ClientSession) -> None:
        self.plan, self.server, self.fleet, self.callers = plan, server, fleet, callers
        self._sandbox, self._session = sandbox, session
        self.dealt: Counter[str] = Counter()
        self.story: list[tuple[float, str]] = []
        self._deal: dict[str, Callable[[Blow], Awaitable[None]]] = {
            "workers": self._worker, "bridges": self._bridge, "accounts": self._account, "servers": self._server}

    async def run(self) -> None:
        """Until the last one is dealt, and all is whole again."""
        began = time.monotonic()
        await self._processors()
        try:
            await asyncio.gather(*(self._lane(lane, began) for lane in self._deal))
        finally:
            await self.heal()

    async def heal(self) -> None:
        await self._set("DELETE", "faults")
        for pid in self.fleet.pids.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    async def _lane(self, lane: str, began: float) -> None:
        for blow in self.plan.blows:
            if blow.lane != lane:
                continue
            await asyncio.sleep(max(0.0, began + blow.at_s - time.monotonic()))
            if time.monotonic() > began + self.plan.seconds:
                return  # those before it took longer than planned
            await self._deal[lane](blow)
            self.dealt[blow.kind] += 1

    def _tell(self, what: str) -> None:
        self.story.append((time.time(), what))

    async def _processors(self) -> None:
        if not self.plan.blows:
            return
        for at, (kind, probability, seconds) in enumerate(FAULTS):
            await self._set("POST", "faults", {"kind": kind, "processor": "stripe", "probability": probability,
                                               "seconds": seconds, "seed": self.plan.seed + at, "times": None})

    async def _set(self, method: str, what: str, body: object = None) -> None:
        async with self._session.request(method, f"{self._sandbox}/_sandbox/{what}", json=body) as answer:
            answer.raise_for_status()

    # -- workers, bridges, clients ------------------------------------------------------------------------------------
    async def _worker(self, blow: Blow) -> None:
        await self._process(blow, blow.who % self.fleet.options.workers)

    async def _bridge(self, blow: Blow) -> None:
        if blow.kind == "client_cut":
            number = blow.who % len(self.callers.clients)
            self._tell(f"connection of client {number} cut")
            self.callers.cut(number)
            return
        await self._process(blow, self.fleet.options.workers + blow.who % self.fleet.options.bridges)

    async def _process(self, blow: Blow, number: int) -> None:
        pid = self.fleet.pids.get(number)
        what = blow.kind.partition("_")[2]
        if pid is None:
            return
        self._tell(f"{blow.kind} of process {number} ({pid}) for {blow.for_s} s")
        with contextlib.suppress(ProcessLookupError):  # it has just killed itself
            os.kill(pid, {"kill": signal.SIGKILL, "pause": signal.SIGSTOP, "drain": signal.SIGTERM}[what])
            if what == "pause":
                await asyncio.sleep(blow.for_s)
                os.kill(pid, signal.SIGCONT)

    # -- accounts and card data ---------------------------------------------------------------------------------------
    async def _account(self, blow: Blow) -> None:
        if blow.kind == "sealed_lost":
            for stream in sealed_streams(self.plan.cluster):
                with contextlib.suppress(Unavailable, Refused):
                    await (await admin(self.callers.clients[0])).connection.api(f"STREAM.PURGE.{stream}", {})
            self._tell("card data lost")
            return
        connector = CONNECTORS[blow.who % len(CONNECTORS)]
        end = account_end(connector)
        self._tell(f"account of {connector} revoked for {blow.for_s} s")
        await self._set("POST", "faults", {"kind": "unauthorized", "processor": "stripe", "account": end,
                                           "times": None})
        await asyncio.sleep(blow.for_s)
        await self._set("DELETE", f"faults?kind=unauthorized&account={end}")
        self._tell(f"account of {connector} restored")

    # -- servers ------------------------------------------------------------------------------------------------------
    async def _server(self, blow: Blow) -> None:
        self._tell(f"{blow.kind} {blow.who % SIZE} for {blow.for_s} s")
        if isinstance(self.server, NatsCluster):
            await self._cluster(self.server, blow)
        else:
            await self._single(self.server, blow)
        self._tell(f"{blow.kind} is over")

    async def _single(self, server: NatsServer, blow: Blow) -> None:
        if blow.kind == "server_kill":
            await server.kill()
            await asyncio.sleep(blow.for_s)
            await server.start()
        elif blow.kind == "server_pause":
            server.pause()
            await asyncio.sleep(blow.for_s)
            server.resume()
        else:
            await server.restart()

    async def _cluster(self, cluster: NatsCluster, blow: Blow) -> None:
        node = blow.who % SIZE
        if blow.kind == "node_pause":
            cluster.pause(node)
            await asyncio.sleep(blow.for_s)
            cluster.resume(node)
            await cluster.wait_ready()
        elif blow.kind == "rolling_restart":
            await cluster.rolling_restart()
        else:
            nodes = [node] if blow.kind == "node_kill" else [node, (node + 1) % SIZE]
            await asyncio.gather(*map(cluster.kill, nodes))
            await asyncio.sleep(blow.for_s)
            for each in nodes[:-1]:
                cluster.process.nodes[each].launch()
            await cluster.start(nodes[-1])
