"""A power cut under load, with bridge and workers: what was acknowledged is there after it, and is done once."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

from bridge.fleet import Fleet, FleetOptions
from bridge.nats_surroundings import needs_nats_server
from bridge.power_cut import PowerCut
from bridge.proving import count, ends, faults
from bridge.secured import started
from bridge.surroundings import authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.client import BridgeClient, Order
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import State
from tollbridge.domain.errors import ConnectorError
from tollbridge.sandbox import Sandbox

pytestmark = needs_nats_server

ENOUGH = count(600, 150)
"""Operations that were acknowledged before the power is cut."""
AT_ONCE = 16
WITHIN_S = 60
STREAMS = {"processor_timeouts_s": {"payments.authorize": 1.0, "payments.sync": 1.0}, "max_bytes": 32 << 20}
SAVED = {"payment_method": {"token": {"token": {"value": "pm_card_visa"}}}}
"""A method that the processor keeps, and credentials that the workers have: nothing of it is in memory only."""


def order(number: int) -> Order:
    """Every fourth by card: its number is in memory, which a power cut takes."""
    if number % 4 == 0:
        return authorize(f"pay-{number}")
    return authorize(f"pay-{number}", request=SAVED, config=None)


async def acknowledged(client: BridgeClient, enough: asyncio.Event, over: asyncio.Event) -> dict[str, str]:
    """References by operation, of all submissions that returned, until there is no power."""
    references: dict[str, str] = {}
    numbers = iter(range(100_000))

    async def submit() -> None:
        while not over.is_set():
            number = next(numbers)
            try:
                references[(await client.submit(order(number))).op_id] = f"pay-{number}"
            except (ConnectorError, Unavailable):
                continue
            if len(references) >= ENOUGH:
                enough.set()

    await asyncio.gather(*(submit() for _ in range(AT_ONCE)))
    return references


async def test_acknowledged_operations_survive_a_power_cut_and_are_done_once(power_cut: PowerCut,
                                                                             tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.json"
    accounts.touch(0o600)
    accounts.write_text(json.dumps({"shop-1": {"stripe": {"api_key": "sk_test_bridge"}}}))
    async with AsyncExitStack() as held:
        server = await held.enter_async_context(started(data=str(power_cut.path)))
        options = bridge_options(server.url, streams=STREAMS)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox(latency_s={"stripe": 0.02}))
        fleet = await held.enter_async_context(Fleet(FleetOptions(
            url=server.url, connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")}, workers=2, slots=4,
            streams=STREAMS, operations=("payments.authorize",), accounts_file=str(accounts))))
        client = await held.enter_async_context(bridge(options))
        enough, over = asyncio.Event(), asyncio.Event()
        submitting = asyncio.ensure_future(acknowledged(client, enough, over))
        await asyncio.wait_for(enough.wait(), WITHIN_S)
        await asyncio.to_thread(power_cut.cut, server.process)
        over.set()
        await server.start()
        references = await submitting
        async with ends(client) as watching:
            records = await watching.of(references, WITHIN_S)
        states = {reference: records[op_id].state for op_id, reference in references.items()}
        saved = {reference: state for reference, state in states.items() if int(reference[4:]) % 4}
        assert len(saved) > ENOUGH / 2
        assert set(saved.values()) == {State.DONE}
        assert set(states.values()) <= {State.DONE, State.REJECTED, State.MANUAL}
        known = {entry.reference for entry in sandbox.ledger.entries()} - set(references.values())
        assert not [found for found in faults(records, references, sandbox, fleet.alerts.get("manual", set()))
                    if not any(f"{reference}:" in found for reference in known)]  # stored, and the word of it lost
