"""Client tokens."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Currency, Money
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class SdkNextAction(StrEnum):
    """Sdk Next Action."""

    POST_SESSION_TOKENS = "SDK_NEXT_ACTION_POST_SESSION_TOKENS"
    CONFIRM = "SDK_NEXT_ACTION_CONFIRM"


class GpayBillingAddressFormat(StrEnum):
    """Gpay Billing Address Format."""

    FULL = "BILLING_ADDRESS_FORMAT_FULL"
    MIN = "BILLING_ADDRESS_FORMAT_MIN"


class PaypalFlow(StrEnum):
    """Paypal Flow."""

    CHECKOUT = "PAYPAL_FLOW_CHECKOUT"


class SecretInfoToInitiateSdk(Struct, frozen=True, kw_only=True):
    """Secret Info To Initiate Sdk."""

    display: Secret
    payment: Secret | None = None


class GpayMerchantInfo(Struct, frozen=True, kw_only=True):
    """Gpay Merchant Info."""

    merchant_id: str | None = None
    merchant_name: str = ""


class GpayShippingAddressParameters(Struct, frozen=True, kw_only=True):
    """Gpay Shipping Address Parameters."""

    phone_number_required: bool = False


class GpayBillingAddressParameters(Struct, frozen=True, kw_only=True):
    """Gpay Billing Address Parameters."""

    phone_number: bool = False
    format: GpayBillingAddressFormat | None = None


class GpayAllowedMethodsParameters(Struct, frozen=True, kw_only=True):
    """Gpay Allowed Methods Parameters."""

    allowed_auth_methods: tuple[str, ...] = ()
    allowed_card_networks: tuple[str, ...] = ()
    billing_address: bool | None = None
    billing_address_parameters: GpayBillingAddressParameters | None = None
    assurance_details: bool | None = None


class GpayTokenParameters(Struct, frozen=True, kw_only=True):
    """Gpay Token Parameters."""

    gateway: str | None = None
    gateway_merchant_id: str | None = None
    protocol_version: str | None = None
    public_key: Secret | None = None


class GpayTokenizationSpecification(Struct, frozen=True, kw_only=True):
    """Gpay Tokenization Specification."""

    token_specification_type: str = ""
    parameters: GpayTokenParameters | None = None


class GpayAllowedPaymentMethods(Struct, frozen=True, kw_only=True):
    """Gpay Allowed Payment Methods."""

    payment_method_type: str = ""
    parameters: GpayAllowedMethodsParameters | None = None
    tokenization_specification: GpayTokenizationSpecification | None = None


class GpayTransactionInfo(Struct, frozen=True, kw_only=True):
    """Gpay Transaction Info."""

    total_price: Money
    country_code: Country | None = None
    currency_code: Currency | None = None
    total_price_status: str = ""


class GooglePaySessionResponse(Struct, frozen=True, kw_only=True):
    """Google Pay Session Response."""

    merchant_info: GpayMerchantInfo | None = None
    shipping_address_required: bool = False
    email_required: bool = False
    shipping_address_parameters: GpayShippingAddressParameters | None = None
    allowed_payment_methods: tuple[GpayAllowedPaymentMethods, ...] = ()
    transaction_info: GpayTransactionInfo | None = None
    delayed_session_token: bool = False
    connector: str = ""
    sdk_next_action: SdkNextAction | None = None
    secrets: SecretInfoToInitiateSdk | None = None


class AmountInfo(Struct, frozen=True, kw_only=True):
    """Amount Info."""

    amount: Money
    label: str = ""
    total_type: str | None = None


class ApplePayPaymentRequest(Struct, frozen=True, kw_only=True):
    """Apple Pay Payment Request."""

    country_code: Country | None = None
    currency_code: Currency | None = None
    total: AmountInfo | None = None
    merchant_capabilities: tuple[str, ...] = ()
    supported_networks: tuple[str, ...] = ()
    merchant_identifier: str | None = None


class ThirdPartySdkSessionResponse(Struct, frozen=True, kw_only=True):
    """Third Party Sdk Session Response."""

    secrets: SecretInfoToInitiateSdk | None = None


class ApplePaySessionResponse(Struct, frozen=True, kw_only=True):
    """Apple Pay Session Response."""

    third_party_sdk: ThirdPartySdkSessionResponse | None = None


class PaypalTransactionInfo(Struct, frozen=True, kw_only=True):
    """Paypal Transaction Info."""

    total_price: Money
    flow: PaypalFlow | None = None
    currency_code: Currency | None = None


class AdyenClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="adyen", tag_field="oneof"):
    """Adyen Client Authentication Response."""

    session_data: Secret
    session_id: str = ""


class ApplepayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="apple_pay", tag_field="oneof"):
    """Applepay Client Authentication Response."""

    session_response: ApplePaySessionResponse | None = None
    payment_request_data: ApplePayPaymentRequest | None = None
    connector: str = ""
    delayed_session_token: bool = False
    sdk_next_action: SdkNextAction | None = None
    connector_reference_id: str | None = None
    connector_sdk_public_key: str | None = None
    connector_merchant_id: str | None = None


class BamboraClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bambora", tag_field="oneof"):
    """Bambora Client Authentication Response."""

    token: Secret


class BamboraapacClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bamboraapac", tag_field="oneof"):
    """Bamboraapac Client Authentication Response."""

    token: Secret


class BankOfAmericaClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bank_of_america", tag_field="oneof"):
    """Bank Of America Client Authentication Response."""

    capture_context: Secret


class BillwerkClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="billwerk", tag_field="oneof"):
    """Billwerk Client Authentication Response."""

    session_id: str = ""


class BluesnapClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="bluesnap", tag_field="oneof"):
    """Bluesnap Client Authentication Response."""

    pf_token: Secret


class CheckoutClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="checkout", tag_field="oneof"):
    """Checkout Client Authentication Response."""

    payment_session_token: Secret
    payment_session_secret: Secret
    payment_session_id: str = ""


class CybersourceClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="cybersource", tag_field="oneof"):
    """Cybersource Client Authentication Response."""

    capture_context: Secret
    client_library: str = ""
    client_library_integrity: str = ""


class DatatransClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="datatrans", tag_field="oneof"):
    """Datatrans Client Authentication Response."""

    transaction_id: Secret


class ElavonClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="elavon", tag_field="oneof"):
    """Elavon Client Authentication Response."""

    session_token: Secret


class FiservClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="fiserv", tag_field="oneof"):
    """Fiserv Client Authentication Response."""

    session_id: Secret


class GlobalpayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="globalpay", tag_field="oneof"):
    """Globalpay Client Authentication Response."""

    access_token: Secret
    token_type: str | None = None
    expires_in: int | None = None


class GpayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="google_pay", tag_field="oneof"):
    """Gpay Client Authentication Response."""

    google_pay_session: GooglePaySessionResponse | None = None


class JpmorganClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="jpmorgan", tag_field="oneof"):
    """Jpmorgan Client Authentication Response."""

    transaction_id: str = ""
    request_id: str = ""


class MollieClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="mollie", tag_field="oneof"):
    """Mollie Client Authentication Response."""

    checkout_url: Secret
    payment_id: str = ""


class MultisafepayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="multisafepay", tag_field="oneof"):
    """Multisafepay Client Authentication Response."""

    api_token: Secret


class NexinetsClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="nexinets", tag_field="oneof"):
    """Nexinets Client Authentication Response."""

    order_id: str = ""


class NexixpayClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="nexixpay", tag_field="oneof"):
    """Nexixpay Client Authentication Response."""

    security_token: Secret
    hosted_page: str = ""


class NoonClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="noon", tag_field="oneof"):
    """Noon Client Authentication Response."""

    checkout_url: Secret
    order_id: int = 0


class NuveiClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="nuvei", tag_field="oneof"):
    """Nuvei Client Authentication Response."""

    session_token: Secret


class PayloadClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="payload", tag_field="oneof"):
    """Payload Client Authentication Response."""

    client_token: Secret


class PaypalClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="paypal", tag_field="oneof"):
    """Paypal Client Authentication Response."""

    session_token: Secret
    connector: str = ""
    sdk_next_action: SdkNextAction | None = None
    client_token: Secret | None = None
    transaction_info: PaypalTransactionInfo | None = None


class PaysafeClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="paysafe", tag_field="oneof"):
    """Paysafe Client Authentication Response."""

    payment_handle_token: Secret


class PlaidClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="plaid", tag_field="oneof"):
    """Plaid Client Authentication Response."""

    link_token: Secret
    expires_in_seconds: int | None = None
    hosted_link_url: str | None = None


class RapydClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="rapyd", tag_field="oneof"):
    """Rapyd Client Authentication Response."""

    checkout_id: str = ""
    redirect_url: str = ""


class RevolutClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="revolut", tag_field="oneof"):
    """Revolut Client Authentication Response."""

    token: Secret
    order_id: str = ""


class Shift4ClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="shift4", tag_field="oneof"):
    """Shift4 Client Authentication Response."""

    client_secret: Secret


class StripeClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="stripe", tag_field="oneof"):
    """Stripe Client Authentication Response."""

    client_secret: Secret


class WellsfargoClientAuthenticationResponse(Struct, frozen=True, kw_only=True, tag="wellsfargo", tag_field="oneof"):
    """Wellsfargo Client Authentication Response."""

    capture_context: Secret


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
