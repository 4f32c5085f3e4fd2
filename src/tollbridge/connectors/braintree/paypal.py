"""PayPal on its own page, without PayPal's library: the shopper agrees there, and what comes back becomes a method.

https://developer.paypal.com/braintree/graphql/integration_guides/paypal/one-time-payments; with a billing agreement
https://developer.paypal.com/braintree/graphql/integration_guides/paypal/checkout-with-vault, and that alone
https://developer.paypal.com/braintree/graphql/integration_guides/paypal/vaulted-payments. PayPal sends the shopper back
with paymentId, token and PayerID; without the last one they have not agreed.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from tollbridge import kit
from tollbridge.connectors.braintree.account import Body, Ctx, call, own_account
from tollbridge.connectors.braintree.errors import refusal
from tollbridge.connectors.braintree.methods import carry, kept
from tollbridge.connectors.braintree.wire import Answer
from tollbridge.domain.errors import InvalidField, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.wallets import PaypalRedirect
from tollbridge.domain.payments import Authorize, CaptureMethod
from tollbridge.domain.people import Address
from tollbridge.domain.recurring import MandateSetup, SetupMandate
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status


def check(req: Authorize) -> None:
    if req.redirection_response is None:
        kit.require({"return_url": req.return_url})
    else:
        returned(req)


def one_time(req: Authorize, account: Secret) -> kit.HttpRequest:
    later = req.capture_method in (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE)
    return call("createPayPalOneTimePayment", {
        "merchantAccountId": account, "amount": {"value": req.amount.major(), "currencyCode": req.amount.currency},
        "intent": "AUTHORIZE" if later else "SALE", "returnUrl": req.return_url, "cancelUrl": req.return_url,
        "payerEmail": email(req), "shippingAddress": shipping(req.address.shipping_address),
        "requestBillingAgreement": True if Feature.SETUP_MANDATE in req.features() else None,
        "paypalExperienceProfile": {"userAction": "COMMIT"}})


def email(req: Authorize | SetupMandate) -> Secret | None:
    own = req.payment_method.email if isinstance(req.payment_method, PaypalRedirect) else None
    return own or (req.customer.email if req.customer else None)


def shipping(its: Address | None) -> Body | None:
    """Not without the three that PayPal insists on."""
    if its is None or not (its.line1 and its.city and its.country_alpha2_code):
        return None
    return {"firstName": its.first_name, "lastName": its.last_name, "addressLine1": its.line1,
            "addressLine2": its.line2, "adminArea2": its.city, "adminArea1": its.state, "postalCode": its.zip_code,
            "countryCode": its.country_alpha2_code}


def to_approve(res: kit.HttpResponse, req: Authorize) -> Payment | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    if answer.its.approval_url is None:
        return refusal(answer, res)
    return Payment(
        status=Status.AUTHENTICATION_PENDING, raw_connector_status=None, connector_transaction_id=None,
        redirection_data=Redirect(uri=answer.its.approval_url),
        connector_feature_data=carry(req.connector_feature_data, paypal_payment=answer.its.payment_id))


def returned(req: Authorize) -> Body:
    """What the shopper came back with, of this payment and no other."""
    back = req.redirection_response
    fields = {**dict(parse_qsl(back.params or "", max_num_fields=50)), **back.payload} if back else {}
    path = "redirection_response.params."
    known = kept(req.connector_feature_data).paypal_payment
    its = known or fields.get("paymentId")
    kit.require({path + "PayerID": fields.get("PayerID"), path + "paymentId": its, path + "token": fields.get("token")})
    if fields.get("paymentId", its) != its:
        raise InvalidField(path + "paymentId", "of another payment")
    return {"payerId": fields["PayerID"], "paymentId": its, "paymentToken": fields["token"]}


def approved(req: Authorize, account: Secret) -> kit.HttpRequest:
    return call("tokenizePayPalOneTimePayment", {
        "merchantAccountId": account, "paypalOneTimePayment": returned(req)})


# -- a billing agreement alone --------------------------------------------------------------------------------------
def agreement(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    """The second call brings what the first gave along: it makes a payment method of what the shopper agreed to."""
    account, token = own_account(req.connector_feature_data, ctx), kept(req.connector_feature_data).paypal_agreement
    if token is not None:
        return call("tokenizePayPalBillingAgreement", {
            "merchantAccountId": account.merchant_account_id, "billingAgreement": {"billingAgreementToken": token}})
    kit.require({"return_url": req.return_url})
    return call("createPayPalBillingAgreement", {
        "merchantAccountId": account.merchant_account_id, "returnUrl": req.return_url, "cancelUrl": req.return_url,
        "email": email(req)})


def to_agree(res: kit.HttpResponse, req: SetupMandate) -> MandateSetup | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    if answer.its.approval_url is None or answer.its.billing_agreement_token is None:
        return refusal(answer, res)
    return MandateSetup(
        status=Status.AUTHENTICATION_PENDING, redirection_data=Redirect(uri=answer.its.approval_url),
        connector_feature_data=carry(
            req.connector_feature_data, paypal_agreement=Secret(answer.its.billing_agreement_token)))
