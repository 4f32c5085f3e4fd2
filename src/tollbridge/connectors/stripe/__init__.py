"""Stripe: form requests, JSON answers, one PaymentIntent for the life of a payment.

API https://docs.stripe.com/api (version 2022-11-15, pinned by header), errors https://docs.stripe.com/error-codes,
declines https://docs.stripe.com/declines/codes, webhooks https://docs.stripe.com/webhooks,
test cards https://docs.stripe.com/testing. Amounts: Stripe's minor units, integers; zero-decimal currencies have none,
three-decimal ones end in zero, ISK and UGX count with two digits that must be zero.

Idempotency: an Idempotency-Key on every POST, up to 255 characters, kept for at least 24 hours; the same key with
another body is an error, and says nothing about the first request. https://docs.stripe.com/api/idempotent_requests

Oddities, as of 2026-04:
- A decline of a confirmed intent is HTTP 402 with the intent in the error; later, the intent says
  requires_payment_method and keeps the error in last_payment_error, also after a later success.
- `succeeded` is also the word after a partial capture: amount_received tells.
- 3DS by redirect: next_action.redirect_to_url; the shopper comes back to return_url, and a sync has the outcome.
- Charges of a test key need no account setting for card numbers over the API; live keys do.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Account, Ctx, sign
from tollbridge.connectors.stripe.declines import DECLINES
from tollbridge.connectors.stripe.payments import (
    build_authorize,
    build_capture,
    build_sync,
    build_void,
    failure,
    method_fields,
    parse_payment,
)
from tollbridge.connectors.stripe.refunds import build_refund, build_refund_sync, parse_refund
from tollbridge.connectors.stripe.webhook import parse_event, peek, verify
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, REFUND_SYNC, SYNC, VOID

NO = ("card_error", "invalid_request_error")


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """An idempotency_error is no no: the first request with that key may have gone through."""
    error = kit.read_json(res, wire.ErrorBody).error
    if res.status == 409 or error.type == "idempotency_error":
        return OutcomeUnknown(f"{error.code or error.type}: {error.message}", http_status=res.status)
    if res.status in (400, 402) and error.type in NO:
        return failure(error)
    return kit.rejected(res, error.code or "", error.message or "") if res.status in kit.UNTOUCHED else None


CONNECTOR = kit.Connector(
    id="stripe", account=Account, live_url="https://api.stripe.com", test_url="https://api.stripe.com",
    sign=sign, error=parse_error, declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event),
    idempotency=kit.Idempotency("idempotency-key", max_length=255, kept_for=timedelta(hours=24)),
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_payment, methods=method_fields,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.THREE_DS, Feature.SETUP_MANDATE})),
        kit.Flow(CAPTURE, build_capture, parse_payment),
        kit.Flow(VOID, build_void, parse_payment),
        kit.Flow(SYNC, build_sync, parse_payment),
        kit.Flow(REFUND, build_refund, parse_refund),
        kit.Flow(REFUND_SYNC, build_refund_sync, parse_refund),
    ),
)
