"""Reading the trail from its stream: to verify it, or for its entries."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

from tollbridge.bridge.audit.blocks import DIGEST, digest_of, read, writer_of
from tollbridge.bridge.audit.entries import Entry
from tollbridge.bridge.audit.signing import Keys, key_of
from tollbridge.bridge.audit.verifying import GONE, Fault, Message, Verified, Verifier
from tollbridge.bridge.connection import Connection, Refused, Stored, Unavailable
from tollbridge.bridge.reading import Read, read_stream
from tollbridge.bridge.routes import DAY_S
from tollbridge.bridge.streams import AUDIT_STREAM, STREAM_MISSING

BATCH = 50
"""Blocks at once: each has up to some hundred KB."""
SLACK_S = 3600.0
"""The server removes what is too old when it gets to it."""
OF_THE_SERVER = "Nats-"
EXPECTED_PREFIX = "Nats-Expected-"


class Span(NamedTuple):
    """In epoch seconds, by when blocks were stored."""

    begins: float = 0.0
    ends: float = float("inf")


class Told(NamedTuple):
    """An entry, and where it stands."""

    sequence: int
    writer: str
    n: int
    signed: str
    entry: Entry


class _State(NamedTuple):
    first: int
    last: int


async def verify(connection: Connection, keys: Keys, span: Span, *, days: int,
                 expected: Mapping[int, str] | None = None) -> Verified:
    """All of it, or the span. Raises Unavailable where NATS does not answer."""
    try:
        state = await _state(connection)
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        return _none("there is no stream AUDIT")
    if not state.last:
        return _none("the stream AUDIT has never held anything")
    first, last = state.first, state.last
    if span.begins:
        found = await _first_since(connection, span.begins)
        first = found if found is not None else last + 1
    verifier = Verifier(keys, first, kept_since=float("inf") if span.begins else time.time() - days * DAY_S + SLACK_S,
                        expected={at: digest for at, digest in (expected or {}).items() if at >= first})
    async for message in _messages(connection, first, last):
        if message is None:
            continue
        if message.at > span.ends:
            last = message.sequence - 1
            break
        verifier.feed(Message(message.sequence, message.subject, _written(message.headers), message.data))
    return verifier.end(last)


async def entries(connection: Connection, span: Span, broken: list[int] | None = None) -> AsyncIterator[Told]:
    """By when they were stored. What is no block, or not the one that it was, gives none, and is put into `broken` by
    its sequence. Raises Unavailable, Refused.
    """
    async for message in read_stream(connection, AUDIT_STREAM, since_at=span.begins or None, batch=BATCH):
        if message.at > span.ends:
            return
        writer = writer_of(message.subject)
        seen = None
        if message.headers.get(DIGEST) == digest_of(message.data):
            with contextlib.suppress(ValueError, RecursionError):
                seen = read(message.data)
        if seen is None:
            if broken is not None:
                broken.append(message.sequence)
            continue
        for entry in seen.block.entries:
            yield Told(message.sequence, writer or "", seen.block.n, key_of(seen.signature), entry)


async def _messages(connection: Connection, first: int, last: int) -> AsyncIterator[Read | None]:
    """In their order. A server whose files are damaged ends a read, or answers none: what is behind is asked for one by
    one then, and what it has not is None. Raises Unavailable.
    """
    at = first
    try:
        async for message in read_stream(connection, AUDIT_STREAM, since=first, batch=BATCH):
            if message.sequence > last:
                return
            yield message
            at = message.sequence + 1
    except Unavailable:
        await _state(connection)  # raises where it is NATS itself that does not answer
    while at <= last:
        found = await _one(connection, at)
        yield None if found is None else Read(found.subject, found.data, found.headers, found.sequence, 0.0)
        at += 1


async def _one(connection: Connection, sequence: int) -> Stored | None:
    try:
        return await connection.message(AUDIT_STREAM, sequence)
    except Unavailable:
        await _state(connection)
        return None


async def _state(connection: Connection) -> _State:
    state = (await connection.api(f"STREAM.INFO.{AUDIT_STREAM}"))["state"]
    return _State(int(state["first_seq"]), int(state["last_seq"]))


async def _first_since(connection: Connection, at: float) -> int | None:
    async for message in read_stream(connection, AUDIT_STREAM, since_at=at, headers_only=True, batch=1):
        return message.sequence
    return None


def _written(headers: Mapping[str, str]) -> dict[str, str]:
    """Without what a direct get adds."""
    return {name: its for name, its in headers.items()
            if not name.startswith(OF_THE_SERVER) or name.startswith(EXPECTED_PREFIX)}


def _none(why: str) -> Verified:
    return Verified(count=1, faults=[Fault(GONE, 0, "", why)])

