"""What Adyen keeps for a shopper: stored, looked up, forgotten. https://docs.adyen.com/online-payments/tokenization

Storing is the Checkout API's; the other two are the Recurring API's, which has a host of its own. Each wants the
shopper's reference beside the token: the customer's id.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.adyen.account import CHECKOUT, Ctx, pal_url
from tollbridge.connectors.adyen.cards import numbered
from tollbridge.connectors.adyen.shopper import Form, email, shopper_reference
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.extensions import DeletedToken, DeleteToken, TokenState, TokenStatus, ValidateToken
from tollbridge.domain.methods.cards import Card, CardWithNoCvc
from tollbridge.domain.people import Address
from tollbridge.domain.results import CardDetailUpdate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import OperationStatus
from tollbridge.domain.stored_methods import Token, Tokenize

RECURRING = "/Recurring/v68"
DISABLED = "[detail-successfully-disabled]"


class Stored(Struct):
    id: str


class KeptCard(Struct):
    expiryMonth: str | None = None
    expiryYear: str | None = None
    number: str | None = None  # the last four digits


class Detail(Struct):
    recurringDetailReference: str
    variant: str | None = None
    card: KeptCard | None = None


class Wrapper(Struct):
    RecurringDetail: Detail


class Details(Struct):
    """Without any where the shopper has nothing stored, or is not known."""

    details: list[Wrapper] = []


class Disabled(Struct):
    response: str


@singledispatch
def kept_card(method: object, req: Tokenize) -> Form:
    """What can be stored without a payment: cards."""
    raise Unsupported(type(method).__name__)


@kept_card.register
def card(method: Card, req: Tokenize) -> Form:
    return {**numbered(method, None, billing(req)), "cvc": method.card_cvc or None}


@kept_card.register
def card_with_no_cvc(method: CardWithNoCvc, req: Tokenize) -> Form:
    return numbered(method, None, billing(req))


def billing(req: Tokenize) -> Address | None:
    return req.address.billing_address if req.address else None


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    """The amount is no part of it: a token is good for any. Adyen does not ask the issuer about the card."""
    reference = shopper_reference(req.customer, req.state, kept=True)
    kit.require({"customer.connector_customer_id": reference})
    return kit.post_json(f"{CHECKOUT}/storedPaymentMethods", {
        "merchantAccount": ctx.account.merchant_account, "shopperReference": reference,
        "paymentMethod": kept_card(req.payment_method, req),
        "shopperEmail": email(billing(req), req.customer)})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token:
    its = kit.read_json(res, Stored).id
    return Token(payment_method_token=Secret(its), connector_payment_method_id=its)


def _post(action: str, req: ValidateToken, ctx: Ctx, fields: dict[str, Any]) -> kit.HttpRequest:
    reference = shopper_reference(req.customer, req.state, kept=True)
    kit.require({"connector_payment_method_id": req.connector_payment_method_id,
                 "customer.connector_customer_id": reference})
    return kit.post_json(pal_url(ctx, f"{RECURRING}/{action}"), {
        "merchantAccount": ctx.account.merchant_account, "shopperReference": reference, **fields})


def build_validate(req: ValidateToken, ctx: Ctx) -> kit.HttpRequest:
    """All that is stored for the shopper: there is no question about one token."""
    return _post("listRecurringDetails", req, ctx, {})


def parse_state(res: kit.HttpResponse, req: ValidateToken, ctx: Ctx) -> TokenState:
    """A card is good to the end of the month that it expires in."""
    its = req.connector_payment_method_id
    found = next((one.RecurringDetail for one in kit.read_json(res, Details).details
                  if one.RecurringDetail.recurringDetailReference == its), None)
    if found is None:
        return TokenState(status=TokenStatus.NOT_FOUND)
    card = found.card or KeptCard()
    month, year = card.expiryMonth or "", card.expiryYear or ""
    dated = month.isdecimal() and year.isdecimal()
    expired = dated and (int(year), int(month)) < (ctx.now.year, ctx.now.month)
    return TokenState(
        status=TokenStatus.EXPIRED if expired else TokenStatus.ACTIVE, connector_payment_method_id=its,
        card=CardDetailUpdate(card_exp_month=f"{int(month):02}", card_exp_year=year, last4_digits=card.number,
                              card_network=found.variant) if dated else None)


def build_delete(req: DeleteToken, ctx: Ctx) -> kit.HttpRequest:
    """One token. Without its name Adyen would forget all of the shopper's: `_post` requires it."""
    return _post("disable", req, ctx, {"recurringDetailReference": req.connector_payment_method_id})


def parse_deleted(res: kit.HttpResponse, req: DeleteToken, ctx: Ctx) -> DeletedToken:
    """Any other word than that one detail is disabled leaves it open."""
    done = kit.read_json(res, Disabled).response == DISABLED
    return DeletedToken(status=OperationStatus.SUCCESS if done else OperationStatus.PENDING,
                        connector_payment_method_id=req.connector_payment_method_id)
