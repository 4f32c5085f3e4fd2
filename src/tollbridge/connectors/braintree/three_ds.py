"""3DS: what a charge has to say of it, Braintree's own in three steps, and what the shopper's browser comes back with.

The steps: https://developer.paypal.com/braintree/docs/guides/3d-secure/step-by-step-integration ("server side"). The
library in the browser collects device data (prepareLookup), performThreeDSecureLookup asks the issuer, and the library
shows the challenge, if there has to be one (initializeChallengeWithLookupResponse). What it all ends with is a payment
method for one use that carries its authentication: Braintree itself knows what it is worth, and nothing that a browser
says of liability is believed.
"""

from __future__ import annotations

from functools import singledispatch
from urllib.parse import parse_qsl

from tollbridge import kit
from tollbridge.connectors.braintree.account import Body, Ctx, ask, call, merchant_account
from tollbridge.connectors.braintree.declines import UNPROVED
from tollbridge.connectors.braintree.errors import node, refusal
from tollbridge.connectors.braintree.methods import (
    authenticated,
    bare_method,
    carry,
    kept,
    nonce_of,
    parse_token,
    tokenizing,
)
from tollbridge.connectors.braintree.wire import Answer, Lookup, Method, NodeAnswer, ThreeDsResult
from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import HttpMethod, RequestDetails
from tollbridge.domain.methods.cards import Card, StoredMethod
from tollbridge.domain.payments import Authorize, ProxyAuthorize
from tollbridge.domain.people import Address, BrowserInformation, Customer
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.redirects import BraintreeForm, FormRedirect
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.stored_methods import Token
from tollbridge.domain.three_ds import AuthenticationData, AuthenticationType, ExemptionIndicator, TransactionStatus

STATUS = kit.payment_statuses(
    **dict.fromkeys((
        "AUTHENTICATE_SUCCESSFUL", "AUTHENTICATE_ATTEMPT_SUCCESSFUL",
        "AUTHENTICATE_SUCCESSFUL_ISSUER_NOT_PARTICIPATING", "DATA_ONLY_SUCCESSFUL", "EXEMPTION_LOW_VALUE_SUCCESSFUL",
        "EXEMPTION_TRA_SUCCESSFUL",
    ), Status.AUTHENTICATION_SUCCESSFUL),
    CHALLENGE_REQUIRED=Status.AUTHENTICATION_PENDING,
    LOOKUP_ENROLLED=Status.AUTHENTICATION_PENDING,
    **dict.fromkeys(UNPROVED, Status.AUTHENTICATION_FAILED))
"""That nobody was asked is no authentication, even where the card may be charged without."""

LETTERS = {
    TransactionStatus.SUCCESS: "Y", TransactionStatus.FAILURE: "N", TransactionStatus.REJECTED: "R",
    TransactionStatus.VERIFICATION_NOT_PERFORMED: "U", TransactionStatus.NOT_VERIFIED: "A",
    TransactionStatus.CHALLENGE_REQUIRED: "C", TransactionStatus.INFORMATION_ONLY: "I",
}
VERDICTS = {
    "SUCCESSFUL_AUTHENTICATION": TransactionStatus.SUCCESS, "FAILED_AUTHENTICATION": TransactionStatus.FAILURE,
    "AUTHENTICATION_REJECTED": TransactionStatus.REJECTED,
    "UNABLE_TO_COMPLETE_AUTHENTICATION": TransactionStatus.VERIFICATION_NOT_PERFORMED,
    "SUCCESSFUL_ATTEMPTS_TRANSACTION": TransactionStatus.NOT_VERIFIED,
    "CHALLENGE_REQUIRED_FOR_AUTHENTICATION": TransactionStatus.CHALLENGE_REQUIRED,
    "CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION": TransactionStatus.CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION,
    "INFORMATIONAL_CHALLENGE_PREFERENCE_ACKNOWLEDGED": TransactionStatus.INFORMATION_ONLY,
}
VENMO = "VenmoAccountDetails"
EXEMPTIONS = {
    ExemptionIndicator.LOW_VALUE: "LOW_VALUE", ExemptionIndicator.SECURE_CORPORATE_PAYMENT: "SECURE_CORPORATE",
    ExemptionIndicator.TRANSACTION_RISK_ASSESSMENT: "TRANSACTION_RISK_ANALYSIS",
    ExemptionIndicator.TRUSTED_LISTING: "TRUSTED_BENEFICIARY",
}


# -- what a charge says ---------------------------------------------------------------------------------------------
def options(req: Authorize | ProxyAuthorize) -> Body | None:
    """What a card's authentication was, or that there has to be one behind a token."""
    proved = isinstance(req, Authorize) and authenticated(req) is not None
    if req.authentication_data is not None and not proved:
        return passed_through(req.authentication_data)
    if proved or req.auth_type is AuthenticationType.THREE_DS:
        return {"threeDSecureAuthentication": {"required": True}}
    return None


def passed_through(data: AuthenticationData) -> Body:
    """3DS that the merchant ran elsewhere; or in Braintree's library, which knows it by an id: of a card that is kept.
    """
    exemption = data.exemption_indicator
    if exemption and exemption not in EXEMPTIONS:
        raise Unsupported(f"{exemption} with Braintree")
    known = data.connector_transaction_id if not (data.eci or data.cavv) else None
    return {"threeDSecureAuthentication": {"authenticationId": known, "required": True} if known
            else {"passThrough": pass_through(data)},
            "scaExemption": EXEMPTIONS[exemption] if exemption else None}


def pass_through(data: AuthenticationData) -> Body:
    kit.require({"authentication_data.eci": data.eci, "authentication_data.cavv": data.cavv})
    return {
        "eciFlag": data.eci, "cavv": data.cavv, "threeDSecureServerTransactionId": data.threeds_server_transaction_id,
        "version": data.message_version,
        "authenticationResponse": LETTERS.get(data.trans_status) if data.trans_status else None,
        "directoryServerTransactionId": data.ds_transaction_id}


def client_token(account: Secret) -> kit.HttpRequest:
    return call("createClientToken", {"clientToken": {"merchantAccountId": account}})


# -- three steps ----------------------------------------------------------------------------------------------------
@singledispatch
def method_to_prove(method: object) -> Secret | None:
    """The payment method to look up; None of a number, which becomes one first."""
    raise Unsupported(type(method).__name__)


@method_to_prove.register
def number(method: Card) -> Secret | None:
    return None


@method_to_prove.register
def stored(method: StoredMethod) -> Secret | None:
    kit.require({"payment_method.token.token": method.token})
    return method.token


def check(req: PreAuthenticate | Authenticate, ctx: Ctx) -> None:
    """Before a card number is handed out."""
    merchant_account(req.connector_feature_data, req.amount, ctx)
    method_to_prove(req.payment_method)


def method_of(req: PreAuthenticate | Authenticate, ctx: Ctx) -> kit.Exchanges[Token]:
    its = kept(req.connector_feature_data).card or method_to_prove(req.payment_method)
    if its is not None:
        return Token(payment_method_token=its)
    billing = req.address.billing_address or Address()
    return parse_token((yield tokenizing(bare_method(req.payment_method), billing)), req, ctx)


def pre_authenticate(req: PreAuthenticate, ctx: Ctx) -> kit.Exchanges[Authentication]:
    """For the library: prepareLookup gives the dfReferenceId that the next step takes."""
    res = yield client_token(merchant_account(req.connector_feature_data, req.amount, ctx))
    answer = kit.read_json(res, Answer)
    if not answer.its.client_token:
        return refusal(answer, res)
    its = yield from method_of(req, ctx)
    if not isinstance(its, Token):
        return its
    digits = req.payment_method.card_number.reveal()[:6] if isinstance(req.payment_method, Card) else ""
    return Authentication(
        status=Status.DEVICE_DATA_COLLECTION_PENDING,
        connector_feature_data=carry(req.connector_feature_data, card=its.payment_method_token),
        redirection_data=BraintreeForm(
            client_token=Secret(answer.its.client_token), card_token=its.payment_method_token or Secret(""), bin=digits,
            acs_url=req.continue_redirection_url or req.return_url or ""))


def authenticate(req: Authenticate, ctx: Ctx) -> kit.Exchanges[Authentication]:
    its = yield from method_of(req, ctx)
    if not isinstance(its, Token):
        return its
    back = req.redirection_response.payload if req.redirection_response else {}
    res = yield call("performThreeDSecureLookup", {
        "merchantAccountId": merchant_account(req.connector_feature_data, req.amount, ctx),
        "paymentMethodId": its.payment_method_token, "amount": req.amount.major(),
        "dfReferenceId": back.get("dfReferenceId"), "transactionInformation": about(req),
        "cardholderInformation": {"billingAddress": address(req.address.billing_address)}})
    answer = kit.read_json(res, Answer)
    card = answer.its.payment_method
    if card is None:
        return refusal(answer, res)
    return outcome(card, answer.its.three_d_secure_lookup_data, carry(req.connector_feature_data, card=Secret(card.id)))


def about(req: Authenticate) -> Body:
    browser, customer = req.browser_info or BrowserInformation(), req.customer or Customer()
    return {
        "email": customer.email, "phoneNumber": customer.phone_number, "ipAddress": browser.ip_address or None,
        "shippingAddress": address(req.address.shipping_address), "deviceChannel": "BROWSER",
        "browserInformation": {
            "javaEnabled": browser.java_enabled, "javascriptEnabled": browser.java_script_enabled,
            "acceptHeader": browser.accept_header, "language": browser.language, "colorDepth": browser.color_depth,
            "screenHeight": browser.screen_height, "screenWidth": browser.screen_width,
            "timeZone": browser.time_zone_offset_minutes, "userAgent": browser.user_agent}}


def address(its: Address | None) -> Body | None:
    if its is None:
        return None
    return {
        "givenName": its.first_name, "surname": its.last_name, "phoneNumber": its.phone_number, "line1": its.line1,
        "line2": its.line2, "line3": its.line3, "locality": its.city, "region": its.state,
        "countryCode": its.country_alpha2_code, "postalCode": its.zip_code}


def build_post(req: PostAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    """What the challenge ended with is a method of its own; without a challenge it is the one of the step before."""
    back = req.redirection_response.payload if req.redirection_response else {}
    brought = nonce_of(back, "redirection_response.payload.authentication_response")
    its = brought or kept(req.connector_feature_data).card
    kit.require({"redirection_response.payload.nonce": its})
    return ask("PaymentMethod", {"id": its})


def parse_post(res: kit.HttpResponse, req: PostAuthenticate, ctx: Ctx) -> Authentication | Rejected:
    its = node(res, NodeAnswer[Method], "payment method")
    if isinstance(its, Rejected):
        return its
    return outcome(its, None, carry(req.connector_feature_data, card=Secret(its.id)))


def outcome(card: Method, lookup: Lookup | None, carried: Secret) -> Authentication:
    """As Braintree has it of the payment method. Where there is a page of the issuer's, it waits for the shopper."""
    its, asked = card.authentication, lookup or Lookup()
    status = status_of(its) if its or not asked.acs_url else Status.AUTHENTICATION_PENDING
    return Authentication(
        status=status, connector_transaction_id=asked.authentication_id, connector_feature_data=carried,
        error=why_not(its, status), redirection_data=challenge(card, asked) if asked.acs_url else None,
        authentication_data=AuthenticationData(
            eci=its.eci_flag, cavv=Secret(its.cavv) if its.cavv else None, message_version=its.version,
            threeds_server_transaction_id=its.server_transaction_id, acs_transaction_id=its.acs_transaction_id,
            ds_transaction_id=its.directory_server_transaction_id,
            trans_status=VERDICTS.get(its.transaction_status or ""),
            connector_transaction_id=asked.authentication_id) if its else None)


def challenge(card: Method, lookup: Lookup) -> FormRedirect:
    """What initializeChallengeWithLookupResponse takes: a form of it alone, sent to the issuer, would end nowhere."""
    fields = {"pareq": lookup.pareq, "md": lookup.md, "termUrl": lookup.term_url, "nonce": card.id,
              "transactionId": lookup.transaction_id, "threeDSecureVersion": lookup.version}
    return FormRedirect(endpoint=lookup.acs_url or "", method=HttpMethod.POST,
                        form_fields={name: text for name, text in fields.items() if text})


def status_of(its: ThreeDsResult | None) -> Status:
    """No word of an authentication is none: a payment method alone proves nothing."""
    return STATUS[its.authentication_status] if its and its.authentication_status else Status.AUTHENTICATION_FAILED


def why_not(its: ThreeDsResult | None, status: Status) -> Failure | None:
    if status is not Status.AUTHENTICATION_FAILED:
        return None
    word = its.authentication_status if its else None
    return Failure(code=word or "NOT_AUTHENTICATED", message=word or "no authentication of this payment method",
                   unified=None if word else Decline.AUTHENTICATION_FAILED,
                   reason=its.transaction_status_reason if its else None)


# -- the shopper comes back -----------------------------------------------------------------------------------------
def build_verify(req: VerifyRedirect, ctx: Ctx) -> kit.HttpRequest:
    """That a nonce is one of this order's, the charge finds out: it is good once."""
    fields = fields_of(req.request_details)
    its = nonce_of(fields, "request_details.body")
    if its is None and "PayerID" in fields:
        raise Unsupported("the return from PayPal: an authorize with it is what asks PayPal")
    kit.require({"request_details.body.nonce": its})
    return ask("PaymentMethod", {"id": its})


def fields_of(came: RequestDetails) -> dict[str, str]:
    """From the form that the browser posted, or from its query."""
    query = came.query_params or (came.uri or "").partition("?")[2]
    try:
        return dict(parse_qsl(came.body.decode(), max_num_fields=50) + parse_qsl(query, max_num_fields=50))
    except ValueError:
        return {}


def parse_verify(res: kit.HttpResponse, req: object, ctx: Ctx) -> RedirectVerification | Rejected:
    its = node(res, NodeAnswer[Method], "payment method")
    if isinstance(its, Rejected):
        return its
    if its.details and its.details.typename == VENMO:  # agreed to, and no proof of whoever holds a card
        return RedirectVerification(status=Status.CONFIRMATION_AWAITED, source_verified=True)
    status = status_of(its.authentication)
    return RedirectVerification(status=status, source_verified=True, error=why_not(its.authentication, status))
