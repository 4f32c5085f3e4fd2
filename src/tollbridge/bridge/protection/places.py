"""Messages of streams, as what is encrypted and signed belongs to them; without cryptography, as `errors`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import Stored, Unavailable
from tollbridge.bridge.horizon import epoch

HOOK, STATUS, DELIVERY, EVENT = "webhook", "status", "delivery", "event"
"""What is put there (streamed.py): for what it is encrypted, and as what it is signed."""
TOKEN_BYTES = 2048
"""Of a message, for what is around what is encrypted: the token's own header, tag and nonce, and the signature."""


class Lying(NamedTuple):
    """A message of a stream, however it was read; `at` is when it was stored, in epoch seconds."""

    subject: str
    headers: Mapping[str, str]
    data: bytes
    at: float


def lying(message: Stored) -> Lying:
    return Lying(message.subject, message.headers, message.data, epoch(message.at))


def readable(headers: Mapping[str, str], data: bytes) -> bytes:
    """Of a process without keys: what is not encrypted. Raises Unavailable: one that has them may read it."""
    if headers.get(wire.CONTENT_TYPE) == wire.JOSE:
        raise Unavailable("it is encrypted, and bridge.protection.mode is off here")
    return data
