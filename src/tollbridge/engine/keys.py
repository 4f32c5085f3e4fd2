"""The idempotency key of a request that was given none: the merchant's own id of the operation."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from tollbridge.domain.errors import InvalidField
from tollbridge.domain.operations import (
    AUTHORIZE,
    DELETE_TOKEN,
    OPERATIONS,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    RECHARGE_PAYMENT_METHOD,
    SETUP_MANDATE,
    SUBMIT_EVIDENCE,
    TOKEN_AUTHORIZE,
    TOKEN_SETUP_MANDATE,
    UPDATE_MANDATE,
    UPDATE_METADATA,
    UPDATE_REFUND,
    Effect,
    Operation,
)
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, Context

SHARED = frozenset({"merchant_order_id", "merchant_request_id", "merchant_account_id"})
"""Ids that several operations of a payment have in common: as a key, one would swallow the next."""
ALIKE: Mapping[Operation[Any, Any], Operation[Any, Any]] = {
    TOKEN_AUTHORIZE: AUTHORIZE, PROXY_AUTHORIZE: AUTHORIZE,
    TOKEN_SETUP_MANDATE: SETUP_MANDATE, PROXY_SETUP_MANDATE: SETUP_MANDATE}
"""Ways to ask for the same thing: with the same id, they are the same payment or mandate, and have the same key."""
SETTING = frozenset({UPDATE_METADATA, UPDATE_REFUND, UPDATE_MANDATE, SUBMIT_EVIDENCE, DELETE_TOKEN})
"""What sets values may be asked again with others, under the same id: that id is no key."""
FIELDS: Mapping[Operation[Any, Any], str] = {RECHARGE_PAYMENT_METHOD: "merchant_recharge_id"}
"""Where a request has the merchant's id of something else too: of a gift card that is charged again and again."""
SHORTEST = 32
"""Characters of a key that every processor takes; the least so far is Worldpay's of 36, less a word of its own."""


def own_key(operation: Operation[Any, Any], request: object) -> str | None:
    """merchant_transaction_id of an authorize, merchant_refund_id of a refund, ...; None where there is none.

    Where another operation uses the same id first (a payout, and its void), the operation's name follows it: to a
    processor with one space of keys they would be the same call. With a UUID that would be longer than some processors
    take: then it is a digest of both. A query has no key.
    """
    rule = _rule(operation)
    if rule is None:
        return None
    field, ending = rule
    value: str | None = getattr(request, field, None)
    if not value or not ending or len(value) + len(ending) <= SHORTEST:
        return f"{value}{ending}" if value else None
    return _digest(f"{value}{ending}")


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:SHORTEST]


def fitted(connector: Connector[A], operation: Operation[Any, Any], request: object, ctx: Context[A]) -> Context[A]:
    """With a digest for a key that is the merchant's id of the operation, where the processor takes no such key: an id
    that is too long for it, or has a space in it, is no reason to refuse the payment. A key of the caller's own is.
    """
    rule, key = connector.idempotency, ctx.idempotency_key
    if rule is None or key is None:
        return ctx
    try:
        rule.check(key)
    except InvalidField:
        return replace(ctx, idempotency_key=_digest(key)) if key == own_key(operation, request) else ctx
    return ctx


def sent_key(operation: Operation[Any, Any], request: object, given: str | None) -> str | None:
    """The idempotency key of a call: the caller's, else the request's own id, else a new one if it changes something.

    With a new one, too, the call can be repeated after an OutcomeUnknown, which has it.
    """
    key = given or own_key(operation, request)
    return key if key or operation.effect is Effect.QUERY else os.urandom(16).hex()


def own_field(operation: Operation[Any, Any]) -> str | None:
    """The field of a request whose id `own_key` takes; None where it takes none."""
    rule = _rule(operation)
    return rule[0] if rule else None


@cache
def _rule(operation: Operation[Any, Any]) -> tuple[str, str] | None:
    """The field of the request whose id is the key, and what follows it."""
    field = _field(operation)
    if field is None or operation.effect is Effect.QUERY or operation in SETTING:
        return None
    changing = (each for each in OPERATIONS if each.effect is not Effect.QUERY and each not in SETTING)
    first = next(each for each in changing if _field(each) == field)
    return field, "" if ALIKE.get(operation, operation) is first else f"-{operation.name}"


def _field(operation: Operation[Any, Any]) -> str | None:
    return FIELDS.get(operation) or next(iter(candidates(operation)), None)


def candidates(operation: Operation[Any, Any]) -> list[str]:
    """The merchant's ids in a request, but for those that several operations share."""
    return [name for name in getattr(operation.request, "__struct_fields__", ())
            if name.startswith("merchant_") and name.endswith("_id") and name not in SHARED]
