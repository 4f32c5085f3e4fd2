"""Who is there: a worker as a service of NATS (`$SRV.PING`, `$SRV.INFO`, `$SRV.STATS`), so that any client finds it.

The protocol is ADR-32 (https://github.com/nats-io/nats-architecture-and-design). Operations of a stream are endpoints
here too, though they are pulled and not asked for: a client sees by them what a worker does, and how it fares.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.micro.service import EndpointInfo, EndpointStats, Service, ServiceConfig, ServiceInfo, ServiceStats

from tollbridge._version import __version__
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.subjects import OURS, may_answer

NAME = "tollbridge-worker"
SCHEMA = "1"
"""Of the messages: a worker of another schema is one that this version may not understand."""


class Tally(Struct):
    """What one endpoint has done."""

    name: str
    subject: str
    durable: bool
    requests: int = 0
    errors: int = 0
    seconds: float = 0.0
    last_error: str = ""

    def ended(self, seconds: float, error: str = "") -> None:
        self.requests += 1
        self.seconds += seconds
        if error:
            self.errors += 1
            self.last_error = error


def drain_subject(worker_id: str) -> str:
    return f"{OURS}.workers.{worker_id}.drain"


class Presence(Service):
    """nats-py's service, with endpoints that it does not serve itself."""

    def __init__(self, client: Client, worker_id: str, metadata: Mapping[str, str], tallies: Mapping[str, Tally],
                 extra: Callable[[], dict[str, Any]], drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(client, ServiceConfig(
            name=NAME, version=_semver(__version__), description="Carries out payment operations",
            metadata={**metadata, "schema": SCHEMA}))
        self._id = worker_id
        self._tallies, self._extra, self._drain = tallies, extra, drain

    async def start(self) -> None:
        await super().start()
        await self._client.subscribe(drain_subject(self._id), cb=self._told_to_drain)

    def info(self) -> ServiceInfo:
        found = super().info()
        found.endpoints = [EndpointInfo(name=tally.name, subject=tally.subject, queue_group=_group(tally),
                                        metadata={"durable": str(tally.durable).lower()})
                           for tally in self._tallies.values()]
        return found

    def stats(self) -> ServiceStats:
        found = super().stats()
        extra = self._extra()
        found.endpoints = [EndpointStats(
            name=tally.name, subject=tally.subject, queue_group=_group(tally), num_requests=tally.requests,
            num_errors=tally.errors, last_error=tally.last_error, processing_time=int(tally.seconds * 1e9),
            average_processing_time=int(tally.seconds * 1e9 / tally.requests) if tally.requests else 0, data=extra)
            for tally in self._tallies.values()]
        return found

    async def _told_to_drain(self, message: Msg) -> None:
        if may_answer(message.reply):
            await self._client.publish(message.reply, encode_json({"id": self._id, "draining": True}))
        await self._drain()


def _group(tally: Tally) -> str:
    return "" if tally.durable else "workers"


def _semver(version: str) -> str:
    """Of `0.6.0.dev1` what the protocol takes."""
    numbers = [part for part in version.split(".") if part.isdecimal()][:3]
    return ".".join([*numbers, "0", "0", "0"][:3])
