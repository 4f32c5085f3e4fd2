"""Changes to what is there: a reservation raised, a payment reversed, metadata of payments and refunds."""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, from_wire, to_wire
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.connectors.stripe.payments import INTENT
from tollbridge.connectors.stripe.refunds import refund
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.extensions import MetadataUpdated, UpdateMetadata, UpdateRefund
from tollbridge.domain.money import Currency
from tollbridge.domain.payments import IncrementAuthorization, Reverse
from tollbridge.domain.results import IncrementedAuthorization, Payment
from tollbridge.domain.statuses import (
    AuthorizationStatus,
    OperationStatus,
    PaymentStatus,
    RefundStatus,
)

RAISED = kit.authorization_statuses(
    requires_capture=AuthorizationStatus.AUTHORIZATION_SUCCESS,
    processing=AuthorizationStatus.AUTHORIZATION_PROCESSING,
)
REVERSED = {
    RefundStatus.REFUND_SUCCESS: PaymentStatus.VOIDED_POST_CAPTURE,
    RefundStatus.REFUND_PENDING: PaymentStatus.VOID_INITIATED,
    RefundStatus.REFUND_FAILURE: PaymentStatus.VOID_FAILED,
}
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


class IntentAmount(Struct):
    id: str
    status: str
    amount: int
    currency: str


def build_increment(req: IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """`amount` is the new total, above the one that is reserved: at Stripe it is never the difference.

    https://docs.stripe.com/api/payment_intents/increment_authorization
    """
    return kit.post_form(kit.path(f"{INTENT}/increment_authorization", req), {
        "amount": to_wire(req.amount, "amount")})


def parse_increment(
        res: kit.HttpResponse, req: IncrementAuthorization, ctx: Ctx) -> IncrementedAuthorization:
    """Raised is what the intent says is reserved: another amount than was asked for decides nothing."""
    body = kit.read_json(res, IntentAmount)
    status = RAISED[body.status]
    if from_wire(body.amount, Currency(body.currency.upper())) != req.amount:
        status = AuthorizationStatus.AUTHORIZATION_UNRESOLVED
    return IncrementedAuthorization(status=status, connector_authorization_id=body.id)


def build_reverse(req: Reverse, ctx: Ctx) -> kit.HttpRequest:
    """A refund of all that is left: an intent that has succeeded cannot be canceled, and what Stripe refunds before it
    has settled reaches the shopper as a reversal. https://docs.stripe.com/refunds
    """
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return kit.post_form("/v1/refunds", {
        "payment_intent": req.connector_transaction_id,
        "reason": req.cancellation_reason if req.cancellation_reason in REASONS else None,
        "metadata": {"order_id": req.merchant_reverse_id},
    })


def parse_reverse(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    its = refund(kit.read_json(res, wire.RefundBody))
    return Payment(
        status=REVERSED.get(its.status, PaymentStatus.UNRESOLVED), raw_connector_status=its.raw_connector_status,
        connector_transaction_id=its.connector_transaction_id, error=its.error)


def build_update_metadata(req: UpdateMetadata, ctx: Ctx) -> kit.HttpRequest:
    """Stripe merges: keys that are not named stay, a key whose value is null goes away.

    https://docs.stripe.com/api/metadata
    """
    return kit.post_form(kit.path(INTENT, req), {"metadata": metadata(req.metadata)})


def parse_updated(res: kit.HttpResponse, req: object, ctx: Ctx) -> MetadataUpdated:
    its = kit.read_json(res, wire.Identified).id
    return MetadataUpdated(status=OperationStatus.SUCCESS, connector_transaction_id=its)


def build_update_refund(req: UpdateRefund, ctx: Ctx) -> kit.HttpRequest:
    """Only its metadata can change: https://docs.stripe.com/api/refunds/update"""
    if req.reason is not None:
        raise Unsupported("another reason for a refund")
    kit.require({"refund_metadata": req.refund_metadata})
    return kit.post_form(kit.path("/v1/refunds/{connector_refund_id}", req), {
        "metadata": metadata(req.refund_metadata, path="refund_metadata")})
