"""Adyen's standard webhooks: https://docs.adyen.com/development-resources/webhooks, schema Webhooks v1.

Set up in the Customer Area, Developers, Webhooks: a Standard webhook that sends JSON; there its HMAC key is generated,
which is the `secret`. https://docs.adyen.com/development-resources/webhooks/configure-and-manage

What proves them is an HMAC of eight values of each item, joined by colons with nothing escaped: it covers who, how
much, which event and how it went. It does not cover `reason`, `additionalData`, `paymentMethod` and `eventDate`:
whoever holds a genuine webhook can put other words there and deliver it again. So ids, amounts, and how a payment,
refund or payout stands come from the signed values alone. From the others come texts, the date by which to answer a
dispute, how far an open dispute has got (never that it is won), and which of the two a CANCEL_OR_REFUND was.

`pspReference` is that of the payment only in events of its own; of a capture, cancellation or refund it is the
modification's, and `originalReference` the payment's; of a dispute it is the dispute's. The same event may come again,
and out of order: eventCode and pspReference tell it from others ("Handle webhook events", copy of 2026-08).

Webhooks of another kind tell what becomes of stored methods: token_events.py.

Oddities, as of 2026-11: `success` is text. `merchantReference` of a capture, cancellation or refund is the reference
that its request had; without one, the payment's. A CAPTURE or REFUND that went well may still be followed by
CAPTURE_FAILED, REFUND_FAILED or REFUNDED_REVERSED. An EXPIRE after a partial capture ends only what was left of the
reservation. A CHARGEBACK_REVERSED is not final. Four events of disputes name the payment only with a setting ("Include
the originalReference for CHARGEBACK_REVERSED events"). Any 2xx within ten seconds acknowledges since 2024; "[accepted]"
in the body, as before, still does (https://www.adyen.com/knowledge-hub/webhooks-accept-2xx).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from tollbridge import kit
from tollbridge.connectors.adyen import token_events
from tollbridge.connectors.adyen.account import Ctx, from_wire
from tollbridge.connectors.adyen.declines import decline_of, raw_code
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.errors import InvalidField, SignatureMismatch
from tollbridge.domain.events import (
    DisputeReference,
    Event,
    EventContent,
    EventContext,
    EventReference,
    MandateEventReference,
    PaymentEventContext,
    PaymentReference,
    PayoutReference,
    RefundReference,
    ResourceReference,
    WebhookEventType as Type,
    WebhookSecrets,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import (
    DisputeStage as Stage,
    DisputeStatus,
    PaymentStatus as Status,
    RawConnectorStatus,
    RefundStatus,
)


class Amount(Struct):
    value: int
    currency: str


class AdditionalData(Struct):
    """Nothing of it is signed."""

    hmacSignature: str | None = None
    refusalReasonRaw: str | None = None
    modification_action: str | None = field(default=None, name="modification.action")
    disputeStatus: str | None = None
    chargebackReasonCode: str | None = None
    rfiReasonCode: str | None = None
    defensePeriodEndsAt: str | None = None


class Item(Struct):
    """One event. The first seven are signed."""

    pspReference: str
    merchantAccountCode: str
    eventCode: str
    success: Literal["true", "false"]
    amount: Amount
    originalReference: str | None = None
    merchantReference: str | None = None
    reason: str | None = None
    additionalData: AdditionalData | None = None

    @property
    def good(self) -> bool:
        return self.success == "true"

    @property
    def payment(self) -> str:
        """The id of the payment that the item is about, where it is about one."""
        return self.originalReference or self.pspReference

    @property
    def why(self) -> str:
        """What Adyen says of it; the schema's example of nothing is "null"."""
        return "" if self.reason in (None, "null") else str(self.reason)

    @property
    def more(self) -> AdditionalData:
        return self.additionalData or AdditionalData()


class Wrapper(Struct):
    NotificationRequestItem: Item


class Notification(Struct):
    """Of one kind or the other: `notificationItems` is of this one, `type` of token_events."""

    notificationItems: list[Wrapper] | None = None
    type: str | None = None


class About(Struct):
    """What an item says, as far as the contract has words for it."""

    type: Type | None = None
    reference: ResourceReference | None = None
    content: EventContent | None = None


# By eventCode: event and status if it went well, then if it did not. A modification that Adyen refused leaves the
# payment as it was: that it failed is not said of the payment.
PAYMENTS = {
    "AUTHORISATION": ((Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Status.AUTHORIZED),
                      (Type.PAYMENT_INTENT_AUTHORIZATION_FAILURE, Status.FAILURE)),
    "AUTHORISATION_ADJUSTMENT": ((Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Status.AUTHORIZED),
                                 (Type.PAYMENT_INTENT_AUTHORIZATION_FAILURE, Status.UNRESOLVED)),
    "CAPTURE": ((Type.PAYMENT_INTENT_CAPTURE_SUCCESS, Status.CHARGED),
                (Type.PAYMENT_INTENT_CAPTURE_FAILURE, Status.CAPTURE_FAILED)),
    "CAPTURE_FAILED": ((Type.PAYMENT_INTENT_CAPTURE_FAILURE, Status.CAPTURE_FAILED),) * 2,
    "CANCELLATION": ((Type.PAYMENT_INTENT_CANCELLED, Status.VOIDED),
                     (Type.PAYMENT_INTENT_CANCEL_FAILURE, Status.VOID_FAILED)),
    "TECHNICAL_CANCEL": ((Type.PAYMENT_INTENT_CANCELLED, Status.VOIDED),
                         (Type.PAYMENT_INTENT_CANCEL_FAILURE, Status.VOID_FAILED)),
    "EXPIRE": ((Type.PAYMENT_INTENT_EXPIRED, Status.EXPIRED),) * 2,
    "OFFER_CLOSED": ((Type.PAYMENT_INTENT_EXPIRED, Status.EXPIRED),) * 2,
    "PENDING": ((Type.PAYMENT_INTENT_PROCESSING, Status.PENDING), (None, Status.UNRESOLVED)),
}
AUTHORISING = ("AUTHORISATION", "AUTHORISATION_ADJUSTMENT")
FAILED = (Status.FAILURE, Status.UNRESOLVED, Status.CAPTURE_FAILED, Status.VOID_FAILED)

REFUNDS = {
    "REFUND": ((Type.WEBHOOK_REFUND_SUCCESS, RefundStatus.REFUND_SUCCESS),
               (Type.WEBHOOK_REFUND_FAILURE, RefundStatus.REFUND_FAILURE)),
    "REFUND_WITH_DATA": ((Type.WEBHOOK_REFUND_SUCCESS, RefundStatus.REFUND_SUCCESS),
                         (Type.WEBHOOK_REFUND_FAILURE, RefundStatus.REFUND_FAILURE)),
    "CANCEL_OR_REFUND": ((Type.WEBHOOK_REFUND_SUCCESS, RefundStatus.REFUND_SUCCESS),
                         (Type.WEBHOOK_REFUND_FAILURE, RefundStatus.REFUND_FAILURE)),
    "REFUND_FAILED": ((Type.WEBHOOK_REFUND_FAILURE, RefundStatus.REFUND_FAILURE),) * 2,
    # "The refunded amount was reversed and returned to your bank account": the shopper does not have it.
    "REFUNDED_REVERSED": ((Type.WEBHOOK_REFUND_FAILURE, RefundStatus.REFUND_FAILURE),
                          (None, RefundStatus.REFUND_MANUAL_REVIEW)),
    "POSTPONED_REFUND": ((Type.WEBHOOK_REFUND_PROCESSING, RefundStatus.REFUND_PENDING),
                         (None, RefundStatus.REFUND_MANUAL_REVIEW)),
}

# By eventCode: how it stands without more words, and the stage. Adyen sends these with success true alone.
DISPUTES = {
    "REQUEST_FOR_INFORMATION": (DisputeStatus.DISPUTE_OPENED, Stage.PRE_DISPUTE),
    "NOTIFICATION_OF_CHARGEBACK": (DisputeStatus.DISPUTE_OPENED, Stage.PRE_DISPUTE),
    "CHARGEBACK": (DisputeStatus.DISPUTE_OPENED, Stage.ACTIVE_DISPUTE),
    "INFORMATION_SUPPLIED": (DisputeStatus.DISPUTE_CHALLENGED, None),  # in either stage
    "CHARGEBACK_REVERSED": (DisputeStatus.DISPUTE_WON, Stage.ACTIVE_DISPUTE),
    "DISPUTE_DEFENSE_PERIOD_ENDED": (DisputeStatus.DISPUTE_EXPIRED, Stage.ACTIVE_DISPUTE),
    "ISSUER_RESPONSE_TIMEFRAME_EXPIRED": (DisputeStatus.DISPUTE_WON, Stage.ACTIVE_DISPUTE),
    "SECOND_CHARGEBACK": (DisputeStatus.DISPUTE_LOST, Stage.PRE_ARBITRATION),
    "PREARBITRATION_OPEN": (DisputeStatus.DISPUTE_OPENED, Stage.PRE_ARBITRATION),
    "PREARBITRATION_ACCEPTED": (DisputeStatus.DISPUTE_ACCEPTED, Stage.PRE_ARBITRATION),
    "PREARBITRATION_DECLINED": (DisputeStatus.DISPUTE_CHALLENGED, Stage.PRE_ARBITRATION),
    "PREARBITRATION_ISSUER_WITHDRAWN": (DisputeStatus.DISPUTE_CANCELLED, Stage.PRE_ARBITRATION),
    "PREARBITRATION_WON": (DisputeStatus.DISPUTE_WON, Stage.PRE_ARBITRATION),
    "PREARBITRATION_LOST": (DisputeStatus.DISPUTE_LOST, Stage.PRE_ARBITRATION),
    "SCHEME_ARBITRATION": (DisputeStatus.DISPUTE_CHALLENGED, Stage.PRE_ARBITRATION),
    "SCHEME_ARBITRATION_WON": (DisputeStatus.DISPUTE_WON, Stage.PRE_ARBITRATION),
    "SCHEME_ARBITRATION_LOST": (DisputeStatus.DISPUTE_LOST, Stage.PRE_ARBITRATION),
}
# `disputeStatus` of a dispute that the eventCode leaves open. "Won" is not among them: nothing unsigned wins a dispute.
DISPUTE_WORDS = {
    "Unresponded": DisputeStatus.DISPUTE_OPENED,
    "Undefended": DisputeStatus.DISPUTE_OPENED,
    "Responded": DisputeStatus.DISPUTE_CHALLENGED,
    "Pending": DisputeStatus.DISPUTE_CHALLENGED,
    "Expired": DisputeStatus.DISPUTE_EXPIRED,
    "Accepted": DisputeStatus.DISPUTE_ACCEPTED,
    "Lost": DisputeStatus.DISPUTE_LOST,
}
# Which of these count: none opens again what is over, and a reversal that is "Pending" is a victory not yet won.
FINER = {DisputeStatus.DISPUTE_OPENED: frozenset(DISPUTE_WORDS), DisputeStatus.DISPUTE_EXPIRED: ("Accepted", "Lost")}
DISPUTE_TYPES = {
    DisputeStatus.DISPUTE_OPENED: Type.WEBHOOK_DISPUTE_OPENED,
    DisputeStatus.DISPUTE_EXPIRED: Type.WEBHOOK_DISPUTE_EXPIRED,
    DisputeStatus.DISPUTE_ACCEPTED: Type.WEBHOOK_DISPUTE_ACCEPTED,
    DisputeStatus.DISPUTE_CANCELLED: Type.WEBHOOK_DISPUTE_CANCELLED,
    DisputeStatus.DISPUTE_CHALLENGED: Type.WEBHOOK_DISPUTE_CHALLENGED,
    DisputeStatus.DISPUTE_WON: Type.WEBHOOK_DISPUTE_WON,
    DisputeStatus.DISPUTE_LOST: Type.WEBHOOK_DISPUTE_LOST,
}

# Without content, for the contract has none of a payout: https://docs.adyen.com/online-payments/online-payouts/payout-webhook
PAYOUTS = {
    "PAYOUT_THIRDPARTY": (Type.PAYOUT_SUCCESS, Type.PAYOUT_FAILURE),
    "PAYOUT_DECLINE": (Type.PAYOUT_CANCELLED, None),
    "PAYOUT_EXPIRE": (Type.PAYOUT_EXPIRED, None),
    "PAIDOUT_REVERSED": (Type.PAYOUT_REVERSED, None),
}
# The contract's HandleEvent has no content for payouts, and no word for a refund that was done and then taken back.
BEYOND_CONTRACT = frozenset({"REFUNDED_REVERSED", *PAYOUTS})
# About a payment, and silent on where its money is.
OTHERS = {
    "MANUAL_REVIEW_ACCEPT": (Type.FRM_APPROVED, None),
    "MANUAL_REVIEW_REJECT": (Type.FRM_REJECTED, None),
    "AUTORESCUE": (Type.RECOVERY_PAYMENT_SUCCESS, Type.RECOVERY_PAYMENT_FAILURE),
    "CANCEL_AUTORESCUE": (Type.RECOVERY_INVOICE_CANCEL, None),
}


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """HMAC-SHA256 with the key that the Customer Area shows in hexadecimal, in Base64 beside the values that it covers.
    https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures

    Every item of a batch has to prove itself; a webhook of the other kind does so as a whole, in a header. After a new
    key was made, webhooks with the old one still come for a while: `additional_secret` may be the other.
    """
    keys = [_key(secrets.secret, "secret")]
    if secrets.additional_secret is not None:
        keys.append(_key(secrets.additional_secret, "additional_secret"))
    items = _items(hook)
    if items is None:
        kit.require_signature([_signature(key, hook.body) for key in keys], [hook.header(token_events.SIGNATURE)])
        return
    if not items:
        raise SignatureMismatch("no notificationItems")
    for item in items:
        signed = signed_text(item).encode()
        kit.require_signature([_signature(key, signed) for key in keys], [item.more.hmacSignature or ""])


def signed_text(item: Item) -> str:
    """Adyen escapes nothing, so a colon may stand in one of the values at most, for the text to have one meaning.

    That one is the merchant's reference, which is the merchant's own text; the others are Adyen's, and have none.
    """
    amount = item.amount
    before = (item.pspReference, item.originalReference or "", item.merchantAccountCode)
    after = (str(amount.value), amount.currency, item.eventCode, item.success)
    if any(":" in value for value in (*before, *after)):
        raise SignatureMismatch("a colon in a value other than merchantReference")
    return ":".join((*before, item.merchantReference or "", *after))


def _key(secret: Secret, name: str) -> bytes:
    try:
        return bytes.fromhex(secret.reveal())
    except ValueError:
        raise SignatureMismatch(f"webhook_secrets.{name} is not hexadecimal, as Adyen's HMAC keys are") from None


def _signature(key: bytes, message: bytes) -> str:
    import base64
    import hashlib
    import hmac

    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def acknowledge(hook: kit.WebhookRequest, ctx: Ctx) -> kit.HttpResponse:
    return kit.HttpResponse(200, b"[accepted]")


def peek(hook: kit.WebhookRequest) -> EventReference:
    """Of a batch, what the first item is about."""
    items = _items(hook)
    if items is None:
        return token_events.peek(hook)
    about = read(items[0]) if items else About()
    return EventReference(event_type=about.type, reference=about.reference)


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    items = _items(hook)
    return token_events.parse(hook) if items is None else [event(item, hook.context) for item in items]


def _items(hook: kit.WebhookRequest) -> list[Item] | None:
    """None where the webhook is of the other kind, which has its proof in a header."""
    body = kit.read_json(hook, Notification)
    if body.notificationItems is not None:
        return [wrapper.NotificationRequestItem for wrapper in body.notificationItems]
    if body.type is None:
        raise InvalidField("request_details.body", "has neither notificationItems nor a type")
    return None


def event(item: Item, known: EventContext | None) -> Event:
    """The same event sent again has the same pspReference, eventCode and success: Adyen's own advice for duplicates."""
    about = read(item, known)
    return Event(event_type=about.type, connector_event_id=f"{item.eventCode}:{item.pspReference}:{item.success}",
                 event_content=about.content, beyond_contract=item.eventCode in BEYOND_CONTRACT)


def read(item: Item, known: EventContext | None = None) -> About:
    code = item.eventCode
    if code == "AUTHORISATION" and item.good and captured_at_once(known):
        return of_payment(item, Type.PAYMENT_INTENT_SUCCESS, Status.CHARGED)
    if code == "CAPTURE" and item.good and captured_in_parts(known):
        return of_payment(item, Type.PAYMENT_INTENT_CAPTURE_SUCCESS, Status.PARTIAL_CHARGED_AND_CHARGEABLE)
    if code in PAYMENTS:
        return of_payment(item, *PAYMENTS[code][0 if item.good else 1])
    if code == "CANCEL_OR_REFUND" and item.more.modification_action == "cancel":
        return of_payment(item, *PAYMENTS["CANCELLATION"][0 if item.good else 1])
    if code in REFUNDS:
        return of_refund(item, *REFUNDS[code][0 if item.good else 1])
    if code in DISPUTES:
        return of_dispute(item)
    if code in PAYOUTS:
        return About(PAYOUTS[code][0 if item.good else 1], PayoutReference(
            connector_payout_id=item.payment, merchant_payout_id=item.merchantReference))
    if code == "RECURRING_CONTRACT":
        return of_contract(item)
    if code in OTHERS:
        return About(OTHERS[code][0 if item.good else 1], _payment_reference(item))
    return About()


def captured_at_once(known: EventContext | None) -> bool:
    """Adyen says "AUTHORISATION" of money that is reserved and of money that is taken, and sends no CAPTURE for the
    second: only who made the payment knows which it was.
    """
    return isinstance(known, PaymentEventContext) and known.capture_method in (
        CaptureMethod.AUTOMATIC, CaptureMethod.SEQUENTIAL_AUTOMATIC)


def captured_in_parts(known: EventContext | None) -> bool:
    """The event has the amount of one capture, and neither what others took nor what is left."""
    return isinstance(known, PaymentEventContext) and known.capture_method is CaptureMethod.MANUAL_MULTIPLE


def of_payment(item: Item, kind: Type | None, status: Status) -> About:
    money = _money(item)
    return About(kind, _payment_reference(item), Payment(
        status=status, raw_connector_status=_raw(item), connector_transaction_id=item.payment,
        merchant_transaction_id=item.merchantReference or None,
        error=failure(item) if status in FAILED else None,
        amount=money if item.eventCode in AUTHORISING else None,
        captured_amount=money if status is Status.CHARGED else None))


def of_refund(item: Item, kind: Type | None, status: RefundStatus) -> About:
    return About(kind, RefundReference(
        connector_refund_id=item.pspReference, merchant_refund_id=item.merchantReference or None,
        connector_transaction_id=item.originalReference,
    ), Refund(
        status=status, connector_refund_id=item.pspReference, raw_connector_status=_raw(item),
        merchant_refund_id=item.merchantReference or None, connector_transaction_id=item.originalReference,
        refund_amount=_money(item), error=failure(item) if status is RefundStatus.REFUND_FAILURE else None))


def of_dispute(item: Item) -> About:
    more = item.more
    status, stage = DISPUTES[item.eventCode]
    told = more.disputeStatus or ""
    if told in (("Pending",) if item.eventCode == "CHARGEBACK_REVERSED" else FINER.get(status, ())):
        status = DISPUTE_WORDS[told]
    return About(DISPUTE_TYPES[status], DisputeReference(
        connector_dispute_id=item.pspReference, connector_transaction_id=item.originalReference,
    ), Dispute(
        connector_dispute_id=item.pspReference, connector_transaction_id=item.originalReference,
        dispute_status=status, dispute_stage=stage, connector_status_code=more.disputeStatus or item.eventCode,
        dispute_amount=_money(item), due_date=_epoch_s(more.defensePeriodEndsAt),
        dispute_reason=(more.chargebackReasonCode or more.rfiReasonCode or "").strip() or None,
        dispute_message=item.why or None))


def of_contract(item: Item) -> About:
    """A stored method: `pspReference` is its token. Of the payment that it came with this says nothing but the id."""
    kind = Type.MANDATE_ACTIVE if item.good else Type.MANDATE_FAILED
    token = item.pspReference if item.good else None
    return About(kind, MandateEventReference(connector_mandate_id=token), Payment(
        status=Status.UNRESOLVED, raw_connector_status=_raw(item), connector_transaction_id=item.originalReference,
        merchant_transaction_id=item.merchantReference or None, error=None if item.good else failure(item),
        mandate_reference=ConnectorMandate(connector_mandate_id=token) if token else None))


def failure(item: Item) -> Failure:
    """The reason is a text, the same as `refusalReason` in an answer; there is no code but in the raw one."""
    why, raw = item.why, item.more.refusalReasonRaw
    scheme = raw_code(raw)
    return Failure(
        code=why or item.eventCode, message=why, connector_transaction_id=item.payment, issuer_message=raw,
        decline_code=scheme, network_message=raw, unified=decline_of(why, scheme))


def _payment_reference(item: Item) -> PaymentReference:
    return PaymentReference(
        connector_transaction_id=item.payment, merchant_transaction_id=item.merchantReference or None)


def _raw(item: Item) -> RawConnectorStatus:
    return RawConnectorStatus(code=item.eventCode, message=item.success, reason=item.why or None)


def _money(item: Item) -> Money:
    return from_wire(item.amount.value, Currency(item.amount.currency))


def _epoch_s(text: str | None) -> int | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return int(at.timestamp()) if at.tzinfo else None
