"""Thousands of submissions of a few hundred operations, through several bridges and workers at once."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack

import pytest

from bridge.fleet import Fleet, FleetOptions
from bridge.proving import charges, count, ends
from bridge.surroundings import authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import Conflict

OPERATIONS, SUBMISSIONS = count(500, 60), count(10_000, 900)
BRIDGES, WORKERS = 3, 3
AT_ONCE = 100
WINDOW_S = 1.0
"""Of JetStream's own deduplication: what comes after it is told apart by the operation's subject and record."""
STREAMS = {"duplicate_window_s": WINDOW_S}
WITHIN_S = count(240, 60)


async def test_each_operation_is_charged_once_however_often_it_is_submitted(own_nats_server: NatsServer) -> None:
    url = own_nats_server.url
    options = bridge_options(url, streams=STREAMS)
    await make_streams(options)
    chance = random.Random(11)
    numbers = [*range(OPERATIONS), *(chance.randrange(OPERATIONS) for _ in range(SUBMISSIONS - OPERATIONS))]
    chance.shuffle(numbers)
    before, after = numbers[:SUBMISSIONS * 4 // 5], numbers[SUBMISSIONS * 4 // 5:]
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        await held.enter_async_context(Fleet(FleetOptions(
            url=url, connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")}, workers=WORKERS,
            slots=50, streams=STREAMS)))
        clients = [await held.enter_async_context(bridge(options)) for _ in range(BRIDGES)]
        watching = await held.enter_async_context(ends(clients[0]))
        room = asyncio.Semaphore(AT_ONCE)

        async def submit(number: int, waits: bool) -> Answer:
            order, client = authorize(f"pay-{number}", 1000 + number), chance.choice(clients)
            async with room:
                return await (client.execute(order, timeout_s=30) if waits else client.submit(order))

        async with asyncio.timeout(WITHIN_S):
            told = await asyncio.gather(*(submit(number, chance.random() < 0.5) for number in before))
            await asyncio.sleep(WINDOW_S)
            told += await asyncio.gather(*(submit(number, True) for number in [*after, *range(OPERATIONS)]))
        ids = {answer.op_id for answer in told}
        records = await watching.of(ids, WITHIN_S)
        await conflicts(clients, chance)

    assert len(ids) == OPERATIONS
    assert charges(sandbox) == {f"pay-{number}": 1 for number in range(OPERATIONS)}
    assert sandbox.ledger.total("USD").captured == sum(range(1000, 1000 + OPERATIONS))
    assert set(watching.ended.values()) == {1}
    for answer in told:
        assert not answer.final or answer == records[answer.op_id].answer()
    assert all(answer.state == State.DONE for answer in told[-OPERATIONS:])


async def conflicts(clients: list[BridgeClient], chance: random.Random) -> None:
    for number in range(0, OPERATIONS, 10):
        with pytest.raises(Conflict, match="another authorize"):
            await chance.choice(clients).execute(authorize(f"pay-{number}", 1001 + number), timeout_s=30)


async def test_two_requests_with_one_key_at_the_same_moment(own_nats_server: NatsServer) -> None:
    """One is carried out, and the other told to be in conflict, however their parts are mixed on the way."""
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        await held.enter_async_context(Fleet(FleetOptions(
            url=own_nats_server.url, connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")}, workers=1)))
        clients = [await held.enter_async_context(bridge(options)) for _ in range(2)]
        for number in range(count(100, 25)):
            answers = await asyncio.gather(*(client.execute(authorize(f"pay-{number}", amount), timeout_s=8)
                                             for client, amount in zip(clients, (100, 200), strict=True)),
                                           return_exceptions=True)
            done = [answer for answer in answers if isinstance(answer, Answer)]
            refused = [answer for answer in answers if isinstance(answer, Conflict)]
            assert (len(done), len(refused)) == (1, 1), answers
            assert (done[0].state, done[0].outcome) == (State.DONE, "ok"), done[0]
    assert set(charges(sandbox).values()) == {1}
