"""For who has something done: submit an operation and wait for it, or ask a question.

    bridge = BridgeClient(BridgeOptions(connection=ConnectionOptions(servers=("nats://127.0.0.1:4222",))))
    await bridge.open()
    answer = await bridge.execute(Order(AUTHORIZE, "stripe", "shop-1", request, key="order-7"), timeout_s=8)
    answer = await bridge.operation(answer.op_id)

A durable operation is stored before anything else is said of it. What the caller gets is its result, or, when the time
is over, that it is still under way: never a failure for what may yet be done.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from nats.aio.msg import Msg

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import (
    LIMIT,
    Ack,
    Connection,
    ConnectionOptions,
    Duplicate,
    Full,
    NoResponders,
    NotPublished,
    Publisher,
    Unavailable,
)
from tollbridge.bridge.gates.identity import account_digest
from tollbridge.bridge.gates.shared import Shared
from tollbridge.bridge.messages import Answer, State, decode_answer, encode_json
from tollbridge.bridge.records import Found, Records, decode
from tollbridge.bridge.routes import DURABLE, OF_OPERATION, Route
from tollbridge.bridge.sealed import Bucket
from tollbridge.bridge.split import Sealed, split
from tollbridge.bridge.streams import StreamOptions, streams_of
from tollbridge.bridge.subjects import OURS, ROOT, durable, op_id, question, token
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import InvalidField, NotSent, Unreachable
from tollbridge.domain.masking import masked
from tollbridge.domain.operations import Operation
from tollbridge.engine.keys import sent_key
from tollbridge.service.errors import Conflict, NoWorkers, Overloaded

CHANGED = f"{OURS}.changed"
"""Where the server repeats every change of a record, to who waits for an operation that another has submitted."""
PAYMENT = "connector_transaction_id"
LOOK_S = 0.5
"""Of a caller's time, at most so much is kept for a last look at the record."""


class BridgeOptions(Struct, frozen=True, kw_only=True):
    """`deadline_s` is for how long an operation is tried; `fallback_after_s` when the second stream of payments is
    tried, in a cluster.
    """

    connection: ConnectionOptions
    streams: StreamOptions
    deadline_s: float = 600.0
    fallback_after_s: float = 0.25


class Order(Struct, kw_only=True):
    """An operation to be done. `request` is the domain's, or the contract's JSON, which is checked.

    `key` is the caller's idempotency key; without it the
    request's own id is one (engine.keys). `config` holds credentials in the contract's JSON, where the account store of
    the workers has none. `after` is the id of an operation that has to be done first.
    """

    operation: Operation[Any, Any]
    connector: str
    merchant_id: str
    request: Any
    environment: str
    key: str | None = None
    config: str | None = None
    after: str | None = None
    deadline_s: float | None = None
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"Order({self.operation.name} at {self.connector} for {self.merchant_id})"


class Prepared(Struct):
    """An order as it goes into its stream."""

    order: Order
    route: Route
    op_id: str
    hash: str
    headers: dict[str, str]
    body: bytes
    sealed: Sealed


class BridgeClient:
    def __init__(self, options: BridgeOptions) -> None:
        self.options = options
        self.connection = Connection(options.connection)
        self.publisher = Publisher(self.connection)
        self.records = Records(self.connection, self.publisher)
        self.bucket = Bucket(self.connection, self.publisher)
        self.shared = Shared(self.connection, self.publisher)
        self._inbox = ""
        self._waiting: dict[str, list[asyncio.Future[Answer]]] = {}

    async def open(self) -> None:
        """Raises Unavailable."""
        await self.connection.open()
        await self.publisher.open()
        client = self.connection.client
        self._inbox = client.new_inbox()
        await client.subscribe(f"{self._inbox}.*", cb=self._answered, pending_msgs_limit=LIMIT,
                               pending_bytes_limit=LIMIT)
        await self.shared.open()

    async def close(self) -> None:
        await self.shared.close()
        await self.connection.close()

    # -- durable operations -------------------------------------------------------------------------------------------
    async def execute(self, order: Order, timeout_s: float) -> Answer:
        """The operation's end, or its state once the time is over. Raises InvalidField, Conflict, Overloaded and
        Unreachable where nothing was stored, Unavailable where nobody knows whether it was.
        """
        prepared = prepare(order, self.options)
        ends = time.monotonic() + timeout_s
        waiting = self._wait_for(prepared.op_id)
        try:
            known = await self._submit(prepared)
            if known is not None and known.final:
                return known
            if known is not None:
                return await self._follow(prepared, waiting, ends, known)
            left = ends - min(LOOK_S, timeout_s / 10) - time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, left)):
                    return await waiting
            except TimeoutError:
                return await self._look(prepared.order.connector, prepared.op_id)
        finally:
            self._forget(prepared.op_id, waiting)

    async def submit(self, order: Order) -> Answer:
        """Stores it, and waits for nothing: its state, and its id to ask for. Raises as `execute`."""
        prepared = prepare(order, self.options)
        return await self._submit(prepared) or Answer(prepared.op_id, State.ACCEPTED)

    async def operation(self, op_id: str) -> Answer | None:
        """What became of it; None where nobody knows of it. Raises Unavailable."""
        token(op_id, "op_id")
        found = await self.records.find(op_id)
        if found is not None:
            return found.record.answer()
        for stream in self._streams():
            if await self.connection.next_message(stream, f"{ROOT}.*.*.*.*.{op_id}") is not None:
                return Answer(op_id, State.ACCEPTED)
        return None

    def _streams(self) -> list[str]:
        return list(dict.fromkeys(name for route in DURABLE for name in streams_of(route.family, self.options.streams)))

    async def _submit(self, prepared: Prepared) -> Answer | None:
        """None: it is stored now; else what is known of the same operation. Raises Conflict."""
        order = prepared.order
        prepared.headers[wire.REPLY_TO] = f"{self._inbox}.{prepared.op_id}"
        try:
            if prepared.sealed:
                _, ack = await asyncio.gather(
                    self.bucket.put(order.connector, prepared.op_id, prepared.sealed), self._store(prepared))
            else:
                ack = await self._store(prepared)
            if not ack.duplicate:
                return None
        except Duplicate:
            pass
        except Full as error:
            raise Overloaded("the bridge has no room for more operations") from error
        except NotPublished as error:
            raise Unreachable("no connection to NATS") from error
        return await self._existing(prepared)

    async def _store(self, prepared: Prepared) -> Ack:
        """In its stream; in a cluster in the other one, where the first does not answer in time."""
        order, route = prepared.order, prepared.route
        streams = streams_of(route.family, self.options.streams)
        second = len(streams) > 1 and int(prepared.op_id[-1], 16) % 2 == 1
        subject = durable(route, order.merchant_id, order.connector, prepared.op_id, fallback=second)
        if len(streams) == 1:
            return await self.publisher.publish(subject, prepared.body, prepared.headers)
        try:
            return await self.publisher.publish(subject, prepared.body, prepared.headers,
                                                self.options.fallback_after_s)
        except Unavailable:
            other = durable(route, order.merchant_id, order.connector, prepared.op_id, fallback=not second)
            return await self.publisher.publish(other, prepared.body, prepared.headers)

    async def _existing(self, prepared: Prepared) -> Answer:
        """The operation that was submitted before. Raises Conflict where that was another request."""
        found = await self.records.get(prepared.order.connector, prepared.op_id)
        if found is not None:
            _same(prepared, found.record.request_hash)
            return found.record.answer()
        order = prepared.order
        for at, stream in enumerate(streams_of(prepared.route.family, self.options.streams)):
            subject = durable(prepared.route, order.merchant_id, order.connector, prepared.op_id, fallback=at == 1)
            message = await self.connection.last_message(stream, subject)
            if message is not None:
                _same(prepared, message.headers.get(wire.REQUEST_HASH, ""))
                return Answer(prepared.op_id, State.ACCEPTED)
        raise Unavailable("the operation is neither stored nor recorded: ask again")

    # -- waiting ------------------------------------------------------------------------------------------------------
    async def _answered(self, message: Msg) -> None:
        its_id = message.subject[len(self._inbox) + 1:]
        if its_id not in self._waiting:
            return
        try:
            answer = decode_answer(message.data)
        except msgspec.DecodeError:
            return  # of no worker of ours; the record has the truth
        self._tell(its_id, answer)

    def _tell(self, its_id: str, answer: Answer) -> None:
        for waiting in self._waiting.get(its_id, ()):
            if answer.final and not waiting.done():
                waiting.set_result(answer)

    def _wait_for(self, op_id: str) -> asyncio.Future[Answer]:
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(op_id, []).append(waiting)
        return waiting

    def _forget(self, op_id: str, waiting: asyncio.Future[Answer]) -> None:
        others = self._waiting.get(op_id, [])
        if waiting in others:
            others.remove(waiting)
        if not others:
            self._waiting.pop(op_id, None)

    async def _follow(self, prepared: Prepared, waiting: asyncio.Future[Answer], ends: float, known: Answer) -> Answer:
        """Of an operation whose answer goes to another: by the changes of its record."""
        connector, its_id = prepared.order.connector, prepared.op_id

        async def changed(message: Msg) -> None:
            record = decode(message.data)
            if record.final:
                self._tell(its_id, record.answer())

        subscription = await self.connection.client.subscribe(f"{CHANGED}.{connector}.{its_id}", cb=changed)
        try:
            latest = await self._look(connector, its_id)
            if latest.final:
                return latest
            left = ends - LOOK_S / 2 - time.monotonic()
            async with asyncio.timeout(max(0.0, left)):
                return await waiting
        except TimeoutError:
            return await self._look(connector, its_id)
        finally:
            await subscription.unsubscribe()

    async def _look(self, connector: str, op_id: str) -> Answer:
        found: Found | None = None
        with contextlib.suppress(Unavailable):  # it is stored: that there is no word of it now changes nothing
            found = await self.records.get(connector, op_id)
        return found.record.answer() if found is not None else Answer(op_id, State.ACCEPTED)

    # -- questions ----------------------------------------------------------------------------------------------------
    async def query(self, order: Order, timeout_s: float) -> Answer:
        """Raises NoWorkers, Overloaded where they are busy, NotSent where no answer came in time: questions do nothing.
        """
        route = OF_OPERATION[order.operation]
        headers = {wire.ENVIRONMENT: order.environment, wire.DEADLINE: str(int((time.time() + timeout_s) * 1000)),
                   **order.headers}
        if order.config is not None:
            headers[wire.CONFIG] = order.config
            headers[wire.ACCOUNT] = account_digest(order.merchant_id, order.connector, order.config)
        subject = question(route, token(order.merchant_id, "merchant_id"), token(order.connector, "connector"))
        try:
            codec = json_codec(order.operation)
            asked = codec.read_request(order.request) if order.request.__class__ is dict else order.request
            message = await self.connection.request(subject, encode_json(codec.write_request(asked)), headers,
                                                    timeout_s)
        except NoResponders as error:
            raise NoWorkers(f"no worker answers {route.name} at {order.connector}") from error
        except Unavailable as error:
            raise NotSent("no answer in time; a question changes nothing: ask again") from error
        if message.headers and message.headers.get(wire.BUSY):
            raise Overloaded("workers have no room: ask again")
        return decode_answer(message.data)


def _same(prepared: Prepared, first: str) -> None:
    if first != prepared.hash:
        raise Conflict(f"the idempotency key was used for another {prepared.order.operation.name}: give this one a key "
                       "of its own, or repeat the first as it was", "idempotency-key")


def _about(order: Order) -> dict[str, Any]:
    """The request; in place of the payment that the operation before it makes, that one's id, so that it can be read.
    """
    request: dict[str, Any] = order.request
    named = PAYMENT in order.operation.request.__struct_fields__
    if order.after is None or not named or request.get(PAYMENT) or request.get("connectorTransactionId"):
        return request
    return {**request, PAYMENT: order.after}


def prepare(order: Order, options: BridgeOptions) -> Prepared:
    """The order as it is stored, card data apart. Raises MissingField, InvalidField, BadInput."""
    route = OF_OPERATION[order.operation]
    token(order.merchant_id, "merchant_id")
    token(order.connector, "connector")
    codec = json_codec(order.operation)
    asked = codec.read_request(_about(order)) if order.request.__class__ is dict else order.request
    request = codec.write_request(asked)  # in one spelling: what is secret is known by its name
    if order.after is not None and request.get(PAYMENT) in ("", order.after):
        del request[PAYMENT]  # the worker puts it there, once there is one
    key = order.key or str(sent_key(order.operation, asked, None))
    if masked(key) != key or not key.isprintable() or len(key) > 255:
        raise InvalidField("idempotency-key", "must be up to 255 printable characters, and no card number")
    reference = str(request.get(PAYMENT) or order.after or "")
    its_id = op_id(order.merchant_id, order.connector, order.environment, order.operation, reference, key)
    fields = split(request)
    hashed = wire.request_hash(order.operation.name, order.connector, order.environment, request)
    sealed = Sealed(hashed, fields, order.config)
    deadline = time.time() + (order.deadline_s or options.deadline_s)
    headers = {
        wire.MSG_ID: its_id, wire.REQUEST_HASH: hashed, wire.CONNECTOR: order.connector,
        wire.DEADLINE: str(int(deadline * 1000)), wire.CONTENT_TYPE: wire.JSON, wire.ENVIRONMENT: order.environment,
        wire.IDEMPOTENCY_KEY: key, **order.headers}
    if sealed:
        headers[wire.SEALED] = "1"
    if order.config is not None:
        headers[wire.ACCOUNT] = account_digest(order.merchant_id, order.connector, order.config)
    if order.after is not None:
        headers[wire.AFTER] = token(order.after, "after")
    return Prepared(order, route, its_id, hashed, headers, encode_json(request), sealed)
