"""PayPal's library in the shopper's browser: the token that it starts with, and the order that it ends with.

https://developer.paypal.com/sdk/js/reference/
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.connectors.paypal.payments import Approved, pay_order
from tollbridge.domain.client_tokens import (
    PaypalClientAuthenticationResponse,
    PaypalFlow,
    PaypalTransactionInfo,
    SdkNextAction,
)
from tollbridge.domain.payments import TokenAuthorize
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import ClientToken, CreateClientToken, PaymentClientAuthenticationContext


class ClientTokenBody(Struct):
    client_token: str


def build_token_authorize(req: TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    """What the library hands over is the order that the shopper has agreed to: `data.orderID` of onApprove."""
    if req.connector_order_id:
        return pay_order(ctx, Approved(req.connector_order_id), req.capture_method)
    kit.require({"connector_token": req.connector_token})
    return pay_order(ctx, Approved(req.connector_token.reveal()), req.capture_method, req.connector_token)


def build_client_token(req: CreateClientToken, ctx: Ctx) -> kit.HttpRequest:
    """By client id and secret at once, as hyperswitch has done it since 2024: no login goes before it."""
    context = req.domain_context
    customer = context.customer if context else None
    return kit.post_json("/v1/identity/generate-token", {"customer_id": customer.id if customer else None})


def parse_client_token(res: kit.HttpResponse, req: CreateClientToken, ctx: Ctx) -> ClientToken:
    token = Secret(kit.read_json(res, ClientTokenBody).client_token)
    context = req.domain_context
    total = context.amount if isinstance(context, PaymentClientAuthenticationContext) else None
    return ClientToken(session_data=PaypalClientAuthenticationResponse(
        session_token=token, client_token=token, connector="paypal",
        sdk_next_action=SdkNextAction.CONFIRM,
        transaction_info=PaypalTransactionInfo(
            total_price=total, flow=PaypalFlow.CHECKOUT, currency_code=total.currency) if total else None))
