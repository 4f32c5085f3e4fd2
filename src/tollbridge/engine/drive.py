"""Who runs a plan: the async edge, the sync one, and one that keeps no state between exchanges."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from tollbridge.engine.plan import Plan
from tollbridge.kit.http import HttpRequest, HttpResponse

R = TypeVar("R")


async def drive(steps: Plan[R], send: Callable[[HttpRequest], Awaitable[HttpResponse]]) -> R:
    """Sends each request and gives back its answer, or the error that came instead: the engine judges both."""
    try:
        request = next(steps)
        while True:
            try:
                response = await send(request)
            except Exception as error:  # noqa: BLE001 - the engine's one except decides what it means
                request = steps.throw(error)
            else:
                request = steps.send(response)
    except StopIteration as done:
        result: R = done.value
        return result


def drive_blocking(steps: Plan[R], send: Callable[[HttpRequest], HttpResponse]) -> R:
    """The same lines, for an edge that blocks."""
    try:
        request = next(steps)
        while True:
            try:
                response = send(request)
            except Exception as error:  # noqa: BLE001 - the engine's one except decides what it means
                request = steps.throw(error)
            else:
                request = steps.send(response)
    except StopIteration as done:
        result: R = done.value
        return result


def advance(steps: Plan[R], answers: Sequence[HttpResponse]) -> HttpRequest | R:
    """For an edge that keeps no state (C ABI, NATS, `transform`): replay the answers so far, get the next request or
    the result. Sound because a build is deterministic: clock, nonce and idempotency key are in the context.
    """
    try:
        request = next(steps)
        for answer in answers:
            request = steps.send(answer)
    except StopIteration as done:
        result: R = done.value
        return result
    return request
