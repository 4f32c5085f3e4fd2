"""Events on their way to merchants' own servers: tried again, in order, dead-lettered, brought back, and never lost."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bridge.merchants import QUICK, SECRET, Merchant, accounts_file, event, eventually, merchant, publish
from bridge.surroundings import admin, bridge, bridge_options, make_streams
from masking import canaries
from tollbridge.accounts import StoreKind, StoreOptions, open_store
from tollbridge.bridge.access import AUDITOR
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.dead_letters import ERROR, REASON
from tollbridge.bridge.deliveries import letters
from tollbridge.bridge.deliveries.deliverer import Deliverer
from tollbridge.bridge.deliveries.options import DeliveryOptions
from tollbridge.bridge.redrive import find, prospect, redrive, resolve
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import DEAD_STREAM, DELIVERY_STREAM
from tollbridge.telemetry import Telemetry, TelemetryOptions
from tollbridge.transport import Guard, TransportSettings, async_transport


@pytest.fixture
async def held() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def options(empty_nats_server: NatsServer) -> BridgeOptions:
    its = bridge_options(empty_nats_server.url, streams={"deliveries": True})
    await make_streams(its, "deliveries", "redriven")
    return its


class Stage:
    """A bridge's part that delivers, and all around it."""

    def __init__(self, options: BridgeOptions, folder: Path, held: AsyncExitStack) -> None:
        self.options, self.folder, self._held = options, folder, held
        self.telemetry = Telemetry(TelemetryOptions(metrics=True))
        self.client: BridgeClient

    async def open(self, guard: Guard | None = None, **merchants: Merchant | None) -> None:
        accounts_file(self.folder, **merchants)
        self.client = await self._held.enter_async_context(bridge(self.options))
        self.store = open_store(StoreOptions(store=StoreKind.FILE, path=str(self.folder / "accounts.json"),
                                             private=False, refresh_s=0.05))
        self._held.push_async_callback(self.store.close)
        self.transport = async_transport(TransportSettings(guard=guard))
        self._held.push_async_callback(self.transport.close)

    async def deliverer(self, owner: str = "b1", **more: Any) -> Deliverer:
        values = {name: getattr(QUICK, name) for name in QUICK.__struct_fields__}
        its = Deliverer(self.client, self.store, self.transport, owner, DeliveryOptions(**{**values, **more}),
                        self.telemetry)
        await its.start()
        self._held.push_async_callback(its.stop)
        return its

    def metric(self, line: str) -> float:
        """0 where it is not there."""
        text = self.telemetry.metrics_text()[0].decode()
        return next((float(each.rpartition(" ")[2]) for each in text.splitlines() if each.startswith(line)), 0.0)

    async def letter(self, its_id: str, state: str = letters.DEAD) -> Any:
        async def there() -> bool:
            found = await find(self.client, its_id)
            return found is not None and found.state == state
        await eventually(there)
        return await find(self.client, its_id)

    async def count(self, stream: str) -> int:
        return int((await self.client.connection.api(f"STREAM.INFO.{stream}"))["state"]["messages"])


@pytest.fixture
async def stage(options: BridgeOptions, tmp_path: Path, held: AsyncExitStack) -> Stage:
    return Stage(options, tmp_path, held)


async def test_events_arrive_signed_and_as_they_were_stored(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    its = await stage.deliverer()
    sent = [event(number) for number in range(20)]
    await shop.took(await publish(stage.client, *sent))
    assert sorted(shop.bodies) == sorted(body for _, _, body in sent)
    await eventually(lambda: its.waiting == 0)
    assert stage.metric('tollbridge_bridge_deliveries_total{connector="stripe",outcome="ok"}') == 20
    assert await stage.count(DELIVERY_STREAM) == 0


async def test_what_is_refused_is_tried_again_with_the_same_id(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.statuses = [500, 307, 404]
    await stage.deliverer()
    await shop.took(await publish(stage.client, event(1)))
    assert shop.seen == [("evt_1", 500), ("evt_1", 307), ("evt_1", 404), ("evt_1", 204)]
    assert len(set(shop.bodies)) == 1

    async def nothing_waits() -> bool:
        return await stage.count(DELIVERY_STREAM) == 0
    await eventually(nothing_waits)
    assert stage.metric('tollbridge_bridge_deliveries_total{connector="stripe",outcome="refused"}') == 3


async def test_what_the_event_says_beside_its_body_is_passed_on(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.statuses = [500]
    await stage.deliverer()
    subject, its_id, body = event(1)
    await (await admin(stage.client)).publisher.publish(subject, body, {
        "Nats-Msg-Id": its_id, "Tollbridge-Version": "7", "Tollbridge-Superseded": "1", "Tollbridge-Other": "no"})
    await shop.took([its_id])
    for headers in shop.told:  # kept meanwhile, the second time
        assert (headers["tollbridge-version"], headers["tollbridge-superseded"]) == ("7", "1")
        assert "tollbridge-other" not in headers


async def test_what_cannot_be_kept_stays_with_its_consumer(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    full = (await stage.client.connection.api(f"STREAM.INFO.{DELIVERY_STREAM}"))["config"]
    await (await admin(stage.client)).connection.api(f"STREAM.UPDATE.{DELIVERY_STREAM}", {**full, "max_msgs": 2})
    shop.then = 500
    await stage.deliverer(retry_s=(1.0,) * 20)
    ids = await publish(stage.client, *(event(number) for number in range(6)))
    await shop.until(lambda: len(shop.seen) >= 6)
    info = await stage.client.connection.api("CONSUMER.INFO.EVENTS.deliveries")
    assert info["num_ack_pending"] >= 4
    shop.then = 204
    await shop.took(ids)


async def test_retry_after_is_heeded_by_all_events_of_the_account(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.statuses, shop.headers = [429], {"retry-after": "1"}
    await stage.deliverer()
    await publish(stage.client, event(1))
    await shop.until(lambda: len(shop.seen) == 1)
    refused = time.monotonic()
    await shop.took([*await publish(stage.client, event(2)), "evt_1"])
    assert time.monotonic() - refused > 0.9


async def test_after_its_attempts_an_event_is_a_dead_letter_that_can_be_brought_back(
        stage: Stage, held: AsyncExitStack, caplog: pytest.LogCaptureFixture) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.then = 500
    alerts: list[str] = []

    async def alerted(message: Any) -> None:
        alerts.append(message.subject)
    await (await admin(stage.client, AUDITOR)).connection.client.subscribe("tollbridge.alerts.*", cb=alerted)
    await stage.deliverer()
    await publish(stage.client, event(1))
    letter = await stage.letter("evt_1")
    assert len(shop.seen) == 1 + len(QUICK.retry_s)
    assert (letter.open, letter.reason, letter.error) == (True, "undelivered", "HTTP 500 after 4 attempts")
    described = letter.described()
    assert (described["operation"], described["merchant_id"]) == ("deliver_event", "shop-1")
    assert letter.body == event(1)[2]
    await eventually(lambda: alerts == ["tollbridge.alerts.undelivered"])
    assert "alert=undelivered operation=deliver_event op_id=evt_1" in caplog.text
    assert stage.metric('tollbridge_bridge_alerts_total{connector="stripe",kind="undelivered"}') == 1
    assert stage.metric('tollbridge_bridge_deliveries_total{connector="stripe",outcome="dead"}') == 1

    shop.then = 204
    assert (await redrive(await admin(stage.client), letter, 60.0)).may
    await shop.took(["evt_1"])
    delivered = await stage.letter("evt_1", letters.DELIVERED)
    assert not delivered.open
    assert await prospect(stage.client, delivered) == (False, "it is DELIVERED")


async def test_a_letter_that_is_brought_back_in_vain_is_one_again_and_can_be_closed(stage: Stage,
                                                                                    held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.then = 500
    await stage.deliverer()
    await publish(stage.client, event(1))
    await redrive(await admin(stage.client), await stage.letter("evt_1"), 60.0)
    await shop.until(lambda: len(shop.seen) == 2 * (1 + len(QUICK.retry_s)))
    await stage.letter("evt_1", letters.DEAD)
    assert (await resolve(stage.client, "evt_1", done=False, note="told them by mail; Ada")).may
    closed = await stage.letter("evt_1", letters.CLOSED)
    assert (closed.open, "told them by mail; Ada" in closed.error) == (False, True)


async def test_gone_disables_the_url_until_it_is_another(stage: Stage, held: AsyncExitStack) -> None:
    shop, other = [await held.enter_async_context(merchant()) for _ in range(2)]
    await stage.open(shop_1=shop)
    shop.statuses = [410]
    its = await stage.deliverer()
    await publish(stage.client, event(1))
    letter = await stage.letter("evt_1")
    assert (letter.reason, letter.open) == ("endpoint_gone", True)
    await publish(stage.client, event(2))
    disabled = 'tollbridge_bridge_deliveries_total{connector="stripe",outcome="disabled"}'
    await eventually(lambda: stage.metric(disabled) == 1)
    await its.stop()

    await stage.deliverer("b2")  # who goes on knows of it
    await publish(stage.client, event(3))
    await eventually(lambda: stage.metric(disabled) == 2)
    assert shop.seen == [("evt_1", 410)]
    accounts_file(stage.folder, shop_1=other)
    await stage.store.refresh()
    await other.took(await publish(stage.client, event(4)))


async def test_who_redrives_what_was_gone_says_that_the_url_takes_events_again(stage: Stage,
                                                                               held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.statuses = [410]
    await stage.deliverer()
    await publish(stage.client, event(1))
    await redrive(await admin(stage.client), await stage.letter("evt_1"), 60.0)
    await shop.took(["evt_1"])
    await shop.took([*await publish(stage.client, event(2)), "evt_1"])


async def test_a_slow_merchant_does_not_hold_back_a_fast_one(stage: Stage, held: AsyncExitStack) -> None:
    slow, fast = [await held.enter_async_context(merchant()) for _ in range(2)]
    await stage.open(shop_1=slow, shop_2=fast)
    slow.delay_s = 1.0
    await stage.deliverer(concurrency=2, slots=24, timeout_s=0.5)  # the slow one's part of the slots is 8
    await publish(stage.client, *(event(f"s{number}") for number in range(60)))
    began = time.monotonic()
    await fast.took(await publish(stage.client, *(event(f"f{number}", merchant_id="shop-2") for number in range(60))),
                    within_s=5)
    assert slow.got == []
    assert slow.most_at_once <= 4  # two of ours, and two that we have left and it has not
    assert time.monotonic() - began < 5


async def test_events_of_a_payment_arrive_in_their_order(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    failures = {"evt_0": 2, "evt_3": 1}

    def judge(told: dict[str, Any]) -> int:
        failures[told["id"]] = failures.get(told["id"], 0) - 1
        return 503 if failures[told["id"]] >= 0 else 204
    shop.judge = judge
    await stage.deliverer()
    ids = await publish(stage.client, *(event(number, payment="pi_same") for number in range(6)))
    await publish(stage.client, event("else"))
    await shop.took([*ids, "evt_else"])
    assert [each for each in shop.got if each != "evt_else"] == ids
    assert shop.got.index("evt_else") < shop.got.index("evt_0")


async def test_an_event_waits_only_so_long_for_an_earlier_one_of_its_payment(stage: Stage,
                                                                             held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.judge = lambda told: 500 if told["id"] == "evt_0" else 204
    await stage.deliverer(order_s=0.3, retry_s=(60.0,))
    await publish(stage.client, event(0, payment="pi_same"))
    await shop.until(lambda: len(shop.seen) == 1)
    published = time.monotonic()
    await shop.took(await publish(stage.client, event(1, payment="pi_same")))
    assert time.monotonic() - published > 0.25


async def test_what_has_nowhere_to_go_or_is_no_event_holds_up_nothing(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop, shop_2=None)
    its = await stage.deliverer()
    await publish(stage.client, event("a", merchant_id="shop-2"), event("b", merchant_id="nobody"),
                  ("hyperswitch.events.shop-1.payment", "x", b"no json"),
                  ("hyperswitch.events.shop-1.payment", "y", event("y", merchant_id="shop-2")[2]))
    await shop.took(await publish(stage.client, event(1)))
    await eventually(lambda: its.waiting == 0)
    assert stage.metric('tollbridge_bridge_deliveries_total{connector="stripe",outcome="no_url"}') == 2
    assert shop.got == ["evt_1"]
    assert await stage.count(DEAD_STREAM) == 2  # of the two that are no events of that merchant


async def test_the_guard_refuses_urls_of_the_own_network(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(Guard(https_only=False), shop_1=shop)
    await stage.deliverer()
    await publish(stage.client, event(1))
    letter = await stage.letter("evt_1")
    assert letter.error.startswith("webhook_forward_url: http://127.0.0.1:")
    assert "no public address (loopback)" in letter.error
    assert shop.seen == []


async def test_another_bridge_goes_on_where_one_stopped(stage: Stage, held: AsyncExitStack) -> None:
    shop = await held.enter_async_context(merchant())
    await stage.open(shop_1=shop)
    shop.then = 500
    first = await stage.deliverer(retry_s=(0.6, 600.0))
    second = await stage.deliverer("b2", retry_s=(0.6, 600.0))
    ids = await publish(stage.client, *(event(number) for number in range(5)))
    await shop.until(lambda: len(shop.seen) == 5)
    assert (first.active, second.active) == (True, False)
    await first.stop()
    shop.then = 204
    await shop.took(ids)
    assert second.active
    assert len(shop.seen) == 10


async def test_nothing_secret_is_in_logs_metrics_letters_or_what_is_kept(
        stage: Stage, held: AsyncExitStack, caplog: pytest.LogCaptureFixture) -> None:
    shop = await held.enter_async_context(merchant())
    shop.url += f"?key={canaries.MARK}"
    await stage.open(shop_1=shop)
    caplog.set_level(logging.DEBUG)
    shop.then = 500
    await stage.deliverer()
    subject, its_id, body = event(1)
    body = body.replace(b'"CHARGED"', f'"CHARGED", "note": "{canaries.MARK}"'.encode())
    await publish(stage.client, (subject, its_id, body), event(2))
    await shop.until(lambda: len(shop.seen) >= 3)
    kept = [message.data for message in await stage.client.connection.messages(
        DELIVERY_STREAM, "tollbridge.deliveries.>", 1, 10)]
    await stage.letter("evt_1")
    letter = await stage.client.connection.last_message(DEAD_STREAM, "tollbridge.dlq.stripe.evt_1")
    assert letter is not None
    assert {REASON, ERROR} <= set(letter.headers)
    logged = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("tollbridge"))
    said = [logged.encode(), stage.telemetry.metrics_text()[0], str(dict(letter.headers)).encode(), letter.data]
    assert kept
    assert "delivery=evt_1" in logged
    for each in (*said, *kept):
        assert canaries.MARK.encode() not in each
        assert SECRET.encode() not in each
    assert any(canaries.MARK.encode() in each for each in shop.bodies)  # where it belongs
