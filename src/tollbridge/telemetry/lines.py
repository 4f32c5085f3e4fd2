"""What one line of the log holds: one for each call, one for each HTTP request that a call sent.

A line is a log record of the standard library, so that handlers of any kind can be attached to its logger; its fields
are attributes of the record, as those given by `extra=` are. It is made here and not by `Logger.info`, which looks for
the line of code that logged: 3 of 7 us, for what would always be the same place.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from tollbridge.domain.masking import masked
from tollbridge.telemetry.records import CallRecord, SentRecord, shown_path
from tollbridge.telemetry.trace_context import Trace

CALLS, REQUESTS, SERVER = "tollbridge.calls", "tollbridge.requests", "tollbridge.server"

Fields = dict[str, Any]
LEVELS = {logging.DEBUG: "debug", logging.INFO: "info", logging.WARNING: "warning", logging.ERROR: "error",
          logging.CRITICAL: "error"}
_NAMES = {level: name.upper() for level, name in LEVELS.items()}




class Field(NamedTuple):
    """`optional` ones are left out where they say nothing."""

    kind: type
    meaning: str
    optional: bool = False


COMMON: Mapping[str, Field] = {
    "time": Field(str, "when it was written: RFC 3339, UTC, milliseconds"),
    "level": Field(str, "debug, info, warning or error"),
    "logger": Field(str, "tollbridge.calls, tollbridge.requests, tollbridge.server, or a library's own"),
    "event": Field(str, "call, request, bodies, log, or the name of an event"),
    "pid": Field(int, "id of the process"),
}
_OF_CALL: Mapping[str, Field] = {
    "edge": Field(str, "grpc or http"),
    "operation": Field(str, "by its name in operations.md: authorize"),
    "connector": Field(str, "lower-case name; - where the call named none"),
    "merchant_id": Field(str, "as the call gave it"),
    "request_id": Field(str, "the caller's x-request-id, or ours"),
}
_OF_TRACE: Mapping[str, Field] = {
    "trace_id": Field(str, "of the W3C trace context, where there is one", optional=True),
    "span_id": Field(str, "our own span; without an exporter, the caller's", optional=True),
}
CALL: Mapping[str, Field] = {
    **_OF_CALL,
    "rpc": Field(str, "full name of the gRPC method, also over HTTP"),
    "environment": Field(str, "SANDBOX or PRODUCTION"),
    "outcome": Field(str, "ok, declined, or the reason of the error in lower case: outcome_unknown"),
    "code": Field(str, "what the edge answered: OK, INVALID_ARGUMENT; 200, 422"),
    "ms": Field(float, "from its arrival to its answer"),
    "request_bytes": Field(int, "size of what came in"),
    "response_bytes": Field(int, "size of what was answered"),
    "sent": Field(int, "HTTP requests that left for it"),
    "status": Field(str, "of the result: CHARGED", optional=True),
    "tenant_id": Field(str, "as the call gave it", optional=True),
    "reference_id": Field(str, "the caller's own reference, as the call gave it", optional=True),
    "resource_id": Field(str, "what the caller calls the payment or refund, as the call gave it", optional=True),
    "principal": Field(str, "who called, where callers are authenticated", optional=True),
    "shadow": Field(bool, "true where the caller marked it (x-shadow-mode): it is a call like any other; else left out",
                    optional=True),
    **_OF_TRACE,
}
REQUEST: Mapping[str, Field] = {
    **_OF_CALL,
    "method": Field(str, "of the HTTP request"),
    "origin": Field(str, "scheme, host and port"),
    "path": Field(str, "masked, without the query"),
    "outcome": Field(str, "ok where an answer came, else the reason: unreachable, outcome_unknown"),
    "ms": Field(float, "from sending to the whole answer"),
    "request_bytes": Field(int, "size of the body sent"),
    "response_bytes": Field(int, "size of the body of the answer"),
    "attempts": Field(int, "which try it was: above 1, nothing of the earlier ones had left"),
    "code": Field(int, "HTTP status of the answer", optional=True),
    "reason": Field(str, "why no answer came: the certificate was refused, no connection in time", optional=True),
    **_OF_TRACE,
}
BODIES: Mapping[str, Field] = {
    **_OF_CALL,
    "request_headers": Field(dict, "with secrets masked"),
    "request_body": Field(str, "with secrets masked"),
    "response_headers": Field(dict, "those that are known to hold no secret", optional=True),
    "response_body": Field(str, "JSON and forms with secrets masked; of anything else, its length", optional=True),
    **_OF_TRACE,
}
LOG: Mapping[str, Field] = {
    "message": Field(str, "with card numbers masked"),
    "exception": Field(str, "kind and place of a fault; never its text, which may quote", optional=True),
}
EVENT: Mapping[str, Field] = {
    "connector": Field(str, "of what was counted", optional=True),
    "operation": Field(str, "of what was counted", optional=True),
    "outcome": Field(str, "of what was counted", optional=True),
    "merchant_id": Field(str, "of the call in which it happened", optional=True),
    "request_id": Field(str, "of the call in which it happened", optional=True),
    "detail": Field(str, "such as the status word that is not known, or how many lines", optional=True),
}
"""Fields of the lines by their event (of events, those of any): what comes after `COMMON`."""


class Line(logging.LogRecord):
    """A record whose fields are `line`, in the order in which they are written, and its own attributes too."""

    line: Fields

    def __init__(self, level: int, created: float, fields: Fields) -> None:
        self.__dict__ = its = _BLANK | fields
        its["name"], its["msg"], its["process"] = fields["logger"], fields["event"], fields["pid"]
        its["levelno"], its["levelname"] = level, _NAMES[level]
        its["created"], its["msecs"], its["line"] = created, created % 1 * 1000, fields

    def getMessage(self) -> str:
        """The line as text, for handlers that know nothing of its fields."""
        return as_text(self.line)


_BLANK = {**logging.makeLogRecord({}).__dict__, "thread": None, "threadName": None, "processName": None,
          "relativeCreated": 0}


def as_text(fields: Fields) -> str:
    return " ".join([fields["event"], *(
        f"{name}={_word(value)}" for name, value in fields.items() if name not in COMMON)])


def _word(value: object) -> object:
    """Quoted where it could pass for further fields: some are other people's words."""
    if isinstance(value, str) and (" " in value or '"' in value or not value.isprintable()):
        return json.dumps(value)
    return value


def call_line(record: CallRecord, level: int) -> Line:
    created = time.time()
    return Line(level, created, call_fields(record, level, created))


def call_fields(record: CallRecord, level: int, created: float) -> Fields:
    fields: Fields = {
        "time": timestamp(created), "level": LEVELS[level], "logger": CALLS, "event": "call", "pid": _pid,
        "edge": record.edge, "operation": record.operation, "connector": record.connector,
        "merchant_id": record.merchant_id, "request_id": record.request_id, "rpc": record.rpc,
        "environment": record.environment, "outcome": record.outcome, "code": record.code,
        "ms": _ms(record.seconds), "request_bytes": record.request_bytes, "response_bytes": record.response_bytes,
        "sent": record.sent,
    }
    if record.status is not None:
        fields["status"] = record.status
    if record.tenant_id:
        fields["tenant_id"] = record.tenant_id
    if record.reference_id is not None:
        fields["reference_id"] = record.reference_id
    if record.resource_id is not None:
        fields["resource_id"] = record.resource_id
    if record.principal is not None:
        fields["principal"] = record.principal
    if record.shadow:
        fields["shadow"] = True
    return _with_trace(fields, record.trace)


def request_line(record: SentRecord, level: int) -> Line:
    created = time.time()
    return Line(level, created, request_fields(record, level, created))


def request_fields(record: SentRecord, level: int, created: float) -> Fields:
    call = record.call
    fields: Fields = {
        "time": timestamp(created), "level": LEVELS[level], "logger": REQUESTS, "event": "request",
        "pid": _pid, "edge": call.edge, "operation": call.operation, "connector": call.connector,
        "merchant_id": call.merchant_id, "request_id": call.request_id, "method": record.method,
        "origin": record.origin, "path": shown_path(record.path), "outcome": record.outcome, "ms": _ms(record.seconds),
        "request_bytes": record.request_bytes, "response_bytes": record.response_bytes, "attempts": record.attempts,
    }
    if record.status is not None:
        fields["code"] = record.status
    if record.reason is not None:
        fields["reason"] = masked(record.reason)
    return _with_trace(fields, record.trace)


def bodies_line(record: SentRecord, shown_parts: Mapping[str, Any]) -> Line:
    created = time.time()
    call = record.call
    return Line(logging.DEBUG, created, _with_trace({
        "time": timestamp(created), "level": LEVELS[logging.DEBUG], "logger": REQUESTS, "event": "bodies",
        "pid": _pid, "edge": call.edge, "operation": call.operation, "connector": call.connector,
        "merchant_id": call.merchant_id, "request_id": call.request_id, **shown_parts,
    }, record.trace))


def event_line(level: int, event: str, **more: str) -> Line:
    """Of the server itself."""
    created = time.time()
    return Line(level, created, {"time": timestamp(created), "level": LEVELS[level], "logger": SERVER,
                                 "event": event, "pid": _pid, **more})


def _with_trace(fields: Fields, trace: Trace | None) -> Fields:
    if trace is not None:
        fields["trace_id"] = trace.trace_id
        fields["span_id"] = trace.span_id
    return fields


def _ms(seconds: float) -> float:
    return int(seconds * 100_000) / 100


def call_level(record: CallRecord) -> int:
    """An outcome that nobody knows is a warning, so is a call that its caller gave up after its bytes had left."""
    return _level(record.outcome, lost=record.sent > 0)


def request_level(record: SentRecord) -> int:
    return _level(record.outcome, lost=True)


def _level(outcome: str, *, lost: bool) -> int:
    if outcome in ("ok", "declined"):
        return logging.INFO
    if outcome == "internal":
        return logging.ERROR
    return logging.WARNING if outcome == "outcome_unknown" or (lost and outcome == "cancelled") else logging.INFO


_second: tuple[int, str] = (0, "")
_pid = 0  # to ask the system each time costs as much as a metric


def _look_up_pid() -> None:
    global _pid
    _pid = os.getpid()


_look_up_pid()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_look_up_pid)


def timestamp(epoch_s: float) -> str:
    """RFC 3339 in UTC, to the millisecond. The text up to the second is kept: it is that of the line before."""
    global _second
    whole = int(epoch_s)
    kept = _second
    if kept[0] != whole:
        kept = _second = (whole, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)))
    return f"{kept[1]}.{int((epoch_s - whole) * 1000):03d}Z"
