"""Webhooks: peeked at to route them, verified before they are read, answered as the processor expects."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any

import msgspec
import pytest

from client.test_client_accounts import OwnTransport
from engine import acme
from engine.acme_server import AcmeServer
from tollbridge import (
    BlockingTollbridge,
    HttpRequest,
    HttpResponse,
    InvalidField,
    Payment,
    PaymentReference,
    PaymentStatus,
    SignatureMismatch,
    Tollbridge,
    Unsupported,
    WebhookEventType,
)
from tollbridge.kit import Connector

SECRET = "whsec_sesame"
PAID = msgspec.json.encode({
    "id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {
        "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 1234, "currency": "eur",
        "amount_received": 1234, "metadata": {"order_id": "order-1"}}}})


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """As Stripe signs: https://docs.stripe.com/webhooks#verify-manually"""
    stamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={stamp},v1={signature}"}


@pytest.fixture
def stripe() -> Tollbridge:
    return Tollbridge("stripe", environment="test", api_key="sk")


def test_a_webhook_is_peeked_at_unverified(stripe: Tollbridge) -> None:
    about = stripe.peek_webhook(PAID)
    assert about.event_type is WebhookEventType.PAYMENT_INTENT_SUCCESS
    assert about.reference == PaymentReference(connector_transaction_id="pi_1", merchant_transaction_id="order-1")


def test_what_is_no_webhook_is_no_event(stripe: Tollbridge) -> None:
    with pytest.raises(InvalidField):
        stripe.peek_webhook(b"<html>")


async def test_a_genuine_webhook_is_read(stripe: Tollbridge) -> None:
    events, answer = await stripe.handle_webhook(PAID, signed(PAID), secret=SECRET)
    (event,) = events
    assert event.connector_event_id == "evt_1"
    assert isinstance(event.event_content, Payment)
    assert event.event_content.status is PaymentStatus.CHARGED
    assert (answer.status, answer.body) == (200, b"")


def test_the_blocking_client_reads_it_too_and_knows_rolled_secrets() -> None:
    client = BlockingTollbridge("stripe", environment="test", api_key="sk")
    handled = client.handle_webhook(PAID, list(signed(PAID).items()), secret="whsec_new", additional_secret=SECRET)
    assert [event.event_type for event in handled.events] == [WebhookEventType.PAYMENT_INTENT_SUCCESS]


@pytest.mark.parametrize(("body", "headers"), [
    (PAID, {}), (PAID, signed(PAID, "whsec_other")), (PAID + b" ", signed(PAID))])
async def test_a_webhook_that_proves_nothing_is_not_read(stripe: Tollbridge, body: bytes, headers: Any) -> None:
    with pytest.raises(SignatureMismatch) as told:
        await stripe.handle_webhook(body, headers, secret=SECRET)
    assert "sesame" not in repr(told.value)


class Verifying(AcmeServer):
    """Says of every webhook that it is genuine."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/webhooks/verify":
            return HttpResponse(200, b'{"genuine": true}')
        return super().answer(request)


async def test_all_events_of_a_webhook_come_in_order_with_the_processors_own_answer() -> None:
    client = Tollbridge(
        acme.CONNECTOR, environment="test", transport=OwnTransport(Verifying()), api_key="sk", prefix="p")
    body = b'{"id": "a", "word": "reserved"}\n{"id": "b", "word": "taken"}'
    events, answer = await client.handle_webhook(body, {}, secret="s", url="/hooks/acme?shop=1")
    assert [event.connector_event_id for event in events] == ["a", "b"]
    assert answer.body == b"[accepted]"


def test_a_processor_without_webhooks_has_none() -> None:
    silent: Connector[acme.Account] = Connector(
        id="silent", account=acme.Account, live_url="", test_url="", sign=acme.sign, error=acme.parse_error, flows=())
    with pytest.raises(Unsupported, match="webhooks of silent"):
        Tollbridge(silent, environment="test", api_key="k", prefix="p").peek_webhook(b"{}")
