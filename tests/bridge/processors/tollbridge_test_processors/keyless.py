"""What both have in common: Stripe's wire, and no key on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import structs

from tollbridge import kit
from tollbridge.connectors.stripe import CONNECTOR as STRIPE
from tollbridge.connectors.stripe.account import Account, Ctx, sign as signed
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, VOID, Operation
from tollbridge.domain.payments import Authorize

Flow = kit.AnyFlow[Any, Any, Account]
CHANGES: tuple[Operation[Any, Any], ...] = (CAPTURE, VOID, REFUND)


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """As for Stripe, but no key leaves: what comes twice is two requests to the processor."""
    return signed(req, structs.replace(ctx, idempotency_key=None))


def require_reference(req: Authorize, ctx: Ctx) -> None:
    kit.require({"merchant_transaction_id": req.merchant_transaction_id})


def of_stripe(operation: Operation[Any, Any]) -> Flow:
    return STRIPE.by_operation[operation]


AUTHORIZING = replace(of_stripe(AUTHORIZE), check=require_reference)


def keyless(name: str, *flows: Flow) -> kit.Connector[Account]:
    return replace(STRIPE, id=name, sign=sign, idempotency=None, webhook=None,
                   flows=(*flows, *map(of_stripe, CHANGES)))
