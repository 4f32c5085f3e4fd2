"""A refusal as it travels, and back."""

from __future__ import annotations

from datetime import timedelta

from tollbridge.bridge.messages import Problem
from tollbridge.domain.errors import Problem as FieldProblem
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
