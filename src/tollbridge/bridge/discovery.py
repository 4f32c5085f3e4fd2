"""Which workers there are, and how they fare: asked of all at once, and read within a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from nats.aio.msg import Msg

from tollbridge.bridge.connection import Connection
from tollbridge.bridge.worker.presence import NAME, drain_subject

LISTEN_S = 0.5


class Seen(Struct):
    """One worker. `endpoints` are as the protocol has them: name, subject, num_requests, num_errors, ..."""

    id: str
    name: str
    version: str
    started: str = ""
    metadata: Mapping[str, str] = {}
    endpoints: list[dict[str, Any]] = []

    @property
    def done(self) -> int:
        return sum(int(endpoint.get("num_requests", 0)) for endpoint in self.endpoints)

    @property
    def errors(self) -> int:
        return sum(int(endpoint.get("num_errors", 0)) for endpoint in self.endpoints)

    @property
    def running(self) -> int:
        """Operations and questions under way; 0 where a worker of another kind does not say."""
        return max((int((endpoint.get("data") or {}).get("running", 0)) for endpoint in self.endpoints), default=0)


async def workers(connection: Connection, listen_s: float = LISTEN_S, name: str = NAME) -> list[Seen]:
    """All that answer in time, in whatever language they are written, by id."""
    client = connection.client
    inbox, found = client.new_inbox(), dict[str, Seen]()

    async def told(message: Msg) -> None:
        try:
            seen = msgspec.json.decode(message.data, type=Seen)
        except msgspec.DecodeError:
            return  # no such service
        found[seen.id] = seen

    subscription = await client.subscribe(inbox, cb=told)
    await client.publish(f"$SRV.STATS.{name}", b"", reply=inbox)
    await asyncio.sleep(listen_s)
    await subscription.unsubscribe()
    return [found[its_id] for its_id in sorted(found)]


async def drain(connection: Connection, worker_id: str) -> None:
    """Tells a worker to take no more, end what it has begun, and go. Raises NoResponders where there is none."""
    await connection.request(drain_subject(worker_id))
