"""Callbacks of the simulated PhonePe are taken in by the connector, and nobody else's are."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from aiohttp import web

from sandbox.phonepe_shop import ACCOUNT, SALT_KEY, Receiver, due, mandate, money_back, order, plan, rupees, x_verify
from tollbridge import (
    PaymentStatus,
    Refund,
    RefundStatus,
    RevokeMandate,
    SignatureMismatch,
    Tollbridge,
    WebhookEventType as Type,
)
from tollbridge.domain.events import Event
from tollbridge.sandbox import FaultKind, Sandbox


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hooks", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def sandbox(receiver: Receiver) -> AsyncIterator[Sandbox]:
    async with Sandbox(webhook_url=receiver.url) as sandbox:
        yield sandbox


@pytest.fixture
async def shop(sandbox: Sandbox) -> AsyncIterator[Tollbridge]:
    async with Tollbridge("phonepe", environment="test", base_url=sandbox.base_url("phonepe"), **ACCOUNT) as shop:
        yield shop


async def taken_in(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver) -> list[Event]:
    await sandbox.webhooks.drained()
    handled = [await shop.handle_webhook(body, headers, secret=SALT_KEY) for body, headers in receiver.hooks]
    assert all(one.acknowledgement.status == 200 for one in handled)
    return [event for one in handled for event in one.events]


@pytest.mark.parametrize(("vpa", "kind", "status"), [
    ("success@ybl", Type.PAYMENT_INTENT_SUCCESS, PaymentStatus.CHARGED),
    ("failed.ZM@ybl", Type.PAYMENT_INTENT_FAILURE, PaymentStatus.FAILURE)])
async def test_the_end_of_a_payment_is_told(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver, vpa: str,
                                            kind: Type, status: PaymentStatus) -> None:
    await shop.authorize(order("o-1", vpa))
    (event,) = await taken_in(shop, sandbox, receiver)
    told: Any = event.event_content
    assert (event.event_type, told.status, told.connector_transaction_id) == (kind, status, "o-1")
    assert told.amount == rupees(42500)


async def test_the_end_of_a_refund_is_told_as_a_refund(shop: Tollbridge, sandbox: Sandbox,
                                                       receiver: Receiver) -> None:
    await shop.authorize(order("o-1"))
    await shop.refund(money_back("r-1", "o-1", 12500))
    await sandbox.settle("phonepe", "r-1")
    event = (await taken_in(shop, sandbox, receiver))[-1]
    told = event.event_content
    assert isinstance(told, Refund)
    assert (event.event_type, told.status, told.connector_refund_id, told.connector_transaction_id) == (
        Type.WEBHOOK_REFUND_SUCCESS, RefundStatus.REFUND_SUCCESS, "r-1", "o-1")


async def test_nothing_is_told_of_what_waits(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver) -> None:
    await shop.authorize(order("o-1", "pending@ybl"))
    assert await taken_in(shop, sandbox, receiver) == []


async def test_a_callback_that_comes_twice_says_the_same(shop: Tollbridge, sandbox: Sandbox,
                                                         receiver: Receiver) -> None:
    sandbox.faults.add(FaultKind.DUPLICATE_WEBHOOKS, processor="phonepe")
    await shop.authorize(order("o-1"))
    first, second = await taken_in(shop, sandbox, receiver)
    assert first == second


@pytest.mark.parametrize(("key", "index"), [
    ("guessed", "1"), ("sandbox-salt-key-two", "1"), ("", "1"), ("guessed", "2")])
async def test_a_forged_callback_is_turned_away(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver, key: str,
                                                index: str) -> None:
    await shop.authorize(order("o-1"))
    await sandbox.webhooks.drained()
    ((body, headers),) = receiver.hooks
    said = msgspec.json.decode(body)["response"]
    with pytest.raises(SignatureMismatch):
        await shop.handle_webhook(body, {**headers, "X-VERIFY": x_verify(said, key, index)}, secret=SALT_KEY)


async def test_a_callback_with_another_amount_is_turned_away(shop: Tollbridge, sandbox: Sandbox,
                                                             receiver: Receiver) -> None:
    await shop.authorize(order("o-1"))
    await sandbox.webhooks.drained()
    ((body, headers),) = receiver.hooks
    said = base64.b64decode(msgspec.json.decode(body)["response"]).replace(b"42500", b"99900")
    forged = msgspec.json.encode({"response": base64.b64encode(said).decode()})
    with pytest.raises(SignatureMismatch):
        await shop.handle_webhook(forged, headers, secret=SALT_KEY)


async def test_a_callback_signed_with_the_second_key_wants_that_key(sandbox: Sandbox, receiver: Receiver) -> None:
    second: dict[str, Any] = {"merchant_id": "SANDBOXUAT", "salt_key": "sandbox-salt-key-two", "salt_index": "2"}
    async with Tollbridge("phonepe", environment="test", base_url=sandbox.base_url("phonepe"), **second) as rolled:
        await rolled.authorize(order("o-1"))
        await sandbox.webhooks.drained()
        ((body, headers),) = receiver.hooks
        with pytest.raises(SignatureMismatch):
            await rolled.handle_webhook(body, headers, secret=SALT_KEY)
        events, _ = await rolled.handle_webhook(body, headers, secret=SALT_KEY,
                                                additional_secret="sandbox-salt-key-two")
    assert events[0].event_type is Type.PAYMENT_INTENT_SUCCESS


async def test_all_that_becomes_of_a_mandate_is_told(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver) -> None:
    its = mandate(await shop.setup_mandate(plan("m-1", "success@ybl", 9900)))
    await shop.charge_mandate(due("d-1", its))
    await sandbox.settle("phonepe", "d-1")
    await shop.charge_mandate(due("d-2", its))
    await sandbox.settle("phonepe", "d-2", "failed")
    await shop.revoke_mandate(RevokeMandate(connector_mandate_id=its))
    events = await taken_in(shop, sandbox, receiver)
    told: list[Any] = [event.event_content for event in events]
    assert {(event.event_type, one and one.connector_transaction_id, one and one.status)
            for event, one in zip(events, told, strict=True)} == {
        (Type.MANDATE_ACTIVE, "auth:m-1", PaymentStatus.CHARGED),
        (Type.PAYMENT_INTENT_PROCESSING, "debit:d-1", PaymentStatus.PENDING),
        (Type.PAYMENT_INTENT_SUCCESS, "debit:d-1", PaymentStatus.CHARGED),
        (Type.PAYMENT_INTENT_PROCESSING, "debit:d-2", PaymentStatus.PENDING),
        (Type.PAYMENT_INTENT_FAILURE, "debit:d-2", PaymentStatus.FAILURE),
        (Type.MANDATE_REVOKED, None, None)}
    assert len({event.connector_event_id for event in events}) == 6


async def test_a_mandate_that_is_not_agreed_to_is_told(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver) -> None:
    await shop.setup_mandate(plan("m-1", "failed.ZM@ybl"))
    (event,) = await taken_in(shop, sandbox, receiver)
    assert event.event_type is Type.MANDATE_FAILED


async def test_a_mandates_callback_twice_is_one_event(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver) -> None:
    sandbox.faults.add(FaultKind.DUPLICATE_WEBHOOKS, processor="phonepe", operation="mandates.authorize")
    await shop.setup_mandate(plan("m-1", "success@ybl"))
    first, second = await taken_in(shop, sandbox, receiver)
    assert first == second


async def test_a_mandates_forged_callback_is_turned_away(shop: Tollbridge, sandbox: Sandbox,
                                                         receiver: Receiver) -> None:
    await shop.setup_mandate(plan("m-1", "failed@ybl"))
    await sandbox.webhooks.drained()
    ((body, headers),) = receiver.hooks
    said = base64.b64decode(msgspec.json.decode(body)["response"]).replace(b"FAILED", b"ACTIVE")
    text = base64.b64encode(said).decode()
    for signed in ({}, {"X-VERIFY": x_verify(text, "guessed")}):
        with pytest.raises(SignatureMismatch):
            await shop.handle_webhook(msgspec.json.encode({"response": text}), {**headers, **signed}, secret=SALT_KEY)


async def test_payments_are_told_as_before(shop: Tollbridge, sandbox: Sandbox, receiver: Receiver) -> None:
    await shop.authorize(order("m-1"))
    await shop.setup_mandate(plan("m-1", "success@ybl"))
    kinds = {event.event_type for event in await taken_in(shop, sandbox, receiver)}
    assert kinds == {Type.PAYMENT_INTENT_SUCCESS, Type.MANDATE_ACTIVE}
