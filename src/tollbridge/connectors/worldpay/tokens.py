"""Cards that Worldpay keeps: https://developer.worldpay.com/products/tokens. A token is known by its address."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import TOKENS_3, Ctx, path_of
from tollbridge.connectors.worldpay.instruments import front
from tollbridge.domain.failures import Failure
from tollbridge.domain.recurring import RevokedMandate, RevokeMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus
from tollbridge.domain.stored_methods import Token, Tokenize


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    card = front(req.payment_method, req.address.billing_address if req.address else None)
    kit.require({"payment_method.card.card_holder_name": card["cardHolderName"]})
    return kit.post_json(
        "/tokens", {"paymentInstrument": card, "merchant": {"entity": ctx.account.entity_id}}, TOKENS_3)


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
