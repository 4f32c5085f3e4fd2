"""A refusal as it travels, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from tollbridge.bridge.messages import Problem
from tollbridge.domain.errors import (
    BadCredentials,
    BadInput,
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Problem as FieldProblem,
    Rejected,
    SignatureMismatch,
    Unsupported,
)
from tollbridge.service.errors import Overloaded, Processing
from tollbridge.service.refusals import INTERNAL, REASONS, Refusal

KNOWN = frozenset(reason for _, reason in REASONS)


def problem_of(refusal: Refusal) -> Problem:
    return Problem(
        reason=refusal.reason, message=refusal.message, facts=dict(refusal.facts),
        problems=tuple((its.path, its.why) for its in refusal.problems),
        retry_after_s=None if refusal.retry_after is None else refusal.retry_after.total_seconds(),
        from_processor=refusal.from_processor, http_status=refusal.http_status, code=refusal.code, said=refusal.said)


def refusal_of(problem: Problem) -> Refusal:
    """Reasons that this version does not know are told as INTERNAL: another version's worker said them."""
    return Refusal(
        reason=problem.reason if problem.reason in KNOWN else INTERNAL, message=problem.message, facts=problem.facts,
        problems=tuple(FieldProblem(path, why) for path, why in problem.problems),
        retry_after=None if problem.retry_after_s is None else timedelta(seconds=problem.retry_after_s),
        from_processor=problem.from_processor, http_status=problem.http_status, code=problem.code, said=problem.said)


def error_of(refusal: Refusal) -> ConnectorError:
    """The refusal as an error of the library's tree, for who calls in Python.

    One that this version does not know is an unknown outcome: nobody can say that nothing was done.
    """
    make = _MADE.get(refusal.reason)
    if make is not None:
        return make(refusal)
    kind = next((kind for kind, reason in REASONS if reason == refusal.reason), None)
    if kind is None or not issubclass(kind, NotSent):
        return OutcomeUnknown(refusal.message)
    return kind(refusal.message, refusal.retry_after) if issubclass(kind, Overloaded) else kind(refusal.message)


def _fields(refusal: Refusal) -> ConnectorError:
    if not refusal.problems:
        return BadInput(refusal.message)
    first, *others = refusal.problems
    return InvalidField(first.path, first.why, *others)


def _unknown(refusal: Refusal) -> OutcomeUnknown:
    facts = refusal.facts
    its_id = facts.get("operation_id")
    why = refusal.message.removeprefix("outcome unknown: ").removesuffix(f"; {facts.get('advice')}")
    unknown = Processing(its_id, facts.get("state", "ACCEPTED")) if refusal.reason == "PROCESSING" and its_id \
        else OutcomeUnknown(why, http_status=refusal.http_status, reference=facts.get("reference"),
                            key_taken=facts.get("key_taken") == "true")
    unknown.idempotency_key = facts.get("idempotency_key")
    unknown.repeatable, unknown.syncable = facts.get("repeatable") == "true", facts.get("syncable") == "true"
    return unknown


def _unsupported(refusal: Refusal) -> Unsupported:
    instead = refusal.facts.get("instead", "")
    return Unsupported(refusal.facts.get("what") or refusal.message, instead=tuple(filter(None, instead.split(","))))


_MADE: Mapping[str, Callable[[Refusal], ConnectorError]] = {
    "MISSING_REQUIRED_FIELD": lambda its: MissingField(*(path for path, _ in its.problems)),
    "INVALID_FIELD": _fields, "UNSUPPORTED": _unsupported, "OUTCOME_UNKNOWN": _unknown, "PROCESSING": _unknown,
    "INVALID_CONNECTOR_CONFIG": lambda its: BadCredentials(its.message, problems=its.problems),
    "REJECTED": lambda its: Rejected(its.code, its.said, its.http_status or 0, its.retry_after),
    "SIGNATURE_MISMATCH": lambda its: SignatureMismatch(its.message),
}
