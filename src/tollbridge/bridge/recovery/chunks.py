"""Files of a backup, encrypted in chunks: none is held in memory as a whole, none can be changed, swapped or cut short.

The construction is that of age (https://c2sp.org/age, "payload"), with AES-256-GCM: a key for each file, derived by
HKDF-SHA256 from the backup's key and a salt; the nonce counts chunks, and its last byte marks the last one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from tollbridge.bridge.key_files import KEY, read_keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 128 * 1024
MAGIC, SALT, TAG = b"TBK1", 16, 16


class Written(NamedTuple):
    """A file as it lies on the disk."""

    size: int
    sha256: str


class BackupKey:
    """32 bytes from a file that only its owner can read. Neither repr nor pickle has them."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY:
            raise ValueError(f"a key has {KEY} bytes")
        self._key = key

    def __repr__(self) -> str:
        return "BackupKey(***)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")

    @property
    def fingerprint(self) -> str:
        """Tells keys apart, and nothing else of them."""
        return self._derived(b"fingerprint", b"").hex()[:16]

    def seal(self, text: bytes) -> str:
        return hmac.new(self._derived(b"manifest", b""), text, hashlib.sha256).hexdigest()

    def of_file(self, salt: bytes, name: str) -> bytes:
        return self._derived(b"file " + name.encode(), salt)

    def _derived(self, purpose: bytes, salt: bytes) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), KEY, salt, b"tollbridge backup: " + purpose).derive(self._key)


def read_key(file: Path) -> BackupKey:
    """The first one, where there are several. Raises BadInput."""
    return BackupKey(read_keys(file, "key-file")[0])


class Sink:
    """A file that is being written. `name` belongs to what is encrypted: no file can take another one's place."""

    def __init__(self, file: Path, name: str, key: BackupKey | None) -> None:
        self._out: BinaryIO = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._digest, self._size, self._count = hashlib.sha256(), 0, 0
        self._held = bytearray()
        self._cipher: AESGCM | None = None
        if key is not None:
            salt = os.urandom(SALT)
            self._cipher = _cipher(key.of_file(salt, name))
            self._put(MAGIC + salt)

    def write(self, piece: bytes) -> None:
        if self._cipher is None:
            self._put(piece)
            return
        self._held += piece
        while len(self._held) > CHUNK:  # one is kept: the last one is marked
            self._seal(self._cipher, bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def close(self) -> Written:
        """The file is on the disk."""
        if self._cipher is not None:
            self._seal(self._cipher, bytes(self._held), last=True)
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()
        return Written(self._size, self._digest.hexdigest())

    def give_up(self) -> None:
        self._out.close()

    def _seal(self, cipher: AESGCM, chunk: bytes, *, last: bool) -> None:
        self._put(cipher.encrypt(_nonce(self._count, last), chunk, None))
        self._count += 1

    def _put(self, piece: bytes) -> None:
        self._out.write(piece)
        self._digest.update(piece)
        self._size += len(piece)


def pieces(file: Path, name: str, key: BackupKey | None) -> Iterator[bytes]:
    """What was written, in pieces that fit into a message. Raises ValueError for what was not written so."""
    with file.open("rb") as source:
        if key is None:
            while piece := source.read(CHUNK):
                yield piece
            return
        head = source.read(len(MAGIC) + SALT)
        if len(head) != len(MAGIC) + SALT or not head.startswith(MAGIC):
            raise ValueError(f"{file.name} is no file of an encrypted backup")
        cipher, count = _cipher(key.of_file(head[len(MAGIC):], name)), 0
        chunk = source.read(CHUNK + TAG)
        while True:
            following = source.read(CHUNK + TAG)
            yield _opened(cipher, _nonce(count, not following), chunk, file.name)
            if not following:
                return
            chunk, count = following, count + 1


def digest(file: Path) -> Written:
    found, size = hashlib.sha256(), 0
    with file.open("rb") as source:
        while piece := source.read(CHUNK):
            found.update(piece)
            size += len(piece)
    return Written(size, found.hexdigest())


def _opened(cipher: AESGCM, nonce: bytes, chunk: bytes, name: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(nonce, chunk, None)
    except InvalidTag:
        raise ValueError(f"{name} was changed, cut short, or is of another key") from None


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])
