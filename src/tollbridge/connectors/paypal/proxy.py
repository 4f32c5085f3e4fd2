"""Cards through a vault's proxy, which puts card data in place of the aliases on the way to PayPal."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.connectors.paypal.methods import card_attributes, holder, returning
from tollbridge.connectors.paypal.orders import Purchase, post_order
from tollbridge.connectors.paypal.payments import Approved, pay_order
from tollbridge.domain.payments import ProxyAuthorize
from tollbridge.kit import aliases


def build_proxy_authorize(req: ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    """As an authorize with a card: what the request says of the number never leaves."""
    if req.connector_order_id:
        return pay_order(ctx, Approved(req.connector_order_id), req.capture_method)
    alias = req.card_proxy
    return post_order(Purchase(
        amount=req.amount, capture_method=req.capture_method, reference=req.merchant_transaction_id,
        merchant_order_id=req.merchant_order_id, description=req.description, descriptor=req.billing_descriptor,
        address=req.address, shipping_cost=req.shipping_cost), {"card": {
            "number": aliases.NUMBER, "expiry": aliases.expiry("-"),
            "security_code": aliases.CVC if alias.card_cvc else None,
            **holder(alias.card_holder_name, req), "attributes": card_attributes(req),
            "experience_context": returning(req.return_url)}}, ctx)
