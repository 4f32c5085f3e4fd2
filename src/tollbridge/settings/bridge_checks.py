"""What does not go together in the settings of what goes over NATS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches

from tollbridge.settings.problems import Conflict, Path
from tollbridge.settings.readable import unreadable
from tollbridge.settings.tree import Settings

LEAST_KEY = 32
LONGER = 1.2
COPIES = 3
"""Fewer, and one server that is lost stops payments or takes them with it."""


def bridge_conflicts(its: Settings) -> Iterator[Conflict]:
    """All of them. Costs nothing where no setting of the bridge is said."""
    for check in (_names, _proof, _connectors, _routing, _webhooks, _live, _governor, _deliveries, _audit,
                  _evidence, _protection):
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


KEPT_S = 30 * 86_400.0
"""How long events are kept."""


def _deliveries(its: Settings) -> Iterator[Conflict]:
    given = its.bridge.deliveries
    if not given.enabled:
        return
    if its.accounts.store == "none":
        yield Conflict(("bridge", "deliveries", "enabled"), "needs an account store, which says where each merchant's "
                       "events go", (("accounts", "store"),))
    if sum(given.retry_s) * LONGER > KEPT_S:
        yield Conflict(("bridge", "deliveries", "retry_s"), "is longer, with each wait up to a fifth longer, than "
                       "the 30 days for which events are kept")


def _audit(its: Settings) -> Iterator[Conflict]:
    audit = its.bridge.audit
    path: Path = ("bridge", "audit", "key")
    if audit.key is not None and audit.signing_key_file is not None:
        yield Conflict(path, "goes without bridge.audit.signing_key_file: a block has one signature",
                       (("bridge", "audit", "signing_key_file"),))
    given = [(path, audit.key), *((("bridge", "audit", "former_keys", at), key)
                                  for at, key in enumerate(audit.former_keys))]
    for where, key in given:
        if key is not None and len(key.reveal()) < LEAST_KEY:
            yield Conflict(where, f"must be {LEAST_KEY} characters or more: who can guess it can write another trail")
    files = [(("bridge", "audit", "signing_key_file"), audit.signing_key_file),
             *((("bridge", "audit", "public_key_files", at), file) for at, file in enumerate(audit.public_key_files))]
    for where, file in files:
        if file is not None and (why := unreadable(file)) is not None:
            yield Conflict(where, f"{file} cannot be read: {why}")


def _proof(its: Settings) -> Iterator[Conflict]:
    bridge = its.bridge
    for one, other in (("user", "password"), ("password", "user")):
        if getattr(bridge, one) is not None and getattr(bridge, other) is None:
            yield Conflict(("bridge", one), f"needs bridge.{other} beside it", (("bridge", other),))
    ways = [name for name in ("user", "credentials_file", "nkey_file") if getattr(bridge, name) is not None]
    for name in ways[1:]:
        yield Conflict(("bridge", name), f"goes without bridge.{ways[0]}: a connection proves itself one way",
                       (("bridge", ways[0]),))
    for name in ways:
        if name != "user":
            yield from _readable(("bridge", name), getattr(bridge, name))
    for one, other in (("cert_file", "key_file"), ("key_file", "cert_file")):
        if getattr(bridge.tls, one) is not None and getattr(bridge.tls, other) is None:
            yield Conflict(("bridge", "tls", one), f"needs bridge.tls.{other} beside it", (("bridge", "tls", other),))
    for name in ("ca_file", "cert_file", "key_file"):
        if (file := getattr(bridge.tls, name)) is not None:
            yield from _readable(("bridge", "tls", name), file)


def _readable(path: Path, file: str) -> Iterator[Conflict]:
    if (why := unreadable(file)) is not None:
        yield Conflict(path, f"{file} cannot be read: {why}")


def _evidence(its: Settings) -> Iterator[Conflict]:
    file = its.bridge.evidence.key_file
    if file is not None:
        yield from _readable(("bridge", "evidence", "key_file"), file)


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
        if (why := unreadable(file)) is not None:
            yield Conflict(("bridge", "protection", name), f"{file} cannot be read: {why}", (mode,))


def _connectors(its: Settings) -> Iterator[Conflict]:
    """Others' connectors may have any name that is said to be one; our workers do what our catalog has."""
    said: list[tuple[Path, str]] = [
        (("bridge", "connectors", at), name)
        for at, name in enumerate(its.bridge.connectors) if name not in its.worker.connectors]
    said += [(("bridge", "ingress", "connectors", merchant), name)
             for merchant, name in its.bridge.ingress.connectors.items()]
    said += [(("routing", "rules", index, "connectors", at), name)
             for index, rule in enumerate(its.routing.rules) for at, name in enumerate(rule.connectors)]
    if not said and not its.worker.connectors:
        return
    from tollbridge import catalog

    known = catalog.names()
    for where, name in said:
        if name not in known and name not in its.bridge.other_connectors:
            yield Conflict(where, f"{_unknown('connector', name, (*known, *its.bridge.other_connectors))}; "
                           "bridge.other_connectors is for names that are none of Tollbridge's")
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


def _webhooks(its: Settings) -> Iterator[Conflict]:
    """Webhooks that are stored have to be read by somebody."""
    if its.webhooks.mode != "bridge":
        return
    for needed in ("servers", "connectors"):
        if not getattr(its.bridge, needed):
            yield Conflict(("webhooks", "mode"), f"over NATS needs bridge.{needed}", (("bridge", needed),))
    if its.accounts.store == "none":
        yield Conflict(("webhooks", "mode"), "needs accounts.store, in workers too: it holds the secrets that webhooks "
                       "are verified with", (("accounts", "store"),))


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
