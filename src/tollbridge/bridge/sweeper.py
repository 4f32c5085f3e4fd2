"""What no worker will look at again by itself, found and brought back, by one of all bridges and workers at a time.

Advisories say that a consumer has given a message up: it gets a schedule, or, if it comes back like that again and
again, becomes a dead letter. Advisories may be lost in a cluster. So records are read too, those that were changed
since the last time, by their headers: who has a claim and is long over it, or was to be tried again and was not, is
brought back; and operations that were delivered and have neither record, schedule nor letter. To bring one back too
many does no harm: claims decide.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from math import isfinite
from typing import NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.alerts import (
    EXHAUSTED,
    FORGED,
    FORGED_WEBHOOK,
    MANUAL,
    POISONED,
    RETRIES_FULL,
    UNREADABLE_RECORD,
    Told,
    runbook,
)
from tollbridge.bridge.audit.anchors import Anchors
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Refused, Stored, Unavailable
from tollbridge.bridge.dead_letters import Alert, DeadLetters
from tollbridge.bridge.leases import Lease
from tollbridge.bridge.messages import State
from tollbridge.bridge.placing import keep_apart
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.records import LEASE, OF_NAME, STATE, OperationRecord, Unproven
from tollbridge.bridge.retention import Keeper
from tollbridge.bridge.routes import DURABLE
from tollbridge.bridge.schedules import SWEEPS, Pointer, Schedules, due, fetch, no_message, planned, pointer_in
from tollbridge.bridge.streams import (
    ADVISORY_STREAM,
    OPS_STREAM,
    RETRY_STREAM,
    SWEEPER,
    WEBHOOK_STREAM,
    streams_of,
)
from tollbridge.bridge.subjects import durable
from tollbridge.bridge.unproven import UNREADABLE, WHY, message_of
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.pulls import Pull
from tollbridge.service.calls import where

_log = logging.getLogger("tollbridge.bridge")
MOST_SWEEPS = 5
"""How often an operation is brought back that no worker settles, before it is for a person."""
FIRST_WAIT_S = 5.0
AGAIN_S, LONGEST_AGAIN_S = 60.0, 3600.0
"""How soon what was brought back, and still stands as it did, is brought back again: twice as long each time."""
MOST_AT_ONCE = 100_000
SLOTS = 20
STOP_S = 2.0
NEARLY_FULL, TOLD_EVERY_S = 0.8, 3600.0
CLOSED = frozenset({State.DONE, State.REJECTED})


class SweeperOptions(Struct, frozen=True, kw_only=True):
    """`grace_s` is how long something may be over before it counts as left alone; `orphan_s` how old an operation is
    that may be looked for without a record.
    """

    every_s: float = 10.0
    lease_s: float = 45.0
    scan_every_s: float = 30.0
    orphans_every_s: float = 300.0
    grace_s: float = 60.0
    orphan_s: float = 600.0


class Advisory(Struct):
    type: str
    stream: str
    consumer: str
    stream_seq: int
    reason: str = ""


class Seen(Struct):
    """An open operation, at the sequence of its record or message; `look_at` is when somebody should see to it."""

    sequence: int
    look_at: float
    times: int = 0


class Counts(NamedTuple):
    """What a sweeper has done, for metrics."""

    planned: int
    letters: int


class Consumer(NamedTuple):
    """Sequences of its stream. `redelivered` counts messages that were delivered twice and are not settled: those too
    that it has given up, for ever. Until there is one of these, `settled_to` is true.
    """

    delivered_to: int
    settled_to: int
    busy: bool
    redelivered: int


NOBODY = Consumer(0, 0, busy=False, redelivered=0)
_advisory = msgspec.json.Decoder(Advisory).decode


class Sweeper:
    """`owner` is no other's."""

    def __init__(self, client: BridgeClient, owner: str, options: SweeperOptions | None = None,
                 letters: DeadLetters | None = None, clock: Callable[[], float] = time.time) -> None:
        self._client, self.options, self._clock = client, options or SweeperOptions(), clock
        self._connection, self._records = client.connection, client.records
        self._letters = letters or DeadLetters.of(client)
        self._schedules = Schedules(client.publisher, clock)
        self._lease = Lease(client.connection, client.publisher, SWEEPER, owner, self.options.lease_s, clock)
        audit = client.options.audit
        self._anchors = Anchors(client.connection, client.publisher, client.audit.signer, audit.anchor_s,
                                clock) if audit.enabled else None
        self._keeper = Keeper(client.connection, client.evidence, client.records, client.options.streams, clock)
        client.connection.on_reconnect.append(self._again)
        self._task: asyncio.Task[None] | None = None
        self._pull: Pull | None = None
        self._next: dict[str, int] = {}
        """The sequence from which each stream is still to be read."""
        self._open: dict[tuple[str, str], Seen] = {}
        self._waiting: dict[str, dict[tuple[str, str], tuple[float, Pointer]]] = {}
        """Operations that no worker had when they were read, by stream: when each was stored, and where it is."""
        self._scanned = self._looked_for_orphans = float("-inf")
        self._stopping = asyncio.Event()
        self._told = float("-inf")
        self.active = False
        self.counts = Counts(0, 0)

    async def start(self) -> None:
        self._task = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        """Within STOP_S, even in the middle of a turn."""
        self._stopping.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=STOP_S)
            self._task.cancel()  # not sooner: nats-py may swallow it, and the turn would go on
        with contextlib.suppress(Unavailable, Refused):
            await self._idle()

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self.turn()
            except (Unavailable, Refused) as error:
                _log.warning("sweeper: %s", error)
            except Exception as error:  # noqa: BLE001 - a fault in one turn must not end all that follow
                _log.error("sweeper: fault=%s", where(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self.options.every_s)

    async def turn(self) -> bool:
        """One turn; whether it was this one's. Raises Unavailable."""
        held = await self._lease.take(self._kept() if self.active else None)
        if held is None:
            if self.active:
                await self._idle()
            return False
        if not self.active:
            self._next, self._open, self._waiting, self.active = dict(held.kept), {}, {}, True
            self._scanned = self._looked_for_orphans = float("-inf")
            self._pull = Pull(self._connection, ADVISORY_STREAM, SWEEPER, SLOTS, self._advised)
            await self._pull.start()
        elif self._pull is not None:
            await self._pull.watch()
        await keep_apart(self._connection, self._client.options.streams)
        now = time.monotonic()
        if now - self._scanned >= self.options.scan_every_s:
            await self.scan()
            await self._look_for_room()
            self._scanned = time.monotonic()
        if now - self._looked_for_orphans >= self.options.orphans_every_s:
            for stream in dict.fromkeys(s for route in DURABLE
                                        for s in streams_of(route.family, self._client.options.streams)):
                await self.orphans(stream)
            await self._remove_files()
            self._looked_for_orphans = time.monotonic()
        if self._anchors is not None:
            await self._anchors.turn()
        return True

    async def _remove_files(self) -> None:
        """What cannot be done now is no reason to leave the rest undone: it is told, and looked at again."""
        try:
            if removed := await self._keeper.turn():
                _log.info("sweeper: %d files of evidence removed, of operations that are over", removed)
        except (Unavailable, Refused) as error:
            _log.warning("sweeper: files of evidence: %s", error)

    async def _again(self) -> None:
        """After a reconnect: what was asked before is forgotten on the other side."""
        if self._pull is not None:
            await self._pull.again()

    async def _look_for_room(self) -> None:
        """A stream of schedules must discard what is old when it is full: retries would be lost."""
        info = await self._connection.api(f"STREAM.INFO.{RETRY_STREAM}")
        most, full = info["config"]["max_bytes"], info["state"]["bytes"]
        if 0 < most * NEARLY_FULL < full and self._clock() - self._told > TOLD_EVERY_S:
            self._told = self._clock()
            self._letters.alert(Alert(RETRIES_FULL, f"{RETRY_STREAM} has {full} of {most} bytes: what is planned "
                                      "first will be lost; raise bridge.max_bytes, then tollbridge streams apply",
                                      self._told))

    async def _idle(self) -> None:
        """Lets another do it, who goes on where this one is."""
        if self._pull is not None:
            await self._pull.stop()
            await self._pull.finished(1.0)
            self._pull = None
        if self.active:
            self.active = False
            await self._lease.give_back(self._kept())

    def _kept(self) -> dict[str, int]:
        """From where on the next one has to read: what is open now, it must find."""
        kept = dict(self._next)
        if OPS_STREAM in kept:
            kept[OPS_STREAM] = min([kept[OPS_STREAM], *(seen.sequence for seen in self._open.values())])
        for stream, waiting in self._waiting.items():
            if stream in kept:
                kept[stream] = min([kept[stream], *(pointer.sequence for _, pointer in waiting.values())])
        return kept

    # -- advisories ---------------------------------------------------------------------------------------------------
    async def _advised(self, delivery: Delivery) -> None:
        try:
            await self.advised(_advisory(delivery.body))
            await delivery.ack()
        except msgspec.DecodeError:
            await delivery.ack()  # of another kind
        except (Unavailable, Refused) as error:
            _log.warning("sweeper: an advisory waits: %s", error)
            await delivery.nak(FIRST_WAIT_S)

    async def advised(self, advisory: Advisory) -> None:
        """Raises Unavailable."""
        message = await self._connection.message(advisory.stream, advisory.stream_seq)
        if message is None:
            await no_message(self._connection, advisory.stream, advisory.stream_seq)
            return  # newer ones have taken its place; what it was about has a record, or is an orphan
        if advisory.stream == WEBHOOK_STREAM:
            forged = advisory.type.endswith("terminated") and advisory.reason == FORGED_WEBHOOK
            if forged:  # junk must not fill the stream
                await self._connection.api(f"STREAM.MSG.DELETE.{WEBHOOK_STREAM}",
                                           {"seq": advisory.stream_seq, "no_erase": True})
            return
        pointer = pointer_in(message.headers) if advisory.stream == RETRY_STREAM else Pointer(
            advisory.stream, advisory.stream_seq, message.subject)
        if pointer is None or pointer.its is None:
            return  # no operation
        try:
            found = await self._records.get(*pointer.its)
        except UNREADABLE:
            await self._tell_unreadable(*pointer.its)
            return  # while it is open, the scan looks at it again
        if found is not None and found.record.final:
            return
        original = await fetch(self._connection, pointer) if advisory.stream == RETRY_STREAM else message
        if advisory.type.endswith("terminated"):
            if found is not None and original is not None and (
                    original.headers.get(wire.REQUEST_HASH) != found.record.request_hash):
                return  # ended as that of another request: what has the record goes on
            if found is not None:
                await self._give_up(pointer, advisory.reason or "a worker ended it without a word", original)
            elif original is not None and not await self._letters.has(*pointer.its):
                await self._letters.dead(pointer, original.data, original.headers, POISONED, advisory.reason)
        elif original is None:
            await self._give_up(pointer, "its message is gone from its stream", None)
        elif pointer.sweeps >= MOST_SWEEPS:
            await self._give_up(pointer, "no worker has ended it, however often it was delivered", original, EXHAUSTED)
        else:
            await self._plan(msgspec.structs.replace(pointer, sweeps=pointer.sweeps + 1),
                             FIRST_WAIT_S * 2.0 ** pointer.sweeps)

    # -- records ------------------------------------------------------------------------------------------------------
    async def scan(self) -> None:
        """Reads the records that were changed since the last time, and sees to those that are left alone."""
        now = self._clock()
        last = self._next.get(OPS_STREAM, 1)
        async for message in read_stream(self._connection, OPS_STREAM, since=last, headers_only=True):
            last = message.sequence + 1
            connector, op_id = message.subject.split(".")[-2:]
            state = message.headers.get(STATE, "")
            if state in CLOSED:
                self._open.pop((connector, op_id), None)
            else:
                until = _seconds(message.headers.get(LEASE)) or message.at
                look_at = now if state == State.MANUAL else until + self.options.grace_s
                self._open[connector, op_id] = Seen(message.sequence, look_at)
        self._next[OPS_STREAM] = last
        for (connector, op_id), seen in tuple(self._open.items()):
            if seen.look_at <= now and await self._readable(connector, op_id, now):
                self._open.pop((connector, op_id), None)
            elif seen.look_at <= now:
                seen.times += 1
                seen.look_at = now + min(AGAIN_S * 2.0 ** min(seen.times - 1, 10), LONGEST_AGAIN_S)

    async def _readable(self, connector: str, op_id: str, now: float) -> bool:
        """As `_see_to`; of a record that nobody can read only that is told: those after it have their turn."""
        try:
            return await self._see_to(connector, op_id, now)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._log_unreadable(connector, op_id, "no worker of ours wrote it")
        except Unproven as error:  # told where it was read, as forged too; a person ends it
            self._log_unreadable(connector, op_id, str(error))
        await self._tell_unreadable(connector, op_id)
        return False

    def _log_unreadable(self, connector: str, op_id: str, why: str) -> None:
        _log.error("alert=unreadable_record op_id=%s connector=%s: %s (%s)", op_id, connector, why,
                   runbook(UNREADABLE_RECORD))

    async def _tell_unreadable(self, connector: str, op_id: str) -> None:
        """So that a person finds it among the dead letters, if its message is there to be shown. Raises Unavailable."""
        if await self._letters.has(connector, op_id):
            return
        found = await message_of(self._client, connector, op_id)
        if found is not None:
            await self._letters.dead(found.pointer, found.message.data, found.message.headers, FORGED, WHY)

    async def _see_to(self, connector: str, op_id: str, now: float) -> bool:
        """Whether nothing more is to be done about it."""
        found = await self._records.get(connector, op_id)
        if found is None or found.record.state in CLOSED:
            return True
        record = found.record
        pointer = _pointer_of(record)
        if pointer is None:
            return True
        original = await fetch(self._connection, pointer)
        if record.state == State.MANUAL:
            if not await self._letters.has(connector, op_id):
                why = record.problem.message if record.problem is not None else "without a word"
                await self._letters.dead(pointer, original.data if original else b"",
                                         original.headers if original else {}, "manual", why)
            return True
        if max(record.lease_until, record.retry_at or 0.0, record.changed_at) + self.options.grace_s > now:
            return False
        if original is None:
            await self._give_up(pointer, "its message is gone from its stream", None)
            return True
        sweeps = max([await self._swept(subject) for subject in (due(connector, op_id), planned(connector, op_id))])
        await self._plan(msgspec.structs.replace(pointer, subject=original.subject, sweeps=sweeps), 0.0)
        return False

    async def _swept(self, subject: str) -> int:
        message = await self._connection.last_message(RETRY_STREAM, subject)
        return int(message.headers.get(SWEEPS, "0")) if message is not None else 0

    # -- operations without a record ----------------------------------------------------------------------------------
    async def orphans(self, stream: str) -> None:
        """Finds operations that were delivered long ago and of which nothing is known. Where no consumer has a message
        that it delivered twice, there are none, and nothing is read.
        """
        last = int((await self._connection.api(f"STREAM.INFO.{stream}"))["state"]["last_seq"])
        consumers = await self._consumers(stream)
        waiting = self._waiting.setdefault(stream, {})
        since, young = self._next.get(stream, 1), self._clock() - self.options.orphan_s
        if not any(consumer.redelivered for consumer in consumers.values()):
            floor = min([last, *(consumer.settled_to for consumer in consumers.values() if consumer.busy)])
            self._next[stream] = max(since, floor + 1)
            self._waiting[stream] = {its: each for its, each in waiting.items() if each[1].sequence > floor}
            return
        async for message in read_stream(self._connection, stream, since=since, headers_only=True):
            if message.at > young or len(waiting) >= MOST_AT_ONCE:
                break
            since = message.sequence + 1
            pointer = Pointer(stream, message.sequence, message.subject)
            if pointer.its is not None:
                waiting[pointer.its] = (message.at, pointer)
        found = {its: pointer for its, (_, pointer) in waiting.items()
                 if pointer.sequence <= consumers.get(_filter(pointer.subject), NOBODY).delivered_to}
        if found:
            at = min(waiting[its][0] for its in found)
            await self._without_record(dict(found), at)
        for its in found:
            del waiting[its]
        self._next[stream] = since

    async def _without_record(self, found: dict[tuple[str, str], Pointer], at: float) -> None:
        async for message in read_stream(self._connection, OPS_STREAM, since_at=at - 1, headers_only=True):
            connector, op_id = message.subject.split(".")[-2:]
            if found.pop((connector, op_id), None) is not None and not found:
                return
        for its, pointer in found.items():
            known = (await self._records.get(*its) is not None or await self._letters.has(*its)
                     or await self._connection.last_message(RETRY_STREAM, planned(*its)) is not None
                     or await self._connection.last_message(RETRY_STREAM, due(*its)) is not None)
            if not known:
                await self._plan(pointer, 0.0)

    async def _consumers(self, stream: str) -> Mapping[str, Consumer]:
        """How far each has come, by its subject."""
        found: dict[str, Consumer] = {}
        offset, total = 0, 1
        while offset < total:
            page = await self._connection.api(f"CONSUMER.LIST.{stream}", {"offset": offset})
            total, offset = int(page["total"]), offset + int(page["limit"])
            for info in page["consumers"]:
                found[info["config"].get("filter_subject", "")] = Consumer(
                    int(info["delivered"]["stream_seq"]), int(info["ack_floor"]["stream_seq"]),
                    bool(info["num_pending"] or info["num_ack_pending"]), int(info["num_redelivered"]))
        return found

    # -- what is done about it ----------------------------------------------------------------------------------------
    async def _plan(self, pointer: Pointer, wait_s: float) -> None:
        await self._schedules.plan(pointer, self._clock() + wait_s)
        self.counts = self.counts._replace(planned=self.counts.planned + 1)
        _log.warning("sweeper: %s is brought back", pointer.subject)

    async def _give_up(self, pointer: Pointer, why: str, original: Stored | None, reason: Told = MANUAL) -> None:
        await self._letters.give_up(pointer, why, original, reason)
        self.counts = self.counts._replace(letters=self.counts.letters + 1)


def _seconds(text: str | None) -> float | None:
    """None for what is no time."""
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return seconds if isfinite(seconds) else None


def _pointer_of(record: OperationRecord) -> Pointer | None:
    """None for what this version does not know."""
    route = OF_NAME.get(record.operation)
    if route is None or not record.stream:
        return None
    subject = durable(route, record.merchant_id, record.connector, record.op_id, fallback=record.stream.endswith("_B"))
    return Pointer(record.stream, record.stream_seq, subject)


def _filter(subject: str) -> str:
    """Of the consumer that delivers it."""
    parts = subject.split(".")
    parts[2] = parts[-1] = "*"
    return ".".join(parts)
