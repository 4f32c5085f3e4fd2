"""Webhooks: a form of bt_signature and bt_payload, which is base64 of XML. What one is about decides how it is read.

https://developer.paypal.com/braintree/docs/guides/webhooks/overview,
https://developer.paypal.com/braintree/docs/reference/general/webhooks. The XML is of Braintree's older API, in whose
ids it speaks: of a transaction the id of this API is `global-id`, where it is sent; a dispute has none. A webhook has
no id of its own: its kind, what it is about and its timestamp stand for it. The GET request with bt_challenge by which
Braintree once tried an address is not answered: it sends a notification of the kind `check` now. One of several
captures names what was authorized, and neither how much that was nor what others took: whether it was the last, a sync
tells.

| kind | event |
| --- | --- |
| `transaction_settled`, `local_payment_funded` | PAYMENT_INTENT_SUCCESS; of a refund WEBHOOK_REFUND_SUCCESS |
| the same, of one of several captures | PAYMENT_INTENT_CAPTURE_SUCCESS |
| `transaction_settlement_declined` | PAYMENT_INTENT_FAILURE; of a refund WEBHOOK_REFUND_FAILURE |
| the same, of one of several captures | PAYMENT_INTENT_CAPTURE_FAILURE |
| `transaction_retried` | by the status: PAYMENT_INTENT_SUCCESS or _FAILURE |
| `local_payment_expired` | PAYMENT_INTENT_EXPIRED |
| `refund_failed` | WEBHOOK_REFUND_FAILURE |
| `dispute_opened` | WEBHOOK_DISPUTE_OPENED |
| `dispute_disputed`, `dispute_under_review` | WEBHOOK_DISPUTE_CHALLENGED |
| `dispute_accepted`, `dispute_auto_accepted` | WEBHOOK_DISPUTE_ACCEPTED |
| `dispute_won`, `dispute_lost`, `dispute_expired` | WEBHOOK_DISPUTE_WON, _LOST, _EXPIRED |
| `transaction_disbursed`, `transaction_reviewed`, `local_payment_reversed`, `subscription_...` | none: no status |
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.braintree import disputes, payments, refunds, vouchers
from tollbridge.connectors.braintree.account import Ctx
from tollbridge.connectors.braintree.declines import of_processor
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.errors import InvalidField, SignatureMismatch
from tollbridge.domain.events import (
    DisputeReference,
    Event,
    EventReference,
    MandateEventReference,
    PaymentReference,
    RefundReference,
    WebhookEventType as Type,
    WebhookSecrets,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RawConnectorStatus, RefundStatus
from tollbridge.kit import xml

BODY = "request_details.body"
REDELIVERS_FOR = timedelta(hours=24)
CLOCKS = timedelta(minutes=5)
SIGNED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n")
PAYMENT_TYPES = {
    PaymentStatus.AUTHORIZED: Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
    PaymentStatus.CHARGED: Type.PAYMENT_INTENT_SUCCESS,
    PaymentStatus.PARTIAL_CHARGED: Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    PaymentStatus.PARTIAL_CHARGED_AND_CHARGEABLE: Type.PAYMENT_INTENT_CAPTURE_SUCCESS,
    PaymentStatus.CAPTURE_FAILED: Type.PAYMENT_INTENT_CAPTURE_FAILURE,
    PaymentStatus.CAPTURE_INITIATED: Type.PAYMENT_INTENT_PROCESSING,
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
    DisputeStatus.DISPUTE_ACCEPTED: Type.WEBHOOK_DISPUTE_ACCEPTED,
    DisputeStatus.DISPUTE_EXPIRED: Type.WEBHOOK_DISPUTE_EXPIRED,
    DisputeStatus.DISPUTE_WON: Type.WEBHOOK_DISPUTE_WON,
    DisputeStatus.DISPUTE_LOST: Type.WEBHOOK_DISPUTE_LOST,
}
REVOKED = "payment_method_revoked_by_customer"
BY_KIND = {"check": Type.ENDPOINT_VERIFICATION, REVOKED: Type.MANDATE_REVOKED}
"""Of what has no status. The rest, the status in them decides."""


class Transaction(Struct, rename="kebab"):
    """https://developer.paypal.com/braintree/docs/reference/response/transaction"""

    id: str
    global_id: str | None = None
    status: str | None = None
    type: str | None = None
    amount: str | None = None
    currency_iso_code: str | None = None
    order_id: str | None = None
    network_transaction_id: str | None = None
    processor_response_code: str | None = None
    processor_response_text: str | None = None
    processor_settlement_response_code: str | None = None
    processor_settlement_response_text: str | None = None
    gateway_rejection_reason: str | None = None
    refunded_transaction_id: str | None = None
    authorized_transaction_id: str | None = None  # of one of several captures: what it was captured of

    @property
    def its(self) -> str:
        return self.global_id or self.id

    @property
    def money(self) -> Money | None:
        return money(self.amount, self.currency_iso_code)


def money(amount: str | None, currency: str | None) -> Money | None:
    if amount is None or currency is None:
        return None
    try:
        return Money.from_major(amount, Currency(currency))
    except (ValueError, ArithmeticError):
        raise InvalidField(BODY, "no amount of a currency") from None


class Disputed(Struct, rename="kebab"):
    id: str
    global_id: str | None = None


class XmlDispute(Struct, rename="kebab"):
    """https://developer.paypal.com/braintree/docs/reference/response/dispute"""

    id: str
    status: str = ""
    kind: str | None = None
    amount_disputed: str | None = None
    amount: str | None = None
    currency_iso_code: str | None = None
    reason: str | None = None
    reason_code: str | None = None
    reason_description: str | None = None
    created_at: datetime | None = None
    reply_by_date: str | None = None
    transaction: Disputed | None = None


class Kept(Struct, rename="kebab"):
    """A payment method, of whichever kind."""

    token: str | None = None
    global_id: str | None = None


class LocalPayment(Struct, rename="kebab"):
    """One that takes days: https://developer.paypal.com/braintree/docs/reference/general/webhooks/local-payment-methods"""

    payment_context_id: str
    transaction: Transaction | None = None


class Subject(Struct, rename="kebab"):
    transaction: Transaction | None = None
    local_payment_funded: LocalPayment | None = None
    local_payment_expired: LocalPayment | None = None
    dispute: XmlDispute | None = None
    paypal_account: Kept | None = None
    venmo_account: Kept | None = None

    @property
    def paid(self) -> Transaction | None:
        return self.transaction or (self.local_payment_funded.transaction if self.local_payment_funded else None)


class Notification(Struct, tag="notification", tag_field="#name"):
    kind: str
    timestamp: datetime
    subject: Subject


# -- the form, and who signed it ------------------------------------------------------------------------------------
def fields(hook: kit.WebhookRequest) -> tuple[str, bytes]:
    """Signature and payload. Of two, nobody knows which one was signed. Raises InvalidField."""
    from urllib.parse import parse_qsl

    try:
        pairs = parse_qsl(hook.body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=10,
                          encoding="ascii", errors="strict")
    except ValueError:
        pairs = []
    found = dict(pairs)
    if len(found) != len(pairs) or not found.keys() >= {"bt_signature", "bt_payload"}:
        raise InvalidField(BODY, "not a form of bt_signature and bt_payload")
    return found["bt_signature"], found["bt_payload"].encode()


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """HMAC-SHA1 of the payload, keyed with SHA-1 of a private key; one for each API key of the merchant's.

    https://github.com/braintree/braintree_python/blob/master/braintree/webhook_notification_gateway.py: with or without
    a line end behind it. The time is under the signature.
    """
    try:
        signature, payload = fields(hook)
    except InvalidField:
        raise SignatureMismatch("no signature in the body") from None
    if not SIGNED.issuperset(payload):
        raise SignatureMismatch("a payload of other characters than base64")
    given = [its for _, bar, its in (pair.partition("|") for pair in signature.split("&")) if bar]
    kit.require_signature([sha1(key, text) for key in secrets.keys for text in (payload, payload + b"\n")], given)
    try:
        sent = read(hook).timestamp
    except InvalidField:
        return  # it is genuine: that it is unreadable is for whoever reads it
    if not -CLOCKS <= ctx.now - sent.replace(tzinfo=sent.tzinfo or UTC) <= REDELIVERS_FOR + CLOCKS:
        raise SignatureMismatch("timestamp outside the tolerance")


def sha1(key: Secret, message: bytes) -> str:
    import hashlib
    import hmac

    digest = hashlib.sha1(key.reveal().encode()).digest()  # noqa: S324 - the processor's choice
    return hmac.new(digest, message, hashlib.sha1).hexdigest()


def read(hook: kit.WebhookRequest) -> Notification:
    _, payload = fields(hook)
    try:
        content = base64.b64decode(payload.replace(b"\n", b""), validate=True)
    except binascii.Error:
        raise InvalidField(BODY, "bt_payload is no base64") from None
    return xml.read_xml(hook, Notification, content.strip())


# -- what it says ---------------------------------------------------------------------------------------------------
def peek(hook: kit.WebhookRequest) -> EventReference:
    told = read(hook)
    content = content_of(told)
    if isinstance(content, Refund):
        return EventReference(event_type=type_of(told, content), reference=RefundReference(
            connector_refund_id=content.connector_refund_id, merchant_refund_id=content.merchant_refund_id,
            connector_transaction_id=content.connector_transaction_id))
    if isinstance(content, Dispute):
        return EventReference(event_type=type_of(told, content), reference=DisputeReference(
            connector_dispute_id=content.connector_dispute_id,
            connector_transaction_id=content.connector_transaction_id))
    about = told.subject.paid
    if isinstance(content, Payment) and about is None:
        return EventReference(event_type=type_of(told, content), reference=PaymentReference(
            connector_transaction_id=content.connector_transaction_id))
    if about is not None:
        return EventReference(event_type=type_of(told, content), reference=PaymentReference(
            connector_transaction_id=about.its, merchant_transaction_id=about.order_id))
    kept = told.subject.paypal_account or told.subject.venmo_account
    return EventReference(event_type=type_of(told, content), reference=MandateEventReference(
        connector_mandate_id=kept.global_id or kept.token) if kept and told.kind == REVOKED else None)


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    told = read(hook)
    content = content_of(told)
    return [Event(event_type=type_of(told, content), connector_event_id=event_id(told), event_content=content)]


def event_id(told: Notification) -> str:
    about, late = told.subject.dispute or told.subject.paid, told.subject.local_payment_expired
    its = about.id if about else late.payment_context_id if late else None
    return ":".join(filter(None, (told.kind, its, told.timestamp.isoformat())))


def type_of(told: Notification, content: Payment | Refund | Dispute | None) -> Type | None:
    if isinstance(content, Payment):
        return PAYMENT_TYPES.get(content.status)
    if isinstance(content, Refund):
        return REFUND_TYPES.get(content.status)
    if isinstance(content, Dispute):
        return DISPUTE_TYPES.get(content.dispute_status) if content.dispute_status else None
    return BY_KIND.get(told.kind)


def content_of(told: Notification) -> Payment | Refund | Dispute | None:
    """None of what has no status: that a transaction was paid out to the merchant moves no order."""
    about, late = told.subject.paid, told.subject.local_payment_expired
    if late is not None:
        return vouchers.expired(late.payment_context_id, told.timestamp)
    if told.subject.dispute is not None:
        return dispute(told.subject.dispute)
    if about is None or about.status is None:
        return None
    if told.kind == "refund_failed" or about.type == "credit":
        return refund(about, about.status.upper())
    return payment(about, about.status.upper())


def payment(its: Transaction, word: str) -> Payment:
    status = payments.STATUS[word]
    refused, part = status in payments.NO, its.authorized_transaction_id is not None
    return Payment(
        status=payments.OF_PARTS.get(status, status) if part else status,
        raw_connector_status=RawConnectorStatus(code=word), connector_transaction_id=its.its,
        merchant_transaction_id=its.order_id or None, error=failure(its, word) if refused else None,
        authorized_money=None if refused or part else its.money,
        captured_amount=its.money if status is PaymentStatus.CHARGED and not part else None,
        network_transaction_id=None if refused else its.network_transaction_id)


def refund(its: Transaction, word: str) -> Refund:
    status = refunds.STATUS[word]
    return Refund(
        status=status, raw_connector_status=RawConnectorStatus(code=word), connector_refund_id=its.its,
        connector_transaction_id=its.refunded_transaction_id, merchant_refund_id=its.order_id or None,
        refund_amount=its.money, error=failure(its, word) if status is RefundStatus.REFUND_FAILURE else None)


def failure(its: Transaction, word: str) -> Failure:
    """As GraphQL says it: the gateway's reason, else the processor's code, else the status."""
    if its.gateway_rejection_reason:
        return Failure(code=its.gateway_rejection_reason.upper(), message=word, connector_transaction_id=its.its)
    settled = word == "SETTLEMENT_DECLINED"
    code = its.processor_settlement_response_code if settled else its.processor_response_code
    text = its.processor_settlement_response_text if settled else its.processor_response_text
    return Failure(code=code or word, message=text or word, connector_transaction_id=its.its,
                   unified=of_processor(code))


def dispute(its: XmlDispute) -> Dispute:
    word, about = its.status.upper(), its.transaction
    return Dispute(
        connector_dispute_id=its.id, connector_transaction_id=(about.global_id or about.id) if about else None,
        dispute_status=disputes.STATUS.get(word), connector_status_code=word or None,
        dispute_stage=disputes.STAGE.get((its.kind or "").upper()),
        dispute_amount=money(its.amount_disputed or its.amount, its.currency_iso_code),
        dispute_date=int(its.created_at.timestamp()) if its.created_at and its.created_at.tzinfo else None,
        dispute_reason=its.reason_code or its.reason, dispute_message=its.reason_description or its.reason)
