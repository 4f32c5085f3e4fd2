"""Where a call goes: to the processor's live or to its test system."""

from __future__ import annotations

from enum import StrEnum


class Environment(StrEnum):
    """The contract's words: PRODUCTION moves real money, SANDBOX does not."""

    LIVE = "PRODUCTION"
    TEST = "SANDBOX"
