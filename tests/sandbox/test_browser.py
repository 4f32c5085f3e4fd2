"""A real headless browser completes a challenge, or pays on a page: Debian's `chromium`, driven over DevTools."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.adyen_bodies import DETAILS, PAYMENTS, payment, post
from sandbox.forms import INTENTS, card_form
from tollbridge.sandbox import Sandbox

CHROMIUM = shutil.which("chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
         "--disable-default-apps", "--disable-extensions", "--no-proxy-server", "--remote-debugging-port=0",
         # Nothing but this machine can be found, whatever the browser itself would like to ask
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
PATIENCE_S = 30.0

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")


class Tab:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def ask(self, method: str, **params: Any) -> Any:
        """Sends one command and waits for what it gives."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            told = await self._socket.receive_json(timeout=PATIENCE_S)
            if told.get("id") == self._number:
                assert "error" not in told, told
                return told["result"]

    async def evaluate(self, expression: str) -> Any:
        told = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    async def open(self, url: str) -> None:
        """Returns once the page is loaded."""
        await self.ask("Page.enable")
        await self._socket.send_json({"id": 0, "method": "Page.navigate", "params": {"url": url}})
        while True:
            if (await self._socket.receive_json(timeout=PATIENCE_S)).get("method") == "Page.loadEventFired":
                return


async def devtools_port(browser: asyncio.subprocess.Process) -> int:
    """The browser says on its error output where it listens."""
    assert browser.stderr is not None
    async for line in browser.stderr:
        if listening := re.match(rb"DevTools listening on ws://127\.0\.0\.1:(\d+)/", line):
            return int(listening[1])
    raise AssertionError("chromium ended before it listened")


async def drain(browser: asyncio.subprocess.Process) -> None:
    """Reads on, so that the browser never waits for its own messages to be taken."""
    assert browser.stderr is not None
    while await browser.stderr.read(65536):
        pass


@pytest.fixture
async def tab(tmp_path: Path) -> AsyncIterator[Tab]:
    assert CHROMIUM is not None
    browser = await asyncio.create_subprocess_exec(
        CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path}", "about:blank", start_new_session=True,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
    draining: asyncio.Task[None] | None = None
    try:
        port = await asyncio.wait_for(devtools_port(browser), PATIENCE_S)
        draining = asyncio.create_task(drain(browser))
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/json/list") as answer:
                page, = (target for target in await answer.json(content_type=None) if target["type"] == "page")
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        os.killpg(browser.pid, signal.SIGKILL)  # the browser's own session, with all the processes that it started
        await browser.wait()
        if draining is not None:
            await draining


@pytest.fixture
async def shop() -> AsyncIterator[tuple[str, asyncio.Future[dict[str, str]]]]:
    """A shop's return page, and what the browser brings to it."""
    returned: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()

    async def welcome(request: web.Request) -> web.Response:
        if not returned.done():
            returned.set_result(dict(request.query))
        return web.Response(text="<title>Thank you</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/back", welcome)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/back", returned
    await runner.cleanup()


async def test_a_browser_completes_the_challenge_and_returns_to_the_shop(
        http: aiohttp.ClientSession, sandbox: Sandbox, tab: Tab,
        shop: tuple[str, asyncio.Future[dict[str, str]]]) -> None:
    back, returned = shop
    async with http.post(INTENTS, data=card_form("4000002760003184") | {"return_url": back}) as answer:
        intent = await answer.json()

    await tab.open(intent["next_action"]["redirect_to_url"]["url"])
    assert await tab.evaluate("document.querySelector('h1').textContent") == "3-D Secure sandbox"
    assert "$10.00 USD" in await tab.evaluate("document.querySelector('p').textContent")
    await tab.evaluate("document.querySelector('button[value=complete]').click()")
    brought = await asyncio.wait_for(returned, PATIENCE_S)

    assert brought == {"payment_intent": intent["id"], "redirect_status": "succeeded",
                       "payment_intent_client_secret": intent["client_secret"]}
    async with http.get(f"{INTENTS}/{intent['id']}") as answer:
        assert (await answer.json())["status"] == "succeeded"
    assert sandbox.ledger.total("USD", payment=intent["id"]).captured == 1000


async def test_a_browser_pays_with_ideal_and_brings_the_result_to_the_shop(
        http: aiohttp.ClientSession, sandbox: Sandbox, tab: Tab,
        shop: tuple[str, asyncio.Future[dict[str, str]]]) -> None:
    back, returned = shop
    redirect = await post(http, PAYMENTS, payment({"type": "ideal"}) | {"returnUrl": f"{back}?order=o1"})

    await tab.open(redirect["action"]["url"])
    assert await tab.evaluate("document.querySelector('h1').textContent") == "ideal sandbox"
    assert "10.00 EUR" in await tab.evaluate("document.querySelector('p').textContent")
    await tab.evaluate("document.querySelector('button[value=complete]').click()")
    brought = await asyncio.wait_for(returned, PATIENCE_S)

    assert set(brought) == {"order", "redirectResult"}
    result = await post(http, DETAILS, {"details": {"redirectResult": brought["redirectResult"]}})
    assert result["resultCode"] == "Authorised"
    assert sandbox.ledger.total("EUR", payment=result["pspReference"]).captured == 1000
