"""Faults on demand: what goes wrong, where, and how often.

A kind is one member of `FaultKind`: its name on the control endpoint, the moment at which it strikes, and what it
does. A new kind is one more member.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from msgspec import Struct

from tollbridge.sandbox.simulator import Answer, Call, Refusal, Simulator


class Moment(Enum):
    BEFORE_EFFECT = auto()
    AFTER_EFFECT = auto()
    """The effect has happened; what the fault answers is also what a repeat with the same idempotency key gets."""
    ON_THE_WAY_BACK = auto()
    """The answer is made and kept; only this caller does not get it."""


class Cut(Exception):
    """The connection ends here, without an answer."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a fault acts on. `stopping` is set when the sandbox shuts down: nothing may outlast it."""

    simulator: Simulator
    call: Call
    seconds: float
    stopping: asyncio.Event


Act = Callable[[Scene], Awaitable[Answer | None]]
"""Gives the answer instead of the processor's own, or None to go on; raises Cut."""


async def _wait(scene: Scene) -> None:
    try:
        await asyncio.wait_for(scene.stopping.wait(), scene.seconds)
    except TimeoutError:
        return


async def _cut(scene: Scene) -> None:
    raise Cut


async def _server_error(scene: Scene) -> Answer:
    return scene.simulator.refuse(Refusal.SERVER_ERROR, scene.call)


@dataclass(frozen=True, slots=True)
class _Kind:
    word: str
    moment: Moment
    act: Act


class FaultKind(Enum):
    LATENCY = _Kind("latency", Moment.BEFORE_EFFECT, _wait)
    """Waits for `seconds`; an idempotency key counts as in use meanwhile, and the effect comes even if the caller
    has gone away."""
    ERROR_BEFORE_EFFECT = _Kind("error_before_effect", Moment.BEFORE_EFFECT, _server_error)
    """The processor's own HTTP 500; nothing has happened and no answer is kept."""
    CUT_BEFORE_EFFECT = _Kind("cut_before_effect", Moment.BEFORE_EFFECT, _cut)
    ERROR_AFTER_EFFECT = _Kind("error_after_effect", Moment.AFTER_EFFECT, _server_error)
    """It has happened, the answer is HTTP 500, and a repeat with the same key gets that 500 again."""
    CUT_AFTER_EFFECT = _Kind("cut_after_effect", Moment.ON_THE_WAY_BACK, _cut)
    """It has happened; a repeat with the same key gets the answer that was lost."""

    @property
    def word(self) -> str:
        return self.value.word

    @classmethod
    def named(cls, word: str) -> FaultKind:
        """Raises ValueError that lists the kinds there are."""
        for kind in cls:
            if kind.word == word:
                return kind
        raise ValueError(f"no fault kind {word!r}; there are: {', '.join(kind.word for kind in cls)}")


class Fault(Struct, kw_only=True):
    """One fault as set: None for processor or operation means any; `times` None means until cleared."""

    kind: str
    processor: str | None = None
    operation: str | None = None
    times: int | None = 1
    seconds: float = 0.0


class Faults:
    """The faults that are still to strike. `known` lists each processor's operations, so that typing errors show."""

    def __init__(self, known: Callable[[], Mapping[str, frozenset[str]]]) -> None:
        self._known = known
        self._faults: list[Fault] = []

    def add(self, kind: FaultKind | str, *, processor: str | None = None, operation: str | None = None,
            times: int | None = 1, seconds: float = 0.0) -> Fault:
        """Sets a fault; faults strike in the order in which they were set. Raises ValueError for unknown names."""
        word = kind.word if isinstance(kind, FaultKind) else FaultKind.named(kind).word
        self._check(processor, operation)
        if times is not None and times < 1:
            raise ValueError("times must be at least 1, or None for always")
        if seconds < 0:
            raise ValueError("seconds must not be negative")
        fault = Fault(kind=word, processor=processor, operation=operation, times=times, seconds=seconds)
        self._faults.append(fault)
        return fault

    def _check(self, processor: str | None, operation: str | None) -> None:
        known = self._known()
        if processor is not None and processor not in known:
            raise ValueError(f"no processor {processor!r}; there are: {', '.join(sorted(known))}")
        operations = known[processor] if processor is not None else frozenset().union(*known.values())
        if operation is not None and operation not in operations:
            raise ValueError(f"no operation {operation!r}; there are: {', '.join(sorted(operations))}")

    def clear(self) -> None:
        self._faults.clear()

    @property
    def pending(self) -> tuple[Fault, ...]:
        return tuple(self._faults)

    def take(self, processor: str, operation: str) -> tuple[Fault, ...]:
        """Those that strike this call, at most one of a kind; each counts as used."""
        taken: dict[str, Fault] = {}
        for fault in tuple(self._faults):
            if (fault.kind in taken or fault.processor not in (None, processor)
                    or fault.operation not in (None, operation)):
                continue
            taken[fault.kind] = fault
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self._faults.remove(fault)
        return tuple(taken.values())


async def strike(faults: tuple[Fault, ...], moment: Moment, simulator: Simulator, call: Call,
                 stopping: asyncio.Event) -> Answer | None:
    """Lets the faults of one moment act, until one answers."""
    for fault in faults:
        kind = FaultKind.named(fault.kind).value
        if kind.moment is moment:
            answer = await kind.act(Scene(simulator, call, fault.seconds, stopping))
            if answer is not None:
                return answer
    return None
