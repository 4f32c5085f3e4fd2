"""What is erased again after a restore: keys that are in the backup, and were erased since.

Nobody sees from a backup what was erased after it. So restore asks for the register of erasures, and for a person's
word where there is none: else erased keys, and with them what they encrypt, would come back unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tollbridge.bridge.connection import Connection, Publisher, Refused
from tollbridge.bridge.doubt import BACKUP
from tollbridge.bridge.protection import erasures
from tollbridge.bridge.protection.erasures import Erasure, Register
from tollbridge.bridge.recovery import manifest
from tollbridge.bridge.recovery.chunks import BackupKey, pieces
from tollbridge.bridge.recovery.manifest import Erased, Manifest
from tollbridge.bridge.streams import (
    ERASURE_STREAM,
    KEY_STREAM,
    STREAM_MISSING,
    Change,
    StreamOptions,
    carry_out,
    wanted_streams,
)
from tollbridge.domain.errors import BadInput

OVERRIDE = "say --none-erased-since if nothing was: else erased keys come back, and all that they encrypt"


def of_backup(its: Manifest, folder: Path, key: BackupKey | None) -> Register:
    """Of a verified one. Empty where a version wrote it that had no register. Raises BadInput."""
    if not isinstance(its.erased, Erased):
        return Register(as_of=its.began, erasures=())
    content = b"".join(pieces(folder / its.erased.file, f"{its.id}/{its.erased.file}", key))
    return erasures.decode(content, str(folder / its.erased.file), "from")


async def known(connection: Connection, its: Manifest, folder: Path, key: BackupKey | None, given: Sequence[Path], *,
                none_since: bool) -> list[Erasure]:
    """All erasures that anybody here knows of. Touches nothing. Raises BadInput where that may not be all of them."""
    own = of_backup(its, folder, key).erasures
    since = [each for path in given for each in _given(path, its, key)]
    live = await _live(connection, its)
    keys = sum(copy.messages for copy in its.streams if copy.name == KEY_STREAM)
    if keys and not none_since:
        if not given and not live:
            raise BadInput(f"nothing was touched: the backup has {keys} keys, and which of them were erased since "
                           f"{_time(its.began)} is not known here: say --erasures FILE (what `keys erase --register` "
                           f"wrote, or the directory of a later backup), or {OVERRIDE}", "erasures")
        if missed := erasures.lacking((*since, *live), own):
            which = ", ".join(map(str, given)) or f"{ERASURE_STREAM} on the server"
            raise BadInput(f"nothing was touched: {which} lacks {len(missed)} erasures that the backup knows of "
                           f"({_told(missed)}), so it may lack later ones too: give the newest, or {OVERRIDE}",
                           "erasures")
    return erasures.merged((*own, *since, *live))


async def again(connection: Connection, publisher: Publisher, options: StreamOptions, all_known: Iterable[Erasure]
                ) -> int:
    """Once KEYS is there: the register is told all, and the keys are gone. How many they were. Raises Unavailable,
    Refused: then the same restore does it again.
    """
    if not (its := list(all_known)):
        return 0
    await _stream(connection, options)
    for each in erasures.lacking(await erasures.written_down(connection), its):
        await erasures.write_down(publisher, each)
    return await erasures.erase_again(connection, its)


async def _stream(connection: Connection, options: StreamOptions) -> None:
    """It is there, unless a version made the backup that had none."""
    wanted = next(each for each in wanted_streams(options) if each.name == ERASURE_STREAM)
    try:
        await connection.api(f"STREAM.INFO.{ERASURE_STREAM}")
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        await carry_out(connection, Change(wanted, "create", {}))


def _given(path: Path, its: Manifest, key: BackupKey | None) -> Iterable[Erasure]:
    """Of a file, or a later backup."""
    if not path.is_dir():
        return erasures.read(path).erasures
    other = manifest.read(path, key)
    if other.began < its.began:
        raise BadInput(f"{path} is older than the backup: it knows nothing of what was erased since", "erasures")
    return of_backup(other, path, key).erasures


async def _live(connection: Connection, its: Manifest) -> list[Erasure]:
    """Of a register that outlived the rest; not of one that an earlier try with this backup has made."""
    try:
        info = await connection.api(f"STREAM.INFO.{ERASURE_STREAM}")
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        return []
    if (info["config"].get("metadata") or {}).get(BACKUP) == its.id:
        return []
    return await erasures.written_down(connection)


def _told(missed: Sequence[Erasure]) -> str:
    newest = max(missed, key=lambda each: each.at)
    return f"the last: {'.'.join(newest.cell)}, {_time(newest.at)}"


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
