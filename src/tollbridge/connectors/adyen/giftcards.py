"""What is left on a gift card, and orders, which several payments pay: the card's first, then for the rest another.

https://docs.adyen.com/payment-methods/gift-cards/api-only, https://docs.adyen.com/online-payments/partial-payments. An
order is its reference and its data, joined by a colon; each payment gives the data anew, for the next one.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import CHECKOUT, Ctx, amount
from tollbridge.connectors.adyen.others import gift_card
from tollbridge.connectors.adyen.payments import money
from tollbridge.connectors.adyen.shopper import Form
from tollbridge.domain.errors import Rejected, Unsupported
from tollbridge.domain.extensions import CheckGiftCardBalance, GiftCardBalance
from tollbridge.domain.methods.prepaid import Givex
from tollbridge.domain.payments import CreateOrder
from tollbridge.domain.results import Order
from tollbridge.domain.statuses import PaymentStatus as Status

OPENED = kit.payment_statuses(Success=Status.STARTED)


class BalanceBody(Struct):
    """Of /paymentMethods/balance; NotEnoughBalance is an answer too."""

    resultCode: str
    balance: wire.Amount
    refusalReason: str = ""


class OrderBody(wire.OpenOrder, kw_only=True):
    resultCode: str


@singledispatch
def card_fields(method: object) -> Form:
    """A gift card, as the question about it names it."""
    raise Unsupported(type(method).__name__)


card_fields.register(Givex, gift_card)


def build_balance(req: CheckGiftCardBalance, ctx: Ctx) -> kit.HttpRequest:
    """With the amount of the payment to come, which Adyen wants to know."""
    kit.require({"amount": req.amount})
    return kit.post_json(f"{CHECKOUT}/paymentMethods/balance", {
        "merchantAccount": ctx.account.merchant_account, "amount": amount(req.amount) if req.amount else None,
        "reference": req.merchant_payment_method_id or None, "paymentMethod": card_fields(req.payment_method)})


def parse_balance(res: kit.HttpResponse, req: object, ctx: Ctx) -> GiftCardBalance | Rejected:
    body = kit.read_json(res, BalanceBody)
    if body.resultCode == "Failed":
        return kit.rejected(res, body.resultCode, body.refusalReason)
    return GiftCardBalance(balance=money(body.balance))


def build_order(req: CreateOrder, ctx: Ctx) -> kit.HttpRequest:
    """For the whole amount; an order that is not paid in a day is closed, and what was paid of it goes back."""
    kit.require({"merchant_order_id": req.merchant_order_id})
    return kit.post_json(f"{CHECKOUT}/orders", {
        "amount": amount(req.amount), "merchantAccount": ctx.account.merchant_account,
        "reference": req.merchant_order_id})


def parse_order(res: kit.HttpResponse, req: object, ctx: Ctx) -> Order:
    body = kit.read_json(res, OrderBody)
    return Order(status=OPENED[body.resultCode], connector_order_id=body.joined)
