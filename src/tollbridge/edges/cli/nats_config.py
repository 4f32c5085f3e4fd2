"""`tollbridge nats-config`: what a NATS server is told of users, permissions and TLS, and what each user is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tollbridge.edges.cli.named_connectors import other_option, refuse_unknown
from tollbridge.edges.cli.output import say, say_json

LEAST_NODES, COPIES = 3, 3
MISSING = "it needs more packages: pip install 'tollbridge[bridge]'"


@click.command("nats-config")
@click.option("--out", "folder", required=True, metavar="DIR", type=click.Path(file_okay=False),
              help="Where the files go; private ones are readable by their owner alone.")
@click.option("--connector", "connectors", multiple=True, required=True, metavar="NAME[,NAME]",
              help="Workers of this connector are a user of their own; of several, with commas, one user. Repeatable.")
@other_option
@click.option("--caller", "callers", multiple=True, metavar="NAME[:MERCHANT]",
              help="A user who asks bridges, for one merchant or for all. Repeatable.")
@click.option("--developer", "developers", multiple=True, metavar="NAME[:MERCHANT]",
              help="A user who reads events: of all merchants (tollbridge listen, webhooks replay), or those of one as "
              "they come. Repeatable.")
@click.option("--listen", default="127.0.0.1:4222", show_default=True, metavar="HOST:PORT", help="Of the server.")
@click.option("--node", "nodes", multiple=True, metavar="HOST:PORT:ROUTE_PORT",
              help="In place of --listen: a server of a cluster, where clients and where other servers reach it. Three "
                   "times or more.")
@click.option("--http-port", type=click.IntRange(1, 65535), default=8222, show_default=True,
              help="Of its monitoring, on this machine only; of several there the first.")
@click.option("--host", "hosts", multiple=True, metavar="NAME",
              help="A name or address by which servers are reached. Repeatable.  [default: localhost, 127.0.0.1 and "
              "those of --listen or --node]")
@click.option("--replicas", type=click.IntRange(1, 5),
              help="As bridge.replicas: with more than one, there are more streams.  [default: 3 in a cluster, else 1]")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True,
              help="How long certificates last.")
@click.option("--force", is_flag=True, help="Write configuration and settings anew, for the users of these options "
              "alone: repeat all that are to stay. Keys and certificates that are there are kept.")
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
        servers = [str(each) for each in where.servers(options)]
        gone = sorted(where.users() - set(users))
    except (InvalidField, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    if as_json:
        say_json({"servers": servers, "written": [str(each) for each in written],
                  "settings": {user: str(where.settings(user)) for user in users}, "gone": gone})
        return
    for server in servers:
        say(f"nats-server -c {server}")
    say("settings of each user, to be used as --config or copied into its own:")
    for user in users:
        say(f"    {user:<20} {where.settings(user)}")
    if gone:
        say(f"users no more, as this run did not name them: {', '.join(gone)}; servers refuse them from their next "
            "reload on. Where that is not meant, run it again with all options", err=True)
    say("they do not say whose money it is: export TOLLBRIDGE__ENVIRONMENT=test, or live")
    say("streams are made by the admin: "
        f"tollbridge streams apply --config {where.settings('admin')}")
    say(f"these certificates are for development: {where.key('ca')} can make any other")


def _place(text: str, option: str, ports: int) -> tuple[Any, ...]:
    """Host and ports. Raises ValueError."""
    host, *numbers = text.rsplit(":", ports)
    if not host.strip("[]") or len(numbers) < ports or not all(
            port.isdecimal() and 0 < int(port) < 65536 for port in numbers):
        raise ValueError(f"{option} {text}: must be HOST:PORT{':ROUTE_PORT' if ports > 1 else ''}")
    return host.strip("[]"), *map(int, numbers)


def _nodes(given: Sequence[str], http_port: int) -> list[Any]:
    """Raises ValueError."""
    from tollbridge.bridge.access_files import Node

    nodes = [Node(*_place(each, "--node", 2)) for each in given]
    if 0 < len(nodes) < LEAST_NODES:
        raise ValueError(f"--node: {len(nodes)} servers have no majority once one is away: three at least")
    taken = [(node.host, port) for node in nodes for port in (node.port, node.route_port)]
    taken += [(host, http_port + at) for host in dict.fromkeys(node.host for node in nodes)
              for at in range([node.host for node in nodes].count(host))]
    if twice := sorted({f"{host}:{port}" for host, port in taken if taken.count((host, port)) > 1}):
        raise ValueError(f"--node: {', '.join(twice)}: twice; monitoring takes ports from --http-port on")
    return nodes


def _merchants(given: Sequence[str]) -> dict[str, str]:
    """Of NAME[:MERCHANT]. Raises ValueError for a name that is said twice: one of the two would be forgotten."""
    asked = [each.partition(":") for each in given]
    if twice := sorted({user for user, *_ in asked if [each[0] for each in asked].count(user) > 1}):
        raise ValueError(f"{', '.join(twice)}: two users of one name")
    return {user: merchant if colon else "*" for user, colon, merchant in asked}


def _options(*, connectors: Sequence[str], others: Sequence[str], callers: Sequence[str], developers: Sequence[str],
             listen: str, nodes: Sequence[str], http_port: int, hosts: Sequence[str], replicas: int | None, days: int
             ) -> Any:
    from datetime import timedelta

    from tollbridge.bridge.access_files import AccessOptions

    one, several = _place(listen, "--listen", 1), _nodes(nodes, http_port)
    if replicas is not None and several and replicas > len(several):
        raise ValueError(f"--replicas {replicas}: of {len(several)} servers")
    reached = [node.host for node in several] or [one[0]]
    workers = [[name.strip() for name in each.split(",") if name.strip()] for each in connectors]
    if not all(workers):
        raise ValueError("--connector: an empty name")
    refuse_unknown("--connector", [name for names in workers for name in names], others)
    return AccessOptions(
        workers=workers, others=others, callers=_merchants(callers), developers=_merchants(developers),
        hosts=tuple(hosts) or tuple(dict.fromkeys(("localhost", "127.0.0.1", *reached))), listen=one, nodes=several,
        http_port=http_port, replicas=replicas or (COPIES if several else 1), lasts=timedelta(days=days))
