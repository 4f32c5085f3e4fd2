"""Dead letters as a person sees them: looked through, brought back for another attempt, or ended by their word.

Another attempt has the same op id and the same key at the processor. What was begun before is not begun anew: it is
repeated with its key where the processor still honours it, else asked for, else it stays for a person.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

import msgspec

from tollbridge.bridge import messages as wire, unproven
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Stored
from tollbridge.bridge.dead_letters import ERROR, ERROR_CHARACTERS, REASON
from tollbridge.bridge.deliveries import letters as letters_of_deliveries
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import NOTHING, Problem, State
from tollbridge.bridge.reading import Read, read_stream
from tollbridge.bridge.records import REFUSED, Found, OperationRecord, Stale
from tollbridge.bridge.schedules import SEQUENCE, STREAM, SUBJECT, Pointer, Schedules, fetch, pointer_in
from tollbridge.bridge.streams import DEAD_STREAM
from tollbridge.bridge.subjects import OURS, read, token
from tollbridge.bridge.webhooks import letters as letters_of_webhooks

NOT_DONE = "resolved_not_done"
LETTER = "Tollbridge-Letter"
"""What a person did with a letter of what has no record."""
BROUGHT_BACK, CLOSED = letters_of_deliveries.BROUGHT_BACK, letters_of_deliveries.CLOSED


class Letter(NamedTuple):
    """`record` is what is known of the operation now. `pointer` is None where the letter points to no operation."""

    op_id: str
    connector: str
    reason: str
    error: str
    at: float
    headers: Mapping[str, str]
    body: bytes
    pointer: Pointer | None
    record: OperationRecord | None
    unproven: bool = False

    @property
    def state(self) -> str:
        if letters_of_deliveries.is_of_delivery(self.headers):
            return self.headers[letters_of_deliveries.STATE]
        if self.unproven:
            return unproven.STATE
        if self.refused and LETTER in self.headers:
            return self.headers[LETTER]
        return self.record.state if self.record is not None else ""

    @property
    def refused(self) -> bool:
        """Whether it is of what was never an operation: it is over, and its letter waits for a person all the same."""
        return self.record is None or (self.record.outcome == REFUSED and self.record.state == State.REJECTED)

    @property
    def open(self) -> bool:
        """Whether it waits for a person."""
        if letters_of_deliveries.is_of_delivery(self.headers):
            return self.state == letters_of_deliveries.DEAD
        if self.refused:
            return self.unproven or LETTER not in self.headers
        return self.record is not None and self.record.state == State.MANUAL

    def described(self) -> dict[str, Any]:
        address = read(self.pointer.subject) if self.pointer is not None else None
        its: dict[str, Any] = {
            "op_id": self.op_id, "connector": self.connector, "reason": self.reason, "error": self.error,
            "at": self.at, "state": self.state, "attempts": self.record.attempts if self.record is not None else 0}
        if letters_of_deliveries.is_of_delivery(self.headers):
            its |= letters_of_deliveries.described(self.headers)
        if address is not None and self.pointer is not None:
            its |= {"operation": address.route.name, "merchant_id": address.merchant_id, "stream": self.pointer.stream,
                    "sequence": self.pointer.sequence, "subject": self.pointer.subject}
        elif (hook := letters_of_webhooks.address_in(self.headers)) is not None:
            its |= {"operation": letters_of_webhooks.OPERATION, "merchant_id": hook.merchant_id,
                    "stream": self.headers.get(STREAM, ""), "sequence": int(self.headers.get(SEQUENCE, "0")),
                    "subject": self.headers[SUBJECT]}
        if self.record is not None and self.record.note:
            its["note"] = self.record.note
        return its

    async def request(self, client: BridgeClient) -> bytes:
        """As it was stored, decrypted where this process has the keys. Raises Unavailable."""
        if client.protection is None or self.headers.get(wire.CONTENT_TYPE) != wire.JOSE:
            return self.body
        return await client.protection.shown(self.headers.get(SUBJECT, ""), self.headers, self.body)


class Prospect(NamedTuple):
    """Whether it can be brought back, and what will come of it or why not."""

    may: bool
    why: str


async def letters(client: BridgeClient, connector: str | None = None) -> AsyncIterator[Letter]:
    """All there are, oldest first, without their bodies. Raises Unavailable, Refused."""
    subject = f"{OURS}.dlq.{token(connector, 'connector') if connector else '*'}.*"
    async for message in read_stream(client.connection, DEAD_STREAM, subject=subject, headers_only=True):
        yield await _letter(client, message, message.at)


async def find(client: BridgeClient, op_id: str) -> Letter | None:
    """Raises InvalidField, Unavailable."""
    message = await client.connection.next_message(DEAD_STREAM, f"{OURS}.dlq.*.{token(op_id, 'OP_ID')}")
    if message is None:
        return None
    letter = await _letter(client, message, epoch(message.at))
    if letters_of_deliveries.is_of_delivery(letter.headers):
        return letter._replace(body=await letters_of_deliveries.content(client, letter.headers))
    return letter


async def _letter(client: BridgeClient, message: Stored | Read, at: float) -> Letter:
    connector, op_id = message.subject.split(".")[-2:]
    pointer = pointer_in(message.headers)
    found, proven = None, True
    try:
        found = await client.records.get(connector, op_id) if pointer is not None else None
    except unproven.UNREADABLE:
        proven = False
    return Letter(op_id, connector, message.headers.get(REASON, ""), message.headers.get(ERROR, ""), at,
                  message.headers, message.data, pointer, found.record if found is not None else None, not proven)


async def prospect(client: BridgeClient, letter: Letter) -> Prospect:
    """Changes nothing. Raises Unavailable."""
    if letters_of_deliveries.is_of_delivery(letter.headers):
        why_not = await letters_of_deliveries.why_not(client, letter.headers, letter.op_id)
        return Prospect(not why_not, why_not or "delivered again, with the same webhook-id, by a bridge that delivers")
    if letter.unproven:
        return Prospect(False, unproven.WHY)
    record = letter.record
    if letters_of_webhooks.address_in(letter.headers) is not None:
        why_not = await letters_of_webhooks.why_not(client.connection, letter.headers)
        return Prospect(not why_not, why_not or "read again by a worker, as it came in; if it cannot be, it has a new "
                                                "letter")
    if letter.pointer is None or record is None or letter.refused:
        return Prospect(False, "it is no operation that can be read, or its record is gone. Of what was refused "
                               "nothing was begun; its message keeps its place: submit it anew with an id of its own")
    if record.state in (State.DONE, State.REJECTED):
        return Prospect(False, f"it is over: {record.state} ({record.outcome})")
    if record.state != State.MANUAL:
        return Prospect(False, f"it is under way: {record.state}")
    if record.problem is not None and record.problem.facts.get("key_taken") == "true":
        return Prospect(False, "the processor has seen its key with another request, and would say so again: "
                               "resolve it, and submit it anew with a key or an id of its own")
    original = await fetch(client.connection, letter.pointer)
    if original is None:
        return Prospect(False, "its message is gone from its stream: resolve it by what the processor says")
    sealed = (original.headers.get(wire.SEALED) is None
              or await client.bucket.has(letter.connector, letter.op_id, record.request_hash))
    if sealed and record.barred:
        return Prospect(True, "its answer was an error that no key covers: the processor is asked what became of it, "
                              "where it can be; else it stays MANUAL. Nothing is sent again")
    if sealed:
        return Prospect(True, "another attempt with the same key at the processor" if record.attempts else
                        "its first attempt")
    if record.attempts:
        return Prospect(True, "its card data or credentials are gone, and an attempt was begun: the processor is asked "
                              "what became of it, where it can be; else it stays MANUAL. Nothing is sent again")
    return Prospect(True, "its card data or credentials are gone, and no attempt was ever begun: it ends as "
                          "CARD_DATA_EXPIRED, and nothing is charged")


async def redrive(client: BridgeClient, letter: Letter, deadline_s: float) -> Prospect:
    """Raises Unavailable: then it may have been brought back all the same, which the record tells."""
    seen = await prospect(client, letter)
    if seen.may and letters_of_deliveries.is_of_delivery(letter.headers):
        await letters_of_deliveries.bring_back(client, letter.headers)
    if seen.may and (hook := letters_of_webhooks.address_in(letter.headers)) is not None:
        await _marked(client, letter, BROUGHT_BACK)  # before what may write it anew
        await letters_of_webhooks.bring_back(client.publisher, hook)
    if not seen.may or letter.pointer is None:
        return seen
    found = await client.records.get(letter.connector, letter.op_id)
    if found is None or found.record.state != State.MANUAL:
        return Prospect(False, "somebody else was faster")
    record, now = found.record, time.time()
    record.state = State.UNKNOWN if record.attempts else State.ACCEPTED
    record.sent, record.outcome = record.attempts > 0, ""
    record.changed_at, record.retry_at, record.deadline = now, now, now + deadline_s
    record.note = f"{record.note}; redriven" if record.note else "redriven"
    if not await _written(client, found):
        return Prospect(False, "somebody else was faster")
    await Schedules(client.publisher).plan(letter.pointer, now)  # the sweeper does it, if this never happens
    return seen


async def resolve(client: BridgeClient, op_id: str, *, done: bool, note: str,
                  result: Mapping[str, Any] | None = None) -> Prospect:
    """A person's word on what became of it. `result` in the contract's JSON. Raises InvalidField, Unavailable."""
    try:
        found = await client.records.find(token(op_id, "OP_ID"))
    except unproven.UNREADABLE:
        return Prospect(False, unproven.WHY)
    if found is None or (found.record.outcome, found.record.state) == (REFUSED, State.REJECTED):
        return await _closed(client, op_id, note)
    if found.record.state != State.MANUAL:
        return Prospect(False, f"it is {found.record.state}: only what is MANUAL waits for a person's word")
    return await _ended(client, found, done=done, note=note, result=result)


async def resolve_unproven(client: BridgeClient, op_id: str, *, done: bool, note: str,
                           result: Mapping[str, Any] | None = None, merchant_id: str | None = None
                           ) -> tuple[Prospect, str]:
    """The same of an operation whose record nobody believes: one of ours takes its place. And the digest of what was
    there. Raises InvalidField, Unavailable.
    """
    merchant_id = token(merchant_id, "merchant") if merchant_id is not None else None
    anew = await unproven.anew(client, token(op_id, "OP_ID"), merchant_id)
    if isinstance(anew, str):
        return Prospect(False, anew), ""
    found = Found(anew.record, anew.revision)
    return await _ended(client, found, done=done, note=note, result=result), anew.sha256


async def _ended(client: BridgeClient, found: Found, *, done: bool, note: str, result: Mapping[str, Any] | None
                 ) -> Prospect:
    record = found.record
    record.note = f"{record.note}; {note}" if record.note else note
    record.changed_at, record.owner, record.lease_until, record.retry_at = time.time(), "", 0.0, None
    if done:
        record.state, record.outcome, record.problem = State.DONE, "ok", None
        record.result = msgspec.Raw(msgspec.json.encode(result)) if result is not None else NOTHING
    else:
        record.state, record.outcome = State.REJECTED, NOT_DONE
        record.problem = Problem("NOT_SENT", f"it was not carried out, as a person found: {note}")
    if not await _written(client, found):
        return Prospect(False, "somebody else was faster")
    return Prospect(True, f"{record.state}: {note}")


async def _closed(client: BridgeClient, op_id: str, note: str) -> Prospect:
    """Of what has no record, only the letter is closed, whatever the person says became of it: an event that was not
    delivered, a webhook, a message that was no operation.
    """
    letter = await find(client, op_id)
    if letter is None:
        return Prospect(False, "nobody knows of it")
    if not letter.open:
        return Prospect(False, f"it is {letter.state}")
    if letters_of_deliveries.is_of_delivery(letter.headers):
        await letters_of_deliveries.close(client.publisher, letter.headers, letter.op_id, letter.connector, note)
    else:
        await _marked(client, letter, CLOSED, note)
    return Prospect(True, f"{CLOSED}: {note}")


async def _marked(client: BridgeClient, letter: Letter, state: str, note: str = "") -> None:
    """In place of the letter. Another one for the same is open again."""
    headers = {name: value for name, value in letter.headers.items() if not name.startswith("Nats-")}
    told = " ".join(f"{letter.error}; {note}".split())[:ERROR_CHARACTERS] if note else letter.error
    await client.publisher.publish(f"{OURS}.dlq.{letter.connector}.{letter.op_id}", letter.body,
                                   {**headers, ERROR: told, LETTER: state})


async def _written(client: BridgeClient, found: Found) -> bool:
    try:
        await client.records.update(found.record, found.revision)
    except Stale:
        return False
    return True
