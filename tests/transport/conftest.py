from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tollbridge.transport import TransportSettings
from transport.transport_clients import Client, opened

OpenClient = Callable[[TransportSettings | None], Client]


@pytest.fixture(params=["aiohttp", "urllib3"])
def open_client(request: pytest.FixtureRequest) -> Iterator[OpenClient]:
    """Opens a client of either transport; it is closed after the test."""
    with ExitStack() as stack:
        yield lambda settings: stack.enter_context(opened(request.param, settings))


@pytest.fixture
def client(open_client: OpenClient) -> Client:
    return open_client(None)
