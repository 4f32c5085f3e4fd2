"""The streams and consumers that the bridge wants, derived from the table; made, compared and checked.

Whoever deploys makes them (`tollbridge streams apply`): bridges and workers only look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from tollbridge import catalog
from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.routes import DAY_S, DURABLE, FAMILIES, OF_OPERATION, PAYMENTS, Family, Route
from tollbridge.bridge.subjects import FALLBACK, OURS, ROOT
from tollbridge.domain.operations import SUBMIT_EVIDENCE

NANO = 1_000_000_000
MIB = 1024 * 1024
GIB = 1024 * MIB
STREAM_MISSING, CONSUMER_MISSING = 10059, 10014
RECORD_EXTRA_DAYS = 5
"""A record outlives its operation's message: what is delivered again finds it."""
MANUAL_DAYS = 400
SEALED_STREAM, RETRY_STREAM, DEAD_STREAM, EVENT_STREAM = "SEALED", "RETRY", "DLQ", "EVENTS"
ADVISORY_STREAM, RECORD_STREAM, OPS_STREAM = "ADVISORIES", "RECORDS", "OPS"
WEBHOOK_STREAM, STATUS_STREAM = "WEBHOOKS", "STATUSES"
AUDIT_STREAM, AUDIT_DAYS = "AUDIT", 400
KEY_STREAM, ERASURE_STREAM = "KEYS", "ERASURES"
KEY_DAYS = 450
"""Longer than anything is kept that was encrypted under a key: what is MANUAL, from the end of a long operation. And
how long it is known that a key was erased: no backup brings back one that is older.
"""
SWEEPER = "sweeper"
DELIVERY_STREAM = "DELIVERIES"
DELIVERIES, REDRIVEN = "deliveries", "redriven"
"""Consumers: of events that leave, and of those that a person brings back."""
DELIVERY_ACK_S = 15.0
MOST_HELD = 10_000
WEBHOOK_DAYS, STATUS_DAYS = 7, 100
"""How long webhooks are kept as they came in; and how a payment stands, from the last word on it."""
EVENT_DAYS, DEAD_DAYS = 30, 365
WEBHOOK_S, MOST_WEBHOOKS = 20.0, 10_000
"""How long reading a webhook may take; and how many may be in workers' hands, or wait for what they are about."""
GATE_STREAM = "GATES"
GATED, DECLINED = f"{OURS}.gated", f"{OURS}.declined"
TOLD = f"{OURS}.told"
"""Events and alerts once more, as EVENTS has taken them: what a worker of an account of its own publishes nats-server
hands to no subscriber of a third account (access.py).
"""
"""Where the server repeats what is held back, and how often cards were declined, to all workers and bridges."""
ADVISORIES = "$JS.EVENT.ADVISORY.CONSUMER"
MAX_DELIVER = 6
AUTHORIZE_S, CAPTURE_S, REFUND_S, SYNC_S, OTHER_S = 10.0, 7.0, 13.0, 5.0, 10.0
LEASE_FACTOR, ACK_WAIT_FACTOR = 1.2, 1.5
ANSWERS_S, BETWEEN_S = (2.0, 4.0, 8.0), 0.5


class StreamOptions(Struct, frozen=True, kw_only=True):
    """`replicas` 3 in a cluster, with PAYMENTS as a pair then. `concurrency` is the most that is under way at once of
    one operation at one connector, over all workers. `max_bytes` of each stream of operations. `deliveries`: events
    are delivered to merchants. With `audit` there is a trail too, kept for `audit_days`, in `audit_max_bytes` (0: as
    much as the disk has).
    """

    connectors: tuple[str, ...]
    replicas: int = 1
    max_bytes: int = 1 * GIB
    max_memory_bytes: int = 64 * MIB
    concurrency: int = 1000
    duplicate_window_s: float = 120.0
    sealed_for_s: float = 900.0
    processor_timeouts_s: Mapping[str, float] = {}
    deliveries: bool = False
    audit: bool = False
    audit_days: int = AUDIT_DAYS
    audit_max_bytes: int = 0
    events_days: int = EVENT_DAYS
    dead_letters_days: int = DEAD_DAYS
    evidence_days: int = 0
    """How long files of evidence are kept at most; 0: there is no store for them."""

    @property
    def pair(self) -> bool:
        """Whether payments have a second stream, whose leader is on another node."""
        return self.replicas > 1


def processor_timeout_s(route: Route, given: Mapping[str, float]) -> float:
    """How long a processor may take for it, by route name, else by default."""
    return given.get(route.name) or {
        "payments.authorize": AUTHORIZE_S, "payments.capture": CAPTURE_S, "refunds.execute": REFUND_S,
        "payments.sync": SYNC_S, "refunds.sync": SYNC_S, "payouts.sync": SYNC_S, "payments.session": SYNC_S,
    }.get(route.name, OTHER_S)


class Wanted(NamedTuple):
    """A stream, or a consumer of `stream`, as JetStream's API takes it."""

    name: str
    config: Mapping[str, Any]
    stream: str | None = None


def payment_streams(options: StreamOptions) -> tuple[str, ...]:
    return (f"{PAYMENTS.stream}_A", f"{PAYMENTS.stream}_B") if options.pair else (str(PAYMENTS.stream),)


def sealed_streams(pair: bool) -> tuple[str, ...]:
    return (SEALED_STREAM, f"{SEALED_STREAM}_B") if pair else (SEALED_STREAM,)


def streams_of(family: Family, options: StreamOptions) -> tuple[str, ...]:
    """The streams in which its operations may lie."""
    return payment_streams(options) if family.stream == PAYMENTS.stream else (str(family.stream),)


def wanted_streams(options: StreamOptions) -> Iterator[Wanted]:
    """All streams, operations first."""
    names = sorted({str(family.stream) for family in FAMILIES if family.stream} - {str(PAYMENTS.stream)})
    for at, name in enumerate(payment_streams(options)):
        yield Wanted(name, _operations(name, str(PAYMENTS.stream), options, fallback=at == 1))
    for name in names:
        yield Wanted(name, _operations(name, name, options, fallback=False))
    yield Wanted(OPS_STREAM, _stream(OPS_STREAM, [f"{OURS}.ops.>"], options, max_msgs_per_subject=1,
                                     max_age=_days(MANUAL_DAYS + RECORD_EXTRA_DAYS), allow_msg_ttl=True,
                                     republish={"src": f"{OURS}.ops.>", "dest": f"{OURS}.changed.>"}))
    yield Wanted(RECORD_STREAM, _stream(RECORD_STREAM, [f"{OURS}.records.>"], options, max_msgs_per_subject=10,
                                        max_age=_days(400), allow_msg_ttl=True,
                                        republish={"src": f"{OURS}.records.reattempt.>", "dest": f"{DECLINED}.>"}))
    yield Wanted(RETRY_STREAM, _stream(RETRY_STREAM, [f"{OURS}.retry.>"], options, max_age=_days(400),
                                       max_msgs_per_subject=1, allow_msg_schedules=True, allow_msg_ttl=True))
    yield Wanted(DEAD_STREAM, _stream(DEAD_STREAM, [f"{OURS}.dlq.>"], options, max_age=_days(options.dead_letters_days),
                                      max_msgs_per_subject=1))
    yield Wanted(KEY_STREAM, {
        **_stream(KEY_STREAM, [f"{OURS}.keys.>"], options, max_msgs_per_subject=1, max_age=_days(KEY_DAYS),
                  discard="new", deny_purge=True), "deny_delete": False, "compression": "none"})
    yield Wanted(ERASURE_STREAM, _stream(ERASURE_STREAM, [f"{OURS}.erasures.>"], options, max_age=_days(KEY_DAYS),
                                         max_bytes=64 * MIB, discard="new", deny_purge=True))
    yield Wanted(EVENT_STREAM, _stream(EVENT_STREAM, [f"{ROOT}.events.>", f"{OURS}.alerts.>"], options,
                                       max_age=_days(options.events_days),
                                       republish={"src": ">", "dest": f"{TOLD}.>"}))
    if options.deliveries:  # when it is full, what is not delivered stays in EVENTS
        yield Wanted(DELIVERY_STREAM, _stream(
            DELIVERY_STREAM, [f"{OURS}.deliveries.>"], options, max_msgs_per_subject=1, max_age=_days(30),
            max_bytes=64 * MIB, discard="new", deny_delete=False))
    yield Wanted(WEBHOOK_STREAM, {**_stream(
        WEBHOOK_STREAM, [f"{ROOT}.webhooks.*.*.incoming.*"], options, max_msgs_per_subject=1, discard="new",
        discard_new_per_subject=True, max_age=_days(WEBHOOK_DAYS)), "deny_delete": False})  # forged ones are removed
    yield Wanted(STATUS_STREAM, _stream(STATUS_STREAM, [f"{OURS}.status.>"], options, max_msgs_per_subject=1,
                                        max_age=_days(STATUS_DAYS)))
    yield Wanted(ADVISORY_STREAM, _stream(
        ADVISORY_STREAM, [f"{ADVISORIES}.MAX_DELIVERIES.>", f"{ADVISORIES}.MSG_TERMINATED.>"], options,
        max_age=_days(30)))
    if options.audit:  # full, it takes nothing more: what is old must not make room for what is new
        yield Wanted(AUDIT_STREAM, _stream(AUDIT_STREAM, [f"{OURS}.audit.>"], options, deny_purge=True, discard="new",
                                           max_age=_days(options.audit_days), max_bytes=options.audit_max_bytes or -1))
    if options.evidence_days:
        for connector in filter(takes_evidence, options.connectors):
            name, subjects = evidence_stream(connector), [f"$O.{evidence_bucket(connector)}.{kind}.>" for kind in "CM"]
            yield Wanted(name, {
                **_stream(name, subjects, options, max_age=_days(options.evidence_days), discard="new",
                          allow_rollup_hdrs=True), "deny_delete": False, "compression": "none"})
    yield Wanted(GATE_STREAM, {
        **_stream(GATE_STREAM, [f"{OURS}.gates.>"], options, max_msgs_per_subject=1, allow_msg_ttl=True,
                  max_age=_days(1), republish={"src": f"{OURS}.gates.>", "dest": f"{GATED}.>"}),
        "storage": "memory", "max_bytes": 16 * MIB, "deny_delete": False, "compression": "none"})
    for name, root in zip(sealed_streams(options.pair), ("sealed", "sealed_b"), strict=False):
        yield Wanted(name, {
            **_stream(name, [f"{OURS}.{root}.>"], options, max_msgs_per_subject=1, allow_msg_ttl=True,
                      max_age=int(options.sealed_for_s * NANO)),
            "storage": "memory", "max_bytes": options.max_memory_bytes, "deny_delete": False, "compression": "none"})


def _operations(name: str, stream: str, options: StreamOptions, *, fallback: bool) -> dict[str, Any]:
    """Its financial subjects one by one: with `hyperswitch.payments.>` the stream would answer questions itself."""
    subjects = [f"{ROOT}.{FALLBACK if fallback and route.family is PAYMENTS else route.family.name}.*.{verb}.*.*"
                for route in DURABLE if route.family.stream == stream and (not fallback or route.family is PAYMENTS)
                for verb in [route.verb]]
    keep_days = max(family.keep_days for family in FAMILIES if family.stream == stream)
    return _stream(name, subjects, options, max_msgs_per_subject=1, discard="new", discard_new_per_subject=True,
                   max_age=_days(keep_days), duplicate_window=int(options.duplicate_window_s * NANO))


def _stream(name: str, subjects: Sequence[str], options: StreamOptions, **more: Any) -> dict[str, Any]:
    return {"name": name, "subjects": list(subjects), "retention": "limits", "storage": "file", "discard": "old",
            "num_replicas": options.replicas, "max_bytes": options.max_bytes, "allow_direct": True,
            "compression": "s2", "deny_delete": True, **more}


def _days(days: int) -> int:
    return days * DAY_S * NANO


def consumer_name(route: Route, connector: str) -> str:
    return f"{route.consumer}_{connector}"


def retry_consumer(connector: str) -> str:
    return f"retry_{connector}"


def webhook_consumer(connector: str) -> str:
    return f"webhooks_{connector}"


def evidence_bucket(connector: str) -> str:
    """Each connector's files in a store of their own: in one, a permission could not tell whose a file is."""
    return f"evidence_{connector}"


def evidence_stream(connector: str) -> str:
    return f"OBJ_{evidence_bucket(connector)}"


def takes_evidence(connector: str) -> bool:
    return offers(connector, OF_OPERATION[SUBMIT_EVIDENCE])


def sends_webhooks(connector: str) -> bool:
    """Whether it sends webhooks that can be read; of connectors that are not ours nobody knows: all."""
    return connector not in catalog.names() or catalog.load(connector).webhook is not None


def offers(connector: str, route: Route) -> bool:
    """Whether it does the operation; of connectors that are not ours (others' workers) nobody knows: all."""
    return connector not in catalog.names() or catalog.load(connector).flow(route.operation) is not None


def wanted_consumers(options: StreamOptions) -> Iterator[Wanted]:
    """One for each durable operation at each connector, on each stream where it may lie."""
    for route in DURABLE:
        for stream in streams_of(route.family, options):
            family = FALLBACK if stream.endswith("_B") and route.family is PAYMENTS else route.family.name
            if stream.endswith("_B") and route.family is not PAYMENTS:
                continue
            for connector in (name for name in options.connectors if offers(name, route)):
                yield _consumer(consumer_name(route, connector), stream,
                                f"{ROOT}.{family}.*.{route.verb}.{connector}.*", options,
                                processor_timeout_s(route, options.processor_timeouts_s))
    for connector in options.connectors:
        yield _consumer(retry_consumer(connector), RETRY_STREAM, f"{OURS}.retry.due.{connector}.*", options,
                        max(processor_timeout_s(route, options.processor_timeouts_s) for route in DURABLE))
    for connector in filter(sends_webhooks, options.connectors):
        # No end of deliveries: what the processor was told to be taken is given up by workers alone, with a letter.
        yield Wanted(webhook_consumer(connector), {
            **_consumer(webhook_consumer(connector), WEBHOOK_STREAM, f"{ROOT}.webhooks.*.{connector}.incoming.*",
                        options, WEBHOOK_S).config,
            "max_deliver": -1, "max_ack_pending": MOST_WEBHOOKS}, WEBHOOK_STREAM)
    yield Wanted(SWEEPER, {
        "durable_name": SWEEPER, "ack_policy": "explicit", "deliver_policy": "all", "ack_wait": 30 * NANO,
        "max_deliver": -1, "max_ack_pending": 1000, "num_replicas": options.replicas}, ADVISORY_STREAM)
    if options.deliveries:
        yield _delivering(DELIVERIES, EVENT_STREAM, f"{ROOT}.events.>", "new", options)
        yield _delivering(REDRIVEN, DELIVERY_STREAM, f"{OURS}.deliveries.again.*", "all", options)


def _delivering(name: str, stream: str, subject: str, since: str, options: StreamOptions) -> Wanted:
    """`new`: who switches deliveries on does not want the last 30 days delivered."""
    return Wanted(name, {
        "durable_name": name, "filter_subject": subject, "ack_policy": "explicit", "deliver_policy": since,
        "ack_wait": int(DELIVERY_ACK_S * NANO), "max_deliver": -1, "max_ack_pending": MOST_HELD,
        "num_replicas": options.replicas}, stream)


def _consumer(name: str, stream: str, subject: str, options: StreamOptions, timeout_s: float) -> Wanted:
    return Wanted(name, {
        "durable_name": name, "filter_subject": subject, "ack_policy": "explicit", "deliver_policy": "all",
        "ack_wait": int(timeout_s * ACK_WAIT_FACTOR * NANO), "max_deliver": MAX_DELIVER,
        "max_ack_pending": options.concurrency, "max_waiting": 512, "num_replicas": options.replicas}, stream)


class Change(NamedTuple):
    """What has to be done to a stream or consumer. `fields` says what differs: name to (is, wanted)."""

    what: Wanted
    action: str
    fields: Mapping[str, tuple[Any, Any]]

    @property
    def name(self) -> str:
        return f"{self.what.stream}/{self.what.name}" if self.what.stream else self.what.name


async def compare(connection: Connection, options: StreamOptions) -> list[Change]:
    """What is missing or differs; empty where all is as wanted. Changes nothing. Raises Unavailable."""
    changes: list[Change] = []
    for wanted in (*wanted_streams(options), *wanted_consumers(options)):
        is_now = await _config(connection, wanted)
        if is_now is None:
            changes.append(Change(wanted, "create", {}))
        elif fields := {name: (is_now.get(name), value) for name, value in wanted.config.items()
                        if not _same(is_now.get(name), value)}:
            changes.append(Change(wanted, "update", fields))
    return changes


def _same(is_now: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return sorted(is_now or ()) == sorted(wanted)
    return bool(is_now == wanted or (not is_now and not wanted))


async def _config(connection: Connection, wanted: Wanted) -> dict[str, Any] | None:
    verb = f"CONSUMER.INFO.{wanted.stream}.{wanted.name}" if wanted.stream else f"STREAM.INFO.{wanted.name}"
    try:
        return dict((await patiently(connection, verb))["config"])
    except Refused as error:
        if error.code in (STREAM_MISSING, CONSUMER_MISSING):
            return None
        raise


async def patiently(connection: Connection, verb: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`Connection.api` of what may be asked twice: nodes that elect a leader drop what they are asked meanwhile, and a
    stream or consumer of theirs that was made just then goes unanswered. Raises Refused, Unavailable.
    """
    *first, last = ANSWERS_S
    for answer_s in first:
        try:
            return await connection.api(verb, body, answer_s)
        except Unavailable:
            await asyncio.sleep(BETWEEN_S)
    return await connection.api(verb, body, last)


async def apply(connection: Connection, options: StreamOptions) -> list[Change]:
    """Makes and updates; never deletes, and what JetStream refuses to change is for a person. Gives what it did."""
    from tollbridge.bridge.placing import place  # which knows the streams from here

    changes = await compare(connection, options)
    for change in changes:
        await carry_out(connection, change)
    await place(connection, options)
    return changes


def own_metadata(config: Mapping[str, Any]) -> dict[str, str]:
    """What an update has to say again, as it replaces all there is: but for the server's own, which it writes anew."""
    return {name: value for name, value in (config.get("metadata") or {}).items() if not name.startswith("_nats.")}


async def carry_out(connection: Connection, change: Change) -> None:
    """One change. Raises Refused, Unavailable."""
    wanted = change.what
    if wanted.stream is not None:
        await patiently(connection, f"CONSUMER.DURABLE.CREATE.{wanted.stream}.{wanted.name}",
                        {"stream_name": wanted.stream, "config": dict(wanted.config)})
        return
    config = dict(wanted.config)
    if change.action == "update" and (metadata := own_metadata(await _config(connection, wanted) or {})):
        config["metadata"] = metadata  # which tells what was lost before a restore
    await patiently(connection, f"STREAM.{change.action.upper()}.{wanted.name}", config)
