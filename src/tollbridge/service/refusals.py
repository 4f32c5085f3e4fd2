"""Our errors as every edge tells them: a reason for programs, a text for people, facts to decide by.

What an edge adds is its own code for the reason: a gRPC status, an HTTP status.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct

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
from tollbridge.service.errors import (
    CircuitOpen,
    Conflict,
    Expired,
    Forbidden,
    NoCredentials,
    NoReattempt,
    NoWorkers,
    Overloaded,
    Processing,
    Relayed,
    TooLate,
    Unauthenticated,
    Unconfirmed,
    Unpreceded,
)

UNADVISED_WAIT = timedelta(seconds=1)
"""After a 429 whose processor does not say how long to wait, and when this server has too much to do."""
INTERNAL = "INTERNAL"

REASONS: tuple[tuple[type[ConnectorError], str], ...] = (
    (NoCredentials, "MISSING_CREDENTIALS"),
    (Unauthenticated, "UNAUTHENTICATED"),
    (Forbidden, "FORBIDDEN"),
    (MissingField, "MISSING_REQUIRED_FIELD"),
    (InvalidField, "INVALID_FIELD"),
    (Unsupported, "UNSUPPORTED"),
    (Unreachable, "UNREACHABLE"),
    (BadCredentials, "INVALID_CONNECTOR_CONFIG"),
    (Conflict, "IDEMPOTENCY_CONFLICT"),
    (BadInput, "BAD_INPUT"),
    (CircuitOpen, "CIRCUIT_OPEN"),
    (Overloaded, "OVERLOADED"),
    (NoWorkers, "NO_WORKERS"),
    (NoReattempt, "REATTEMPT_REFUSED"),
    (Expired, "CARD_DATA_EXPIRED"),
    (Unpreceded, "DEPENDENCY_FAILED"),
    (TooLate, "DEADLINE_EXCEEDED"),
    (NotSent, "NOT_SENT"),  # a pre-step failed on the way: the operation itself never left
    (Rejected, "REJECTED"),
    (Processing, "PROCESSING"),
    (OutcomeUnknown, "OUTCOME_UNKNOWN"),
    (SignatureMismatch, "SIGNATURE_MISMATCH"),
)
"""The first kind that an error is of."""


class Refusal(Struct, frozen=True):
    """How a call ends that has no answer. Texts are masked, of whatever length.

    `processor` is the processor's HTTP status where it is the processor that refused, or of whose doing nobody knows;
    `code` and `said` are its own words.
    """

    reason: str
    message: str
    facts: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()
    retry_after: timedelta | None = None
    from_processor: bool = False
    http_status: int | None = None
    code: str = ""
    said: str = ""


def reason_of(error: BaseException) -> str:
    """INTERNAL for what is none of ours."""
    if isinstance(error, Relayed):
        return error.refusal.reason
    return next((reason for kind, reason in REASONS if isinstance(error, kind)), INTERNAL)


def refusal(error: BaseException, instead: tuple[str, ...] = ()) -> Refusal:
    """`instead` names connectors that do what this one does not. Of an error that is none of ours, no word is told."""
    if isinstance(error, Relayed):
        return error.refusal
    reason = reason_of(error)
    if reason == INTERNAL or not isinstance(error, ConnectorError):
        return Refusal(INTERNAL, "internal error")
    message = _text(error, instead)
    if isinstance(error, Rejected):
        return Refusal(reason, message, _facts(error, instead), retry_after=_wait(error), from_processor=True,
                       http_status=error.http_status, code=masked(error.code), said=masked(error.message))
    if isinstance(error, OutcomeUnknown):
        return Refusal(reason, message, _facts(error, instead), from_processor=True, http_status=error.http_status)
    wait = (error.retry_after or UNADVISED_WAIT) if isinstance(error, Overloaded) else \
        error.retry_after if isinstance(error, NoReattempt) else None
    return Refusal(reason, message, _facts(error, instead), _problems(error), wait)


def _text(error: ConnectorError, instead: tuple[str, ...]) -> str:
    text = str(error)
    if isinstance(error, OutcomeUnknown):
        text = f"outcome unknown: {text}; {error.advice}"
    if isinstance(error, Unsupported) and instead and not error.instead:
        text = str(Unsupported(error.what, instead=instead))
    return masked(text)


def _facts(error: ConnectorError, instead: tuple[str, ...]) -> dict[str, str]:
    """What a program may decide by."""
    if isinstance(error, OutcomeUnknown):
        facts = {"reference": error.reference, "advice": error.advice, "repeatable": str(error.repeatable).lower(),
                 "syncable": str(error.syncable).lower(), "idempotency_key": error.idempotency_key,
                 "key_taken": "true" if error.key_taken else ""}
        if isinstance(error, Processing | Unconfirmed):
            facts["operation_id"] = error.operation_id
        if isinstance(error, Processing):
            facts["state"] = error.state
        return {name: value for name, value in facts.items() if value}
    if isinstance(error, Rejected):
        return {"code": masked(error.code), "http_status": str(error.http_status)}
    if isinstance(error, NoReattempt):
        return dict(error.facts)
    if isinstance(error, Unsupported):
        names = ",".join(error.instead or instead)
        return {"what": masked(error.what)} | ({"instead": names} if names else {})
    return {}


def _problems(error: ConnectorError) -> tuple[Problem, ...]:
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    if not problems and isinstance(error, BadInput):
        problems = tuple(Problem(path, str(error)) for path in error.paths)
    return tuple(Problem(problem.path, masked(problem.why)) for problem in problems)


def _wait(error: Rejected) -> timedelta | None:
    unadvised = UNADVISED_WAIT if error.http_status == 429 else None
    return unadvised if error.retry_after is None else error.retry_after


def cut(text: str, most_bytes: int) -> str:
    """The beginning of a text, for where there is only so much room."""
    encoded = text.encode()
    return text if len(encoded) <= most_bytes else encoded[:most_bytes - 3].decode(errors="ignore") + "..."
