"""Dead letters: a copy of each operation that needs a person, in the DLQ stream, with the reason; and its alert.

    tollbridge.dlq.<connector>.<op_id>      one letter for each operation, the last; for a webhook by its place
    tollbridge.alerts.<kind>                in EVENTS: alerts.py has the kinds

A letter is written before the record says MANUAL: of a worker that dies between the two, a letter too many is left, and
who reads letters reads the record too. It holds what the stream holds, and nothing of what is sealed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from tollbridge.bridge import alerts, messages as wire
from tollbridge.bridge.alerts import ACCOUNT_PAUSED, EXHAUSTED, FORGED, MANUAL, POISONED
from tollbridge.bridge.audit.entries import of_record
from tollbridge.bridge.audit.trail import Trail
from tollbridge.bridge.connection import Connection, Publisher, Refused, Stored, Unavailable
from tollbridge.bridge.messages import Problem, State, encode_json
from tollbridge.bridge.problems import problem_of
from tollbridge.bridge.records import OperationRecord, Records, Stale
from tollbridge.bridge.schedules import SEQUENCE, STREAM, SUBJECT, Pointer
from tollbridge.bridge.split import split
from tollbridge.bridge.streams import DEAD_STREAM
from tollbridge.bridge.subjects import OURS, is_token, read, read_webhook
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.masking import masked
from tollbridge.service.refusals import refusal

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient

_log = logging.getLogger("tollbridge.bridge")

REASON, ERROR = "Tollbridge-Reason", "Tollbridge-Error"
ERASED = "erased"
"""Why there is a letter, and no alert: its key was, of an event or a webhook. Nobody can read it any more."""
COPIED = (wire.REQUEST_HASH, wire.CONNECTOR, wire.DEADLINE, wire.IDEMPOTENCY_KEY, wire.ENVIRONMENT, wire.SEALED,
          wire.AFTER, wire.CORRELATION_ID, wire.TENANT_ID, wire.TRACEPARENT, wire.SIGNATURE)
ERROR_CHARACTERS = 500
AGAIN_S = 0.1
REPEATED_S = 60.0
"""The same alert of the same account is told once in so long."""
DISCREET = {
    MANUAL: "a person has to find out what became of it: tollbridge dlq show",
    EXHAUSTED: "no worker has ended it, however often it was delivered: tollbridge dlq show",
    ACCOUNT_PAUSED: "the processor does not take the account's credentials: the log of its worker has its words"}
"""In place of why, where messages are encrypted: a processor's words may be about its shopper."""


class Alert(Struct, omit_defaults=True):
    """What a person has to look at. `at` is in epoch seconds, `runbook` where it stands what to do: it is there once it
    is told.
    """

    kind: alerts.Told
    why: str
    at: float
    connector: str = ""
    merchant_id: str = ""
    operation: str = ""
    op_id: str = ""
    runbook: str = ""


class DeadLetters:
    def __init__(self, connection: Connection, publisher: Publisher, records: Records,
                 clock: Callable[[], float] = time.time, *, audit: Trail | None = None, discreet: bool = False) -> None:
        self._connection, self._publisher, self._records, self._clock = connection, publisher, records, clock
        self._audit, self._discreet = audit, discreet
        self._telling: set[asyncio.Task[None]] = set()
        self.on_alert: Callable[[Alert], None] = lambda alert: None
        """Counts them."""

    @classmethod
    def of(cls, client: BridgeClient) -> DeadLetters:
        return cls(client.connection, client.publisher, client.records, audit=client.audit,
                   discreet=client.protection is not None)

    async def dead(self, pointer: Pointer, body: bytes, headers: Mapping[str, str], reason: str, error: str) -> None:
        """Returns once the letter is stored."""
        await self._store(subject_of(pointer), _without_secrets(body), pointer, headers, reason, error)

    async def unreadable(self, delivery: Delivery, why: str, reason: alerts.Told = POISONED) -> None:
        """A message that is no operation. Who wrote it may have known nothing of sealing: nothing secret is kept."""
        await self.refused(delivery, why, reason)
        pointer = Pointer(delivery.stream, delivery.sequence, delivery.subject)
        self.event(_alert(reason, why, pointer, self._clock()))

    async def refused(self, delivery: Delivery, why: str, reason: str) -> None:
        """The same without an alert."""
        pointer = Pointer(delivery.stream, delivery.sequence, delivery.subject)
        body = b"" if self._discreet and delivery.headers.get(wire.CONTENT_TYPE) != wire.JOSE else _without_secrets(
            delivery.body)  # what nobody has encrypted is not written once more
        await self._store(subject_of(pointer), body, pointer, delivery.headers, reason, why)

    async def webhook(self, delivery: Delivery, body: bytes, reason: alerts.Told, why: str) -> None:
        """A webhook that the processor was told to be taken, and that nobody can read. It stays in its stream as it
        came in, for as long as that keeps it; this is a copy for people, encrypted where that is.
        """
        pointer = Pointer(delivery.stream, delivery.sequence, delivery.subject)
        if self._discreet:
            await self.refused(delivery, why, reason)
        else:
            await self._store(subject_of(pointer), _without_secrets(body), pointer, {}, reason, why)
        self.alert(_alert(reason, why, pointer, self._clock()))

    async def give_up(self, pointer: Pointer, why: str, original: Stored | None,
                      reason: alerts.Told = MANUAL) -> None:
        """For an operation that no worker can end: its record says MANUAL, unless it is over. Raises Unavailable."""
        its, address = pointer.its, read(pointer.subject)
        if its is None or address is None:
            raise ValueError(f"no operation: {pointer.subject}")
        headers = original.headers if original is not None else {}
        while True:
            found = await self._records.get(*its)
            if found is not None and found.record.final:
                return
            record = found.record if found is not None else OperationRecord(
                op_id=its[1], connector=its[0], operation=address.route.operation.name,
                merchant_id=address.merchant_id, request_hash=headers.get(wire.REQUEST_HASH, ""), state="",
                environment=headers.get(wire.ENVIRONMENT, ""), stream=pointer.stream, stream_seq=pointer.sequence)
            told = f"{why}; {record.problem.message}" if record.problem is not None else why
            await self.dead(pointer, original.data if original is not None else b"", headers, reason, told)
            _end_manual(record, why, self._clock())
            if self._audit is not None:  # before the record: found ended, it is not looked at again
                await self._audit.told(of_record(record, why, self._clock()))
            try:
                await self._records.update(record, found.revision if found is not None else 0)
            except Stale:
                continue
            self.alert(_alert(reason, why, pointer, self._clock()))
            return

    async def has(self, connector: str, op_id: str) -> bool:
        """Whether there is a letter. Raises Unavailable."""
        return await self._connection.last_message(DEAD_STREAM, f"{OURS}.dlq.{connector}.{op_id}") is not None

    def alert(self, alert: Alert) -> None:
        """A line of log, a count, an event."""
        _log.error("alert=%s operation=%s op_id=%s connector=%s merchant_id=%s: %s (%s)", alert.kind, alert.operation,
                   alert.op_id, alert.connector, alert.merchant_id, masked(alert.why), alerts.runbook(alert.kind))
        self.on_alert(alert)
        self.event(alert)

    def event(self, alert: Alert) -> None:
        """Nobody waits for it: what it tells is logged, counted and recorded besides."""
        task = asyncio.ensure_future(self._tell(alert))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def told(self) -> None:
        """Once all alerts are on their way."""
        if self._telling:
            await asyncio.wait(tuple(self._telling), timeout=1.0)

    async def _tell(self, alert: Alert) -> None:
        why = DISCREET.get(alert.kind, alert.why) if self._discreet else alert.why
        alert = msgspec.structs.replace(alert, why=why, runbook=alerts.runbook(alert.kind))
        with contextlib.suppress(Unavailable, Refused):
            await self._publisher.publish(f"{OURS}.alerts.{alert.kind}", encode_json(alert))

    async def _store(self, subject: str, body: bytes, pointer: Pointer, headers: Mapping[str, str], reason: str,
                     error: str) -> None:
        if self._discreet:
            error = DISCREET.get(reason, error)
        letter = {name: _line(headers[name]) for name in COPIED if name in headers}
        if headers.get(wire.CONTENT_TYPE) == wire.JOSE:
            letter[wire.CONTENT_TYPE] = wire.JOSE
        letter |= {REASON: reason, ERROR: _line(error), STREAM: pointer.stream, SEQUENCE: str(pointer.sequence),
                   SUBJECT: _line(pointer.subject)}
        while True:
            try:
                await self._publisher.publish(subject, body, letter)
                return
            except Unavailable:
                _log.warning("%s: its dead letter cannot be written yet", subject)
                await asyncio.sleep(AGAIN_S)
            except Refused as refused:  # the record tells of it all the same
                _log.error("%s: no dead letter: %s", subject, refused)
                return


class LetterHooks(Hooks):
    """Letters and events for what the state machine tells; `others`, who log and count, are told of all of it."""

    def __init__(self, letters: DeadLetters, others: Hooks, clock: Callable[[], float] = time.time) -> None:
        self._letters, self._others, self._clock = letters, others, clock
        self._last: dict[tuple[str, str, str], float] = {}

    async def reached(self, step: str, work: Work) -> None:
        await self._others.reached(step, work)

    def ended(self, work: Work, state: str, outcome: str) -> None:
        self._others.ended(work, state, outcome)

    def alert(self, kind: alerts.Told, work: Work, why: str) -> None:
        self._others.alert(kind, work, why)
        address, now = work.address, self._clock()
        account = (kind, address.connector, address.merchant_id)
        if kind == ACCOUNT_PAUSED:
            if now - self._last.get(account, 0.0) < REPEATED_S:
                return
            self._last[account] = now
        self._letters.event(Alert(kind, masked(why), now, address.connector, address.merchant_id,
                                  address.route.operation.name, address.op_id))

    def unknown(self, work: Work) -> None:
        self._others.unknown(work)

    async def dead(self, work: Work, why: str) -> None:
        delivery, record = work.delivery, work.record
        problem = record.problem if record is not None else None
        told = why if problem is None or problem.message == why else f"{why}; {problem.message}"
        await self._letters.dead(Pointer(delivery.stream, delivery.sequence, delivery.subject), delivery.body,
                                 delivery.headers, MANUAL, told)
        await self._others.dead(work, why)

    async def poisoned(self, delivery: Delivery, why: str) -> None:
        await self._letters.unreadable(delivery, why)
        await self._others.poisoned(delivery, why)

    async def forged(self, delivery: Delivery, why: str) -> None:
        await self._letters.unreadable(delivery, why, FORGED)
        await self._others.forged(delivery, why)

    def paused(self, work: Work, problem: Problem) -> None:
        self._others.paused(work, problem)


def subject_of(pointer: Pointer) -> str:
    """Of what has no id of its own, its place is one."""
    hook = read_webhook(pointer.subject)
    connector, its_id = pointer.its or (hook.connector if hook else "unknown", f"{pointer.stream}-{pointer.sequence}")
    return f"{OURS}.dlq.{connector}.{its_id if is_token(its_id) else 'unknown'}"


def _alert(kind: alerts.Told, why: str, pointer: Pointer, at: float) -> Alert:
    address = read(pointer.subject)
    if address is None:
        hook = read_webhook(pointer.subject)
        return Alert(kind, masked(why), at, *((hook.connector, hook.merchant_id) if hook else ()))
    return Alert(kind, masked(why), at, address.connector, address.merchant_id, address.route.operation.name,
                 address.op_id)


def _end_manual(record: OperationRecord, why: str, now: float) -> None:
    """`sent` stays as it is: of what was never begun, a person may want to know."""
    record.sent = record.sent or record.state in (State.CLAIMED, State.UNKNOWN)
    record.sent_at = record.last_sent_at
    record.problem = problem_of(refusal(OutcomeUnknown(why, reference=record.reference)))
    record.state, record.outcome, record.changed_at = State.MANUAL, "manual", now
    record.owner, record.lease_until, record.retry_at = "", 0.0, None


def _without_secrets(body: bytes) -> bytes:
    """What our own bridge stored is split already; another's publisher may not have done so."""
    try:
        request = msgspec.json.decode(body)
        if not isinstance(request, dict):
            return masked(body.decode("utf-8", "replace")).encode()
        split(request)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidField):
        return masked(body.decode("utf-8", "replace")).encode()
    return encode_json(request)


def _line(text: str) -> str:
    return " ".join(masked(text).split())[:ERROR_CHARACTERS]
