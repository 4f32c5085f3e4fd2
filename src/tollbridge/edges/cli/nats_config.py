"""`tollbridge nats-config`: what a NATS server is told of users, permissions and TLS, and what each user is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tollbridge.edges.cli.output import say, say_json

MISSING = "it needs more packages: pip install 'tollbridge[bridge]'"


@click.command("nats-config")
@click.option("--out", "folder", required=True, metavar="DIR", type=click.Path(file_okay=False),
              help="Where the files go; private ones are readable by their owner alone.")
@click.option("--connector", "connectors", multiple=True, required=True, metavar="NAME[,NAME]",
              help="Workers of this connector are a user of their own; of several, with commas, one user. Repeatable.")
@click.option("--caller", "callers", multiple=True, metavar="NAME[:MERCHANT]",
              help="A user who asks bridges, for one merchant or for all. Repeatable.")
@click.option("--developer", "developers", multiple=True, metavar="NAME",
              help="A user who reads events of all merchants: tollbridge listen, webhooks replay. Repeatable.")
@click.option("--listen", default="127.0.0.1:4222", show_default=True, metavar="HOST:PORT", help="Of the server.")
@click.option("--http-port", type=click.IntRange(1, 65535), default=8222, show_default=True,
              help="Of its monitoring, on this machine only.")
@click.option("--host", "hosts", multiple=True, metavar="NAME",
              help="A name or address by which servers are reached. Repeatable.  [default: localhost, 127.0.0.1 and "
              "that of --listen]")
@click.option("--replicas", type=click.IntRange(1, 5), default=1, show_default=True,
              help="As bridge.replicas: with more than one, there are more streams.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True,
              help="How long certificates last.")
@click.option("--force", is_flag=True, help="Write configuration and settings anew; keys and certificates that are "
              "there are kept.")
@click.option("--renew", is_flag=True, help="The same, and certificates are made anew by the authority that is there.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def nats_config(folder: str, force: bool, renew: bool, as_json: bool, **given: Any) -> None:
    """Write a NATS server's configuration with users and permissions, development certificates, and the settings of
    each user.

    Users: admin, bridge, auditor, one for the workers of each --connector, one for each --caller and --developer. All
    that is not theirs is denied. Nothing is overwritten without --force or --renew.
    """
    try:
        from tollbridge.bridge import access_files
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{MISSING} ({error})") from None
    from tollbridge.domain.errors import InvalidField

    where = access_files.Folder(Path(folder))
    if where.used and not (force or renew):
        raise click.UsageError(f"{where.path} has such files already: --force keeps its keys and certificates and "
                               "writes the rest anew, --renew makes new certificates too")
    try:
        options = _options(**given)
        written = access_files.write(where, options, renew=renew)
        users = [role.user for role in options.roles()]
    except (InvalidField, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    if as_json:
        say_json({"server": str(where.server), "written": [str(each) for each in written],
                  "settings": {user: str(where.settings(user)) for user in users}})
        return
    say(f"nats-server -c {where.server}")
    say("settings of each user, to be used as --config or copied into its own:")
    for user in users:
        say(f"    {user:<20} {where.settings(user)}")
    say("streams are made by the admin: "
        f"tollbridge streams apply --config {where.settings('admin')}")
    say(f"these certificates are for development: {where.key('ca')} can make any other")


def _options(*, connectors: Sequence[str], callers: Sequence[str], developers: Sequence[str], listen: str,
             http_port: int, hosts: Sequence[str], replicas: int, days: int) -> Any:
    from datetime import timedelta

    from tollbridge.bridge.access_files import AccessOptions

    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"--listen {listen}: must be HOST:PORT")
    workers = [[name.strip() for name in each.split(",") if name.strip()] for each in connectors]
    if not all(workers):
        raise ValueError("--connector: an empty name")
    asked = [each.partition(":") for each in callers]
    return AccessOptions(
        workers=workers, callers={user: merchant or "*" for user, _, merchant in asked}, developers=developers,
        hosts=tuple(hosts) or tuple(dict.fromkeys(("localhost", "127.0.0.1", host))), listen=(host, int(port)),
        http_port=http_port, replicas=replicas, lasts=timedelta(days=days))
