"""How everything here is measured: CPU time of this process, garbage collection off, the median of several rounds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
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


def cpu_us(work: Callable[[], object], calls: int = 1000, rounds: int = 9) -> float:
    """Microseconds of CPU a call: the median of the rounds."""
    for _ in range(max(50, calls // 10)):
        work()
    found = []
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        begun = time.process_time()
        for _ in range(calls):
            work()
        found.append((time.process_time() - begun) / calls * 1e6)
        gc.enable()
    return statistics.median(found)
