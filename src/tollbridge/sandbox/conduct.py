"""How a simulated processor conducts itself in general: how long it takes, how long it remembers idempotency keys."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace


class Conduct(Struct, frozen=True, kw_only=True):
    """Of one processor, until it is set anew."""

    latency_s: float = 0.0
    """Before the effect of every call but those of browsers; what faults add comes on top."""
    keys_kept_for_s: float | None = None
    """None: as long as the real one does. 0: keys are not heeded, a request sent twice is carried out twice."""


class Conducts:
    """Of each processor."""

    def __init__(self, processors: Iterable[str]) -> None:
        self._conducts = dict.fromkeys(processors, Conduct())

    def of(self, processor: str) -> Conduct:
        return self._conducts[processor]

    def all(self) -> Mapping[str, Conduct]:
        return dict(self._conducts)

    def set(self, processor: str | None, *, latency_s: float | UnsetType = UNSET,
            keys_kept_for_s: float | UnsetType | None = UNSET) -> None:
        """What is not given stays as it is; no processor means all. Raises ValueError for what cannot be."""
        if processor is not None and processor not in self._conducts:
            raise ValueError(f"no processor {processor!r}; there are: {', '.join(self._conducts)}")
        given = {name: seconds for name, seconds in (("latency_s", latency_s), ("keys_kept_for_s", keys_kept_for_s))
                 if seconds is not UNSET}
        for name, seconds in given.items():
            if isinstance(seconds, (int, float)) and not (seconds >= 0 and math.isfinite(seconds)):
                raise ValueError(f"{name} must be finite and not negative")
        for name in (processor,) if processor is not None else tuple(self._conducts):
            self._conducts[name] = replace(self._conducts[name], **given)


def parse(text: str) -> tuple[str | None, float]:
    """Reads `[processor=]seconds`, as the command line takes it. Raises ValueError where the number is none."""
    processor, named, seconds = text.rpartition("=")
    try:
        return (processor if named else None), float(seconds)
    except ValueError:
        raise ValueError(f"{text!r} is not [PROCESSOR=]SECONDS") from None
