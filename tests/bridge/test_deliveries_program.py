"""Deliveries by `tollbridge bridge` as a process, and what people do about them at the command line."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bridge.merchants import SECRET, Merchant, accounts_file, event, eventually, merchant, publish
from bridge.programs import Running, ended, running, settings
from bridge.surroundings import bridge, bridge_options, make_streams
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.deliveries import letters
from tollbridge.bridge.redrive import find
from tollbridge.bridge.server import NatsServer


@pytest.fixture
async def held() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def shop(held: AsyncExitStack) -> Merchant:
    return await held.enter_async_context(merchant())


@pytest.fixture
async def client(empty_nats_server: NatsServer, held: AsyncExitStack) -> BridgeClient:
    options = bridge_options(empty_nats_server.url, streams={"deliveries": True})
    await make_streams(options, "deliveries", "redriven")
    return await held.enter_async_context(bridge(options))


@pytest.fixture
def config(client: BridgeClient, empty_nats_server: NatsServer, shop: Merchant, tmp_path: Path) -> str:
    return str(settings(
        tmp_path, empty_nats_server, accounts__store="file",
        accounts__path=str(accounts_file(tmp_path, shop_1=shop)), bridge__http__port=0,
        bridge__deliveries__enabled=True, bridge__deliveries__retry_s=[0.2, 0.2], bridge__deliveries__lease_s=1.0))


async def begun(process: Running) -> str:
    """Where its health is."""
    return (await process.line("bridge")).partition("health at ")[2]


async def test_a_bridge_that_is_killed_loses_no_event(client: BridgeClient, config: str, shop: Merchant,
                                                      held: AsyncExitStack) -> None:
    numbers = iter(range(1000))
    failing = {f"evt_{number}" for number in range(0, 1000, 7)}
    refused: set[str] = set()

    def judge(told: dict[str, str]) -> int:
        if told["id"] in failing - refused:
            refused.add(told["id"])
            return 503
        return 200
    shop.judge, shop.delay_s = judge, 0.02
    ids: list[str] = []
    for _ in range(3):
        process = await held.enter_async_context(running("bridge", "--config", config))
        await begun(process)
        before = len(shop.seen)
        ids += await publish(client, *(event(next(numbers)) for _ in range(40)))
        await shop.until(lambda least=before + 12: len(shop.seen) >= least)  # type: ignore[misc]
        await process.end(signal.SIGKILL)
    assert set(ids) - set(shop.got), "it was killed too late to show anything"
    await begun(await held.enter_async_context(running("bridge", "--config", config)))
    await shop.took(ids, within_s=60)
    repeated = len(shop.got) - len(ids)
    assert 0 <= repeated <= 3 * 16  # of each that was killed what it had under way, or had not acknowledged yet


async def test_a_dead_letter_is_listed_shown_and_redriven(client: BridgeClient, config: str, shop: Merchant,
                                                          held: AsyncExitStack) -> None:
    health = await begun(await held.enter_async_context(running("bridge", "--config", config)))
    shop.then = 500
    await publish(client, event(1))

    async def dead() -> bool:
        return await find(client, "evt_1") is not None
    await eventually(dead)
    listed = await ended("dlq", "list", "--config", config)
    assert "evt_1" in listed.out
    assert "deliver_event at stripe for shop-1  undelivered: HTTP 500 after 3 attempts" in listed.out
    shown = (await ended("dlq", "show", "evt_1", "--config", config, "--json")).json
    assert shown["request"] == json.loads(event(1)[2])
    assert shown["redrive"] == {"may": True, "why": "delivered again, with the same webhook-id, by a bridge that "
                                                    "delivers"}
    assert "nothing was done" in (await ended("dlq", "redrive", "evt_1", "--config", config)).out
    assert len(shop.seen) == 3
    async with aiohttp.ClientSession() as session, session.get(health.replace("/readyz", "/metrics")) as answer:
        metrics = await answer.text()
    assert 'tollbridge_bridge_deliveries_total{connector="stripe",outcome="dead"} 1.0' in metrics
    assert "shop-1" not in metrics

    shop.then = 204
    assert (await ended("dlq", "redrive", "evt_1", "--yes", "--config", config)).code == 0
    await shop.took(["evt_1"])

    async def delivered() -> bool:
        letter = await find(client, "evt_1")
        return letter is not None and letter.state == letters.DELIVERED
    await eventually(delivered)
    assert (await ended("dlq", "list", "--config", config)).out == "0 dead letters\n"


async def test_without_the_setting_nothing_is_delivered(client: BridgeClient, config: str, shop: Merchant,
                                                        held: AsyncExitStack) -> None:
    process = await held.enter_async_context(running("bridge", "--config", config, env={
        "TOLLBRIDGE__BRIDGE__DELIVERIES__ENABLED": "false"}))
    await begun(process)
    await publish(client, event(1))
    assert (await process.end()).code == 0
    info = await client.connection.api("CONSUMER.INFO.EVENTS.deliveries")
    assert (info["num_pending"], info["delivered"]["consumer_seq"]) == (1, 0)
    assert shop.seen == []


async def test_settings_that_cannot_be_meant_are_told_together(config: str) -> None:
    said = await ended("config", "check", "--config", config, env={
        "TOLLBRIDGE__ACCOUNTS__STORE": "none",
        "TOLLBRIDGE__BRIDGE__DELIVERIES__RETRY_S": json.dumps([86400.0] * 26)})
    assert said.code == 2
    for path, why in (("enabled", "needs an account store"), ("retry_s", "the 30 days for which events are kept")):
        assert f"bridge.deliveries.{path}" in said.out + said.err
        assert why in said.out + said.err


async def test_replay_tells_what_would_be_sent_and_then_sends_it(client: BridgeClient, config: str,
                                                                 shop: Merchant) -> None:
    await publish(client, event(0))
    began = datetime.now(UTC).isoformat()
    await publish(client, event(1), event(2, kind="refund"), event(3), event(4, merchant_id="shop-2"))
    words = ("webhooks", "replay", "--merchant", "shop-1", "--from", began, "--config", config)
    looked = await ended(*words)
    assert (looked.code, shop.seen) == (0, [])
    assert [line.split()[0] for line in looked.out.splitlines()] == ["evt_1", "evt_2", "evt_3"]
    assert f"would be sent to {shop.url}" in looked.out
    assert "nothing was sent: --yes does it" in looked.err

    shop.statuses = [204, 500]
    sent = await ended(*words, "--yes", "--json", "--rate", "20")
    assert sent.code == 3
    told = [json.loads(line) for line in sent.out.splitlines()]
    assert [(each["id"], each["status"], each["outcome"]) for each in told] == [
        ("evt_1", 204, "ok"), ("evt_2", 500, "refused"), ("evt_3", 204, "ok")]
    assert [its_id for its_id, _ in shop.seen] == ["evt_1", "evt_2", "evt_3"]
    assert (await ended(*words, "--yes", "--kind", "refund")).code == 0
    assert (await ended("webhooks", "replay", "--merchant", "shop-1", "--id", "evt_0", "--yes", "--config",
                        config)).code == 0
    assert shop.got[-2:] == ["evt_2", "evt_0"]


async def test_replay_heeds_its_rate(client: BridgeClient, config: str, shop: Merchant) -> None:
    await publish(client, *(event(number) for number in range(5)))
    began = time.monotonic()
    assert (await ended("webhooks", "replay", "--merchant", "shop-1", "--from", "2026-01-01", "--yes", "--rate", "5",
                        "--config", config)).code == 0
    assert time.monotonic() - began > 0.8
    assert len(shop.got) == 5


@pytest.mark.parametrize(("words", "told"), [
    ((), "say --from, or which by --id"),
    (("--from", "noon"), "--from noon: not a time"),
    (("--from", "2026-02-01", "--to", "2026-01-01"), "--to is before --from"),
    (("--from", "2026-01-01", "--kind", "payments"), "kind: payments is none: one of payment, refund"),
])
async def test_replay_refuses_what_it_cannot_mean(config: str, words: tuple[str, ...], told: str) -> None:
    said = await ended("webhooks", "replay", "--merchant", "shop-1", "--config", config, *words)
    assert (said.code, told in said.err) == (2, True), said.err


async def test_listen_forwards_what_comes_and_goes_on_where_it_stopped(
        client: BridgeClient, config: str, shop: Merchant, tmp_path: Path, held: AsyncExitStack) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET + "\n")
    words = ("listen", "--merchant", "shop-1", "--forward-to", shop.url, "--secret-file", str(secret),
             "--cursor", str(tmp_path / "cursor.json"), "--config", config, "--json")
    await publish(client, event("before"))
    process = await held.enter_async_context(running(*words))
    await eventually((tmp_path / "cursor.json").exists)  # from now on
    shop.statuses = [204, 500]
    await publish(client, event(1), event(2), event(3, merchant_id="shop-2"))
    await shop.until(lambda: len(shop.seen) == 2)
    assert '"status": 204' in await process.line('{"id": "evt_1"')
    assert '"status": 500' in await process.line('{"id": "evt_2"')
    await eventually(lambda: json.loads((tmp_path / "cursor.json").read_text())["sequence"] == 3)
    await process.end(signal.SIGKILL)

    await publish(client, event(4))
    await held.enter_async_context(running(*words))
    await shop.took(["evt_4", *await publish(client, event(5))])
    assert [its_id for its_id, _ in shop.seen] == ["evt_1", "evt_2", "evt_4", "evt_5"]


async def test_listen_signs_with_a_secret_that_it_prints(client: BridgeClient, config: str, tmp_path: Path,
                                                         held: AsyncExitStack) -> None:
    mine = await held.enter_async_context(merchant("whsec_"))
    await publish(client, event(1))
    process = await held.enter_async_context(running(
        "listen", "--merchant", "shop-1", "--forward-to", mine.url, "--from", "start", "--cursor",
        str(tmp_path / "cursor.json"), "--config", config))
    assert process.process.stderr is not None
    line = (await asyncio.wait_for(process.process.stderr.readline(), 30)).decode()
    mine.secret = line.removeprefix("signed with ").strip()
    await mine.took(["evt_1"])


async def test_listen_once_prints_the_events_that_there_are(client: BridgeClient, config: str, tmp_path: Path) -> None:
    words = ("listen", "--merchant", "shop-1", "--once", "--cursor", str(tmp_path / "cursor.json"), "--config", config)
    await publish(client, event(1), event(2, kind="refund"))
    assert "say --from" in (await ended(*words)).err
    printed = await ended(*words, "--from", "start", "--json")
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == ["evt_1", "evt_2"]
    await publish(client, event(3))
    again = await ended(*words)
    assert (again.code, "evt_3  payment  PAYMENT_INTENT_SUCCESS" in again.out, "evt_2" in again.out) == (0, True, False)
    refunds = await ended(*words, "--from", "start", "--kind", "refund", "--json")
    assert [json.loads(line)["id"] for line in refunds.out.splitlines()] == ["evt_2"]


@pytest.mark.parametrize(("words", "told"), [
    (("--forward-to", "ftp://somewhere"), "--forward-to"),
    (("--secret-file", "nowhere.txt"), "--secret-file goes with --forward-to"),
    (("--from", "yesterday"), "--from yesterday: not a time"),
    (("--cursor", __file__, "--from", "start", "--kind", "nothing"), "kind: nothing is none"),
    (("--cursor", __file__), "is none of `tollbridge listen`"),
])
async def test_listen_refuses_what_it_cannot_mean(config: str, words: tuple[str, ...], told: str) -> None:
    said = await ended("listen", "--merchant", "shop-1", "--config", config, *words)
    assert (said.code, told in said.err) == (2, True), said.err
