"""What waits for another attempt, kept so that whoever goes on knows of it: one message each in the stream DELIVERIES.

    tollbridge.deliveries.waiting.<sequence>              an event of EVENTS, and when it is tried again
    tollbridge.deliveries.again.<sequence>                a person wants it delivered again (dlq redrive)
    tollbridge.deliveries.gone.<merchant>.<connector>     an URL that said 410 Gone

An event itself stays where it is; here is only where. What is done is deleted.
"""

from __future__ import annotations

import contextlib
import logging
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Publisher, Refused
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.streams import DELIVERY_STREAM
from tollbridge.bridge.subjects import OURS

_log = logging.getLogger("tollbridge.bridge")

THERE_IS_NONE = ("no message found", "not found", "deleted message")
"""JetStream has one code for all that keeps it from deleting."""
WAITING, AGAIN, NO_URL = f"{OURS}.deliveries.waiting", f"{OURS}.deliveries.again", f"{OURS}.deliveries.gone"


class Kept(Struct, omit_defaults=True):
    """An event that is not delivered. Times are epoch seconds: `at` when it was stored, `due` its next attempt.
    `letter`: a person has brought it back.
    """

    sequence: int
    id: str
    merchant_id: str
    connector: str
    about: str
    at: float
    due: float = 0.0
    attempts: int = 0
    last: str = ""
    letter: bool = False


class Gone(Struct):
    """An URL that takes no more events, by its hash; since when."""

    url_hash: str
    since: float


_decode, _decode_gone = msgspec.json.Decoder(Kept).decode, msgspec.json.Decoder(Gone).decode


class Keeping:
    def __init__(self, connection: Connection, publisher: Publisher) -> None:
        self._connection, self._publisher = connection, publisher

    async def all(self) -> dict[int, tuple[Kept, int]]:
        """With the place of each in its stream, by the event's. Raises Unavailable, Refused."""
        found: dict[int, tuple[Kept, int]] = {}
        async for message in read_stream(self._connection, DELIVERY_STREAM, subject=f"{WAITING}.*"):
            with contextlib.suppress(msgspec.DecodeError):  # another version's: that one sees to it
                kept = _decode(message.data)
                found[kept.sequence] = (kept, message.sequence)
        return found

    async def all_gone(self) -> dict[tuple[str, str], tuple[Gone, int]]:
        """By merchant and connector. Raises Unavailable, Refused."""
        found: dict[tuple[str, str], tuple[Gone, int]] = {}
        async for message in read_stream(self._connection, DELIVERY_STREAM, subject=f"{NO_URL}.*.*"):
            merchant_id, connector = message.subject.split(".")[-2:]
            with contextlib.suppress(msgspec.DecodeError):
                found[merchant_id, connector] = (_decode_gone(message.data), message.sequence)
        return found

    async def keep(self, kept: Kept) -> int:
        """Its place, once it is stored. Raises Unavailable, Refused where there is no room."""
        return (await self._publisher.publish(f"{WAITING}.{kept.sequence}", encode_json(kept))).seq

    async def wish_again(self, kept: Kept) -> None:
        """Raises Unavailable, Refused."""
        await self._publisher.publish(f"{AGAIN}.{kept.sequence}", encode_json(kept))

    async def keep_gone(self, merchant_id: str, connector: str, gone: Gone) -> int:
        """Raises Unavailable, Refused."""
        return (await self._publisher.publish(f"{NO_URL}.{merchant_id}.{connector}", encode_json(gone))).seq

    async def drop(self, place: int) -> None:
        """Raises Unavailable; it may be gone already."""
        asked: dict[str, Any] = {"seq": place, "no_erase": True}
        try:
            await self._connection.api(f"STREAM.MSG.DELETE.{DELIVERY_STREAM}", asked)
        except Refused as error:
            if not any(word in str(error) for word in THERE_IS_NONE):
                _log.warning("%s: what is done cannot be deleted: %s", DELIVERY_STREAM, error)


def read_kept(body: bytes) -> Kept | None:
    try:
        return _decode(body)
    except msgspec.DecodeError:
        return None
