"""What was asked for in a span of time, answered from the records: nothing is executed, and nobody's consumer moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Refused
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.reading import Read, read_stream
from tollbridge.bridge.routes import DURABLE, Route
from tollbridge.bridge.streams import STREAM_MISSING, streams_of
from tollbridge.bridge.subjects import OURS, ROOT, Address, read, token
from tollbridge.domain.errors import BadInput, InvalidField


class Span(Struct, frozen=True, kw_only=True):
    """From `begins` to `ends`, epoch seconds, by when operations were stored. `operation` is the name of a route."""

    merchant_id: str
    begins: float
    ends: float
    connector: str | None = None
    operation: str | None = None


class Replayed(Struct, frozen=True):
    """One operation, and what became of it until now: ACCEPTED where it has no record."""

    op_id: str
    at: float
    operation: str
    merchant_id: str
    connector: str
    stream: str
    sequence: int
    answer: Answer


encode = msgspec.json.Encoder().encode


async def replay(client: BridgeClient, span: Span) -> AsyncIterator[Replayed]:
    """By stream, each in its order. Raises BadInput, InvalidField; Unavailable, Refused."""
    routes = _routes(span.operation)
    merchant = token(span.merchant_id, "merchant")
    connector = token(span.connector, "connector") if span.connector is not None else "*"
    for stream in dict.fromkeys(name for route in routes for name in streams_of(route.family, client.options.streams)):
        verb = routes[0].verb if len(routes) == 1 else "*"
        try:
            async for message in read_stream(client.connection, stream, since_at=span.begins, headers_only=True,
                                             subject=f"{ROOT}.*.{merchant}.{verb}.{connector}.*"):
                if message.at > span.ends:
                    break
                address = read(message.subject)
                if address is not None and address.route in routes:
                    yield await _answered(client, message, address, stream)
        except Refused as error:
            if error.code != STREAM_MISSING:
                raise
            raise BadInput(f"there is no stream {stream}: bridge.replicas says which there are; tollbridge streams "
                           "check tells what is missing") from None


async def _answered(client: BridgeClient, message: Read, address: Address, stream: str) -> Replayed:
    found = await client.records.get(address.connector, address.op_id)
    answer = found.record.answer() if found is not None else Answer(address.op_id, State.ACCEPTED)
    return Replayed(address.op_id, message.at, address.route.name, address.merchant_id, address.connector, stream,
                    message.sequence, answer)


def own_subject(subject: str) -> str:
    """For answers to be published on. Raises InvalidField where that would be one of the bridge's, or nobody's."""
    parts = subject.split(".")
    if parts[0] in (ROOT, OURS) or subject.startswith("$") or not all(parts) or any(
            each in subject for each in (" ", "*", ">", "\t", "\r", "\n")):
        raise InvalidField("publish", f"must be a subject of your own: no wildcard, and not below {ROOT}, {OURS} or $")
    return subject


def as_json(replayed: Replayed) -> dict[str, Any]:
    its: dict[str, Any] = msgspec.json.decode(encode(replayed))
    return its


def _routes(name: str | None) -> list[Route]:
    if name is None:
        return list(DURABLE)
    found = [route for route in DURABLE if name in (route.name, route.operation.name)]
    if not found:
        raise InvalidField("operation", f"{name} is no durable operation: one of "
                                        + ", ".join(route.name for route in DURABLE))
    return found
