"""A sandbox whose clock stands still, in a thread (for the official SDK) or in the test's own loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
import stripe

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
