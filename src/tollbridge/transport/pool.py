"""Kept-alive connections of the blocking transport, shared by threads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from tollbridge.domain.errors import Unreachable
from tollbridge.transport import Limits
from tollbridge.transport.wire import Origin


class Deadline:
    """The end of a call, or of a part of it, on the monotonic clock."""

    __slots__ = ("_ends_at",)

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, above 0. Raises TimeoutError when there are none."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Connection(Protocol):
    @property
    def is_connected(self) -> bool:
        """Whether it is open and silent: one that has something to read was closed, or says what nobody asked."""
        ...

    def close(self) -> None: ...


ConnectionT = TypeVar("ConnectionT", bound=Connection)


class ConnectionPool(Generic[ConnectionT]):
    """Counts connections in use against the limits, and keeps idle ones for their next call, the latest first.

    They are kept by `lane`: the origin, or what else must be the same for a connection to serve another call.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._changed = threading.Condition()
        self._busy: Counter[Origin] = Counter()
        self._idle: dict[Hashable, list[tuple[float, ConnectionT]]] = {}
        self._closed = False

    @contextmanager
    def slot(self, origin: Origin, ready_by: Deadline) -> Iterator[None]:
        """The right to use one connection. Raises TimeoutError when none is free in time, Unreachable once closed."""
        with self._changed:
            while not self._closed and self._is_full(origin):
                self._changed.wait(ready_by.left())
            if self._closed:
                raise Unreachable(f"{origin}: the transport is closed", passing=False)
            self._busy[origin] += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy[origin] -= 1
                if not self._busy[origin]:
                    del self._busy[origin]
                self._changed.notify_all()  # all: the next in line may wait for another origin

    def _is_full(self, origin: Origin) -> bool:
        limits = self._limits
        if limits.connections_per_host is not None and self._busy[origin] >= limits.connections_per_host:
            return True
        return self._busy.total() >= limits.connections

    def idle(self, lane: Hashable) -> ConnectionT | None:
        """A kept connection that is still good, or None."""
        while True:
            with self._changed:
                kept = self._idle.get(lane)
                if not kept:
                    return None
                since, connection = kept.pop()
            if time.monotonic() - since <= self._limits.idle_s and connection.is_connected:
                return connection
            connection.close()

    def keep(self, lane: Hashable, connection: ConnectionT) -> None:
        """Take a connection back whose answer was read to the end. Closes those that were idle for too long."""
        now = time.monotonic()
        stale: list[ConnectionT] = []
        with self._changed:
            if self._closed:
                stale.append(connection)
            else:
                self._idle.setdefault(lane, []).append((now, connection))
            for at, kept in list(self._idle.items()):
                stale += [old for since, old in kept if now - since > self._limits.idle_s]
                self._idle[at] = [(since, good) for since, good in kept if now - since <= self._limits.idle_s]
                if not self._idle[at]:
                    del self._idle[at]
        for old in stale:
            old.close()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            connections = [connection for kept in self._idle.values() for _, connection in kept]
            self._idle.clear()
            self._changed.notify_all()
        for connection in connections:
            connection.close()
