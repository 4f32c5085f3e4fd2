"""What a person does with a command goes into the audit trail, where there is one: before it is done, and after."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tollbridge.edges.cli.output import say

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient

BEGUN, DONE, FAILED = "begun", "done", "failed"


@asynccontextmanager
async def act(bridge: BridgeClient, what: str, facts: Mapping[str, Any], *, first: bool = False,
              ) -> AsyncIterator[dict[str, Any]]:
    """Around what is done; what it puts into the dict is told at the end. Where the trail does not take it, nothing is
    done: raises Unavailable. `first`: there may be no trail before it.
    """
    found: dict[str, Any] = {}
    if not bridge.audit.enabled:
        yield found
        return
    from tollbridge.bridge.audit.entries import of_act
    from tollbridge.bridge.connection import Unavailable

    if not first:
        await bridge.audit.told(of_act(what, BEGUN, facts))
    end = FAILED
    try:
        yield found
        end = DONE
    finally:
        try:
            await bridge.audit.told(of_act(what, end, {**facts, **found}))
        except Unavailable as error:
            say(f"audit: how {what} ended is not in the trail: {error}", err=True)
