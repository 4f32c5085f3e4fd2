"""What an attempt's end means for its operation: done, refused, tried again, or for a person to find out."""

from __future__ import annotations

import random
from enum import Enum, auto
from typing import NamedTuple

from tollbridge.service.refusals import Refusal

FIRST_WAIT_S, LONGEST_WAIT_S = 0.25, 30.0
UNSEALED = ("an attempt ended without a word; its card data or credentials are gone, so that it cannot be repeated "
            "with its key")
UNRECORDED = "it is older than the records: that it has none does not say that it was never begun"
UNASKED = ("an attempt ended without a word; it cannot be repeated with its key, and the processor cannot be asked")
RESTORED = ("the records were restored from a backup: it may have been carried out before, it cannot be repeated with "
            "its key, and the processor cannot be asked")
"""Why an operation is for a person to look at."""


class Next(Enum):
    REFUSED = auto()
    """It ends here, with this error; nothing was done."""
    AGAIN = auto()
    """Nothing was done; it is tried again."""
    PAUSED = auto()
    """Nothing was done, and nothing will be until somebody mends the account: it is tried again, less often."""
    UNKNOWN = auto()
    """It may have been done."""


class Judged(NamedTuple):
    next: Next
    wait_s: float = 0.0


_AGAIN = frozenset({"UNREACHABLE", "NOT_SENT", "OVERLOADED", "DEADLINE_EXCEEDED", "CIRCUIT_OPEN"})


def judge(refusal: Refusal, attempts: int, *, earlier_unknown: bool) -> Judged:
    """`earlier_unknown`: an attempt before this one may have been carried out. Then nothing but a result settles it:
    that a later attempt was refused, or never left, says nothing about the earlier one.
    """
    if refusal.reason == "OUTCOME_UNKNOWN" or earlier_unknown:
        return Judged(Next.UNKNOWN, _told(refusal) or backoff(attempts))
    if refusal.reason == "REJECTED":
        if refusal.http_status in (401, 403):
            return Judged(Next.PAUSED, backoff(attempts + 2))
        if refusal.http_status == 429:
            return Judged(Next.AGAIN, max(_told(refusal), backoff(attempts)))
        return Judged(Next.REFUSED)
    if refusal.reason in _AGAIN:
        return Judged(Next.AGAIN, max(_told(refusal), backoff(attempts)))
    return Judged(Next.REFUSED)


def backoff(attempts: int) -> float:
    """Full jitter, but never nothing: others are to have their turn."""
    bound = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(attempts, 20))
    return bound / 4 + random.uniform(0, bound * 3 / 4)  # noqa: S311 - spreads load, keeps no secret


def _told(refusal: Refusal) -> float:
    return refusal.retry_after.total_seconds() if refusal.retry_after is not None else 0.0
