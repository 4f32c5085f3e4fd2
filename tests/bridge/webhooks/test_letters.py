"""Dead letters of webhooks: brought back once what was wrong is mended, or closed by a person."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bridge.programs import ended, settings
from bridge.webhooks.hooking import ACCOUNTS, hearing, hook_worker, paid, stage
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.server import NatsServer

LETTER = "WEBHOOKS-1"
EXCHANGED = {**ACCOUNTS, "TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__WEBHOOK_SECRET": "whsec_of_another_day"}


async def test_a_webhook_is_read_again_as_it_came_in(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    """It was proved when it came; then its secret was exchanged for a wrong one."""
    config = ("--config", str(settings(tmp_path, empty_nats_server)))
    async with stage(empty_nats_server.url) as its, hearing(its.client, "tollbridge.dlq.>") as letters:
        await its.receiver.post(paid("evt_1"))
        async with hook_worker(its.options, its.sandbox, EXCHANGED):
            await letters.until(lambda heard: len(heard.messages) >= 1)
            listed = (await ended("dlq", "list", "--json", *config)).json["letters"]
            assert [(each["op_id"], each["operation"], each["merchant_id"]) for each in listed] == [
                (LETTER, "read_webhook", "shop-1")]
            told = await ended("dlq", "redrive", LETTER, *config)
            assert "would be brought back: read again by a worker" in told.out
            assert (await ended("dlq", "redrive", LETTER, "--yes", *config)).code == 0
            await letters.until(lambda heard: len(heard.messages) >= 3)  # marked, and then it cannot be read once more
            assert (await ended("dlq", "list", "--json", *config)).json["letters"], "it waits for a person again"
        assert (await ended("dlq", "redrive", LETTER, "--yes", *config)).code == 0
        async with hook_worker(its.options, its.sandbox):
            (event,) = await its.heard.count(1)
            assert event["connector_event_id"] == "evt_1"
            await its.settled()
        assert len(its.heard.messages) == 1
        assert not (await ended("dlq", "list", "--json", *config)).json["letters"]
        every = (await ended("dlq", "list", "--all", "--json", *config)).json["letters"]
        assert [each["state"] for each in every] == ["BROUGHT_BACK"]


async def test_a_webhook_that_is_gone_is_closed_by_a_person(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    config = ("--config", str(settings(tmp_path, empty_nats_server)))
    async with stage(empty_nats_server.url) as its, hearing(its.client, "tollbridge.dlq.>") as letters:
        await its.receiver.post(paid("evt_1"))
        async with hook_worker(its.options, its.sandbox, EXCHANGED):
            await letters.until(lambda heard: len(heard.messages) >= 1)
        await gone(its.client.connection)
        refused = await ended("dlq", "redrive", LETTER, "--yes", *config)
        assert (refused.code, "gone from its stream" in refused.err) == (3, True), refused
        closing = ("dlq", "resolve", LETTER, "--not-done", "--note", "sent anew from the dashboard")
        assert (await ended(*closing, *config)).code == 0
        assert not (await ended("dlq", "list", "--json", *config)).json["letters"]
        shown = (await ended("dlq", "show", LETTER, "--json", *config)).json
        assert (shown["state"], "from the dashboard" in shown["error"]) == ("CLOSED", True)
        assert (await ended(*closing, *config)).code == 3


async def test_what_names_no_webhook_is_nothing(empty_nats_server: NatsServer) -> None:
    async with stage(empty_nats_server.url) as its, hook_worker(its.options, its.sandbox):
        for its_id in ("none", "no token", ""):
            await its.client.publisher.publish(f"hyperswitch.webhooks.shop-1.stripe.incoming.{its_id or 'x'}".replace(
                " ", "-"), b"", {"Tollbridge-Again": its_id})
        await its.settled()
        assert not its.heard.messages


async def gone(connection: Connection) -> None:
    await connection.api("STREAM.MSG.DELETE.WEBHOOKS", {"seq": 1})
    assert await asyncio.wait_for(connection.message("WEBHOOKS", 1), 5) is None
