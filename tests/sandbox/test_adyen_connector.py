"""Our own connector against the simulated Adyen, where it is there: what one sends the other understands."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import pytest

from sandbox.adyen_bodies import KEY, MERCHANT, RETURN_URL, THREE_DS_CARD
from sandbox.receiver import Receiver
from tollbridge import (
    AuthenticationType,
    Authorize,
    BrowserInformation,
    Capture,
    CaptureMethod,
    Currency,
    Money,
    OutcomeUnknown,
    PaymentStatus,
    Redirect,
    RefundRequest,
    RefundStatus,
    Rejected,
    Secret,
    Sync,
    Tollbridge,
    Void,
    WebhookEventType,
    card,
    catalog,
)
from tollbridge.sandbox import FaultKind, Sandbox

pytestmark = pytest.mark.skipif("adyen" not in catalog.names(), reason="there is no adyen connector here")

HMAC_KEY = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"
PRICE = Money.from_major("12.34", Currency.EUR)
PART = Money.from_major("2.34", Currency.EUR)
BROWSER = BrowserInformation(
    color_depth=24, screen_height=1080, screen_width=1920, java_enabled=False, java_script_enabled=True,
    language="en-GB", time_zone_offset_minutes=0, accept_header="text/html", user_agent="Test",
    ip_address="203.0.113.7")


@pytest.fixture
async def shop() -> AsyncIterator[Receiver]:
    shop = Receiver(b"[accepted]")
    async with shop.listening():
        yield shop


@pytest.fixture
async def sandbox(shop: Receiver) -> AsyncIterator[Sandbox]:
    async with Sandbox(webhook_url=shop.url, webhook_secret=HMAC_KEY) as sandbox:
        yield sandbox


@pytest.fixture
async def adyen(sandbox: Sandbox) -> AsyncIterator[Tollbridge]:
    async with Tollbridge("adyen", environment="test", api_key=KEY, merchant_account=MERCHANT,
                          base_url=sandbox.base_url("adyen")) as client:
        yield client


def order(number: str = "4111111111111111", reference: str = "o1", holder: str = "Jane Doe",
          capture: CaptureMethod = CaptureMethod.AUTOMATIC, asks: bool = False) -> Authorize:
    return Authorize(
        amount=PRICE, payment_method=card(number, "03", "2030", cvc="737", holder=holder),
        merchant_transaction_id=reference, return_url=RETURN_URL, capture_method=capture, browser_info=BROWSER,
        auth_type=AuthenticationType.THREE_DS if asks else AuthenticationType.NO_THREE_DS)


async def test_a_reservation_is_captured_refunded_and_told(adyen: Tollbridge, sandbox: Sandbox,
                                                           shop: Receiver) -> None:
    reserved = await adyen.authorize(order(capture=CaptureMethod.MANUAL))
    assert reserved.status is PaymentStatus.AUTHORIZED
    psp = str(reserved.connector_transaction_id)
    captured = await adyen.capture(Capture(connector_transaction_id=psp, amount_to_capture=PRICE,
                                           merchant_capture_id="c1"))
    refunded = await adyen.refund(RefundRequest(connector_transaction_id=psp, payment_amount=PRICE,
                                                refund_amount=PART, merchant_refund_id="r1"))
    assert (captured.status, refunded.status) == (PaymentStatus.PENDING, RefundStatus.REFUND_PENDING)
    total = sandbox.ledger.total("EUR", payment=psp)
    assert (total.captured, total.refunded, total.held) == (1234, 234, 0)
    await sandbox.webhooks.drained()
    types = []
    for body, headers in shop.hooks:
        events, answer = await adyen.handle_webhook(body, dict(headers), secret=HMAC_KEY)
        types += [event.event_type for event in events]
        assert answer.body == b"[accepted]"
    assert types == [WebhookEventType.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
                     WebhookEventType.PAYMENT_INTENT_CAPTURE_SUCCESS, WebhookEventType.WEBHOOK_REFUND_SUCCESS]


async def test_a_reservation_is_released(adyen: Tollbridge, sandbox: Sandbox) -> None:
    reserved = await adyen.authorize(order(capture=CaptureMethod.MANUAL))
    await adyen.void(Void(connector_transaction_id=str(reserved.connector_transaction_id), merchant_void_id="v1"))
    total = sandbox.ledger.total("EUR")
    assert (total.released, total.held) == (1234, 0)


async def test_a_decline_is_a_value(adyen: Tollbridge, sandbox: Sandbox) -> None:
    declined = await adyen.authorize(order(holder="NOT_ENOUGH_BALANCE"))
    assert declined.status is PaymentStatus.FAILURE
    assert declined.error is not None
    assert declined.error.code == "12"
    assert len(sandbox.ledger) == 0


async def test_3ds_goes_on_with_a_sync(adyen: Tollbridge, sandbox: Sandbox) -> None:
    away = await adyen.authorize(order(THREE_DS_CARD, asks=True))
    assert away.status is PaymentStatus.AUTHENTICATION_PENDING
    assert isinstance(away.redirection_data, Redirect)
    async with (aiohttp.ClientSession() as browser,
                browser.post(away.redirection_data.uri, data={"outcome": "complete"}, allow_redirects=False) as back):
        query = urlsplit(back.headers["Location"]).query
    for _ in range(2):
        paid = await adyen.sync(Sync(connector_transaction_id="", encoded_data=Secret(query), amount=PRICE))
        assert paid.status is PaymentStatus.CHARGED
    assert sandbox.ledger.total("EUR").charges == 1


async def test_an_unknown_outcome_is_cleared_up_by_the_same_request(adyen: Tollbridge, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="adyen", operation="payments.create", times=10)
    with pytest.raises(OutcomeUnknown):
        await adyen.authorize(order())
    sandbox.faults.clear()
    assert (await adyen.authorize(order())).status is PaymentStatus.CHARGED
    assert sandbox.ledger.total("EUR", reference="o1").charges == 1


async def test_a_call_that_adyen_refuses_is_rejected(sandbox: Sandbox) -> None:
    async with Tollbridge("adyen", environment="test", api_key="wrong", merchant_account=MERCHANT,
                          base_url=sandbox.base_url("adyen")) as stranger:
        with pytest.raises(Rejected) as refused:
            await stranger.authorize(order())
    assert refused.value.http_status == 401
    assert len(sandbox.ledger) == 0
    assert json.dumps([str(arrival) for arrival in sandbox.requests]).count("wrong") == 0
