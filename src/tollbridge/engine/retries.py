"""What may be tried again on its own, and when. Only three things may:

    a request of which nothing left      Unreachable: refused, not resolved, no connection in time
    a call with its idempotency key      OutcomeUnknown that says `repeatable`: the processor carries it out once
    a call that the processor put off    Rejected with HTTP 429 and Retry-After: it did nothing

The first is resent as it was built, request by request (`resent`, `resent_blocking`); the others are whole calls, made
again with the same key (`Tries`). The waits are drawn from 0 up to a bound that doubles ("full jitter"): two lines of
arithmetic, so that no library is needed; what counts here is what may be repeated, which no library knows.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from msgspec import Struct

from tollbridge.domain.errors import ConnectorError, OutcomeUnknown, Rejected, Unreachable
from tollbridge.domain.operations import Effect

T = TypeVar("T")
TimeLeft = Callable[[], float | None]

TOO_MANY_REQUESTS = 429


class Retries(Struct, frozen=True):
    """How often to try again, beside the first time. A wait that would outlast the call's time is not begun.

    `unsent`: for each request, where nothing left. `unknown`: for each call, where the outcome is unknown and the
    processor honours the idempotency key that was sent. `throttled`: for each call, where the processor put it off
    with HTTP 429 and a Retry-After of at most `longest_wait_s`. The other waits are up to `first_wait_s`, then up to
    twice that, and so on, up to `longest_wait_s`. All times are in seconds.
    """

    unsent: int = 1
    unknown: int = 0
    throttled: int = 0
    first_wait_s: float = 0.2
    longest_wait_s: float = 5.0

    @property
    def of_calls(self) -> bool:
        """Whether whole calls are made again."""
        return self.unknown > 0 or self.throttled > 0

    def before_resending(self, error: Unreachable, tries: int, left: float | None) -> float | None:
        """How long to wait before a request of which nothing left is sent again; None: not again. `tries` counts from
        0 those that were made beside the first.
        """
        if not error.passing or tries >= self.unsent:
            return None
        return _in_time(self.backoff(tries), left)

    def backoff(self, tries: int) -> float:
        bound = min(self.longest_wait_s, self.first_wait_s * 2.0 ** min(tries, 30))
        return random.uniform(0, bound)  # noqa: S311 - spreads load, keeps no secret


def _in_time(wait: float, left: float | None) -> float | None:
    return wait if left is None or wait < left else None


async def resent(send: Callable[[], Awaitable[T]], error: Unreachable, retries: Retries, left: TimeLeft,
                 sleep: Callable[[float], Awaitable[object]]) -> T:
    """What came of sending once more, after an Unreachable. Raises that, or what the last try raised.

    On the way out of the first try, so that a call that needs no second pays nothing::

        try:
            return await transport.send(request, timeout_s=left())
        except Unreachable as error:
            return await resent(lambda: transport.send(request, timeout_s=left()), error, retries, left, asyncio.sleep)
    """
    tries = 0
    while (wait := retries.before_resending(error, tries, left())) is not None:
        await sleep(wait)
        tries += 1
        try:
            return await send()
        except Unreachable as again:
            error = again
    raise error


def resent_blocking(send: Callable[[], T], error: Unreachable, retries: Retries, left: TimeLeft) -> T:
    """The same lines, for threads."""
    tries = 0
    while (wait := retries.before_resending(error, tries, left())) is not None:
        time.sleep(wait)
        tries += 1
        try:
            return send()
        except Unreachable as again:
            error = again
    raise error


class Tries:
    """The tries of one call, which are all made with the same idempotency key."""

    __slots__ = ("_effect", "_left", "_retries", "_throttled", "_unknown", "_unknowns")

    def __init__(self, retries: Retries, effect: Effect, left: TimeLeft) -> None:
        self._retries = retries
        self._effect = effect
        self._left = left
        self._unknowns = 0
        self._throttled = 0
        self._unknown: OutcomeUnknown | None = None

    def after(self, error: ConnectorError) -> float:
        """How long to wait before the call is made again. Raises the error that the call ends with, if it does.

        Once a try of a change ended unknown, nothing but a result settles it: that a later try never left, or was
        refused, says nothing about the earlier one.
        """
        if isinstance(error, OutcomeUnknown) and self._effect is not Effect.QUERY:
            self._unknown = error
        wait = self._wait(error)
        if wait is not None:
            return wait
        if self._unknown is None or self._unknown is error:
            raise error
        raise self._unknown from error

    def _wait(self, error: ConnectorError) -> float | None:
        retries = self._retries
        if isinstance(error, OutcomeUnknown) and error.repeatable and self._unknowns < retries.unknown:
            self._unknowns += 1
            return _in_time(retries.backoff(self._unknowns - 1), self._left())
        if isinstance(error, Rejected) and error.http_status == TOO_MANY_REQUESTS and error.retry_after is not None:
            told = max(0.0, error.retry_after.total_seconds())
            if self._throttled < retries.throttled and told <= retries.longest_wait_s:
                self._throttled += 1
                return _in_time(told + retries.backoff(0), self._left())
        return None
