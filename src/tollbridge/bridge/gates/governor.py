"""How often the card networks let a declined card be tried again, counted over all workers.

Visa and Mastercard charge for each attempt beyond, and in the end close the merchant's account (domain/reattempts.py
has limits and sources). They count by card and merchant, whichever processor it goes through. A card is known here by
an HMAC of its number under a key of the settings; the number is nowhere, and without the key nobody finds it out.

    tollbridge.records.reattempt.<merchant>.<hmac>      in RECORDS, changed by who read the latest

Only declines are written. Each worker has all of them in memory, read when it starts and told by the server since: an
operation whose card was never declined costs an HMAC and a look into a dict.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct
from nats.aio.msg import Msg

from tollbridge.bridge.connection import LIMIT, Connection, Publisher, Refused, RevisionMismatch, Unavailable
from tollbridge.bridge.gates.declined import (
    GOVERNED,
    WINDOW_S,
    Declines,
    Payer,
    added,
    amount,
    declined,
    forbidden,
    payer,
)
from tollbridge.bridge.gates.identity import Lane
from tollbridge.bridge.messages import Problem
from tollbridge.bridge.problems import problem_of
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.sealed import TTL
from tollbridge.bridge.streams import DECLINED, RECORD_STREAM
from tollbridge.bridge.subjects import OURS
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.secret import Secret
from tollbridge.service.refusals import refusal

DAY_S = 86_400
FEWEST = 32
"""Characters of a key, at least."""
SEQUENCE, SUBJECT = "Nats-Sequence", "Nats-Subject"
BATCH = 500
TRIES = 5

_log = logging.getLogger("tollbridge.bridge")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Declines).decode


class GovernorOptions(Struct, frozen=True, kw_only=True):
    """`key` is what card numbers are hashed under, the same for all workers; without it, nothing is counted. What a
    network says never to try again is refused for `never_days`. `most_cards` are kept in memory; of others, it is
    read.
    """

    key: Secret | None = None
    never_days: int = 30
    most_cards: int = 200_000


class _Known(Struct):
    declines: Declines
    revision: int


class Governor:
    def __init__(self, options: GovernorOptions, connection: Connection, publisher: Publisher,
                 clock: Callable[[], float]) -> None:
        if options.key is None or len(options.key.reveal()) < FEWEST:
            raise InvalidField("reattempts.key", f"must have {FEWEST} characters or more: card numbers are few, and "
                               "would be found out under a short key")
        self._options, self._key = options, options.key.reveal().encode()
        self._connection, self._publisher, self._clock = connection, publisher, clock
        self._known: dict[str, _Known] = {}
        self._complete = False
        """Whether a card that is not in memory was never declined."""
        self._last = 0
        self._loading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        await self._connection.client.subscribe(f"{DECLINED}.>", cb=self._told, pending_msgs_limit=LIMIT,
                                                pending_bytes_limit=LIMIT)
        self._connection.on_reconnect.append(self._anew)
        await self._anew()

    async def close(self) -> None:
        if self._loading is not None:
            self._loading.cancel()

    async def forbids(self, lane: Lane, request: dict[str, Any]) -> Problem | None:
        """Why it must not be sent. That the count cannot be read now stops no payment."""
        its = self._payer(lane, request)
        if its is None:
            return None
        subject = self._subject(lane, its)
        known = self._known.get(subject)
        if known is None and not self._complete:
            with contextlib.suppress(Unavailable):
                known = await self._read(subject)
        if known is None:
            return None
        why = forbidden(known.declines, its.network, amount(request), self._clock(), self._options.never_days * DAY_S)
        return None if why is None else problem_of(refusal(why))

    async def learned(self, lane: Lane, request: dict[str, Any], result: dict[str, Any]) -> None:
        its = self._payer(lane, request) if result.get("error") is not None else None
        if its is None:
            return
        counts, never, network = declined(result, its.network)
        if not counts:
            return
        try:
            await self._count(self._subject(lane, its), amount(request), never, network)
        except (Unavailable, Refused) as error:  # the decline itself must be told; one is missing in the count
            _log.error("a decline at %s is not counted: %s", lane.connector, error)

    def _payer(self, lane: Lane, request: dict[str, Any]) -> Payer | None:
        return payer(request, lane.connector) if lane.route.operation in GOVERNED else None

    def _subject(self, lane: Lane, its: Payer) -> str:
        digest = hmac.digest(self._key, f"{lane.merchant_id}\0{its.kind}\0{its.value}".encode(), "sha256")
        return f"{OURS}.records.reattempt.{lane.merchant_id}.{digest[:16].hex()}"

    async def _read(self, subject: str) -> _Known | None:
        message = await self._connection.last_message(RECORD_STREAM, subject)
        return None if message is None or not message.data else _Known(_decode(message.data), message.sequence)

    async def _count(self, subject: str, asked: str, never: str, network: str) -> None:
        known = self._known.get(subject)
        if known is None and not self._complete:
            known = await self._read(subject)
        for _ in range(TRIES):
            now = self._clock()
            declines = added(known.declines if known is not None else Declines(), now, asked, never, network)
            keep_days = max(31, self._options.never_days + 1 if declines.never_at else 0)
            headers = {EXPECTED: str(known.revision if known is not None else 0), TTL: f"{keep_days * DAY_S}s"}
            try:
                ack = await self._publisher.publish(subject, _encode(declines), headers)
            except RevisionMismatch:
                known = await self._read(subject)
                continue
            self._take(subject, declines, ack.seq)
            return
        _log.error("a decline is not counted: its record changed again and again")

    # -- memory -------------------------------------------------------------------------------------------------------
    async def _anew(self) -> None:
        """What was missed while there was no connection, or before this process."""
        if self._connection.options.restricted:  # each is read when it is asked for, by its own subject
            return
        if self._loading is None or self._loading.done():
            self._complete = False
            self._loading = asyncio.ensure_future(self._load())

    async def _load(self) -> None:
        while True:
            with contextlib.suppress(Unavailable):
                await self._load_all()
                return
            await asyncio.sleep(1)

    async def _load_all(self) -> None:
        while True:
            batch = await self._connection.messages(RECORD_STREAM, f"{OURS}.records.reattempt.>", self._last + 1, BATCH)
            for message in batch:
                self._last = message.sequence
                with contextlib.suppress(msgspec.DecodeError):
                    self._take(message.subject, _decode(message.data), message.sequence)
            if len(batch) < BATCH:
                break
        self._complete = len(self._known) < self._options.most_cards

    async def _told(self, message: Msg) -> None:
        headers = message.headers or {}
        subject = headers.get(SUBJECT)
        if subject is not None:
            with contextlib.suppress(msgspec.DecodeError):
                self._take(subject, _decode(message.data), int(headers.get(SEQUENCE, "0")))

    def _make_room(self) -> None:
        """Without what counts no longer; where that is not enough, some are read when they are asked for."""
        since = self._clock() - max(WINDOW_S, self._options.never_days * DAY_S)
        for subject in [subject for subject, known in self._known.items()
                        if max(known.declines.never_at, *(at for at, _ in known.declines.times), 0.0) < since]:
            del self._known[subject]
        if len(self._known) >= self._options.most_cards:
            self._complete = False
            for subject in list(self._known)[:max(1, self._options.most_cards // 10)]:
                del self._known[subject]

    def _take(self, subject: str, declines: Declines, revision: int) -> None:
        known = self._known.get(subject)
        if known is not None:
            if revision > known.revision:
                known.declines, known.revision = declines, revision
            return
        if len(self._known) >= self._options.most_cards:
            self._make_room()
        self._known[subject] = _Known(declines, revision)
