"""Operations at processors without idempotency keys: found by reference, or left to a person; never sent twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bridge.processors import API_KEY, BLINDPAY, NAMES, SEARCHPAY, registered
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, worker
from tollbridge.bridge.client import BridgeClient, Order
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import FaultKind, Sandbox

CREATE = "payment_intents.create"


@pytest.fixture
async def keyless(empty_nats_server: NatsServer) -> AsyncIterator[tuple[BridgeClient, Sandbox]]:
    with registered():
        options = bridge_options(empty_nats_server.url, *NAMES)
        await make_streams(options)
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            await held.enter_async_context(worker(options, sandbox, connectors=NAMES))
            yield await held.enter_async_context(bridge(options)), sandbox


def payment(name: str) -> Order:
    return authorize(f"at-{name}", connector=name, config=f'{{"config": {{"{name}": {{"api_key": "{API_KEY}"}}}}}}')


async def test_a_lost_answer_is_found_by_the_merchants_reference(keyless: tuple[BridgeClient, Sandbox]) -> None:
    client, sandbox = keyless
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    answer = await client.execute(payment(SEARCHPAY), timeout_s=10)
    assert (answer.state, answer.outcome) == (State.DONE, "ok"), answer.problem
    assert len(sandbox.requests.of("payment_intents.search")) == 1
    row, = sandbox.ledger.rows()
    assert (row.reference, row.charges) == (f"at-{SEARCHPAY}", 1)


async def test_a_lost_answer_that_nobody_can_ask_for_is_left_to_a_person(
        keyless: tuple[BridgeClient, Sandbox]) -> None:
    client, sandbox = keyless
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    answer = await client.execute(payment(BLINDPAY), timeout_s=10)
    assert answer.state == State.MANUAL, answer
    assert len(sandbox.requests.of(CREATE)) == 1
    assert [row.charges for row in sandbox.ledger.rows()] == [1]


