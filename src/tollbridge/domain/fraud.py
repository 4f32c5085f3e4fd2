"""Risk checks by a fraud service: before the payment, after it, and telling the service what became of it."""

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
    """What the fraud service says of a payment."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    REVIEW = "REVIEW"  # a person should look
    ERROR = "ERROR"  # no decision was made


class MerchantDetails(Struct, frozen=True, kw_only=True):
    """Who sells."""

    merchant_id: str | None = None  # ours, at the fraud service
    merchant_category_code: int | None = None  # MCC: four digits


class PreRiskCheck(Struct, frozen=True, kw_only=True):
    """Ask for a decision before the payment is authorized. Gives a `RiskAssessment`."""

    amount: Money  # of the payment to come
    customer_info: Customer | None = None
    payment_method: PaymentMethod | None = None
    browser_info: BrowserInformation | None = None
    merchant_transaction_id: str | None = None  # ours, of the payment
    order_details: tuple[OrderLine, ...] = ()
    address: Address | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    state: ConnectorState | None = None
    mandate_details: MandateAmount | None = None
    merchant_details: MerchantDetails | None = None


class PostRiskCheck(Struct, frozen=True, kw_only=True):
    """Tell the fraud service how the authorization went, and ask again. Gives a `RiskAssessment`."""

    amount: Money  # of the payment
    customer_info: Customer | None = None
    payment_method: PaymentMethod | None = None
    merchant_transaction_id: str | None = None
    order_details: tuple[OrderLine, ...] = ()
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    payment_status: PaymentStatus | None = None  # as the processor said
    connector_transaction_id: str | None = None  # of the payment, at its processor
    payment_connector: Connector | None = None  # who processed it
    state: ConnectorState | None = None


class FrmPaymentDetails(Struct, frozen=True, kw_only=True, tag="payment_details", tag_field="oneof"):
    """The news is about a payment."""

    connector_transaction_id: str | None = None
    merchant_transaction_id: str | None = None
    payment_status: PaymentStatus | None = None


class FrmRefundDetails(Struct, frozen=True, kw_only=True, tag="refund", tag_field="oneof"):
    """The news is about a refund."""

    connector_refund_id: str | None = None
    merchant_refund_id: str | None = None
    refund_reason: str | None = None


class FrmChargebackDetails(Struct, frozen=True, kw_only=True, tag="chargeback", tag_field="oneof"):
    """The news is about a chargeback."""

    connector_dispute_id: str | None = None
    merchant_dispute_id: str | None = None
    chargeback_reason: str | None = None


class FrmNotificationContent(Struct, frozen=True, kw_only=True, tag="frm_notification", tag_field="oneof"):
    """What became of a payment that the fraud service has judged."""

    amount: Money
    connector_transaction_id: str | None = None
    frm_transaction_id: str | None = None  # the fraud service's id of the payment
    notification_type: FrmPaymentDetails | FrmRefundDetails | FrmChargebackDetails | None = None
    frm_decision: FrmDecision | None = None  # ours, if it differs
    merchant_details: MerchantDetails | None = None


class NotifyEventType(StrEnum):
    """What the news is."""

    SURCHARGE_PAYMENT_SUCCEEDED = "SURCHARGE_PAYMENT_SUCCEEDED"
    SURCHARGE_REFUND_SUCCEEDED = "SURCHARGE_REFUND_SUCCEEDED"
    FRM_PAYMENT_SUCCEEDED = "FRM_PAYMENT_SUCCEEDED"
    FRM_PAYMENT_FAILURE = "FRM_PAYMENT_FAILURE"
    FRM_REFUND_PROCESSED = "FRM_REFUND_PROCESSED"
    FRM_CHARGEBACK_RECEIVED = "FRM_CHARGEBACK_RECEIVED"


class SurchargeContent(Struct, frozen=True, kw_only=True, tag="surcharge_content", tag_field="oneof"):
    """Which surcharge was taken or given back."""

    connector_surcharge_id: str = ""  # of the CalculateSurcharge


NotifyConnectorContent = SurchargeContent | FrmNotificationContent


class NotifyConnector(Struct, frozen=True, kw_only=True):
    """Tell a fraud or surcharge service what became of a payment. Gives a `Notified`."""

    event_id: str = ""  # ours: the service drops repetitions by it
    event_type: NotifyEventType | None = None
    content: NotifyConnectorContent | None = None
    timestamp: int = 0  # epoch seconds
    state: ConnectorState | None = None


class RiskAssessment(Struct, frozen=True, kw_only=True):
    """What the fraud service says: a decision, or `error` where it could not decide."""

    frm_decision: FrmDecision | None = None
    risk_score: int | None = None  # the service's own scale
    reason: str | None = None
    frm_transaction_id: str | None = None  # the fraud service's id of the payment
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> RiskAssessment:
        """The processor's no as a result."""
        return cls(error=failure)


class Notified(Struct, frozen=True, kw_only=True):
    """That the service has taken the news: `error` where it has not."""

    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Notified:
        """The processor's no as a result."""
        return cls(error=failure)
