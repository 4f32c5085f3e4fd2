"""Encryption and signatures as bridges and workers use them. Where `bridge.protection.mode` is off, nothing of it is
imported.

With it on, all that is unprotected is refused. What was stored before `since` may be: until it was switched on, nobody
could protect it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import msgspec
import nats.errors
from msgspec import Struct
from msgspec.structs import replace

from tollbridge.bridge import messages as wire
from tollbridge.bridge.alerts import FORGED, runbook
from tollbridge.bridge.audit.entries import Entry, of_forgery
from tollbridge.bridge.connection import Connection, Publisher, Refused, Stored, Unavailable
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import NOTHING, Answer, Problem, encode_json
from tollbridge.bridge.orders import Prepared
from tollbridge.bridge.protection import envelope
from tollbridge.bridge.protection.datakeys import DataKeys
from tollbridge.bridge.protection.envelope import DataKey, header_of
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.keyring import KeyRing
from tollbridge.bridge.protection.options import ProtectionOptions
from tollbridge.bridge.protection.places import HOOK
from tollbridge.bridge.protection.questions import Questions
from tollbridge.bridge.protection.signing import ANSWER, OPERATION, RECORD, Signing
from tollbridge.bridge.protection.streamed import Streamed
from tollbridge.bridge.records import OperationRecord, Unproven, decode, encode
from tollbridge.bridge.subjects import OURS, durable, read, read_webhook, record as record_subject

if TYPE_CHECKING:
    from tollbridge.bridge.audit.trail import Trail

ERASED = "ERASED"
REPEATED_S = 60.0
"""The same refusal at the same place is told once in so long."""
MOST_TOLD = 10_000
_log = logging.getLogger("tollbridge.bridge")


class _Parts(Struct, omit_defaults=True):
    """Of a record, and of the answer that comes of it, what is encrypted."""

    result: msgspec.Raw = NOTHING
    problem: Problem | None = None


_parts = msgspec.json.Decoder(_Parts).decode


class Protection:
    def __init__(self, options: ProtectionOptions, connection: Connection, publisher: Publisher,
                 clock: Callable[[], float] = time.time) -> None:
        self.options, self._publisher, self._clock = options, publisher, clock
        self.ring = KeyRing(options.private_keys, options.public_keys, clock)
        self.signing = Signing(self.ring, options.window_s, clock)
        self.keys = DataKeys(connection, publisher, self.ring, self.signing, options.cache_s, clock)
        self.questions = Questions(self.keys, self.signing, clock)
        self.streamed = Streamed(self.keys, self.signing, options.since)
        self.on_forged: Callable[[str, str], None] = lambda what, connector: None
        """Counts them."""
        self.audit: Trail | None = None
        self._told: dict[tuple[str, str], float] = {}
        self._telling: set[asyncio.Task[None]] = set()

    def require(self, role: str, connectors: Collection[str] = ()) -> None:
        """Raises InvalidField for private keys of somebody else."""
        self.ring.require(role, connectors)

    # -- operations ---------------------------------------------------------------------------------------------------
    async def protect(self, prepared: Prepared) -> None:
        """In place, and once: its body is encrypted. Raises Unavailable."""
        if prepared.key:
            return
        key = await self.keys.current(prepared.order.connector, prepared.order.merchant_id)
        prepared.key = key.id
        prepared.body = key.seal(envelope.REQUEST, _subject(prepared), prepared.hash, prepared.body)
        prepared.headers[wire.CONTENT_TYPE] = wire.JOSE
        prepared.sealing = lambda plain: key.seal(envelope.SEALED, _subject(prepared), prepared.hash, plain)

    def sign(self, prepared: Prepared) -> None:
        """With the headers as they are now. Raises Unavailable."""
        connector, headers = prepared.order.connector, prepared.headers
        headers[wire.SIGNATURE] = self._signed(OPERATION, connector, _subject(prepared), headers, prepared.body)

    def _signed(self, what: str, connector: str, subject: str, headers: Mapping[str, str], body: bytes) -> str:
        signature = self.signing.sign(what, connector, subject, headers, body)
        if signature is None:
            raise Unavailable(f"bridge.protection.private_keys has no key in use that signs for {connector}")
        return signature

    def accept(self, subject: str, headers: Mapping[str, str], body: bytes, stored_at: float) -> str:
        """The id of the key that an operation's body is encrypted under; "" where it was stored before there was any.

        Raises Forged.
        """
        address = read(subject)
        if address is None or not address.op_id:
            raise Forged("the subject is none of an operation")
        if wire.SIGNATURE not in headers and stored_at < self.options.since:
            return ""
        place = durable(address.route, address.merchant_id, address.connector, address.op_id)
        self.signing.prove(OPERATION, address.connector, place, headers, body, stored_at)
        if headers.get(wire.CONTENT_TYPE) != wire.JOSE:
            raise Forged("it is not encrypted")
        header = header_of(body)
        if not header.kid.startswith(f"{address.connector}.{address.merchant_id}."):
            raise Forged("it is encrypted under the key of another merchant or connector")
        return header.kid

    async def read(self, subject: str, headers: Mapping[str, str], body: bytes, key_id: str) -> bytes:
        """Of a message that was accepted. Raises Forged, Erased, Unavailable."""
        if not key_id:
            return body
        return (await self.keys.get(key_id)).open(body, envelope.REQUEST, _canonical(subject),
                                                  headers.get(wire.REQUEST_HASH, ""))

    async def shown(self, subject: str, headers: Mapping[str, str], body: bytes) -> bytes:
        """For a person's eyes: of what cannot be decrypted, why. Raises Unavailable."""
        try:
            if (hook := read_webhook(subject)) is not None:
                plain = await self.streamed.open(HOOK, subject, hook.connector, hook.merchant_id, body)
                return plain.partition(b"\n")[2]  # not its headers: proofs are for nobody's eyes
            return await self.read(subject, headers, body, header_of(body).kid)
        except (Forged, Erased) as error:
            return encode_json(str(error))

    async def unsealed(self, subject: str, request_hash: str, token: bytes) -> bytes:
        """The part that lies in the bucket. It may be under another key than the message, of the same merchant: two
        bridges were given the operation, or it was repeated after the bucket was lost. Raises Forged, Erased,
        Unavailable.
        """
        header, address = header_of(token), read(subject)
        if address is None or not header.kid.startswith(f"{address.connector}.{address.merchant_id}."):
            raise Forged("its card data are encrypted under the key of another merchant or connector")
        key = await self.keys.get(header.kid)
        return key.open(token, envelope.SEALED, _canonical(subject), request_hash, header)

    # -- records ------------------------------------------------------------------------------------------------------
    async def sealed(self, record: OperationRecord, headers: Mapping[str, str]) -> tuple[bytes, str]:
        """A record as it is stored, and its signature. Raises Unavailable."""
        its, subject = record, record_subject(record.connector, record.op_id)
        if bytes(record.result) != b"null" or record.problem is not None:
            key = await self._key_of(record)
            plain = encode_json(_Parts(record.result, record.problem))
            record.key = key.id
            record.sealed = key.seal(envelope.RESULT, subject, record.request_hash, plain).decode()
            its = replace(record, result=NOTHING, problem=None)
        elif record.sealed:
            record.sealed = ""
        body = encode(its)
        return body, self._signed(RECORD, record.connector, subject, headers, body)

    async def _key_of(self, record: OperationRecord) -> DataKey:
        """That of its message; of what has none, or one that was erased, a key of today."""
        if record.key:
            with contextlib.suppress(Erased, Forged):
                return await self.keys.get(record.key)
        return await self.keys.current(record.connector, record.merchant_id)

    def proven(self, message: Stored) -> OperationRecord:
        """The record, its result and problem encrypted. Raises Unproven: nobody acts on it."""
        connector = message.subject.split(".")[-2]
        stored_at = epoch(message.at) if message.at else self._clock()
        if wire.SIGNATURE in message.headers or stored_at >= self.options.since:
            try:
                self.signing.prove(RECORD, connector, message.subject, message.headers, message.data, stored_at)
            except Forged as error:
                self.forged("record", message.subject, connector, error)
                raise Unproven(f"the record is not proven: {error}") from None
        return decode(message.data)

    async def opened(self, record: OperationRecord) -> OperationRecord:
        """The same with result and problem; where its key was erased, with a problem that says so. Raises Unavailable.
        """
        if record.sealed and bytes(record.result) == b"null" and record.problem is None:
            subject = record_subject(record.connector, record.op_id)
            record.result, record.problem = await self._parts(
                record.sealed, subject, record.request_hash, record.state, record.outcome)
        return record

    async def answered(self, answer: Answer, connector: str) -> Answer:
        """As `opened`."""
        if not answer.sealed:
            return answer
        result, problem = await self._parts(answer.sealed, record_subject(connector, answer.op_id),
                                            answer.request_hash, answer.state, answer.outcome)
        return replace(answer, result=result, problem=problem, sealed="")

    async def _parts(self, token: str, subject: str, request_hash: str, state: str, outcome: str
                     ) -> tuple[msgspec.Raw, Problem | None]:
        try:
            kid = header_of(token.encode()).kid
            key = await self.keys.get(kid)
            parts = _parts(key.open(token.encode(), envelope.RESULT, subject, request_hash))
        except Erased as erased:
            return NOTHING, Problem(outcome.upper() if state == wire.State.REJECTED else ERASED, str(erased)
                                    ) if state in wire.FINAL else None
        except (Forged, msgspec.DecodeError) as error:
            self.forged("record", subject, subject.split(".")[-2], error)
            raise Unproven(f"the record is not proven: {error}") from None
        return msgspec.Raw(bytes(parts.result)) if bytes(parts.result) != b"null" else NOTHING, parts.problem

    def sign_answer(self, connector: str, op_id: str, body: bytes) -> dict[str, str]:
        return {wire.SIGNATURE: self._signed(ANSWER, connector, op_id, {}, body)}

    def proves_answer(self, connector: str, op_id: str, headers: Mapping[str, str], body: bytes) -> bool:
        """False where it is nobody's who may say so: the record has the truth."""
        try:
            self.signing.prove(ANSWER, connector, op_id, headers, body, self._clock())
        except Forged as error:
            self.forged("answer", op_id, connector, error)
            return False
        return True

    # -- what is kept -------------------------------------------------------------------------------------------------
    async def keep(self, subject: str, connector: str, merchant_id: str, key_id: str, plain: bytes) -> bytes:
        """Raises Unavailable."""
        key = None
        if key_id:
            with contextlib.suppress(Erased):
                key = await self.keys.get(key_id)
        key = key or await self.keys.current(connector, merchant_id)
        return key.seal(envelope.KEPT, subject, "", plain)

    async def kept(self, message: Stored) -> bytes | None:
        """None where its key was erased. Raises Unavailable for what is not proven."""
        try:
            stored_at = epoch(message.at) if message.at else self._clock()
            if message.data.startswith(b"{") and stored_at < self.options.since:
                return message.data
            key = await self.keys.get(header_of(message.data).kid)
            return key.open(message.data, envelope.KEPT, message.subject, "")
        except Erased:
            return None
        except Forged as error:
            self.forged("kept", message.subject, "-", error)
            raise Unavailable(f"{message.subject} is not proven: {error}") from None

    # -- what is refused ----------------------------------------------------------------------------------------------
    def forged(self, what: str, subject: str, connector: str, error: Exception) -> None:
        """Counts and logs it, and raises an alert."""
        self.on_forged(what, connector)
        _log.error("alert=forged what=%s subject=%s: %s (%s)", what, subject, error, runbook(FORGED))
        now = self._clock()
        if now - self._told.get((what, subject), 0.0) < REPEATED_S:
            return
        if len(self._told) >= MOST_TOLD:
            self._told.clear()
        self._told[what, subject] = now
        alert = encode_json({"kind": FORGED, "why": f"{what} {subject}: {error}", "at": now, "connector": connector,
                             "runbook": runbook(FORGED), **_whose(subject)})
        task = asyncio.ensure_future(self._tell(alert, of_forgery(what, subject, connector, str(error), now)))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, body: bytes, entry: Entry) -> None:
        """Nothing waits for it: what is forged is refused in any case."""
        with contextlib.suppress(Unavailable, Refused, nats.errors.Error):
            await self._publisher.publish(f"{OURS}.alerts.{FORGED}", body)
        if self.audit is not None:
            try:
                await self.audit.told(entry)
            except Unavailable as failed:
                _log.error("audit: a forgery is not in the trail: %s", failed)


def _whose(subject: str) -> dict[str, str]:
    address = read(subject)
    if address is None:
        hook = read_webhook(subject)
        return {"merchant_id": hook.merchant_id} if hook is not None else {}
    return {"merchant_id": address.merchant_id, "operation": address.route.operation.name, "op_id": address.op_id}


def _canonical(subject: str) -> str:
    """Payments have two streams in a cluster: an operation is the same one in both."""
    address = read(subject)
    if address is None:
        raise Forged("the subject is none of an operation")
    return durable(address.route, address.merchant_id, address.connector, address.op_id)


def _subject(prepared: Prepared) -> str:
    order = prepared.order
    return durable(prepared.route, order.merchant_id, order.connector, prepared.op_id)
