"""What must be nowhere on a disk: the card's number, and the credentials.

Streams are compressed on the disk, so that files alone do not tell: their messages are read as well.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from tollbridge.bridge.connection import Connection, Stored

PART = 1 << 20


def in_files(folder: Path, canaries: Sequence[str]) -> Iterator[str]:
    """Each file that holds one."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (found := _in_file(path, [canary.encode() for canary in canaries])):
            yield f"{path}: {found.decode()[:6]}..."


def _in_file(path: Path, canaries: Sequence[bytes]) -> bytes | None:
    longest, kept = max(map(len, canaries)), b""
    with path.open("rb") as file:
        while part := file.read(PART):
            text = kept + part
            for canary in canaries:
                if canary in text:
                    return canary
            kept = text[-longest:]
    return None


async def in_streams(connection: Connection, canaries: Sequence[str]) -> list[str]:
    """Each message of a stream on the disk that holds one. Raises Unavailable."""
    found = []
    for name in (await connection.api("STREAM.NAMES"))["streams"]:
        info = await connection.api(f"STREAM.INFO.{name}")
        if info["config"]["storage"] != "file":
            continue
        async for message in _messages(connection, name):
            text = f"{message.subject} {dict(message.headers)} {message.data!r}"
            found += [f"{name} {message.sequence}: {canary[:6]}..." for canary in canaries if canary in text]
    return found


async def _messages(connection: Connection, stream: str) -> AsyncIterator[Stored]:
    sequence = 1
    while (message := await connection.next_message(stream, ">", sequence)) is not None:
        yield message
        sequence = message.sequence + 1
