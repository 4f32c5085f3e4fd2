"""Payments from the first call to the last, against the sandbox."""

from __future__ import annotations

import asyncio
import re
import traceback
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import pytest
from msgspec.structs import replace

from client.conftest import KEY
from tollbridge import (
    ACCESS_TOKEN,
    AUTHORIZE,
    Authorize,
    BlockingTollbridge,
    Capture,
    CaptureMethod,
    CreateAccessToken,
    Currency,
    Decline,
    Failure,
    Money,
    OutcomeUnknown,
    Payment,
    PaymentStatus,
    Redirect,
    RefundRequest,
    RefundStatus,
    RefundSync,
    Rejected,
    Sync,
    Tollbridge,
    Unreachable,
    Unsupported,
    Void,
    card,
)
from tollbridge.sandbox import FaultKind, SandboxThread

CREATE = "payment_intents.create"
PRICE = Money.from_major("12.34", Currency.EUR)


def order(number: str = "4242424242424242", price: Money = PRICE, **others: str) -> Authorize:
    return Authorize(amount=price, payment_method=card(number, "12", "2030", cvc="737"),
                     merchant_transaction_id=others.get("order", "order-1"), return_url="https://shop.example/back")


def keys_sent(running: SandboxThread) -> list[str]:
    return [arrival.headers["idempotency-key"] for arrival in running.sandbox.requests
            if arrival.operation == CREATE]


def outcome(payment: Payment) -> str:
    """As a program reads a result."""
    match payment:
        case Payment(status=PaymentStatus.CHARGED | PaymentStatus.AUTHORIZED):
            return "deliver"
        case Payment(redirection_data=Redirect(uri=uri)):
            return f"send the shopper to {uri}"
        case Payment(error=Failure(unified=Decline.INSUFFICIENT_FUNDS)):
            return "ask for another card"
        case Payment(error=Failure(message=why)):
            return why
        case _:
            return "sync"


async def test_reserve_take_and_give_back_a_part(stripe: Tollbridge, running: SandboxThread) -> None:
    reserved = await stripe.authorize(replace(order(), capture_method=CaptureMethod.MANUAL))
    assert reserved.status is PaymentStatus.AUTHORIZED
    assert reserved.connector_transaction_id is not None
    taken = await stripe.capture(Capture(
        connector_transaction_id=reserved.connector_transaction_id, amount_to_capture=PRICE))
    assert (taken.status, taken.captured_amount) == (PaymentStatus.CHARGED, PRICE)
    part = Money.from_major("2.34", Currency.EUR)
    refund = await stripe.refund(RefundRequest(
        connector_transaction_id=reserved.connector_transaction_id, refund_amount=part))
    assert (refund.status, refund.refund_amount) == (RefundStatus.REFUND_SUCCESS, part)
    assert refund.connector_refund_id is not None
    again = await stripe.refund_sync(RefundSync(connector_refund_id=refund.connector_refund_id))
    assert again.status is RefundStatus.REFUND_SUCCESS
    total = running.sandbox.ledger.total("EUR")
    assert (total.captured, total.refunded) == (1234, 234)


async def test_a_reservation_is_released(stripe: Tollbridge) -> None:
    reserved = await stripe.authorize(replace(order(), capture_method=CaptureMethod.MANUAL))
    assert reserved.connector_transaction_id is not None
    void = await stripe.void(Void(connector_transaction_id=reserved.connector_transaction_id))
    assert void.status is PaymentStatus.VOIDED
    now = await stripe.sync(Sync(connector_transaction_id=reserved.connector_transaction_id))
    assert now.status is PaymentStatus.VOIDED


@pytest.mark.parametrize(("number", "want"), [
    ("4242424242424242", "deliver"), ("4000000000009995", "ask for another card"),
    ("4000000000000002", "Your card was declined.")])
async def test_a_result_is_matched(stripe: Tollbridge, number: str, want: str) -> None:
    assert outcome(await stripe.authorize(order(number))) == want


async def test_a_challenge_is_met_and_synced(stripe: Tollbridge) -> None:
    pending = await stripe.authorize(order("4000002760003184"))
    assert pending.status is PaymentStatus.AUTHENTICATION_PENDING
    assert pending.connector_transaction_id is not None
    found = re.fullmatch("send the shopper to (.*)", outcome(pending))
    assert found is not None
    async with aiohttp.ClientSession() as browser:
        async with browser.get(found[1]) as page:
            button = re.search(r'name="(\w+)" value="(\w+)"[^>]*>Complete<', await page.text())
            assert button is not None
        async with browser.post(found[1], data={button[1]: button[2]}, allow_redirects=False) as back:
            assert back.status == 303
    paid = await stripe.sync(Sync(connector_transaction_id=pending.connector_transaction_id))
    assert paid.status is PaymentStatus.CHARGED


async def test_after_an_unknown_outcome_the_same_key_pays_once(stripe: Tollbridge, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    anonymous = replace(order(), merchant_transaction_id=None)  # so the client has to make a key
    with pytest.raises(OutcomeUnknown) as told:
        await stripe.authorize(anonymous)
    assert told.value.repeatable
    assert told.value.advice == "repeat the same request with the same idempotency key"
    assert told.value.__notes__ == [told.value.advice]
    payment = await stripe.authorize(anonymous, idempotency_key=told.value.idempotency_key)
    assert payment.status is PaymentStatus.CHARGED
    assert running.sandbox.ledger.total("EUR").charges == 1


async def test_the_key_is_the_callers_else_the_requests_own_else_new(
        stripe: Tollbridge, running: SandboxThread) -> None:
    await stripe.authorize(order(), idempotency_key="mine")
    await stripe.authorize(order())
    for _ in range(2):
        await stripe.authorize(replace(order(), merchant_transaction_id=None))
    mine, own, *new = keys_sent(running)
    assert (mine, own) == ("mine", "order-1")
    assert len(set(new)) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in new)


async def test_a_question_gets_no_key(stripe: Tollbridge, running: SandboxThread) -> None:
    paid = await stripe.authorize(order())
    assert paid.connector_transaction_id is not None
    running.sandbox.faults.add(FaultKind.CUT_BEFORE_EFFECT, operation="payment_intents.retrieve")
    with pytest.raises(OutcomeUnknown) as told:
        await stripe.sync(Sync(connector_transaction_id=paid.connector_transaction_id))
    assert told.value.idempotency_key is None
    assert told.value.repeatable


async def test_a_call_ends_in_its_own_time(stripe: Tollbridge, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.LATENCY, operation=CREATE, seconds=30)
    with pytest.raises(OutcomeUnknown):
        await stripe.authorize(order(), timeout_s=0.5)
    with pytest.raises(Unreachable):
        await stripe.authorize(order(), timeout_s=0)


async def test_many_calls_at_once(stripe: Tollbridge, running: SandboxThread) -> None:
    payments = await asyncio.gather(*(stripe.authorize(order(order=f"order-{n}")) for n in range(20)))
    assert {payment.merchant_transaction_id for payment in payments} == {f"order-{n}" for n in range(20)}
    assert running.sandbox.ledger.total("EUR").charges == 20


def test_the_blocking_client_has_the_same_names_and_serves_threads(
        blocking: BlockingTollbridge, running: SandboxThread) -> None:
    with ThreadPoolExecutor(4) as pool:
        payments = list(pool.map(lambda n: blocking.authorize(order(order=f"order-{n}")), range(12)))
    assert {payment.status for payment in payments} == {PaymentStatus.CHARGED}
    assert running.sandbox.ledger.total("EUR").charges == 12


def test_the_blocking_client_tells_unknown_outcomes_apart_too(
        blocking: BlockingTollbridge, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    with pytest.raises(OutcomeUnknown) as told:
        blocking.authorize(order())
    assert told.value.idempotency_key == "order-1"
    assert blocking.authorize(order()).status is PaymentStatus.CHARGED
    assert running.sandbox.ledger.total("EUR").charges == 1


async def test_an_operation_may_be_given_as_a_value(stripe: Tollbridge) -> None:
    assert (await stripe.call(AUTHORIZE, order())).status is PaymentStatus.CHARGED


async def test_what_the_processor_does_not_offer_is_unsupported(stripe: Tollbridge, running: SandboxThread) -> None:
    assert not stripe.supports(ACCESS_TOKEN)
    with pytest.raises(Unsupported, match="access_token on stripe"):
        await stripe.access_token(CreateAccessToken())
    assert len(list(running.sandbox.requests)) == 0


@pytest.mark.parametrize(("key", "path"), [("nonsense sesame", "/stripe"), (KEY, "/nowhere/sesame")])
async def test_no_secret_is_in_an_error_or_a_repr(running: SandboxThread, key: str, path: str) -> None:
    async with Tollbridge("stripe", environment="test", api_key=key, base_url=running.url + path) as client:
        assert "sesame" not in repr((client, client.authorize, client.connector))
        with pytest.raises(Rejected) as told:
            await client.authorize(order())
    shown = "".join(traceback.format_exception(told.value)) + repr(told.value)
    assert "sesame" not in shown
    assert "4242" not in shown


async def test_a_closed_client_sends_nothing(running: SandboxThread) -> None:
    client = Tollbridge("stripe", environment="test", api_key=KEY, base_url=running.base_url("stripe"))
    await client.close()
    with pytest.raises(Unreachable, match="closed"):
        await client.authorize(order())
    await client.close()
