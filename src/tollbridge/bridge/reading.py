"""A stream read from some place on, in order, by a consumer of the reader's own: no other consumer notices."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import nats.errors
from nats.aio.msg import Msg

from tollbridge.bridge.connection import Connection, Unavailable
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import encode_json

BATCH = 500
ANSWER_S = 5.0
INACTIVE_S = 30
NANO = 1_000_000_000
NO_MESSAGE, TIME_OVER = "404", "408"


class Read(NamedTuple):
    """A message of a stream; `at` is when it was stored, in epoch seconds."""

    subject: str
    data: bytes
    headers: Mapping[str, str]
    sequence: int
    at: float


async def read_stream(connection: Connection, stream: str, *, since: int = 1, since_at: float | None = None,
                      subject: str | None = None, headers_only: bool = False) -> AsyncIterator[Read]:
    """To the end, as that is when it begins; `since` a sequence, or `since_at` epoch seconds. Raises Unavailable,
    Refused where there is no such stream.
    """
    last = int((await connection.api(f"STREAM.INFO.{stream}"))["state"]["last_seq"])
    if since > last:
        return
    if connection.options.restricted:
        async for message in _by_pages(connection, stream, since, since_at, subject or ">", last):
            yield message
        return
    config: dict[str, Any] = {
        "ack_policy": "none", "mem_storage": True, "num_replicas": 1, "inactive_threshold": INACTIVE_S * NANO,
        "headers_only": headers_only}
    if since_at is not None:
        at = datetime.fromtimestamp(since_at, UTC).isoformat().replace("+00:00", "Z")
        config |= {"deliver_policy": "by_start_time", "opt_start_time": at}
    else:
        config |= {"deliver_policy": "by_start_sequence", "opt_start_seq": max(1, since)}
    if subject is not None:
        config["filter_subject"] = subject
    made = await connection.api(f"CONSUMER.CREATE.{stream}", {"stream_name": stream, "config": config})
    name = made["name"]
    queue: asyncio.Queue[Msg] = asyncio.Queue()
    inbox = connection.client.new_inbox()
    subscription = await connection.client.subscribe(inbox, cb=queue.put, pending_msgs_limit=-1,
                                                     pending_bytes_limit=-1)
    try:
        next_ones = f"{connection.api_prefix}.CONSUMER.MSG.NEXT.{stream}.{name}"
        async for message in _pulled(connection, next_ones, inbox, queue):
            if message.sequence > last:
                return
            yield message
    finally:
        with contextlib.suppress(Exception):
            await subscription.unsubscribe()
            await connection.api(f"CONSUMER.DELETE.{stream}.{name}")


async def _by_pages(connection: Connection, stream: str, since: int, since_at: float | None, subject: str, last: int
                    ) -> AsyncIterator[Read]:
    """For who may make no consumer, as that delivers wherever one says: by direct gets, many in one."""
    asked: dict[str, Any] = {"seq": max(1, since)}
    if since_at is not None:
        asked = {"start_time": datetime.fromtimestamp(since_at, UTC).isoformat().replace("+00:00", "Z")}
    while True:
        page = await connection.batch(stream, {**asked, "next_by_subj": subject, "batch": BATCH})
        for found in page:
            if found.sequence > last:
                return
            yield Read(found.subject, found.data, found.headers, found.sequence, epoch(found.at))
        if not page:
            return
        asked = {"seq": page[-1].sequence + 1}


async def _pulled(connection: Connection, subject: str, inbox: str, queue: asyncio.Queue[Msg]) -> AsyncIterator[Read]:
    ask = encode_json({"batch": BATCH, "no_wait": True})
    expected = 1
    while True:
        try:
            await connection.client.publish(subject, ask, reply=inbox)
        except (nats.errors.Error, OSError) as error:
            raise Unavailable(f"{type(error).__name__} of a read") from error
        for _ in range(BATCH):
            try:
                message = await asyncio.wait_for(queue.get(), ANSWER_S)
            except TimeoutError:
                raise Unavailable("a read that is not answered") from None
            parts = message.reply.split(".")
            if len(parts) < 9:
                status = (message.headers or {}).get("Status", "")
                if status in (NO_MESSAGE, TIME_OVER):
                    return
                raise Unavailable(f"a read ends with {status}")
            start = 2 if len(parts) == 9 else 4
            if int(parts[start + 4]) != expected:
                raise Unavailable("a read with a gap: try again")
            expected += 1
            yield Read(message.subject, message.data, message.headers or {}, int(parts[start + 3]),
                       int(parts[start + 5]) / NANO)
            if parts[start + 6] == "0":
                return


