"""Acme Pay, a processor that does not exist: JSON both ways, one object for the life of a payment.

API https://docs.acme.example/api, errors https://docs.acme.example/errors, webhooks
https://docs.acme.example/webhooks. Amounts: decimal texts in major units, such as "12.34".

Idempotency: an Acme-Key on every POST, up to 64 characters, kept for a day.

Oddities, as of 2026-11:
- KWD and the other currencies of three digits are counted with two: a third digit must be zero.
- A decline is HTTP 422 with a code; later, the payment says `refused` and keeps the code in `reason`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import singledispatch
from typing import Any

from msgspec import Struct
from tollbridge import kit
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.events import Event, EventReference, PaymentReference, WebhookEventType, WebhookSecrets
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, SYNC
from tollbridge.domain.payments import Authorize, Capture, CaptureMethod, Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

UNITS = CurrencyUnits({currency: 2 for currency in Currency if currency.exponent == 3})
STATUS = kit.payment_statuses(reserved=Status.AUTHORIZED, taken=Status.CHARGED, refused=Status.FAILURE)
DECLINES: Mapping[str, Decline] = {
    "no_funds": Decline.INSUFFICIENT_FUNDS,
    "not_today": Decline.DO_NOT_HONOR,
}
EVENTS = {
    "payment.reserved": WebhookEventType.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
    "payment.taken": WebhookEventType.PAYMENT_INTENT_SUCCESS,
    "payment.refused": WebhookEventType.PAYMENT_INTENT_FAILURE,
}
TOLERANCE = timedelta(minutes=5)


class Account(Struct, frozen=True, kw_only=True):
    """`api_key` is the key of the merchant's Acme account; its first letters say whether it is one for tests."""

    api_key: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]


class PaymentBody(Struct):
    """https://docs.acme.example/api#payment"""

    id: str
    status: str
    amount: str
    currency: str
    reason: str | None = None


class ErrorBody(Struct):
    code: str
    message: str = ""


class EventBody(Struct):
    """https://docs.acme.example/webhooks#event"""

    id: str
    type: str
    payment: PaymentBody


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    req = req.with_headers({"authorization": kit.bearer(ctx.account.api_key)})
    return req if req.method == "GET" else req.with_headers({"acme-key": ctx.idempotency_key})


@singledispatch
def method_fields(method: object) -> dict[str, Any]:
    raise Unsupported(type(method).__name__)


@method_fields.register
def card(method: Card) -> dict[str, Any]:
    return {"number": method.card_number, "month": method.card_exp_month, "year": method.card_exp_year,
            "code": method.card_cvc or None}


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"merchant_transaction_id": req.merchant_transaction_id})
    return kit.post_json("/payments", {
        "reference": req.merchant_transaction_id, "amount": UNITS.major(req.amount), "currency": req.amount.currency,
        "card": method_fields(req.payment_method), "take": req.capture_method is not CaptureMethod.MANUAL})


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(kit.path("/payments/{connector_transaction_id}/take", req),
                         {"amount": UNITS.major(req.amount_to_capture, "amount_to_capture")})


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/payments/{connector_transaction_id}", req))


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return payment(kit.read_json(res, PaymentBody))


def payment(body: PaymentBody) -> Payment:
    status, money = STATUS[body.status], Money.from_major(body.amount, Currency(body.currency))
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=body.status), connector_transaction_id=body.id,
        amount=money, authorized_money=money if status in (Status.AUTHORIZED, Status.CHARGED) else None,
        captured_amount=money if status is Status.CHARGED else None,
        error=Failure(code=body.reason or body.status, message="") if status is Status.FAILURE else None)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """422 is the documented no: https://docs.acme.example/errors"""
    error = kit.read_json(res, ErrorBody)
    if res.status == 422:
        return Failure(code=error.code, message=error.message)
    return kit.rejected(res, error.code, error.message) if res.status in kit.UNTOUCHED else None


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """HMAC-SHA256 over "{time}.{body}": https://docs.acme.example/webhooks#signature"""
    stamp = hook.header("acme-time")
    kit.require_recent(stamp, ctx.now, TOLERANCE)
    signed = stamp.encode() + b"." + hook.body
    kit.require_signature([kit.hmac_sha256(key, signed) for key in secrets.keys], [hook.header("acme-signature")])


def peek(hook: kit.WebhookRequest) -> EventReference:
    body = kit.read_json(hook, EventBody)
    return EventReference(event_type=EVENTS.get(body.type),
                          reference=PaymentReference(connector_transaction_id=body.payment.id))


def parse_event(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    body = kit.read_json(hook, EventBody)
    return [Event(event_type=EVENTS.get(body.type), connector_event_id=body.id, event_content=payment(body.payment))]


CONNECTOR = kit.Connector(
    id="acme", account=Account, live_url="https://api.acme.example", test_url="https://sandbox.acme.example",
    sign=sign, error=parse_error, declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event),
    idempotency=kit.Idempotency("acme-key", max_length=64, kept_for=timedelta(days=1)),
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_payment, methods=method_fields,
                 features=frozenset({Feature.MANUAL_CAPTURE})),
        kit.Flow(CAPTURE, build_capture, parse_payment),
        kit.Flow(SYNC, build_sync, parse_payment),
    ),
)
