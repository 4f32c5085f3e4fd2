"""What tests of webhooks have around them: a receiver that stores, a worker that reads, and who hears the events."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, NamedTuple, Self

import aiohttp
from nats.aio.msg import Msg

from bridge.surroundings import admin, bridge, bridge_options, make_streams, worker
from tollbridge.accounts.mounted import EnvironmentSource
from tollbridge.accounts.store import KeptAccounts
from tollbridge.bridge.client import BridgeClient, BridgeOptions, protection_of
from tollbridge.bridge.connection import Connection, Publisher
from tollbridge.bridge.webhooks.reading import HookOptions
from tollbridge.bridge.webhooks.storing import StreamedHooks
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.environment import Environment
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions, Serving

SECRET = "whsec_of_stripe"
ADYEN_KEY = hashlib.sha256(b"adyen").hexdigest().upper()
ACCOUNTS = {
    "TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__API_KEY": "sk_test_bridge",
    "TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__WEBHOOK_SECRET": SECRET,
    "TOLLBRIDGE_ACCOUNT__SHOP-1__ADYEN__API_KEY": "AQE_sandbox",
    "TOLLBRIDGE_ACCOUNT__SHOP-1__ADYEN__MERCHANT_ACCOUNT": "LanternsECOM",
    "TOLLBRIDGE_ACCOUNT__SHOP-1__ADYEN__WEBHOOK_SECRET": ADYEN_KEY,
    "TOLLBRIDGE_ACCOUNT__SHOP-1__PAYPAL__CLIENT_ID": "sandbox-client",
    "TOLLBRIDGE_ACCOUNT__SHOP-1__PAYPAL__CLIENT_SECRET": "sandbox-secret",
    "TOLLBRIDGE_ACCOUNT__SHOP-1__PAYPAL__WEBHOOK_SECRET": "WH-1",
}
CONNECTORS = ("stripe", "adyen", "paypal")
PAID = {"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {
    "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 1234, "currency": "eur",
    "amount_received": 1234, "metadata": {"order_id": "order-1"}}}}


def paid(event: str, intent: str = "pi_1", **more: Any) -> bytes:
    its = {**PAID["data"]["object"], "id": intent, **more}  # type: ignore[index]
    return json.dumps({**PAID, "id": event, "data": {"object": its}}).encode()


def stripe_headers(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """As Stripe signs: https://docs.stripe.com/webhooks#verify-manually"""
    stamp = str(int(at or time.time()))
    proof = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"stripe-signature": f"t={stamp},v1={proof}", "content-type": "application/json"}


def accounts(values: Mapping[str, str] = ACCOUNTS) -> KeptAccounts:
    return KeptAccounts(EnvironmentSource(dict(values)), refresh_s=3600)


def service(urls: Mapping[str, str], values: Mapping[str, str] = ACCOUNTS) -> Service:
    return Service(ServiceOptions(environment=Environment.TEST, connector_urls=dict(urls)), accounts=accounts(values))


class Receiver(NamedTuple):
    port: int
    http: aiohttp.ClientSession

    def url(self, connector: str = "stripe", merchant: str = "shop-1") -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/{connector}/{merchant}"

    async def post(self, body: bytes, headers: Mapping[str, str] | None = None, connector: str = "stripe",
                   merchant: str = "shop-1") -> tuple[int, bytes]:
        async with self.http.post(self.url(connector, merchant), data=io.BytesIO(body),
                                  headers=stripe_headers(body) if headers is None else headers) as answer:
            return answer.status, await answer.read()


@asynccontextmanager
async def receiver(options: BridgeOptions, sandbox: Sandbox | None = None, **more: Any) -> AsyncIterator[Receiver]:
    its = service({name: sandbox.base_url(name) for name in CONNECTORS} if sandbox else {})
    connection = Connection(options.connection)
    await connection.open()
    publisher = Publisher(connection)
    store = StreamedHooks(connection, publisher, options.streams.connectors,
                          protection_of(options, connection, publisher))
    edge = HttpServer(its, HttpOptions(port=0, **more), its.accounts, hooks=store)
    async with Serving(its, edge), aiohttp.ClientSession() as http:
        yield Receiver(edge.port, http)
    await connection.close()


@asynccontextmanager
async def hook_worker(options: BridgeOptions, sandbox: Sandbox, values: Mapping[str, str] = ACCOUNTS,
                      parked_s: float = 5.0, **more: Any) -> AsyncIterator[Worker]:
    async with worker(options, sandbox, connectors=options.streams.connectors, accounts=accounts(values),
                      urls={name: sandbox.base_url(name) for name in CONNECTORS},
                      webhooks=HookOptions(parked_s=parked_s), grace_s=5.0, **more) as its:
        yield its


class Heard:
    """Messages on some subjects, as they come."""

    def __init__(self) -> None:
        self.messages: list[Msg] = []
        self._changed = asyncio.Condition()

    async def take(self, message: Msg) -> None:
        async with self._changed:
            self.messages.append(message)
            self._changed.notify_all()

    async def until(self, true: Callable[[Self], bool], within_s: float = 15.0) -> None:
        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(lambda: true(self))

    async def count(self, number: int, within_s: float = 15.0) -> list[dict[str, Any]]:
        await self.until(lambda heard: len(heard.messages) >= number, within_s)
        return self.bodies

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(message.data) for message in self.messages]

    def header(self, name: str) -> list[str]:
        return [(message.headers or {}).get(name, "") for message in self.messages]


@asynccontextmanager
async def hearing(client: BridgeClient, subject: str = "hyperswitch.events.>") -> AsyncIterator[Heard]:
    heard = Heard()
    ear = (await admin(client)).connection.client
    subscription = await ear.subscribe(subject, cb=heard.take)
    await ear.flush()
    yield heard
    await subscription.unsubscribe()


class Stage(NamedTuple):
    options: BridgeOptions
    client: BridgeClient
    sandbox: Sandbox
    receiver: Receiver
    heard: Heard

    async def settled(self, connector: str = "stripe", within_s: float = 30.0) -> None:
        """Once every stored webhook has been dealt with."""
        async with asyncio.timeout(within_s):
            while True:
                info = await self.client.connection.api(f"CONSUMER.INFO.WEBHOOKS.webhooks_{connector}")
                if not info["num_pending"] + info["num_ack_pending"]:
                    return
                await asyncio.sleep(0.05)

    async def stored(self) -> int:
        info = await self.client.connection.api("STREAM.INFO.WEBHOOKS")
        return int(info["state"]["messages"])


@asynccontextmanager
async def stage(url: str, *connectors: str, consumers: tuple[str, ...] = (), **more: Any) -> AsyncIterator[Stage]:
    """Without a worker. `consumers` as of `make_streams`."""
    async with AsyncExitStack() as held:
        options = bridge_options(url, *(connectors or ("stripe",)), **more)
        await make_streams(options, *consumers)
        sandbox = await held.enter_async_context(Sandbox(webhook_retry_after_s=(0.05, 0.2)))
        its = await held.enter_async_context(receiver(options, sandbox))
        client = await held.enter_async_context(bridge(options))
        heard = await held.enter_async_context(hearing(client))
        yield Stage(options, client, sandbox, its, heard)
