"""What a sync says about an operation of which nobody knows whether it was carried out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from tollbridge.domain.operations import (
    AUTHORIZE,
    CAPTURE,
    PROXY_AUTHORIZE,
    REVERSE,
    TOKEN_AUTHORIZE,
    VOID,
    Operation,
)
from tollbridge.kit.connector import Idempotency

BEGINS = frozenset({AUTHORIZE, TOKEN_AUTHORIZE, PROXY_AUTHORIZE})
"""What makes a payment: that there is one settles it."""
TAKEN = frozenset({"CHARGED", "PARTIAL_CHARGED", "CAPTURE_INITIATED", "AUTO_REFUNDED"})
LET_GO = frozenset({"VOIDED", "VOID_INITIATED", "VOIDED_POST_CAPTURE"})
HELD = frozenset({"AUTHORIZED", "PARTIALLY_AUTHORIZED"})
KEY_MARGIN_S = 600.0
"""So long before a processor forgets a key, it is not relied on any more."""


class Verdict(Enum):
    DONE = auto()
    ABSENT = auto()
    UNKNOWN = auto()


def judge(operation: Operation[Any, Any], payment: Mapping[str, Any]) -> Verdict:
    """By the state of the payment it is about, in the contract's JSON."""
    status = payment.get("status")
    if operation in BEGINS:
        return Verdict.DONE
    if operation is CAPTURE:
        return Verdict.DONE if status in TAKEN else Verdict.ABSENT if status in HELD else Verdict.UNKNOWN
    if operation is VOID or operation is REVERSE:
        before = HELD if operation is VOID else TAKEN
        return Verdict.DONE if status in LET_GO else Verdict.ABSENT if status in before else Verdict.UNKNOWN
    return Verdict.UNKNOWN


def key_is_kept(idempotency: Idempotency | None, age_s: float) -> bool:
    """Whether the processor still knows the key of an operation that was accepted so long ago."""
    if idempotency is None or idempotency.kept_for is None:
        return True
    return age_s < idempotency.kept_for.total_seconds() - KEY_MARGIN_S
