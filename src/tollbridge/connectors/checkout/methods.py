"""What payment methods are as a `source` of POST /payments.

https://api-reference.checkout.com/#operation/requestAPaymentOrPayout; beside cards, as the official SDK has them:
https://github.com/checkout/checkout-sdk-python/blob/master/checkout_sdk/payments/payment_apm.py
"""

from __future__ import annotations

import base64
from functools import singledispatch
from typing import Any

import msgspec

from tollbridge import kit
from tollbridge.connectors.checkout.account import Ctx, Form
from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.bank_redirects import Eps, Ideal, Przelewy24
from tollbridge.domain.methods.bank_transfers import MultibancoBankTransfer
from tollbridge.domain.methods.cards import (
    Card,
    CardForNetworkTransactionId,
    CardNetwork,
    CardWithNoCvc,
    NetworkToken,
    ProxyCard,
    StoredMethod,
    TokenSource,
    WalletTokenForNetworkTransactionId,
)
from tollbridge.domain.methods.wallets import (
    ApplePay,
    ApplePayCryptogramData,
    ApplePayDecryptedData,
    GooglePay,
    GooglePayDecryptedData,
    GooglePayEncryptedTokenizationData,
    PaypalRedirect,
)
from tollbridge.domain.operations import TOKENIZE
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret
from tollbridge.kit import aliases

TOKEN_TYPES = {CardNetwork.VISA: "vts", CardNetwork.MASTERCARD: "mdes"}
WALLETS = {TokenSource.APPLEPAY: "applepay", TokenSource.GOOGLEPAY: "googlepay"}


@singledispatch
def method_fields(method: object, req: Any, ctx: Ctx) -> Form:
    """A payment method as a source."""
    raise Unsupported(type(method).__name__)


@method_fields.register(Card)
@method_fields.register(CardWithNoCvc)
@method_fields.register(CardForNetworkTransactionId)
def card(method: Any, req: Any, ctx: Ctx) -> Form:
    return {"type": "card", "number": method.card_number, "expiry_month": method.card_exp_month,
            "expiry_year": kit.year(method.card_exp_year), "cvv": getattr(method, "card_cvc", None) or None,
            "account_holder": holder(method.card_holder_name) or {}}


def proxied(method: ProxyCard) -> Form:
    """As `card`, with aliases: what the request says of the number never leaves."""
    return {"type": "card", "number": aliases.NUMBER, "expiry_month": aliases.EXP_MONTH,
            "expiry_year": aliases.EXP_YEAR, "cvv": aliases.CVC if method.card_cvc else None,
            "account_holder": holder(method.card_holder_name) or {}}


@method_fields.register
def network_token(method: NetworkToken, req: Any, ctx: Ctx) -> Form:
    kind = TOKEN_TYPES.get(method.card_network) if method.card_network else None
    kit.require({"payment_method.network_token.card_network": method.card_network})
    if kind is None:
        raise Unsupported(f"network token of {method.card_network}")
    return of_device(kind, method.token_number, method.token_exp_month, method.token_exp_year,
                     method.token_cryptogram, method.eci)


@method_fields.register
def wallet_token(method: WalletTokenForNetworkTransactionId, req: Any, ctx: Ctx) -> Form:
    kit.require({"payment_method.token_source": method.token_source})
    return of_device(WALLETS[method.token_source or TokenSource.APPLEPAY], method.decrypted_token,
                     method.token_exp_month, method.token_exp_year, None, method.eci)


@method_fields.register
def apple_pay(method: ApplePay, req: Any, ctx: Ctx) -> Form:
    its = method.payment_data
    if not isinstance(its, ApplePayDecryptedData):
        return token(ctx.given(TOKENIZE).payment_method_token)
    proof = its.payment_data or ApplePayCryptogramData()
    return of_device("applepay", its.application_primary_account_number, its.application_expiration_month,
                     its.application_expiration_year, proof.online_payment_cryptogram, proof.eci_indicator)


@method_fields.register
def google_pay(method: GooglePay, req: Any, ctx: Ctx) -> Form:
    """A card that Google keeps has no cryptogram: it is a card like others."""
    its = method.tokenization_data
    if not isinstance(its, GooglePayDecryptedData):
        return token(ctx.given(TOKENIZE).payment_method_token)
    if its.cryptogram is None:
        return {"type": "card", "number": its.application_primary_account_number,
                "expiry_month": its.card_exp_month, "expiry_year": kit.year(its.card_exp_year)}
    return of_device("googlepay", its.application_primary_account_number, its.card_exp_month, its.card_exp_year,
                     its.cryptogram, its.eci_indicator)


@method_fields.register
def stored(method: StoredMethod, req: Any, ctx: Ctx) -> Form:
    return token(method.token)


@method_fields.register
def ach(method: AchDebit, req: Any, ctx: Ctx) -> Form:
    company = method.bank_holder_type is BankHolderType.BUSINESS
    name = method.bank_account_holder_name or method.card_holder_name
    return {"type": "ach", "account_type": "savings" if method.bank_type is BankType.SAVINGS else "checking",
            "country": "US", "account_number": method.account_number, "bank_code": method.routing_number,
            "account_holder": {"type": "corporate" if company else "individual", **(holder(name) or {})}}


@method_fields.register
def ideal(method: Ideal, req: Any, ctx: Ctx) -> Form:
    kit.require({"description": req.description})
    return {"type": "ideal", "description": req.description[:35]}


@method_fields.register
def eps(method: Eps, req: Any, ctx: Ctx) -> Form:
    kit.require({"description": req.description})
    return {"type": "eps", "purpose": req.description[:27]}


@method_fields.register(Przelewy24)
@method_fields.register(MultibancoBankTransfer)
def national(method: object, req: Any, ctx: Ctx) -> Form:
    """By the holder's name, and at Przelewy24 the address that it writes to."""
    kind, country = NATIONAL[type(method)]
    billing = req.address.billing_address or Address()
    name = full_name(billing) or (Secret(req.customer.name) if req.customer and req.customer.name else None)
    email = billing.email or (req.customer.email if req.customer else None)
    wanted: Form = {"address.billing_address.first_name": name}
    if kind == "p24":
        wanted["address.billing_address.email"] = email
    kit.require(wanted)
    return {"type": kind, "payment_country": country, "account_holder_name": name,
            "account_holder_email": email if kind == "p24" else None}


NATIONAL: dict[type, tuple[str, str]] = {Przelewy24: ("p24", "PL"), MultibancoBankTransfer: ("multibanco", "PT")}


@method_fields.register
def paypal(method: PaypalRedirect, req: Any, ctx: Ctx) -> Form:
    return {"type": "paypal"}


REDIRECTED = (Ideal, Eps, *NATIONAL, PaypalRedirect)


def of_device(kind: str, number: Secret, month: Secret, its_year: Secret, cryptogram: Secret | None,
              eci: str | None) -> Form:
    return {"type": "network_token", "token": number, "token_type": kind, "expiry_month": month,
            "expiry_year": kit.year(its_year), "cryptogram": cryptogram, "eci": eci}


def token(given: Secret | None) -> Form:
    """src_... is what the vault keeps, tok_... is for one payment, or for one to be kept by it."""
    its = given.reveal() if given else ""
    return {"type": "id", "id": given} if its.startswith("src_") else {"type": "token", "token": given}


def holder(name: Secret | None) -> Form | None:
    first, _, last = name.reveal().strip().partition(" ") if name else ("", "", "")
    return {"first_name": Secret(first), "last_name": Secret(last) if last else None} if first else None


def full_name(its: Address) -> Secret | None:
    parts = [part.reveal() for part in (its.first_name, its.last_name) if part]
    return Secret(" ".join(parts)) if parts else None


def address(its: Address | None) -> Form | None:
    """Empty where nothing of it is given."""
    return None if its is None else {
        "address_line1": its.line1, "address_line2": its.line2, "city": its.city, "state": its.state,
        "zip": its.zip_code, "country": its.country_alpha2_code}


def encrypted(req: Any) -> bool:
    """Whether a wallet's own token has to be made one of Checkout.com's first."""
    method = getattr(req, "payment_method", None)
    return (isinstance(method, ApplePay) and isinstance(method.payment_data, Secret)) or (
        isinstance(method, GooglePay) and isinstance(method.tokenization_data, GooglePayEncryptedTokenizationData))


@singledispatch
def token_fields(method: object, req: Any) -> Form:
    """A payment method as POST /tokens takes it."""
    raise Unsupported(type(method).__name__)


@token_fields.register
def _card(method: Card, req: Any) -> Form:
    return {"type": "card", "number": method.card_number, "expiry_month": method.card_exp_month,
            "expiry_year": kit.year(method.card_exp_year), "cvv": method.card_cvc or None,
            "name": method.card_holder_name, "billing_address": address(req.address and req.address.billing_address)}


@token_fields.register
def _apple(method: ApplePay, req: Any) -> Form:
    if not isinstance(method.payment_data, Secret):
        raise Unsupported("token of an Apple Pay card that is decrypted: pay with it as it is")
    try:
        text = base64.b64decode(method.payment_data.reveal(), validate=True)
    except ValueError:
        raise InvalidField("payment_method.apple_pay_sdk.payment_data.encrypted_data", "no base64") from None
    return {"type": "applepay", "token_data": hidden(text, "payment_method.apple_pay_sdk.payment_data.encrypted_data")}


@token_fields.register
def _google(method: GooglePay, req: Any) -> Form:
    its = method.tokenization_data
    if not isinstance(its, GooglePayEncryptedTokenizationData):
        raise Unsupported("token of a Google Pay card that is decrypted: pay with it as it is")
    path = "payment_method.google_pay_sdk.tokenization_data.encrypted_data.token"
    return {"type": "googlepay", "token_data": hidden(its.token.reveal().encode(), path)}


def hidden(text: bytes, path: str) -> Form:
    """A wallet's JSON as an object, every text of it a Secret."""
    try:
        members = msgspec.json.decode(text, type=dict[str, str | dict[str, str]])
    except (ValueError, msgspec.DecodeError):
        raise InvalidField(path, "not the wallet's JSON") from None
    return {key: Secret(its) if isinstance(its, str) else {name: Secret(text) for name, text in its.items()}
            for key, its in members.items()}
