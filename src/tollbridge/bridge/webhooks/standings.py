"""How payments, refunds and disputes stand, by the last truth that was heard: from answers of our own calls, and from
webhooks.

    tollbridge.status.<connector>.<merchant>.<payment|refund|dispute|event>.<id>      in STATUSES, the last

Changed by compare and swap. Each also knows the events that have changed it or came too late to, and by which stored
webhook each came: an event that comes again, after the server's window of duplicates too, is known. One that was noted,
and not published as its worker died, comes again by the same webhook, and is published then. Events of which there is
nothing to know but that they came have a record of their own (`event`).

They have a stream of their own, not RECORDS: of payments there are many, and mandates must not have to make room.

With `bridge.protection` on they are encrypted, and signed with the revision that they come after. Of one whose key was
erased only the version is known, from a header: those of what comes later are higher still. One that does not prove
itself is nobody's word: it is neither believed nor overwritten.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch, Stored, Unavailable
from tollbridge.bridge.kept import Source
from tollbridge.bridge.messages import VERSION
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.places import STATUS, lying, readable
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.streams import STATUS_STREAM
from tollbridge.bridge.subjects import is_token, status as subject_of
from tollbridge.bridge.webhooks.lattice import DISPUTE, PAYMENT, REFUND, Truth, Verdict, judge, merged
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.events import EventContent
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    DEFEND_DISPUTE,
    PROXY_AUTHORIZE,
    REFUND as REFUND_OPERATION,
    REVERSE,
    SUBMIT_EVIDENCE,
    TOKEN_AUTHORIZE,
    VOID,
    Operation,
)
from tollbridge.domain.refunds import Refund

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

EVENT = "event"
BEGIN: frozenset[Operation[Any, Any]] = frozenset({AUTHORIZE, TOKEN_AUTHORIZE, PROXY_AUTHORIZE, CHARGE_MANDATE})
CHANGE = frozenset({CAPTURE, VOID, REVERSE})
DISPUTES = frozenset({ACCEPT_DISPUTE, DEFEND_DISPUTE, SUBMIT_EVIDENCE})
MOST_EVENTS = 64
"""That a record remembers; a payment has a handful."""
TRIES = 20


class Thing(NamedTuple):
    """What something is known of."""

    kind: str
    merchant_id: str
    connector: str
    reference: str

    @property
    def subject(self) -> str:
        its_id = self.reference if is_token(self.reference) else _digest(self.reference)
        return subject_of(self.connector, self.merchant_id, self.kind, its_id)


class Arrived(Struct, frozen=True, array_like=True):
    """An event that was noted: by the webhook at this sequence, as that version of the record, and what was made of it.
    """

    sequence: int
    version: int
    superseded: bool = False


class Standing(Struct, frozen=True, omit_defaults=True):
    """`at` is when the truth was last changed, in epoch seconds; `by` the operation or event that it is from. `version`
    counts changes of the record.
    """

    reference: str
    version: int = 0
    truth: Truth | None = None
    at: float = 0.0
    by: str = ""
    events: Mapping[str, Arrived] = {}


class Noted(NamedTuple):
    """What became of an event. `fresh`: it is to be published; else another webhook brought it before. `version` is its
    place among the words about the same thing.
    """

    fresh: bool
    superseded: bool
    version: int


class Standings:
    def __init__(self, connection: Connection, publisher: Publisher, clock: Callable[[], float] = time.time,
                 protection: Protection | None = None) -> None:
        self._connection, self._publisher, self._clock = connection, publisher, clock
        self._protection = protection

    async def get(self, thing: Thing) -> Standing | None:
        """Raises Unavailable."""
        found = await self._read(thing)
        return None if found is None else found[0]

    async def learn(self, source: Source, result: bytes) -> None:
        """What an operation's result says, in the contract's JSON. Raises Unavailable."""
        if source.operation not in BEGIN | CHANGE | DISPUTES | {REFUND_OPERATION}:
            return
        found = said_by(source, msgspec.json.decode(result))
        if found is None:
            return
        thing, truth = found
        before: tuple[Standing, int] | None = None
        for _ in range(TRIES):
            known = before[0] if before is not None else None
            if judge(thing.kind, known.truth if known else None, truth) is not Verdict.NEWER:
                return
            now = self._changed(thing, known, truth, source.op_id)
            if await self._write(thing, now, before[1] if before is not None else 0):
                return
            before = await self._read(thing, again=True)
        raise Unavailable(f"how {thing.kind} {thing.reference} stands changes again and again")

    async def note(self, thing: Thing, event_id: str, sequence: int, truth: Truth | None) -> Noted:
        """An event, by the webhook at this sequence. Raises Unavailable."""
        before = await self._read(thing)
        for _ in range(TRIES):
            known = before[0] if before is not None else None
            if known is not None and (its := known.events.get(event_id)) is not None:
                return Noted(its.sequence == sequence, its.superseded, its.version)
            verdict = judge(thing.kind, known.truth if known else None, truth) if truth is not None else Verdict.SAME
            late = verdict is Verdict.SUPERSEDED
            now = self._changed(thing, known, truth if verdict is Verdict.NEWER else None, event_id)
            events = {**now.events, event_id: Arrived(sequence, now.version, late)}
            for oldest in list(events)[:-MOST_EVENTS]:
                del events[oldest]
            now = msgspec.structs.replace(now, events=events)
            if await self._write(thing, now, before[1] if before is not None else 0):
                return Noted(True, late, now.version)
            before = await self._read(thing, again=True)
        raise Unavailable(f"how {thing.kind} {thing.reference} stands changes again and again")

    def _changed(self, thing: Thing, known: Standing | None, truth: Truth | None, by: str) -> Standing:
        its = known or Standing(thing.reference)
        its = msgspec.structs.replace(its, version=its.version + 1)
        if truth is None:
            return its
        return msgspec.structs.replace(its, truth=merged(its.truth, truth), at=self._clock(), by=by)

    async def _read(self, thing: Thing, *, again: bool = False) -> tuple[Standing, int] | None:
        """`again`: after somebody was faster; a replica may not know of that yet."""
        message = await (self._connection.leaders_last_message if again else self._connection.last_message)(
            STATUS_STREAM, thing.subject)
        return None if message is None else (await self._opened(thing, message), message.sequence)

    async def _opened(self, thing: Thing, message: Stored) -> Standing:
        """Raises Unavailable."""
        if self._protection is None:
            return _decode(readable(message.headers, message.data))
        try:
            return _decode(await self._protection.streamed.got(
                STATUS, thing.connector, thing.merchant_id, lying(message)))
        except Erased:
            return Standing(thing.reference, int(message.headers.get(VERSION, "0")))
        except Forged as error:
            self._protection.forged("status", message.subject, thing.connector, error)
            raise Unavailable(f"{message.subject} is not proven: {error}") from None

    async def _write(self, thing: Thing, now: Standing, revision: int) -> bool:
        """False where somebody was faster."""
        body, headers = _encode(now), {EXPECTED: str(revision)}
        if self._protection is not None:
            headers[VERSION] = str(now.version)
            body = await self._protection.streamed.put(
                STATUS, thing.subject, thing.connector, thing.merchant_id, body, headers)
        try:
            await self._publisher.publish(thing.subject, body, headers)
        except RevisionMismatch:
            return False
        return True


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Standing).decode


def said_by(source: Source, result: Mapping[str, Any]) -> tuple[Thing, Truth] | None:
    """A change that the processor refused says nothing of the payment; neither does a refund that never was."""
    refused = result.get("error") is not None
    if refused and source.operation not in BEGIN:
        return None
    kind, name, status = (
        (REFUND, "connector_refund_id", "status") if source.operation is REFUND_OPERATION else
        (DISPUTE, "connector_dispute_id", "dispute_status") if source.operation in DISPUTES else
        (PAYMENT, "connector_transaction_id", "status"))
    reference, word = result.get(name), result.get(status)
    if not isinstance(reference, str) or not reference or not isinstance(word, str):
        return None
    taken = result.get("captured_amount") if kind == PAYMENT else None
    amount = int(taken) if isinstance(taken, str | int) and str(taken).isdecimal() else 0
    return (Thing(kind, source.merchant_id, source.connector, reference),
            Truth(word, amount, str(result.get("dispute_stage") or "")))


def told_by(content: EventContent | None, merchant_id: str, connector: str) -> tuple[Thing, Truth | None] | None:
    """What an event is about, and how that stands; None where there is nothing to know it by."""
    if content is None:
        return None
    thing, word, amount, stage = PAYMENT, "", 0, ""
    if isinstance(content, Refund):
        thing, reference, word = REFUND, content.connector_refund_id, content.status
    elif isinstance(content, Dispute):
        thing, reference, word = DISPUTE, content.connector_dispute_id, content.dispute_status or ""
        stage = content.dispute_stage or ""
    else:
        reference, word = content.connector_transaction_id, content.status
        amount = content.captured_amount.minor_amount if content.captured_amount is not None else 0
    if not reference:
        return None
    return Thing(thing, merchant_id, connector, reference), Truth(str(word), amount, str(stage)) if word else None


def payment_of(content: EventContent | None, merchant_id: str, connector: str) -> Thing | None:
    """The payment that it is about, whatever else it is about."""
    reference = getattr(content, "connector_transaction_id", None)
    return Thing(PAYMENT, merchant_id, connector, reference) if reference else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
