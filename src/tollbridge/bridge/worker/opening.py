"""What a worker is given, proven and decrypted, where the bridge protects it; else as it is."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from functools import partial

from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import encode_answer
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.split import Sealed
from tollbridge.bridge.subjects import may_answer
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.work import Work

YOUNG_S, BUCKET_S = 6.0, 5.0
"""The bucket is filled while the operation is stored (BridgeOptions.store_s): of a young one, it may be on the way."""


class Opening:
    def __init__(self, client: BridgeClient, clock: Callable[[], float] = time.time) -> None:
        self._protection, self._bucket, self._clock = client.protection, client.bucket, clock
        self._client, self._audit = client.connection.client, client.audit

    def accept(self, delivery: Delivery) -> str:
        """The id of the key that its body is encrypted under, "" for none. Raises Forged; Unavailable for what is
        encrypted where nobody can decrypt: another worker may.
        """
        if self._protection is not None:
            return self._protection.accept(delivery.subject, delivery.headers, delivery.body, delivery.at)
        if delivery.headers.get(wire.CONTENT_TYPE) == wire.JOSE:
            raise Unavailable("it is encrypted, and bridge.protection.mode is off here")
        return ""

    async def body(self, work: Work) -> bytes:
        """Raises Forged, Erased, Unavailable."""
        if work.plain is None:
            its = work.delivery
            work.plain = its.body if self._protection is None else await self._protection.read(
                its.subject, its.headers, its.body, work.data_key)
        return work.plain

    async def ended(self, work: Work, record: OperationRecord, *, again: bool = False) -> asyncio.Future[None] | None:
        """Tells the audit trail: with its amount, if that can be read."""
        if self._audit.enabled:
            with contextlib.suppress(Forged, Erased, Unavailable):
                await self.body(work)
        return self._audit.ended(work, record, again=again)

    async def sealed(self, work: Work) -> Sealed | None:
        """What was taken out of the request; None where it is gone. Raises Forged, Erased, Unavailable."""
        if work.delivery.headers.get(wire.SEALED) is None:
            return Sealed(work.hash)
        young_s = work.delivery.at + YOUNG_S - self._clock()
        unseal = None
        if self._protection is not None and work.data_key:
            unseal = partial(self._protection.unsealed, work.delivery.subject, work.hash)
        return await self._bucket.expect(*work.names, young_s, BUCKET_S, work.asked, unseal)

    def room(self, size: int) -> int:
        """How large a result may be that has to fit into so much: base64 takes a third more."""
        return size if self._protection is None else size * 3 // 4

    async def reply(self, work: Work, record: OperationRecord) -> None:
        """The record has it too: whoever waits looks there."""
        to = work.delivery.headers.get(wire.REPLY_TO)
        if not to or not may_answer(to):
            return
        body = encode_answer(record.sealed_answer())
        headers = None if self._protection is None else self._protection.sign_answer(
            record.connector, record.op_id, body)
        await self._client.publish(to, body, headers=headers)
