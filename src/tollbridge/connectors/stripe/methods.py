"""What each payment method adds to the form of a payment intent, and what it cannot do.

Forms: `payment_method_data` of https://docs.stripe.com/api/payment_intents/create. The API description of 2022-11-15
has most types; Stripe adds others without a new version, and its Python SDK 16.1 has them. What a method must know of
the shopper (`billed`) stands on its page under https://docs.stripe.com/payments/payment-methods/overview.

The number in a decrypted wallet, like a network token, is `card[network_token]`: an API that Stripe opens account by
account and does not describe; ActiveMerchant's gateway, tried against Stripe's test mode, shows it:
https://github.com/activemerchant/active_merchant/blob/master/lib/active_merchant/billing/gateways/stripe_payment_intents.rb
Not here, for nothing vouches for it: a card with a network transaction id (Authorize has no place for that id), Samsung
Pay and Paze.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import TypeVar

import msgspec
from msgspec import Struct

from tollbridge.connectors.stripe import banks
from tollbridge.connectors.stripe.addresses import (
    CITY,
    COUNTRY,
    EMAIL,
    LINE1,
    NAME,
    PHONE,
    STATE,
    ZIP,
    Form,
    billed,
    billing_details,
    ordered_afar,
)
from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.errors import InvalidField, MissingField, Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.methods import (
    AchBankTransfer,
    AchDebit,
    Affirm,
    AfterpayClearpay,
    AliPayRedirect,
    Alma,
    AmazonPayRedirect,
    ApplePay,
    ApplePayThirdPartySdk,
    BacsBankTransfer,
    BacsDebit,
    BancontactCard,
    BecsDebit,
    Bizum,
    Blik,
    Boleto,
    Card,
    CardWithNoCvc,
    CashappQr,
    Crypto,
    Eps,
    FamilyMart,
    Giropay,
    GooglePay,
    GooglePayThirdPartySdk,
    Ideal,
    KakaoPayRedirect,
    Klarna,
    Lawson,
    MBWay,
    MbWayRedirect,
    MiniStop,
    MobilePayRedirect,
    MultibancoBankTransfer,
    NetworkToken,
    OnlineBankingFPX,
    OpenBankingUK,
    Oxxo,
    PaypalRedirect,
    Pix,
    Przelewy24,
    RevolutPay,
    RevolutPayRedirect,
    Satispay,
    SatispayRedirect,
    Seicomart,
    SepaBankTransfer,
    SepaDebit,
    Sofort,
    StoredMethod,
    SwishQr,
    TwintRedirect,
    WeChatPayQr,
)
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.methods.wallets import ApplePayCryptogramData, ApplePayDecryptedData, GooglePayDecryptedData
from tollbridge.domain.payments import Authorize
from tollbridge.domain.recurring import SetupMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.three_ds import AuthenticationType, ExemptionIndicator, TransactionStatus

TYPES: Mapping[type, str] = {
    Affirm: "affirm", AfterpayClearpay: "afterpay_clearpay", Klarna: "klarna", Alma: "alma",
    AliPayRedirect: "alipay", AmazonPayRedirect: "amazon_pay", CashappQr: "cashapp",
    KakaoPayRedirect: "kakao_pay", MobilePayRedirect: "mobilepay", PaypalRedirect: "paypal",
    RevolutPay: "revolut_pay", RevolutPayRedirect: "revolut_pay", Satispay: "satispay",
    SatispayRedirect: "satispay", SwishQr: "swish", TwintRedirect: "twint", Crypto: "crypto",
    Bizum: "bizum", OpenBankingUK: "pay_by_bank", Giropay: "giropay", BancontactCard: "bancontact",
    AchBankTransfer: "us_bank_transfer", BacsBankTransfer: "gb_bank_transfer",
}
T = TypeVar("T")
SOFORT_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl")


def paid_by(kind: str, billing: Form | None, details: Form | None = None, options: Form | None = None) -> Form:
    return {
        "payment_method_data": {"billing_details": billing, "type": kind, kind: details},
        "payment_method_options": {kind: options} if options else None,
        "payment_method_types": [kind],
    }


def given(path: str, value: T | None) -> T:
    """Raises MissingField for what is not there, or empty."""
    if not value:
        raise MissingField(path)
    return value


@singledispatch
def method_fields(method: object, req: Authorize | SetupMandate) -> Form:
    """What a payment method adds to the form of a payment intent."""
    raise Unsupported(type(method).__name__)


# -- cards, network tokens, wallets that hand over a card -------------------------------------------------------------
@method_fields.register
def card(method: Card | CardWithNoCvc, req: Authorize) -> Form:
    cvc = method.card_cvc or None if isinstance(method, Card) else None
    return by_number(req, method.card_number, method.card_exp_month, method.card_exp_year, cvc, method.card_network)


def by_number(req: Authorize, number: Secret, month: Secret, year: Secret, cvc: Secret | None = None,
              network: CardNetwork | None = None) -> Form:
    chosen = banks.NETWORKS.get(network) if network else None
    return {
        "payment_method_data": {
            "billing_details": billing_details(req.address.billing_address),
            "type": "card",
            "card": {"number": number, "exp_month": month, "exp_year": year, "cvc": cvc},
        },
        "payment_method_options": {"card": {
            **three_ds(req), "network": chosen, "moto": ordered_afar(req.payment_channel)}},
        "payment_method_types": ["card"],
    }


def three_ds(req: Authorize) -> Form:
    """The wish for 3DS, or the outcome of one that the merchant ran elsewhere:
    https://docs.stripe.com/payments/payment-intents/three-d-secure-import
    """
    done = req.authentication_data
    if done is None:
        return {"request_three_d_secure": "any" if req.auth_type is AuthenticationType.THREE_DS else "automatic"}
    if done.network_params is not None:
        raise Unsupported("authentication_data.network_params at stripe")
    if done.exemption_indicator not in EXEMPTIONS:
        raise Unsupported(f"authentication_data.exemption_indicator {done.exemption_indicator} at stripe")
    needed = {"authentication_data.cavv": done.cavv, "authentication_data.ds_transaction_id": done.ds_transaction_id,
              "authentication_data.message_version": done.message_version}
    if missing := [path for path, value in needed.items() if not value]:
        raise MissingField(*missing)
    return {"three_d_secure": {
        "version": done.message_version, "cryptogram": done.cavv, "transaction_id": done.ds_transaction_id,
        "electronic_commerce_indicator": done.eci.zfill(2) if done.eci else None,
        "ares_trans_status": VERDICTS[done.trans_status] if done.trans_status else None,
        "exemption_indicator": EXEMPTIONS[done.exemption_indicator],
    }}


EXEMPTIONS: Mapping[ExemptionIndicator | None, str | None] = {
    None: None, ExemptionIndicator.TRANSACTION_RISK_ASSESSMENT: "low_risk"}
VERDICTS = {
    TransactionStatus.SUCCESS: "Y", TransactionStatus.FAILURE: "N",
    TransactionStatus.VERIFICATION_NOT_PERFORMED: "U", TransactionStatus.NOT_VERIFIED: "A",
    TransactionStatus.REJECTED: "R", TransactionStatus.CHALLENGE_REQUIRED: "C",
    TransactionStatus.CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION: "C",
    TransactionStatus.INFORMATION_ONLY: "I",
}
"""The letters of EMV 3DS; Stripe has none for a decoupled challenge, which is one."""


def by_network_token(number: Secret, month: Secret, year: Secret, cryptogram: Secret | None, eci: str | None,
                     billing: Form | None = None, wallet: str | None = None) -> Form:
    """`wallet` says whose token it is. Without a cryptogram nothing proves the shopper: the merchant charges alone."""
    proof = {"cryptogram": cryptogram, "electronic_commerce_indicator": eci.zfill(2) if eci else None}
    return paid_by("card", billing, {
        "last4": Secret(number.reveal()[-4:]), "exp_month": month, "exp_year": year,
        "network_token": {"number": number, "exp_month": month, "exp_year": year, "tokenization_method": wallet},
    }, {"network_token": proof} if cryptogram else None)


def by_token(token: Secret, req: Authorize) -> Form:
    """A token that Stripe's libraries made of a card. Some make a payment method of it, which goes by its id."""
    options = card_wishes(req)
    if not token.reveal().startswith("tok_"):
        return {"payment_method": token, "payment_method_options": options}
    return {"payment_method_data": {"type": "card", "card": {"token": token}},
            "payment_method_options": options, "payment_method_types": ["card"]}


def card_wishes(req: Authorize) -> Form | None:
    """For a card that Stripe has already."""
    challenge = "any" if req.auth_type is AuthenticationType.THREE_DS else None
    wanted = {"request_three_d_secure": challenge, "moto": ordered_afar(req.payment_channel)}
    return {"card": wanted} if any(wanted.values()) else None


@method_fields.register
def network_token(method: NetworkToken, req: Authorize) -> Form:
    return by_network_token(
        method.token_number, method.token_exp_month, method.token_exp_year, method.token_cryptogram, method.eci,
        billing_details(req.address.billing_address))


@method_fields.register
def stored(method: StoredMethod, req: Authorize) -> Form:
    """A payment method of Stripe's, which has its billing details; the address for the goods goes only with new ones.
    Payment intents without a list of types take cards alone.
    """
    options = card_wishes(req)
    return {"payment_method": given("payment_method.token.token", method.token), "payment_method_options": options,
            "shipping": None}


@method_fields.register
def apple_pay(method: ApplePay, req: Authorize) -> Form:
    """Decrypted by us. The encrypted one is no parameter of a payment intent: Stripe's own libraries make a token of it
    with POST /v1/tokens, and that comes here as apple_pay_third_party_sdk.
    https://github.com/stripe/stripe-ios/blob/master/StripeApplePay/StripeApplePay/Source/PaymentsCore/API/Token%2BAPI.swift
    """
    its = given("payment_method.apple_pay_sdk.payment_data", method.payment_data)
    if not isinstance(its, ApplePayDecryptedData):
        raise Unsupported("encrypted Apple Pay (Stripe's library makes a token of it) on stripe")
    proof = its.payment_data or ApplePayCryptogramData()
    path = "payment_method.apple_pay_sdk.payment_data.decrypted_data.payment_data.online_payment_cryptogram"
    return by_network_token(
        its.application_primary_account_number, its.application_expiration_month, its.application_expiration_year,
        given(path, proof.online_payment_cryptogram), proof.eci_indicator, wallet="apple_pay")


class GooglePayToken(Struct):
    """Google hands gateway "stripe" a token of Stripe's as JSON text."""

    id: Secret


@method_fields.register
def google_pay(method: GooglePay, req: Authorize) -> Form:
    its = method.tokenization_data
    if isinstance(its, GooglePayDecryptedData):
        number, month, year = its.application_primary_account_number, its.card_exp_month, its.card_exp_year
        if not its.cryptogram:  # the card's own number, not the device's
            return by_number(req, number, month, year)
        return by_network_token(number, month, year, its.cryptogram, its.eci_indicator, wallet="google_pay_dpan")
    path = "payment_method.google_pay_sdk.tokenization_data.encrypted_data.token"
    text = given(path, its.token if its else None).reveal()
    try:
        token = msgspec.json.decode(text, type=GooglePayToken, dec_hook=lambda _, its_id: Secret(str(its_id)))
    except msgspec.DecodeError:
        raise InvalidField(path, "not the JSON of a Stripe token") from None
    return by_token(given(path, token.id), req)


@method_fields.register
def apple_pay_of_a_library(method: ApplePayThirdPartySdk, req: Authorize) -> Form:
    return by_token(given("payment_method.apple_pay_third_party_sdk.token", method.token), req)


@method_fields.register
def google_pay_of_a_library(method: GooglePayThirdPartySdk, req: Authorize) -> Form:
    return by_token(given("payment_method.google_pay_third_party_sdk.token", method.token), req)


# -- wallets with a page or an app of their own -----------------------------------------------------------------------
@method_fields.register
def wallet(
    method: AliPayRedirect | AmazonPayRedirect | CashappQr | KakaoPayRedirect | MobilePayRedirect
    | PaypalRedirect | RevolutPay | RevolutPayRedirect | Satispay | SatispayRedirect | SwishQr
    | TwintRedirect | Crypto,
    req: Authorize,
) -> Form:
    """The wallet knows who pays."""
    return paid_by(TYPES[type(method)], None)


@method_fields.register
def wechat_pay(method: WeChatPayQr, req: Authorize) -> Form:
    return paid_by("wechat_pay", None, options={"client": "web"})


@method_fields.register
def mb_way(method: MBWay | MbWayRedirect, req: Authorize) -> Form:
    """The request shows up on the phone of that number, which is written with its country code."""
    billing, address = billed(req, PHONE), req.address.billing_address
    if address and address.phone_country_code and address.phone_number:
        billing["phone"] = Secret(address.phone_country_code + address.phone_number.reveal())
    return paid_by("mb_way", billing)


# -- pay later --------------------------------------------------------------------------------------------------------
@method_fields.register
def pay_later(method: Affirm | AfterpayClearpay | Alma, req: Authorize) -> Form:
    return paid_by(TYPES[type(method)], billed(req))


@method_fields.register
def klarna(method: Klarna, req: Authorize) -> Form:
    """Email and country are required before version 2025-02-24:
    https://docs.stripe.com/changelog/acacia/2025-02-24/cs_make_billing_country_and_email_field_optional_for_klarna_payments
    """
    return paid_by("klarna", billed(req, EMAIL, COUNTRY))


# -- bank redirects ---------------------------------------------------------------------------------------------------
@method_fields.register
def bank_redirect(method: BancontactCard | Bizum | Giropay | OpenBankingUK, req: Authorize) -> Form:
    """The bank asks for the card or the account: what the request has of it goes nowhere."""
    holder = method.card_holder_name if isinstance(method, BancontactCard) else None
    wanted = (NAME,) if isinstance(method, BancontactCard | Giropay) else ()
    return paid_by(TYPES[type(method)], billed(req, *wanted, holder=holder))


@method_fields.register
def blik(method: Blik, req: Authorize) -> Form:
    return paid_by("blik", billed(req), options={"code": given("payment_method.blik.blik_code", method.blik_code)})


@method_fields.register
def ideal(method: Ideal, req: Authorize) -> Form:
    bank = banks.IDEAL.get(method.bank_name) if method.bank_name else None
    return paid_by("ideal", billed(req), {"bank": bank})


@method_fields.register
def eps(method: Eps, req: Authorize) -> Form:
    bank = banks.EPS.get(method.bank_name) if method.bank_name else None
    return paid_by("eps", billed(req, NAME), {"bank": bank})


@method_fields.register
def przelewy24(method: Przelewy24, req: Authorize) -> Form:
    bank = banks.P24.get(method.bank_name) if method.bank_name else None
    return paid_by("p24", billed(req, EMAIL), {"bank": bank})


@method_fields.register
def fpx(method: OnlineBankingFPX, req: Authorize) -> Form:
    """The one redirect whose page does not ask for the bank."""
    path = "payment_method.online_banking_fpx.issuer"
    bank = banks.FPX.get(given(path, method.issuer))
    if bank is None:
        raise InvalidField(path, "no bank of FPX at Stripe")
    return paid_by("fpx", billed(req), {"bank": bank})


@method_fields.register
def sofort(method: Sofort, req: Authorize) -> Form:
    country = given("payment_method.sofort.country", method.country)
    language = method.preferred_language if method.preferred_language in SOFORT_LANGUAGES else None
    return paid_by("sofort", billed(req), {"country": country}, {"preferred_language": language})


# -- bank debits ------------------------------------------------------------------------------------------------------
@method_fields.register
def ach(method: AchDebit, req: Authorize) -> Form:
    company = method.bank_holder_type is BankHolderType.BUSINESS
    holder = method.bank_account_holder_name or method.card_holder_name
    return paid_by("us_bank_account", billed(req, NAME, holder=holder), {
        "account_holder_type": "company" if company else "individual",
        "account_type": "savings" if method.bank_type is BankType.SAVINGS else None,  # without it: checking
        "account_number": method.account_number, "routing_number": method.routing_number})


@method_fields.register
def sepa(method: SepaDebit, req: Authorize) -> Form:
    billing = billed(req, NAME, EMAIL, holder=method.bank_account_holder_name)
    return paid_by("sepa_debit", billing, {"iban": method.iban})


@method_fields.register
def bacs(method: BacsDebit, req: Authorize) -> Form:
    billing = billed(req, NAME, EMAIL, LINE1, CITY, ZIP, COUNTRY, holder=method.bank_account_holder_name)
    return paid_by("bacs_debit", billing, {
        "account_number": method.account_number, "sort_code": without_dashes(method.sort_code)})


@method_fields.register
def becs(method: BecsDebit, req: Authorize) -> Form:
    billing = billed(req, NAME, EMAIL, holder=method.bank_account_holder_name)
    return paid_by("au_becs_debit", billing, {
        "account_number": method.account_number, "bsb_number": without_dashes(method.bsb_number)})


def without_dashes(number: Secret) -> Secret:
    return Secret(number.reveal().replace("-", ""))


# -- bank transfers ---------------------------------------------------------------------------------------------------
@method_fields.register
def bank_transfer(method: AchBankTransfer | BacsBankTransfer, req: Authorize) -> Form:
    return to_balance(billed_customer(req), {"type": TYPES[type(method)]})


@method_fields.register
def sepa_transfer(method: SepaBankTransfer, req: Authorize) -> Form:
    """To an account in the shopper's country where Stripe has one there: BE, DE, ES, FR, IE, NL."""
    billing = billed_customer(req, COUNTRY)
    country = billing["address"]["country"]
    return to_balance(billing, {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": country}})


def billed_customer(req: Authorize, *wanted: str) -> Form:
    """The money arrives on the balance that the customer has with the merchant, so there must be a customer."""
    customer = req.customer.connector_customer_id if req.customer else None
    return billed(req, *wanted, also={"customer.connector_customer_id": customer})


def to_balance(billing: Form, transfer: Form) -> Form:
    return paid_by("customer_balance", billing, options={"funding_type": "bank_transfer", "bank_transfer": transfer})


@method_fields.register
def multibanco(method: MultibancoBankTransfer, req: Authorize) -> Form:
    return paid_by("multibanco", billed(req, EMAIL))


@method_fields.register
def pix(method: Pix, req: Authorize) -> Form:
    """`expiry_date` is in epoch seconds here."""
    return paid_by("pix", billed(req), options={"expires_at": method.expiry_date} if method.expiry_date else None)


# -- vouchers ---------------------------------------------------------------------------------------------------------
@method_fields.register
def boleto(method: Boleto, req: Authorize) -> Form:
    tax_id = method.social_security_number
    billing = billed(req, NAME, EMAIL, LINE1, CITY, STATE, ZIP, COUNTRY,
                     also={"payment_method.boleto.social_security_number": tax_id})
    return paid_by("boleto", billing, {"tax_id": tax_id})


@method_fields.register
def oxxo(method: Oxxo, req: Authorize) -> Form:
    return paid_by("oxxo", billed(req, NAME, EMAIL))


@method_fields.register
def konbini(method: FamilyMart | Lawson | MiniStop | Seicomart, req: Authorize) -> Form:
    """One voucher, with a code for each of the four chains."""
    return paid_by("konbini", billed(req, NAME, EMAIL))


# -- what a method cannot do ------------------------------------------------------------------------------------------
OF_CARDS = frozenset({Card, CardWithNoCvc, GooglePay, ApplePayThirdPartySdk, GooglePayThirdPartySdk,
                      StoredMethod})
"""Those for which 3DS can be asked; the cryptogram of a wallet or network token is a proof of its own."""
NUMBERED = frozenset({Card, CardWithNoCvc})
"""Those for which the merchant can have run 3DS elsewhere, with the number."""
HELD = OF_CARDS | {
    ApplePay, NetworkToken, Affirm, AfterpayClearpay, Klarna, CashappQr, PaypalRedirect, Alma,
    AmazonPayRedirect, KakaoPayRedirect, MobilePayRedirect, RevolutPay, RevolutPayRedirect, Satispay,
    SatispayRedirect}
"""Those that can be reserved and captured later: payment_method_options of these have a `capture_method`.
https://docs.stripe.com/api/payment_intents/create#create_payment_intent-payment_method_options
"""
FLEXIBLE = OF_CARDS | {ApplePay, NetworkToken}
"""Cards in any form: the reservation can be captured in parts, raised and kept longer, where it is asked for.
https://docs.stripe.com/payments/flexible-payments
"""
KEPT = OF_CARDS | {
    ApplePay, NetworkToken, AliPayRedirect, AmazonPayRedirect, BancontactCard, Boleto, CashappQr,
    Ideal, KakaoPayRedirect, PaypalRedirect, RevolutPay, RevolutPayRedirect, Satispay,
    SatispayRedirect, Sofort, AchDebit, SepaDebit, BacsDebit, BecsDebit}
"""Those that can be charged again without the shopper: their options take `setup_future_usage` off_session. Bancontact,
iDEAL and Sofort leave a SEPA debit behind. Klarna, Pix, TWINT and BLIK do so in later versions only.
"""


def barred(method: type) -> frozenset[Feature]:
    """The wishes of an Authorize that cannot be served for a payment method."""
    able = ((Feature.THREE_DS, OF_CARDS), (Feature.EXTERNAL_THREE_DS, NUMBERED),
            (Feature.MANUAL_CAPTURE, HELD), (Feature.SETUP_MANDATE, KEPT), (Feature.MULTIPLE_CAPTURE, FLEXIBLE),
            (Feature.INCREMENTAL_AUTHORIZATION, FLEXIBLE), (Feature.EXTENDED_AUTHORIZATION, FLEXIBLE))
    return frozenset(feature for feature, those in able if method not in those)


WITHOUT: Mapping[type, frozenset[Feature]] = {
    method: wishes for method in method_fields.registry if method is not object and (wishes := barred(method))}
