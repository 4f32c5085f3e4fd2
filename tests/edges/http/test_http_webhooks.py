"""The webhook receiver: from the simulated processors through the server to a merchant's own, and back."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from standardwebhooks import Webhook

from edges.http.surroundings import PAYMENT, Answer, Connection, get, post
from edges.http.test_http_calls import is_problem
from tollbridge.accounts import Account, Forward, KeptAccounts, StoreKind, StoreOptions, open_store
from tollbridge.contract.accounts import read_account
from tollbridge.domain.environment import Environment
from tollbridge.domain.events import Event, WebhookEventType, WebhookSecrets
from tollbridge.domain.secret import Secret
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.kit.webhook import WebhookRequest
from tollbridge.sandbox import Sandbox
from tollbridge.sandbox.adyen.notifications import signed as signed_items
from tollbridge.service import Service, ServiceOptions, Serving
from tollbridge.service.webhooks import identified
from tollbridge.transport import Guard, TransportSettings

FORWARD_SECRET = "whsec_" + base64.b64encode(b"a key of the merchant's own").decode()
SECRETS = {"stripe": "whsec_of_stripe", "adyen": hashlib.sha256(b"adyen").hexdigest().upper(), "paypal": "WH-1"}
ACCOUNTS: dict[str, dict[str, str]] = {
    "stripe": {"api_key": "sk_test_hooks"},
    "adyen": {"api_key": "AQE_sandbox", "merchant_account": "LanternsECOM"},
    "paypal": {"client_id": "sandbox-client", "client_secret": "sandbox-secret"},
}
GOLDEN = Path(__file__).parents[3] / "golden"
STRIPE = "/webhooks/stripe/shop-1"
PAID = json.dumps({
    "id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {
        "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 1234, "currency": "eur",
        "amount_received": 1234, "metadata": {"order_id": "order-1"}}}}).encode()


class Merchant:
    """The merchant's own server: it keeps what was signed rightly, and answers as told."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.delay_s = 0.0
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.arrivals = 0

    async def take(self, request: web.Request) -> web.Response:
        self.arrivals += 1
        body = await request.text()
        told = Webhook(FORWARD_SECRET).verify(body, dict(request.headers))
        await asyncio.sleep(self.delay_s)
        status = self.statuses.pop(0) if self.statuses else 204
        if status < 300:
            self.got.append((request.headers["webhook-id"], told))
        return web.Response(status=status, headers={"location": self.url} if status == 307 else {})


class Stage(NamedTuple):
    """All that a webhook passes."""

    sandbox: Sandbox
    merchant: Merchant
    port: int

    async def ask(self, request: bytes) -> Answer:
        connection = await Connection.open(self.port)
        try:
            await connection.send(request)
            return await asyncio.wait_for(connection.answer(), 20)
        finally:
            connection.close()

    async def pay(self, connector: str) -> None:
        config = json.dumps({"config": {connector: ACCOUNTS[connector]}})
        asked = {**PAYMENT, "return_url": "https://lantern.example/back"}
        paid = await self.ask(post("/payments/authorize", asked, {"x-connector-config": config}))
        assert paid.json.get("status") in ("CHARGED", "PENDING"), paid.json
        await asyncio.wait_for(self.sandbox.webhooks.drained(), 10)


@pytest.fixture
async def merchant() -> AsyncIterator[Merchant]:
    merchant = Merchant()
    app = web.Application()
    app.router.add_post("/events", merchant.take)
    async with TestServer(app, host="127.0.0.1") as server:
        merchant.url = str(server.make_url("/events"))
        yield merchant


@pytest.fixture
async def accounts(tmp_path: Path, merchant: Merchant) -> AsyncIterator[KeptAccounts]:
    """Of shop-1 all, of shop-2 one without a place for events."""
    found: dict[str, Any] = {"shop-1": {name: {
        **fields, "webhook_secret": SECRETS[name], "webhook_forward_url": merchant.url,
        "webhook_forward_secret": FORWARD_SECRET} for name, fields in ACCOUNTS.items()},
        "shop-2": {"stripe": ACCOUNTS["stripe"]}}
    path = tmp_path / "accounts.json"
    path.write_text(json.dumps(found))
    store = open_store(StoreOptions(store=StoreKind.FILE, path=str(path), private=False))
    yield store
    await store.close()


@pytest.fixture
async def stage(accounts: KeptAccounts, merchant: Merchant) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as opened:
        sandbox = await opened.enter_async_context(Sandbox(webhook_retry_after_s=(0.02, 0.02)))
        port = await opened.enter_async_context(serving(accounts, sandbox))
        for name, secret in SECRETS.items():
            sandbox.set_webhook(name, f"http://127.0.0.1:{port}/webhooks/{name}/shop-1", Secret(secret))
        yield Stage(sandbox, merchant, port)


class serving:
    """A server with a webhook receiver; its port."""

    def __init__(self, accounts: KeptAccounts, sandbox: Sandbox, **options: Any) -> None:
        urls = {name: sandbox.base_url(name) for name in ACCOUNTS}
        transport = options.pop("transport", TransportSettings())
        options_ = ServiceOptions(environment=Environment.TEST, connector_urls=urls, transport=transport)
        service = Service(options_, accounts=accounts)
        self._edge = HttpServer(service, HttpOptions(port=0, **options), accounts)
        self._serving = Serving(service, self._edge)

    async def __aenter__(self) -> int:
        await self._serving.start()
        return self._edge.port

    async def __aexit__(self, *error: object) -> None:
        await self._serving.drain()


def signed(body: bytes = PAID, secret: str = SECRETS["stripe"], path: str = STRIPE) -> bytes:
    """As Stripe signs: https://docs.stripe.com/webhooks#verify-manually"""
    stamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return post(path, body, {"stripe-signature": f"t={stamp},v1={signature}", "x-connector-config": None})


@pytest.mark.parametrize("connector", ["stripe", "adyen", "paypal"])
async def test_an_event_reaches_the_merchant_and_the_processor_is_told(stage: Stage, connector: str) -> None:
    await stage.pay(connector)
    assert [each.delivered for each in stage.sandbox.webhooks.deliveries].count(False) == 0
    told = [event for _, event in stage.merchant.got if event["type"] == "PAYMENT_INTENT_SUCCESS"
            or event["type"] == "PAYMENT_INTENT_AUTHORIZATION_SUCCESS"]
    event = told[0]
    assert (event["connector"], event["merchant_id"]) == (connector, "shop-1")
    assert event["data"]["source_verified"] is True
    assert event["data"]["event_content"]["payments_response"]["connector_transaction_id"]
    assert len({its_id for its_id, _ in stage.merchant.got}) == len(stage.merchant.got)


async def test_what_the_merchant_does_not_take_is_delivered_again_with_the_same_id(stage: Stage) -> None:
    stage.merchant.statuses = [500, 307]
    sent = signed()
    for _ in range(2):
        answer = await stage.ask(sent)
        is_problem(answer, "NOT_FORWARDED")
        assert answer.status == 503
    assert (await stage.ask(sent)).status == 200
    assert (await stage.ask(signed())).status == 200  # the processor did not hear of it, and delivers once more
    (first, event), (second, _) = stage.merchant.got
    assert first == second == event["id"]
    assert stage.merchant.arrivals == 4


def adyen_batch() -> bytes:
    """A payment authorised and another captured, in one webhook, as Adyen signs them."""
    items = []
    for name in ("authorisation.authorised", "capture.captured"):
        case = json.loads((GOLDEN / "adyen" / f"handle_event.{name}.json").read_text())
        items += case["webhook"]["notificationItems"]
    body = signed_items(json.dumps({"live": "false", "notificationItems": items}).encode(), Secret(SECRETS["adyen"]))
    return post("/webhooks/adyen/shop-1", body)


async def test_one_event_that_is_not_taken_keeps_back_none_and_brings_all_again(stage: Stage) -> None:
    stage.merchant.statuses = [500]
    is_problem(await stage.ask(adyen_batch()), "NOT_FORWARDED")
    (second,) = stage.merchant.got
    answer = await stage.ask(adyen_batch())
    assert (answer.status, answer.body) == (200, b"[accepted]")
    assert [its_id for its_id, _ in stage.merchant.got].count(second[0]) == 2
    assert len({its_id for its_id, _ in stage.merchant.got}) == 2


async def test_a_call_may_leave_its_credentials_to_the_store(stage: Stage) -> None:
    """The merchant's account at that connector; another merchant's is none of it."""
    headers = {"x-connector-config": None, "x-connector": "stripe", "x-merchant-id": "shop-1"}
    assert (await stage.ask(post("/payments/authorize", PAYMENT, headers))).json["status"] == "CHARGED"
    for wrong in ({"x-merchant-id": "nobody"}, {"x-merchant-id": None}, {"x-connector": "phonepe"}):
        answer = await stage.ask(post("/payments/authorize", PAYMENT, {**headers, **wrong}))
        is_problem(answer, "MISSING_CREDENTIALS")


async def test_the_processor_delivers_again_until_the_merchant_takes_it(stage: Stage) -> None:
    stage.merchant.statuses = [503]
    await stage.pay("stripe")
    assert max(each.attempts for each in stage.sandbox.webhooks.deliveries) == 2
    assert all(each.delivered for each in stage.sandbox.webhooks.deliveries)


async def test_what_is_not_signed_rightly_is_refused_and_goes_nowhere(stage: Stage) -> None:
    for request in (signed(secret="whsec_other"), signed().replace(b"1234", b"9999"), post(STRIPE, PAID)):
        answer = await stage.ask(request)
        is_problem(answer, "SIGNATURE_MISMATCH")
        assert answer.status == 401
    assert stage.merchant.arrivals == 0


async def test_who_is_not_here_and_who_takes_no_webhooks_get_the_same_answer(stage: Stage) -> None:
    told = []
    for path in ("/webhooks/stripe/nobody", "/webhooks/stripe/shop-2", "/webhooks/nothing/shop-1",
                 "/webhooks/airwallex/shop-1", "/webhooks/stripe/..%2fshop-1", "/webhooks/Stripe/shop-1"):
        answer = await stage.ask(signed(path=path))
        assert answer.status == 404, path
        if "%2f" not in path:
            told.append({**is_problem(answer, "UNKNOWN_WEBHOOK"), "instance": ""})
    assert all(each == told[0] for each in told)


async def test_a_webhook_has_limits_of_its_own(accounts: KeptAccounts, merchant: Merchant) -> None:
    async with Sandbox() as sandbox, serving(accounts, sandbox, max_webhook_bytes=1000, webhook_s=0.3) as port:
        stage = Stage(sandbox, merchant, port)
        is_problem(await stage.ask(signed(b" " * 1001)), "CONTENT_TOO_LARGE")
        is_problem(await stage.ask(b"GET /webhooks/stripe/shop-1 HTTP/1.1\r\nhost: a\r\n\r\n"), "METHOD_NOT_ALLOWED")
        merchant.delay_s = 5.0
        began = time.monotonic()
        is_problem(await stage.ask(signed()), "NOT_FORWARDED")
        assert time.monotonic() - began < 2


async def test_a_genuine_webhook_that_cannot_be_read_is_told(stage: Stage) -> None:
    is_problem(await stage.ask(signed(b"[]")), "INVALID_FIELD")


async def test_nothing_of_a_webhook_is_logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stage.merchant.statuses = [500]
    body = PAID.replace(b"order-1", b"canary-8c1e")
    await stage.ask(signed(body))
    await stage.ask(signed(body))
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("tollbridge"))
    assert "webhook connector=stripe outcome=refused merchant_id=shop-1" in ours
    for secret in ("canary-8c1e", SECRETS["stripe"], FORWARD_SECRET, "1234"):
        assert secret not in ours


async def test_an_event_is_counted_once_by_what_became_of_it(stage: Stage) -> None:
    stage.merchant.statuses = [500]
    for request in (signed(), signed(), signed(secret="whsec_other")):
        await stage.ask(request)
    told = (await stage.ask(get("/metrics"))).body.decode()
    assert sorted(line for line in told.splitlines() if line.startswith("tollbridge_webhooks_total")) == [
        f'tollbridge_webhooks_total{{connector="stripe",outcome="{outcome}"}} 1.0'
        for outcome in ("ok", "refused", "signature_mismatch")]


async def test_events_go_to_no_address_of_the_own_network(accounts: KeptAccounts, merchant: Merchant) -> None:
    guarded = TransportSettings(guard=Guard())
    async with Sandbox() as sandbox, serving(accounts, sandbox, transport=guarded) as port:
        is_problem(await Stage(sandbox, merchant, port).ask(signed()), "NOT_FORWARDED")
    assert merchant.arrivals == 0


async def test_the_account_of_the_how_to_is_good(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/receive-webhooks.md").read_text()
    (tmp_path / "accounts.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])
    store = open_store(StoreOptions(store=StoreKind.FILE, path=str(tmp_path / "accounts.toml"), private=False))
    account = await store.get("shop-1", "stripe")
    await store.close()
    assert account is not None
    assert account.forward is not None
    Webhook(account.forward.secret.reveal())


def test_events_of_one_webhook_have_ids_of_their_own_that_stay() -> None:
    from tollbridge import catalog

    account = Account(
        merchant_id="m", connector="stripe", credentials=read_account(catalog.load("stripe"), ACCOUNTS["stripe"]),
        webhook_secrets=WebhookSecrets(secret=Secret("x")), forward=Forward(url="https://a", secret=Secret("y")))
    hook = WebhookRequest("POST", "/", "", (), b"{}")
    taken, refused = (Event(event_type=kind, connector_event_id="e-1") for kind in (
        WebhookEventType.PAYMENT_INTENT_SUCCESS, WebhookEventType.PAYMENT_INTENT_FAILURE))
    nameless = Event(event_type=None)
    events = [taken, refused, taken, nameless, nameless]
    ids = [name for name, _ in identified(account, hook, events)]
    assert len(set(ids)) == 5
    assert ids == [name for name, _ in identified(account, hook, events)]
    assert [name for name, _ in identified(account, hook, [refused])] == [ids[1]]
    other = Account(merchant_id="n", connector="stripe", credentials=account.credentials)
    assert not set(ids) & {name for name, _ in identified(other, hook, events)}
