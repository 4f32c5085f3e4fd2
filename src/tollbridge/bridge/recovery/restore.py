"""`tollbridge restore`: the streams of a backup made anew on servers that have none, and what is not known since then.

Verified before anything is touched. Records come first, and say at once that they are of a backup; what operations have
left behind comes last, with it the sweeper's lease: until then no sweeper begins. Keys that were erased since are
erased again, as soon as they are there.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from tollbridge import catalog
from tollbridge.bridge import doubt
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Connection, Refused, Unavailable
from tollbridge.bridge.discovery import workers
from tollbridge.bridge.doubt import BACKUP, CREATED, Restored
from tollbridge.bridge.leases import Held
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.recovery import erasing, snapshots
from tollbridge.bridge.recovery.backup import LAST
from tollbridge.bridge.recovery.chunks import BackupKey, pieces
from tollbridge.bridge.recovery.manifest import Copy, Manifest
from tollbridge.bridge.streams import ERASURE_STREAM, KEY_STREAM, OPS_STREAM, STREAM_MISSING, SWEEPER, own_metadata
from tollbridge.bridge.subjects import OURS
from tollbridge.bridge.worker.settling import key_is_kept
from tollbridge.domain.errors import BadInput

NEW, EMPTY, THERE, KEPT = "new", "empty", "there", "kept"


class RestoreOptions(Struct, frozen=True, kw_only=True):
    """`into_empty`: a stream that never held a message is deleted, and made anew from the backup. `repeats_for_s`: how
    long callers may go on repeating what they submitted before the loss. `erasures`: registers of keys that were
    erased, or later backups, which have one; `none_erased_since` is a person's word that there is nothing to know.
    """

    into_empty: bool = False
    repeats_for_s: float = 86_400.0
    erasures: tuple[Path, ...] = ()
    none_erased_since: bool = False


class Step(NamedTuple):
    """One stream: made anew, in place of an empty one, or there already, from an earlier try with this backup; or kept,
    as it knows more than the backup does. `erased`: keys that were erased again.
    """

    copy: Copy
    how: str
    erased: int = 0


async def restore(client: BridgeClient, its: Manifest, folder: Path, key: BackupKey | None, options: RestoreOptions,
                  ) -> AsyncIterator[Step]:
    """Each stream as it is done. `its` is verified. Raises BadInput where nothing was touched, Refused and Unavailable
    where it stopped: what is done by then stays, and the same again goes on from there.
    """
    now = time.time()
    since = Restored(its.began, now, now + options.repeats_for_s)
    steps = await _plan(client, its, options)
    erased = await erasing.known(client.connection, its, folder, key, options.erasures,
                                 none_since=options.none_erased_since)
    for step in steps:
        copy = step.copy
        if step.how == EMPTY:
            await client.connection.api(f"STREAM.DELETE.{copy.name}")
        if step.how not in (THERE, KEPT):
            config = _config(copy, its, since)
            source = pieces(folder / copy.file, f"{its.id}/{copy.name}", key)
            await snapshots.put(client.connection, copy.name, config, copy.state, source)
            await _as_it_was(client.connection, copy)
        if copy.name == KEY_STREAM:  # before anything that they decrypt is there
            step = step._replace(erased=await erasing.again(
                client.connection, client.publisher, client.options.streams, erased))
        yield step
    # Where the last sweeper had come to is of other streams: all is looked through anew.
    await client.publisher.publish(f"{OURS}.records.lease.bridge.{SWEEPER}", encode_json(Held("", 0.0)))


async def _plan(client: BridgeClient, its: Manifest, options: RestoreOptions) -> list[Step]:
    """Raises BadInput for all that stands against it."""
    wrong: list[str] = []
    if working := await workers(client.connection):
        wrong.append(f"{len(working)} workers are running ({', '.join(each.id for each in working[:3])}): "
                     "stop workers, bridges and services first")
    wanted = client.options.streams.replicas
    if others := {copy.replicas for copy in its.streams} - {wanted}:
        wrong.append(f"the backup is of {others.pop()} copies of each stream, and bridge.replicas is {wanted}: restore "
                     "into servers like those that were lost")
    first, last = LAST
    foremost = {name: at for at, name in enumerate((first, ERASURE_STREAM, KEY_STREAM))}
    ordered = sorted(its.streams, key=lambda copy: (copy.name == last, foremost.get(copy.name, len(foremost))))
    steps: list[Step] = []
    for copy in ordered:
        how = await _how(client.connection, copy, its)
        if how is None or (how == EMPTY and not options.into_empty):
            wrong.append(f"{copy.name} is there already, and " + (
                "holds messages: nothing is restored over them" if how is None else
                "never held a message: --into-empty replaces it"))
        else:
            steps.append(Step(copy, how))
    if wrong:
        raise BadInput(f"nothing was touched: {'; '.join(wrong)}", "from")
    return steps


async def _how(connection: Connection, copy: Copy, its: Manifest) -> str | None:
    """None where it cannot be restored."""
    try:
        info = await connection.api(f"STREAM.INFO.{copy.name}")
    except Refused as error:
        if error.code != STREAM_MISSING:
            raise
        return NEW
    state = info["state"]
    if (info["config"].get("metadata") or {}).get(BACKUP) == its.id and _alike(state, copy):
        return THERE
    if not state["messages"] and not state["last_seq"]:
        return EMPTY
    return KEPT if copy.name == ERASURE_STREAM else None


def _config(copy: Copy, its: Manifest, since: Restored) -> dict[str, Any]:
    config = dict(copy.config)
    metadata = {**own_metadata(config), BACKUP: its.id}
    if copy.name == OPS_STREAM:
        metadata = {CREATED: copy.created, **metadata, **since.joined(doubt.restored(config)).metadata()}
    return {**config, "metadata": metadata}


async def _as_it_was(connection: Connection, copy: Copy) -> None:
    """Raises Unavailable where the server has made something else of it."""
    info = await connection.api(f"STREAM.INFO.{copy.name}")
    if not _alike(info["state"], copy):
        raise Unavailable(f"{copy.name} was restored with {info['state']['messages']} messages up to "
                          f"{info['state']['last_seq']}, not {copy.messages} up to {copy.last_seq}")


def _alike(state: dict[str, Any], copy: Copy) -> bool:
    """Messages may be over their age by now; there are never more than there were."""
    more = copy.name == ERASURE_STREAM and int(state["last_seq"]) > copy.last_seq  # what it has been told since
    return more or (int(state["last_seq"]) == copy.last_seq and int(state["messages"]) <= copy.messages)


def forgetful(connectors: tuple[str, ...], age_s: float) -> tuple[list[str], list[str]]:
    """Connectors of ours whose processors have no key, and those who forgot keys of so long ago."""
    known = [catalog.load(name) for name in connectors if name in catalog.names()]
    return ([each.id for each in known if each.idempotency is None],
            [each.id for each in known if each.idempotency is not None and not key_is_kept(each.idempotency, age_s)])
