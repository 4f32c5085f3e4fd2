"""The idempotency key of a request that was given none: the merchant's own id of the operation."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from tollbridge.domain.operations import OPERATIONS, Effect, Operation

SHARED = frozenset({"merchant_order_id", "merchant_request_id", "merchant_account_id"})
"""Ids that several operations of a payment have in common: as a key, one would swallow the next."""


def own_key(request: object) -> str | None:
    """merchant_transaction_id of an authorize, merchant_refund_id of a refund, ...; None where there is none.

    A query has none: its merchant_transaction_id is the key of the payment that it asks about.
    """
    kind: Any = type(request)
    name = _field(kind)
    value = getattr(request, name) if name else None
    return value or None

def sent_key(operation: Operation[Any, Any], request: object, given: str | None) -> str | None:
    """The idempotency key of a call: the caller's, else the request's own id, else a new one if it changes something.

    With a new one, too, the call can be repeated after an OutcomeUnknown, which has it.
    """
    key = given or own_key(request)
    return key if key or operation.effect is Effect.QUERY else os.urandom(16).hex()


_QUERIES = frozenset(operation.request for operation in OPERATIONS if operation.effect is Effect.QUERY)


@cache
def _field(kind: Any) -> str | None:
    if kind in _QUERIES:
        return None
    names = getattr(kind, "__struct_fields__", ())
    return next((name for name in names
                 if name.startswith("merchant_") and name.endswith("_id") and name not in SHARED), None)
