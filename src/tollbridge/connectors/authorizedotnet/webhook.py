"""Webhooks: https://developer.authorize.net/api/reference/features/webhooks.html

Signed with the account's signature key: X-ANET-Signature is "sha512=" and the HMAC-SHA512 of the body, in hexadecimal.
The key is its text, as the Merchant Interface shows it, not the bytes that its hexadecimal digits spell (read in
https://community.developer.cybersource.com/t5/Integration-and-Testing/HMAC-SHA-512-hash-not-matching-in-webhook-callback/td-p/57162).
Nothing in it says when it was sent: the notificationId is to be remembered.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.authorizedotnet import wire
from tollbridge.connectors.authorizedotnet.request import Ctx
from tollbridge.connectors.authorizedotnet.results import APPROVED
from tollbridge.domain.events import (
    Event,
    EventContent,
    EventReference,
    MandateEventReference,
    PaymentReference,
    RefundReference,
    WebhookEventType as Type,
    WebhookSecrets,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus, RefundStatus

PAYMENT, METHOD = "net.authorize.payment.", "net.authorize.customer.paymentProfile."
REFUND = f"{PAYMENT}refund.created"
NO = ("2", "3")
EVENTS = {  # where the transaction was approved
    f"{PAYMENT}authorization.created": Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
    f"{PAYMENT}authcapture.created": Type.PAYMENT_INTENT_SUCCESS,
    f"{PAYMENT}priorAuthCapture.created": Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    f"{PAYMENT}capture.created": Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    f"{PAYMENT}void.created": Type.PAYMENT_INTENT_CANCELLED,
}
MEANT = {  # what an approval means, and what a no
    Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS: (
        Status.AUTHORIZED, Status.FAILURE, Type.PAYMENT_INTENT_AUTHORIZATION_FAILURE),
    Type.PAYMENT_INTENT_SUCCESS: (Status.CHARGED, Status.FAILURE, Type.PAYMENT_INTENT_FAILURE),
    Type.PAYMENT_INTENT_CAPTURE_SUCCESS: (
        Status.CHARGED, Status.CAPTURE_FAILED, Type.PAYMENT_INTENT_CAPTURE_FAILURE),
    Type.PAYMENT_INTENT_CANCELLED: (Status.VOIDED, Status.VOID_FAILED, Type.PAYMENT_INTENT_CANCEL_FAILURE),
}
REFUNDS = {REFUND: Type.WEBHOOK_REFUND_PROCESSING}
HELD, RELEASED, TURNED_DOWN = (f"{PAYMENT}fraud.{verdict}" for verdict in ("held", "approved", "declined"))
VERDICTS = (HELD, RELEASED, TURNED_DOWN)  # of the fraud filters, or of the merchant over what they held
METHODS = {f"{METHOD}created": Type.MANDATE_ACTIVE, f"{METHOD}deleted": Type.MANDATE_REVOKED}


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    kind, _, given = hook.header("x-anet-signature").partition("=")
    kit.require_signature([kit.hmac_sha512(key, hook.body) for key in secrets.keys],
                          [given.lower()] if kind.lower() == "sha512" else [])


def told(event: wire.Event) -> tuple[Status, Type | None]:
    """The status behind one of EVENTS. What is held for review, or has no code, is nobody's success."""
    success = EVENTS[event.type]
    done, undone, failure = MEANT[success]
    code = str(event.payload.response_code)
    if code == APPROVED:
        return done, success
    return (undone, failure) if code in NO else (Status.UNRESOLVED, Type.PAYMENT_INTENT_PROCESSING)


def refunded(event: wire.Event) -> tuple[RefundStatus, Type]:
    """A refund that was approved goes out with the day's batch."""
    if str(event.payload.response_code) in NO:
        return RefundStatus.REFUND_FAILURE, Type.WEBHOOK_REFUND_FAILURE
    return RefundStatus.REFUND_PENDING, REFUNDS[event.type]


def peek(hook: kit.WebhookRequest) -> EventReference:
    """By the event's name: what came of it, a verified event says."""
    event = kit.read_json(hook, wire.Event)
    its = event.payload
    if event.type in METHODS:
        mandate = f"{its.customer}-{its.id}" if its.customer and its.id else None
        return EventReference(event_type=METHODS[event.type], reference=MandateEventReference(
            connector_mandate_id=mandate))
    if event.type == REFUND:
        return EventReference(event_type=Type.WEBHOOK_REFUND_SUCCESS, reference=RefundReference(
            connector_refund_id=its.id))
    if event.type in EVENTS or event.type in VERDICTS:
        return EventReference(event_type=EVENTS.get(event.type), reference=PaymentReference(
            connector_transaction_id=its.id, merchant_transaction_id=its.reference))
    return EventReference()


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    event = kit.read_json(hook, wire.Event)
    content: EventContent | None = None
    word: Type | None = METHODS.get(event.type)
    if event.type == REFUND:
        status, word = refunded(event)
        content = Refund(status=status, raw_connector_status=raw(event), connector_refund_id=event.payload.id,
                         error=failure(event) if status is RefundStatus.REFUND_FAILURE else None)
    elif event.type in EVENTS:
        standing, word = told(event)
        content = payment(event, standing)
    elif event.type in VERDICTS:
        content = payment(event, Status.FAILURE if event.type == TURNED_DOWN else Status.UNRESOLVED)
    return [Event(event_type=word, connector_event_id=event.id, event_content=content,
                  beyond_contract=event.type in VERDICTS)]


def payment(event: wire.Event, status: Status) -> Payment:
    """Amounts are left out: the event names no currency."""
    return Payment(
        status=status, raw_connector_status=raw(event), connector_transaction_id=event.payload.id,
        merchant_transaction_id=event.payload.reference, error=failure(event) if status in REFUSED else None)


REFUSED = (Status.FAILURE, Status.CAPTURE_FAILED, Status.VOID_FAILED)


def raw(event: wire.Event) -> RawConnectorStatus:
    return RawConnectorStatus(code=str(event.payload.response_code or ""), message=event.type)


def failure(event: wire.Event) -> Failure:
    """No reason is given: a sync has it."""
    return Failure(code=str(event.payload.response_code or ""), message=event.type,
                   connector_transaction_id=event.payload.id)


WEBHOOK = kit.Webhook(peek, verify, parse_event, redelivers_for=timedelta(days=3))
