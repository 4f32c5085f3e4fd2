"""How everything here is measured: CPU time of this process, garbage collection off, several rounds of each."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the report. `budget` is the most that it may be; None: only told."""

    name: str
    value: float
    unit: str
    budget: float | None = None

    @property
    def over(self) -> bool:
        return self.budget is not None and self.value > self.budget

    def __str__(self) -> str:
        budget = "" if self.budget is None else f"budget {self.budget:g} {self.unit}"
        return f"  {self.name:58} {self.value:10.2f} {self.unit:4} {budget:18} {'OVER' if self.over else ''}".rstrip()


class Work(NamedTuple):
    """What a figure is of, in microseconds of CPU a call."""

    name: str
    once: Callable[[], object]
    budget: float | None = None


def taking_turns(works: Iterable[Work], calls: int = 100, rounds: int = 60) -> Iterator[Figure]:
    """The least of many short rounds, in which each has its turn. What others took more is the machine's: while
    somebody is busy on the core's other half, the same work takes half as much again, for seconds on end.
    """
    took: list[tuple[Work, list[float]]] = [(work, []) for work in works]
    for _ in range(rounds):
        gc.collect()
        for work, its in took:
            _us(work.once, calls // 10)
            its.append(_us(work.once, calls))
    for work, its in took:
        yield Figure(work.name, min(its), "us", work.budget)


def _us(once: Callable[[], object], calls: int) -> float:
    gc.disable()
    begun = time.process_time()
    for _ in range(calls):
        once()
    took = (time.process_time() - begun) / calls * 1e6
    gc.enable()
    return took


def cpu_us(work: Callable[[], object], calls: int = 1000, rounds: int = 9) -> float:
    """Microseconds of CPU a call: the median of the rounds."""
    for _ in range(max(50, calls // 10)):
        work()
    found = []
    for _ in range(rounds):
        gc.collect()
        found.append(_us(work, calls))
    return statistics.median(found)
