"""Sends webhooks: in order, one after another, each until it is taken or the attempts are used up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import aiohttp
from msgspec import Struct, structs

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.simulator import Simulator

LOG = logging.getLogger(__name__)
RETRY_AFTER_S = (0.1, 0.5, 2.0)
"""Pauses between attempts. A processor waits for hours; the order of things is the same."""
ANSWER_WITHIN_S = 10.0
LONGEST_ANSWER = 64 * 1024
"""How much of an answer is read to find whether it takes the event."""


class Delivery(Struct, kw_only=True):
    """One event and what became of it. `status` is the last answer's; None where there was none."""

    processor: str
    event_id: str
    event_type: str
    attempts: int = 0
    status: int | None = None
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Parcel:
    """One event on its way."""

    delivery: Delivery
    simulator: Simulator
    target: _Target
    body: bytes


Arrangement = Callable[[list[Parcel]], list[Parcel]]
"""What is really delivered of one call's events, and in what order."""


def twice_each(parcels: list[Parcel]) -> list[Parcel]:
    return [copy for parcel in parcels
            for copy in (parcel, replace(parcel, delivery=structs.replace(parcel.delivery)))]


def reversed_order(parcels: list[Parcel]) -> list[Parcel]:
    return parcels[::-1]


class Webhooks:
    """One URL and secret for each processor, and one queue for all."""

    def __init__(self, clock: Callable[[], float], retry_after_s: Sequence[float] = RETRY_AFTER_S) -> None:
        self._clock = clock
        self._retry_after_s = tuple(retry_after_s)
        self._targets: dict[str, _Target] = {}
        self._queue: asyncio.Queue[Parcel] = asyncio.Queue()
        self._held_back: list[Parcel] | None = None
        self._task: asyncio.Task[None] | None = None
        self.deliveries: list[Delivery] = []

    def set(self, processor: str, url: str | None, secret: Secret) -> None:
        """Where a processor's events go from now on; None stops them."""
        self._targets.pop(processor, None)
        if url is not None:
            self._targets[processor] = _Target(url, secret)

    def is_set(self, processor: str) -> bool:
        return processor in self._targets

    def send(self, simulator: Simulator, event_id: str, event_type: str, body: bytes) -> None:
        target = self._targets.get(simulator.name)
        if target is None:
            return
        delivery = Delivery(processor=simulator.name, event_id=event_id, event_type=event_type)
        parcel = Parcel(delivery, simulator, target, body)
        if self._held_back is None:
            self._post(parcel)
        else:
            self._held_back.append(parcel)

    @contextlib.contextmanager
    def arranged(self, arrangements: Iterable[Arrangement]) -> Iterator[None]:
        """Holds back what is sent within the block, and then sends it as arranged. Nothing may be awaited within."""
        parcels: list[Parcel] = []
        self._held_back = parcels
        try:
            yield
        finally:
            self._held_back = None
            for arrange in arrangements:
                parcels = arrange(parcels)
            for parcel in parcels:
                self._post(parcel)

    def _post(self, parcel: Parcel) -> None:
        self.deliveries.append(parcel.delivery)
        self._queue.put_nowait(parcel)

    async def drained(self) -> None:
        """Returns once every event so far is delivered or given up."""
        await self._queue.join()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends at once; what is not delivered by then never is."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        while not self._queue.empty():  # nobody may wait for them for ever
            self._queue.get_nowait()
            self._queue.task_done()

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                parcel = await self._queue.get()
                try:
                    await self._deliver(session, parcel)
                except Exception as error:  # noqa: BLE001 - of a simulator: the others' events still have to go out
                    LOG.error("%s: event %s was not sent: %s", parcel.simulator.name, parcel.delivery.event_id,
                              type(error).__name__)
                finally:
                    self._queue.task_done()

    async def _deliver(self, session: aiohttp.ClientSession, parcel: Parcel) -> None:
        for pause_s in (*self._retry_after_s, None):
            await self._attempt(session, parcel)
            if parcel.delivery.delivered or pause_s is None:
                return
            await asyncio.sleep(pause_s)

    async def _attempt(self, session: aiohttp.ClientSession, parcel: Parcel) -> None:
        delivery = parcel.delivery
        delivery.attempts += 1
        delivery.status = None
        signed = parcel.simulator.sign_webhook(parcel.target.secret, parcel.body, self._clock())
        headers = {"Content-Type": "application/json; charset=utf-8", **signed.headers}
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with session.post(parcel.target.url, data=signed.body, headers=headers,
                                    allow_redirects=False) as answer:
                delivery.status = answer.status
                delivery.delivered = parcel.simulator.is_taken(answer.status, await _beginning(answer.content))


async def _beginning(content: aiohttp.StreamReader) -> bytes:
    """As much as is looked at, in however many pieces it comes."""
    taken = b""
    while len(taken) < LONGEST_ANSWER and (piece := await content.read(LONGEST_ANSWER - len(taken))):
        taken += piece
    return taken
