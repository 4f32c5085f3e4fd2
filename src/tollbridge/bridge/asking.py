"""Questions to workers: asked and answered, stored nowhere."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from tollbridge.bridge import messages as wire
from tollbridge.bridge.cached import Cached, things_of
from tollbridge.bridge.connection import Connection, NoResponders, Unavailable
from tollbridge.bridge.gates.admission import Admission
from tollbridge.bridge.gates.identity import Lane, account_digest
from tollbridge.bridge.messages import Answer, decode_answer, encode_json
from tollbridge.bridge.orders import Order, checked_key
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.routes import OF_OPERATION
from tollbridge.bridge.subjects import question, token
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import BadInput, ConnectorError, NotSent, OutcomeUnknown, Unreachable
from tollbridge.domain.operations import Effect, Operation
from tollbridge.engine.keys import sent_key
from tollbridge.service.errors import NoWorkers, Overloaded

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection
    from tollbridge.bridge.protection.questions import Put

ASKED_AT_MOST = 2
"""A worker without room says so; another one may have some."""
HEADER_BYTES = 16
"""Of the line before the headers, and the one after them."""
LATE = "no answer in time; a question changes nothing: ask again"


class Asking:
    """`in_flight` counts all who wait at this bridge, `running` those who wait for an answer to a question."""

    def __init__(self, connection: Connection, admission: Admission, cached: Cached, in_flight: Callable[[], int],
                 protection: Protection | None = None) -> None:
        self._connection, self._admission, self._cached, self._in_flight = connection, admission, cached, in_flight
        self._protection = protection
        self.running = 0

    async def query(self, order: Order, timeout_s: float) -> Answer:
        """As BridgeClient.query."""
        route = OF_OPERATION[order.operation]
        subject = question(route, token(order.merchant_id, "merchant_id"), token(order.connector, "connector"))
        codec = json_codec(order.operation)
        asked = codec.read_request(order.request) if order.request.__class__ is dict else order.request
        key = order.key or sent_key(order.operation, asked, None)
        if key is not None:
            key = checked_key(key)
        request = codec.write_request(asked)
        lane, body = Lane(route, order.connector, order.merchant_id), encode_json(request)
        if order.config is not None:
            lane.given = account_digest(order.merchant_id, order.connector, order.config)

        async def ask() -> Answer:
            return await self._ask(order, lane, subject, body, key, timeout_s)

        if not self._cached.keeps(route.name):
            return await ask()
        about = things_of(order.merchant_id, order.connector, request)
        try:
            async with asyncio.timeout(timeout_s):  # who asked first may have more time
                return await self._cached.get((subject, order.environment, lane.given, body), about, ask)
        except TimeoutError as error:
            raise NotSent(LATE) from error

    async def _ask(self, order: Order, lane: Lane, subject: str, body: bytes, key: str | None, timeout_s: float
                   ) -> Answer:
        if (refused := self._admission.question(lane, self._in_flight())) is not None:
            raise refused
        headers = {wire.ENVIRONMENT: order.environment, wire.DEADLINE: str(int((time.time() + timeout_s) * 1000)),
                   wire.CONTENT_TYPE: wire.JSON, **order.headers}
        if order.config is not None:
            headers[wire.CONFIG], headers[wire.ACCOUNT] = order.config, lane.given
        if key is not None:
            headers[wire.IDEMPOTENCY_KEY] = key
        put: Put | None = None
        plain = body
        if self._protection is not None:
            try:
                put = await self._protection.questions.put(subject, order.connector, order.merchant_id, headers, body)
            except Unavailable as error:
                raise Unreachable(f"the bridge cannot encrypt it: {error}") from error
            body, headers = put.body, put.headers
        fits(self._connection, body, headers, plain)
        ends = time.monotonic() + timeout_s
        self.running += 1
        try:
            for _ in range(ASKED_AT_MOST):
                message = await self._connection.request(subject, body, headers, max(0.001, ends - time.monotonic()))
                if not (message.headers and message.headers.get(wire.BUSY)):
                    return decode_answer(message.data) if put is None else put.read(message.data)
        except NoResponders as error:
            raise NoWorkers(f"no worker answers {lane.route.name} at {order.connector}") from error
        except (Unavailable, Forged, msgspec.DecodeError) as error:
            raise _unanswered(order.operation, key) from error
        finally:
            self.running -= 1
        raise Overloaded("workers have no room: ask again")


def fits(connection: Connection, body: bytes, headers: Mapping[str, str], plain: bytes) -> None:
    """The server ends a connection that sends more. `plain` is the body before it was encrypted. Raises BadInput."""
    size = len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items()) + HEADER_BYTES
    most = connection.client.max_payload
    if most and size > most:
        path, named = "", ""
        with contextlib.suppress(msgspec.DecodeError):  # submitted before, it is encrypted by now
            path, its = largest(msgspec.json.decode(plain))
            named = f", {its} of them in {path}"
        more = "; for files, set bridge.evidence.key_file" if path.endswith("file_content") else ""
        raise BadInput(f"the request is a message of {size} bytes{named}, and this NATS server takes "
                       f"{most} (its max_payload): send less, or have the server take more{more}", path)


def largest(value: Any, path: str = "") -> tuple[str, int]:
    """Where most of a request is, by its path, and how many bytes that are."""
    if isinstance(value, dict) and value:
        name, inner = max(value.items(), key=lambda its: len(encode_json(its[1])))
        return largest(inner, f"{path}.{name}" if path else name)
    if isinstance(value, list) and value:
        at = max(range(len(value)), key=lambda index: len(encode_json(value[index])))
        return largest(value[at], f"{path}[{at}]")
    return path, len(encode_json(value))


def _unanswered(operation: Operation[Any, Any], key: str | None) -> ConnectorError:
    if operation.effect is Effect.QUERY:
        return NotSent(LATE)
    unknown = OutcomeUnknown(f"no answer to {operation.name} in time")
    unknown.idempotency_key = key
    return unknown
