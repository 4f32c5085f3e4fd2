"""Payouts: to a card at once, or to what is stored for the shopper in two steps. Schema v68

https://docs.adyen.com/online-payments/online-payouts. As of 2026 Adyen takes no new integrations of this API (it asks
for the Transfers API, of another kind of account); those that have it keep it.

- To a card, /payout: "immediately returning the result", and the money is there within 30 minutes. Visa and Mastercard.
- To a stored method (`connector_payout_method_id`, or a passthrough token), /submitThirdParty: waits until it is
  confirmed or declined, by a transfer or a void with the account's `review_key`, or by a person in the Customer Area.
  Four eyes: the key that submits is not one that confirms. What comes of it a webhook says.
- To a bank account that Adyen has not stored it would need date of birth and nationality of the recipient, for which
  the contract has no fields. So there is no enrolling here either.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import Ctx, amount, pal_url
from tollbridge.connectors.adyen.declines import decline_of
from tollbridge.connectors.adyen.shopper import email, full_name, shopper_name, shopper_reference, street, telephone
from tollbridge.domain.errors import BadCredentials, OutcomeUnknown, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.payouts import (
    CardPayout,
    CreatePayout,
    PassthroughPayout,
    Payout,
    PayoutPriority as Priority,
    TransferPayout,
    VoidPayout,
)
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PayoutStatus as Status

SERVICE = "/Payout/v68"
RECURRING = {"contract": "PAYOUT"}
NO = frozenset({400, 422})
IN_PROGRESS = "704"  # "request already processed or in progress"
AT_ONCE = (None, Priority.INSTANT, Priority.FAST)
IN_TIME = (None, Priority.REGULAR)
# `resultCode` of /payout and of /submitThirdParty, `response` of the two that follow, which Adyen writes in brackets.
STATUS = kit.payout_statuses(**{
    "Authorised": Status.SUCCESS,
    "Received": Status.PENDING,
    "Pending": Status.PENDING,
    "Refused": Status.FAILED,
    "Error": Status.FAILED,
    "Cancelled": Status.FAILED,
    "payout-submit-received": Status.REQUIRES_FULFILLMENT,
    "payout-confirm-received": Status.INITIATED,
    "payout-decline-received": Status.PENDING,
})


class Created(Struct):
    """PayoutResponse and SubmitResponse."""

    pspReference: str
    resultCode: str
    refusalReason: str | None = None


class Modified(Struct):
    pspReference: str
    response: str


def sign_review(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """With the credentials of a reviewer."""
    if ctx.account.review_key is None:
        raise BadCredentials("to confirm or decline a payout takes a key of its own", "review_key")
    return req.with_headers({"x-api-key": ctx.account.review_key})


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    if req.destination_currency not in (None, req.amount.currency):
        raise Unsupported("payout in another currency than it is taken in")
    if req.source_bank_data is not None:
        raise Unsupported("payout from a bank account")
    method = req.payout_method_data
    if isinstance(method, CardPayout) and not req.connector_payout_method_id:
        return _post("payout", _of_priority(req, AT_ONCE), ctx, to_card(req, method))
    if method is not None and not isinstance(method, PassthroughPayout):
        raise Unsupported("payout to an account that Adyen has not stored: it wants the recipient's date of birth")
    token = req.connector_payout_method_id or (method.psp_token if method else None)
    return _post("submitThirdParty", _of_priority(req, IN_TIME), ctx, to_stored(req, token))


def to_card(req: CreatePayout, card: CardPayout) -> dict[str, Any]:
    address, customer = req.address.billing_address, req.customer
    holder = card.card_holder_name or full_name(address)
    kit.require({"merchant_payout_id": req.merchant_payout_id, "payout_method_data.card.card_holder_name": holder})
    return {
        "card": {"number": card.card_number, "expiryMonth": card.card_exp_month,
                 "expiryYear": kit.year(card.card_exp_year), "holderName": holder},
        "billingAddress": street(address), "shopperName": shopper_name(address, customer),
        "shopperEmail": email(address, customer), "telephoneNumber": telephone(address),
        "shopperReference": shopper_reference(customer, None),
    }


def to_stored(req: CreatePayout, token: str | Secret | None) -> dict[str, Any]:
    address, customer = req.address.billing_address, req.customer
    reference, mail = shopper_reference(customer, None, kept=True), email(address, customer)
    kit.require({"merchant_payout_id": req.merchant_payout_id, "connector_payout_method_id": token,
                 "customer.connector_customer_id": reference, "customer.email": mail})
    return {
        "recurring": RECURRING, "selectedRecurringDetailReference": token, "shopperReference": reference,
        "shopperEmail": mail, "shopperName": shopper_name(address, customer),
        "shopperStatement": req.description or None,
    }


def _of_priority(req: CreatePayout, known: tuple[Priority | None, ...]) -> CreatePayout:
    if req.priority not in known:
        raise Unsupported(f"payout with priority {req.priority}")
    return req


def _post(action: str, req: CreatePayout, ctx: Ctx, fields: dict[str, Any]) -> kit.HttpRequest:
    return kit.post_json(pal_url(ctx, f"{SERVICE}/{action}"), {
        "merchantAccount": ctx.account.merchant_account, "amount": amount(req.amount),
        "reference": req.merchant_payout_id, **fields})


def build_transfer(req: TransferPayout, ctx: Ctx) -> kit.HttpRequest:
    """Sends what was submitted, as it was submitted: the amount stands there, and cannot be changed now."""
    return _modify("confirmThirdParty", req.connector_payout_id, ctx)


def build_void(req: VoidPayout, ctx: Ctx) -> kit.HttpRequest:
    return _modify("declineThirdParty", req.connector_payout_id, ctx)


def _modify(action: str, payout_id: str | None, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_payout_id": payout_id})
    return kit.post_json(pal_url(ctx, f"{SERVICE}/{action}"), {
        "merchantAccount": ctx.account.merchant_account, "originalReference": payout_id})


def parse_created(res: kit.HttpResponse, req: CreatePayout, ctx: Ctx) -> Payout:
    body = kit.read_json(res, Created)
    status = STATUS[body.resultCode.strip("[]")]
    why = body.refusalReason or body.resultCode
    return Payout(payout_status=status, connector_payout_id=body.pspReference, error=Failure(
        code=why, message=why, unified=decline_of(why)) if status is Status.FAILED else None)


def parse_modified(res: kit.HttpResponse, req: TransferPayout | VoidPayout, ctx: Ctx) -> Payout:
    """The payout keeps its id; this answer's own is of the confirmation."""
    if res.status in NO:
        return refused(res)
    body = kit.read_json(res, Modified)
    return Payout(payout_status=STATUS[body.response.strip("[]")], connector_payout_id=req.connector_payout_id)


def refused(res: kit.HttpResponse) -> Payout:
    """Perhaps because somebody else has confirmed it already: that nothing was sent this does not say."""
    error = kit.read_json(res, wire.ErrorBody)
    if res.headers.get("transient-error", "").lower() == "true" or error.errorCode == IN_PROGRESS:
        raise OutcomeUnknown(f"{error.errorCode}: {error.message}", http_status=res.status)
    return Payout(payout_status=Status.PENDING, error=Failure(code=error.errorCode, message=error.message))
