"""Refunds."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.people import BrowserInformation
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import SplitRefundsDetails
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import RawConnectorStatus, RefundStatus


class RefundRequest(Struct, frozen=True, kw_only=True):
    """Refund Request."""

    connector_transaction_id: str
    refund_amount: Money
    merchant_refund_id: str | None = None
    payment_amount: Money | None = None
    reason: str | None = None
    webhook_url: str | None = None
    merchant_account_id: str | None = None
    capture_method: CaptureMethod | None = None
    metadata: Secret | None = None
    refund_metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    customer_id: str | None = None
    merchant_request_id: str | None = None
    connector_order_id: str | None = None
    payment_method: PaymentMethod | None = None
    split_refunds: SplitRefundsDetails | None = None


class RefundSync(Struct, frozen=True, kw_only=True):
    """Refund Sync."""

    merchant_refund_id: str | None = None
    connector_transaction_id: str = ""
    refund_id: str = ""
    refund_reason: str | None = None
    browser_info: BrowserInformation | None = None
    refund_metadata: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    connector_feature_data: Secret | None = None
    connector_refund_id: str = ""
    refund_amount: Money | None = None
    merchant_request_id: str | None = None
    connector_order_id: str | None = None
    split_refunds: SplitRefundsDetails | None = None


class VoidRefund(Struct, frozen=True, kw_only=True):
    """Void Refund."""

    merchant_refund_id: str | None = None
    connector_refund_id: str = ""
    cancellation_reason: str | None = None
    browser_info: BrowserInformation | None = None
    refund_metadata: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    connector_feature_data: Secret | None = None
    merchant_request_id: str | None = None
    connector_order_id: str | None = None


class Refund(Struct, frozen=True, kw_only=True):
    """Refund."""

    status: RefundStatus
    connector_refund_id: str | None
    raw_connector_status: RawConnectorStatus | None
    merchant_refund_id: str | None = None
    error: Failure | None = None
    refund_amount: Money | None = None
    payment_amount: Money | None = None
    refund_reason: str | None = None
    created_at: int | None = None
    updated_at: int | None = None
    processed_at: int | None = None
    customer_name: str | None = None
    email: Secret | None = None
    merchant_order_id: str | None = None
    metadata: Secret | None = None
    refund_metadata: Secret | None = None
    connector_transaction_id: str | None = None
    acquirer_reference_number: Secret | None = None
    state_metadata: Secret | None = None
    merchant_transaction_id: str | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Refund:
        """The processor's no as a result."""
        return cls(
            status=RefundStatus.REFUND_FAILURE, raw_connector_status=None, connector_refund_id=None,
            connector_transaction_id=failure.connector_transaction_id, error=failure)
