"""Giving captured money back: ask for it, look it up, call it off. All three give a `Refund`."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature, wishes
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
    """Give back `refund_amount` of a captured payment; the whole or, several times, a part."""

    connector_transaction_id: str  # of the payment
    refund_amount: Money
    merchant_refund_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    payment_amount: Money | None = None  # of the whole payment: tells a part from the whole
    reason: str | None = None
    webhook_url: str | None = None
    merchant_account_id: str | None = None  # at the processor, where it has several
    capture_method: CaptureMethod | None = None  # as the payment had it
    metadata: Secret | None = None  # JSON text about the payment
    refund_metadata: Secret | None = None  # JSON text about the refund
    connector_feature_data: Secret | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    customer_id: str | None = None  # of the payer
    merchant_request_id: str | None = None
    connector_order_id: str | None = None
    payment_method: PaymentMethod | None = None  # for processors that pay back to a card or account given anew
    split_refunds: SplitRefundsDetails | None = None

    def features(self) -> frozenset[Feature]:
        """What of this request changes the fate of the money; empty for a plain one."""
        return wishes(split=self.split_refunds)


class RefundSync(Struct, frozen=True, kw_only=True):
    """Ask how a refund stands; moves nothing."""

    merchant_refund_id: str | None = None
    connector_transaction_id: str = ""  # of the payment
    refund_id: str = ""  # the processor's too: used where `connector_refund_id` is empty
    refund_reason: str | None = None
    browser_info: BrowserInformation | None = None
    refund_metadata: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    connector_feature_data: Secret | None = None
    connector_refund_id: str = ""  # the processor's: what it is looked up by
    refund_amount: Money | None = None
    merchant_request_id: str | None = None
    connector_order_id: str | None = None
    split_refunds: SplitRefundsDetails | None = None


class VoidRefund(Struct, frozen=True, kw_only=True):
    """Call a refund off before it is paid out."""

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
    """How a refund stands. A refusal is REFUND_FAILURE with `error` set; `refund_amount` is what the processor states.
    """

    status: RefundStatus
    connector_refund_id: str | None  # None: the processor gave it no id
    raw_connector_status: RawConnectorStatus | None  # the words behind `status`
    merchant_refund_id: str | None = None
    error: Failure | None = None  # why not: set where the status says no
    refund_amount: Money | None = None
    payment_amount: Money | None = None  # of the whole payment
    refund_reason: str | None = None
    created_at: int | None = None  # epoch seconds, as the two below
    updated_at: int | None = None
    processed_at: int | None = None  # when the money left
    customer_name: str | None = None
    email: Secret | None = None  # of the payer
    merchant_order_id: str | None = None
    metadata: Secret | None = None
    refund_metadata: Secret | None = None
    connector_transaction_id: str | None = None  # of the payment
    acquirer_reference_number: Secret | None = None  # ARN: with it the shopper's bank finds the refund
    state_metadata: Secret | None = None  # JSON text for a later call about it
    merchant_transaction_id: str | None = None

    @classmethod
    def refused(cls, failure: Failure, status: RefundStatus = RefundStatus.REFUND_FAILURE) -> Refund:
        """The processor's no as a result. REFUND_FAILURE says that no money went back: a refused change or void of a
        refund leaves that open.
        """
        return cls(
            status=status, raw_connector_status=None, connector_refund_id=None,
            connector_transaction_id=failure.connector_transaction_id, error=failure)
