"""Operations whose record proves nothing, or cannot be read: nobody acts on it, so only a person's word ends them.

Nothing of such a record is believed. What the new one says of the operation is of the operation's own message, where
that proves itself, of its subject, and of the person.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import Stored
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.records import STREAM, OperationRecord, Unproven
from tollbridge.bridge.routes import DURABLE
from tollbridge.bridge.schedules import Pointer
from tollbridge.bridge.streams import StreamOptions, streams_of
from tollbridge.bridge.subjects import ROOT, Address, read, record as subject_of

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient

UNREADABLE = (Unproven, msgspec.DecodeError, UnicodeDecodeError)
STATE = "UNPROVEN"
WHY = ("its record is not proven, or cannot be read: somebody else wrote it, or its key is lost. Find out at the "
       "processor, then tollbridge dlq resolve --unproven")


class Anew(NamedTuple):
    """A record to be written in place of the one that is not believed, and what that one was."""

    record: OperationRecord
    revision: int
    sha256: str


class Submitted(NamedTuple):
    """The operation's message, where it is, what its subject says, and the id of its key."""

    pointer: Pointer
    message: Stored
    address: Address
    key: str


async def message_of(client: BridgeClient, connector: str, op_id: str) -> Submitted | None:
    """The operation as it was submitted, proven where messages are signed. None where it is gone, or is not proven
    either. Raises Unavailable.
    """
    for stream in _streams(client.options.streams):
        found = await client.connection.next_message(stream, f"{ROOT}.*.*.*.{connector}.{op_id}")
        address = read(found.subject) if found is not None else None
        if found is None or address is None:
            continue
        key = ""
        if client.protection is not None:
            try:
                key = client.protection.accept(found.subject, found.headers, found.data, epoch(found.at))
            except Forged:
                continue
        return Submitted(Pointer(stream, found.sequence, found.subject), found, address, key)
    return None


async def anew(client: BridgeClient, op_id: str, merchant_id: str | None) -> Anew | str:
    """Or why not. `merchant_id` counts where the message is gone. Raises InvalidField, Unavailable."""
    stored = await client.connection.next_message(STREAM, subject_of("*", op_id))
    if stored is None:
        return "nobody knows of it"
    try:
        record = await client.records.read(stored)
    except UNREADABLE:
        pass
    else:
        return f"its record is proven ({record.state}): leave --unproven out"
    connector = stored.subject.split(".")[-2]
    its = OperationRecord(op_id=op_id, connector=connector, operation="", merchant_id=merchant_id or "",
                          request_hash="", state="", attempts=1, sent=True)
    found = await message_of(client, connector, op_id)
    if found is not None:
        pointer, message, address, its.key = found
        its.operation, its.merchant_id = address.route.operation.name, address.merchant_id
        its.request_hash = message.headers.get(wire.REQUEST_HASH, "")
        its.environment = message.headers.get(wire.ENVIRONMENT, "")
        its.stream, its.stream_seq, its.accepted_at = pointer.stream, pointer.sequence, epoch(message.at)
    elif merchant_id is None:
        return "its message is gone, or proves nothing either: say --merchant, whose it is"
    its.changed_at = time.time()
    return Anew(its, stored.sequence, hashlib.sha256(stored.data).hexdigest())


def _streams(options: StreamOptions) -> Iterator[str]:
    yield from dict.fromkeys(name for route in DURABLE for name in streams_of(route.family, options))
