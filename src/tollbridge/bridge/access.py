"""Who may do what on NATS, derived from the table and the names of streams: all else is denied.

A permission is about the subject that is published to. The subject that an answer is asked for on is checked by nobody,
and JetStream answers there in its own name: who may read one record could have it written in another's place. So
streams, bridges and admins are in one account, and each worker, auditor and caller in an account of its own, into which
exactly the subjects below are imported: answers to it stay in it (tests/bridge/test_access.py shows both).

    roles = [bridge(options), admin(), auditor(options), worker("worker-stripe", ["stripe"], options), caller("shop")]
    ServerOptions(extra={"accounts": accounts(roles, {role.user: public_key_of(role) for role in roles})})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tollbridge.bridge.audit.blocks import ANCHORS, subject as audit_subject
from tollbridge.bridge.client import CHANGED
from tollbridge.bridge.connection import API, API_APART
from tollbridge.bridge.gates.identity import GATES
from tollbridge.bridge.ingress import LOOK_UP
from tollbridge.bridge.kept import KINDS
from tollbridge.bridge.routes import ASKED, DURABLE, OF_VERB, PAYMENTS
from tollbridge.bridge.streams import (
    ADVISORY_STREAM,
    AUDIT_STREAM,
    DEAD_STREAM,
    DECLINED,
    DELIVERIES,
    DELIVERY_STREAM,
    EVENT_STREAM,
    GATE_STREAM,
    GATED,
    KEY_STREAM,
    OPS_STREAM,
    RECORD_STREAM,
    REDRIVEN,
    STATUS_STREAM,
    SWEEPER,
    TOLD,
    WEBHOOK_STREAM,
    StreamOptions,
    evidence_bucket,
    evidence_stream,
    payment_streams,
    sealed_streams,
    streams_of,
    takes_evidence,
    wanted_consumers,
    wanted_streams,
)
from tollbridge.bridge.subjects import OURS, ROOT, durable, event, ingress, question, status, token, webhook

ACCOUNT = "TOLLBRIDGE"
"""Of streams, bridges and admins."""
BRIDGE, ADMIN, AUDITOR = "bridge", "admin", "auditor"
AUDITED = (AUDIT_STREAM, OPS_STREAM, EVENT_STREAM, DEAD_STREAM)
"""What an auditor reads."""
OF_BRIDGES = (SWEEPER, DELIVERIES, REDRIVEN)
"""Consumers of no connector: workers have nothing to do with them, even where settings say that they are wanted."""
ACK, SERVICES = "$JS.ACK", "$SRV.>"
ANSWER_WITHIN = "15m"
"""How long a caller's question stays open; nobody waits for longer."""
ANSWERS = "_R_.>"
"""Where questions from another account want their answers: subjects of chance, good for one question."""
SEALED_ROOTS = ("sealed", "sealed_b")


class Role(Struct, frozen=True, kw_only=True):
    """One user. It publishes what gets one answer, or none, and what gets several (`gathers`: pulls, batches); it is
    told (`hears`), and asked: `answers` once each, `presents` by each of several processes.
    """

    user: str
    account: str
    publishes: tuple[str, ...] = ()
    gathers: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    presents: tuple[str, ...] = ()
    everything: bool = False

    @property
    def inbox(self) -> str:
        """The prefix of its inboxes: bridge.inbox_prefix."""
        return inbox_of(self.user)

    def local(self, subject: str) -> str:
        """As it is called in the user's account."""
        return subject.replace(API, API_APART, 1).removeprefix(f"{TOLD}.") if self.apart else subject

    @property
    def apart(self) -> bool:
        """Whether it has an account of its own."""
        return self.account != ACCOUNT

    def permissions(self) -> dict[str, Any]:
        """As nats-server's configuration has them."""
        if self.everything:
            return {"publish": {"allow": [">"]}, "subscribe": {"allow": [">"]}}
        answering = [ANSWERS] if self.answers or self.presents else []
        its = map(self.local, (*self.publishes, *self.gathers))
        publish = {"allow": sorted({*its, *answering})}
        return {"publish": publish, "subscribe": {
            "allow": sorted({*map(self.local, self.hears), *self.answers, *self.presents, f"{self.inbox}.>"})}}


def inbox_of(user: str) -> str:
    return f"_INBOX.{token(user, 'user')}"


def reply_subjects(connector: str) -> str:
    """Where workers of the connector tell bridges of ends: in no other connector's name."""
    return f"{inbox_of(BRIDGE)}.*.{connector}.*"


# -- roles ------------------------------------------------------------------------------------------------------------
def admin() -> Role:
    """Makes streams, brings back dead letters, ends operations by a person's word. Nothing runs as this user."""
    return Role(user=ADMIN, account=ACCOUNT, everything=True)


def bridge(options: StreamOptions) -> Role:
    """Bridges and services: they store operations, ask workers, and sweep. Trusted with every connector's operations,
    and with making streams in memory again after a restart has lost them.
    """
    return Role(user=BRIDGE, account=ACCOUNT, publishes=tuple(_bridge_publishes(options)), hears=(
        f"{GATED}.>", f"{CHANGED}.>"), answers=(*_ingress("*"), f"{LOOK_UP}.*"))


def _bridge_publishes(options: StreamOptions) -> Iterator[str]:
    options, pair = _with_all(options), options.pair
    for route in DURABLE:
        yield durable(route, "*", "*", "*")
        if pair and route.family is PAYMENTS:
            yield durable(route, "*", "*", "*", fallback=True)
    for route in ASKED:
        yield question(route, "*", "*")
    yield from (f"{OURS}.{root}.*.*.*" for root in SEALED_ROOTS[:1 + pair])
    yield from (f"{OURS}.ops.*.*", f"{OURS}.retry.at.*.*", f"{OURS}.dlq.*.*", f"{OURS}.alerts.*", f"{GATES}.>",
                f"{OURS}.keys.*.*.*.*", f"{OURS}.records.lease.bridge.*")
    yield from (f"{API}.STREAM.LIST", f"{API}.STREAM.INFO.*", f"{API}.CONSUMER.INFO.*.*", f"{API}.CONSUMER.LIST.*",
                f"{API}.CONSUMER.MSG.NEXT.{ADVISORY_STREAM}.{SWEEPER}", f"{ACK}.{ADVISORY_STREAM}.{SWEEPER}.>")
    for wanted in wanted_streams(options):
        yield from (f"{API}.DIRECT.GET.{wanted.name}", f"{API}.DIRECT.GET.{wanted.name}.>",
                    f"{API}.STREAM.MSG.GET.{wanted.name}")
        if wanted.config["storage"] == "memory":
            yield f"{API}.STREAM.CREATE.{wanted.name}"
    # The sweeper reads these by consumers of its own, whose names the server chooses.
    for stream in sorted({OPS_STREAM, *(name for route in DURABLE for name in streams_of(route.family, options))}):
        yield from (f"{API}.CONSUMER.CREATE.{stream}", f"{API}.CONSUMER.MSG.NEXT.{stream}.*",
                    f"{API}.CONSUMER.DELETE.{stream}.*")
    yield from _delivers()
    yield from _takes_webhooks_and_files(options)
    yield from _audits()
    if pair:
        for second in (payment_streams(options)[1], sealed_streams(pair)[1]):
            yield f"{API}.STREAM.LEADER.STEPDOWN.{second}"


def _with_all(options: StreamOptions) -> StreamOptions:
    """Whatever is switched on: without a stream there is nothing to have of it."""
    return replace(options, deliveries=True, audit=True, evidence_days=1)


def _takes_webhooks_and_files(options: StreamOptions) -> Iterator[str]:
    """As they come in; those that are forged a sweeper removes."""
    yield from (webhook("*", "*", "*"), f"{API}.STREAM.MSG.DELETE.{WEBHOOK_STREAM}")
    for connector in filter(takes_evidence, options.connectors):
        yield from (*(f"$O.{evidence_bucket(connector)}.{kind}.*" for kind in "CM"),
                    f"{API}.STREAM.PURGE.{evidence_stream(connector)}")


def _audits() -> Iterator[str]:
    """Chains of its own, and anchors of all, for which the leader of the sweepers reads the trail."""
    yield from (_chains(BRIDGE), audit_subject(ANCHORS), f"{API}.CONSUMER.CREATE.{AUDIT_STREAM}",
                f"{API}.CONSUMER.MSG.NEXT.{AUDIT_STREAM}.*", f"{API}.CONSUMER.DELETE.{AUDIT_STREAM}.*")


def _chains(user: str) -> str:
    return audit_subject(f"{user}.*")


def _delivers() -> Iterator[str]:
    """Events to merchants."""
    for stream, consumer in ((EVENT_STREAM, DELIVERIES), (DELIVERY_STREAM, REDRIVEN)):
        yield from (f"{API}.CONSUMER.MSG.NEXT.{stream}.{consumer}", f"{ACK}.{stream}.{consumer}.>")
    yield from (f"{OURS}.deliveries.waiting.*", f"{OURS}.deliveries.gone.*.*",
                f"{API}.STREAM.MSG.DELETE.{DELIVERY_STREAM}", f"{API}.CONSUMER.CREATE.{DELIVERY_STREAM}",
                f"{API}.CONSUMER.MSG.NEXT.{DELIVERY_STREAM}.*", f"{API}.CONSUMER.DELETE.{DELIVERY_STREAM}.*")


def worker(user: str, connectors: Sequence[str], options: StreamOptions) -> Role:
    """Workers of these connectors, and of no other."""
    names = [token(name, "connector") for name in connectors]
    its = replace(options, connectors=tuple(names))
    consumers = [wanted for wanted in wanted_consumers(its) if wanted.name not in OF_BRIDGES]
    return Role(
        user=user, account=_account(user),
        publishes=(*_worker_shares(), *_worker_audits(user),
                   *(subject for name in names for subject in _worker_publishes(name, options.pair)),
                   *(subject for wanted in consumers for subject in (
                       f"{API}.CONSUMER.INFO.{wanted.stream}.{wanted.name}",
                       f"{ACK}.{wanted.stream}.{wanted.name}.>",
                       f"{API}.DIRECT.GET.{wanted.stream}.{wanted.config['filter_subject']}"))),
        gathers=tuple(f"{API}.CONSUMER.MSG.NEXT.{wanted.stream}.{wanted.name}" for wanted in consumers),
        hears=(f"{GATED}.>", f"{DECLINED}.>"),
        answers=tuple(question(route, "*", name) for name in names for route in ASKED),
        presents=(SERVICES, f"{OURS}.workers.*.drain"))


def _worker_shares() -> Iterator[str]:
    """What no connector owns: what is held back, how often a card was declined, whether streams are as they should."""
    yield from (f"{API}.STREAM.LIST", f"{API}.STREAM.INFO.{OPS_STREAM}", f"{API}.DIRECT.GET.{GATE_STREAM}",
                f"{API}.DIRECT.GET.{RECORD_STREAM}.{OURS}.records.reattempt.*.*", f"{OURS}.records.reattempt.*.*",
                f"{OURS}.alerts.*", f"{OURS}.dlq.unknown.*")


def _worker_publishes(connector: str, pair: bool) -> Iterator[str]:
    its = f"{OURS}.ops.{connector}.*"
    yield from (its, f"{API}.DIRECT.GET.{OPS_STREAM}.{its}", f"{OURS}.retry.at.{connector}.*",
                f"{OURS}.dlq.{connector}.*", reply_subjects(connector))
    gates = f"{GATES}.*.{connector}.>"
    yield from (gates, f"{API}.DIRECT.GET.{GATE_STREAM}.{gates}")
    for stream, root in zip(sealed_streams(pair), SEALED_ROOTS, strict=False):
        sealed = f"{OURS}.{root}.{connector}.*.*"
        yield from (sealed, f"{API}.DIRECT.GET.{stream}.{sealed}")
    # Workers read keys; and make one where that of a message was erased: its end is to be told all the same.
    keys = f"{OURS}.keys.{connector}.*.*.*"
    yield from (keys, f"{API}.DIRECT.GET.{KEY_STREAM}.{keys}")
    for kind in KINDS:
        kept = f"{OURS}.records.{kind}.*.{connector}.*"
        yield from (kept, f"{API}.DIRECT.GET.{RECORD_STREAM}.{kept}")
    stands = status(connector, "*", "*", "*")
    yield from (stands, f"{API}.DIRECT.GET.{STATUS_STREAM}.{stands}", event("*", "*", connector))
    if takes_evidence(connector):
        # The store is the connector's own, so whatever is asked of it is. Files are put in by bridges.
        stream = evidence_stream(connector)
        yield from (f"{API}.STREAM.INFO.{stream}", f"{API}.STREAM.MSG.GET.{stream}", f"{API}.STREAM.PURGE.{stream}",
                    f"$O.{evidence_bucket(connector)}.M.*")


def _worker_audits(user: str) -> Iterator[str]:
    yield from (_chains(user), f"{API}.DIRECT.GET.{AUDIT_STREAM}.{_chains(user)}")


def auditor(options: StreamOptions) -> Role:
    """Reads what happened, hears alerts, sees how all is set up, and writes nothing. Without consumers, which deliver
    wherever one says. What was asked for it may look up one by one (`tollbridge export fraud`), and keys of the day:
    those open nothing to who has no key of `tollbridge keys` that they are wrapped for.
    """
    asked = dict.fromkeys(name for route in DURABLE for name in streams_of(route.family, options))
    return Role(
        user=AUDITOR, account=_account(AUDITOR),
        publishes=(f"{API}.STREAM.LIST", f"{API}.STREAM.INFO.*",
                   *(f"{API}.DIRECT.GET.{name}.>" for name in (*AUDITED, *asked, KEY_STREAM)),
                   f"{API}.STREAM.MSG.GET.{KEY_STREAM}"),
        gathers=tuple(f"{API}.DIRECT.GET.{name}" for name in AUDITED), hears=(f"{TOLD}.{OURS}.alerts.>",))


def developer(user: str, merchant_id: str = "*") -> Role:
    """Reads events. Of one merchant it hears them as they come, and reads the last of each subject: what is asked for
    by its place in a stream names its filter in the body, where no permission sees it, and so does what tells of the
    stream's subjects.
    """
    if merchant_id != "*":
        its = f"{ROOT}.events.{token(merchant_id, 'merchant_id')}.>"
        return Role(user=user, account=_account(user), publishes=(f"{API}.DIRECT.GET.{EVENT_STREAM}.{its}",),
                    hears=(f"{TOLD}.{its}",))
    return Role(
        user=user, account=_account(user),
        publishes=(f"{API}.STREAM.INFO.{EVENT_STREAM}", f"{API}.DIRECT.GET.{EVENT_STREAM}.{ROOT}.events.>"),
        gathers=(f"{API}.DIRECT.GET.{EVENT_STREAM}",), hears=(f"{TOLD}.{ROOT}.events.>",))


def caller(user: str, merchant_id: str = "*") -> Role:
    """Asks bridges for operations, of one merchant or of all, and what became of them."""
    of = merchant_id if merchant_id == "*" else token(merchant_id, "merchant_id")
    return Role(user=user, account=_account(user), publishes=(*_ingress(of), f"{LOOK_UP}.*"))


def _ingress(merchant_id: str) -> Iterator[str]:
    """One by one: below the same families are events, which only bridges publish."""
    for family, verb in sorted(OF_VERB):
        yield f"{ROOT}.{family}.{merchant_id}.{verb}"


def _account(user: str) -> str:
    return f"USER_{token(user, 'user')}"


# -- nats-server's words ----------------------------------------------------------------------------------------------
def accounts(roles: Sequence[Role], proofs: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Its `accounts`. `proofs` are by user what it is known by: `{"nkey": "U..."}`. Raises ValueError for two users of
    one name, and for a connector with workers of two users.
    """
    distinct(roles)
    apart = [role for role in roles if role.apart]
    exports: dict[tuple[str, str, str], list[str]] = {}
    imports: list[dict[str, Any]] = []
    found: dict[str, Any] = {ACCOUNT: {
        "jetstream": "enabled", "users": [_user(role, proofs) for role in roles if not role.apart]}}
    for role in apart:
        for kind, many, subjects in (("service", "", role.publishes), ("service", "stream", role.gathers),
                                     ("stream", "", role.hears)):
            for subject in subjects:
                exports.setdefault((kind, many, subject), []).append(role.account)
        imports += [_import("service", role.account, subject) for subject in (*role.answers, *role.presents)]
        found[role.account] = _apart(role, proofs)
    found[ACCOUNT] |= {"exports": [_export(*which, to) for which, to in exports.items()], "imports": imports}
    return found


def _apart(role: Role, proofs: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {
        "users": [_user(role, proofs)],
        "imports": [*(_import("service", ACCOUNT, subject, role.local(subject))
                      for subject in (*role.publishes, *role.gathers)),
                    *(_import("stream", ACCOUNT, subject, role.local(subject)) for subject in role.hears)],
        "exports": [*(_export("service", "", subject, [ACCOUNT]) for subject in role.answers),
                    *(_export("service", "stream", subject, [ACCOUNT]) for subject in role.presents)]}


def _user(role: Role, proofs: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {**proofs[role.user], "permissions": role.permissions()}


def _export(kind: str, many: str, subject: str, to: Sequence[str]) -> dict[str, Any]:
    how: dict[str, Any] = {}
    if many:
        how["response_type"] = many
    elif kind == "service" and not subject.startswith("$"):
        how["threshold"] = ANSWER_WITHIN
    return {kind: subject, **how, "accounts": list(dict.fromkeys(to))}


def _import(kind: str, account: str, subject: str, local: str = "") -> dict[str, Any]:
    return {kind: {"account": account, "subject": subject}} | (
        {"to": local} if local not in ("", subject) else {})


def distinct(roles: Sequence[Role]) -> None:
    """Raises ValueError for two users of one name, and for a connector with workers of two users."""
    users = [role.user for role in roles]
    if twice := sorted({user for user in users if users.count(user) > 1}):
        raise ValueError(f"{', '.join(twice)}: two users of one name")
    asked = [subject for role in roles if role.apart for subject in role.answers]
    if both := sorted({subject for subject in asked if asked.count(subject) > 1}):
        raise ValueError(f"{both[0]}: two users answer it; one connector belongs to workers of one user")


__all__ = ["ACCOUNT", "ADMIN", "AUDITED", "AUDITOR", "BRIDGE", "Role", "accounts", "admin", "auditor", "bridge",
           "caller", "developer", "distinct", "inbox_of", "ingress", "reply_subjects", "worker"]
