"""The leaders of two streams that stand in for each other, on different nodes: one node's end stops one of them only.

A stream's leader that is killed is followed by another after 5 to 7 s, which is compiled into nats-server; meanwhile
payments, and their card data, go into the other one. After elections one node may lead both: then one is asked to move.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.streams import StreamOptions, payment_streams, sealed_streams

_log = logging.getLogger("tollbridge.bridge")
TRIES, AGAIN_S, ANSWER_S = 10, 0.5, 0.5


class Led(NamedTuple):
    """A stream's leader, and those of its other nodes that could lead it now."""

    stream: str
    leader: str
    others: tuple[str, ...]


async def place(connection: Connection, options: StreamOptions, *, tries: int = TRIES) -> bool:
    """Whether all pairs are apart, in the end. Moves nothing that is as it should be. Raises Refused."""
    if not options.pair:
        return True
    pairs = (payment_streams(options), sealed_streams(options.pair))
    for attempt in range(tries):
        if attempt:
            await asyncio.sleep(AGAIN_S)
        if all([await _apart(connection, *pair) for pair in pairs]):
            return True
    return False


async def _apart(connection: Connection, first: str, second: str) -> bool:
    """Whether they are led by different nodes now; else one is asked to move."""
    one, other = await _led(connection, first), await _led(connection, second)
    if not one.leader or not other.leader:
        return False
    if one.leader != other.leader:
        return True
    if other.others:
        _log.info("%s is to be led by %s", second, other.others[0])
        with contextlib.suppress(Refused, Unavailable):  # it cannot follow now: the next look tells
            await connection.api(f"STREAM.LEADER.STEPDOWN.{second}", {"placement": {"preferred": other.others[0]}},
                                 ANSWER_S)
    return False


async def keep_apart(connection: Connection, options: StreamOptions) -> None:
    """One try, for who looks now and then."""
    with contextlib.suppress(Refused):
        await place(connection, options, tries=1)


async def _led(connection: Connection, stream: str) -> Led:
    """Without a leader while it is being elected: requests are dropped then, for up to a second."""
    try:
        info = await connection.api(f"STREAM.INFO.{stream}", timeout_s=ANSWER_S)
    except Unavailable:
        return Led(stream, "", ())
    cluster: dict[str, Any] = info.get("cluster") or {}
    replicas: Sequence[dict[str, Any]] = cluster.get("replicas") or ()
    return Led(stream, str(cluster.get("leader") or ""), tuple(
        str(each["name"]) for each in replicas if each.get("current") and not each.get("offline")))
