"""What becomes of stored payment methods: https://docs.adyen.com/api-explorer/Tokenization-webhooks/1/overview

Another envelope than that of payments, as all newer webhooks of Adyen's have it, and another proof: the HMAC of the
whole body, in the header HmacSignature. Of their types only these have an event in the contract; the rest, such as
those of balance platforms, are taken in and say nothing.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.events import Event, EventReference, MandateEventReference, WebhookEventType as Type
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus, RawConnectorStatus

SIGNATURE = "hmacsignature"
TYPES = {
    "recurring.token.created": Type.MANDATE_ACTIVE,
    "recurring.token.alreadyExisting": Type.MANDATE_ACTIVE,
    "recurring.token.updated": Type.MANDATE_ACTIVE,
    "recurring.token.disabled": Type.MANDATE_REVOKED,
}
STORED_WITH_A_PAYMENT = ("recurring.token.created", "recurring.token.alreadyExisting")


class Token(Struct):
    storedPaymentMethodId: str
    shopperReference: str


class TokenEvent(Struct):
    """`eventId` is the pspReference of what the token came with."""

    type: str
    eventId: str
    data: Token


class AnyEvent(Struct):
    type: str
    eventId: str | None = None


def peek(hook: kit.WebhookRequest) -> EventReference:
    head = kit.read_json(hook, AnyEvent)
    if head.type not in TYPES:
        return EventReference()
    token = kit.read_json(hook, TokenEvent).data
    return EventReference(event_type=TYPES[head.type], reference=MandateEventReference(
        connector_mandate_id=token.storedPaymentMethodId))


def parse(hook: kit.WebhookRequest) -> list[Event]:
    """The token, for charges to come, and whose it is; of the payment that it came with nothing but the id."""
    head = kit.read_json(hook, AnyEvent)
    its_id = f"{head.type}:{head.eventId or _digest(hook.body)}"
    if head.type not in TYPES:
        return [Event(event_type=None, connector_event_id=its_id)]
    event = kit.read_json(hook, TokenEvent)
    content = None if TYPES[event.type] is Type.MANDATE_REVOKED else Payment(
        status=PaymentStatus.UNRESOLVED, raw_connector_status=RawConnectorStatus(code=event.type),
        connector_transaction_id=event.eventId if event.type in STORED_WITH_A_PAYMENT else None,
        connector_customer_id=event.data.shopperReference,
        mandate_reference=ConnectorMandate(connector_mandate_id=event.data.storedPaymentMethodId))
    return [Event(event_type=TYPES[event.type], connector_event_id=its_id, event_content=content)]


def _digest(body: bytes) -> str:
    """For a type whose events have no id: one that comes again is the same bytes."""
    import hashlib

    return hashlib.sha256(body).hexdigest()[:20]
