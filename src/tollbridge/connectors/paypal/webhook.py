"""PayPal's events: https://developer.paypal.com/api/rest/webhooks/event-names/. The type says how `resource` is read.

Only the types are here that are about something of ours; every other is an event without a type. Payouts and payment
tokens have no content in the contract: their type and reference are all.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.paypal import payouts, refunds, results, verification, wire
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.connectors.paypal.disputes import DisputeBody, dispute
from tollbridge.connectors.paypal.remembered import Remembered
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
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.operations import VERIFY_WEBHOOK_SOURCE
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RawConnectorStatus, RefundStatus

AUTHORIZATIONS = ("PAYMENT.AUTHORIZATION.CREATED", "PAYMENT.AUTHORIZATION.VOIDED")
CAPTURES = ("PAYMENT.CAPTURE.COMPLETED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.CAPTURE.DECLINED",
            "PAYMENT.CAPTURE.DENIED")
REFUNDS = ("PAYMENT.CAPTURE.REFUNDED", "PAYMENT.REFUND.PENDING", "PAYMENT.REFUND.FAILED")
CAPTURE_REVERSED = "PAYMENT.CAPTURE.REVERSED"  # not by us; its resource is a refund, too
ORDERS = ("CHECKOUT.ORDER.APPROVED", "CHECKOUT.ORDER.COMPLETED", "CHECKOUT.ORDER.PROCESSED")
ORDER_PROCESSED = "CHECKOUT.ORDER.PROCESSED"
APPROVAL_REVERSED = "CHECKOUT.PAYMENT-APPROVAL.REVERSED"  # approved, but not captured in time
DISPUTES = ("CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED", "CUSTOMER.DISPUTE.RESOLVED", "RISK.DISPUTE.CREATED")
TOKENS = {
    "VAULT.PAYMENT-TOKEN.CREATED": Type.MANDATE_ACTIVE,
    "VAULT.PAYMENT-TOKEN.DELETION-INITIATED": None,
    "VAULT.PAYMENT-TOKEN.DELETED": Type.MANDATE_REVOKED,
}
BATCHES = {
    "PAYMENT.PAYOUTSBATCH.PROCESSING": Type.PAYOUT_PROCESSING,
    "PAYMENT.PAYOUTSBATCH.SUCCESS": None,  # the batch was gone through: the item's own event says how it went
    "PAYMENT.PAYOUTSBATCH.DENIED": Type.PAYOUT_FAILURE,
}
ITEMS = {
    "PAYMENT.PAYOUTS-ITEM.SUCCEEDED": Type.PAYOUT_SUCCESS,
    "PAYMENT.PAYOUTS-ITEM.HELD": Type.PAYOUT_PROCESSING,
    "PAYMENT.PAYOUTS-ITEM.UNCLAIMED": Type.PAYOUT_PROCESSING,
    "PAYMENT.PAYOUTS-ITEM.CANCELED": Type.PAYOUT_CANCELLED,
    "PAYMENT.PAYOUTS-ITEM.RETURNED": Type.PAYOUT_EXPIRED,
    "PAYMENT.PAYOUTS-ITEM.REFUNDED": Type.PAYOUT_REVERSED,
    "PAYMENT.PAYOUTS-ITEM.BLOCKED": Type.PAYOUT_FAILURE,
    "PAYMENT.PAYOUTS-ITEM.DENIED": Type.PAYOUT_FAILURE,
    "PAYMENT.PAYOUTS-ITEM.FAILED": Type.PAYOUT_FAILURE,
}
PAYMENT_TYPES = {
    PaymentStatus.AUTHENTICATION_PENDING: Type.PAYMENT_ACTION_REQUIRED,
    PaymentStatus.AUTHENTICATION_SUCCESSFUL: Type.SOURCE_CHARGEABLE,  # the shopper has agreed: take the money
    PaymentStatus.AUTHORIZED: Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
    PaymentStatus.CHARGED: Type.PAYMENT_INTENT_SUCCESS,
    PaymentStatus.PARTIAL_CHARGED: Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    PaymentStatus.PARTIAL_CHARGED_AND_CHARGEABLE: Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    PaymentStatus.PENDING: Type.PAYMENT_INTENT_PROCESSING,
    PaymentStatus.VOIDED: Type.PAYMENT_INTENT_CANCELLED,
    PaymentStatus.FAILURE: Type.PAYMENT_INTENT_FAILURE,
    PaymentStatus.EXPIRED: Type.PAYMENT_INTENT_EXPIRED,
}
REFUND_TYPES = {
    RefundStatus.REFUND_SUCCESS: Type.WEBHOOK_REFUND_SUCCESS,
    RefundStatus.REFUND_FAILURE: Type.WEBHOOK_REFUND_FAILURE,
    RefundStatus.REFUND_PENDING: Type.WEBHOOK_REFUND_PROCESSING,
}
DISPUTE_TYPES = {
    DisputeStatus.DISPUTE_OPENED: Type.WEBHOOK_DISPUTE_OPENED,
    DisputeStatus.DISPUTE_CHALLENGED: Type.WEBHOOK_DISPUTE_CHALLENGED,
    DisputeStatus.DISPUTE_CANCELLED: Type.WEBHOOK_DISPUTE_CANCELLED,
    DisputeStatus.DISPUTE_WON: Type.WEBHOOK_DISPUTE_WON,
    DisputeStatus.DISPUTE_LOST: Type.WEBHOOK_DISPUTE_LOST,
}


class Head(Struct):
    event_type: str
    id: str | None = None


class TransactionEvent(Struct):
    resource: wire.Transaction


class RefundEvent(Struct):
    resource: wire.RefundBody


class Reversal(Struct):
    """A refund that nobody asked for; the capture that it undoes is the link "up"."""

    status: str
    links: list[wire.Link] = []


class ReversalEvent(Struct):
    resource: Reversal


class OrderEvent(Struct):
    resource: wire.Order


class Approval(Struct):
    """Of an order whose approval was reversed. PayPal's pages show no sample: its id may stand under either name."""

    id: str | None = None
    order_id: str | None = None
    purchase_units: list[wire.PurchaseUnit] = []


class ApprovalEvent(Struct):
    resource: Approval


class DisputeEvent(Struct):
    resource: DisputeBody


class Token(Struct):
    id: str


class TokenEvent(Struct):
    resource: Token


class BatchEvent(Struct):
    resource: payouts.Batch


class ItemEvent(Struct):
    resource: payouts.Item


def peek(hook: kit.WebhookRequest) -> EventReference:
    word = kit.read_json(hook, Head).event_type
    if word in TOKENS:
        token = kit.read_json(hook, TokenEvent).resource
        return EventReference(event_type=TOKENS[word], reference=MandateEventReference(connector_mandate_id=token.id))
    if word in BATCHES:
        header = kit.read_json(hook, BatchEvent).resource.batch_header
        return EventReference(event_type=BATCHES[word], reference=PayoutReference(
            connector_payout_id=header.payout_batch_id))
    if word in ITEMS:
        item = kit.read_json(hook, ItemEvent).resource
        return EventReference(event_type=ITEMS[word], reference=PayoutReference(
            connector_payout_id=item.payout_batch_id, merchant_payout_id=item.payout_item.sender_item_id))
    its = content(hook, word)
    return EventReference(event_type=type_of(word, its), reference=reference(its))


def reference(its: Payment | Refund | Dispute | None) -> PaymentReference | RefundReference | DisputeReference | None:
    if isinstance(its, Payment):
        return PaymentReference(connector_transaction_id=its.connector_transaction_id,
                                merchant_transaction_id=its.merchant_transaction_id)
    if isinstance(its, Refund):
        return RefundReference(connector_refund_id=its.connector_refund_id, merchant_refund_id=its.merchant_refund_id,
                               connector_transaction_id=its.connector_transaction_id)
    if isinstance(its, Dispute):
        return DisputeReference(connector_dispute_id=its.connector_dispute_id,
                                connector_transaction_id=its.connector_transaction_id)
    return None


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    head = kit.read_json(hook, Head)
    known = {**TOKENS, **BATCHES, **ITEMS}
    if head.event_type in known:
        return [Event(event_type=known[head.event_type], connector_event_id=head.id)]
    its = content(hook, head.event_type)
    return [Event(event_type=type_of(head.event_type, its), connector_event_id=head.id, event_content=its)]


def content(hook: kit.WebhookRequest, word: str) -> Payment | Refund | Dispute | None:
    """What the event is about, as it stands; None for what is none of ours."""
    if word in AUTHORIZATIONS:
        reserved = kit.read_json(hook, TransactionEvent).resource
        return results.of_authorization(reserved, Remembered(), reserved.id)
    if word in CAPTURES:
        return captured(kit.read_json(hook, TransactionEvent).resource)
    if word in REFUNDS:
        return refunds.refund(kit.read_json(hook, RefundEvent).resource, None)
    if word == CAPTURE_REVERSED:
        return reversed_by_paypal(kit.read_json(hook, ReversalEvent).resource)
    if word in ORDERS:
        return results.of_order(kit.read_json(hook, OrderEvent).resource)
    if word == APPROVAL_REVERSED:
        return not_captured(kit.read_json(hook, ApprovalEvent).resource)
    if word in DISPUTES:
        return dispute(kit.read_json(hook, DisputeEvent).resource)
    return None


def type_of(word: str, its: Payment | Refund | Dispute | None) -> Type | None:
    """By how it stands, not by the event's name: PAYMENT.AUTHORIZATION.CREATED may be about a pending one."""
    if word == ORDER_PROCESSED:
        return Type.PAYMENT_INTENT_PROCESSING
    if isinstance(its, Payment):
        return PAYMENT_TYPES.get(its.status)
    if isinstance(its, Refund):
        return REFUND_TYPES.get(its.status)
    return DISPUTE_TYPES.get(its.dispute_status) if its and its.dispute_status else None


def captured(its: wire.Transaction) -> Payment:
    """The event does not say how much was reserved: a capture that is not the final one is one of several."""
    payment = results.of_capture(its, Remembered(), its.id)
    if payment.status is PaymentStatus.CHARGED and its.final_capture is False:
        return replace(payment, status=PaymentStatus.PARTIAL_CHARGED_AND_CHARGEABLE)
    return payment


def reversed_by_paypal(its: Reversal) -> Payment:
    """The money of a capture went back without a refund of ours. The contract has no type of event for it."""
    capture_id = next((link.href.rpartition("/")[2] for link in its.links if link.rel == "up"), None)
    return Payment(status=PaymentStatus.AUTO_REFUNDED, raw_connector_status=RawConnectorStatus(code=its.status),
                   connector_transaction_id=capture_id)


def not_captured(its: Approval) -> Payment:
    """PayPal: "a problem occurred after the buyer approved the order but before you captured the payment"."""
    unit = its.purchase_units[0] if its.purchase_units else wire.PurchaseUnit()
    return Payment(status=PaymentStatus.FAILURE, raw_connector_status=RawConnectorStatus(code=APPROVAL_REVERSED),
                   connector_transaction_id=its.order_id or its.id, merchant_transaction_id=unit.invoice_id,
                   error=Failure(code=APPROVAL_REVERSED, message="The approval of the payment was reversed."))


WEBHOOK = kit.Webhook(
    peek, verification.verify, parse_event, redelivers_for=verification.REDELIVERS_FOR,
    needs=(kit.Need(VERIFY_WEBHOOK_SOURCE, when=verification.signed_by_paypal),))
