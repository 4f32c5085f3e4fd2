"""Wallets."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class ApplePayCryptogramData(Struct, frozen=True, kw_only=True):
    """Apple Pay Cryptogram Data."""

    online_payment_cryptogram: Secret | None = None
    eci_indicator: str | None = None


class ApplePayDecryptedData(Struct, frozen=True, kw_only=True):
    """Apple Pay Decrypted Data."""

    application_primary_account_number: Secret
    application_expiration_month: Secret
    application_expiration_year: Secret
    payment_data: ApplePayCryptogramData | None = None


class ApplePayMethod(Struct, frozen=True, kw_only=True):
    """Apple Pay Method."""

    display_name: str = ""
    network: str = ""
    type: str = ""


class GooglePayDecryptedData(Struct, frozen=True, kw_only=True, tag="decrypted_data", tag_field="oneof"):
    """Google Pay Decrypted Data."""

    card_exp_month: Secret
    card_exp_year: Secret
    application_primary_account_number: Secret
    cryptogram: Secret | None = None
    eci_indicator: str | None = None


class GooglePayEncryptedTokenizationData(Struct, frozen=True, kw_only=True, tag="encrypted_data", tag_field="oneof"):
    """Google Pay Encrypted Tokenization Data."""

    token: Secret
    token_type: str = ""


class GooglePayAssurance(Struct, frozen=True, kw_only=True):
    """Google Pay Assurance."""

    card_holder_authenticated: bool = False
    account_verified: bool = False


class GooglePayMethodInfo(Struct, frozen=True, kw_only=True):
    """Google Pay Method Info."""

    card_network: str = ""
    card_details: str = ""
    assurance_details: GooglePayAssurance | None = None


class SamsungPayToken(Struct, frozen=True, kw_only=True):
    """Samsung Pay Token."""

    data: Secret
    type: str | None = None
    version: str = ""


class SamsungPayCredential(Struct, frozen=True, kw_only=True):
    """Samsung Pay Credential."""

    method: str | None = None
    recurring_payment: bool | None = None
    card_brand: CardNetwork | None = None
    dpan_last_four_digits: Secret | None = None
    card_last_four_digits: Secret | None = None
    token_data: SamsungPayToken | None = None


class PazePhoneNumber(Struct, frozen=True, kw_only=True):
    """Paze Phone Number."""

    country_code: Secret
    phone_number: Secret


class PazeToken(Struct, frozen=True, kw_only=True):
    """Paze Token."""

    payment_token: Secret
    token_expiration_month: Secret
    token_expiration_year: Secret
    payment_account_reference: Secret | None = None


class PazeDynamicData(Struct, frozen=True, kw_only=True):
    """Paze Dynamic Data."""

    dynamic_data_value: Secret | None = None
    dynamic_data_type: str | None = None
    dynamic_data_expiration: str | None = None


class PazeAddress(Struct, frozen=True, kw_only=True):
    """Paze Address."""

    name: Secret | None = None
    line1: Secret | None = None
    line2: Secret | None = None
    line3: Secret | None = None
    city: Secret | None = None
    state: Secret | None = None
    zip: Secret | None = None
    country_code: Country | None = None


class PazeConsumer(Struct, frozen=True, kw_only=True):
    """Paze Consumer."""

    first_name: Secret | None = None
    last_name: Secret | None = None
    full_name: Secret | None = None
    email_address: Secret | None = None
    mobile_number: PazePhoneNumber | None = None
    country_code: Country | None = None
    language_code: str | None = None


class PazeDecryptedData(Struct, frozen=True, kw_only=True):
    """Paze Decrypted Data."""

    client_id: Secret | None = None
    profile_id: str = ""
    token: PazeToken | None = None
    payment_card_network: CardNetwork | None = None
    dynamic_data: tuple[PazeDynamicData, ...] = ()
    billing_address: PazeAddress | None = None
    consumer: PazeConsumer | None = None
    eci: str | None = None


class ApplePay(Struct, frozen=True, kw_only=True, tag="apple_pay_sdk", tag_field="oneof"):
    """Apple Pay."""

    payment_data: Secret | ApplePayDecryptedData | None = None
    payment_method: ApplePayMethod | None = None
    transaction_identifier: str = ""


class GooglePay(Struct, frozen=True, kw_only=True, tag="google_pay_sdk", tag_field="oneof"):
    """Google Pay."""

    type: str = ""
    description: str = ""
    info: GooglePayMethodInfo | None = None
    tokenization_data: GooglePayDecryptedData | GooglePayEncryptedTokenizationData | None = None


class PaypalSdk(Struct, frozen=True, kw_only=True, tag="paypal_sdk", tag_field="oneof"):
    """Paypal Sdk."""

    token: Secret | None = None


class Paze(Struct, frozen=True, kw_only=True, tag="paze_sdk", tag_field="oneof"):
    """Paze."""

    paze_data: Secret | PazeDecryptedData | None = None


class SamsungPay(Struct, frozen=True, kw_only=True, tag="samsung_pay_sdk", tag_field="oneof"):
    """Samsung Pay."""

    payment_credential: SamsungPayCredential | None = None


class ApplePayThirdPartySdk(Struct, frozen=True, kw_only=True, tag="apple_pay_third_party_sdk", tag_field="oneof"):
    """Apple Pay Third Party Sdk."""

    token: Secret | None = None


class GooglePayThirdPartySdk(Struct, frozen=True, kw_only=True, tag="google_pay_third_party_sdk", tag_field="oneof"):
    """Google Pay Third Party Sdk."""

    token: Secret | None = None


class AmazonPayRedirect(Struct, frozen=True, kw_only=True, tag="amazon_pay_redirect", tag_field="oneof"):
    """Amazon Pay Redirect."""


class PaypalRedirect(Struct, frozen=True, kw_only=True, tag="paypal_redirect", tag_field="oneof"):
    """Paypal Redirect."""

    email: Secret | None = None


class AliPayRedirect(Struct, frozen=True, kw_only=True, tag="ali_pay_redirect", tag_field="oneof"):
    """Ali Pay Redirect."""


class RevolutPayRedirect(Struct, frozen=True, kw_only=True, tag="revolut_pay_redirect", tag_field="oneof"):
    """Revolut Pay Redirect."""


class MifinityRedirect(Struct, frozen=True, kw_only=True, tag="mifinity_redirect", tag_field="oneof"):
    """Mifinity Redirect."""

    date_of_birth: Secret | None = None
    language_preference: str | None = None


class BluecodeRedirect(Struct, frozen=True, kw_only=True, tag="bluecode_redirect", tag_field="oneof"):
    """Bluecode Redirect."""


class SatispayRedirect(Struct, frozen=True, kw_only=True, tag="satispay_redirect", tag_field="oneof"):
    """Satispay Redirect."""


class WeroRedirect(Struct, frozen=True, kw_only=True, tag="wero_redirect", tag_field="oneof"):
    """Wero Redirect."""


class LazyPayRedirect(Struct, frozen=True, kw_only=True, tag="lazypay_redirect", tag_field="oneof"):
    """Lazy Pay Redirect."""


class PhonePeRedirect(Struct, frozen=True, kw_only=True, tag="phonepe_redirect", tag_field="oneof"):
    """Phone Pe Redirect."""


class BillDeskRedirect(Struct, frozen=True, kw_only=True, tag="billdesk_redirect", tag_field="oneof"):
    """Bill Desk Redirect."""


class CashfreeRedirect(Struct, frozen=True, kw_only=True, tag="cashfree_redirect", tag_field="oneof"):
    """Cashfree Redirect."""


class PayURedirect(Struct, frozen=True, kw_only=True, tag="payu_redirect", tag_field="oneof"):
    """PayU Redirect."""


class EaseBuzzRedirect(Struct, frozen=True, kw_only=True, tag="easebuzz_redirect", tag_field="oneof"):
    """Ease Buzz Redirect."""


class KakaoPayRedirect(Struct, frozen=True, kw_only=True, tag="kakao_pay_redirect", tag_field="oneof"):
    """Kakao Pay Redirect."""


class MbWayRedirect(Struct, frozen=True, kw_only=True, tag="mb_way_redirect", tag_field="oneof"):
    """Mb Way Redirect."""


class MomoRedirect(Struct, frozen=True, kw_only=True, tag="momo_redirect", tag_field="oneof"):
    """Momo Redirect."""


class TouchNGoRedirect(Struct, frozen=True, kw_only=True, tag="touch_n_go_redirect", tag_field="oneof"):
    """TouchN Go Redirect."""


class TwintRedirect(Struct, frozen=True, kw_only=True, tag="twint_redirect", tag_field="oneof"):
    """Twint Redirect."""


class VippsRedirect(Struct, frozen=True, kw_only=True, tag="vipps_redirect", tag_field="oneof"):
    """Vipps Redirect."""


class WeChatPayRedirect(Struct, frozen=True, kw_only=True, tag="we_chat_pay_redirect", tag_field="oneof"):
    """We Chat Pay Redirect."""


class AliPayHKRedirect(Struct, frozen=True, kw_only=True, tag="ali_pay_hk_redirect", tag_field="oneof"):
    """Ali PayHK Redirect."""


class DanaRedirect(Struct, frozen=True, kw_only=True, tag="dana_redirect", tag_field="oneof"):
    """Dana Redirect."""


class GcashRedirect(Struct, frozen=True, kw_only=True, tag="gcash_redirect", tag_field="oneof"):
    """Gcash Redirect."""


class GoPayRedirect(Struct, frozen=True, kw_only=True, tag="go_pay_redirect", tag_field="oneof"):
    """Go Pay Redirect."""


class MobilePayRedirect(Struct, frozen=True, kw_only=True, tag="mobile_pay_redirect", tag_field="oneof"):
    """Mobile Pay Redirect."""


class VenmoRedirect(Struct, frozen=True, kw_only=True, tag="venmo_redirect", tag_field="oneof"):
    """Venmo Redirect."""


class SkrillRedirect(Struct, frozen=True, kw_only=True, tag="skrill_redirect", tag_field="oneof"):
    """Skrill Redirect."""


class PayseraRedirect(Struct, frozen=True, kw_only=True, tag="paysera_redirect", tag_field="oneof"):
    """Paysera Redirect."""


class CashappQr(Struct, frozen=True, kw_only=True, tag="cashapp_qr", tag_field="oneof"):
    """Cashapp Qr."""


class WeChatPayQr(Struct, frozen=True, kw_only=True, tag="we_chat_pay_qr", tag_field="oneof"):
    """We Chat Pay Qr."""


class SwishQr(Struct, frozen=True, kw_only=True, tag="swish_qr", tag_field="oneof"):
    """Swish Qr."""


class RevolutPay(Struct, frozen=True, kw_only=True, tag="revolut_pay", tag_field="oneof"):
    """Revolut Pay."""


class QwikcilverDirect(Struct, frozen=True, kw_only=True, tag="qwikcilver_wallet_direct", tag_field="oneof"):
    """Qwikcilver Direct."""

    wallet_number: Secret


class MBWay(Struct, frozen=True, kw_only=True, tag="mb_way", tag_field="oneof"):
    """MB Way."""


class Satispay(Struct, frozen=True, kw_only=True, tag="satispay", tag_field="oneof"):
    """Satispay."""


class Wero(Struct, frozen=True, kw_only=True, tag="wero", tag_field="oneof"):
    """Wero."""
