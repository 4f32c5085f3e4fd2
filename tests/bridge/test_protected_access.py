"""Encrypted and signed, on a server that lets nobody do more than they must: what keys need is allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge import test_kept, test_mission_scenarios
from bridge.nats_surroundings import LACKING
from bridge.secured import Secured, Using
from bridge.surroundings import authorize, bridge, bridge_options, key_files, make_streams, worker
from tollbridge.bridge.access import ADMIN
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox

for _test in (test_kept.test_a_mandate_is_there_once_its_payment_is_answered,
              test_mission_scenarios.test_1_happy_path,
              test_mission_scenarios.test_4_an_unknown_outcome_is_repeated_with_its_key_and_charged_once):
    globals()[_test.__name__] = _test


@pytest.fixture
async def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Secured]:
    if LACKING is not None:
        pytest.skip(LACKING)
    keys = tmp_path / "keys"
    keys.mkdir()
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(keys)))
    its = Secured(tmp_path / "secured")
    async with its.server:
        with Using(its):
            yield its


@pytest.fixture
def empty_nats_server(secured: Secured) -> NatsServer:
    return secured.server


async def test_what_was_not_begun_when_its_key_was_erased_ends_uncharged(secured: Secured) -> None:
    """The worker tells so under a key that it makes itself."""
    options = bridge_options(secured.server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        told = await client.submit(authorize("pay-1"))
        admin = BridgeClient(bridge_options(secured.server.url))
        admin.connection.options = secured.connection(ADMIN)
        await admin.connection.open()
        assert admin.protection is not None
        found = [each async for each in admin.protection.keys.list()]
        for each in found:
            assert await admin.protection.keys.erase(each)
        await admin.connection.close()
        async with worker(options, sandbox):
            answer = await client.execute(authorize("pay-1"), 10.0)
        assert len(found) == 1
        assert (answer.op_id, answer.state, len(sandbox.requests)) == (told.op_id, State.REJECTED, 0)
        assert answer.problem is not None
        assert "erased" in answer.problem.message
