"""Stripe's events: https://docs.stripe.com/api/events/types. What one is about decides how it is read.

An endpoint is registered in the Dashboard, Developers, Webhooks (https://docs.stripe.com/workbench/webhooks), with the
API version that requests have, 2022-11-15: one of another version may spell its events in another way. Its signing
secret, whsec_..., is the `secret`; each endpoint has one of its own. Take what begins with payment_intent, charge,
refund, setup_intent and payout, and mandate.updated.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, from_wire
from tollbridge.connectors.stripe.mandates import set_up
from tollbridge.connectors.stripe.payments import STATUS, TAKEN, failure, network_transaction_id, payment
from tollbridge.connectors.stripe.refunds import refund
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.events import (
    DisputeReference,
    Event,
    EventReference,
    MandateEventReference,
    PaymentReference,
    PayoutReference,
    RefundReference,
    WebhookEventType as Type,
    WebhookSecrets,
)
from tollbridge.domain.money import Currency
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import DisputeStage, DisputeStatus, PaymentStatus, RawConnectorStatus, RefundStatus

TOLERANCE = timedelta(minutes=5)  # Stripe's own default against replay
INTENTS = {
    "payment_intent.succeeded": Type.PAYMENT_INTENT_SUCCESS,
    "payment_intent.payment_failed": Type.PAYMENT_INTENT_FAILURE,
    "payment_intent.processing": Type.PAYMENT_INTENT_PROCESSING,
    "payment_intent.canceled": Type.PAYMENT_INTENT_CANCELLED,
    "payment_intent.amount_capturable_updated": Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
    "payment_intent.requires_action": Type.PAYMENT_ACTION_REQUIRED,
    "payment_intent.partially_funded": Type.PAYMENT_INTENT_PARTIALLY_FUNDED,
    "payment_intent.created": None,  # nothing has happened to the money yet
}
CHARGES = {
    "charge.succeeded": None,  # the intent's own event says the same
    "charge.pending": None,
    "charge.updated": None,
    "charge.captured": Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    "charge.failed": Type.PAYMENT_INTENT_FAILURE,
    "charge.expired": Type.PAYMENT_INTENT_EXPIRED,
    "charge.refunded": None,  # the refund's own event says how it went
}
SET_UPS = {
    "setup_intent.succeeded": Type.MANDATE_ACTIVE,
    "setup_intent.setup_failed": Type.MANDATE_FAILED,
    "setup_intent.canceled": Type.MANDATE_FAILED,
    "setup_intent.requires_action": Type.PAYMENT_ACTION_REQUIRED,
    "setup_intent.created": None,  # nothing is set up yet
}
PAYOUTS = {
    "payout.created": Type.PAYOUT_CREATED,
    "payout.updated": None,
    "payout.paid": Type.PAYOUT_SUCCESS,
    "payout.failed": Type.PAYOUT_FAILURE,
    "payout.canceled": Type.PAYOUT_CANCELLED,
}
MANDATE, ENDED = "mandate.updated", "inactive"
REFUNDS = ("charge.refund.updated", "refund.created", "refund.updated", "refund.failed")
REFUND_TYPES = {
    RefundStatus.REFUND_SUCCESS: Type.WEBHOOK_REFUND_SUCCESS,
    RefundStatus.REFUND_FAILURE: Type.WEBHOOK_REFUND_FAILURE,
}
DISPUTES = ("charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed",
            "charge.dispute.funds_reinstated", "charge.dispute.funds_withdrawn")
DISPUTE_STATUS = {
    "needs_response": DisputeStatus.DISPUTE_OPENED,
    "warning_needs_response": DisputeStatus.DISPUTE_OPENED,
    "under_review": DisputeStatus.DISPUTE_CHALLENGED,
    "warning_under_review": DisputeStatus.DISPUTE_CHALLENGED,
    "charge_refunded": DisputeStatus.DISPUTE_ACCEPTED,  # the money went back, nothing is left to dispute
    "warning_closed": DisputeStatus.DISPUTE_CANCELLED,
    "won": DisputeStatus.DISPUTE_WON,
    "lost": DisputeStatus.DISPUTE_LOST,
}
DISPUTE_TYPES = {
    DisputeStatus.DISPUTE_OPENED: Type.WEBHOOK_DISPUTE_OPENED,
    DisputeStatus.DISPUTE_CHALLENGED: Type.WEBHOOK_DISPUTE_CHALLENGED,
    DisputeStatus.DISPUTE_ACCEPTED: Type.WEBHOOK_DISPUTE_ACCEPTED,
    DisputeStatus.DISPUTE_CANCELLED: Type.WEBHOOK_DISPUTE_CANCELLED,
    DisputeStatus.DISPUTE_WON: Type.WEBHOOK_DISPUTE_WON,
    DisputeStatus.DISPUTE_LOST: Type.WEBHOOK_DISPUTE_LOST,
}


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """HMAC-SHA256 over "{t}.{body}", any v1: https://docs.stripe.com/webhooks#verify-manually

    While an endpoint's secret is rolled there are two: `additional_secret` may be the other.
    """
    parts = [part.partition("=") for part in hook.header("stripe-signature").split(",")]
    stamp = next((value for key, _, value in parts if key == "t"), "")
    kit.require_recent(stamp, ctx.now, TOLERANCE)
    given = [value for key, _, value in parts if key == "v1"]
    signed = stamp.encode() + b"." + hook.body
    kit.require_signature([kit.hmac_sha256(key, signed) for key in secrets.keys], given)


def peek(hook: kit.WebhookRequest) -> EventReference:
    word = kit.read_json(hook, wire.EventHead).type
    if word in INTENTS:
        intent = kit.read_json(hook, wire.IntentEvent).data.object
        return EventReference(event_type=INTENTS[word], reference=PaymentReference(
            connector_transaction_id=intent.id, merchant_transaction_id=intent.metadata.get("order_id")))
    if word in CHARGES:
        charge = kit.read_json(hook, wire.ChargeEvent).data.object
        return EventReference(event_type=CHARGES[word], reference=PaymentReference(
            connector_transaction_id=wire.id_of(charge.payment_intent) or charge.id))
    if word in REFUNDS:
        about = refund(kit.read_json(hook, wire.RefundEvent).data.object)
        return EventReference(event_type=refund_type(about.status), reference=RefundReference(
            connector_refund_id=about.connector_refund_id, merchant_refund_id=about.merchant_refund_id,
            connector_transaction_id=about.connector_transaction_id))
    if word in DISPUTES:
        case = dispute(kit.read_json(hook, wire.DisputeEvent).data.object)
        return EventReference(event_type=dispute_type(case), reference=DisputeReference(
            connector_dispute_id=case.connector_dispute_id, connector_transaction_id=case.connector_transaction_id))
    if word in SET_UPS:
        made = kit.read_json(hook, wire.SetupEvent).data.object
        return EventReference(event_type=SET_UPS[word], reference=PaymentReference(
            connector_transaction_id=made.id, merchant_transaction_id=made.metadata.get("order_id")))
    if word in PAYOUTS:
        payout = kit.read_json(hook, wire.PayoutEvent).data.object
        return EventReference(event_type=PAYOUTS[word], reference=PayoutReference(
            connector_payout_id=payout.id, merchant_payout_id=(payout.metadata or {}).get("order_id")))
    if word == MANDATE:
        mandate = kit.read_json(hook, wire.MandateEvent).data.object
        return EventReference(event_type=revoked(mandate), reference=MandateEventReference(
            connector_mandate_id=wire.id_of(mandate.payment_method)))
    return EventReference()


def revoked(mandate: wire.Mandate) -> Type | None:
    """The consent to a debit, which the shopper has taken back: charges would be refused."""
    return Type.MANDATE_REVOKED if mandate.status == ENDED else None


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    head = kit.read_json(hook, wire.EventHead)
    word = head.type
    if word in INTENTS:
        intent = kit.read_json(hook, wire.IntentEvent).data.object
        awaited = PaymentStatus.PAYMENT_METHOD_AWAITED if word == "payment_intent.created" else None
        return [Event(event_type=INTENTS[word], connector_event_id=head.id, event_content=payment(intent, awaited))]
    if word in CHARGES:
        charge = kit.read_json(hook, wire.ChargeEvent).data.object
        return [Event(event_type=CHARGES[word], connector_event_id=head.id,
                      event_content=of_charge(charge, expired=word == "charge.expired"))]
    if word in REFUNDS:
        about = refund(kit.read_json(hook, wire.RefundEvent).data.object)
        return [Event(event_type=refund_type(about.status), connector_event_id=head.id, event_content=about)]
    if word in DISPUTES:
        case = dispute(kit.read_json(hook, wire.DisputeEvent).data.object)
        return [Event(event_type=dispute_type(case), connector_event_id=head.id, event_content=case)]
    if word in SET_UPS:
        made = set_up(kit.read_json(hook, wire.SetupEvent).data.object)
        return [Event(event_type=SET_UPS[word], connector_event_id=head.id, event_content=made)]
    if word in PAYOUTS:
        # Those that Stripe makes by itself, as most accounts have them, are acknowledged: nobody here asked for them.
        ours = "order_id" in (kit.read_json(hook, wire.PayoutEvent).data.object.metadata or {})
        return [Event(event_type=PAYOUTS[word] if ours else None, connector_event_id=head.id, beyond_contract=ours)]
    its = revoked(kit.read_json(hook, wire.MandateEvent).data.object) if word == MANDATE else None
    return [Event(event_type=its, connector_event_id=head.id)]


def refund_type(status: RefundStatus) -> Type:
    return REFUND_TYPES.get(status, Type.WEBHOOK_REFUND_PROCESSING)


def dispute_type(case: Dispute) -> Type | None:
    return DISPUTE_TYPES.get(case.dispute_status) if case.dispute_status else None


def of_charge(charge: wire.Charge, *, expired: bool = False) -> Payment:
    """The payment as one of its charges has it. A reservation that was released or has lapsed keeps its "succeeded"."""
    status = STATUS[charge.status]
    taken = charge.amount if charge.amount_captured is None else charge.amount_captured
    if status is PaymentStatus.CHARGED and not charge.captured:
        released = PaymentStatus.VOIDED if charge.refunded else PaymentStatus.AUTHORIZED
        status = PaymentStatus.EXPIRED if expired else released
    elif status is PaymentStatus.CHARGED and taken < charge.amount:
        status = PaymentStatus.PARTIAL_CHARGED
    currency = Currency(charge.currency.upper())
    by_issuer = charge.outcome is not None and charge.outcome.type == "issuer_declined"
    error = wire.Error(code=charge.failure_code, message=charge.failure_message,
                       decline_code=charge.outcome.reason if charge.outcome and by_issuer else None)
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=charge.status),
        connector_transaction_id=wire.id_of(charge.payment_intent) or charge.id,
        merchant_transaction_id=charge.metadata.get("order_id"),
        amount=from_wire(charge.amount, currency),
        captured_amount=from_wire(taken, currency) if status in TAKEN else None,
        network_transaction_id=network_transaction_id(charge),
        error=failure(error) if status is PaymentStatus.FAILURE else None)


def dispute(body: wire.DisputeBody) -> Dispute:
    """https://docs.stripe.com/api/disputes/object; an inquiry's words begin with "warning_"."""
    return Dispute(
        connector_dispute_id=body.id,
        connector_transaction_id=wire.id_of(body.payment_intent) or wire.id_of(body.charge),
        dispute_status=DISPUTE_STATUS.get(body.status), connector_status_code=body.status,
        dispute_stage=DisputeStage.PRE_DISPUTE if body.status.startswith("warning_") else DisputeStage.ACTIVE_DISPUTE,
        dispute_amount=from_wire(body.amount, Currency(body.currency.upper())), dispute_date=body.created,
        due_date=body.evidence_details.due_by if body.evidence_details else None,
        dispute_message=body.reason)
