"""Refunds of payment intents."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, from_wire, to_wire
from tollbridge.connectors.stripe.connect import given_back, on_account
from tollbridge.connectors.stripe.declines import REFUND_FAILURES
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Currency
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.statuses import RawConnectorStatus, RefundStatus as Status

STATUS = kit.refund_statuses(
    succeeded=Status.REFUND_SUCCESS,
    pending=Status.REFUND_PENDING,
    requires_action=Status.REFUND_PENDING,  # Stripe waits for the customer's bank details, by email
    failed=Status.REFUND_FAILURE,
    canceled=Status.REFUND_FAILURE,
)


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return on_account(kit.post_form("/v1/refunds", {
        "amount": to_wire(req.refund_amount, "refund_amount"),
        "payment_intent": req.connector_transaction_id,
        **given_back(req.split_refunds),
        "metadata": {"order_id": req.merchant_refund_id},
    }), req.split_refunds)


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    name = "connector_refund_id" if req.connector_refund_id or not req.refund_id else "refund_id"
    return on_account(kit.get(kit.path(f"/v1/refunds/{{{name}}}", req)), req.split_refunds)


def parse_refund(res: kit.HttpResponse, req: object, ctx: Ctx) -> Refund:
    return refund(kit.read_json(res, wire.RefundBody))


def refund(body: wire.RefundBody) -> Refund:
    word = body.status or ""
    status = STATUS[word]
    return Refund(
        status=status, raw_connector_status=RawConnectorStatus(code=word), connector_refund_id=body.id,
        connector_transaction_id=wire.id_of(body.payment_intent),
        merchant_refund_id=(body.metadata or {}).get("order_id"),
        refund_amount=from_wire(body.amount, Currency(body.currency.upper())),
        error=failure(body) if status is Status.REFUND_FAILURE else None)


def failure(body: wire.RefundBody) -> Failure:
    """Why it failed, if Stripe says so; else the status is all there is."""
    reason = body.failure_reason or ""
    return Failure(code=reason or body.status or "", message="", unified=REFUND_FAILURES.get(reason))
