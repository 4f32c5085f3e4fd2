"""Webhooks: https://developer.authorize.net/api/reference/features/webhooks.html

An endpoint and its events are set in the Merchant Interface, Account, Webhooks, Add Endpoint, or by that page's API;
the signature key, which is the `secret`, is made at Account, Settings, API Credentials & Keys. Take all
net.authorize.payment events: those of the fraud filters (held, approved, declined) have no word in the contract, and
are told beside it.

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

CUSTOMER, PAYMENT = (f"net.authorize.{about}." for about in ("customer", "payment"))
REFUND = f"{PAYMENT}refund.created"
EVENTS = {  # of a transaction that was approved
    f"{PAYMENT}authorization.created": (Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Status.AUTHORIZED),
    f"{PAYMENT}authcapture.created": (Type.PAYMENT_INTENT_SUCCESS, Status.CHARGED),
    f"{PAYMENT}priorAuthCapture.created": (Type.PAYMENT_INTENT_CAPTURE_SUCCESS, Status.CHARGED),
    f"{PAYMENT}capture.created": (Type.PAYMENT_INTENT_CAPTURE_SUCCESS, Status.CHARGED),
    f"{PAYMENT}void.created": (Type.PAYMENT_INTENT_CANCELLED, Status.VOIDED),
}
OTHERWISE = (Type.PAYMENT_INTENT_PROCESSING, Status.UNRESOLVED)
"""With another response code, which no page has in an event: nobody's success, and a sync tells."""
HELD, RELEASED, TURNED_DOWN = (f"{PAYMENT}fraud.{verdict}" for verdict in ("held", "approved", "declined"))
VERDICTS = (HELD, RELEASED, TURNED_DOWN)  # of the fraud filters, or of the merchant over what they held
METHODS = {
    f"{CUSTOMER}created": Type.MANDATE_ACTIVE,  # with the methods that it was put on file with, if any
    f"{CUSTOMER}paymentProfile.created": Type.MANDATE_ACTIVE,
    f"{CUSTOMER}paymentProfile.deleted": Type.MANDATE_REVOKED}
TYPES = {name: word for name, (word, _) in EVENTS.items()} | METHODS | {REFUND: Type.WEBHOOK_REFUND_PROCESSING}


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    kind, _, given = hook.header("x-anet-signature").partition("=")
    kit.require_signature([kit.hmac_sha512(key, hook.body) for key in secrets.keys],
                          [given.lower()] if kind.lower() == "sha512" else [])


def peek(hook: kit.WebhookRequest) -> EventReference:
    """By the event's name: what came of it, a verified event says."""
    event = kit.read_json(hook, wire.Event)
    its, word = event.payload, TYPES.get(event.type)
    if event.type in METHODS:
        return EventReference(event_type=word, reference=MandateEventReference(connector_mandate_id=mandate(its)))
    if event.type == REFUND:
        return EventReference(event_type=word, reference=RefundReference(connector_refund_id=its.id))
    if event.type in EVENTS or event.type in VERDICTS:
        return EventReference(event_type=word, reference=PaymentReference(
            connector_transaction_id=its.id, merchant_transaction_id=its.reference))
    return EventReference()


def mandate(its: wire.Payload) -> str | None:
    """A payment profile names its customer; a customer, the payment profiles that it was created with."""
    customer, method = (its.id, its.methods[0].id) if its.methods else (its.customer, its.id)
    return f"{customer}-{method}" if customer and method else None


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    event = kit.read_json(hook, wire.Event)
    approved, word = str(event.payload.response_code) == APPROVED, TYPES.get(event.type)
    content: EventContent | None = None
    if event.type == REFUND:  # one that was approved goes out with the day's batch
        content = Refund(
            status=RefundStatus.REFUND_PENDING if approved else RefundStatus.REFUND_MANUAL_REVIEW,
            raw_connector_status=raw(event), connector_refund_id=event.payload.id)
    elif event.type in EVENTS:
        word, status = EVENTS[event.type] if approved else OTHERWISE
        content = payment(event, status)
    elif event.type in VERDICTS:
        content = payment(event, Status.FAILURE if event.type == TURNED_DOWN else Status.UNRESOLVED)
    return [Event(event_type=word, connector_event_id=event.id, event_content=content,
                  beyond_contract=event.type in VERDICTS)]


def payment(event: wire.Event, status: Status) -> Payment:
    """Amounts are left out: the event names no currency. Nor does it give a reason: a sync has it."""
    its = event.payload
    error = Failure(code=str(its.response_code or ""), message=event.type, connector_transaction_id=its.id)
    return Payment(
        status=status, raw_connector_status=raw(event), connector_transaction_id=its.id,
        merchant_transaction_id=its.reference, error=error if status is Status.FAILURE else None)


def raw(event: wire.Event) -> RawConnectorStatus:
    return RawConnectorStatus(code=str(event.payload.response_code or ""), message=event.type)


# ten attempts over some nine days, by the page as we remember it: its stored copies end before that part (2026-11)
WEBHOOK = kit.Webhook(peek, verify, parse_event, redelivers_for=timedelta(days=10))
