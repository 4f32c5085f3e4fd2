"""What the bridge promises, once more against a server that lets nobody do more than they must, over mutual TLS.

The tests are those of the modules below, as they are; only who connects differs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge import test_kept, test_lost_bucket, test_mission_scenarios
from bridge.nats_surroundings import LACKING
from bridge.secured import Secured, Using
from tollbridge.bridge.server import NatsServer

globals().update({name: its for name, its in vars(test_mission_scenarios).items() if name.startswith("test_")})
for _test in (test_kept.test_a_mandate_is_there_once_its_payment_is_answered,
              test_lost_bucket.test_what_was_never_begun_ends_as_expired_and_unsent):
    globals()[_test.__name__] = _test


@pytest.fixture
async def empty_nats_server(secured_server: Secured) -> AsyncIterator[NatsServer]:
    await secured_server.empty()
    with Using(secured_server):
        yield secured_server.server


@pytest.fixture
async def own_nats_server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    if LACKING is not None:
        pytest.skip(LACKING)
    its = Secured(tmp_path / "secured")
    async with its.server as server:
        with Using(its):
            yield server
