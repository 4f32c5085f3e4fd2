"""bridge-messages.md: what goes over NATS, from the table of routes, the streams wanted, and the AsyncAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tollbridge import bridge
from tollbridge.bridge import ingress, messages as wire
from tollbridge.bridge.messages import CONNECTOR, MSG_ID, State
from tollbridge.bridge.records import EXPECTED, LEASE, STATE, TTL, record_life_s
from tollbridge.bridge.routes import DAY_S, ROUTES, Route
from tollbridge.bridge.schedules import SCHEDULE, SEQUENCE, STREAM, SUBJECT, SWEEPS, TARGET, TARGET_TTL
from tollbridge.bridge.streams import (
    ACK_WAIT_FACTOR,
    LEASE_FACTOR,
    MANUAL_DAYS,
    MAX_DELIVER,
    NANO,
    StreamOptions,
    processor_timeout_s,
    wanted_streams,
)
from tollbridge.bridge.subjects import OURS, ROOT, event, status, webhook
from tollbridge.bridge.webhooks.events import KINDS, SUPERSEDED, UNMATCHED, VERSION
from tollbridge.bridge.webhooks.lattice import DISPUTES, LAST_COUNTS, PAYMENTS, REFUNDS
from tollbridge.bridge.worker.presence import NAME, SCHEMA
from tools.docs.markdown import page, section, table

Json = dict[str, Any]
_INTRODUCTION = f"""Payment operations over NATS, as they lie in streams and go by request and reply: for who writes a
worker or a client in any language, and for who reads a stream at night. Every message with its JSON schema is in the
AsyncAPI 3 document [asyncapi.json](../../src/tollbridge/bridge/asyncapi.json); requests and results are the contract's
JSON, as of the HTTP API. [Write a worker](../how-to/write-a-worker.md) says what to do with them.

A token of a subject (merchant, connector, id) is 1 to 64 of `A-Z a-z 0-9 _ -`. Workers are the service `{NAME}` of
NATS' micro-service protocol; their metadata have `connectors`, `operations` and `schema` ({SCHEMA}).
"""
_STATES = {
    State.ACCEPTED: "in its stream, and to be done: no record yet, or one of an attempt that did nothing",
    State.CLAIMED: "an attempt (`owner`) has it until `lease_until`, and may send",
    State.UNKNOWN: "an attempt may have been carried out: only its key, or the processor's own word, leads on",
    State.DONE: "it has a `result`; a decline is one",
    State.REJECTED: "it has a `problem`; nothing was done",
    State.MANUAL: "nobody knows whether it was done, and no machine goes on: for a person"}
_STREAMS = {
    "OPS": "the record of each operation", "RECORDS": "mandates, processors' tokens, sessions, leases",
    "RETRY": "operations that come again later: schedules of the server", "DLQ": "dead letters",
    "DELIVERIES": "events that are not delivered yet, where `bridge.deliveries` is on",
    "EVENTS": "normalised events, alerts", "WEBHOOKS": "webhooks as they came in, each once",
    "STATUSES": "how payments, refunds and disputes stand, by the last truth",
    "ADVISORIES": "the server's word of messages that it gave up",
    "GATES": "breakers, paused accounts, waits", "SEALED": "card data and credentials, until the operation is done",
    "SEALED_B": "the same, of half of the operations; either takes what the other does not answer for"}
_SCHEDULED = {
    SCHEDULE: "`@at 2026-11-21T22:00:00.000Z`", TARGET: "`tollbridge.retry.due.{connector}.{op_id}`",
    TARGET_TTL: "how long the due message waits", STREAM: "of the operation", SEQUENCE: "of the operation's message",
    SUBJECT: "of the operation's message", SWEEPS: "how often it was brought back unsettled"}
_SCHEDULE = (
    f"To have an operation come again later than a consumer should keep it, an empty message is published on "
    f"`{OURS}.retry.at.{{connector}}.{{op_id}}`; once that is stored, the delivery is acknowledged. What comes from "
    "the consumer `retry_{connector}` of RETRY has the same headers, and points to the operation.")


def bridge_messages() -> str:
    """The page."""
    told = json.loads((Path(bridge.__file__).parent / "asyncapi.json").read_text())
    return page(
        "Messages of the bridge", _INTRODUCTION.strip(), section("Operations", *_operations()),
        section("Streams", _streams()), section("States", table(["state", ""], [
            [f"`{name}`", what] for name, what in _STATES.items()]),
            f"Final are DONE, REJECTED and MANUAL; a person may end what is MANUAL (`tollbridge dlq resolve`, "
            f"`redrive`). The record of an operation that is over lives five days longer than its message, of a MANUAL "
            f"one {MANUAL_DAYS} days."),
        section("Headers", _headers(told)), section("Bodies", *_bodies(told)),
        section("A schedule", _SCHEDULE, table(["header", ""], [
            [f"`{name}`", what] for name, what in _SCHEDULED.items()])),
        section("Other subjects", _others(told)), section("Events", *_events()))


def _operations() -> Iterator[str]:
    yield (f"A client asks a bridge on `{ROOT}.{{family}}.{{merchant}}.{{verb}}`, without knowing who does it. Durable "
           f"operations lie in their stream at `{ROOT}.{{family}}.{{merchant}}.{{verb}}.{{connector}}.{{op_id}}`, each "
           f"once, and are pulled from the consumer `{{family}}_{{verb}}_{{connector}}`. In a cluster payments have a "
           f"second stream, whose subjects begin with `{ROOT}.payments_b.`.")
    yield table(["family and verb", "operation", "stream", "processor's time", "record kept"],
                [[_name(route), f"`{route.operation.name}`", str(route.family.stream), _seconds(route),
                  f"{record_life_s(route.family) // DAY_S} d"] for route in ROUTES if route.durable])
    yield (f"The consumer's `ack_wait` is {ACK_WAIT_FACTOR} times the processor's time, a lease {LEASE_FACTOR} times; "
           f"`max_deliver` is {MAX_DELIVER}.")
    yield (f"Questions go to workers by `{ROOT}.{{family}}.{{merchant}}.{{verb}}.{{connector}}`, in the queue group "
           "`workers`, and are kept nowhere.")
    yield table(["family and verb", "operation", "processor's time"],
                [[_name(route), f"`{route.operation.name}`", _seconds(route)] for route in ROUTES if not route.durable])


def _name(route: Route) -> str:
    return ", also ".join(f"`{family}.{verb}`" for family, verb in ((route.family.name, route.verb), *route.aliases))


def _seconds(route: Route) -> str:
    return f"{processor_timeout_s(route, {}):g} s"


def _streams() -> str:
    rows = []
    for wanted in wanted_streams(StreamOptions(connectors=(), replicas=3, deliveries=True)):
        config = wanted.config
        subjects = config["subjects"]
        what = _STREAMS.get(wanted.name) or f"operations: {len(subjects)} subjects, one message each"
        kept = config["max_age"] / NANO
        rows.append([f"`{wanted.name}`", what, f"`{subjects[0]}`" if len(subjects) == 1 else f"`{subjects[0]}`, ...",
                     f"{kept / DAY_S:g} d" if kept >= DAY_S else f"{kept / 60:g} min", config["storage"]])
    return table(["stream", "holds", "subjects", "kept", "storage"], rows)


_ASK, _STORED, _QUESTION, _RECORD = "to a bridge", "stored", "question", "record"
_PLACES = {_ASK: "_request", _STORED: "_operation", _QUESTION: "_question", _RECORD: "record"}


def _headers(told: Json) -> str:
    """Each with where it occurs."""
    found: dict[str, tuple[str, set[str]]] = {wire.BUSY: ("This worker has no room: ask again.", {"answer"}),
                                              TTL: ("How long it is kept: of records that are over, and to delete.",
                                                    {_RECORD})}
    for name, message in told["components"]["messages"].items():
        for place, ending in _PLACES.items():
            if name.endswith(ending):
                for header, its in message.get("headers", {}).get("properties", {}).items():
                    found.setdefault(header, (its.get("description", ""), set()))[1].add(place)
    order = [wire.MSG_ID, wire.REQUEST_HASH, wire.REPLY_TO, wire.CONNECTOR, wire.DEADLINE, wire.IDEMPOTENCY_KEY,
             ingress.CALLER_KEY, ingress.WAIT, EXPECTED, STATE, LEASE]
    names = [*[name for name in order if name in found], *sorted(found.keys() - set(order))]
    return table(["header", "", "in"], [
        [f"`{name}`", found[name][0], ", ".join(sorted(found[name][1]))] for name in names])


def _bodies(told: Json) -> Iterator[str]:
    schemas = told["components"]["schemas"]
    for name, title in (("Answer", "An answer"), ("Problem", "A problem"), ("OperationRecord", "A record"),
                        ("Sealed", "What is sealed")):
        its = schemas[name]
        words = " ".join(str(its.get("description", "")).split())
        needed = its.get("required", ())
        yield section(title, words, table(["field", "type", ""], [
            [f"`{field}`", _kind(kind), "" if field in needed else "optional"]
            for field, kind in its["properties"].items()]), level=3)


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    return str(schema.get("type", "any JSON"))


def _others(told: Json) -> str:
    named: Iterable[str] = ("records", "changes", "sealed", "look_up", "drain")
    rows = [[f"`{told['channels'][name]['address']}`", told["channels"][name]["description"]] for name in named]
    rows += [[f"`{OURS}.dlq.{{connector}}.{{op_id}}`", "The stream DLQ: one dead letter for each operation, the last."],
             [f"`{OURS}.alerts.{{kind}}`", "In EVENTS: manual, exhausted, poisoned, account_paused, "
              "retries_full, forged_webhook."],
             [f"`{webhook('{merchant}', '{connector}', '{id}')}`", "The stream WEBHOOKS: a first line of "
              "JSON (`method`, `path`, `query`, `headers`), and the body byte for byte. The id begins with `p` where "
              "it was proved before it was stored."],
             [f"`{event('{merchant}', '{kind}')}`", f"In EVENTS: what a webhook said; kind is one of "
              f"{', '.join(f'`{kind}`' for kind in KINDS)}. With `.{{connector}}` behind, where workers have users of "
              "their own."],
             [f"`{status('{connector}', '{merchant}', '{kind}', '{id}')}`", "The stream STATUSES."]]
    return table(["subject", ""], rows)


_EVENT_HEADERS = {
    MSG_ID: "the event's id: the same whenever it comes again", CONNECTOR: "the processor's name",
    VERSION: "of events about the same payment, refund or dispute the higher one is the later, wherever they lie",
    SUPERSEDED: "`1`: something later was known before it came",
    UNMATCHED: "`1`: nobody here knows of the payment that it is about"}


def _events() -> tuple[str, ...]:
    """What webhooks become, and the rules by which the later truth wins."""
    parts = ["The body is what the service forwards to a merchant's URL "
             "([receive webhooks](../how-to/receive-webhooks.md)), less what looks like a card number.",
             table(["header", ""], [[f"`{name}`", what] for name, what in _EVENT_HEADERS.items()]),
             "A word that stands lower in a table than what is known is later, and becomes the truth; one that stands "
             "higher came late. Of the same row the higher captured amount counts, else the word that came last."]
    for title, levels in (("Payments", PAYMENTS), ("Refunds", REFUNDS), ("Disputes, in the same stage", DISPUTES)):
        parts.append(section(title, table(["status", "why here"], [
            [", ".join(f"`{word}`" for word in level.words), level.why] for level in levels]), level=3))
    pairs: dict[str, list[str]] = {}
    for pair, why in LAST_COUNTS.items():
        pairs.setdefault(why, []).append(" and ".join(f"`{word}`" for word in sorted(pair)))
    parts.append(section("Pairs of which the last counts", "A later stage of a dispute is later than all of an earlier "
                         "one.", table(["pair", "why"], [["; ".join(sorted(names)), why]
                                                          for why, names in pairs.items()]), level=3))
    return tuple(parts)
