"""Events arrive in order, signed so that the official SDK verifies them, and again until they are taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import stripe

from sandbox.forms import INTENTS, REFUNDS, method_form
from sandbox.receiver import Receiver
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import FaultKind, Sandbox
from tollbridge.sandbox.stripe.simulator import StripeSimulator

SECRET = "whsec_test"


class Shop(Receiver):
    def events(self) -> list[dict[str, Any]]:
        """Those that came, each verified by the official SDK."""
        return [stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET).to_dict()
                for body, headers in self.hooks]

    def types(self) -> list[str]:
        return [event["type"] for event in self.events()]


@pytest.fixture
async def receiver() -> AsyncIterator[Shop]:
    receiver = Shop()
    async with receiver.listening():
        yield receiver


@pytest.fixture
async def sandbox(receiver: Shop) -> AsyncIterator[Sandbox]:
    """On the real clock, since the SDK compares the signature's time with it."""
    async with Sandbox(webhook_url=receiver.url, webhook_secret=SECRET,
                       webhook_retry_after_s=(0.01, 0.01)) as sandbox:
        yield sandbox


async def post(http: aiohttp.ClientSession, path: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    async with http.post(path, data=form or {}, headers={"Idempotency-Key": f"key {path}"}) as answer:
        told: dict[str, Any] = await answer.json()
        return told


async def test_a_payment_tells_its_story_in_order(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                  receiver: Shop) -> None:
    await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    assert receiver.types() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


async def test_the_envelope_says_what_caused_it(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                receiver: Shop) -> None:
    intent = await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    event = receiver.events()[-1]
    assert (event["object"], event["api_version"], event["livemode"]) == ("event", "2022-11-15", False)
    assert event["id"].startswith("evt_")
    assert event["pending_webhooks"] == 1
    assert event["request"]["id"].startswith("req_")
    assert event["request"]["idempotency_key"] == f"key {INTENTS}"
    assert (event["data"]["object"]["id"], event["data"]["object"]["status"]) == (intent["id"], "succeeded")


async def test_an_event_shows_its_object_as_it_was_then(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                        receiver: Shop) -> None:
    await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    assert receiver.events()[0]["data"]["object"]["status"] == "requires_confirmation"


async def test_capture_and_refund_are_told(http: aiohttp.ClientSession, sandbox: Sandbox, receiver: Shop) -> None:
    intent = await post(http, INTENTS, method_form(capture_method="manual"))
    await post(http, f"{INTENTS}/{intent['id']}/capture", {"amount_to_capture": "600"})
    await post(http, REFUNDS, {"payment_intent": intent["id"], "amount": "100"})
    await sandbox.webhooks.drained()
    assert receiver.types()[2:] == [
        "payment_intent.amount_capturable_updated", "charge.captured", "charge.refunded", "payment_intent.succeeded",
        "refund.created", "charge.refunded"]
    assert receiver.events()[-2]["data"]["object"]["amount"] == 100


async def test_declines_challenges_and_cancellations_are_told(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                              receiver: Shop) -> None:
    declined = await post(http, INTENTS, method_form("pm_card_chargeDeclined"))
    intent = declined["error"]["payment_intent"]["id"]
    await post(http, f"{INTENTS}/{intent}/confirm",
               {"payment_method": "pm_card_authenticationRequired", "return_url": "https://shop.example/"})
    await post(http, f"{INTENTS}/{intent}/cancel")
    await sandbox.webhooks.drained()
    assert receiver.types() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed",
                                "payment_intent.requires_action", "payment_intent.canceled"]


async def test_an_event_is_sent_again_until_it_is_taken(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                        receiver: Shop) -> None:
    receiver.fail_with([500, 302])
    await post(http, INTENTS, method_form(confirm="false", return_url=""))
    await sandbox.webhooks.drained()
    assert len({event["id"] for event in receiver.events()}) == 1
    assert len(receiver.hooks) == 3
    delivery, = sandbox.webhooks.deliveries
    assert (delivery.event_type, delivery.attempts, delivery.delivered) == ("payment_intent.created", 3, True)


async def test_an_event_nobody_takes_does_not_hold_up_the_next(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                               receiver: Shop) -> None:
    receiver.fail_with([500, 500, 500])
    await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    assert [(delivery.delivered, delivery.attempts) for delivery in sandbox.webhooks.deliveries] == [
        (False, 3), (True, 1), (True, 1)]


async def test_an_event_that_cannot_be_signed_does_not_hold_up_the_next(
        http: aiohttp.ClientSession, sandbox: Sandbox, receiver: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = StripeSimulator.sign_webhook

    def once_broken(*given: Any) -> Any:
        monkeypatch.setattr(StripeSimulator, "sign_webhook", sign)
        raise RuntimeError("broken")

    monkeypatch.setattr(StripeSimulator, "sign_webhook", once_broken)
    await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    assert receiver.types() == ["charge.succeeded", "payment_intent.succeeded"]


async def test_events_come_twice_where_a_fault_says_so(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                       receiver: Shop) -> None:
    sandbox.faults.add(FaultKind.DUPLICATE_WEBHOOKS, operation="payment_intents.create")
    await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    assert receiver.types() == ["payment_intent.created", "payment_intent.created", "charge.succeeded",
                                "charge.succeeded", "payment_intent.succeeded", "payment_intent.succeeded"]
    assert len({event["id"] for event in receiver.events()}) == 3
    assert [delivery.attempts for delivery in sandbox.webhooks.deliveries] == [1] * 6


async def test_events_come_in_reverse_where_a_fault_says_so(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                            receiver: Shop) -> None:
    sandbox.faults.add(FaultKind.OUT_OF_ORDER_WEBHOOKS, operation="payment_intents.create")
    await post(http, INTENTS, method_form())
    await post(http, INTENTS.replace("payment_intents", "customers"))
    await sandbox.webhooks.drained()
    assert receiver.types() == ["payment_intent.succeeded", "charge.succeeded", "payment_intent.created",
                                "customer.created"]


async def test_a_debit_tells_its_story(http: aiohttp.ClientSession, sandbox: Sandbox, receiver: Shop) -> None:
    form = {"amount": "1000", "currency": "eur", "confirm": "true", "payment_method_types[]": "sepa_debit",
            "payment_method": "pm_sepaDebit_disputed_at"}
    await post(http, INTENTS, form)
    await sandbox.webhooks.drained()
    assert receiver.types() == [
        "payment_intent.created", "charge.pending", "payment_intent.processing", "charge.succeeded",
        "payment_intent.succeeded", "charge.dispute.created", "charge.dispute.funds_withdrawn"]
    caused, behind = receiver.events()[2], receiver.events()[3]
    assert caused["request"]["id"].startswith("req_")
    assert behind["request"] == {"id": None, "idempotency_key": None}


async def test_a_refund_that_fails_later_is_told(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                 receiver: Shop) -> None:
    intent = await post(http, INTENTS, method_form("pm_card_refundFail"))
    refund = await post(http, REFUNDS, {"payment_intent": intent["id"]})
    assert await sandbox.settle("stripe", refund["id"]) == "failed"
    await sandbox.webhooks.drained()
    assert receiver.types()[3:] == ["refund.created", "charge.refunded", "refund.failed", "charge.refund.updated",
                                    "refund.updated"]


async def test_a_setup_tells_its_story(http: aiohttp.ClientSession, sandbox: Sandbox, receiver: Shop) -> None:
    customer = await post(http, INTENTS.replace("payment_intents", "customers"))
    setup = await post(http, INTENTS.replace("payment_intents", "setup_intents"), {
        "confirm": "true", "payment_method": "pm_card_authenticationRequired", "customer": customer["id"],
        "return_url": "https://shop.example/"})
    assert await sandbox.settle("stripe", setup["id"]) == "succeeded"
    await sandbox.webhooks.drained()
    assert receiver.types() == ["customer.created", "setup_intent.created", "setup_intent.requires_action",
                                "payment_method.attached", "setup_intent.succeeded"]


async def test_nobody_listening_is_no_error(http: aiohttp.ClientSession, sandbox: Sandbox,
                                            unused_tcp_port: int) -> None:
    sandbox.set_webhook("stripe", f"http://127.0.0.1:{unused_tcp_port}/")
    await post(http, INTENTS, method_form(confirm="false", return_url=""))
    await sandbox.webhooks.drained()
    delivery, = sandbox.webhooks.deliveries
    assert (delivery.delivered, delivery.status) == (False, None)


async def test_another_secret_signs_from_then_on(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                 receiver: Shop) -> None:
    sandbox.set_webhook("stripe", receiver.url, Secret("whsec_other"))
    await post(http, INTENTS, method_form(confirm="false", return_url=""))
    await sandbox.webhooks.drained()
    body, headers = receiver.hooks[0]
    stripe.Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_other")
    with pytest.raises(stripe.SignatureVerificationError):
        receiver.events()


async def test_no_url_means_no_events(http: aiohttp.ClientSession, sandbox: Sandbox, receiver: Shop) -> None:
    sandbox.set_webhook("stripe", None)
    await post(http, INTENTS, method_form())
    await sandbox.webhooks.drained()
    assert receiver.hooks == []
    assert sandbox.webhooks.deliveries == []
