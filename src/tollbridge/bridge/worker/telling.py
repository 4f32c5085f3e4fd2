"""What a worker tells of its operations: metrics, alerts, tallies."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from tollbridge.bridge import alerts
from tollbridge.bridge.messages import Problem, State
from tollbridge.bridge.subjects import read
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.presence import Tally
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.domain.masking import masked
from tollbridge.telemetry import Telemetry

_log = logging.getLogger("tollbridge.bridge")


class Telling(Hooks):
    """Counts and warns, and passes on what is told to it."""

    def __init__(self, telemetry: Telemetry, tallies: Mapping[str, Tally], then: Hooks) -> None:
        self._telemetry, self._tallies, self._then = telemetry, tallies, then

    async def reached(self, step: str, work: Work) -> None:
        await self._then.reached(step, work)

    def ended(self, work: Work, state: str, outcome: str) -> None:
        name, connector = work.address.route.operation.name, work.address.connector
        now = time.time()
        self._telemetry.tell("tollbridge_bridge_operations_total", name, connector, state, outcome)
        self._telemetry.tell("tollbridge_bridge_operation_seconds", name, connector,
                             value=max(0.0, now - work.delivery.at))
        tally = self._tallies.get(f"{work.address.route.name}.{connector}")
        if tally is not None:
            tally.ended(max(0.0, now - work.began), "" if state == State.DONE else outcome)
        self._then.ended(work, state, outcome)

    def unknown(self, work: Work) -> None:
        self._telemetry.tell("tollbridge_bridge_unknown_total", work.address.route.operation.name,
                             work.address.connector)
        self._then.unknown(work)

    def alert(self, kind: alerts.Told, work: Work, why: str) -> None:
        self._telemetry.tell("tollbridge_bridge_alerts_total", kind, work.address.connector)
        _log.error("alert=%s operation=%s op_id=%s connector=%s merchant_id=%s: %s (%s)", kind, work.address.route.name,
                   work.address.op_id, work.address.connector, work.address.merchant_id, masked(why),
                   alerts.runbook(kind))
        self._then.alert(kind, work, why)

    async def dead(self, work: Work, why: str) -> None:
        await self._then.dead(work, why)

    async def poisoned(self, delivery: Delivery, why: str) -> None:
        self._telemetry.tell("tollbridge_bridge_alerts_total", alerts.POISONED, "-")
        _log.error("alert=poisoned stream=%s sequence=%d: %s (%s)", delivery.stream, delivery.sequence, masked(why),
                   alerts.runbook(alerts.POISONED))
        await self._then.poisoned(delivery, why)

    async def forged(self, delivery: Delivery, why: str) -> None:
        address = read(delivery.subject)
        self._telemetry.tell("tollbridge_bridge_alerts_total", alerts.FORGED,
                             address.connector if address is not None else "-")
        _log.error("alert=forged stream=%s sequence=%d subject=%s: %s (%s)", delivery.stream, delivery.sequence,
                   delivery.subject, masked(why), alerts.runbook(alerts.FORGED))
        await self._then.forged(delivery, why)

    def paused(self, work: Work, problem: Problem) -> None:
        self._then.paused(work, problem)
