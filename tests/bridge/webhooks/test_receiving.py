"""The receiver: what it stores, what it does not, and what the processor is told."""

from __future__ import annotations

import asyncio
import json
import time

from bridge.surroundings import bridge, bridge_options, make_streams
from bridge.webhooks.hooking import ADYEN_KEY, paid, receiver, stage, stripe_headers
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.webhooks.storing import UNPROVED_AT_ONCE, decode
from tollbridge.domain.secret import Secret
from tollbridge.sandbox.adyen.notifications import signed as signed_items

PAYPAL = {"paypal-auth-algo": "SHA256withRSA", "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/C-1",
          "paypal-transmission-id": "69cd13f0-d67a-11e5-baa3-778b53f4ae55", "paypal-transmission-sig": "bGFudGVybg==",
          "paypal-transmission-time": "2026-11-20T10:00:00Z"}


def reason(told: bytes) -> str:
    return str(json.loads(told)["type"]).rpartition(":")[2]


async def test_it_is_stored_as_it_came_in_before_the_processor_is_told(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        body = paid("evt_1")
        assert await its.receiver.post(body, {**stripe_headers(body), "authorization": "Basic c2VjcmV0",
                                              "cookie": "a=b"}) == (200, b"")
        message = await its.client.connection.message("WEBHOOKS", 1)
        assert message is not None
        assert message.subject.startswith("hyperswitch.webhooks.shop-1.stripe.incoming.p")
        hook = decode(message.data)
        assert (hook.method, hook.path, hook.body) == ("POST", "/webhooks/stripe/shop-1", body)
        assert hook.header("stripe-signature").startswith("t=")
        assert not hook.header("authorization") + hook.header("cookie")


async def test_delivered_again_it_is_acknowledged_and_stored_once(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        body = paid("evt_1")
        for at in (0, 1, 2):  # signed anew each time, as Stripe does
            assert (await its.receiver.post(body, stripe_headers(body, at=time.time() + at)))[0] == 200
        assert await its.stored() == 1


async def test_what_proves_nothing_is_neither_stored_nor_shadows_the_real_one(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        body = paid("evt_1")
        for headers in (stripe_headers(body, "whsec_guessed"), stripe_headers(paid("evt_2")), {},
                        stripe_headers(body, at=1.0)):
            status, told = await its.receiver.post(body, headers)
            assert (status, reason(told)) == (401, "signature-mismatch")
        assert await its.stored() == 0
        assert (await its.receiver.post(body))[0] == 200
        assert await its.stored() == 1


async def test_what_only_the_processor_can_verify_is_stored_beside_its_forgeries(empty_nats_server: NatsServer) -> None:
    """PayPal has to be asked, which the receiver does not wait for."""
    async with stage(empty_nats_server.url, "paypal") as its:
        body = b'{"id": "WH-1", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {}}'
        forged = {**PAYPAL, "paypal-transmission-sig": "Zm9yZ2Vk"}
        for headers in (forged, PAYPAL, {**PAYPAL, "x-forwarded-for": "192.0.2.1"}):
            assert (await its.receiver.post(body, headers, "paypal"))[0] == 200
        assert await its.stored() == 2
        assert (await its.receiver.post(body, {}, "paypal"))[0] == 401  # nobody could have signed it so


async def test_what_nobody_has_verified_is_taken_at_a_pace(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url, "paypal", "stripe") as its:
        bodies = [b'{"id": "WH-%d", "event_type": "NONE", "resource": {}}' % number
                  for number in range(3 * int(UNPROVED_AT_ONCE))]
        told = await asyncio.gather(*(its.receiver.post(body, PAYPAL, "paypal") for body in bodies))
        assert {status for status, _ in told} == {200, 503}
        assert await its.stored() >= UNPROVED_AT_ONCE
        assert (await its.receiver.post(paid("evt_1")))[0] == 200  # others are not held up by it


async def test_a_batch_is_one_message_and_acknowledged_as_its_processor_wants(empty_nats_server: NatsServer) -> None:
    items = [{"NotificationRequestItem": {
        "pspReference": f"8535{number}", "merchantAccountCode": "LanternsECOM", "eventCode": "AUTHORISATION",
        "success": "true", "amount": {"value": 1000, "currency": "EUR"}, "merchantReference": f"order-{number}",
        "additionalData": {}, "eventDate": "2026-11-20T10:00:00+01:00"}} for number in range(3)]
    body = signed_items(json.dumps({"live": "false", "notificationItems": items}).encode(), Secret(ADYEN_KEY))
    async with stage(empty_nats_server.url, "adyen") as its:
        assert await its.receiver.post(body, {"content-type": "application/json"}, "adyen") == (200, b"[accepted]")
        assert await its.stored() == 1


async def test_without_a_store_the_processor_is_asked_to_deliver_again(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with receiver(options, webhook_s=1.0) as its:
        await own_nats_server.kill()
        status, told = await its.post(paid("evt_1"))
        assert (status, reason(told)) == (503, "not-stored")
        await own_nats_server.start()
        async with asyncio.timeout(20):
            while (await its.post(paid("evt_1")))[0] != 200:
                await asyncio.sleep(0.05)
    async with bridge(options) as client:
        assert (await client.connection.api("STREAM.INFO.WEBHOOKS"))["state"]["messages"] == 1


async def test_where_it_is_full_the_processor_keeps_it(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url, streams={"max_bytes": 20_000}) as its:
        told = {(await its.receiver.post(paid(f"evt_{number}")))[0] for number in range(100)}
        assert told == {200, 503}
        assert (await its.receiver.post(paid("evt_0")))[0] == 200  # what is there is still known


async def test_limits_and_strangers_are_as_without_a_store(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        assert (await its.receiver.post(paid("e"), merchant="nobody"))[0] == 404
        assert (await its.receiver.post(paid("e"), connector="nothing"))[0] == 404
        assert (await its.receiver.post(paid("e"), connector="airwallex"))[0] == 404
        large = paid("e", description="x" * 1024 * 1024)
        assert (await its.receiver.post(large))[0] == 413
        fits = paid("e", description="x" * 900 * 1024)
        assert (await its.receiver.post(fits))[0] == 200
        status, told = await its.receiver.post(b"[]", {}, "adyen")  # nobody would read it
        assert status in (400, 401)
        assert b"secret" not in told
        assert await its.stored() == 1
