"""Two streams that are led by different nodes: what the one does not answer for, the other takes.

One whose leader has gone is skipped for a second by all that follow, and then tried by one of them.
"""

from __future__ import annotations

import time

from tollbridge.bridge.connection import (
    Ack,
    Duplicate,
    InProcess,
    NotPublished,
    Publisher,
    Refused,
    RevisionMismatch,
    Unavailable,
)

SKIPPED_S = 1.0


class Either:
    """`fallback_after_s` is how long the first one tried may take to answer."""

    def __init__(self, publisher: Publisher, fallback_after_s: float) -> None:
        self._publisher, self._fallback_after_s = publisher, fallback_after_s
        self._skipped = [0.0, 0.0]
        """Until when (monotonic) each is left alone; 0: it answers."""

    async def publish(self, own: int, subjects: tuple[str, str], body: bytes, headers: dict[str, str]) -> Ack:
        """`own`, 0 or 1, is the one that takes it if all is well. Raises as a publisher does, but NotPublished only if
        it left for neither, and Full or Refused only if it left for no other.
        """
        first = own if self._may_have(own) else 1 - own
        try:
            ack = await self._publisher.publish(subjects[first], body, headers, self._fallback_after_s)
        except (InProcess, NotPublished):
            raise  # another publish of the same is being stored there; or there is no connection for either
        except Unavailable as error:
            self._skipped[first] = time.monotonic() + SKIPPED_S
            try:
                return await self._publisher.publish(subjects[1 - first], body, headers)
            except (Duplicate, RevisionMismatch):
                raise
            except (NotPublished, Refused):
                raise error from None  # the first may have arrived
        self._skipped[first] = 0.0
        return ack

    def _may_have(self, which: int) -> bool:
        """Not one that is skipped; once its time is over one publish tries it, and the others go on without."""
        if not self._skipped[which]:
            return True
        now = time.monotonic()
        if now < self._skipped[which]:
            return False
        self._skipped[which] = now + SKIPPED_S
        return True


def own_of(op_id: str) -> int:
    """Which of two is an operation's own."""
    return int(op_id[-1], 16) % 2
