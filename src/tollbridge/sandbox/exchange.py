"""One exchange, whatever the processor: credentials, idempotency, faults, effect, answer."""

from __future__ import annotations

from dataclasses import replace

from tollbridge.sandbox.conduct import Conduct, Conducts
from tollbridge.sandbox.faults import Fault, Faults, Moment, Scene, arrangements, strike
from tollbridge.sandbox.idempotency import Claim, KeyStore
from tollbridge.sandbox.pauses import Pauses
from tollbridge.sandbox.simulator import Answer, Call, Key, Refusal, Route, Simulator
from tollbridge.sandbox.webhooks import Webhooks

BROWSERS = Conduct()
"""Of the processors' own pages."""
_REFUSED = {Claim.REUSED: Refusal.KEY_REUSED, Claim.IN_USE: Refusal.KEY_IN_USE}


class Exchange:
    """Takes calls to their answer. Raises `Cut` where the caller shall get none.

    A call refused for its credentials or its key uses up no fault; a replay does, since it crosses the network too.
    """

    def __init__(self, faults: Faults, keys: KeyStore, webhooks: Webhooks, conducts: Conducts,
                 pauses: Pauses) -> None:
        self._faults = faults
        self._keys = keys
        self._webhooks = webhooks
        self._conducts = conducts
        self._pauses = pauses

    async def answer(self, simulator: Simulator, route: Route, call: Call) -> Answer:
        refused = None if route.open else simulator.admit(call)
        if refused is not None:
            return simulator.dress(call, refused, replayed=False)
        conduct = BROWSERS if route.open else self._conducts.of(simulator.name)
        key = None if route.open or conduct.keys_kept_for_s == 0 else simulator.key(call)
        claim = self._keys.claim(simulator.name, key, conduct.keys_kept_for_s) if key else Claim.FRESH
        if isinstance(claim, Claim) and claim in _REFUSED:
            return simulator.dress(call, simulator.refuse(_REFUSED[claim], call), replayed=False)
        faults = self._faults.take(simulator, route.operation, call)
        scene = Scene(simulator, call, self._pauses)
        if isinstance(claim, Answer):
            return await self._replay(replace(scene, answer=claim), claim, faults, conduct.latency_s)
        return await self._execute(scene, route, key, faults, conduct.latency_s)

    async def _replay(self, scene: Scene, kept: Answer, faults: tuple[Fault, ...], latency_s: float) -> Answer:
        await self._pauses.wait(latency_s)
        replaced: Answer | None = None
        for moment in Moment:
            replaced = replaced or await strike(faults, moment, scene)
        return _dressed(scene, replaced or kept, replayed=replaced is None)

    async def _execute(self, scene: Scene, route: Route, key: Key | None, faults: tuple[Fault, ...],
                       latency_s: float) -> Answer:
        kept: Answer | None = None
        try:
            await self._pauses.wait(latency_s)
            instead = await strike(faults, Moment.BEFORE_EFFECT, scene)
            if instead is not None:
                return _dressed(scene, instead, replayed=False)
            with self._webhooks.arranged(arrangements(faults)):
                answer = route.endpoint(scene.call)
            if answer.executed:
                answer = await strike(faults, Moment.AFTER_EFFECT, replace(scene, answer=answer)) or answer
                kept = answer if key is None or key.keeps_errors or answer.status < 400 else None
        finally:
            if key and kept:
                self._keys.keep(scene.simulator.name, key, kept)
            elif key:
                self._keys.release(scene.simulator.name, key)
        answer = await strike(faults, Moment.ON_THE_WAY_BACK, replace(scene, answer=answer)) or answer
        return _dressed(scene, answer, replayed=False)


def _dressed(scene: Scene, answer: Answer, *, replayed: bool) -> Answer:
    return answer if answer.foreign else scene.simulator.dress(scene.call, answer, replayed=replayed)
