"""Operations that take longer than their lease: the server is told that they are in progress, and the lease is moved.

Most end before anything is due, and cost a timer. A lease that is over is never renewed: another may have taken over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from tollbridge.bridge.messages import State
from tollbridge.bridge.records import Records, Stale
from tollbridge.bridge.streams import LEASE_FACTOR, processor_timeout_s
from tollbridge.bridge.worker.work import Work

_log = logging.getLogger("tollbridge.bridge")
DUE, AGAIN = 2 / 3, 1 / 12
"""Parts of a lease after which it is renewed, and tried again where the server did not answer."""
LONGEST = 10
"""So many leases at most: of an attempt that hangs, others must be able to take over."""


class Renewals:
    def __init__(self, records: Records, timeouts_s: Mapping[str, float], clock: Callable[[], float]) -> None:
        self._records, self._timeouts_s, self._clock = records, timeouts_s, clock

    def begin(self, work: Work) -> None:
        lease_s = LEASE_FACTOR * processor_timeout_s(work.address.route, self._timeouts_s)
        self._after(work, lease_s * DUE, lease_s)

    def end(self, work: Work) -> None:
        if work.timer is not None:
            work.timer.cancel()
            work.timer = None

    def _after(self, work: Work, wait_s: float, lease_s: float) -> None:
        work.timer = asyncio.get_running_loop().call_later(wait_s, self._due, work, lease_s)

    def _due(self, work: Work, lease_s: float) -> None:
        work.renewing = asyncio.ensure_future(self._renew(work, lease_s))

    async def _renew(self, work: Work, lease_s: float) -> None:
        wait_s = lease_s * DUE
        try:
            await work.delivery.in_progress()
            await self._move(work, lease_s)
        except Stale:
            _log.warning("%s: another attempt has taken over", work.name)
        except Exception as error:  # noqa: BLE001 - it is tried again; else the lease ends, and others take over
            _log.warning("%s: its lease is not renewed yet: %s", work.name, type(error).__name__)
            wait_s = lease_s * AGAIN
        finally:
            if work.timer is not None:
                self._after(work, wait_s, lease_s)

    async def _move(self, work: Work, lease_s: float) -> None:
        record, now = work.record, self._clock()
        if record is None or record.state != State.CLAIMED or record.lease_until <= now:
            return
        if now + lease_s - record.claimed_at > LONGEST * lease_s:
            return
        moved = replace(record, lease_until=now + lease_s)
        work.revision = await self._records.update(moved, work.revision)
        if record.state != State.CLAIMED:
            return  # it ended meanwhile, and is written next
        record.lease_until = moved.lease_until
        if work.attempt is not None:
            work.attempt.lease.until = moved.lease_until

