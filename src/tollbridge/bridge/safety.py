"""Whether NATS keeps what it acknowledges: servers that write before they do, streams that take what they should.

    findings = await look(connection, SafetyOptions(streams=options, live=True))
    require(findings)                  # Unsafe where money would be at stake

Bridges, workers and `tollbridge streams check` look at the same things. In `live` nothing unsafe runs; in test it is
told, loudly. What was measured of each stands in bridge.md, section 1: with the server's default (`sync_interval: 2m`)
a power cut took all 3,016 messages that had been acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import aiohttp
from msgspec import Struct

from tollbridge.bridge.connection import Connection, shown
from tollbridge.bridge.routes import ASKED, OF_VERB
from tollbridge.bridge.streams import StreamOptions, wanted_streams
from tollbridge.bridge.subjects import OURS, ROOT, question

OLDEST = (2, 12)
"""Before: no time to live of a message, no schedules; early releases of 2.10 lost whole streams."""
ASK_S = 3.0
COPIES = 3
_VERSION = re.compile(r"v?(\d+)\.(\d+)")
_log = logging.getLogger("tollbridge.bridge")

ACKNOWLEDGES_EARLY = "acknowledges before it writes to the disk"

class SafetyOptions(Struct, frozen=True, kw_only=True):
    """`monitoring` are the HTTP addresses of the servers, `accept` what live may lack (bridge.accept_live)."""

    streams: StreamOptions
    live: bool
    monitoring: tuple[str, ...] = ()
    accept: frozenset[str] = frozenset()


class Finding(NamedTuple):
    """What is wrong, and what to do. `stops`: nothing works with it, in test neither. `accepted`: live may lack it."""

    about: str
    why: str
    stops: bool = False
    accepted: bool = False


class Unsafe(ValueError):
    """It must not run so. `findings` are all that stand against it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n  ".join(["unsafe, so nothing runs:", *(f"{about}: {why}" for about, why, *_ in findings)]))
        self.findings = tuple(findings)


async def look(connection: Connection, options: SafetyOptions) -> list[Finding]:
    """All that is wrong. Raises Unavailable."""
    streams, servers = await asyncio.gather(_configurations(connection), _servers(options))
    return [*_version(_connected(connection), str(connection.client.connected_server_version)), *servers,
            *_streams(streams, options)]


def require(findings: Sequence[Finding], *, live: bool) -> None:
    """Raises Unsafe for what must not be; warns of the rest."""
    against = [each for each in findings if each.stops or (live and not each.accepted)]
    if against:
        raise Unsafe(against)
    for each in findings:
        _log.warning("UNSAFE, and accepted in %s: %s: %s", "live" if live else "test", each.about, each.why)


# -- servers ----------------------------------------------------------------------------------------------------------
def _connected(connection: Connection) -> str:
    url = connection.client.connected_url
    return f"server {shown(url.netloc)}" if url is not None else "server"


def _version(about: str, version: str) -> Iterator[Finding]:
    found = _VERSION.search(version)
    if found is None or (int(found[1]), int(found[2])) < OLDEST:
        yield Finding(about, f"is nats-server {version}: 2.12 or newer is needed", stops=True)


async def _servers(options: SafetyOptions) -> list[Finding]:
    if not options.monitoring:
        return [Finding("bridge.monitoring", "names no server: whether they write to the disk before they acknowledge "
                        "is not verified", accepted="monitoring" in options.accept)]
    timeout = aiohttp.ClientTimeout(total=ASK_S)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
        answers = await asyncio.gather(*(_varz(session, url) for url in options.monitoring))
    said = [answer for answer in answers if not isinstance(answer, str)]
    found = []
    for url, answer in zip(options.monitoring, answers, strict=True):
        if isinstance(answer, str):  # one that is down must not keep workers from starting beside the others
            found.append(Finding(f"server at {url}", f"its monitoring does not answer ({answer}): what it does is not "
                                 "verified", accepted=bool(said)))
        else:
            found += _server(f"server at {url}", answer)
    if len({str(answer.get("server_id")) for answer in said}) < len(said):
        found.append(Finding("bridge.monitoring", "names one server twice: another is not verified"))
    if len(options.monitoring) < options.streams.replicas:
        found.append(Finding("bridge.monitoring", f"names {len(options.monitoring)} servers, and there are "
                             f"{options.streams.replicas} copies: the others are not verified",
                             accepted="monitoring" in options.accept))
    return found


async def _varz(session: aiohttp.ClientSession, url: str) -> dict[str, Any] | str:
    """What the server says of itself, or why it says nothing."""
    try:
        async with session.get(f"{url.rstrip('/')}/varz", allow_redirects=False) as answer:
            said = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return type(error).__name__
    return said if isinstance(said, dict) and "version" in said else "that is no nats-server"


def syncing(options: SafetyOptions, findings: Sequence[Finding]) -> list[tuple[str, bool]]:
    """Each server whose monitoring answers, and whether it writes to the disk before it acknowledges."""
    silent = {finding.about for finding in findings
              if "does not answer" in finding.why or "no JetStream" in finding.why}
    late = {finding.about for finding in findings if finding.why.startswith(ACKNOWLEDGES_EARLY)}
    return [(url, f"server at {url}" not in late) for url in options.monitoring if f"server at {url}" not in silent]


def _server(about: str, said: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _version(about, str(said["version"]))
    kept = (said.get("jetstream") or {}).get("config")
    if not kept:
        yield Finding(about, "has no JetStream")
    elif not kept.get("sync_always"):
        yield Finding(about, f"{ACKNOWLEDGES_EARLY}: a power cut takes what it has acknowledged; "
                      "set jetstream { sync_interval: always } and restart it")


# -- streams ----------------------------------------------------------------------------------------------------------
async def _configurations(connection: Connection) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = await connection.api("STREAM.LIST", {"offset": len(found)})
        found += [each["config"] for each in page.get("streams") or ()]
        if len(found) >= int(page.get("total", 0)) or not page.get("streams"):
            return found


def _streams(there: Sequence[Mapping[str, Any]], options: SafetyOptions) -> Iterator[Finding]:
    by_name = {str(config["name"]): config for config in there}
    wanted = {each.name: each.config for each in wanted_streams(options.streams)}
    missing = [name for name in wanted if name not in by_name]
    if missing:
        yield Finding(f"streams {', '.join(missing)}", "are missing: tollbridge streams apply", stops=True)
    for name, config in wanted.items():
        if name in by_name:
            yield from _kept(name, by_name[name], config)
    if options.live and options.streams.replicas < COPIES:
        yield Finding("bridge.replicas", f"is {options.streams.replicas}: one server that is lost stops payments, or "
                      "takes them with it", accepted="replicas" in options.accept)
    answered = {f"{ROOT}.{family}.*.{verb}" for family, verb in OF_VERB} | {f"{OURS}.operation.*"} \
        | {question(route, "*", "*") for route in ASKED}
    patterns = [pattern.split(".") for pattern in sorted(answered)]
    for config in there:
        for subject in config.get("subjects") or ():
            if any(_overlap(subject.split("."), pattern) for pattern in patterns):
                yield Finding(f"stream {config['name']}", f"takes {subject}: it would answer questions and requests "
                              "itself, in place of workers and bridges; name its subjects one by one", stops=True)


def _kept(name: str, config: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Finding]:
    if config.get("persist_mode") == "async":
        yield Finding(f"stream {name}", "has persist_mode async, which acknowledges before it writes: recreate it "
                      "without")
    if wanted["storage"] == "file" and config.get("storage") != "file":
        yield Finding(f"stream {name}", "is not on the disk: a restart loses it")
    copies = int(config.get("num_replicas") or 1)
    if copies < wanted["num_replicas"]:
        yield Finding(f"stream {name}", f"has {copies} of {wanted['num_replicas']} copies: tollbridge streams apply")
    if wanted.get("discard") == "new" and config.get("discard") != "new":
        yield Finding(f"stream {name}", "throws old operations away when it is full: tollbridge streams apply")


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether some subject fits both patterns."""
    for at in range(max(len(one), len(other))):
        left, right = one[at:at + 1], other[at:at + 1]
        if not left or not right:
            return False
        if ">" in (left[0], right[0]):
            return True
        if "*" not in (left[0], right[0]) and left[0] != right[0]:
            return False
    return True
