"""What is not known after the records were restored from a backup: it stands in the metadata of their stream.

Operations that were carried out between the backup and the loss have no record any more, or an older one. A caller who
asks again for such an operation cannot be told from one who asks for the first time. So, for as long as callers repeat,
*every* operation counts as one that may have been carried out: the same key again where the processor honours it, else
it is asked, else a person is (worker/steps.py). What the records of later say, counts as ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, NamedTuple

from tollbridge.bridge.connection import Connection
from tollbridge.bridge.streams import OPS_STREAM, own_metadata

LOST_SINCE, RESTORED_AT, REPEATS_UNTIL = "tollbridge-lost-since", "tollbridge-restored-at", "tollbridge-repeats-until"
CREATED, BACKUP = "tollbridge-created", "tollbridge-backup"
"""When the stream was first made, as the server said: a restore may be the beginning of another. And which backup."""


class Restored(NamedTuple):
    """Epoch seconds: from when on records may be missing, when they were restored, and how long callers repeat what
    they submitted before that.
    """

    lost_since: float
    at: float
    until: float

    def metadata(self) -> dict[str, str]:
        return {LOST_SINCE: f"{self.lost_since:.3f}", RESTORED_AT: f"{self.at:.3f}",
                REPEATS_UNTIL: f"{self.until:.3f}"}

    def joined(self, earlier: Restored | None) -> Restored:
        """With that of an earlier restore, as the backup was made while it still counted."""
        if earlier is None or earlier.until < self.lost_since:
            return self
        return Restored(min(self.lost_since, earlier.lost_since), self.at, max(self.until, earlier.until))


def restored(config: Mapping[str, Any]) -> Restored | None:
    """Of the stream's configuration; None where it was never restored. Raises ValueError for what was tampered with:
    nobody may go on as if nothing had been lost.
    """
    metadata = config.get("metadata") or {}
    if RESTORED_AT not in metadata:
        return None
    try:
        its = Restored(*(float(metadata[name]) for name in (LOST_SINCE, RESTORED_AT, REPEATS_UNTIL)))
        if not all(map(isfinite, its)):
            raise ValueError("no time")
        return its
    except (KeyError, ValueError) as error:
        raise ValueError(f"metadata of {OPS_STREAM} cannot be read: {error}") from None


async def end(connection: Connection, now: float) -> Restored | None:
    """By a person's word: nobody repeats any more what was submitted before the restore. None where there is no doubt.
    Raises Refused, Unavailable.
    """
    config = dict((await connection.api(f"STREAM.INFO.{OPS_STREAM}"))["config"])
    its = restored(config)
    if its is None or its.until <= now:
        return None
    ended = its._replace(until=max(now, its.at))
    config["metadata"] = {**own_metadata(config), **ended.metadata()}
    await connection.api(f"STREAM.UPDATE.{OPS_STREAM}", config)
    return ended
