"""Events."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.disputes import Dispute
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken


class WebhookEventType(StrEnum):
    """Webhook Event Type."""

    PAYMENT_INTENT_FAILURE = "PAYMENT_INTENT_FAILURE"
    PAYMENT_INTENT_SUCCESS = "PAYMENT_INTENT_SUCCESS"
    PAYMENT_INTENT_PROCESSING = "PAYMENT_INTENT_PROCESSING"
    PAYMENT_INTENT_PARTIALLY_FUNDED = "PAYMENT_INTENT_PARTIALLY_FUNDED"
    PAYMENT_INTENT_CANCELLED = "PAYMENT_INTENT_CANCELLED"
    PAYMENT_INTENT_CANCEL_FAILURE = "PAYMENT_INTENT_CANCEL_FAILURE"
    PAYMENT_INTENT_AUTHORIZATION_SUCCESS = "PAYMENT_INTENT_AUTHORIZATION_SUCCESS"
    PAYMENT_INTENT_AUTHORIZATION_FAILURE = "PAYMENT_INTENT_AUTHORIZATION_FAILURE"
    PAYMENT_INTENT_CAPTURE_SUCCESS = "PAYMENT_INTENT_CAPTURE_SUCCESS"
    PAYMENT_INTENT_CAPTURE_FAILURE = "PAYMENT_INTENT_CAPTURE_FAILURE"
    PAYMENT_INTENT_EXPIRED = "PAYMENT_INTENT_EXPIRED"
    PAYMENT_ACTION_REQUIRED = "PAYMENT_ACTION_REQUIRED"
    SOURCE_CHARGEABLE = "SOURCE_CHARGEABLE"
    SOURCE_TRANSACTION_CREATED = "SOURCE_TRANSACTION_CREATED"
    WEBHOOK_REFUND_FAILURE = "WEBHOOK_REFUND_FAILURE"
    WEBHOOK_REFUND_SUCCESS = "WEBHOOK_REFUND_SUCCESS"
    WEBHOOK_REFUND_PROCESSING = "WEBHOOK_REFUND_PROCESSING"
    WEBHOOK_DISPUTE_OPENED = "WEBHOOK_DISPUTE_OPENED"
    WEBHOOK_DISPUTE_EXPIRED = "WEBHOOK_DISPUTE_EXPIRED"
    WEBHOOK_DISPUTE_ACCEPTED = "WEBHOOK_DISPUTE_ACCEPTED"
    WEBHOOK_DISPUTE_CANCELLED = "WEBHOOK_DISPUTE_CANCELLED"
    WEBHOOK_DISPUTE_CHALLENGED = "WEBHOOK_DISPUTE_CHALLENGED"
    WEBHOOK_DISPUTE_WON = "WEBHOOK_DISPUTE_WON"
    WEBHOOK_DISPUTE_LOST = "WEBHOOK_DISPUTE_LOST"
    MANDATE_ACTIVE = "MANDATE_ACTIVE"
    MANDATE_FAILED = "MANDATE_FAILED"
    MANDATE_REVOKED = "MANDATE_REVOKED"
    ENDPOINT_VERIFICATION = "ENDPOINT_VERIFICATION"
    EXTERNAL_AUTHENTICATION_ARES = "EXTERNAL_AUTHENTICATION_ARES"
    FRM_APPROVED = "FRM_APPROVED"
    FRM_REJECTED = "FRM_REJECTED"
    PAYOUT_SUCCESS = "PAYOUT_SUCCESS"
    PAYOUT_FAILURE = "PAYOUT_FAILURE"
    PAYOUT_PROCESSING = "PAYOUT_PROCESSING"
    PAYOUT_CANCELLED = "PAYOUT_CANCELLED"
    PAYOUT_CREATED = "PAYOUT_CREATED"
    PAYOUT_EXPIRED = "PAYOUT_EXPIRED"
    PAYOUT_REVERSED = "PAYOUT_REVERSED"
    RECOVERY_PAYMENT_FAILURE = "RECOVERY_PAYMENT_FAILURE"
    RECOVERY_PAYMENT_SUCCESS = "RECOVERY_PAYMENT_SUCCESS"
    RECOVERY_PAYMENT_PENDING = "RECOVERY_PAYMENT_PENDING"
    RECOVERY_INVOICE_CANCEL = "RECOVERY_INVOICE_CANCEL"


class IntegrityCheck(StrEnum):
    """Integrity Check."""

    CONNECTOR_TRANSACTION_ID = "INTEGRITY_CHECK_CONNECTOR_TRANSACTION_ID"
    AMOUNT = "INTEGRITY_CHECK_AMOUNT"
    CURRENCY = "INTEGRITY_CHECK_CURRENCY"


class WebhookSecrets(Struct, frozen=True, kw_only=True):
    """Webhook Secrets."""

    secret: Secret
    additional_secret: Secret | None = None


class PaymentReference(Struct, frozen=True, kw_only=True, tag="payment", tag_field="oneof"):
    """Payment Reference."""

    connector_transaction_id: str | None = None
    merchant_transaction_id: str | None = None


class RefundReference(Struct, frozen=True, kw_only=True, tag="refund", tag_field="oneof"):
    """Refund Reference."""

    connector_refund_id: str | None = None
    merchant_refund_id: str | None = None
    connector_transaction_id: str | None = None


class DisputeReference(Struct, frozen=True, kw_only=True, tag="dispute", tag_field="oneof"):
    """Dispute Reference."""

    connector_dispute_id: str | None = None
    connector_transaction_id: str | None = None


class MandateEventReference(Struct, frozen=True, kw_only=True, tag="mandate", tag_field="oneof"):
    """Mandate Event Reference."""

    connector_mandate_id: str | None = None


class PayoutReference(Struct, frozen=True, kw_only=True, tag="payout", tag_field="oneof"):
    """Payout Reference."""

    connector_payout_id: str | None = None
    merchant_payout_id: str | None = None


class PaymentEventContext(Struct, frozen=True, kw_only=True, tag="payment", tag_field="oneof"):
    """Payment Event Context."""

    capture_method: CaptureMethod | None = None


class RefundEventContext(Struct, frozen=True, kw_only=True, tag="refund", tag_field="oneof"):
    """Refund Event Context."""


class DisputeEventContext(Struct, frozen=True, kw_only=True, tag="dispute", tag_field="oneof"):
    """Dispute Event Context."""


class MandateEventContext(Struct, frozen=True, kw_only=True, tag="mandate", tag_field="oneof"):
    """Mandate Event Context."""


class PayoutEventContext(Struct, frozen=True, kw_only=True, tag="payout", tag_field="oneof"):
    """Payout Event Context."""


class ParseEvent(Struct, frozen=True, kw_only=True):
    """Parse Event."""

    request_details: RequestDetails


EventContext = (
    PaymentEventContext | RefundEventContext | DisputeEventContext | MandateEventContext | PayoutEventContext
)


class HandleEvent(Struct, frozen=True, kw_only=True):
    """Handle Event."""

    request_details: RequestDetails
    merchant_event_id: str | None = None
    webhook_secrets: WebhookSecrets | None = None
    access_token: AccessToken | None = None
    event_context: EventContext | None = None


ResourceReference = PaymentReference | RefundReference | DisputeReference | MandateEventReference | PayoutReference


EventContent = Payment | Refund | Dispute


class Event(Struct, frozen=True, kw_only=True):
    """One thing that happened, from a webhook whose signature was verified.

    `event_type` is None for what the contract has no word for. `connector_event_id` is the processor's id of the
    event: replays are dropped by it.
    """

    event_type: WebhookEventType | None
    connector_event_id: str | None = None
    event_content: EventContent | None = None


class EventReference(Struct, frozen=True, kw_only=True):
    """What may be known of a webhook before it is verified: enough to route it, never to act on it."""

    reference: ResourceReference | None = None
    event_type: WebhookEventType | None = None
