"""What does not go together in the settings of what goes over NATS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path as File

from tollbridge.settings.problems import Conflict, Path
from tollbridge.settings.tree import Settings

LEAST_KEY = 32
COPIES = 3
"""Fewer, and one server that is lost stops payments or takes them with it."""


def bridge_conflicts(its: Settings) -> Iterator[Conflict]:
    """All of them. Costs nothing where no setting of the bridge is said."""
    for check in (_names, _proof, _connectors, _routing, _live, _governor, _protection):
        yield from check(its)


def _names(its: Settings) -> Iterator[Conflict]:
    said: list[tuple[Path, str]] = [(("worker", "operations", at), name)
                                    for at, name in enumerate(its.worker.operations)]
    for field in ("processor_timeouts_s", "caller_timeouts_s"):
        said += [(("bridge", field, name), name) for name in getattr(its.bridge, field)]
    said += [(("routing", "rules", index, "operations", at), name)
             for index, rule in enumerate(its.routing.rules) for at, name in enumerate(rule.operations)]
    said += [(("bridge", "admission", kind, index, "operation"), rule.operation)
             for kind in ("rates", "quotas") for index, rule in enumerate(getattr(its.bridge.admission, kind))
             if rule.operation != "*"]
    if not said:
        return
    from tollbridge.domain.operations import OPERATIONS

    known = [operation.name for operation in OPERATIONS if operation.rpc]
    for path, name in said:
        if name not in known:
            yield Conflict(path, _unknown("operation", name, known))


def _governor(its: Settings) -> Iterator[Conflict]:
    key = its.worker.governor.key
    if key is not None and len(key.reveal()) < LEAST_KEY:
        yield Conflict(("worker", "governor", "key"), f"must be {LEAST_KEY} characters or more: who can guess it can "
                       "try card numbers")


def _proof(its: Settings) -> Iterator[Conflict]:
    bridge = its.bridge
    for one, other in (("user", "password"), ("password", "user")):
        if getattr(bridge, one) is not None and getattr(bridge, other) is None:
            yield Conflict(("bridge", one), f"needs bridge.{other} beside it", (("bridge", other),))
    if bridge.credentials_file is None:
        return
    if bridge.user is not None:
        yield Conflict(("bridge", "credentials_file"), "goes without bridge.user: a connection proves itself one way",
                       (("bridge", "user"),))
    try:
        with File(bridge.credentials_file).open("rb"):
            pass
    except OSError as error:
        yield Conflict(("bridge", "credentials_file"),
                       f"{bridge.credentials_file} cannot be read: {error.strerror}")


def _protection(its: Settings) -> Iterator[Conflict]:
    given = its.bridge.protection
    if given.since is not None:
        try:
            whole = datetime.fromisoformat(given.since.replace("Z", "+00:00")).tzinfo is not None
        except ValueError:
            whole = False
        if not whole:
            yield Conflict(("bridge", "protection", "since"), "must be a time with its zone, such as "
                           "2026-03-31T12:00:00Z")
    if given.mode == "off":
        return
    mode: Path = ("bridge", "protection", "mode")
    for name in ("private_keys", "public_keys"):
        file: str | None = getattr(given, name)
        if file is None:
            yield Conflict(("bridge", "protection", name), "must be named where bridge.protection.mode is on: "
                           "tollbridge keys new makes it", (mode,))
            continue
        try:
            with File(file).open("rb"):
                pass
        except OSError as error:
            yield Conflict(("bridge", "protection", name), f"{file} cannot be read: {error.strerror}", (mode,))


def _connectors(its: Settings) -> Iterator[Conflict]:
    """Others' connectors may have any name; our workers do what our catalog has."""
    if not its.worker.connectors:
        return
    from tollbridge import catalog

    known = catalog.names()
    for at, name in enumerate(its.worker.connectors):
        path: Path = ("worker", "connectors", at)
        if name not in known:
            yield Conflict(path, _unknown("connector", name, known))
        elif name not in its.bridge.connectors:
            yield Conflict(path, "is not among bridge.connectors: nothing would come for it",
                           (("bridge", "connectors"),))


def _routing(its: Settings) -> Iterator[Conflict]:
    """Over NATS go only calls that somebody is there for."""
    ways: list[tuple[Path, Sequence[str]]] = []
    if its.routing.mode != "direct":
        ways.append((("routing", "mode"), ()))
    ways += [(("routing", "rules", at, "mode"), rule.connectors) for at, rule in enumerate(its.routing.rules)
             if rule.mode != "direct"]
    for path, connectors in ways:
        for needed in ("servers", "connectors"):
            if not getattr(its.bridge, needed):
                yield Conflict(path, f"over NATS needs bridge.{needed}", (("bridge", needed),))
        for name in connectors if its.bridge.connectors else ():
            if name not in its.bridge.connectors:
                yield Conflict(path, f"{name} is not among bridge.connectors: its operations have no consumers",
                               (("bridge", "connectors"),))


def _live(its: Settings) -> Iterator[Conflict]:
    bridge = its.bridge
    if its.environment != "live" or not bridge.servers:
        return
    accept: Path = ("bridge", "accept_live")
    if bridge.replicas < COPIES and "replicas" not in bridge.accept_live:
        yield Conflict(("bridge", "replicas"), f"live wants {COPIES} copies: one server that is lost takes payments "
                       'with it; set 3, or accept it: bridge.accept_live = ["replicas"]', (("environment",), accept))
    if not bridge.monitoring and "monitoring" not in bridge.accept_live:
        yield Conflict(("bridge", "monitoring"), "live wants the monitoring URL of every server, to verify that it "
                       "writes before it acknowledges; name them, or accept that nobody does: "
                       'bridge.accept_live = ["monitoring"]', (("environment",), accept))


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"no such {what}" + (f": did you mean {near[0]}?" if near else "")
