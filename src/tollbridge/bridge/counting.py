"""What a bridge tells of those who have something done, as metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import Answer
from tollbridge.bridge.orders import Order, Prepared
from tollbridge.service.refusals import reason_of
from tollbridge.telemetry import Telemetry

OTHER = "other"
"""In place of a connector that nobody works for here: a caller may name any."""


class Counting:
    """`connectors` are those that have labels of their own."""

    def __init__(self, telemetry: Telemetry | None, connectors: tuple[str, ...]) -> None:
        self._telemetry, self._connectors = telemetry, frozenset(connectors)

    async def counted(self, order: Order | Prepared, work: Awaitable[Answer], *, waits: bool = False) -> Answer:
        """What the work gives. `waits`: its caller waits for the end."""
        outcome = "internal"
        try:
            answer = await work
            outcome = "ended" if answer.final else "stored"
            return answer
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        except Unavailable:
            outcome = "unknown"
            raise
        except Exception as error:
            outcome = reason_of(error).lower()
            raise
        finally:
            self._tell(order, outcome, late=waits and outcome == "stored")

    def _tell(self, given: Order | Prepared, outcome: str, *, late: bool) -> None:
        if self._telemetry is None:
            return
        order = given.order if isinstance(given, Prepared) else given
        connector = order.connector if order.connector in self._connectors else OTHER
        self._telemetry.tell("tollbridge_bridge_submissions_total", order.operation.name, connector, outcome)
        if late:
            self._telemetry.tell("tollbridge_bridge_timeouts_total", order.operation.name, connector)
