"""Fraud."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import MandateAmount
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.money import Money
from tollbridge.domain.orders import OrderLine
from tollbridge.domain.people import Address, BrowserInformation, Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import Connector
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import PaymentStatus


class FrmDecision(StrEnum):
    """Frm Decision."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    REVIEW = "REVIEW"
    ERROR = "ERROR"


class MerchantDetails(Struct, frozen=True, kw_only=True):
    """Merchant Details."""

    merchant_id: str | None = None
    merchant_category_code: int | None = None


class PreRiskCheck(Struct, frozen=True, kw_only=True):
    """Pre Risk Check."""

    amount: Money
    customer_info: Customer | None = None
    payment_method: PaymentMethod | None = None
    browser_info: BrowserInformation | None = None
    merchant_transaction_id: str | None = None
    order_details: tuple[OrderLine, ...] = ()
    address: Address | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    state: ConnectorState | None = None
    mandate_details: MandateAmount | None = None
    merchant_details: MerchantDetails | None = None


class PostRiskCheck(Struct, frozen=True, kw_only=True):
    """Post Risk Check."""

    amount: Money
    customer_info: Customer | None = None
    payment_method: PaymentMethod | None = None
    merchant_transaction_id: str | None = None
    order_details: tuple[OrderLine, ...] = ()
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    payment_status: PaymentStatus | None = None
    connector_transaction_id: str | None = None
    payment_connector: Connector | None = None
    state: ConnectorState | None = None


class FrmPaymentDetails(Struct, frozen=True, kw_only=True, tag="payment_details", tag_field="oneof"):
    """Frm Payment Details."""

    connector_transaction_id: str | None = None
    merchant_transaction_id: str | None = None
    payment_status: PaymentStatus | None = None


class FrmRefundDetails(Struct, frozen=True, kw_only=True, tag="refund", tag_field="oneof"):
    """Frm Refund Details."""

    connector_refund_id: str | None = None
    merchant_refund_id: str | None = None
    refund_reason: str | None = None


class FrmChargebackDetails(Struct, frozen=True, kw_only=True, tag="chargeback", tag_field="oneof"):
    """Frm Chargeback Details."""

    connector_dispute_id: str | None = None
    merchant_dispute_id: str | None = None
    chargeback_reason: str | None = None


class FrmNotificationContent(Struct, frozen=True, kw_only=True, tag="frm_notification", tag_field="oneof"):
    """Frm Notification Content."""

    amount: Money
    connector_transaction_id: str | None = None
    frm_transaction_id: str | None = None
    notification_type: FrmPaymentDetails | FrmRefundDetails | FrmChargebackDetails | None = None
    frm_decision: FrmDecision | None = None
    merchant_details: MerchantDetails | None = None


class NotifyEventType(StrEnum):
    """Notify Event Type."""

    SURCHARGE_PAYMENT_SUCCEEDED = "SURCHARGE_PAYMENT_SUCCEEDED"
    SURCHARGE_REFUND_SUCCEEDED = "SURCHARGE_REFUND_SUCCEEDED"
    FRM_PAYMENT_SUCCEEDED = "FRM_PAYMENT_SUCCEEDED"
    FRM_PAYMENT_FAILURE = "FRM_PAYMENT_FAILURE"
    FRM_REFUND_PROCESSED = "FRM_REFUND_PROCESSED"
    FRM_CHARGEBACK_RECEIVED = "FRM_CHARGEBACK_RECEIVED"


class SurchargeContent(Struct, frozen=True, kw_only=True, tag="surcharge_content", tag_field="oneof"):
    """Surcharge Content."""

    connector_surcharge_id: str = ""


NotifyConnectorContent = SurchargeContent | FrmNotificationContent


class NotifyConnector(Struct, frozen=True, kw_only=True):
    """Notify Connector."""

    event_id: str = ""
    event_type: NotifyEventType | None = None
    content: NotifyConnectorContent | None = None
    timestamp: int = 0
    state: ConnectorState | None = None


class RiskAssessment(Struct, frozen=True, kw_only=True):
    """Risk Assessment."""

    frm_decision: FrmDecision | None = None
    risk_score: int | None = None
    reason: str | None = None
    frm_transaction_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> RiskAssessment:
        """The processor's no as a result."""
        return cls(error=failure)


class Notified(Struct, frozen=True, kw_only=True):
    """Notified."""

    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Notified:
        """The processor's no as a result."""
        return cls(error=failure)
