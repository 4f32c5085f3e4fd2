"""How long what is kept: one policy, derived from the streams that are wanted, and what of a live server breaks it.

The server enforces most of it, by the age of messages and their TTL. What it cannot know, when a dispute is over, is
for the sweeper: files of evidence go with their operation, here those that a worker could not delete, and those of what
was never submitted. `tollbridge compliance check` tells what is kept longer, or shorter, and what is overdue.
"""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import NO_MESSAGE, Connection, Refused, Unavailable
from tollbridge.bridge.evidence import Evidence
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import FINAL, State
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.records import STATE, STREAM, TTL, Records
from tollbridge.bridge.routes import DAY_S, DISPUTES
from tollbridge.bridge.streams import (
    AUDIT_STREAM,
    DEAD_STREAM,
    EVENT_STREAM,
    NANO,
    SEALED_STREAM,
    StreamOptions,
    evidence_bucket,
    evidence_stream,
    takes_evidence,
    wanted_streams,
)
from tollbridge.bridge.subjects import OURS, ROOT

SLACK_S = 3600.0
"""A server removes what is old within seconds; clocks, and a sweeper's turns, have this much."""
NEVER_SUBMITTED_S = DAY_S
"""Files of which nobody knows an operation after so long: who put them in ended before it was submitted."""
LOOKED_AT = 1000
_SETTINGS = {EVENT_STREAM: "bridge.events_days", DEAD_STREAM: "bridge.dead_letters_days",
             AUDIT_STREAM: "bridge.audit.days"}


class Rule(NamedTuple):
    """`seconds` is how long a message of the stream is kept at most; `setting` where that is to be changed, if it is.
    `ttl`: messages may have a shorter life of their own. `versions` of one subject, 0 for all.
    """

    stream: str
    seconds: float
    setting: str
    ttl: bool
    versions: int
    memory: bool


class Breach(NamedTuple):
    """Something that is not as the policy says."""

    about: str
    why: str


def policy(options: StreamOptions) -> Iterator[Rule]:
    """Of every stream that is wanted."""
    for wanted in wanted_streams(options):
        its = wanted.config
        setting = _SETTINGS.get(wanted.name, "")
        if wanted.name.startswith(SEALED_STREAM):
            setting = "bridge.sealed_for_s"
        elif wanted.name.startswith(f"OBJ_{evidence_bucket('')}"):
            setting = "bridge.evidence.keep_days"
        yield Rule(wanted.name, its["max_age"] / NANO, setting, bool(its.get("allow_msg_ttl")),
                   int(its.get("max_msgs_per_subject", 0)), its["storage"] == "memory")


STRANGE = "a copy of what the bridge stores, of which no policy says how long it is kept"
OFF_HERE = "it is there, and bridge.audit.enabled is off in these settings: run it with those of a process"


async def breaches(connection: Connection, options: StreamOptions, now: float) -> list[Breach]:
    """What a live server keeps for longer or shorter than it should, or still has. Raises Unavailable, Refused."""
    there = {str(info["config"]["name"]): info async for info in _streams(connection)}
    rules = list(policy(options))
    found = [breach for rule in rules if rule.stream in there for breach in _of_stream(rule, there[rule.stream], now)]
    known = {rule.stream for rule in rules}
    found += [Breach(name, OFF_HERE if name == AUDIT_STREAM else STRANGE)
              for name, info in there.items() if name not in known and _holds_ours(info["config"], known)]
    return found


async def _streams(connection: Connection) -> AsyncIterator[dict[str, Any]]:
    offset, total = 0, 1
    while offset < total:
        page = await connection.api("STREAM.LIST", {"offset": offset})
        total = int(page["total"])
        streams = page["streams"] or []
        for info in streams:
            yield info
        offset += len(streams) or total


def _of_stream(rule: Rule, info: dict[str, Any], now: float) -> Iterator[Breach]:
    config, state = info["config"], info["state"]
    keeps = float(config.get("max_age") or 0) / NANO
    if keeps != rule.seconds:
        yield Breach(rule.stream, f"keeps {told(keeps) if keeps else 'without end'}, and the policy is "
                                  f"{told(rule.seconds)}: tollbridge streams apply")
    if config.get("retention") not in (None, "limits"):
        yield Breach(rule.stream, f"retention is {config['retention']}: messages end by being read")
    if rule.ttl and not config.get("allow_msg_ttl"):
        yield Breach(rule.stream, "messages have no end of their own (allow_msg_ttl)")
    if rule.versions and not 0 < int(config.get("max_msgs_per_subject") or 0) <= rule.versions:
        yield Breach(rule.stream, f"keeps more than {rule.versions} versions of one subject")
    if rule.memory and config.get("storage") != "memory":
        yield Breach(rule.stream, "is on the disk, and is to be in memory alone")
    if state.get("messages"):
        age = now - epoch(state["first_ts"])
        if age > rule.seconds + SLACK_S:
            yield Breach(rule.stream, f"has what is {told(age)} old, and the policy is {told(rule.seconds)}")


def _holds_ours(config: dict[str, Any], known: set[str]) -> bool:
    sources = [config.get("mirror") or {}, *(config.get("sources") or ())]
    return any(str(subject).split(".")[0] in (OURS, ROOT, ">", "*") for subject in config.get("subjects") or ()) or any(
        each.get("name") in known for each in sources)


async def endless_records(connection: Connection) -> int:
    """Of the oldest records that are over: those that only the stream's age ends. Raises Unavailable, Refused."""
    looked = found = 0
    async for message in read_stream(connection, STREAM, headers_only=True, batch=LOOKED_AT):
        looked += 1
        found += message.headers.get(STATE) in FINAL and TTL not in message.headers
        if looked >= LOOKED_AT:
            break
    return found


# -- files of evidence ------------------------------------------------------------------------------------------------
class Kept(NamedTuple):
    """A file in the store of a connector. `at` is when it was put there, in epoch seconds."""

    connector: str
    op_id: str
    request_hash: str
    number: str
    at: float

    @property
    def name(self) -> str:
        return f"{self.connector}.{self.op_id}.{self.request_hash}.{self.number}"


class _Info(Struct):
    name: str = ""
    deleted: bool = False


async def files(connection: Connection, connector: str) -> AsyncIterator[Kept]:
    """Those that are not deleted: one after the other, as bridges may read no other way. Raises Unavailable."""
    since, verb = 1, f"STREAM.MSG.GET.{evidence_stream(connector)}"
    while True:
        try:
            found = (await connection.api(verb, {
                "seq": since, "next_by_subj": f"$O.{evidence_bucket(connector)}.M.>"}))["message"]
        except Refused as error:
            if error.code == NO_MESSAGE:
                return
            raise
        since = int(found["seq"]) + 1
        try:
            info = msgspec.json.decode(b64decode(found.get("data", "")), type=_Info)
        except msgspec.DecodeError:
            continue
        parts = info.name.split(".")
        if not info.deleted and len(parts) == 4:
            yield Kept(parts[0], parts[1], parts[2], parts[3], epoch(found["time"]))


async def is_over(connection: Connection, kept: Kept, before: float) -> bool:
    """Whether it should be gone: its operation ended before then, with nobody left to find out anything; or nobody
    knows of one. Raises Unavailable.
    """
    message = await connection.last_message(STREAM, f"{OURS}.ops.{kept.connector}.{kept.op_id}")
    if message is not None:
        state = message.headers.get(STATE)
        return state in FINAL and state != State.MANUAL and epoch(message.at) < before
    if kept.at > before - NEVER_SUBMITTED_S:
        return False
    subject = f"{ROOT}.{DISPUTES.name}.*.*.{kept.connector}.{kept.op_id}"
    return await connection.next_message(str(DISPUTES.stream), subject) is None


async def overdue_files(connection: Connection, options: StreamOptions, now: float) -> int:
    """How many there are that the sweeper should have removed. Raises Unavailable, Refused."""
    late = 0
    for connector in filter(takes_evidence, options.connectors):
        async for kept in files(connection, connector):
            late += await is_over(connection, kept, now - 2 * SLACK_S)  # the sweeper has its turn before
    return late


class Keeper:
    """The sweeper's part."""

    def __init__(self, connection: Connection, evidence: Evidence, records: Records, options: StreamOptions,
                 clock: Callable[[], float] = time.time) -> None:
        self._connection, self._evidence, self._records = connection, evidence, records
        self._options, self._clock = options, clock

    async def turn(self) -> int:
        """Removes files of operations that are over; how many. Raises Unavailable, Refused."""
        removed = 0
        if self._options.evidence_days:
            for connector in filter(takes_evidence, self._options.connectors):
                async for kept in files(self._connection, connector):
                    if await is_over(self._connection, kept, self._clock() - SLACK_S) and await self._proven(kept):
                        removed += await self._evidence.remove(kept.connector, kept.name)
        return removed

    async def _proven(self, kept: Kept) -> bool:
        """Headers are enough to look, and not to remove: what the record itself says, where it proves itself."""
        try:
            found = await self._records.get(kept.connector, kept.op_id)
        except (Unavailable, msgspec.DecodeError, UnicodeDecodeError):
            return False
        return found is None or (found.record.final and found.record.state != State.MANUAL)


def told(seconds: float) -> str:
    """For people."""
    if seconds < DAY_S:
        return f"{seconds:g} s"
    days = round(seconds / DAY_S, 1)
    return f"{days:g} day{'s' if days != 1 else ''}"
