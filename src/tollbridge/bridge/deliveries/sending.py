"""One attempt to deliver an event: signed by Standard Webhooks, sent once, and what the merchant's server said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Protocol

from tollbridge.accounts import Forward
from tollbridge.accounts.account import FORWARD_URL
from tollbridge.bridge.deliveries.events import Event
from tollbridge.domain.errors import ConnectorError
from tollbridge.domain.masking import masked
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.service.refusals import reason_of
from tollbridge.service.webhooks import signed_body

OK, REFUSED, GONE = "ok", "refused", "gone"
HTTP_GONE = 410
GUARDED = "base_url"
"""How the guard calls whatever URL it refuses."""


class Transport(Protocol):
    """Sends once, follows no redirect, and refuses addresses of the own network where it is guarded."""

    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse: ...


class Sent(NamedTuple):
    """What came of an attempt. `outcome` is `ok`, `refused`, `gone`, or why there was no answer; `retry_after_s` is
    what the merchant's server asked for.
    """

    outcome: str
    status: int | None = None
    detail: str = ""
    retry_after_s: float | None = None

    @property
    def taken(self) -> bool:
        return self.outcome == OK

    @property
    def told(self) -> str:
        return f"HTTP {self.status}" if self.status is not None else self.detail or self.outcome


async def send_event(transport: Transport, forward: Forward, event: Event, timeout_s: float) -> Sent:
    """Never raises for what the other side does."""
    now = datetime.now(UTC)
    request = signed_body(forward, event.id, event.body, now).with_headers(event.headers)
    try:
        response = await transport.send(request, timeout_s=timeout_s)
    except ConnectorError as error:
        return Sent(reason_of(error).lower(), detail=masked(str(error)).replace(GUARDED, FORWARD_URL))
    if 200 <= response.status < 300:
        return Sent(OK, response.status)
    return Sent(GONE if response.status == HTTP_GONE else REFUSED, response.status,
                retry_after_s=asked_wait(response.headers, now))


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Retry-After, in seconds or as a date (RFC 9110, 10.2.3); None for anything else."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).timestamp() - now.timestamp())


def url_hash(url: str) -> str:
    """To know an address again without keeping it: it may hold a secret."""
    return hashlib.sha256(url.encode()).hexdigest()
