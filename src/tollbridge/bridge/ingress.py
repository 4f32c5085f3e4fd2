"""The bridge as a process: whoever speaks NATS may ask it, on the mission's plain subjects, to have something done.

    hyperswitch.payments.shop-1.authorize        the request in the contract's JSON, as a NATS request
    tollbridge.operation.<op_id>                 what became of it

A queue group of bridges answers. The answer to a durable operation is its end, or, once the caller's time is over, its
state; a publish without a reply subject is stored if there is room, and nobody is told. `Tollbridge-Wait: 0` is for who
wants to know that it is stored, and no more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

import msgspec
from msgspec import Struct
from nats.aio.msg import Msg

from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order
from tollbridge.bridge.connection import LIMIT, Unavailable
from tollbridge.bridge.messages import Answer, Problem, State, encode_answer
from tollbridge.bridge.problems import problem_of
from tollbridge.bridge.routes import OF_VERB, ROUTES, Route
from tollbridge.bridge.streams import processor_timeout_s
from tollbridge.bridge.subjects import OURS, ROOT, is_token, may_answer
from tollbridge.domain.errors import BadInput, ConnectorError, MissingField, OutcomeUnknown
from tollbridge.service.refusals import refusal

QUEUE = "bridges"
WAIT = "Tollbridge-Wait"
"""Seconds that the caller waits for the end."""
CALLER_KEY = "Idempotency-Key"
LOOK_UP = f"{OURS}.operation"
PASSED_ON = (wire.TRACEPARENT, wire.TRACESTATE, wire.CORRELATION_ID, wire.TENANT_ID)
_log = logging.getLogger("tollbridge.bridge")


class IngressOptions(Struct, frozen=True, kw_only=True):
    """`connectors` says where the operations of a merchant go that do not say so; `*` is for all others. `wait_s` is
    how long a caller waits who does not say so, beside the processor's time; `max_waiting` how many at once.
    """

    bridge: BridgeOptions
    environment: str
    connectors: Mapping[str, str] = {}
    wait_s: float = 2.0
    max_waiting: int = 20_000


class Ingress:
    """An edge of a service, as gRPC and HTTP are: its `Serving` starts and drains it."""

    most_connections = 0

    def __init__(self, options: IngressOptions, client: BridgeClient) -> None:
        self.options, self._client = options, client
        self._tasks: set[asyncio.Task[None]] = set()
        self._subscriptions: list[object] = []
        self._draining = False

    @property
    def running(self) -> int:
        return len(self._tasks)

    async def start(self) -> None:
        """The client has to be open."""
        nats = self._client.connection.client
        subjects = {f"{ROOT}.{family}.*.{verb}" for family, verb in OF_VERB}
        assert len(subjects) >= len(ROUTES)  # noqa: S101 - each has one, and some an alias
        for subject in sorted(subjects):
            self._subscriptions.append(await nats.subscribe(
                subject, QUEUE, cb=self._arrived, pending_msgs_limit=LIMIT, pending_bytes_limit=LIMIT))
        self._subscriptions.append(await nats.subscribe(f"{LOOK_UP}.*", QUEUE, cb=self._asked))

    def announce(self) -> None:
        """Nothing to say: who asks next is answered by another bridge once this one has gone."""

    async def finish(self, within_s: float) -> None:
        self._draining = True
        for subscription in self._subscriptions:
            await subscription.drain()  # type: ignore[attr-defined]
        self._subscriptions.clear()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=within_s)

    async def _arrived(self, message: Msg) -> None:
        if len(self._tasks) >= self.options.max_waiting:
            await self._reply(message, _too_many(message))
            return
        self._spawn(self._serve(message))

    async def _asked(self, message: Msg) -> None:
        self._spawn(self._look_up(message))

    def _spawn(self, work: object) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, message: Msg) -> None:
        await self._reply(message, await self._answer(message))

    async def _reply(self, message: Msg, answer: Answer) -> None:
        if may_answer(message.reply):
            await self._client.connection.client.publish(message.reply, encode_answer(answer))
        elif answer.problem is not None:
            _log.warning("%s: %s, and nobody to tell", message.subject, answer.problem.reason)

    async def _answer(self, message: Msg) -> Answer:
        try:
            order, route = self._order(message)
            wait = self._wait_s(message, route)
            if not route.durable:
                return await self._client.query(order, wait)
            if wait <= 0 or not message.reply:
                return await self._client.submit(order)
            return await self._client.execute(order, wait)
        except ConnectorError as error:
            return Answer("", State.REJECTED, problem=problem_of(refusal(error)))
        except Unavailable as error:
            return Answer("", State.UNKNOWN, problem=problem_of(refusal(
                OutcomeUnknown(f"the bridge cannot store it now, or nobody knows whether it did: {error}"))))
        except Exception as error:  # noqa: BLE001 - the caller gets an answer, whatever it is
            _log.error("%s: fault=%s", message.subject, type(error).__name__)
            return Answer("", State.UNKNOWN, problem=problem_of(refusal(error)))

    def _order(self, message: Msg) -> tuple[Order, Route]:
        """Raises BadInput, MissingField."""
        _, family, merchant_id, verb = message.subject.split(".")
        route, headers = OF_VERB[family, verb], message.headers or {}
        connector = headers.get(wire.CONNECTOR) or self.options.connectors.get(merchant_id) \
            or self.options.connectors.get("*")
        if not connector:
            raise MissingField(wire.CONNECTOR)
        try:
            request = msgspec.json.decode(message.data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise BadInput("the message is no JSON") from None
        if not isinstance(request, dict):
            raise BadInput("a request is a JSON object")
        return Order(
            operation=route.operation, connector=connector, merchant_id=merchant_id, request=request,
            environment=headers.get(wire.ENVIRONMENT) or self.options.environment, key=headers.get(CALLER_KEY),
            config=headers.get(wire.CONFIG), after=headers.get(wire.AFTER),
            headers={name: headers[name] for name in PASSED_ON if headers.get(name)}), route

    def _wait_s(self, message: Msg, route: Route) -> float:
        """Raises BadInput."""
        given = (message.headers or {}).get(WAIT)
        if given is None:
            bridge = self.options.bridge
            return bridge.caller_timeouts_s.get(route.name) or (
                self.options.wait_s + processor_timeout_s(route, bridge.streams.processor_timeouts_s))
        try:
            return min(300.0, max(0.0, float(given)))
        except ValueError:
            raise BadInput(f"{WAIT} is no number of seconds", WAIT) from None

    async def _look_up(self, message: Msg) -> None:
        its_id = message.subject.rpartition(".")[2]
        try:
            answer = await self._client.operation(its_id) if is_token(its_id) else None
        except Unavailable:
            answer = _refused("UNREACHABLE", "the records cannot be read now: ask again", 1.0)
        await self._reply(message, answer or _refused("BAD_INPUT", "nobody knows of such an operation"))


def _too_many(message: Msg) -> Answer:
    """There is no room even to look whether an operation was submitted before, so nobody says that it was not."""
    _, family, _, verb = message.subject.split(".")
    if not OF_VERB[family, verb].durable:
        return _refused("OVERLOADED", "this bridge has no room: ask again", 1.0)
    return Answer("", State.UNKNOWN, problem=Problem(
        "OUTCOME_UNKNOWN", "this bridge has no room, and did not look whether it was submitted before: ask again, with "
                           "the same idempotency key", retry_after_s=1.0))


def _refused(reason: str, why: str, retry_after_s: float | None = None) -> Answer:
    return Answer("", State.REJECTED, problem=Problem(reason, why, retry_after_s=retry_after_s))
