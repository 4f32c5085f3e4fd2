"""3DS of its own, on the merchant's page: https://docs.adyen.com/online-payments/3d-secure/authentication-only

Adyen only authenticates, and nothing is authorised. PreAuthenticate asks whether the issuer wants the shopper's device
(IdentifyShopper) or the shopper (ChallengeShopper, RedirectShopper); the action, which is for Adyen's library
(handleAction), is in `connector_feature_data`. What the library or the page gives goes, as `redirection_response`, into
Authenticate after the device, into PostAuthenticate after the challenge: either may already have the result. The proof
in it goes into an Authorize as `authentication_data`.
"""

from __future__ import annotations

from functools import singledispatch
from urllib.parse import parse_qsl, urlsplit

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import CHECKOUT, Ctx, amount
from tollbridge.connectors.adyen.cards import TRANS_STATUS, numbered
from tollbridge.connectors.adyen.payments import PAYMENTS, action_data, failure, redirect
from tollbridge.connectors.adyen.shopper import (
    Form,
    browser_info,
    email,
    metadata,
    require_browser,
    street,
    telephone,
)
from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card, CardWithNoCvc
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationData

FINISHED = "AuthenticationFinished"
# Of a step; of one that is finished, by the verdict's letter. "Authorised" is none of an authentication: as any unknown
# word, it decides nothing.
STATUS = kit.payment_statuses(
    IdentifyShopper=Status.DEVICE_DATA_COLLECTION_PENDING,
    ChallengeShopper=Status.AUTHENTICATION_PENDING,
    RedirectShopper=Status.AUTHENTICATION_PENDING,
    AuthenticationNotRequired=Status.AUTHENTICATION_SUCCESSFUL,  # to authorise as it is, with nothing to show
    Pending=Status.PENDING,
    Received=Status.PENDING,
    Cancelled=Status.AUTHENTICATION_FAILED,
    Refused=Status.AUTHENTICATION_FAILED,
    Error=Status.AUTHENTICATION_FAILED,
    Y=Status.AUTHENTICATION_SUCCESSFUL,
    A=Status.AUTHENTICATION_SUCCESSFUL,
    N=Status.AUTHENTICATION_FAILED,
    U=Status.AUTHENTICATION_FAILED,
    R=Status.AUTHENTICATION_FAILED,
)
VERDICTS = {letter: verdict for verdict, letter in TRANS_STATUS.items()}
LONGEST_ORIGIN = 80
DETAILS = ("threeDSResult", "threeds2.fingerprint", "threeds2.challengeResult", "redirectResult", "MD", "PaRes")
"""What the shopper's browser gives: by the newer components, by the older ones, from a page, from a page of 3DS 1."""


@singledispatch
def card_of(method: object, req: PreAuthenticate) -> Form:
    """The card that is to be authenticated."""
    raise Unsupported(type(method).__name__)


@card_of.register
def card(method: Card, req: PreAuthenticate) -> Form:
    return {**numbered(method, None, req.address.billing_address), "cvc": method.card_cvc or None}


@card_of.register
def card_with_no_cvc(method: CardWithNoCvc, req: PreAuthenticate) -> Form:
    return numbered(method, None, req.address.billing_address)


def build_pre(req: PreAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    reference = req.merchant_transaction_id or req.merchant_order_id
    back, billing = req.continue_redirection_url or req.return_url, req.address.billing_address
    kit.together(lambda: require_browser(req.browser_info),
             lambda: kit.require({"merchant_transaction_id": reference, "return_url": back}))
    return kit.post_json(PAYMENTS, {
        "amount": amount(req.amount), "merchantAccount": ctx.account.merchant_account, "reference": reference,
        "paymentMethod": card_of(req.payment_method, req), "returnUrl": back, "channel": "Web", "origin": origin(back),
        "threeDSAuthenticationOnly": True, "additionalData": {"allow3DS2": "true", "executeThreeD": "true"},
        "shopperInteraction": "Ecommerce", "browserInfo": browser_info(req.browser_info),
        "shopperIP": req.browser_info.ip_address if req.browser_info else None,
        "shopperEmail": email(billing, req.customer), "telephoneNumber": telephone(billing),
        "billingAddress": street(billing), "deliveryAddress": street(req.address.shipping_address),
        "metadata": metadata(req.metadata)})


def origin(page: str | None) -> str:
    """Of the merchant's page, where Adyen's library runs: the shopper comes back to the same site."""
    parts = urlsplit(page or "")
    its = f"{parts.scheme}://{parts.netloc}"
    if not (parts.scheme and parts.netloc) or len(its) > LONGEST_ORIGIN:
        raise InvalidField("return_url", f"not an address with an origin of up to {LONGEST_ORIGIN} characters")
    return its


def build_step(req: Authenticate | PostAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    """With what the browser gave. Once more that nothing is to be authorised: the answer may belong to a payment."""
    kit.require({"redirection_response": req.redirection_response})
    back = req.redirection_response
    given = {**dict(parse_qsl((back.params or "").lstrip("?"))), **back.payload} if back else {}
    details = {name: Secret(given[name]) for name in DETAILS if given.get(name)}
    if not details:
        raise InvalidField("redirection_response", f"has none of {', '.join(DETAILS)}")
    return kit.post_json(f"{CHECKOUT}/payments/details", {
        "details": details, "paymentData": Secret(given["paymentData"]) if given.get("paymentData") else None,
        "threeDSAuthenticationOnly": True})


def parse_step(res: kit.HttpResponse, req: object, ctx: Ctx) -> Authentication:
    body = kit.read_json(res, wire.AuthenticationBody)
    proof = body.threeDS2Result
    word = proof.transStatus if proof and proof.transStatus and body.resultCode == FINISHED else body.resultCode
    status = STATUS[word]
    return Authentication(
        status=status, connector_transaction_id=body.pspReference,
        error=refusal(body, word) if status is Status.AUTHENTICATION_FAILED else None,
        redirection_data=redirect(body.action), connector_feature_data=action_data(body.action),
        authentication_data=shown(proof) if proof else None)


def refusal(body: wire.AuthenticationBody, word: str) -> Failure:
    """Adyen's reason where it gives one; else the verdict, which is the issuer's and says no more."""
    if body.refusalReasonCode or body.refusalReason:
        return failure(body, body.additionalData or wire.Additional())
    return Failure(code=word, message=f"3D Secure: {word}", unified=Decline.AUTHENTICATION_FAILED,
                   connector_transaction_id=body.pspReference)


def shown(proof: wire.ThreeDs2Result) -> AuthenticationData:
    """As an Authorize has to show it: https://docs.adyen.com/online-payments/3d-secure/other-3ds-flows/data-only"""
    return AuthenticationData(
        eci=proof.eci, cavv=Secret(proof.authenticationValue) if proof.authenticationValue else None,
        threeds_server_transaction_id=proof.threeDSServerTransID, message_version=proof.messageVersion,
        ds_transaction_id=proof.dsTransID, trans_status=VERDICTS.get(proof.transStatus or ""),
        challenge_cancel=proof.challengeCancel, challenge_code_reason=proof.transStatusReason)
