"""Payment methods, as the child of a sale or authorization that says what is paid with."""

from __future__ import annotations

import base64
import binascii
import json
import re
from functools import singledispatch

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv.wire import Body
from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
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
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, GooglePayDecryptedData
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret
from tollbridge.kit import aliases

N = CardNetwork
TYPES = {N.VISA: "VI", N.MASTERCARD: "MC", N.AMEX: "AX", N.DISCOVER: "DI", N.DINERS: "DC", N.JCB: "JC"}
RANGES = tuple((re.compile(digits), network) for digits, network in (
    ("4", N.VISA), ("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", N.MASTERCARD), ("3[47]", N.AMEX),
    ("6011|64[4-9]|65", N.DISCOVER), ("30[0-5]|3[689]", N.DINERS), ("35", N.JCB)))


class Means(Struct):
    """`body` is the child element; `source` where the order did not come by web form; `cryptogram` of a token."""

    body: Body
    source: str | None = None
    cryptogram: Secret | None = None
    expiry: Secret | None = None


def expiry(month: Secret, year: Secret) -> Secret:
    return Secret(month.reveal().zfill(2) + year.reveal()[-2:])


def proxied(its: ProxyCard) -> Means:
    """As a card, with aliases: what the request says of the number never leaves. The date does: four characters, that
    no alias is short enough for; and the type is not to be known by an alias."""
    kit.require({"card_proxy.card_network": its.card_network})
    means = plastic(aliases.NUMBER, its.card_exp_month, its.card_exp_year, its.card_network,
                    cvc=aliases.CVC if its.card_cvc else None)
    if not re.fullmatch("[0-9]{4}", means.expiry.reveal() if means.expiry else ""):
        raise InvalidField("card_proxy.card_exp_month", "month and year are wanted as digits: their alias is too long")
    return means


def plastic(number: Secret, month: Secret, year: Secret, network: CardNetwork | None = None, *,
            cvc: Secret | None = None, source: str | None = None, cryptogram: Secret | None = None) -> Means:
    """A `card`, whose type must be told: by its first digits, where the request does not name its network."""
    network = network or network_of(number.reveal())
    if network not in TYPES:
        raise Unsupported(f"card network {network or 'of this number'}")
    date = expiry(month, year)
    return Means({"card": {"type": TYPES[network], "number": number, "expDate": date, "cardValidationNum": cvc}},
                 source, cryptogram, date)


def network_of(number: str) -> CardNetwork | None:
    for digits, network in RANGES:
        if digits.match(number):
            return network
    return None


@singledispatch
def method_fields(method: object) -> Means:
    raise Unsupported(type(method).__name__)


@method_fields.register(Card)
@method_fields.register(CardWithNoCvc)
def card(its: Card | CardWithNoCvc | CardForNetworkTransactionId) -> Means:
    return plastic(its.card_number, its.card_exp_month, its.card_exp_year, its.card_network,
                   cvc=getattr(its, "card_cvc", None))


@method_fields.register
def network_token(its: NetworkToken) -> Means:
    """https://support.worldpay.com/support/CNP-API/content/authentval.htm: the cryptogram is an authenticationValue."""
    return plastic(its.token_number, its.token_exp_month, its.token_exp_year, its.card_network,
                   cryptogram=its.token_cryptogram)


@method_fields.register
def stored(its: StoredMethod) -> Means:
    return token(its.token)


@method_fields.register
def apple_pay(its: ApplePay) -> Means:
    """Decrypted, a card; else Apple's token, taken apart: .../CNP-API/content/subapplepaypkpaytoke.htm"""
    data = its.payment_data
    kit.require({"payment_method.apple_pay_sdk.payment_data": data})
    if data is None or isinstance(data, Secret):
        return Means({"applepay": apple_token(data)}, "applepay")
    proof = data.payment_data.online_payment_cryptogram if data.payment_data else None
    return plastic(data.application_primary_account_number, data.application_expiration_month,
                   data.application_expiration_year, source="applepay", cryptogram=proof)


def apple_token(data: Secret | None) -> Body:
    try:
        its = json.loads(base64.b64decode(data.reveal() if data else "", validate=True))
        header = its["header"]
        parts = {"applicationData": header.get("applicationData"), "ephemeralPublicKey": header["ephemeralPublicKey"],
                 "publicKeyHash": header["publicKeyHash"], "transactionId": header["transactionId"]}
        return {"data": Secret(its["data"]), "header": parts, "signature": Secret(its["signature"]),
                "version": its["version"]}
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise InvalidField("payment_method.apple_pay_sdk.payment_data", "not Apple's token in base64") from None


@method_fields.register
def google_pay(its: GooglePay) -> Means:
    """Decrypted alone: what is encrypted goes to eProtect. Without a cryptogram it is the card itself."""
    data = its.tokenization_data
    kit.require({"payment_method.google_pay_sdk.tokenization_data": data})
    if not isinstance(data, GooglePayDecryptedData):
        raise Unsupported("google_pay_sdk encrypted")
    return plastic(data.application_primary_account_number, data.card_exp_month, data.card_exp_year,
                   source="androidpay" if data.cryptogram else None, cryptogram=data.cryptogram)


@method_fields.register
def ach(its: AchDebit) -> Means:
    business, savings = its.bank_holder_type is BankHolderType.BUSINESS, its.bank_type is BankType.SAVINGS
    kind = ("Corp Savings" if savings else "Corporate") if business else "Savings" if savings else "Checking"
    return Means({"echeck": {"accType": kind, "accNum": its.account_number, "routingNum": its.routing_number}})


def repeated(its: object) -> Means:
    """What a mandate by the network's id is charged with."""
    if isinstance(its, WalletTokenForNetworkTransactionId):
        source = {TokenSource.APPLEPAY: "applepay", TokenSource.GOOGLEPAY: "androidpay"}
        return plastic(its.decrypted_token, its.token_exp_month, its.token_exp_year,
                       source=source[its.token_source] if its.token_source else None)
    kit.require({"payment_method": its})
    return card(its) if isinstance(its, CardForNetworkTransactionId) else method_fields(its)


def token(its: Secret, date: Secret | None = None) -> Means:
    """Worldpay's own, all digits, or a registration id of its browser library eProtect."""
    if is_token(its):
        return Means({"token": {"cnpToken": its, "expDate": date}}, expiry=date)
    return Means({"paypage": {"paypageRegistrationId": its, "expDate": date}}, expiry=date)


def is_token(its: Secret) -> bool:
    return re.fullmatch("[0-9]{13,25}", its.reveal()) is not None


@singledispatch
def register_fields(method: object) -> Body:
    """What a token is asked for."""
    raise Unsupported(type(method).__name__)


@register_fields.register(Card)
def register_card(its: Card) -> Body:
    return {"accountNumber": its.card_number, "cardValidationNum": its.card_cvc}


@register_fields.register(AchDebit)
def register_account(its: AchDebit) -> Body:
    return {"echeckForToken": {"accNum": its.account_number, "routingNum": its.routing_number}}


WITHOUT: dict[type, frozenset[Feature]] = {
    AchDebit: frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE, Feature.EXTERNAL_THREE_DS,
                         Feature.SETUP_MANDATE, Feature.PARTIAL_AUTHORIZATION, Feature.INCREMENTAL_AUTHORIZATION}),
    ApplePay: frozenset({Feature.EXTERNAL_THREE_DS}), GooglePay: frozenset({Feature.EXTERNAL_THREE_DS}),
}


def contact(address: Address | None) -> Body | None:
    """Descriptive texts, to the schema's lengths: a longer one would have the whole document refused."""
    if address is None:
        return None
    return {"name": cut(full_name(address), 100), **place(address), "email": cut(address.email, 100),
            "phone": cut(address.phone_number, 20)}


def full_name(address: Address) -> str:
    first, last = address.first_name, address.last_name
    return f"{first.reveal() if first else ''} {last.reveal() if last else ''}".strip()


def place(address: Address) -> Body:
    return {"addressLine1": cut(address.line1, 35), "addressLine2": cut(address.line2, 35),
            "addressLine3": cut(address.line3, 35), "city": cut(address.city, 35), "state": cut(address.state, 30),
            "zip": cut(address.zip_code, 20), "country": address.country_alpha2_code}


def cut(value: Secret | str | None, most: int) -> Secret | None:
    if isinstance(value, Secret):
        text = value.reveal()
        return (value if len(text) <= most else Secret(text[:most])) if text else None
    return Secret(value[:most]) if value else None


@singledispatch
def setup_fields(method: object) -> Means:
    raise Unsupported(type(method).__name__)


setup_fields.register(Card, card)
setup_fields.register(CardWithNoCvc, card)
