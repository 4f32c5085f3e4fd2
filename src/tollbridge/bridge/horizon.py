"""How far back the records reach: what is older and has none may have had one.

An operation without a record was never begun: that is what lets it be executed. It holds only for messages younger than
the stream of records, and while that stream has thrown nothing away.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from typing import Any, NamedTuple

from tollbridge.bridge.connection import Connection
from tollbridge.bridge.doubt import CREATED, Restored, restored
from tollbridge.bridge.streams import OPS_STREAM

LOOK_S = 30.0
NEARLY_FULL = 0.9


class Reach(NamedTuple):
    """How far back records reach, in epoch seconds, and what is not known since a restore, if there was one."""

    to: float
    restored: Restored | None = None


class Horizon:
    """Asked with each claim, and looked up now and then: after a reconnect, and where revisions begin anew."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reach, self._looked = Reach(0.0), float("-inf")
        self._revision = 0
        self._looking = asyncio.Lock()
        connection.on_reconnect.append(self._forget)

    async def at(self, revision: int) -> Reach:
        """`revision` is that of a record just written. Raises Unavailable."""
        anew = revision <= self._revision
        self._revision = revision
        if anew or time.monotonic() - self._looked > LOOK_S:
            asked = time.monotonic()
            async with self._looking:
                if time.monotonic() - self._looked > LOOK_S or (anew and self._looked < asked):
                    await self._look()
        return self._reach

    async def _forget(self) -> None:
        self._looked = float("-inf")

    async def _look(self) -> None:
        looked = time.monotonic()
        info = await self._connection.api(f"STREAM.INFO.{OPS_STREAM}")
        self._reach, self._looked = Reach(reaches_to(info), restored(info["config"])), looked


def reaches_to(info: dict[str, Any]) -> float:
    """Of a stream that is nearly full the first message counts: those before it may have been thrown away."""
    since = epoch((info["config"].get("metadata") or {}).get(CREATED) or info["created"])
    most = info["config"].get("max_bytes", -1)
    if most > 0 and info["state"]["bytes"] > NEARLY_FULL * most:
        return max(since, epoch(info["state"]["first_ts"]))
    return since


def epoch(text: str) -> float:
    """Of a time as the server writes it: RFC 3339 with up to nine digits of a second."""
    text = text.replace("Z", "+00:00")
    whole, dot, rest = text.partition(".")
    if not dot:
        return datetime.fromisoformat(text).timestamp()
    cut = max(rest.find("+"), rest.find("-"))
    return datetime.fromisoformat(whole + rest[cut:]).timestamp() + float(f"0.{rest[:cut]}")
