"""`tollbridge backup`: every stream on disk, while all runs.

There is no one moment for all streams. So the order counts: operations before their records, and those before what
operations leave behind. What a copy has too much of is found done; what it lacks is in doubt after a restore
(bridge/doubt.py). Keys come before the register of those that were erased: it names all that the copy has too much of.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from tollbridge._version import __version__
from tollbridge.bridge.connection import Connection, Refused
from tollbridge.bridge.protection import erasures
from tollbridge.bridge.recovery import manifest, snapshots
from tollbridge.bridge.recovery.chunks import BackupKey, Sink
from tollbridge.bridge.recovery.manifest import Copy, Erased, Manifest
from tollbridge.bridge.streams import (
    OPS_STREAM,
    RECORD_STREAM,
    STREAM_MISSING,
    StreamOptions,
    Wanted,
    wanted_streams,
)
from tollbridge.domain.errors import BadInput

LAST = (OPS_STREAM, RECORD_STREAM)
ERASED = "erasures"


def on_disk(streams: Iterable[Wanted]) -> list[str]:
    """Those that are copied, in the order in which they are: never one in memory, which is where card data lie."""
    names = [wanted.name for wanted in streams if wanted.config["storage"] == "file"]
    return [*(name for name in names if name not in LAST), *LAST]


async def backup(connection: Connection, options: StreamOptions, folder: Path, key: BackupKey | None) -> Manifest:
    """Raises BadInput where the folder has something in it or a stream is missing; Refused, Unavailable: what was
    written by then is no backup, and says so by having no manifest.
    """
    names = on_disk(wanted_streams(options))
    made = await _created(connection, names)
    _prepare(folder)
    its_id, began = secrets.token_hex(8), time.time()
    copies = [await _copy(connection, name, made[name], folder, its_id, key) for name in names]
    erased = await _erased(connection, folder, its_id, key)
    its = Manifest(id=its_id, tollbridge=__version__, server=str(connection.client.connected_server_version),
                   began=began, ended=time.time(), key=key.fingerprint if key is not None else "", streams=copies,
                   erased=erased)
    manifest.write(folder, its, key)
    return its


async def _created(connection: Connection, names: Iterable[str]) -> dict[str, tuple[str, int]]:
    """When each was made, and how many consumers it has. Raises BadInput."""
    found: dict[str, tuple[str, int]] = {}
    wrong: list[str] = []
    for name in names:
        try:
            info = await connection.api(f"STREAM.INFO.{name}")
        except Refused as error:
            if error.code != STREAM_MISSING:
                raise
            wrong.append(f"{name} is missing")
        else:
            if info["config"]["storage"] != "file":
                wrong.append(f"{name} lies in memory")
            found[name] = (info["created"], int(info["state"]["consumer_count"]))
    if wrong:
        raise BadInput(f"{', '.join(wrong)}: tollbridge streams diff", "bridge.servers")
    return found


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadInput(f"{folder} is not empty: a backup is never written over another", "to")
        folder.chmod(0o700)
    except OSError as error:
        raise BadInput(f"{folder}: {error.strerror}", "to") from None


async def _erased(connection: Connection, folder: Path, its_id: str, key: BackupKey | None) -> Erased:
    """As a file of its own beside the stream's copy: a restore of another backup reads it, without servers."""
    as_of, known = time.time(), await erasures.written_down(connection)
    sink = Sink(folder / ERASED, f"{its_id}/{ERASED}", key)
    sink.write(erasures.encode(known, as_of))
    size, sha256 = sink.close()
    return Erased(file=ERASED, as_of=as_of, size=size, sha256=sha256)


async def _copy(connection: Connection, name: str, made: tuple[str, int], folder: Path, its_id: str,
                key: BackupKey | None) -> Copy:
    file, began = f"{name}.snapshot", time.time()
    sink = Sink(folder / file, f"{its_id}/{name}", key)
    try:
        told = await snapshots.take(connection, name, sink.write)
    except BaseException:
        sink.give_up()
        raise
    size, sha256 = sink.close()
    created, consumers = made
    return Copy(name=name, file=file, config=told["config"], state=told["state"], created=created,
                consumers=consumers, began=began, ended=time.time(), size=size, sha256=sha256)
