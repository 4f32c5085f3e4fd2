"""What is paid with, as `instruction.method` and `instruction.paymentInstrument`."""

from __future__ import annotations

import base64
import binascii
import re
from functools import singledispatch

from tollbridge import kit
from tollbridge.connectors.worldpay.account import Body
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.methods import cards, wallets
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret
from tollbridge.kit import aliases

TOKEN_ID = re.compile(r"[0-9A-HJ-NP-Z]{15,21}")
NO_POSTCODES = ("IE",)


def expiry(month: Secret, year: Secret, path: str) -> Body:
    return {"month": kit.number(month, f"{path}_month"), "year": kit.number(kit.year(year), f"{path}_year")}


def full_name(address: Address | None) -> Secret | None:
    names = [its.reveal() for its in (address.first_name, address.last_name) if its] if address else []
    return Secret(" ".join(names)) if names else None


def billing_address(address: Address | None) -> Body | None:
    """A whole one or none: half an address is refused."""
    if address is None or not (address.line1 and address.city and address.country_alpha2_code) or not (
            address.zip_code or address.country_alpha2_code in NO_POSTCODES):
        return None
    return {
        "address1": address.line1, "address2": address.line2 or None, "address3": address.line3 or None,
        "city": address.city, "state": address.state or None, "postalCode": address.zip_code or None,
        "countryCode": address.country_alpha2_code}


@singledispatch
def instrument(method: object, billing: Address | None) -> tuple[str, Body]:
    raise Unsupported(type(method).__name__)


Numbered = cards.Card | cards.CardWithNoCvc | cards.CardForNetworkTransactionId


@instrument.register(cards.Card)
@instrument.register(cards.CardWithNoCvc)
@instrument.register(cards.CardForNetworkTransactionId)
def card(method: Numbered, billing: Address | None) -> tuple[str, Body]:
    return "card", {
        "type": "plain", "cardNumber": method.card_number,
        "expiryDate": expiry(method.card_exp_month, method.card_exp_year, "payment_method.card.card_exp"),
        "cvc": method.card_cvc or None if isinstance(method, cards.Card) else None,
        "cardHolderName": method.card_holder_name or full_name(billing), "billingAddress": billing_address(billing)}


def proxied(method: cards.ProxyCard, billing: Address | None) -> tuple[str, Body]:
    """As a card, with aliases: what the request says of the number never leaves. The date does: it is of JSON numbers,
    and an alias is a text.
    """
    return "card", {
        "type": "plain", "cardNumber": aliases.NUMBER,
        "expiryDate": expiry(method.card_exp_month, method.card_exp_year, "card_proxy.card_exp"),
        "cvc": aliases.CVC if method.card_cvc else None,
        "cardHolderName": method.card_holder_name or full_name(billing), "billingAddress": billing_address(billing)}


@singledispatch
def keepable(method: object, billing: Address | None) -> tuple[str, Body]:
    """A token is made of a card's number only."""
    raise Unsupported(type(method).__name__)


keepable.register(cards.Card, card)


@instrument.register
def network_token(method: cards.NetworkToken, billing: Address | None) -> tuple[str, Body]:
    return "card", {
        "type": "networkToken", "tokenNumber": method.token_number,
        "expiryDate": expiry(method.token_exp_month, method.token_exp_year, "payment_method.network_token.token_exp"),
        "cryptogram": method.token_cryptogram or None, "eci": method.eci or None,
        "cardHolderName": full_name(billing), "billingAddress": billing_address(billing)}


@instrument.register
def stored(method: cards.StoredMethod, billing: Address | None) -> tuple[str, Body]:
    return "card", token(method.token)


def token(its: Secret) -> Body:
    """By its address, as answers give it, or by its number."""
    return {"type": "token", "tokenId" if TOKEN_ID.fullmatch(its.reveal()) else "href": its}


def is_session(its: Secret) -> bool:
    """Of the browser library: a card that was typed in, for one use. https://docs.worldpay.com/access/products/checkout"""
    return "/sessions/" in its.reveal()


def session(its: Secret, billing: Address | None) -> Body:
    return {"type": "checkout", "sessionHref": its, "cardHolderName": full_name(billing),
            "billingAddress": billing_address(billing)}


@instrument.register
def apple_pay(method: wallets.ApplePay, billing: Address | None) -> tuple[str, Body]:
    data, path = method.payment_data, "payment_method.apple_pay_sdk.payment_data"
    if isinstance(data, wallets.ApplePayDecryptedData):
        proof = data.payment_data
        return "applepay", {
            "type": "decrypted", "number": data.application_primary_account_number,
            "expiryDate": expiry(data.application_expiration_month, data.application_expiration_year, path),
            "cryptogram": (proof.online_payment_cryptogram or None) if proof else None,
            "eci": (proof.eci_indicator or None) if proof else None}
    kit.require({path: data})
    try:
        sealed = base64.b64decode(data.reveal() if data else "", validate=True).decode()
    except (binascii.Error, ValueError):
        raise InvalidField(path, "not base64 of Apple's token") from None
    return "applepay", {"type": "encrypted", "walletToken": Secret(sealed)}


@instrument.register
def google_pay(method: wallets.GooglePay, billing: Address | None) -> tuple[str, Body]:
    data, path = method.tokenization_data, "payment_method.google_pay_sdk.tokenization_data"
    if isinstance(data, wallets.GooglePayDecryptedData):
        return "googlepay", {
            "type": "decrypted", "number": data.application_primary_account_number,
            "expiryDate": expiry(data.card_exp_month, data.card_exp_year, path),
            "cryptogram": data.cryptogram or None, "eci": data.eci_indicator or None}
    sealed = data.token if isinstance(data, wallets.GooglePayEncryptedTokenizationData) else None
    kit.require({path: sealed})
    return "googlepay", {"type": "encrypted", "walletToken": sealed}


@singledispatch
def front(method: object, billing: Address | None) -> Body:
    """A card, as the APIs of 3DS and tokens have it."""
    raise Unsupported(type(method).__name__)


@front.register
def front_of_card(method: cards.Card, billing: Address | None) -> Body:
    return {
        "type": "card/front", "cardNumber": method.card_number,
        "cardExpiryDate": expiry(method.card_exp_month, method.card_exp_year, "payment_method.card.card_exp"),
        "cardHolderName": method.card_holder_name or full_name(billing), "billingAddress": billing_address(billing)}
