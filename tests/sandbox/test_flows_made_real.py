"""Flows beyond the basic ones, from end to end: our connectors against the simulators of their processors."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from sandbox.adyen_bodies import KEY, MERCHANT, RETURN_URL, THREE_DS_CARD
from tollbridge import (
    Authenticate,
    AuthenticationType,
    Authorize,
    BrowserInformation,
    Capture,
    CaptureMethod,
    CreateOrder,
    Currency,
    Customer,
    DeleteToken,
    IncrementAuthorization,
    Money,
    PaymentStatus,
    PostAuthenticate,
    PreAuthenticate,
    RedirectionResponse,
    RequestDetails,
    Secret,
    Tokenize,
    Tollbridge,
    ValidateToken,
    VerifyRedirect,
    Void,
    card,
)
from tollbridge.domain.extensions import TokenStatus
from tollbridge.domain.methods.cards import StoredMethod
from tollbridge.domain.methods.prepaid import Givex
from tollbridge.domain.payments import MultipleCapture
from tollbridge.domain.statuses import AuthorizationStatus, OperationStatus
from tollbridge.sandbox import Sandbox

PRICE = Money.from_major("12.34", Currency.EUR)
PART = Money.from_major("2.34", Currency.EUR)
REST = PRICE - PART
BROWSER = BrowserInformation(
    color_depth=24, screen_height=1080, screen_width=1920, java_enabled=False, java_script_enabled=True,
    language="en-GB", time_zone_offset_minutes=0, accept_header="text/html", user_agent="Test",
    ip_address="203.0.113.7")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def adyen(sandbox: Sandbox) -> AsyncIterator[Tollbridge]:
    async with Tollbridge("adyen", environment="test", api_key=KEY, merchant_account=MERCHANT,
                          base_url=sandbox.base_url("adyen")) as client:
        yield client


@pytest.fixture
async def stripe(sandbox: Sandbox) -> AsyncIterator[Tollbridge]:
    async with Tollbridge("stripe", environment="test", api_key="sk_test_flows",
                          base_url=sandbox.base_url("stripe")) as client:
        yield client


# -- Stripe ------------------------------------------------------------------------------------------------------------
def reserved(**more: Any) -> Authorize:
    return Authorize(amount=PRICE, payment_method=card("4242424242424242", "12", "2030", cvc="123"),
                     merchant_transaction_id="order-1", **more)


def part_of(payment: Any, amount: Money, number: int) -> Capture:
    return Capture(connector_transaction_id=payment.connector_transaction_id, amount_to_capture=amount,
                   merchant_capture_id=f"ship-{number}", multiple_capture_data=MultipleCapture(
                       capture_sequence=number, capture_reference=f"ship-{number}"))


async def test_stripe_takes_a_reservation_in_parts(stripe: Tollbridge) -> None:
    held = await stripe.authorize(reserved(capture_method=CaptureMethod.MANUAL_MULTIPLE))
    first = await stripe.capture(part_of(held, PART, 1))
    assert (first.status, first.captured_amount) == (PaymentStatus.PARTIAL_CHARGED_AND_CHARGEABLE, PART)
    last = await stripe.capture(part_of(held, REST, 2))
    assert (last.status, last.captured_amount) == (PaymentStatus.CHARGED, PRICE)


async def test_stripe_releases_the_rest_of_what_was_taken_in_part(stripe: Tollbridge) -> None:
    held = await stripe.authorize(reserved(capture_method=CaptureMethod.MANUAL_MULTIPLE))
    await stripe.capture(part_of(held, PART, 1))
    over = await stripe.void(Void(connector_transaction_id=str(held.connector_transaction_id)))
    assert (over.status, over.captured_amount) == (PaymentStatus.PARTIAL_CHARGED, PART)


async def test_stripe_takes_no_parts_of_what_was_not_made_for_it(stripe: Tollbridge) -> None:
    held = await stripe.authorize(reserved(capture_method=CaptureMethod.MANUAL))
    refused = await stripe.capture(part_of(held, PART, 1))
    assert refused.status is PaymentStatus.CAPTURE_FAILED
    assert refused.error is not None
    whole = await stripe.capture(Capture(connector_transaction_id=str(held.connector_transaction_id),
                                         amount_to_capture=PRICE))
    assert whole.status is PaymentStatus.CHARGED


@pytest.mark.parametrize(("asked", "status"), [
    (True, AuthorizationStatus.AUTHORIZATION_SUCCESS), (False, AuthorizationStatus.AUTHORIZATION_FAILURE)])
async def test_stripe_raises_what_was_made_to_be_raised(stripe: Tollbridge, asked: bool,
                                                        status: AuthorizationStatus) -> None:
    held = await stripe.authorize(reserved(capture_method=CaptureMethod.MANUAL,
                                           request_incremental_authorization=asked or None))
    raised = await stripe.increment_authorization(IncrementAuthorization(
        connector_transaction_id=str(held.connector_transaction_id), amount=PRICE + PART))
    assert raised.status is status


# -- Adyen -------------------------------------------------------------------------------------------------------------
def authenticated(**more: Any) -> PreAuthenticate:
    return PreAuthenticate(amount=PRICE, payment_method=card(THREE_DS_CARD, "03", "2030", cvc="737"),
                           merchant_transaction_id="o1", return_url=RETURN_URL, browser_info=BROWSER, **more)


def brought(action: dict[str, Any], **proof: str) -> RedirectionResponse:
    """What Adyen's library in the browser hands over."""
    result = base64.b64encode(json.dumps({"authorisationToken": action["authorisationToken"], **proof}).encode())
    return RedirectionResponse(payload={"threeDSResult": result.decode()})


@pytest.mark.parametrize(("verdict", "status"), [
    ("Y", PaymentStatus.AUTHENTICATION_SUCCESSFUL), ("N", PaymentStatus.AUTHENTICATION_FAILED)])
async def test_adyen_authenticates_in_three_steps_and_moves_nothing(adyen: Tollbridge, sandbox: Sandbox, verdict: str,
                                                                    status: PaymentStatus) -> None:
    asked = authenticated()
    first = await adyen.pre_authenticate(asked)
    assert first.status is PaymentStatus.DEVICE_DATA_COLLECTION_PENDING
    device = json.loads(first.connector_feature_data.reveal()) if first.connector_feature_data else {}
    second = await adyen.authenticate(Authenticate(
        amount=PRICE, payment_method=asked.payment_method, redirection_response=brought(device, threeDSCompInd="Y")))
    assert second.status is PaymentStatus.AUTHENTICATION_PENDING
    challenge = json.loads(second.connector_feature_data.reveal()) if second.connector_feature_data else {}
    third = await adyen.post_authenticate(PostAuthenticate(
        amount=PRICE, payment_method=asked.payment_method,
        redirection_response=brought(challenge, transStatus=verdict)))
    assert third.status is status
    assert sandbox.ledger.total("EUR").charges == 0
    if verdict == "N":
        assert third.error is not None
        return
    paid = await adyen.authorize(Authorize(
        amount=PRICE, payment_method=asked.payment_method, merchant_transaction_id="o1", return_url=RETURN_URL,
        authentication_data=third.authentication_data))
    assert paid.status is PaymentStatus.CHARGED


async def test_adyen_verifies_what_the_shopper_came_back_with(adyen: Tollbridge) -> None:
    asked = authenticated()
    sent = await adyen.authorize(Authorize(
        amount=PRICE, payment_method=asked.payment_method, merchant_transaction_id="o1", return_url=RETURN_URL,
        browser_info=BROWSER, auth_type=AuthenticationType.THREE_DS))
    page = sent.redirection_data.uri if sent.redirection_data else ""  # type: ignore[union-attr]
    async with aiohttp.ClientSession() as browser, browser.post(
            page, data={"outcome": "complete"}, allow_redirects=False) as gone:
        back = gone.headers["location"]
    told = await adyen.verify_redirect(VerifyRedirect(request_details=RequestDetails(
        uri=back)))
    assert (told.status, told.source_verified) == (PaymentStatus.AUTHORIZED, True)
    assert told.response_amount == PRICE
    assert urlsplit(back).netloc == urlsplit(RETURN_URL).netloc


async def test_adyen_keeps_a_card_until_it_is_deleted(adyen: Tollbridge) -> None:
    shopper = Customer(id="ada-lantern-1")
    token = await adyen.tokenize(Tokenize(
        amount=Money(0, Currency.EUR), payment_method=card("4111111111111111", "03", "2030", cvc="737"),
        customer=shopper))
    its = str(token.connector_payment_method_id)
    paid = await adyen.authorize(Authorize(
        amount=PRICE, payment_method=StoredMethod(token=Secret(its)), merchant_transaction_id="o2",
        return_url=RETURN_URL, customer=shopper))
    assert paid.status is PaymentStatus.CHARGED
    asked = ValidateToken(payment_method_token=Secret(its), connector_payment_method_id=its, customer=shopper)
    assert (await adyen.validate_token(asked)).status is TokenStatus.ACTIVE
    ended = await adyen.delete_token(DeleteToken(
        payment_method_token=Secret(its), connector_payment_method_id=its, customer=shopper))
    assert ended.status is OperationStatus.SUCCESS
    assert (await adyen.validate_token(asked)).status is TokenStatus.NOT_FOUND


async def test_adyen_takes_an_order_in_two_payments(adyen: Tollbridge) -> None:
    opened = await adyen.create_order(CreateOrder(amount=PRICE, merchant_order_id="order-1"))
    first = await adyen.authorize(Authorize(
        amount=PART, payment_method=Givex(number=Secret("6036280000000000000"), cvc=Secret("123")),
        merchant_transaction_id="o3", return_url=RETURN_URL, connector_order_id=opened.connector_order_id))
    assert first.status is PaymentStatus.CHARGED
    carried = json.loads(first.connector_feature_data.reveal()) if first.connector_feature_data else {}
    rest = await adyen.authorize(Authorize(
        amount=REST, payment_method=card("4111111111111111", "03", "2030", cvc="737"), merchant_transaction_id="o4",
        return_url=RETURN_URL, connector_order_id=carried["connector_order_id"]))
    assert rest.status is PaymentStatus.CHARGED
    beyond = await adyen.authorize(Authorize(
        amount=PART, payment_method=card("4111111111111111", "03", "2030", cvc="737"), merchant_transaction_id="o5",
        return_url=RETURN_URL, connector_order_id=carried["connector_order_id"]))
    assert beyond.status is PaymentStatus.FAILURE
