"""What is held back, as all workers and bridges know it.

One subject for each circuit, in a stream in memory that keeps the last of each. Who changes one must have known it as
it was (`Nats-Expected-Last-Subject-Sequence`): so one worker opens it, one alerts, one probes. The server repeats each
change to all; a change that a process misses it finds in the stream, seconds later or when it starts. Where the stream
is lost or missing, each worker goes by what it sees itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping

import msgspec
from nats.aio.msg import Msg

from tollbridge.bridge.connection import LIMIT, Connection, InProcess, Publisher, RevisionMismatch, Unavailable
from tollbridge.bridge.gates.circuits import Held
from tollbridge.bridge.gates.identity import GATES
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.sealed import TTL
from tollbridge.bridge.streams import GATE_STREAM, GATED

REFRESH_S = 5.0
KEPT_S = 600.0
"""How long it is remembered that it was opened: the next time is then longer."""
CLOSED_S = 60
"""For who missed that it was closed."""
MOST = 10_000
GATE_PARTS = 7
"""Of a subject: tollbridge.gates.<kind>.<connector>.<operation>.<merchant>.<account>."""
LONGEST_S = 30 * 86_400.0
"""Nobody of ours holds anything back for longer."""
SEQUENCE_DIGITS = 20
SEQUENCE, SUBJECT = "Nats-Sequence", "Nats-Subject"

_log = logging.getLogger("tollbridge.bridge")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Held).decode


class Shared:
    """`held` has what is not closed, by subject. `on_change` is told of what others did, too."""

    def __init__(self, connection: Connection, publisher: Publisher, clock: Callable[[], float] = time.time) -> None:
        self._connection, self._publisher, self._clock = connection, publisher, clock
        self._held: dict[str, Held] = {}
        self._revisions: dict[str, int] = {}
        self._read = 0
        self._keeping: asyncio.Task[None] | None = None
        self.on_change: list[Callable[[str, Held], None]] = []

    @property
    def held(self) -> Mapping[str, Held]:
        return self._held

    async def open(self) -> None:
        await self._connection.client.subscribe(f"{GATED}.>", cb=self._told, pending_msgs_limit=LIMIT,
                                                pending_bytes_limit=LIMIT)
        self._connection.on_reconnect.append(self._anew)
        with contextlib.suppress(Unavailable):  # no such stream yet: it is looked for again
            await self.refresh()
        self._keeping = asyncio.ensure_future(self._keep())

    async def close(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()

    async def change(self, subject: str, new: Held) -> bool:
        """Whether it was made, and nobody else's before it: then theirs is what holds. Where nobody can be told, it
        holds here.
        """
        before = self._held.get(subject)
        kept = CLOSED_S if new.closed else max(CLOSED_S, int(new.until - self._clock() + KEPT_S))
        headers = {EXPECTED: str(self._revisions.get(subject, 0)), TTL: f"{kept}s"}
        self._take(subject, new, None)
        try:
            ack = await self._publisher.publish(subject, _encode(new), headers)
        except (InProcess, RevisionMismatch):
            return await self._mismatched(subject, new, before, headers)
        except Unavailable:
            return True
        self._revisions[subject] = ack.seq
        return True

    async def _mismatched(self, subject: str, new: Held, before: Held | None, headers: dict[str, str]) -> bool:
        """Theirs, where that is news; else what we knew has ended by its time, and ours is the next one."""
        theirs: Held | None = None
        try:
            message = await self._connection.last_message(GATE_STREAM, subject)
            if message is not None and (theirs := self._readable(subject, message.data)) is not None:
                self._take(subject, theirs, message.sequence)
            if theirs is not None and theirs != before:
                return theirs == new
            headers[EXPECTED] = str(message.sequence if message is not None else 0)
            ack = await self._publisher.publish(subject, _encode(new), headers)
        except (InProcess, RevisionMismatch):
            return False
        except Unavailable:
            return True
        self._take(subject, new, ack.seq)
        return True

    async def refresh(self) -> None:
        """Reads what was said since. Raises Unavailable."""
        while True:
            message = await self._connection.next_message(GATE_STREAM, f"{GATES}.>", self._read + 1)
            if message is None:
                return
            self._read = message.sequence
            held = self._readable(message.subject, message.data)
            if held is not None and message.sequence > self._revisions.get(message.subject, 0):
                self._take(message.subject, held, message.sequence)

    def _readable(self, subject: str, data: bytes) -> Held | None:
        """None for what no worker of ours would say: a time that is none, or longer than anything is held back."""
        if len(subject.split(".")) != GATE_PARTS or not subject.startswith(f"{GATES}."):
            return None
        try:
            held = _decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        return held if held.closed or held.until <= self._clock() + LONGEST_S else None

    async def _told(self, message: Msg) -> None:
        headers = message.headers or {}
        subject = headers.get(SUBJECT)
        if subject is None:
            return
        text = headers.get(SEQUENCE, "0")
        sequence = int(text) if text.isdecimal() and len(text) <= SEQUENCE_DIGITS else 0
        if sequence > self._revisions.get(subject, 0) and (held := self._readable(subject, message.data)) is not None:
            self._take(subject, held, sequence)

    def _take(self, subject: str, held: Held, revision: int | None) -> None:
        if revision is not None:
            self._revisions[subject] = revision
        if held.closed:
            self._held.pop(subject, None)
        elif subject in self._held or len(self._held) < MOST:
            self._held[subject] = held
        for each in self.on_change:
            each(subject, held)

    async def _anew(self) -> None:
        """After a restart of the server its stream in memory counts from 1 again."""
        self._read = 0
        self._revisions.clear()
        with contextlib.suppress(Unavailable):
            await self.refresh()

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            with contextlib.suppress(Unavailable):
                await self.refresh()
            long_ago = self._clock() - KEPT_S
            for subject in [subject for subject, its in self._held.items() if its.until < long_ago]:
                del self._held[subject]
            for subject in [subject for subject in self._revisions if subject not in self._held][MOST:]:
                del self._revisions[subject]
