"""What is done to a payment: captured, cancelled, reversed, refunded, raised. All of it is only accepted at first.

https://docs.adyen.com/online-payments/capture and its neighbours: the answer says "received", a webhook says how it
went. `connector_transaction_id` stays the payment's own; a refund and a raise have an id of theirs.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import Ctx, amount
from tollbridge.connectors.adyen.payments import PAYMENTS, money, shared
from tollbridge.domain.payments import Capture, IncrementAuthorization, Reverse, Void
from tollbridge.domain.refunds import Refund, RefundRequest
from tollbridge.domain.results import IncrementedAuthorization, Payment
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus as Status, RawConnectorStatus, RefundStatus

# The schema's only word. "processing" is of older versions; any other, "error" among them, decides nothing.
STATUS = kit.payment_statuses(received=Status.PENDING, processing=Status.PENDING)
REFUND_STATUS = kit.refund_statuses(
    received=RefundStatus.REFUND_PENDING, processing=RefundStatus.REFUND_PENDING)
RAISED = kit.authorization_statuses(received=AuthorizationStatus.AUTHORIZATION_PROCESSING)
PAYMENT = PAYMENTS + "/{connector_transaction_id}"
REASONS = {
    # by what people write for Adyen's five: https://docs.adyen.com/api-explorer/Checkout/68/post/payments/refunds
    "FRAUD": "FRAUD", "FRAUDULENT": "FRAUD", "CUSTOMER REQUEST": "CUSTOMER REQUEST",
    "REQUESTED BY CUSTOMER": "CUSTOMER REQUEST", "RETURN": "RETURN", "DUPLICATE": "DUPLICATE", "OTHER": "OTHER",
}
RAISES = ("delayedCharge", "noShow")


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """One of several captures is known by its own reference."""
    several = req.multiple_capture_data
    return kit.post_json(kit.path(f"{PAYMENT}/captures", req), {
        "merchantAccount": ctx.account.merchant_account, "amount": amount(req.amount_to_capture, "amount_to_capture"),
        "reference": (several.capture_reference if several else None) or req.merchant_capture_id or None,
        "splits": shared(req.split_payments).get("splits")})


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(kit.path(f"{PAYMENT}/cancels", req), {
        "merchantAccount": ctx.account.merchant_account, "reference": req.merchant_void_id or None})


def build_reverse(req: Reverse, ctx: Ctx) -> kit.HttpRequest:
    """Cancels what is not captured yet, refunds what is: https://docs.adyen.com/online-payments/reversal"""
    return kit.post_json(kit.path(f"{PAYMENT}/reversals", req), {
        "merchantAccount": ctx.account.merchant_account, "reference": req.merchant_reverse_id or None})


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(kit.path(f"{PAYMENT}/refunds", req), {
        "merchantAccount": ctx.account.merchant_account, "amount": amount(req.refund_amount, "refund_amount"),
        "reference": req.merchant_refund_id or None, "merchantRefundReason": reason(req.reason),
        **shared(req.split_refunds, "split_refunds.adyen_split_refund")})


def reason(given: str | None) -> str | None:
    """One of Adyen's five, or the request would be refused."""
    return REASONS.get(given.replace("_", " ").strip().upper(), "OTHER") if given else None


def build_increment(req: IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """`amount` is the new total: https://docs.adyen.com/online-payments/adjust-authorisation"""
    return kit.post_json(kit.path(f"{PAYMENT}/amountUpdates", req), {
        "merchantAccount": ctx.account.merchant_account, "amount": amount(req.amount),
        "reference": req.merchant_authorization_id or None, "reason": req.reason if req.reason in RAISES else None})


def parse_change(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    """Accepted, not done. The amount that the answer repeats is what was asked for, and nothing that was taken."""
    body = kit.read_json(res, wire.ModificationBody)
    return Payment(
        status=STATUS[body.status], raw_connector_status=RawConnectorStatus(code=body.status),
        connector_transaction_id=body.paymentPspReference)


def parse_refund(res: kit.HttpResponse, req: object, ctx: Ctx) -> Refund:
    body = kit.read_json(res, wire.ModificationBody)
    return Refund(
        status=REFUND_STATUS[body.status], raw_connector_status=RawConnectorStatus(code=body.status),
        connector_refund_id=body.pspReference, connector_transaction_id=body.paymentPspReference,
        merchant_refund_id=body.reference, refund_amount=money(body.amount) if body.amount else None)


def parse_increment(res: kit.HttpResponse, req: object, ctx: Ctx) -> IncrementedAuthorization:
    body = kit.read_json(res, wire.ModificationBody)
    return IncrementedAuthorization(status=RAISED[body.status], connector_authorization_id=body.pspReference)
