"""What the shopper's browser or app gets from us, to talk to the processor or the wallet itself.

Tokens here are made for the shopper's own device. They are secret all the same: who has one can act in that session.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Currency, Money
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class SdkNextAction(StrEnum):
    """What the app does once the shopper has agreed."""

    POST_SESSION_TOKENS = "SDK_NEXT_ACTION_POST_SESSION_TOKENS"  # send us the wallet's token first
    CONFIRM = "SDK_NEXT_ACTION_CONFIRM"  # confirm the payment


class GpayBillingAddressFormat(StrEnum):
    """How much of the address Google Pay should hand over."""

    FULL = "BILLING_ADDRESS_FORMAT_FULL"
    MIN = "BILLING_ADDRESS_FORMAT_MIN"  # name, country and postal code


class PaypalFlow(StrEnum):
    """How PayPal's buttons behave."""

    CHECKOUT = "PAYPAL_FLOW_CHECKOUT"  # pay now; nothing is stored


class SecretInfoToInitiateSdk(Struct, frozen=True, kw_only=True):
    """Secrets that a third party's library starts with."""

    display: Secret  # to show its sheet
    payment: Secret | None = None  # to pay


class GpayMerchantInfo(Struct, frozen=True, kw_only=True):
    """Who sells, as Google knows them and as the sheet shows them."""

    merchant_id: str | None = None  # Google's
    merchant_name: str = ""


class GpayShippingAddressParameters(Struct, frozen=True, kw_only=True):
    """What Google Pay's sheet asks for with the shipping address."""

    phone_number_required: bool = False


class GpayBillingAddressParameters(Struct, frozen=True, kw_only=True):
    """What Google Pay's sheet asks for with the billing address."""

    phone_number: bool = False  # asked for too
    format: GpayBillingAddressFormat | None = None


class GpayAllowedMethodsParameters(Struct, frozen=True, kw_only=True):
    """Which cards Google Pay's sheet may offer."""

    allowed_auth_methods: tuple[str, ...] = ()  # PAN_ONLY and CRYPTOGRAM_3DS, in Google's words
    allowed_card_networks: tuple[str, ...] = ()  # in Google's words
    billing_address: bool | None = None  # asked for
    billing_address_parameters: GpayBillingAddressParameters | None = None
    assurance_details: bool | None = None  # tell us how the shopper was checked


class GpayTokenParameters(Struct, frozen=True, kw_only=True):
    """For whom Google encrypts the card: the processor (`gateway`), or us (`public_key`)."""

    gateway: str | None = None  # the processor, in Google's words
    gateway_merchant_id: str | None = None  # ours, at the processor
    protocol_version: str | None = None
    public_key: Secret | None = None


class GpayTokenizationSpecification(Struct, frozen=True, kw_only=True):
    """How Google Pay hands the card over."""

    token_specification_type: str = ""  # PAYMENT_GATEWAY or DIRECT
    parameters: GpayTokenParameters | None = None


class GpayAllowedPaymentMethods(Struct, frozen=True, kw_only=True):
    """One kind of method that Google Pay's sheet may offer."""

    payment_method_type: str = ""  # CARD
    parameters: GpayAllowedMethodsParameters | None = None
    tokenization_specification: GpayTokenizationSpecification | None = None


class GpayTransactionInfo(Struct, frozen=True, kw_only=True):
    """What Google Pay's sheet shows as the total."""

    total_price: Money
    country_code: Country | None = None
    currency_code: Currency | None = None
    total_price_status: str = ""  # FINAL or ESTIMATED


class GooglePaySessionResponse(Struct, frozen=True, kw_only=True):
    """All that Google Pay's button needs."""

    merchant_info: GpayMerchantInfo | None = None
    shipping_address_required: bool = False
    email_required: bool = False
    shipping_address_parameters: GpayShippingAddressParameters | None = None
    allowed_payment_methods: tuple[GpayAllowedPaymentMethods, ...] = ()
    transaction_info: GpayTransactionInfo | None = None
    delayed_session_token: bool = False  # the rest of the session comes by a later call
    connector: str = ""
    sdk_next_action: SdkNextAction | None = None
    secrets: SecretInfoToInitiateSdk | None = None


class AmountInfo(Struct, frozen=True, kw_only=True):
    """The total on Apple Pay's sheet."""

    amount: Money
    label: str = ""  # who is paid, as the sheet shows it
    total_type: str | None = None  # final or pending


class ApplePayPaymentRequest(Struct, frozen=True, kw_only=True):
    """What Apple Pay's sheet is opened with."""

    country_code: Country | None = None
    currency_code: Currency | None = None
    total: AmountInfo | None = None
    merchant_capabilities: tuple[str, ...] = ()  # in Apple's words, as supports3DS
    supported_networks: tuple[str, ...] = ()  # in Apple's words
    merchant_identifier: str | None = None  # Apple's, of us


class ThirdPartySdkSessionResponse(Struct, frozen=True, kw_only=True):
    """A session of Apple Pay through another company's library."""

    secrets: SecretInfoToInitiateSdk | None = None


class ApplePaySessionResponse(Struct, frozen=True, kw_only=True):
    """How an Apple Pay session is opened."""

    third_party_sdk: ThirdPartySdkSessionResponse | None = None


class PaypalTransactionInfo(Struct, frozen=True, kw_only=True):
    """What PayPal's buttons show as the total."""

    total_price: Money
    flow: PaypalFlow | None = None
    currency_code: Currency | None = None


class AdyenClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="adyen", tag_field="oneof"):
    """For Adyen's Drop-in and Components."""

    session_data: Secret
    session_id: str = ""


class ApplepayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="apple_pay", tag_field="oneof"):
    """For Apple Pay."""

    session_response: ApplePaySessionResponse | None = None
    payment_request_data: ApplePayPaymentRequest | None = None
    connector: str = ""
    delayed_session_token: bool = False  # the rest of the session comes by a later call
    sdk_next_action: SdkNextAction | None = None
    connector_reference_id: str | None = None  # of the session, at the processor
    connector_sdk_public_key: str | None = None
    connector_merchant_id: str | None = None  # ours, at the processor


class BamboraClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bambora", tag_field="oneof"):
    """For Bambora's hosted fields."""

    token: Secret


class BamboraapacClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bamboraapac", tag_field="oneof"):
    """For Bambora's library in Asia and the Pacific."""

    token: Secret


class BankOfAmericaClientAuthenticationResponse(
    Struct, frozen=True, kw_only=True, tag="bank_of_america", tag_field="oneof"
):
    """For Bank of America's Microform (Cybersource's)."""

    capture_context: Secret  # a JWT


class BillwerkClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="billwerk", tag_field="oneof"):
    """For Billwerk's checkout window."""

    session_id: str = ""


class BluesnapClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bluesnap", tag_field="oneof"):
    """For BlueSnap's hosted fields."""

    pf_token: Secret  # good for one form


class CheckoutClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="checkout", tag_field="oneof"):
    """For Checkout.com's Flow."""

    payment_session_token: Secret
    payment_session_secret: Secret
    payment_session_id: str = ""


class CybersourceClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="cybersource", tag_field="oneof"):
    """For Cybersource's Microform."""

    capture_context: Secret  # a JWT
    client_library: str = ""  # URL of the script
    client_library_integrity: str = ""  # hash of the script, for the `integrity` attribute


class DatatransClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="datatrans", tag_field="oneof"):
    """For Datatrans' Secure Fields."""

    transaction_id: Secret


class ElavonClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="elavon", tag_field="oneof"):
    """For Elavon's hosted page."""

    session_token: Secret


class FiservClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="fiserv", tag_field="oneof"):
    """For Fiserv's checkout."""

    session_id: Secret


class GlobalpayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="globalpay", tag_field="oneof"):
    """For Global Payments' library."""

    access_token: Secret
    token_type: str | None = None
    expires_in: int | None = None  # seconds


class GpayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="google_pay", tag_field="oneof"):
    """For Google Pay."""

    google_pay_session: GooglePaySessionResponse | None = None


class JpmorganClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="jpmorgan", tag_field="oneof"):
    """For J.P. Morgan's checkout."""

    transaction_id: str = ""
    request_id: str = ""


class MollieClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="mollie", tag_field="oneof"):
    """For Mollie's hosted checkout."""

    checkout_url: Secret  # where the shopper pays
    payment_id: str = ""


class MultisafepayClientAuthenticationResponse(
    Struct, frozen=True, kw_only=True, tag="multisafepay", tag_field="oneof"
):
    """For MultiSafepay's components."""

    api_token: Secret


class NexinetsClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="nexinets", tag_field="oneof"):
    """For Nexinets' hosted form."""

    order_id: str = ""


class NexixpayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="nexixpay", tag_field="oneof"):
    """For Nexi XPay's hosted page."""

    security_token: Secret
    hosted_page: str = ""  # URL


class NoonClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="noon", tag_field="oneof"):
    """For Noon's checkout."""

    checkout_url: Secret  # where the shopper pays
    order_id: int = 0


class NuveiClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="nuvei", tag_field="oneof"):
    """For Nuvei's Web SDK."""

    session_token: Secret


class PayloadClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="payload", tag_field="oneof"):
    """For Payload's library."""

    client_token: Secret


class PaypalClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="paypal", tag_field="oneof"):
    """For PayPal's buttons."""

    session_token: Secret  # the account's access token
    connector: str = ""
    sdk_next_action: SdkNextAction | None = None
    client_token: Secret | None = None  # of the shopper's session
    transaction_info: PaypalTransactionInfo | None = None


class PaysafeClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="paysafe", tag_field="oneof"):
    """For Paysafe's library."""

    payment_handle_token: Secret


class PlaidClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="plaid", tag_field="oneof"):
    """For Plaid Link, where the shopper links a bank account."""

    link_token: Secret
    expires_in_seconds: int | None = None  # of `link_token`
    hosted_link_url: str | None = None  # Link as a page of Plaid's


class RapydClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="rapyd", tag_field="oneof"):
    """For Rapyd's checkout."""

    checkout_id: str = ""
    redirect_url: str = ""  # where the shopper pays


class RevolutClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="revolut", tag_field="oneof"):
    """For Revolut's library."""

    token: Secret  # public id of the order
    order_id: str = ""


class Shift4ClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="shift4", tag_field="oneof"):
    """For Shift4's library."""

    client_secret: Secret


class StripeClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="stripe", tag_field="oneof"):
    """For Stripe.js: confirms one payment intent."""

    client_secret: Secret


class WellsfargoClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="wellsfargo", tag_field="oneof"):
    """For Wells Fargo's Microform (Cybersource's)."""

    capture_context: Secret  # a JWT


ConnectorSpecificClientAuthenticationResponse = (
    StripeClientAuthenticationResponse | AdyenClientAuthenticationResponse
    | CheckoutClientAuthenticationResponse | CybersourceClientAuthenticationResponse
    | NuveiClientAuthenticationResponse | MollieClientAuthenticationResponse
    | GlobalpayClientAuthenticationResponse | BluesnapClientAuthenticationResponse
    | RapydClientAuthenticationResponse | Shift4ClientAuthenticationResponse
    | BankOfAmericaClientAuthenticationResponse | WellsfargoClientAuthenticationResponse
    | FiservClientAuthenticationResponse | ElavonClientAuthenticationResponse | NoonClientAuthenticationResponse
    | PaysafeClientAuthenticationResponse | BamboraapacClientAuthenticationResponse
    | JpmorganClientAuthenticationResponse | BillwerkClientAuthenticationResponse
    | DatatransClientAuthenticationResponse | BamboraClientAuthenticationResponse
    | PayloadClientAuthenticationResponse | MultisafepayClientAuthenticationResponse
    | NexinetsClientAuthenticationResponse | NexixpayClientAuthenticationResponse
    | RevolutClientAuthenticationResponse
)


AuthenticatorConnectorSpecificClientAuthenticationResponse = PlaidClientAuthenticationResponse


ClientAuthenticationTokenData = (
    GpayClientAuthenticationResponse | PaypalClientAuthenticationResponse | ApplepayClientAuthenticationResponse
    | ConnectorSpecificClientAuthenticationResponse | AuthenticatorConnectorSpecificClientAuthenticationResponse
)
