"""Workers: what is genuine becomes an event, once; what is not is dropped; what waits is not lost."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from bridge.secured import SECURED
from bridge.surroundings import admin, authorize_stored, order
from bridge.webhooks.hooking import ACCOUNTS, SECRET, hearing, hook_worker, paid, stage
from tollbridge.bridge.messages import SUPERSEDED, UNMATCHED, State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.subjects import webhook
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.bridge.webhooks.standings import Thing
from tollbridge.bridge.webhooks.storing import decode, encode, hook_id
from tollbridge.domain.operations import CAPTURE
from tollbridge.domain.secret import Secret
from tollbridge.kit.webhook import WebhookRequest

CAPTURED_LATER = {"capture_method": "MANUAL"}
PAYPAL_PROOF = {
    "paypal-auth-algo": "SHA256withRSA", "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-1",
    "paypal-transmission-id": "69cd13f0-d67a-11e5-baa3-778b53f4ae55", "paypal-transmission-sig": "bGFudGVybg==",
    "paypal-transmission-time": "2026-11-20T10:00:00Z"}


def status_of(event: dict[str, Any]) -> str:
    return str(event["data"]["event_content"]["payments_response"]["status"])


async def truth(worker: Any, reference: str, kind: str = "payment") -> str:
    standing = await worker.hook_reader.standings.get(Thing(kind, "shop-1", "stripe", reference))
    return standing.truth.status if standing is not None and standing.truth is not None else ""


async def test_an_event_is_published_as_it_is_forwarded(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox):
        await its.receiver.post(paid("evt_1"))
        (event,) = await its.heard.count(1)
        assert its.heard.messages[0].subject == f"hyperswitch.events.shop-1.payment{'.stripe' if SECURED else ''}"
        assert event.keys() == {"type", "id", "merchant_id", "connector", "connector_event_id", "data"}
        assert (event["type"], event["connector_event_id"]) == ("PAYMENT_INTENT_SUCCESS", "evt_1")
        assert event["data"]["source_verified"] is True
        assert status_of(event) == "CHARGED"
        assert its.heard.header("Nats-Msg-Id") == [event["id"]]
        assert its.heard.header(UNMATCHED) == ["1"]  # nobody here has made that payment


async def test_the_same_event_in_another_webhook_is_published_once(empty_nats_server: NatsServer) -> None:
    """Beyond the server's window of duplicates: it is known by how the payment stands."""
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox):
        for description in ("one", "two", "three"):
            await its.receiver.post(paid("evt_1", description=description))
        await its.settled()
        (event,) = its.heard.bodies
        assert await its.stored() == 3
        standing = await its.client.connection.last_message(
            "STATUSES", "tollbridge.status.stripe.shop-1.payment.pi_1")
        assert standing is not None
        assert list(json.loads(standing.data)["events"]) == [event["id"]]


async def test_what_is_late_is_published_too_and_says_so(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox) as worker:
        await its.receiver.post(paid("evt_2"))
        await its.heard.count(1)
        late = json.loads(paid("evt_1", status="requires_capture"))
        late["type"], late["data"]["object"]["amount_received"] = "payment_intent.amount_capturable_updated", 0
        await its.receiver.post(json.dumps(late).encode())
        first, second = await its.heard.count(2)
        assert (status_of(first), status_of(second)) == ("CHARGED", "AUTHORIZED")
        assert its.heard.header(SUPERSEDED) == ["", "1"]
        assert await truth(worker, "pi_1") == "CHARGED"


async def test_answers_of_our_own_calls_count_as_webhooks_do(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox) as worker:
        done = await its.client.execute(authorize_stored("pay-1", request=CAPTURED_LATER), 10)
        intent = (done.read() or {})["connector_transaction_id"]
        taken = await its.client.execute(order(CAPTURE, {
            "connector_transaction_id": intent, "merchant_capture_id": "cap-1",
            "amount_to_capture": {"minor_amount": 4250, "currency": "USD"}}, config=None), 10)
        assert (done.state, taken.state) == (State.DONE, State.DONE)
        assert await truth(worker, intent) == "CHARGED"
        late = json.loads(paid("evt_1", intent, status="requires_capture", currency="usd", amount=4250))
        late["type"], late["data"]["object"]["amount_received"] = "payment_intent.amount_capturable_updated", 0
        await its.receiver.post(json.dumps(late).encode())
        await its.heard.count(1)
        assert (its.heard.header(SUPERSEDED), its.heard.header(UNMATCHED)) == (["1"], [""])


async def test_a_webhook_that_is_quicker_than_its_answer_waits_for_it(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox, parked_s=20.0):
        its.sandbox.set_webhook("stripe", its.receiver.url(), Secret(SECRET))
        its.sandbox.conducts.set("stripe", latency_s=1.5)  # it tells at once, and answers later
        async with hearing(its.client, "tollbridge.changed.stripe.*") as records:
            running = asyncio.ensure_future(its.client.execute(authorize_stored("pay-1"), 10))
            await its.heard.count(3, 20)
            done = await running
        assert done.state == State.DONE
        assert set(its.heard.header(UNMATCHED)) == {""}
        assert any(json.loads(each.data)["state"] == State.DONE for each in records.messages)


async def test_what_waited_enough_is_published_unmatched(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox, parked_s=1.0):
        its.sandbox.conducts.set("stripe", latency_s=5.0)
        running = asyncio.ensure_future(its.client.execute(authorize_stored("pay-1"), 10))
        await its.client.connection.client.flush()
        await asyncio.sleep(0.3)  # the claim is being written; that it is not changes nothing of what is expected
        await its.receiver.post(paid("evt_1", "pi_of_nobody", metadata={}))
        await its.heard.count(1)
        assert its.heard.header(UNMATCHED) == ["1"]
        assert not running.done()
        running.cancel()


async def test_what_paypal_does_not_vouch_for_is_dropped_alerted_and_removed(empty_nats_server: NatsServer) -> None:
    body = b'{"id": "WH-1", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {"id": "c-1"}}'
    async with stage(empty_nats_server.url, "paypal") as its, hook_worker(its.options, its.sandbox):
        sweeper = Sweeper(its.client, "the-test", SweeperOptions(every_s=0.1))
        await sweeper.start()
        async with hearing(its.client, "tollbridge.alerts.>") as alerts:
            assert (await its.receiver.post(body, PAYPAL_PROOF, "paypal"))[0] == 200
            (alert,) = await alerts.count(1)
        assert (alert["kind"], alert["connector"], alert["merchant_id"]) == ("forged_webhook", "paypal", "shop-1")
        async with asyncio.timeout(20):
            while await its.stored():
                await asyncio.sleep(0.05)
        await sweeper.stop()
        assert not its.heard.messages
        assert (await its.client.connection.api("STREAM.INFO.DLQ"))["state"]["messages"] == 0


@pytest.mark.parametrize("what", ["secret", "body"])
async def test_what_was_acknowledged_and_cannot_be_used_is_a_dead_letter(empty_nats_server: NatsServer, what: str
                                                                         ) -> None:
    other = {**ACCOUNTS, "TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__WEBHOOK_SECRET": "whsec_exchanged_meanwhile"}
    async with stage(empty_nats_server.url) as its:
        await its.receiver.post(paid("evt_1") if what == "secret" else b'{"card": "4242424242424242"}')
        async with hearing(its.client, "tollbridge.dlq.>") as letters, hook_worker(
                its.options, its.sandbox, other if what == "secret" else ACCOUNTS):
            await letters.count(1)
        (letter,) = letters.messages
        assert letter.subject == "tollbridge.dlq.stripe.WEBHOOKS-1"
        assert b"v1=" not in letter.data
        assert b"4242424242424242" not in letter.data
        assert "genuine" in (letter.headers or {})["Tollbridge-Error"]
        assert await its.stored() == 1  # as it came in
        assert not its.heard.messages


async def test_a_webhook_waits_for_its_secret(empty_nats_server: NatsServer) -> None:
    none = {"TOLLBRIDGE_ACCOUNT__SHOP-2__STRIPE__API_KEY": "sk_test_other"}
    async with stage(empty_nats_server.url) as its:
        await its.receiver.post(paid("evt_1"))
        async with hook_worker(its.options, its.sandbox, none):
            async with asyncio.timeout(10):
                while True:
                    info = await its.client.connection.api("CONSUMER.INFO.WEBHOOKS.webhooks_stripe")
                    if info["num_redelivered"]:
                        break
                    await asyncio.sleep(0.05)
        assert not its.heard.messages
        async with hook_worker(its.options, its.sandbox):
            await its.heard.count(1)


async def test_a_signature_is_judged_by_when_the_webhook_came_in(empty_nats_server: NatsServer) -> None:
    """Stripe's is good for five minutes; a worker may come later than that."""
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox) as worker:
        assert worker.hook_reader is not None
        worker.hook_reader._clock = lambda: time.time() + 3600
        await its.receiver.post(paid("evt_1"))
        await its.heard.count(1)


async def test_no_card_number_is_published_and_no_id_is_masked(empty_nats_server: NatsServer) -> None:
    """One id of ten would pass for a card number by its check digit."""
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox):
        said = json.loads(paid("evt_1", "4111111111111111", status="requires_payment_method", last_payment_error={
            "code": "card_declined", "message": "the card 4242 4242 4242 4242 was declined", "type": "card_error"}))
        said["type"] = "payment_intent.payment_failed"
        await its.receiver.post(json.dumps(said).encode())
        (event,) = await its.heard.count(1)
        assert "4242 4242" not in json.dumps(event)
        assert event["data"]["event_content"]["payments_response"]["connector_transaction_id"] == "4111111111111111"


async def test_a_message_that_is_no_webhook_is_a_dead_letter(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox):
        async with hearing(its.client, "tollbridge.dlq.>") as letters:
            for number, body in enumerate((b"junk", b"{}\n{}", b"[1]\n", b'{"method": 1}\n', b"")):
                await its.client.publisher.publish(webhook("shop-1", "stripe", f"p{number}"), body)
            await letters.until(lambda heard: len(heard.messages) >= 5)
        await its.settled()


def test_a_webhook_is_stored_byte_for_byte() -> None:
    hook = WebhookRequest("POST", "/webhooks/a/b%2F", "x=1&y=\xff", (("A", "\xe9\n"), ("a", "2")), b"\x00\n\xff{}")
    assert decode(encode(hook)) == hook


def test_what_is_proved_is_known_by_its_body_and_all_else_by_everything() -> None:
    def hook(**headers: str) -> WebhookRequest:
        return WebhookRequest("POST", "/", "", tuple(headers.items()), b"{}")

    assert hook_id(hook(proof="1"), proved=True) == hook_id(hook(proof="2"), proved=True)
    assert hook_id(hook(proof="1"), proved=False) != hook_id(hook(proof="2"), proved=False)
    assert hook_id(hook(proof="1", via="a"), proved=False) == hook_id(hook(proof="1", via="b"), proved=False)


async def test_a_connector_without_a_consumer_for_its_webhooks_is_told(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url, "stripe", "adyen") as its:
        await (await admin(its.client)).connection.api("CONSUMER.DELETE.WEBHOOKS.webhooks_adyen")
        async with hook_worker(its.options, its.sandbox) as worker:
            assert worker.unread == ["adyen"]
