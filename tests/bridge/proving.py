"""What tests need that count charges: how much of a test is run, ends of many operations, and what the ledger says."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager

from nats.aio.msg import Msg

from tollbridge.bridge.client import CHANGED, BridgeClient
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import State
from tollbridge.bridge.records import OperationRecord, decode
from tollbridge.sandbox import EntryKind, Sandbox

WHOLE = os.environ.get("TOLLBRIDGE_WHOLE") == "1"
"""Set by `make chaos`: all of it, for minutes. In CI less of the same."""
LOOK_S = 0.5


def count(whole: int, in_ci: int) -> int:
    return whole if WHOLE else in_ci


class Ends:
    """The final records of operations, as they come."""

    def __init__(self, bridge: BridgeClient) -> None:
        self._bridge = bridge
        self.records: dict[str, OperationRecord] = {}
        self.ended: Counter[str] = Counter()
        """How often each was told to be final: more than once would be a change of what must not change."""
        self._changed = asyncio.Event()

    async def told(self, message: Msg) -> None:
        record = decode(message.data)
        if record.final:
            self.ended[record.op_id] += 1
            self.records[record.op_id] = record
            self._changed.set()

    async def of(self, op_ids: Collection[str], within_s: float) -> Mapping[str, OperationRecord]:
        """Once all are final. Those of which no word came (the server was away) are looked up now and then."""
        missing = set(op_ids) - self.records.keys()
        try:
            async with asyncio.timeout(within_s):
                while missing := set(op_ids) - self.records.keys():
                    try:
                        async with asyncio.timeout(LOOK_S):
                            self._changed.clear()
                            await self._changed.wait()
                    except TimeoutError:
                        await self._look(missing)
        except TimeoutError:
            states: Counter[str] = Counter()
            for op_id in missing:
                answer = await self._bridge.operation(op_id)
                states["LOST" if answer is None else answer.state] += 1
            raise AssertionError(f"{len(missing)} of {len(op_ids)} have not ended: {dict(states)}: "
                                 f"{sorted(missing)[:5]}") from None
        return {op_id: self.records[op_id] for op_id in op_ids}

    async def _look(self, missing: Iterable[str]) -> None:
        for op_id in list(missing):
            try:
                found = await self._bridge.records.find(op_id)
            except Unavailable:
                return
            if found is not None and found.record.final:
                self.records[op_id] = found.record


@asynccontextmanager
async def ends(bridge: BridgeClient) -> AsyncIterator[Ends]:
    watching = Ends(bridge)
    subscription = await bridge.connection.client.subscribe(f"{CHANGED}.>", cb=watching.told)
    yield watching
    await subscription.unsubscribe()


def charges(sandbox: Sandbox) -> Counter[str]:
    """By the merchant's reference."""
    return Counter(str(entry.reference) for entry in sandbox.ledger.entries() if entry.kind is EntryKind.AUTHORIZED)


def faults(records: Mapping[str, OperationRecord], references: Mapping[str, str], sandbox: Sandbox,
           alerts: Collection[str]) -> list[str]:
    """What money says against the records of authorizations; empty where all is well. `references` are the merchant's
    by operation.
    """
    charged, found = charges(sandbox), []
    for op_id, reference in references.items():
        record, times = records.get(op_id), charged.pop(reference, 0)
        if record is None:
            found.append(f"{reference}: lost, charged {times} times")
        elif record.state == State.DONE and record.outcome == "ok":
            if times != 1:
                found.append(f"{reference}: DONE and charged {times} times")
        elif record.state == State.MANUAL:
            if times > 1:
                found.append(f"{reference}: MANUAL and charged {times} times")
            if op_id not in alerts:
                found.append(f"{reference}: MANUAL and nobody was alerted")
        elif times:
            found.append(f"{reference}: told as {record.state} {record.outcome}, and charged {times} times")
    found += [f"{reference}: charged {times} times, and nobody asked for it" for reference, times in charged.items()]
    return found
