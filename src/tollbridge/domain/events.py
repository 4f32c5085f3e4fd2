"""Webhooks: what arrives, what may be known of it before it is verified, and what it says once it is."""

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
    """What a webhook is about. The content has the status: a type alone moves no order forward."""

    # payments
    PAYMENT_INTENT_FAILURE = "PAYMENT_INTENT_FAILURE"  # refused, final
    PAYMENT_INTENT_SUCCESS = "PAYMENT_INTENT_SUCCESS"  # taken
    PAYMENT_INTENT_PROCESSING = "PAYMENT_INTENT_PROCESSING"  # with the issuer or the bank
    PAYMENT_INTENT_PARTIALLY_FUNDED = "PAYMENT_INTENT_PARTIALLY_FUNDED"  # less money has come in than was asked for
    PAYMENT_INTENT_CANCELLED = "PAYMENT_INTENT_CANCELLED"  # voided
    PAYMENT_INTENT_CANCEL_FAILURE = "PAYMENT_INTENT_CANCEL_FAILURE"  # the void failed
    PAYMENT_INTENT_AUTHORIZATION_SUCCESS = "PAYMENT_INTENT_AUTHORIZATION_SUCCESS"  # reserved
    PAYMENT_INTENT_AUTHORIZATION_FAILURE = "PAYMENT_INTENT_AUTHORIZATION_FAILURE"  # not reserved
    PAYMENT_INTENT_CAPTURE_SUCCESS = "PAYMENT_INTENT_CAPTURE_SUCCESS"
    PAYMENT_INTENT_CAPTURE_FAILURE = "PAYMENT_INTENT_CAPTURE_FAILURE"
    PAYMENT_INTENT_EXPIRED = "PAYMENT_INTENT_EXPIRED"  # not paid in time
    PAYMENT_ACTION_REQUIRED = "PAYMENT_ACTION_REQUIRED"  # the shopper has to act
    SOURCE_CHARGEABLE = "SOURCE_CHARGEABLE"  # the shopper has paid into it or agreed to it: charge it
    SOURCE_TRANSACTION_CREATED = "SOURCE_TRANSACTION_CREATED"  # money has come in for it

    # refunds
    WEBHOOK_REFUND_FAILURE = "WEBHOOK_REFUND_FAILURE"
    WEBHOOK_REFUND_SUCCESS = "WEBHOOK_REFUND_SUCCESS"
    WEBHOOK_REFUND_PROCESSING = "WEBHOOK_REFUND_PROCESSING"

    # disputes: as the members of DisputeStatus
    WEBHOOK_DISPUTE_OPENED = "WEBHOOK_DISPUTE_OPENED"
    WEBHOOK_DISPUTE_EXPIRED = "WEBHOOK_DISPUTE_EXPIRED"
    WEBHOOK_DISPUTE_ACCEPTED = "WEBHOOK_DISPUTE_ACCEPTED"
    WEBHOOK_DISPUTE_CANCELLED = "WEBHOOK_DISPUTE_CANCELLED"
    WEBHOOK_DISPUTE_CHALLENGED = "WEBHOOK_DISPUTE_CHALLENGED"
    WEBHOOK_DISPUTE_WON = "WEBHOOK_DISPUTE_WON"
    WEBHOOK_DISPUTE_LOST = "WEBHOOK_DISPUTE_LOST"

    # mandates
    MANDATE_ACTIVE = "MANDATE_ACTIVE"
    MANDATE_FAILED = "MANDATE_FAILED"  # not set up
    MANDATE_REVOKED = "MANDATE_REVOKED"

    # others
    ENDPOINT_VERIFICATION = "ENDPOINT_VERIFICATION"  # the processor tries our address: acknowledge it
    EXTERNAL_AUTHENTICATION_ARES = "EXTERNAL_AUTHENTICATION_ARES"  # a 3DS server reports the issuer's verdict
    FRM_APPROVED = "FRM_APPROVED"  # by the fraud service
    FRM_REJECTED = "FRM_REJECTED"  # by the fraud service

    # payouts: as the members of PayoutStatus
    PAYOUT_SUCCESS = "PAYOUT_SUCCESS"
    PAYOUT_FAILURE = "PAYOUT_FAILURE"
    PAYOUT_PROCESSING = "PAYOUT_PROCESSING"
    PAYOUT_CANCELLED = "PAYOUT_CANCELLED"
    PAYOUT_CREATED = "PAYOUT_CREATED"
    PAYOUT_EXPIRED = "PAYOUT_EXPIRED"
    PAYOUT_REVERSED = "PAYOUT_REVERSED"

    # invoices that a billing service tries to collect again
    RECOVERY_PAYMENT_FAILURE = "RECOVERY_PAYMENT_FAILURE"
    RECOVERY_PAYMENT_SUCCESS = "RECOVERY_PAYMENT_SUCCESS"
    RECOVERY_PAYMENT_PENDING = "RECOVERY_PAYMENT_PENDING"
    RECOVERY_INVOICE_CANCEL = "RECOVERY_INVOICE_CANCEL"


class IntegrityCheck(StrEnum):
    """What a webhook states, so that it can be compared with what we have on file."""

    CONNECTOR_TRANSACTION_ID = "INTEGRITY_CHECK_CONNECTOR_TRANSACTION_ID"
    AMOUNT = "INTEGRITY_CHECK_AMOUNT"
    CURRENCY = "INTEGRITY_CHECK_CURRENCY"


class WebhookSecrets(Struct, frozen=True, kw_only=True):
    """The keys to verify a webhook with."""

    secret: Secret
    additional_secret: Secret | None = None  # where two keys are needed, or one is being replaced by the other

    @property
    def keys(self) -> tuple[Secret, ...]:
        """Those that there are. While a secret is being replaced, either may have signed."""
        return (self.secret, self.additional_secret) if self.additional_secret else (self.secret,)


class PaymentReference(Struct, frozen=True, kw_only=True, tag="payment", tag_field="oneof"):
    """The webhook is about this payment."""

    connector_transaction_id: str | None = None
    merchant_transaction_id: str | None = None  # ours, if the processor repeats it


class RefundReference(Struct, frozen=True, kw_only=True, tag="refund", tag_field="oneof"):
    """The webhook is about this refund."""

    connector_refund_id: str | None = None
    merchant_refund_id: str | None = None  # ours, if the processor repeats it
    connector_transaction_id: str | None = None  # of the payment


class DisputeReference(Struct, frozen=True, kw_only=True, tag="dispute", tag_field="oneof"):
    """The webhook is about this dispute."""

    connector_dispute_id: str | None = None
    connector_transaction_id: str | None = None  # of the payment


class MandateEventReference(Struct, frozen=True, kw_only=True, tag="mandate", tag_field="oneof"):
    """The webhook is about this mandate."""

    connector_mandate_id: str | None = None


class PayoutReference(Struct, frozen=True, kw_only=True, tag="payout", tag_field="oneof"):
    """The webhook is about this payout."""

    connector_payout_id: str | None = None
    merchant_payout_id: str | None = None  # ours, if the processor repeats it


class PaymentEventContext(Struct, frozen=True, kw_only=True, tag="payment", tag_field="oneof"):
    """What we know of the payment, and the webhook may not say."""

    capture_method: CaptureMethod | None = None  # tells AUTHORIZED from CHARGED where one word means both


class RefundEventContext(Struct, frozen=True, kw_only=True, tag="refund", tag_field="oneof"):
    """The webhook is about a refund; nothing more is needed."""


class DisputeEventContext(Struct, frozen=True, kw_only=True, tag="dispute", tag_field="oneof"):
    """The webhook is about a dispute; nothing more is needed."""


class MandateEventContext(Struct, frozen=True, kw_only=True, tag="mandate", tag_field="oneof"):
    """The webhook is about a mandate; nothing more is needed."""


class PayoutEventContext(Struct, frozen=True, kw_only=True, tag="payout", tag_field="oneof"):
    """The webhook is about a payout; nothing more is needed."""


class ParseEvent(Struct, frozen=True, kw_only=True):
    """Ask what a webhook is about, without verifying it. Gives an `EventReference`."""

    request_details: RequestDetails


EventContext = (
    PaymentEventContext | RefundEventContext | DisputeEventContext | MandateEventContext | PayoutEventContext
)


class HandleEvent(Struct, frozen=True, kw_only=True):
    """Verify a webhook and read it. Gives an `Event`; a signature that does not hold raises SignatureMismatch."""

    request_details: RequestDetails
    merchant_event_id: str | None = None  # ours, of this arrival
    webhook_secrets: WebhookSecrets | None = None  # to check its signature with
    access_token: AccessToken | None = None  # for processors that verify by a call
    event_context: EventContext | None = None


ResourceReference = PaymentReference | RefundReference | DisputeReference | MandateEventReference | PayoutReference


EventContent = Payment | Refund | Dispute


class Event(Struct, frozen=True, kw_only=True):
    """One thing that happened, from a webhook whose signature was verified.

    `event_type` is None for what the contract has no word for. `connector_event_id` is the processor's id of the event:
    replays are dropped by it. `beyond_contract`: the contract's HandleEvent has no word or no content for it (a payout,
    a refund that was taken back): it says so with Unsupported, and `handle_webhook` gives the event.
    """

    event_type: WebhookEventType | None
    connector_event_id: str | None = None
    event_content: EventContent | None = None
    beyond_contract: bool = False


class EventReference(Struct, frozen=True, kw_only=True):
    """What may be known of a webhook before it is verified: enough to route it, never to act on it."""

    reference: ResourceReference | None = None
    event_type: WebhookEventType | None = None
