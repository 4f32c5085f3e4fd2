"""What waits for another attempt, kept so that whoever goes on knows of it: one message each in the stream DELIVERIES.

    tollbridge.deliveries.waiting.<sequence>              an event of EVENTS, and when it is tried again
    tollbridge.deliveries.again.<sequence>                a person wants it delivered again (dlq redrive)
    tollbridge.deliveries.gone.<merchant>.<connector>     an URL that said 410 Gone

An event itself stays where it is; here is only where. What is done is deleted. With `bridge.protection` on it is
encrypted and signed by bridges, for bridges; whose it is says the id of the key.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Publisher, Refused
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.places import DELIVERY, Lying, readable
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.streams import DELIVERY_STREAM, EVENT_STREAM
from tollbridge.bridge.subjects import OURS

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

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


class Lost(Struct, frozen=True):
    """What was kept, and went with its key; `place` is its own in DELIVERIES."""

    sequence: int
    merchant_id: str
    connector: str
    place: int
    why: str

    @property
    def kept(self) -> Kept:
        """What is known of it; its id was the event's."""
        return Kept(self.sequence, f"{EVENT_STREAM}-{self.sequence}", self.merchant_id, self.connector, "", 0.0)


class Gone(Struct):
    """An URL that takes no more events, by its hash; since when."""

    url_hash: str
    since: float


_decode, _decode_gone = msgspec.json.Decoder(Kept).decode, msgspec.json.Decoder(Gone).decode


class Keeping:
    def __init__(self, connection: Connection, publisher: Publisher, protection: Protection | None = None) -> None:
        self._connection, self._publisher, self._protection = connection, publisher, protection

    async def all(self) -> tuple[dict[int, tuple[Kept, int]], list[Lost]]:
        """With the place of each in its stream, by the event's; and those that nobody can read any more. Raises
        Unavailable, Refused.
        """
        found, lost = dict[int, tuple[Kept, int]](), list[Lost]()
        async for message in read_stream(self._connection, DELIVERY_STREAM, subject=f"{WAITING}.*"):
            try:
                kept = await self.opened(Lying(message.subject, message.headers, message.data, message.at))
            except Erased as error:
                lost.append(Lost(int(message.subject.rpartition(".")[2]), *error.whose, message.sequence, str(error)))
                continue
            if kept is not None:  # else another version's: that one sees to it
                found[kept.sequence] = (kept, message.sequence)
        return found, lost

    async def opened(self, message: Lying) -> Kept | None:
        """None for what is none. Raises Erased, Unavailable."""
        try:
            return _decode(await self._plain(message))
        except msgspec.DecodeError:
            return None

    async def _plain(self, message: Lying) -> bytes:
        """Empty for what is nobody's who may write here. Raises Erased, Unavailable."""
        if self._protection is None:
            return readable(message.headers, message.data)
        try:
            if self._protection.streamed.old(message):
                return message.data
            connector, merchant_id = self._protection.streamed.whose(message.data)
            return await self._protection.streamed.got(DELIVERY, connector, merchant_id, message)
        except Forged as error:
            self._protection.forged("delivery", message.subject, "-", error)
            return b""

    async def _put(self, subject: str, merchant_id: str, connector: str, body: bytes) -> int:
        """Its place, once it is stored. Raises Unavailable, Refused where there is no room."""
        headers: dict[str, str] | None = None
        if self._protection is not None:
            headers = {}
            body = await self._protection.streamed.put(DELIVERY, subject, connector, merchant_id, body, headers)
        return (await self._publisher.publish(subject, body, headers)).seq

    async def all_gone(self) -> dict[tuple[str, str], tuple[Gone, int]]:
        """By merchant and connector. Raises Unavailable, Refused."""
        found: dict[tuple[str, str], tuple[Gone, int]] = {}
        async for message in read_stream(self._connection, DELIVERY_STREAM, subject=f"{NO_URL}.*.*"):
            merchant_id, connector = message.subject.split(".")[-2:]
            its = Lying(message.subject, message.headers, message.data, message.at)
            with contextlib.suppress(msgspec.DecodeError, Erased):  # then the URL is tried once more
                found[merchant_id, connector] = (_decode_gone(await self._plain(its)), message.sequence)
        return found

    async def keep(self, kept: Kept) -> int:
        """Its place, once it is stored. Raises Unavailable, Refused where there is no room."""
        return await self._put(f"{WAITING}.{kept.sequence}", kept.merchant_id, kept.connector, encode_json(kept))

    async def wish_again(self, kept: Kept) -> None:
        """Raises Unavailable, Refused."""
        await self._put(f"{AGAIN}.{kept.sequence}", kept.merchant_id, kept.connector, encode_json(kept))

    async def keep_gone(self, merchant_id: str, connector: str, gone: Gone) -> int:
        """Raises Unavailable, Refused."""
        return await self._put(f"{NO_URL}.{merchant_id}.{connector}", merchant_id, connector, encode_json(gone))

    async def drop(self, place: int) -> None:
        """Raises Unavailable; it may be gone already."""
        asked: dict[str, Any] = {"seq": place, "no_erase": True}
        try:
            await self._connection.api(f"STREAM.MSG.DELETE.{DELIVERY_STREAM}", asked)
        except Refused as error:
            if not any(word in str(error) for word in THERE_IS_NONE):
                _log.warning("%s: what is done cannot be deleted: %s", DELIVERY_STREAM, error)
