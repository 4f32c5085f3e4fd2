"""A processor that keeps no errors for its idempotency keys (Checkout.com): after an HTTP 500 nothing is sent again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bridge.surroundings import authorize, bridge, bridge_options, make_streams, order, worker
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.operations import CAPTURE
from tollbridge.sandbox import FaultKind, Sandbox
from tollbridge.sandbox.checkout import MERCHANTS

ITS, NAME = MERCHANTS["lantern"], "checkout"
ACCOUNT: dict[str, Any] = {"connector": NAME, "config": json.dumps({"config": {NAME: {
    "api_key": ITS.public_key, "api_secret": ITS.secret_key, "processing_channel_id": ITS.channel}}})}
TEN = {"minor_amount": 1000, "currency": "USD"}


@pytest.fixture
async def shop(empty_nats_server: NatsServer) -> AsyncIterator[tuple[BridgeClient, Sandbox]]:
    options = bridge_options(empty_nats_server.url, NAME)
    await make_streams(options)
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        urls = {NAME: sandbox.base_url(NAME)}
        await held.enter_async_context(worker(options, sandbox, connectors=(NAME,), urls=urls))
        yield await held.enter_async_context(bridge(options)), sandbox


async def test_a_payment_is_looked_for_by_its_reference(shop: tuple[BridgeClient, Sandbox]) -> None:
    client, sandbox = shop
    sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT, operation="payments.create")
    answer = await client.execute(authorize("o-1", **ACCOUNT), timeout_s=10)
    assert (answer.state, answer.outcome) == (State.DONE, "ok"), answer.problem
    assert (len(sandbox.requests.of("payments.create")), len(sandbox.requests.of("payments.list"))) == (1, 1)
    assert [row.charges for row in sandbox.ledger.rows()] == [1]


async def test_a_part_that_was_captured_is_not_captured_again(shop: tuple[BridgeClient, Sandbox]) -> None:
    """A sync does not tell which capture took it: that is for a person to find out."""
    client, sandbox = shop
    paid = await client.execute(authorize("o-1", request={"capture_method": "MANUAL_MULTIPLE"}, **ACCOUNT),
                                timeout_s=10)
    assert paid.state == State.DONE, paid.problem
    its_id = json.loads(bytes(paid.result))["connector_transaction_id"]
    sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT, operation="payments.capture")
    taken = await client.execute(order(CAPTURE, {
        "merchant_capture_id": "c-1", "connector_transaction_id": its_id, "amount_to_capture": TEN,
        "multiple_capture_data": {"capture_sequence": 1, "capture_reference": "c-1"}}, **ACCOUNT), timeout_s=10)
    assert taken.state == State.MANUAL, taken
    assert len(sandbox.requests.of("payments.capture")) == 1
    found = await client.records.get(NAME, taken.op_id)
    assert found is not None
    assert found.record.barred  # a person who brings it back has nothing sent again either
    assert sandbox.ledger.total("USD").captured == 1000
