"""Questions: asked and answered, kept nowhere. Each worker listens in one queue group per operation and connector."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import LIMIT, Connection, Refused, Unavailable
from tollbridge.bridge.gates.identity import Lane
from tollbridge.bridge.kept import KEEPS_SESSIONS, KeptRecords, Source
from tollbridge.bridge.messages import Answer, Problem, State, encode_answer, encode_json
from tollbridge.bridge.problems import problem_of
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.routes import ASKED, Route
from tollbridge.bridge.streams import processor_timeout_s
from tollbridge.bridge.subjects import Address, is_token, may_answer, question, read
from tollbridge.bridge.worker.attempt import Attempt
from tollbridge.bridge.worker.presence import Tally
from tollbridge.bridge.worker.work import Gates
from tollbridge.domain.errors import BadInput
from tollbridge.service import Service
from tollbridge.service.callers import CONFIG, CONNECTOR, ENVIRONMENT
from tollbridge.service.calls import IDEMPOTENCY_KEY, MERCHANT_ID, TENANT_ID

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

QUEUE = "workers"
_log = logging.getLogger("tollbridge.bridge")
_BUSY = {wire.BUSY: "1"}


class Queries:
    """`slots` questions at once; what comes on top is told that there is no room."""

    def __init__(self, connection: Connection, service: Service, connectors: Sequence[str], slots: int,
                 timeouts_s: dict[str, float], routes: Sequence[Route] = ASKED,
                 tallies: dict[str, Tally] | None = None, gates: Gates | None = None,
                 kept: KeptRecords | None = None, protection: Protection | None = None) -> None:
        self._gates, self._kept, self._protection = gates or Gates(), kept, protection
        self._client, self._service = connection.client, service
        self._connectors, self._slots, self._timeouts_s, self._routes = connectors, slots, timeouts_s, routes
        self._tallies = {} if tallies is None else tallies
        self._tasks: set[asyncio.Task[None]] = set()
        self._subscriptions: list[Subscription] = []

    @property
    def running(self) -> int:
        return len(self._tasks)

    async def start(self) -> None:
        for route in self._routes:
            for connector in self._connectors:
                subject, name = question(route, "*", connector), f"{route.name}.{connector}"
                self._tallies.setdefault(name, Tally(name.replace(".", "-"), subject, False))
                self._subscriptions.append(await self._client.subscribe(
                    subject, QUEUE, cb=self._arrived, pending_msgs_limit=LIMIT, pending_bytes_limit=LIMIT))

    async def stop(self) -> None:
        """Takes no more: the next question goes to another worker, or is told at once that there is none."""
        for subscription in self._subscriptions:
            await subscription.unsubscribe()
        self._subscriptions.clear()

    async def _arrived(self, message: Msg) -> None:
        if len(self._tasks) >= self._slots:
            if may_answer(message.reply):
                await self._client.publish(message.reply, b"", headers=_BUSY)
            return
        if not may_answer(message.reply):  # nobody would hear the answer
            return
        task = asyncio.get_running_loop().create_task(self._answer(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finished(self, within_s: float) -> bool:
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=within_s)
        return not self._tasks

    async def _answer(self, message: Msg) -> None:
        address, headers, body = read(message.subject), message.headers or {}, message.data
        if address is None or not is_token(address.merchant_id):
            answer = Answer("", State.REJECTED, problem=Problem("BAD_INPUT", "the subject is none of a question"))
        elif self._protection is None:
            answer = await self._result(address, headers, body)
        else:
            try:
                got = await self._protection.questions.got(message.subject, address, headers, body)
            except Forged as error:
                self._protection.forged("question", message.subject, address.connector, error)
                answer = Answer("", State.REJECTED, problem=Problem("BAD_INPUT", str(error)))
            except Unavailable as error:
                _log.warning("%s: %s", message.subject, error)
                answer = Answer("", State.REJECTED, problem=Problem("NOT_SENT", str(error)))
            else:
                sealed = got.write(await self._result(address, got.headers, got.body))
                await self._client.publish(message.reply, sealed)
                return
        await self._client.publish(message.reply, encode_answer(answer))

    async def _result(self, address: Address, headers: Mapping[str, str], body: bytes) -> Answer:
        lane = Lane.of(address.route, address.connector, address.merchant_id, headers.get(wire.ACCOUNT))
        if (held := await self._gates.refuses(lane, headers.get(wire.CONFIG))) is not None:
            return Answer("", State.REJECTED, problem=held, outcome=held.reason.lower())
        ends = time.time() + processor_timeout_s(address.route, self._timeouts_s)
        try:
            ends = min(ends, int(headers[wire.DEADLINE]) / 1000)
        except KeyError:
            pass
        except (ValueError, OverflowError):
            return Answer("", State.REJECTED, problem=Problem("BAD_INPUT", f"{wire.DEADLINE} is no time"))
        call = Attempt(self._service, address.route.operation, _metadata(address, headers), len(body), ends, "")
        return await self._asked(call, lane, body, headers)

    async def _asked(self, call: Attempt, lane: Lane, body: bytes, headers: Mapping[str, str]) -> Answer:
        code, size, refused, result = "CANCELLED", 0, None, None
        try:
            result = await call.json(_json(body))
            written = encode_json(result)
            code, size = "OK", len(written)
            await self._keep(lane, headers.get(wire.ENVIRONMENT, ""), result)
            return Answer("", State.DONE, msgspec.Raw(written), outcome=call.record.outcome)
        except Exception as error:  # noqa: BLE001 - each is an answer
            refused = await call.refused(error)
            code = refused.reason
            return Answer("", State.REJECTED, problem=problem_of(refused), outcome=refused.reason.lower())
        finally:
            call.over(code, size)
            if (tally := self._tallies.get(f"{lane.route.name}.{lane.connector}")) is not None:
                tally.ended(call.record.seconds, "" if code == "OK" else code)
            await self._gates.answered(lane, headers.get(wire.CONFIG), refused, result)

    async def _keep(self, lane: Lane, environment: str, result: dict[str, Any]) -> None:
        """That a session was opened. Who asked for it gets it, recorded or not."""
        operation = lane.route.operation
        if self._kept is not None and operation in KEEPS_SESSIONS:
            try:
                await self._kept.of_session(
                    Source(operation, lane.merchant_id, lane.connector, environment, ""), result)
            except (Unavailable, Refused) as error:
                _log.warning("%s at %s: not recorded: %s", lane.route.name, lane.connector, error)


def _json(body: bytes) -> Any:
    """Raises BadInput."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput("the message is no JSON") from None


def _metadata(address: Address, headers: Mapping[str, str]) -> dict[str, str]:
    """Of a call, from the subject and headers of a question."""
    metadata = {CONNECTOR: address.connector, MERCHANT_ID: address.merchant_id,
                TENANT_ID: headers.get(wire.TENANT_ID, ""), "x-request-id": headers.get(wire.CORRELATION_ID, "")}
    for name, header in ((ENVIRONMENT, wire.ENVIRONMENT), (CONFIG, wire.CONFIG),
                         (IDEMPOTENCY_KEY, wire.IDEMPOTENCY_KEY)):
        if header in headers:
            metadata[name] = headers[header]
    metadata.update((name, headers[name]) for name in (wire.TRACEPARENT, wire.TRACESTATE) if name in headers)
    return metadata
