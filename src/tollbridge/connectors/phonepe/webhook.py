"""Server-to-server callbacks: {"response": base64 of a status answer}, signed with the merchant's own salt key.

https://developer.phonepe.com/v1/reference/server-to-server-callback-5. They are sent once a transaction is final. A
payment's goes to the `webhook_url` of its authorize: nothing is to be registered; PhonePe can set one address for all.
What a shopper does to a mandate in the app, .../revoke-subscription, .../pause-and-unpause-subscription, is told to
that one alone. A callback has no id of its own: what it says of which transaction stands for it, of a mandate all of
it. A refund's is known by its `originalTransactionId`, that of a mandate or its debit by its `callbackType`.
"""

from __future__ import annotations

import base64
import binascii

import msgspec

from tollbridge import kit
from tollbridge.connectors.phonepe import mandates, wire
from tollbridge.connectors.phonepe.account import Ctx, checksum
from tollbridge.connectors.phonepe.payments import payment
from tollbridge.connectors.phonepe.refunds import refund
from tollbridge.domain.errors import InvalidField, SignatureMismatch
from tollbridge.domain.events import (
    Event,
    EventReference,
    PaymentReference,
    RefundReference,
    WebhookEventType as Type,
    WebhookSecrets,
)
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus, RefundStatus

BODY = "request_details.body"


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """SHA256(response + salt key) + "###" + salt index.

    The secret is a salt key: `additional_secret` may be another one. Behind the index of the account's own key there
    can be no other key than that.
    """
    proof, _, index = hook.header("x-verify").partition("###")
    account, text = ctx.account, payload(hook)
    keys = [secrets.secret, *([secrets.additional_secret] if secrets.additional_secret else [])]
    kit.require_signature([checksum(text, key) for key in keys], [proof])
    if index == account.salt_index.reveal():
        kit.require_signature([checksum(text, account.salt_key)], [proof])


def payload(hook: kit.WebhookRequest) -> str:
    """What is signed, as it stands in the body."""
    try:
        return kit.read_json(hook, wire.Callback).response
    except InvalidField:
        raise SignatureMismatch("no response in the body: nothing is signed") from None


def read(hook: kit.WebhookRequest) -> wire.Answer | wire.MandateAnswer:
    """The answer in a callback. Raises InvalidField for what is none."""
    try:
        content = base64.b64decode(kit.read_json(hook, wire.Callback).response, validate=True)
        answer = msgspec.json.decode(content, type=wire.Answer)
        return msgspec.json.decode(content, type=wire.MandateAnswer) if answer.about.callback_type else answer
    except (binascii.Error, ValueError, msgspec.DecodeError, RecursionError):
        raise InvalidField(BODY, "response is no base64 of an answer") from None


def peek(hook: kit.WebhookRequest) -> EventReference:
    answer = read(hook)
    if isinstance(answer, wire.MandateAnswer):
        return mandates.reference(answer)
    about = answer.about
    if about.original_transaction_id:
        return EventReference(event_type=refund_type(refund(answer).status), reference=RefundReference(
            connector_refund_id=about.merchant_transaction_id, merchant_refund_id=about.merchant_transaction_id,
            connector_transaction_id=about.original_transaction_id))
    return EventReference(event_type=payment_type(payment(answer)), reference=PaymentReference(
        connector_transaction_id=about.merchant_transaction_id, merchant_transaction_id=about.merchant_transaction_id))


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    answer = read(hook)
    if isinstance(answer, wire.MandateAnswer):
        return [mandates.event(answer, payload(hook))]
    if answer.about.original_transaction_id:
        back = refund(answer)
        return [Event(event_type=refund_type(back.status), connector_event_id=event_id(answer), event_content=back)]
    its = payment(answer)
    return [Event(event_type=payment_type(its), connector_event_id=event_id(answer), event_content=its)]


def event_id(answer: wire.Answer) -> str | None:
    """The same words of the same transaction are the same event; a later word on it is another one."""
    about = answer.about
    its = about.transaction_id or about.merchant_transaction_id
    return f"{its}:{answer.code}:{about.state or ''}" if its else None


def payment_type(its: Payment) -> Type | None:
    """None for an UNRESOLVED: nothing is known to have happened."""
    return {PaymentStatus.CHARGED: Type.PAYMENT_INTENT_SUCCESS, PaymentStatus.FAILURE: Type.PAYMENT_INTENT_FAILURE,
            PaymentStatus.PENDING: Type.PAYMENT_INTENT_PROCESSING}.get(its.status)


def refund_type(status: RefundStatus) -> Type:
    if status is RefundStatus.REFUND_SUCCESS:
        return Type.WEBHOOK_REFUND_SUCCESS
    return (Type.WEBHOOK_REFUND_FAILURE if status is RefundStatus.REFUND_FAILURE
            else Type.WEBHOOK_REFUND_PROCESSING)
