"""Stored events sent anew to their merchants' URLs, because somebody asks: by whoever asks, not by bridges.

The merchant sees the `webhook-id` that it has seen before, or would have.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import NamedTuple

from msgspec import Struct

from tollbridge.accounts import AccountStore, Forward
from tollbridge.bridge.deliveries.events import Event, Wish
from tollbridge.bridge.deliveries.sending import Sent, Transport, send_event
from tollbridge.bridge.deliveries.stored import StoredEvents

NO_URL, ENCRYPTED = "no_url", "encrypted"


class Resending(Struct, frozen=True, kw_only=True):
    """From `begins` to `ends`, epoch seconds, by when events were stored; at most `per_s` a second."""

    wish: Wish
    begins: float
    ends: float
    connector: str | None = None
    per_s: float = 10.0
    timeout_s: float = 15.0


class Resent(NamedTuple):
    """`sent` is None where nothing was sent, as it is only looked at."""

    event: Event
    url: str
    sent: Sent | None


async def resend(events: StoredEvents, accounts: AccountStore, transport: Transport | None,
                 asked: Resending) -> AsyncIterator[Resent]:
    """In their order, one after another. Without a transport only what would be sent. Raises BadInput, InvalidField;
    Unavailable, Refused, AccountStoreError.
    """
    pause_s, free_at = 1.0 / asked.per_s, time.monotonic()
    async for event in events.read(asked.wish, since_at=asked.begins):
        if event.at > asked.ends:
            return
        if asked.connector not in (None, event.connector):
            continue
        if event.sealed:
            yield Resent(event, "", Sent(ENCRYPTED, detail="it is encrypted, and bridge.protection.mode is off here"))
            continue
        forward = await _forward(accounts, event)
        if forward is None:
            yield Resent(event, "", Sent(NO_URL, detail="its account has no webhook_forward_url"))
        elif transport is None:
            yield Resent(event, forward.url, None)
        else:
            await asyncio.sleep(max(0.0, free_at - time.monotonic()))
            free_at = time.monotonic() + pause_s
            yield Resent(event, forward.url, await send_event(transport, forward, event, asked.timeout_s))


async def _forward(accounts: AccountStore, event: Event) -> Forward | None:
    account = await accounts.get(event.merchant_id, event.connector)
    return account.forward if account is not None else None
