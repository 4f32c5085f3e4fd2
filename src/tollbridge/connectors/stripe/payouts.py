"""Payouts: from the Stripe balance to an account of the merchant's own. https://docs.stripe.com/api/payouts

The bank account or debit card is one that the account has on file: Stripe's id of it, ba_... or card_..., is the
`connector_payout_method_id` or the passthrough token; without one it is the account's default for the currency. Stripe
sends at once, there is no second step. `paid` may still become `failed` within five business days.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, to_wire
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.payouts import (
    CreatePayout,
    PassthroughPayout,
    Payout,
    PayoutPriority,
    PayoutSync,
    VoidPayout,
)
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PayoutStatus as Status

STATUS = kit.payout_statuses(
    paid=Status.SUCCESS,
    pending=Status.PENDING,
    in_transit=Status.INITIATED,
    canceled=Status.CANCELLED,
    failed=Status.FAILED,
)
METHODS = {PayoutPriority.INSTANT: "instant", PayoutPriority.REGULAR: "standard"}


class PayoutBody(Struct):
    id: str
    status: str
    failure_code: str | None = None
    failure_message: str | None = None
    reversed_by: str | wire.Identified | None = None


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    if req.destination_currency not in (None, req.amount.currency):
        raise Unsupported("payout in another currency than it is taken in")
    if req.source_bank_data is not None:
        raise Unsupported("payout from a bank account")
    if req.priority is not None and req.priority not in METHODS:
        raise Unsupported(f"payout with priority {req.priority}")
    return kit.post_form("/v1/payouts", {
        "amount": to_wire(req.amount, "amount"),
        "currency": req.amount.currency.lower(),
        "destination": destination(req),
        "method": METHODS[req.priority] if req.priority else None,
        "description": req.description,
        "metadata": {"order_id": req.merchant_payout_id},
    })


def destination(req: CreatePayout) -> str | Secret | None:
    method = req.payout_method_data
    if method is not None and not isinstance(method, PassthroughPayout):
        raise Unsupported("payout to an account that Stripe does not have on file")
    return req.connector_payout_method_id or (method.psp_token if method else None)


def build_sync(req: PayoutSync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/v1/payouts/{connector_payout_id}", req))


def build_void(req: VoidPayout, ctx: Ctx) -> kit.HttpRequest:
    """Only while it is pending: https://docs.stripe.com/api/payouts/cancel"""
    return kit.post_form(kit.path("/v1/payouts/{connector_payout_id}/cancel", req), {})


def parse_payout(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payout:
    """One that another payout has taken back stays `paid` itself."""
    body = kit.read_json(res, PayoutBody)
    status = Status.REVERSED if body.reversed_by else STATUS[body.status]
    refused = status is Status.FAILED
    return Payout(payout_status=status, connector_payout_id=body.id, error=Failure(
        code=body.failure_code or body.status, message=body.failure_message or "") if refused else None)
