"""Webhooks: what a processor sends on its own, read only after it has proved where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, NewType

from msgspec import Struct

from tollbridge.domain.errors import SignatureMismatch
from tollbridge.domain.events import Event, EventContext, EventReference, WebhookSecrets
from tollbridge.domain.operations import Operation
from tollbridge.domain.state import AccessToken
from tollbridge.kit.flow import A, Context, Need
from tollbridge.kit.http import HttpResponse


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """An HTTP request as it came in: headers in their order and spelling, the body byte for byte.

    `path` and `query` are of the URL that the processor called, which some signatures cover. `context` is what the
    caller knows of the matter and the webhook may not say: it proves nothing.
    """

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    context: EventContext | None = None

    def header(self, name: str) -> str:
        """Its one value, or "". Of two, nobody knows which one was signed."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        if len(values) > 1:
            raise SignatureMismatch(f"{len(values)} headers {name}")
        return values[0] if values else ""

    def __repr__(self) -> str:
        return f"WebhookRequest({self.method} {self.path}, headers=***, body=***)"

    def __reduce__(self) -> str:
        raise TypeError("a WebhookRequest is not pickled: what a processor sends may hold secrets in the clear")


Verified = NewType("Verified", WebhookRequest)
"""A webhook whose origin was proved. Only the engine makes one, after `verify`."""


class Received(Struct, frozen=True):
    """What the pre-steps of a webhook derive their requests from: the processor's own check wants both."""

    hook: WebhookRequest
    secrets: WebhookSecrets
    access_token: AccessToken | None = None


def accepted(hook: WebhookRequest, ctx: Context[Any]) -> HttpResponse:
    """The usual acknowledgement: HTTP 200 with no body."""
    return HttpResponse(200, b"")


class Webhook(Struct, Generic[A], frozen=True):
    """There is no default for verify: a connector cannot forget it, and parse takes what it let through.

    `peek` gives event type and reference only, of an unverified webhook: for routing, never to act on. `verify` raises
    SignatureMismatch. `acknowledge` is what the processor expects back. `needs` are keys to fetch, or its own check.
    `redelivers_for`: how long the processor goes on delivering an event that nobody took, by its pages. A delivery that
    is older proves nothing; whoever drops replays has to remember events for as long.
    """

    peek: Callable[[WebhookRequest], EventReference]
    verify: Callable[[WebhookRequest, WebhookSecrets, Context[A]], None]
    parse: Callable[[Verified, Context[A]], Sequence[Event]]
    acknowledge: Callable[[WebhookRequest, Context[A]], HttpResponse] = accepted
    needs: tuple[Operation[Any, Any] | Need[Received], ...] = ()
    redelivers_for: timedelta = timedelta(0)
