"""One exchange, whatever the processor: credentials, idempotency, faults, effect, answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from tollbridge.sandbox.faults import Fault, Faults, Moment, Scene, arrangements, strike
from tollbridge.sandbox.idempotency import Claim, KeyStore
from tollbridge.sandbox.simulator import Answer, Call, Key, Refusal, Route, Simulator
from tollbridge.sandbox.webhooks import Webhooks

_REFUSED = {Claim.REUSED: Refusal.KEY_REUSED, Claim.IN_USE: Refusal.KEY_IN_USE}


class Exchange:
    """Takes calls to their answer. Raises `Cut` where the caller shall get none.

    A call refused for its credentials or its key uses up no fault; a replay does, since it crosses the network too.
    """

    def __init__(self, faults: Faults, keys: KeyStore, webhooks: Webhooks, stopping: asyncio.Event) -> None:
        self._faults = faults
        self._keys = keys
        self._webhooks = webhooks
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
        scene = Scene(simulator, call, self._stopping, answer=kept)
        replaced: Answer | None = None
        for moment in Moment:
            replaced = replaced or await strike(faults, moment, scene)
        return _dressed(simulator, call, replaced or kept, replayed=replaced is None)

    async def _execute(self, simulator: Simulator, route: Route, call: Call, key: Key | None,
                       faults: tuple[Fault, ...]) -> Answer:
        kept: Answer | None = None
        scene = Scene(simulator, call, self._stopping)
        try:
            instead = await strike(faults, Moment.BEFORE_EFFECT, scene)
            if instead is not None:
                return _dressed(simulator, call, instead, replayed=False)
            with self._webhooks.arranged(arrangements(faults)):
                answer = route.endpoint(call)
            if answer.executed:
                answer = await strike(faults, Moment.AFTER_EFFECT, replace(scene, answer=answer)) or answer
                kept = answer
        finally:
            if key and kept:
                self._keys.keep(simulator.name, key, kept)
            elif key:
                self._keys.release(simulator.name, key)
        answer = await strike(faults, Moment.ON_THE_WAY_BACK, replace(scene, answer=answer)) or answer
        return _dressed(simulator, call, answer, replayed=False)


def _dressed(simulator: Simulator, call: Call, answer: Answer, *, replayed: bool) -> Answer:
    return answer if answer.foreign else simulator.dress(call, answer, replayed=replayed)
