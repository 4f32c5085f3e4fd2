"""Payments."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.features import NONE, Feature
from tollbridge.domain.mandates import (
    ConnectorMandate,
    CustomerAcceptance,
    FutureUsage,
    MitCategory,
    SetupMandateDetails,
)
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.cards import ProxyCard
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Money
from tollbridge.domain.orders import Level2And3, OrderLine
from tollbridge.domain.people import BrowserInformation, Customer, PaymentAddress
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import SplitPaymentsDetails
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.three_ds import (
    AuthenticationData,
    AuthenticationType,
    RedirectionResponse,
    ThreeDsCompletionIndicator,
)
from tollbridge.domain.travel import DomainData


class CaptureMethod(StrEnum):
    """Capture Method."""

    AUTOMATIC = "AUTOMATIC"
    MANUAL = "MANUAL"
    MANUAL_MULTIPLE = "MANUAL_MULTIPLE"
    SCHEDULED = "SCHEDULED"
    SEQUENTIAL_AUTOMATIC = "SEQUENTIAL_AUTOMATIC"


class PaymentExperience(StrEnum):
    """Payment Experience."""

    REDIRECT_TO_URL = "REDIRECT_TO_URL"
    INVOKE_SDK_CLIENT = "INVOKE_SDK_CLIENT"
    DISPLAY_QR_CODE = "DISPLAY_QR_CODE"
    ONE_CLICK = "ONE_CLICK"
    LINK_WALLET = "LINK_WALLET"
    INVOKE_PAYMENT_APP = "INVOKE_PAYMENT_APP"
    DISPLAY_WAIT_SCREEN = "DISPLAY_WAIT_SCREEN"
    COLLECT_OTP = "COLLECT_OTP"


class PaymentChannel(StrEnum):
    """Payment Channel."""

    ECOMMERCE = "ECOMMERCE"
    MAIL_ORDER = "MAIL_ORDER"
    TELEPHONE_ORDER = "TELEPHONE_ORDER"


class Tokenization(StrEnum):
    """Tokenization."""

    TOKENIZE_AT_PSP = "TOKENIZATION_TOKENIZE_AT_PSP"
    SKIP_PSP = "TOKENIZATION_SKIP_PSP"


class SyncRequestType(StrEnum):
    """Sync Request Type."""

    SINGLE_PAYMENT_SYNC = "SINGLE_PAYMENT_SYNC"
    MULTIPLE_CAPTURE_SYNC = "MULTIPLE_CAPTURE_SYNC"


class BillingDescriptor(Struct, frozen=True, kw_only=True):
    """Billing Descriptor."""

    name: Secret | None = None
    city: Secret | None = None
    phone: Secret | None = None
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    reference: str | None = None


class MerchantApplicationDetails(Struct, frozen=True, kw_only=True):
    """Merchant Application Details."""

    name: str | None = None
    version: str | None = None


class PartnerApplicationDetails(Struct, frozen=True, kw_only=True):
    """Partner Application Details."""

    name: str | None = None
    version: str | None = None
    integrator: str | None = None


class PartnerMerchantIdentifierDetails(Struct, frozen=True, kw_only=True):
    """Partner Merchant Identifier Details."""

    partner_details: PartnerApplicationDetails | None = None
    merchant_details: MerchantApplicationDetails | None = None


class MultipleCapture(Struct, frozen=True, kw_only=True):
    """Multiple Capture."""

    capture_sequence: int = 0
    capture_reference: str = ""


_CAPTURE = {
    CaptureMethod.MANUAL: (Feature.MANUAL_CAPTURE,),
    CaptureMethod.MANUAL_MULTIPLE: (Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE),
    CaptureMethod.SCHEDULED: (Feature.SCHEDULED_CAPTURE,),
}


def _of_capture(method: CaptureMethod | None) -> tuple[Feature, ...]:
    return _CAPTURE.get(method, ()) if method else ()


def _of_authentication(kind: AuthenticationType | None, outside: AuthenticationData | None) -> tuple[Feature, ...]:
    if outside is not None:
        return (Feature.EXTERNAL_THREE_DS,)
    return (Feature.THREE_DS,) if kind is AuthenticationType.THREE_DS else ()


def _of_mandate(usage: FutureUsage | None, details: SetupMandateDetails | None) -> tuple[Feature, ...]:
    return (Feature.SETUP_MANDATE,) if usage is not None or details is not None else ()


class Authorize(Struct, frozen=True, kw_only=True):
    """Authorize."""

    amount: Money
    payment_method: PaymentMethod
    merchant_transaction_id: str | None = None
    order_tax_amount: Money | None = None
    shipping_cost: Money | None = None
    capture_method: CaptureMethod | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    auth_type: AuthenticationType | None = None
    enrolled_for_3ds: bool | None = None
    authentication_data: AuthenticationData | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    complete_authorize_url: str | None = None
    session_token: Secret | None = None
    order_category: str | None = None
    merchant_order_id: str | None = None
    setup_future_usage: FutureUsage | None = None
    off_session: bool | None = None
    request_incremental_authorization: bool | None = None
    request_extended_authorization: bool | None = None
    enable_partial_authorization: bool | None = None
    customer_acceptance: CustomerAcceptance | None = None
    browser_info: BrowserInformation | None = None
    payment_experience: PaymentExperience | None = None
    description: str | None = None
    payment_channel: PaymentChannel | None = None
    test_mode: bool | None = None
    setup_mandate_details: SetupMandateDetails | None = None
    statement_descriptor_name: str | None = None
    statement_descriptor_suffix: str | None = None
    billing_descriptor: BillingDescriptor | None = None
    state: ConnectorState | None = None
    order_details: tuple[OrderLine, ...] = ()
    locale: str | None = None
    tokenization_strategy: Tokenization | None = None
    threeds_completion_indicator: ThreeDsCompletionIndicator | None = None
    redirection_response: RedirectionResponse | None = None
    continue_redirection_url: str | None = None
    l2_l3_data: Level2And3 | None = None
    connector_order_id: str | None = None
    merchant_request_id: str | None = None
    domain_data: DomainData | None = None
    split_payments: SplitPaymentsDetails | None = None
    mit_category: MitCategory | None = None
    surcharge_amount: Money | None = None
    partner_merchant_identifier_details: PartnerMerchantIdentifierDetails | None = None

    def features(self) -> frozenset[Feature]:
        """What of this request changes the fate of the money; empty for a plain payment."""
        wanted = [
            *_of_capture(self.capture_method), *_of_authentication(self.auth_type, self.authentication_data),
            *_of_mandate(self.setup_future_usage, self.setup_mandate_details),
        ]
        if self.request_incremental_authorization:
            wanted.append(Feature.INCREMENTAL_AUTHORIZATION)
        if self.request_extended_authorization:
            wanted.append(Feature.EXTENDED_AUTHORIZATION)
        if self.enable_partial_authorization:
            wanted.append(Feature.PARTIAL_AUTHORIZATION)
        if self.split_payments is not None:
            wanted.append(Feature.SPLIT)
        if self.surcharge_amount is not None:
            wanted.append(Feature.SURCHARGE)
        return frozenset(wanted) if wanted else NONE


class TokenAuthorize(Struct, frozen=True, kw_only=True):
    """Token Authorize."""

    amount: Money
    connector_token: Secret
    merchant_transaction_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    capture_method: CaptureMethod | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    setup_future_usage: FutureUsage | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    billing_descriptor: BillingDescriptor | None = None
    merchant_order_id: str | None = None
    l2_l3_data: Level2And3 | None = None
    customer_acceptance: CustomerAcceptance | None = None
    payment_experience: PaymentExperience | None = None
    description: str | None = None
    payment_channel: PaymentChannel | None = None
    test_mode: bool | None = None
    connector_order_id: str | None = None
    shipping_cost: Money | None = None

    def features(self) -> frozenset[Feature]:
        """As of an Authorize."""
        return frozenset((*_of_capture(self.capture_method), *_of_mandate(self.setup_future_usage, None)))


class ProxyAuthorize(Struct, frozen=True, kw_only=True):
    """Proxy Authorize."""

    amount: Money
    card_proxy: ProxyCard
    merchant_transaction_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    capture_method: CaptureMethod | None = None
    auth_type: AuthenticationType | None = None
    authentication_data: AuthenticationData | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    setup_future_usage: FutureUsage | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    setup_mandate_details: SetupMandateDetails | None = None
    billing_descriptor: BillingDescriptor | None = None
    threeds_completion_indicator: ThreeDsCompletionIndicator | None = None
    redirection_response: RedirectionResponse | None = None
    l2_l3_data: Level2And3 | None = None
    customer_acceptance: CustomerAcceptance | None = None
    merchant_order_id: str | None = None
    test_mode: bool | None = None
    order_category: str | None = None
    description: str | None = None
    connector_order_id: str | None = None
    shipping_cost: Money | None = None
    domain_data: DomainData | None = None

    def features(self) -> frozenset[Feature]:
        """As of an Authorize."""
        return frozenset((
            *_of_capture(self.capture_method), *_of_authentication(self.auth_type, self.authentication_data),
            *_of_mandate(self.setup_future_usage, self.setup_mandate_details),
        ))


class Capture(Struct, frozen=True, kw_only=True):
    """Capture."""

    connector_transaction_id: str
    amount_to_capture: Money
    merchant_capture_id: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    multiple_capture_data: MultipleCapture | None = None
    browser_info: BrowserInformation | None = None
    capture_method: CaptureMethod | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_order_id: str | None = None
    merchant_request_id: str | None = None
    order_tax_amount: Money | None = None
    split_payments: SplitPaymentsDetails | None = None

    def features(self) -> frozenset[Feature]:
        """As of an Authorize."""
        return frozenset({Feature.MULTIPLE_CAPTURE}) if self.multiple_capture_data else NONE


class Void(Struct, frozen=True, kw_only=True):
    """Void."""

    connector_transaction_id: str
    merchant_void_id: str | None = None
    cancellation_reason: str | None = None
    all_keys_required: bool | None = None
    browser_info: BrowserInformation | None = None
    amount: Money | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_order_id: str | None = None
    merchant_request_id: str | None = None
    split_payments: SplitPaymentsDetails | None = None


class Reverse(Struct, frozen=True, kw_only=True):
    """Reverse."""

    connector_transaction_id: str
    merchant_reverse_id: str | None = None
    cancellation_reason: str | None = None
    all_keys_required: bool | None = None
    browser_info: BrowserInformation | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    merchant_request_id: str | None = None


class Sync(Struct, frozen=True, kw_only=True):
    """Sync."""

    merchant_transaction_id: str | None = None
    connector_transaction_id: str = ""
    encoded_data: Secret | None = None
    capture_method: CaptureMethod | None = None
    amount: Money | None = None
    setup_future_usage: FutureUsage | None = None
    state: ConnectorState | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    sync_type: SyncRequestType | None = None
    connector_order_reference_id: str | None = None
    test_mode: bool | None = None
    payment_experience: PaymentExperience | None = None
    merchant_request_id: str | None = None
    payment_method_type: PaymentMethodType | None = None
    split_payments: SplitPaymentsDetails | None = None
    mandate_reference: ConnectorMandate | None = None


class IncrementAuthorization(Struct, frozen=True, kw_only=True):
    """Increment Authorization."""

    connector_transaction_id: str
    amount: Money
    merchant_authorization_id: str | None = None
    reason: str | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None


class CreateOrder(Struct, frozen=True, kw_only=True):
    """Create Order."""

    amount: Money
    merchant_order_id: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
