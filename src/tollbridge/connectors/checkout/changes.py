"""Captures, voids, refunds and the like: taken in with HTTP 202, carried out later.

An answer names the action; GET /payments/{id}/actions says how it ended, as does a webhook.
"""

from __future__ import annotations

from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.checkout import wire
from tollbridge.connectors.checkout.account import Ctx, money, to_wire
from tollbridge.connectors.checkout.payments import no
from tollbridge.domain.failures import Failure
from tollbridge.domain.payments import Capture, IncrementAuthorization, Reverse, Void
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.results import IncrementedAuthorization, Payment
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus, RawConnectorStatus, RefundStatus

INCREMENTED = kit.authorization_statuses(
    Authorized=AuthorizationStatus.AUTHORIZATION_SUCCESS, Declined=AuthorizationStatus.AUTHORIZATION_FAILURE)
PAYMENT = "/payments/{connector_transaction_id}"


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """A final one releases what is left."""
    several = req.multiple_capture_data
    return kit.post_json(kit.path(f"{PAYMENT}/captures", req), {
        "amount": to_wire(req.amount_to_capture, "amount_to_capture"),
        "capture_type": "NonFinal" if several else "Final",
        "reference": (several.capture_reference if several else None) or req.merchant_capture_id})


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(kit.path(f"{PAYMENT}/voids", req), {"reference": req.merchant_void_id})


def build_reverse(req: Reverse, ctx: Ctx) -> kit.HttpRequest:
    """Voided or refunded, whichever is possible."""
    return kit.post_json(kit.path(f"{PAYMENT}/reversals", req), {"reference": req.merchant_reverse_id})


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(kit.path(f"{PAYMENT}/refunds", req), {
        "amount": to_wire(req.refund_amount, "refund_amount"), "reference": req.merchant_refund_id})


def build_increment(req: IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """`amount` is what is added. The payment has to have been made for it: `request_incremental_authorization`."""
    return kit.post_json(kit.path(f"{PAYMENT}/authorizations", req), {
        "amount": to_wire(req.amount), "reference": req.merchant_authorization_id})


def parse_initiated(res: kit.HttpResponse, req: Capture | Void | Reverse, ctx: Ctx) -> Payment:
    """It may still be declined. Later calls name the payment, so it is the payment's id that is given. No page knows
    of a success but 202.
    """
    kit.read_json(res, wire.Accepted)
    status = PaymentStatus.CAPTURE_INITIATED if isinstance(req, Capture) else PaymentStatus.VOID_INITIATED
    return Payment(status=status if res.status == 202 else PaymentStatus.PENDING, raw_connector_status=None,
                   connector_transaction_id=req.connector_transaction_id)


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund:
    body = kit.read_json(res, wire.Accepted)
    return Refund(status=RefundStatus.REFUND_PENDING, connector_refund_id=body.action_id, raw_connector_status=None,
                  connector_transaction_id=req.connector_transaction_id, merchant_refund_id=body.reference)


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    its = req.connector_refund_id or req.refund_id
    kit.require({"connector_refund_id": its, "connector_transaction_id": req.connector_transaction_id})
    return kit.get(kit.path(f"{PAYMENT}/actions", replace(req, connector_refund_id=its)))


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund:
    """Not listed: not carried out yet. An action of another type is no refund, whatever it says."""
    wanted = req.connector_refund_id or req.refund_id
    found = next((action for action in kit.read_json(res, list[wire.Action]) if action.id == wanted), None)
    if found is None:
        return Refund(status=RefundStatus.REFUND_PENDING, connector_refund_id=wanted, raw_connector_status=None,
                      connector_transaction_id=req.connector_transaction_id)
    return refund(found, req.connector_transaction_id, str(req.refund_amount.currency) if req.refund_amount else None)


def refund(action: wire.Action, payment_id: str | None, currency: str | None) -> Refund:
    status = RefundStatus.REFUND_MANUAL_REVIEW
    if action.type == "Refund":
        status = {True: RefundStatus.REFUND_SUCCESS, False: RefundStatus.REFUND_FAILURE,
                  None: RefundStatus.REFUND_PENDING}[False if no(action) else action.approved]
    code = str(action.response_code) if no(action) else "Declined"
    return Refund(
        status=status, connector_refund_id=action.id, connector_transaction_id=payment_id,
        raw_connector_status=RawConnectorStatus(code=action.type, message=action.response_summary),
        merchant_refund_id=action.reference, refund_amount=money(action.amount, currency),
        error=Failure(code=code, message=action.response_summary or "declined", connector_transaction_id=payment_id)
        if status is RefundStatus.REFUND_FAILURE else None)


def parse_increment(res: kit.HttpResponse, req: IncrementAuthorization, ctx: Ctx) -> IncrementedAuthorization:
    """Raised is what the answer says was added: another amount than was asked for decides nothing."""
    body = kit.read_json(res, wire.Increment)
    status = INCREMENTED[body.status]
    if status is AuthorizationStatus.AUTHORIZATION_SUCCESS and money(body.amount, body.currency) != req.amount:
        status = AuthorizationStatus.AUTHORIZATION_UNRESOLVED
    error = Failure(code=str(body.response_code or body.status), message=body.response_summary or body.status)
    return IncrementedAuthorization(
        status=status, connector_authorization_id=body.action_id,
        error=error if status is AuthorizationStatus.AUTHORIZATION_FAILURE else None)
