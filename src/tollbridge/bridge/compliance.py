"""Whether the bridge, as it runs now, is set up as PCI DSS 4.0.1 wants it: what can be seen of it from here.

Each check asks the real server, or reads the settings that a process would have. What cannot be seen is told as that:
it is never a pass. A pass says nothing of what is outside the bridge.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import nats.errors
from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.audit.reading import Span, verify
from tollbridge.bridge.audit.signing import Keys
from tollbridge.bridge.connection import Connection, Denied, Refused, Unavailable
from tollbridge.bridge.retention import breaches, endless_records, overdue_files
from tollbridge.bridge.routes import DAY_S
from tollbridge.bridge.safety import SafetyOptions, look, syncing
from tollbridge.bridge.streams import AUDIT_STREAM, NANO, OPS_STREAM, STREAM_MISSING, sealed_streams

YEAR_DAYS, EXPIRES_SOON_DAYS = 365, 30
SEALED_S = 3600.0
"""How long card data of what is not done may be kept, at most."""
SKEW_S = 1.0
VERIFY_S = 3600.0
"""So much of the trail is verified: all of it is for `tollbridge audit verify`."""
PROBE_S = 2
SAID_S = 0.5
KEY_STREAM = "KEYS"


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a word, and none of anybody's
    FAIL = "fail"
    UNSEEN = "cannot be seen"


class Check(NamedTuple):
    """`requirement` is the number in PCI DSS 4.0.1, `about` what was looked at."""

    requirement: str
    about: str
    verdict: Verdict
    why: str


class ComplianceOptions(Struct, frozen=True, kw_only=True):
    """`plain` are settings that hold a secret in a configuration file. `key_times`: when each key of the processes
    begins and ends, where the bridge is `protected`. `own_key`: blocks of the trail are signed.
    """

    safety: SafetyOptions
    servers: tuple[str, ...]
    audit: bool
    own_key: bool
    keys: Keys
    days: int
    plain: tuple[str, ...] = ()
    protected: bool = False
    key_times: tuple[tuple[float, float | None], ...] = ()


async def checks(connection: Connection, options: ComplianceOptions) -> list[Check]:
    """All of them, in the order of their numbers. Raises Unavailable where NATS does not answer."""
    found: list[Check] = []
    each: Sequence[tuple[str, str, Callable[[Connection, ComplianceOptions], Awaitable[list[Check]]]]] = (
        ("3.3.1", "card data", _sealed), ("3.2.1", "how long what is kept", _retention),
        ("3.2.1", "records of what is over", _records), ("3.2.1", "files of evidence", _files),
        ("3.7.4", "age of keys", _key_age), ("4.2.1", "TLS to NATS", _transport),
        ("7.3.3", "permissions of this user", _permissions), ("8.6.2", "secrets in the configuration file", _secrets),
        ("10.2.1", "audit trail", _trail), ("10.3.4", "the audit trail of the last hour", _verified),
        ("10.6.1", "clocks", _clock), ("10.5.1", "how long the audit trail is kept", _kept),
        ("10.5.1", "writing before acknowledging", _disk))
    for number, about, check in each:
        try:
            found += await check(connection, options)
        except Unavailable as error:  # as a worker it is not told how streams are set up, as it need not know
            if not isinstance(error.__cause__, Denied):
                raise
            found += _say(number, about, None, "this user may not look at it: run it as the auditor, too")
    return found


def _say(requirement: str, about: str, good: bool | None, why: str) -> list[Check]:
    verdict = Verdict.UNSEEN if good is None else Verdict.PASS if good else Verdict.FAIL
    return [Check(requirement, about, verdict, why)]


async def _stream(connection: Connection, name: str) -> dict[str, Any] | None:
    """None where there is none. Raises Unavailable."""
    try:
        return await connection.api(f"STREAM.INFO.{name}")
    except Refused as error:
        if error.code == STREAM_MISSING:
            return None
        raise Unavailable(f"stream {name}: {error}") from error


# -- what is stored ---------------------------------------------------------------------------------------------------
async def _sealed(connection: Connection, options: ComplianceOptions) -> list[Check]:
    found = []
    for name in sealed_streams(options.safety.streams.pair):
        info = await _stream(connection, name)
        if info is None:
            found += _say("3.3.1", f"card data ({name})", False, "there is no such stream: tollbridge streams apply")
            continue
        its = info["config"]
        found += _say("3.3.1", f"card data ({name})", its.get("storage") == "memory",
                      f"until it is done it is kept in {its.get('storage')}")
        lives = float(its.get("max_age") or 0) / NANO
        found += _say("3.2.1", f"how long card data is kept ({name})", 0 < lives <= SEALED_S,
                      f"{lives:.0f} s at most" if lives else "without end: bridge.sealed_for_s")
    return found + await _encrypted(connection, options)


async def _encrypted(connection: Connection, options: ComplianceOptions) -> list[Check]:
    """By what a process has stored last, not by settings alone: one that has other settings is found so."""
    number, about = "3.3.2", "encryption of card data"
    if not options.protected:
        return _say(number, about, None, "bridge.protection.mode is off: until it is done it lies in memory as it is")
    info = await _stream(connection, OPS_STREAM)
    last = int(info["state"]["last_seq"]) if info is not None else 0
    try:
        message = await connection.message(OPS_STREAM, last) if last else None
    except (Unavailable, Refused) as error:
        return _say(number, about, None, f"this user may not read records: {error}")
    if message is None:
        return _say(number, about, None, "no operation has been recorded yet that would show it")
    good = wire.SIGNATURE in message.headers
    return _say(number, about, good, "the last record was written by a process that encrypts and signs" if good else
                "the last record was written by a process whose bridge.protection.mode is off")


async def _retention(connection: Connection, options: ComplianceOptions) -> list[Check]:
    """Against the policy, docs/reference/retention.md."""
    about = "how long what is kept"
    try:
        found = await breaches(connection, options.safety.streams, time.time())
    except Refused as error:
        raise Unavailable(f"streams: {error}") from error
    if not found:
        return _say("3.2.1", about, True, "every stream keeps what the policy says, and nothing is overdue")
    return [check for each in found for check in _say("3.2.1", f"{about} ({each.about})", False, each.why)]


async def _records(connection: Connection, options: ComplianceOptions) -> list[Check]:
    about = "records of what is over"
    try:
        found = await endless_records(connection)
    except (Unavailable, Refused) as error:
        if not connection.options.restricted:
            raise Unavailable(f"records: {error}") from error
        return _say("3.2.1", about, None, "this user was not told of them: run it as the auditor, too")
    return _say("3.2.1", about, not found, f"{found} of the oldest have no end of their own" if found
                else "the oldest have an end of their own")


async def _files(connection: Connection, options: ComplianceOptions) -> list[Check]:
    if not options.safety.streams.evidence_days:
        return []
    try:
        late = await overdue_files(connection, options.safety.streams, time.time())
    except Refused as error:
        raise Unavailable(f"files of evidence: {error}") from error
    return _say("3.2.1", "files of evidence", not late, f"{late} of operations that are over: does a bridge sweep?"
                if late else "none of operations that are over")


async def _key_age(connection: Connection, options: ComplianceOptions) -> list[Check]:
    """Of those that are in use: the keys on the server are each of one day, and stay to decrypt what is old."""
    about = "age of keys"
    if not options.protected:
        return _say("3.7.4", about, None, "bridge.protection.mode is off: other keys of the settings have no date")
    info, now = await _stream(connection, KEY_STREAM), time.time()
    if info is None:
        return _say("3.7.4", about, False, "there is no stream for keys of the day: tollbridge streams apply")
    used = [begun for begun, ends in options.key_times if begun <= now and (ends is None or now < ends)]
    age = max((now - begun) / DAY_S for begun in used) if used else 0.0
    return _say("3.7.4", about, bool(used) and age <= YEAR_DAYS, (
        f"the oldest of the processes' that is in use is {age:.0f} days old; {YEAR_DAYS} is the most: "
        "tollbridge keys rotate, and keys link" if used else "no key of the processes is in use"))


async def _kept(connection: Connection, options: ComplianceOptions) -> list[Check]:
    about = "how long the audit trail is kept"
    info = await _stream(connection, AUDIT_STREAM)
    if info is None:
        return _say("10.5.1", about, False, "there is none: bridge.audit.enabled, then tollbridge streams apply")
    lives = float(info["config"].get("max_age") or 0) / NANO / DAY_S
    return _say("10.5.1", about, not lives or lives >= YEAR_DAYS,
                f"{f'{lives:.0f} days' if lives else 'without end'}; {YEAR_DAYS} is the least")


async def _disk(connection: Connection, options: ComplianceOptions) -> list[Check]:
    """That what is acknowledged is on the disk: an audit trail that a power cut takes is not kept."""
    findings = await look(connection, options.safety)
    said = syncing(options.safety, findings)
    if not said:
        return _say("10.5.1", "writing before acknowledging", None, "no monitoring answers (bridge.monitoring)")
    return [check for url, always in said for check in _say(
        "10.5.1", f"writing before acknowledging ({url})", always, "sync_interval: always"
        + ("" if always else " is not set: a power cut takes what was acknowledged"))]


# -- who may, and how -------------------------------------------------------------------------------------------------
async def _transport(connection: Connection, options: ComplianceOptions) -> list[Check]:
    wire = getattr(connection.client, "_transport", None)
    writer = getattr(wire, "_io_writer", None)
    session: ssl.SSLObject | None = writer.get_extra_info("ssl_object") if writer is not None else None
    about = "TLS to NATS"
    if session is None:
        near = all(_is_loopback(urlsplit(url).hostname or "") for url in options.servers)
        return _say("4.2.1", about, near, "there is none; " + (
            "all servers are on this machine's loopback" if near else "card data and passwords can be read on the way"))
    version = str(session.version())
    found = _say("4.2.1", about, version in ("TLSv1.2", "TLSv1.3"), version)
    certificate = session.getpeercert() or {}
    ends = certificate.get("notAfter")
    if not isinstance(ends, str):
        return found + _say("4.2.1", "the server's certificate", False, "it is not verified")
    days = (ssl.cert_time_to_seconds(ends) - time.time()) / DAY_S
    return found + _say("4.2.1", "the server's certificate", days > EXPIRES_SOON_DAYS, f"ends in {days:.0f} days")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _permissions(connection: Connection, options: ComplianceOptions) -> list[Check]:
    asks = bool(connection.client._server_info.get("auth_required"))
    found = _say("8.2.1", "who connects", asks,
                 "the server asks who it is" if asks else "the server takes whoever connects: tollbridge needs a user")
    reads = await _may_read_all(options, connection)
    return found + _say("7.3.3", "permissions of this user", None if reads is None else not reads, {
        True: "it may read every subject: processes need a user with less; the admin's is for commands",
        False: "it may not read every subject", None: "the server did not say"}[reads])


async def _may_read_all(options: ComplianceOptions, connection: Connection) -> bool | None:
    """By asking for it, on a connection that is closed at once: a server says no and nothing else."""
    refused = asyncio.Event()
    probe = Connection(connection.options)

    async def failed(error: Exception) -> None:
        if "permissions violation" in str(error).lower():
            refused.set()

    try:
        await probe.open()
        probe.client._error_cb = failed
        await probe.client.subscribe(">", cb=_ignore)
        await probe.client.flush(PROBE_S)
        with contextlib.suppress(TimeoutError):  # nats-py tells it a turn or two of the loop after the answer
            await asyncio.wait_for(refused.wait(), SAID_S)
        return not refused.is_set()
    except (Unavailable, nats.errors.Error, OSError, TimeoutError):
        return False if refused.is_set() else None
    finally:
        await probe.close()


async def _ignore(message: object) -> None:
    """Nothing that comes is looked at."""


async def _secrets(connection: Connection, options: ComplianceOptions) -> list[Check]:
    plain = ", ".join(options.plain)
    return _say("8.6.2", "secrets in the configuration file", not plain, f"{plain}: give them as variables, or files "
                "that only this process reads" if plain else "none of the bridge's")


# -- the trail --------------------------------------------------------------------------------------------------------
async def _trail(connection: Connection, options: ComplianceOptions) -> list[Check]:
    found = _say("10.2.1", "audit trail", options.audit, "it is on" if options.audit else "bridge.audit.enabled is off")
    info = await _stream(connection, AUDIT_STREAM)
    its: Mapping[str, Any] = info["config"] if info is not None else {}
    kept = bool(its.get("deny_delete") and its.get("deny_purge") and its.get("discard") == "new")
    found += _say("10.3.2", "changes of the audit trail", kept, "nothing can be deleted or purged, and nothing makes "
                  "room for what is new" if kept else "its stream lets messages be taken out, or there is none")
    copies = int(its.get("num_replicas") or 0)
    found += _say("10.3.3", "copies of the audit trail elsewhere", None,
                  f"{copies} on servers; whether it is backed up to a place of its own is yours to show")
    return found + _say("10.3.4", "signatures of the audit trail", options.own_key, "blocks are signed"
                        if options.own_key else "without bridge.audit.key or signing_key_file, who has the disk can "
                        "write another")


async def _verified(connection: Connection, options: ComplianceOptions) -> list[Check]:
    found = await verify(connection, options.keys, Span(time.time() - VERIFY_S), days=options.days)
    return _say("10.3.4", "the audit trail of the last hour", not found.count,
                f"{found.count} faults: tollbridge audit verify" if found.count
                else f"{found.blocks} blocks, as they were written")


async def _clock(connection: Connection, options: ComplianceOptions) -> list[Check]:
    before = time.time()
    said = str((await connection.api("STREAM.INFO.OPS")).get("ts") or "")
    after = time.time()
    if not said:
        return _say("10.6.1", "clocks", None, "the server does not say its time")
    server = _epoch(said)
    apart = max(0.0, before - server, server - after)
    return _say("10.6.1", "clocks", apart <= SKEW_S, f"this machine's and the server's are {apart:.3f} s apart")


def _epoch(text: str) -> float:
    """Of the server's RFC 3339, which has nanoseconds."""
    head, _, rest = text.partition(".")
    digits = "".join(char for char in rest if char.isdigit())[:6]
    return datetime.fromisoformat(f"{head.removesuffix('Z')}.{digits or '0':<06}+00:00").timestamp()
