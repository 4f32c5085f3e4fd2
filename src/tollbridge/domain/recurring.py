"""Recurring."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import (
    AdditionalPaymentData,
    CustomerAcceptance,
    FutureUsage,
    MandateReference,
    MandateReferenceDetails,
    MitCategory,
    SetupMandateDetails,
)
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.cards import ProxyCard
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.orders import Level2And3
from tollbridge.domain.payments import (
    BillingDescriptor,
    CaptureMethod,
    PartnerMerchantIdentifierDetails,
    PaymentChannel,
    PaymentExperience,
)
from tollbridge.domain.people import BrowserInformation, Customer, CustomerDocument, PaymentAddress
from tollbridge.domain.redirects import RedirectForm
from tollbridge.domain.results import ConnectorResponseData
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import ConnectorSplitResponseData, SplitPaymentsDetails
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import MandateStatus, PaymentStatus, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationData, AuthenticationType


class SetupMandate(Struct, frozen=True, kw_only=True):
    """Setup Mandate."""

    amount: Money
    payment_method: PaymentMethod
    merchant_recurring_payment_id: str = ""
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    auth_type: AuthenticationType | None = None
    enrolled_for_3ds: bool = False
    authentication_data: AuthenticationData | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    complete_authorize_url: str | None = None
    session_token: Secret | None = None
    order_tax_amount: Money | None = None
    order_category: str | None = None
    merchant_order_id: str | None = None
    shipping_cost: Money | None = None
    setup_future_usage: FutureUsage | None = None
    off_session: bool | None = None
    request_incremental_authorization: bool = False
    request_extended_authorization: bool | None = None
    enable_partial_authorization: bool | None = None
    customer_acceptance: CustomerAcceptance | None = None
    browser_info: BrowserInformation | None = None
    payment_experience: PaymentExperience | None = None
    payment_channel: PaymentChannel | None = None
    billing_descriptor: BillingDescriptor | None = None
    state: ConnectorState | None = None
    order_id: str | None = None
    locale: str | None = None
    connector_testing_data: Secret | None = None
    l2_l3_data: Level2And3 | None = None
    setup_mandate_details: SetupMandateDetails | None = None
    mit_category: MitCategory | None = None
    partner_merchant_identifier_details: PartnerMerchantIdentifierDetails | None = None


class TokenSetupMandate(Struct, frozen=True, kw_only=True):
    """Token Setup Mandate."""

    amount: Money
    connector_token: Secret
    merchant_recurring_payment_id: str = ""
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    customer_acceptance: CustomerAcceptance | None = None
    setup_mandate_details: SetupMandateDetails | None = None
    billing_descriptor: BillingDescriptor | None = None
    locale: str | None = None
    setup_future_usage: FutureUsage | None = None


class ProxySetupMandate(Struct, frozen=True, kw_only=True):
    """Proxy Setup Mandate."""

    amount: Money
    card_proxy: ProxyCard
    merchant_recurring_payment_id: str = ""
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    state: ConnectorState | None = None
    setup_mandate_details: SetupMandateDetails | None = None
    customer_acceptance: CustomerAcceptance | None = None
    auth_type: AuthenticationType | None = None
    authentication_data: AuthenticationData | None = None
    setup_future_usage: FutureUsage | None = None
    browser_info: BrowserInformation | None = None
    order_category: str | None = None
    description: str | None = None


class ChargeMandate(Struct, frozen=True, kw_only=True):
    """Charge Mandate."""

    amount: Money
    merchant_charge_id: str | None = None
    connector_recurring_payment_id: MandateReference | None = None
    payment_method: PaymentMethod | None = None
    merchant_order_id: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    webhook_url: str | None = None
    return_url: str | None = None
    description: str | None = None
    address: PaymentAddress | None = None
    capture_method: CaptureMethod | None = None
    email: Secret | None = None
    connector_customer_id: str | None = None
    browser_info: BrowserInformation | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    merchant_account_id: Secret | None = None
    merchant_configured_currency: Currency | None = None
    off_session: bool | None = None
    enable_partial_authorization: bool | None = None
    state: ConnectorState | None = None
    original_payment_authorized_amount: Money | None = None
    shipping_cost: Money | None = None
    billing_descriptor: BillingDescriptor | None = None
    mit_category: MitCategory | None = None
    authentication_data: AuthenticationData | None = None
    locale: str | None = None
    connector_testing_data: Secret | None = None
    customer: Customer | None = None
    l2_l3_data: Level2And3 | None = None
    customer_document_details: CustomerDocument | None = None
    additional_payment_data: AdditionalPaymentData | None = None
    split_payments: SplitPaymentsDetails | None = None
    partner_merchant_identifier_details: PartnerMerchantIdentifierDetails | None = None
    auth_type: AuthenticationType | None = None
    complete_authorize_url: str | None = None
    payment_channel: PaymentChannel | None = None


class RevokeMandate(Struct, frozen=True, kw_only=True):
    """Revoke Mandate."""

    merchant_revoke_id: str | None = None
    mandate_id: str = ""
    connector_mandate_id: str | None = None


class MandateSetup(Struct, frozen=True, kw_only=True):
    """Mandate Setup."""

    status: PaymentStatus
    connector_recurring_payment_id: str | None = None
    error: Failure | None = None
    mandate_reference: MandateReference | None = None
    redirection_data: RedirectForm | None = None
    network_transaction_id: str | None = None
    connector_response: ConnectorResponseData | None = None
    incremental_authorization_allowed: bool | None = None
    captured_amount: Money | None = None
    connector_feature_data: Secret | None = None
    splits: ConnectorSplitResponseData | None = None
    mandate_reference_details: MandateReferenceDetails | None = None
    raw_connector_status: RawConnectorStatus | None = None

    @classmethod
    def refused(cls, failure: Failure) -> MandateSetup:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, error=failure)


class RevokedMandate(Struct, frozen=True, kw_only=True):
    """Revoked Mandate."""

    status: MandateStatus
    error: Failure | None = None
    network_transaction_id: str | None = None

    @classmethod
    def refused(cls, failure: Failure) -> RevokedMandate:
        """The processor's no as a result."""
        return cls(status=MandateStatus.MANDATE_REVOKE_FAILED, error=failure)
