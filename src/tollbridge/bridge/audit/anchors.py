"""Anchors: the heads of all chains, written now and then into a chain of their own, so that a cut tail shows.

The chain has one writer at a time, the leader of the sweepers; who is it next goes on where the last anchor ended. Each
anchor is logged too: whoever keeps logs elsewhere can tell that the whole end of the stream is gone
(`tollbridge audit verify --anchor`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from tollbridge.bridge.alerts import AUDIT_CHAIN, runbook
from tollbridge.bridge.audit.blocks import (
    ANCHORS,
    DIGEST,
    HEADS,
    NO_HEAD,
    Head,
    digest_of,
    read,
    subject,
    write,
    writer_of,
)
from tollbridge.bridge.audit.entries import ANCHOR, Entry
from tollbridge.bridge.audit.signing import Signer
from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.streams import AUDIT_STREAM

_log = logging.getLogger("tollbridge.bridge")
UP_TO = "up_to"
"""Among the facts of an anchor: the last message of the stream that it covers."""
MOST_HEADS = 2000
"""Of one anchor: it is one message. What is over that is for the next one."""


class Anchors:
    """Asked for every so often, by the leader only: `turn` does what is due."""

    def __init__(self, connection: Connection, publisher: Publisher, signer: Signer | None, every_s: float,
                 clock: Callable[[], float] = time.time) -> None:
        self._connection, self._publisher, self._signer = connection, publisher, signer
        self._every_s, self._clock = every_s, clock
        self._last = float("-inf")

    async def turn(self) -> None:
        """Raises Unavailable, Refused."""
        if time.monotonic() - self._last >= self._every_s:
            await self.anchor()
            self._last = time.monotonic()

    async def anchor(self) -> bool:
        """Whether there was something new to be anchored. Raises Unavailable, Refused."""
        head, covered = await self._before()
        heads, up_to = dict[str, tuple[int, str]](), covered
        async for message in read_stream(self._connection, AUDIT_STREAM, since=covered + 1, headers_only=True):
            writer = writer_of(message.subject)
            if len(heads) >= MOST_HEADS and writer not in heads:
                break
            up_to = message.sequence
            if writer is not None and writer != ANCHORS:
                heads[writer] = (message.sequence, message.headers.get(DIGEST, ""))
        if not heads:
            return False
        entry = Entry(kind=ANCHOR, at=self._clock(), facts={UP_TO: up_to, HEADS: heads})
        written = write(ANCHORS, head, self._clock(), (entry,), self._signer)
        try:
            sequence = (await self._publisher.publish(written.subject, written.body, written.headers)).seq
        except RevisionMismatch:
            return False  # another has become the leader meanwhile
        _log.info("audit anchor=%d:%s writers=%d up_to=%d", sequence, written.digest, len(heads), up_to)
        return True

    async def _before(self) -> tuple[Head, int]:
        """The anchor before this one, and what it covers."""
        last = await self._connection.leaders_last_message(AUDIT_STREAM, subject(ANCHORS))
        if last is None:
            return NO_HEAD, 0
        try:
            block = read(last.data).block
            covered = int(block.entries[-1].facts[UP_TO])
        except (ValueError, KeyError, IndexError, TypeError):  # somebody has changed it: verifying tells
            _log.error("alert=audit_chain: the last anchor, message %d, is none (%s)", last.sequence,
                       runbook(AUDIT_CHAIN))
            return Head(0, last.sequence, digest_of(last.data), 0.0), last.sequence
        return Head(block.n, last.sequence, digest_of(last.data), block.at), covered
