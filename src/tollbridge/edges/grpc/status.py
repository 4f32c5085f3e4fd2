"""Our errors as gRPC answers with them: status code, message, and details in `grpc-status-details-bin`.

The details are a google.rpc.Status of ErrorInfo (domain "tollbridge"), BadRequest or RetryInfo, and the contract's own
IntegrationError (nothing was sent) or ConnectorError (the processor refused, or nobody knows). A server set to "ucs"
sends the contract's error alone, bare, as the reference implementation does.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from tollbridge.domain.errors import (
    BadCredentials,
    BadInput,
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Problem,
    Rejected,
    SignatureMismatch,
    Unreachable,
    Unsupported,
)
from tollbridge.domain.masking import masked
from tollbridge.edges.grpc.errors import NoCredentials, Overloaded
from tollbridge.edges.grpc.options import ErrorDetails

DETAILS = "grpc-status-details-bin"
DOMAIN = "tollbridge"
MESSAGE_BYTES = 500
FACT_BYTES = 400
VIOLATION_BYTES = 2048
"""Trailers have to fit into the 8 KiB that clients take by default, and grow on the wire: `grpc-message` to three times
its size where it is not ASCII, details to four thirds. With the message in four places, these three always fit.
"""
UNADVISED_WAIT = timedelta(seconds=1)
"""After a 429 whose processor does not say how long to wait, and when this server has too much to do."""

Code = grpc.StatusCode
_KINDS: tuple[tuple[type[ConnectorError], grpc.StatusCode, str], ...] = (
    (NoCredentials, Code.UNAUTHENTICATED, "MISSING_CREDENTIALS"),
    (MissingField, Code.INVALID_ARGUMENT, "MISSING_REQUIRED_FIELD"),
    (InvalidField, Code.INVALID_ARGUMENT, "INVALID_FIELD"),
    (Unsupported, Code.FAILED_PRECONDITION, "UNSUPPORTED"),
    (Unreachable, Code.UNAVAILABLE, "UNREACHABLE"),
    (BadCredentials, Code.FAILED_PRECONDITION, "INVALID_CONNECTOR_CONFIG"),
    (BadInput, Code.INVALID_ARGUMENT, "BAD_INPUT"),
    (Overloaded, Code.RESOURCE_EXHAUSTED, "OVERLOADED"),
    (NotSent, Code.UNAVAILABLE, "NOT_SENT"),  # a pre-step failed on the way: the operation itself never left
    (Rejected, Code.FAILED_PRECONDITION, "REJECTED"),
    (OutcomeUnknown, Code.UNKNOWN, "OUTCOME_UNKNOWN"),
    (SignatureMismatch, Code.UNAUTHENTICATED, "SIGNATURE_MISMATCH"),
)
_REJECTED = {404: Code.NOT_FOUND, 429: Code.RESOURCE_EXHAUSTED}


class Refusal(Struct, frozen=True):
    """How a call ends that has no answer. `details` is the value of the trailer `grpc-status-details-bin`."""

    code: grpc.StatusCode
    message: str
    details: bytes


def refusal(error: Exception, details: ErrorDetails, instead: tuple[str, ...] = ()) -> Refusal:
    """`instead` names connectors that do what this one does not. Of an error that is none of ours, no word is told."""
    found = next((kind for kind in _KINDS if isinstance(error, kind[0])), None)
    if found is None or not isinstance(error, ConnectorError):
        return _written(Code.INTERNAL, "INTERNAL", "internal error", WireIntegrationError(), {}, details)
    _, code, reason = found
    message = _text(error, instead)
    if isinstance(error, Rejected):
        code = _REJECTED.get(error.http_status, code)
        wire = _connector_error(error.http_status)
        told = wire.error_info.connector_details
        told.code, told.message = _shown(error.code), _shown(error.message)
        return _written(code, reason, message, wire, _facts(error, instead), details, _retry(error))
    if isinstance(error, OutcomeUnknown):
        return _written(code, reason, message, _connector_error(error.http_status), _facts(error, instead), details)
    return _written(code, reason, message, WireIntegrationError(), _facts(error, instead), details,
                    _retry_after(UNADVISED_WAIT) if isinstance(error, Overloaded) else _violations(error))


def _written(code: grpc.StatusCode, reason: str, message: str, wire: WireIntegrationError | WireConnectorError,
             facts: Mapping[str, str], details: ErrorDetails, more: Message | None = None) -> Refusal:
    wire.error_message, wire.error_code = message, reason
    if details is ErrorDetails.UCS:
        return Refusal(code, message, wire.SerializeToString())
    status = Status(code=code.value[0], message=message)
    for detail in (ErrorInfo(reason=reason, domain=DOMAIN, metadata=facts), more, wire):
        if detail is not None:
            status.details.add().Pack(detail)
    return Refusal(code, message, status.SerializeToString())


def _text(error: ConnectorError, instead: tuple[str, ...]) -> str:
    text = str(error)
    if isinstance(error, OutcomeUnknown):
        text = f"outcome unknown: {text}; {error.advice}"
    if isinstance(error, Unsupported) and instead and not error.instead:
        text = str(Unsupported(error.what, instead=instead))
    return _shown(text)


def _facts(error: ConnectorError, instead: tuple[str, ...]) -> dict[str, str]:
    """What a program may decide by."""
    if isinstance(error, OutcomeUnknown):
        facts = {"reference": error.reference, "advice": error.advice, "repeatable": str(error.repeatable).lower(),
                 "syncable": str(error.syncable).lower(), "idempotency_key": error.idempotency_key,
                 "key_taken": "true" if error.key_taken else ""}
        return {name: value for name, value in facts.items() if value and len(value.encode()) <= FACT_BYTES}
    if isinstance(error, Rejected):
        return {"code": _shown(error.code), "http_status": str(error.http_status)}
    if isinstance(error, Unsupported):
        names = ",".join(error.instead or instead)
        return {"what": _shown(error.what)} | ({"instead": names} if names else {})
    return {}


def _violations(error: ConnectorError) -> BadRequest | None:
    """Every problem of the request, as far as a trailer has room."""
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    if not problems and isinstance(error, BadInput):
        problems = tuple(Problem(path, _shown(str(error))) for path in error.paths)
    if not problems:
        return None
    listed = BadRequest()
    room = VIOLATION_BYTES
    for problem in problems:
        violation = BadRequest.FieldViolation(field=problem.path, description=_shown(problem.why))
        room -= violation.ByteSize()
        if room < 0:
            break
        listed.field_violations.append(violation)
    return listed


def _retry(error: Rejected) -> RetryInfo | None:
    unadvised = UNADVISED_WAIT if error.http_status == 429 else None
    wait = unadvised if error.retry_after is None else error.retry_after
    return None if wait is None else _retry_after(wait)


def _retry_after(wait: timedelta) -> RetryInfo:
    told = RetryInfo()
    told.retry_delay.FromTimedelta(wait)
    return told


def _connector_error(http_status: int | None) -> WireConnectorError:
    return WireConnectorError() if http_status is None else WireConnectorError(http_status_code=http_status)


def _shown(text: str) -> str:
    """Processors repeat what they were sent: card numbers in their words are masked, and long texts cut."""
    text = masked(text)
    if len(text.encode()) <= MESSAGE_BYTES:
        return text
    return text.encode()[:MESSAGE_BYTES - 3].decode(errors="ignore") + "..."
