"""The idempotency key of a request that was given none: the merchant's own id of the operation."""

from __future__ import annotations

from functools import cache
from typing import Any

SHARED = frozenset({"merchant_order_id", "merchant_request_id", "merchant_account_id"})
"""Ids that several operations of a payment have in common: as a key, one would swallow the next."""


def own_key(request: object) -> str | None:
    """merchant_transaction_id of an authorize, merchant_refund_id of a refund, ...; None where there is none."""
    kind: Any = type(request)
    name = _field(kind)
    value = getattr(request, name) if name else None
    return value or None


@cache
def _field(kind: Any) -> str | None:
    names = getattr(kind, "__struct_fields__", ())
    return next((name for name in names
                 if name.startswith("merchant_") and name.endswith("_id") and name not in SHARED), None)
