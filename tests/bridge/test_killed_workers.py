"""Workers that are killed at any step of an operation: each ends once, and money moves once."""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections import Counter

import pytest

from bridge.fleet import STEPS, Fleet, FleetOptions
from bridge.processors import API_KEY, BLINDPAY, SEARCHPAY, registered, urls
from bridge.proving import WHOLE, count, ends, faults
from bridge.surroundings import STRIPE, authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.sandbox import Sandbox

OPERATIONS = count(400, 30)
SEED = int(os.environ.get("CHAOS_SEED", "7"))
CHANCE = 0.05
QUICK = {"processor_timeouts_s": {"payments.authorize": 1.0, "payments.sync": 1.0}}
"""A lease is over after 1.2 s, a message of a worker that died is delivered again after 1.5 s."""
SWEEPS = SweeperOptions(every_s=0.5, scan_every_s=2.0, grace_s=3.0)
"""For what was delivered to six workers that died."""
LATENCY_S = 0.05
WITHIN_S = count(120, 45)
CONFIGS = {"stripe": STRIPE, **{name: json.dumps({"config": {name.title(): {"api_key": API_KEY}}})
                                for name in (BLINDPAY, SEARCHPAY)}}


async def killed_at(url: str, connector: str, sandbox: Sandbox, kill: dict[str, float],
                    ) -> tuple[Fleet, dict[str, str], list[str], Counter[str]]:
    """All operations through workers that die. Gives the fleet, states, faults, and how often each was told final."""
    options = bridge_options(url, connector, streams=QUICK)
    await make_streams(options)
    sandbox.conducts.set("stripe", latency_s=LATENCY_S)
    where = {"stripe": sandbox.base_url("stripe"), **urls(sandbox)}
    fleet = Fleet(FleetOptions(url=url, connectors=(connector,), urls=where, kill=kill, seed=SEED, streams=QUICK,
                               operations=("payments.authorize",)))
    references: dict[str, str] = {}
    async with fleet, bridge(options) as client, ends(client) as watching:
        sweeper = Sweeper(client, "the-test", SWEEPS)
        await sweeper.start()
        chance = random.Random(SEED)
        for number in range(OPERATIONS):
            order = authorize(f"pay-{number}", connector=connector, config=CONFIGS[connector])
            references[(await client.submit(order)).op_id] = f"pay-{number}"
            if chance.random() < 0.2:
                await client.submit(authorize(f"pay-{number}", connector=connector, config=CONFIGS[connector]))
            await asyncio.sleep(0)
        records = await watching.of(references, WITHIN_S)
        await sweeper.stop()
    found = faults(records, references, sandbox, fleet.alerts.get("manual", set()))
    return fleet, {op_id: record.state for op_id, record in records.items()}, found, watching.ended


@pytest.mark.skipif(not WHOLE, reason="in CI they are killed at all steps in one run")
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_one_step_each_operation_is_charged_once(own_nats_server: NatsServer, step: str) -> None:
    async with Sandbox() as sandbox:
        fleet, states, found, ended = await killed_at(own_nats_server.url, "stripe", sandbox, {step: 2 * CHANCE})
    assert not found
    assert fleet.killed[step] > 0
    assert set(states.values()) == {State.DONE}
    assert max(ended.values()) == 1


@pytest.mark.parametrize("connector", ["stripe", SEARCHPAY, BLINDPAY])
async def test_killed_at_any_step_with_and_without_keys(own_nats_server: NatsServer, connector: str) -> None:
    with registered():
        async with Sandbox() as sandbox:
            fleet, states, found, ended = await killed_at(own_nats_server.url, connector, sandbox,
                                                          dict.fromkeys(STEPS, CHANCE))
    assert not found
    assert fleet.killed.total() > 0
    assert max(ended.values()) == 1
    told = Counter(states.values())
    if connector != BLINDPAY:  # which cannot be asked: a person has to
        assert told == {State.DONE: OPERATIONS}
    else:
        assert told[State.DONE] + told[State.MANUAL] == OPERATIONS
        assert told[State.MANUAL] > 0
