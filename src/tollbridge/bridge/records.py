"""The record of an operation: the truth about it, changed only by who read the latest.

    records = Records(publisher, connection)
    revision = await records.create(record)                 # Taken if there is one
    revision = await records.update(record, revision)       # Stale if somebody was faster
    found = await records.get(connector, op_id)             # (record, revision) or None

A revision is the sequence of the record's message in the OPS stream, which keeps the last of each subject; the server
compares it (`Nats-Expected-Last-Subject-Sequence`). KV is not used: its deletes and limit markers come back as values.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch, Stored, Unavailable
from tollbridge.bridge.messages import FINAL, NOTHING, SIGNATURE, Answer, Problem, State
from tollbridge.bridge.routes import DAY_S, DURABLE, FAMILIES, Family
from tollbridge.bridge.streams import MANUAL_DAYS, RECORD_EXTRA_DAYS
from tollbridge.bridge.subjects import record as subject_of

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

STREAM = "OPS"
EXPECTED = "Nats-Expected-Last-Subject-Sequence"
STATE, LEASE = "Tollbridge-State", "Tollbridge-Lease"
"""Headers of a record: sweepers read these and leave the rest. The lease is that of its attempt, or when it is tried
again.
"""
AGAIN_S = 0.1
TTL = "Nats-TTL"
MANUAL_LIFE = f"{MANUAL_DAYS * DAY_S}s"
REFUSED = "forged"
"""The outcome of an operation whose message did not prove itself, before anything was begun (worker/refusing.py)."""
NEVER_BEGUN = Problem("NOT_SENT", "what is stored under this id does not prove itself, so nothing of it was begun, and "
                      "nothing will be: submit it with another idempotency key")
OF_NAME = {route.operation.name: route for route in DURABLE}
_KEPT_DAYS = {family.stream: max(its.keep_days for its in FAMILIES if its.stream == family.stream)
              for family in FAMILIES}


def record_life_s(family: Family) -> int:
    """How long the record of an operation that is over is kept, from its end: longer than the message, which may be
    delivered again; a record that is not over is kept until it is.

    The server removes each by a TTL of its own message: one stream of records for all families has one place to look
    and one to watch, and the longest life of any would be too long for the many payments.
    """
    return (_KEPT_DAYS[family.stream] + RECORD_EXTRA_DAYS) * DAY_S


class OperationRecord(Struct, omit_defaults=True):
    """One operation. Times are epoch seconds.

    `owner` is the attempt that has the claim, since `claimed_at`: no two attempts share one. `attempts` counts claims;
    the operation may have left this house if there was any. `reference` is the processor's id to sync by, `retry_at`
    when it is tried again. `sent` says that an attempt may have left, and `sent_at` when the last of those was begun at
    the latest. `barred`: an answer has said that the call may not be made again, whatever its key. `problem` of a
    record that is not final is what the last attempt ended with. `note` is a person's, or tells what a person did: such
    a record is kept as long as its dead letter. Where messages are encrypted, `key` is the id of the key, and `sealed`
    has result and problem, which are not beside it in what is stored.
    """

    op_id: str
    connector: str
    operation: str
    merchant_id: str
    request_hash: str
    state: str
    environment: str = ""
    attempts: int = 0
    owner: str = ""
    claimed_at: float = 0.0
    lease_until: float = 0.0
    accepted_at: float = 0.0
    changed_at: float = 0.0
    deadline: float = 0.0
    stream: str = ""
    stream_seq: int = 0
    reference: str | None = None
    retry_at: float | None = None
    outcome: str = ""
    result: msgspec.Raw = NOTHING
    problem: Problem | None = None
    sent: bool = False
    sent_at: float = 0.0
    barred: bool = False
    note: str = ""
    key: str = ""
    sealed: str = ""

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def last_sent_at(self) -> float:
        """The latest moment at which an attempt so far may have begun to send."""
        return max(self.sent_at, self.lease_until) if self.state == State.CLAIMED else self.sent_at

    def of(self, request_hash: str) -> bool:
        """Whether it is that request's. One that did not prove itself is nobody's: whoever asks is told what became
        of it.
        """
        return request_hash == self.request_hash or self.outcome == REFUSED

    def answer(self) -> Answer:
        problem = NEVER_BEGUN if self.outcome == REFUSED and self.state == State.REJECTED else self.problem
        return Answer(self.op_id, self.state, self.result, problem, self.attempts, self.outcome, self.request_hash)

    def sealed_answer(self) -> Answer:
        """As it was stored: what was encrypted stays so."""
        if not self.sealed:
            return self.answer()
        return Answer(self.op_id, self.state, NOTHING, None, self.attempts, self.outcome, self.request_hash,
                      self.sealed)


class Found(NamedTuple):
    record: OperationRecord
    revision: int


class Unproven(Unavailable):
    """It is not what one of us wrote, or cannot be decrypted by the key it names: nobody acts on it, or over it."""


class Stale(Exception):
    """Somebody else has changed the record since it was read."""


class Records:
    def __init__(self, connection: Connection, publisher: Publisher, protection: Protection | None = None) -> None:
        self._connection, self._publisher, self._protection = connection, publisher, protection

    async def get(self, connector: str, op_id: str) -> Found | None:
        message = await self._connection.last_message(STREAM, subject_of(connector, op_id))
        return None if message is None else Found(await self.read(message), message.sequence)

    async def find(self, op_id: str, likely: str = "") -> Found | None:
        """Without knowing the connector. Who may read records of its own connectors only is told of `likely`'s."""
        if likely and self._connection.options.restricted:
            return await self.get(likely, op_id)
        message = await self._connection.next_message(STREAM, subject_of("*", op_id))
        return None if message is None else Found(await self.read(message), message.sequence)

    async def read(self, message: Stored) -> OperationRecord:
        """Raises Unproven; Unavailable where it cannot be decrypted now."""
        if self._protection is None:
            return decode(message.data)
        return await self._protection.opened(self._protection.proven(message))

    async def create(self, record: OperationRecord) -> int:
        """Raises Stale where there is one already."""
        return await self.update(record, 0)

    async def claim(self, record: OperationRecord, revision: int) -> int:
        """As `update`, tried again where no word came, for half of the lease: a claim that was written and given up
        looks like an attempt that was begun.
        """
        while True:
            try:
                return await self.update(record, revision)
            except Unavailable:
                if time.time() >= (record.claimed_at + record.lease_until) / 2:
                    raise
                await asyncio.sleep(AGAIN_S)

    async def update(self, record: OperationRecord, revision: int) -> int:
        """The new revision. Raises Stale; Unavailable where nobody knows whether it was written."""
        subject = subject_of(record.connector, record.op_id)
        headers = {EXPECTED: str(revision), STATE: record.state}
        if until := record.lease_until or record.retry_at:
            headers[LEASE] = f"{until:.3f}"
        if record.final and (route := OF_NAME.get(record.operation)) is not None:
            long = record.state == State.MANUAL or record.note
            headers[TTL] = MANUAL_LIFE if long else f"{record_life_s(route.family)}s"
        if self._protection is None:
            body = encode(record)
        else:
            body, headers[SIGNATURE] = await self._protection.sealed(record, headers)
        try:
            return (await self._publisher.publish(subject, body, headers)).seq
        except RevisionMismatch as error:
            # A repeated publish of ours looks like this too: R1 says so, R3 says duplicate. What is there decides.
            # The leader's word: a replica that is behind would say that ours is not there.
            found = await self._connection.leaders_last_message(STREAM, subject)
            if found is not None and found.data == body:
                return found.sequence
            raise Stale from error


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(OperationRecord).decode
