"""`tollbridge records list|show`: mandates, tokens and sessions, as the bridge's workers have recorded them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec

from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.named_connectors import of_settings
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.kept import Kept, Version

KINDS = ("mandate", "token", "session")
json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")
kind_argument = click.argument("kind", type=click.Choice(KINDS))


@click.group()
def records() -> None:
    """Mandates, processors' tokens and sessions that operations over the bridge have left."""


@records.command("list")
@kind_argument
@click.option("--merchant", "merchant_id", metavar="ID", help="Of this merchant alone.")
@click.option("--connector", metavar="NAME", help="At this connector alone.")
@click.option("--most", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="So many at most.")
@config_option
@servers_option
@json_option
def list_(kind: str, merchant_id: str | None, connector: str | None, most: int, file: str | None, servers: str | None,
          as_json: bool) -> None:
    """All of a kind as they stand, oldest first. Sessions that are over are gone.

    Exit code 0: there are some, 3: there is none, 1: NATS does not answer.
    """
    async def look(bridge: BridgeClient) -> list[Kept]:
        return await bridge.kept.list(kind, merchant_id or "*", connector, most)

    its = usable(file, server_flags(servers), as_json=as_json).settings
    of_settings(connector, its)
    found = over_nats(its, look, reads=True)
    if as_json:
        say_json([msgspec.to_builtins(each) for each in found])
    else:
        for each in found:
            say(_line(each))
        say(f"{len(found)} {kind}{'s' if len(found) != 1 else ''}")
    sys.exit(DONE if found else REFUSED)


@records.command("show")
@kind_argument
@click.argument("merchant_id", metavar="MERCHANT")
@click.argument("its_id", metavar="ID")
@config_option
@servers_option
@json_option
def show(kind: str, merchant_id: str, its_id: str, file: str | None, servers: str | None, as_json: bool) -> None:
    """One of them with its last versions, the latest at the end. ID as `list` shows it.

    Exit code 0: there it is, 3: there is no such record, 1: NATS does not answer.
    """
    async def look(bridge: BridgeClient) -> list[Version]:
        return await bridge.kept.versions(kind, merchant_id, its_id)

    found = over_nats(usable(file, server_flags(servers), as_json=as_json).settings, look, reads=True)
    if as_json:
        say_json([{"revision": each.revision, **msgspec.to_builtins(each.kept)} for each in found])
    elif found:
        for each in found:
            say(_line(each.kept))
        for name, value in sorted(found[-1].kept.references.items()):
            say(f"    {name}: {value}")
    else:
        say(f"there is no such {kind}: tollbridge records list {kind} --merchant {merchant_id}", err=True)
    sys.exit(DONE if found else REFUSED)


def _line(kept: Kept) -> str:
    until = f"  until {_time(kept.expires_at)}" if kept.expires_at is not None else ""
    return (f"{_time(kept.at)}  {kept.merchant_id}  {kept.id}  {kept.state}{until}  "
            f"({kept.operation} {kept.op_id or 'as a question'}, {kept.environment})")


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
