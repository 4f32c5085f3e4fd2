"""A normalised event as it lies in EVENTS: hyperswitch.events.{merchant}.{kind}, its body what the merchant gets.

With .{connector} behind, where a worker may publish events of its own connectors alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from tollbridge import catalog
from tollbridge.bridge.connection import Connection, Refused, Stored
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.reading import Read, read_stream
from tollbridge.bridge.streams import EVENT_STREAM, STREAM_MISSING
from tollbridge.bridge.subjects import ROOT, is_token, token
from tollbridge.domain.errors import BadInput, InvalidField

KINDS = ("payment", "refund", "dispute", "mandate", "payout", "unknown")
OTHER = "other"
"""In place of a connector that is none of ours, where it is a label."""
PASSED_ON = ("Tollbridge-Version", "Tollbridge-Superseded", "Tollbridge-Unmatched")
"""Headers that go to the merchant too: of two events about the same thing the one with the higher version is the later;
something later was known before it came; no payment is known here that it is about.
"""
MOST_HEADER = 64
_ABOUT = ("connector_transaction_id", "merchant_transaction_id", "connector_refund_id", "connector_dispute_id",
          "connector_payout_id", "connector_mandate_id")
"""By which of its content's ids an event is told to belong to others: the payment's, for refunds and disputes too."""


class UnreadableEvent(ValueError):
    """What no bridge of ours published, with the reason. It quotes nothing of it."""


class _Body(Struct):
    """Of the body what is read here; all of it goes to the merchant as it is."""

    type: str
    id: str
    merchant_id: str
    connector: str
    data: dict[str, Any] = {}


_decode = msgspec.json.Decoder(_Body).decode


class Event(Struct, frozen=True):
    """`id` is the same whenever the processor tells it again. Events of one merchant and connector with the same
    `about` belong to one payment. `at` is when it was stored, in epoch seconds.
    """

    sequence: int
    merchant_id: str
    kind: str
    id: str
    type: str
    connector: str
    about: str
    at: float
    body: bytes
    headers: Mapping[str, str] = {}

    def described(self) -> dict[str, Any]:
        """All but its content."""
        return {"id": self.id, "type": self.type, "kind": self.kind, "merchant_id": self.merchant_id,
                "connector": self.connector, "sequence": self.sequence, "at": self.at}


def label(connector: str) -> str:
    """Of metrics: whoever may publish may name any."""
    return connector if connector in catalog.names() else OTHER


def read_event(subject: str, body: bytes, sequence: int, at: float, headers: Mapping[str, str]) -> Event:
    """Raises UnreadableEvent. Its subject says whose it is: permissions go by that, and a body that says otherwise is
    not delivered.
    """
    parts = subject.split(".")
    if len(parts) not in (4, 5) or not subject.startswith(f"{ROOT}.events."):
        raise UnreadableEvent("its subject is none of an event")
    try:
        told = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableEvent("its body is no event") from None
    if told.merchant_id != parts[2]:
        raise UnreadableEvent("its body names another merchant than its subject")
    if len(parts) == 5 and told.connector != parts[4]:
        raise UnreadableEvent("its body names another connector than its subject")
    if not (is_token(told.id) and is_token(told.connector)):
        raise UnreadableEvent("its id or its connector is no name: 1 to 64 of A-Z, a-z, 0-9, _ and -")
    return Event(sequence, told.merchant_id, parts[3], told.id, told.type, told.connector, _about(told), at, body,
                 passed_on(headers))


def passed_on(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Only what can stand in HTTP as it is."""
    return {name.lower(): text for name in PASSED_ON
            if (text := headers.get(name)) and len(text) <= MOST_HEADER and text.isascii() and text.isprintable()}


def _about(told: _Body) -> str:
    contents = told.data.get("event_content")
    for content in contents.values() if isinstance(contents, dict) else ():
        if isinstance(content, dict):
            for name in _ABOUT:
                if isinstance(its := content.get(name), str) and its:
                    return its
    return told.id


async def fetch_event(connection: Connection, sequence: int) -> Event | None:
    """None where it is gone, after 30 days. Raises Unavailable, UnreadableEvent."""
    found: Stored | None = await connection.message(EVENT_STREAM, sequence)
    return None if found is None else read_event(
        found.subject, found.data, sequence, epoch(found.at), found.headers)


class Wish(NamedTuple):
    """Which events: of `merchant_id`, and of these kinds and ids, where any are named."""

    merchant_id: str
    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """Raises InvalidField."""
        return f"{ROOT}.events.{token(self.merchant_id, 'merchant')}.>"

    def fits(self, event: Event) -> bool:
        return (not self.kinds or event.kind in self.kinds) and (not self.ids or event.id in self.ids)


def kinds_of(names: tuple[str, ...]) -> frozenset[str]:
    """Raises InvalidField."""
    for name in names:
        if name not in KINDS:
            raise InvalidField("kind", f"{name} is none: one of {', '.join(KINDS)}")
    return frozenset(names)


async def stored_events(connection: Connection, wish: Wish, *, since: int = 1, since_at: float | None = None,
                        ) -> AsyncIterator[Event]:
    """In their order, to the end as it is when this begins; what is no event is left out. Raises BadInput where there
    is no stream, Unavailable, Refused.
    """
    try:
        async for message in read_stream(connection, EVENT_STREAM, since=since, since_at=since_at,
                                         subject=wish.subject):
            event = _readable(message)
            if event is not None and wish.fits(event):
                yield event
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        raise BadInput(f"there is no stream {EVENT_STREAM}: tollbridge streams apply makes it") from None


def _readable(message: Read) -> Event | None:
    try:
        return read_event(message.subject, message.data, message.sequence, message.at, message.headers)
    except UnreadableEvent:
        return None
