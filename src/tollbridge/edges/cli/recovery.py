"""`tollbridge backup` and `tollbridge restore`: streams and records of the bridge, for the day the servers are lost."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.acts import act
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.doubt import Restored
    from tollbridge.bridge.recovery.chunks import BackupKey
    from tollbridge.bridge.recovery.manifest import Manifest
    from tollbridge.bridge.recovery.restore import RestoreOptions, Step
    from tollbridge.settings import Settings

HOUR_S = 3600.0
key_option = click.option("--key-file", type=click.Path(dir_okay=False), metavar="FILE", help=(
    "What it is encrypted with: 64 hexadecimal digits, such as openssl rand -hex 32 writes; mode 0600."))
json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.command("backup")
@click.option("--to", "folder", type=click.Path(file_okay=False), required=True, metavar="DIR",
              help="An empty directory, or one to be made.")
@key_option
@click.option("--plain", is_flag=True, help="Without a key: names and addresses of customers lie there in the clear.")
@config_option
@servers_option
@json_option
def backup(folder: str, key_file: str | None, plain: bool, file: str | None, servers: str | None,
           as_json: bool) -> None:
    """Copy all streams that lie on disk, with consumers and records, while everything runs.

    What lies in memory is never copied: card data and credentials must not reach a disk.

    Exit code 0: it is there, whole; 2: the directory or the key cannot be used; 1: NATS does not answer, and there is
    no backup.
    """
    key = _key(key_file, plain=plain)
    its = over_nats(usable(file, server_flags(servers), as_json=as_json).settings,
                    lambda bridge: _backup(bridge, Path(folder), key))
    if as_json:
        say_json({"ok": True, "to": folder, **_described(its)})
        return
    for copy in its.streams:
        say(f"{copy.name:14} {copy.messages:>10} messages {copy.consumers:>4} consumers {copy.size:>12} bytes")
    say(f"{folder}: whole, {'encrypted' if its.key else 'NOT encrypted'}, of {_time(its.began)}")


@click.command("restore")
@click.option("--from", "folder", type=click.Path(file_okay=False), metavar="DIR", help="What `backup` wrote.")
@key_option
@click.option("--verify", is_flag=True, help="Only read and verify it; NATS is not asked.")
@click.option("--into-empty", is_flag=True, help="Replace streams that are there and never held a message.")
@click.option("--repeats-for", "repeats_h", type=click.FloatRange(0), default=24.0, show_default=True, metavar="HOURS",
              help="How long callers may go on repeating what they submitted before the loss.")
@click.option("--erasures", "erasures", type=click.Path(), multiple=True, metavar="FILE|DIR", help=(
    "What `keys erase --register` wrote, or a later backup: keys that were erased are not brought back. May be given "
    "several times."))
@click.option("--none-erased-since", is_flag=True,
              help="In place of that: since the backup nothing was erased. What was, comes back.")
@click.option("--end-doubt", is_flag=True, help="Later, without --from: nobody repeats any more what was lost.")
@config_option
@servers_option
@json_option
def restore(folder: str | None, key_file: str | None, verify: bool, into_empty: bool, repeats_h: float,
            erasures: tuple[str, ...], none_erased_since: bool, end_doubt: bool, file: str | None,
            servers: str | None, as_json: bool) -> None:
    """Make the streams of a backup anew, on servers that have none. All is verified before anything is touched.

    Of operations that were carried out after the backup there is no record. For as long as callers repeat, each
    operation counts as one that may have been: the same key again at the processor, else it is asked, else a person is.

    Where the backup has keys of messages, restore wants to know which were erased since, and erases those again:
    --erasures, or --none-erased-since.

    Exit code 0: all is there, 2: the backup, the key, or what is there already stands against it, and nothing was
    touched, 3: with --end-doubt, there was none, 1: NATS does not answer, or refused: the same again goes on.
    """
    if (folder is None) is not end_doubt:
        raise BadInput("say --from, or --end-doubt alone", "from")
    if folder is None:
        _end_doubt(file, servers, as_json)
        return
    from tollbridge.bridge.recovery import manifest

    key = _key(key_file, plain=True)
    its = manifest.read(Path(folder), key)
    if verify:
        if as_json:
            say_json({"ok": True, "from": folder, **_described(its)})
        else:
            say(f"{folder}: whole, {its.messages} messages in {len(its.streams)} streams, of {_time(its.began)}")
        return
    from tollbridge.bridge.recovery.restore import RestoreOptions

    if erasures and none_erased_since:
        raise BadInput("say --erasures, or --none-erased-since: not both", "erasures")
    options = RestoreOptions(into_empty=into_empty, repeats_for_s=repeats_h * HOUR_S,
                             erasures=tuple(map(Path, erasures)), none_erased_since=none_erased_since)
    settings = usable(file, server_flags(servers), as_json=as_json).settings
    done, since = over_nats(settings, lambda bridge: _restore(bridge, its, Path(folder), key, options, as_json))
    _tell(its, done, since, settings, as_json)


async def _backup(bridge: BridgeClient, folder: Path, key: BackupKey | None) -> Manifest:
    from tollbridge.bridge.recovery.backup import backup

    return await backup(bridge.connection, bridge.options.streams, folder, key)


async def _restore(bridge: BridgeClient, its: Manifest, folder: Path, key: BackupKey | None, options: RestoreOptions,
                   quiet: bool) -> tuple[list[Step], Restored | None]:
    from tollbridge.bridge.doubt import restored
    from tollbridge.bridge.recovery.restore import restore
    from tollbridge.bridge.streams import OPS_STREAM

    done: list[Step] = []
    async for step in restore(bridge, its, folder, key, options):
        done.append(step)
        if not quiet:
            say(f"{step.copy.name:14} {step.copy.messages:>10} messages  {step.how}"
                + (f", {step.erased} erased again" if step.erased else ""))
    # Not before: in a trail that is empty, an entry would stand in the way of the one that is to be restored.
    async with act(bridge, "restore", {"backup": its.id, "of": _time(its.began), "erased_again": _again(done)},
                   first=True):
        pass
    return done, restored((await bridge.connection.api(f"STREAM.INFO.{OPS_STREAM}"))["config"])


def _tell(its: Manifest, done: list[Step], since: Restored | None, settings: Settings, as_json: bool) -> None:
    """What to look at next."""
    from tollbridge.bridge.recovery.restore import forgetful

    began, until = (since.lost_since, since.until) if since is not None else (its.began, its.began)
    keyless, forgotten = forgetful(tuple(settings.bridge.connectors), max(until, time.time()) - began)
    if as_json:
        say_json({"ok": True, "streams": [{"name": step.copy.name, "how": step.how} for step in done],
                  "erased_again": _again(done),
                  "lost_since": began, "doubt_until": until, "without_keys": keyless, "keys_forgotten": forgotten})
        return
    say(f"{len(done)} streams are there. What was carried out since {_time(began)} has no record.")
    say(f"until {_time(until)}: what may have been carried out is repeated with its key, asked for, or MANUAL")
    if keyless:
        say(f"without keys: {', '.join(keyless)}: operations there are asked for, or MANUAL, new ones too")
    if forgotten:
        say(f"keys are forgotten before that: {', '.join(forgotten)}: operations there become MANUAL by then")
    say("next: tollbridge streams apply; tollbridge streams check; start workers, then bridges and services; "
        "tollbridge dlq list; once nobody repeats any more, tollbridge restore --end-doubt")


def _again(done: list[Step]) -> int:
    return sum(step.erased for step in done)


def _end_doubt(file: str | None, servers: str | None, as_json: bool) -> None:
    async def do(bridge: BridgeClient) -> Restored | None:
        from tollbridge.bridge.doubt import end

        return await end(bridge.connection, time.time())

    ended = over_nats(usable(file, server_flags(servers), as_json=as_json).settings, do)
    if as_json:
        say_json({"ok": ended is not None, "doubt_until": ended.until if ended is not None else None})
    else:
        say("ended: what is submitted from now on counts as new" if ended is not None else "there is no doubt to end")
    sys.exit(DONE if ended is not None else REFUSED)


def _key(file: str | None, *, plain: bool) -> BackupKey | None:
    if file is not None:
        from tollbridge.bridge.recovery.chunks import read_key

        return read_key(Path(file))
    if not plain:
        raise BadInput("say --key-file FILE, or --plain where the directory itself is encrypted: names and addresses "
                       "of customers are in it", "key-file")
    return None


def _described(its: Manifest) -> dict[str, Any]:
    return {"id": its.id, "began": its.began, "ended": its.ended, "encrypted": bool(its.key), "key": its.key,
            "streams": [{"name": copy.name, "messages": copy.messages, "last_seq": copy.last_seq,
                         "consumers": copy.consumers, "bytes": copy.size} for copy in its.streams]}


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
