"""Webhooks, what they say and where it goes, encrypted and signed: nothing of a shopper on the disk, nothing forged
applied, nothing read once its key is erased.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec.structs import replace

from bridge.merchants import delivering, event, eventually, merchant, publish
from bridge.surroundings import admin, audit, bridge, bridge_options, key_files, of_worker, protection
from bridge.webhooks import test_killed, test_reading, test_receiving
from bridge.webhooks.hooking import ACCOUNTS, hook_worker, paid, receiver, stage
from masking import canaries
from tollbridge.bridge import messages as wire
from tollbridge.bridge.audit.reading import Span, entries
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Stored
from tollbridge.bridge.deliveries import letters
from tollbridge.bridge.deliveries.events import Wish
from tollbridge.bridge.deliveries.protecting import in_the_clear
from tollbridge.bridge.deliveries.stored import StoredEvents
from tollbridge.bridge.protection import keyfiles
from tollbridge.bridge.protection.options import WORKER
from tollbridge.bridge.protection.places import HOOK
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.redrive import find, redrive
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import DELIVERY_STREAM, EVENT_STREAM, STATUS_STREAM, WEBHOOK_STREAM
from tollbridge.bridge.subjects import webhook
from tollbridge.bridge.webhooks.standings import Standings, Thing
from tollbridge.bridge.webhooks.storing import encode, hook_id
from tollbridge.kit.webhook import WebhookRequest

NAME, MAIL = "Ottoline Quarrington", "ottoline.q@canary.example"
FORGETFUL = 0.2
"""Seconds that an unwrapped key is kept."""


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "keys"
    folder.mkdir()
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(folder)))
    return folder


@pytest.fixture(params=["hmac", "ed25519"])
def either(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path, hmac=request.param == "hmac")))


def declined(event_id: str, intent: str = "pi_1") -> bytes:
    """With the name of the shopper where processors put it: in a field, and in their own words."""
    said = json.loads(paid(event_id, intent, status="requires_payment_method", receipt_email=MAIL, last_payment_error={
        "code": "card_declined", "message": f"the card of {NAME} <{MAIL}> was declined", "type": "card_error"}))
    said["type"] = "payment_intent.payment_failed"
    return json.dumps(said).encode()


def on_disk(server: NatsServer) -> list[str]:
    return [f"{path.relative_to(server.process.directory)}: {word}"
            for path, content in canaries.files_below(Path(server.process.directory))
            for word in (NAME, MAIL) if word.encode() in content]


async def left_behind(server: NatsServer, folder: Path) -> tuple[list[str], list[bytes]]:
    """A webhook that is read, delivered, and refused by its merchant until it is a dead letter; and one that nobody can
    read. What is on the disk of that, and what the merchant got.
    """
    async with AsyncExitStack() as held:
        its = await held.enter_async_context(stage(server.url, streams={"deliveries": True}))
        shop = await held.enter_async_context(merchant())
        shop.then = 500
        await held.enter_async_context(delivering(its, folder, shop))
        await held.enter_async_context(hook_worker(its.options, its.sandbox, parked_s=0.2))
        assert (await its.receiver.post(declined("evt_1")))[0] == 200
        assert (await its.receiver.post(json.dumps({"name": NAME, "mail": MAIL}).encode()))[0] == 200
        (told,) = await its.heard.count(1)

        async def buried() -> bool:
            return len(await its.client.connection.messages("DLQ", ">", 1, 9)) >= 2
        await eventually(buried)
        letter = await find(its.client, told["id"])
        assert letter is not None
        assert NAME.encode() in letter.body, "a person with the keys reads it"
        other = await find(its.client, f"{WEBHOOK_STREAM}-2")
        assert other is not None
        assert NAME.encode() in await other.request(its.client)
        found = on_disk(server)
        bodies = list(shop.bodies)
    await server.stop()
    return [*found, *on_disk(server)], bodies


async def test_nothing_of_a_shopper_is_on_the_disk_and_the_merchant_is_told_all(
        own_nats_server: NatsServer, keys: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found, bodies = await left_behind(own_nats_server, tmp_path)
    assert not found
    assert NAME not in caplog.text
    assert MAIL not in caplog.text
    assert bodies
    for body in bodies:
        assert MAIL in json.loads(body)["data"]["event_content"]["payments_response"]["error"]["connector_details"][
            "message"]
        assert b"sealed" not in body


async def test_without_protection_the_same_look_finds_it(own_nats_server: NatsServer, tmp_path: Path) -> None:
    found, _ = await left_behind(own_nats_server, tmp_path)
    for word in (NAME, MAIL):
        assert any(word in hit for hit in found)


async def test_subscribers_read_ids_states_and_amounts_without_any_key(empty_nats_server: NatsServer, keys: Path
                                                                       ) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox, parked_s=0.2):
        await its.receiver.post(declined("evt_1"))
        (told,) = await its.heard.count(1)
        said = told["data"]["event_content"]["payments_response"]
        assert (said["connector_transaction_id"], said["merchant_transaction_id"]) == ("pi_1", "order-1")
        assert said["amount"] == {"minor_amount": "1234", "currency": "EUR"}
        assert said["error"]["connector_details"] == {"code": "card_declined"}
        assert its.heard.header(wire.VERSION) == ["1"]
        assert NAME.encode() not in its.heard.messages[0].data
        person = await admin(its.client)
        (whole,) = [each async for each in StoredEvents.of(person).read(Wish("shop-1"))]
        assert NAME.encode() in whole.body
        (seen,) = [each async for each in StoredEvents(person.connection).read(Wish("shop-1"))]
        assert seen.sealed


async def test_a_subscriber_verifies_an_event_with_nothing_but_the_public_file(
        empty_nats_server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the AsyncAPI document describes it, with a library of theirs."""
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path, hmac=False)))
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox, parked_s=0.2):
        await its.receiver.post(paid("evt_1"))
        await its.heard.count(1)
        (message,) = its.heard.messages
    headers = message.headers or {}
    key_id, at, signature = headers["Tollbridge-Signature"].split(" ")
    public = {each["kid"]: each for each in json.loads((tmp_path / "public.jwks").read_text())["keys"]}
    assert public[key_id]["role"] == "worker"
    matter = ("Nats-Msg-Id", "Content-Type", "Tollbridge-Connector", "Tollbridge-Version", "Tollbridge-Superseded",
              "Tollbridge-Unmatched")
    signed = json.dumps(["tollbridge-1", "event", int(at), message.subject, [headers.get(name) for name in matter]],
                        separators=(",", ":")).encode() + b"\n" + message.data
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(public[key_id]["x"] + "=="))
    proof = base64.urlsafe_b64decode(signature + "==")
    key.verify(proof, signed)
    with pytest.raises(InvalidSignature):
        key.verify(proof, signed.replace(b"CHARGED", b"FAILURE"))


def test_what_is_in_the_clear_is_named_and_looks_like_an_id() -> None:
    assert in_the_clear({
        "id": "evt_1", "customer_name": NAME, "email": MAIL, "connector_transaction_id": "pi_1",
        "merchant_order_id": MAIL, "merchant_transaction_id": NAME, "amount": {"minor_amount": 1, "note": "x"},
        "metadata": {"id": "x"}, "error": {"message": "x"}, "data": [{"status": "CHARGED"}, NAME]}) == {
            "id": "evt_1", "connector_transaction_id": "pi_1", "amount": {"minor_amount": 1}, "error": {},
            "data": [{"status": "CHARGED"}]}


# -- forged -----------------------------------------------------------------------------------------------------------
async def told_as_forged(client: BridgeClient, what: str, why: str) -> None:
    async with asyncio.timeout(10):
        while True:
            told = [json.loads(each.data)["why"] for each in await client.connection.messages(
                EVENT_STREAM, "tollbridge.alerts.forged", 1, 100)]
            if any(each.startswith(f"{what} ") and why in each for each in told):
                return
            await asyncio.sleep(0.02)


def again(message: Stored) -> dict[str, str]:
    """Its headers, as who copies it would send them."""
    return {name: value for name, value in message.headers.items()
            if not name.startswith("Nats-") or name in ("Nats-Msg-Id", EXPECTED)}


async def first(client: BridgeClient, stream: str, subject: str) -> Stored:
    message = await client.connection.next_message(stream, subject)
    assert message is not None
    return message


PLAIN = encode(WebhookRequest("POST", "/", "", (), declined("evt_9")))


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize(("how", "why"), [
    ("plain", "not signed"), ("readdressed", "does not fit"), ("renamed", "does not fit"), ("changed", "does not fit"),
    ("late", "before it was stored")])
async def test_a_forged_webhook_is_refused_and_told(empty_nats_server: NatsServer, how: str, why: str) -> None:
    async with stage(empty_nats_server.url, streams={"audit": True}, audit=audit()) as its:
        assert (await its.receiver.post(paid("evt_1")))[0] == 200
        true = await first(its.client, WEBHOOK_STREAM, ">")
        subject, headers, body = webhook("shop-1", "stripe", "p" + "f" * 32), again(true), true.data
        if how == "plain":
            headers, body = {}, PLAIN
        elif how == "readdressed":
            subject = webhook("shop-2", "stripe", "p" + "f" * 32)
        elif how == "changed":
            body = body[:-4] + (b"AAAA" if not body.endswith(b"AAAA") else b"BBBB")
        elif how == "late":
            await its.client.connection.api(f"STREAM.MSG.DELETE.{WEBHOOK_STREAM}", {"seq": true.sequence})
            subject = true.subject
            later = bridge_options(empty_nats_server.url).protection
            assert later is not None
            its = its._replace(options=replace(its.options, protection=replace(later, window_s=0.2)))
            await asyncio.sleep(0.5)  # until what was signed is old
        await its.client.publisher.publish(subject, body, headers)
        async with hook_worker(its.options, its.sandbox, {**ACCOUNTS, **{
                name.replace("SHOP-1", "SHOP-2"): value for name, value in ACCOUNTS.items()}}, parked_s=0.2):
            await told_as_forged(its.client, "webhook", why)
            await its.settled()
            letter = await first(its.client, "DLQ", ">")
            assert letter.headers["Tollbridge-Reason"] == "forged"
            assert why in letter.headers["Tollbridge-Error"]
            async with asyncio.timeout(10):
                while not [each async for each in entries(its.client.connection, Span())
                           if each.entry.outcome == "forged" and each.entry.facts["what"] == "webhook"]:
                    await asyncio.sleep(0.05)
        assert len(its.heard.messages) == (how != "late"), "only the true one is an event"


async def test_a_webhook_by_a_worker_is_none(empty_nats_server: NatsServer, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    """With keys of their own; by HMAC both ends of a link are one."""
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path, hmac=False)))
    async with stage(empty_nats_server.url) as its:
        subject, headers = webhook("shop-1", "stripe", "p" + "f" * 32), dict[str, str]()
        async with bridge(of_worker(its.options), role=WORKER) as worker:
            assert worker.protection is not None
            body = await worker.protection.streamed.put(HOOK, subject, "stripe", "shop-1", PLAIN, headers)
        await its.client.publisher.publish(subject, body, headers)
        async with hook_worker(its.options, its.sandbox, parked_s=0.2):
            await told_as_forged(its.client, "webhook", "it is for bridges to write")
            await its.settled()
        assert not its.heard.messages


@pytest.mark.usefixtures("keys")
async def test_what_lies_in_the_place_of_a_webhook_does_not_shadow_it(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        body = paid("evt_1")
        its_id = hook_id(WebhookRequest("POST", "/", "", (), body), proved=True)
        await its.client.publisher.publish(webhook("shop-1", "stripe", its_id), PLAIN)
        for _ in range(2):
            assert (await its.receiver.post(body))[0] == 200
        await told_as_forged(its.client, "webhook", "not signed")
        assert await its.stored() == 1
        async with hook_worker(its.options, its.sandbox, parked_s=0.2):
            (told,) = await its.heard.count(1)
        assert told["connector_event_id"] == "evt_1"


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("how", ["plain", "readdressed", "earlier"])
async def test_a_forged_status_is_nobodys_word(empty_nats_server: NatsServer, how: str) -> None:
    async with stage(empty_nats_server.url) as its:
        person = await admin(its.client)  # for the worker that notes, and for who forges
        connection, publisher = person.connection, person.publisher
        standings = Standings(connection, publisher, protection=its.client.protection)
        thing, other = Thing("payment", "shop-1", "stripe", "pi_1"), Thing("payment", "shop-1", "stripe", "pi_2")
        await standings.note(thing, "evt_1", 1, None)
        early = await first(its.client, STATUS_STREAM, thing.subject)
        assert early.data.count(b".") == 4
        await standings.note(thing, "evt_2", 2, None)
        place, headers, body = thing, again(early), early.data
        if how == "plain":
            headers, body = {}, b'{"reference":"pi_1","version":9}'
        elif how == "readdressed":
            place = other
        if how == "earlier":
            with pytest.raises(Exception, match="wrong last sequence"):
                await publisher.publish(place.subject, body, headers)
            headers.pop(EXPECTED)  # which the server looks at, and which is signed
        await publisher.publish(place.subject, body, headers)
        with pytest.raises(Exception, match="is not proven"):
            await standings.get(place)
        with pytest.raises(Exception, match="is not proven"):
            await standings.note(place, "evt_3", 3, None)
        await told_as_forged(its.client, "status", "")


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize(("how", "why"), [
    ("plain", "not signed"), ("readdressed", "does not fit"), ("version", "does not fit"), ("opened", "does not fit")])
async def test_a_forged_event_is_not_delivered(empty_nats_server: NatsServer, how: str, why: str, tmp_path: Path
                                               ) -> None:
    async with stage(empty_nats_server.url, streams={"deliveries": True}) as its, merchant() as shop, \
            delivering(its, tmp_path, shop):
        await shop.took(await publish(its.client, event(1)))
        true = await first(its.client, EVENT_STREAM, "hyperswitch.events.>")
        subject, headers, body = "hyperswitch.events.shop-1.payment", again(true), true.data
        if how == "plain":
            body = event(2)[2]
            headers = {"Nats-Msg-Id": "evt_2", wire.CONNECTOR: "stripe"}
        elif how == "readdressed":
            subject = "hyperswitch.events.shop-1.refund"
        elif how == "version":
            headers[wire.VERSION] = "99"
        elif how == "opened":
            body = body.replace(b'"CHARGED"', b'"FAILURE"')
        headers["Nats-Msg-Id"] = "evt_2" if how == "plain" else f"{how}-2"
        await (await admin(its.client)).publisher.publish(subject, body, headers)
        await told_as_forged(its.client, "event", why)
        await shop.took(await publish(its.client, event(3)))
        assert shop.got == ["evt_1", "evt_3"]
        letter = await first(its.client, "DLQ", ">")
        assert letter.headers["Tollbridge-Reason"] == "forged"
        assert not letter.data, "what nobody has encrypted is not written once more"


@pytest.mark.usefixtures("keys")
async def test_a_copied_event_is_known_by_its_id(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        await publish(its.client, event(1))
        true = await first(its.client, EVENT_STREAM, "hyperswitch.events.>")
        ack = await (await admin(its.client)).publisher.publish(true.subject, true.data, again(true))
        assert ack.seq == true.sequence
        assert len(its.heard.messages) == 2, "live subscribers hear both, and know it by its id, as ever"


@pytest.mark.usefixtures("either")
async def test_a_forged_delivery_is_not_believed(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with stage(empty_nats_server.url, streams={"deliveries": True}) as its, merchant() as shop:
        shop.then = 500
        async with delivering(its, tmp_path, shop, retry_s=(600.0,)):
            await publish(its.client, event(1))

            async def kept() -> bool:
                return await its.client.connection.next_message(DELIVERY_STREAM, ">") is not None
            await eventually(kept)
        true = await first(its.client, DELIVERY_STREAM, "tollbridge.deliveries.waiting.>")
        assert true.data.count(b".") == 4
        for subject, body in (("tollbridge.deliveries.waiting.77", true.data),
                              ("tollbridge.deliveries.gone.shop-1.stripe", b'{"url_hash":"x","since":1.0}')):
            await its.client.publisher.publish(subject, body, again(true))
        async with delivering(its, tmp_path, shop, retry_s=(600.0, 600.0)) as deliverer:
            await told_as_forged(its.client, "delivery", "deliveries.waiting.77: its signature does not fit")
            await told_as_forged(its.client, "delivery", "deliveries.gone.shop-1.stripe: it is not encrypted")
            assert deliverer.waiting == 1


# -- erased -----------------------------------------------------------------------------------------------------------
async def erase(client: BridgeClient) -> None:
    person = await admin(client)
    assert person.protection is not None
    async for each in person.protection.keys.list(merchant_id="shop-1"):
        await person.protection.keys.erase(each)
    await asyncio.sleep(FORGETFUL + 0.05)  # of processes that had it unwrapped, the time is over


def forgetful() -> dict[str, Any]:
    return {"protection": protection("bridge", cache_s=FORGETFUL)}


@pytest.mark.usefixtures("keys")
async def test_a_webhook_whose_key_was_erased_is_skipped_with_a_letter(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url, **forgetful()) as its:
        await its.receiver.post(declined("evt_1"))
        await erase(its.client)
        await its.receiver.post(paid("evt_2", "pi_2"))
        async with hook_worker(its.options, its.sandbox, parked_s=0.2):
            (told,) = await its.heard.count(1)
            await its.settled()
        assert told["connector_event_id"] == "evt_2"
        letter = await first(its.client, "DLQ", ">")
        assert (letter.subject, letter.headers["Tollbridge-Reason"]) == (
            f"tollbridge.dlq.stripe.{WEBHOOK_STREAM}-1", "erased")
        assert "was erased" in letter.headers["Tollbridge-Error"]


@pytest.mark.usefixtures("keys")
async def test_of_a_status_whose_key_was_erased_only_the_version_is_known(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url, **forgetful()) as its, hook_worker(
            its.options, its.sandbox, parked_s=0.2) as worker:
        await its.receiver.post(paid("evt_1"))
        await its.heard.count(1)
        assert await test_reading.truth(worker, "pi_1") == "CHARGED"
        await erase(its.client)
        assert await test_reading.truth(worker, "pi_1") == ""
        await its.receiver.post(declined("evt_2"))
        await its.heard.count(2)
        assert its.heard.header(wire.VERSION) == ["1", "2"]
        assert await test_reading.truth(worker, "pi_1") not in ("", "CHARGED")


@pytest.mark.usefixtures("keys")
async def test_an_event_whose_key_was_erased_is_not_delivered_and_is_told(empty_nats_server: NatsServer, tmp_path: Path
                                                                          ) -> None:
    """Whether it is kept for another attempt, or not yet begun."""
    async with stage(empty_nats_server.url, streams={"deliveries": True}, **forgetful()) as its, merchant() as shop:
        shop.then = 500
        async with delivering(its, tmp_path, shop, retry_s=(600.0,)):
            await publish(its.client, event(1))

            async def kept() -> bool:
                return await its.client.connection.next_message(DELIVERY_STREAM, ">") is not None
            await eventually(kept)
        await publish(its.client, event(2))
        await erase(its.client)
        shop.then = 204
        async with delivering(its, tmp_path, shop) as deliverer:
            await shop.took(await publish(its.client, event(3)))
            await eventually(lambda: deliverer.waiting == 0)
        assert shop.got == ["evt_3"]
        found = [await find(its.client, f"{EVENT_STREAM}-{number}") for number in (1, 2)]
        for each in found:
            assert each is not None
            assert (each.reason, each.state, each.open) == ("erased", letters.CLOSED, False)
            assert not each.body
        left = (await its.client.connection.api(f"STREAM.INFO.{DELIVERY_STREAM}"))["state"]["messages"]
        assert left == 0, "nothing comes again"


@pytest.mark.usefixtures("keys")
async def test_an_event_that_waits_in_memory_is_not_delivered_once_its_key_is_erased(
        empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with stage(empty_nats_server.url, streams={"deliveries": True}, **forgetful()) as its, merchant() as shop:
        shop.then = 500
        async with delivering(its, tmp_path, shop, retry_s=(1.0, 1.0)) as deliverer:
            await publish(its.client, event(1))
            await shop.until(lambda: len(shop.seen) == 1)
            await erase(its.client)
            await eventually(lambda: deliverer.waiting == 0)
        assert len(shop.seen) == 1
        letter = await find(its.client, "evt_1")
        assert letter is not None
        assert (letter.reason, letter.open) == ("erased", False)
        assert not (await redrive(await admin(its.client), letter, 60.0)).may


# -- keys that change, and the time between off and on ----------------------------------------------------------------
async def test_keys_are_rotated_between_store_and_read(empty_nats_server: NatsServer, keys: Path) -> None:
    async with stage(empty_nats_server.url) as its:
        await its.receiver.post(paid("evt_1"))
        for role in ("bridge", "worker"):
            keyfiles.rotate(f"{keys}/{role}.jwks", f"{keys}/public.jwks", overlap_s=0)
        keyfiles.link([f"{keys}/bridge.jwks", f"{keys}/worker.jwks"], ["*"], overlap_s=0)
        async with receiver(its.options, its.sandbox) as new, hook_worker(its.options, its.sandbox, parked_s=0.2):
            assert (await new.post(paid("evt_1")))[0] == 200
            assert (await new.post(paid("evt_2", "pi_2")))[0] == 200
            told = await its.heard.count(2)
            await its.settled()
        assert {each["connector_event_id"] for each in told} == {"evt_1", "evt_2"}
        assert [message.sequence for message in await its.client.connection.messages(WEBHOOK_STREAM, ">", 1, 9)] == [
            1, 2], "the first was known as ours, with a key that has ended"


async def test_what_was_stored_before_it_was_switched_on_is_read(empty_nats_server: NatsServer, tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook, a status and a delivery, in the clear; and none of them afterwards."""
    thing = Thing("payment", "shop-1", "stripe", "pi_1")
    async with stage(empty_nats_server.url, streams={"deliveries": True}) as its, merchant() as shop:
        person = await admin(its.client)
        await Standings(person.connection, person.publisher).note(thing, "evt_0", 1, None)
        await its.receiver.post(paid("evt_1"))
        shop.then = 500
        async with delivering(its, tmp_path, shop, retry_s=(1.0,)):
            await publish(its.client, event(7))
            await shop.until(lambda: len(shop.seen) == 1)

            async def kept() -> bool:
                return await its.client.connection.next_message(DELIVERY_STREAM, ">") is not None
            await eventually(kept)
        since = time.time() + 0.2
        await asyncio.sleep(0.3)
        (tmp_path / "keys").mkdir()
        monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path / "keys")))
        on = replace(its.options, protection=protection("bridge", since=since))
        shop.then = 204
        async with bridge(on) as client, hook_worker(on, its.sandbox, parked_s=0.2) as worker:
            now = its._replace(client=client, options=on)
            async with delivering(now, tmp_path, shop):
                await its.heard.count(2)
                told = its.heard.bodies[1]
                await shop.took(["evt_7", told["id"]])
            assert its.heard.header(wire.VERSION)[1] == "2", "the status was read"
            assert await test_reading.truth(worker, "pi_1") == "CHARGED"
            await client.publisher.publish(webhook("shop-1", "stripe", "pnew"), PLAIN)
            await told_as_forged(client, "webhook", "not signed")


@pytest.mark.usefixtures("keys")
async def test_who_has_it_off_leaves_what_is_encrypted_to_others(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with stage(empty_nats_server.url, streams={"deliveries": True}) as its, merchant() as shop:
        await its.receiver.post(paid("evt_1"))
        off = replace(its.options, protection=None)
        async with bridge(off) as client, hook_worker(off, its.sandbox, parked_s=0.2), \
                delivering(its._replace(client=client, options=off), tmp_path, shop):
            await publish(its.client, event(7))
            for consumer in ("WEBHOOKS.webhooks_stripe", "EVENTS.deliveries"):
                async with asyncio.timeout(10):
                    while not (await client.connection.api(f"CONSUMER.INFO.{consumer}"))["delivered"]["stream_seq"]:
                        await asyncio.sleep(0.05)
        assert not shop.seen
        assert len(its.heard.messages) == 1, "the one that was published here"
        async with hook_worker(its.options, its.sandbox, parked_s=0.2):
            await its.heard.count(2)


# -- what holds without it holds with it ------------------------------------------------------------------------------
@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("scenario", [
    test_reading.test_what_is_late_is_published_too_and_says_so,
    test_reading.test_answers_of_our_own_calls_count_as_webhooks_do,
    test_reading.test_what_paypal_does_not_vouch_for_is_dropped_alerted_and_removed,
    test_reading.test_a_webhook_waits_for_its_secret,
    test_receiving.test_delivered_again_it_is_acknowledged_and_stored_once,
    test_receiving.test_what_proves_nothing_is_neither_stored_nor_shadows_the_real_one,
    test_receiving.test_what_only_the_processor_can_verify_is_stored_beside_its_forgeries,
    test_receiving.test_where_it_is_full_the_processor_keeps_it,
], ids=lambda scenario: scenario.__name__)
async def test_scenario(empty_nats_server: NatsServer, scenario: Any) -> None:
    await scenario(empty_nats_server)


@pytest.mark.usefixtures("keys")
async def test_what_is_too_large_once_it_is_encrypted_is_told_so(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its:
        assert (await its.receiver.post(paid("e", description="x" * 720 * 1024)))[0] == 413
        assert (await its.receiver.post(paid("e", description="x" * 700 * 1024)))[0] == 200


@pytest.mark.usefixtures("keys")
async def test_a_worker_that_dies_leaves_neither_gap_nor_repetition(own_nats_server: NatsServer,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    await test_killed.test_a_worker_that_dies_between_two_steps_leaves_neither_gap_nor_repetition(
        own_nats_server, "noted", monkeypatch)


