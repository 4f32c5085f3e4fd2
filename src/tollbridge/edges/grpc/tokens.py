"""Access tokens of one account, kept between calls until shortly before they expire."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from tollbridge.domain.operations import Operation, Scope
from tollbridge.domain.state import AccessToken

SKEW_S = 60.0
"""How long before its end a token is no longer used: a call with it must still arrive in time."""
UNSTATED_S = 300.0
"""How long one is kept whose processor does not say how long it is good; a 401 drops it earlier."""


class TokenCache(MutableMapping[Operation[Any, Any], Any]):
    """An engine's Cache that keeps results of scope ACCOUNT only. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[Operation[Any, Any], tuple[float, Any]] = {}

    def __getitem__(self, step: Operation[Any, Any]) -> Any:
        until, result = self._kept[step]
        if self._clock() >= until:
            del self._kept[step]
            raise KeyError(step.name)
        return result

    def __setitem__(self, step: Operation[Any, Any], result: Any) -> None:
        if step.scope is not Scope.ACCOUNT:
            return
        stated = result.expires_in_seconds if isinstance(result, AccessToken) else None
        good_for = UNSTATED_S if stated is None else stated - SKEW_S
        if good_for > 0:
            self._kept[step] = (self._clock() + good_for, result)

    def __delitem__(self, step: Operation[Any, Any]) -> None:
        del self._kept[step]

    def __iter__(self) -> Iterator[Operation[Any, Any]]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)
