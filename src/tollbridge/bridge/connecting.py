"""A limit for nats-py's `connect`, which does not always end when it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

CANCELS, CANCEL_S = 20, 0.1


async def within(connecting: Coroutine[Any, Any, None], limit_s: float) -> None:
    """Raises TimeoutError. nats-py may take a cancellation for the end of one try, and go on with the next one: so it
    is told again. `asyncio.wait_for` would wait for ever.
    """
    task = asyncio.ensure_future(connecting)
    try:
        await asyncio.wait((task,), timeout=limit_s)
        if task.done():
            return task.result()
    finally:
        for _ in range(CANCELS):
            if task.done():
                break
            task.cancel()
            await asyncio.wait((task,), timeout=CANCEL_S)
    raise TimeoutError("no connection in time")
