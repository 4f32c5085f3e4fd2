"""One durable operation, from its submission to its record."""

from __future__ import annotations

import pytest

from bridge.surroundings import authorize, stack
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.service.errors import Conflict


async def test_a_payment_is_done_once_recorded_and_answered(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (bridge, sandbox):
        answer = await bridge.execute(authorize("pay-1"), timeout_s=5)
        assert answer.problem is None, answer.problem
        assert (answer.state, answer.outcome, answer.attempt) == (State.DONE, "ok", 1)
        result = answer.read()
        assert result is not None
        assert result["status"] == "CHARGED"
        assert sandbox.ledger.total("USD").captured == 4250

        again = await bridge.execute(authorize("pay-1"), timeout_s=5)
        assert again.result == answer.result
        assert await bridge.operation(answer.op_id) == answer
        assert sandbox.ledger.total("USD").charges == 1


async def test_the_same_key_with_another_amount_is_a_conflict_and_no_charge(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (bridge, sandbox):
        await bridge.execute(authorize("pay-1"), timeout_s=5)
        with pytest.raises(Conflict):
            await bridge.execute(authorize("pay-1", 4251), timeout_s=5)
        assert sandbox.ledger.total("USD").authorized == 4250
