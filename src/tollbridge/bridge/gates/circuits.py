"""When something is left alone, for how long, and who may try whether it works again. Pure: the clock is handed in.

    closed --failures--> open --its time--> probing --one success--> closed
                          ^                    |
                          +------ failure -----+   twice as long as before

A circuit is closed where nothing is known of it. What is known is one value, `Held`, that all workers share: each
change replaces it, and the one who makes the change must have known the value before (shared.py).
"""

from __future__ import annotations

from msgspec import Struct

OPEN, PROBING, CLOSED = "open", "probing", "closed"
PROBE = -1.0
"""In place of a wait: try it, alone."""
LOOK_AGAIN_S = 0.5
"""While another one probes."""


class Held(Struct, frozen=True, omit_defaults=True):
    """Times are epoch seconds. `until`: left alone until then; of a probe, when it is given up. `times` counts how
    often in a row it was opened, `by` is who said so, `why` a word for people.
    """

    state: str
    until: float
    times: int = 1
    by: str = ""
    why: str = ""
    at: float = 0.0

    @property
    def closed(self) -> bool:
        return self.state == CLOSED


class Waits(Struct, frozen=True, kw_only=True):
    """`first_s` is how long it is left alone at first; twice that after each probe that fails, up to `longest_s`.
    A probe of which nothing was heard for `probe_s` is given up: its worker is gone.
    """

    first_s: float = 5.0
    longest_s: float = 60.0
    probe_s: float = 30.0

    def wait_s(self, times: int) -> float:
        return float(min(self.longest_s, self.first_s * 2.0 ** min(max(0, times - 1), 30)))


class BreakerOptions(Struct, frozen=True, kw_only=True):
    """A circuit opens after `failures` in a row, or once `ratio` of the last calls failed (at least `least` of them,
    within about `window_s`). 0 failures: never.
    """

    failures: int = 10
    ratio: float = 0.5
    least: int = 20
    window_s: float = 30.0
    waits: Waits = Waits()


def turn(held: Held | None, now: float) -> float:
    """How long to wait; 0: go on; PROBE: its time is over, and whoever makes it known first tries."""
    if held is None or held.state == CLOSED:
        return 0.0
    if now >= held.until:
        return PROBE
    return held.until - now if held.state == OPEN else min(LOOK_AGAIN_S, held.until - now)


def opened(before: Held | None, now: float, waits: Waits, by: str, why: str) -> Held:
    times = 1 if before is None or before.closed else before.times + 1
    return Held(OPEN, now + waits.wait_s(times), times, by, why, now)


def probing(before: Held, now: float, waits: Waits, by: str) -> Held:
    return Held(PROBING, now + waits.probe_s, before.times, by, before.why, now)


def closed(now: float, by: str) -> Held:
    return Held(CLOSED, now, 0, by, "", now)


def given_back(held: Held, now: float, by: str) -> Held:
    """A probe that found nothing out: the next one may try at once."""
    return Held(OPEN, now, held.times, by, held.why, now)


class Failures:
    """What one worker has seen of one circuit lately. There is none for a circuit without failures: `worth` says
    whether it is still needed.
    """

    __slots__ = ("_began", "_failed", "_failed_before", "_in_a_row", "_options", "_seen", "_seen_before")

    def __init__(self, options: BreakerOptions, now: float) -> None:
        self._options, self._began = options, now
        self._in_a_row = self._failed = self._seen = self._failed_before = self._seen_before = 0

    def failed(self, now: float) -> bool:
        """Whether that was one too many."""
        self._roll(now)
        self._in_a_row += 1
        self._failed += 1
        self._seen += 1
        its = self._options
        failed, seen = self._failed + self._failed_before, self._seen + self._seen_before
        return 0 < its.failures <= self._in_a_row or (
            its.failures > 0 and seen >= its.least and failed >= its.ratio * seen)

    def succeeded(self, now: float) -> None:
        self._roll(now)
        self._in_a_row = 0
        self._seen += 1

    @property
    def worth(self) -> bool:
        return bool(self._in_a_row or self._failed or self._failed_before)

    def _roll(self, now: float) -> None:
        """Two halves of the window, so that nothing has to be kept of each call."""
        half = self._options.window_s / 2
        passed = now - self._began
        if passed < half:
            return
        kept = passed < 2 * half
        self._failed_before, self._seen_before = (self._failed, self._seen) if kept else (0, 0)
        self._failed = self._seen = 0
        self._began = now
