"""A sandbox of Stripe in a thread of its own, and both clients opened against it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tollbridge import BlockingTollbridge, Tollbridge
from tollbridge.sandbox import SandboxThread

KEY = "sk_test_sesame"


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.fixture
async def stripe(running: SandboxThread) -> AsyncIterator[Tollbridge]:
    async with Tollbridge("stripe", environment="test", api_key=KEY, base_url=running.base_url("stripe")) as client:
        yield client


@pytest.fixture
def blocking(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("stripe", environment="test", api_key=KEY, base_url=running.base_url("stripe")) as client:
        yield client
