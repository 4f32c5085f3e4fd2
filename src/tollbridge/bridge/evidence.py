"""Files of evidence: taken out of a message, encrypted in JetStream's object store, put back by who carries it out.

They may be larger than a message, and a dispute's stream is kept for a year. In a file's place the message has its
digest and size, `object:<sha256>:<bytes>`. The object's name comes from the operation, so a message can only name its
own; it is stored before the message is, and deleted when the operation is over, or by its age.

Each file has a key of its own, wrapped by one of `EvidenceKeys`: whatever keeps keys may take its place.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec
import nats.errors
import nats.js.errors
from msgspec import Struct
from nats.js.object_store import ObjectStore

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import NO_MESSAGE, Connection, Refused, Unavailable
from tollbridge.bridge.key_files import read_keys
from tollbridge.bridge.streams import evidence_bucket, evidence_stream
from tollbridge.domain.errors import InvalidField

DOCUMENTS, CONTENT = "evidence_documents", "file_content"
MARK = "object"
STORE_S, FETCH_S = 30.0, 15.0
NONCE, KEY = 12, 32
_FAILED = (nats.errors.Error, nats.js.errors.Error, OSError, TimeoutError)


class Gone(Exception):
    """A file that is not there any more, or is not what was stored."""


class NotKept(Exception):
    """A file that could not be stored."""


class EvidenceKeys(Protocol):
    """What keys of files are wrapped by. `about` is authenticated with each."""

    def wrap(self, key: bytes, about: bytes) -> tuple[str, bytes]:
        """The id of what wraps it, and the wrapped key."""

    def unwrap(self, key_id: str, wrapped: bytes, about: bytes) -> bytes:
        """Raises KeyError where that one is not there, ValueError for what it did not wrap."""


class KeyFile:
    """Keys in a file: the first one wraps, all unwrap. To rotate, put a new one before the others."""

    def __init__(self, file: Path) -> None:
        """Raises BadInput."""
        keys = read_keys(file, "bridge.evidence.key_file")
        self._keys = {hashlib.sha256(b"tollbridge evidence key id" + key).hexdigest()[:16]: key for key in keys}

    def __repr__(self) -> str:
        return f"KeyFile({', '.join(self._keys)})"

    def __reduce__(self) -> str:
        raise TypeError("keys are not pickled")

    def wrap(self, key: bytes, about: bytes) -> tuple[str, bytes]:
        key_id, own = next(iter(self._keys.items()))
        return key_id, _encrypted(own, key, about)

    def unwrap(self, key_id: str, wrapped: bytes, about: bytes) -> bytes:
        return _decrypted(self._keys[key_id], wrapped, about)


class EvidenceOptions(Struct, frozen=True, kw_only=True):
    """`max_bytes` of all files of one operation."""

    keys: EvidenceKeys
    max_bytes: int = 20 * 1024 * 1024


class File(NamedTuple):
    """One of a request: which document it is of, and what it holds."""

    at: int
    content: bytes

    def __repr__(self) -> str:
        return f"File({self.at}: {len(self.content)} bytes)"


class _Head(Struct):
    """The first line of an object; the rest is encrypted."""

    key_id: str
    wrapped: bytes


def take_files(request: dict[str, Any], options: EvidenceOptions) -> tuple[File, ...]:
    """Takes them out of a request in the contract's JSON, in place. Raises InvalidField for more than may be."""
    found: list[File] = []
    for index, document in enumerate(request.get(DOCUMENTS) or ()):
        if text := document.get(CONTENT):
            content = base64.b64decode(text)
            document[CONTENT] = f"{MARK}:{hashlib.sha256(content).hexdigest()}:{len(content)}"
            found.append(File(index, content))
    size = sum(len(its.content) for its in found)
    if size > options.max_bytes:
        largest = max(found, key=lambda its: len(its.content))
        raise InvalidField(f"{DOCUMENTS}[{largest.at}].{CONTENT}", f"the files of this request have {size} bytes "
                           f"together, and {options.max_bytes} are taken (bridge.evidence.max_bytes)")
    return tuple(found)


def listed(files: Sequence[File]) -> str:
    """As the header says it."""
    return ",".join(str(its.at) for its in files)


def name_of(connector: str, op_id: str, request_hash: str, index: int) -> str:
    return f"{connector}.{op_id}.{request_hash}.{index}"


class Evidence:
    """`options` is None where nobody has told of a key: then requests are left as they are."""

    def __init__(self, connection: Connection, options: EvidenceOptions | None) -> None:
        self._connection, self._options = connection, options

    async def put(self, connector: str, op_id: str, request_hash: str, files: Sequence[File]) -> None:
        """What is there already is left: it is the same. Raises NotKept."""
        if self._options is None:
            raise NotKept("bridge.evidence.key_file is not set")
        try:
            async with asyncio.timeout(STORE_S):
                store = await self._store(connector)
                for its in files:
                    name = name_of(connector, op_id, request_hash, its.at)
                    with contextlib.suppress(nats.js.errors.NotFoundError):
                        await store.get_info(name)
                        continue
                    await store.put(name, await asyncio.to_thread(_sealed, self._options.keys, name, its.content))
        except nats.js.errors.BucketNotFoundError:
            raise NotKept("there is no object store: tollbridge streams apply") from None
        except _FAILED as error:
            raise NotKept(f"{type(error).__name__}: {error}") from error

    async def put_back(self, request: dict[str, Any], headers: Mapping[str, str], connector: str, op_id: str,
                       request_hash: str) -> None:
        """The files in their places, in a worker's hands. Raises Gone, and Unavailable where nobody knows."""
        for index in _indices(headers):
            path = f"{DOCUMENTS}[{index}].{CONTENT}"
            digest, size, document = _mark(request, index, path)
            content = await self._fetched(connector, name_of(connector, op_id, request_hash, index), path)
            if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
                raise Gone(f"{path}: its file is not the one that was submitted")
            document[CONTENT] = base64.b64encode(content).decode()

    async def drop(self, headers: Mapping[str, str], connector: str, op_id: str, request_hash: str) -> None:
        """Of an operation that is over. What cannot be deleted now ends by its age."""
        for index in _indices(headers):
            with contextlib.suppress(*_FAILED):
                async with asyncio.timeout(FETCH_S):
                    await (await self._store(connector)).delete(name_of(connector, op_id, request_hash, index))

    async def _fetched(self, connector: str, name: str, path: str) -> bytes:
        if self._options is None:
            raise Unavailable(f"{path}: bridge.evidence.key_file is not set here")
        try:
            async with asyncio.timeout(FETCH_S):
                found = await self._content(connector, name)
            return await asyncio.to_thread(_opened, self._options.keys, name, found)
        except KeyError as error:
            raise Unavailable(f"{path}: the key {error} of its file is not here") from None
        except (nats.js.errors.NotFoundError, nats.js.errors.BucketNotFoundError):
            raise Gone(f"{path}: its file is gone: submit it anew, with a new key") from None
        except (nats.js.errors.BadObjectMetaError, ValueError):
            raise Gone(f"{path}: its file was changed, or deleted") from None
        except _FAILED as error:
            raise Unavailable(f"{path}: {type(error).__name__}") from error

    async def _content(self, connector: str, name: str) -> bytes:
        """One chunk after the other, by the leader's word: nats-py would make a consumer, and that delivers wherever
        one says, which a worker of one connector may not. Raises ValueError for what is not as it was stored.
        """
        info = await (await self._store(connector)).get_info(name)
        verb, subject = f"STREAM.MSG.GET.{evidence_stream(connector)}", f"$O.{evidence_bucket(connector)}.C.{info.nuid}"
        parts, since = list[bytes](), 1
        for _ in range(info.chunks or 0):
            try:
                found = (await self._connection.api(verb, {"seq": since, "next_by_subj": subject}))["message"]
            except Refused as error:
                if error.code != NO_MESSAGE:
                    raise Unavailable(str(error)) from error
                raise ValueError("a part of it is gone") from None
            parts.append(base64.b64decode(found.get("data", "")))
            since = int(found["seq"]) + 1
        return b"".join(parts)

    async def _store(self, connector: str) -> ObjectStore:
        streams = self._connection.client.jetstream(prefix=self._connection.api_prefix)
        return await streams.object_store(evidence_bucket(connector))


def _indices(headers: Mapping[str, str]) -> Iterator[int]:
    """Raises Gone for what no bridge of ours wrote."""
    said = headers.get(wire.EVIDENCE)
    if not said:
        return
    for each in said.split(","):
        if not each.isascii() or not each.isdigit():
            raise Gone(f"header {wire.EVIDENCE} is wrong")
        yield int(each)


def _mark(request: dict[str, Any], index: int, path: str) -> tuple[str, int, dict[str, Any]]:
    try:
        document = request[DOCUMENTS][index]
        mark, digest, size = document[CONTENT].split(":")
        if mark != MARK:
            raise ValueError(mark)
        return digest, int(size), document
    except (LookupError, TypeError, ValueError, AttributeError):
        raise Gone(f"{path}: names no file, and the header {wire.EVIDENCE} says that it does") from None


def _sealed(keys: EvidenceKeys, name: str, content: bytes) -> bytes:
    key, about = os.urandom(KEY), name.encode()
    key_id, wrapped = keys.wrap(key, about)
    return msgspec.json.encode(_Head(key_id, wrapped)) + b"\n" + _encrypted(key, content, about)


def _opened(keys: EvidenceKeys, name: str, found: bytes) -> bytes:
    """Raises KeyError, ValueError."""
    line, _, encrypted = found.partition(b"\n")
    try:
        head = msgspec.json.decode(line, type=_Head)
    except msgspec.DecodeError:
        raise ValueError("no file of ours") from None
    return _decrypted(keys.unwrap(head.key_id, head.wrapped, name.encode()), encrypted, name.encode())


def _encrypted(key: bytes, text: bytes, about: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, about)


def _decrypted(key: bytes, text: bytes, about: bytes) -> bytes:
    """Raises ValueError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(text[:NONCE], text[NONCE:], about)
    except InvalidTag:
        raise ValueError("was changed, or is of another key") from None
