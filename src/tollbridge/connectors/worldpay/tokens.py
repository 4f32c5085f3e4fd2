"""Cards that Worldpay keeps: https://developer.worldpay.com/products/tokens. A token is known by its address."""

from __future__ import annotations

from functools import singledispatch

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import TOKENS_3, Body, Ctx, path_of
from tollbridge.connectors.worldpay.instruments import billing_address, expiry
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.recurring import RevokedMandate, RevokeMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus
from tollbridge.domain.stored_methods import Token, Tokenize


@singledispatch
def front(method: object) -> Body:
    raise Unsupported(type(method).__name__)


@front.register
def card(method: Card) -> Body:
    kit.require({"payment_method.card.card_holder_name": method.card_holder_name})
    return {
        "type": "card/front", "cardHolderName": method.card_holder_name, "cardNumber": method.card_number,
        "cardExpiryDate": expiry(method.card_exp_month, method.card_exp_year, "payment_method.card.card_exp")}


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    billing = billing_address(req.address.billing_address if req.address else None)
    return kit.post_json("/tokens", {
        "paymentInstrument": {**front(req.payment_method), "billingAddress": billing},
        "merchant": {"entity": ctx.account.entity_id}}, TOKENS_3)


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token | Failure:
    """409: the card is kept already, with another name, expiry or address, which would stay as they are."""
    if res.status == 409:
        return Failure(code="conflict", message="the card is kept already, with other details")
    new = kit.read_json(res, wire.NewToken)
    return Token(payment_method_token=Secret(new.token_payment_instrument.href),
                 connector_payment_method_id=new.token_id)


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_mandate_id": req.connector_mandate_id})
    its = path_of(req.connector_mandate_id or "").rpartition("/")[2]
    return kit.HttpRequest("DELETE", f"/tokens/{its}", {"content-type": TOKENS_3})


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate:
    return RevokedMandate(status=MandateStatus.REVOKED)
