"""Processors' status words to ours. A word its pages do not have is nobody's success and nobody's failure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import Generic, TypeVar

from tollbridge.domain.statuses import (
    AuthorizationStatus,
    MandateStatus,
    PaymentStatus,
    PayoutStatus,
    RechargeStatus,
    RefundStatus,
)

S = TypeVar("S")


class StatusMap(dict[str, S], Generic[S]):
    """Processor's word to ours; every other word is `unknown`, and `seen_unknown` counts them."""

    def __init__(self, unknown: S, known: Mapping[str, S]) -> None:
        super().__init__(known)
        self.unknown = unknown
        self.seen_unknown = 0

    def __missing__(self, word: str) -> S:
        self.seen_unknown += 1
        _unknown.append(word if _WORD.fullmatch(word) else f"({len(word)} characters)")
        return self.unknown


_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
"""What may be told of an unknown status. What is no word may be the request, repeated."""
_unknown: deque[str] = deque(maxlen=16)


def take_unknown() -> tuple[str, ...]:
    """The words that no map knew since this was last asked: whoever reads an answer asks right after, to tell them."""
    if not _unknown:
        return ()
    words = tuple(_unknown)
    _unknown.clear()
    return words


def payment_statuses(**known: PaymentStatus) -> StatusMap[PaymentStatus]:
    return StatusMap(PaymentStatus.UNRESOLVED, known)


def authorization_statuses(**known: AuthorizationStatus) -> StatusMap[AuthorizationStatus]:
    return StatusMap(AuthorizationStatus.AUTHORIZATION_UNRESOLVED, known)


def refund_statuses(**known: RefundStatus) -> StatusMap[RefundStatus]:
    return StatusMap(RefundStatus.REFUND_MANUAL_REVIEW, known)


def payout_statuses(**known: PayoutStatus) -> StatusMap[PayoutStatus]:
    return StatusMap(PayoutStatus.PENDING, known)


def mandate_statuses(**known: MandateStatus) -> StatusMap[MandateStatus]:
    return StatusMap(MandateStatus.MANDATE_PENDING, known)


def recharge_statuses(**known: RechargeStatus) -> StatusMap[RechargeStatus]:
    return StatusMap(RechargeStatus.RECHARGE_PENDING, known)
