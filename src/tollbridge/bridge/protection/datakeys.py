"""Keys of the day: what messages are encrypted under, kept in the stream KEYS, wrapped for who may read them.

    tollbridge.keys.<connector>.<merchant>.<day>.<id>       JWE general JSON, one recipient for each public key

Whoever encrypts makes its own for (connector, merchant, day), when it first needs one: a key that it did not make it
never encrypts under, so nobody can give it one. A message names its key by id, `<connector>.<merchant>.<day>.<id>`, and
has nothing else of it: with the entry goes all that was encrypted under it. What was unwrapped is kept for some minutes
at most, then the entry is looked for again.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import Connection, Publisher, Refused, Stored, Unavailable
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.protection import erasures
from tollbridge.bridge.protection.envelope import DataKey
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.keyring import KeyRing, RingKey
from tollbridge.bridge.protection.signing import KEY, Signing
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.streams import KEY_STREAM
from tollbridge.bridge.subjects import OURS, is_token, token
from tollbridge.domain.errors import InvalidField

ROOT = f"{OURS}.keys"
WRAP, CONTENT = "ECDH-ES+A256KW", "A256GCM"
KEY_BYTES, ID_BYTES = 32, 6
MOST = 20_000
"""Unwrapped keys that a process has at once."""
EXPECTED = "Nats-Expected-Last-Subject-Sequence"


class _Recipient(Struct):
    header: dict[str, Any]
    encrypted_key: str


class _Wrapped(Struct):
    protected: str
    iv: str
    ciphertext: str
    tag: str
    aad: str
    recipients: list[_Recipient]


class _Mine(NamedTuple):
    """The key that this process encrypts under: its digest tells whether an entry that is looked up is still it."""

    id: str
    day: str
    recipients: frozenset[str]
    digest: bytes


class Listed(NamedTuple):
    """An entry of KEYS; `recipients` are ids of the keys that can unwrap it."""

    id: str
    connector: str
    merchant_id: str
    day: str
    at: float
    sequence: int
    recipients: tuple[str, ...]


class DataKeys:
    """`cache_s` is how long what was unwrapped is kept."""

    def __init__(self, connection: Connection, publisher: Publisher, ring: KeyRing, signing: Signing, cache_s: float,
                 clock: Callable[[], float] = time.time) -> None:
        self._connection, self._publisher, self._ring, self._signing = connection, publisher, ring, signing
        self._cache_s, self._clock = cache_s, clock
        self._mine: dict[tuple[str, str], _Mine] = {}
        self._making: dict[tuple[str, str], asyncio.Lock] = {}
        self._fetching: dict[str, asyncio.Task[tuple[DataKey, bytes]]] = {}
        self._kept: dict[str, tuple[DataKey, bytes, float]] = {}

    # -- read ---------------------------------------------------------------------------------------------------------
    def cached(self, key_id: str) -> DataKey | None:
        found = self._kept.get(key_id)
        return found[0] if found is not None and found[2] > time.monotonic() else None

    async def get(self, key_id: str) -> DataKey:
        """Raises Erased, Forged; Unavailable where nobody says, or where this process has no key that unwraps it."""
        return self.cached(key_id) or (await self._fetched(key_id))[0]

    async def _fetched(self, key_id: str) -> tuple[DataKey, bytes]:
        """Those who ask at once for one key ask together."""
        task = self._fetching.get(key_id)
        if task is None:
            task = self._fetching[key_id] = asyncio.ensure_future(self._fetch(key_id))
            task.add_done_callback(lambda done: self._ended(key_id, done))
        return await asyncio.shield(task)

    def _ended(self, key_id: str, task: asyncio.Task[tuple[DataKey, bytes]]) -> None:
        self._fetching.pop(key_id, None)
        if not task.cancelled():
            task.exception()  # nobody may be there any more

    async def _fetch(self, key_id: str) -> tuple[DataKey, bytes]:
        subject = subject_of(key_id)
        self._kept.pop(key_id, None)
        message = await self._connection.last_message(KEY_STREAM, subject)
        if message is None:
            if await self._connection.leaders_last_message(KEY_STREAM, subject) is not None:
                raise Unavailable("a replica does not have the key yet")
            raise Erased(key_id)
        self._signing.prove(KEY, key_id.split(".")[0], subject, message.headers, message.data, epoch(message.at))
        raw = await asyncio.to_thread(_unwrap, message, key_id, self._opener(message.data))
        return self._keep(key_id, raw)

    def _opener(self, data: bytes) -> tuple[RingKey, str]:
        """Which of our keys unwraps it. Raises Unavailable: another of the same kind may have it."""
        for recipient in _wrapped(data).recipients:
            its_id = str(recipient.header.get("kid"))
            key = self._ring.own.get(its_id)
            if key is not None:
                return key, its_id
        if self._ring.look():
            return self._opener(data)
        raise Unavailable("none of bridge.protection.private_keys unwraps the key that it is encrypted under")

    def _keep(self, key_id: str, raw: bytes) -> tuple[DataKey, bytes]:
        while len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        key, digest = DataKey(key_id, raw), hashlib.sha256(raw).digest()
        self._kept[key_id] = (key, digest, time.monotonic() + self._cache_s)
        return key, digest

    # -- write --------------------------------------------------------------------------------------------------------
    async def current(self, connector: str, merchant_id: str) -> DataKey:
        """To encrypt under now. Raises Unavailable where no key can be stored: then nothing is."""
        whose = (connector, merchant_id)
        if (found := self._usable(whose)) is not None:
            return found
        async with self._making.setdefault(whose, asyncio.Lock()):
            if (found := self._usable(whose)) is not None:
                return found
            mine = self._mine.get(whose)
            if mine is not None and self._fits(mine, connector):
                try:
                    key, digest = await self._fetched(mine.id)
                except (Erased, Forged):
                    pass
                else:
                    if digest == mine.digest:
                        return key
            return await self._make(connector, merchant_id)

    def _usable(self, whose: tuple[str, str]) -> DataKey | None:
        mine = self._mine.get(whose)
        return self.cached(mine.id) if mine is not None and self._fits(mine, whose[0]) else None

    def _fits(self, mine: _Mine, connector: str) -> bool:
        """Of today, and for those who are to read now."""
        if mine.day != _day(self._clock()):
            return False
        return mine.recipients == {key.id for key in self._ring.recipients(connector)}

    async def _make(self, connector: str, merchant_id: str) -> DataKey:
        recipients = self._ring.recipients(connector)
        if not recipients:
            raise Unavailable(f"bridge.protection.public_keys has no key in use for {connector}: nothing can be "
                              "encrypted")
        day = _day(self._clock())
        key_id = f"{connector}.{merchant_id}.{day}.{secrets.token_hex(ID_BYTES)}"
        raw, subject = os.urandom(KEY_BYTES), subject_of(key_id)
        body = await asyncio.to_thread(_wrap, raw, key_id, recipients)
        headers = {EXPECTED: "0"}
        signature = self._signing.sign(KEY, connector, subject, headers, body)
        if signature is None:
            raise Unavailable(f"bridge.protection.private_keys has no key in use that signs for {connector}")
        headers[wire.SIGNATURE] = signature
        try:
            await self._publisher.publish(subject, body, headers)
        except Refused as error:
            raise Unavailable(f"the key of the day cannot be stored: {error}") from error
        key, digest = self._keep(key_id, raw)
        self._mine[connector, merchant_id] = _Mine(key_id, day, frozenset(each.id for each in recipients), digest)
        return key

    # -- for a person -------------------------------------------------------------------------------------------------
    async def list(self, connector: str | None = None, merchant_id: str | None = None, day: str | None = None
                   ) -> AsyncIterator[Listed]:
        """Oldest first. Raises InvalidField, Unavailable, Refused."""
        wanted = [token(part, name) if part is not None else "*" for part, name in (
            (connector, "connector"), (merchant_id, "merchant"))]
        if day is not None and (len(day) != 8 or not day.isdecimal()):
            raise InvalidField("day", "must be a day in UTC, such as 20260331")
        subject = f"{ROOT}.{'.'.join(wanted)}.{day or '*'}.*"
        async for message in read_stream(self._connection, KEY_STREAM, subject=subject):
            its = message.subject.split(".")
            try:
                recipients = tuple(str(each.header.get("kid")) for each in _wrapped(message.data).recipients)
            except Forged:
                recipients = ()
            yield Listed(".".join(its[2:]), its[2], its[3], its[4], message.at, message.sequence, recipients)

    async def erase(self, *listed: Listed, by: str = "") -> int:
        """For ever, and so that a backup brings none of them back: first it is written down. How many were still there.
        Raises Unavailable, Refused: then some may be gone, and who asks again goes on from there.
        """
        for erasure in erasures.of_listed(listed, by):
            await erasures.write_down(self._publisher, erasure)
        gone = 0
        for each in listed:
            self._kept.pop(each.id, None)
            gone += await erasures.overwrite(self._connection, each.sequence)
        return gone


def subject_of(key_id: str) -> str:
    """Raises Forged for what is no id: it is part of a subject."""
    parts = key_id.split(".")
    if len(parts) != 4 or not all(map(is_token, parts)):
        raise Forged("it names no key")
    return f"{ROOT}.{key_id}"


def _day(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y%m%d")


def _registry() -> Any:
    from joserfc.jwe import JWERegistry

    return JWERegistry(algorithms=[WRAP, CONTENT])


def _wrap(raw: bytes, key_id: str, recipients: list[RingKey]) -> bytes:
    from joserfc import jwe

    its = jwe.GeneralJSONEncryption({"enc": CONTENT}, raw, aad=key_id.encode())
    for key in recipients:
        its.add_recipient({"alg": WRAP, "kid": key.id}, key.jwk)
    return msgspec.json.encode(jwe.encrypt_json(its, None, registry=_registry()))


def _wrapped(data: bytes) -> _Wrapped:
    """Raises Forged."""
    try:
        return msgspec.json.decode(data, type=_Wrapped)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Forged("what stands in place of its key is none") from None


def _unwrap(message: Stored, key_id: str, opener: tuple[RingKey, str]) -> bytes:
    """Raises Forged."""
    from joserfc import jwe

    key, its_id = opener
    content = msgspec.to_builtins(_wrapped(message.data))
    content["recipients"] = [each for each in content["recipients"] if each["header"].get("kid") == its_id]
    try:
        found = jwe.decrypt_json(content, key.jwk, registry=_registry())
    except Exception:  # noqa: BLE001 - what the library thinks of it may quote it
        raise Forged("its key cannot be unwrapped: the entry was changed") from None
    if found.aad != key_id.encode() or found.plaintext is None or len(found.plaintext) != KEY_BYTES:
        raise Forged("the entry of its key is that of another one")
    return found.plaintext
