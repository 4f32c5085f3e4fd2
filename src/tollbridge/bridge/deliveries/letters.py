"""Dead letters of deliveries: in the stream DLQ beside those of operations, by the event's id.

A letter says where the event is and why it did not arrive; the event's content stays in EVENTS alone. What became of it
since is the letter's own header, as there is no record of an event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Publisher
from tollbridge.bridge.dead_letters import ERROR, ERROR_CHARACTERS, REASON
from tollbridge.bridge.deliveries.events import UnreadableEvent
from tollbridge.bridge.deliveries.keeping import Keeping, Kept
from tollbridge.bridge.deliveries.stored import StoredEvents
from tollbridge.bridge.protection.errors import Erased
from tollbridge.bridge.schedules import SEQUENCE, STREAM, SUBJECT
from tollbridge.bridge.streams import EVENT_STREAM
from tollbridge.bridge.subjects import OURS, ROOT
from tollbridge.domain.masking import masked

STATE = "Tollbridge-Delivery"
OPERATION = "deliver_event"
DEAD, BROUGHT_BACK, DELIVERED, CLOSED = "UNDELIVERED", "BROUGHT_BACK", "DELIVERED", "CLOSED"


async def write_letter(publisher: Publisher, kept: Kept, reason: str, error: str, state: str = DEAD) -> None:
    """Once it is stored: in place of the one before. Raises Unavailable, Refused."""
    await publisher.publish(f"{OURS}.dlq.{kept.connector}.{kept.id}", b"", {
        REASON: reason, ERROR: " ".join(masked(error).split())[:ERROR_CHARACTERS], STATE: state, STREAM: EVENT_STREAM,
        SEQUENCE: str(kept.sequence), SUBJECT: f"{ROOT}.events.{kept.merchant_id}"})


def is_of_delivery(headers: Mapping[str, str]) -> bool:
    return STATE in headers


def described(headers: Mapping[str, str]) -> dict[str, Any]:
    return {"operation": OPERATION, "merchant_id": _merchant(headers), "stream": EVENT_STREAM,
            "sequence": _sequence(headers)}


async def content(client: BridgeClient, headers: Mapping[str, str]) -> bytes:
    """The event, empty where it is gone. Raises Unavailable."""
    try:
        event = await StoredEvents.of(client).fetch(_sequence(headers))
    except (UnreadableEvent, Erased):
        return b""
    return event.body if event is not None else b""


async def why_not(client: BridgeClient, headers: Mapping[str, str], its_id: str) -> str:
    """Why it cannot be delivered again; empty where it can. Raises Unavailable."""
    if headers[STATE] not in (DEAD, BROUGHT_BACK):
        return f"it is {headers[STATE]}"
    try:
        event = await StoredEvents.of(client).fetch(_sequence(headers))
    except (UnreadableEvent, Erased) as error:
        return str(error)
    if event is None or event.id != its_id:
        return "the event is gone from its stream, where it is kept for 30 days: ask the processor"
    return ""


async def bring_back(client: BridgeClient, headers: Mapping[str, str]) -> None:
    """To be called where nothing is against it. The letter is marked first, as what becomes of the delivery is written
    over that; of who dies between the two, it can be brought back once more. Raises Unavailable, Refused.
    """
    event = await StoredEvents.of(client).fetch(_sequence(headers))
    if event is None:
        return
    kept = Kept(event.sequence, event.id, event.merchant_id, event.connector, event.about, event.at, letter=True)
    await write_letter(client.publisher, kept, headers[REASON], headers.get(ERROR, ""), BROUGHT_BACK)
    await Keeping(client.connection, client.publisher, client.protection).wish_again(kept)


async def close(publisher: Publisher, headers: Mapping[str, str], its_id: str, connector: str, note: str) -> None:
    """By a person's word. Raises Unavailable, Refused."""
    kept = Kept(_sequence(headers), its_id, _merchant(headers), connector, "", 0.0)
    await write_letter(publisher, kept, headers[REASON], f"{headers.get(ERROR, '')}; {note}", CLOSED)


def _sequence(headers: Mapping[str, str]) -> int:
    text = headers.get(SEQUENCE, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _merchant(headers: Mapping[str, str]) -> str:
    return headers.get(SUBJECT, "").rpartition(".")[2]
