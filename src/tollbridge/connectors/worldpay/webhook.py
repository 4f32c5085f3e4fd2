"""Events: https://docs.worldpay.com/access/products/events. Signed over the whole body; told by our own reference."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import Ctx
from tollbridge.connectors.worldpay.results import EVENTS, NO, PARTLY, REFUNDED, mandate
from tollbridge.domain import events
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import (
    DisputeStage,
    DisputeStatus,
    PaymentStatus as Status,
    RawConnectorStatus,
    RefundStatus,
)

Type = events.WebhookEventType
TYPES = {
    "sentForAuthorization": Type.PAYMENT_INTENT_PROCESSING, "authorized": Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
    "sentForSettlement": Type.PAYMENT_INTENT_SUCCESS, "settled": Type.PAYMENT_INTENT_SUCCESS,
    "settlementFailed": Type.PAYMENT_INTENT_CAPTURE_FAILURE, "cancelled": Type.PAYMENT_INTENT_CANCELLED,
    "refused": Type.PAYMENT_INTENT_FAILURE, "error": Type.PAYMENT_INTENT_FAILURE,
    "expired": Type.PAYMENT_INTENT_EXPIRED, "sentForRefund": Type.WEBHOOK_REFUND_SUCCESS,
    "refunded": Type.WEBHOOK_REFUND_SUCCESS, "refundFailed": Type.WEBHOOK_REFUND_FAILURE,
    "informationRequested": Type.WEBHOOK_DISPUTE_OPENED,
}


PAYOUTS = {  # of Fast Access: https://docs.worldpay.com/access/products/events/openapi/payout; "error" leaves it open
    "requested": Type.PAYOUT_CREATED, "approved": Type.PAYOUT_PROCESSING, "pending": Type.PAYOUT_PROCESSING,
    "inReview": Type.PAYOUT_PROCESSING, "error": Type.PAYOUT_PROCESSING, "disbursed": Type.PAYOUT_SUCCESS,
    "refused": Type.PAYOUT_FAILURE}


def verify(hook: kit.WebhookRequest, secrets: events.WebhookSecrets, ctx: Ctx) -> None:
    """Event-Signature: keyId/SHA256/signature, several with commas between while a key is being replaced."""
    parts = [one.strip().split("/") for one in hook.header("event-signature").split(",")]
    given = [part[2].lower() for part in parts if len(part) == 3 and part[1] == "SHA256"]
    kit.require_signature([kit.hmac_sha256(key, hook.body) for secret in secrets.keys for key in keys(secret)], given)


def keys(secret: Secret) -> list[bytes]:
    """Pages do not say whether a secret that looks like hexadecimal is meant as bytes: both need the secret."""
    text = secret.reveal()
    try:
        return [text.encode(), bytes.fromhex(text)]
    except ValueError:
        return [text.encode()]


def peek(hook: kit.WebhookRequest) -> events.EventReference:
    its = kit.read_json(hook, wire.Event).event_details
    kind = TYPES.get(its.type)
    if its.classification == "payout":
        return events.EventReference(event_type=PAYOUTS.get(its.type), reference=events.PayoutReference(
            merchant_payout_id=its.transaction_reference))
    if its.classification == "chargeback":
        return events.EventReference(event_type=kind, reference=events.DisputeReference())
    if its.type in REFUNDED:
        return events.EventReference(
            event_type=kind, reference=events.RefundReference(merchant_refund_id=its.reference))
    return events.EventReference(
        event_type=kind, reference=events.PaymentReference(merchant_transaction_id=its.transaction_reference))


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[events.Event]:
    event = kit.read_json(hook, wire.Event)
    its = event.event_details
    if its.classification == "payout":
        return [events.Event(event_type=PAYOUTS.get(its.type), connector_event_id=event.event_id, beyond_contract=True)]
    content = dispute(its) if its.classification == "chargeback" else (
        refund(its) if its.type in REFUNDED else payment(its, hook.context))
    return [events.Event(event_type=TYPES.get(its.type), connector_event_id=event.event_id, event_content=content)]


def money(its: wire.EventDetails) -> Money | None:
    if its.amount is None:
        return None
    try:
        return Money(its.amount.value, Currency(its.amount.currency_code))
    except ValueError:
        raise InvalidField("request_details.body", "eventDetails.amount is no amount") from None


def payment(its: wire.EventDetails, context: events.EventContext | None) -> Payment:
    """The amount is of this step: of a settlement with a reference of its own, perhaps only a part."""
    status = EVENTS[its.type]
    held = context.capture_method if isinstance(context, events.PaymentEventContext) else None
    if status is Status.CHARGED and its.reference and held is CaptureMethod.MANUAL_MULTIPLE:
        status = PARTLY
    return Payment(
        status=status, connector_transaction_id=None, merchant_transaction_id=its.transaction_reference,
        raw_connector_status=RawConnectorStatus(code=its.type),
        error=Failure(code=its.type, message=its.type) if status in NO else None,
        authorized_money=money(its) if status is Status.AUTHORIZED else None,
        captured_amount=money(its) if status is Status.CHARGED and not its.reference else None,
        network_transaction_id=its.scheme_reference, mandate_reference=mandate(its.token))


def refund(its: wire.EventDetails) -> Refund:
    status = REFUNDED[its.type]
    return Refund(
        status=status, connector_refund_id=None, merchant_refund_id=its.reference, refund_amount=money(its),
        raw_connector_status=RawConnectorStatus(code=its.type), merchant_transaction_id=its.transaction_reference,
        error=Failure(code=its.type, message=its.type) if status is RefundStatus.REFUND_FAILURE else None)


def dispute(its: wire.EventDetails) -> Dispute:
    asked = its.type == "informationRequested"
    return Dispute(
        dispute_status=DisputeStatus.DISPUTE_OPENED if asked else None, connector_status_code=its.type,
        dispute_stage=DisputeStage.ACTIVE_DISPUTE if asked else None, dispute_amount=money(its))
