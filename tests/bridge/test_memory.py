"""What bridge and worker keep of a card once its operation is over: nothing."""

from __future__ import annotations

import asyncio
import gc

from bridge.surroundings import authorize, stack
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.secret import Secret


async def test_no_card_data_waits_for_the_garbage_collector(empty_nats_server: NatsServer) -> None:
    """Objects in a ring stay until it comes, which in a busy process takes minutes."""
    async with stack(empty_nats_server.url) as (client, _):
        assert (await client.execute(authorize("warm"), timeout_s=5)).state == State.DONE
        gc.collect()
        gc.disable()
        try:
            for number in range(5):
                assert (await client.execute(authorize(f"pay-{number}"), timeout_s=5)).state == State.DONE
            await asyncio.sleep(0.2)
            gc.set_debug(gc.DEBUG_SAVEALL)
            gc.collect()
            assert not [each for each in gc.garbage if isinstance(each, Secret)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()
            gc.enable()
