"""What is charged: the id of a payment method, which a card's number becomes first, for one payment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.braintree.account import Body, Ctx, MerchantAccount, call
from tollbridge.connectors.braintree.errors import refusal
from tollbridge.connectors.braintree.wire import Answer
from tollbridge.domain.errors import InvalidField, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.bank_redirects import Trustly
from tollbridge.domain.methods.bank_transfers import MultibancoBankTransfer
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, NetworkToken, ProxyCard, StoredMethod
from tollbridge.domain.methods.vouchers import Oxxo
from tollbridge.domain.methods.wallets import (
    ApplePay,
    ApplePayDecryptedData,
    ApplePayThirdPartySdk,
    GooglePay,
    GooglePayDecryptedData,
    GooglePayThirdPartySdk,
    PaypalRedirect,
    PaypalSdk,
    VenmoRedirect,
)
from tollbridge.domain.operations import TOKENIZE
from tollbridge.domain.payments import Authorize
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.kit import aliases


# -- tokenize -------------------------------------------------------------------------------------------------------
@singledispatch
def bare_method(method: object) -> Body:
    """The member of TokenizeCreditCardInput, or of TokenizeNetworkTokenInput."""
    raise Unsupported(type(method).__name__)


@bare_method.register
def bare_card(method: Card) -> Body:
    return {"creditCard": {
        "number": method.card_number, **expiry(method.card_exp_month, method.card_exp_year),
        "cvv": method.card_cvc or None, "cardholderName": method.card_holder_name}}


@bare_method.register
def bare_known_card(method: CardForNetworkTransactionId) -> Body:
    return {"creditCard": {
        "number": method.card_number, **expiry(method.card_exp_month, method.card_exp_year),
        "cardholderName": method.card_holder_name}}


@bare_method.register
def bare_network_token(method: NetworkToken) -> Body:
    return network_token("NETWORK_TOKEN", method.token_number, method.token_exp_month, method.token_exp_year,
                         "payment_method.network_token.token_cryptogram", method.token_cryptogram, method.eci)


@bare_method.register
def bare_apple_pay(method: ApplePay) -> Body:
    data = method.payment_data
    if not isinstance(data, ApplePayDecryptedData):
        raise Unsupported("apple_pay_sdk that is encrypted: Braintree's library makes a third-party token of it")
    proof = data.payment_data
    return network_token(
        "APPLE_PAY", data.application_primary_account_number, data.application_expiration_month,
        data.application_expiration_year,
        "payment_method.apple_pay_sdk.payment_data.decrypted_data.payment_data.online_payment_cryptogram",
        proof.online_payment_cryptogram if proof else None, proof.eci_indicator if proof else None)


@bare_method.register
def bare_google_pay(method: GooglePay) -> Body:
    """Of a number that is the card's own there is no cryptogram: it is a card like another."""
    data = method.tokenization_data
    if not isinstance(data, GooglePayDecryptedData):
        raise Unsupported("google_pay_sdk that is encrypted: Braintree's library makes a third-party token of it")
    if data.cryptogram is None:
        return {"creditCard": {"number": data.application_primary_account_number,
                               **expiry(data.card_exp_month, data.card_exp_year)}}
    return network_token("GOOGLE_PAY", data.application_primary_account_number, data.card_exp_month,
                         data.card_exp_year, "", data.cryptogram, data.eci_indicator)


def network_token(origin: str, number: Secret, month: Secret, year: Secret, path: str, cryptogram: Secret | None,
                  eci: str | None) -> Body:
    """Of a card two digits of the year are enough, of a token they are not."""
    if not cryptogram:
        kit.require({path: None})
    return {"networkToken": {"number": number, **expiry(month, kit.year(year)), "cryptogram": cryptogram,
                             "eCommerceIndicator": eci, "originDetails": {"origin": origin}}}


def expiry(month: Secret, year: Secret) -> Body:
    return {"expirationYear": year, "expirationMonth": Secret(month.reveal().zfill(2))}


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    """With the two lines of the address that issuers check."""
    billing = (req.address.billing_address if req.address else None) or Address()
    return tokenizing(bare_method(req.payment_method), billing)


def tokenizing(bare: Body, billing: Address) -> kit.HttpRequest:
    if "networkToken" in bare:
        return call("tokenizeNetworkToken", bare)
    checked = {"streetAddress": billing.line1 or None, "postalCode": billing.zip_code or None}
    return call("tokenizeCreditCard", {"creditCard": {
        **bare["creditCard"], "billingAddress": checked if any(checked.values()) else None}})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    its = answer.its.payment_method
    return Token(payment_method_token=Secret(its.id), connector_payment_method_id=its.id) if its else \
        refusal(answer, res)


def proxied(method: ProxyCard, billing: Address) -> kit.HttpRequest:
    """With aliases: what the request says of the number never leaves."""
    return tokenizing({"creditCard": {
        "number": aliases.NUMBER, "expirationYear": aliases.EXP_YEAR, "expirationMonth": aliases.EXP_MONTH,
        "cvv": aliases.CVC if method.card_cvc else None, "cardholderName": method.card_holder_name}}, billing)


# -- what is charged ------------------------------------------------------------------------------------------------
@singledispatch
def method_id(method: object, ctx: Ctx) -> Secret | None:
    """The id of a payment method at Braintree."""
    raise Unsupported(type(method).__name__)


@method_id.register(Card)
@method_id.register(NetworkToken)
@method_id.register(ApplePay)
@method_id.register(GooglePay)
def made(method: Any, ctx: Ctx) -> Secret | None:
    return ctx.given(TOKENIZE).payment_method_token


@method_id.register(PaypalRedirect)
@method_id.register(Oxxo)
@method_id.register(MultibancoBankTransfer)
@method_id.register(Trustly)
@method_id.register(VenmoRedirect)
def to_come(method: object, ctx: Ctx) -> Secret | None:
    """What the shopper agrees to on a page becomes one, or a payment; of Venmo the browser brings it back."""
    return None


@method_id.register(StoredMethod)
@method_id.register(ApplePayThirdPartySdk)
@method_id.register(GooglePayThirdPartySdk)
@method_id.register(PaypalSdk)
def given(method: StoredMethod | ApplePayThirdPartySdk | GooglePayThirdPartySdk | PaypalSdk,
          ctx: Ctx) -> Secret | None:
    return method.token


def charged(req: Authorize, ctx: Ctx) -> Secret | None:
    """What the shopper's authentication ended with comes before what it began with."""
    return authenticated(req) or method_id(req.payment_method, ctx)


NUMBERED = (Card, NetworkToken, ApplePay, GooglePay)


def has_number(req: Authorize) -> bool:
    """Of a card, or in place of one: it has to be a token first."""
    return isinstance(req.payment_method, NUMBERED) and authenticated(req) is None


class Authenticated(Struct):
    """What Braintree's library gives back after 3DS or Venmo: a single-use payment method. What else it says, of who is
    liable, comes through the shopper's browser: Braintree is asked to insist on it instead."""

    nonce: str


class Kept(MerchantAccount, frozen=True, kw_only=True, omit_defaults=True):
    """Of connector_feature_data, besides: what an answer gave for the call that follows."""

    card: Secret | None = None
    paypal_payment: str | None = None
    paypal_agreement: Secret | None = None


def kept(own: Secret | None) -> Kept:
    return kit.carried(own, Kept) if own else Kept()


def carry(own: Secret | None, **more: Any) -> Secret:
    """For the next call, with the merchant account that this one names."""
    return kit.carry(replace(kept(own), **more))


def authenticated(req: Authorize) -> Secret | None:
    """The payment method in which 3DS, or Venmo, has ended: what the browser brought, else what our own steps gave."""
    fields: Mapping[str, str] = req.redirection_response.payload if req.redirection_response else {}
    nonce = nonce_of(fields, "redirection_response.payload.authentication_response")
    return nonce or (kept(req.connector_feature_data).card if req.connector_feature_data else None)


def nonce_of(fields: Mapping[str, str], path: str) -> Secret | None:
    """Of the form fields that the browser brought: by itself, or in the library's answer as JSON."""
    if nonce := fields.get("nonce"):
        return Secret(nonce)
    answer = fields.get("authentication_response")
    if answer is None:
        return None
    try:
        return Secret(msgspec.json.decode(answer, type=Authenticated).nonce)
    except (ValueError, msgspec.DecodeError):
        raise InvalidField(path, "no nonce in it") from None
