"""Cards that Worldpay keeps: https://docs.worldpay.com/access/products/tokens. A token is known by its address."""

from __future__ import annotations

from datetime import UTC

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import TOKENS_3, Ctx, path_of, unquoted
from tollbridge.connectors.worldpay.instruments import expiry, front
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Unsupported
from tollbridge.domain.extensions import (
    DeletedToken,
    DeleteToken,
    TokenState,
    TokenStatus,
    UpdatedMandate,
    UpdateMandate,
    ValidateToken,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.cards import Card, CardWithNoCvc
from tollbridge.domain.recurring import RevokedMandate, RevokeMandate
from tollbridge.domain.results import CardDetailUpdate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus, OperationStatus
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.kit.json import encode
from tollbridge.kit.quoting import quote


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


def at(method: str, token: str, field: str) -> kit.HttpRequest:
    """`field` of the request has the token's address, of which only the last part counts."""
    kit.require({field: token})
    its = unquoted(path_of(token).rpartition("/")[2])
    if not its.strip("."):
        raise InvalidField(field, "no address of a token")
    return kit.HttpRequest(method, f"/tokens/{quote(its)}", {"content-type": TOKENS_3}, in_path=Secret(its))


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    return at("DELETE", req.connector_mandate_id or "", "connector_mandate_id")


def require_deleted(res: kit.HttpResponse) -> None:
    """Only 204 says so; any other success, as the page of a proxy, leaves it open."""
    if res.status != 204:
        raise OutcomeUnknown(f"HTTP {res.status} where 204 says that the token is deleted", http_status=res.status)


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate:
    require_deleted(res)
    return RevokedMandate(status=MandateStatus.REVOKED)


def build_delete(req: DeleteToken, ctx: Ctx) -> kit.HttpRequest:
    return at("DELETE", req.payment_method_token.reveal(), "payment_method_token")


def parse_deleted(res: kit.HttpResponse, req: DeleteToken, ctx: Ctx) -> DeletedToken:
    require_deleted(res)
    return DeletedToken(status=OperationStatus.SUCCESS, connector_payment_method_id=req.connector_payment_method_id)


def build_validate(req: ValidateToken, ctx: Ctx) -> kit.HttpRequest:
    return at("GET", req.payment_method_token.reveal(), "payment_method_token")


def parse_state(res: kit.HttpResponse, req: object, ctx: Ctx) -> TokenState:
    """A card is good to the end of the month that it expires in, a token until its own time."""
    its = kit.read_json(res, wire.KeptToken)
    card, date = its.payment_instrument, its.payment_instrument.card_expiry_date
    ends = its.token_expiry_date_time.replace(tzinfo=its.token_expiry_date_time.tzinfo or UTC)
    over = ends <= ctx.now or (date is not None and (date.year, date.month) < (ctx.now.year, ctx.now.month))
    return TokenState(
        status=TokenStatus.EXPIRED if over else TokenStatus.ACTIVE, connector_payment_method_id=its.token_id,
        expires_at=int(ends.timestamp()), card=CardDetailUpdate(
            card_exp_month=f"{date.month:02}" if date else None, card_exp_year=str(date.year) if date else None,
            last4_digits=(card.card_number or "")[-4:] or None, card_network=card.brand,
            card_holder_name=card.card_holder_name))


def check_update(req: UpdateMandate, ctx: Ctx) -> tuple[ConnectorMandate, Card | CardWithNoCvc]:
    """Of a card that is kept the expiry can be another one, as of one that was renewed."""
    its, card = req.mandate_reference, req.payment_method
    kit.require({"payment_method": card})
    if not isinstance(its, ConnectorMandate) or not isinstance(card, Card | CardWithNoCvc):
        raise Unsupported("a mandate that is not of a kept card")
    kit.require({"mandate_reference.connector_mandate_id": its.connector_mandate_id})
    return its, card


def update(req: UpdateMandate, ctx: Ctx) -> kit.Exchanges[UpdatedMandate]:
    """The token says where its expiry is changed. Another number would be another card, and another token."""
    its, card = check_update(req, ctx)
    answer = yield at("GET", its.connector_mandate_id or "", "mandate_reference.connector_mandate_id")
    kept = kit.read_json(answer, wire.KeptToken)
    link = kept.links.get("tokens:cardExpiryDate")
    path = path_of(link["href"]) if isinstance(link, dict) and isinstance(link.get("href"), str) else ""
    if (kept.payment_instrument.card_number or "")[-4:] != card.card_number.reveal()[-4:]:
        return Failure(code="another_card", message="the token is of a card with other last digits")
    if not path.startswith("/tokens/") or ".." in path:
        raise OutcomeUnknown("the token does not say where its expiry is changed")
    date = expiry(card.card_exp_month, card.card_exp_year, "payment_method.card.card_exp")
    yield kit.HttpRequest("PUT", path, {"content-type": TOKENS_3}, encode(date), date)
    return UpdatedMandate(status=MandateStatus.ACTIVE, mandate_reference=its)
