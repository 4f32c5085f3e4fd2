"""What the trail says of a span of time: operations by how they ended, who asked, what failed, which keys signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tollbridge.bridge.audit.entries import ACT, CLOSED, OPERATION, REFUSED, STARTED, Entry
from tollbridge.bridge.audit.reading import Span, Told, entries
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.messages import State

MOST_ACTORS = 1000
"""Told one by one; the others together."""
OTHERS = "(others)"
ENDS = ("begun",)
"""Of an act: it is told again, with its end."""

Ended = tuple[str, str, str]


class Report:
    """Counts, and acts in the order in which they were done."""

    def __init__(self) -> None:
        self.operations: Counter[tuple[str, str, str, str]] = Counter()
        self.amounts: Counter[tuple[str, str, str]] = Counter()
        self.actors: Counter[str] = Counter()
        self.failures: Counter[tuple[str, str, str]] = Counter()
        self.refused: Counter[str] = Counter()
        self.acts: Counter[tuple[str, str, str]] = Counter()
        self.processes: Counter[tuple[str, str]] = Counter()
        self.keys: Counter[str] = Counter()
        self.entries = self.again = 0

    def add(self, told: Told, *, counts: bool) -> None:
        """`counts`: it is an operation that was not told before."""
        entry = told.entry
        self.entries += 1
        if entry.kind == OPERATION:
            self._operation(entry, counts=counts)
        elif entry.kind == REFUSED:
            self.refused[entry.outcome] += 1
        elif entry.kind == ACT and entry.outcome not in ENDS:
            self.acts[entry.actor, entry.operation, entry.outcome] += 1
        elif entry.kind in (STARTED, CLOSED):
            self.processes[told.writer.rpartition(".")[2].partition("-")[0], entry.kind] += 1

    def _operation(self, entry: Entry, *, counts: bool) -> None:
        self.again += not counts
        if not counts:
            return
        self.operations[entry.operation, entry.connector, entry.state, entry.outcome] += 1
        actor = entry.actor if entry.actor in self.actors or len(self.actors) < MOST_ACTORS else OTHERS
        self.actors[actor] += 1
        if entry.state == State.DONE and entry.outcome == "ok" and entry.amount is not None:
            self.amounts[entry.operation, entry.connector, entry.currency] += entry.amount
        elif entry.state != State.DONE or entry.outcome != "ok":
            self.failures[entry.connector, entry.state, entry.outcome] += 1

    def described(self) -> dict[str, Any]:
        return {
            "operations": _rows(("operation", "connector", "state", "outcome"), self.operations.items()),
            "amounts": _rows(("operation", "connector", "currency"), self.amounts.items(), "minor_amount"),
            "failures": _rows(("connector", "state", "outcome"), self.failures.items()),
            "actors": _rows(("actor",), (((name,), count) for name, count in self.actors.items())),
            "acts": _rows(("actor", "act", "outcome"), self.acts.items()),
            "refused": _rows(("why",), (((name,), count) for name, count in self.refused.items())),
            "processes": _rows(("role", "what"), self.processes.items()),
            "keys": _rows(("key",), (((name,), count) for name, count in self.keys.items()), "blocks"),
            "entries": self.entries, "told_again": self.again}


def _rows(names: tuple[str, ...], counted: Iterable[tuple[tuple[str, ...], int]], number: str = "count",
          ) -> list[dict[str, Any]]:
    return [{**dict(zip(names, key, strict=True)), number: count} for key, count in sorted(counted)]


async def report(connection: Connection, span: Span) -> Report:
    """The trail is read twice, so that an operation that was told again counts once, and none has to be remembered but
    those. Raises Unavailable, Refused.
    """
    again = {_ended(told.entry): False async for told in entries(connection, span) if told.entry.again}
    found, block = Report(), 0
    async for told in entries(connection, span):
        if told.sequence != block:
            block = told.sequence
            found.keys[told.signed] += 1
        ended = _ended(told.entry)
        found.add(told, counts=not again.get(ended, False))
        if ended in again:
            again[ended] = True
    return found


def _ended(entry: Entry) -> Ended:
    return entry.op_id, entry.state, entry.outcome
