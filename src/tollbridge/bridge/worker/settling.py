"""What a sync says about an operation of which nobody knows whether it was carried out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from tollbridge.bridge.messages import Problem, encode_json
from tollbridge.domain.errors import OutcomeUnknown
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


def judge(operation: Operation[Any, Any], payment: Mapping[str, Any], request: Mapping[str, Any]) -> Verdict:
    """By the state of the payment it is about, in the contract's JSON; by its amounts too, for another payment may have
    the same reference, and another capture may have taken its part.
    """
    status = payment.get("status")
    if operation in BEGINS:
        return Verdict.DONE if _alike(payment.get("amount"), request.get("amount")) else Verdict.UNKNOWN
    if operation is CAPTURE:
        if status in TAKEN and not request.get("multiple_capture_data"):
            taken, wanted = payment.get("captured_amount"), request.get("amount_to_capture")
            alike = taken is None or not wanted or int(taken) == int(wanted["minor_amount"])
            return Verdict.DONE if alike else Verdict.UNKNOWN
        return Verdict.ABSENT if status in HELD else Verdict.UNKNOWN
    if operation is VOID or operation is REVERSE:
        before = HELD if operation is VOID else TAKEN
        return Verdict.DONE if status in LET_GO else Verdict.ABSENT if status in before else Verdict.UNKNOWN
    return Verdict.UNKNOWN


def _alike(stated: Any, asked: Any) -> bool:
    """Whether two amounts are the same; one that is not stated says nothing."""
    if not stated or not asked:
        return True
    return (int(stated["minor_amount"]), stated["currency"]) == (int(asked["minor_amount"]), asked["currency"])


def key_is_kept(idempotency: Idempotency | None, age_s: float) -> bool:
    """Whether the processor still knows the key of an operation that was accepted so long ago."""
    if idempotency is None or idempotency.kept_for is None:
        return True
    return age_s < idempotency.kept_for.total_seconds() - KEY_MARGIN_S


def may_repeat(unknown: OutcomeUnknown, barred: bool, idempotency: Idempotency | None,
               age_s: float) -> bool:
    """Whether an attempt may be made again with its key, so long after it was accepted. It is advised anew here, and
    knows nothing of the answers that earlier ones had: `barred` does.
    """
    return unknown.repeatable and not barred and key_is_kept(idempotency, age_s)


def bars(problem: Problem) -> bool:
    """Whether an answer says that the attempt may not be made again, whatever its key: it was an error, which some
    processors do not keep, or the key is another's.
    """
    return problem.facts.get("repeatable") == "false"


def kept(result: Mapping[str, Any]) -> Mapping[str, Any]:
    """A result as it is recorded: without tokens that prove who calls."""
    state = result.get("state")
    if isinstance(state, Mapping) and "access_token" in state:
        left = {name: value for name, value in state.items() if name != "access_token"}
        return {**result, "state": left} if left else {name: its for name, its in result.items() if name != "state"}
    return result


def fitting(result: Mapping[str, Any], most: int) -> tuple[bytes, tuple[str, ...]]:
    """A result as it is recorded, in a message of so many bytes; and the fields that had to be left out for it, the
    largest first. It was carried out: that its page or its headers do not fit must not keep that from being written.
    """
    left, out = dict(kept(result)), list[str]()
    written = encode_json(left)
    while len(written) > most and left:
        largest = max(left, key=lambda name: len(encode_json(left[name])))
        del left[largest]
        out.append(largest)
        written = encode_json(left)
    return written, tuple(out)


def question(request: Mapping[str, Any], reference: str) -> dict[str, Any]:
    """A sync of the payment that this request may have made."""
    asked: dict[str, Any] = {"connector_transaction_id": reference}
    for name in ("merchant_transaction_id", "amount", "connector_feature_data"):
        if request.get(name):
            asked[name] = request[name]
    return asked
