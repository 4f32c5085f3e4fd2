"""Which keys of the day were erased: a register that nobody can take anything out of, and that outlives the servers.

    tollbridge.erasures.<connector>.<merchant>.<day>        in ERASURES, one message each time

A backup from before an erasure has the key still. So each erasure is written down before the key is gone: in the
stream, of which each backup has a copy, and in a file beside the backups (`tollbridge keys erase --register FILE`).
`tollbridge restore` erases again what any of them names.

Keys are erased by connector, merchant and day, all that there are: an entry says until when those were made, by the
server's own time of the last one. So it fits every key that was gone then, in whatever backup that still is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import NO_MESSAGE, Connection, Publisher, Refused, Unavailable
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.streams import ERASURE_STREAM, KEY_STREAM, STREAM_MISSING
from tollbridge.bridge.subjects import OURS
from tollbridge.domain.errors import BadInput

if TYPE_CHECKING:
    from tollbridge.bridge.protection.datakeys import Listed

KEYS = f"{OURS}.keys"
GONE = (NO_MESSAGE, 10043, 10057)
FORMAT = 1
WHERE = "erasures"

Cell = tuple[str, str, str]


class Erasure(Struct, frozen=True, kw_only=True):
    """All keys of that connector, merchant and day that were made by `until` are gone. `at` is when somebody (`by`)
    had them erased. Epoch seconds.
    """

    connector: str
    merchant_id: str
    day: str
    until: float
    at: float
    by: str = ""

    @property
    def cell(self) -> Cell:
        return self.connector, self.merchant_id, self.day

    def covers(self, other: Erasure) -> bool:
        return self.cell == other.cell and self.until >= other.until


class Register(Struct, frozen=True, kw_only=True):
    """As a file has it: what was known at `as_of`."""

    format: int = FORMAT
    as_of: float
    erasures: tuple[Erasure, ...]


def of_listed(listed: Iterable[Listed], by: str) -> list[Erasure]:
    """One for each connector, merchant and day."""
    now = time.time()
    return merged(Erasure(connector=each.connector, merchant_id=each.merchant_id, day=each.day, until=each.at, at=now,
                          by=by) for each in listed)


def merged(erasures: Iterable[Erasure]) -> list[Erasure]:
    """The furthest of each, oldest first."""
    found: dict[Cell, Erasure] = {}
    for each in erasures:
        if each.cell not in found or not found[each.cell].covers(each):
            found[each.cell] = each
    return sorted(found.values(), key=lambda each: (each.at, each.cell))


def lacking(known: Iterable[Erasure], wanted: Iterable[Erasure]) -> list[Erasure]:
    """Those that `known` does not cover."""
    by_cell = {each.cell: each for each in merged(known)}
    return [each for each in wanted if each.cell not in by_cell or not by_cell[each.cell].covers(each)]


# -- the stream -------------------------------------------------------------------------------------------------------
async def write_down(publisher: Publisher, erasure: Erasure) -> None:
    """Before the keys are erased. Raises Unavailable: then nothing may be."""
    try:
        await publisher.publish(f"{OURS}.{WHERE}.{'.'.join(erasure.cell)}", encode_json(erasure))
    except (Refused, Unavailable) as error:
        raise Unavailable(f"{error}. It cannot be written down, so it is not erased: is the stream {ERASURE_STREAM} "
                          "there? tollbridge streams apply") from error


async def written_down(connection: Connection) -> list[Erasure]:
    """Raises Unavailable; Refused where there is no such stream (`tollbridge streams apply`)."""
    found: list[Erasure] = []
    async for message in read_stream(connection, ERASURE_STREAM):
        try:
            found.append(msgspec.json.decode(message.data, type=Erasure))
        except msgspec.DecodeError:
            raise Unavailable(f"{ERASURE_STREAM}: message {message.sequence} is none of ours") from None
    return merged(found)


async def known_here(connection: Connection) -> list[Erasure]:
    """As `written_down`; none where there is no stream yet."""
    try:
        return await written_down(connection)
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        return []


# -- keys -------------------------------------------------------------------------------------------------------------
async def overwrite(connection: Connection, sequence: int) -> bool:
    """A key's message, for ever: its bytes are overwritten on the disk. False where it is gone already. Raises
    Unavailable, Refused.
    """
    try:
        await connection.api(f"STREAM.MSG.DELETE.{KEY_STREAM}", {"seq": sequence})
    except Refused as error:
        if error.code not in GONE:
            raise
        return False
    return True


async def erase_again(connection: Connection, erasures: Iterable[Erasure]) -> int:
    """Keys that are there though they were erased: of a backup. How many they were. Raises Unavailable, Refused."""
    until = {each.cell: each.until for each in merged(erasures)}
    named = [message.sequence async for message in read_stream(connection, KEY_STREAM, subject=f"{KEYS}.*.*.*.*",
                                                               headers_only=True)
             if message.at <= until.get(_cell(message.subject), 0.0)]
    for sequence in named:
        await overwrite(connection, sequence)
    return len(named)


def _cell(subject: str) -> Cell:
    connector, merchant_id, day = subject.split(".")[2:5]
    return connector, merchant_id, day


# -- the file ---------------------------------------------------------------------------------------------------------
def encode(erasures: Iterable[Erasure], as_of: float) -> bytes:
    its = Register(as_of=as_of, erasures=tuple(merged(erasures)))
    return msgspec.json.format(msgspec.json.encode(its), indent=1) + b"\n"


def decode(content: bytes, name: str, where: str = WHERE) -> Register:
    """Raises BadInput."""
    try:
        its = msgspec.json.decode(content, type=Register)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{name} is no register of erasures: {error}", where) from None
    if its.format != FORMAT:
        raise BadInput(f"{name}: format {its.format}, and this version reads {FORMAT}", where)
    return its


def read(file: Path, where: str = WHERE) -> Register:
    """Raises BadInput."""
    try:
        return decode(file.read_bytes(), str(file), where)
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}", where) from None


def add_to(file: Path, erasures: Iterable[Erasure], where: str) -> Register:
    """What the file has stays in it; as a whole or not at all. Raises BadInput."""
    before = read(file, where).erasures if file.exists() else ()
    content = encode((*before, *erasures), time.time())
    partial = file.with_name(f".{file.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}", where) from None
    return decode(content, str(file), where)


def told(erasures: Iterable[Erasure]) -> Iterator[dict[str, object]]:
    """For a person, or a program."""
    for each in erasures:
        yield msgspec.to_builtins(each)
