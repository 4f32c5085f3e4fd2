"""Payment methods, as `paymentType` and as the stored profile of a customer."""

from __future__ import annotations

import base64
import re
from functools import singledispatch

from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.authorizedotnet.request import Body, cut
from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import (
    Card,
    CardForNetworkTransactionId,
    CardWithNoCvc,
    NetworkToken,
    ProxyCard,
    StoredMethod,
)
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, GooglePayEncryptedTokenizationData, PaypalRedirect
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret
from tollbridge.kit import aliases

LONGEST_NUMBER = 16
STORED = re.compile(r"\d+-\d+")  # as profile_ids reads it; what Accept.js gives has no such form
ACCEPT, APPLE, GOOGLE = (f"COMMON.{name}.INAPP.PAYMENT" for name in ("ACCEPT", "APPLE", "GOOGLE"))


@singledispatch
def method_fields(method: object) -> Body:
    """`payment` or `profile` of a transaction."""
    raise Unsupported(type(method).__name__)


@method_fields.register(Card)
@method_fields.register(CardWithNoCvc)
def card(method: Card | CardWithNoCvc) -> Body:
    number = method.card_number
    if len(number.reveal()) > LONGEST_NUMBER:
        raise InvalidField("payment_method.card.card_number", f"longer than {LONGEST_NUMBER} digits")
    return {"payment": {"creditCard": {
        "cardNumber": number, "expirationDate": expiry(method.card_exp_month, method.card_exp_year),
        "cardCode": getattr(method, "card_cvc", None) or None}}}


@method_fields.register
def network_token(method: NetworkToken) -> Body:
    return {"payment": {"creditCard": {
        "cardNumber": method.token_number, "expirationDate": expiry(method.token_exp_month, method.token_exp_year),
        "isPaymentToken": True, "cryptogram": method.token_cryptogram, "tokenRequestorEci": method.eci}}}


@method_fields.register
def ach(method: AchDebit) -> Body:
    """A company's checking account is a type of its own, debited by CCD. The name is cut to what a debit can carry."""
    holder = method.bank_account_holder_name or method.card_holder_name
    kit.require({"payment_method.ach.bank_account_holder_name": holder})
    business = method.bank_holder_type is BankHolderType.BUSINESS and method.bank_type is not BankType.SAVINGS
    checking = "businessChecking" if business else "checking"
    return {"payment": {"bankAccount": {
        "accountType": "savings" if method.bank_type is BankType.SAVINGS else checking,
        "routingNumber": method.routing_number, "accountNumber": method.account_number,
        "nameOnAccount": cut(holder, 22), "echeckType": "CCD" if business else None}}}


def in_name_of(method: object, billing: Address | None) -> object:
    """An account that comes without a name is that of whoever is billed."""
    if not isinstance(method, AchDebit) or method.bank_account_holder_name or method.card_holder_name or not billing:
        return method
    name = " ".join(part.reveal() for part in (billing.first_name, billing.last_name) if part)
    return replace(method, bank_account_holder_name=Secret(name)) if name else method


@method_fields.register
def apple_pay(method: ApplePay) -> Body:
    """Apple's token as it is, in base64."""
    kit.require({"payment_method.apple_pay_sdk.payment_data": method.payment_data})
    if not isinstance(method.payment_data, Secret):
        raise Unsupported("apple_pay_sdk decrypted")
    return opaque(APPLE, method.payment_data)


@method_fields.register
def google_pay(method: GooglePay) -> Body:
    """Google's token, in base64: https://developer.authorize.net/api/reference/features/in-app.html"""
    data = method.tokenization_data
    kit.require({"payment_method.google_pay_sdk.tokenization_data": data})
    if not isinstance(data, GooglePayEncryptedTokenizationData):
        raise Unsupported("google_pay_sdk decrypted")
    kit.require({"payment_method.google_pay_sdk.tokenization_data.encrypted_data.token": data.token})
    return opaque(GOOGLE, Secret(base64.b64encode(data.token.reveal().encode()).decode()))


@method_fields.register
def paypal(method: PaypalRedirect) -> Body:
    """As a refund names it; what a payment says beside, payments.by_paypal has."""
    return {"payment": {"payPal": {}}}


@method_fields.register
def stored(method: StoredMethod) -> Body:
    return profile_fields(method.token.reveal(), "payment_method.token.token")


WITHOUT: dict[type, frozenset[Feature]] = {
    **{kind: frozenset({Feature.EXTERNAL_THREE_DS}) for kind in (AchDebit, NetworkToken)},
    # a wallet proves the shopper itself, and E00103: "This payment method does not support profile creation."
    **{kind: frozenset({Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE})
       for kind in (ApplePay, GooglePay, PaypalRedirect)},
    StoredMethod: frozenset({Feature.SETUP_MANDATE}),  # it is one
}


@singledispatch
def kept_fields(method: object) -> Body:
    """`payment` of a payment profile."""
    raise Unsupported(type(method).__name__)


kept_fields.register(Card, card)
kept_fields.register(AchDebit, ach)


@singledispatch
def recharge_fields(method: object) -> Body:
    """`payment` of a charge by the network's id of the first one, which wants the card itself."""
    raise Unsupported(f"payment method {type(method).__name__} with a network transaction id")


@recharge_fields.register
def recharge(method: CardForNetworkTransactionId) -> Body:
    return {"payment": {"creditCard": {
        "cardNumber": method.card_number, "expirationDate": expiry(method.card_exp_month, method.card_exp_year)}}}


recharge_fields.register(NetworkToken, network_token)


def proxied(method: ProxyCard) -> Body:
    return {"payment": {"creditCard": {
        "cardNumber": aliases.NUMBER, "expirationDate": aliases.expiry("-"),
        "cardCode": aliases.CVC if method.card_cvc else None}}}


def accepted(nonce: Secret) -> Body:
    """Of Accept.js: https://developer.authorize.net/api/reference/features/acceptjs.html"""
    return opaque(ACCEPT, nonce)


def opaque(kind: str, value: Secret) -> Body:
    return {"payment": {"opaqueData": {"dataDescriptor": kind, "dataValue": value}}}


def expiry(month: Secret, year: Secret) -> Secret:
    full = year.reveal()
    return Secret(f"{'20' * (len(full) == 2)}{full}-{month.reveal().zfill(2)}")


def profile_fields(text: str | None, path: str) -> Body:
    """`profile` of a transaction that is paid with a stored method."""
    customer, profile = profile_ids(text, path)
    return {"profile": {"customerProfileId": customer, "paymentProfile": {"paymentProfileId": profile}}}


def profile_ids(text: str | None, path: str) -> tuple[str, str]:
    """Customer and payment profile, which this connector gives as one id, "900-901"."""
    kit.require({path: text})
    customer, _, profile = (text or "").partition("-")
    if not (customer and profile):
        raise InvalidField(path, 'not of the form "customer profile-payment profile"')
    return customer, profile
