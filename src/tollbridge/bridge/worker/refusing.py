"""What cannot be carried out is told; an operation whose message does not prove itself ends, as nobody will begin it.

    no record                   REJECTED, "forged": nothing was sent, and whoever asks, or submits it again, is told so
    no record can be missed     the records do not reach back so far, or were restored: MANUAL, for a person
    a record                    left as it is: somebody has proven that operation, in the other stream or before

The record is written as a claim is: only where there is none, on the server's word. From then on no attempt can begin
under this id, so that nothing was sent is true, and stays true. Of what the message says nothing is in it.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.evidence import Gone
from tollbridge.bridge.horizon import Horizon
from tollbridge.bridge.messages import State
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.records import REFUSED, Found, OperationRecord, Stale, Unproven, record_life_s
from tollbridge.bridge.subjects import Address, read
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.work import Hooks, Poisoned

Unusable = Poisoned | Forged | Gone


class Refusing:
    def __init__(self, client: BridgeClient, hooks: Hooks, horizon: Horizon, clock: Callable[[], float]) -> None:
        self._records, self._audit = client.records, client.audit
        self._hooks, self._horizon, self._clock = hooks, horizon, clock

    async def tell(self, delivery: Delivery, error: Unusable) -> None:
        """Raises Unavailable: it is delivered again, and told again."""
        tell = self._hooks.forged if isinstance(error, Forged) else self._hooks.poisoned
        await tell(delivery, str(error))
        await self._audit.forged(delivery, str(error))

    async def refuse(self, delivery: Delivery, error: Unusable) -> None:
        """Before anything of it was begun. Raises Unavailable: it is delivered again, and this goes on where it was."""
        await self.tell(delivery, error)
        if isinstance(error, Forged):
            await self._end(delivery)

    async def _end(self, delivery: Delivery) -> None:
        address = read(delivery.subject)
        if address is None or not address.op_id:
            return
        try:
            found = await self._begun(address, delivery)
            if found is not None:
                await self._over(address, delivery, found)
        except (Stale, Unproven):
            return  # it has a record of somebody else by now, or one that nobody believes

    async def _begun(self, address: Address, delivery: Delivery) -> Found | None:
        """A record that is open, of ours. None where there is another's. Raises Stale, Unproven, Unavailable."""
        found = await self._records.get(address.connector, address.op_id)
        if found is not None:
            return found if found.record.outcome == REFUSED and not found.record.final else None
        record = OperationRecord(
            op_id=address.op_id, connector=address.connector, operation=address.route.operation.name,
            merchant_id=address.merchant_id, request_hash="", state=State.ACCEPTED, outcome=REFUSED,
            accepted_at=delivery.at, changed_at=self._clock(), stream=delivery.stream, stream_seq=delivery.sequence)
        return Found(record, await self._records.create(record))

    async def _over(self, address: Address, delivery: Delivery, found: Found) -> None:
        record, now = found.record, self._clock()
        reach = await self._horizon.at(found.revision)
        doubtful = delivery.at < max(reach.to, now - record_life_s(address.route.family)) or (
            reach.restored is not None and delivery.at < reach.restored.until)
        record.state, record.changed_at, record.sent = State.MANUAL if doubtful else State.REJECTED, now, doubtful
        await self._records.update(record, found.revision)
