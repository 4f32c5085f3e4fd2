"""Wallets. Apple, Google, Samsung and Paze hand over a card (encrypted, or decrypted by us); the others take the
shopper to their own page or app.

Months are two digits, years four (two are accepted). Decrypted data is as dangerous as a card number.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class ApplePayCryptogramData(Struct, frozen=True, kw_only=True):
    """Proof of one Apple Pay payment."""

    online_payment_cryptogram: Secret | None = None  # base64
    eci_indicator: str | None = None  # two digits


class ApplePayDecryptedData(Struct, frozen=True, kw_only=True):
    """The card in an Apple Pay token."""

    application_primary_account_number: Secret  # the device's number in place of the card's
    application_expiration_month: Secret
    application_expiration_year: Secret
    payment_data: ApplePayCryptogramData | None = None


class ApplePayMethod(Struct, frozen=True, kw_only=True):
    """The card as Apple Pay's sheet names it."""

    display_name: str = ""  # as "Visa 1234"
    network: str = ""  # in Apple's words
    type: str = ""  # "credit", "debit"


class GooglePayDecryptedData(Struct, frozen=True, kw_only=True, tag="decrypted_data", tag_field="oneof"):
    """The card in a Google Pay token."""

    card_exp_month: Secret
    card_exp_year: Secret
    application_primary_account_number: Secret  # of the device or of the card itself
    cryptogram: Secret | None = None  # base64; only where the number is the device's
    eci_indicator: str | None = None  # two digits


class GooglePayEncryptedTokenizationData(Struct, frozen=True, kw_only=True, tag="encrypted_data", tag_field="oneof"):
    """The card, encrypted for the processor: pass it on as it is."""

    token: Secret  # JSON text, signed by Google
    token_type: str = ""  # "PAYMENT_GATEWAY" or "DIRECT"


class GooglePayAssurance(Struct, frozen=True, kw_only=True):
    """How far Google has checked shopper and card."""

    card_holder_authenticated: bool = False
    account_verified: bool = False


class GooglePayMethodInfo(Struct, frozen=True, kw_only=True):
    """The card as Google Pay's sheet names it."""

    card_network: str = ""  # in Google's words
    card_details: str = ""  # last four digits
    assurance_details: GooglePayAssurance | None = None


class SamsungPayToken(Struct, frozen=True, kw_only=True):
    """The card, encrypted for the processor: pass it on as it is."""

    data: Secret
    type: str | None = None  # how it is secured: "S" for 3DS
    version: str = ""


class SamsungPayCredential(Struct, frozen=True, kw_only=True):
    """What Samsung Pay hands over."""

    method: str | None = None
    recurring_payment: bool | None = None
    card_brand: CardNetwork | None = None
    dpan_last_four_digits: Secret | None = None  # of the device's number
    card_last_four_digits: Secret | None = None  # of the card's own
    token_data: SamsungPayToken | None = None


class PazePhoneNumber(Struct, frozen=True, kw_only=True):
    """The shopper's phone."""

    country_code: Secret
    phone_number: Secret


class PazeToken(Struct, frozen=True, kw_only=True):
    """The network token that Paze hands over."""

    payment_token: Secret
    token_expiration_month: Secret
    token_expiration_year: Secret
    payment_account_reference: Secret | None = None  # PAR: the same for all tokens of a card


class PazeDynamicData(Struct, frozen=True, kw_only=True):
    """Proof of one Paze payment."""

    dynamic_data_value: Secret | None = None  # a cryptogram or a one-time CVC
    dynamic_data_type: str | None = None
    dynamic_data_expiration: str | None = None


class PazeAddress(Struct, frozen=True, kw_only=True):
    """Where the shopper's bank sends its letters."""

    name: Secret | None = None
    line1: Secret | None = None
    line2: Secret | None = None
    line3: Secret | None = None
    city: Secret | None = None
    state: Secret | None = None
    zip: Secret | None = None
    country_code: Country | None = None


class PazeConsumer(Struct, frozen=True, kw_only=True):
    """The shopper, as Paze knows them. Personal data."""

    first_name: Secret | None = None
    last_name: Secret | None = None
    full_name: Secret | None = None
    email_address: Secret | None = None
    mobile_number: PazePhoneNumber | None = None
    country_code: Country | None = None
    language_code: str | None = None  # ISO 639-1


class PazeDecryptedData(Struct, frozen=True, kw_only=True):
    """What Paze hands over, decrypted."""

    client_id: Secret | None = None
    profile_id: str = ""
    token: PazeToken | None = None
    payment_card_network: CardNetwork | None = None
    dynamic_data: tuple[PazeDynamicData, ...] = ()
    billing_address: PazeAddress | None = None
    consumer: PazeConsumer | None = None
    eci: str | None = None  # two digits


class ApplePay(Struct, frozen=True, kw_only=True, tag="apple_pay_sdk", tag_field="oneof"):
    """Apple Pay, from its own sheet. `payment_data` is Apple's token: encrypted (base64), or decrypted by us."""

    payment_data: Secret | ApplePayDecryptedData | None = None
    payment_method: ApplePayMethod | None = None
    transaction_identifier: str = ""


class GooglePay(Struct, frozen=True, kw_only=True, tag="google_pay_sdk", tag_field="oneof"):
    """Google Pay, from its own sheet."""

    type: str = ""  # "CARD"
    description: str = ""  # as "Visa 1234"
    info: GooglePayMethodInfo | None = None
    tokenization_data: GooglePayDecryptedData | GooglePayEncryptedTokenizationData | None = None


class PaypalSdk(Struct, frozen=True, kw_only=True, tag="paypal_sdk", tag_field="oneof"):
    """PayPal, from its own buttons."""

    token: Secret | None = None  # of what the shopper agreed to


class Paze(Struct, frozen=True, kw_only=True, tag="paze_sdk", tag_field="oneof"):
    """Paze, from its own sheet. `paze_data` is encrypted (a JWE), or decrypted by us."""

    paze_data: Secret | PazeDecryptedData | None = None


class SamsungPay(Struct, frozen=True, kw_only=True, tag="samsung_pay_sdk", tag_field="oneof"):
    """Samsung Pay, from its own sheet."""

    payment_credential: SamsungPayCredential | None = None


class ApplePayThirdPartySdk(Struct, frozen=True, kw_only=True, tag="apple_pay_third_party_sdk", tag_field="oneof"):
    """Apple Pay, through the processor's library."""

    token: Secret | None = None  # the processor's, made there


class GooglePayThirdPartySdk(Struct, frozen=True, kw_only=True, tag="google_pay_third_party_sdk", tag_field="oneof"):
    """Google Pay, through the processor's library."""

    token: Secret | None = None  # the processor's, made there


class AmazonPayRedirect(Struct, frozen=True, kw_only=True, tag="amazon_pay_redirect", tag_field="oneof"):
    """Amazon Pay."""


class PaypalRedirect(Struct, frozen=True, kw_only=True, tag="paypal_redirect", tag_field="oneof"):
    """PayPal, on its own page."""

    email: Secret | None = None  # fills in its login


class AliPayRedirect(Struct, frozen=True, kw_only=True, tag="ali_pay_redirect", tag_field="oneof"):
    """Alipay, China."""


class RevolutPayRedirect(Struct, frozen=True, kw_only=True, tag="revolut_pay_redirect", tag_field="oneof"):
    """Revolut Pay, on its own page."""


class MifinityRedirect(Struct, frozen=True, kw_only=True, tag="mifinity_redirect", tag_field="oneof"):
    """MiFinity."""

    date_of_birth: Secret | None = None  # YYYY-MM-DD
    language_preference: str | None = None  # ISO 639-1


class BluecodeRedirect(Struct, frozen=True, kw_only=True, tag="bluecode_redirect", tag_field="oneof"):
    """Bluecode, Austria and Germany."""


class SatispayRedirect(Struct, frozen=True, kw_only=True, tag="satispay_redirect", tag_field="oneof"):
    """Satispay, Italy, on its own page."""


class WeroRedirect(Struct, frozen=True, kw_only=True, tag="wero_redirect", tag_field="oneof"):
    """Wero, Germany, France and Belgium, on its own page."""


class LazyPayRedirect(Struct, frozen=True, kw_only=True, tag="lazypay_redirect", tag_field="oneof"):
    """LazyPay, India."""


class PhonePeRedirect(Struct, frozen=True, kw_only=True, tag="phonepe_redirect", tag_field="oneof"):
    """PhonePe, India."""


class BillDeskRedirect(Struct, frozen=True, kw_only=True, tag="billdesk_redirect", tag_field="oneof"):
    """BillDesk, India."""


class CashfreeRedirect(Struct, frozen=True, kw_only=True, tag="cashfree_redirect", tag_field="oneof"):
    """Cashfree, India."""


class PayURedirect(Struct, frozen=True, kw_only=True, tag="payu_redirect", tag_field="oneof"):
    """PayU, India."""


class EaseBuzzRedirect(Struct, frozen=True, kw_only=True, tag="easebuzz_redirect", tag_field="oneof"):
    """Easebuzz, India."""


class KakaoPayRedirect(Struct, frozen=True, kw_only=True, tag="kakao_pay_redirect", tag_field="oneof"):
    """Kakao Pay, South Korea."""


class MbWayRedirect(Struct, frozen=True, kw_only=True, tag="mb_way_redirect", tag_field="oneof"):
    """MB WAY, Portugal, on its own page."""


class MomoRedirect(Struct, frozen=True, kw_only=True, tag="momo_redirect", tag_field="oneof"):
    """MoMo, Vietnam."""


class TouchNGoRedirect(Struct, frozen=True, kw_only=True, tag="touch_n_go_redirect", tag_field="oneof"):
    """Touch 'n Go, Malaysia."""


class TwintRedirect(Struct, frozen=True, kw_only=True, tag="twint_redirect", tag_field="oneof"):
    """TWINT, Switzerland."""


class VippsRedirect(Struct, frozen=True, kw_only=True, tag="vipps_redirect", tag_field="oneof"):
    """Vipps, Norway."""


class WeChatPayRedirect(Struct, frozen=True, kw_only=True, tag="we_chat_pay_redirect", tag_field="oneof"):
    """WeChat Pay, China, on its own page."""


class AliPayHKRedirect(Struct, frozen=True, kw_only=True, tag="ali_pay_hk_redirect", tag_field="oneof"):
    """AlipayHK, Hong Kong."""


class DanaRedirect(Struct, frozen=True, kw_only=True, tag="dana_redirect", tag_field="oneof"):
    """DANA, Indonesia."""


class GcashRedirect(Struct, frozen=True, kw_only=True, tag="gcash_redirect", tag_field="oneof"):
    """GCash, Philippines."""


class GoPayRedirect(Struct, frozen=True, kw_only=True, tag="go_pay_redirect", tag_field="oneof"):
    """GoPay, Indonesia."""


class MobilePayRedirect(Struct, frozen=True, kw_only=True, tag="mobile_pay_redirect", tag_field="oneof"):
    """MobilePay, Denmark and Finland."""


class VenmoRedirect(Struct, frozen=True, kw_only=True, tag="venmo_redirect", tag_field="oneof"):
    """Venmo, United States."""


class SkrillRedirect(Struct, frozen=True, kw_only=True, tag="skrill_redirect", tag_field="oneof"):
    """Skrill."""


class PayseraRedirect(Struct, frozen=True, kw_only=True, tag="paysera_redirect", tag_field="oneof"):
    """Paysera, Lithuania."""


class CashappQr(Struct, frozen=True, kw_only=True, tag="cashapp_qr", tag_field="oneof"):
    """Cash App, United States, by QR code."""


class WeChatPayQr(Struct, frozen=True, kw_only=True, tag="we_chat_pay_qr", tag_field="oneof"):
    """WeChat Pay, China, by QR code."""


class SwishQr(Struct, frozen=True, kw_only=True, tag="swish_qr", tag_field="oneof"):
    """Swish, Sweden, by QR code."""


class RevolutPay(Struct, frozen=True, kw_only=True, tag="revolut_pay", tag_field="oneof"):
    """Revolut Pay, from its own button."""


class QwikcilverDirect(Struct, frozen=True, kw_only=True, tag="qwikcilver_wallet_direct", tag_field="oneof"):
    """A Qwikcilver wallet, India, by its number."""

    wallet_number: Secret  # as good as the money in it


class MBWay(Struct, frozen=True, kw_only=True, tag="mb_way", tag_field="oneof"):
    """MB WAY, Portugal: a request shows up in the shopper's app."""


class Satispay(Struct, frozen=True, kw_only=True, tag="satispay", tag_field="oneof"):
    """Satispay, Italy: the processor leads the shopper to it."""


class Wero(Struct, frozen=True, kw_only=True, tag="wero", tag_field="oneof"):
    """Wero: the processor leads the shopper to it."""
