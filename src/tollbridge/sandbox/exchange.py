"""One exchange, whatever the processor: credentials, idempotency, faults, effect, answer."""

from __future__ import annotations

import asyncio

from tollbridge.sandbox.faults import Fault, Faults, Moment, strike
from tollbridge.sandbox.idempotency import Claim, KeyStore
from tollbridge.sandbox.simulator import Answer, Call, Key, Refusal, Route, Simulator

_REFUSED = {Claim.REUSED: Refusal.KEY_REUSED, Claim.IN_USE: Refusal.KEY_IN_USE}


class Exchange:
    """Takes calls to their answer. Raises `Cut` where the caller shall get none.

    A call refused for its credentials or its key uses up no fault; a replay does, since it crosses the network too.
    """

    def __init__(self, faults: Faults, keys: KeyStore, stopping: asyncio.Event) -> None:
        self._faults = faults
        self._keys = keys
        self._stopping = stopping

    async def answer(self, simulator: Simulator, route: Route, call: Call) -> Answer:
        refused = None if route.open else simulator.admit(call)
        if refused is not None:
            return simulator.dress(call, refused, replayed=False)
        key = None if route.open else simulator.key(call)
        claim = self._keys.claim(simulator.name, key) if key else Claim.FRESH
        if isinstance(claim, Claim) and claim in _REFUSED:
            return simulator.dress(call, simulator.refuse(_REFUSED[claim], call), replayed=False)
        faults = self._faults.take(simulator.name, route.operation)
        if isinstance(claim, Answer):
            return await self._replay(simulator, call, claim, faults)
        return await self._execute(simulator, route, call, key, faults)

    async def _replay(self, simulator: Simulator, call: Call, kept: Answer, faults: tuple[Fault, ...]) -> Answer:
        replaced: Answer | None = None
        for moment in Moment:
            replaced = replaced or await strike(faults, moment, simulator, call, self._stopping)
        return simulator.dress(call, replaced or kept, replayed=replaced is None)

    async def _execute(self, simulator: Simulator, route: Route, call: Call, key: Key | None,
                       faults: tuple[Fault, ...]) -> Answer:
        kept: Answer | None = None
        try:
            instead = await strike(faults, Moment.BEFORE_EFFECT, simulator, call, self._stopping)
            if instead is not None:
                return simulator.dress(call, instead, replayed=False)
            answer = route.endpoint(call)
            if answer.executed:
                answer = await strike(faults, Moment.AFTER_EFFECT, simulator, call, self._stopping) or answer
                kept = answer
        finally:
            if key and kept:
                self._keys.keep(simulator.name, key, kept)
            elif key:
                self._keys.release(simulator.name, key)
        answer = await strike(faults, Moment.ON_THE_WAY_BACK, simulator, call, self._stopping) or answer
        return simulator.dress(call, answer, replayed=False)
