"""The whole way as it is deployed: `tollbridge serve` receives, `tollbridge worker` reads, both told by settings."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import aiohttp
import pytest

from bridge.programs import running, settings
from bridge.surroundings import bridge, bridge_options, key_files, make_streams
from bridge.webhooks.hooking import SECRET, hearing
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.secret import Secret
from tollbridge.edges.cli.bridge_wiring import worker_options
from tollbridge.edges.cli.config import usable
from tollbridge.edges.http.problems import KINDS
from tollbridge.sandbox import Sandbox

PAYMENT = {"merchant_transaction_id": "order-1", "amount": {"minor_amount": 1000, "currency": "USD"}, "address": {},
           "payment_method": {"token": {"token": {"value": "pm_card_visa"}}}}


@pytest.mark.parametrize("protected", [False, True])
async def test_a_payment_and_its_events(empty_nats_server: NatsServer, tmp_path: Path, protected: bool) -> None:
    """Paid over NATS, told by webhooks, which come through service and worker; each has key files of its own."""
    keys = {}
    if protected:
        key_files(tmp_path)
        keys = {role: {"TOLLBRIDGE__BRIDGE__PROTECTION__MODE": "on",
                       "TOLLBRIDGE__BRIDGE__PROTECTION__PRIVATE_KEYS": f"{tmp_path}/{role}.jwks",
                       "TOLLBRIDGE__BRIDGE__PROTECTION__PUBLIC_KEYS": f"{tmp_path}/public.jwks"}
                for role in ("bridge", "worker")}
    await make_streams(bridge_options(empty_nats_server.url))
    accounts = tmp_path / "accounts.json"
    accounts.write_text(json.dumps({"shop-1": {"stripe": {"api_key": "sk_test_hooks", "webhook_secret": SECRET}}}))
    accounts.chmod(0o600)
    async with Sandbox(webhook_retry_after_s=(0.1, 0.5, 2.0)) as sandbox:
        file = settings(
            tmp_path, empty_nats_server, connectors__stripe__base_url=sandbox.base_url("stripe"), worker__http__port=0,
            grpc__enabled=False, http__port=0, accounts__store="file", accounts__path=str(accounts),
            webhooks__enabled=True, webhooks__mode="bridge", routing__mode="bridge")
        config = ("--config", str(file))
        async with running("worker", *config, env=keys.get("worker")) as worker, \
                running("serve", *config, env=keys.get("bridge")) as service:
            await worker.line("worker")
            port = (await service.line("http")).rpartition(":")[2]
            sandbox.set_webhook("stripe", f"http://127.0.0.1:{port}/webhooks/stripe/shop-1", Secret(SECRET))
            async with bridge(bridge_options(empty_nats_server.url)) as client, hearing(client) as heard:
                async with aiohttp.ClientSession() as http, http.post(
                        f"http://127.0.0.1:{port}/payments/authorize", json=PAYMENT,
                        headers={"x-merchant-id": "shop-1", "x-connector": "stripe"}) as answer:
                    paid = await answer.json()
                assert paid["status"] == "CHARGED", paid
                events = await heard.count(3, 30)
            assert {event["type"] for event in events} >= {"PAYMENT_INTENT_SUCCESS"}
            assert {event["data"]["event_content"]["payments_response"]["connector_transaction_id"]
                    for event in events} == {paid["connector_transaction_id"]}
            assert set(heard.header("Tollbridge-Unmatched")) == {""}
            assert all(bool(event.get("sealed")) is protected for event in events)
            assert [(await each.end(signal.SIGTERM)).code for each in (service, worker)] == [0, 0]


async def test_without_the_mode_nothing_of_it_is_there(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    file = settings(tmp_path, empty_nats_server)
    assert worker_options(usable(str(file), {}).settings).webhooks is None


def test_its_problem_says_deliver_it_again() -> None:
    assert KINDS["NOT_STORED"].status == 503
