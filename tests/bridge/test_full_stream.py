"""A stream that is full says so with the code that a repetition has: callers must not be told that it is there."""

from __future__ import annotations

import asyncio

import pytest

from bridge.surroundings import authorize_stored, bridge, bridge_options, make_streams
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.service.errors import Overloaded


async def test_what_found_no_room_is_told_as_not_stored(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url, streams={"max_bytes": 20_000})
    await make_streams(options)
    async with bridge(options) as client:
        first = await client.submit(authorize_stored("pay-0"))
        orders = [client.submit(authorize_stored(f"pay-{number}")) for number in range(1, 200)]
        with pytest.raises(Overloaded, match="no room"):
            await asyncio.gather(*orders)
        again = await client.submit(authorize_stored("pay-0"))
        assert (again.op_id, again.state) == (first.op_id, State.ACCEPTED)
