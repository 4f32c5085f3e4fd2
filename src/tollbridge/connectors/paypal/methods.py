"""Payment methods as the `payment_source` of an order: https://developer.paypal.com/docs/api/orders/v2/#definition-payment_source

The cases of `method_fields` are the payment methods that an authorize accepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from tollbridge import kit
from tollbridge.connectors.paypal.account import money
from tollbridge.connectors.paypal.people import BILLING, Json, email, full_name, portable
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.mandates import FutureUsage
from tollbridge.domain.methods.bank_redirects import (
    BancontactCard,
    Blik,
    Eps,
    Giropay,
    Ideal,
    Przelewy24,
    Sofort,
    Trustly,
)
from tollbridge.domain.methods.cards import Card, CardNetwork, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.methods.wallets import (
    ApplePay,
    ApplePayDecryptedData,
    GooglePay,
    GooglePayAssurance,
    GooglePayDecryptedData,
    PaypalRedirect,
    PaypalSdk,
    VenmoRedirect,
)
from tollbridge.domain.payments import Authorize, ProxyAuthorize
from tollbridge.domain.people import Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.three_ds import AuthenticationType

ON_APPROVAL = "ORDER_COMPLETE_ON_PAYMENT_APPROVAL"
APPLE_AT_VISA = "040010030273"
"""The maker of the device, as Visa calls Apple: the contract does not carry what the token says of it. Other networks
have names of their own, and PayPal does without.
"""
BANK_REDIRECTS = (BancontactCard, Blik, Eps, Giropay, Ideal, Przelewy24, Sofort, Trustly)
"""PayPal takes the money itself once the shopper has agreed; it cannot be reserved."""
_RESERVED = frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE})
_CARD_ONLY = frozenset({Feature.THREE_DS, Feature.SETUP_MANDATE})
WITHOUT: Mapping[type, frozenset[Feature]] = {
    **dict.fromkeys(BANK_REDIRECTS, _RESERVED | _CARD_ONLY),
    **dict.fromkeys((ApplePay, GooglePay, NetworkToken, PaypalSdk), _CARD_ONLY),
    **dict.fromkeys((PaypalRedirect, VenmoRedirect), frozenset({Feature.THREE_DS})),
    StoredMethod: frozenset({Feature.SETUP_MANDATE}),
}
# How sure the network is of the shopper, by network and ECI: https://developer.paypal.com/docs/api/orders/v2/#definition-eci_flag
MASTERCARD_ECI = {
    "02": "MASTERCARD_FULLY_AUTHENTICATED_TRANSACTION", "01": "MASTERCARD_ATTEMPTED_AUTHENTICATION_TRANSACTION",
    "00": "MASTERCARD_NON_3D_SECURE_TRANSACTION"}
OTHER_ECI = {
    "05": "FULLY_AUTHENTICATED_TRANSACTION", "06": "ATTEMPTED_AUTHENTICATION_TRANSACTION",
    "07": "NON_3D_SECURE_TRANSACTION"}


@singledispatch
def method_fields(method: object, req: Authorize) -> Json:
    raise Unsupported(type(method).__name__)


@method_fields.register
def card(method: Card, req: Authorize) -> Json:
    return {"card": {
        "number": method.card_number, "expiry": expiry(method.card_exp_month, method.card_exp_year),
        "security_code": method.card_cvc, **holder(method.card_holder_name, req), "attributes": card_attributes(req),
        "experience_context": returning(req.return_url, req.complete_authorize_url)}}


@method_fields.register
def card_with_no_cvc(method: CardWithNoCvc, req: Authorize) -> Json:
    return {"card": {
        "number": method.card_number, "expiry": expiry(method.card_exp_month, method.card_exp_year),
        **holder(method.card_holder_name, req), "attributes": card_attributes(req),
        "experience_context": returning(req.return_url, req.complete_authorize_url)}}


@method_fields.register
def network_token(method: NetworkToken, req: Authorize) -> Json:
    return {"card": {**holder(None, req), "network_token": token_fields(method)}}


def token_fields(method: NetworkToken) -> Json:
    words = MASTERCARD_ECI if method.card_network is CardNetwork.MASTERCARD else OTHER_ECI
    return {"number": method.token_number, "expiry": expiry(method.token_exp_month, method.token_exp_year),
            "cryptogram": method.token_cryptogram, "eci_flag": words.get(method.eci.zfill(2)) if method.eci else None}


@method_fields.register
def stored(method: StoredMethod, req: Authorize) -> Json:
    """A card that the vault keeps, by Tokenize or with a payment before."""
    return {"card": {
        "vault_id": method.token, "attributes": card_attributes(req), "stored_credential": {
            "payment_initiator": "MERCHANT" if req.off_session else "CUSTOMER",
            "payment_type": "UNSCHEDULED" if req.off_session else "ONE_TIME", "usage": "SUBSEQUENT"},
        "experience_context": returning(req.return_url, req.complete_authorize_url)}}


@method_fields.register
def apple_pay(method: ApplePay, req: Authorize) -> Json:
    its = method.payment_data
    if not isinstance(its, ApplePayDecryptedData):
        raise Unsupported("an encrypted Apple Pay token: PayPal takes it from its own library in the browser")
    proof, network = its.payment_data, method.payment_method.network if method.payment_method else ""
    kit.require({"payment_method.apple_pay_sdk.payment_data.decrypted_data.payment_data.online_payment_cryptogram":
                 proof.online_payment_cryptogram if proof else None})
    return {"apple_pay": {"id": method.transaction_identifier or None, "decrypted_token": {
        "tokenized_card": {
            "number": its.application_primary_account_number,
            "expiry": expiry(its.application_expiration_month, its.application_expiration_year)},
        "transaction_amount": money(req.amount),
        "device_manufacturer_id": APPLE_AT_VISA if network.lower() == "visa" else None,
        "payment_data_type": "3DSECURE",
        "payment_data": {
            "cryptogram": proof.online_payment_cryptogram, "eci_indicator": proof.eci_indicator} if proof else None}}}


@method_fields.register
def google_pay(method: GooglePay, req: Authorize) -> Json:
    its = method.tokenization_data
    kit.require({"payment_method.google_pay_sdk.tokenization_data": its})
    if not isinstance(its, GooglePayDecryptedData):
        raise Unsupported("an encrypted Google Pay token: PayPal takes it from its own library in the browser")
    return {"google_pay": {
        "decrypted_token": {
            "payment_method": "CARD",
            "authentication_method": "CRYPTOGRAM_3DS" if its.cryptogram else "PAN_ONLY",
            "card": {"number": its.application_primary_account_number,
                     "expiry": expiry(its.card_exp_month, its.card_exp_year)},
            "cryptogram": its.cryptogram, "eci_indicator": its.eci_indicator},
        "assurance_details": assurance(method.info.assurance_details if method.info else None)}}


@method_fields.register
def paypal(method: PaypalRedirect, req: Authorize) -> Json:
    """The shopper agrees on PayPal's page; then a second Authorize with the order's id takes or reserves the money."""
    return {"paypal": {
        "email_address": method.email,
        "experience_context": wallet_context(
            req.complete_authorize_url or req.return_url, req.locale, req.address.shipping_address is not None),
        "attributes": wallet_attributes(req)}}


@method_fields.register
def venmo(method: VenmoRedirect, req: Authorize) -> Json:
    """As PayPal. Its page shows a code for the Venmo app, or opens it on a phone; it has no language of its own.

    https://developer.paypal.com/docs/checkout/pay-with-venmo/; the way back as PayPal's own shop module sends it:
    https://github.com/woocommerce/woocommerce-paypal-payments (OrderProcessor.create_order)
    """
    return {"venmo": {
        "experience_context": wallet_context(
            req.complete_authorize_url or req.return_url, None, req.address.shipping_address is not None),
        "attributes": wallet_attributes(req)}}


@method_fields.register
def paypal_sdk(method: PaypalSdk, req: Authorize) -> Json:
    """Its token is the order that the shopper has agreed to: without it there is nothing to pay by."""
    kit.require({"payment_method.paypal_sdk.token": None})
    return {}


@method_fields.register
def ideal(method: Ideal, req: Authorize) -> Json:
    return {"ideal": at_bank(req)}


@method_fields.register
def eps(method: Eps, req: Authorize) -> Json:
    return {"eps": at_bank(req, method.country)}


@method_fields.register
def giropay(method: Giropay, req: Authorize) -> Json:
    return {"giropay": at_bank(req, method.country)}


@method_fields.register
def sofort(method: Sofort, req: Authorize) -> Json:
    return {"sofort": at_bank(req, method.country)}


@method_fields.register
def trustly(method: Trustly, req: Authorize) -> Json:
    return {"trustly": at_bank(req, method.country)}


@method_fields.register
def bancontact(method: BancontactCard, req: Authorize) -> Json:
    """The card is typed in, or scanned from the app, on Bancontact's page: its number is not sent."""
    return {"bancontact": at_bank(req, holder=method.card_holder_name)}


@method_fields.register
def przelewy24(method: Przelewy24, req: Authorize) -> Json:
    its = email(req.address, req.customer)
    return {"p24": {**at_bank(req, also={f"{BILLING}.email": its}), "email": its}}


@method_fields.register
def blik(method: Blik, req: Authorize) -> Json:
    """With the code no page is shown: PayPal then wants to know the browser in which it was typed."""
    if not method.blik_code:
        return {"blik": {**at_bank(req), "email": email(req.address, req.customer)}}
    browser = req.browser_info
    ip, agent = (browser.ip_address, browser.user_agent) if browser else (None, None)
    fields = at_bank(req, also={"browser_info.ip_address": ip, "browser_info.user_agent": agent})
    return {"blik": {
        **fields, "email": email(req.address, req.customer), "level_0": {"auth_code": method.blik_code},
        "experience_context": {**fields["experience_context"], "consumer_ip": ip, "consumer_user_agent": agent}}}


def at_bank(req: Authorize, country: str | None = None, *, holder: Secret | None = None,
            also: Mapping[str, object] | None = None) -> Json:
    """What all bank redirects want: who pays, from where, and where the shopper comes back to."""
    address, back = req.address.billing_address, req.complete_authorize_url or req.return_url
    country = country or (address.country_alpha2_code if address else None)
    name = full_name(address) or holder
    if name is None and req.customer is not None and req.customer.name:
        name = Secret(req.customer.name)
    kit.require({f"{BILLING}.first_name": name, f"{BILLING}.country_alpha2_code": country, "return_url": back,
                 **(also or {})})
    return {"name": name, "country_code": country,
            "experience_context": {"return_url": back, "cancel_url": back, "locale": req.locale}}


def card_attributes(req: Authorize | ProxyAuthorize) -> Json | None:
    """3DS where it is asked for; without a word PayPal does it where the law wants it, and then there is a page too."""
    asked = {"method": "SCA_ALWAYS"} if req.auth_type is AuthenticationType.THREE_DS else None
    vault = {"store_in_vault": "ON_SUCCESS"} if stores(req) else None
    if asked is None and vault is None:
        return None
    return {"verification": asked, "vault": vault, "customer": known(req.customer) if vault else None}


def wallet_attributes(req: Authorize) -> Json | None:
    if not stores(req):
        return None
    return {"vault": {"store_in_vault": "ON_SUCCESS", "usage_type": "MERCHANT"}, "customer": known(req.customer)}


def stores(req: Authorize | ProxyAuthorize) -> bool:
    return req.setup_future_usage is FutureUsage.OFF_SESSION or req.setup_mandate_details is not None


def known(customer: Customer | None) -> Json | None:
    """PayPal's own id of a shopper who has something in the vault already."""
    its = customer.connector_customer_id if customer else None
    return {"id": its} if its else None


def holder(name: Secret | None, req: Authorize | ProxyAuthorize) -> Json:
    address = req.address.billing_address
    return {"name": name or full_name(address), "billing_address": portable(address)}


def returning(back: str | None, first: str | None = None) -> Json | None:
    back = first or back
    return {"return_url": back, "cancel_url": back} if back else None


def wallet_context(back: str | None, locale: str | None, ships: bool) -> Json:
    return {"return_url": back, "cancel_url": back, "user_action": "PAY_NOW", "locale": locale,
            "shipping_preference": "SET_PROVIDED_ADDRESS" if ships else "GET_FROM_FILE"}


def assurance(its: GooglePayAssurance | None) -> Json | None:
    if its is None:
        return None
    return {"account_verified": its.account_verified, "card_holder_authenticated": its.card_holder_authenticated}


def expiry(month: Secret, year: Secret) -> Secret:
    """YYYY-MM; a year of two digits is one of this century."""
    year_text = year.reveal()
    return Secret(f"{'20' if len(year_text) == 2 else ''}{year_text}-{month.reveal().zfill(2)}")
