"""Merchants' own servers, and events for them."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace
from standardwebhooks import Webhook

from bridge.surroundings import admin
from tollbridge.accounts import StoreKind, StoreOptions, open_store
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Publisher
from tollbridge.bridge.deliveries.deliverer import Deliverer
from tollbridge.bridge.deliveries.options import DeliveryOptions
from tollbridge.bridge.deliveries.protecting import protected
from tollbridge.bridge.messages import encode_json
from tollbridge.transport import TransportSettings, async_transport

SECRET = "whsec_" + base64.b64encode(b"a key of the merchant's own").decode()
WAIT_S = 30.0
QUICK = DeliveryOptions(retry_s=(0.05, 0.05, 0.05), timeout_s=5.0, every_s=0.1, lease_s=1.0, order_s=5.0)


class Merchant:
    """Keeps what was signed rightly, and answers as told: `statuses` first, then `then`; or as `judge` says."""

    def __init__(self, secret: str = SECRET) -> None:
        self.url, self.secret = "", secret
        self.statuses: list[int] = []
        self.then = 204
        self.headers: dict[str, str] = {}
        self.delay_s = 0.0
        self.judge: Callable[[dict[str, Any]], int] | None = None
        self.seen: list[tuple[str, int]] = []
        """Each arrival: its webhook-id, and what was answered."""
        self.bodies: list[bytes] = []
        self.told: list[Mapping[str, str]] = []
        self.at_once = self.most_at_once = 0
        self._arrived = asyncio.Event()

    @property
    def got(self) -> list[str]:
        """Ids of what was taken, in its order."""
        return [its_id for its_id, status in self.seen if status < 300]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.text()
        told = Webhook(self.secret).verify(body, dict(request.headers))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.delay_s)
        finally:
            self.at_once -= 1
        status = self.statuses.pop(0) if self.statuses else self.judge(told) if self.judge else self.then
        self.seen.append((request.headers["webhook-id"], status))
        self.bodies.append(body.encode())
        self.told.append(request.headers)
        self._arrived.set()
        moved = {"location": "/elsewhere"} if status == 307 else {}
        return web.Response(status=status, headers={**self.headers, **moved})

    async def until(self, enough: Callable[[], bool], within_s: float = WAIT_S) -> None:
        try:
            async with asyncio.timeout(within_s):
                while not enough():
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            raise AssertionError(f"not within {within_s:g} s; seen: {self.seen[-20:]}") from None

    async def took(self, ids: Iterable[str], within_s: float = WAIT_S) -> None:
        wanted = set(ids)
        await self.until(lambda: wanted <= set(self.got), within_s)


@asynccontextmanager
async def merchant(secret: str = SECRET) -> AsyncIterator[Merchant]:
    its = Merchant(secret)
    app = web.Application()
    app.router.add_post("/events", its.take)
    async with TestServer(app, host="127.0.0.1") as server:
        its.url = str(server.make_url("/events"))
        yield its


def accounts_file(folder: Path, **merchants: Merchant | None) -> Path:
    """shop_1 in place of shop-1. None: an account without a place for events."""
    file = folder / "accounts.json"
    file.write_text(json.dumps({name.replace("_", "-"): {"stripe": {"api_key": "sk_test_deliveries", **({
        "webhook_forward_url": its.url, "webhook_forward_secret": its.secret} if its is not None else {})}}
        for name, its in merchants.items()}))
    return file


def event(number: int | str, *, merchant_id: str = "shop-1", payment: str | None = None, kind: str = "payment",
          connector: str = "stripe") -> tuple[str, str, bytes]:
    """Its subject, its id, and the body that the service forwards today."""
    its_id = f"evt_{number}"
    body = {"type": "PAYMENT_INTENT_SUCCESS", "id": its_id, "merchant_id": merchant_id, "connector": connector,
            "connector_event_id": f"psp_{number}", "data": {
                "event_type": "PAYMENT_INTENT_SUCCESS", "source_verified": True, "event_content": {
                    "payments_response": {"connector_transaction_id": payment or f"pi_{number}",
                                          "status": "CHARGED"}}}}
    return f"hyperswitch.events.{merchant_id}.{kind}", its_id, encode_json(body)


async def publish(publisher: Publisher | BridgeClient, *events: tuple[str, str, bytes]) -> list[str]:
    """The ids. As a worker does where the bridge protects them; what is no event as it is."""
    its = (await admin(publisher)).publisher if isinstance(publisher, BridgeClient) else publisher
    protection = publisher.protection if isinstance(publisher, BridgeClient) else None
    for subject, its_id, body in events:
        headers = {"Nats-Msg-Id": its_id}
        if protection is not None and body.startswith(b"{"):
            content = json.loads(body)
            headers["Tollbridge-Connector"] = content["connector"]
            body = await protected(protection, subject, content, headers)
        await its.publish(subject, body, headers)
    return [its_id for _, its_id, _ in events]


async def eventually(look: Callable[[], Any], within_s: float = WAIT_S) -> None:
    """For what tells nobody when it has changed: a metric, a stream's state."""
    ends = time.monotonic() + within_s
    while True:
        said = look()
        if asyncio.iscoroutine(said):
            said = await said
        if said:
            return
        assert time.monotonic() < ends, "not in time"
        await asyncio.sleep(0.02)


class Delivers(Protocol):
    """Who has a bridge."""

    @property
    def client(self) -> BridgeClient: ...


@asynccontextmanager
async def delivering(its: Delivers, folder: Path, shop: Merchant, **more: Any) -> AsyncIterator[Deliverer]:
    async with AsyncExitStack() as held:
        store = open_store(StoreOptions(store=StoreKind.FILE, path=str(accounts_file(folder, shop_1=shop)),
                                        private=False))
        held.push_async_callback(store.close)
        transport = async_transport(TransportSettings())
        held.push_async_callback(transport.close)
        deliverer = Deliverer(its.client, store, transport, "b1", replace(QUICK, **more))
        await deliverer.start()
        held.push_async_callback(deliverer.stop)
        yield deliverer
