"""A sandbox whose clock stands still, in a thread (for the official SDK) or in the test's own loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import Adyen
import aiohttp
import pytest
import requests
import stripe
from requests.adapters import HTTPAdapter

from sandbox.adyen_bodies import KEY as ADYEN_KEY
from tollbridge.sandbox import Sandbox, SandboxThread

NOW = 1_763_600_000.0  # 2025-11-20
KEY = "sk_test_sandbox"


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    with SandboxThread(clock=lambda: NOW) as running:
        yield running


@pytest.fixture
def client(running: SandboxThread) -> stripe.StripeClient:
    """The official SDK, told not to repeat anything on its own."""
    return stripe.StripeClient(KEY, stripe_version="2022-11-15", max_network_retries=0,
                               base_addresses={"api": running.base_url("stripe"), "files": running.base_url("stripe")})


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=lambda: NOW) as sandbox:
        yield sandbox


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP with credentials; paths begin below the sandbox's root."""
    async with aiohttp.ClientSession(sandbox.url, headers={"Authorization": f"Bearer {KEY}"}) as session:
        yield session


class Loopback(HTTPAdapter):
    """Takes what the official SDK sends to Adyen's hosts to the sandbox, path and all."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        url = urlsplit(str(request.url))
        assert str(url.hostname).endswith("-test.adyen.com")
        request.url = f"{self._base_url}{url.path}" + (f"?{url.query}" if url.query else "")
        return super().send(request, *arguments, **options | {"proxies": {}})


@pytest.fixture
def adyen(running: SandboxThread, monkeypatch: pytest.MonkeyPatch) -> Adyen.Adyen:
    """The official SDK, which makes a session for each request and has no option for its host."""
    adapter = Loopback(running.base_url("adyen"))
    monkeypatch.setattr(requests.Session, "get_adapter", lambda session, url: adapter)
    return Adyen.Adyen(xapikey=ADYEN_KEY, platform="test", api_checkout_version=68)
