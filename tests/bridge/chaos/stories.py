"""The whole story of an operation, for whoever has to find out what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bridge.chaos.evidence import Evidence, Operation
from bridge.fleet import Told
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.messages import REPLY_TO
from tollbridge.bridge.streams import DEAD_STREAM, OPS_STREAM, RETRY_STREAM
from tollbridge.bridge.subjects import OURS, ROOT

NEAR_S = 15.0
"""What broke so long before an operation was first submitted, or after it was last changed, is told too."""


async def messages_of(connection: Connection, op_id: str, streams: Sequence[str]) -> list[str]:
    """Where it lies. Raises Unavailable."""
    places = [(stream, f"{ROOT}.*.*.*.*.{op_id}") for stream in streams]
    places += [(OPS_STREAM, f"{OURS}.ops.*.{op_id}"), (RETRY_STREAM, f"{OURS}.retry.*.*.{op_id}"),
               (DEAD_STREAM, f"{OURS}.dlq.*.{op_id}")]
    found = []
    for stream, pattern in places:
        sequence = 1
        while (message := await connection.next_message(stream, pattern, sequence)) is not None:
            headers = {name: text for name, text in message.headers.items() if name != REPLY_TO}
            found.append(f"{stream} {message.sequence} {message.at} {message.subject}\n      {headers}\n      "
                         f"{message.data.decode(errors='replace')[:600]}")
            sequence = message.sequence + 1
    return found


def story(operation: Operation, evidence: Evidence, messages: Sequence[str], blows: Sequence[tuple[float, str]],
          heard: Sequence[tuple[float, Told]]) -> str:
    return "\n".join(_lines(operation, evidence, messages, blows, heard))


def _lines(operation: Operation, evidence: Evidence, messages: Sequence[str], blows: Sequence[tuple[float, str]],
           heard: Sequence[tuple[float, Told]]) -> Iterator[str]:
    record = evidence.records.get(operation.op_id)
    yield f"  {operation.name} {operation.op_id} of {operation.reference} at {operation.connector}: {operation.amounts}"
    if operation.before:
        before = evidence.records.get(operation.before)
        yield f"    after {operation.before}, which is {before.state if before else 'without a record'}"
    events: list[tuple[float, str]] = [
        (told.at, f"{told.by} [{told.hash[:6]}]: {told.error or told.state} {told.outcome} {told.result[:200]}")
        for told in operation.told]
    payments = {entry.payment for entry in evidence.ledger if entry.reference == operation.reference}
    events += [(entry.at, f"ledger: {entry.kind} {entry.minor_amount} of {entry.payment}") for entry in evidence.ledger
               if entry.payment in payments]
    events += [(at, f"worker {told.number}: {told.event} {told.step}{told.kind}") for at, told in heard
               if told.op_id == operation.op_id]
    if record is not None:
        events += [(record.accepted_at, "its message was stored"), (record.changed_at, f"recorded as {record.state}")]
    first, last = min((at for at, _ in events), default=0.0), max((at for at, _ in events), default=0.0)
    events += [(at, f"-- {what}") for at, what in blows if first - NEAR_S < at < last + NEAR_S]
    yield from (f"    {at:.3f} {what}" for at, what in sorted(events))
    yield f"    record: {msgspec.json.encode(record).decode() if record else None}"
    yield from (f"    {message}" for message in messages)


def summary(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items())
