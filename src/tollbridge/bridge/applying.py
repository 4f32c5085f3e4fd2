"""How streams and consumers become what is wanted: what would lose something apart from what would not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tollbridge.bridge.connection import Connection, Refused
from tollbridge.bridge.routes import DURABLE
from tollbridge.bridge.streams import (
    RETRY_STREAM,
    Change,
    StreamOptions,
    Wanted,
    carry_out,
    compare,
    consumer_name,
    wanted_consumers,
    wanted_streams,
    webhook_consumer,
)

AT_ONCE = 16
"""Each is written to the disk before it is answered: some at once share that."""
LOSES_LESS = frozenset({"max_age", "max_bytes", "max_msgs_per_subject", "max_msgs", "duplicate_window"})
"""Of a stream: a smaller number throws away what it holds, or forgets it sooner. No number, 0 or -1, is no limit."""
DELETE = "delete"


async def plan(connection: Connection, options: StreamOptions) -> list[Change]:
    """What is missing, differs, or is there and not wanted: consumers of ours, of connectors that are no longer
    configured. Streams are never deleted. Raises Unavailable.
    """
    return [*await compare(connection, options), *await _unwanted(connection, options)]


def destructive(change: Change) -> str | None:
    """What would be lost by it; None where nothing is."""
    if change.action == DELETE:
        return "what it has not delivered is delivered to nobody"
    if change.what.stream is not None or change.action != "update":
        return None
    for name, (is_now, wanted) in change.fields.items():
        if name in LOSES_LESS and _less(wanted, is_now):
            return f"{name} gets smaller: what is over it is thrown away"
        if name == "subjects" and (gone := sorted(set(is_now or ()) - set(wanted))):
            return f"it no longer takes {', '.join(gone)}"
        if name in ("storage", "retention", "deny_delete"):
            return f"{name} cannot be changed in place: a person has to move its messages"
    return None


def _less(wanted: Any, is_now: Any) -> bool:
    if not isinstance(wanted, int) or wanted <= 0:
        return False
    return not is_now or is_now <= 0 or wanted < is_now


async def carry_out_all(connection: Connection, changes: Iterable[Change]) -> list[tuple[Change, Refused]]:
    """Streams first, then their consumers, several at once; what JetStream refused, with its word."""
    refused: list[tuple[Change, Refused]] = []
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(change: Change) -> None:
        async with at_once:
            try:
                await (_delete(connection, change.what) if change.action == DELETE
                       else carry_out(connection, change))
            except Refused as error:
                refused.append((change, error))

    for consumers in (False, True):
        await asyncio.gather(*(one(change) for change in changes if (change.what.stream is not None) is consumers))
    return refused


async def _delete(connection: Connection, what: Wanted) -> None:
    await connection.api(f"CONSUMER.DELETE.{what.stream}.{what.name}")


async def _unwanted(connection: Connection, options: StreamOptions) -> list[Change]:
    """By their names: consumers that somebody else has made are not ours to judge."""
    wanted = {(each.stream, each.name) for each in wanted_consumers(options)}
    ours = (*(consumer_name(route, "") for route in DURABLE), webhook_consumer(""))
    found: list[Change] = []
    for stream in (each.name for each in wanted_streams(options)):
        for name in await _consumers(connection, stream):
            its = name.startswith("retry_") if stream == RETRY_STREAM else name.startswith(ours)
            if its and (stream, name) not in wanted:
                found.append(Change(Wanted(name, {}, stream), DELETE, {}))
    return found


async def _consumers(connection: Connection, stream: str) -> list[str]:
    names: list[str] = []
    while True:
        try:
            page = await connection.api(f"CONSUMER.NAMES.{stream}", {"offset": len(names)})
        except Refused:
            return names  # no such stream yet
        names += page.get("consumers") or ()
        if len(names) >= int(page.get("total", 0)) or not page.get("consumers"):
            return names


def differences(change: Change) -> Mapping[str, Sequence[Any]]:
    """For people and programs: what is, and what is wanted, by field."""
    return {name: [is_now, wanted] for name, (is_now, wanted) in sorted(change.fields.items())}
