"""A block of entries, as it is stored: what is hashed and signed are the bytes themselves.

    headers  Nats-Expected-Last-Subject-Sequence: where the block before it is
             Tollbridge-Digest: SHA-256 of the body
    body     <signature, or ->\n<block in JSON>

Whoever reads needs no encoding of theirs to be the same as the writer's.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec
from msgspec import Struct

from tollbridge.bridge.audit.entries import Entry
from tollbridge.bridge.audit.signing import Signer, signature_line
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.subjects import OURS

DIGEST = "Tollbridge-Digest"
ROOT = f"{OURS}.audit."
ANCHORS = "anchors"
"""The writer of anchors, whichever process it is just now: one chain for all time."""
HEADS = "heads"
"""Among the facts of an entry: blocks that have to be there, by writer: where in the stream, and the digest."""


class Block(Struct, frozen=True):
    """Block `n` of its writer, from 1, made `at` (epoch seconds); `previous` is the digest of the one before it, which
    is message `after` of the stream and was made at `since`. Empty and 0 in the first.
    """

    writer: str
    n: int
    previous: str
    after: int
    since: float
    at: float
    entries: tuple[Entry, ...]


class Head(NamedTuple):
    """The last block of a chain: its number, where it is in the stream, its digest, and when it was made."""

    n: int
    sequence: int
    digest: str
    at: float


NO_HEAD = Head(0, 0, "", 0.0)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Block).decode


class Written(NamedTuple):
    """A block that is to be stored."""

    subject: str
    body: bytes
    headers: dict[str, str]
    digest: str
    at: float


def write(writer: str, head: Head, at: float, entries: tuple[Entry, ...], signer: Signer | None) -> Written:
    """The block that comes after `head`."""
    payload = _encode(Block(writer, head.n + 1, head.digest, head.sequence, head.at, at, entries))
    body = signature_line(signer, payload) + b"\n" + payload
    digest = digest_of(body)
    return Written(subject(writer), body, {EXPECTED: str(head.sequence), DIGEST: digest}, digest, at)


class Seen(NamedTuple):
    """A block with what stands before it, and the bytes that are signed."""

    signature: str
    payload: bytes
    block: Block


def read(body: bytes) -> Seen:
    """Raises ValueError for what is no block."""
    line, mark, payload = body.partition(b"\n")
    if not mark:
        raise ValueError("it has no line for a signature")
    return Seen(line.decode("ascii"), payload, _decode(payload))


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def subject(writer: str) -> str:
    return f"{ROOT}{writer}"


def writer_of(subject: str) -> str | None:
    """None for what is no subject of the trail. Who has a user of NATS writes below that: `worker-stripe.worker-5f...`,
    so that nobody's chain can be written by another.
    """
    writer = subject.removeprefix(ROOT)
    parts = writer.split(".")
    return writer if subject.startswith(ROOT) and len(parts) <= 2 and all(parts) else None
