"""Whose turn it is. Each account (merchant and connector) has a lane of its own, with so many attempts at once: one
that is slow holds up nobody else. Within it, an event waits for the earlier ones of its payment, for a while.
"""

from __future__ import annotations

import asyncio
import heapq
from bisect import insort
from collections.abc import Callable, Iterator, Mapping

from tollbridge.bridge.deliveries.keeping import Kept
from tollbridge.bridge.worker.deliveries import Delivery

Account = tuple[str, str]
"""Merchant and connector."""


class Entry:
    """An event that is not delivered. `delivery` is there until it is settled, and `place` once it is kept."""

    __slots__ = ("body", "delivery", "headers", "kept", "place", "running", "settled")

    def __init__(self, kept: Kept, *, delivery: Delivery | None = None, body: bytes | None = None,
                 headers: Mapping[str, str] | None = None, place: int = 0) -> None:
        self.kept, self.delivery, self.body, self.place = kept, delivery, body, place
        self.headers: Mapping[str, str] = headers or {}
        self.running = False
        self.settled: asyncio.Event | None = asyncio.Event() if delivery is not None else None

    def __lt__(self, other: Entry) -> bool:
        return self.kept.sequence < other.kept.sequence

    @property
    def account(self) -> Account:
        return self.kept.merchant_id, self.kept.connector

    @property
    def payment(self) -> tuple[str, str, str]:
        return self.kept.merchant_id, self.kept.connector, self.kept.about


class Lane:
    """`held` are those whose deliveries are not settled: there are few, and the rest is kept in the stream."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.running = self.held = 0
        self.closed_until = 0.0
        self.queue: list[tuple[float, Entry]] = []
        self.timer: asyncio.TimerHandle | None = None

    def put(self, entry: Entry) -> None:
        heapq.heappush(self.queue, (entry.kept.due, entry))

    def next(self) -> tuple[float, Entry] | None:
        """When, and who; entries that were put there again or are done are passed over by `live`."""
        return self.queue[0] if self.queue else None

    def pop(self) -> None:
        heapq.heappop(self.queue)


class Book:
    """All that is not delivered, of all accounts."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.entries: dict[int, Entry] = {}
        self.lanes: dict[Account, Lane] = {}
        self._payments: dict[tuple[str, str, str], list[Entry]] = {}

    def add(self, entry: Entry, order_s: float) -> Lane:
        """Behind the earlier ones of its payment, if there are any: `due` says so. Not in its lane's queue yet."""
        lane = self.lanes.get(entry.account)
        if lane is None:
            lane = self.lanes[entry.account] = Lane(entry.account)
        self.entries[entry.kept.sequence] = entry
        lane.held += entry.delivery is not None
        same = self._payments.setdefault(entry.payment, [])
        insort(same, entry)
        if not entry.kept.attempts:
            if same[0] is entry:
                entry.kept.due = min(entry.kept.due, self._clock())
            elif not entry.place:  # of what was kept, `due` says so already
                entry.kept.due = self._clock() + order_s
        return lane

    def behind(self, entry: Entry) -> Iterator[Entry]:
        """The later ones of its payment that wait for it."""
        same = self._payments.get(entry.payment, ())
        yield from (each for each in tuple(same) if entry < each and not each.kept.attempts and not each.running)

    def done(self, entry: Entry) -> Entry | None:
        """Forgets it; the next of its payment, if its turn has come by that."""
        self.entries.pop(entry.kept.sequence, None)
        same = self._payments.get(entry.payment, [])
        first = bool(same) and same[0] is entry
        if entry in same:
            same.remove(entry)
        if not same:
            self._payments.pop(entry.payment, None)
            return None
        following = same[0]
        if not first or following.running or following.kept.attempts:
            return None
        following.kept.due = self._clock()
        return following

    def forget(self, lane: Lane) -> None:
        """A lane of which nothing is left."""
        if not lane.running and not lane.queue and not lane.held and lane.closed_until <= self._clock():
            if lane.timer is not None:
                lane.timer.cancel()
            self.lanes.pop(lane.account, None)

    def is_live(self, due: float, entry: Entry) -> bool:
        """Whether this is the place of the entry in its queue: when it was put off, or moved up, it has a later one."""
        return (self.entries.get(entry.kept.sequence) is entry and not entry.running
                and abs(due - entry.kept.due) < 1e-9)

    @property
    def oldest(self) -> float | None:
        return min((entry.kept.at for entry in self.entries.values()), default=None)
