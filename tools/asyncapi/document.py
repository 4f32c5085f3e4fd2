"""The AsyncAPI 3 document of the bridge: subjects, messages and headers, made from the table of routes and the protos.

It is what somebody needs who writes a worker or a client in another language.
"""

from __future__ import annotations

from functools import cache

import msgspec

from tollbridge.bridge import ingress, messages as wire
from tollbridge.bridge.messages import Answer, Problem
from tollbridge.bridge.protection.places import DELIVERY, EVENT, HOOK, STATUS as STANDING
from tollbridge.bridge.protection.signing import MATTER
from tollbridge.bridge.records import EXPECTED, LEASE, STATE, OperationRecord
from tollbridge.bridge.routes import ROUTES, Route
from tollbridge.bridge.split import Sealed
from tollbridge.bridge.subjects import OURS, ROOT
from tollbridge.bridge.worker.presence import NAME, drain_subject
from tools.asyncapi import events
from tools.asyncapi.parts import Json, channel as _channel, described as _described, message, sent as _sent
from tools.converter.model import method
from tools.openapi.schemas import DIALECT, Schemas

VERSION = "1"


def _matter() -> str:
    return "; ".join(f"{what}: {', '.join(names) or 'none'}" for what, names in MATTER.items())


INTRODUCTION = f"""\
Payment operations over NATS. Operations that move money are durable: each is one message of a JetStream stream, under \
a subject with its id, and one record. Questions are NATS requests.

**Who speaks.** A client asks a bridge on the plain subjects (`{ROOT}.payments.shop-1.authorize`), or does what a \
bridge does. A worker pulls from the durable consumers `<family>_<verb>_<connector>`, and answers questions in the \
queue group `workers`. `{NAME}` is the name of workers in NATS' micro-service protocol ($SRV.PING, INFO, STATS).

**What a worker owes.** Before a byte leaves for the processor it claims the operation: it writes the record with \
`{EXPECTED}` 0, or the revision that it has read, and goes on only if that was taken. It never executes what has \
another's claim whose lease is not over. Its end is written the same way, then the answer is published to \
`{wire.REPLY_TO}`, then the message is acknowledged. Where it does not know what became of an attempt: UNKNOWN, \
never tried again but with a key that the processor honours, or after the processor was asked; else MANUAL.

**Protected.** Where the bridge is told so (`bridge.protection.mode`), the schemas here are of what is encrypted: the \
body of an operation, a question and its answer, the sealed part, webhooks, statuses and what is kept of deliveries, \
and the JSON object of `result` and `problem` in the field `sealed` of a record and of an answer, are JWE compact \
(RFC 7516), `dir` and A256GCM. Of an event ids, states and amounts stay in the clear, so that subscribers need no key; \
the whole event is the JWE in its field `sealed`. The protected header is `alg`, `enc`, `kid`, `use` (request, sealed, \
result, kept, question, answer, {HOOK}, {STANDING}, {DELIVERY}, {EVENT}), `sub` (the subject; of payments_b that of \
payments) and `hash` (the request hash; of an event its id). `kid` is the rest of a subject below `{OURS}.keys.`, \
where the key lies, wrapped as JWE general JSON (ECDH-ES+A256KW, A256GCM, `aad` the `kid`). Signed, by HMAC-SHA256 or \
Ed25519, is the JSON list of `tollbridge-1`, what it is ({', '.join(MATTER)}), epoch milliseconds, the subject (of an \
answer: the operation's id) and the values of the headers that matter, null for one that is not there; a line feed; \
and the body. Headers that matter, in this order: {_matter()}.

**Dialect.** {DIALECT}"""

_HEADERS: dict[str, Json] = {
    wire.MSG_ID: {"description": "The operation's id: what is published twice within minutes is stored once."},
    wire.REQUEST_HASH: {"description": "Of the request as it is stored: another one with the same id is a conflict."},
    wire.REPLY_TO: {"description": "Where the answer goes."},
    wire.CONNECTOR: {"description": "The connector."},
    wire.DEADLINE: {"description": "Epoch milliseconds: after it, it is not tried again.", "pattern": "^[0-9]+$"},
    wire.IDEMPOTENCY_KEY: {"description": "The key for the processor, with each attempt the same."},
    wire.ENVIRONMENT: {"description": "`production` or `sandbox`."},
    wire.SEALED: {"description": "Part of the request, or its credentials, are in the bucket.", "enum": ["1"]},
    wire.EVIDENCE: {"description": "Which documents of evidence have their files in the object store, by index."},
    wire.AFTER: {"description": "Id of an operation that has to be done first."},
    wire.CONFIG: {"description": "Connector and credentials, as of the header x-connector-config. Never stored."},
    wire.ACCOUNT: {"description": "A digest of credentials that came with the call, by which accounts are told apart "
                                  "where one of them is paused. Absent: an account on file.",
                   "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    wire.BUSY: {"description": "This worker has no room: ask again.", "enum": ["1"]},
    wire.CORRELATION_ID: {"description": "The caller's id of the call, for logs."},
    wire.TENANT_ID: {"description": "The caller's own division of merchants, for logs."},
    wire.PRINCIPAL: {"description": "Who called the service that submitted it, for the audit trail; absent where the "
                                    "service does not know its callers."},
    wire.CONTENT_TYPE: {"enum": [wire.JSON, wire.JOSE]},
    wire.SIGNATURE: {"description": "Who wrote it, and when: key id, epoch milliseconds, base64url. There where the "
                                    "bridge is protected.", "pattern": "^[^ ]+ [0-9]+ [A-Za-z0-9_-]+$"},
    wire.VERSION: {"description": "Of two about the same thing, the one with the higher number is the later.",
                   "pattern": "^[0-9]+$"},
    wire.SUPERSEDED: {"description": "It came late: something later was known already.", "enum": ["1"]},
    wire.UNMATCHED: {"description": "Nobody here knows the payment.", "enum": ["1"]},
    wire.TRACEPARENT: {"description": "W3C trace context."},
    wire.TRACESTATE: {"description": "W3C trace context."},
    ingress.CALLER_KEY: {"description": "The caller's idempotency key; without it, the request's own id."},
    ingress.WAIT: {"description": "Seconds that the caller waits for the end; 0: only until it is stored."},
    EXPECTED: {"description": "The record's revision that was read; 0: there was none.", "pattern": "^[0-9]+$"},
    STATE: {"description": "As in the record."},
    LEASE: {"description": "Until when it is claimed, in epoch seconds."},
}
_ASKED = (wire.CONNECTOR, ingress.CALLER_KEY, ingress.WAIT, wire.ENVIRONMENT, wire.CONFIG, wire.AFTER,
          wire.CORRELATION_ID, wire.TENANT_ID, wire.TRACEPARENT, wire.TRACESTATE)
_STORED = (wire.MSG_ID, wire.REQUEST_HASH, wire.REPLY_TO, wire.CONNECTOR, wire.DEADLINE, wire.IDEMPOTENCY_KEY,
           wire.ENVIRONMENT, wire.CONTENT_TYPE, wire.SEALED, wire.EVIDENCE, wire.AFTER, wire.ACCOUNT,
           wire.CORRELATION_ID, wire.TENANT_ID, wire.PRINCIPAL, wire.TRACEPARENT, wire.TRACESTATE, wire.SIGNATURE)
_ALWAYS = (wire.MSG_ID, wire.REQUEST_HASH, wire.REPLY_TO, wire.CONNECTOR, wire.DEADLINE, wire.IDEMPOTENCY_KEY,
           wire.ENVIRONMENT, wire.CONTENT_TYPE)
_QUESTION = (wire.DEADLINE, wire.ENVIRONMENT, wire.CONFIG, wire.ACCOUNT, wire.CORRELATION_ID, wire.TENANT_ID,
             wire.PRINCIPAL, wire.TRACEPARENT, wire.TRACESTATE, wire.CONTENT_TYPE, wire.SIGNATURE)

def document() -> Json:
    schemas = Schemas()
    channels: Json = {}
    operations: Json = {}
    named: Json = {}
    for route in ROUTES:
        _add_route(route, schemas, channels, operations, named)
    _add_others(channels, operations, named)
    events.add(channels, operations, named, _HEADERS, schemas)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Tollbridge over NATS", "version": VERSION, "description": INTRODUCTION,
                 "license": {"name": "Apache-2.0"}},
        "defaultContentType": wire.JSON,
        "servers": {"nats": {"host": "127.0.0.1:4222", "protocol": "nats", "description": "The cluster."}},
        "channels": channels, "operations": operations,
        "components": {"schemas": dict(sorted({**schemas.found, **_ours()}.items())), "messages": named},
    }


def _add_route(route: Route, schemas: Schemas, channels: Json, operations: Json, named: Json) -> None:
    found = method(str(route.operation.rpc))
    asked, answered = schemas.request(found.input_type), schemas.answer(found.output_type)
    key = f"{route.family.name}_{route.verb}"
    named[f"{key}_request"] = _message(f"A request of {route.name}.", asked, _ASKED)
    named[f"{key}_answer"] = _message(f"The answer to {route.name}.", _answer_with(answered))
    aliases = "".join(f" Also {ROOT}.{family}.{{merchant_id}}.{verb}." for family, verb in route.aliases)
    ask = f"ask_{key}"
    channels[ask] = _channel(f"{ROOT}.{route.family.name}.{{merchant_id}}.{route.verb}",
                             f"Asks a bridge.{aliases}", [f"{key}_request", f"{key}_answer"])
    operations[ask] = _operation(ask, f"{key}_request", f"{key}_answer",
                                 f"A bridge takes a request of {route.name}: `{route.operation.rpc}`.")
    work = f"{'store' if route.durable else 'question'}_{key}"
    address = f"{ROOT}.{route.family.name}.{{merchant_id}}.{route.verb}.{{connector}}"
    if route.durable:
        named[f"{key}_operation"] = _message(
            f"{route.name}, as it lies in the stream {route.family.stream}: card numbers masked, what is secret empty.",
            asked, _STORED, _ALWAYS)
        channels[work] = _channel(f"{address}.{{op_id}}", f"The stream {route.family.stream}; workers pull from its "
                                  f"consumer `{route.consumer}_{{connector}}`.", [f"{key}_operation"])
        operations[work] = {"action": "receive", "channel": {"$ref": f"#/channels/{work}"},
                            "summary": f"A worker pulls {route.name}, and publishes its answer to {wire.REPLY_TO}.",
                            "messages": [{"$ref": f"#/channels/{work}/messages/{key}_operation"}]}
    else:
        named[f"{key}_question"] = _message(f"A question of {route.name}, for workers.", asked, _QUESTION)
        channels[work] = _channel(address, "Asks workers, in the queue group `workers`.",
                                  [f"{key}_question", f"{key}_answer"])
        operations[work] = _operation(work, f"{key}_question", f"{key}_answer", f"A worker answers {route.name}.")


def _add_others(channels: Json, operations: Json, named: Json) -> None:
    ref = "#/components/schemas/"
    named["record"] = _message("The state of an operation, its result or its problem.",
                               {"$ref": f"{ref}OperationRecord"}, (EXPECTED, STATE, LEASE))
    named["sealed"] = _message("What was taken out of a request; in memory, for minutes.", {"$ref": f"{ref}Sealed"},
                               (EXPECTED,))
    named["look_up"] = _message("Nothing.", {"type": "string", "maxLength": 0})
    named["answer"] = _message("What is known of an operation.", {"$ref": f"{ref}Answer"})
    named["drain"] = _message("That the worker takes no more.", {
        "type": "object", "properties": {"id": {"type": "string"}, "draining": {"type": "boolean"}}})
    for key, address, what, messages in (
            ("records", f"{OURS}.ops.{{connector}}.{{op_id}}", "The stream OPS: the last message of a subject is the "
             "record.", ["record"]),
            ("changes", f"{OURS}.changed.{{connector}}.{{op_id}}", "Each change of a record, as it is stored.",
             ["record"]),
            ("sealed", f"{OURS}.sealed.{{connector}}.{{op_id}}.{{request_hash}}",
             "The stream SEALED, in memory.", ["sealed"]),
            ("look_up", f"{ingress.LOOK_UP}.{{op_id}}", "Asks a bridge what became of an operation.",
             ["look_up", "answer"]),
            ("drain", drain_subject("{worker_id}"), "Sends a worker away.", ["look_up", "drain"])):
        channels[key] = _channel(address, what, messages)
    operations["write_record"] = _sent("records", "record", "A worker changes a record.")
    operations["write_sealed"] = _sent("sealed", "sealed", "A bridge puts card data and credentials aside.")
    operations["tell_change"] = _sent("changes", "record", "The server tells who waits.")
    operations["look_up"] = _operation("look_up", "look_up", "answer", "A bridge tells what became of an operation.")
    operations["drain"] = _operation("drain", "look_up", "drain", "A worker ends what it has begun, and goes.")


def _operation(channel: str, asked: str, answered: str, what: str) -> Json:
    messages = f"#/channels/{channel}/messages/"
    return {"action": "receive", "channel": {"$ref": f"#/channels/{channel}"}, "summary": what,
            "messages": [{"$ref": messages + asked}],
            "reply": {"channel": {"$ref": f"#/channels/{channel}"}, "messages": [{"$ref": messages + answered}]}}


def _message(what: str, payload: Json, headers: tuple[str, ...] = (), always: tuple[str, ...] = ()) -> Json:
    return message(what, payload, _HEADERS, headers, always)


def _answer_with(result: Json) -> Json:
    return {"allOf": [{"$ref": "#/components/schemas/Answer"}, {"type": "object", "properties": {"result": result}}]}


@cache
def _ours() -> Json:
    """Schemas of the bridge's own structs."""
    _, found = msgspec.json.schema_components(
        [_described(Answer), Problem, _described(OperationRecord), Sealed, *events.STRUCTS],
        ref_template="#/components/schemas/{name}")
    return dict(found)
