"""Refunds of captures: https://developer.paypal.com/docs/api/payments/v2/#captures_refund"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal import wire
from tollbridge.connectors.paypal.account import Ctx, money
from tollbridge.connectors.paypal.remembered import capture_id
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.failures import Failure
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.statuses import RawConnectorStatus, RefundStatus as Status

STATUS = kit.refund_statuses(
    COMPLETED=Status.REFUND_SUCCESS,
    PENDING=Status.REFUND_PENDING,
    FAILED=Status.REFUND_FAILURE,
    CANCELLED=Status.REFUND_FAILURE,
)


class Captured(Struct, frozen=True):
    capture_id: str


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    """With an amount it is never more than what was asked for, also where it is the whole."""
    capture = Captured(capture_id(req.connector_feature_data))
    return kit.post_json(kit.path("/v2/payments/captures/{capture_id}/refund", capture), {
        "amount": money(req.refund_amount, "refund_amount")})


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    name = "connector_refund_id" if req.connector_refund_id or not req.refund_id else "refund_id"
    return kit.get(kit.path(f"/v2/payments/refunds/{{{name}}}", req))


def parse_refund(res: kit.HttpResponse, req: RefundRequest | RefundSync, ctx: Ctx) -> Refund:
    body = kit.read_json(res, wire.RefundBody)
    if body.purchase_units or body.final_capture is not None:
        # To a key that an earlier call has used PayPal answers with what came of that one: an order, a capture.
        raise OutcomeUnknown("the answer is that of an earlier call with this idempotency key", key_taken=True)
    return refund(body, req.connector_transaction_id or None)


def refund(body: wire.RefundBody, payment_id: str | None) -> Refund:
    status = STATUS[body.status]
    reason = body.status_details.reason if body.status_details else None
    failed = Failure(code=reason or body.status, message=reason or body.status)
    return Refund(
        status=status, raw_connector_status=RawConnectorStatus(code=body.status, reason=reason),
        connector_refund_id=body.id, connector_transaction_id=payment_id,
        refund_amount=body.amount.money if body.amount else None,
        error=failed if status is Status.REFUND_FAILURE else None)
