"""Operations that are over, and events, read in the order of their streams and told as rows.

Reading changes nothing: no consumer of anybody moves, and a user who may only read will do. How far it came is the
reader's to keep: a place in each stream, told with each batch. What is under way has no row; once it is over, its
record lies further on in its stream.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Refused, Stored, Unavailable
from tollbridge.bridge.deliveries.events import UnreadableEvent, read_event
from tollbridge.bridge.deliveries.protecting import opened
from tollbridge.bridge.fraud.columns import Row
from tollbridge.bridge.fraud.rows import ERASED, GONE, READ, UNPROVEN, Hashes, of_event, of_operation
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import FINAL
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.places import Lying
from tollbridge.bridge.reading import Read, read_stream
from tollbridge.bridge.records import OF_NAME, STATE, OperationRecord, decode
from tollbridge.bridge.streams import EVENT_STREAM, OPS_STREAM, STREAM_MISSING
from tollbridge.bridge.subjects import OURS, ROOT, durable, is_token, token
from tollbridge.domain.errors import BadInput

BATCH = 100
"""So many are in memory at once, and their requests are looked up side by side."""
STREAMS = (OPS_STREAM, EVENT_STREAM)


class Place(NamedTuple):
    """The last message of a stream that was read; `created` is when the stream was made, by which it is known again."""

    created: str
    sequence: int


class Wish(Struct, frozen=True, kw_only=True):
    """Which rows: of a merchant, at a connector, stored since and until, in epoch seconds."""

    merchant_id: str | None = None
    connector: str | None = None
    since: float | None = None
    until: float | None = None


class Batch(NamedTuple):
    """`place` is where to go on once these are written. `unproven` are messages that do not prove themselves, and
    records that nobody can read: they have no row.
    """

    stream: str
    place: Place
    rows: tuple[Row, ...]
    unproven: int = 0
    anew: bool = False
    """The stream is not the one that was read before: it is read from its start."""


async def export(client: BridgeClient, wish: Wish, places: Mapping[str, Place], hashes: Hashes) -> AsyncIterator[Batch]:
    """To the end of each stream as it is when that begins. Raises BadInput, InvalidField; Unavailable, Refused."""
    for stream in STREAMS:
        async for batch in _of_stream(client, stream, wish, places.get(stream), hashes):
            yield batch


async def _of_stream(client: BridgeClient, stream: str, wish: Wish, place: Place | None, hashes: Hashes,
                     ) -> AsyncIterator[Batch]:
    now = await _tail(client, stream)
    anew = place is not None and (place.created != now.created or place.sequence > now.sequence)
    since, since_at = 1, wish.since
    if place is not None:  # of another stream it is nowhere, and all that is in that has come since
        since, since_at = 1 if anew else place.sequence + 1, None
    yield Batch(stream, Place(now.created, since - 1), (), 0, anew)
    held: list[Read] = []
    last = since - 1
    async for message in read_stream(client.connection, stream, since=since, since_at=since_at,
                                     subject=_subject(stream, wish)):
        if wish.until is not None and message.at > wish.until:
            break
        last = message.sequence
        held.append(message)
        if len(held) == BATCH:
            yield await _batch(client, stream, now.created, held, wish, hashes)
            held.clear()
    else:
        last = max(last, now.sequence)  # what is after it there is none of what was asked for
    batch = await _batch(client, stream, now.created, held, wish, hashes)
    yield batch._replace(place=Place(now.created, last))


async def _tail(client: BridgeClient, stream: str) -> Place:
    try:
        info = await client.connection.api(f"STREAM.INFO.{stream}")
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        raise BadInput(f"there is no stream {stream}: tollbridge streams apply makes it") from None
    return Place(str(info["created"]), int(info["state"]["last_seq"]))


def _subject(stream: str, wish: Wish) -> str:
    if stream == OPS_STREAM:
        return f"{OURS}.ops.{token(wish.connector, 'connector') if wish.connector is not None else '*'}.*"
    return f"{ROOT}.events.{token(wish.merchant_id, 'merchant') if wish.merchant_id is not None else '*'}.>"


async def _batch(client: BridgeClient, stream: str, created: str, held: list[Read], wish: Wish, hashes: Hashes,
                 ) -> Batch:
    told = _operation if stream == OPS_STREAM else _event
    found = await asyncio.gather(*(told(client, message, wish, hashes) for message in held))
    rows = tuple(each for each in found if isinstance(each, Row))
    return Batch(stream, Place(created, held[-1].sequence if held else 0), rows, found.count(UNPROVEN))


async def _event(client: BridgeClient, message: Read, wish: Wish, hashes: Hashes) -> Row | str | None:
    its = Lying(message.subject, message.headers, message.data, message.at)
    try:
        event = await opened(client.protection, its, message.sequence)
    except Erased:  # it is proven by then: what is in the clear of it stays
        event = read_event(message.subject, message.data, message.sequence, message.at, message.headers)
    except (UnreadableEvent, Forged):
        return UNPROVEN
    else:
        if event.sealed:
            _opener(client)
    return of_event(event, hashes) if wish.connector in (None, event.connector) else None


async def _operation(client: BridgeClient, message: Read, wish: Wish, hashes: Hashes) -> Row | str | None:
    """None where there is nothing to tell. Raises BadInput, Unavailable."""
    if message.headers.get(STATE) not in FINAL:
        return None
    record = _proven(client, message)
    if record is None:
        return UNPROVEN
    if wish.merchant_id not in (None, record.merchant_id):
        return None
    if record.sealed:
        record = await _opener(client).opened(record)
    request, why = await _request(client, record)
    return of_operation(record, request, why=why, sequence=message.sequence, at=message.at, hashes=hashes)


def _proven(client: BridgeClient, message: Read) -> OperationRecord | None:
    """Its result may still be encrypted."""
    try:
        if client.protection is None:
            return decode(message.data)
        at = datetime.fromtimestamp(message.at, UTC).isoformat()
        return client.protection.proven(Stored(message.subject, message.data, message.headers, message.sequence, at))
    except (Unavailable, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _opener(client: BridgeClient) -> Any:
    if client.protection is None:
        raise BadInput("what is stored is encrypted: bridge.protection has to be on here, with keys that decrypt it",
                       "bridge.protection.mode")
    return client.protection


async def _request(client: BridgeClient, record: OperationRecord) -> tuple[Mapping[str, Any] | None, str]:
    """As it was stored, decrypted; or why there is none."""
    route = OF_NAME.get(record.operation)
    if route is None or not is_token(record.stream):
        return None, GONE
    subject = durable(route, record.merchant_id, record.connector, record.op_id, fallback=record.stream.endswith("_B"))
    found = await client.connection.last_message(record.stream, subject)
    if found is None or found.headers.get(wire.REQUEST_HASH) != record.request_hash:
        return None, GONE
    body = found.data
    if found.headers.get(wire.CONTENT_TYPE) == wire.JOSE or client.protection is not None:
        protection = _opener(client)
        try:
            key = protection.accept(found.subject, found.headers, body, epoch(found.at))
            body = await protection.read(found.subject, found.headers, body, key)
        except Erased:
            return None, ERASED
        except Forged:
            return None, UNPROVEN
    try:
        request = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None, UNPROVEN
    return (request, READ) if isinstance(request, dict) else (None, UNPROVEN)
