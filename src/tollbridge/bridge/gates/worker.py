"""What holds operations back in a worker.

    breaker   the processor fails again and again: (connector, operation, account) is left alone, then probed
    account   the processor does not take the credentials: those are left alone, until they are others or taken again
    rate      the processor said how long to wait: (connector, operation, account) waits

Operations wait in their stream, unclaimed; questions are answered at once, with when to ask again. On a worker that
holds nothing back, all of this costs a look into two empty dicts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tollbridge.accounts import AccountStoreError
from tollbridge.bridge.gates.circuits import (
    CLOSED,
    OPEN,
    PROBE,
    PROBING,
    BreakerOptions,
    Failures,
    Held,
    Waits,
    closed,
    given_back,
    opened,
    probing,
    turn,
)
from tollbridge.bridge.gates.governor import Governor, GovernorOptions
from tollbridge.bridge.gates.identity import ACCOUNT, BREAKER, RATE, Lane, account_digest, stored_digest
from tollbridge.bridge.gates.shared import Shared
from tollbridge.bridge.gates.telling import problem_of_held
from tollbridge.bridge.messages import Problem
from tollbridge.bridge.routes import ROUTES
from tollbridge.bridge.worker.work import Gates, Work
from tollbridge.service.refusals import UNADVISED_WAIT, Refusal

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.service import Service

SPREAD = 0.1
"""What was held back together does not come back at one instant."""
MOST_CIRCUITS = 10_000
MOST_ACCOUNTS = 10_000
_LEVELS = {CLOSED: 0, PROBING: 1, OPEN: 2}
_OPERATIONS = {route.consumer: route.operation.name for route in ROUTES}


class GateOptions(Struct, frozen=True, kw_only=True):
    """`paused` is how an account is left alone whose credentials the processor does not take."""

    breaker: BreakerOptions = BreakerOptions()
    paused: Waits = Waits(first_s=5.0, longest_s=120.0)
    governor: GovernorOptions = GovernorOptions()


class WorkerGates(Gates):
    """`clock` gives epoch seconds: workers compare them."""

    shared: Shared

    def __init__(self, options: GateOptions, clock: Callable[[], float] = time.time) -> None:
        self.options, self._clock = options, clock
        self._failures: dict[str, Failures] = {}
        self._digests: dict[tuple[str, str], tuple[Any, str]] = {}
        self._by = ""
        self._service: Service | None = None
        self._governor: Governor | None = None

    async def open(self, client: BridgeClient, service: Service, worker_id: str) -> None:
        self.shared, self._service, self._by = client.shared, service, worker_id
        self.shared.on_change.append(self._tell)
        if self.options.governor.key is not None:
            self._governor = Governor(self.options.governor, client.connection, client.publisher, self._clock)
            await self._governor.open()

    async def close(self) -> None:
        if self._governor is not None:
            await self._governor.close()

    # -- operations ---------------------------------------------------------------------------------------------------
    async def hold_s(self, work: Work) -> float:
        if not self.shared.held:
            return 0.0
        lane = work.lane
        for subject in await self._subjects(lane, None):
            wait = await self._turn(lane, subject)
            if wait > 0:
                await self.let_go(work)
                return wait * (1 + random.uniform(0, SPREAD))  # noqa: S311 - spreads load, keeps no secret
        return 0.0

    async def forbids(self, work: Work, request: dict[str, Any], config: str | None) -> Problem | None:
        _complete(work.lane, config)
        return None if self._governor is None else await self._governor.forbids(work.lane, request)

    async def heard(self, work: Work, refusal: Refusal | None) -> bool:
        return await self._heard(work.lane, refusal)

    async def learned(self, work: Work, request: dict[str, Any], result: dict[str, Any]) -> None:
        if self._governor is not None:
            await self._governor.learned(work.lane, request, result)

    async def let_go(self, work: Work) -> None:
        await self._give_back(work.lane)

    # -- questions ----------------------------------------------------------------------------------------------------
    async def refuses(self, lane: Lane, config: str | None) -> Problem | None:
        _complete(lane, config)
        held = self.shared.held
        if not held:
            return None
        for subject in await self._subjects(lane, config):
            wait = await self._turn(lane, subject)
            if wait > 0:
                await self._give_back(lane)
                return problem_of_held(subject, held.get(subject), wait)
        return None

    async def answered(self, lane: Lane, config: str | None, refusal: Refusal | None, result: dict[str, Any] | None
                       ) -> None:
        if refusal is not None or result is not None:  # else it was cancelled, and says nothing
            await self._heard(lane, refusal)
        await self._give_back(lane)

    # -- circuits -----------------------------------------------------------------------------------------------------
    async def _subjects(self, lane: Lane, config: str | None) -> tuple[str, ...]:
        return (lane.subject(BREAKER), lane.subject(RATE), lane.account(await self._credentials(lane)))

    async def _credentials(self, lane: Lane) -> str:
        """A digest of those that a call in this lane is made with."""
        accounts = self._service.accounts if self._service is not None else None
        if lane.given or accounts is None:
            return lane.given or "none"
        try:
            account = await accounts.get(lane.merchant_id, lane.connector)
        except AccountStoreError:
            return "none"  # the attempt says what is wrong
        if account is None:
            return "none"
        key = (lane.merchant_id, lane.connector)
        known = self._digests.get(key)
        if known is None or known[0] is not account:
            if len(self._digests) >= MOST_ACCOUNTS:
                self._digests.clear()
            known = self._digests[key] = (account, stored_digest(*key, account.credentials))
        return known[1]

    async def _turn(self, lane: Lane, subject: str) -> float:
        """How long this lane waits for that circuit; it may become the one that tries."""
        now, held = self._clock(), self.shared.held.get(subject)
        wait = turn(held, now)
        if held is None or wait != PROBE:
            return wait
        if f".{RATE}." in subject:
            return 0.0  # the time that the processor told is over
        if await self.shared.change(subject, probing(held, now, self._waits(subject), self._by)):
            lane.probes = (*lane.probes, subject)
            return 0.0
        return max(0.0, turn(self.shared.held.get(subject), now))

    async def _heard(self, lane: Lane, refusal: Refusal | None) -> bool:
        if refusal is None and not self._failures and not self.shared.held:
            return False
        now = self._clock()
        await self._judge(lane, refusal, now)
        if refusal is not None and refusal.reason == "REJECTED" and refusal.http_status == 429:
            await self._put_off(lane, refusal, now)
        return await self._account(lane, refusal, now)

    async def _judge(self, lane: Lane, refusal: Refusal | None, now: float) -> None:
        """For the breaker: did the processor answer?"""
        worked = _worked(refusal)
        if worked is None:
            return
        subject = lane.subject(BREAKER)
        held, failures = self.shared.held.get(subject), self._failures.get(subject)
        if subject in lane.probes:
            lane.probes = tuple(its for its in lane.probes if its != subject)
            self._failures.pop(subject, None)
            await self.shared.change(subject, closed(now, self._by) if worked else opened(
                held, now, self.options.breaker.waits, self._by, _why(refusal)))
        elif worked:
            if failures is not None:
                failures.succeeded(now)
                if not failures.worth:
                    del self._failures[subject]
        elif held is None:
            if failures is None:
                if len(self._failures) >= MOST_CIRCUITS:
                    del self._failures[next(iter(self._failures))]
                failures = self._failures[subject] = Failures(self.options.breaker, now)
            if failures.failed(now):
                self._failures.pop(subject, None)
                await self.shared.change(
                    subject, opened(None, now, self.options.breaker.waits, self._by, _why(refusal)))

    async def _put_off(self, lane: Lane, refusal: Refusal, now: float) -> None:
        wait = (refusal.retry_after or UNADVISED_WAIT).total_seconds()
        subject = lane.subject(RATE)
        held = self.shared.held.get(subject)
        if held is None or held.until < now + wait:
            await self.shared.change(subject, Held(OPEN, now + wait, 1, self._by, "HTTP 429", now))

    async def _account(self, lane: Lane, refusal: Refusal | None, now: float) -> bool:
        """Whether this call was the one that found that the processor does not take the credentials."""
        refused = refusal is not None and refusal.reason == "REJECTED" and refusal.http_status in (401, 403)
        if not refused and (not self.shared.held or _worked(refusal) is not True):
            return False
        subject = lane.account(await self._credentials(lane))
        held, probe = self.shared.held.get(subject), subject in lane.probes
        if probe:
            lane.probes = tuple(its for its in lane.probes if its != subject)
        if refused:
            if held is not None and not probe:
                return False
            new = opened(held, now, self.options.paused, self._by, _why(refusal))
            return await self.shared.change(subject, new) and held is None
        if held is not None:
            await self.shared.change(subject, closed(now, self._by))
        return False

    async def _give_back(self, lane: Lane) -> None:
        """Probes of which nothing was found out."""
        probes, lane.probes = lane.probes, ()
        for subject in probes:
            held = self.shared.held.get(subject)
            if held is not None and held.by == self._by and held.state == PROBING:
                await self.shared.change(subject, given_back(held, self._clock(), self._by))

    def _tell(self, subject: str, _: Held) -> None:
        """The worst state of all accounts, for the metric of an operation at a connector."""
        parts = subject.split(".")
        if self._service is None or parts[2] != BREAKER or (operation := _OPERATIONS.get(parts[4])) is None:
            return
        like = f"{'.'.join(parts[:5])}."
        worst = max((_LEVELS[held.state] for its, held in self.shared.held.items() if its.startswith(like)), default=0)
        self._service.telemetry.tell("tollbridge_bridge_breaker_state", operation, parts[3], value=worst)

    def _waits(self, subject: str) -> Waits:
        return self.options.paused if f".{ACCOUNT}." in subject else self.options.breaker.waits


def _complete(lane: Lane, config: str | None) -> None:
    """Whoever published it may have left out the digest of the credentials that it brought."""
    if config is not None and not lane.given:
        lane.given = account_digest(lane.merchant_id, lane.connector, config)


def _worked(refusal: Refusal | None) -> bool | None:
    """Whether the processor answered; None for what says nothing of it. What it refuses, it has understood."""
    if refusal is None:
        return True
    status = refusal.http_status or 0
    if refusal.reason == "REJECTED":
        return status < 500
    if refusal.reason == "OUTCOME_UNKNOWN":
        return None if 400 <= status < 500 else False
    return False if refusal.reason == "UNREACHABLE" else None


def _why(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    return f"{refusal.reason} (HTTP {refusal.http_status})" if refusal.http_status else refusal.reason
