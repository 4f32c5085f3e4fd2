"""Payment contexts: what PayPal's buttons and Klarna's widget start with, agreed to there, then paid by POST /payments.

https://www.checkout.com/docs/payments/add-payment-methods/paypal/unified-payments-api and, for Klarna,
.../klarna-payments/unified-payments-api; members by the official SDK:
https://github.com/checkout/checkout-sdk-python/blob/master/checkout_sdk/payments/contexts/contexts.py

CreateOrder opens one, for Klarna too, though its library asks for a client token: a context is an order that has to be
named when it is paid, and the result of CreateClientToken has no room for its id.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.checkout import payments
from tollbridge.connectors.checkout.account import Ctx, Form, to_wire
from tollbridge.connectors.checkout.methods import method_fields
from tollbridge.domain.client_tokens import (
    CheckoutClientAuthenticationResponse,
    PaypalClientAuthenticationResponse,
    PaypalFlow,
    PaypalTransactionInfo,
    SdkNextAction,
)
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.methods.pay_later import Klarna
from tollbridge.domain.methods.wallets import PaypalSdk
from tollbridge.domain.payments import CreateOrder, Sync
from tollbridge.domain.results import Order, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

CONTEXTS, OURS = "/payment-contexts", "pct_"
APPROVED = (PaypalSdk, Klarna)
AGREED = kit.payment_statuses(
    Created=Status.AUTHENTICATION_PENDING, Approved=Status.AUTHENTICATION_SUCCESSFUL)
"""Of the shopper's consent alone: the word stays the same when the context is paid."""


class Wishes(Struct, frozen=True, forbid_unknown_fields=True):
    """`connector_feature_data` of a CreateOrder, which has no fields for these. A member that is misspelt is refused:
    a `capture` that is not read would take money that was to be reserved.
    """

    source: Literal["paypal", "klarna"] = "paypal"
    country: str | None = None  # of the billing address, which Klarna goes by
    locale: str | None = None
    capture: bool = True
    success_url: str | None = None
    failure_url: str | None = None


class PartnerMetadata(Struct, frozen=True):
    """PayPal's order, or Klarna's session."""

    order_id: str | None = None
    session_id: str | None = None
    client_token: str | None = None


class PaymentContext(Struct):
    id: str
    partner_metadata: PartnerMetadata = PartnerMetadata()


class Details(Struct):
    status: str


def build_order(req: CreateOrder, ctx: Ctx) -> kit.HttpRequest:
    """One line for all that is bought: Klarna wants one, and shows its reference."""
    its = wishes(req)
    amount = to_wire(req.amount)
    holder: Form | None = {"billing_address": {"country": its.country}} if its.country else None
    return kit.post_json(CONTEXTS, {
        "source": {"type": its.source, "account_holder": holder},
        "amount": amount,
        "currency": req.amount.currency,
        "payment_type": "Regular",
        "capture": its.capture,
        "processing_channel_id": ctx.account.processing_channel_id,
        "reference": req.merchant_order_id,
        "success_url": its.success_url,
        "failure_url": its.failure_url,
        "items": [{"name": f"Order {req.merchant_order_id or ''}".strip(), "quantity": 1, "unit_price": amount,
                   "total_amount": amount, "reference": req.merchant_order_id}],
        "processing": {"locale": its.locale} if its.locale else None,
        "metadata": payments.metadata(req.metadata)})


def wishes(req: CreateOrder) -> Wishes:
    its = kit.carried(req.connector_feature_data, Wishes) if req.connector_feature_data else Wishes()
    if req.payment_method_type not in (None, PaymentMethodType.PAY_PAL) or (
            req.payment_method_type is not None and its.source != "paypal"):
        raise Unsupported(f"payment context of {req.payment_method_type} for {its.source}")
    if its.source == "klarna" and not its.country:
        raise InvalidField("connector_feature_data", 'Klarna goes by the billing address: {"country": "DE"}')
    return its


def check_order(req: CreateOrder, ctx: Ctx) -> None:
    wishes(req)


def parse_order(res: kit.HttpResponse, req: CreateOrder, ctx: Ctx) -> Order:
    body = kit.read_json(res, PaymentContext)
    return Order(status=Status.STARTED, connector_order_id=body.id, session_data=library(body.partner_metadata, req))


def library(
    its: PartnerMetadata, req: CreateOrder
) -> PaypalClientAuthenticationResponse | CheckoutClientAuthenticationResponse | None:
    """PayPal's buttons start with its order's id, which is not the context's; Klarna's widget with the client token.
    For that the contract has no message but this connector's own.
    """
    if its.order_id:
        return PaypalClientAuthenticationResponse(
            session_token=Secret(its.order_id), connector="checkout", sdk_next_action=SdkNextAction.CONFIRM,
            transaction_info=PaypalTransactionInfo(
                total_price=req.amount, currency_code=req.amount.currency, flow=PaypalFlow.CHECKOUT))
    if its.client_token:
        return CheckoutClientAuthenticationResponse(
            payment_session_id=its.session_id or "", payment_session_token=Secret(its.client_token),
            payment_session_secret=Secret(""))
    return None


@method_fields.register(PaypalSdk)
@method_fields.register(Klarna)
def approved(method: object, req: Any, ctx: Ctx) -> Form:
    """In place of a source, the context that the shopper has agreed to."""
    kit.require({"connector_order_id": req.connector_order_id})
    return {"payment_context_id": req.connector_order_id}


def check_approved(req: Any, ctx: Ctx) -> None:
    """Before an OAuth account logs in."""
    if isinstance(req.payment_method, APPROVED):
        approved(req.payment_method, req, ctx)


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """By a context's id: whether the shopper has agreed to it. What became of its payment, that one's id tells."""
    if req.connector_transaction_id.startswith(OURS):
        return kit.get(kit.path(f"{CONTEXTS}/{{connector_transaction_id}}", req))
    return payments.build_sync(req, ctx)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    if not req.connector_transaction_id.startswith(OURS):
        return payments.parse_sync(res, req, ctx)
    word = kit.read_json(res, Details).status
    return Payment(status=AGREED[word], raw_connector_status=RawConnectorStatus(code=word),
                   connector_transaction_id=req.connector_transaction_id)
