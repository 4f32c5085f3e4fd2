"""Payments: orders that are paid, their authorizations, and their captures.

https://developer.paypal.com/docs/api/orders/v2/, https://developer.paypal.com/docs/api/payments/v2/
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.paypal import results, wire
from tollbridge.connectors.paypal.account import Ctx, money, partner, payee, second
from tollbridge.connectors.paypal.methods import BANK_REDIRECTS, ON_APPROVAL, method_fields
from tollbridge.connectors.paypal.orders import MANUAL, ORDERS, Purchase, post_order
from tollbridge.connectors.paypal.remembered import AUTHORIZE, CAPTURE, Remembered, authorize_id, remembered
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.methods.wallets import PaypalSdk
from tollbridge.domain.payments import Authorize, BillingDescriptor, Capture, CaptureMethod, CreateOrder, Sync, Void
from tollbridge.domain.results import Order, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

OPENED = kit.payment_statuses(
    CREATED=Status.STARTED, SAVED=Status.STARTED, PAYER_ACTION_REQUIRED=Status.AUTHENTICATION_PENDING)
VOID_STATUS = kit.payment_statuses(VOIDED=Status.VOIDED)
"""Any other word leaves open what became of the reservation: sync."""


class Approved(Struct, frozen=True):
    """An order that the shopper has agreed to, on PayPal's page or in its library."""

    connector_order_id: str


class Authorization(Struct, frozen=True):
    authorize_id: str


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    """An order paid at once. With the id of one that the shopper has agreed to, or authenticated, that one is paid by
    what it holds: the method is not sent again, for a card sent anew would not be the one that was authenticated.
    """
    method = req.payment_method
    if isinstance(method, PaypalSdk) and method.token:
        return pay_order(ctx, Approved(method.token.reveal()), req.capture_method, method.token)
    if req.connector_order_id:
        return pay_order(ctx, Approved(req.connector_order_id), req.capture_method)
    at_approval = ON_APPROVAL if isinstance(method, BANK_REDIRECTS) else None
    order = post_order(purchase(req), method_fields(method, req), ctx, at_approval)
    return order.with_headers(partner(req.partner_merchant_identifier_details))


def purchase(req: Authorize) -> Purchase:
    return Purchase(
        amount=req.amount, capture_method=req.capture_method, reference=req.merchant_transaction_id,
        merchant_order_id=req.merchant_order_id, description=req.description,
        descriptor=req.billing_descriptor or BillingDescriptor(statement_descriptor=req.statement_descriptor_name),
        address=req.address, shipping_cost=req.shipping_cost, tax=req.order_tax_amount, lines=req.order_details)


def pay_order(ctx: Ctx, order: Approved, method: CaptureMethod | None, token: Secret | None = None) -> kit.HttpRequest:
    verb = "authorize" if method in MANUAL else "capture"
    return second(kit.post(f"{kit.path(ORDERS + '/{connector_order_id}', order)}/{verb}", token), ctx)


def parse_order(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return results.of_order(kit.read_json(res, wire.Order))


def build_create_order(req: CreateOrder, ctx: Ctx) -> kit.HttpRequest:
    """An order for the shopper to agree to in PayPal's library, which starts with its id."""
    return kit.post_json(ORDERS, {
        "intent": AUTHORIZE if remembered(req.connector_feature_data).psync_flow == AUTHORIZE else CAPTURE,
        "purchase_units": [{
            "reference_id": req.merchant_order_id, "invoice_id": req.merchant_order_id, "amount": money(req.amount),
            "payee": payee(ctx)}]})


def parse_created_order(res: kit.HttpResponse, req: object, ctx: Ctx) -> Order:
    body = kit.read_json(res, wire.Order)
    return Order(status=OPENED[body.status], connector_order_id=body.id)


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """`final_capture` ends the reservation, unless it is one of several captures: what is left would be lost."""
    several = req.multiple_capture_data is not None or req.capture_method is CaptureMethod.MANUAL_MULTIPLE
    authorization = Authorization(authorize_id(req.connector_feature_data))
    return kit.post_json(kit.path("/v2/payments/authorizations/{authorize_id}/capture", authorization), {
        "amount": money(req.amount_to_capture, "amount_to_capture"),
        "final_capture": not several})


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment:
    """A capture that was refused leaves the reservation, and what is known of it, as they were."""
    require_no_order(res)
    body, before = kit.read_json(res, wire.Transaction), remembered(req.connector_feature_data)
    its = results.of_capture(body, before, req.connector_transaction_id, just_now=True)
    if its.status is not Status.FAILURE:
        return its
    return replace(its, status=Status.CAPTURE_FAILED, connector_feature_data=req.connector_feature_data)


def require_no_order(res: kit.HttpResponse) -> None:
    """To a key that an earlier call has used PayPal answers with what came of that one: an order that is COMPLETED is
    no capture that is.
    """
    if kit.read_json(res, wire.Head).purchase_units:
        raise OutcomeUnknown("the answer is that of an earlier call with this idempotency key", key_taken=True)


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    authorization = Authorization(authorize_id(req.connector_feature_data))
    return kit.post(kit.path("/v2/payments/authorizations/{authorize_id}/void", authorization))


def parse_void(res: kit.HttpResponse, req: Void, ctx: Ctx) -> Payment:
    """204 without a body is PayPal's shorter way to say that it is done. What was captured before stays taken: only the
    rest of the reservation is gone.
    """
    done = Status.PARTIAL_CHARGED if remembered(req.connector_feature_data).captured else Status.VOIDED
    if res.status == 204:
        return Payment(status=done, raw_connector_status=None, connector_transaction_id=req.connector_transaction_id,
                       connector_feature_data=req.connector_feature_data if done is not Status.VOIDED else None)
    word = kit.read_json(res, wire.Transaction).status
    status = done if VOID_STATUS[word] is Status.VOIDED else VOID_STATUS[word]
    return Payment(status=status, raw_connector_status=RawConnectorStatus(code=word),
                   connector_transaction_id=req.connector_transaction_id,
                   connector_feature_data=req.connector_feature_data)


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """By the capture or authorization that an earlier answer named, else by the order."""
    its = remembered(req.connector_feature_data)
    if by_capture(its):
        return kit.get(kit.path("/v2/payments/captures/{capture_id}", its))
    if by_authorization(its):
        return kit.get(kit.path("/v2/payments/authorizations/{authorize_id}", its))
    return kit.get(kit.path(ORDERS + "/{connector_transaction_id}", req))


def by_capture(its: Remembered) -> bool:
    return its.psync_flow == CAPTURE and bool(its.capture_id)


def by_authorization(its: Remembered) -> bool:
    return its.psync_flow == AUTHORIZE and bool(its.authorize_id)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    """An order, too, is CREATED, COMPLETED or VOIDED, and by these words means something else."""
    its = remembered(req.connector_feature_data)
    if kit.read_json(res, wire.Head).purchase_units or not (by_capture(its) or by_authorization(its)):
        return results.of_order(kit.read_json(res, wire.Order))
    body = kit.read_json(res, wire.Transaction)
    if by_authorization(its):
        return results.of_authorization(body, its, req.connector_transaction_id)
    return results.of_capture(body, its, req.connector_transaction_id)
