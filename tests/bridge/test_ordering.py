"""Operations that have to be done one after the other: they wait, or are refused; none is lost, none goes first."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bridge.fleet import Fleet, FleetOptions
from bridge.proving import count, ends
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, order, stack, worker
from tollbridge.bridge.client import Order
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.operations import CAPTURE, REFUND
from tollbridge.sandbox import Sandbox

PAYMENTS = count(200, 30)
WORKERS = count(8, 4)
WITHIN_S = count(240, 60)
DECLINED = "4000000000000002"
SLOTS = 20


def reserve(payment: str, **more: Any) -> Order:
    return authorize(payment, 1000, request={"capture_method": "MANUAL"}, **more)


def capture(payment: str, after: str, **more: Any) -> Order:
    return order(CAPTURE, {"merchant_capture_id": f"{payment}-c", "amount_to_capture": {
        "minor_amount": 1000, "currency": "USD"}}, key=f"{payment}-capture", after=after, **more)


def refund(payment: str, after: str, **more: Any) -> Order:
    return order(REFUND, {"merchant_refund_id": f"{payment}-r", "payment_amount": 1000, "refund_amount": {
        "minor_amount": 1000, "currency": "USD"}}, key=f"{payment}-refund", after=after, **more)


async def test_authorize_capture_and_refund_submitted_at_once_are_done_in_order(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        sandbox.conducts.set("stripe", latency_s=0.02)
        await held.enter_async_context(Fleet(FleetOptions(
            url=own_nats_server.url, connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")},
            workers=WORKERS, slots=SLOTS)))
        client = await held.enter_async_context(bridge(options))
        watching = await held.enter_async_context(ends(client))
        ids: list[str] = []

        async def pay(number: int) -> None:
            payment = f"pay-{number}"
            first = (await client.submit(reserve(payment))).op_id
            second = (await client.submit(capture(payment, first))).op_id
            third = (await client.submit(refund(payment, second))).op_id
            ids.extend((first, second, third))

        await asyncio.gather(*map(pay, range(PAYMENTS)))
        records = await watching.of(ids, WITHIN_S)
    assert {(record.state, record.outcome) for record in records.values()} == {(State.DONE, "ok")}
    moved = defaultdict(list)
    for entry in sandbox.ledger.entries():
        moved[entry.payment].append((entry.kind.value, entry.minor_amount))
    assert list(moved.values()) == [[("authorized", 1000), ("captured", 1000), ("refunded", 1000)]] * PAYMENTS


async def test_a_capture_that_comes_before_its_authorize_waits(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        client = await held.enter_async_context(bridge(options))
        watching = await held.enter_async_context(ends(client))
        await held.enter_async_context(worker(options, sandbox, operations=("payments.capture",)))
        first = (await client.submit(reserve("pay-1"))).op_id
        second = (await client.submit(capture("pay-1", first))).op_id
        assert (await client.execute(capture("pay-1", first), timeout_s=1)).state == State.ACCEPTED
        await held.enter_async_context(worker(options, sandbox, operations=("payments.authorize",)))
        records = await watching.of((first, second), 30)
        assert [records[op_id].state for op_id in (first, second)] == [State.DONE] * 2
        assert sandbox.ledger.total("USD").captured == 1000


async def test_a_capture_that_waits_longer_than_its_deadline_is_refused_never_lost(
        empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox), ends(client) as watching:
        op_id = (await client.submit(capture("pay-1", "f" * 32, deadline_s=2))).op_id
        record = (await watching.of([op_id], 20))[op_id]
        assert record.problem is not None
        assert (record.state, record.problem.reason) == (State.REJECTED, "DEADLINE_EXCEEDED")
        assert len(sandbox.requests) == 0


@pytest.mark.parametrize("depth", [1, 2])
async def test_what_follows_a_declined_payment_is_refused_and_nothing_is_sent(empty_nats_server: NatsServer,
                                                                              depth: int) -> None:
    async with stack(empty_nats_server.url) as (client, sandbox), ends(client) as watching:
        first = (await client.submit(reserve("pay-1", number=DECLINED))).op_id
        ids = [first, (await client.submit(capture("pay-1", first))).op_id]
        if depth == 2:
            ids.append((await client.submit(refund("pay-1", ids[1]))).op_id)
        records = await watching.of(ids, 30)
        assert (records[first].state, records[first].outcome) == (State.DONE, "declined")
        for op_id in ids[1:]:
            problem = records[op_id].problem
            assert problem is not None
            assert (records[op_id].state, problem.reason) == (State.REJECTED, "DEPENDENCY_FAILED")
        assert {arrival.operation for arrival in sandbox.requests} == {"payment_intents.create"}


async def test_two_captures_of_different_payments_with_one_key_are_two_operations(
        empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        one = await client.submit(capture("pay", "1" * 32))
        other = await client.submit(capture("pay", "2" * 32))
        assert one.op_id != other.op_id


