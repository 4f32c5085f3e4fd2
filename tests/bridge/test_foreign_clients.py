"""Clients in Go and Node judge the protocol: what they need is NATS, and nothing of ours.

Their packages are fetched once a machine, by the lock files beside them.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bridge.nats_surroundings import Unsecured, not_secured
from bridge.surroundings import STRIPE, authorize, bridge, bridge_options, make_streams, worker
from tollbridge.bridge.ingress import Ingress, IngressOptions
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox

pytestmark = not_secured(Unsecured.URL_ALONE)
FOREIGN = Path(__file__).parent / "foreign"
FETCH_S, RUN_S = 300, 120


@pytest.fixture
async def surroundings(empty_nats_server: NatsServer) -> AsyncIterator[dict[str, str]]:
    """A bridge and two workers; what a client has to be told of them."""
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        for _ in range(2):
            await held.enter_async_context(worker(options, sandbox))
        ingress = Ingress(IngressOptions(bridge=options, environment="sandbox"),
                          await held.enter_async_context(bridge(options)))
        await ingress.start()
        yield {**os.environ, "NATS_URL": empty_nats_server.url, "CONFIG": STRIPE,
               "PAYMENT": json.dumps(authorize("foreign").request)}
        assert sandbox.ledger.total("USD").charges == 1
        await ingress.finish(1)


async def test_a_client_in_go(surroundings: dict[str, str]) -> None:
    if shutil.which("go") is None:
        pytest.skip("Go is not installed")
    await _ran("go", "test", "-count=1", "./...", cwd=FOREIGN / "go", env=surroundings, within_s=FETCH_S)


async def test_a_client_in_node(surroundings: dict[str, str], tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed")
    for name in ("package.json", "package-lock.json", "client.test.mjs"):
        shutil.copy(FOREIGN / "node" / name, tmp_path / name)
    await _ran("npm", "ci", "--silent", "--no-audit", "--no-fund", cwd=tmp_path, env=surroundings, within_s=FETCH_S)
    await _ran("node", "--test", cwd=tmp_path, env=surroundings, within_s=RUN_S)


async def _ran(*command: str, cwd: Path, env: dict[str, str], within_s: float) -> None:
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, env=env, stdout=asyncio.subprocess.PIPE,
                                                   stderr=asyncio.subprocess.STDOUT)
    try:
        async with asyncio.timeout(within_s):
            told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, told.decode(errors="replace")[-4000:]
