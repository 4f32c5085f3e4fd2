"""What a bridge takes, before anything is stored: a no here is told at once, with when to ask again.

That something is refused says that nothing was stored by this submission. Of what was stored by an earlier one, the
client gives the state (client.py): a caller who hears "not sent" may go to another processor.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from msgspec import Struct

from tollbridge.bridge.connection import Connection
from tollbridge.bridge.gates.backlog import Backlogs, Seen
from tollbridge.bridge.gates.circuits import OPEN, turn
from tollbridge.bridge.gates.identity import BREAKER, Lane
from tollbridge.bridge.gates.limits import Limits, Quota, Rate, check_all
from tollbridge.bridge.gates.shared import Shared
from tollbridge.bridge.gates.telling import error_of_held
from tollbridge.bridge.routes import Route
from tollbridge.bridge.streams import consumer_name
from tollbridge.domain.errors import NotSent
from tollbridge.service.errors import NoWorkers, Overloaded

LEAST_S, LONGEST_S = 0.5, 60.0
"""What a caller is told to wait where nobody knows, at least and at most; of a quota, its whole time."""


STORED_AT_ONCE = 256
"""So many operations are on their way into their streams; to have thousands there only makes each wait longer."""


class AdmissionOptions(Struct, frozen=True, kw_only=True):
    """`in_flight` callers and questions wait at once. `rates` and `quotas` are by merchant and operation, as
    `shop-1/payments.authorize`, either of which may be `*`. `pending` operations of one kind at one connector wait for
    workers; where no worker is there, `unattended`. `look_s` is how often that is looked at. 0 is no limit, but for
    `unattended`: then nothing is stored that nobody would do. `refuse_while_open`: an operation is refused while its
    processor is left alone; else it is stored, and waits.
    """

    in_flight: int = 20_000
    rates: Mapping[str, Rate] = {}
    quotas: Mapping[str, Quota] = {}
    pending: int = 50_000
    unattended: int = 5_000
    look_s: float = 1.0
    refuse_while_open: bool = True

    def __post_init__(self) -> None:
        check_all(self.rates, self.quotas)


class Pace:
    """Lets so many begin in each turn of the event loop. Thousands that begin at one instant would else keep it busy
    for seconds, in which no acknowledgement is read, and every deadline passes.
    """

    def __init__(self, at_once: int = 32) -> None:
        self._at_once = self._free = at_once
        self._queue: deque[asyncio.Future[None]] = deque()
        self._planned = False

    async def begin(self) -> None:
        if self._free > 0 and not self._queue:
            self._free -= 1
            self._plan()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        await turn

    def _plan(self) -> None:
        if not self._planned:
            self._planned = True
            asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        self._planned, self._free = False, self._at_once
        while self._queue and self._free:
            turn = self._queue.popleft()
            if not turn.done():  # else its caller has gone
                self._free -= 1
                turn.set_result(None)
        if self._free < self._at_once:
            self._plan()


class Admission:
    """Of one bridge. `refused` counts by reason."""

    def __init__(self, options: AdmissionOptions, connection: Connection, shared: Shared,
                 clock: Callable[[], float] = time.time) -> None:
        self.options, self._shared, self._clock = options, shared, clock
        self._limits = Limits(options.rates, options.quotas)
        self._backlogs = Backlogs(connection, options.look_s)
        self.refused: dict[str, int] = {}
        self.pace = Pace()
        self._storing = asyncio.Semaphore(STORED_AT_ONCE)

    def close(self) -> None:
        self._backlogs.close()

    async def look_first(self, route: Route, connector: str, op_id: str, streams: Sequence[str]) -> None:
        """Before `operation`: whether there is a consumer for it at all has to be known."""
        await self._backlogs.look_first(_stream_of(op_id, streams), consumer_name(route, connector))

    def operation(self, lane: Lane, streams: Sequence[str], op_id: str, in_flight: int
                  ) -> Seen | NotSent:
        """Why it is not stored; else where it is counted, for `turn`, which has to follow. `streams` are those in which
        it may lie.
        """
        error = self._room(in_flight) or self._circuit(lane, self.options.refuse_while_open)
        if error is None:
            seen = self._backlogs.use(_stream_of(op_id, streams), consumer_name(lane.route, lane.connector))
            error = self._backlog(lane, seen) or self._limit(lane)
            if error is None:
                seen.on_way += 1
                return seen
        self._count(error)
        return error

    @asynccontextmanager
    async def turn(self, seen: Seen, ends: float) -> AsyncIterator[None]:
        """To be stored now. Raises Overloaded where the caller's time (monotonic) is over before it is its turn."""
        try:
            if self._storing.locked():
                async with asyncio.timeout(max(0.0, ends - time.monotonic())):
                    await self._storing.acquire()
            else:
                await self._storing.acquire()
        except TimeoutError:
            late = Overloaded("there was no time to store it: nothing was", timedelta(seconds=LEAST_S))
            self._count(late)
            raise late from None
        else:
            try:
                yield
            finally:
                self._storing.release()
                seen.stored += 1  # or not: the next look tells
        finally:
            seen.on_way -= 1

    def question(self, lane: Lane, in_flight: int) -> NotSent | None:
        error = self._room(in_flight) or self._circuit(lane, True) or self._limit(lane)
        if error is not None:
            self._count(error)
        return error

    def _count(self, error: NotSent) -> None:
        name = type(error).__name__
        self.refused[name] = self.refused.get(name, 0) + 1

    def _room(self, in_flight: int) -> NotSent | None:
        most = self.options.in_flight
        if not most or in_flight <= most:
            return None
        return Overloaded(f"{most} callers wait at this bridge: ask again, or another one", timedelta(seconds=LEAST_S))

    def _circuit(self, lane: Lane, heeded: bool) -> NotSent | None:
        if not self._shared.held or not heeded:
            return None
        subject = lane.subject(BREAKER)
        held = self._shared.held.get(subject)
        wait = turn(held, self._clock())
        if held is None or wait <= 0:
            return None  # none, or somebody has to try
        return error_of_held(subject, held, wait if held.state == OPEN else LEAST_S)

    def _backlog(self, lane: Lane, seen: Seen) -> NotSent | None:
        its, waiting = self.options, seen.waiting
        what = f"{lane.route.name} at {lane.connector}"
        if seen.missing:
            return NoWorkers(f"nobody does {what}: its consumer is not there (see: tollbridge streams diff)")
        if seen.unattended and waiting >= its.unattended:
            return NoWorkers(f"no worker does {what}, and {waiting} wait for one")
        if its.pending and waiting >= its.pending:
            after = min(LONGEST_S, max(LEAST_S, (waiting - its.pending / 2) / seen.rate)) if seen.rate else LONGEST_S
            return Overloaded(f"{waiting} of {what} wait for workers: ask again", timedelta(seconds=after))
        return None

    def _limit(self, lane: Lane) -> NotSent | None:
        if not self._limits:
            return None
        wait, which = self._limits.take(lane.merchant_id, lane.route.name, self._clock())
        if wait <= 0:
            return None
        return Overloaded(f"{lane.merchant_id} is over its {which} of {lane.route.name}: ask again later",
                          timedelta(seconds=wait))


def _stream_of(op_id: str, streams: Sequence[str]) -> str:
    return streams[int(op_id[-1], 16) % len(streams)]
