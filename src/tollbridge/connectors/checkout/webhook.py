"""Webhooks: https://www.checkout.com/docs/developer-resources/webhooks/webhook-event-types

The secret is the signature key, which whoever sets a webhook up thinks of: Dashboard, Developers, Webhooks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.checkout import wire
from tollbridge.connectors.checkout.account import Ctx, money
from tollbridge.connectors.checkout.changes import refund
from tollbridge.connectors.checkout.payments import payment, told
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.events import (
    DisputeReference,
    Event,
    EventReference,
    PaymentReference,
    RefundReference,
    WebhookEventType as Type,
    WebhookSecrets,
)
from tollbridge.domain.refunds import Refund
from tollbridge.domain.statuses import DisputeStage, DisputeStatus, PaymentStatus as Status

REDELIVERS_FOR = timedelta(hours=30)  # eight times: after 5, 10, 15 and 30 minutes, 1, 4, 12 and 12 hours


class Data(wire.Payment):
    """Of a payment's event: as the payment, less its status."""

    status: str = ""
    action_id: str | None = None


class Told(NamedTuple):
    word: str  # the payment's, as GET /payments has it
    type: Type | None
    status: Status | None = None  # where no word says it


PAYMENTS = {
    "payment_approved": Told("Authorized", Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS),
    "payment_authorization_incremented": Told("Authorized", None),
    "payment_pending": Told("Pending", Type.PAYMENT_INTENT_PROCESSING),
    "payment_declined": Told("Declined", Type.PAYMENT_INTENT_FAILURE),
    "payment_canceled": Told("Canceled", Type.PAYMENT_INTENT_FAILURE),
    "payment_expired": Told("Expired", Type.PAYMENT_INTENT_EXPIRED),
    "payment_retry_scheduled": Told("Retry Scheduled", Type.PAYMENT_INTENT_PROCESSING),
    "payment_capture_pending": Told("Authorized", None, Status.CAPTURE_INITIATED),
    "payment_captured": Told("Captured", Type.PAYMENT_INTENT_CAPTURE_SUCCESS),
    "payment_capture_declined": Told("Declined", Type.PAYMENT_INTENT_CAPTURE_FAILURE, Status.CAPTURE_FAILED),
    "payment_voided": Told("Voided", Type.PAYMENT_INTENT_CANCELLED),
    "payment_void_declined": Told("Declined", Type.PAYMENT_INTENT_CANCEL_FAILURE, Status.VOID_FAILED),
    "card_verification_declined": Told("Declined", Type.PAYMENT_INTENT_FAILURE),
}
REFUNDS = {
    "payment_refund_pending": (None, Type.WEBHOOK_REFUND_PROCESSING),
    "payment_refunded": (True, Type.WEBHOOK_REFUND_SUCCESS),
    "payment_refund_declined": (False, Type.WEBHOOK_REFUND_FAILURE),
}
DISPUTES = {word: (DisputeStatus[f"DISPUTE_{name}"], Type[f"WEBHOOK_DISPUTE_{name}"]) for word, name in {
    "evidence_required": "OPENED", "evidence_under_review": "CHALLENGED", "won": "WON", "lost": "LOST",
    "accepted": "ACCEPTED", "expired": "EXPIRED", "canceled": "CANCELLED",
    "resolved": "ACCEPTED",  # the shopper had been given the money before
    "arbitration_under_review": "CHALLENGED", "arbitration_won": "WON", "arbitration_lost": "LOST"}.items()}
"""By the status of GET /disputes."""
DISPUTE_EVENTS = {
    "evidence_submitted": "evidence_under_review", "evidence_acknowledged_by_scheme": "evidence_under_review",
    "arbitration_evidence_submitted": "arbitration_under_review",
    "arbitration_sent_to_scheme": "arbitration_under_review", **{word: word for word in DISPUTES},
}
"""What follows dispute_ in an event's type, and the status that it means."""


class Head(Struct):
    id: str
    type: str
    created_on: str | None = None
    timestamp: str | None = None


class PaymentEvent(Struct):
    data: Data


class DisputeEvent(Struct):
    data: wire.Dispute


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """HMAC-SHA256 of the body, in hexadecimal. No time is signed but the event's own, in the body."""
    kit.require_signature([kit.hmac_sha256(key, hook.body) for key in secrets.keys], [hook.header("cko-signature")])


def peek(hook: kit.WebhookRequest) -> EventReference:
    its = read(hook)
    about = its.event_content
    if isinstance(about, Dispute):
        return EventReference(event_type=its.event_type, reference=DisputeReference(
            connector_dispute_id=about.connector_dispute_id, connector_transaction_id=about.connector_transaction_id))
    if about is None:
        return EventReference(event_type=its.event_type)
    if isinstance(about, Refund):
        return EventReference(event_type=its.event_type, reference=RefundReference(
            connector_refund_id=about.connector_refund_id, merchant_refund_id=about.merchant_refund_id,
            connector_transaction_id=about.connector_transaction_id))
    return EventReference(event_type=its.event_type, reference=PaymentReference(
        connector_transaction_id=about.connector_transaction_id,
        merchant_transaction_id=about.merchant_transaction_id))


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    return [read(hook)]


def read(hook: kit.WebhookRequest) -> Event:
    head = kit.read_json(hook, Head)
    kind, status = head.type, DISPUTE_EVENTS.get(head.type.removeprefix("dispute_"))
    if head.type in PAYMENTS:
        return paid(head, kit.read_json(hook, PaymentEvent).data)
    if head.type in REFUNDS:
        approved, of_type = REFUNDS[head.type]
        data = kit.read_json(hook, PaymentEvent).data
        action = wire.Action(
            id=data.action_id or "", type="Refund", approved=approved, amount=data.amount, reference=data.reference,
            response_code=data.response_code, response_summary=data.response_summary)
        return Event(event_type=of_type, connector_event_id=head.id,
                     event_content=refund(action, data.id, data.currency))
    if kind.startswith("dispute_") and status:
        about = kit.read_json(hook, DisputeEvent).data
        about.status = status
        return Event(event_type=DISPUTES[status][1], connector_event_id=head.id, event_content=dispute(about))
    return Event(event_type=None, connector_event_id=head.id)


def paid(head: Head, data: Data) -> Event:
    """`amount` is the action's, which may be a part: the balances have that of the payment."""
    its = PAYMENTS[head.type]
    data.status = its.word
    if data.balances and data.balances.total_authorized:
        data.amount = data.balances.total_authorized
    found = payment(data, automatic=False)
    if its.status is not None:
        found = replace(found, status=its.status, error=told(data, its.word, data) if found.error else None)
    return Event(event_type=its.type, connector_event_id=head.id, event_content=found)


def dispute(body: wire.Dispute) -> Dispute:
    word = body.status or ""
    return Dispute(
        connector_dispute_id=body.id, dispute_status=DISPUTES[word][0] if word in DISPUTES else None,
        connector_transaction_id=body.payment_id or (body.payment.id if body.payment else None),
        connector_status_code=word or None, dispute_amount=money(body.amount, body.currency),
        dispute_stage=DisputeStage.PRE_ARBITRATION if word.startswith("arbitration") else DisputeStage.ACTIVE_DISPUTE,
        dispute_reason=body.reason_code, dispute_message=body.category,
        dispute_date=epoch(body.received_on or body.date), due_date=epoch(body.evidence_required_by))


def epoch(text: str | None) -> int | None:
    try:
        return int(datetime.fromisoformat(text).timestamp()) if text else None
    except (ValueError, OverflowError, OSError):
        return None
