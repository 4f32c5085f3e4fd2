"""Results."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.client_tokens import ClientAuthenticationTokenData
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import MandateReference, MandateReferenceDetails
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.methods.upi import UpiSource
from tollbridge.domain.money import Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.redirects import RedirectForm
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import ConnectorSplitResponseData
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus, RawConnectorStatus, SettlementStatus
from tollbridge.domain.three_ds import AuthenticationType


class CardConnectorResponse(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """Card Connector Response."""

    authentication_data: bytes | None = None
    payment_checks: bytes | None = None
    card_network: str | None = None
    domestic_network: str | None = None
    auth_code: str | None = None


class UpiConnectorResponse(Struct, frozen=True, kw_only=True, tag="upi", tag_field="oneof"):
    """Upi Connector Response."""

    upi_mode: UpiSource | None = None


class GooglePayConnectorResponse(Struct, frozen=True, kw_only=True, tag="google_pay", tag_field="oneof"):
    """Google Pay Connector Response."""

    auth_code: str | None = None


class ApplePayConnectorResponse(Struct, frozen=True, kw_only=True, tag="apple_pay", tag_field="oneof"):
    """Apple Pay Connector Response."""

    auth_code: str | None = None


class CustomerInfo(Struct, frozen=True, kw_only=True):
    """Customer Info."""

    customer_name: Secret | None = None
    customer_email: Secret | None = None
    customer_phone_number: Secret | None = None
    customer_bank_id: Secret | None = None
    customer_bank_name: Secret | None = None


class InteracCustomerInfo(Struct, frozen=True, kw_only=True):
    """Interac Customer Info."""

    customer_info: CustomerInfo | None = None


class BankRedirectConnectorResponse(Struct, frozen=True, kw_only=True, tag="bank_redirect", tag_field="oneof"):
    """Bank Redirect Connector Response."""

    interac: InteracCustomerInfo | None = None


class ExtendedAuthorizationResponseData(Struct, frozen=True, kw_only=True):
    """Extended Authorization Response Data."""

    extended_authentication_applied: bool | None = None
    capture_before: int | None = None
    extended_authorization_last_applied_at: int | None = None


AdditionalPaymentMethodConnectorResponse = (
    CardConnectorResponse | UpiConnectorResponse | GooglePayConnectorResponse | ApplePayConnectorResponse
    | BankRedirectConnectorResponse
)


class ConnectorResponseData(Struct, frozen=True, kw_only=True):
    """Connector Response Data."""

    additional_payment_method_data: AdditionalPaymentMethodConnectorResponse | None = None
    extended_authorization_response_data: ExtendedAuthorizationResponseData | None = None
    is_overcapture_enabled: bool | None = None


class CardDetailUpdate(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """Card Detail Update."""

    card_exp_month: str | None = None
    card_exp_year: str | None = None
    last4_digits: str | None = None
    issuer_country: str | None = None
    card_issuer: str | None = None
    card_network: str | None = None
    card_holder_name: str | None = None


PaymentMethodUpdate = CardDetailUpdate


class Payment(Struct, frozen=True, kw_only=True):
    """Payment."""

    status: PaymentStatus
    connector_transaction_id: str | None
    raw_connector_status: RawConnectorStatus | None
    merchant_transaction_id: str | None = None
    error: Failure | None = None
    redirection_data: RedirectForm | None = None
    network_transaction_id: str | None = None
    incremental_authorization_allowed: bool | None = None
    captured_amount: Money | None = None
    capturable_amount: Money | None = None
    authorized_amount: Money | None = None
    mandate_reference: MandateReference | None = None
    connector_response: ConnectorResponseData | None = None
    connector_feature_data: Secret | None = None
    network_txn_link_id: str | None = None
    authorized_money: Money | None = None
    splits: ConnectorSplitResponseData | None = None
    mandate_reference_details: MandateReferenceDetails | None = None
    amount: Money | None = None
    payment_method_type: PaymentMethodType | None = None
    capture_method: CaptureMethod | None = None
    auth_type: AuthenticationType | None = None
    created_at: int | None = None
    updated_at: int | None = None
    authorized_at: int | None = None
    captured_at: int | None = None
    customer_name: str | None = None
    email: str | None = None
    connector_customer_id: str | None = None
    merchant_order_id: str | None = None
    metadata: Secret | None = None
    payment_method_update: PaymentMethodUpdate | None = None
    sender_payment_instrument_id: str | None = None
    settlement_status: SettlementStatus | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Payment:
        """The processor's no as a result."""
        return cls(
            status=PaymentStatus.FAILURE, raw_connector_status=None,
            connector_transaction_id=failure.connector_transaction_id, error=failure)


class IncrementedAuthorization(Struct, frozen=True, kw_only=True):
    """Incremented Authorization."""

    status: AuthorizationStatus
    connector_authorization_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> IncrementedAuthorization:
        """The processor's no as a result."""
        return cls(status=AuthorizationStatus.AUTHORIZATION_FAILURE, error=failure)


class Order(Struct, frozen=True, kw_only=True):
    """Order."""

    status: PaymentStatus | None
    connector_order_id: str | None = None
    error: Failure | None = None
    session_data: ClientAuthenticationTokenData | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Order:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, error=failure)
