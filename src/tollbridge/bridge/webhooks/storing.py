"""Webhooks as they came in, in the stream WEBHOOKS: the processor is told that one was taken once it is there.

    hyperswitch.webhooks.<merchant>.<connector>.incoming.<id>       one message for each, the first

The id is a digest. Of what was proved before it is stored, of the body: delivered again, signed anew, it is the same
webhook. What cannot be proved here (the processor would have to be asked) is told apart by all that came with it: else
who guesses the body of an event could have it stored with a proof that does not hold, and the real one would be taken
for its repetition.

With `bridge.protection` on it lies there encrypted and signed, for the workers of its connector. What somebody else has
put in its place is taken away: else the real one would be taken for its repetition.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Duplicate, Full, Publisher, Refused, Unavailable
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.protection.places import HOOK, TOKEN_BYTES, lying
from tollbridge.bridge.streams import WEBHOOK_STREAM
from tollbridge.bridge.subjects import OP_ID_CHARACTERS, is_token, webhook
from tollbridge.kit.webhook import WebhookRequest
from tollbridge.service.webhooks import NotStored

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

_log = logging.getLogger("tollbridge.bridge")

PROVED, UNPROVED = "p", "u"
"""What ids begin with."""
HEAD_BYTES = 64 * 1024
"""Of a message, for all but the body: as many header bytes as the HTTP edge reads."""
MAX_PAYLOAD = 1024 * 1024
AGAIN_S, MARGIN_S = 0.1, 0.25
UNPROVED_PER_S, UNPROVED_AT_ONCE = 20.0, 200.0
"""Of each account, what nobody has verified: anyone may send it, and it takes room until a worker has looked at it."""
PASSING = frozenset({
    "host", "content-length", "connection", "transfer-encoding", "accept", "accept-encoding", "date", "via",
    "forwarded", "user-agent", "traceparent", "tracestate", "x-request-id", "x-real-ip"})
"""Headers that say nothing of the webhook, and differ with the way that it took; so do `x-forwarded-...`."""


class Head(Struct, frozen=True):
    """The first line of a message: the request without its body, which follows byte for byte."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]


def encode(hook: WebhookRequest) -> bytes:
    return encode_json(Head(hook.method, hook.path, hook.query, hook.headers)) + b"\n" + hook.body


def decode(message: bytes) -> WebhookRequest:
    """Raises ValueError for what is none."""
    line, newline, body = message.partition(b"\n")
    if not newline:
        raise ValueError("no webhook: it has no first line")
    try:
        head = _head(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError("no webhook: its first line cannot be read") from error
    return WebhookRequest(head.method, head.path, head.query, head.headers, body)


_head = msgspec.json.Decoder(Head).decode


def hook_id(hook: WebhookRequest, *, proved: bool) -> str:
    digest = hashlib.sha256(hook.body)
    if not proved:
        its: Any = sorted((name.lower(), value) for name, value in hook.headers
                          if name.lower() not in PASSING and not name.lower().startswith("x-forwarded-"))
        digest.update(encode_json((hook.method, hook.path, hook.query, its)))
    return (PROVED if proved else UNPROVED) + digest.hexdigest()[:OP_ID_CHARACTERS]


class StreamedHooks:
    """A `HookStore` over NATS. `connectors` are those that have consumers."""

    def __init__(self, connection: Connection, publisher: Publisher, connectors: Collection[str],
                 protection: Protection | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection, self._publisher, self._connectors = connection, publisher, frozenset(connectors)
        self._protection, self._clock = protection, clock
        self._room: dict[tuple[str, str], tuple[float, float]] = {}

    def most_bytes(self) -> int:
        most = self._connection.client.max_payload or MAX_PAYLOAD
        if self._protection is not None:  # base64 takes a third more
            most = (most - TOKEN_BYTES) * 3 // 4
        return most - HEAD_BYTES

    async def put(self, merchant_id: str, connector: str, hook: WebhookRequest, within_s: float, *,
                  proved: bool) -> bool:
        ends = self._clock() + within_s - MARGIN_S
        self._check(merchant_id, connector)
        if not proved:
            self._pace(merchant_id, connector)
        subject, plain = webhook(merchant_id, connector, hook_id(hook, proved=proved)), encode(hook)
        while True:
            try:
                await self._publish(subject, connector, merchant_id, plain)
                return True
            except Duplicate:  # of an earlier delivery; or of a try of ours of which no word came
                if self._protection is None or await self._has(subject, connector):
                    return False
            except Refused as error:
                if isinstance(error, Full) and await self._has(subject, connector):
                    return False  # whether it is full, or has this one, servers say in either order
                _log.error("webhook not stored: connector=%s merchant_id=%s: %s", connector, merchant_id, error)
                raise NotStored("there is no room for it now") from error
            except Unavailable as error:
                if self._clock() + AGAIN_S >= ends:
                    raise NotStored(f"NATS: {error}") from error
            if self._clock() + AGAIN_S >= ends:
                raise NotStored("what lies in its place is not to be got away")
            await asyncio.sleep(AGAIN_S)

    async def _publish(self, subject: str, connector: str, merchant_id: str, plain: bytes) -> None:
        """Raises as `Publisher.publish` does; Unavailable where it cannot be encrypted, too."""
        headers: dict[str, str] | None = None
        if self._protection is not None:
            headers = {}
            plain = await self._protection.streamed.put(HOOK, subject, connector, merchant_id, plain, headers)
        await self._publisher.publish(subject, plain, headers)

    async def _has(self, subject: str, connector: str) -> bool:
        """Whether it is there; what is not ours is taken away first. Raises NotStored."""
        try:
            if self._protection is None:
                return await self._connection.last_message(WEBHOOK_STREAM, subject) is not None
            found = await self._connection.leaders_last_message(WEBHOOK_STREAM, subject)
            if found is None:
                return False
            try:
                if not self._protection.streamed.old(lying(found)):
                    self._protection.streamed.prove(HOOK, connector, lying(found))
                return True
            except Forged as error:
                self._protection.forged("webhook", subject, connector, error)
            await self._connection.api(f"STREAM.MSG.DELETE.{WEBHOOK_STREAM}", {"seq": found.sequence, "no_erase": True})
            return False
        except (Unavailable, Refused) as error:
            raise NotStored(f"NATS: {error}") from error

    def _check(self, merchant_id: str, connector: str) -> None:
        """What nobody would ever read is not taken: until somebody mends it, the processor keeps it for us."""
        if connector not in self._connectors:
            why = f"{connector} is not among bridge.connectors: nobody would read it"
        elif not is_token(merchant_id):
            why = "this merchant's id has other characters than A-Z, a-z, 0-9, _ and -: it cannot be a NATS subject"
        else:
            return
        _log.error("webhook not stored: connector=%s: %s", connector, why)
        raise NotStored("it cannot be stored as things are set up here")

    def _pace(self, merchant_id: str, connector: str) -> None:
        now = self._clock()
        left, at = self._room.get((merchant_id, connector), (UNPROVED_AT_ONCE, now))
        left = min(UNPROVED_AT_ONCE, left + (now - at) * UNPROVED_PER_S)
        if left < 1:
            raise NotStored("too many that nobody has verified yet")
        self._room[merchant_id, connector] = (left - 1, now)
