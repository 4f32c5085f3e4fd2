"""One durable operation, from its submission to its record."""

from __future__ import annotations

import pytest

from bridge.surroundings import authorize, bridge_options, make_streams, stack
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.service.errors import Conflict
from tollbridge.telemetry import Telemetry, TelemetryOptions


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


async def test_what_is_submitted_is_counted_by_how_it_ended(empty_nats_server: NatsServer) -> None:
    telemetry = Telemetry(TelemetryOptions())
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    client = BridgeClient(options, telemetry)
    await client.open()
    await client.execute(authorize("pay-1"), timeout_s=0.2)  # nobody works here: its caller's time is over
    await client.submit(authorize("pay-2"))
    with pytest.raises(Conflict):
        await client.submit(authorize("pay-2", 1))
    await client.close()
    text = telemetry.metrics_text()[0].decode()
    for line in ('submissions_total{connector="stripe",operation="authorize",outcome="stored"} 2.0',
                 'submissions_total{connector="stripe",operation="authorize",outcome="idempotency_conflict"} 1.0',
                 'timeouts_total{connector="stripe",operation="authorize"} 1.0'):
        assert f"tollbridge_bridge_{line}" in text
