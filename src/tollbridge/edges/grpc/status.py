"""Our errors as gRPC answers with them: status code, message, and details in `grpc-status-details-bin`.

The details are a google.rpc.Status of ErrorInfo (domain "tollbridge"), BadRequest or RetryInfo, and the contract's own
IntegrationError (nothing was sent) or ConnectorError (the processor refused, or nobody knows). A server set to "ucs"
sends the contract's error alone, bare, as the reference implementation does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

import grpc
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from msgspec import Struct

from tollbridge.contract.pb.errors_pb2 import (
    ConnectorError as WireConnectorError,
    IntegrationError as WireIntegrationError,
)
from tollbridge.domain.errors import Problem
from tollbridge.edges.grpc.options import ErrorDetails
from tollbridge.service.refusals import Refusal, cut

DETAILS = "grpc-status-details-bin"
DOMAIN = "tollbridge"
MESSAGE_BYTES = 500
FACT_BYTES = 400
VIOLATION_BYTES = 2048
"""Trailers have to fit into the 8 KiB that clients take by default, and grow on the wire: `grpc-message` to three times
its size where it is not ASCII, details to four thirds. With the message in four places, these three always fit.
"""

Code = grpc.StatusCode
CODES: Mapping[str, grpc.StatusCode] = {
    "MISSING_CREDENTIALS": Code.UNAUTHENTICATED,
    "UNAUTHENTICATED": Code.UNAUTHENTICATED,
    "FORBIDDEN": Code.PERMISSION_DENIED,
    "MISSING_REQUIRED_FIELD": Code.INVALID_ARGUMENT,
    "INVALID_FIELD": Code.INVALID_ARGUMENT,
    "UNSUPPORTED": Code.FAILED_PRECONDITION,
    "UNREACHABLE": Code.UNAVAILABLE,
    "INVALID_CONNECTOR_CONFIG": Code.FAILED_PRECONDITION,
    "BAD_INPUT": Code.INVALID_ARGUMENT,
    "OVERLOADED": Code.RESOURCE_EXHAUSTED,
    "DEADLINE_EXCEEDED": Code.DEADLINE_EXCEEDED,
    "NOT_SENT": Code.UNAVAILABLE,
    "REJECTED": Code.FAILED_PRECONDITION,
    "OUTCOME_UNKNOWN": Code.UNKNOWN,
    "PROCESSING": Code.UNKNOWN,
    "IDEMPOTENCY_CONFLICT": Code.ALREADY_EXISTS,
    "CIRCUIT_OPEN": Code.UNAVAILABLE,
    "NO_WORKERS": Code.UNAVAILABLE,
    "REATTEMPT_REFUSED": Code.FAILED_PRECONDITION,
    "CARD_DATA_EXPIRED": Code.FAILED_PRECONDITION,
    "DEPENDENCY_FAILED": Code.FAILED_PRECONDITION,
    "SIGNATURE_MISMATCH": Code.UNAUTHENTICATED,
    "UNKNOWN_OPERATION": Code.NOT_FOUND,
    "INTERNAL": Code.INTERNAL,
}
_REJECTED = {404: Code.NOT_FOUND, 429: Code.RESOURCE_EXHAUSTED}


class Ending(Struct, frozen=True):
    """How a call ends that has no answer. `details` is the value of the trailer `grpc-status-details-bin`."""

    code: grpc.StatusCode
    message: str
    details: bytes


def ending(refusal: Refusal, details: ErrorDetails) -> Ending:
    code = CODES[refusal.reason]
    if refusal.reason == "REJECTED":
        code = _REJECTED.get(refusal.http_status or 0, code)
    message = cut(refusal.message, MESSAGE_BYTES)
    wire: WireIntegrationError | WireConnectorError = WireIntegrationError()
    if refusal.from_processor:
        wire = WireConnectorError() if refusal.http_status is None else WireConnectorError(
            http_status_code=refusal.http_status)
        if refusal.code or refusal.said:
            told = wire.error_info.connector_details
            told.code, told.message = cut(refusal.code, MESSAGE_BYTES), cut(refusal.said, MESSAGE_BYTES)
    wire.error_message = message
    wire.error_code = refusal.reason
    if details is ErrorDetails.UCS:
        return Ending(code, message, wire.SerializeToString())
    status = Status(code=code.value[0], message=message)
    for detail in (ErrorInfo(reason=refusal.reason, domain=DOMAIN, metadata=_facts(refusal.facts)),
                   _retry(refusal.retry_after), _violations(refusal.problems), wire):
        if detail is not None:
            status.details.add().Pack(detail)
    return Ending(code, message, status.SerializeToString())


def _facts(facts: Mapping[str, str]) -> dict[str, str]:
    """As far as a trailer has room: of a text, its beginning; an id that was cut would be another."""
    shown = {name: cut(value, MESSAGE_BYTES) if name in ("code", "what") else value for name, value in facts.items()}
    return {name: value for name, value in shown.items()
            if name in ("code", "what", "instead") or len(value.encode()) <= FACT_BYTES}


def _violations(problems: Iterable[Problem]) -> Message | None:
    """Every problem of the request, as far as a trailer has room."""
    listed = BadRequest()
    room = VIOLATION_BYTES
    for problem in problems:
        violation = BadRequest.FieldViolation(field=problem.path, description=cut(problem.why, MESSAGE_BYTES))
        room -= violation.ByteSize()
        if room < 0:
            break
        listed.field_violations.append(violation)
    return listed if listed.field_violations else None


def _retry(wait: timedelta | None) -> RetryInfo | None:
    if wait is None:
        return None
    told = RetryInfo()
    told.retry_delay.FromTimedelta(wait)
    return told
