"""Writing the trail: entries of one process, gathered into blocks, each on its way only after the one before it.

    told = trail.add(entry)         # at once; entries that come while a block is on its way make the next
    await told                      # it is stored; raises Unavailable where nobody knows

Whoever acknowledges something waits for its entry first. An entry that was told to be unknown may have been stored:
what it is about is told again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tollbridge.bridge.audit.blocks import HEADS, NO_HEAD, Head, Written, digest_of, write
from tollbridge.bridge.audit.entries import (
    CLOSED,
    Entry,
    of_message,
    of_operation,
    of_start,
    of_submission,
)
from tollbridge.bridge.connection import Connection, Publisher, Refused, RevisionMismatch, Unavailable
from tollbridge.bridge.streams import AUDIT_STREAM
from tollbridge.domain.secret import Secret

if TYPE_CHECKING:
    from tollbridge.bridge.audit.signing import Signer
    from tollbridge.bridge.orders import Prepared
    from tollbridge.bridge.records import OperationRecord
    from tollbridge.bridge.worker.deliveries import Delivery
    from tollbridge.bridge.worker.work import Work

_log = logging.getLogger("tollbridge.bridge")
GAP_S = 0.02
"""Between two blocks, so that under load many entries share one: callers have their answers by then."""
MOST_ENTRIES = 500
STORE_S, AGAIN_S = 5.0, 0.1
"""For how long a block is tried to be stored before who waits for it is told, and how soon again."""
CLOSE_S = 3.0


class AuditOptions(Struct, frozen=True, kw_only=True):
    """`role` is what the process does; a chain of `lazy` ones begins with the first thing they tell. Signed with `key`,
    or the private key in `signing_key_file`, or not. `anchor_s` is how often heads of chains are anchored.
    """

    enabled: bool = False
    role: str = "library"
    lazy: bool = True
    key: Secret | None = None
    signing_key_file: str | None = None
    anchor_s: float = 60.0


def signer_of(options: AuditOptions) -> Signer | None:
    """Raises BadKey."""
    if not options.enabled or (options.key is None and options.signing_key_file is None):
        return None
    from tollbridge.bridge.audit.signing import Shared, private_key

    if options.key is not None:
        return Shared(options.key.reveal())
    return private_key(str(options.signing_key_file))


class _Gathered:
    """Entries that go together, and who waits for them."""

    __slots__ = ("entries", "stored")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.stored.add_done_callback(_seen)


def _seen(stored: asyncio.Future[None]) -> None:
    """Who waited may have gone: asyncio would tell that nobody has looked at it."""
    if not stored.cancelled():
        stored.exception()


class Trail:
    """One writer. Switched off, it does nothing."""

    def __init__(self, connection: Connection, publisher: Publisher, options: AuditOptions,
                 clock: Callable[[], float] = time.time) -> None:
        self._connection, self._publisher, self._options, self._clock = connection, publisher, options, clock
        self.enabled = options.enabled
        self.signer = signer_of(options)
        self.writer, self._head = "", NO_HEAD
        self._facts: Mapping[str, Any] = {}
        self._unsure: Written | None = None
        """A block of which nobody knows whether it was stored: nothing may follow before that is found out."""
        self._waiting: deque[_Gathered] = deque()
        self._running: asyncio.Task[None] | None = None
        self._not_before = 0.0

    async def open(self) -> None:
        """Raises Unavailable where there is no trail to write to."""
        if self.enabled and not self._options.lazy:
            await self._tell(())

    async def close(self) -> None:
        """The chain ends here: whoever verifies it knows that nothing is missing."""
        if self._head.n == 0:
            return  # it was never begun, as far as anybody knows
        with contextlib.suppress(Unavailable, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self._tell((Entry(kind=CLOSED, at=self._clock()),))
                self.writer = ""
                return
        _log.warning("audit: the chain %s is not closed", self.writer)
        if self._running is not None:
            self._running.cancel()

    # -- what is told -------------------------------------------------------------------------------------------------
    def ended(self, work: Work, record: OperationRecord, *, again: bool = False) -> asyncio.Future[None] | None:
        return self.add(of_operation(work, record, self._clock(), again=again)) if self.enabled else None

    async def forged(self, delivery: Delivery, why: str) -> None:
        if self.enabled:
            await self._tell((of_message(delivery, why, self._clock()),))

    async def conflict(self, prepared: Prepared, why: str) -> None:
        """Never raises: the caller has to be told of the conflict in any case."""
        if self.enabled:
            try:
                await self._tell((of_submission(prepared, why, self._clock()),))
            except Unavailable as error:
                _log.error("audit: a conflict of %s is not in the trail: %s", prepared.op_id, error)

    async def told(self, *entries: Entry) -> None:
        """Once they are stored. Raises Unavailable."""
        if self.enabled:
            await self._tell(entries)

    def add(self, entry: Entry) -> asyncio.Future[None]:
        """The future is done once the entry is stored, or has Unavailable. Others wait for the same: shield it."""
        gathered = self._place()
        gathered.entries.append(entry)
        return gathered.stored

    async def _tell(self, entries: tuple[Entry, ...]) -> None:
        gathered = self._place()
        gathered.entries += entries
        await asyncio.shield(gathered.stored)

    def _place(self) -> _Gathered:
        if not self._waiting or len(self._waiting[-1].entries) >= MOST_ENTRIES:
            self._waiting.append(_Gathered())
            if self._running is None or self._running.done():
                self._running = asyncio.ensure_future(self._run())
        return self._waiting[-1]

    # -- blocks -------------------------------------------------------------------------------------------------------
    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            if (left := self._not_before - loop.time()) > 0:
                await asyncio.sleep(left)
            gathered = self._waiting.popleft()
            self._not_before = loop.time() + GAP_S
            try:
                await self._store(tuple(gathered.entries))
                gathered.stored.set_result(None)
            except BaseException as error:  # whatever it is, nobody may wait for ever
                known = error if isinstance(error, Unavailable) else Unavailable(f"audit: {type(error).__name__}")
                for each in (gathered, *self._waiting):
                    each.stored.set_exception(known)
                self._waiting.clear()
                if not isinstance(error, Exception):
                    raise

    async def _store(self, entries: tuple[Entry, ...]) -> None:
        """Raises Unavailable."""
        ends = asyncio.get_running_loop().time() + STORE_S
        if self._unsure is not None:
            await self._settle(self._unsure, ends)
        if not self.writer:
            self._begin({})
        await self._settle(self._next(entries), ends)

    def _begin(self, facts: Mapping[str, Any]) -> None:
        """A chain of its own, so that no two processes ever write the same."""
        user = self._connection.options.its_user
        self.writer = f"{user}{'.' if user else ''}{self._options.role}-{secrets.token_hex(8)}"
        self._head = NO_HEAD
        self._facts = facts

    def _next(self, entries: tuple[Entry, ...]) -> Written:
        if self._head.n == 0:
            entries = (of_start(self._options.role, self._facts), *entries)
        return write(self.writer, self._head, self._clock(), entries, self.signer)

    async def _settle(self, written: Written, ends: float) -> None:
        """Until it is known where it is in the stream."""
        while True:
            self._unsure = written
            try:
                sequence = (await self._publisher.publish(written.subject, written.body, written.headers)).seq
            except RevisionMismatch:
                sequence = await self._found(written)
            except Refused as error:
                self._unsure = None
                _log.error("alert=audit_refused: the audit trail takes nothing: %s", error)
                raise Unavailable(f"the audit trail does not take it: {error}") from error
            except Unavailable as error:
                if asyncio.get_running_loop().time() + AGAIN_S >= ends:
                    raise Unavailable(f"the audit trail (stream {AUDIT_STREAM}) does not answer: {error}") from error
                await asyncio.sleep(AGAIN_S)
                continue
            self._head, self._unsure = Head(self._head.n + 1, sequence, written.digest, written.at), None
            return

    async def _found(self, written: Written) -> int:
        """Where it is, if an earlier try stored it. Else this chain is not as this process wrote it: it goes on as
        another one, which tells so. Raises Unavailable, so that who waits tells it again.
        """
        last = await self._connection.leaders_last_message(AUDIT_STREAM, written.subject)
        if last is not None and digest_of(last.data) == written.digest:
            return last.sequence
        _log.error("alert=audit_chain: %s is not in the stream as it was written: its block %d was message %d",
                   self.writer, self._head.n, self._head.sequence)
        self._unsure = None
        self._begin({HEADS: {self.writer: [self._head.sequence, self._head.digest]}})
        await self._settle(self._next(()), asyncio.get_running_loop().time() + STORE_S)
        raise Unavailable("the audit trail's chain was broken, and is begun anew")
