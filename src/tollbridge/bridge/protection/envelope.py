"""JWE compact (RFC 7516), `dir` and A256GCM, under a key of the day. Its protected header says where it belongs.

    {"alg": "dir", "enc": "A256GCM", "kid": <key id>, "use": <what it is>, "sub": <subject>, "hash": <request hash>}

A subject has the op id in it. Whatever is put elsewhere, under another subject or for another use, does not open. Built
by hand over `cryptography`: joserfc, which reads and writes the same (the tests hold both against each other), takes 20
times as long for a message.
"""

from __future__ import annotations

import binascii
import os
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from tollbridge.bridge.protection.errors import Forged

REQUEST, SEALED, RESULT, KEPT = "request", "sealed", "result", "kept"
ASKED, ANSWERED = "question", "answer"
NONCE, TAG = 12, 16
MOST_HEADER = 2048
_TO_URL, _FROM_URL = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")


class Header(Struct, frozen=True):
    """Of a message that is encrypted."""

    alg: str
    enc: str
    kid: str
    use: str
    sub: str
    hash: str


_encode = msgspec.json.Encoder().encode
_header = msgspec.json.Decoder(Header).decode


class DataKey:
    """A key of the day, unwrapped. Its bytes are in the library's hands alone."""

    __slots__ = ("_cipher", "id")

    def __init__(self, its_id: str, key: bytes) -> None:
        self.id, self._cipher = its_id, AESGCM(key)

    def __repr__(self) -> str:
        return f"DataKey({self.id})"

    def __reduce__(self) -> Any:
        raise TypeError("a key is not written down")

    def seal(self, use: str, subject: str, request_hash: str, plain: bytes) -> bytes:
        """Nonces are random: of one key of one day, 2**32 messages are within NIST SP 800-38D, 8.3."""
        header = b64(_encode(Header("dir", "A256GCM", self.id, use, subject, request_hash)))
        nonce = os.urandom(NONCE)
        said = self._cipher.encrypt(nonce, plain, header)
        return b"%b..%b.%b.%b" % (header, b64(nonce), b64(said[:-TAG]), b64(said[-TAG:]))

    def open(self, token: bytes, use: str, subject: str, request_hash: str, header: Header | None = None) -> bytes:
        """`header` is the token's, for who has read it to find the key. Raises Forged."""
        header = header or header_of(token)
        expected = Header("dir", "A256GCM", self.id, use, subject, request_hash)
        if header != expected:
            wrong = [name for name in Header.__struct_fields__ if getattr(header, name) != getattr(expected, name)]
            raise Forged(f"it is encrypted for another place: {', '.join(wrong)}")
        encoded, _, nonce, said, tag = token.split(b".")
        try:
            return self._cipher.decrypt(unb64(nonce), unb64(said) + unb64(tag), encoded)
        except (InvalidTag, ValueError):
            raise Forged("it was changed after it was encrypted") from None


def header_of(token: bytes) -> Header:
    """What it says of itself, unproven. Raises Forged for what is no such token."""
    encoded, dot, _ = token.partition(b".")
    if not dot or token.count(b".") != 4 or len(encoded) > MOST_HEADER:
        raise Forged("it is not encrypted")
    try:
        return _header(unb64(encoded))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
        raise Forged("it is not encrypted as the bridge does it") from None


def b64(raw: bytes) -> bytes:
    return binascii.b2a_base64(raw, newline=False).rstrip(b"=").translate(_TO_URL)


def unb64(text: bytes) -> bytes:
    """Raises ValueError."""
    return binascii.a2b_base64(text.translate(_FROM_URL) + b"=" * (-len(text) % 4), strict_mode=True)
