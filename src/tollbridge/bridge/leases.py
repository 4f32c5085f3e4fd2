"""One of many does it: a lease in RECORDS, taken and kept by compare-and-set. What it keeps goes to the next holder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch, Stored
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.streams import RECORD_STREAM
from tollbridge.bridge.subjects import OURS


class Held(Struct):
    """`kept` is the holder's own: how far it has come."""

    owner: str
    until: float
    kept: Mapping[str, int] = {}


_decode = msgspec.json.Decoder(Held).decode


def _held(message: Stored | None) -> Held | None:
    """None for what cannot be read, too: else nobody could ever take it again."""
    try:
        return _decode(message.data) if message is not None and message.data else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


class Lease:
    """`name` is a token. Clocks may differ by less than `for_s`: who holds it by mistake must do no harm."""

    def __init__(self, connection: Connection, publisher: Publisher, name: str, owner: str, for_s: float,
                 clock: Callable[[], float] = time.time) -> None:
        self._connection, self._publisher, self._clock = connection, publisher, clock
        self._subject, self._owner, self._for_s = f"{OURS}.records.lease.bridge.{name}", owner, for_s

    async def take(self, keep: Mapping[str, int] | None = None) -> Held | None:
        """Takes or renews it; None where another has it. `keep` replaces what was kept. Raises Unavailable."""
        message = await self._connection.last_message(RECORD_STREAM, self._subject)
        held = _held(message)
        now = self._clock()
        if held is not None and held.owner != self._owner and held.until > now:
            return None
        kept = keep if keep is not None else held.kept if held is not None else {}
        return await self._write(Held(self._owner, now + self._for_s, kept), message.sequence if message else 0)

    async def give_back(self, keep: Mapping[str, int]) -> None:
        """For the next one, at once. Raises Unavailable."""
        message = await self._connection.last_message(RECORD_STREAM, self._subject)
        held = _held(message)
        if message is not None and held is not None and held.owner == self._owner:
            await self._write(Held("", 0.0, keep), message.sequence)

    async def _write(self, held: Held, revision: int) -> Held | None:
        try:
            await self._publisher.publish(self._subject, encode_json(held), {EXPECTED: str(revision)})
        except RevisionMismatch:
            return None
        return held
