"""A whole operation from bytes to bytes, still without IO: what every edge drives, and what the benchmark measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from tollbridge.contract.answers import write_json, write_wire
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.domain.operations import Operation
from tollbridge.engine.plan import Cache, Plan
from tollbridge.engine.run import run
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, Context

Q = TypeVar("Q")
R = TypeVar("R")


def call_wire(connector: Connector[A], operation: Operation[Q, R], message: bytes, context: Callable[[Q], Context[A]],
              cache: Cache | None = None) -> Plan[bytes]:
    """Reads the protobuf request, runs the operation, writes the protobuf answer.

    `context` makes the context of the request, once it is read: its idempotency key may be the request's own id.
    Raises what `engine.plan` raises, and BadInput for bytes that are no such message.
    """
    request = wire_codec(operation).read_request(message)
    answer = yield from run(connector, operation, request, context(request), cache)
    return write_wire(operation, request, answer)


def call_json(connector: Connector[A], operation: Operation[Q, R], value: object, context: Callable[[Q], Context[A]],
              cache: Cache | None = None) -> Plan[dict[str, Any]]:
    """The same in the contract's JSON."""
    request = json_codec(operation).read_request(value)
    answer = yield from run(connector, operation, request, context(request), cache)
    return write_json(operation, request, answer)
