"""`tollbridge workers list|drain`: who carries operations out, found over NATS, in whatever language."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
import msgspec

from tollbridge.edges.cli.acts import act
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.discovery import Seen

json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def workers() -> None:
    """Workers of the bridge, by NATS' micro-service protocol."""


@workers.command("list")
@config_option
@servers_option
@click.option("--endpoints", is_flag=True, help="Also what each has done, by operation.")
@click.option("--wait", "wait_s", type=click.FloatRange(0.05, 60), default=0.5, show_default=True,
              metavar="SECONDS", help="How long to listen for answers.")
@json_option
def list_(file: str | None, servers: str | None, endpoints: bool, wait_s: float, as_json: bool) -> None:
    """Every worker that answers, with what it does and has done.

    Exit code 0: there are some, 3: there is none, 1: NATS does not answer.
    """
    async def look(bridge: BridgeClient) -> list[Seen]:
        from tollbridge.bridge.discovery import workers as seen

        return await seen(bridge.connection, wait_s)

    found = over_nats(usable(file, server_flags(servers), as_json=as_json).settings, look, reads=True)
    if as_json:
        say_json([msgspec.to_builtins(each) for each in found])
    else:
        for each in found:
            say("\n".join(_lines(each, endpoints=endpoints)))
        say(f"{len(found)} worker{'s' if len(found) != 1 else ''}")
    sys.exit(DONE if found else REFUSED)


@workers.command("drain")
@click.argument("worker_id", metavar="ID")
@config_option
@servers_option
@json_option
def drain(worker_id: str, file: str | None, servers: str | None, as_json: bool) -> None:
    """Have one take no more, end what it has begun, and go: before its machine does. ID as `list` shows it.

    Exit code 0: it was told, 3: there is no such worker, 1: NATS does not answer.
    """
    from tollbridge.bridge.subjects import token

    token(worker_id, "ID")

    async def tell(bridge: BridgeClient) -> bool:
        from tollbridge.bridge.connection import NoResponders
        from tollbridge.bridge.discovery import drain as told

        async with act(bridge, "workers drain", {"worker": worker_id}) as its:
            try:
                await told(bridge.connection, worker_id)
            except NoResponders:
                its["why"] = "there is no such worker"
                return False
            return True

    told = over_nats(usable(file, server_flags(servers), as_json=as_json).settings, tell)
    if as_json:
        say_json({"ok": told, "id": worker_id})
    else:
        say(f"{worker_id} drains" if told else f"there is no worker {worker_id}: tollbridge workers list",
            err=not told)
    sys.exit(DONE if told else REFUSED)


def _lines(seen: Seen, *, endpoints: bool) -> list[str]:
    about = ", ".join(f"{name} {text}" for name, text in sorted(seen.metadata.items()))
    lines = [f"{seen.id}  {seen.version}  done {seen.done}, errors {seen.errors}, running {seen.running}  ({about})"]
    if endpoints:
        lines += [f"    {its.get('name')}: {its.get('num_requests', 0)} done, {its.get('num_errors', 0)} errors, "
                  f"{float(its.get('average_processing_time', 0)) / 1e6:.1f} ms each"
                  for its in seen.endpoints if its.get("num_requests")]
    return lines
