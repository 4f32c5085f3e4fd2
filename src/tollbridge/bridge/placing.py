"""The leaders of the two streams of payments, on different nodes: so that one node's end stops one of them only.

A stream's leader that is killed is followed by another after 5 to 7 s, which is compiled into nats-server; meanwhile
payments go into the other stream. After elections both may be led by the same node: then one is asked to move.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.streams import StreamOptions, payment_streams

_log = logging.getLogger("tollbridge.bridge")
TRIES, AGAIN_S = 10, 0.5


class Led(NamedTuple):
    """A stream's leader, and those of its other nodes that could lead it now."""

    stream: str
    leader: str
    others: tuple[str, ...]


async def place(connection: Connection, options: StreamOptions, *, tries: int = TRIES) -> bool:
    """Whether they are apart, in the end. Moves nothing that is as it should be. Raises Unavailable, Refused."""
    if not options.pair:
        return True
    first, second = payment_streams(options)
    for attempt in range(tries):
        if attempt:
            await asyncio.sleep(AGAIN_S)
        move = _move(await _led(connection, first), await _led(connection, second))
        if move is None:
            return True
        stream, node = move
        if node is None:
            continue
        _log.info("%s is to be led by %s", stream, node)
        with contextlib.suppress(Refused):  # it cannot follow now: the next look tells
            await connection.api(f"STREAM.LEADER.STEPDOWN.{stream}", {"placement": {"preferred": node}})
    return False


async def keep_apart(connection: Connection, options: StreamOptions) -> None:
    """One try, for who looks now and then."""
    with contextlib.suppress(Unavailable, Refused):
        await place(connection, options, tries=1)


def _move(first: Led, second: Led) -> tuple[str, str | None] | None:
    """None: they are apart. Else which one moves, and where to: None where nobody could follow now."""
    if not first.leader or not second.leader:
        return first.stream, None
    if first.leader != second.leader:
        return None
    return second.stream, min(second.others, default=None)


async def _led(connection: Connection, stream: str) -> Led:
    cluster: dict[str, Any] = (await connection.api(f"STREAM.INFO.{stream}")).get("cluster") or {}
    replicas: Sequence[dict[str, Any]] = cluster.get("replicas") or ()
    return Led(stream, str(cluster.get("leader") or ""), tuple(
        str(each["name"]) for each in replicas if each.get("current") and not each.get("offline")))
