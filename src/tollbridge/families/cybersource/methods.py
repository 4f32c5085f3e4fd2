"""Payment methods, each as the parts of a payment that it fills.

Cards, wallets and network tokens: https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/CreatingOnlineAuth.html
Apple Pay https://developer.cybersource.com/docs/cybs/en-us/apple-pay/developer/fdiglobal/rest/applepay.html, Google Pay
https://developer.cybersource.com/docs/cybs/en-us/google-pay/developer/all/rest/googlepay.html, Samsung Pay
https://developer.cybersource.com/docs/cybs/en-us/samsung-pay/developer/ctv/rest/samsungpay.html
"""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Mapping
from functools import singledispatch
from typing import NamedTuple, TypeVar

import msgspec

from tollbridge import kit
from tollbridge.domain.banks import BankType
from tollbridge.domain.errors import InvalidField, MissingField, Unsupported
from tollbridge.domain.methods import cards, wallets
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.secret import Secret
from tollbridge.families.cybersource.face import TYPES, Body, Face
from tollbridge.kit.networks import network_of

T = TypeVar("T")
IN_APP = "1"
INSTRUMENT = re.compile("[0-9A-F]{32}")
ACCOUNTS = {None: "C", BankType.CHECKING: "C", BankType.SAVINGS: "S"}
APPLE, SAMSUNG, GOOGLE = "001", "008", "012"
SCHEMES = {"mastercard": "spa", "amex": "aesk", "discover": "dipb", "jcb": "js"}
"""commerceIndicator of a phone's wallet, by the card in it:
https://developer.cybersource.com/docs/cybs/en-us/apple-pay/developer/ctv/rest/applepay/applepay-txns/applepay-txn-sale-cybs-ex/applepay-txn-sale-cybs-ex-rest-fields.html
"""
ALIASES = {"number": "{{$card_number}}", "expirationMonth": "{{$card_exp_month}}",
           "expirationYear": "{{$card_exp_year}}"}
"""What a vault's proxy replaces: https://api-reference.hyperswitch.io/v2/proxy/proxy-v1"""


class Parts(NamedTuple):
    """What a method fills of a payment. `network` is what it runs on, where that is known."""

    payment: Body
    processing: Body = {}
    network: CardNetwork | None = None
    authentication: Body = {}
    token: Body | None = None


@singledispatch
def method_fields(method: object, face: Face) -> Parts:
    raise Unsupported(type(method).__name__)


def filled(method: object, face: Face, needed: Mapping[str, object]) -> Parts:
    """As `method_fields`; what the method lacks is told together with what else the request does."""
    try:
        return method_fields(method, face)
    except MissingField as lacking:
        kit.require({**needed, **dict.fromkeys(lacking.paths)})
        raise


def card_type(face: Face, network: CardNetwork | None, number: Secret) -> tuple[str | None, CardNetwork | None]:
    """Its code. A network that the shopper has chosen counts where the face can tell it; else the number decides."""
    own = network_of(number)
    if network is None or (network is CardNetwork.CARTES_BANCAIRES and not face.selects_type):
        network = own
    return (TYPES.get(network) if network else None), network


@method_fields.register(cards.Card)
@method_fields.register(cards.CardWithNoCvc)
@method_fields.register(cards.CardForNetworkTransactionId)
def card(method: cards.Card | cards.CardWithNoCvc | cards.CardForNetworkTransactionId, face: Face) -> Parts:
    code, network = card_type(face, method.card_network, method.card_number)
    return Parts({"card": {
        "number": method.card_number, "expirationMonth": method.card_exp_month,
        "expirationYear": kit.year(method.card_exp_year), "securityCode": getattr(method, "card_cvc", None) or None,
        "type": code, "typeSelectionIndicator": "1" if face.selects_type else None}}, network=network)


@method_fields.register
def proxied(method: cards.ProxyCard, face: Face) -> Parts:
    """With aliases: what the request says of the number never leaves."""
    code, network = card_type(face, method.card_network, method.card_number)
    return Parts({"card": {
        **ALIASES, "securityCode": "{{$card_cvc}}" if method.card_cvc else None, "type": code,
        "typeSelectionIndicator": "1" if face.selects_type else None}}, network=network)


def tokenized(number: Secret, month: Secret, year: Secret, cryptogram: Secret | None = None) -> Body:
    return {"tokenizedCard": {"number": number, "expirationMonth": month, "expirationYear": kit.year(year),
                              "cryptogram": cryptogram, "transactionType": IN_APP}}


def fluid(value: Secret, descriptor: str) -> Body:
    """A wallet's token, for Cybersource to decrypt."""
    return {"fluidData": {"value": value, "descriptor": descriptor}, "tokenizedCard": {"transactionType": IN_APP}}


def unpacked(part: str, shape: type[T]) -> T:
    """A part of a JWT or JWE. Raises ValueError where it is none: msgspec's errors are some."""
    return msgspec.json.decode(urlsafe_b64decode(part + "=" * (-len(part) % 4)), type=shape)


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


@method_fields.register
def apple_pay(method: wallets.ApplePay, face: Face) -> Parts:
    """Of a Mastercard, that there is a cryptogram is told besides."""
    network = method.payment_method.network.lower() if method.payment_method else ""
    processing = {"paymentSolution": APPLE, "commerceIndicator": SCHEMES.get(network, "internet")}
    its = method.payment_data
    if its is None:
        raise MissingField("payment_method.apple_pay_sdk.payment_data")
    if isinstance(its, wallets.ApplePayDecryptedData):
        proof = its.payment_data.online_payment_cryptogram if its.payment_data else None
        payment = tokenized(its.application_primary_account_number, its.application_expiration_month,
                            its.application_expiration_year, proof)
    else:
        payment = fluid(its, base64("FID=COMMON.APPLE.INAPP.PAYMENT"))
    return Parts(payment, processing,
                 authentication={"ucafCollectionIndicator": "2"} if network == "mastercard" else {})


@method_fields.register
def google_pay(method: wallets.GooglePay, face: Face) -> Parts:
    processing = {"paymentSolution": GOOGLE}
    its = method.tokenization_data
    if its is None:
        raise MissingField("payment_method.google_pay_sdk.tokenization_data")
    if isinstance(its, wallets.GooglePayEncryptedTokenizationData):
        return Parts({"fluidData": {"value": Secret(base64(its.token.reveal()))}}, processing)
    payment = tokenized(its.application_primary_account_number, its.card_exp_month, its.card_exp_year, its.cryptogram)
    mastercard = network_of(its.application_primary_account_number) is CardNetwork.MASTERCARD
    return Parts(payment, processing, authentication={"ucafCollectionIndicator": "2"} if mastercard else {})


class Head(msgspec.Struct):
    """Of a JWE."""

    kid: str


@method_fields.register
def samsung_pay(method: wallets.SamsungPay, face: Face) -> Parts:
    """The token with the id of the key that it is for, which stands in its head:
    https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/CreatingOnlineAuth/CreatingAuthSamsungPay.html
    """
    path, its = "payment_method.samsung_pay_sdk.payment_credential.token_data", method.payment_credential
    if its is None or its.token_data is None:
        raise MissingField(path)
    token = its.token_data.data.reveal()
    try:
        key = unpacked(token.partition(".")[0], Head).kid
    except ValueError:
        raise InvalidField(f"{path}.data", "no JWE with the id of a key") from None
    value = msgspec.json.encode({
        "publicKeyHash": key, "version": its.token_data.version or "100", "data": base64(token)}).decode()
    order = SCHEMES.get((its.card_brand or "").lower(), "internet")
    return Parts(fluid(Secret(base64(value)), base64("FID=COMMON.SAMSUNG.INAPP.PAYMENT")),
                 {"paymentSolution": SAMSUNG, "commerceIndicator": order})


@method_fields.register
def network_token(method: cards.NetworkToken, face: Face) -> Parts:
    _, network = card_type(face, method.card_network, method.token_number)
    return Parts(tokenized(method.token_number, method.token_exp_month, method.token_exp_year,
                           method.token_cryptogram), network=network)


@method_fields.register
def wallet_token(method: cards.WalletTokenForNetworkTransactionId, face: Face) -> Parts:
    return Parts(tokenized(method.decrypted_token, method.token_exp_month, method.token_exp_year))


@method_fields.register
def stored(method: cards.StoredMethod, face: Face) -> Parts:
    """A payment instrument of the vault; else what Microform hands to the browser, a JWT that is good for some minutes.
    """
    if INSTRUMENT.fullmatch(method.token.reveal()):
        return Parts({"paymentInstrument": {"id": method.token}})
    return Parts({}, token={"transientTokenJwt": method.token})


@method_fields.register
def ach(method: AchDebit, face: Face) -> Parts:
    """https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/echeck-intro.html"""
    kit.require({"payment_method.ach.account_number": method.account_number,
                 "payment_method.ach.routing_number": method.routing_number})
    if method.bank_type not in ACCOUNTS:
        raise Unsupported(f"payment_method.ach.bank_type {method.bank_type}")
    return Parts({
        "bank": {"account": {"number": method.account_number, "type": ACCOUNTS[method.bank_type]},
                 "routingNumber": method.routing_number},
        "paymentType": {"name": "check"}}, {"bankTransferOptions": {"secCode": "WEB"}})
