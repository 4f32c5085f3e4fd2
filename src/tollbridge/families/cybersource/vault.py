"""The token vault (TMS): cards that are kept, each as a payment instrument.

https://developer.cybersource.com/docs/cybs/en-us/tms/developer/all/rest/tms-developer/intro.html
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.extensions import DeletedToken, DeleteToken, TokenState, TokenStatus, ValidateToken
from tollbridge.domain.methods.cards import Card, CardNetwork, CardWithNoCvc
from tollbridge.domain.recurring import RevokedMandate, RevokeMandate
from tollbridge.domain.results import CardDetailUpdate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus, OperationStatus
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.face import Face, bill_to
from tollbridge.kit.networks import network_of

INSTRUMENTS = "/tms/v1/paymentinstruments"
NAMES: Mapping[CardNetwork, str] = {
    CardNetwork.VISA: "visa", CardNetwork.MASTERCARD: "mastercard", CardNetwork.AMEX: "american express",
    CardNetwork.DISCOVER: "discover", CardNetwork.DINERS: "diners club", CardNetwork.JCB: "jcb",
    CardNetwork.CARTES_BANCAIRES: "carte bleue", CardNetwork.MAESTRO: "maestro international",
    CardNetwork.UNIONPAY: "china union pay",
}
STATES = {"ACTIVE": TokenStatus.ACTIVE, "CLOSED": TokenStatus.SUSPENDED}  # closed is the account behind the card
GONE = {404: TokenStatus.NOT_FOUND, 410: TokenStatus.DELETED}


class Expiry(Struct, rename="camel"):
    expiration_month: str = ""
    expiration_year: str = ""


class Instrument(Struct):
    id: str
    state: str = ""
    card: Expiry | None = None


def build_tokenize(face: Face, req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    """Nobody asks the issuer: a SetupMandate does."""
    its, address = req.payment_method, req.address
    if not isinstance(its, Card | CardWithNoCvc):
        raise Unsupported(type(its).__name__)
    network = its.card_network or network_of(its.card_number)
    kind = NAMES.get(network) if network else None
    kit.require({"payment_method.card.card_network": kind})
    return kit.post_json(INSTRUMENTS, {
        "card": {"expirationMonth": its.card_exp_month, "expirationYear": kit.year(its.card_exp_year), "type": kind},
        "billTo": bill_to(face, address.billing_address if address else None, req.customer),
        "instrumentIdentifier": {"card": {"number": its.card_number}}})


def parse_token(res: kit.HttpResponse, req: Tokenize, ctx: Ctx) -> Token:
    made = kit.read_json(res, Instrument).id
    return Token(payment_method_token=Secret(made), connector_payment_method_id=made)


def build_validate(req: ValidateToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path(INSTRUMENTS + "/{connector_payment_method_id}", req))


def parse_state(res: kit.HttpResponse, req: ValidateToken, ctx: Ctx) -> TokenState:
    """That there is none is an answer. A card is good to the end of the month that it expires in."""
    if res.status in GONE:
        return TokenState(status=GONE[res.status], connector_payment_method_id=req.connector_payment_method_id)
    its = kit.read_json(res, Instrument)
    status, card = STATES.get(its.state), its.card or Expiry()
    if card.expiration_year and (card.expiration_year, card.expiration_month) < (f"{ctx.now:%Y}", f"{ctx.now:%m}"):
        status = TokenStatus.EXPIRED
    return TokenState(status=status, connector_payment_method_id=its.id, card=CardDetailUpdate(
        card_exp_month=card.expiration_month or None, card_exp_year=card.expiration_year or None))


def build_delete(req: DeleteToken | RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    key = "connector_mandate_id" if isinstance(req, RevokeMandate) else "connector_payment_method_id"
    return replace(kit.get(kit.path(f"{INSTRUMENTS}/{{{key}}}", req)), method="DELETE")


NO_CONTENT = 204
"""All that the API's description knows of a yes to DELETE. Another, as of a proxy, says nothing of the token."""


def parse_deleted(res: kit.HttpResponse, req: DeleteToken, ctx: Ctx) -> DeletedToken:
    status = OperationStatus.SUCCESS if res.status == NO_CONTENT else OperationStatus.PENDING
    return DeletedToken(status=status, connector_payment_method_id=req.connector_payment_method_id)


def parse_revoked(res: kit.HttpResponse, req: RevokeMandate, ctx: Ctx) -> RevokedMandate:
    return RevokedMandate(
        status=MandateStatus.REVOKED if res.status == NO_CONTENT else MandateStatus.MANDATE_PENDING)
